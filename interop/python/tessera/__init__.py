"""tessera: PyTorch's tensors, small. `import tessera as torch` works.

    import tessera as torch
    x = torch.tensor([2.0, 3.0], requires_grad=True)
    (x * x).sum().backward()
    x.grad  # tensor([4., 6.])
"""

from . import _core
from ._version import __version__
from ._tensor import *
from ._functions import *
from ._serialization import load, save
from . import autograd, backends, cuda, linalg, nn, optim, random, testing, utils
from .autograd import enable_grad, inference_mode, no_grad, set_grad_enabled
from .random import fork_rng, get_rng_state, initial_seed, manual_seed, seed, set_rng_state

# Last, since ops and dtypes have the names of Python's functions and types: the ops of the table, dtypes, classes, errors.
globals().update((name, value) for name, value in vars(_core).items()
                 if not name.startswith("__") and name not in globals())


def __getattr__(name):
    # On its first use: most programs have none for it.
    if name == "array_api":
        import importlib
        return importlib.import_module(".array_api", __name__)
    raise AttributeError(f"module 'tessera' has no attribute '{name}'")
