"""tessera.linalg: the ops of the table whose names begin with linalg_, and products."""

from . import _core

for _name in list(vars(_core)):
    if _name.startswith("linalg_"):
        globals()[_name[len("linalg_"):]] = getattr(_core, _name)
del _name

matmul = _core.matmul
diagonal = _core.diagonal
