"""make_index_more.py OUT: what PyTorch gives for scatter_reduce and what is made of gathers, for unique, median, searchsorted and kin.

For tests/ops/index_test.cc and sort_test.cc. Run with PyTorch 2.15 (CPU) as `python make_index_more.py ../ops/testdata/index_more_golden.txt`. Lines are as
in make_index_sort.py: op|dim|number and tensors as |sizes|values; 99 is no dim.
"""

import sys

import torch

torch.manual_seed(3)
lines = []


def number(v):
    return str(int(v)) if v == v and abs(v) != float("inf") and v == int(v) and str(v)[0] != "-" else repr(float(v))


def text(t):
    return f"|{' '.join(map(str, t.shape))}|{' '.join(number(v) for v in t.double().flatten().tolist())}"


def add(op, dim, n, *tensors):
    lines.append(f"{op}|{dim}|{n}" + "".join(text(t) for t in tensors))


def ints(shape, low=0, high=9):
    return torch.randint(low, high, shape).double()


inf, nan = float("inf"), float("nan")
torch.set_default_dtype(torch.float64)
HOW = ["sum", "prod", "mean", "amax", "amin"]
for shape in [(5,), (3, 4), (2, 3, 2)]:
    for dim in range(len(shape)):
        for how in range(5):
            for include in (0, 1):
                x = ints(shape, 1, 4)
                index_shape = list(shape)
                index_shape[dim] += 1
                index = torch.randint(0, shape[dim], index_shape)
                src = ints(index_shape, 1, 4)
                add("scatter_reduce", dim, 2 * how + include, x, index, src, x.scatter_reduce(dim, index, src, HOW[how], include_self=bool(include)))
        x = ints(shape)
        index = torch.randint(0, shape[dim], [1 if d != dim else 3 for d in range(len(shape))])
        add("take_along_dim", dim, 0, x, index, torch.take_along_dim(x, index, dim))
        repeats = torch.randint(0, 3, (shape[dim],))
        add("repeat_interleave", dim, -1, x, repeats, x.repeat_interleave(repeats, dim))
        add("repeat_interleave", dim, 2, x, torch.tensor(2), x.repeat_interleave(2, dim))
    add("take_along_dim", 99, 0, x, index, torch.take_along_dim(x, index))
    add("repeat_interleave", 99, 3, x, torch.tensor(3), x.repeat_interleave(3))
    mask = torch.rand(shape) < .5
    src = ints((mask.sum().item() + 1,))
    add("masked_scatter", 0, 0, x, mask, src, x.masked_scatter(mask, src))
x = torch.tensor([3, 0, 1, 3, 3])
add("bincount", 0, 0, x, x.bincount())
add("bincount", 0, 6, x, x.bincount(minlength=6))
add("one_hot", 0, -1, x, torch.nn.functional.one_hot(x))
add("one_hot", 0, 5, x.view(5, 1), torch.nn.functional.one_hot(x.view(5, 1), 5))

some = [ints(s, 0, 4) for s in [(), (1,), (6,), (7,), (3, 5), (2, 3, 4), (0,)]]
some += [torch.tensor([1., nan, -inf, 0., -0., inf, nan, 0.]), torch.tensor([[3., 2.], [1., nan], [nan, 0.]])]
for x in some:
    values, inverse, counts = torch.unique(x, return_inverse=True, return_counts=True)
    add("unique", 99, 0, x, values, inverse, counts)
    values, inverse, counts = torch.unique_consecutive(x, return_inverse=True, return_counts=True)
    add("unique_consecutive", 99, 0, x, values, inverse, counts)
    if x.numel():
        add("median", 99, 0, x, x.median())
        add("nanmedian", 99, 0, x, x.nanmedian())
    for dim in range(max(x.dim(), 1)):
        if x.numel() == 0:
            continue
        add("median", dim, 0, x, x.median(dim).values)
        add("nanmedian", dim, 0, x, x.nanmedian(dim).values)
        if not x.isnan().any():
            add("mode", dim, 0, x, x.mode(dim).values)
        for k in {1, (x.shape[dim] if x.dim() else 1)}:
            add("kthvalue", dim, k, x, x.kthvalue(k, dim).values)
for x in [ints((6, 2), 0, 2), ints((2, 5, 2), 0, 2), ints((3, 0)), ints((4,), 0, 2)]:
    for dim in range(x.dim()):
        if x.numel() or x.shape[dim] == 0:
            values, inverse, counts = torch.unique(x, return_inverse=True, return_counts=True, dim=dim)
            add("unique", dim, 0, x, values, inverse, counts)
            values, inverse, counts = torch.unique_consecutive(x, return_inverse=True, return_counts=True, dim=dim)
            add("unique_consecutive", dim, 0, x, values, inverse, counts)
row = torch.tensor([0., 1, 1, 3, 7])
rows = ints((2, 3, 5)).sort(-1).values
for right in (0, 1):
    v = ints((2, 3, 4))
    add("searchsorted", 0, right, row, v, torch.searchsorted(row, v, right=bool(right)))
    add("searchsorted", 0, right, rows, v, torch.searchsorted(rows, v, right=bool(right)))
    v = torch.tensor([nan, inf, -inf, 1., -0.])
    add("searchsorted", 0, right, torch.tensor([-inf, 0., 1., inf]), v[1:], torch.searchsorted(torch.tensor([-inf, 0., 1., inf]), v[1:], right=bool(right)))
    add("isin", 0, right, v, torch.tensor([1., nan, 0.]), torch.isin(v, torch.tensor([1., nan, 0.]), invert=bool(right)))
    v = ints((3, 4))
    add("isin", 0, right, v, row, torch.isin(v, row, invert=bool(right)))
with open(sys.argv[1], "w") as file:
    file.write("\n".join(lines) + "\n")
