"""Parameter: a tensor that a Module lists among its parameters."""

from .. import _core
from .._core import Tensor


class Parameter(Tensor):

    def __new__(cls, data: Tensor | None = None, requires_grad: bool = True) -> "Parameter":
        if data is None:
            data = _core.empty(0)
        if not isinstance(data, Tensor):
            raise TypeError(f"Parameter: expected a Tensor, got {type(data).__name__}; use tensor(x)")
        return Tensor._make_subclass(cls, data, requires_grad)

    def __repr__(self):
        return "Parameter containing:\n" + super().__repr__()

    __str__ = __repr__


class Buffer(Tensor):
    """A tensor that a Module registers as a buffer when it is assigned."""

    persistent: bool

    def __new__(cls, data: Tensor | None = None, *, persistent: bool = True) -> "Buffer":
        buffer = Tensor._make_subclass(cls, _core.empty(0) if data is None else data, False)
        buffer.persistent = persistent
        return buffer
