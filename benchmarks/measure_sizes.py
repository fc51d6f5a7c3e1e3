#!/usr/bin/env python3
"""Measures what users pay before a program does anything: compile time of the headers, size and start of programs.

  python3 benchmarks/measure_sizes.py               # from the workspace's root
  python3 benchmarks/measure_sizes.py --bazel ./bazelw --rounds 9
  CXX=clang++ python3 benchmarks/measure_sizes.py

Prints Markdown tables. Compile times are CPU seconds, start times wall-clock milliseconds, each the least of the rounds.
"""
import argparse
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

HEADERS = ["tensor/tensor.h", "tensor/ops.h", "nn/nn.h", "tessera.h"]
PROGRAMS = "kind(cc_binary, //demos:all)"
HELLO = "//demos:hello"
ROOT = pathlib.Path(__file__).resolve().parent.parent


def cpu_seconds(command):
    """User and system seconds of a command and its children."""
    before = os.times()
    subprocess.run(command, check=True)
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])


def wall_ms(command):
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - begin) * 1e3


def compile_times(compiler, rounds):
    """Yields (header, seconds) for a file of one line that includes it."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "tessera").symlink_to(ROOT)
        for header in HEADERS:
            if not (ROOT / header).exists():
                continue
            source = folder / "one.cc"
            source.write_text(f'#include "tessera/{header}"\n')
            command = [compiler, "-std=c++17", "-O2", "-c", f"-I{folder}", str(source), "-o", str(folder / "one.o")]
            yield header, min(cpu_seconds(command) for _ in range(rounds))


def stripped(program, folder):
    copy = pathlib.Path(folder) / "stripped"
    shutil.copy(program, copy)
    copy.chmod(0o755)
    subprocess.run(["strip", str(copy)], check=True)
    return copy


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bazel", default="bazel", help="command and startup options")
    parser.add_argument("--options", default="", help="options of each bazel command")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("targets", nargs="*", help="programs instead of those of //demos")
    args = parser.parse_args()
    bazel = shlex.split(args.bazel)
    options = shlex.split(args.options)

    def ask(command, *more):
        return subprocess.run([*bazel, command, *options, *more], check=True, cwd=ROOT, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True).stdout.split()

    compiler = os.environ.get("CXX", "g++")
    print(f"| `{compiler} -O2 -c`, one line that includes | CPU s |\n|---|---|")
    for header, seconds in compile_times(compiler, args.rounds):
        print(f"| `tessera/{header}` | {seconds:.2f} |", flush=True)

    targets = args.targets or ask("query", PROGRAMS)
    failed = subprocess.run([*bazel, "build", *options, "--keep_going", *targets], cwd=ROOT,
                            stderr=subprocess.DEVNULL).returncode
    binaries = pathlib.Path(ask("info", "bazel-bin")[0])
    print("\n| program | MB | stripped MB |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for target in sorted(targets):
            program = binaries / target[2:].replace(":", "/")
            if not program.exists():
                print(f"| `{target}` | not built | |")
                continue
            sizes = [os.path.getsize(p) / 1e6 for p in (program, stripped(program, folder))]
            print(f"| `{target}` | {sizes[0]:.2f} | {sizes[1]:.2f} |")
        if HELLO in targets and (binaries / "demos/hello").exists():
            hello = str(stripped(binaries / "demos/hello", folder))
            print(f"\n`{HELLO}` runs in {min(wall_ms([hello]) for _ in range(20)):.1f} ms.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
