"""array_api_list.py [--write]: what tessera.array_api lacks of the standard, printed, or written into docs/array-api.md.

Needs tessera and array_api_strict, whose names are the standard's; array_api_test.py compares the list with the document.
"""

import pathlib
import re
import sys

BEGIN, END = "<!-- Made by interop/python/tests/array_api_list.py -->\n", "<!-- end -->\n"
# Of array_api_strict alone; broadcast_shapes and isin are of a later standard.
NOT_STANDARD = re.compile(r"Device|.*array_api_strict.*|ArrayAPI.*|__version__|broadcast_shapes|isin")


def modules():
    import array_api_strict
    import tessera.array_api
    array_api_strict.set_array_api_strict_flags(api_version="2024.12")
    for part in ("", "linalg", "fft"):
        ours, theirs = tessera.array_api, array_api_strict
        yield part, getattr(ours, part) if part else ours, getattr(theirs, part) if part else theirs


def names(part, module):
    """The functions and constants of the standard, without its extensions."""
    return {name for name in module.__all__ if not NOT_STANDARD.fullmatch(name) and (part or name not in ("linalg", "fft"))}


def array_names():
    """Attributes of the array object, but for size, which is PyTorch's method here."""
    from array_api_strict._array_object import Array
    return sorted(n for n in vars(Array) if not re.match(r"_[a-z]|__(annotations|buffer|doc|module|slots|weakref|new)__", n)
                  and n not in ("size", "__imatmul__"))


def missing():
    """{part: names that we lack}, and how many there are."""
    return {part or "main": (sorted(names(part, theirs) - set(ours.__all__)), len(names(part, theirs)))
            for part, ours, theirs in modules()}


def text():
    out = ["| | of the standard | there | missing |\n|---|---|---|---|\n"]
    for part, (lacking, count) in missing().items():
        out.append(f"| {part} | {count} | {count - len(lacking)} | {' '.join(lacking) or 'none'} |\n")
    return "".join(out)


def read(path):
    """What missing() was when the document was written."""
    table = pathlib.Path(path).read_text().split(BEGIN)[1].split(END)[0]
    result = {}
    for line in table.splitlines()[2:]:
        part, count, _, lacking = (cell.strip() for cell in line.strip("|").split("|"))
        result[part] = ([] if lacking == "none" else lacking.split(), int(count))
    return result


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        path = pathlib.Path(__file__).resolve().parents[3] / "docs/array-api.md"
        before, rest = path.read_text().split(BEGIN)
        path.write_text(before + BEGIN + text() + END + rest.split(END)[1])
    else:
        print(text(), end="")
