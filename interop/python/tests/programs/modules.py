"""Modules: building, parameters, state, printing."""
from collections import OrderedDict
import torch
import torch.nn as nn
import torch.nn.functional as F


class NeuralNetwork(nn.Module):

    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(nn.Linear(4 * 4, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(),
                                               nn.Linear(8, 3))

    def forward(self, x):
        x = self.flatten(x)
        return self.linear_relu_stack(x)


def fill(module):
    with torch.no_grad():
        for k, p in enumerate(module.parameters()):
            p.copy_(torch.sin(torch.arange(p.numel(), dtype=torch.float32) * 0.37 + k).view_as(p) * 0.5)


model = NeuralNetwork()
fill(model)
print(model)
for name, param in model.named_parameters():
    print(f"Layer: {name} | Size: {param.size()} | Values : {param[:2]} ")
X = torch.linspace(-1, 1, 32).view(2, 4, 4)
logits = model(X)
print(logits)
print(nn.Softmax(dim=1)(logits))
print(logits.argmax(1))
print([n for n, _ in model.named_modules()])
print([type(m).__name__ for m in model.children()])
print(sum(p.numel() for p in model.parameters() if p.requires_grad))
print(list(model.state_dict()))
print(model.training, model.eval().training, model.train().training)
loss = F.cross_entropy(logits, torch.tensor([0, 2]))
print(loss.detach())
loss.backward()
print(model.linear_relu_stack[4].bias.grad)
print(model.linear_relu_stack[-1].weight.grad[0])
model.zero_grad()
print(model.linear_relu_stack[4].bias.grad)
print(nn.Sequential(OrderedDict([("fc1", nn.Linear(2, 3)), ("act", nn.Tanh()), ("out", nn.Linear(3, 1, bias=False))])))


class Net(nn.Module):

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(3, 3) for _ in range(3)])
        self.named = nn.ModuleDict({"a": nn.LeakyReLU(0.2), "b": nn.ELU()})
        self.scale = nn.Parameter(torch.ones(3))
        self.register_buffer("running", torch.zeros(3))
        self.drop = nn.Dropout(0.25)

    def forward(self, x):
        for layer in self.layers:
            x = self.named["a"](layer(x))
        return self.drop(x) * self.scale

    def extra_repr(self):
        return "scale=3"


net = Net()
print(net)
fill(net)
print({k: tuple(v.shape) for k, v in net.state_dict().items()})
net.eval()
print(net(torch.ones(2, 3)))
print([n for n, _ in net.named_buffers()], [n for n, _ in net.named_children()])
print(net.scale)
other = Net()
print(other.load_state_dict(net.state_dict()))
print(torch.equal(other.layers[1].weight, net.layers[1].weight))
state = net.state_dict()
del state["scale"]
state["extra"] = torch.zeros(1)
print(other.load_state_dict(state, strict=False))
try:
    other.load_state_dict(state)
except RuntimeError as error:
    print(str(error))
net.apply(lambda m: nn.init.zeros_(m.bias) if isinstance(m, nn.Linear) else None)
print(net.layers[2].bias)
for p in net.layers[0].parameters():
    p.requires_grad = False
print([p.requires_grad for p in net.parameters()])
net.double()
print(net.scale.dtype, net.running.dtype)
net.half().float()
print(net.to(torch.float64).layers[0].weight.dtype)
try:
    net.missing
except AttributeError as error:
    print(error)
a = torch.tensor([-1.5, -1., 0., 0.5, 2., 7.])
for module in (nn.ReLU(), nn.ReLU6(), nn.LeakyReLU(), nn.ELU(), nn.SELU(), nn.CELU(), nn.GELU(), nn.GELU("tanh"),
               nn.SiLU(), nn.Mish(), nn.Hardtanh(), nn.Softplus(), nn.LogSigmoid(), nn.Sigmoid(), nn.Tanh(),
               nn.Softmax(0), nn.LogSoftmax(-1), nn.Identity(), nn.PReLU()):
    print(module, module(a).detach())
p, q = torch.tensor([[0.2, 0.7], [0.6, 0.1]]), torch.tensor([[0., 1.], [1., 0.]])
for module in (nn.MSELoss(), nn.L1Loss(), nn.SmoothL1Loss(), nn.HuberLoss(), nn.BCELoss(), nn.BCEWithLogitsLoss(),
               nn.MSELoss(reduction="sum"), nn.L1Loss(reduction="none"), nn.KLDivLoss(reduction="batchmean")):
    print(module, module(p, q))
print(nn.NLLLoss()(F.log_softmax(p, 1), torch.tensor([0, 1])),
      nn.CrossEntropyLoss(label_smoothing=0.1)(p, torch.tensor([0, 1])))
print(F.one_hot(torch.tensor([0, 2, 1]), num_classes=4))
print(F.linear(p, q, torch.tensor([1., 2.])), F.normalize(p), F.cosine_similarity(p, q))
