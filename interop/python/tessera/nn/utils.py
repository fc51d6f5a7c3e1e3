"""Gradients clipped, parameters as one vector."""

from __future__ import annotations

from .. import _core
from .._core import Tensor, _functional

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes a while to import.
    from collections.abc import Iterable
    _Parameters = Tensor | Iterable[Tensor]


def vector_to_parameters(vec: Tensor, parameters: _Parameters) -> None:
    _functional.vector_to_parameters(vec, list(parameters))


def _list(parameters):
    return [parameters] if isinstance(parameters, Tensor) else list(parameters)


def clip_grad_norm_(parameters: _Parameters, max_norm: float, norm_type: float = 2.0,
                    error_if_nonfinite: bool = False) -> Tensor:
    """Scales the gradients so that their norm is at most max_norm; returns the norm before."""
    return _core.tensor(_functional._clip_grad_norm(_list(parameters), float(max_norm), float(norm_type), error_if_nonfinite))


def clip_grad_value_(parameters: _Parameters, clip_value: float) -> None:
    """Limits each element of the gradients to +-clip_value."""
    _functional._clip_grad_value(_list(parameters), float(clip_value))


def parameters_to_vector(parameters: _Parameters) -> Tensor:
    return _functional.parameters_to_vector(list(parameters))
