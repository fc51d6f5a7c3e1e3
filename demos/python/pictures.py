"""Pictures of tensors of three and more dimensions: grids of images, slices of a volume, heatmaps.

  pip install <the wheel> matplotlib; python demos/python/pictures.py [folder of digits.csv] [folder for the pictures]
"""

import os
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

import tessera as torch
from digits import load
from tessera import nn
from tessera.utils import make_grid, save_png


def volume(n=48):
    """[n, n, n]: a shell with a ball in it."""
    axis = torch.linspace(-1, 1, n)
    z, y, x = axis.view(n, 1, 1), axis.view(1, n, 1), axis.view(1, 1, n)
    shell = torch.exp(-40 * ((x**2 + y**2 + 1.5 * z**2).sqrt() - 0.75) ** 2)
    return shell + torch.exp(-25 * ((x - 0.2) ** 2 + (y + 0.15) ** 2 + z**2))


def enlarge(pictures, times):
    """Every pixel as a square of times x times, for [N, C, H, W]."""
    n, c, h, w = pictures.shape
    return pictures.view(n, c, h, 1, w, 1).expand(n, c, h, times, w, times).reshape(n, c, h * times, w * times)


def draw_slices(path, v):
    """The middle slice along each axis, on one scale, as heatmaps."""
    figure, axes = plt.subplots(1, 3, figsize=(11, 3.9), layout="constrained")
    for d, (axis, name) in enumerate(zip(axes, "zyx")):
        middle = v.shape[d] // 2
        shown = axis.imshow(v.select(d, middle), origin="lower", cmap="viridis", vmin=0, vmax=v.max().item())
        rows, columns = [other for other in "zyx" if other != name]
        axis.set(title=f"slice {name} = {middle} of {list(v.shape)}", xlabel=columns, ylabel=rows)
    figure.colorbar(shown, ax=axes, label="density", shrink=0.75)
    figure.savefig(path, dpi=110)
    plt.close(figure)


def draw_heatmap(path, m):
    """A matrix with its numbers."""
    figure, axis = plt.subplots(figsize=(7.5, 6), layout="constrained")
    shown = axis.imshow(m, cmap="magma", vmin=0, vmax=1)
    for i, row in enumerate(m.tolist()):
        for j, value in enumerate(row):
            axis.text(j, i, f"{value:.2f}", ha="center", va="center", fontsize=8, color="black" if value > 0.6 else "white")
    axis.set(title="How alike the mean digits are (correlation)", xlabel="digit", ylabel="digit", xticks=range(10), yticks=range(10))
    figure.colorbar(shown, ax=axis, label="correlation")
    figure.savefig(path, dpi=110)
    plt.close(figure)


def main(data="demos/data", folder="."):
    torch.manual_seed(0)
    x, y = load(data)
    paths = {name: os.path.join(folder, name + ".png") for name in ("digits_grid", "volume_grid", "volume_slices", "colours", "heatmap")}
    images = x.view(-1, 1, 8, 8)

    # Four dimensions: a batch [64, 1, 8, 8].
    save_png(paths["digits_grid"], make_grid(enlarge(images[:64], 6), nrow=16, padding=3, pad_value=0.4))
    # Three dimensions: all slices of a volume [48, 48, 48] side by side, then its middles as heatmaps.
    v = volume()
    save_png(paths["volume_grid"], make_grid(enlarge(v.unsqueeze(1), 2), nrow=8, padding=3, normalize=True, pad_value=1))
    draw_slices(paths["volume_slices"], v)
    # Five dimensions: [time, depth, channel, height, width], a row for each time, colours from three volumes.
    moving = torch.stack([torch.stack([torch.roll(v, 3 * t * s, 1)[::6] for s in (0, 1, 2)], dim=1) for t in range(4)])
    save_png(paths["colours"], make_grid(enlarge(moving.flatten(0, 1), 2), nrow=moving.shape[1], padding=3, pad_value=1))
    # Two dimensions, as a table of numbers.
    means = torch.stack([x[y == digit].mean(dim=0) for digit in range(10)])
    unit = nn.functional.normalize(means - means.mean(dim=1, keepdim=True), dim=1)
    draw_heatmap(paths["heatmap"], unit @ unit.t())
    print("\n".join(paths.values()))


if __name__ == "__main__":
    main(*sys.argv[1:])
