"""Flags for what drives the loops: vectorised where it helps, but without -O3's bulk."""

DRIVER_COPTS = [
    "-O2",
    "-fno-math-errno",
    "-fno-trapping-math",
] + select({
    str(Label("//bazel:clang")): [],  # It knows no such model and needs none.
    "//conditions:default": ["-fvect-cost-model=dynamic"],
})

# For loops that are a few instructions long: across two cache lines of code they take half as long again (a + b of 1,024
# floats 59 or 87 ns, by where the linker puts them).
SHORT_LOOP_COPTS = ["-falign-loops=32"]
