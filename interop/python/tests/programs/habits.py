"""Parameters, buffers, properties and other habits of programs."""
import torch
from torch import nn, Tensor
import torch.nn.functional as F

print(isinstance(torch.ones(1), torch.Tensor), isinstance(nn.Parameter(torch.ones(1)), Tensor),
      type(nn.Parameter(torch.ones(1)) * 2) is Tensor)
t = torch.arange(6.).view(2, 3)
print(t.T,
      t.mT,
      t.H if t.dim() == 2 else None,
      t.ndim,
      t.shape[0],
      t.nbytes,
      t.is_cuda,
      t.grad,
      t.requires_grad,
      t.device.type,
      t.device.index,
      t.layout,
      t.is_leaf,
      t.data is t,
      sep=" | ")
rows, cols = t.shape
print(rows, cols, *t.size(), t.size(0), t.size(dim=-1), t.shape.numel(), t.shape == (2, 3),
      t.shape == torch.Size([2, 3]),
      hash(t.shape) == hash((2, 3)), list(t.shape), t.shape + (1,), t.shape[::-1])
for row in t:
    print(row)
print(dict(zip("ab", t)), {t.dtype: 1}[torch.float32], {torch.device("cpu"): 1}[t.device], t in [t])
t.note = "mine"
print(t.note,
      t.view(3, 2).sum(0), (t > 2).sum(), t.sum((0, 1)), t.sum(dim=1, keepdim=True), t.sum(axis=0),
      t.mean(0, dtype=torch.float64), t.max(), t.argmax(dim=1), t.var(0), t.std(1, correction=0), t.prod(0))
total = 0
total += t
print(total, sum([t, t]), abs(-t), +t, divmod(7, 2), t.pow(2).sqrt() == t, pow(t, 2))
print(torch.sigmoid(t),
      t.softmax(-1),
      F.softmax(t, dim=1),
      torch.log_softmax(t, 1),
      F.relu(t - 2),
      torch.relu(t - 2),
      sep="\n")
print(F.leaky_relu(t - 3, 0.1), torch.tanh(t), F.mse_loss(t, t + 1), sep="\n")


class Scaled(nn.Module):
    factor: int = 2

    def __init__(self, size: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.register_parameter("bias", None)
        self.register_buffer("count", torch.tensor(0), persistent=False)

    def forward(self, x: Tensor, *, bias: bool = False) -> Tensor:
        self.count += 1
        return x * self.weight * self.factor + (1 if bias else 0)


m = Scaled(3)
print(m(t), m(t, bias=True), m.count, m.bias, list(m.state_dict()), [n for n, _ in m.named_parameters()], m)
m.requires_grad_(False)
print(m.weight.requires_grad, next(m.parameters()).device, m.to("cpu") is m, m._get_name())
try:
    m.weight = torch.ones(3)
except TypeError:
    print("TypeError")
seq = nn.Sequential(nn.Linear(1, 1), nn.ReLU())
seq.append(nn.Tanh())
seq.add_module("last", nn.Identity())
print(len(seq), seq[1], seq[:2], seq[-1], [type(x).__name__ for x in seq])
print(torch.get_num_threads() > 0, torch.is_grad_enabled())
