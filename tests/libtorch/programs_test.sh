#!/bin/bash
# programs_test.sh BINARY: each program prints what it printed with libtorch (record.py).
set -u
binary=$PWD/$1
recorded=$PWD/tests/libtorch/recorded
cd "$TEST_TMPDIR"
failed=0
for expected in "$recorded"/*.txt; do
  program=$(basename "$expected" .txt)
  if ! "$binary" "$program" >"$program.out" 2>"$program.err"; then
    echo "$program failed:"
    tail -5 "$program.err"
    failed=1
  fi
  diff "$expected" "$program.out" || { echo "$program differs"; failed=1; }
done
exit $failed
