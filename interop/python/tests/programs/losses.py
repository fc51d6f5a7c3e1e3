"""Losses: reductions, weights, errors."""
import torch
import torch.nn.functional as F
from torch import nn

x = torch.tensor([[0.5, -1.0, 2.0], [0.1, 0.2, -0.3]], requires_grad=True)
target = torch.tensor([2, 0])
y = x.detach()
for reduction in ("none", "mean", "sum"):
    print(F.cross_entropy(y, target, reduction=reduction),
          F.nll_loss(F.log_softmax(y, 1), target, reduction=reduction),
          F.mse_loss(y, torch.zeros(2, 3), reduction=reduction),
          F.l1_loss(y, torch.zeros(2, 3), reduction=reduction),
          F.smooth_l1_loss(y, torch.zeros(2, 3), reduction=reduction),
          F.huber_loss(y, torch.zeros(2, 3), reduction=reduction, delta=0.5),
          F.binary_cross_entropy_with_logits(y, torch.ones(2, 3), reduction=reduction),
          F.binary_cross_entropy(y.sigmoid(), torch.ones(2, 3), reduction=reduction),
          F.kl_div(F.log_softmax(y, 1), F.softmax(torch.ones(2, 3), 1), reduction=reduction),
          sep="\n")
print(F.cross_entropy(y, target, weight=torch.tensor([1., 2., 3.])), F.cross_entropy(y, torch.tensor([2, -100])),
      F.cross_entropy(y, torch.tensor([1, 0]), ignore_index=1))
print(F.cross_entropy(y, torch.softmax(torch.ones(2, 3), 1)), F.cross_entropy(y, target, label_smoothing=0.2),
      F.cross_entropy(y[0], torch.tensor(1)))
print(
    F.binary_cross_entropy_with_logits(y,
                                       torch.ones(2, 3),
                                       pos_weight=torch.tensor([1., 2., 3.]),
                                       weight=torch.tensor([[0.5], [1.]])))
loss = nn.CrossEntropyLoss()(x, target)
loss.backward()
print(x.grad)
print(F.kl_div(F.log_softmax(y, 1), F.log_softmax(torch.ones(2, 3), 1), log_target=True, reduction="batchmean"))
for wrong in (lambda: F.nll_loss(x, torch.tensor([0, 1, 2])),
              lambda: F.binary_cross_entropy(x.sigmoid(), torch.ones(3)), lambda: F.mse_loss(x, x, reduction="other")):
    try:
        wrong()
    except ValueError:
        print("ValueError")
for wrong in (lambda: F.mse_loss(torch.ones(2, 3), torch.ones(2, 4)),
              lambda: F.cross_entropy(x, torch.tensor([0.5, 1.])),
              lambda: F.binary_cross_entropy(x + 5, torch.ones(2, 3)), lambda: F.nll_loss(x, target.float())):
    try:
        wrong()
    except RuntimeError:
        print("RuntimeError")
try:
    F.cross_entropy(x, torch.tensor([0, 7]))
except IndexError:
    print("IndexError")
