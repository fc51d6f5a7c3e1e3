"""CUDA devices, as far as this build knows them."""

from . import _core


def device_count():
    return _core._device_count("cuda")


def is_available():
    return device_count() > 0


def current_device():
    _core._require_device("current_device", "cuda")
    return 0




def memory_allocated(device=None):
    return 0


def empty_cache():
    pass


def synchronize(device=None):
    if device is not None or is_available():
        _core._require_device("synchronize", "cuda")


def manual_seed(seed):
    """Nothing: all devices draw from the default generator of tessera.manual_seed."""


manual_seed_all = manual_seed
