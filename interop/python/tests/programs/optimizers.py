"""Optimisers, schedulers, clipping."""
import torch
from torch import nn
from torch.optim import SGD, Adam, AdamW, lr_scheduler


def make():
    model = nn.Linear(3, 1)
    with torch.no_grad():
        model.weight.copy_(torch.tensor([[0.5, -0.25, 0.125]]))
        model.bias.fill_(0.1)
    return model


X = torch.linspace(-1, 1, 24).view(8, 3)
Y = (X @ torch.tensor([[1.], [2.], [3.]])) + 0.5
for name, factory in {
        "sgd": lambda p: SGD(p, lr=0.1),
        "momentum": lambda p: SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01),
        "dampening": lambda p: SGD(p, 0.05, momentum=0.9, dampening=0.1),
        "adam": lambda p: Adam(p, lr=0.1),
        "amsgrad": lambda p: Adam(p, lr=0.1, amsgrad=True, weight_decay=0.1),
        "adamw": lambda p: AdamW(p, lr=0.1, betas=(0.8, 0.99), eps=1e-6),
        "maximize": lambda p: SGD(p, lr=1e-3, maximize=True)
}.items():
    model = make()
    optimizer = factory(model.parameters())
    for step in range(4):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(X), Y)
        loss.backward()
        optimizer.step()
    print(name, f"{loss.item():.4f}", [f"{v:.4f}" for v in model.weight[0].tolist()], f"{model.bias.item():.4f}")
model = make()
optimizer = SGD([{"params": [model.weight]}, {"params": [model.bias], "lr": 0.5}], lr=0.1, momentum=0.9)
print(str(optimizer).split("\n")[0])
print([g["lr"] for g in optimizer.param_groups])
model(X).sum().backward()
optimizer.step()
state = optimizer.state_dict()
print([(g["lr"], g["momentum"], g["params"]) for g in state["param_groups"]])
print(sorted(state["state"]), list(state["state"][0]))
print(AdamW(make().parameters()).defaults["weight_decay"])


def rates(scheduler, optimizer, n=6, *args):
    seen = []
    for _ in range(n):
        optimizer.step()
        scheduler.step(*args)
        seen.append(optimizer.param_groups[0]["lr"])
    return [f"{v:.6f}" for v in seen]


for make_scheduler in (lambda o: lr_scheduler.StepLR(o, step_size=2, gamma=0.1),
                       lambda o: lr_scheduler.MultiStepLR(o, [1, 4], 0.5), lambda o: lr_scheduler.ExponentialLR(o, 0.9),
                       lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=5, eta_min=0.01),
                       lambda o: lr_scheduler.LambdaLR(o, lambda epoch: 0.95**epoch),
                       lambda o: lr_scheduler.LinearLR(o, 0.5, total_iters=3),
                       lambda o: lr_scheduler.ConstantLR(o, 0.5, 3)):
    optimizer = SGD(make().parameters(), lr=0.1)
    try:
        scheduler = make_scheduler(optimizer)
    except AttributeError as error:
        print("missing", error)
        continue
    print(type(scheduler).__name__, rates(scheduler, optimizer), [f"{v:.6f}" for v in scheduler.get_last_lr()])
optimizer = SGD(make().parameters(), lr=0.1)
print(rates(lr_scheduler.ReduceLROnPlateau(optimizer, patience=1, factor=0.5), optimizer, 6, 1.0))
optimizer = SGD(make().parameters(), lr=0.1)
print(rates(lr_scheduler.OneCycleLR(optimizer, max_lr=0.5, total_steps=8), optimizer, 7))
model = make()
(model(X) * 100).pow(2).sum().backward()
print(torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0))
print(model.weight.grad, model.bias.grad)
model.zero_grad()
(model(X) * 100).pow(2).sum().backward()
torch.nn.utils.clip_grad_value_(model.parameters(), 0.5)
print(model.weight.grad, model.bias.grad)
vector = torch.nn.utils.parameters_to_vector(model.parameters())
print(vector)
torch.nn.utils.vector_to_parameters(vector * 2, model.parameters())
print(model.weight, model.bias, sep="\n")


def closure():
    optimizer.zero_grad()
    loss = model(X).pow(2).mean()
    loss.backward()
    return loss


optimizer = Adam(model.parameters(), lr=0.01)
print(optimizer.step(closure))
for wrong in (lambda: SGD([], lr=0.1), lambda: SGD(make().parameters(), lr=-1.0),
              lambda: Adam(make().parameters(), betas=(2, 0)), lambda: SGD(make().parameters(), lr=0.1, nesterov=True)):
    try:
        wrong()
    except ValueError:
        print("ValueError")
try:
    SGD(torch.zeros(2), lr=0.1)
except TypeError:
    print("TypeError")
