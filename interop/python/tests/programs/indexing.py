"""Indexing, slicing, masks."""
import torch

t = torch.arange(24).view(2, 3, 4)
print(t[0], t[1, 2], t[0, 0, 0], t[-1, -1, -1], sep="\n")
print(t[:, 1], t[..., 0], t[:, :, ::2], t[1, 1:, 2:], t[None].shape, t[:, None].shape, sep="\n")
print(t[t > 20], t[[0, 1], [2, 0]], t[torch.tensor([1, 0])], t[:, [0, 2]], t[[True, False]], sep="\n")
print(t[torch.tensor([[0, 1], [1, 1]])].shape,
      t[:, torch.tensor([0]), torch.tensor([1, 2])],
      t[0][torch.tensor(1)],
      sep="\n")
t[0, 0] = -1
t[1, :, 1:3] = torch.tensor([100, 200])
t[t < 0] = 0
t[..., -1] += 1000
print(t)
t[[0, 1], 0] = torch.tensor([7, 8, 9, 10])
print(t)
x = torch.zeros(3, 3)
x[[0, 1, 2], [0, 1, 2]] = 1
x[0, :] = 5.5
x[torch.tensor([False, True, False])] = 2
x[1:, 0] = torch.tensor([3, 4])
print(x)
print(torch.where(x > 2, x, torch.zeros_like(x)),
      torch.where(x > 2), (x > 2).nonzero(),
      x.nonzero(as_tuple=True),
      sep="\n")
print(torch.masked_select(x, x.ge(3)), x.masked_fill(x > 4, 0.), torch.take(x, torch.tensor([0, 5])))
print(torch.gather(x, 1, torch.tensor([[0, 0], [1, 0], [2, 2]])), x.index_select(1, torch.tensor([2, 0])))
print(torch.zeros(3, 5).scatter_(0, torch.tensor([[0, 1, 2, 0, 0], [2, 0, 0, 1, 2]]), torch.arange(10.).view(2, 5)))
print(torch.ones(2, 4).scatter_add(1, torch.tensor([[0, 0], [1, 3]]), torch.ones(2, 2)))
print(x.topk(2),
      x.sort(dim=0, descending=True),
      x.argsort(),
      x.max(dim=1),
      x.kthvalue(2).values,
      x.median(),
      x.mode(),
      sep="\n")
print(x.flip(0), x.roll(1, 1), x.triu(), x.tril(-1), x.diag(), torch.diag(torch.tensor([1, 2])), x.rot90(), sep="\n")
print(
    t.permute(2, 0, 1).shape,
    t.transpose(0, 2).shape,
    t.movedim(0, -1).shape,
    t.flatten(1).shape,
    t.unflatten(2, (2, 2)).shape)
print(torch.stack([x[0], x[1]]),
      torch.hstack([x[0], x[1]]),
      torch.vstack([x[0], x[1]]),
      torch.cat([x[:1], x[2:]]),
      sep="\n")
print(x.split(2), x.chunk(2, dim=1), torch.unbind(x), torch.tensor_split(torch.arange(7), 3), sep="\n")
print(x.repeat(1, 2), torch.tile(torch.tensor([1, 2]), (2,)), torch.tensor([1, 2]).repeat_interleave(2), sep="\n")
print(x.narrow(0, 1, 2), x.select(1, 0), x.unfold(0, 2, 1).shape, x.as_strided((2, 2), (1, 3)))
print(torch.searchsorted(torch.tensor([1, 3, 5]), torch.tensor([0, 3, 6])),
      torch.bucketize(torch.tensor([2, 4]), torch.tensor([1, 3])))
print(len(x), [r.sum().item() for r in x], 5.5 in x, x.tolist(), list(torch.tensor([1, 2])))
print(torch.cumsum(x, 0), torch.cumprod(x, 1), x.diff(), x.cummax(0), sep="\n")
print(torch.unique(torch.tensor([3, 1, 3, 2]), return_inverse=True, return_counts=True),
      torch.bincount(torch.tensor([1, 1, 3])))
print(torch.meshgrid(torch.tensor([1, 2]), torch.tensor([3, 4, 5]), indexing="ij"))
for wrong in (lambda: t[2], lambda: t[0, 0, 0, 0], lambda: t[torch.tensor([5])], lambda: t[:, [9]],
              lambda: t[torch.ones(3, dtype=torch.bool)], lambda: t[[0, 1], [0, 1, 2]], lambda: t[1.5],
              lambda: t[torch.tensor([0.5])]):
    try:
        wrong()
    except IndexError:
        print("IndexError")
try:
    t["a"]
except TypeError:
    print("TypeError")
