"""Functions of nn: ops of the table, and //nn's functions where the table has none."""

from .. import _core
from .._core import _functional


def _with_inplace(function, inplace_function):

    def call(input, *args, inplace=False, **kwargs):
        if not inplace:
            return function(input, *args, **kwargs)
        if inplace_function:
            return inplace_function(input, *args, **kwargs)
        return input.copy_(function(input, *args, **kwargs))

    call.__name__ = call.__qualname__ = function.__name__
    call.__doc__ = function.__doc__
    call.plain = function
    return call


def _collect():
    # The losses' and softmax's arguments differ from the ops' of the table.
    own = {n for n in dir(_functional) if not n.startswith("__")}
    for name in own:
        globals()[name] = getattr(_functional, name)
    for name in ("relu", "relu6", "leaky_relu", "elu", "selu", "celu", "silu", "mish", "hardtanh", "hardswish", "hardsigmoid",
                 "threshold"):
        function = getattr(_core, name, None) or globals().get(name)
        if function:
            globals()[name] = _with_inplace(function, getattr(_core, name + "_", None))


_collect()


def __getattr__(name):
    # An op of the table under its own name.
    if name.rstrip("_") in _core._op_table and hasattr(_core, name):
        return getattr(_core, name)
    raise AttributeError(f"module 'tessera.nn.functional' has no attribute '{name}'")


linear = _core.linear
sigmoid = _core.sigmoid
tanh = _core.tanh


def softmax(input, dim=None, dtype=None):
    return _core.softmax(input, _dim("softmax", input, dim), dtype)


def log_softmax(input, dim=None, dtype=None):
    return _core.log_softmax(input, _dim("log_softmax", input, dim), dtype)


def softmin(input, dim=None, dtype=None):
    return _core.softmax(-input, _dim("softmin", input, dim), dtype)


def _dim(name, input, dim):
    if dim is None:
        raise TypeError(f"{name}: expected argument 'dim', an int, got none")
    return dim


def softsign(input):
    return input / (1 + input.abs())


def tanhshrink(input):
    return input - input.tanh()


def dropout(input, p=0.5, training=True, inplace=False):
    if not 0 <= p <= 1:
        raise _core.ValueError(f"dropout: expected a probability p from 0 to 1, got {p}")
    return _core.dropout_(input, p, training) if inplace else _core.dropout(input, p, training)


def pad(input, pad, mode="constant", value=None):
    """Of constants: sizes before and after, of the last dimension first; negative ones cut off."""
    return _core.pad(input, pad, mode, 0 if value is None else value)
