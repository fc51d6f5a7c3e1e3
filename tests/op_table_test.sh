#!/bin/bash
# The checked-in files are what the op table gives, and the rows are those of docs/op-surface.md.
set -euo pipefail
root=$(dirname "$(readlink -f WORKSPACE)")
python3 "$root/tensor/ops/generate.py" --check
python3 "$root/tests/op_surface.py" "$root"
