"""The methods of Tensor that are written in Python: exchange with NumPy, copies and pickles, hooks, formats."""

from __future__ import annotations

import builtins
import copyreg
import operator

from . import _core
from ._core import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes a while to import.
    from collections.abc import Callable

__all__ = []

_CLASS_NAMES = {
    "bool": "Bool", "uint8": "Byte", "int8": "Char", "int16": "Short", "int32": "Int", "int64": "Long", "float16": "Half",
    "bfloat16": "BFloat16", "float32": "Float", "float64": "Double", "complex64": "ComplexFloat",
    "complex128": "ComplexDouble", "uint16": "UInt16", "uint32": "UInt32", "uint64": "UInt64"
}


def _method(function):
    setattr(Tensor, function.__name__, function)
    return function


# ---- Values, formats ----


@_method
def __format__(self, spec):
    return format(self.item(), spec) if self.dim() == 0 and self.__class__ is Tensor else object.__format__(self, spec)


@_method
def type(self, dtype=None, non_blocking=False):
    """The name of the class, 'torch.FloatTensor', or a cast."""
    if dtype is None:
        place = "torch.cuda" if self.is_cuda else "torch"
        return f"{place}.{_CLASS_NAMES[self.dtype._name]}Tensor"
    if isinstance(dtype, str):
        for name, short in _CLASS_NAMES.items():
            if dtype == f"torch.{short}Tensor":
                return self.to(_core._dtype(name))
        raise _core.ValueError(f"type: expected the name of a class such as 'torch.FloatTensor', got {dtype!r}")
    return self.to(dtype)


del type


@_method
def type_as(self, other):
    return self.to(other)


@_method
def cuda(self, device=None, non_blocking=False):
    if isinstance(device, builtins.int):
        device = _core.device("cuda", device)
    return self.to(_core.device("cuda") if device is None else device, non_blocking=non_blocking)


@_method
def new_tensor(self, data, *, dtype=None, device=None, requires_grad=False):
    if isinstance(data, Tensor):
        data = data.detach().clone()
        result = data.to(self.device if device is None else device, self.dtype if dtype is None else dtype)
        return result.requires_grad_() if requires_grad else result
    return _core.tensor(data, dtype=self.dtype if dtype is None else dtype, device=self.device if device is None else device,
                        requires_grad=requires_grad)


@_method
def is_same_size(self, other):
    return self.shape == other.shape


@_method
def is_set_to(self, other):
    return _core._storage_id(self) == _core._storage_id(other) and self.shape == other.shape and \
        self.stride() == other.stride() and self.storage_offset() == other.storage_offset()


@_method
def __reversed__(self):
    return self if self.dim() == 0 else self[::-1].clone()


@_method
def is_nonzero(self):
    """Whether the one element is not 0."""
    return builtins.bool(self)


@_method
def get_device(self):
    """The number of the CUDA device; -1 on the CPU."""
    return -1 if self.device.type == "cpu" else self.device.index or 0


@_method
def as_subclass(self, cls):
    """The same memory as an object of cls, which derives from Tensor."""
    return Tensor._make_subclass(cls, self, False)


def _constant(name, value, doc=None):

    def method(self):
        return value

    method.__name__, method.__doc__ = name, doc
    setattr(Tensor, name, method)


for _name in ("is_conj", "is_neg", "is_pinned", "is_shared"):
    _constant(_name, False, "False: there are no such tensors.")


def _same(name):

    def method(self):
        return self

    method.__name__, method.__doc__ = name, "The tensor itself: it has no such bit."
    setattr(Tensor, name, method)


for _name in ("resolve_conj", "resolve_neg"):
    _same(_name)

@_method
def to_device(self, device, /, *, stream=None):
    """to(device) under the array API's name."""
    return self.to(device)


@_method
def __array_namespace__(self, /, *, api_version=None):
    """The functions of the Python array API standard: tessera.array_api."""
    from . import array_api
    if api_version not in (None, "2021.12", "2022.12", "2023.12", "2024.12"):
        raise _core.ValueError(f"__array_namespace__: expected api_version '2024.12' or before, got {api_version!r}")
    return array_api


# ---- NumPy ----

Tensor.__array_priority__ = 1000


@_method
def __array__(self, dtype=None, copy=None):
    array = self.numpy()
    if dtype is not None and array.dtype != dtype:
        if copy is False:
            raise _core.ValueError(f"__array__: expected dtype {array.dtype} with copy=False, got {dtype}")
        return array.astype(dtype)
    return array.copy() if copy else array


@property
def _array_interface(self):
    """NumPy's description of the memory, version 3."""
    try:
        array = self.numpy()
    except (RuntimeError, TypeError) as error:
        raise AttributeError(str(error)) from None
    interface = array.__array_interface__
    # Its letters have none for bfloat16, which NumPy gets by __array__.
    if interface["typestr"][1] == "V":
        raise AttributeError("__array_interface__: it has no type for bfloat16; use numpy()")
    return interface


Tensor.__array_interface__ = _array_interface

# As in PyTorch, ufuncs of tensors give tensors. Operators are our own ops, the others NumPy's.
_OPERATORS = {
    "add": operator.add, "subtract": operator.sub, "multiply": operator.mul, "divide": operator.truediv,
    "floor_divide": operator.floordiv, "remainder": operator.mod, "power": operator.pow, "matmul": operator.matmul,
    "bitwise_and": operator.and_, "bitwise_or": operator.or_, "bitwise_xor": operator.xor, "equal": operator.eq,
    "not_equal": operator.ne, "less": operator.lt, "less_equal": operator.le, "greater": operator.gt,
    "greater_equal": operator.ge
}


@_method
def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
    import numpy
    function = _OPERATORS.get(ufunc.__name__)
    if method == "__call__" and function and not kwargs and len(inputs) == 2:
        # NumPy's scalars count as numbers.
        a, b = (_core.as_tensor(x) if isinstance(x, numpy.ndarray) else x.item() if isinstance(x, numpy.generic) else x
                for x in inputs)
        return function(a, b)
    arrays = [x.numpy() if isinstance(x, Tensor) else x for x in inputs]
    out = kwargs.get("out")
    if out is not None:
        kwargs["out"] = tuple(x.numpy() if isinstance(x, Tensor) else x for x in out)
    result = getattr(ufunc, method)(*arrays, **kwargs)
    if out is not None:
        # Ufuncs give what was passed as out.
        return out[0] if len(out) == 1 else out
    if isinstance(result, tuple):
        return builtins.tuple(_core.as_tensor(r) for r in result)
    return _core.as_tensor(result)


# ---- DLPack ----


@_method
def __dlpack__(self, *, stream=None, max_version=None, dl_device=None, copy=None):
    if self.requires_grad:
        raise BufferError("__dlpack__: can't export a tensor that requires grad; use detach().__dlpack__()")
    if self.is_cuda and stream == 0:
        raise BufferError("__dlpack__: stream=0 may mean two; use 1 for the default stream, 2 for the thread's own one")
    if stream is not None and not self.is_cuda:
        raise BufferError(f"__dlpack__: expected stream=None for a tensor on {self.device}, got {stream}")
    if dl_device is not None and tuple(dl_device) != self.__dlpack_device__():
        if copy is False or tuple(dl_device) != (1, 0):
            raise BufferError(f"__dlpack__: can't export memory of {self.device} to device {dl_device}")
        return _core._to_dlpack(self.cpu(), max_version is not None and max_version[0] >= 1, True)
    copied = builtins.bool(copy)
    tensor = self.clone() if copied else self
    versioned = max_version is not None and max_version[0] >= 1
    if self._read_only and not copied and not versioned:
        raise BufferError("__dlpack__: read-only memory needs max_version=(1, 0); use clone()")
    # Without a stream the receiver is on the default one; -1 asks for no order.
    if self.is_cuda and stream != -1:
        _core._hand_over(str(self.device), 1 if stream is None else stream)
    return _core._to_dlpack(tensor, versioned, copied)


@_method
def __dlpack_device__(self):
    return _core._dlpack_device(self)


def _cuda_array_interface(self):
    if not self.is_cuda:
        raise AttributeError(f"__cuda_array_interface__: expected a tensor on cuda, got one on {self.device}; use cuda()")
    if self.requires_grad:
        raise _core.AutogradError("__cuda_array_interface__: can't share a tensor that requires grad; use detach()")
    size = self.element_size()
    kind = ("c" if self.is_complex() else "f" if self.is_floating_point() else "b" if self.dtype is _core.bool
            else "u" if str(self.dtype).startswith("torch.uint") else "i")
    if self.dtype is _core.bfloat16:
        kind = "V"
    return {
        "typestr": ("|" if size == 1 else "<") + kind + str(size),
        "shape": builtins.tuple(self.shape),
        "strides": None if self.is_contiguous() else builtins.tuple(s * size for s in self.stride()),
        "data": (self.data_ptr() if self.numel() else 0, self._read_only),
        "version": 3,
        # Who reads it waits for that one; the default one is 1 there.
        "stream": _core._current_stream(str(self.device)) or 1,
    }


_cuda_array_interface.__name__ = "__cuda_array_interface__"
Tensor.__cuda_array_interface__ = property(_cuda_array_interface)


# ---- Copies and pickles ----


def _rebuild(cls, data, dtype, sizes, strides, offset, requires_grad, state):
    memory = _core.frombuffer(bytearray(data), dtype=_core.uint8) if data else _core.empty(0, dtype=_core.uint8)
    return _finish(cls, _core._over_bytes(memory.clone(), _core._dtype(dtype), sizes, strides, offset), requires_grad, state)


def _finish(cls, tensor, requires_grad, state):
    if cls is not Tensor:
        tensor = Tensor._make_subclass(cls, tensor, requires_grad)
    elif requires_grad:
        tensor.requires_grad_()
    if state:
        tensor.__dict__.update(state)
    return tensor


@_method
def __reduce_ex__(self, protocol):
    if self.requires_grad and not self.is_leaf:
        raise RuntimeError(f"pickle: expected a leaf, got a tensor with grad_fn={self.grad_fn}; use detach()")
    host = self.detach().cpu()
    size, stride = list(self.shape), list(host.stride())
    if host.numel():
        low = sum(min(0, (n - 1) * s) for n, s in zip(size, stride))
        high = sum(max(0, (n - 1) * s) for n, s in zip(size, stride)) + 1
        start = host.storage_offset() + low
        memory = _core._storage_bytes(host)[start * host.itemsize:(start + high - low) * host.itemsize]
        data, offset = memory.numpy().tobytes(), -low
    else:
        data, offset = b"", 0
    return _rebuild, (self.__class__, data, self.dtype._name, size, stride, offset, self.requires_grad, dict(self.__dict__))


@_method
def __deepcopy__(self, memo):
    import copy
    if id(self) in memo:
        return memo[id(self)]
    if not self.is_leaf:
        raise RuntimeError("__deepcopy__: only Tensors created explicitly by the user (graph leaves) support the deepcopy "
                           f"protocol, got one with grad_fn={self.grad_fn}; use detach().clone()")
    # Views of one storage share the copy, too.
    key = ("tessera storage", _core._storage_id(self))
    if key not in memo:
        memo[key] = _core._storage_bytes(self).clone()
        memo[key, "kept"] = self
    tensor = _core._over_bytes(memo[key], self.dtype, list(self.shape), list(self.stride()), self.storage_offset())
    result = _finish(self.__class__, tensor, self.requires_grad, None)
    memo[id(self)] = result
    if self.grad is not None:
        result.grad = copy.deepcopy(self.grad, memo)
    result.__dict__.update(copy.deepcopy(self.__dict__, memo))
    return result


@_method
def __copy__(self):
    return _finish(self.__class__, self.detach(), self.requires_grad and self.is_leaf, dict(self.__dict__))


def _dtype(name):
    return _core._dtype(name)


copyreg.pickle(_core.dtype, lambda dtype: (_dtype, (dtype._name,)))
copyreg.pickle(_core.device, lambda device: (_core.device, (str(device),)))

# ---- Autograd ----

Tensor.grad_fn = property(_core._grad_fn, doc="The node that made this tensor; None for a leaf.")


class RemovableHandle:
    """What register_hook returns: remove() takes the hook away; a context manager, too."""

    def __init__(self, remove: Callable[[], object] | None) -> None:
        self._remove = remove

    def remove(self) -> None:
        if self._remove:
            self._remove()
            self._remove = None

    def __enter__(self) -> RemovableHandle:
        return self

    def __exit__(self, *exc: object) -> None:
        self.remove()


@_method
def register_hook(self, hook):
    """hook(grad) runs when the gradient is complete, and may return another one."""
    number = _core._register_hook(self, hook, False)
    return RemovableHandle(lambda: _core._remove_hook(self, number))


@_method
def register_post_accumulate_grad_hook(self, hook):
    """hook(tensor) runs once the leaf's .grad holds the new gradient."""
    number = _core._register_hook(self, lambda leaf: hook(leaf) and None, True)
    return RemovableHandle(lambda: _core._remove_hook(self, number))


def _node_hook(before):

    def register(self, hook):
        number = self._add_hook(hook, before)
        return RemovableHandle(lambda: self._remove_hook(number))

    return register


_core.Node.register_hook = _node_hook(False)
_core.Node.register_prehook = _node_hook(True)
