"""NumPy's .npy and .npz files, with or without NumPy installed. A file appears whole or not at all.

    utils.save_npz("a.npz", {"x": x, "y": y}, compressed=True)   # np.savez_compressed
    arrays = utils.load_npz("a.npz")                             # a dict of tensors
    big = utils.load_npy("big.npy", mmap=True)                   # over the file's pages
"""

import os

from .. import _core
from .._core import Tensor


def _as_tensor(op, value):
    """A tensor as it is, or an array's values."""
    if isinstance(value, Tensor):
        return value
    if hasattr(value, "__array__"):
        return _core.tensor(value)  # Of any byte order.
    raise TypeError(f"{op}: expected a tensor or an array, got {type(value).__name__}")


def load_npy(path, mmap=False):
    """The array of a .npy file: converted from big-endian, objects and records refused.

    With mmap=True the tensor lies over the file's pages; what is written to it stays in this process.
    """
    return _core._load_npy(os.fspath(path), mmap)


def save_npy(path, tensor):
    _core._save_npy(os.fspath(path), _as_tensor("save_npy", tensor))


def load_npz(path):
    """The arrays of a .npz file by name, stored or deflated."""
    return dict(_core._load_npz(os.fspath(path)))


def save_npz(path, tensors, compressed=False):
    """Writes a dict of tensors or arrays, as np.savez or np.savez_compressed does."""
    _core._save_npz(os.fspath(path), [(name, _as_tensor("save_npz", t)) for name, t in tensors.items()], compressed)
