"""CUDA devices, as far as this build knows them."""

from __future__ import annotations

from . import _core

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes a while to import.
    from typing import Any


def device_count() -> int:
    return _core._device_count("cuda")


def is_available() -> bool:
    return device_count() > 0


def current_device() -> int:
    _core._require_device("current_device", "cuda")
    return 0


def memory_allocated(device: Any = None) -> int:
    return 0


def empty_cache() -> None:
    pass


def synchronize(device: Any = None) -> None:
    if device is not None or is_available():
        _core._require_device("synchronize", "cuda")


def manual_seed(seed: int) -> None:
    """Nothing: all devices draw from the default generator of tessera.manual_seed."""


manual_seed_all = manual_seed
