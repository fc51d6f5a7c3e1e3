"""Optimisers; each steps all parameters of a group in one fused kernel."""

from . import lr_scheduler as lr_scheduler
from .optimizer import SGD as SGD
from .optimizer import Adam as Adam
from .optimizer import AdamW as AdamW
from .optimizer import Optimizer as Optimizer
