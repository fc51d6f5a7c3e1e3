"""Pictures of tensors: many side by side in one, and as PNG files, without a plotting library.

    grid = utils.make_grid(torch.rand(16, 1, 28, 28), nrow=4)          # [3, 122, 122]
    utils.save_png("grid.png", grid)
    utils.make_grid(volume.unsqueeze(1), normalize=True)               # [D, H, W]: its slices
    plt.imshow(grid.permute(1, 2, 0))                                  # Matplotlib takes tensors
"""

import os

from .. import _core
from .._core import Tensor


def _pictures(op, pictures):
    if isinstance(pictures, Tensor):
        return pictures.detach()
    if isinstance(pictures, (list, tuple)):
        if not pictures:
            raise _core.ValueError(f"{op}: expected one picture or more, got none")
        return _core.stack([_pictures(op, picture) for picture in pictures])
    if hasattr(pictures, "__array__"):
        return _core.tensor(pictures)
    raise TypeError(f"{op}: expected a tensor, an array or a list of them, got {type(pictures).__name__}")


def make_grid(tensor, nrow=8, padding=2, normalize=False, value_range=None, scale_each=False, pad_value=0.0):
    """One picture [C, H, W] with nrow pictures in a row, from [N, C, H, W] or a list of [C, H, W] of one size.

    One channel becomes three. normalize maps value_range, or else the smallest and largest value (of each picture with
    scale_each), to 0 and 1. The numbers are those of torchvision.utils.make_grid; arrays are taken, too.
    """
    if value_range is not None:
        if not isinstance(value_range, tuple) or len(value_range) != 2:
            raise TypeError("make_grid: value_range has to be a tuple (min, max) if specified. min and max are numbers, got "
                            f"{value_range!r}")
        value_range = tuple(map(float, value_range))
    return _core._make_grid(_pictures("make_grid", tensor), nrow, padding, normalize, value_range, scale_each, pad_value)


def save_png(path, tensor):
    """Writes [H, W] or [C, H, W] with 1 to 4 channels: uint8 as they are, bool and floating-point values from 0 to 1."""
    _core._save_png(os.fspath(path), _pictures("save_png", tensor))
