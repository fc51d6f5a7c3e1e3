"""make_shapes.py OUT: what PyTorch gives for copies, splits, scans and named products, for tests/ops/shape_test.cc.

Run with PyTorch 2.15 (CPU) as `python make_shapes.py ../ops/testdata/shape_golden.txt`. A line is op|arguments|inputs and
then tensors as |sizes|values: the inputs, of which the third field says how many there are, and the results. Arguments are
numbers, lists of them separated by semicolons; for einsum the equation. Values are small integers, exact in every dtype.
"""

import sys

import torch
import torch.nn.functional as F

torch.manual_seed(0)
lines = []


def text(t):
    return "|" + " ".join(str(s) for s in t.shape) + "|" + " ".join(str(int(v)) for v in t.double().flatten().tolist())


def add(op, arguments, inputs, results):
    if isinstance(results, torch.Tensor):
        results = [results]
    lines.append(f"{op}|{arguments}|{len(inputs)}" + "".join(text(t) for t in [*inputs, *results]))


def ints(shape, low=0, high=4):
    return torch.randint(low, high, shape).float()


def listed(numbers):
    return " ".join(str(n) for n in numbers)


SHAPES = [(), (0,), (5,), (3, 4), (4, 1), (2, 0, 3), (2, 1, 3, 2)]
for shape in SHAPES:
    x = ints(shape)
    n = len(shape)
    for dim in [-1, *range(n)]:
        add("cumsum", dim, [x], x.cumsum(dim))
        y = ints(shape, 0, 3)
        add("cumprod", dim, [y], y.cumprod(dim))
        if x.numel():
            add("cummax", dim, [x], x.cummax(dim))
            add("cummin", dim, [x], x.cummin(dim))
        if n:
            add("flip", dim, [x], x.flip(dim))
            for k in (0, 2, 9):
                add("diff", f"{k};{dim}", [x], x.diff(k, dim))
            for shift in (1, -2, 7):
                add("roll", f"{shift};{dim}", [x], x.roll(shift, dim))
            for sections in (1, 3):
                add("tensor_split", f"{sections};{dim}", [x], x.tensor_split(sections, dim))
            add("tensor_split_at", f"1 3 2 -1;{dim}", [x], x.tensor_split((1, 3, 2, -1), dim))
    add("roll", "2;", [x], x.roll(2))
    add("repeat", listed([2] + [1] * max(n - 1, 0)), [x], x.repeat([2] + [1] * max(n - 1, 0)))
    add("repeat", listed([2, 3, 1] + [2] * n), [x], x.repeat([2, 3, 1] + [2] * n))
    add("repeat", listed([0] * n), [x], x.repeat([0] * n) if n else x.repeat(()))
    add("tile", "3", [x], x.tile((3,)))
    add("tile", "2 3", [x], x.tile((2, 3)))
    for d in (1, 2, 3):
        add(f"atleast_{d}d", "", [x], getattr(torch, f"atleast_{d}d")(x))
    for k in range(1, n + 1):
        pads = [[1, 2], [2, -1], [-1, 0], [0, 3]][:k]
        if all(s + sum(p) >= 0 and -s <= min(p) for s, p in zip(reversed(shape), pads)):
            add("pad", listed(sum(pads, [])), [x], F.pad(x, sum(pads, []), value=7))
    if n >= 2:
        add("flip", "0 -1", [x], x.flip(0, -1))
        add("roll", "1 -3 2;0 1 0", [x], x.roll((1, -3, 2), (0, 1, 0)))
        for k in range(-1, 3):
            add("rot90", f"{k};0 1", [x], x.rot90(k))
            add("rot90", f"{k};-1 0", [x], x.rot90(k, (-1, 0)))
        for k in (-9, -2, -1, 0, 1, 3, 9):
            add("tril", k, [x], x.tril(k))
            add("triu", k, [x], x.triu(k))
    if n >= 1:
        for k in (-2, 0, 1):
            add("diag_embed", f"{k};-2;-1", [x], x.diag_embed(k))
            add("diag_embed", f"{k};0;1", [x], x.diag_embed(k, 0, 1))
            add("diag_embed", f"{k};-1;0", [x], x.diag_embed(k, -1, 0))
            if n <= 2:
                add("diag", k, [x], x.diag(k))
    for y in ([x, x + 1], [x, x + 1, x]):
        for op in ("hstack", "vstack", "dstack", "column_stack"):
            add(op, "", y, getattr(torch, op)(y))
for sizes in ((2, 3, 1), (2, 0), (4,)):
    xs = [ints((s,)) for s in sizes]
    add("cartesian_prod", "", xs, torch.cartesian_prod(*xs))

EINSUM = [
    ("ij,jk", (2, 3), (3, 4)), ("ij,jk->ki", (2, 3), (3, 4)), ("bij,bjk->bik", (2, 3, 4), (2, 4, 3)), ("ii", (3, 3)),
    ("ii->i", (3, 3)), ("iij->ji", (2, 2, 3)), ("iijj->ij", (2, 2, 3, 3)), ("ijij", (2, 3, 2, 3)), ("i,i", (4,), (4,)),
    ("i,j", (3,), (2,)), ("i,j->ji", (3,), (2,)), ("ij->", (2, 3)), ("ij->j", (2, 3)), ("ba", (2, 3)), ("bA", (2, 3)),
    ("aB,Bc", (2, 3), (3, 2)), ("...ij,...jk->...ik", (2, 3, 4), (4, 2)), ("...ij,...jk", (2, 1, 3, 4), (3, 4, 2)),
    ("...ij->...ji", (2, 3, 4)), ("...", (2, 3)), ("...->", (2, 3)), ("...ij->ij", (2, 3, 4)), ("i...,i...", (3, 2), (3, 1)),
    ("i...->...i", (2, 3, 4)), ("...i,...i", (2, 3), (4, 2, 3)), ("ij,j", (2, 3), (1,)), ("ij,ij->ij", (2, 1), (1, 3)),
    ("ij,jk,kl->il", (2, 3), (3, 2), (2, 4)), ("ij,kj,lj->ikl", (2, 3), (2, 3), (3, 3)), ("bn,anm,bm->ba", (2, 3), (4, 3, 2), (2, 2)),
    ("a,ab,abc->abc", (2,), (2, 3), (2, 3, 2)), ("ij,ij", (2, 3), (2, 3)), ("ij,kl->", (2, 3), (2, 2)), (",", (), ()), ("", ()),
    (" i j , j k -> i k ", (2, 3), (3, 2)), ("ij,jk", (2, 0), (0, 3)), ("ij,jk", (0, 3), (3, 2)), ("i,->i", (3,), ()),
    ("ij->...ij", (3, 4)), ("bhqd,bhkd->bhqk", (1, 2, 3, 2), (1, 2, 2, 2)), ("ab,bc,cd,de", (2, 2), (2, 2), (2, 2), (2, 2)),
    ("aab,b->a", (2, 2, 3), (3,)), ("ab,ac,ad->bcd", (2, 2), (2, 3), (2, 2)), ("ij,i->ij", (1, 3), (2,)),
]
for equation, *shapes in EINSUM:
    xs = [ints(s, 0, 3) for s in shapes]
    add("einsum", equation, xs, torch.einsum(equation, *xs))
for a, b, dims in [((2, 3), (3, 4), 1), ((2, 3), (2, 3), 2), ((2,), (3,), 0), ((2, 3, 4), (3, 4, 2), 2), ((), (), 0), ((2, 0), (0, 3), 1)]:
    x, y = ints(a, 0, 3), ints(b, 0, 3)
    add("tensordot_n", dims, [x, y], torch.tensordot(x, y, dims))
for a, b, da, db in [((2, 3, 4), (4, 3, 2), [1, 2], [1, 0]), ((2, 3), (3, 2), [0, 1], [1, 0]), ((2, 3), (4, 3), [-1], [-1]),
                     ((2, 3), (1, 3), [0, 1], [0, 1]), ((2, 3), (3, 2), [], [])]:
    x, y = ints(a, 0, 3), ints(b, 0, 3)
    add("tensordot", listed(da) + ";" + listed(db), [x, y], torch.tensordot(x, y, (da, db)))
for a, b in [((3,), (3,)), ((2, 3), (3,)), ((2, 3), (4, 3)), ((), (2, 3)), ((2,), ()), ((2, 2, 3), (2, 3))]:
    x, y = ints(a, 0, 3), ints(b, 0, 3)
    add("inner", "", [x, y], torch.inner(x, y))
for a, b in [((2,), (3,)), ((2, 3), (2,)), ((2,), (2, 3)), ((2, 2, 1), (3, 2)), ((), (2,)), ((0, 2), (3, 1))]:
    x, y = ints(a, 0, 3), ints(b, 0, 3)
    add("kron", "", [x, y], torch.kron(x, y))
for n in range(5):
    x = ints((2, 3, 3), 0, 2)
    add("matrix_power", n, [x], torch.linalg.matrix_power(x, n))
with open(sys.argv[1], "w") as file:
    file.write("\n".join(lines) + "\n")
