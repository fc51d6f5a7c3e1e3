"""contract.py ROOT [--update]: holds tests/contract.toml against docs/behaviour.md and the tests.

Each row of docs/behaviour.md has a section in tests/contract.toml:

  [A-05]
  kind = "cpp"        # or python, cuda, tier2: built later; or untested
  tests = ["autograd/contract_test.cc: AutogradContract.A05_Modified"]
  reason = "..."      # for untested, and for what a cpp row leaves out

A test proves a row by its name, which begins with the row's id without the
hyphen; in Python's tests: test_A05_modified. --update writes the lists of tests anew from these names and adds rows
that are missing; kinds and reasons stay.
"""

import pathlib
import re
import sys
import tomllib

NO_TEST = "no test yet"
KINDS = ("cpp", "python", "cuda", "tier2", "untested")


def row_ids(text):
    return re.findall(r"^\| ([A-Z]-\d+[a-z]?) \|", text, re.M)


def tests_by_row(root):
    found = {}
    for path in sorted(root.glob("*/**/*_test.cc")):
        if path.parts[len(root.parts)].startswith("bazel-"):
            continue
        text = path.read_text()
        for suite, case in re.findall(r"^TEST(?:_[FP])?\(\s*(\w+),\s*(\w+)\)", text, re.M):
            match = re.match(r"([A-Z])(\d\d[a-z]?)_", case)
            if match:
                skipped = "GTEST_SKIP" in text
                name = f"{path.relative_to(root)}: {suite}.{case}"
                found.setdefault(f"{match[1]}-{match[2]}", []).append((name, skipped))
    for path in sorted(root.glob("*/python/tests/*_test.py")):
        suite = None
        for kind, word in re.findall(r"^(class|    def) (\w+)", path.read_text(), re.M):
            if kind == "class":
                suite = word
            match = re.match(r"test_([A-Z])(\d\d[a-z]?)_", word)
            if match and kind != "class":
                found.setdefault(f"{match[1]}-{match[2]}", []).append((f"{path.relative_to(root)}: {suite}.{word}", False))
    return found


def main(root, update):
    root = pathlib.Path(root)
    ids = row_ids((root / "docs/behaviour.md").read_text())
    path = root / "tests/contract.toml"
    contract = tomllib.loads(path.read_text()) if path.exists() else {}
    found = tests_by_row(root)
    if update:
        lines = ["# Which tests prove which row of docs/behaviour.md; tests/contract.py explains and checks it.\n"]
        for row in ids:
            entry = contract.get(row, {})
            names = [name for name, _ in found.get(row, [])]
            kind = entry.get("kind", "cpp" if names else "untested")
            if names and kind == "untested":
                kind = "cpp"
            lines.append(f'\n[{row}]\nkind = "{kind}"\n')
            if names:
                lines.append("tests = [\n" + "".join(f'  "{name}",\n' for name in names) + "]\n")
            reason = entry.get("reason", NO_TEST)
            if kind == "untested" or reason != NO_TEST:
                lines.append(f'reason = "{reason}"\n')
        path.write_text("".join(lines))
        contract = tomllib.loads(path.read_text())
    problems = []
    for row in set(contract) - set(ids):
        problems.append(f"{row} is no row of docs/behaviour.md")
    counts = dict.fromkeys(KINDS, 0)
    for row in ids:
        entry = contract.get(row)
        if entry is None:
            problems.append(f"{row} is missing")
            continue
        kind = entry.get("kind")
        if kind not in KINDS:
            problems.append(f"{row}: kind is one of {KINDS}, not {kind!r}")
            continue
        counts[kind] += 1
        real = {name for name, _ in found.get(row, [])}
        if kind == "cpp" and not entry.get("tests"):
            problems.append(f"{row}: a cpp row without a test")
        if kind == "untested" and not entry.get("reason"):
            problems.append(f"{row}: untested without a reason")
        for name in entry.get("tests", []):
            if name not in real:
                problems.append(f"{row}: there is no test {name}")
        for name in real - set(entry.get("tests", [])):
            problems.append(f"{row}: {name} is not listed; run python3 tests/contract.py . --update")
    print(", ".join(f"{count} {kind}" for kind, count in counts.items()))
    if problems:
        raise SystemExit("\n".join(problems))


if __name__ == "__main__":
    main(sys.argv[1], "--update" in sys.argv)
