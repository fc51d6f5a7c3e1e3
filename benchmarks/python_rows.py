#!/usr/bin/env python3
"""What calls and training steps cost in Python: compare.py --python prints the table.

  bazel build //interop/python:tessera //interop/python:wheel
  python3 benchmarks/compare.py --python --rivals /tmp/env/bin/python      # that one has torch, numpy, jax: whichever

  python3 benchmarks/python_rows.py tessera         # one library's rows: name and nanoseconds, for table()

Each library runs in processes of its own, in turns, one thread and pinned; a figure is the least of all rounds. A training
step is SGD with cross-entropy of relu(x w1 + b1) w2 + b2; JAX's is one call of a compiled function.
"""
import argparse
import datetime
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
STEPS = [(16, 16, 4, 8), (64, 128, 10, 32), (784, 256, 10, 64)]
# Row -> what to reach.
ROWS = {
    "a + b": "160 ns",
    "t()": "100 ns",
    "x[1:3]": "160 ns",
    "from_numpy(a)": "300 ns",
    "t.numpy()": "300 ns",
    "tensor([1, 2, 3, 4])": "350 ns",
    "step 16-16-4 batch 8": "10 us",
    "step 64-128-10 batch 32": "28 us",
    "step 784-256-10 batch 64": "550 us",
    "import, NumPy's apart": "50 ms",
}
LIBRARIES = ("tessera", "torch", "numpy", "jax")


def time_of(f, seconds=0.02, repeats=15):
    """The least nanoseconds of one call."""
    f(1)
    begin = time.perf_counter()
    f(3)
    loops = int(seconds / ((time.perf_counter() - begin) / 3 + 1e-9)) + 1
    least = float("inf")
    for _ in range(repeats):
        begin = time.perf_counter()
        f(loops)
        least = min(least, time.perf_counter() - begin)
    return least / loops * 1e9


def looped(statement, names):
    """A function that runs a statement n times, without a call around it."""
    scope = dict(names)
    exec(f"def run(n):\n    for _ in range(n):\n        {statement}", scope)
    return scope["run"]


def report(name, statement, **names):
    print(f"{name}\t{time_of(looped(statement, names)):.1f}", flush=True)


def data(inputs, classes, batch):
    import numpy as np
    rng = np.random.default_rng(0)
    return rng.standard_normal((batch, inputs), dtype=np.float32), rng.integers(0, classes, batch)


def rows_of_torch(torch):
    """torch or tessera."""
    import numpy as np
    torch.set_num_threads(1)
    four, matrix, array = torch.rand(4), torch.rand(4, 5), np.ones(4, np.float32)
    report("a + b", "a + b", a=four, b=torch.rand(4))
    report("t()", "x.t()", x=matrix)
    report("x[1:3]", "x[1:3]", x=matrix)
    report("from_numpy(a)", "f(a)", f=torch.from_numpy, a=array)
    report("t.numpy()", "t.numpy()", t=four)
    report("tensor([1, 2, 3, 4])", "f([1, 2, 3, 4])", f=torch.tensor)
    nn = torch.nn
    for inputs, hidden, classes, batch in STEPS:
        x, y = map(torch.from_numpy, data(inputs, classes, batch))
        model = nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, classes))
        optimizer, loss = torch.optim.SGD(model.parameters(), lr=1e-3), nn.CrossEntropyLoss()

        def step():
            optimizer.zero_grad()
            loss(model(x), y).backward()
            optimizer.step()

        report(f"step {inputs}-{hidden}-{classes} batch {batch}", "step()", step=step)


def rows_of_tessera():
    import tessera
    rows_of_torch(tessera)


def rows_of_numpy():
    import numpy as np
    four, matrix = np.ones(4, np.float32), np.ones((4, 5), np.float32)
    report("a + b", "a + b", a=four, b=four.copy())
    report("t()", "x.T", x=matrix)
    report("x[1:3]", "x[1:3]", x=matrix)
    report("tensor([1, 2, 3, 4])", "f([1, 2, 3, 4])", f=np.array)
    rng = np.random.default_rng(0)
    for inputs, hidden, classes, batch in STEPS:
        x, y = data(inputs, classes, batch)
        w1, w2 = (rng.standard_normal(s, dtype=np.float32) / 10 for s in ((inputs, hidden), (hidden, classes)))
        b1, b2, rows, rate = np.zeros(hidden, np.float32), np.zeros(classes, np.float32), np.arange(batch), np.float32(1e-3)

        def step():
            h = x @ w1
            h += b1
            np.maximum(h, 0, out=h)
            z = h @ w2
            z += b2
            z -= z.max(1, keepdims=True)
            p = np.exp(z)
            total = p.sum(1, keepdims=True)
            loss = (np.log(total)[:, 0] - z[rows, y]).mean()
            p /= total
            p[rows, y] -= 1
            p /= batch
            back = p @ w2.T
            back *= h > 0
            w2.__isub__(rate * (h.T @ p))
            b2.__isub__(rate * p.sum(0))
            w1.__isub__(rate * (x.T @ back))
            b1.__isub__(rate * back.sum(0))
            return loss

        report(f"step {inputs}-{hidden}-{classes} batch {batch}", "step()", step=step)


def rows_of_jax():
    import jax
    import jax.numpy as jnp
    four, matrix = jnp.ones(4), jnp.ones((4, 5))
    report("a + b", "(a + b).block_until_ready()", a=four, b=four)
    report("t()", "x.T", x=matrix)
    report("x[1:3]", "x[1:3]", x=matrix)
    report("tensor([1, 2, 3, 4])", "f([1, 2, 3, 4])", f=jnp.array)
    for inputs, hidden, classes, batch in STEPS:
        x, y = map(jnp.asarray, data(inputs, classes, batch))
        key = jax.random.key(0)
        parameters = [jax.random.normal(key, s) / 10 for s in ((inputs, hidden), (hidden,), (hidden, classes), (classes,))]

        def loss(p):
            z = jax.nn.relu(x @ p[0] + p[1]) @ p[2] + p[3]
            return (jax.nn.logsumexp(z, 1) - jnp.take_along_axis(z, y[:, None], 1)[:, 0]).mean()

        @jax.jit
        def update(p):
            value, gradients = jax.value_and_grad(loss)(p)
            return value, [w - 1e-3 * g for w, g in zip(p, gradients)]

        state = [parameters]

        def step():
            value, state[0] = update(state[0])
            value.block_until_ready()

        report(f"step {inputs}-{hidden}-{classes} batch {batch}", "step()", step=step)


def run(library, args):
    environment = {**os.environ, "JAX_PLATFORMS": "cpu", "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false"}
    for name in ("OMP", "OPENBLAS", "MKL"):
        environment[name + "_NUM_THREADS"] = "1"
    # Ours runs by the same interpreter where there is one, beside the same NumPy.
    if library == "tessera":
        environment["PYTHONPATH"] = str(args.package)

    def python(*command):
        out = subprocess.run([args.rivals, *command], env=environment, capture_output=True, text=True,
                             preexec_fn=lambda: os.sched_setaffinity(0, {args.first}))
        return out.stdout if out.returncode == 0 else ""

    for line in python(str(HERE / "python_rows.py"), library).splitlines():
        name, ns = line.split("\t")
        yield name, float(ns)
    if library != "numpy":
        measured = python("-c", "import numpy, time; t = time.perf_counter(); "
                                f"import {library}; print(time.perf_counter() - t)")
        if measured:
            yield "import, NumPy's apart", float(measured) * 1e9


def show(ns):
    for unit, scale in (("ns", 1), ("us", 1e3), ("ms", 1e6)):
        if ns < 1e3 * scale or unit == "ms":
            return f"{ns / scale:,.{1 if ns / scale < 100 and unit != 'ns' else 0}f} {unit}"


def table(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rivals", default=sys.executable, help="an interpreter that has the other libraries, and runs ours")
    parser.add_argument("--package", help="the folder above tessera/ with its extension; from the wheel if left out")
    parser.add_argument("--wheel", default=HERE.parent / "bazel-bin/interop/python/wheel", type=pathlib.Path)
    parser.add_argument("--without", default="", help="libraries to leave out, by commas")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--first", type=int, default=0, help="the processor to be pinned to")
    args = parser.parse_args(arguments)
    wheels = list(args.wheel.glob("*.whl"))
    if not args.package:
        import tempfile
        import zipfile
        folder = tempfile.TemporaryDirectory()
        args.package = folder.name
        zipfile.ZipFile(wheels[0]).extractall(folder.name)
        # pip compiles on installing, too.
        subprocess.run([args.rivals, "-m", "compileall", "-q", folder.name])
    times = {}
    for _ in range(args.rounds):
        for library in LIBRARIES:
            if library not in args.without.split(","):
                least = times.setdefault(library, {})
                for name, ns in run(library, args):
                    least[name] = min(ns, least.get(name, ns))
    code = "import importlib.metadata as m, sys\nprint('Python', sys.version.split()[0])\nfor p in ('torch', 'numpy', 'jax'):\n" \
        "  try: print(p, m.version(p))\n  except Exception: pass"
    versions = subprocess.run([args.rivals, "-c", code], capture_output=True, text=True).stdout.splitlines()
    cpu = next((line.split(": ")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    print(f"{datetime.date.today()}, {cpu}, one thread; {', '.join(versions)}\n")
    columns = [library for library in LIBRARIES if times.get(library)]
    print("| | to reach | " + " | ".join(columns) + " |\n" + "|---" * (len(columns) + 2) + "|")
    for name, goal in ROWS.items():
        cells = [show(times[c][name]) if name in times[c] else "" for c in columns]
        print(f"| {name} | {goal} | {' | '.join(cells)} |")
    if wheels:
        print(f"| the CPU wheel | 10 MB | {wheels[0].stat().st_size / 1e6:.1f} MB |" + " |" * (len(columns) - 1))


if __name__ == "__main__":
    globals()["rows_of_" + sys.argv[1]]() if sys.argv[1] != "torch" else rows_of_torch(__import__("torch"))
