"""Trains a small network to read handwritten digits, as //demos:digits does.

  pip install <the wheel>; python demos/python/digits.py [folder of digits.csv] [epochs]
"""

import csv
import os
import sys

import tessera as torch
from tessera import nn
from tessera.utils.data import DataLoader, TensorDataset, random_split


def load(folder):
    """A row of the file is 64 grey values from 0 to 16 and the digit."""
    with open(os.path.join(folder, "digits.csv"), newline="") as file:
        rows = [row for row in csv.reader(file) if row and row[0].replace(".", "").isdigit()]
    values = torch.tensor([[float(v) for v in row] for row in rows])
    return values[:, :-1] / 16, values[:, -1].long()


def accuracy(model, dataset):
    x, y = dataset[:] if isinstance(dataset, TensorDataset) else map(torch.stack, zip(*dataset))
    model.eval()
    with torch.no_grad():
        right = (model(x).argmax(dim=1) == y).sum().item()
    return right / len(y)


def main(folder="demos/data", epochs="12"):
    torch.manual_seed(0)
    x, y = load(folder)
    train, test = random_split(TensorDataset(x, y), [0.8, 0.2], torch.Generator().manual_seed(0))
    # As tensors, so that a batch is one gather.
    train, test = (TensorDataset(x[torch.tensor(s.indices)], y[torch.tensor(s.indices)]) for s in (train, test))
    model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))
    print(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.003, weight_decay=0.5)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, int(epochs))
    for epoch in range(int(epochs)):
        model.train()
        total = 0.0
        for rows, labels in DataLoader(train, batch_size=32, shuffle=True):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(rows), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
        schedule.step()
        print(f"epoch {epoch + 1:2}: loss {total / len(train):.4f}, test accuracy {accuracy(model, test):.1%}")
    print(f"Test accuracy {100 * accuracy(model, test):.1f}%")


if __name__ == "__main__":
    main(*sys.argv[1:])
