#!/bin/bash
# run.sh [--sanitizer] [NAME...]: the GPU's tests, the demo and the benchmark, or those of these names: tests, digits,
# benchmark. A line for each; their output goes to NAME.log. Needs a driver and CUDA's libraries (cuBLAS); where they lie
# elsewhere than /usr/local/cuda, name their folder in LD_LIBRARY_PATH. --sanitizer runs the tests under compute-sanitizer.
set -u
cd "$(dirname "$0")"
sanitizer=()
if [[ ${1:-} == --sanitizer ]]; then
  sanitizer=(compute-sanitizer --error-exitcode 1)
  shift
fi
wanted=("$@")
((${#wanted[@]})) || wanted=(tests digits benchmark)
nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2>/dev/null || echo "no nvidia-smi here"

digits() {
  local device
  for device in cpu cuda; do
    ./digits_cuda --data digits.csv --epochs 5 --device $device || return
  done
}

failed=0
for name in "${wanted[@]}"; do
  case $name in
    tests) command=("${sanitizer[@]+"${sanitizer[@]}"}" ./gpu_tests) ;;
    digits) command=(digits) ;;
    benchmark) command=(./gpu_benchmark) ;;
    *) echo "run.sh: expected tests, digits or benchmark, got $name" >&2; exit 2 ;;
  esac
  start=$SECONDS
  "${command[@]}" >"$name.log" 2>&1
  status=$?
  took=$((SECONDS - start))
  reason=$(grep -om1 "no NVIDIA driver found\|the NVIDIA driver .*" "$name.log")
  if [[ -n $reason ]]; then
    echo "SKIPPED $name: $reason"
  elif ((status == 0)); then
    echo "PASSED $name ($took s)"
  else
    failed=1
    echo "FAILED $name ($took s), status $status:"
    tail -n 20 "$name.log"
  fi
done
[[ ! -e benchmark.log ]] || cat benchmark.log
exit $failed
