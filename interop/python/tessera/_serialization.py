"""save and load: a .safetensors file, the structure around the tensors in its metadata. Never pickle."""

from __future__ import annotations

import builtins
import os

from . import _core
from ._core import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes a while to import.
    from typing import Any

_KEY = "tessera"
_FORMAT = 1


def _pack(obj, path, tensors, seen):
    """What json can hold, with a reference for each tensor."""
    if obj is None or isinstance(obj, (str, bool)):
        return obj
    if isinstance(obj, Tensor):
        name = seen.get(id(obj))
        if name is None:
            name = seen[id(obj)] = path or "tensor"
            tensors.append((name, obj.detach()))
        return {"t": name, "grad": obj.requires_grad, "class": "Parameter" if _is_parameter(obj) else "Tensor"}
    if isinstance(obj, int):
        return {"int": str(obj)} if abs(obj) >= 1 << 53 else obj
    if isinstance(obj, float):
        return obj if obj == obj and abs(obj) != float("inf") else {"float": repr(obj)}
    if isinstance(obj, complex):
        return {"complex": [repr(obj.real), repr(obj.imag)]}
    if isinstance(obj, _core.dtype):
        return {"dtype": obj._name}
    if isinstance(obj, _core.device):
        return {"device": str(obj)}
    if isinstance(obj, _core.Size):
        return {"size": list(obj)}
    here = (path + ".") if path else ""
    if isinstance(obj, dict):
        items = []
        for key, value in obj.items():
            if not isinstance(key, (str, int, float, bool)) and key is not None:
                raise TypeError(f"save: expected a key of text or a number at '{path}', got {type(key).__name__}")
            items.append([key, _pack(value, f"{here}{key}", tensors, seen)])
        return {"dict": items}
    if isinstance(obj, (list, tuple)):
        return {"tuple" if isinstance(obj, tuple) else "list": [_pack(v, f"{here}{i}", tensors, seen) for i, v in enumerate(obj)]}
    raise TypeError(f"save: expected tensors, numbers, texts, None and dicts, lists and tuples of them, got {type(obj).__name__} "
                    f"at '{path}'; save a module's state_dict()")


def _is_parameter(obj):
    from .nn import Parameter
    return isinstance(obj, Parameter)


def _unpack(node, tensors):
    if not isinstance(node, dict):
        return node
    (kind, value), *rest = node.items()
    if kind == "t":
        tensor = tensors[value]
        if node["class"] == "Parameter":
            from .nn import Parameter
            return tensor if isinstance(tensor, Parameter) else tensors.setdefault(value + "\0p", Parameter(tensor, node["grad"]))
        return tensor.requires_grad_() if node["grad"] and tensor.is_leaf else tensor
    if kind == "dict":
        return {key: _unpack(item, tensors) for key, item in value}
    if kind == "list":
        return [_unpack(item, tensors) for item in value]
    if kind == "tuple":
        return tuple(_unpack(item, tensors) for item in value)
    return {
        "int": lambda: int(value), "float": lambda: float(value), "complex": lambda: complex(float(value[0]), float(value[1])),
        "dtype": lambda: _core._dtype(value), "device": lambda: _core.device(value), "size": lambda: _core.Size(value)
    }[kind]()


def save(obj: Any, f: Any) -> None:
    """Writes tensors, and dicts, lists and tuples of them, numbers and texts; the file appears whole or not at all."""
    import json  # Here and in load, since it takes long to import.
    tensors = []
    structure = json.dumps({"format": _FORMAT, "object": _pack(obj, "", tensors, {})})
    metadata = {_KEY: structure}
    named, taken = [], set()
    for name, tensor in tensors:
        if name in taken:
            raise _core.ValueError(f"save: expected keys that differ as texts, got '{name}' twice")
        taken.add(name)
        named.append((name, tensor.cpu()))
    if hasattr(f, "write"):
        f.write(_core._safetensors_bytes(named, metadata))
        return
    path = os.fspath(f)
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        raise _core.FileNotFoundError(f"save: the folder '{folder}' of '{path}' does not exist")
    _core._save_safetensors(path, named, metadata)


def load(f: Any, map_location: Any = None, *, weights_only: bool = True, mmap: bool | None = None) -> Any:
    """What save wrote; of another .safetensors file a dict of its tensors.

    With mmap=True the tensors lie over the file's pages, which are read when they are touched. What is written to them stays
    in this process: the file never changes.
    """
    import json
    if hasattr(f, "read"):
        if mmap:
            raise _core.ValueError("load: expected a path for mmap=True, got a file object; use mmap=False")
        named, metadata = _core._parse_safetensors(f.read(), getattr(f, "name", "file"))
        path = "file"
    else:
        path = os.fspath(f)
        if not os.path.exists(path):
            raise _core.FileNotFoundError(f"load: there is no file '{path}'")
        named, metadata = _core._load_safetensors(path, bool(mmap))
    tensors = dict(named)
    if map_location is not None:
        tensors = {name: t.to(map_location) for name, t in tensors.items()}
    if _KEY not in metadata:
        return tensors
    try:
        structure = json.loads(metadata[_KEY])
        if structure["format"] != _FORMAT:
            raise _core.FileError(f"load: '{path}': expected format {_FORMAT}, got {structure['format']}")
        return _unpack(structure["object"], tensors)
    except (KeyError, TypeError, builtins.ValueError, AttributeError, IndexError) as error:
        if isinstance(error, _core.FileError):
            raise
        raise _core.FileError(f"load: '{path}': the structure in its metadata is damaged ({error})") from None
