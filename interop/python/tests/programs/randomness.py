"""Random numbers and initialisation: what holds for any stream."""
import torch
from torch import nn

torch.manual_seed(0)
a, b = torch.rand(3), torch.rand(3)
torch.manual_seed(0)
print(torch.equal(a, torch.rand(3)), torch.equal(a, b), torch.initial_seed())
g = torch.Generator().manual_seed(5)
print(torch.rand(2, generator=g).shape, g.initial_seed(), g.device)
state = torch.get_rng_state()
u = torch.randn(4)
torch.set_rng_state(state)
print(torch.equal(u, torch.randn(4)), state.dtype)
n = torch.randn(10000)
print(abs(n.mean().item()) < 0.05, round(n.std().item(), 1))
for t in (torch.rand(2, 3), torch.randn(2, dtype=torch.float64), torch.randint(10, (3,)), torch.randint(5, 10, (2, 2)),
          torch.randperm(4), torch.rand_like(torch.ones(2, dtype=torch.float16)),
          torch.normal(torch.zeros(3), torch.ones(3)), torch.normal(0., 1., (2,)), torch.bernoulli(torch.full(
              (3,), 0.5)), torch.multinomial(torch.ones(5), 3), torch.empty(2).uniform_(1, 2),
          torch.empty(2, dtype=torch.int64).random_(5), torch.empty(3).exponential_(),
          torch.randint(0, 2, (3,), dtype=torch.bool), torch.randn(2, dtype=torch.complex64)):
    print(t.shape, t.dtype)
print(sorted(torch.randperm(6).tolist()), torch.bernoulli(torch.tensor([0., 1.])),
      torch.multinomial(torch.tensor([0., 1., 0.]), 2, replacement=True))
print(torch.randint(3, 4, (3,)), sorted(torch.multinomial(torch.ones(4), 4).tolist()))
d = nn.Dropout(0.5)
x = d(torch.ones(10000))
print(sorted(set(x.tolist())), round(x.mean().item(), 1), torch.equal(d.eval()(torch.ones(3)), torch.ones(3)))
w = torch.empty(100, 200)
for init, low, high in ((nn.init.uniform_, 0., 1.), (lambda t: nn.init.uniform_(t, -2., 3.), -2.,
                                                     3.), (nn.init.xavier_uniform_, -(6 / 300)**0.5, (6 / 300)**0.5),
                        (lambda t: nn.init.kaiming_uniform_(t, a=5**0.5), -(1 / 200)**0.5,
                         (1 / 200)**0.5), (lambda t: nn.init.trunc_normal_(t, std=0.5, a=-1., b=1.), -1., 1.)):
    init(w)
    print(low <= w.min().item() < low * 0.9 + high * 0.1, high * 0.9 + low * 0.1 < w.max().item() <= high)
for init, std in ((nn.init.normal_, 1.), (lambda t: nn.init.normal_(t, 0., 0.02), 0.02), (nn.init.xavier_normal_,
                                                                                          (2 / 300)**0.5),
                  (lambda t: nn.init.kaiming_normal_(t, nonlinearity="relu"),
                   (2 / 200)**0.5), (lambda t: nn.init.kaiming_normal_(t, mode="fan_out"), (2 / 100)**0.5)):
    init(w)
    print(abs(w.std().item() / std - 1) < 0.05, abs(w.mean().item()) < 0.1 * std)
print(nn.init.constant_(torch.empty(2), 3.), nn.init.ones_(torch.empty(2)), nn.init.zeros_(torch.empty(2)),
      nn.init.eye_(torch.empty(2, 3)))
print(nn.init.calculate_gain("relu"), nn.init.calculate_gain("tanh"), nn.init.calculate_gain("leaky_relu", 0.2),
      nn.init.calculate_gain("linear"))
layer = nn.Linear(100, 50)
print(layer.weight.abs().max().item() <= 0.1, layer.bias.abs().max().item() <= 0.1, layer.weight.requires_grad)
for wrong in (lambda: torch.randint(5, 5, (1,)), lambda: torch.multinomial(torch.ones(2), 3),
              lambda: torch.bernoulli(torch.tensor([2.])), lambda: torch.empty(2).uniform_(2, 1),
              lambda: torch.normal(0., -1., (2,)), lambda: torch.randperm(-1)):
    try:
        wrong()
    except RuntimeError:
        print("RuntimeError")
for wrong in (lambda: nn.Dropout(1.5), lambda: nn.init.xavier_uniform_(torch.empty(3))):
    try:
        wrong()
    except ValueError as error:
        print("ValueError")
