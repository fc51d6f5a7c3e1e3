"""The default generator: the same seed gives the same bits on every machine and for any number of threads."""

from __future__ import annotations

import contextlib

from . import _core
from ._core import Generator, Tensor, default_generator

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes a while to import.
    from collections.abc import Iterator
    from typing import Any


def manual_seed(seed: int) -> Generator:
    """Starts the default generator anew; returns it."""
    return default_generator.manual_seed(seed)


def seed() -> int:
    """Seeds from the system's entropy; returns the seed."""
    return default_generator.seed()


def initial_seed() -> int:
    return default_generator.initial_seed()


def get_rng_state() -> Tensor:
    return default_generator.get_state()


def set_rng_state(new_state: Tensor) -> None:
    default_generator.set_state(new_state)


@contextlib.contextmanager
def fork_rng(devices: Any = None, enabled: bool = True) -> Iterator[None]:
    """What is drawn inside leaves the default generator as it was."""
    state = get_rng_state()
    try:
        yield
    finally:
        if enabled:
            set_rng_state(state)
