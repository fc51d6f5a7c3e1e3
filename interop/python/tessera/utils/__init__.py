"""Utilities: data loading, DLPack, pictures of tensors, NumPy's files."""

from . import data, dlpack
from .files import load_npy, load_npz, save_npy, save_npz
from .pictures import make_grid, save_png
