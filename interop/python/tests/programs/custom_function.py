"""Custom autograd.Function."""
import torch
from torch.autograd import Function


class LegendrePolynomial3(Function):

    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return 0.5 * (5 * input**3 - 3 * input)

    @staticmethod
    def backward(ctx, grad_output):
        input, = ctx.saved_tensors
        return grad_output * 1.5 * (5 * input**2 - 1)


x = torch.tensor([-0.5, 0.25, 1.0], requires_grad=True)
y = LegendrePolynomial3.apply(x)
print(y)
y.sum().backward()
print(x.grad)


class Exp(Function):

    @staticmethod
    def forward(ctx, i):
        result = i.exp()
        ctx.save_for_backward(result)
        return result

    @staticmethod
    def backward(ctx, grad_output):
        result, = ctx.saved_tensors
        return grad_output * result


x = torch.tensor([0., 1.], requires_grad=True)
print(Exp.apply(x))


class MulConstant(Function):

    @staticmethod
    def forward(ctx, tensor, constant):
        ctx.constant = constant
        return tensor * constant

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.constant, None


y = MulConstant.apply(x, 3)
y.backward(torch.ones(2))
print(x.grad)


class LinearFunction(Function):

    @staticmethod
    def forward(input, weight, bias):
        output = input.mm(weight.t())
        if bias is not None:
            output += bias.unsqueeze(0).expand_as(output)
        return output

    @staticmethod
    def setup_context(ctx, inputs, output):
        input, weight, bias = inputs
        ctx.save_for_backward(input, weight, bias)

    @staticmethod
    def backward(ctx, grad_output):
        input, weight, bias = ctx.saved_tensors
        grad_input = grad_weight = grad_bias = None
        if ctx.needs_input_grad[0]:
            grad_input = grad_output.mm(weight)
        if ctx.needs_input_grad[1]:
            grad_weight = grad_output.t().mm(input)
        if bias is not None and ctx.needs_input_grad[2]:
            grad_bias = grad_output.sum(0)
        return grad_input, grad_weight, grad_bias


i = torch.arange(6., dtype=torch.double).view(2, 3).requires_grad_()
w = torch.arange(12., dtype=torch.double).view(4, 3).div(10).requires_grad_()
b = torch.ones(4, dtype=torch.double, requires_grad=True)
out = LinearFunction.apply(i, w, b)
print(out)
out.pow(2).sum().backward()
print(i.grad, w.grad, b.grad, sep="\n")
print(torch.autograd.gradcheck(LinearFunction.apply, (i, w, b), eps=1e-6, atol=1e-4))
out = LinearFunction.apply(i.detach(), w, None)
print(out)


class TwoOut(Function):

    @staticmethod
    def forward(ctx, x):
        a, b = x * 2, (x > 0).int()
        ctx.mark_non_differentiable(b)
        ctx.set_materialize_grads(False)
        return a, b

    @staticmethod
    def backward(ctx, ga, gb):
        print("backward got", ga, gb)
        return ga * 2


x = torch.tensor([1., -1.], requires_grad=True)
a, b = TwoOut.apply(x)
print(a, b)
a.sum().backward()
print(x.grad)


class Wrong(Function):

    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, g):
        return g, g


try:
    Wrong.apply(x).sum().backward()
except RuntimeError:
    print("RuntimeError")


class InPlace(Function):

    @staticmethod
    def forward(ctx, x):
        x.mul_(2)
        ctx.mark_dirty(x)
        return x

    @staticmethod
    def backward(ctx, g):
        return g * 2


x = torch.ones(2, requires_grad=True)
y = x + 0
z = InPlace.apply(y)
print(z is y, z)
z.sum().backward()
print(x.grad)
