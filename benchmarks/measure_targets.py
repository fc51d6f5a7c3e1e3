#!/usr/bin/env python3
"""Measures what each public target costs a program that depends on it, and writes the table into docs/sizes.md.

  python3 benchmarks/measure_targets.py --bazel ./bazelw         # from the workspace's root
  python3 benchmarks/measure_targets.py --quiet "taskset -c 1"   # a command in front of each compiler

The programs are those of benchmarks/sizes/BUILD, a few lines each. Size is that of the stripped binary, opt; compiling is
CPU seconds of `g++ -O2 -c`, the least of the rounds: of a file that only includes the program's headers, and of the program.
Kernels and gradients link whole, used or not, so the size is that of any program over the target.
"""
import argparse
import datetime
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/sizes.md"
PACKAGE = "//benchmarks/sizes"


def cpu_seconds(command):
    """User and system seconds of a command and its children."""
    before = os.times()
    subprocess.run(command, check=True)
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])


def processor():
    """What /proc/cpuinfo calls it."""
    text = pathlib.Path("/proc/cpuinfo").read_text()
    found = re.search(r"model name\s*: (.+)", text)
    return f"{found[1] if found else 'unknown processor'}, {os.cpu_count()} virtual cores"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bazel", default="./bazelw", help="command and startup options")
    parser.add_argument("--options", default="", help="options of bazel build")
    parser.add_argument("--quiet", default="", help="in front of each compiler, as taskset or flock")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    bazel, options = shlex.split(args.bazel), shlex.split(args.options)
    compiler = os.environ.get("CXX", "g++")

    names = re.findall(r'^    "(\w+)": \("', (ROOT / "benchmarks/sizes/BUILD").read_text(), re.M)
    subprocess.run([*bazel, "build", "--compilation_mode=opt", *options, *(f"{PACKAGE}:{name}" for name in names)],
                   cwd=ROOT, check=True)
    built = ROOT / "bazel-bin/benchmarks/sizes"

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "tessera").symlink_to(ROOT)
        for name in names:
            binary = folder / "binary"
            shutil.copy(built / name, binary)
            binary.chmod(0o755)
            subprocess.run(["strip", str(binary)], check=True)
            source = built / f"{name}.cc"
            headers = folder / "headers.cc"
            headers.write_text("".join(line + "\n" for line in source.read_text().splitlines() if line[:1] == "#"))
            seconds = []
            for file in (headers, source):
                command = [*shlex.split(args.quiet), compiler, "-std=c++17", "-O2", "-c", f"-I{folder}", str(file),
                           "-o", str(folder / "object.o")]
                seconds.append(min(cpu_seconds(command) for _ in range(args.rounds)))
            targets = source.read_text().splitlines()[0][3:].split()
            rows.append((targets, binary.stat().st_size, *seconds))
            print(targets, rows[-1][1:], flush=True)

    version = subprocess.run([compiler, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[0]
    lines = [f"Measured {datetime.date.today()} on {processor()}; {version}.", "",
             "| a program that depends on | MB, stripped | its headers compile in, s | the program, s |", "|-|-|-|-|"]
    for targets, size, headers, seconds in rows:
        first = f"`{targets[0]}`" if targets else "nothing of tessera"
        more = f", with {', '.join(f'`{t}`' for t in targets[1:])}" if targets[1:] else ""
        lines.append(f"| {first}{more} | {size / 1e6:.2f} | {headers:.2f} | {seconds:.2f} |")
    text = PAGE.read_text()
    head, rest = text.split("<!-- table -->\n", 1)
    _, tail = rest.split("<!-- end of table -->", 1)
    PAGE.write_text(head + "<!-- table -->\n" + "\n".join(lines) + "\n<!-- end of table -->" + tail)


if __name__ == "__main__":
    sys.exit(main())
