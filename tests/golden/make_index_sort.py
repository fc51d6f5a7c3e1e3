"""make_index_sort.py OUT: what PyTorch gives for gathers, scatters and sorts, for tests/ops/index_test.cc and sort_test.cc.

Run with PyTorch 2.15 (CPU) as `python make_index_sort.py ../ops/testdata/index_sort_golden.txt`. A line is
op|dim|number and then tensors as |sizes|values. Values are small integers, so that they are exact in every dtype.
Repeated indices only where PyTorch defines the result.
"""

import sys

import torch

torch.manual_seed(0)
lines = []


def text(t):
    sizes = " ".join(str(s) for s in t.shape)
    values = " ".join("nan" if v != v else repr(float(v)) if v in (float("inf"), float("-inf")) or (v == 0 and str(v)[0] == "-")
                      else str(int(v)) for v in t.double().flatten().tolist())
    return f"|{sizes}|{values}"


def add(op, dim, number, *tensors):
    lines.append(f"{op}|{dim}|{number}" + "".join(text(t) for t in tensors))


def ints(shape, low=0, high=9):
    return torch.randint(low, high, shape).float()


SHAPES = [(5,), (3, 4), (4, 1), (2, 3, 4), (2, 1, 3, 2)]
for shape in SHAPES:
    for dim in range(-len(shape), len(shape)):
        x = ints(shape)
        n = shape[dim]
        smaller = [s if i == dim % len(shape) else max(1, s - 1) for i, s in enumerate(shape)]
        for index_shape in (list(shape), smaller):
            index_shape[dim] = n + 2
            index = torch.randint(0, n, index_shape)
            add("gather", dim, 0, x, index, x.gather(dim, index))
            src = ints([s + (i == 0) for i, s in enumerate(index_shape)])
            add("scatter_add", dim, 0, x, index, src, x.scatter_add(dim, index, src))
            index_shape[dim] = n
            # no repeats within a row
            index = torch.rand(index_shape).argsort(dim)
            src = ints(index_shape)
            add("scatter", dim, 0, x, index, src, x.scatter(dim, index, src))
            add("scatter_value", dim, 7, x, index.narrow(dim, 0, 1), x.scatter(dim, index.narrow(dim, 0, 1), 7.))
        index = torch.randint(0, n, (n + 1,))
        add("index_select", dim, 0, x, index, x.index_select(dim, index))
        shape_src = list(shape)
        shape_src[dim] = n + 1
        src = ints(shape_src)
        add("index_add", dim, 3, x, index, src, x.index_add(dim, index, src, alpha=3))
        some = torch.randperm(n)[: n - n // 3]
        shape_src[dim] = len(some)
        src = ints(shape_src)
        add("index_copy", dim, 0, x, some, src, x.index_copy(dim, some, src))
        wrapped = torch.where(torch.rand(len(some)) < 0.5, some - n, some)
        add("index_fill", dim, 5, x, wrapped, x.index_fill(dim, wrapped, 5.))
    flat = torch.randint(-x.numel(), x.numel(), (2, 3))
    add("take", 0, 0, x, flat, x.take(flat))
    x = ints(shape, 0, 2)
    add("nonzero", 0, 0, x, x.nonzero())
    mask = torch.randint(0, 2, shape[-1:])
    add("masked_select", 0, 0, x, mask, x.masked_select(mask.bool()))
zero_d = torch.tensor(3.)
for i in (torch.tensor(0), torch.tensor([0])):
    add("gather", 0, 0, zero_d, i, zero_d.gather(0, i))
    add("index_select", 0, 0, zero_d, i, zero_d.index_select(0, i))
    add("scatter_add", 0, 0, zero_d, i, i + 4., zero_d.scatter_add(0, i, i + 4.))
add("gather", -1, 0, zero_d, torch.tensor([0, 0]), zero_d.gather(-1, torch.tensor([0, 0])))
add("nonzero", 0, 0, zero_d, zero_d.nonzero())
add("nonzero", 0, 0, zero_d - 3, (zero_d - 3).nonzero())

inf, nan = float("inf"), float("nan")
sorted_of = [ints(s, 0, 5) for s in [(), (1,), (6,), (3, 5), (2, 3, 4), (0,), (2, 0), (1, 300)]]
sorted_of += [torch.tensor([1., nan, -inf, 0., -0., inf, nan, -1., 0.]), torch.tensor([[nan, 2.], [1., nan], [nan, -0.]])]
for x in sorted_of:
    for dim in range(-max(x.dim(), 1), max(x.dim(), 1)):
        for descending in (0, 1):
            values, indices = x.sort(dim=dim, descending=bool(descending), stable=True)
            add("sort", dim, descending, x, values, indices)
            size = x.shape[dim] if x.dim() else 1
            for k in {0, 1, size // 2, size} & set(range(size + 1)):
                if x.dim() == 0 and k == 0:
                    continue
                # which of equal ones topk takes is not PyTorch's promise: the first, as a stable sort has them
                add("topk", dim, 2 * k + descending, x, values.narrow(dim, 0, k) if x.dim() else values,
                    indices.narrow(dim, 0, k) if x.dim() else indices)
                kept = x.topk(k, dim, bool(descending)).values
                same = values.narrow(dim, 0, k) if x.dim() else values
                assert torch.equal(torch.nan_to_num(kept, 77), torch.nan_to_num(same, 77))
with open(sys.argv[1], "w") as file:
    file.write("\n".join(lines) + "\n")
