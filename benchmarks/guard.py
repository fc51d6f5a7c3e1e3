#!/usr/bin/env python3
"""Compares the instructions of each call of one_call.cc with the figures that are checked in.

  bazel build //benchmarks:one_call
  python3 benchmarks/guard.py              # fails where a call takes more than the margin beyond its figure
  python3 benchmarks/guard.py --update     # writes instruction_counts.json anew

Instructions are exact on a noisy machine, where times are not: the same program gives the same count to the last one. Counted
by single steps (instructions.c) with the AVX2 kernels, so that every processor of today counts the same. Another compiler
gives other figures, hence the margin, and its name beside them.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FIGURES = HERE / "instruction_counts.json"
CALLS = 10  # between the stops of one_call.cc
MARGIN = 0.04  # of the figure
SLACK = 8  # instructions


def count(stepper, program, call):
    run = subprocess.run([stepper, program, call], env={**os.environ, "TESSERA_ISA": "avx2"}, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL)
    return round(run.stdout.count(b"\n") / CALLS)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(HERE.parent / "bazel-bin/benchmarks/one_call"))
    parser.add_argument("--update", action="store_true")
    parser.add_argument("calls", nargs="*")
    args = parser.parse_args()
    cc = os.environ.get("CC", "gcc")
    compiler = subprocess.run([cc, "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    names = subprocess.run([args.program, "--list"], capture_output=True, text=True, check=True).stdout.split()
    kept = json.loads(FIGURES.read_text()) if FIGURES.exists() else {"calls": {}}
    if kept.get("compiler") not in (None, compiler) and not args.update:
        print(f"the figures were made with {kept['compiler']}, this is {compiler}")
    worse = []
    counts = {}
    with tempfile.TemporaryDirectory() as folder:
        stepper = os.path.join(folder, "instructions")
        subprocess.run([cc, "-O1", "-o", stepper, str(HERE / "instructions.c")], check=True)
        for name in args.calls or names:
            counts[name] = now = count(stepper, args.program, name)
            figure = kept["calls"].get(name)
            over = figure is not None and now > figure * (1 + MARGIN) + SLACK
            if over:
                worse.append(name)
            print(f"{name:16} {now:8}  {'new' if figure is None else f'{figure:8} {now / figure - 1:+6.1%}'}"
                  f"{'  MORE' if over else ''}", flush=True)
    if args.update:
        kept = {"compiler": compiler, "isa": "avx2", "calls": {**kept["calls"], **counts} if args.calls else counts}
        FIGURES.write_text(json.dumps(kept, indent=1) + "\n")
        return 0
    if worse:
        print(f"more instructions than the figures allow: {', '.join(worse)}; find out why, or --update with the reason")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
