#!/bin/bash
# The C++ snippets of README.md and docs/ compile: each fenced block that begins with an #include.
set -euo pipefail
root=$(dirname "$(readlink -f WORKSPACE)")
ln -s "$root" "$TEST_TMPDIR/tessera"
python3 - "$root" "$TEST_TMPDIR" <<'PYTHON'
import pathlib, re, sys
root, out = map(pathlib.Path, sys.argv[1:])
count = 0
for path in [root / "README.md", *sorted(root.glob("docs/*.md")), *sorted(root.glob("*/README.md"))]:
    for block in re.findall(r"```c\+\+\n(.*?)```", path.read_text(), re.S):
        if block.lstrip().startswith("#include"):
            name = f"snippet{count}.cc"
            (out / name).write_text(f"// {path.relative_to(root)}\n{block}")
            count += 1
if not count:
    raise SystemExit("no snippet found")
print(count, "snippets")
PYTHON
failed=0
for snippet in "$TEST_TMPDIR"/snippet*.cc; do
  "${CC:-g++}" -std=c++17 -fsyntax-only -Wall -Werror -I"$TEST_TMPDIR" -xc++ "$snippet" || { head -1 "$snippet" >&2; failed=1; }
done
exit $failed
