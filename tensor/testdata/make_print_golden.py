"""Writes print_golden.txt: tensors and what PyTorch prints of them.

Needs PyTorch: python3 make_print_golden.py > print_golden.txt (2.15.0 made the
file that is checked in). A case is a line
  dtype sizes precision threshold edgeitems linewidth sci elements-in-hex
(sizes with commas, - for none), the lines of the text, and a line "--".
"""

import random
import sys

import torch

random.seed(1)
torch.manual_seed(1)
NAMES = ["bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64", "complex64",
         "complex128", "uint16", "uint32", "uint64"]


def values(dtype, n):
    if dtype == torch.bool:
        return torch.rand(n) < 0.5
    if not dtype.is_floating_point and not dtype.is_complex:
        info = torch.iinfo(dtype)
        high = min(info.max, random.choice([3, 100, 10**6, 2**62]))
        return torch.randint(max(info.min, -high), high, (n,), dtype=torch.int64).to(dtype)
    real = torch.float64
    kind = random.randrange(6)
    def part():
        v = torch.randn(n, dtype=real)
        if kind == 1:
            v = v.mul(1000).round()
        elif kind == 2:
            v = v * 10.0 ** torch.randint(-6, 7, (n,)).to(real)
        elif kind == 3:
            v = (v * 4).round()
            v[torch.rand(n) < 0.3] = random.choice([float("nan"), float("inf"), -float("inf"), -0.0])
        elif kind == 4:
            v = v * 1e-5
        elif kind == 5:
            v = v.abs() * 1e9
        return v
    if dtype.is_complex:
        return torch.complex(part(), part()).to(dtype)
    return part().to(dtype)


def case(dtype, sizes, **options):
    torch.set_printoptions(profile="default")
    torch.set_printoptions(**options)
    n = 1
    for s in sizes:
        n *= s
    t = values(dtype, n).reshape(sizes)
    data = t.contiguous().view(torch.uint8).numpy().tobytes().hex() if n and t.dim() else (
        t.reshape(1).view(torch.uint8).numpy().tobytes().hex() if n else "")
    sci = options.get("sci_mode")
    print(str(dtype)[6:], ",".join(map(str, sizes)) or "-", options.get("precision", 4), options.get("threshold", 1000),
          options.get("edgeitems", 3), options.get("linewidth", 80), {None: "-", True: "1", False: "0"}[sci], data or "-")
    print(t)
    print("--")


for name in NAMES:
    dtype = getattr(torch, name)
    for sizes in ([], [3], [2, 3], [2, 1, 2]):
        case(dtype, sizes)
for sizes in ([0], [0, 3], [2, 0]):
    case(torch.float32, sizes)
    case(torch.int32, sizes)
for dtype in (torch.float32, torch.int64, torch.complex64):
    case(dtype, [40])
    case(dtype, [3, 30])
    case(dtype, [2, 2, 2, 2])
    case(dtype, [12], threshold=5)
    case(dtype, [9, 8], threshold=20, edgeitems=2)
    case(dtype, [7, 2, 7], threshold=10, edgeitems=1)
    case(dtype, [5], precision=2)
    case(dtype, [5], sci_mode=True)
    case(dtype, [5], sci_mode=False)
    case(dtype, [30], linewidth=40)
    case(dtype, [8], threshold=4, edgeitems=0)
for _ in range(40):
    case(random.choice([torch.float32, torch.float64, torch.float16, torch.bfloat16]), [random.randint(1, 12)])
