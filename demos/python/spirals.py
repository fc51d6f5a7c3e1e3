"""NumPy -> tensor -> model -> NumPy: learns two spirals and draws what was learnt with Matplotlib.

  pip install <the wheel> matplotlib; python demos/python/spirals.py [folder for the picture]
"""

import os
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

import tessera as torch
from tessera import nn


def spirals(n, rng):
    """2 n points, n of each arm, as NumPy arrays."""
    turn = 3.2 * np.pi * np.sqrt(rng.random(n))
    arm = np.stack([turn * np.cos(turn), turn * np.sin(turn)], axis=1) / 10
    points = np.concatenate([arm, -arm]) + rng.normal(scale=0.03, size=(2 * n, 2))
    return points.astype(np.float32), np.repeat([0, 1], n)


def train(model, x, y, steps):
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    return losses


def draw(path, points, labels, losses, probability, side):
    colours = ("#2b6cb0", "#c05621")
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.8), width_ratios=(1.25, 1), layout="constrained")
    shown = left.imshow(probability, origin="lower", extent=(-side, side, -side, side), cmap="RdBu_r", vmin=0, vmax=1, alpha=0.6)
    left.contour(probability, levels=[0.5], extent=(-side, side, -side, side), colors="black", linewidths=1)
    for arm, colour in enumerate(colours):
        left.scatter(*points[labels == arm].T, s=9, color=colour, label=f"arm {arm}")
    left.set(title="Points, and where the model sees arm 1", xlabel="x", ylabel="y", xlim=(-side, side), ylim=(-side, side))
    left.legend(loc="upper left")
    figure.colorbar(shown, ax=left, label="probability of arm 1")
    right.plot(losses, color="#444444")
    right.set(title="Training", xlabel="step", ylabel="cross entropy", yscale="log")
    right.grid(alpha=0.3)
    figure.savefig(path, dpi=110)
    plt.close(figure)


def main(folder=".", steps="800"):
    torch.manual_seed(0)
    points, labels = spirals(300, np.random.default_rng(0))
    x, y = torch.from_numpy(points), torch.from_numpy(labels)  # The arrays' own memory.
    model = nn.Sequential(nn.Linear(2, 48), nn.Tanh(), nn.Linear(48, 48), nn.Tanh(), nn.Linear(48, 2))
    losses = train(model, x, y, int(steps))

    side = 1.3
    axis = np.linspace(-side, side, 160, dtype=np.float32)
    plane = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    probability = model(torch.from_numpy(plane)).softmax(dim=1)[:, 1].detach().cpu().numpy().reshape(160, 160)
    path = os.path.join(folder, "spirals.png")
    draw(path, points, labels, losses, probability, side)
    right = (model(x).detach().numpy().argmax(axis=1) == labels).mean()
    print(f"{path}: loss {losses[-1]:.4f}, right {100 * right:.1f}%")


if __name__ == "__main__":
    main(*sys.argv[1:])
