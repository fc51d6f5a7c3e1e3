"""In-place operations and their errors; grad modes."""
import torch


def attempt(f):
    try:
        print(f())
    except RuntimeError:
        print("RuntimeError")


a = torch.ones(3, requires_grad=True)
attempt(lambda: a.add_(1))
attempt(lambda: a[0:1].mul_(2))
b = a * 2
print(b._version)
b.add_(1)
print(b, b._version)
b.sum().backward()
print(a.grad)
a.grad = None
s = a.exp()
s.add_(1)
attempt(lambda: s.sum().backward())
s = a.exp()
s.mul_(2)
attempt(lambda: s.sum().backward())
c = (a * a).sum()
c.backward()
attempt(c.backward)
with torch.no_grad():
    a.add_(1)
    print(a, torch.is_grad_enabled())
v = a.detach()
v.zero_()
print(a)
with torch.inference_mode():
    i = a * 2
print(i.requires_grad, i.is_inference())
attempt(lambda: i.add_(1) is i)
attempt(lambda: (i * a).sum().backward())
d = a * 1
view = d[:2]
view.mul_(5)
print(d, view.grad_fn is not None)
d.sum().backward()
print(a.grad)
e = torch.zeros(3)
e[1] = a[1]
print(e)
e.sum().backward()
print(a.grad)
attempt(lambda: torch.ones(2, dtype=torch.int64).add_(0.5))
attempt(lambda: torch.ones(2).add_(torch.ones(3)))
attempt(lambda: torch.ones(1).expand(3).add_(1))
attempt(lambda: torch.tensor([1, 2], requires_grad=True))
f = torch.zeros(2, 2)
f.fill_(3).sub_(1).div_(2).pow_(2).neg_().abs_()
print(f)
f.t_().unsqueeze_(0).squeeze_(0)
f.copy_(torch.tensor([1., 2.]))
print(f)
f.masked_fill_(f > 1, -1)
f.index_fill_(0, torch.tensor([0]), 7)
print(f)
f.scatter_(1, torch.tensor([[0], [1]]), 5.)
print(f)
f.index_add_(0, torch.tensor([0, 0]), torch.ones(2, 2)).index_copy_(1, torch.tensor([1]), torch.zeros(2, 1))
print(f)
f.clamp_(0, 4).random_().uniform_().normal_().zero_()
print(f, f._version)


@torch.no_grad()
def g(x):
    return x * 2


print(g(a).requires_grad)
with torch.set_grad_enabled(False):
    print((a * 2).requires_grad)
    with torch.enable_grad():
        print((a * 2).requires_grad)
with torch.autograd.set_detect_anomaly(True):
    print(torch.is_anomaly_enabled())
print(torch.is_inference_mode_enabled())
x = torch.ones(2, requires_grad=True)
y = x.detach().requires_grad_()
print(x.requires_grad_(False).requires_grad, y.is_leaf)
z = y * 1
attempt(lambda: z.requires_grad_(False))
y.grad = torch.ones(2)
attempt(lambda: setattr(y, "grad", torch.ones(3)))
attempt(lambda: y.data.add_(1))
print(y)
