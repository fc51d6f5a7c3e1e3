"""make_indexing.py OUT: what PyTorch gives for indexing by tensors and masks, for tests/ops/indexing_test.cc.

Run with PyTorch 2.15 (CPU) as `python make_indexing.py ../ops/testdata/indexing_golden.txt`. x holds 0, 1, 2, ... A line is
op|sizes of x|index|sizes|values, then for put and add the tensor that is written as |sizes|values (before the result's).
An index is entries with ; between: i3, s1,_,2 (a slice), n (None), e (...), b1 (True), t2 3:0 1 2 0 1 2 (an integer tensor: sizes, values),
m2:1 0 (a mask). Repeated indices only where they are added. What PyTorch refuses has the result "error".
"""

import random
import sys

import torch

random.seed(1)
torch.manual_seed(1)
lines = []


def text(t):
    return "|" + " ".join(map(str, t.shape)) + "|" + " ".join(str(int(v)) for v in t.flatten().tolist())


def entry_text(e):
    if e is None:
        return "n"
    if e is Ellipsis:
        return "e"
    if isinstance(e, bool):
        return f"b{int(e)}"
    if isinstance(e, int):
        return f"i{e}"
    if isinstance(e, slice):
        return "s" + ",".join("_" if v is None else str(v) for v in (e.start, e.stop, e.step))
    kind = "m" if e.dtype == torch.bool else "t"
    return kind + " ".join(map(str, e.shape)) + ":" + " ".join(str(int(v)) for v in e.flatten().tolist())


def some_slice(n):
    bound = lambda: random.choice([None, random.randint(-n - 1, n + 1)])
    return slice(bound(), bound(), random.choice([None, 1, 2]))


def some_index(sizes):
    """Entries for dims from the left; tensors that broadcast together."""
    shared = random.choice([(2,), (3,), (2, 3), (1, 2)])
    def tensor_shape():
        return random.choice([shared, shared, shared[-1:], (1,), (1,) * len(shared)])
    entries, d = [], 0
    with_tensors = random.random() < 0.85
    while d < len(sizes):
        r = random.random()
        n = sizes[d]
        if r < 0.12:
            entries.append(None)
            continue
        if r < 0.17 and Ellipsis not in entries:
            entries.append(Ellipsis)
            d += random.randint(0, len(sizes) - d)
            continue
        if r < 0.2:
            entries.append(random.random() < 0.8)
            continue
        if r < 0.4 or n == 0:
            entries.append(some_slice(n))
        elif r < 0.52:
            entries.append(random.randint(-n, n - 1))
        elif r < 0.56:
            entries.append(torch.tensor(random.randint(-n, n - 1)))
        elif with_tensors and r < 0.9:
            entries.append(torch.randint(-n, n, tensor_shape()))
        elif with_tensors:
            k = random.randint(1, min(2, len(sizes) - d))
            mask = torch.zeros(sizes[d:d + k], dtype=torch.bool)
            # as many trues as broadcast with the tensors
            for at in random.sample(range(mask.numel()), min(mask.numel(), random.choice([1, shared[-1]]))):
                mask.view(-1)[at] = True
            entries.append(mask)
            d += k - 1
        d += 1
        if random.random() < 0.15:
            break
    return tuple(entries)


def add_line(op, x, index, *tensors):
    entries = ";".join(entry_text(e) for e in index)
    lines.append(f"{op}|{' '.join(map(str, x.shape))}|{entries}" + "".join(t if isinstance(t, str) else text(t) for t in tensors))


SIZES = [(5,), (3, 4), (2, 3, 4), (4, 1, 3), (2, 3, 2, 2), (2, 1, 3, 1, 2), (0, 3), (2, 0, 3), ()]
# features.md I-04, and NumPy's rule where an int stands beside tensors: first, as a view
i = torch.tensor([1, 0])
j = torch.tensor([1, 2])
FIXED = [
    ((2, 3, 4, 2), (i[:1], slice(None), i[:1])), ((2, 3, 4, 2), (slice(None), i, i)), ((2, 3, 4, 2), (slice(None), i, slice(None), i)),
    ((2, 3, 4, 2), (slice(None), torch.eye(3, 4).bool())), ((2, 3, 4, 2), (0, slice(None), j)),
    ((2, 3, 4, 2), (0, i, slice(None), i)), ((2, 3, 4, 2), (i, None, i)), ((2, 3, 4, 2), (Ellipsis, i)),
    ((2, 3, 4, 2), (i[:, None], j[None, :])), ((3, 4), (torch.tensor(True),)), ((3, 4), (torch.tensor(False), i)),
    ((3, 4), (True, i)), ((3, 4), (i, True)), ((3, 4), (i, slice(None), True)), ((3,), (torch.zeros(0, dtype=torch.int64),)),
    ((3, 4), (torch.zeros(3, 4, dtype=torch.bool),)), ((), (torch.tensor(True),)), ((), (None,)), ((3, 4), (torch.zeros(0, 1, dtype=torch.int64), i)),
]
wanted = [(sizes, index) for sizes, index in FIXED] + [(random.choice(SIZES), None) for _ in range(130)]
for sizes, index in wanted:
    index = some_index(sizes) if index is None else index
    n = 1
    for s in sizes:
        n *= s
    x = torch.arange(n).view(sizes)
    try:
        y = x[index]
    except IndexError:
        add_line("get", x, index, "|error|")
        continue
    if y.numel() > 48:
        continue
    add_line("get", x, index, y)
    # a value that broadcasts
    shape = [1 if random.random() < 0.3 else s for s in y.shape][random.choice([0, 0, 1]):]
    value = 100 + torch.arange(torch.Size(shape).numel()).view(shape)
    z = x.clone()
    tensors = [e for e in index if isinstance(e, torch.Tensor) and e.dim() > 0]
    if tensors or not any(isinstance(e, bool) for e in index):
        if y.unique().numel() == y.numel():
            z[index] = value
            add_line("put", x, index, value, z)
        # added, repeats too: by hand, since x[index] += does not
        z = x.clone()
        z.view(-1).index_add_(0, y.reshape(-1), value.expand(y.shape).reshape(-1))
        add_line("add", x, index, value, z)
with open(sys.argv[1], "w") as file:
    file.write("\n".join(lines) + "\n")
