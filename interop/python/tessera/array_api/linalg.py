"""The extension linalg: what the op table has."""

import math as _math

from typing import NamedTuple as _NamedTuple

from .. import _core
from .._core import Tensor as _Tensor
from . import matmul, matrix_transpose, tensordot, vecdot
from ._registry import register as _register

__all__ = [name for name in ("matmul", "matrix_transpose", "tensordot", "vecdot") if globals()[name]]


def _api(*ops):
    return _register(__all__, *ops)


@_api("diagonal")
def diagonal(x, /, *, offset=0):
    return _core.diagonal(x, offset, -2, -1)


@_api("mul", "sub", "unbind", "stack")
def cross(x1, x2, /, *, axis=-1):
    if axis >= 0:
        raise ValueError(f"cross: expected a negative axis, got {axis}")
    if x1.shape[axis] != 3 or x2.shape[axis] != 3:
        raise ValueError(f"cross: expected size 3 along axis {axis}, got {x1.shape[axis]} and {x2.shape[axis]}")
    a, b, c = x1.unbind(axis)
    d, e, f = x2.unbind(axis)
    x, y, z = b * f - c * e, c * d - a * f, a * e - b * d
    return _core.stack([x, y, z], axis)


@_api("linalg_vector_norm", "amax", "amin")
def matrix_norm(x, /, *, keepdims=False, ord="fro"):
    """'fro', 1, -1, inf, -inf; those of singular values need an op that is not there yet."""
    if ord == "fro":
        return _core.linalg_vector_norm(x, 2, (-2, -1), keepdims)
    if ord in (1, -1, _math.inf, -_math.inf):
        axis = -2 if ord in (1, -1) else -1
        sums = x.abs().sum(axis, keepdim=True)
        norm = sums.amax((-2, -1), keepdim=True) if ord > 0 else sums.amin((-2, -1), keepdim=True)
        return norm if keepdims else norm.reshape(norm.shape[:-2])
    raise NotImplementedError(f"matrix_norm: expected ord 'fro', 1, -1, inf or -inf, got {ord!r}")


@_api("matrix_power")
def matrix_power(x, n, /):
    return _core.matrix_power(x, n)


@_api("outer")
def outer(x1, x2, /):
    return _core.outer(x1, x2)


@_api("diagonal", "sum")
def trace(x, /, *, offset=0, dtype=None):
    from . import sum
    return sum(diagonal(x, offset=offset), axis=-1, dtype=dtype)


@_api("linalg_vector_norm")
def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    if axis is None:
        norm = _core.linalg_vector_norm(x.reshape(-1), ord)
        return norm.reshape([1] * x.ndim) if keepdims else norm
    return _core.linalg_vector_norm(x, ord, (axis,) if isinstance(axis, int) else tuple(axis), keepdims)


# ---- Decompositions ----


class EighResult(_NamedTuple):
    eigenvalues: _Tensor
    eigenvectors: _Tensor


class QRResult(_NamedTuple):
    Q: _Tensor
    R: _Tensor


class SlogdetResult(_NamedTuple):
    sign: _Tensor
    logabsdet: _Tensor


class SVDResult(_NamedTuple):
    U: _Tensor
    S: _Tensor
    Vh: _Tensor


@_api("linalg_cholesky")
def cholesky(x, /, *, upper=False):
    return _core.linalg_cholesky(x, upper=upper)


@_api("linalg_det")
def det(x, /):
    return _core.linalg_det(x)


@_api("linalg_eigh")
def eigh(x, /):
    return EighResult(*_core.linalg_eigh(x))


@_api("linalg_eigvalsh")
def eigvalsh(x, /):
    return _core.linalg_eigvalsh(x)


@_api("linalg_inv")
def inv(x, /):
    return _core.linalg_inv(x)


@_api("linalg_matrix_rank")
def matrix_rank(x, /, *, rtol=None):
    return _core.linalg_matrix_rank(x, rtol=rtol)


@_api("linalg_pinv")
def pinv(x, /, *, rtol=None):
    return _core.linalg_pinv(x, rtol=rtol)


@_api("linalg_qr")
def qr(x, /, *, mode="reduced"):
    return QRResult(*_core.linalg_qr(x, mode))


@_api("linalg_slogdet")
def slogdet(x, /):
    return SlogdetResult(*_core.linalg_slogdet(x))


@_api("linalg_solve")
def solve(x1, x2, /):
    return _core.linalg_solve(x1, x2)


@_api("linalg_svd")
def svd(x, /, *, full_matrices=True):
    return SVDResult(*_core.linalg_svd(x, full_matrices))


@_api("linalg_svdvals")
def svdvals(x, /):
    return _core.linalg_svdvals(x)


for _name in [name for name, value in globals().items() if value is None]:
    del globals()[_name]  # What waits for its ops.
