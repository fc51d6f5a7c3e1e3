"""repr of many tensors, and set_printoptions."""
import torch

for t in (torch.tensor(3), torch.tensor(3.), torch.tensor(0.1), torch.tensor(True), torch.tensor(1 + 2j),
          torch.tensor([]), torch.zeros(0, 3), torch.zeros(2, 0, 3), torch.tensor([1., 2.5, 1e10]),
          torch.tensor([1e-5, 1.]), torch.tensor([1e5, 1.5]), torch.tensor([1e8, 1.]), torch.tensor([123456.]),
          torch.tensor([float("nan"), float("inf"), -float("inf")]), torch.tensor([float("nan"), 1.]),
          torch.tensor([1, float("inf")]), torch.tensor([100000000, 1]), torch.tensor([-1, 10]),
          torch.tensor([True, False]), torch.tensor([1.5], dtype=torch.float64), torch.tensor([1.5],
                                                                                              dtype=torch.float16),
          torch.tensor([1.5], dtype=torch.bfloat16), torch.tensor([1], dtype=torch.uint8),
          torch.tensor([1 + 1j, 2.5 - 3j]), torch.tensor([1e-10 + 1e10j]), torch.arange(1001),
          torch.arange(10000).view(100, 100), torch.arange(2000.).view(2, 10, 100), torch.ones(2, requires_grad=True),
          torch.ones(2, requires_grad=True) * 2, (torch.ones(2, requires_grad=True) * 2).sum(),
          torch.nn.Parameter(torch.ones(1)), torch.tensor([[1., 2.], [3., 4.]]), torch.arange(30),
          torch.linspace(0, 1, 25), torch.arange(24).view(2, 3, 4), torch.tensor([0.00001]), torch.tensor([-0.0]),
          torch.tensor([1e-7, 1e-8]), torch.tensor([1e38, 1e-38]), torch.tensor([[[1]]]), torch.ones(1, 1, 1, 1),
          torch.tensor([65504.], dtype=torch.float16), torch.zeros(3, dtype=torch.complex128),
          torch.tensor([2**62, -2**63]), torch.rand(3) > 2, torch.tensor([0.1, 0.22, 0.333])):
    print(t)
    print(f"{t}" == str(t), str(t) == repr(t))
print([torch.tensor(1), torch.tensor([2.])], {"a": torch.zeros(2)}, (torch.ones(1),))
print(f"{torch.tensor(3.14159):.2f} {torch.tensor(42):05d} {torch.tensor(1.5)!r} {torch.tensor([1.5])}")
torch.set_printoptions(precision=2)
print(torch.tensor([3.14159, 2.71828]))
torch.set_printoptions(threshold=5, edgeitems=2)
print(torch.arange(10), torch.arange(100.).view(10, 10))
torch.set_printoptions(profile="full")
print(torch.arange(300))
torch.set_printoptions(profile="short")
print(torch.linspace(0, 1, 1100))
torch.set_printoptions(profile="default", linewidth=40)
print(torch.arange(30))
torch.set_printoptions(profile="default", sci_mode=True)
print(torch.tensor([1.5, 2.5]))
torch.set_printoptions(sci_mode=False)
print(torch.tensor([1e10, 1e-10]))
torch.set_printoptions(profile="default")
print(torch.tensor([1e10, 1e-10]))
print(torch.finfo(torch.float32), torch.iinfo(torch.int8),
      torch.finfo(torch.bfloat16).eps,
      torch.iinfo(torch.int64).max)
print(torch.float32, torch.device("cuda:0"), torch.device("cpu"), [torch.int8], torch.strided, torch.contiguous_format,
      torch.Size([2, 3]))
print(
    torch.ones(2).type(),
    torch.ones(2, dtype=torch.int64).type(),
    torch.tensor([1., 2.]).max(0),
    torch.ones(3).unique(return_counts=True))
print(str(torch.zeros(2, 2).layout), repr(torch.get_default_dtype()), torch.typename(torch.ones(1)))
