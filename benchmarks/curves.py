#!/usr/bin/env python3
"""Draws how cost grows with size, as SVG: this library, libtorch dashed, the machine's limits as thin lines.

  python3 benchmarks/compare.py --only 'curve/.*' --threads 1 --without numpy,jax,torch --save curves.json
  python3 benchmarks/curves.py curves.json benchmarks/curves.svg --gflops 118 --gb 30
"""
import argparse
import json
import math
import pathlib

WIDTH, HEIGHT, LEFT, TOP = 900, 560, 60, 30
COLOURS = {"add": "#1f77b4", "exp": "#d62728", "sum": "#2ca02c", "mm": "#9467bd", "step": "#8c564b"}
LABELS = {"add": "a + b, n floats", "exp": "exp, n floats", "sum": "sum, n floats", "mm": "product, n x n x n",
          "step": "training step n-n-10, batch 32"}
MOST_N, MOST_NS = 1e8, 1e9
LEAST_NS = 10


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures")
    parser.add_argument("svg")
    parser.add_argument("--gflops", type=float, default=118, help="peak of a core")
    parser.add_argument("--gb", type=float, default=30, help="memory, GB/s")
    args = parser.parse_args()
    times = json.loads(pathlib.Path(args.figures).read_text())["1"]

    def point(n, ns):
        x = LEFT + math.log10(n) / math.log10(MOST_N) * (WIDTH - LEFT - 20)
        y = TOP + (1 - math.log10(ns / LEAST_NS) / math.log10(MOST_NS / LEAST_NS)) * (HEIGHT - TOP - 40)
        return f"{x:.1f},{y:.1f}"

    def line(points, colour, more=""):
        inside = [p for p in points if LEAST_NS <= p[1] <= MOST_NS]
        return (f'<polyline fill="none" stroke="{colour}" {more} '
                f'points="{" ".join(point(*p) for p in inside)}"/>')

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
           'font-size="12">', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
    for power in range(0, 9):
        x, _ = point(10**power, LEAST_NS).split(",")
        out.append(f'<line x1="{x}" x2="{x}" y1="{TOP}" y2="{HEIGHT - 40}" stroke="#eee"/>')
        out.append(f'<text x="{x}" y="{HEIGHT - 24}" text-anchor="middle">10^{power}</text>')
    for power, text in ((1, "10 ns"), (2, "100 ns"), (3, "1 us"), (4, "10 us"), (5, "100 us"), (6, "1 ms"), (7, "10 ms"),
                        (8, "100 ms"), (9, "1 s")):
        _, y = point(1, 10**power).split(",")
        out.append(f'<line x1="{LEFT}" x2="{WIDTH - 20}" y1="{y}" y2="{y}" stroke="#eee"/>')
        out.append(f'<text x="{LEFT - 6}" y="{float(y) + 4}" text-anchor="end">{text}</text>')
    out.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 6}" text-anchor="middle">n (time of one call, one thread; dashed: '
               f'libtorch; thin: {args.gb:g} GB/s, {args.gflops:g} GFLOP/s)</text>')
    sizes = [4.0**i for i in range(14)]
    for name, nbytes in (("add", 12), ("sum", 4)):
        out.append(line([(n, n * nbytes / args.gb) for n in sizes], COLOURS[name], 'stroke-width="0.6"'))
    out.append(line([(n, 2 * n**3 / args.gflops) for n in (2.0**i for i in range(12))], COLOURS["mm"],
                    'stroke-width="0.6"'))
    # Three products with the first layer's weights; its input needs no gradient.
    out.append(line([(n, 32 * n * (4 * n + 60) / args.gflops) for n in (2.0**i for i in range(11))], COLOURS["step"],
                    'stroke-width="0.6"'))
    for at, (name, colour) in enumerate(COLOURS.items()):
        for library, style in (("libtorch", 'stroke-dasharray="5 4"'), ("tessera", 'stroke-width="2"')):
            points = sorted((int(row.split("/")[2]), ns) for row, ns in times.get(library, {}).items()
                            if row.startswith(f"curve/{name}/"))
            out.append(line(points, colour, style))
        out.append(f'<text x="{LEFT + 14}" y="{TOP + 14 + 16 * at}" fill="{colour}">{LABELS[name]}</text>')
    out.append("</svg>")
    pathlib.Path(args.svg).write_text("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
