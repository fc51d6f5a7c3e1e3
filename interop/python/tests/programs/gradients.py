"""The autograd tutorials."""
import math
import torch

x = torch.ones(5)
y = torch.zeros(3)
w = torch.arange(15.0).reshape(5, 3).div(10).requires_grad_(True)
b = torch.full((3,), 0.5, requires_grad=True)
z = torch.matmul(x, w) + b
loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
print(z)
print(loss.detach())
print(f"Gradient function for z = {z.grad_fn.name()}")
loss.backward()
print(w.grad)
print(b.grad)
z = torch.matmul(x, w) + b
print(z.requires_grad)
with torch.no_grad():
    z = torch.matmul(x, w) + b
print(z.requires_grad)
z_det = (torch.matmul(x, w) + b).detach()
print(z_det.requires_grad)
inp = torch.eye(4, 5, requires_grad=True)
out = (inp + 1).pow(2).t()
out.backward(torch.ones_like(out), retain_graph=True)
print(f"First call\n{inp.grad}")
out.backward(torch.ones_like(out), retain_graph=True)
print(f"\nSecond call\n{inp.grad}")
inp.grad.zero_()
out.backward(torch.ones_like(out), retain_graph=True)
print(f"\nCall after zeroing gradients\n{inp.grad}")

a = torch.linspace(0., 2. * math.pi, steps=9, requires_grad=True)
print(a)
b = torch.sin(a)
print(b)
c = 2 * b
print(c)
d = c + 1
print(d)
out = d.sum()
print(f"{out.item():.4f}")
print(d.grad_fn.next_functions[0][0] == c.grad_fn, a.grad_fn)
out.backward()
print(a.grad)
print(a.is_leaf, b.is_leaf, b.retains_grad)

a = torch.tensor([2., 3.], requires_grad=True)
b = torch.tensor([6., 4.], requires_grad=True)
Q = 3 * a**3 - b**2
print(Q)
Q.backward(gradient=torch.tensor([1., 1.]))
print(9 * a**2 == a.grad)
print(-2 * b == b.grad)

# Third-order polynomial, by hand and by autograd
x = torch.linspace(-math.pi, math.pi, 200)
y = torch.sin(x)
a, b, c, d = (torch.tensor(v, requires_grad=True) for v in (0.1, -0.2, 0.3, -0.4))
learning_rate = 1e-6
for t in range(5):
    y_pred = a + b * x + c * x**2 + d * x**3
    loss = (y_pred - y).pow(2).sum()
    loss.backward()
    print(t, f"{loss.item():.1f}")
    with torch.no_grad():
        for p in (a, b, c, d):
            p -= learning_rate * p.grad
            p.grad = None
print(f"Result: y = {a.item():.4f} + {b.item():.4f} x + {c.item():.4f} x^2 + {d.item():.4f} x^3")

# Higher derivatives
x = torch.tensor(2.0, requires_grad=True)
y = x**4
g, = torch.autograd.grad(y, x, create_graph=True)
print(g)
gg, = torch.autograd.grad(g, x, create_graph=True)
print(gg)
ggg, = torch.autograd.grad(gg, x)
print(ggg)
u = torch.tensor([1., 2.], requires_grad=True)
v = torch.tensor([3., 4.], requires_grad=True)
print(torch.autograd.grad((u * u).sum(), (u, v), allow_unused=True))
print(torch.autograd.grad((u * v).sum(), [u, v]))
for wrong in (lambda: torch.autograd.grad((u * u).sum(), v), lambda:
              (u * u).backward(), lambda: u.detach().sum().backward()):
    try:
        wrong()
    except RuntimeError:
        print("RuntimeError")
