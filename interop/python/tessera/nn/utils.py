"""Gradients clipped, parameters as one vector."""

from .. import _core
from .._core import Tensor, _functional


def vector_to_parameters(vec, parameters):
    _functional.vector_to_parameters(vec, list(parameters))


def _list(parameters):
    return [parameters] if isinstance(parameters, Tensor) else list(parameters)


def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
    """Scales the gradients so that their norm is at most max_norm; returns the norm before."""
    return _core.tensor(_functional._clip_grad_norm(_list(parameters), float(max_norm), float(norm_type), error_if_nonfinite))


def clip_grad_value_(parameters, clip_value):
    """Limits each element of the gradients to +-clip_value."""
    _functional._clip_grad_value(_list(parameters), float(clip_value))


def parameters_to_vector(parameters):
    return _functional.parameters_to_vector(list(parameters))
