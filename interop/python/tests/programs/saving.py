"""Saving, loading, copying."""
import copy
import io
import os
import pickle
import tempfile
import torch
from torch import nn

model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
with torch.no_grad():
    for p in model.parameters():
        p.copy_(torch.arange(float(p.numel())).view_as(p) / 10)
print("Model's state_dict:")
for param_tensor in model.state_dict():
    print(param_tensor, "\t", model.state_dict()[param_tensor].size())
optimizer = torch.optim.SGD(model.parameters(), lr=0.001, momentum=0.9)
print("Optimizer's state_dict:")
for var_name in optimizer.state_dict():
    print(var_name)
model(torch.ones(1, 2)).sum().backward()
optimizer.step()
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "model.pt")
    torch.save({
        "epoch": 3,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "loss": 0.5,
        "note": "ok"
    }, path)
    checkpoint = torch.load(path, weights_only=True)
    print(list(checkpoint), checkpoint["epoch"], checkpoint["loss"], checkpoint["note"])
    fresh = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
    print(fresh.load_state_dict(checkpoint["model"]))
    other = torch.optim.SGD(fresh.parameters(), lr=0.1, momentum=0.9)
    other.load_state_dict(checkpoint["optimizer"])
    print(other.param_groups[0]["lr"], other.state[fresh[0].weight]["momentum_buffer"])
    fresh.eval()
    print(fresh(torch.ones(1, 2)))
    torch.save(torch.arange(4), path)
    print(torch.load(path))
    torch.save([torch.ones(2), (torch.zeros(1), {"a": torch.tensor(3)}), None, True, 2.5], path)
    print(torch.load(path))
    try:
        torch.load(os.path.join(folder, "none.pt"))
    except FileNotFoundError:
        print("FileNotFoundError")
buffer = io.BytesIO()
torch.save({"x": torch.tensor([1, 2])}, buffer)
buffer.seek(0)
print(torch.load(buffer))
shared = torch.arange(4.)
a = copy.copy(shared)
b = copy.deepcopy(shared)
shared[0] = 9
print(a, b)
c = pickle.loads(pickle.dumps(shared.view(2, 2).t()))
print(c, c.stride())
d = copy.deepcopy([shared, shared])
print(d[0] is d[1])
twin = copy.deepcopy(model)
print(torch.equal(twin[0].weight, model[0].weight), twin[0].weight is model[0].weight, type(twin[0].weight).__name__)
print(pickle.loads(pickle.dumps(model))(torch.ones(1, 2)))
p = nn.Parameter(torch.ones(2))
print(copy.deepcopy(p), pickle.loads(pickle.dumps(p)))
t = torch.ones(2, requires_grad=True)
print(copy.deepcopy(t))
try:
    copy.deepcopy(t * 2)
except RuntimeError:
    print("RuntimeError")
print(pickle.loads(pickle.dumps([torch.float32, torch.Size([1, 2]), torch.device("cpu"), torch.strided])))
