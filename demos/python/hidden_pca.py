"""Draws what a network's hidden layer makes of the digits: its two principal components as a scatter plot.

  pip install <the wheel> matplotlib; python demos/python/hidden_pca.py [folder of digits.csv] [folder for the picture] [epochs]
"""

import os
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

import tessera as torch
from digits import load
from tessera import nn
from tessera.utils.data import DataLoader, TensorDataset


def train(model, x, y, epochs):
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.003)
    for _ in range(epochs):
        for rows, labels in DataLoader(TensorDataset(x, y), batch_size=64, shuffle=True):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(rows), labels).backward()
            optimizer.step()


def pca(rows, n=2):
    """The rows along their n directions of largest variance, and the share of the variance of each."""
    centred = rows - rows.mean(dim=0)
    _, s, directions = np.linalg.svd(centred.numpy(), full_matrices=False)
    return centred @ torch.from_numpy(directions[:n]).t(), s[:n] ** 2 / (s**2).sum()


def draw(path, layers, y):
    figure, axes = plt.subplots(1, len(layers), figsize=(12, 5.4), layout="constrained")
    for axis, (title, rows) in zip(axes, layers):
        places, shares = pca(rows)
        for digit in range(10):
            chosen = places[y == digit]
            axis.scatter(chosen[:, 0], chosen[:, 1], s=6, color=f"C{digit}", alpha=0.6)
            axis.text(*chosen.median(dim=0).values.tolist(), str(digit), ha="center", va="center", fontsize=13, fontweight="bold",
                      bbox={"boxstyle": "circle", "facecolor": "white", "edgecolor": f"C{digit}"})
        axis.set(title=title, xlabel=f"component 1 ({shares[0]:.0%} of the variance)", ylabel=f"component 2 ({shares[1]:.0%})")
    figure.savefig(path, dpi=110)
    plt.close(figure)


def spread(rows, y):
    """How far the digits' means lie apart, in units of the distance of a digit's rows from their mean."""
    means = torch.stack([rows[y == digit].mean(dim=0) for digit in range(10)])
    within = (rows - means[y]).pow(2).sum(dim=1).mean()
    return ((means - means.mean(dim=0)).pow(2).sum(dim=1).mean() / within).sqrt().item()


def main(data="demos/data", folder=".", epochs="15"):
    torch.manual_seed(0)
    x, y = load(data)
    hidden = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 16), nn.ReLU())
    model = nn.Sequential(hidden, nn.Linear(16, 10))
    train(model, x, y, int(epochs))
    with torch.no_grad():
        inner = hidden(x)
        right = (model(x).argmax(dim=1) == y).float().mean().item()
    path = os.path.join(folder, "hidden_pca.png")
    draw(path, [("The 64 grey values", x), ("The 16 hidden units after training", inner)], y)
    print(f"{path}: accuracy {right:.1%}, spread {spread(x, y):.2f} before and {spread(inner, y):.2f} after the hidden layers")


if __name__ == "__main__":
    main(*sys.argv[1:])
