"""Logs a training for TensorBoard: scalars, images, a histogram, and the hidden layer as an embedding.

  pip install <the wheel> tensorboardX; python demos/python/tensorboard_log.py [folder of digits.csv] [folder of the log] [epochs]
  pip install tensorboard; tensorboard --logdir runs
"""

import os
import sys

import tessera as torch
from digits import accuracy, load
from tessera import nn
from tessera.utils import make_grid
from tessera.utils.data import DataLoader, TensorDataset
from tessera.utils.tensorboard import SummaryWriter


def main(data="demos/data", folder="runs/digits", epochs="8"):
    torch.manual_seed(0)
    x, y = load(data)
    order = torch.randperm(len(x))
    train, test = (TensorDataset(x[part], y[part]) for part in (order[:-400], order[-400:]))
    hidden = nn.Sequential(nn.Linear(64, 64), nn.ReLU())
    model = nn.Sequential(hidden, nn.Linear(64, 10))
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.003)

    with SummaryWriter(folder) as writer:
        writer.add_image("digits", make_grid(train.tensors[0][:64].view(-1, 1, 8, 8), nrow=16), 0)
        step = 0
        for epoch in range(int(epochs)):
            model.train()
            for rows, labels in DataLoader(train, batch_size=64, shuffle=True):
                optimizer.zero_grad()
                loss = nn.functional.cross_entropy(model(rows), labels)
                loss.backward()
                optimizer.step()
                writer.add_scalar("loss/train", loss, step)  # A tensor that requires grad, as it is.
                step += 1
            writer.add_scalar("accuracy/test", accuracy(model, test), epoch)
            writer.add_scalars("weights", {"mean": hidden[0].weight.mean(), "largest": hidden[0].weight.abs().max()}, epoch)
            writer.add_histogram("weights/first", hidden[0].weight, epoch)
            # What each hidden unit looks for, 64 pictures of 8 x 8.
            units = make_grid(hidden[0].weight.view(-1, 1, 8, 8), nrow=16, normalize=True, scale_each=True)
            writer.add_image("units", units, epoch)
        rows, labels = test[:]
        images = rows.view(-1, 1, 8, 8).expand(-1, 3, 8, 8)
        writer.add_images("test", images[:16], 0)
        writer.add_embedding(hidden(rows), metadata=labels.tolist(), label_img=images, tag="hidden", global_step=step)
    print(f"{os.path.abspath(folder)}: {step} steps, test accuracy {accuracy(model, test):.1%}")


if __name__ == "__main__":
    main(*sys.argv[1:])
