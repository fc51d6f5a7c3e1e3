"""Writes the files beside this one, by NumPy and safetensors themselves.

    pip install numpy safetensors torch
    python interop/testdata/make_testdata.py

The tests of these formats read them.
"""

import gzip
import os
import struct

import numpy as np
import torch
from safetensors.torch import save_file

os.chdir(os.path.dirname(os.path.abspath(__file__)))

NAMES = [
    "bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32",
    "int64", "float16", "float32", "float64", "complex64", "complex128",
]

# 0, 1, 2, 3, 4, 5 of each dtype as a 2 by 3 array.
for name in NAMES:
    np.save(f"{name}.npy", np.arange(6).reshape(2, 3).astype(name))
np.save("big_endian.npy", np.arange(6, dtype=">i4").reshape(2, 3))
np.save("fortran.npy", np.asfortranarray(np.arange(6.0).reshape(2, 3)))
np.save("scalar.npy", np.float32(1.5))
np.save("one.npy", np.arange(3, dtype="<i2"))
np.save("empty.npy", np.zeros((0, 3), "<f4"))
np.save("object.npy", np.array([None, 1], dtype=object), allow_pickle=True)
np.save("unicode.npy", np.array(["a", "bc"]))
np.save("record.npy", np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
np.save("date.npy", np.zeros(2, dtype="<M8[s]"))
np.save("longdouble.npy", np.zeros(2, dtype=np.longdouble))
for version in [(2, 0), (3, 0)]:
    with open(f"version{version[0]}.npy", "wb") as f:
        array = np.arange(6.0).reshape(2, 3)
        np.lib.format.write_array(f, array, version=version)

arrays = {"x": np.arange(6.0).reshape(2, 3), "b\u00e9": np.arange(40) % 3 > 0}
np.savez("stored.npz", **arrays)
np.savez_compressed("deflated.npz", **arrays)

tensors = {
    name: torch.arange(6).reshape(2, 3).to(getattr(torch, name))
    for name in NAMES + ["bfloat16"] if name != "complex128"
}
tensors["scalar"] = torch.tensor(1.5)
tensors["empty"] = torch.zeros(0, 3)
tensors["a\"\n\u00e9"] = torch.tensor([7])
save_file(tensors, "all.safetensors", {"k\u00e9y": "\x01\n"})
save_file({}, "none.safetensors")
save_file({"x": torch.zeros(2).to(torch.float8_e4m3fn)}, "float8.safetensors")

# IDX, of which the name says all: type, then sizes.
def idx(code, kind, shape):
    array = np.arange(np.prod(shape, dtype=int)).astype(kind).reshape(shape)
    sizes = struct.pack(f">{len(shape)}I", *shape)
    return bytes([0, 0, code, len(shape)]) + sizes + array.tobytes()


for code, kind in [(8, ">u1"), (9, ">i1"), (11, ">i2"), (12, ">i4"),
                   (13, ">f4"), (14, ">f8")]:
    with open(f"type{code}.idx", "wb") as f:
        f.write(idx(code, kind, (2, 3)))
with open("images.idx.gz", "wb") as f:
    f.write(gzip.compress(idx(8, ">u1", (3, 4, 5)), mtime=0))
