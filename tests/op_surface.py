"""op_surface.py ROOT: compares the op table with docs/op-surface.md.

For every tier-1 row of the document that the table has: the forms, the dtypes,
the result rule, the inputs that carry a gradient and the accuracy class are
those of the document; and every row and alias is called in some test. Rows that the table lacks stand in tests/not_built.txt,
which may only shrink; a name there that the table has is an error, too.
"""

import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(sys.argv[1])
SUPERSCRIPT = "²"
# Where the table differs on purpose: the problem's beginning, and why.
ON_PURPOSE = {
    "argsort: has a gradient": "its result is int64; the row is written together with sort's",
    "copy_: form 'm'": "the in-place method is the method",
    "fill_: carries no gradient": "writing over a tensor gives its history a gradient of zero, and value's its sum",
    "zero_: carries no gradient": "as fill_",
    "floor_divide: carries no gradient": "0, as the row's remark asks, so that backward works",
    "rsub: form": "PyTorch has no rsub_ and no rsub_out; the row shares sub's forms",
    "zero_: form 'f'": "libtorch has no function zero_",
    "to: neither": "a member of Tensor over _to_copy",
    "contiguous: neither": "a member of Tensor over clone",
    "complex: neither": "make_complex: in C++ complex is a class template of this namespace",
    "logsigmoid: neither": "log_sigmoid, as libtorch names it; nn::functional::logsigmoid calls it",
    "normalize: neither": "of nn::functional alone, as in libtorch: users have functions of that name",
    "cross_entropy: neither": "cross_entropy_loss, as libtorch names it; nn::functional::cross_entropy calls it",
    "_foreach_zero_: form 'i'": "its name has the underscore already",
    "_foreach_norm: result": "one real number for each tensor of the list",
    "_foreach_zero_: result": "it returns nothing",
    "_foreach_norm: form 'i'": "a norm has no in-place form",
}
# Words in the names' column that are no ops.
WORDS = {"same", "reversed", "strict", "shapes", "batched", "idx", "x", "sorted", "without"}


DTYPES = {"all": "all", "num": "number", "ord": "ordered", "real": "real", "intb": "intbool", "int": "int",
          "flt": "floating", "cpx": "complex", "inx": "inexact"}


def dtypes_of(row):
    sys.path.insert(0, str(ROOT / "tensor/ops"))
    from generate import SETS
    return {d for s in row.get("dtypes", ["all"]) for d in SETS.get(s, [s])}


def rows_of(text):
    """Yields (name, forms, dtypes, result, grad, accuracy) for every tier-1 row."""
    tier1 = text[text.index("# Tier 1"):text.index("## Tensor: what is no op")]
    for line in tier1.splitlines():
        # Escaped and mathematical bars do not end a cell.
        cells = [c.strip() for c in line.split("|")[1:-1]]
        if len(cells) != 7 or cells[0] in ("op", "-"):
            continue
        op, forms, dtypes, result, grad, accuracy, _ = cells
        names = []
        for part in re.split(r"`", op):
            head = part.split("(")[0]
            for word in re.findall(r"[A-Za-z_][\w.]*" + SUPERSCRIPT + "?", head):
                names.append(word)
            if "(" in part:
                break
        for i, name in enumerate(names):
            if name.endswith(SUPERSCRIPT) or name in WORDS:
                continue
            name = re.sub(r"^(F|linalg|x)\.", lambda m: "linalg_" if m[1] == "linalg" else "", name)
            classes = re.findall(r"\b[A-Z][0-9]?\b", accuracy)
            yield name, forms, dtypes, result, grad, classes


def main():
    root = ROOT
    surface = {}
    for name, *rest in rows_of((root / "docs/op-surface.md").read_text()):
        surface.setdefault(name, rest)
    not_built = {line.split("#")[0].strip() for line in (root / "tests/not_built.txt").read_text().splitlines()}
    not_built.discard("")
    table = {}
    for path in sorted((root / "tensor/ops").glob("*.toml")):
        with open(path, "rb") as file:
            for row in tomllib.load(file)["op"]:
                table[row["name"]] = row
                for alias in row.get("aliases", []):
                    table.setdefault(alias, row)
    problems = []
    for name in sorted(not_built):
        if " " in name:
            base, letter = name.split()
            row = table.get(base) or table.get(base.rstrip("_"))
            if row is None or letter in "".join(v[0] for v in row["variants"]) or (letter == "i" and base + "_" in table):
                problems.append(f"{name} is built: take it from tests/not_built.txt")
            continue
        if name in table:
            problems.append(f"{name} is built: take it from tests/not_built.txt")
        if name not in surface:
            problems.append(f"{name} in tests/not_built.txt is no tier-1 row of docs/op-surface.md")
    for name, (forms, dtypes, result, grad, classes) in sorted(surface.items()):
        # in-place only rows are named with their underscore there and without here
        row = table.get(name) or table.get(name.rstrip("_"))
        if row is None:
            if name not in not_built:
                problems.append(f"{name}: neither in the op table nor in tests/not_built.txt")
            continue
        has = "".join(v[0] for v in row["variants"])
        if name.startswith("_foreach") and name + "_" in table:
            has += "i"  # a row of its own, since it returns nothing
        for letter in forms.split()[0].replace("(", "").replace(")", "") if forms else "":
            if letter in "fmio" and letter not in has:
                exception = f"{name} {letter}"
                if exception not in not_built:
                    problems.append(f"{name}: form {letter!r} is missing (the table has {has!r})")
        if grad not in ("–", "0", "") and row["kind"] != "composite" and not row.get("gradient"):
            problems.append(f"{name}: has a gradient ({grad}), the row names none")
        if grad == "–" and row.get("gradient"):
            problems.append(f"{name}: carries no gradient, the row names {row['gradient']}")
        wanted = DTYPES.get(dtypes.replace("\\*", "").strip())
        if wanted and not dtypes_of({"dtypes": [wanted]}) <= dtypes_of(row):
            lacks = sorted(dtypes_of({"dtypes": [wanted]}) - dtypes_of(row))
            problems.append(f"{name}: dtypes lack {' '.join(lacks)}")
        if result in ("same", "promote", "float", "acc", "real", "bool") and row.get("result", "same") != result:
            problems.append(f"{name}: result is {result}, the row says {row.get('result', 'same')}")
        if row.get("accuracy", "E") not in classes and not (row["kind"] == "composite" and "accuracy" not in row):
            problems.append(f"{name}: accuracy is {'/'.join(classes)}, the row says {row.get('accuracy', 'E')}")
    # Each row is called in some test: as function, method, in place or out=.
    calls = set()
    for path in root.glob("*/**/*_test.cc"):
        if not path.relative_to(root).parts[0].startswith("bazel-"):
            calls.update(re.findall(r"\b(\w+)\(", path.read_text()))
            calls.update(re.findall(r"TESSERA_\w+_TEST\(\w+, (\w+)", path.read_text()))
            calls.update(re.findall(r'"(\w+)"', path.read_text()))
    for name, row in sorted(table.items()):
        if name.startswith("_"):  # called by the public ones
            continue
        forms = {name, name + "_", name + "_out"}
        if row["variants"] and not forms & calls and not (forms & {a for a in row.get("aliases", [])}):
            problems.append(f"{name}: no test calls it")
    unused = [start for start in ON_PURPOSE if not any(p.startswith(start) for p in problems)]
    problems = [p for p in problems if not any(p.startswith(start) for start in ON_PURPOSE)]
    problems += [f"ON_PURPOSE in tests/op_surface.py: nothing begins with {start!r} any more" for start in unused]
    print(f"{len(surface)} tier-1 names, {sum(1 for n in surface if n in table)} built, {len(not_built)} lines not built")
    if problems:
        raise SystemExit("\n".join(problems))


if __name__ == "__main__":
    main()
