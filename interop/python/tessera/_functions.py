"""Functions of the module that are no ops: questions about tensors, dtypes' limits, printing, exchange."""

from __future__ import annotations

import builtins
import operator

from . import _core
from ._core import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes a while to import.
    from collections.abc import Callable
    from typing import Any, TypeGuard

__all__ = [
    "FloatTensor", "LongTensor", "DoubleTensor", "IntTensor", "BoolTensor", "broadcast_shapes", "e", "einsum", "finfo",
    "from_dlpack", "inf", "is_complex", "is_floating_point", "is_nonzero", "is_storage", "is_tensor", "nan", "newaxis", "numel",
    "pi", "set_printoptions", "tensordot", "typename"
]

e, pi, inf, nan = 2.718281828459045, 3.141592653589793, builtins.float("inf"), builtins.float("nan")
newaxis = None


def is_tensor(obj: object) -> TypeGuard[Tensor]:
    return isinstance(obj, Tensor)


def is_storage(obj: object) -> builtins.bool:
    return False


def is_floating_point(input: Tensor) -> builtins.bool:
    return input.is_floating_point()


def is_complex(input: Tensor) -> builtins.bool:
    return input.is_complex()


def is_nonzero(input: Tensor) -> builtins.bool:
    return input.is_nonzero()


def numel(input: Tensor) -> builtins.int:
    return input.numel()


def broadcast_shapes(*shapes: Any) -> _core.Size:
    """The shape that tensors of these shapes have together; an int counts as a shape of one dimension."""
    shapes = [(s,) if isinstance(s, builtins.int) else tuple(s) for s in shapes]
    sizes = [1] * builtins.max(map(len, shapes), default=0)
    for shape in shapes:
        for i, n in enumerate(shape, len(sizes) - len(shape)):
            if n < 0 or (n != 1 and sizes[i] not in (1, n)):
                raise _core.ShapeError("broadcast_shapes: expected sizes of 0 or more that are equal or 1, got shapes "
                                       f"{', '.join(map(str, map(list, shapes)))}")
            sizes[i] = n if n != 1 else sizes[i]
    return _core.Size(sizes)


def einsum(*args: Any) -> Tensor:
    if args and isinstance(args[0], Tensor):
        # einsum(a, [0, 1], b, [1, 2], [0, 2]): numbers for letters; what is left over at the end is the output's.
        tensors, lists = args[0::2], args[1::2]
        output = None
        if len(args) % 2:
            *tensors, output = tensors
        return _core._einsum(tensors, [_subscripts(s) for s in lists], None if output is None else _subscripts(output))
    return _core.einsum(*args)


einsum.__doc__ = _core.einsum.__doc__ + "\nAlso einsum(a, [0, 1], b, [1, 2], [0, 2]), with numbers from 0 to 51 for the letters."


def _subscripts(sublist):
    try:
        return [None if i is Ellipsis else operator.index(i) for i in sublist]
    except TypeError:
        raise _core.ValueError(f"einsum: expected a list of numbers from 0 to 51 and Ellipsis, got {sublist}") from None


def tensordot(a: Tensor, b: Tensor, dims: Any = 2, out: Tensor | None = None) -> Tensor:
    if isinstance(dims, (builtins.tuple, builtins.list)):  # A list of dimensions of each.
        if len(dims) != 2:
            raise _core.ValueError(f"tensordot: expected dims to be a number or two lists, got {dims}")
        return _core.tensordot(a, b, *([d] if isinstance(d, builtins.int) else d for d in dims), out=out)
    return _core.tensordot(a, b, dims, out=out)


tensordot.__doc__ = _core.tensordot.__doc__ + "\nAlso dims=(list, list), as in PyTorch's Python."


def typename(obj: object) -> str:
    return obj.type() if isinstance(obj, Tensor) else type(obj).__name__


def finfo(dtype: Any = None) -> _core._FInfo:
    """The limits of a floating dtype, of the default one if none is given."""
    return _core._finfo(_core.get_default_dtype() if dtype is None else dtype)


def set_printoptions(precision: builtins.int | None = None, threshold: builtins.int | None = None,
                     edgeitems: builtins.int | None = None, linewidth: builtins.int | None = None, profile: str | None = None,
                     sci_mode: builtins.bool | None = None) -> None:
    """How tensors print; sci_mode stays chosen by the values unless it is given."""
    if profile is not None:
        _core._set_print_profile(profile)
    given = (precision, threshold, edgeitems, linewidth)
    present = _core._print_options()
    _core._set_print_options(*(old if new is None else new for new, old in zip(given, present)), sci_mode)


def from_dlpack(ext_tensor: Any, *, device: Any = None, copy: builtins.bool | None = None) -> Tensor:
    """A tensor that shares the memory of an object with __dlpack__, or of a capsule."""
    if not hasattr(ext_tensor, "__dlpack__"):
        if type(ext_tensor).__name__ != "PyCapsule":
            raise TypeError(f"from_dlpack: expected an object with __dlpack__ or a capsule, got {type(ext_tensor).__name__}")
        result = _core._from_dlpack(ext_tensor)
    else:
        arguments = {"max_version": (1, 1)}
        if copy is not None:
            arguments["copy"] = copy
        stream = {}
        kind, index = ext_tensor.__dlpack_device__() if hasattr(ext_tensor, "__dlpack_device__") else (1, 0)
        if kind in (2, 13):  # CUDA's memory: written before our current stream reads it, whose number is 1 if it is 0.
            stream["stream"] = _core._current_stream(f"cuda:{index}") or 1
        try:
            capsule = ext_tensor.__dlpack__(**arguments, **stream)
        except TypeError:  # From before DLPack 1.0.
            if copy:
                raise
            capsule = ext_tensor.__dlpack__(**stream)
        result = _core._from_dlpack(capsule)
    if device is None:
        return result
    if copy is False and _core.device(device) != result.device:
        raise _core.ValueError(f"from_dlpack: expected memory on {device} to share, got {result.device}; use copy=None")
    return result.to(device)


def _legacy(name: str, dtype: _core.dtype) -> Callable[..., Tensor]:

    def make(*args: Any) -> Tensor:
        if len(args) == 1 and not isinstance(args[0], builtins.int):
            return _core.tensor(args[0], dtype=dtype)
        return _core.empty(*args, dtype=dtype)

    make.__name__ = name
    return make


FloatTensor = _legacy("FloatTensor", _core.float32)
DoubleTensor = _legacy("DoubleTensor", _core.float64)
LongTensor = _legacy("LongTensor", _core.int64)
IntTensor = _legacy("IntTensor", _core.int32)
BoolTensor = _legacy("BoolTensor", _core.bool)
