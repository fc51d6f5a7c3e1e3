"""Hooks of tensors and modules."""
import torch
from torch import nn

x = torch.tensor([1., 2.], requires_grad=True)
y = x * 3
handle = x.register_hook(lambda g: print("grad of x", g))
y.register_hook(lambda g: g * 2)
y.sum().backward()
print(x.grad)
handle.remove()
y = x * 3
y.retain_grad()
(y * y).sum().backward()
print(y.grad, x.grad)
x = torch.ones(2, requires_grad=True)
x.register_post_accumulate_grad_hook(lambda t: print("accumulated", t.grad))
(x * 2).sum().backward()
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1))
with torch.no_grad():
    for p in model.parameters():
        p.fill_(0.5)
activation = {}


def get_activation(name):

    def hook(model, input, output):
        activation[name] = output.detach()

    return hook


handles = [
    model[0].register_forward_hook(get_activation("fc1")), model[1].register_forward_hook(get_activation("tanh"))
]
print(model(torch.ones(1, 2)))
print(activation)
for h in handles:
    h.remove()
pre = model.register_forward_pre_hook(lambda module, args: (args[0] * 2,))
print(model(torch.ones(1, 2)))
pre.remove()
post = model.register_forward_hook(lambda module, args, output: output + 100)
print(model(torch.ones(1, 2)))
post.remove()
back = model[2].register_full_backward_hook(lambda m, gi, go: print("backward", gi, go))
model(torch.ones(1, 2, requires_grad=True)).sum().backward()
back.remove()
kw = model[0].register_forward_hook(lambda m, a, k, o: print("kwargs", sorted(k)), with_kwargs=True)
model[0](input=torch.ones(1, 2))
kw.remove()
prehook = model[1].register_full_backward_pre_hook(lambda m, go: print("pre", go))
model(torch.ones(1, 2)).sum().backward()
