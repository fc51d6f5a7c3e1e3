"""What the Python module takes from the op table; generate.py calls it.

Writes interop/python/op_calls.inc (each op's parameters, calls and docstring for the argument parser of args.cc) and
interop/python/tessera/_ops.pyi (the ops as functions and as methods, with types, for editors and type checkers).
"""

import re

# Type in a signature -> (enumerator of args.h, how a call reads it from the frame, type in the stub).
TYPES = {
    "Tensor": ("kTensor", "f.tensor({})", "Tensor"),
    "Tensor?": ("kOptTensor", "f.opt_tensor({})", "Tensor | None"),
    "Tensor[]": ("kTensors", "f.tensors({})", "_Tensors"),
    "Scalar": ("kScalar", "f.scalar({})", "_Number"),
    "Scalar?": ("kOptScalar", "f.opt_scalar({})", "_Number | None"),
    "int": ("kInt", "f.integer({})", "_int"),
    "int?": ("kOptInt", "f.opt_integer({})", "_int | None"),
    "int[]": ("kInts", "f.ints({})", "_Ints"),
    "int[]?": ("kOptInts", "f.opt_ints({})", "_Ints | None"),
    "float": ("kFloat", "f.real({})", "_float"),
    "float?": ("kOptFloat", "f.opt_real({})", "_float | None"),
    "bool": ("kBool", "f.boolean({})", "_bool"),
    "bool?": ("kOptBool", "f.opt_boolean({})", "_bool | None"),
    "dtype": ("kDType", "f.dtype({})", "_DType"),
    "dtype?": ("kOptDType", "f.opt_dtype({})", "_DType | None"),
    "Device": ("kDevice", "f.device({})", "_Device"),
    "str": ("kStr", "f.text({})", "_str"),
    "str?": ("kOptStr", "f.opt_text({})", "_str | None"),
    "str or null": ("kOptStr", "f.opt_text({}).value_or(nullptr)", "_str | None"),
    "Generator?": ("kGenerator", "f.generator({})", "Generator | None"),
    "options": ("kOptions", "f.options({})", ""),
    "memory_format": ("kMemoryFormat", "f.memory_format({})", "_memory_format"),
}
OPTIONS = ("dtype: _DType | None = ..., layout: _layout = ..., device: _Device | None = ..., "
           "requires_grad: _bool = ..., pin_memory: _bool = ...")
NUMPY_NAMES = {"dim": "axis", "keepdim": "keepdims"}
KEYWORDS = {"from": "from_", "lambda": "lambda_"}

# Where PyTorch's Python differs from its C++, and so from the table.

# Names that only Python has, since in C++ they are types.
NAMES = {"make_complex": ["complex"]}
# {(slot, parameter): its default in Python}.
DEFAULTS = {
    ("all_dim", "dim"): "[]",
    ("any_dim", "dim"): "[]",
    ("clamp", "min"): "None",
    ("normal_Tensor_float", "std"): "1",
    ("rot90_dims", "k"): "1",
    ("rot90_dims", "dims"): "[0, 1]",
}
# {(op, parameter): another keyword for it}.
OTHER_NAMES = {
    ("copy", "src"): "other",
    ("scalar_tensor", "value"): "s",
    ("transpose", "dim0"): "axis0",
    ("transpose", "dim1"): "axis1",
    ("split", "self"): "tensor",
    ("split", "split_size"): "split_size_or_sections",
    ("split", "split_sizes"): "split_size_or_sections",
    ("tensor_split", "sections"): "tensor_indices_or_sections",
    ("tensor_split", "indices"): "tensor_indices_or_sections",
}
# {(slot, parameter): its type in Python}.
OTHER_TYPES = {
    ("div_Tensor_mode", "rounding_mode"): "str or null",
    ("div_Scalar_mode", "rounding_mode"): "str or null",
}
# Overloads that are no functions in Python: normal(t) is about the mean t there, not a tensor like t.
NO_FUNCTION = ("normal",)
# Overloads of Python alone: (signature, what runs, the stub's lines of parameters and result). They replace the table's
# where the op is in REPLACED, and come after them otherwise.
# What _core.pyi has in class Tensor, and so TensorOps has not: attributes, and view(dtype).
IN_TENSOR = ("mT", "mH", "real", "imag", "view")
REPLACED = ("nonzero", "scalar_tensor", "unique", "unique_consecutive")
ASKED = "f.PutAsked({call}, f.boolean({inverse}), f.boolean({counts}));"


def _asked(before):
    """The results of unique by what is asked for: values alone, or a tuple."""
    no, yes = "Literal[False]", "Literal[True]"
    tail = "dim: _int | None = ..."
    return [
        (f"{before}return_inverse: {no} = ..., return_counts: {no} = ..., {tail}", "Tensor"),
        (f"{before}*, return_inverse: {yes}, return_counts: {no} = ..., {tail}", "tuple[Tensor, Tensor]"),
        (f"{before}*, return_inverse: {no} = ..., return_counts: {yes}, {tail}", "tuple[Tensor, Tensor]"),
        (f"{before}*, return_inverse: {yes}, return_counts: {yes}, {tail}", "tuple[Tensor, Tensor, Tensor]"),
        (f"{before}return_inverse: _bool = ..., return_counts: _bool = ..., {tail}", "Any"),
    ]


OVERLOADS = {
    "nonzero": [
        ("nonzero(Tensor self, *, bool as_tuple=False) -> Tensor",
         "f.boolean(1) ? f.Put(tessera::nonzero_numpy(f.tensor(0))) : f.Put(tessera::nonzero(f.tensor(0)));",
         [("*, as_tuple: Literal[False] = ..., out: Tensor | None = None", "Tensor"),
          ("*, as_tuple: Literal[True]", "tuple[Tensor, ...]")]),
    ],
    "norm": [
        ("norm.any(Tensor self, Scalar? p=2, int[] dim=[], bool keepdim=False, *, dtype? dtype=None) -> Tensor",
         "f.Put(tessera::norm(f.tensor(0), f.opt_scalar(1), f.ints(2), f.boolean(3), f.opt_dtype(4)));", None),
        ("norm.name(Tensor self, str p, int[] dim=[], bool keepdim=False, *, dtype? dtype=None) -> Tensor",
         "f.Put(tessera::norm(f.tensor(0), NormOf(f.text(1)), f.ints(2), f.boolean(3), f.opt_dtype(4)));", None),
    ],
    # Of the default dtype, whatever the number is.
    "scalar_tensor": [
        ("scalar_tensor(Scalar value, options options={}) -> Tensor",
         "f.Put(tessera::scalar_tensor(f.scalar(0), f.options(1).dtype(f.options(1).dtype_or(get_default_dtype()))));",
         None),
    ],
    "where": [
        ("where.condition(Tensor condition) -> Tensor[]", "f.Put(tessera::nonzero_numpy(f.tensor(0)));", None),
    ],
    "unique": [
        ("unique(Tensor self, bool sorted=True, bool return_inverse=False, bool return_counts=False, int? dim=None)"
         " -> (Tensor values, Tensor inverse, Tensor counts)",
         ASKED.format(call="tessera::unique(f.tensor(0), f.boolean(1), f.boolean(2), f.boolean(3), f.opt_integer(4))",
                      inverse=2, counts=3), _asked("sorted: _bool = ..., ")),
    ],
    "unique_consecutive": [
        ("unique_consecutive(Tensor self, bool return_inverse=False, bool return_counts=False, int? dim=None)"
         " -> (Tensor values, Tensor inverse, Tensor counts)",
         ASKED.format(call="tessera::unique_consecutive(f.tensor(0), f.boolean(1), f.boolean(2), f.opt_integer(3))",
                      inverse=1, counts=2), _asked("")),
    ],
    "randint_like": [
        ("randint_like.generator(Tensor self, int high, Generator? generator, options options={}) -> Tensor",
         "f.Put(tessera::randint_like(f.tensor(0), 0, f.integer(1), f.generator(2), f.options(3)));", None),
    ],
    "tensor_split": [
        ("tensor_split.tensor(Tensor self, Tensor tensor_indices_or_sections, int dim=0) -> Tensor[]",
         "f.Put(SplitByTensor(f.tensor(0), f.tensor(1), f.integer(2)));", None),
    ],
}


class Params:
    """The parameters of a signature with what Python needs besides: which are keyword-only, and the defaults' text."""

    def __init__(self, op, signature):
        self.op, self.signature = op, signature
        inside = re.match(r"[\w.]+\((.*)\) -> ", signature.text)[1]
        texts = [t.strip() for t in re.split(r",\s*(?![^\[]*\])", inside) if t.strip()]
        star = texts.index("*") if "*" in texts else len(texts)
        self.items = []
        for i, text in enumerate(t for t in texts if t != "*"):
            kind, rest = text.split(" ", 1)
            name, _, default = (part.strip() for part in rest.partition("="))
            kind = OTHER_TYPES.get((signature.slot, name), kind)
            if kind not in TYPES:
                raise SystemExit(f"{op.name}: generate_python.py has no line for the type {kind!r}")
            flags = []
            if i >= star or kind in ("options", "Generator?", "memory_format"):
                flags.append("kKeywordOnly")
            # A reduction over dim=None is one over all dimensions.
            if kind == "int[]" and name == "dim" and op.family == "reduce":
                flags.append("kNoneIsEmpty")
            if kind == "int" and name == "reduction":
                flags.append("kReduction")
            default = DEFAULTS.get((signature.slot, name), default)
            has_default = "=" in rest or (signature.slot, name) in DEFAULTS
            if kind in ("Generator?", "options"):
                has_default, default = True, "None"
            self.items.append((kind, name, default if has_default else None, flags))

    def rows(self):
        for kind, name, default, flags in self.items:
            text = "nullptr" if default is None else '"' + default.replace('"', "").replace("{}", "None") + '"'
            other = OTHER_NAMES.get((self.op.name, name))
            other = f', "{other}"' if other else ""
            yield f'{{"{name}", Kind::{TYPES[kind][0]}, {" | ".join(flags) or "0"}, {text}{other}}}'

    def args(self, skip=None):
        return ", ".join(TYPES[kind][1].format(i) for i, (kind, *_) in enumerate(self.items) if i != skip)

    @staticmethod
    def text(kind, name, default, flags):
        """One parameter in the stub."""
        if kind == "options":
            return OPTIONS
        kind = TYPES[kind][2]
        if "kNoneIsEmpty" in flags:
            kind += " | None"
        if "kReduction" in flags:
            kind = "_str"
        name = "input" if name == "self" else KEYWORDS.get(name, name)
        return f"{name}: {kind}" + ("" if default is None else " = ...")

    def stub(self, skip=None, out=0):
        items = [item for i, item in enumerate(self.items) if i != skip]
        parts = [self.text(*item) for item in items if "kKeywordOnly" not in item[3]]
        starred = [self.text(*item) for item in items if "kKeywordOnly" in item[3]]
        if out:
            starred.append("out: " + ("Tensor" if out == 1 else f"tuple[{', '.join(['Tensor'] * out)}]") + " | None = ...")
        return ", ".join(parts + (["*"] + starred if starred else []))

    def one_by_one(self, skip=None):
        """Sizes or tensors as arguments of their own: zeros(2, 3), t.permute(1, 0), meshgrid(a, b). None: not here."""
        items = [item for i, item in enumerate(self.items) if i != skip]
        before = [item for item in items if "kKeywordOnly" not in item[3]]
        after = [item for item in items if "kKeywordOnly" in item[3]]
        while before and before[-1][0] == "str":
            after.insert(0, before.pop())
        if not before or not (before[-1][0] == "Tensor[]" or [item[0] for item in before] == ["int[]"]):
            return None
        kind, name, *_ = before.pop()
        varied = f"*{name}: " + ("_int" if kind == "int[]" else "Tensor")
        return ", ".join([self.text(*item) for item in before] + [varied] + [self.text(*item) for item in after])

    def in_order(self):
        """Whether Python's rule, no parameter without default after one with, holds."""
        seen = False
        for _, _, default, flags in self.items:
            if "kKeywordOnly" in flags:
                break
            if seen and default is None:
                return False
            seen = seen or default is not None
        return True


def has_inplace(op, signature):
    return "inplace" in op.variants and bool(signature.params) and signature.params[0].type == "Tensor" and \
        signature.params[0].name == "self"


def overloads_of(op):
    """(signature, what runs or None, the stub's lines or None) of each overload that Python has."""
    own = [] if op.name in REPLACED else [(s, None, None) for s in op.signatures]
    return own + [(type(op.signatures[0])(text), run, lines) for text, run, lines in OVERLOADS.get(op.name, [])]


def names_of(op):
    return [op.name] + op.aliases + NAMES.get(op.name, [])


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", '\\n"\n    "') + '"'


def doc(op):
    return "\n".join(s.text for s, *_ in overloads_of(op)) + "\n\n" + " ".join(op.doc.split())


def calls(families, note):
    out = [note.format("*.toml")]
    table = []
    for family, ops in families.items():
        out.append(f"// ---- {family} ----\n")
        for op in ops:
            if not set(op.variants):
                continue
            overloads = []
            for s, run, _ in overloads_of(op):
                params = Params(op, s)
                rows = list(params.rows())
                if rows:
                    out.append(f"constexpr Param {s.slot}_params[] = {{\n    " + ",\n    ".join(rows) + "};\n")
                call = inplace = put_out = "nullptr"
                method = "method" in op.variants and s.self_at is not None
                if run:
                    # Of what Python alone has, a method is called on self only.
                    method = method and s.params[s.self_at].name == "self"
                    call = f"[](Frame& f) {{ {run} }}"
                elif "function" in op.variants and s.slot not in NO_FUNCTION:
                    call = f"[](Frame& f) {{ f.Put(tessera::{op.name}({params.args()})); }}"
                elif method:
                    call = f"[](Frame& f) {{ f.Put(f.tensor({s.self_at}).{op.name}({params.args(s.self_at)})); }}"
                if s.result == "void":
                    call = f"[](Frame& f) {{ tessera::{op.name}({params.args()}); }}"
                if has_inplace(op, s) and not run:
                    inplace = f"[](Frame& f) {{ f.tensor(0).{op.name}_({params.args(0)}); }}"
                outs = 0
                if "out" in op.variants and s.slot not in NO_FUNCTION and (not run or op.name in REPLACED):
                    outs = len(s.tuple) if s.tuple else 1
                    given = "f.tensor(0)" if run else params.args()
                    args = ", ".join([f"f.out({i})" for i in range(outs)] + ([given] if rows else []))
                    put_out = f"[](Frame& f) {{ tessera::{op.name}_out({args}); }}"
                overloads.append(f'    {{{quote(s.text)}, {s.slot + "_params" if rows else "nullptr"}, {len(rows)}, '
                                 f"{s.self_at if method else -1}, {outs},\n     {call},\n     {inplace},\n     {put_out}}}")
            fields = next((s.tuple for s in op.signatures if s.tuple), None)
            out.append(f"constexpr Overload {op.name}_overloads[] = {{\n" + ",\n".join(overloads) + "};\n")
            forms = [f for f, on in (("kFunction", "function" in op.variants),
                                     ("kMethod", "method" in op.variants and any(s.self_at is not None for s in op.signatures)),
                                     ("kInplace", any(has_inplace(op, s) for s in op.signatures))) if on]
            names = "nullptr" if not fields else '"' + " ".join(name for _, name in fields) + '"'
            for name in names_of(op):
                table.append(f'    {{"{name}", "{family}", {op.name}_overloads, {len(overloads)}, {" | ".join(forms) or "0"}, '
                             f"{names},\n     {quote(doc(op))}}},\n")
    out.append("\n// ---- all ----\nconstexpr OpEntry kOps[] = {\n" + "".join(table) + "};\n")
    return "".join(out)


def stub(families):
    head = '''# Made by tensor/ops/generate.py from tensor/ops/*.toml; do not edit.
"""The ops of the op table: functions of the module, and methods of Tensor by way of the base class TensorOps."""

from builtins import bool as _bool, complex as _complex, float as _float, int as _int, str as _str
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, overload

from ._core import Generator, Size, Tensor, device as _device, dtype as _dtype, layout as _layout, \\
    memory_format as _memory_format

_Number = _bool | _int | _float | _complex
_Ints = _int | Sequence[_int] | Size
_Tensors = Sequence[Tensor]
_DType = _dtype | type | Any
_Device = _device | _str | _int

'''
    tuples, functions, methods, functions_inplace = [], [], [], {}

    def result(op, s):
        if s.tuple:
            return f"_{op.name}_result"
        return {"Tensor": "Tensor", "bool": "_bool", "Scalar": "_Number", "void": "None"}.get(s.result,
                                                                                               "tuple[Tensor, ...]")

    def add(to, indent, name, forms):
        # Python's numbers and sequences overlap; the first that fits is meant, as in the parser.
        seen = set()
        forms = [form for form in forms
                 if not (key := (re.sub(r"\b_Ints\b", "_int", form[0]), form[1])) in seen and not seen.add(key)]
        for params, returns in forms:
            if len(forms) > 1:
                to.append(f"{indent}@overload\n")
            to.append(f"{indent}def {name}({params}) -> {returns}: ...\n")

    for ops in families.values():
        for op in ops:
            fields = next((s.tuple for s in op.signatures if s.tuple), None)
            if fields and set(op.variants) and op.name not in REPLACED:
                tuples.append(f"class _{op.name}_result(NamedTuple):\n" + "".join(f"    {n}: Tensor\n" for _, n in fields) +
                              "\n\n")
            function, method, inplace = [], [], []
            for s, run, lines in overloads_of(op):
                params = Params(op, s)
                is_method = "method" in op.variants and s.self_at is not None
                if run:
                    is_method = is_method and s.params[s.self_at].name == "self"
                if lines:
                    function += [(f"input: Tensor, {text}", returns) for text, returns in lines]
                    method += [(f"self, {text}", returns) for text, returns in lines]
                    continue
                outs = (len(s.tuple) if s.tuple else 1) if "out" in op.variants and not run else 0
                if not params.in_order():
                    continue
                if "function" in op.variants and s.slot not in NO_FUNCTION:
                    function.append((params.stub(out=outs), result(op, s)))
                    if (varied := params.one_by_one()) and not op.name.startswith("_"):
                        function.append((varied, result(op, s)))
                if is_method:
                    method.append((", ".join(filter(None, ["self", params.stub(s.self_at)])), result(op, s)))
                    if varied := params.one_by_one(s.self_at):
                        method.append(("self, " + varied, result(op, s)))
                if has_inplace(op, s) and not run:
                    inplace.append((", ".join(filter(None, ["self", params.stub(0)])), "Tensor"))
                    if "function" in op.variants:
                        functions_inplace.setdefault(op.name, []).append((params.stub(), "Tensor"))
            for name in names_of(op):
                add(functions, "", name, function)
                if name not in IN_TENSOR:
                    add(methods, "    ", name, method)
                add(methods, "    ", name + "_", inplace)
                add(functions, "", name + "_", functions_inplace.get(op.name, []))
    names = dict.fromkeys(re.findall(r"^def (\w+)", "".join(functions), re.MULTILINE))
    head += "__all__ = [\n" + "".join(f'    "{name}",\n' for name in ["TensorOps", *names]) + "]\n\n"
    return head + "\n" + "".join(tuples) + "class TensorOps:\n" + "".join(methods) + "\n\n" + "".join(functions)


def files(families, root, note):
    return {
        root / "interop/python/op_calls.inc": calls(families, note),
        root / "interop/python/tessera/_ops.pyi": stub(families),
    }
