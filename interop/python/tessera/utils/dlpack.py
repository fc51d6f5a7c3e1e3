"""DLPack by function: to_dlpack gives a capsule of the old kind, as PyTorch's does."""

from .._functions import from_dlpack


def to_dlpack(tensor):
    return tensor.__dlpack__()
