"""Function: an op with a gradient of one's own.

    class Exp(Function):
        @staticmethod
        def forward(ctx, x):
            y = x.exp()
            ctx.save_for_backward(y)
            return y
        @staticmethod
        def backward(ctx, grad):
            y, = ctx.saved_tensors
            return grad * y
    Exp.apply(x)
"""

from __future__ import annotations

from .. import _core
from .._core import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes a while to import.
    from typing import Any


class FunctionCtx:
    """What forward hands to backward."""

    materialize_grads = True
    _to_save = _dirty = _fixed = ()
    _cell = None
    needs_input_grad = ()

    def save_for_backward(self, *tensors: Tensor | None) -> None:
        for i, t in enumerate(tensors):
            if t is not None and not isinstance(t, Tensor):
                raise TypeError(f"save_for_backward: expected tensors or None, got {type(t).__name__} at [{i}]; "
                                "set other values as attributes of ctx")
        self._to_save = tensors

    def mark_dirty(self, *tensors: Tensor) -> None:
        self._dirty = tensors

    def mark_non_differentiable(self, *tensors: Tensor) -> None:
        self._fixed = tensors

    def set_materialize_grads(self, value: bool) -> None:
        self.materialize_grads = bool(value)

    @property
    def saved_tensors(self) -> tuple[Tensor, ...]:
        return tuple(self._to_save) if self._cell is None else self._cell.saved_tensors()

    def _backward(self, *grads):
        return self._function.backward(self, *grads)


class Function:

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise RuntimeError(f"{type(self).__name__}: expected a call of {type(self).__name__}.apply(...), not an instance")

    @staticmethod
    def forward(ctx: Any, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("Function: expected a subclass with a static method forward")

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Any) -> None:
        raise NotImplementedError("Function: expected a subclass with a static method setup_context")

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        raise NotImplementedError("Function: expected a subclass with a static method backward")

    @classmethod
    def apply(cls, *args: Any) -> Any:
        ctx = FunctionCtx()
        ctx._function = cls
        is_tensor = [isinstance(a, Tensor) for a in args]
        inputs = [a for a in args if isinstance(a, Tensor)]
        wanted = [t.requires_grad for t in inputs]
        record = _core.is_grad_enabled() and any(wanted)
        ctx.needs_input_grad = tuple(is_one and a.requires_grad for is_one, a in zip(is_tensor, args))
        before = _core._set_mode(1, 0)  # no_grad
        try:
            if cls.setup_context is Function.setup_context:
                result = cls.forward(ctx, *args)
            else:
                result = cls.forward(*args)
                cls.setup_context(ctx, args, result)
        finally:
            _core._restore_mode(before)
        if not record:
            return result
        outputs = list(result) if isinstance(result, (tuple, list)) else [result]
        places = [i for i, t in enumerate(outputs) if isinstance(t, Tensor)]
        if len(places) < len(outputs):
            # Backward gets a gradient per output: None for what is no tensor.
            ctx._function = _Scatter(cls, places, len(outputs))
        linked, ctx._cell = _core._link_function(cls.__name__ + "Backward", ctx, inputs, is_tensor,
                                                 [outputs[i] for i in places], list(ctx._to_save), list(ctx._dirty),
                                                 list(ctx._fixed))
        ctx._to_save = ()
        for i, t in zip(places, linked):
            outputs[i] = t
        return tuple(outputs) if isinstance(result, (tuple, list)) else outputs[0]


class _Scatter:
    """backward of a function some of whose outputs are no tensors."""

    def __init__(self, function, places, count):
        self.function, self.places, self.count = function, places, count

    def backward(self, ctx, *grads):
        full = [None] * self.count
        for i, g in zip(self.places, grads):
            full[i] = g
        return self.function.backward(ctx, *full)
