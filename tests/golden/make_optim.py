"""make_optim.py OUT: what PyTorch's optimisers and schedules give, for nn/optim/golden_test.cc.

Run with PyTorch 2.15 (CPU) as `python make_optim.py ../../nn/optim/testdata/optim_golden.txt`. Lines:
optimizer|name|dtype|parameters after steps 1, 2, 3, 5 and 10, four numbers each
schedule|name|rates of epochs 0 to 12
"""

import sys
import warnings

import torch
from torch.optim import SGD, Adam, AdamW, RMSprop
from torch.optim import lr_scheduler as lrs

warnings.simplefilter("ignore")

OPTIMIZERS = {
    "sgd": lambda p: SGD(p, 0.1),
    "sgd momentum": lambda p: SGD(p, 0.1, momentum=0.9),
    "sgd nesterov": lambda p: SGD(p, 0.1, momentum=0.9, nesterov=True),
    "sgd dampening": lambda p: SGD(p, 0.1, momentum=0.9, dampening=0.5),
    "sgd decay": lambda p: SGD(p, 0.1, momentum=0.5, weight_decay=0.1),
    "sgd maximize": lambda p: SGD(p, 0.01, momentum=0.5, maximize=True),
    "adam": lambda p: Adam(p, 0.1),
    "adam betas": lambda p: Adam(p, 0.05, betas=(0.5, 0.9), eps=1e-3),
    "adam decay": lambda p: Adam(p, 0.1, weight_decay=0.5),
    "adam amsgrad": lambda p: Adam(p, 0.1, amsgrad=True),
    "adam maximize": lambda p: Adam(p, 0.1, maximize=True),
    "adamw": lambda p: AdamW(p, 0.1),
    "adamw decay": lambda p: AdamW(p, 0.1, weight_decay=0.5),
    "adamw amsgrad": lambda p: AdamW(p, 0.1, betas=(0.8, 0.9), amsgrad=True),
    "rmsprop": lambda p: RMSprop(p, 0.01),
    "rmsprop momentum": lambda p: RMSprop(p, 0.01, alpha=0.9, momentum=0.9),
    "rmsprop centered": lambda p: RMSprop(p, 0.01, centered=True, eps=1e-6),
    "rmsprop decay": lambda p: RMSprop(p, 0.01, weight_decay=0.1),
}

SCHEDULES = {
    "step": lambda o: lrs.StepLR(o, 3, 0.5),
    "multistep": lambda o: lrs.MultiStepLR(o, [1, 3, 3, 7], 0.5),
    "exponential": lambda o: lrs.ExponentialLR(o, 0.9),
    "cosine": lambda o: lrs.CosineAnnealingLR(o, 4, 0.1),
    "warm restarts": lambda o: lrs.CosineAnnealingWarmRestarts(o, 2, 2, 0.01),
    "linear": lambda o: lrs.LinearLR(o, 0.25, 0.75, 5),
    "constant": lambda o: lrs.ConstantLR(o, 0.1, 3),
    "polynomial": lambda o: lrs.PolynomialLR(o, 6, 2.0),
    "lambda": lambda o: lrs.LambdaLR(o, lambda e: 1 / (1 + e)),
    "onecycle": lambda o: lrs.OneCycleLR(o, 2.0, 13),
    "onecycle short": lambda o: lrs.OneCycleLR(o, 2.0, 13, pct_start=0.5, div_factor=10, final_div_factor=100),
    "sequential": lambda o: lrs.SequentialLR(
        o, [lrs.LinearLR(o, 0.1, 1.0, 4), lrs.CosineAnnealingLR(o, 6), lrs.ConstantLR(o, 0.3, 2)], [4, 10]
    ),
}

W = [1.0, 2.0, 0.5, 3.0]


def optimizer_lines():
    for name, make in OPTIMIZERS.items():
        for dtype in (torch.float64, torch.float32):
            p = torch.tensor([1.0, -2.0, 3.0, 0.0], dtype=dtype, requires_grad=True)
            optimizer = make([p])
            values = []
            for step in range(1, 11):
                optimizer.zero_grad()
                # Gradients that grow and shrink, so that amsgrad differs; the last parameter starts without any.
                (p * p * torch.tensor(W, dtype=dtype) * (1.5 if step % 2 else 0.5) + p**3 * 0.01).sum().backward()
                optimizer.step()
                if step in (1, 2, 3, 5, 10):
                    values += p.tolist()
            yield f"optimizer|{name}|{str(dtype)[6:]}|" + " ".join(map(repr, values))


def schedule_lines():
    for name, make in SCHEDULES.items():
        p = torch.zeros(1, requires_grad=True)
        optimizer = SGD([p], 1.0, momentum=0.9)
        scheduler = make(optimizer)
        rates = [optimizer.param_groups[0]["lr"]]
        for _ in range(12):
            optimizer.step()
            scheduler.step()
            rates.append(optimizer.param_groups[0]["lr"])
        yield f"schedule|{name}|" + " ".join(map(repr, rates))


with open(sys.argv[1], "w") as out:
    out.write("\n".join([*optimizer_lines(), *schedule_lines()]) + "\n")
