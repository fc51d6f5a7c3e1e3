"""Gradients: grad, backward, grad modes, functions of one's own."""

from __future__ import annotations

import functools

from .. import _core
from .._core import Tensor
from . import function as function
from . import graph as graph
from .function import Function as Function
from .function import FunctionCtx as FunctionCtx

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes a while to import.
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar
    _Tensors = Tensor | Sequence[Tensor]
    _F = TypeVar("_F", bound=Callable[..., Any])

_NO_GRAD, _INFERENCE, _ANOMALY = 1, 2, 4  # tensor/grad_mode.h


class _Mode:
    """A context manager and decorator that sets flags of the thread."""

    _set, _clear = 0, 0

    def __enter__(self) -> None:
        # A stack: one object may be entered again, also by a decorated recursion.
        self.__dict__.setdefault("_before", []).append(_core._set_mode(self._set, self._clear))

    def __exit__(self, *exc: Any) -> None:
        _core._restore_mode(self._before.pop())

    def _fresh(self):
        return self.__class__()

    def __call__(self, function: _F) -> _F:
        if getattr(getattr(function, "__code__", None), "co_flags", 0) & 0x20:  # A generator.

            @functools.wraps(function)
            def generator(*args, **kwargs):
                # The mode holds while the generator runs, not while its user does.
                running = function(*args, **kwargs)
                value, error = None, None
                while True:
                    try:
                        with self._fresh():
                            item = running.throw(error) if error else running.send(value)
                    except StopIteration as stop:
                        return stop.value
                    error = None
                    try:
                        value = yield item
                    except GeneratorExit:
                        running.close()
                        raise
                    except BaseException as thrown:
                        error = thrown

            return generator

        @functools.wraps(function)
        def inner(*args, **kwargs):
            with self._fresh():
                return function(*args, **kwargs)

        return inner


class no_grad(_Mode):
    """Ops are not recorded: `with no_grad():` or `@no_grad()`."""

    _set = _NO_GRAD

    def __new__(cls, function=None):
        mode = object.__new__(cls)
        return mode if function is None else mode(function)

    def __init__(self, function: Any = None) -> None:
        pass


class enable_grad(no_grad):
    """Ops are recorded again."""

    _set, _clear = 0, _NO_GRAD


class set_grad_enabled(_Mode):
    """Recording on or off: at once, and until the end of a `with`."""

    def __init__(self, mode: bool) -> None:
        self.mode = bool(mode)
        self._set, self._clear = (0, _NO_GRAD) if self.mode else (_NO_GRAD, 0)
        self._at_once = _core._set_mode(self._set, self._clear)

    def __enter__(self) -> None:
        self.__dict__.setdefault("_before", []).append(self._at_once)
        self._at_once = _core._set_mode(self._set, self._clear)

    def __call__(self, function: _F) -> _F:
        _core._restore_mode(self._at_once)
        return super().__call__(function)

    def _fresh(self):
        return set_grad_enabled(self.mode)


class inference_mode(_Mode):
    """As no_grad; and the results cannot take part in recording later."""

    def __new__(cls, mode=True):
        made = object.__new__(cls)
        if callable(mode):
            made.__init__(True)
            return made(mode)
        return made

    def __init__(self, mode: bool = True) -> None:
        self.mode = bool(mode)
        both = _NO_GRAD | _INFERENCE
        self._set, self._clear = (both, 0) if self.mode else (0, both)

    def _fresh(self):
        return inference_mode(self.mode)


is_grad_enabled = _core.is_grad_enabled


def _tensors(op, given, what):
    given = (given,) if isinstance(given, Tensor) else tuple(given)
    for i, t in enumerate(given):
        if not isinstance(t, Tensor):
            raise TypeError(f"{op}: expected {what} to be tensors, got {type(t).__name__} at [{i}]")
    return list(given)


def _weights(op, given, count):
    if given is None:
        return []
    given = (given,) if isinstance(given, Tensor) else tuple(given)
    if len(given) != count:
        raise RuntimeError(f"{op}: expected {count} gradients, got {len(given)}")
    return list(given)


def backward(tensors: _Tensors, grad_tensors: _Tensors | None = None, retain_graph: bool | None = None,
             create_graph: bool = False, inputs: _Tensors | None = None) -> None:
    """Adds the gradients of tensors' sum to .grad of the leaves, or of inputs only."""
    tensors = _tensors("backward", tensors, "tensors")
    if inputs is not None:
        inputs = _tensors("backward", inputs, "inputs")
        if not inputs:
            raise RuntimeError("backward: 'inputs' argument to backward() cannot be empty")
    _core._backward(tensors, _weights("backward", grad_tensors, len(tensors)), retain_graph, create_graph, inputs)


def grad(outputs: _Tensors, inputs: _Tensors, grad_outputs: _Tensors | None = None, retain_graph: bool | None = None,
         create_graph: bool = False, allow_unused: bool | None = None, is_grads_batched: bool = False,
         materialize_grads: bool = False) -> tuple[Tensor, ...]:
    """The gradients of outputs' sum by each input; no .grad is touched."""
    if is_grads_batched:
        raise NotImplementedError("grad: is_grads_batched is not supported")
    if materialize_grads and allow_unused is False:
        raise _core.ValueError("grad: expected allow_unused to be True or not given with materialize_grads=True, got False")
    outputs = _tensors("grad", outputs, "outputs")
    inputs = _tensors("grad", inputs, "inputs")
    weights = _weights("grad", grad_outputs, len(outputs))
    allow_unused = bool(allow_unused) or materialize_grads
    return tuple(_core._grad(outputs, inputs, weights, retain_graph, create_graph, allow_unused, materialize_grads))


class detect_anomaly:
    """A backward that gives nan says which op it belongs to."""

    def __init__(self, check_nan: bool = True) -> None:
        self.check_nan = check_nan

    def __enter__(self) -> None:
        self._guard = _core._detect_anomaly(self.check_nan)

    def __exit__(self, *exc: Any) -> None:
        del self._guard


class set_detect_anomaly:
    """Anomaly mode on or off: at once, and until the end of a `with`."""

    def __init__(self, mode: bool, check_nan: bool = True) -> None:
        self._before, self.check_nan = _core.is_anomaly_enabled(), check_nan
        _turn_anomaly(mode, check_nan)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *exc: Any) -> None:
        _turn_anomaly(self._before, self.check_nan)


_anomaly = None


def _turn_anomaly(on, check_nan):
    global _anomaly
    if not on:
        _anomaly = None
        _core._set_mode(0, _ANOMALY)
    elif not _core.is_anomaly_enabled():
        _anomaly = _core._detect_anomaly(check_nan)


def _check(second, func, inputs, eps, atol, rtol, raise_exception):
    inputs = (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    at = [i for i, x in enumerate(inputs) if isinstance(x, Tensor)]

    def call(tensors):
        args = list(inputs)
        for i, t in zip(at, tensors):
            args[i] = t
        result = func(*args)
        return (result,) if isinstance(result, Tensor) else tuple(r for r in result if isinstance(r, Tensor))

    return _core._gradcheck(call, [inputs[i] for i in at], eps, atol, rtol, raise_exception, second)


def gradcheck(func: Callable[..., Any], inputs: Any, *, eps: float = 1e-6, atol: float = 1e-5, rtol: float = 1e-3,
              raise_exception: bool = True) -> bool:
    """Compares func's gradients by its float64 and complex128 inputs with finite differences.

    An AutogradError where they differ, or False with raise_exception=False.
    """
    return _check(False, func, inputs, eps, atol, rtol, raise_exception)


def gradgradcheck(func: Callable[..., Any], inputs: Any, *, eps: float = 1e-6, atol: float = 1e-5, rtol: float = 1e-3,
                  raise_exception: bool = True) -> bool:
    """The same of its second derivatives."""
    return _check(True, func, inputs, eps, atol, rtol, raise_exception)
