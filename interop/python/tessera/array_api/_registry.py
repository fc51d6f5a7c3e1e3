"""What decides whether a function of the standard is there: the ops that it calls, looked up in the op table."""

from .. import _core


def has(*ops):
    return all(op in _core._op_table for op in ops)


def register(names, *ops):
    """Puts a function's name into `names`, a module's __all__, once the op table has all of `ops`.

    A function whose ops are missing is None, so that its module does not offer it; it appears by itself with the op.
    """

    def decorate(function):
        if not has(*ops):
            return None
        names.append(function.__name__)
        return function

    return decorate
