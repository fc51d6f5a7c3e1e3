"""assert_close: that tensors agree within tolerances."""

from __future__ import annotations

from . import _core
from ._core import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes a while to import.
    from typing import Any

# By dtype: relative, absolute; PyTorch's.
_TOLERANCES = {
    "float16": (1e-3, 1e-5), "bfloat16": (1.6e-2, 1e-5), "float32": (1.3e-6, 1e-5), "float64": (1e-7, 1e-7),
    "complex64": (1.3e-6, 1e-5), "complex128": (1e-7, 1e-7)
}


def assert_close(actual: Any, expected: Any, *, rtol: float | None = None, atol: float | None = None,
                 equal_nan: bool = False, check_dtype: bool = True, check_device: bool = True) -> None:
    """AssertionError unless |actual - expected| <= atol + rtol * |expected| everywhere."""
    if isinstance(expected, (list, tuple)) and isinstance(actual, (list, tuple)):
        if len(actual) != len(expected):
            raise AssertionError(f"assert_close: expected {len(expected)} items, got {len(actual)}")
        for a, b in zip(actual, expected):
            assert_close(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan, check_dtype=check_dtype)
        return
    actual = actual if isinstance(actual, Tensor) else _core.as_tensor(actual)
    expected = expected if isinstance(expected, Tensor) else _core.as_tensor(expected)
    actual, expected = actual.detach(), expected.detach()
    if actual.shape != expected.shape:
        raise AssertionError(f"assert_close: expected shape {expected.shape}, got {actual.shape}")
    if check_dtype and actual.dtype != expected.dtype:
        raise AssertionError(f"assert_close: expected {expected.dtype}, got {actual.dtype}")
    if check_device and actual.device != expected.device:
        raise AssertionError(f"assert_close: expected device {expected.device}, got {actual.device}")
    default = _TOLERANCES.get(expected.dtype._name, (0.0, 0.0))
    if check_dtype is False and actual.dtype._name in _TOLERANCES:
        default = max(default, _TOLERANCES[actual.dtype._name])
    rtol, atol = default[0] if rtol is None else rtol, default[1] if atol is None else atol
    wide = _core.complex128 if actual.is_complex() or expected.is_complex() else _core.float64
    if not wide.is_complex and not (actual.is_floating_point() or expected.is_floating_point()):
        close = actual == expected  # Integers are compared exactly.
    else:
        a, b = actual.cpu().to(wide), expected.cpu().to(wide)
        close = (a == b) | ((a - b).abs() <= atol + rtol * b.abs())
        if equal_nan:
            close = close | (_core.isnan(a) & _core.isnan(b))
    if not close.all():
        wrong = (~close).nonzero()
        where = tuple(wrong[0].tolist())
        raise AssertionError(f"assert_close: {len(wrong)} of {close.numel()} elements differ by more than rtol={rtol}, "
                             f"atol={atol}; first at {list(where)}: expected {expected[where].item()}, got "
                             f"{actual[where].item()}")
