"""Optimizer, SGD, Adam and AdamW."""

from __future__ import annotations

from collections import defaultdict

from .. import _core
from .._core import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes a while to import.
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any
    # Tensors, (name, tensor), or groups of them with options.
    _Params = Iterable[Any]

_fused = {"Adam": _core._fused_adam_, "AdamW": _core._fused_adamw_}


class Optimizer:
    """Groups of parameters with options, and what a step remembers of each parameter."""

    def __init__(self, params: _Params, defaults: dict[str, Any]) -> None:
        if isinstance(params, Tensor):
            raise TypeError("params argument given to the optimizer should be an iterable of Tensors or dicts, but got Tensor")
        self.defaults = defaults
        self.state = defaultdict(dict)
        self.param_groups = []
        groups = list(params)
        if not groups:
            raise _core.ValueError(f"{type(self).__name__}: optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(group)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        name = type(self).__name__
        if not isinstance(param_group, dict):
            raise TypeError(f"{name}: param_group must be a dict, but got {type(param_group).__name__}")
        params = param_group["params"]
        params = [params] if isinstance(params, Tensor) else list(params)
        # From named_parameters().
        params = [p[1] if isinstance(p, tuple) and len(p) == 2 else p for p in params]
        seen = {id(p) for group in self.param_groups for p in group["params"]}
        for p in params:
            if not isinstance(p, Tensor):
                raise TypeError(f"{name}: optimizer can only optimize Tensors, but one of the params is {type(p).__name__}")
            if not p.is_leaf and not p.retains_grad:
                raise _core.ValueError(f"{name}: can't optimize a non-leaf Tensor, got one with grad_fn={p.grad_fn}")
            if id(p) in seen:
                raise _core.ValueError(f"{name}: some parameters appear in more than one parameter group, or twice in one")
            seen.add(id(p))
        group = {**self.defaults, **param_group, "params": params}
        self._check(group)
        self.param_groups.append(group)

    def _check(self, group):
        pass

    def zero_grad(self, set_to_none: bool = True) -> None:
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    if set_to_none:
                        p.grad = None
                    else:
                        p.grad.detach_().zero_()

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        loss = None
        if closure is not None:
            before = _core._set_mode(0, 1)  # enable_grad
            try:
                loss = closure()
            finally:
                _core._restore_mode(before)
        self._stepped = True
        before = _core._set_mode(1, 0)  # no_grad
        try:
            for group in self.param_groups:
                params = [p for p in group["params"] if p.grad is not None]
                if params:
                    self._step(group, params, [p.grad for p in params])
        finally:
            _core._restore_mode(before)
        return loss

    _stepped = False

    def _step(self, group, params, grads):
        raise NotImplementedError(f"{type(self).__name__}: expected a subclass with _step")

    # ---- State ----

    def state_dict(self) -> dict[str, Any]:
        """Parameters by number, in the order of the groups."""
        numbers, groups = {}, []
        for group in self.param_groups:
            for p in group["params"]:
                numbers.setdefault(id(p), len(numbers))
            groups.append({**group, "params": [numbers[id(p)] for p in group["params"]]})
        return {"state": {numbers[id(p)]: dict(s) for p, s in self.state.items() if id(p) in numbers}, "param_groups": groups}

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        groups = state_dict["param_groups"]
        if len(groups) != len(self.param_groups):
            raise _core.ValueError("load_state_dict: loaded state dict has a different number of parameter groups, expected "
                                   f"{len(self.param_groups)}, got {len(groups)}")
        if any(len(a["params"]) != len(b["params"]) for a, b in zip(groups, self.param_groups)):
            raise _core.ValueError("load_state_dict: loaded state dict contains a parameter group that doesn't match the size "
                                   "of optimizer's group")
        by_number = {}
        for saved, own in zip(groups, self.param_groups):
            by_number.update(zip(saved["params"], own["params"]))
            own.update({k: v for k, v in saved.items() if k != "params"})
        self.state.clear()
        for number, values in state_dict["state"].items():
            p = by_number[number]
            self.state[p] = {
                k: v.to(p.device, p.dtype if k != "step" else v.dtype, copy=True) if isinstance(v, Tensor) else v
                for k, v in values.items()
            }

    def __repr__(self):
        text = f"{type(self).__name__} ("
        for i, group in enumerate(self.param_groups):
            text += f"\nParameter Group {i}\n"
            text += "".join(f"    {k}: {group[k]}\n" for k in sorted(group) if k != "params")
        return text + ")"


def _require(name, ok, what, value):
    if not ok:
        raise _core.ValueError(f"{name}: Invalid {what}: {value}")


class SGD(Optimizer):

    def __init__(self, params: _Params, lr: float = 1e-3, momentum: float = 0, dampening: float = 0,
                 weight_decay: float = 0, nesterov: bool = False, *, maximize: bool = False,
                 foreach: bool | None = None, differentiable: bool = False, fused: bool | None = None) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay,
                                  "nesterov": nesterov, "maximize": maximize})

    def _check(self, group):
        _require("SGD", group["lr"] >= 0, "learning rate", group["lr"])
        _require("SGD", group["momentum"] >= 0, "momentum value", group["momentum"])
        _require("SGD", group["weight_decay"] >= 0, "weight_decay value", group["weight_decay"])
        if group["nesterov"] and (group["momentum"] <= 0 or group["dampening"] != 0):
            raise _core.ValueError("SGD: Nesterov momentum requires a momentum and zero dampening")

    def _step(self, group, params, grads):
        momentum = group["momentum"]
        options = (float(group["lr"]), float(momentum), float(group["dampening"]), float(group["weight_decay"]),
                   group["nesterov"], group["maximize"])
        if momentum == 0:
            _core._fused_sgd_(params, grads, [], *options, False)
            return
        state = self.state
        # Those that step for the first time take the gradient as their buffer.
        for first in (True, False):
            some = [i for i, p in enumerate(params) if (state[p].get("momentum_buffer") is None) == first]
            if not some:
                continue
            buffers = [_core.empty_like(params[i]) if first else state[params[i]]["momentum_buffer"] for i in some]
            _core._fused_sgd_([params[i] for i in some], [grads[i] for i in some], buffers, *options, first)
            if first:
                fresh = dict(zip(some, buffers))
                for i, buffer in fresh.items():
                    state[params[i]]["momentum_buffer"] = buffer
                if len(some) == len(params):
                    return
                params = [p for i, p in enumerate(params) if i not in fresh]
                grads = [g for i, g in enumerate(grads) if i not in fresh]


class Adam(Optimizer):

    def __init__(self, params: _Params, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8,
                 weight_decay: float = 0, amsgrad: bool = False, *, foreach: bool | None = None,
                 maximize: bool = False, capturable: bool = False, differentiable: bool = False,
                 fused: bool | None = None) -> None:
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "amsgrad": amsgrad,
                                  "maximize": maximize})

    def _check(self, group):
        name = type(self).__name__
        _require(name, group["lr"] >= 0, "learning rate", group["lr"])
        _require(name, group["eps"] >= 0, "epsilon value", group["eps"])
        for i, beta in enumerate(group["betas"]):
            _require(name, 0 <= beta < 1, f"beta parameter at index {i}", beta)
        _require(name, group["weight_decay"] >= 0, "weight_decay value", group["weight_decay"])

    def _step(self, group, params, grads):
        amsgrad = group["amsgrad"]
        states = []
        for p in params:
            state = self.state[p]
            if not state:
                state["step"] = _core.zeros((), dtype=_core.float32)
                state["exp_avg"] = _core.zeros_like(p)
                state["exp_avg_sq"] = _core.zeros_like(p)
            if amsgrad and "max_exp_avg_sq" not in state:
                state["max_exp_avg_sq"] = _core.zeros_like(p)
            states.append(state)
        steps = [s["step"] + 1 for s in states]
        _fused[self._kernel]([*params], grads, [s["exp_avg"] for s in states], [s["exp_avg_sq"] for s in states],
                             [s["max_exp_avg_sq"] for s in states] if amsgrad else [], steps, float(group["lr"]),
                             *map(float, group["betas"]), float(group["weight_decay"]), float(group["eps"]), amsgrad,
                             group["maximize"])
        for state, step in zip(states, steps):
            state["step"] = step

    _kernel = "Adam"


class AdamW(Adam):

    def __init__(self, params: _Params, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8,
                 weight_decay: float = 1e-2, amsgrad: bool = False, *, maximize: bool = False,
                 foreach: bool | None = None, capturable: bool = False, differentiable: bool = False,
                 fused: bool | None = None) -> None:
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, maximize=maximize)

    _kernel = "AdamW"
