#!/bin/bash
# Every row of docs/behaviour.md has its tests, or a reason why not.
set -euo pipefail
root=$(dirname "$(readlink -f WORKSPACE)")
python3 "$root/tests/contract.py" "$root"
