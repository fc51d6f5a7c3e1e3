"""Broadcasting and promotion."""
import torch

a = torch.ones(4, 3, 2)
print((a * torch.rand(3, 2)).shape, (a * torch.rand(3, 1)).shape, (a * torch.rand(1, 2)).shape)
for wrong in (torch.rand(4, 3), torch.rand(2, 3), torch.rand((0,))):
    try:
        a * wrong
    except RuntimeError as error:
        print("RuntimeError")
print(torch.arange(3).view(3, 1) + torch.arange(4))
x, y = torch.broadcast_tensors(torch.arange(3).view(1, 3), torch.arange(2).view(2, 1))
print(x, y, x.stride())
print(torch.broadcast_shapes((5, 1), (1, 4), (3, 1, 1)), torch.broadcast_to(torch.tensor([1, 2]), (2, 2)))
print(torch.tensor([1, 2, 3]).expand(2, -1), torch.ones(2, 1).expand_as(torch.zeros(2, 2)))
dtypes = [
    torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float32, torch.float64,
    torch.complex64, torch.complex128
]
short = {t: str(t)[6:] for t in dtypes}
for p in dtypes:
    one = torch.ones(1, dtype=p)
    print(short[p], *(short[(one + torch.ones(1, dtype=q)).dtype] for q in dtypes))
    print(short[p], *(short[(one + torch.ones((), dtype=q)).dtype] for q in dtypes))
    print(short[p], *(short[torch.promote_types(p, q)] for q in dtypes), *(torch.can_cast(p, q) for q in dtypes))
for p in dtypes:
    one = torch.ones(2, dtype=p)
    print(one * 2, one * 2.5, one * 1j, one * True)
    print(one / 2, one == 1, -one if p is not torch.bool else None, one**2, 2**one)
    print(one.sum(), one.prod(), one.cumsum(0), one.mean() if p.is_floating_point or p.is_complex else None)
print(torch.result_type(torch.tensor([1, 2], dtype=torch.int), 1.0), torch.result_type(1, torch.tensor(1.5)))
print(torch.tensor([5, -5]) // 2, torch.tensor([5, -5]) % 3, torch.tensor([5., -5.]) // 2, torch.tensor([5., -5.]) % 3)
print(torch.div(torch.tensor([7, -7]), 2, rounding_mode="trunc"),
      torch.div(torch.tensor([7., -7.]), 2, rounding_mode="floor"))
print(torch.tensor([1, 0]) / 0, torch.tensor([1.]) // 0, torch.tensor([0.]) / 0)
try:
    torch.tensor([1]) // 0
except RuntimeError as error:
    print("RuntimeError")
print(5 - torch.tensor([1, 2]), 5 / torch.tensor([1, 2]), 5 // torch.tensor([1, 2]), 5 % torch.tensor([3, 2]),
      2.**torch.tensor([1, 2]))
print(
    torch.tensor(3) + 2.5,
    torch.tensor(3.5, dtype=torch.float64) + torch.ones(1),
    torch.tensor(True) + torch.tensor(True))
