"""Module: named parameters, buffers and children, with a forward of its own."""

from __future__ import annotations

import itertools
from collections import OrderedDict, namedtuple

from .. import _core
from .._core import Tensor
from .._tensor import RemovableHandle
from .parameter import Buffer, Parameter

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes a while to import.
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any, Self


class _IncompatibleKeys(namedtuple("IncompatibleKeys", ["missing_keys", "unexpected_keys"])):
    __slots__ = ()

    def __repr__(self):
        return super().__repr__() if self.missing_keys or self.unexpected_keys else "<All keys matched successfully>"

    __str__ = __repr__


_hook_ids = itertools.count()


def _add(hooks, hook, prepend=False, with_kwargs=None):
    number = next(_hook_ids)
    hooks[number] = hook
    if with_kwargs is not None:
        with_kwargs.add(number)
    if prepend:
        for other in list(hooks)[:-1]:
            hooks[other] = hooks.pop(other)  # to the end
    return RemovableHandle(lambda: hooks.pop(number, None))


class Module:
    training = True

    def __init__(self) -> None:
        own = self.__dict__
        own["training"] = True
        own["_parameters"] = {}
        own["_buffers"] = {}
        own["_modules"] = {}
        own["_non_persistent"] = set()
        own["_forward_hooks"] = {}
        own["_forward_pre_hooks"] = {}
        own["_backward_hooks"] = {}
        own["_backward_pre_hooks"] = {}
        # The numbers of the forward hooks that are given keywords, too.
        own["_hooks_with_kwargs"] = set()
        # Whether any hook was ever registered: the common call looks at this alone.
        own["_hooked"] = False

    # ---- Calls ----

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"Module [{type(self).__name__}] is missing the required \"forward\" function")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not self._hooked:
            return self.forward(*args, **kwargs)
        for number, hook in list(self._forward_pre_hooks.items()):
            if number in self._hooks_with_kwargs:
                changed = hook(self, args, kwargs)
                if changed is not None:
                    if not isinstance(changed, tuple) or len(changed) != 2:
                        raise RuntimeError("register_forward_pre_hook: expected a hook with keywords to return None or a "
                                           f"tuple of new args and kwargs, got {changed}")
                    args, kwargs = changed
                continue
            changed = hook(self, args)
            if changed is not None:
                args = changed if isinstance(changed, tuple) else (changed,)
        watched = None
        if self._backward_hooks or self._backward_pre_hooks:
            watched = _BackwardHooks(self)
            args = watched.inputs(args)
        result = self.forward(*args, **kwargs)
        for number, hook in list(self._forward_hooks.items()):
            changed = hook(self, args, kwargs, result) if number in self._hooks_with_kwargs else hook(self, args, result)
            if changed is not None:
                result = changed
        return watched.outputs(result) if watched else result

    def register_forward_pre_hook(self, hook: Callable[..., Any], *, prepend: bool = False,
                                  with_kwargs: bool = False) -> RemovableHandle:
        """hook(module, args) may return other arguments; with_kwargs: hook(module, args, kwargs), both."""
        self.__dict__["_hooked"] = True
        return _add(self._forward_pre_hooks, hook, prepend, self._hooks_with_kwargs if with_kwargs else None)

    def register_forward_hook(self, hook: Callable[..., Any], *, prepend: bool = False,
                              with_kwargs: bool = False) -> RemovableHandle:
        """hook(module, args, output), or (module, args, kwargs, output), may return another output."""
        self.__dict__["_hooked"] = True
        return _add(self._forward_hooks, hook, prepend, self._hooks_with_kwargs if with_kwargs else None)

    def register_full_backward_pre_hook(self, hook: Callable[..., Any], prepend: bool = False) -> RemovableHandle:
        """hook(module, grad_output) may return another grad_output."""
        self.__dict__["_hooked"] = True
        return _add(self._backward_pre_hooks, hook, prepend)

    def register_full_backward_hook(self, hook: Callable[..., Any], prepend: bool = False) -> RemovableHandle:
        """hook(module, grad_input, grad_output) may return another grad_input."""
        self.__dict__["_hooked"] = True
        return _add(self._backward_hooks, hook, prepend)

    # ---- Attributes ----

    def __getattr__(self, name: str) -> Any:
        own = self.__dict__
        for kind in ("_parameters", "_buffers", "_modules"):
            entries = own.get(kind)
            if entries is not None and name in entries:
                return entries[name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __setattr__(self, name: str, value: Any) -> None:
        own = self.__dict__
        parameters = own.get("_parameters")
        if isinstance(value, Parameter):
            if parameters is None:
                raise AttributeError("cannot assign parameters before Module.__init__() call")
            self._forget(name)
            self.register_parameter(name, value)
        elif parameters is not None and name in parameters:
            if value is not None:
                raise TypeError(f"cannot assign '{type(value).__name__}' as parameter '{name}' "
                                "(nn.Parameter or None expected)")
            parameters[name] = None
        elif isinstance(value, Module):
            if parameters is None:
                raise AttributeError("cannot assign module before Module.__init__() call")
            self._forget(name)
            own["_modules"][name] = value
        elif parameters is not None and name in own["_modules"]:
            if value is not None:
                raise TypeError(f"cannot assign '{type(value).__name__}' as child module '{name}' "
                                "(nn.Module or None expected)")
            own["_modules"][name] = None
        elif isinstance(value, Buffer):
            if parameters is None:
                raise AttributeError("cannot assign buffers before Module.__init__() call")
            self._forget(name)
            self.register_buffer(name, value, value.persistent)
        elif parameters is not None and name in own["_buffers"]:
            if value is not None and not isinstance(value, Tensor):
                raise TypeError(f"cannot assign '{type(value).__name__}' as buffer '{name}' (Tensor or None expected)")
            own["_buffers"][name] = value
        else:
            object.__setattr__(self, name, value)

    def _forget(self, name):
        own = self.__dict__
        own.pop(name, None)
        for kind in ("_parameters", "_buffers", "_modules"):
            own[kind].pop(name, None)
        own["_non_persistent"].discard(name)

    def __delattr__(self, name):
        for kind in ("_parameters", "_buffers", "_modules"):
            if name in self.__dict__.get(kind, ()):
                del self.__dict__[kind][name]
                return
        object.__delattr__(self, name)

    def __dir__(self):
        return sorted({*object.__dir__(self), *self._parameters, *self._buffers, *self._modules})

    def _check_name(self, kind, name):
        if "_parameters" not in self.__dict__:
            raise AttributeError(f"cannot assign {kind} before Module.__init__() call")
        if not isinstance(name, str):
            raise TypeError(f"{kind} name should be a string, got {type(name).__name__}")
        if "." in name:
            raise KeyError(f"{kind} name can't contain \".\", got '{name}'")
        if not name:
            raise KeyError(f"{kind} name can't be empty string \"\"")
        if hasattr(self, name) and name not in self.__dict__[{"parameter": "_parameters", "buffer": "_buffers",
                                                                "module": "_modules"}[kind]]:
            raise KeyError(f"attribute '{name}' already exists")

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        self._check_name("parameter", name)
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(f"cannot assign '{type(param).__name__}' object to parameter '{name}' "
                            "(nn.Parameter or None required)")
        if param is not None and not param.is_leaf:
            raise _core.ValueError(f"register_parameter: expected a leaf for '{name}', got one with grad_fn={param.grad_fn}")
        self._parameters[name] = param

    def register_buffer(self, name: str, tensor: Tensor | None, persistent: bool = True) -> None:
        self._check_name("buffer", name)
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(f"cannot assign '{type(tensor).__name__}' object to buffer '{name}' (Tensor or None required)")
        self._buffers[name] = tensor
        (self._non_persistent.discard if persistent else self._non_persistent.add)(name)

    def add_module(self, name: str, module: Module | None) -> None:
        if module is not None and not isinstance(module, Module):
            raise TypeError(f"{type(module).__name__} is not a Module subclass")
        self._check_name("module", name)
        self._modules[name] = module

    register_module = add_module

    def get_submodule(self, target: str) -> Module:
        module = self
        for part in target.split(".") if target else ():
            module = getattr(module, part, None)
            if not isinstance(module, Module):
                raise AttributeError(f"{type(self).__name__} has no submodule '{target}'")
        return module

    def get_parameter(self, target: str) -> Parameter:
        path, _, name = target.rpartition(".")
        parameter = self.get_submodule(path)._parameters.get(name)
        if parameter is None:
            raise AttributeError(f"{type(self).__name__} has no parameter '{target}'")
        return parameter

    # ---- Walks ----

    def named_modules(self, memo: set[Module] | None = None, prefix: str = "",
                      remove_duplicate: bool = True) -> Iterator[tuple[str, Module]]:
        memo = set() if memo is None else memo
        if self in memo:
            return
        if remove_duplicate:
            memo.add(self)
        yield prefix, self
        for name, module in self._modules.items():
            if module is not None:
                yield from module.named_modules(memo, f"{prefix}.{name}" if prefix else name, remove_duplicate)

    def modules(self) -> Iterator[Module]:
        for _, module in self.named_modules():
            yield module

    def named_children(self) -> Iterator[tuple[str, Module]]:
        seen = set()
        for name, module in self._modules.items():
            if module is not None and module not in seen:
                seen.add(module)
                yield name, module

    def children(self) -> Iterator[Module]:
        for _, module in self.named_children():
            yield module

    def _named(self, kind, prefix, recurse, remove_duplicate):
        seen = set()
        for path, module in self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate) if recurse else \
                [(prefix, self)]:
            for name, value in module.__dict__[kind].items():
                if value is None or id(value) in seen:
                    continue
                if remove_duplicate:
                    seen.add(id(value))
                yield f"{path}.{name}" if path else name, value

    def named_parameters(self, prefix: str = "", recurse: bool = True,
                         remove_duplicate: bool = True) -> Iterator[tuple[str, Parameter]]:
        return self._named("_parameters", prefix, recurse, remove_duplicate)

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        for _, parameter in self.named_parameters(recurse=recurse):
            yield parameter

    def named_buffers(self, prefix: str = "", recurse: bool = True,
                      remove_duplicate: bool = True) -> Iterator[tuple[str, Tensor]]:
        return self._named("_buffers", prefix, recurse, remove_duplicate)

    def buffers(self, recurse: bool = True) -> Iterator[Tensor]:
        for _, buffer in self.named_buffers(recurse=recurse):
            yield buffer

    # ---- Changes to all ----

    def apply(self, fn: Callable[[Module], Any]) -> Self:
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    def _apply(self, fn):
        """Parameters keep their objects, so that optimisers hold the right ones."""
        for module in self.modules():
            for parameter in module._parameters.values():
                if parameter is None:
                    continue
                parameter.data = fn(parameter.data)
                if parameter.grad is not None:
                    grad = fn(parameter.grad)
                    parameter.grad = None
                    parameter.grad = grad
            for name, buffer in module._buffers.items():
                if buffer is not None:
                    module._buffers[name] = fn(buffer)
        return self

    def to(self, *args: Any, **kwargs: Any) -> Self:
        """to(dtype), to(device, dtype), to(tensor): dtypes change of floating parameters and buffers only."""
        like = _core.empty(0).to(*args, **kwargs)
        device = None
        dtype = None
        for arg in (*args, *kwargs.values()):
            if isinstance(arg, Tensor):
                device, dtype = arg.device, arg.dtype
            elif isinstance(arg, (str, _core.device)) or (isinstance(arg, int) and not isinstance(arg, bool)):
                device = like.device
            elif arg is not None and not isinstance(arg, (bool, _core.memory_format)):
                dtype = like.dtype
        if dtype is not None and not (dtype.is_floating_point or dtype.is_complex):
            raise TypeError(f"to: expected a floating point or complex dtype, got {dtype}")

        def move(t):
            cast = dtype is not None and (t.is_floating_point() or t.is_complex())
            return t.to(t.device if device is None else device, dtype if cast else t.dtype)

        return self._apply(move)

    def type(self, dst_type: Any) -> Self:
        return self._apply(lambda t: t.type(dst_type))

    def _floats_to(self, dtype):
        return self._apply(lambda t: t.to(dtype) if t.is_floating_point() else t)

    def float(self) -> Self:
        return self._floats_to(_core.float32)

    def double(self) -> Self:
        return self._floats_to(_core.float64)

    def half(self) -> Self:
        return self._floats_to(_core.float16)

    def bfloat16(self) -> Self:
        return self._floats_to(_core.bfloat16)

    def cpu(self) -> Self:
        return self._apply(lambda t: t.cpu())

    def cuda(self, device: Any = None) -> Self:
        return self._apply(lambda t: t.cuda(device))

    def train(self, mode: bool = True) -> Self:
        if not isinstance(mode, bool):
            raise _core.ValueError(f"train: expected a bool, got {mode!r}")
        for module in self.modules():
            module.training = mode
        return self

    def eval(self) -> Self:
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        for parameter in self.parameters():
            if parameter.grad is not None:
                if set_to_none:
                    parameter.grad = None
                else:
                    parameter.grad.detach_().zero_()

    # ---- State ----

    def state_dict(self, *, destination: dict[str, Any] | None = None, prefix: str = "",
                   keep_vars: bool = False) -> dict[str, Any]:
        """Names to parameters and buffers, in shared memory."""
        state = OrderedDict() if destination is None else destination
        for name, parameter in self._parameters.items():
            if parameter is not None:
                state[prefix + name] = parameter if keep_vars else parameter.detach()
        for name, buffer in self._buffers.items():
            if buffer is not None and name not in self._non_persistent:
                state[prefix + name] = buffer if keep_vars else buffer.detach()
        for name, module in self._modules.items():
            if module is not None:
                module.state_dict(destination=state, prefix=f"{prefix}{name}.", keep_vars=keep_vars)
        return state

    def load_state_dict(self, state_dict: Mapping[str, Any], strict: bool = True) -> _IncompatibleKeys:
        """Copies the values in; nothing is written if anything is wrong."""
        if not hasattr(state_dict, "keys"):
            raise TypeError(f"load_state_dict: expected state_dict to be dict-like, got {type(state_dict).__name__}")
        own = self.state_dict(keep_vars=True)
        missing = [name for name in own if name not in state_dict]
        unexpected = [name for name in state_dict if name not in own]
        errors = []
        if strict and unexpected:
            errors.append("Unexpected key(s) in state_dict: " + ", ".join(f'"{name}"' for name in unexpected) + ". ")
        if strict and missing:
            errors.insert(0, "Missing key(s) in state_dict: " + ", ".join(f'"{name}"' for name in missing) + ". ")
        for name, value in own.items():
            given = state_dict.get(name)
            if given is None and name in missing:
                continue
            if not isinstance(given, Tensor):
                errors.append(f'While copying the parameter named "{name}", expected Tensor but received '
                              f"{type(given).__name__}. ")
            elif given.shape != value.shape:
                errors.append(f"size mismatch for {name}: copying a param with shape {given.shape} from checkpoint, the shape "
                              f"in current model is {value.shape}.")
        if errors:
            raise RuntimeError(f"Error(s) in loading state_dict for {type(self).__name__}:\n\t" + "\n\t".join(errors))
        before = _core._set_mode(1, 0)
        try:
            for name, value in own.items():
                if name not in missing:
                    value.copy_(state_dict[name])
        finally:
            _core._restore_mode(before)
        return _IncompatibleKeys(missing, unexpected)

    def __getstate__(self):
        return dict(self.__dict__)

    def __setstate__(self, state):
        self.__dict__.update(state)

    # ---- Text ----

    def _get_name(self):
        return type(self).__name__

    def extra_repr(self) -> str:
        return ""

    def __repr__(self):
        lines = [line for line in self.extra_repr().split("\n") if line]
        children = []
        for name, module in self._modules.items():
            children.append(f"({name}): " + repr(module).replace("\n", "\n  "))
        if not children and len(lines) < 2:
            return f"{self._get_name()}({''.join(lines)})"
        return f"{self._get_name()}(\n  " + "\n  ".join(lines + children) + "\n)"


class _BackwardHooks:
    """One call of a module with full backward hooks: sees the gradients of its outputs and inputs."""

    def __init__(self, module):
        self.module, self.grad_outputs = module, None

    def inputs(self, args):
        self.count, self.at = len(args), [i for i, a in enumerate(args) if isinstance(a, Tensor) and a.requires_grad]
        if not self.at:
            return args
        passed = _Identity.apply(self, True, *(args[i] for i in self.at))
        args = list(args)
        for i, t in zip(self.at, passed if isinstance(passed, tuple) else (passed,)):
            args[i] = t
        return tuple(args)

    def outputs(self, result):
        several = isinstance(result, tuple)
        outputs = result if several else (result,)
        if not all(isinstance(t, Tensor) for t in outputs):
            raise TypeError("register_full_backward_hook: expected the module to return tensors, got "
                            f"{type(result).__name__}")
        if not any(t.requires_grad for t in outputs):
            return result
        passed = _Identity.apply(self, False, *outputs)
        return tuple(passed) if several else (passed[0] if isinstance(passed, tuple) else passed)

    def grads(self, is_input, grads):
        if is_input:
            by_place = dict(zip(self.at, grads))
            grads = self._call(tuple(by_place.get(i) for i in range(self.count)))
            return tuple(grads[i] for i in self.at)
        for hook in list(self.module._backward_pre_hooks.values()):
            changed = hook(self.module, grads)
            if changed is not None:
                grads = changed if isinstance(changed, tuple) else (changed,)
        self.grad_outputs = grads
        if not self.at:  # No input wants a gradient: nothing comes after this.
            self._call((None,) * self.count)
        return grads

    def _call(self, grads):
        for hook in list(self.module._backward_hooks.values()):
            changed = hook(self.module, grads, self.grad_outputs)
            if changed is not None:
                changed = changed if isinstance(changed, tuple) else (changed,)
                if len(changed) != len(grads):
                    raise RuntimeError(f"register_full_backward_hook: expected {len(grads)} gradients of the inputs from the "
                                       f"hook, got {len(changed)}")
                grads = changed
        return grads


def _make_identity():
    from ..autograd.function import Function

    class Identity(Function):

        @staticmethod
        def forward(ctx, watched, is_input, *tensors):
            ctx.watched, ctx.is_input = watched, is_input
            return tuple(t.detach() for t in tensors) if len(tensors) > 1 else tensors[0].detach()

        @staticmethod
        def backward(ctx, *grads):
            return (None, None, *ctx.watched.grads(ctx.is_input, grads))

    return Identity


_Identity = _make_identity()
