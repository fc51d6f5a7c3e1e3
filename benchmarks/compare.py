#!/usr/bin/env python3
"""Sets this library beside libtorch, NumPy, JAX and torch's Python, whichever are there, and prints a table of ratios.

  bazel build //benchmarks:rows
  python3 benchmarks/compare.py --python /tmp/env/bin/python               # every row, one thread and two
  python3 benchmarks/compare.py --only 'mm/.*|layout/.*' --threads 1 --rounds 5
  python3 benchmarks/compare.py --save a.json    # keeps the least of this run and of those before
  python3 benchmarks/compare.py --rounds 0 --save a.json                   # prints what is kept
  python3 benchmarks/compare.py --python --rivals /tmp/env/bin/python      # the Python module beside torch, NumPy, JAX

--python is an interpreter that has the rivals; without a value, the table is of what calls cost in Python (python_rows.py,
whose arguments follow, as --rivals). libtorch comes from its torch package or from --libtorch (or
LIBTORCH), and is compiled on the first run. Programs take turns, pinned to as many processors as threads; a row's figure is
its least. A ratio above 1 says that the rival takes longer.
"""
import argparse
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
RIVALS = ("numpy", "jax", "torch")


def clean_environment(threads):
    kept = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "TESSERA_ISA")}
    for name in ("OMP", "OPENBLAS", "MKL"):
        kept[name + "_NUM_THREADS"] = str(threads)
    kept["JAX_PLATFORMS"] = "cpu"
    return kept


def versions(python):
    """{package: version} of the rivals that the interpreter has."""
    code = ("import importlib.metadata as m\nfor p in %r:\n  try: print(p, m.version(p))\n  except Exception: pass" %
            (RIVALS,))
    out = subprocess.run([python, "-c", code], capture_output=True, text=True).stdout
    return dict(line.split() for line in out.splitlines())


def libtorch_program(args):
    """The path of rows.cc with libtorch, or None where there is none."""
    folder = args.libtorch
    if not folder:
        code = "import importlib.util as u; print(u.find_spec('torch').submodule_search_locations[0])"
        folder = subprocess.run([args.python, "-c", code], capture_output=True, text=True).stdout.strip()
    if not folder or not (pathlib.Path(folder) / "lib/libtorch_cpu.so").exists():
        return None
    program = pathlib.Path(args.built) / "rows_of_libtorch"
    if not program.exists() or program.stat().st_mtime < (HERE / "rows.cc").stat().st_mtime:
        program.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([str(HERE / "libtorch/build.sh"), folder, str(program)], check=True)
    return str(program)


def run(command, threads, first):
    def pin():
        os.sched_setaffinity(0, range(first, first + threads))
    out = subprocess.run(command, env=clean_environment(threads), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                         text=True, preexec_fn=pin)
    if out.returncode:
        print(f"{command[0]} ended with {out.returncode}", file=sys.stderr)
    for line in out.stdout.splitlines():
        name, ns = line.split("\t")
        yield name, float(ns)


def show(ns):
    for unit, scale in (("ns", 1), ("us", 1e3), ("ms", 1e6)):
        if ns < 1e3 * scale or unit == "ms":
            return f"{ns / scale:,.{1 if ns / scale < 100 else 0}f} {unit}"


def rate(name, ns):
    """GFLOP/s of a matrix product, from its name."""
    found = re.match(r"(b?mm)[^/]*/(\d+)( of |x)?(\d+)?x?(\d+)?", name)
    if not found:
        return ""
    kind, m, between, n, k = found.groups()
    if kind == "bmm":
        flops = 2 * int(m) * int(n)**3
    else:
        flops = 2 * int(m) * int(n or m) * int(k or m)
    return f" ({flops / ns:.0f})"


def table(times, columns):
    """Markdown: ours, then each rival's time over ours."""
    print("| | tessera | " + " | ".join(columns) + " |\n" + "|---" * (len(columns) + 2) + "|")
    for name, ours in times.get("tessera", {}).items():
        cells = []
        for column in columns:
            other = times.get(column, {}).get(name)
            cells.append(f"{other / ours:.2f}" if other else "")
        print(f"| {name} | {show(ours)}{rate(name, ours)} | {' | '.join(cells)} |")


def main():
    if "--python" in sys.argv and (sys.argv[-1] == "--python" or sys.argv[sys.argv.index("--python") + 1].startswith("-")):
        import python_rows
        return python_rows.table([argument for argument in sys.argv[1:] if argument != "--python"])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=".*", help="regular expression of whole names of rows")
    parser.add_argument("--without", default="", help="libraries to leave out, by commas")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.01, help="of one stretch; each row has --repeats of them a round")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--first", type=int, default=0, help="the first processor to be pinned to")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--libtorch", default=os.environ.get("LIBTORCH", ""))
    parser.add_argument("--rows", default=str(HERE.parent / "bazel-bin/benchmarks/rows"), help="our program")
    parser.add_argument("--built", default=os.path.join(tempfile.gettempdir(), "tessera-rivals"))
    parser.add_argument("--save", help="JSON of least times, read first where it exists")
    args = parser.parse_args()

    found = versions(args.python)
    without = args.without.split(",")
    common = [f"--seconds={args.seconds}", f"--repeats={args.repeats}", args.only]
    programs = {"tessera": [args.rows, *common]}
    libtorch = libtorch_program(args) if "libtorch" not in without else None
    if libtorch:
        programs["libtorch"] = [libtorch, *common]
    for rival in RIVALS:
        if rival in found and rival not in without:
            programs["torch (Python)" if rival == "torch" else rival] = [
                args.python, str(HERE / "rivals.py"), rival, *common]

    kept = {}
    if args.save and os.path.exists(args.save):
        kept = json.loads(pathlib.Path(args.save).read_text())
    for threads in [int(n) for n in args.threads.split(",")]:
        times = kept.setdefault(str(threads), {})
        for _ in range(args.rounds):
            for label, command in programs.items():
                least = times.setdefault(label, {})
                for name, ns in run([*command, f"--threads={threads}"], threads, args.first):
                    least[name] = min(ns, least.get(name, ns))
            if args.save:
                pathlib.Path(args.save).write_text(json.dumps(kept, indent=1))

    cpu = next((line.split(": ")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    print(f"{datetime.date.today()}, {cpu}, {os.cpu_count()} processors; " +
          ", ".join(f"{package} {version}" for package, version in found.items()))
    for threads, times in kept.items():
        print(f"\n{threads} thread{'s' if threads != '1' else ''}; rivals' times over ours"
              " (in brackets GFLOP/s of products)\n")
        table(times, [label for label in times if label != "tessera"])


if __name__ == "__main__":
    main()
