"""Optimisers; each steps all parameters of a group in one fused kernel."""

from . import lr_scheduler
from .optimizer import SGD, Adam, AdamW, Optimizer
