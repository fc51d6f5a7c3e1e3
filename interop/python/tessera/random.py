"""The default generator: the same seed gives the same bits on every machine and for any number of threads."""

import contextlib

from . import _core
from ._core import Generator, default_generator


def manual_seed(seed):
    """Starts the default generator anew; returns it."""
    return default_generator.manual_seed(seed)


def seed():
    """Seeds from the system's entropy; returns the seed."""
    return default_generator.seed()


def initial_seed():
    return default_generator.initial_seed()


def get_rng_state():
    return default_generator.get_state()


def set_rng_state(new_state):
    default_generator.set_state(new_state)


@contextlib.contextmanager
def fork_rng(devices=None, enabled=True):
    """What is drawn inside leaves the default generator as it was."""
    state = get_rng_state()
    try:
        yield
    finally:
        if enabled:
            set_rng_state(state)
