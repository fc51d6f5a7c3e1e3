"""Utilities: data loading, DLPack."""

from . import data, dlpack
