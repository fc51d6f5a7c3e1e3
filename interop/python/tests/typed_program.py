"""What mypy checks in stub_test.py: a line that ends in "# error: CODE" has that error, the others have none."""

from typing import Any

import numpy as np
import tessera as torch
from tessera import nn
from tessera.nn import functional as F

# ---- Tensors ----

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float32, device="cpu", requires_grad=True)
rows, columns = x.shape
count: int = x.shape[0] * x.numel() + x.size(-1) + x.dim()
y: torch.Tensor = (x + 1) * 2.0 - x / torch.ones(2, 2) @ x.T
z = 1 - y**2 if bool((y > 0).all()) else -y
z = z[0, 1:, None, ..., torch.tensor([0])]
values, places = x.max(dim=1, keepdim=True)
best: torch.Tensor = x.max(1).indices
found, counts = torch.unique(x, return_counts=True)
alone: torch.Tensor = torch.unique(x)
a, b = torch.where(x > 1)
made = torch.zeros(2, 3, dtype=torch.int64) + torch.zeros((2, 3)) + torch.arange(6).view(2, 3).float()
joined = torch.cat([x, y], dim=0).permute(1, 0).reshape(-1).to(torch.float64).to("cpu")
grids = torch.meshgrid(x[0], x[1], indexing="ij")
torch.add(x, y, alpha=2, out=torch.empty(2, 2))
number: float = x.sum().item()
total = torch.complex(x, y).abs().sum((0, 1), keepdim=True)
x.sum().backward()
if x.grad is not None:
    x.grad.zero_()
array: np.ndarray[Any, Any] = x.detach().cpu().numpy()
back: torch.Tensor = torch.from_numpy(array) + np.float32(2) + array
handle = x.register_hook(lambda grad: grad * 2)
handle.remove()
size: torch.Size = torch.Size([1, 2]) + (3,)
limit: float = torch.finfo(torch.float32).eps
generator = torch.Generator().manual_seed(1)
torch.rand(2, generator=generator)
with torch.no_grad():
    y = x * 2


@torch.no_grad()
def evaluate(model: nn.Module, data: torch.Tensor) -> float:
    result: float = model(data).mean().item()
    return result


# ---- Modules ----


class Net(nn.Module):

    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, width), nn.ReLU(), nn.Linear(width, 2, bias=False))
        self.scale = nn.Parameter(torch.ones(1))
        self.drop = nn.Dropout(p=0.1)

    def forward(self, data: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.layers(data) * self.scale
        return F.relu(self.drop(out))


net = Net(8).train()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=3)
loss = nn.CrossEntropyLoss(label_smoothing=0.1)(net(x), torch.tensor([0, 1]))
loss = F.cross_entropy(net(x), torch.tensor([0, 1]), reduction="sum")
optimizer.zero_grad()
loss.backward()
optimizer.step()
scheduler.step()
net.load_state_dict(net.state_dict())
weight: nn.Parameter = nn.Linear(1, 1).weight
nn.init.kaiming_uniform_(weight)
norm: torch.Tensor = nn.utils.clip_grad_norm_(net.parameters(), 1.0)
gradient, = torch.autograd.grad((x * x).sum(), [x])
names: list[str] = [name for name, parameter in net.named_parameters() if parameter.requires_grad]


class Double(torch.autograd.Function):

    @staticmethod
    def forward(ctx: torch.autograd.FunctionCtx, data: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(data)
        return data * 2

    @staticmethod
    def backward(ctx: torch.autograd.FunctionCtx, grad: torch.Tensor) -> torch.Tensor:
        return grad * 2


# ---- Mistakes ----

torch.no_such_op(x)  # error: attr-defined
x.sum(dim="a")  # error: arg-type
x.shape = torch.Size([1, 2])  # error: misc
torch.zeros("2")  # error: arg-type
F.relu("x")  # error: arg-type
nn.Linear("2", 3)  # error: arg-type
wrong: int = x.exp()  # error: assignment
torch.exp(x, axis=1)  # error: call-arg
x.clamp([1])  # error: call-overload
