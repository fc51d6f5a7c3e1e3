"""How random tensors of every dtype print."""
import random
import torch

rng = random.Random(7)
DTYPES = [
    torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.uint16, torch.uint32, torch.uint64,
    torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128
]
SHAPES = [(), (1,), (3,), (0,), (2, 3), (1, 1), (2, 1, 4), (0, 3), (3, 2, 2), (12,), (25,)]
SCALES = [1, 1e-6, 1e6, 1e10, 100, 1e-3, 1e30, 0.1]


def values(n):
    scale, kind = rng.choice(SCALES), rng.randrange(5)
    numbers = [(rng.random() - 0.5) * scale for _ in range(n)]
    if kind == 0:
        numbers = [float(round(x * 10)) for x in numbers]
    if kind == 1 and n:
        numbers[rng.randrange(n)] = rng.choice([float("nan"), float("inf"), -float("inf")])
    return torch.tensor(numbers, dtype=torch.float64)


for i in range(300):
    dtype, shape = DTYPES[i % len(DTYPES)], rng.choice(SHAPES)
    n = torch.Size(shape).numel()
    if dtype.is_complex:
        t = torch.complex(values(n), values(n))
    elif dtype.is_floating_point:
        t = values(n)
    else:
        t = torch.tensor([rng.randrange(rng.choice([2, 10, 128])) for _ in range(n)], dtype=torch.int64)
    t = t.to(dtype).reshape(shape)
    print(t.transpose(0, 1) if t.dim() > 1 and rng.randrange(4) == 0 else t)
