"""Flags for kernels that loop over the functions of math.h: what GCC needs to vectorise them; no result changes by a bit."""

MATH_COPTS = [
    "-O3",
    "-fno-math-errno",
    "-fno-trapping-math",
]
