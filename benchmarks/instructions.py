#!/usr/bin/env python3
"""Counts the instructions of a call, as a tree of the functions that it goes through.

  python3 benchmarks/instructions.py STEPPER PROGRAM CALL [--depth N] [--least N]

STEPPER is instructions.c, compiled; PROGRAM is //benchmarks:one_call. Exact and repeatable. A line says: instructions with
all that is called, in the function itself, calls, name.
"""
import argparse
import bisect
import os
import subprocess

CALLS = 10  # between the stops


class Node:
    def __init__(self):
        self.own = 0
        self.calls = 0
        self.callees = {}

    def total(self):
        return self.own + sum(n.total() for n in self.callees.values())


def functions(program):
    """Addresses and names, sorted."""
    found = []
    for line in subprocess.run(["nm", "-C", "--defined-only", program], check=True, capture_output=True,
                               text=True).stdout.splitlines():
        address, kind, name = line.split(" ", 2)
        if kind in "tTwW":
            found.append((int(address, 16), name.replace("(anonymous namespace)::", "")))
    return sorted(found)


def tree(trace, base, table):
    addresses = [address for address, _ in table]
    root = Node()
    stack = [("", root, float("inf"))]  # name, node, stack pointer at entry
    for line in trace:
        at, pointer = (int(word, 16) for word in line.split())
        at -= base
        name, is_entry = "(libraries)", False
        if addresses[0] <= at <= addresses[-1] + 65536:
            i = bisect.bisect(addresses, at) - 1
            name, is_entry = table[i][1], at == addresses[i]
        while len(stack) > 1 and pointer > stack[-1][2]:
            stack.pop()
        if is_entry or name != stack[-1][0]:
            if is_entry and pointer == stack[-1][2]:
                stack.pop()  # a tail call
            node = stack[-1][1].callees.setdefault(name, Node())
            node.calls += 1
            stack.append((name, node, pointer))
        stack[-1][1].own += 1
    return root


def show(name, node, depth, args):
    total = node.total() / CALLS
    if total < args.least or depth > args.depth:
        return
    print(f"{'  ' * depth}{total:.0f} (self {node.own / CALLS:.0f}) x{node.calls / CALLS:g} {name.split('(')[0] or name}")
    for callee, child in sorted(node.callees.items(), key=lambda item: -item[1].total()):
        show(callee, child, depth + 1, args)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stepper")
    parser.add_argument("program")
    parser.add_argument("call")
    parser.add_argument("--depth", type=int, default=12)
    parser.add_argument("--least", type=float, default=10)
    args = parser.parse_args()
    run = subprocess.run([args.stepper, args.program, args.call], check=True, capture_output=True, text=True)
    path = os.path.realpath(args.program)
    base = min(int(line.split("-")[0], 16) for line in run.stderr.splitlines() if line.endswith(path))
    show(args.call, tree(run.stdout.splitlines(), base, functions(path)), 0, args)


if __name__ == "__main__":
    main()
