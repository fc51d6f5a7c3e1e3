"""Prints the numbers that nn's tests take from PyTorch (2.15, CPU)."""

import torch

W = torch.tensor([1.0, 2.0, 0.5], dtype=torch.float64)


def three_steps(make):
    p = torch.tensor([1.0, -2.0, 3.0], dtype=torch.float64, requires_grad=True)
    optimizer = make([p])
    for i in range(3):
        optimizer.zero_grad()
        # The gradient shrinks, so that amsgrad differs.
        (p * p * W * 10.0 ** -i).sum().backward()
        optimizer.step()
    return [round(v, 12) for v in p.tolist()]


def main():
    print("adam amsgrad", three_steps(lambda p: torch.optim.Adam(p, 0.1, amsgrad=True)))
    print("adam decay", three_steps(lambda p: torch.optim.Adam(p, 0.1, weight_decay=0.5, maximize=True)))
    print("rmsprop", three_steps(lambda p: torch.optim.RMSprop(p, 0.01)))
    print("rmsprop centered", three_steps(lambda p: torch.optim.RMSprop(p, 0.01, centered=True, momentum=0.9)))
    x = torch.tensor([-2.5, -0.5, 0.0, 0.5, 3.0, 7.0], dtype=torch.float64, requires_grad=True)
    F = torch.nn.functional
    for name, f in {
        "relu": F.relu, "relu6": F.relu6, "leaky_relu": lambda v: F.leaky_relu(v, 0.1), "elu": lambda v: F.elu(v, 0.5),
        "selu": F.selu, "celu": lambda v: F.celu(v, 0.5), "gelu": F.gelu,
        "gelu_tanh": lambda v: F.gelu(v, approximate="tanh"), "silu": F.silu, "mish": F.mish,
        "hardtanh": lambda v: F.hardtanh(v, -1, 2), "softplus": lambda v: F.softplus(v, 2, 8),
        "logsigmoid": F.logsigmoid, "prelu": lambda v: F.prelu(v, torch.tensor([0.25], dtype=torch.float64)),
        "sigmoid": torch.sigmoid, "tanh": torch.tanh,
    }.items():
        y = f(x)
        (g,) = torch.autograd.grad(y.sum(), x)
        print(name, [float(f"{v:.12g}") for v in y.tolist()], [float(f"{v:.12g}") for v in g.tolist()])


main()
