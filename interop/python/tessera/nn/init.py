"""Initial values, written into a tensor in place and not recorded."""

from __future__ import annotations

import math

from .. import _core
from .._core import Generator, Tensor
from ..autograd import no_grad

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes a while to import.
    from typing import Any


def calculate_gain(nonlinearity: str, param: Any = None) -> float:
    """By how much the values after it shrink."""
    if nonlinearity in ("linear", "sigmoid", "conv1d", "conv2d", "conv3d"):
        return 1
    if nonlinearity == "tanh":
        return 5 / 3
    if nonlinearity == "relu":
        return math.sqrt(2.0)
    if nonlinearity == "leaky_relu":
        slope = 0.01 if param is None else param
        if isinstance(slope, bool) or not isinstance(slope, (int, float)):
            raise _core.ValueError(f"calculate_gain: negative_slope {slope!r} not a valid number")
        return math.sqrt(2.0 / (1 + slope**2))
    if nonlinearity == "selu":
        return 3 / 4
    raise _core.ValueError(f"calculate_gain: expected linear, sigmoid, tanh, relu, leaky_relu or selu, got "
                           f"Unsupported nonlinearity {nonlinearity}")


def _fans(name, tensor):
    if tensor.dim() < 2:
        raise _core.ValueError(f"{name}: fan in and fan out can not be computed for tensor with fewer than 2 dimensions, got "
                               f"{list(tensor.shape)}")
    rest = tensor[0][0].numel() if tensor.numel() else 0
    return tensor.size(1) * rest, tensor.size(0) * rest


@no_grad()
def uniform_(tensor: Tensor, a: float = 0.0, b: float = 1.0, generator: Generator | None = None) -> Tensor:
    return tensor.uniform_(a, b, generator=generator)


@no_grad()
def normal_(tensor: Tensor, mean: float = 0.0, std: float = 1.0, generator: Generator | None = None) -> Tensor:
    return tensor.normal_(mean, std, generator=generator)


@no_grad()
def constant_(tensor: Tensor, val: float) -> Tensor:
    return tensor.fill_(val)


def zeros_(tensor: Tensor) -> Tensor:
    return constant_(tensor, 0)


def ones_(tensor: Tensor) -> Tensor:
    return constant_(tensor, 1)


@no_grad()
def eye_(tensor: Tensor) -> Tensor:
    if tensor.dim() != 2:
        raise _core.ValueError(f"eye_: only tensors with 2 dimensions are supported, got {tensor.dim()}")
    return tensor.copy_(_core.eye(*tensor.shape))


def xavier_uniform_(tensor: Tensor, gain: float = 1.0, generator: Generator | None = None) -> Tensor:
    fan_in, fan_out = _fans("xavier_uniform_", tensor)
    bound = math.sqrt(3.0) * gain * math.sqrt(2.0 / (fan_in + fan_out))
    return uniform_(tensor, -bound, bound, generator)


def xavier_normal_(tensor: Tensor, gain: float = 1.0, generator: Generator | None = None) -> Tensor:
    fan_in, fan_out = _fans("xavier_normal_", tensor)
    return normal_(tensor, 0.0, gain * math.sqrt(2.0 / (fan_in + fan_out)), generator)


def _kaiming(name, tensor, a, mode, nonlinearity):
    if mode not in ("fan_in", "fan_out"):
        raise _core.ValueError(f"{name}: mode {mode} not supported, please use one of fan_in, fan_out")
    fan = _fans(name, tensor)[mode == "fan_out"]
    return calculate_gain(nonlinearity, a) / math.sqrt(fan)


def kaiming_uniform_(tensor: Tensor, a: float = 0, mode: str = "fan_in", nonlinearity: str = "leaky_relu",
                     generator: Generator | None = None) -> Tensor:
    if 0 in tensor.shape:
        return tensor
    bound = math.sqrt(3.0) * _kaiming("kaiming_uniform_", tensor, a, mode, nonlinearity)
    return uniform_(tensor, -bound, bound, generator)


def kaiming_normal_(tensor: Tensor, a: float = 0, mode: str = "fan_in", nonlinearity: str = "leaky_relu",
                    generator: Generator | None = None) -> Tensor:
    if 0 in tensor.shape:
        return tensor
    return normal_(tensor, 0.0, _kaiming("kaiming_normal_", tensor, a, mode, nonlinearity), generator)


@no_grad()
def trunc_normal_(tensor: Tensor, mean: float = 0.0, std: float = 1.0, a: float = -2.0, b: float = 2.0,
                  generator: Generator | None = None) -> Tensor:
    """Normal numbers from a to b: what falls outside is drawn again."""
    if not a < b:
        raise _core.ValueError(f"trunc_normal_: expected a < b, got {a} and {b}")
    if not std > 0 or a > mean + 10 * std or b < mean - 10 * std:  # It would not end.
        raise _core.ValueError(f"trunc_normal_: expected [a, b] near the mean and std > 0, got [{a}, {b}] for mean {mean} and "
                               f"std {std}")
    tensor.normal_(mean, std, generator=generator)
    while (outside := (tensor < a) | (tensor > b)).any():
        again = _core.empty_like(tensor).normal_(mean, std, generator=generator)
        tensor.copy_(_core.where(outside, again, tensor))
    return tensor
