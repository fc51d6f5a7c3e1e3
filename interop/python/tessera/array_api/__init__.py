"""The Python array API standard 2024.12 over tensors: what the op table allows; docs/array-api.md lists what it lacks.

    import tessera.array_api as xp          # or: xp = x.__array_namespace__()
    xp.sum(xp.asarray([1, 2, 3], dtype=xp.uint8)).dtype  # torch.uint64

Names, parameters and rules are the standard's where they differ from PyTorch's: dtypes promote without regard to 0-d,
std() has correction 0, sums of small unsigned integers are uint64, meshgrid() starts from 'xy'. Operators of a Tensor
stay PyTorch's, and so does Tensor.size(); everything else of the array object is there.
"""

import builtins as _builtins
import math as _math
from typing import NamedTuple as _NamedTuple

from .. import _core
from .. import _functions as _f
from .._core import Tensor as _Tensor
from .._core import (bool, complex64, complex128, float32, float64, int8, int16, int32, int64, uint8, uint16, uint32,
                     uint64)
from . import _info
from ._registry import has as _has
from ._registry import register as _register

__array_api_version__ = "2024.12"
e, inf, nan, pi, newaxis = _math.e, _math.inf, _math.nan, _math.pi, None
__all__ = [
    "__array_api_version__", "__array_namespace_info__", "e", "inf", "nan", "newaxis", "pi", "bool", "int8", "int16",
    "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64", "complex64", "complex128"
]


def __array_namespace_info__():
    return _info.Info()


def _api(*ops):
    return _register(__all__, *ops)


def _offer(name, function, *ops):
    """A function of the standard under its name, once the op table has all of ops."""
    function.__name__ = function.__qualname__ = name
    globals()[name] = _api(*ops)(function)


# ---- Operands ----


def _scalar(value, like):
    """A Python number as a 0-d tensor of the array's dtype; of a wider kind where that cannot hold it."""
    if not isinstance(value, (_builtins.bool, int, float, complex)):
        raise TypeError(f"expected an array or a number, got {type(value).__name__}; use asarray()")
    dtype = _core.result_type(like, value)
    try:
        return _core.tensor(value, dtype=dtype, device=like.device)
    except ValueError as error:
        if isinstance(value, int):
            raise OverflowError(f"{value} is out of range for {dtype}") from error
        raise


def _pair(x1, x2):
    """Both as tensors of one dtype, by the standard's rules: 0-d arrays count as others do."""
    if not isinstance(x1, _Tensor):
        if not isinstance(x2, _Tensor):
            raise TypeError(f"expected an array among the operands, got {type(x1).__name__} and {type(x2).__name__}")
        x1 = _scalar(x1, x2)
    elif not isinstance(x2, _Tensor):
        x2 = _scalar(x2, x1)
    if x1.dtype != x2.dtype:
        dtype = _core.promote_types(x1.dtype, x2.dtype)
        x1, x2 = x1.to(dtype), x2.to(dtype)
    return x1, x2


def _promoted(arrays):
    dtype = result_type(*arrays)
    return [x.to(dtype) for x in arrays]


def _axes(x, axis):
    """The axes as a tuple of numbers from 0."""
    if axis is None:
        return tuple(range(x.ndim))
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    for a in axes:
        if not -x.ndim <= a < x.ndim:
            raise IndexError(f"axis {a} is out of range for an array of {x.ndim} dimensions")
    return tuple(a % x.ndim for a in axes)


def _is_integral(dtype):
    return dtype._name.startswith(("int", "uint"))


# ---- Elementwise ----


def _unary(name, op, call=None):
    function = call or getattr(_core, op, None)

    def elementwise(x, /):
        return function(x)

    _offer(name, elementwise, op)


def _binary(name, op):
    function = getattr(_core, op, None)

    def elementwise(x1, x2, /):
        return function(*_pair(x1, x2))

    _offer(name, elementwise, op)


def _whole(op):
    """Of integers (and booleans): themselves."""
    return lambda x: getattr(_core, op)(x) if x.is_floating_point() or x.is_complex() else x.clone()


def _sign(x):
    # NaN stays NaN; of a complex number, x / abs(x).
    if x.is_complex():
        return _core.sgn(x)
    return _core.where(_core.isnan(x), x, _core.sign(x)) if x.is_floating_point() else _core.sign(x)


def _round(x):
    if x.is_complex():
        return _core.make_complex(_core.round(_core.real(x)), _core.round(_core.imag(x)))
    return _whole("round")(x)


def _remainder(x1, x2):
    result = _core.remainder(x1, x2)
    # A zero has the divisor's sign.
    return _core.where(result == 0, _core.copysign(result, x2), result) if result.is_floating_point() else result


for _name in ("abs acos acosh asin asinh atan atanh conj cos cosh exp expm1 imag isfinite isinf isnan log log1p log2 log10 "
              "logical_not positive real reciprocal signbit sin sinh sqrt square tan tanh").split():
    _unary(_name, _name)
_unary("bitwise_invert", "bitwise_not")
_unary("negative", "neg")
_unary("sign", "sign", _sign)
_unary("round", "round", _round)
for _name in ("ceil", "floor", "trunc"):
    _unary(_name, _name, _whole(_name))
for _name in ("add atan2 bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor copysign floor_divide "
              "hypot logaddexp logical_and logical_or logical_xor maximum minimum nextafter pow").split():
    _binary(_name, _name)
for _name, _op in [("divide", "div"), ("equal", "eq"), ("greater", "gt"), ("greater_equal", "ge"), ("less", "lt"),
                   ("less_equal", "le"), ("multiply", "mul"), ("not_equal", "ne"), ("subtract", "sub")]:
    _binary(_name, _op)


@_api("remainder", "copysign", "where")
def remainder(x1, x2, /):
    return _remainder(*_pair(x1, x2))


@_api("clamp")
def clip(x, /, min=None, max=None):
    if min is None and max is None:
        return x.clone()
    low, high = (b if b is None or isinstance(b, _Tensor) else _scalar(b, x) for b in (min, max))
    shape = _f.broadcast_shapes(x.shape, *(b.shape for b in (low, high) if b is not None))
    low, high = (None if b is None else b.to(x.dtype).expand(shape) for b in (low, high))
    return _core.clamp(x.expand(shape), low, high)


# ---- Creation ----


@_api()
def asarray(obj, /, *, dtype=None, device=None, copy=None):
    return _core.asarray(obj, dtype=dtype, device=device, copy=copy)


@_api("arange")
def arange(start, /, stop=None, step=1, *, dtype=None, device=None):
    if stop is None:
        start, stop = 0, start
    if step != 0 and (stop - start) * step < 0:
        stop = start
    return _core.arange(start, stop, step, dtype=dtype, device=device)


def _filled(name):

    def make(shape, *, dtype=None, device=None):
        return getattr(_core, name)(shape, dtype=dtype, device=device)

    def make_like(x, /, *, dtype=None, device=None):
        return getattr(_core, name + "_like")(x, dtype=dtype, device=device)

    _offer(name, make, name)
    _offer(name + "_like", make_like, name + "_like")


for _name in ("empty", "ones", "zeros"):
    _filled(_name)


@_api("arange", "eq")
def eye(n_rows, n_cols=None, /, *, k=0, dtype=None, device=None):
    rows = _core.arange(n_rows, device=device).unsqueeze(1)
    cols = _core.arange(n_rows if n_cols is None else n_cols, device=device)
    return (rows + k == cols).to(_core.get_default_dtype() if dtype is None else dtype)


@_api()
def from_dlpack(x, /, *, device=None, copy=None):
    return _f.from_dlpack(x, device=device, copy=copy)


@_api("full")
def full(shape, fill_value, *, dtype=None, device=None):
    return _core.full(shape, fill_value, dtype=dtype, device=device)


@_api("full_like")
def full_like(x, /, fill_value, *, dtype=None, device=None):
    return _core.full_like(x, fill_value, dtype=dtype, device=device)


@_api("linspace")
def linspace(start, stop, /, num, *, dtype=None, device=None, endpoint=True):
    if endpoint:
        return _core.linspace(start, stop, num, dtype=dtype, device=device)
    return _core.linspace(start, stop, num + 1, dtype=dtype, device=device)[:num].clone()


@_api("meshgrid")
def meshgrid(*arrays, indexing="xy"):
    return tuple(_core.meshgrid(list(arrays), indexing=indexing)) if arrays else ()


@_api("tril")
def tril(x, /, *, k=0):
    return _core.tril(x, k)


@_api("triu")
def triu(x, /, *, k=0):
    return _core.triu(x, k)


# ---- Dtypes ----


@_api()
def astype(x, dtype, /, *, copy=True, device=None):
    if x.is_complex() and not dtype._name.startswith("complex"):
        raise TypeError(f"astype: a complex array has no {dtype}; use real() or imag()")
    return x.to(x.device if device is None else device, dtype, copy=copy)


@_api("broadcast_tensors")
def broadcast_arrays(*arrays):
    return tuple(_core.broadcast_tensors(list(arrays))) if arrays else ()


@_api()
def broadcast_shapes(*shapes):
    return tuple(_f.broadcast_shapes(*shapes))


@_api("expand")
def broadcast_to(x, /, shape):
    return x.expand(tuple(shape))


@_api()
def can_cast(from_, to, /):
    """Whether values stay what they are, as far as the standard's promotion goes."""
    from_ = from_.dtype if isinstance(from_, _Tensor) else from_
    return from_ == to or _core.promote_types(from_, to) == to


class _Limits:

    def __init__(self, info, dtype, names):
        self.dtype = dtype
        for name in names:
            setattr(self, name, getattr(info, name))


def _dtype_of(type):
    return type.dtype if isinstance(type, _Tensor) else type


@_api()
def finfo(type, /):
    dtype = _dtype_of(type)
    part = {"complex64": float32, "complex128": float64}.get(dtype._name, dtype)
    return _Limits(_core._finfo(part), part, ("bits", "eps", "max", "min", "smallest_normal"))


@_api()
def iinfo(type, /):
    dtype = _dtype_of(type)
    return _Limits(_core.iinfo(dtype), dtype, ("bits", "max", "min"))


@_api()
def isdtype(dtype, kind):
    if isinstance(kind, tuple):
        return _builtins.any(isdtype(dtype, k) for k in kind)
    return dtype._name in _info.names_of(kind) if isinstance(kind, str) else dtype == kind


@_api()
def result_type(*arrays_and_dtypes):
    dtypes = [_dtype_of(x) for x in arrays_and_dtypes if not isinstance(x, (_builtins.bool, int, float, complex))]
    if not dtypes:
        raise ValueError("result_type: expected an array or a dtype among the arguments")
    result = dtypes[0]
    for dtype in dtypes[1:]:
        result = _core.promote_types(result, dtype)
    for number in arrays_and_dtypes:
        if isinstance(number, (_builtins.bool, int, float, complex)):
            result = _core.result_type(result, number)
    return result


# ---- Products ----


@_api("matmul")
def matmul(x1, x2, /):
    return _core.matmul(*_pair(x1, x2))


@_api("transpose")
def matrix_transpose(x, /):
    return x.mT


@_api("tensordot")
def tensordot(x1, x2, /, *, axes=2):
    x1, x2 = _pair(x1, x2)
    if isinstance(axes, int):
        return _core.tensordot(x1, x2, axes)
    return _core.tensordot(x1, x2, list(axes[0]), list(axes[1]))


@_api("mul", "sum", "conj")
def vecdot(x1, x2, /, *, axis=-1):
    x1, x2 = _pair(x1, x2)
    if not -_builtins.min(x1.ndim, x2.ndim) <= axis < 0:
        raise ValueError(f"vecdot: expected a negative axis that both arrays have, got {axis}")
    if x1.shape[axis] != x2.shape[axis]:
        raise ValueError(f"vecdot: expected equal sizes along axis {axis}, got {x1.shape[axis]} and {x2.shape[axis]}")
    return (x1.conj() * x2).sum(axis, dtype=x1.dtype)


# ---- Shapes ----


@_api("cat")
def concat(arrays, /, *, axis=0):
    arrays = _promoted(arrays)
    if axis is None:
        return _core.cat([x.reshape(-1) for x in arrays])
    return _core.cat(arrays, axis)


@_api("unsqueeze")
def expand_dims(x, /, axis):
    return _core.unsqueeze(x, axis)


@_api("flip")
def flip(x, /, *, axis=None):
    return _core.flip(x, _axes(x, axis))


@_api("movedim")
def moveaxis(x, source, destination, /):
    return _core.movedim(x, source, destination)


@_api("permute")
def permute_dims(x, /, axes):
    return _core.permute(x, tuple(axes))


@_api("repeat_interleave")
def repeat(x, repeats, /, *, axis=None):
    if axis is None:
        x, axis = x.reshape(-1), 0
    if isinstance(repeats, _Tensor) and repeats.ndim == 1 and repeats.shape[0] == 1:
        repeats = int(repeats[0])
    return _core.repeat_interleave(x, repeats, axis)


@_api("reshape")
def reshape(x, /, shape, *, copy=None):
    shape = tuple(shape)
    if copy is False:
        return x.view(shape)
    return x.clone().reshape(shape) if copy else _core.reshape(x, shape)


@_api("roll")
def roll(x, /, shift, *, axis=None):
    if axis is None:
        return _core.roll(x.reshape(-1), shift, 0).reshape(x.shape)
    return _core.roll(x, shift, axis)


@_api("squeeze")
def squeeze(x, /, axis):
    axes = _axes(x, axis)
    for a in axes:
        if x.shape[a] != 1:
            raise ValueError(f"squeeze: expected size 1 along axis {a}, got {x.shape[a]}")
    return x.reshape([n for i, n in enumerate(x.shape) if i not in axes]) if x.is_contiguous() else \
        _core.squeeze(x, axes)


@_api("stack")
def stack(arrays, /, *, axis=0):
    return _core.stack(_promoted(arrays), axis)


@_api("tile")
def tile(x, repetitions, /):
    return _core.tile(x, tuple(repetitions))


@_api("unbind")
def unstack(x, /, *, axis=0):
    return tuple(_core.unbind(x, axis))


# ---- Indexing, searching, sorting, sets ----


@_api("index_select")
def take(x, indices, /, *, axis=None):
    if axis is None:
        if x.ndim != 1:
            raise ValueError(f"take: expected an axis for an array of {x.ndim} dimensions, got none")
        axis = 0
    return _core.index_select(x, axis, _core.where(indices < 0, indices + x.shape[axis], indices))


@_api("take_along_dim")
def take_along_axis(x, indices, /, *, axis=-1):
    return _core.take_along_dim(x, _core.where(indices < 0, indices + x.shape[axis], indices), axis)


def _arg(name):

    def search(x, /, *, axis=None, keepdims=False):
        result = getattr(_core, name)(x, axis, keepdims and axis is not None)
        return result.reshape([1] * x.ndim) if keepdims and axis is None else result

    _offer(name, search, name)


_arg("argmax")
_arg("argmin")


@_api("nonzero_numpy")
def nonzero(x, /):
    if x.ndim == 0:
        raise ValueError("nonzero: expected an array of 1 or more dimensions, got 0")
    return tuple(_core.nonzero_numpy(x))


@_api("ne", "sum")
def count_nonzero(x, /, *, axis=None, keepdims=False):
    return (x != 0).sum(_axes(x, axis), keepdims) if x.ndim and _axes(x, axis) else (x != 0).to(int64)


@_api("searchsorted")
def searchsorted(x1, x2, /, *, side="left", sorter=None):
    if side not in ("left", "right"):
        raise ValueError(f"searchsorted: expected side 'left' or 'right', got {side!r}")
    x1, x2 = _pair(x1, x2)
    return _core.searchsorted(x1, x2, side=side, sorter=sorter)


@_api("where")
def where(condition, x1, x2, /):
    return _core.where(condition, *_pair(x1, x2))


@_api("argsort")
def argsort(x, /, *, axis=-1, descending=False, stable=True):
    return _core.argsort(x, axis, descending, stable)


@_api("sort")
def sort(x, /, *, axis=-1, descending=False, stable=True):
    return _core.sort(x, axis, descending, stable)[0]


class unique_all_result(_NamedTuple):
    values: _Tensor
    indices: _Tensor
    inverse_indices: _Tensor
    counts: _Tensor


class unique_counts_result(_NamedTuple):
    values: _Tensor
    counts: _Tensor


class unique_inverse_result(_NamedTuple):
    values: _Tensor
    inverse_indices: _Tensor


@_api("_unique2", "argsort", "cumsum")
def unique_all(x, /):
    values, inverse, counts = _core._unique2(x, True, True, True)
    # The first place of each value, among places sorted by value.
    order = _core.argsort(inverse.reshape(-1), 0, False, True)
    indices = order[_core.cumsum(counts, 0) - counts]
    return unique_all_result(values, indices, inverse.reshape(x.shape), counts)


@_api("_unique2")
def unique_counts(x, /):
    values, _, counts = _core._unique2(x, True, False, True)
    return unique_counts_result(values, counts)


@_api("_unique2")
def unique_inverse(x, /):
    values, inverse, _ = _core._unique2(x, True, True, False)
    return unique_inverse_result(values, inverse.reshape(x.shape))


@_api("_unique2")
def unique_values(x, /):
    return _core._unique2(x, True, False, False)[0]


@_api("isin")
def isin(x1, x2, /, *, invert=False):
    return _core.isin(*_pair(x1, x2), invert=invert)


# ---- Reductions ----


def _sum_dtype(x, dtype):
    if dtype is not None:
        return dtype
    if x.dtype._name.startswith("uint"):
        return uint64
    return int64 if _is_integral(x.dtype) or x.dtype == bool else x.dtype


@_api("sum")
def sum(x, /, *, axis=None, dtype=None, keepdims=False):
    dtype, axes = _sum_dtype(x, dtype), _axes(x, axis)
    return _core.sum(x, axes, keepdims, dtype=dtype) if axes else x.to(dtype, copy=True)


@_api("prod")
def prod(x, /, *, axis=None, dtype=None, keepdims=False):
    x = x.to(_sum_dtype(x, dtype), copy=True)
    for a in sorted(_axes(x, axis), reverse=True):
        x = _core.prod(x, a, keepdims, dtype=x.dtype)
    return x


def _reduction(name, op):

    def reduce(x, /, *, axis=None, keepdims=False):
        axes = _axes(x, axis)
        if axes:
            return getattr(_core, op)(x, axes, keepdims)
        return x.to(bool) if op in ("all", "any") else x.clone()

    _offer(name, reduce, op)


for _name, _op in [("all", "all"), ("any", "any"), ("max", "amax"), ("min", "amin"), ("mean", "mean")]:
    _reduction(_name, _op)


def _spread(name):

    def reduce(x, /, *, axis=None, correction=0.0, keepdims=False):
        axes = _axes(x, axis)
        if not axes:
            x, axes = x.unsqueeze(0), (0,)
            return getattr(_core, name)(x, axes, correction=correction)
        return getattr(_core, name)(x, axes, correction=correction, keepdim=keepdims)

    _offer(name, reduce, name)


_spread("std")
_spread("var")


def _cumulative(name, op, start):

    def scan(x, /, *, axis=None, dtype=None, include_initial=False):
        if axis is None:
            if x.ndim != 1:
                raise ValueError(f"{name}: expected an axis for an array of {x.ndim} dimensions, got none")
            axis = 0
        result = getattr(_core, op)(x, axis, dtype=_sum_dtype(x, dtype))
        if include_initial:
            shape = list(x.shape)
            shape[axis] = 1
            result = _core.cat([_core.full(shape, start, dtype=result.dtype, device=x.device), result], axis)
        return result

    _offer(name, scan, op, "cat", "full")


_cumulative("cumulative_sum", "cumsum", 0)
_cumulative("cumulative_prod", "cumprod", 1)


@_api("diff")
def diff(x, /, *, axis=-1, n=1, prepend=None, append=None):
    return _core.diff(x, n, axis, prepend, append) if n else x.clone()


from . import fft, linalg

__all__ += [name for name, module in (("fft", fft), ("linalg", linalg)) if module.__all__]
for _name in [name for name, value in globals().items() if value is None and name != "newaxis" and name[0] != "_"]:
    del globals()[_name]  # What waits for its ops.
