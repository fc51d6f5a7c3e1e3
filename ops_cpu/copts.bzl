"""Flags for what drives the loops: vectorised where it helps, but without -O3's bulk."""

DRIVER_COPTS = [
    "-O2",
    "-fno-math-errno",
    "-fno-trapping-math",
] + select({
    str(Label("//bazel:clang")): [],  # It knows no such model and needs none.
    "//conditions:default": ["-fvect-cost-model=dynamic"],
})
