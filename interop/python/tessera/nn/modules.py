"""The modules that come with tessera.nn."""

import math
from collections import OrderedDict

from .. import _core
from . import functional as F
from . import init
from .module import Module
from .parameter import Parameter

__all__ = ["Flatten", "Identity", "Linear", "ModuleDict", "ModuleList", "ParameterList", "PReLU", "Sequential", "Unflatten",
           "Dropout"]


class Identity(Module):

    def __init__(self, *args, **kwargs):
        super().__init__()

    def forward(self, input):
        return input


class Linear(Module):
    """x @ weight.T + bias; both uniform in +-1/sqrt(in_features)."""

    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        self.weight = Parameter(_core.empty(out_features, in_features, device=device, dtype=dtype))
        if bias:
            self.bias = Parameter(_core.empty(out_features, device=device, dtype=dtype))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self):
        init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            bound = 1 / math.sqrt(self.in_features) if self.in_features > 0 else 0
            init.uniform_(self.bias, -bound, bound)

    def forward(self, input):
        parameters = self._parameters
        return _linear(input, parameters["weight"], parameters["bias"])

    def extra_repr(self):
        return f"in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None}"


_linear = _core.linear


class Flatten(Module):

    def __init__(self, start_dim=1, end_dim=-1):
        super().__init__()
        self.start_dim, self.end_dim = start_dim, end_dim

    def forward(self, input):
        return input.flatten(self.start_dim, self.end_dim)

    def extra_repr(self):
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Unflatten(Module):

    def __init__(self, dim, unflattened_size):
        super().__init__()
        self.dim, self.unflattened_size = dim, unflattened_size

    def forward(self, input):
        return input.unflatten(self.dim, self.unflattened_size)

    def extra_repr(self):
        return f"dim={self.dim}, unflattened_size={self.unflattened_size}"


class Dropout(Module):

    def __init__(self, p=0.5, inplace=False):
        super().__init__()
        if not 0 <= p <= 1:
            raise _core.ValueError(f"Dropout: dropout probability has to be between 0 and 1, but got {p}")
        self.p, self.inplace = p, inplace

    def forward(self, input):
        return F.dropout(input, self.p, self.training, self.inplace)

    def extra_repr(self):
        return f"p={self.p}, inplace={self.inplace}"


# ---- Modules of a function and its arguments ----


def _define(name, function, body, shown=()):
    """A module whose __init__ and forward are written out, as by hand: they are called at every step."""

    def extra_repr(self):
        return ", ".join([f"{key}={getattr(self, key)!r}" for key in shown] + ["inplace=True"] * getattr(self, "inplace", False))

    members = {"Module": Module, "function": function, "plain": getattr(function, "plain", function)}
    exec(body, members)
    members = {key: members[key] for key in ("__init__", "forward")}
    for method, value in members.items():
        value.__qualname__, value.__module__ = f"{name}.{method}", __name__
    globals()[name] = type(name, (Module,), {
        **members, "extra_repr": extra_repr, "__module__": __name__,
        "__doc__": f"functional.{function.__name__} as a module."
    })
    __all__.append(name)


def _activation(name, function, arguments, shown):
    parameters = "".join(f", {key}={value!r}" for key, value in arguments.items())
    assigned = "".join(f"\n    self.{key} = {key}" for key in arguments)
    passed = "".join(f", {key}=self.{key}" for key in arguments if key != "inplace")
    inplace = f"\n    if self.inplace:\n        return function(input{passed}, inplace=True)" if "inplace" in arguments else ""
    _define(name, function, f"""
def __init__(self{parameters}):
    Module.__init__(self){assigned}

def forward(self, input):{inplace}
    return plain(input{passed})
""", shown)


# name -> function of F, arguments with defaults, those that the repr shows.
_ACTIVATIONS = {
    "ReLU": ("relu", {"inplace": False}, ()),
    "ReLU6": ("relu6", {"inplace": False}, ()),
    "LeakyReLU": ("leaky_relu", {"negative_slope": 0.01, "inplace": False}, ("negative_slope",)),
    "ELU": ("elu", {"alpha": 1.0, "inplace": False}, ("alpha",)),
    "SELU": ("selu", {"inplace": False}, ()),
    "CELU": ("celu", {"alpha": 1.0, "inplace": False}, ("alpha",)),
    "GELU": ("gelu", {"approximate": "none"}, ("approximate",)),
    "SiLU": ("silu", {"inplace": False}, ()),
    "Mish": ("mish", {"inplace": False}, ()),
    "Hardtanh": ("hardtanh", {"min_val": -1.0, "max_val": 1.0, "inplace": False}, ("min_val", "max_val")),
    "Softplus": ("softplus", {"beta": 1.0, "threshold": 20.0}, ("beta", "threshold")),
    "Softsign": ("softsign", {}, ()),
    "Tanhshrink": ("tanhshrink", {}, ()),
    "Sigmoid": ("sigmoid", {}, ()),
    "Tanh": ("tanh", {}, ()),
    "LogSigmoid": ("logsigmoid", {}, ()),
    "Softmax": ("softmax", {"dim": None}, ("dim",)),
    "LogSoftmax": ("log_softmax", {"dim": None}, ("dim",)),
    "Softmin": ("softmin", {"dim": None}, ("dim",)),
}
for _name, (_function, _arguments, _shown) in _ACTIVATIONS.items():
    _activation(_name, getattr(F, _function), _arguments, _shown)


class PReLU(Module):
    """max(0, x) + weight * min(0, x), with a weight for all channels or for each."""

    def __init__(self, num_parameters=1, init=0.25, device=None, dtype=None):
        super().__init__()
        self.num_parameters, self.init = num_parameters, init
        self.weight = Parameter(_core.empty(num_parameters, device=device, dtype=dtype))
        self.reset_parameters()

    def reset_parameters(self):
        init.constant_(self.weight, self.init)

    def forward(self, input):
        return F.prelu(input, self.weight)

    def extra_repr(self):
        return f"num_parameters={self.num_parameters}"


# name -> function of F, arguments with defaults, buffers.
_LOSSES = {
    "MSELoss": ("mse_loss", {"reduction": "mean"}, ()),
    "L1Loss": ("l1_loss", {"reduction": "mean"}, ()),
    "SmoothL1Loss": ("smooth_l1_loss", {"reduction": "mean", "beta": 1.0}, ()),
    "HuberLoss": ("huber_loss", {"reduction": "mean", "delta": 1.0}, ()),
    "KLDivLoss": ("kl_div", {"reduction": "mean", "log_target": False}, ()),
    "CrossEntropyLoss": ("cross_entropy", {"reduction": "mean", "ignore_index": -100, "label_smoothing": 0.0}, ("weight",)),
    "NLLLoss": ("nll_loss", {"reduction": "mean", "ignore_index": -100}, ("weight",)),
    "BCELoss": ("binary_cross_entropy", {"reduction": "mean"}, ("weight",)),
    "BCEWithLogitsLoss": ("binary_cross_entropy_with_logits", {"reduction": "mean"}, ("weight", "pos_weight")),
}


def _loss(name, function, arguments, buffers):
    weight = ", weight=None" if "weight" in buffers else ""
    parameters = "".join(f", {key}={value!r}" for key, value in arguments.items())
    parameters += "".join(f", {key}=None" for key in buffers if key != "weight")
    assigned = "".join(f"\n    self.register_buffer({key!r}, {key})" for key in buffers)
    assigned += "".join(f"\n    self.{key} = {key}" for key in arguments)
    passed = "".join(f", {key}=self._buffers[{key!r}]" for key in buffers)
    passed += "".join(f", {key}=self.{key}" for key in arguments)
    _define(name, function, f"""
def __init__(self{weight}, *{parameters}):
    Module.__init__(self){assigned}

def forward(self, input, target):
    return function(input, target{passed})
""")


for _name, (_function, _arguments, _buffers) in _LOSSES.items():
    _loss(_name, getattr(F, _function), _arguments, _buffers)

# ---- Containers ----


class Sequential(Module):
    """Each module's output is the next one's input."""

    def __init__(self, *modules):
        super().__init__()
        if len(modules) == 1 and isinstance(modules[0], OrderedDict):
            for name, module in modules[0].items():
                self.add_module(name, module)
        else:
            for i, module in enumerate(modules):
                self.add_module(str(i), module)

    def forward(self, input):
        for module in self._modules.values():
            input = module(input)
        return input

    def _key(self, index):
        n = len(self._modules)
        if not -n <= index < n:
            raise IndexError(f"{type(self).__name__}: index {index} is out of range for {n} modules")
        return list(self._modules)[index]

    def __getitem__(self, index):
        if isinstance(index, slice):
            return type(self)(OrderedDict(list(self._modules.items())[index]))
        return self._modules[self._key(index)]

    def __setitem__(self, index, module):
        setattr(self, self._key(index), module)

    def __delitem__(self, index):
        keys = list(self._modules)[index] if isinstance(index, slice) else [self._key(index)]
        left = [m for k, m in self._modules.items() if k not in keys]
        self._modules.clear()
        for i, module in enumerate(left):
            self._modules[str(i)] = module

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules.values())

    def append(self, module):
        self.add_module(str(len(self)), module)
        return self

    def extend(self, modules):
        for module in modules:
            self.append(module)
        return self


class ModuleList(Sequential):
    """A list of modules; it has no forward."""

    def __init__(self, modules=None):
        Module.__init__(self)
        if modules is not None:
            self.extend(modules)

    forward = Module.forward

    def __getitem__(self, index):
        if isinstance(index, slice):
            return type(self)(list(self._modules.values())[index])
        return self._modules[self._key(index)]

    def __repr__(self):
        """Neighbours that print alike are one line: (0-2): 3 x Linear(...)."""
        lines, texts = [], list(map(repr, self._modules.values()))
        start = 0
        for end in range(1, len(texts) + 1):
            if end < len(texts) and texts[end] == texts[start]:
                continue
            n = end - start
            line = f"({start}): {texts[start]}" if n == 1 else f"({start}-{end - 1}): {n} x {texts[start]}"
            lines.append("\n  " + line.replace("\n", "\n  "))
            start = end
        return f"{self._get_name()}({''.join(lines)}" + ("\n)" if lines else ")")


class ModuleDict(Module):
    """Modules by name."""

    def __init__(self, modules=None):
        super().__init__()
        if modules is not None:
            self.update(modules)

    def __getitem__(self, key):
        return self._modules[key]

    def __setitem__(self, key, module):
        self.add_module(key, module)

    def __delitem__(self, key):
        del self._modules[key]

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules)

    def __contains__(self, key):
        return key in self._modules

    def keys(self):
        return self._modules.keys()

    def values(self):
        return self._modules.values()

    def items(self):
        return self._modules.items()

    def update(self, modules):
        for name, module in (modules.items() if hasattr(modules, "items") else modules):
            self.add_module(name, module)


class ParameterList(Module):
    """A list of parameters."""

    def __init__(self, values=None):
        super().__init__()
        for value in values or ():
            self.append(value)

    def append(self, value):
        value = value if isinstance(value, Parameter) else Parameter(value)
        self.register_parameter(str(len(self._parameters)), value)
        return self

    def __getitem__(self, index):
        return list(self._parameters.values())[index]

    def __len__(self):
        return len(self._parameters)

    def __iter__(self):
        return iter(self._parameters.values())
