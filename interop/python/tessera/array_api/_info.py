"""xp.__array_namespace_info__(): dtypes, devices and what the standard leaves open."""

from .. import _core

_KINDS = {
    "bool": ("bool",),
    "signed integer": ("int8", "int16", "int32", "int64"),
    "unsigned integer": ("uint8", "uint16", "uint32", "uint64"),
    "real floating": ("float32", "float64"),
    "complex floating": ("complex64", "complex128"),
}
_KINDS["integral"] = _KINDS["signed integer"] + _KINDS["unsigned integer"]
_KINDS["numeric"] = _KINDS["integral"] + _KINDS["real floating"] + _KINDS["complex floating"]


def names_of(kind):
    """The dtypes' names of a kind as isdtype() and dtypes() take it."""
    if kind is None:
        return _KINDS["bool"] + _KINDS["numeric"]
    if isinstance(kind, tuple):
        return tuple(name for part in kind for name in names_of(part))
    if kind not in _KINDS:
        raise ValueError(f"dtypes: expected one of {sorted(_KINDS)}, got {kind!r}")
    return _KINDS[kind]


class Info:

    def capabilities(self):
        return {"boolean indexing": True, "data-dependent shapes": True, "max dimensions": 64}

    def default_device(self):
        return _core.device("cpu")

    def default_dtypes(self, *, device=None):
        real = _core.get_default_dtype()
        wide = real is _core.float64
        return {"real floating": real, "complex floating": _core.complex128 if wide else _core.complex64,
                "integral": _core.int64, "indexing": _core.int64}

    def dtypes(self, *, device=None, kind=None):
        return {name: _core._dtype(name) for name in names_of(kind)}

    def devices(self):
        return [_core.device("cpu")] + [_core.device("cuda", i) for i in range(_core._device_count("cuda"))]
