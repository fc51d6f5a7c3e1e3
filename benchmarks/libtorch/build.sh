#!/bin/sh
# Compiles benchmarks/rows.cc with libtorch, for compare.py:
#
#   benchmarks/libtorch/build.sh TORCH OUT    # TORCH: an unpacked libtorch, or the folder of Python's torch
#
# Nothing of the project is used, and nothing here is part of its build.
set -eu
torch=$1
out=$2
here=$(cd "$(dirname "$0")" && pwd)
test -f "$torch/lib/libtorch_cpu.so" || { echo "no lib/libtorch_cpu.so in $torch" >&2; exit 2; }
exec "${CXX:-g++}" -std=c++20 -O2 -DNDEBUG -DROWS_OF_LIBTORCH -w \
  -I"$torch/include" -I"$torch/include/torch/csrc/api/include" "$here/../rows.cc" -o "$out" \
  -L"$torch/lib" -Wl,--no-as-needed -ltorch -ltorch_cpu -lc10 -Wl,-rpath,"$torch/lib"
