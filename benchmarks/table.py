#!/usr/bin/env python3
"""Prints the least times of a benchmark's repetitions as a Markdown table.

  bazel run //benchmarks:call_overhead -- --benchmark_repetitions=9 --benchmark_format=json | python3 benchmarks/table.py
  python3 benchmarks/table.py before.json after.json     # one column each

The least, since other work on the machine only ever adds.
"""
import json
import pathlib
import sys

NS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}


def least(text):
    """{name: (ns, rate or None)} of the fastest repetition."""
    found = {}
    for run in json.loads(text)["benchmarks"]:
        if run.get("run_type") != "iteration" or "error_occurred" in run:
            continue
        ns = run["real_time"] * NS[run["time_unit"]]
        if ns < found.get(run["name"], (float("inf"),))[0]:
            rate = None
            if "FLOPS" in run:
                rate = f"{run['FLOPS'] / 1e9:.1f} GFLOP/s"
            elif "bytes_per_second" in run:
                rate = f"{run['bytes_per_second'] / 1e9:.1f} GB/s"
            found[run["name"]] = ns, rate
    return found


def show(ns):
    if ns < 1e4:
        return f"{ns:,.1f} ns"
    return f"{ns / 1e3:,.1f} us" if ns < 1e7 else f"{ns / 1e6:,.1f} ms"


def main():
    files = sys.argv[1:]
    columns = [least(pathlib.Path(f).read_text()) for f in files] or [least(sys.stdin.read())]
    print("| | " + " | ".join(files or ["time"]) + " | |\n" + "|---" * (len(columns) + 2) + "|")
    for name, (_, rate) in columns[-1].items():
        times = [show(column[name][0]) if name in column else "" for column in columns]
        print(f"| {name.removeprefix('BM_').removesuffix('/real_time')} | {' | '.join(times)} | {rate or ''} |")


if __name__ == "__main__":
    main()
