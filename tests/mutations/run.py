#!/usr/bin/env python3
"""Breaks rows of the contract in turn and expects each one's test to fail.

  python3 tests/mutations/run.py                      # all of mutations.toml; the tree is as before afterwards
  python3 tests/mutations/run.py A-16 --bazel ./bazelw --options="--config=fast"
  python3 tests/mutations/run.py --draw 10 --seed 10  # draws rows that C++ tests prove

A mutation that the test does not notice is a defect of the test. Edits the working tree, so its files must be committed.
"""
import argparse
import pathlib
import random
import shlex
import subprocess
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def draw(count, seed):
    contract = tomllib.loads((ROOT / "tests/contract.toml").read_text())
    rows = [row for row, entry in contract.items()
            if entry["kind"] == "cpp" and any(".cc: " in test for test in entry.get("tests", []))]
    for row in random.Random(seed).sample(rows, count):
        print(row, *contract[row]["tests"], sep="\n  ")


def notices(mutation, bazel, options):
    """Says how the test failed, or None where it passed."""
    path = ROOT / mutation["file"]
    before = path.read_text()
    if before.count(mutation["find"]) != 1:
        sys.exit(f"{mutation['row']}: {mutation['file']} has the text to replace {before.count(mutation['find'])} times")
    command = [*bazel, "test", *options, "--cache_test_results=no", "--test_output=all",
               f"--test_filter={mutation['test']}", mutation["target"]]
    try:
        path.write_text(before.replace(mutation["find"], mutation["replace"]))
        run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    finally:
        path.write_text(before)
    test = mutation["test"]
    if run.returncode not in (0, 3) or f"[ RUN      ] {test}" not in run.stdout:
        sys.exit(run.stdout[-3000:] + f"\n{mutation['row']}: {test} was not run")
    if f"[  FAILED  ] {test}" in run.stdout:
        return "failed"
    return None if f"[       OK ] {test}" in run.stdout else "crashed"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bazel", default="./bazelw", help="command and startup options")
    parser.add_argument("--options", default="", help="options of bazel test")
    parser.add_argument("--draw", type=int, help="print so many rows instead")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("rows", nargs="*", help="only these")
    args = parser.parse_args()
    if args.draw:
        return draw(args.draw, args.seed)
    missed = 0
    for mutation in tomllib.loads((HERE / "mutations.toml").read_text())["mutation"]:
        if args.rows and mutation["row"] not in args.rows:
            continue
        how = notices(mutation, shlex.split(args.bazel), shlex.split(args.options))
        missed += how is None
        print(f"{mutation['row']}: {mutation['what']}: {mutation['test']} {how or 'DID NOT NOTICE'}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
