#!/usr/bin/env python3
"""The rows of rows.cc in NumPy, JAX or torch's Python: a line for each, name and nanoseconds of one call.

  python3 benchmarks/rivals.py numpy --threads 1 'mm/.*'     # for compare.py

JAX runs each row compiled, the training step without the loss's value and many steps in one loop.
"""
import argparse
import os
import re
import time

SIZES = {"1K": 1 << 10, "32K": 32 << 10, "1M": 1 << 20, "16M": 16 << 20}
STEPS = [(16, 16, 4, 8), (64, 128, 10, 32), (784, 256, 10, 64), (784, 1024, 10, 256)]
PRODUCTS = [(n, n, n, "") for n in (4, 8, 16, 32, 48, 64, 100, 128, 256, 512, 1024, 2048)]
PRODUCTS += [(n, n, n, t) for t in ("At", "Bt", "AtBt") for n in (64, 256, 1024)]
PRODUCTS += [(64, 256, 784, "Bt"), (256, 784, 64, "At"), (4096, 32, 32, ""), (4096, 64, 1024, ""), (32, 4096, 32, ""),
             (64, 10, 256, ""), (64, 10, 256, "Bt"), (10, 256, 64, "At"), (1, 1024, 1024, ""), (1, 1024, 1024, "Bt"),
             (1024, 1, 1024, "")]
DOUBLES = (8, 16, 32, 64, 128, 256, 512, 1024)


class Timer:
    def __init__(self, args):
        self.wanted = re.compile(args.only)
        self.seconds, self.repeats = args.seconds, args.repeats

    def __call__(self, name, make, calls_inside=1):
        """make() gives the function to be timed, which does the row calls_inside times."""
        if not self.wanted.fullmatch(name):
            return
        f = make()
        f()
        f()
        begin = time.perf_counter()
        f()
        calls = int(self.seconds / (time.perf_counter() - begin + 1e-9)) + 1
        least = float("inf")
        for _ in range(self.repeats):
            begin = time.perf_counter()
            for _ in range(calls):
                f()
            least = min(least, time.perf_counter() - begin)
        print(f"{name}\t{least / calls / calls_inside * 1e9:.1f}", flush=True)


def product_name(m, n, k, t):
    return (str(m) if m == n == k else f"{m}x{n}x{k}") + (" " + t if t else "")


def matrices(rand, m, n, k, t):
    a = rand(k, m).T if "At" in t else rand(m, k)
    b = rand(n, k).T if "Bt" in t else rand(k, n)
    return a, b


def rows_of_numpy(timer, threads):
    import numpy as np
    rng = np.random.default_rng(0)

    def rand(*sizes):
        return rng.random(sizes, dtype=np.float32)

    a, m = np.ones(4, np.float32), np.ones((8, 4), np.float32)
    timer("call/add", lambda: lambda: a + a)
    timer("call/exp", lambda: lambda: np.exp(a))
    timer("call/[8,4]+[4]", lambda: lambda: m + a)
    timer("call/t", lambda: lambda: m.T)
    timer("call/sum", lambda: lambda: a.sum())
    timer("call/sum(0)", lambda: lambda: m.sum(0))
    timer("call/sum(1)", lambda: lambda: m.sum(1))
    for m_, n, k, t in PRODUCTS:
        def make():
            x, y = matrices(rand, m_, n, k, t)
            return lambda: x @ y
        timer("mm/" + product_name(m_, n, k, t), make)
    for n in DOUBLES:
        def make():
            x, y = rng.random((n, n)), rng.random((n, n))
            return lambda: x @ y
        timer(f"mm double/{n}", make)
    for count, n in ((64, 32), (16, 128)):
        def make():
            x, y = rand(count, n, n), rand(count, n, n)
            return lambda: x @ y
        timer(f"bmm/{count} of {n}", make)
    for size, n in SIZES.items():
        def of(f):
            def make():
                x, y = rand(n) + np.float32(0.5), rand(n) - np.float32(0.5)
                return lambda: f(x, y)
            return make
        row = rand(256)
        timer("add/" + size, of(lambda x, y: x + y))
        timer("mul/" + size, of(lambda x, y: x * y))
        timer("relu/" + size, of(lambda x, y: np.maximum(y, np.float32(0))))
        timer("exp/" + size, of(lambda x, y: np.exp(y)))
        timer("log/" + size, of(lambda x, y: np.log(x)))
        timer("tanh/" + size, of(lambda x, y: np.tanh(y)))
        timer("sum/" + size, of(lambda x, y: x.sum()))
        timer("mean/" + size, of(lambda x, y: x.mean()))
        timer("max/" + size, of(lambda x, y: x.max()))
        timer("broadcast/" + size, of(lambda x, y: x.reshape(-1, 256) + row))
    x = rand(1024, 1024)
    timer("layout/x+x.t()", lambda: lambda: x + x.T)
    timer("layout/x.t().contiguous()", lambda: lambda: np.ascontiguousarray(x.T))
    timer("layout/sum(0)", lambda: lambda: x.sum(0))
    timer("layout/sum(1)", lambda: lambda: x.sum(1))
    timer("layout/randn 1M", lambda: lambda: rng.standard_normal(1 << 20, np.float32))


def rows_of_jax(timer, threads):
    import jax
    import jax.numpy as jnp
    import numpy as np
    jax.config.update("jax_platforms", "cpu")
    rng = np.random.default_rng(0)

    def rand(*sizes):
        return jnp.asarray(rng.random(sizes, dtype=np.float32))

    def compiled(f, *inputs):
        run = jax.jit(f).lower(*inputs).compile()
        return lambda: run(*inputs).block_until_ready()

    def of(f, *make):
        return lambda: compiled(f, *[one() for one in make])

    four, eight = jnp.ones(4), jnp.ones((8, 4))
    timer("call/add", lambda: compiled(jnp.add, four, four))
    timer("call/sum", lambda: compiled(jnp.sum, four))
    timer("call/[8,4]+[4]", lambda: compiled(jnp.add, eight, four))
    timer("call/x*x+3*x and backward", lambda: compiled(jax.grad(lambda x: x * x + 3 * x), jnp.float32(1)))
    for inputs, hidden, classes, batch in STEPS:
        def make():
            x = rand(batch, inputs)
            target = jnp.asarray(rng.integers(0, classes, batch))
            parameters = (rand(hidden, inputs), rand(hidden), rand(classes, hidden), rand(classes))

            def loss(p):
                scores = jax.nn.relu(x @ p[0].T + p[1]) @ p[2].T + p[3]
                return -jnp.take_along_axis(jax.nn.log_softmax(scores), target[:, None], 1).mean()

            def step(_, p):
                return jax.tree_util.tree_map(lambda w, g: w - 1e-3 * g, p, jax.grad(loss)(p))

            run = jax.jit(lambda p: jax.lax.fori_loop(0, 50, step, p)).lower(parameters).compile()
            return lambda: run(parameters)[0].block_until_ready()
        timer(f"step/{inputs}-{hidden}-{classes} x{batch}", make, calls_inside=50)
    for m, n, k, t in PRODUCTS:
        # The transposition is part of what is compiled, as it is in a model.
        def make():
            a = rand(k, m) if "At" in t else rand(m, k)
            b = rand(n, k) if "Bt" in t else rand(k, n)
            return compiled(lambda a, b: (a.T if "At" in t else a) @ (b.T if "Bt" in t else b), a, b)
        timer("mm/" + product_name(m, n, k, t), make)
    for count, n in ((64, 32), (16, 128)):
        timer(f"bmm/{count} of {n}", of(jnp.matmul, lambda: rand(count, n, n), lambda: rand(count, n, n)))
    for size, n in SIZES.items():
        def x():
            return rand(n) + 0.5
        for name, f in (("relu", jax.nn.relu), ("exp", jnp.exp), ("log", jnp.log), ("tanh", jnp.tanh),
                        ("sigmoid", jax.nn.sigmoid), ("sum", jnp.sum), ("mean", jnp.mean), ("max", jnp.max)):
            timer(f"{name}/{size}", of(f, x))
        timer(f"add/{size}", of(jnp.add, x, x))
        timer(f"mul/{size}", of(jnp.multiply, x, x))
        timer(f"softmax/{size}", of(lambda a: jax.nn.softmax(a, 1), lambda: x().reshape(-1, 256)))
        timer(f"broadcast/{size}", of(jnp.add, lambda: x().reshape(-1, 256), lambda: rand(256)))

    def square():
        return rand(1024, 1024)
    timer("layout/x+x.t()", of(lambda x: x + x.T, square))
    timer("layout/x.t().contiguous()", of(lambda x: x.T, square))
    timer("layout/sum(0)", of(lambda x: x.sum(0), square))
    timer("layout/sum(1)", of(lambda x: x.sum(1), square))
    timer("layout/randn 1M", of(lambda key: jax.random.normal(key, (1 << 20,)), lambda: jax.random.key(0)))


def rows_of_torch(timer, threads):
    """Python's price of a call; rows.cc with libtorch has the rest."""
    import torch
    torch.set_num_threads(threads)
    a, b, m = torch.ones(4), torch.ones(4), torch.ones(8, 4)
    ra, s = torch.ones(4, requires_grad=True), torch.ones((), requires_grad=True)
    timer("call/add", lambda: lambda: a + b)
    timer("call/add recorded", lambda: lambda: ra + ra)
    timer("call/[8,4]+[4]", lambda: lambda: m + a)
    timer("call/t", lambda: lambda: m.t())
    timer("call/sum(1)", lambda: lambda: m.sum(1))

    def backward():
        s.grad = None
        (s * s + 3 * s).backward()
    timer("call/x*x+3*x and backward", lambda: backward)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", choices=["numpy", "jax", "torch"])
    parser.add_argument("only", nargs="?", default=".*")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=0.01)
    parser.add_argument("--repeats", type=int, default=5)
    args = parser.parse_intermixed_args()
    for name in ("OMP", "OPENBLAS", "MKL"):
        os.environ[name + "_NUM_THREADS"] = str(args.threads)
    globals()["rows_of_" + args.library](Timer(args), args.threads)


if __name__ == "__main__":
    main()
