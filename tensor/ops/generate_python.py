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
    "int": ("kInt", "f.integer({})", "int"),
    "int?": ("kOptInt", "f.opt_integer({})", "int | None"),
    "int[]": ("kInts", "f.ints({})", "_Ints"),
    "int[]?": ("kOptInts", "f.opt_ints({})", "_Ints | None"),
    "float": ("kFloat", "f.real({})", "float"),
    "float?": ("kOptFloat", "f.opt_real({})", "float | None"),
    "bool": ("kBool", "f.boolean({})", "bool"),
    "bool?": ("kOptBool", "f.opt_boolean({})", "bool | None"),
    "dtype": ("kDType", "f.dtype({})", "_DType"),
    "dtype?": ("kOptDType", "f.opt_dtype({})", "_DType | None"),
    "Device": ("kDevice", "f.device({})", "_Device"),
    "str": ("kStr", "f.text({})", "str"),
    "str?": ("kOptStr", "f.opt_text({})", "str | None"),
    "Generator?": ("kGenerator", "f.generator({})", "Generator | None"),
    "options": ("kOptions", "f.options({})", ""),
    "memory_format": ("kMemoryFormat", "f.memory_format({})", "memory_format"),
}
OPTIONS = ("dtype: _DType | None = None, layout: layout = ..., device: _Device | None = None, "
           "requires_grad: bool = False, pin_memory: bool = False")
NUMPY_NAMES = {"dim": "axis", "keepdim": "keepdims"}
KEYWORDS = {"from": "from_", "lambda": "lambda_"}


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
            has_default = "=" in rest
            if kind in ("Generator?", "options"):
                has_default, default = True, "None"
            self.items.append((kind, name, default if has_default else None, flags))

    def rows(self):
        for kind, name, default, flags in self.items:
            text = "nullptr" if default is None else '"' + default.replace('"', "").replace("{}", "None") + '"'
            yield f'{{"{name}", Kind::{TYPES[kind][0]}, {" | ".join(flags) or "0"}, {text}}}'

    def args(self, skip=None):
        return ", ".join(TYPES[kind][1].format(i) for i, (kind, *_) in enumerate(self.items) if i != skip)

    def stub(self, skip=None, out=0):
        parts, starred = [], False
        for i, (kind, name, default, flags) in enumerate(self.items):
            if i == skip:
                continue
            if "kKeywordOnly" in flags and not starred:
                starred = True
                parts.append("*")
            if kind == "options":
                parts.append(OPTIONS)
                continue
            kind = TYPES[kind][2]
            if "kNoneIsEmpty" in flags:
                kind += " | None"
            if "kReduction" in flags:
                kind, default = "str", default and '"mean"'
            if name == "self":
                name = "input"
            parts.append(f"{KEYWORDS.get(name, name)}: {kind}" + ("" if default is None else " = ..."))
        if out:
            parts += [] if starred else ["*"]
            parts.append("out: " + ("Tensor" if out == 1 else f"tuple[{', '.join(['Tensor'] * out)}]") + " | None = None")
        return ", ".join(parts)

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


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", '\\n"\n    "') + '"'


def doc(op):
    return "\n".join(s.text for s in op.signatures) + "\n\n" + " ".join(op.doc.split())


def calls(families, note):
    out = [note.format("*.toml")]
    table = []
    for family, ops in families.items():
        out.append(f"// ---- {family} ----\n")
        for op in ops:
            if not set(op.variants):
                continue
            overloads = []
            for s in op.signatures:
                params = Params(op, s)
                rows = list(params.rows())
                if rows:
                    out.append(f"constexpr Param {s.slot}_params[] = {{\n    " + ",\n    ".join(rows) + "};\n")
                call = inplace = put_out = "nullptr"
                method = "method" in op.variants and s.self_at is not None
                if "function" in op.variants:
                    call = f"[](Frame& f) {{ f.Put(tessera::{op.name}({params.args()})); }}"
                elif method:
                    call = f"[](Frame& f) {{ f.Put(f.tensor({s.self_at}).{op.name}({params.args(s.self_at)})); }}"
                if s.result == "void":
                    call = f"[](Frame& f) {{ tessera::{op.name}({params.args()}); }}"
                if has_inplace(op, s):
                    inplace = f"[](Frame& f) {{ f.tensor(0).{op.name}_({params.args(0)}); }}"
                outs = 0
                if "out" in op.variants:
                    outs = len(s.tuple) if s.tuple else 1
                    args = ", ".join([f"f.out({i})" for i in range(outs)] + ([params.args()] if rows else []))
                    put_out = f"[](Frame& f) {{ tessera::{op.name}_out({args}); }}"
                overloads.append(f'    {{{quote(s.text)}, {s.slot + "_params" if rows else "nullptr"}, {len(rows)}, '
                                 f"{s.self_at if method else -1}, {outs},\n     {call},\n     {inplace},\n     {put_out}}}")
            fields = next((s.tuple for s in op.signatures if s.tuple), None)
            out.append(f"constexpr Overload {op.name}_overloads[] = {{\n" + ",\n".join(overloads) + "};\n")
            forms = [f for f, on in (("kFunction", "function" in op.variants),
                                     ("kMethod", "method" in op.variants and any(s.self_at is not None for s in op.signatures)),
                                     ("kInplace", any(has_inplace(op, s) for s in op.signatures))) if on]
            names = "nullptr" if not fields else '"' + " ".join(name for _, name in fields) + '"'
            for name in [op.name] + op.aliases:
                table.append(f'    {{"{name}", "{family}", {op.name}_overloads, {len(op.signatures)}, {" | ".join(forms) or "0"}, '
                             f"{names},\n     {quote(doc(op))}}},\n")
    out.append("\n// ---- all ----\nconstexpr OpEntry kOps[] = {\n" + "".join(table) + "};\n")
    return "".join(out)


def stub(families):
    head = '''# Made by tensor/ops/generate.py from tensor/ops/*.toml; do not edit.
"""The ops of the op table: functions of the module, and methods of Tensor by way of the base class TensorOps."""

from collections.abc import Sequence
from typing import Any, NamedTuple, overload

from ._core import Generator, Size, Tensor, device, dtype, layout, memory_format

_Number = bool | int | float | complex
_Ints = int | Sequence[int] | Size
_Tensors = Sequence[Tensor]
_DType = dtype | type | Any
_Device = device | str

'''
    tuples, functions, methods = [], [], []

    def result(op, s):
        if s.tuple:
            return f"_{op.name}"
        return {"Tensor": "Tensor", "bool": "bool", "Scalar": "_Number", "void": "None"}.get(s.result, "tuple[Tensor, ...]")

    def add(to, indent, name, forms, text):
        overloaded = len(forms) > 1
        for params, returns in forms:
            if overloaded:
                to.append(f"{indent}@overload\n")
            to.append(f"{indent}def {name}({params}) -> {returns}: ...\n")
        del text

    for ops in families.values():
        for op in ops:
            fields = next((s.tuple for s in op.signatures if s.tuple), None)
            if fields and set(op.variants):
                tuples.append(f"class _{op.name}(NamedTuple):\n" + "".join(f"    {n}: Tensor\n" for _, n in fields) + "\n\n")
            function, method, inplace = [], [], []
            for s in op.signatures:
                params = Params(op, s)
                outs = (len(s.tuple) if s.tuple else 1) if "out" in op.variants else 0
                if "function" in op.variants and params.in_order():
                    function.append((params.stub(out=outs), result(op, s)))
                if "method" in op.variants and s.self_at is not None and params.in_order():
                    method.append((", ".join(filter(None, ["self", params.stub(s.self_at)])), result(op, s)))
                    # What is called with ints as sizes.
                    rest = [p for i, p in enumerate(params.items) if i != s.self_at and "kKeywordOnly" not in p[3]]
                    if len(rest) == 1 and rest[0][0] == "int[]":
                        method.append((f"self, *{rest[0][1]}: int", result(op, s)))
                if has_inplace(op, s) and params.in_order():
                    inplace.append((", ".join(filter(None, ["self", params.stub(0)])), "Tensor"))
            for name in [op.name] + op.aliases:
                add(functions, "", name, function, op.doc)
                add(methods, "    ", name, method, op.doc)
                add(methods, "    ", name + "_", inplace, op.doc)
    return head + "\n" + "".join(tuples) + "class TensorOps:\n" + "".join(methods) + "\n\n" + "".join(functions)


def files(families, root, note):
    return {
        root / "interop/python/op_calls.inc": calls(families, note),
        root / "interop/python/tessera/_ops.pyi": stub(families),
    }
