#!/usr/bin/env python3
"""Writes what the accuracy program printed into the table of docs/accuracy.md.

  bazel run -c opt //tests/accuracy -- --threads=4 | python3 tests/accuracy/table.py

Rows of ops that were not run stay as they are.
"""
import pathlib
import re
import sys

PATH = pathlib.Path(__file__).resolve().parents[2] / "docs/accuracy.md"


def main():
    stride = None
    rows = {}
    for line in sys.stdin:
        if match := re.match(r"\w+, every (\d+)\. float32", line):
            stride = int(match[1])
        elif match := re.match(r"(\w+) +(\w+) +([\d.inf]+) ulp at (\S+)", line):
            op, kind, ulp, at = match.groups()
            worst = f"{float(ulp):.3f} | {at}" if float(ulp) > 0.5 else "≤ 0.5 | "
            tried = "all" if stride == 1 else f"1 in {stride}"
            rows[op] = f"| {op} | {kind} | {worst} | {tried} |"
    lines = PATH.read_text().splitlines()
    for i, line in enumerate(lines):
        if match := re.match(r"\| (\w+) \|.*(all|1 in \d+) \|$", line):
            lines[i] = rows.pop(match[1], line)
    PATH.write_text("\n".join(lines) + "\n")
    if rows:
        print("no row of docs/accuracy.md: " + ", ".join(rows), file=sys.stderr)


if __name__ == "__main__":
    main()
