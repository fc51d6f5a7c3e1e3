"""check_random.py: that tests/ops/testdata/random_known_answers.txt is what the definitions say.

    python3 tests/golden/check_random.py

The file has the first 16 values of each random op and dtype from seed 20240229 at offset 5, written once by this
library (TESSERA_WRITE_KNOWN_ANSWERS in tests/ops/random_test.cc) and frozen: seeds are promised to give them. This
script, which shares no code with it, needs NumPy alone: Philox4x32-10 from its paper, exact rational arithmetic for
what is exactly rounded, and for normal and exponential numbers, whose logarithm and sine have errors of their own, a
bound in units in the last place.
"""

import fractions
import math
import pathlib
import sys

import numpy as np

SEED, OFFSET, N = 20240229, 5, 16
F = fractions.Fraction


def philox(seed, counter):
    """Four words of 32 bits: J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11."""
    mask = 0xFFFFFFFF
    c = [counter & mask, counter >> 32, 0, 0]
    k = [seed & mask, seed >> 32]
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & mask, (p0 >> 32) ^ c[3] ^ k[1], p0 & mask]
        k = [(k[0] + 0x9E3779B9) & mask, (k[1] + 0xBB67AE85) & mask]
    return c


# Known answers of the paper's own test vectors: zeros, and all ones as counter and key (upper half of the counter zero
# here, so only the first is of use).
assert philox(0, 0) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]

BLOCKS = [philox(SEED, OFFSET + i) for i in range(2 * N)]
WORDS = [w for b in BLOCKS for w in b]
PAIRS = [b[2 * j] | b[2 * j + 1] << 32 for b in BLOCKS for j in range(2)]

# Bits of the significand and the lowest exponent of a normal number.
FORMATS = {"float16": (11, -14), "bfloat16": (8, -126), "float32": (24, -126), "float64": (53, -1022)}
INTEGERS = {f"{u}int{b}": (b, u == "") for u in ("", "u") for b in (8, 16, 32, 64)}


def rounded(x, dtype, how="even"):
    """The Fraction x in a format: to nearest even, or towards zero."""
    bits, lowest = FORMATS[dtype]
    if x == 0:
        return F(0)
    size = abs(x)
    exponent = size.numerator.bit_length() - size.denominator.bit_length()
    if F(2) ** exponent > size:
        exponent -= 1
    unit = F(2) ** (max(exponent, lowest) - bits + 1)
    steps = size / unit
    whole = round(steps) if how == "even" else math.floor(steps)  # Python rounds to even
    return whole * unit * (1 if x > 0 else -1)


def decode(text, dtype):
    raw = int(text, 16)
    if dtype == "bool":
        return raw
    if dtype in INTEGERS:
        bits, signed = INTEGERS[dtype]
        return raw - (1 << bits) if signed and raw >> (bits - 1) else raw
    if dtype == "bfloat16":
        return F(float(np.uint32(raw << 16).view(np.float32)))
    kind = {"float16": (np.uint16, np.float16), "float32": (np.uint32, np.float32), "float64": (np.uint64, np.float64)}
    return F(float(kind[dtype][0](raw).view(kind[dtype][1])))


def uniform(dtype, low, high):
    real = {"complex64": "float32", "complex128": "float64"}.get(dtype, dtype)
    for i in range(2 * N if real != dtype else N):
        if real == "float64":
            yield rounded(F(PAIRS[i] >> 11, 1 << 53) * (high - low) + low, real)
        else:
            x = rounded(F(WORDS[i] >> 8, 1 << 24) * (high - low) + low, "float32")
            # Halves are cut, so that none reaches the end; below their normal numbers they are multiples of 2^-24.
            yield rounded(x, real, "cut" if real != "float32" else "even")


def normal(dtype, mean, std):
    real = {"complex64": "float32", "complex128": "float64"}.get(dtype, dtype)
    if real != dtype:
        std /= math.sqrt(2)  # the variance is that of both parts together
    for i in range(N if real != dtype else N // 2):
        if real == "float64":
            a, b = PAIRS[2 * i], PAIRS[2 * i + 1]
            u, turn = (F(a >> 11) + F(1, 2)) / (1 << 53), F(b, 1 << 64)
        else:
            a, b = WORDS[2 * i], WORDS[2 * i + 1]
            u, turn = (F(a) + F(1, 2)) / (1 << 32), F(b, 1 << 32)
        r = math.sqrt(-2 * math.log(u))
        for wave in (math.cos, math.sin):
            yield mean + std * r * wave(2 * math.pi * float(turn))


def exponential(dtype, rate):
    for i in range(N):
        if dtype == "float64":
            u = (F(PAIRS[i] >> 11) + F(1, 2)) / (1 << 53)
        else:
            u = (F(WORDS[i]) + F(1, 2)) / (1 << 32)
        yield -math.log(u) / rate


def integers(low, count):
    if count < 1 << 32:
        return [low + (PAIRS[i] * count >> 64) for i in range(N)]
    # One block each: floor(128 bits * count / 2^128).
    return [low + ((PAIRS[2 * i] | PAIRS[2 * i + 1] << 64) * count >> 128) for i in range(N)]


def random_counts(dtype):
    """How many values random_() chooses from: all of an integer type from 0 up, all exact integers of a floating one."""
    if dtype == "bool":
        return 2
    if dtype in INTEGERS:
        bits, signed = INTEGERS[dtype]
        return 1 << (bits - signed)
    return (1 << FORMATS[dtype][0]) + 1


def expected(op, dtype):
    """Numbers, and how far off they may be in units in the last place of the dtype."""
    if op in ("rand", "uniform_"):
        return list(uniform(dtype, *((0, 1) if op == "rand" else (-2, 3)))), 0
    if op in ("randn", "normal_"):
        return list(normal(dtype, *((0, 1) if op == "randn" else (10, 0.5)))), 8
    if op == "exponential_":
        return list(exponential(dtype, 2)), 4
    if op == "bernoulli":
        return [int(WORDS[i] < 1 << 30) for i in range(N)], 0
    if op == "bernoulli_":
        return [int(WORDS[i] < 3 << 30) for i in range(N)], 0
    if op == "_dropout":
        real = {"complex64": "float32", "complex128": "float64"}.get(dtype, dtype)
        kept = [F(int(WORDS[i] < 3 << 30)) for i in range(N)]
        if real == dtype:
            return [rounded(k * F(4, 3), real) for k in kept], 0
        return [x for k in kept for x in (rounded(k * F(4, 3), real), F(0))], 0
    if op == "multinomial":
        return [(PAIRS[i] >> 11) * 5 >> 53 for i in range(N)], 0
    if op == "randint":
        return integers(0, 2), 0
    if op == "random_":
        return integers(0, random_counts(dtype)), 0
    if op == "random_wide":
        return integers(-7000000000, 16000000000), 0
    if op == "randperm":
        keys = [PAIRS[2 * i + 1] for i in range(N)]
        return sorted(range(N), key=lambda i: keys[i]), 0
    raise ValueError(op)


def main():
    path = pathlib.Path(__file__).parent.parent / "ops/testdata/random_known_answers.txt"
    bad = lines = 0
    for line in path.read_text().splitlines():
        op, dtype, *values = line.split()
        lines += 1
        real, result = dtype, "int64" if op == "multinomial" else dtype
        if dtype.startswith("complex"):
            real = result = {"complex64": "float32", "complex128": "float64"}[dtype]
            # The imaginary part is the upper half.
            half = len(values[0]) // 2
            values = [part for v in values for part in (v[half:], v[:half])]
        got = [decode(v, result) for v in values]
        wanted, ulps = expected(op, dtype)
        for i, (g, w) in enumerate(zip(got, wanted, strict=True)):
            if ulps == 0:
                ok = g == w
            else:
                # float32 or float64 arithmetic, then rounded to the dtype; a sine near 0 has the error of its angle.
                unit = 2.0**-52 if real == "float64" else 2.0**-23
                rounding = 2.0 ** -FORMATS[real][0] if real in ("float16", "bfloat16") else 0
                ok = abs(float(g) - w) <= max(abs(w), 0.5) * (ulps * unit + rounding)
            if not ok:
                bad += 1
                print(f"{op} {dtype} [{i}]: {float(g)!r}, expected {float(w)!r}")
    print(f"{lines} lines, {bad} values differ")
    return bad != 0


sys.exit(main())
