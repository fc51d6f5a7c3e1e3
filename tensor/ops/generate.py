"""generate.py [--check]: writes what can be derived from the op table.

Reads tensor/ops/*.toml, one file per family, and writes beside them op.h,
op_table.cc, ops_<family>.h, ops_<family>.cc, ops.h, methods.inc, run.h and
grad_table.h, and docs/reference/<family>.md; of the rows with a functor also
tensor/functors/loops_{floating,int,rare,complex}.inc; for the Python module
what generate_python.py says; tests/ops/any_input_calls.inc. The results are checked in, so that people, grep and
editors see them and a build needs no Python. --check compares instead of
writing. docs/adding-an-op.md explains the fields.
"""

import pathlib
import re
import sys
import tomllib

import generate_python

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NOTE = "// Made by tensor/ops/generate.py from tensor/ops/{}; do not edit.\n"

DTYPES = ["bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16",
          "int32", "int64", "float16", "bfloat16", "float32", "float64",
          "complex64", "complex128"]
SETS = {
    "bool": DTYPES[:1],
    "unsigned": DTYPES[1:5],
    "signed": DTYPES[5:9],
    "int": DTYPES[1:9],
    "floating": DTYPES[9:13],
    "complex": DTYPES[13:],
}
SETS["all"] = DTYPES
SETS["number"] = DTYPES[1:]
SETS["ordered"] = DTYPES[:13]
SETS["real"] = DTYPES[1:13]
SETS["intbool"] = DTYPES[:9]
SETS["inexact"] = DTYPES[9:]

# Type in a signature -> (C++ parameter type, C++ value type).
TYPES = {
    "Tensor": "const Tensor&",
    "Tensor?": "const Tensor&",
    "Tensor[]": "TensorList",
    "Scalar": "const Scalar&",
    "Scalar?": "const std::optional<Scalar>&",
    "int": "int64_t",
    "int?": "std::optional<int64_t>",
    "int[]": "IntArrayRef",
    "int[]?": "OptionalIntArrayRef",
    "float": "double",
    "float?": "std::optional<double>",
    "bool": "bool",
    "dtype": "DType",
    "Device": "Device",
    "dtype?": "std::optional<DType>",
    "str": "const char*",
    "Generator?": "const std::optional<Generator>&",
    "options": "const TensorOptions&",
    "memory_format": "MemoryFormat",
}
DEFAULTS = {"None": "{}", "False": "false", "True": "true", "[]": "IntArrayRef()"}
RESULTS = ["same", "promote", "float", "bool", "acc", "real", "complex", "dtype", "given", "int64", "none"]
KINDS = {"unary": "Unary", "binary": "Binary", "ternary": "Ternary"}
RETURNS = {
    "Tensor": "Tensor",
    "Tensor[]": "std::vector<Tensor>",
    "bool": "bool",
    "Scalar": "Scalar",
    "none": "void",
}


class Param:
    def __init__(self, text):
        match = re.fullmatch(r"(\S+) (\w+)(?:\s*=\s*(.+))?", text.strip())
        if not match:
            raise SystemExit(f"bad parameter: {text!r}")
        self.type, self.name, default = match.groups()
        self.cpp = TYPES[self.type]
        self.default = None
        if default is not None:
            self.default = DEFAULTS.get(default, default)
            if self.type in ("Tensor?", "options", "Generator?"):
                self.default = "{}"

    @property
    def is_tensor(self):
        return self.type.startswith("Tensor")

    def declare(self, with_default):
        text = f"{self.cpp} {self.name}"
        return text + (f" = {self.default}" if with_default and self.default is not None else "")


class Signature:
    """One overload: name(parameters) -> result."""

    def __init__(self, text):
        match = re.fullmatch(r"(\w+)(?:\.(\w+))?\((.*)\) -> (.+)", text.strip())
        if not match:
            raise SystemExit(f"bad signature: {text!r}")
        self.text = text.strip()
        self.name, self.overload, params, result = match.groups()
        self.params = [Param(p) for p in re.split(r",\s*(?![^\[]*\])", params) if p.strip() not in ("", "*")]
        self.tuple = None
        if result.startswith("("):
            self.tuple = [part.split() for part in result.strip("()").split(", ")]
            self.result = f"std::tuple<{', '.join(RETURNS[kind] for kind, _ in self.tuple)}>"
        else:
            self.result = RETURNS[result]
        self.slot = self.name + (f"_{self.overload}" if self.overload else "")
        # Which parameter a method is called on: the tensor self, else a leading tensor; None where there is neither.
        tensors = [p.name if p.type == "Tensor" else "" for p in self.params]
        self.self_at = tensors.index("self") if "self" in tensors else 0 if tensors and tensors[0] else None

    def declare_method(self, with_default=True):
        return ", ".join(p.declare(with_default) for i, p in enumerate(self.params) if i != self.self_at)

    def declare(self, with_default=False, skip_self=False):
        return ", ".join(p.declare(with_default) for p in self.params[1 if skip_self else 0:])

    def pass_on(self, skip_self=False):
        return ", ".join(p.name for p in self.params[1 if skip_self else 0:])


class Op:
    def __init__(self, family, row):
        known = {"name", "signature", "signatures", "variants", "kind", "plan", "dtypes", "result", "gradient",
                 "accuracy", "doc", "out", "inplace", "uses", "kernel", "grad_doc", "aliases", "method_signatures", "functor",
                 "loop", "slow"}
        if set(row) - known:
            raise SystemExit(f"{row['name']}: unknown fields {set(row) - known}")
        self.family = family
        self.name = row["name"]
        self.signatures = [Signature(s) for s in row.get("signatures", [row.get("signature", "")])]
        for signature in self.signatures:
            if signature.name != self.name:
                raise SystemExit(f"{self.name}: signature of {signature.name}")
        self.variants = row.get("variants", ["function"])
        self.kind = row["kind"]
        self.plan = row.get("plan", "none")
        self.dtypes = [d for s in row.get("dtypes", ["all"]) for d in SETS.get(s, [s])]
        self.result = row.get("result", "same")
        if self.result not in RESULTS:
            raise SystemExit(f"{self.name}: result is one of {RESULTS}, not {self.result}")
        self.gradient = row.get("gradient", [])
        self.accuracy = row.get("accuracy", "E")
        self.doc = row["doc"].strip()
        self.out = row.get("out", "direct" if self.elementwise else "copy")
        self.inplace = row.get("inplace", "direct" if self.elementwise else "copy")
        self.uses = row.get("uses", [])
        # The op whose kernels run it: its own, another one's, or none.
        self.kernel = row.get("kernel", self.name)
        self.aliases = row.get("aliases", [])
        # In tensor/functors; whether an element takes long enough for small chunks to be worth a thread.
        self.functor = row.get("functor")
        self.slow = row.get("slow", False)
        self.loop = row.get("loop")
        if self.loop not in (None, "ternary", "division"):
            raise SystemExit(f"{self.name}: loop is ternary or division, not {self.loop}")
        if self.functor:
            if self.plan != "elementwise" or self.result not in ("same", "promote", "float", "bool", "real"):
                raise SystemExit(f"{self.name}: a functor is for plan elementwise and a result that a loop writes")
            # Whole sets only, as loops are made for them.
            for group in ("int", "floating", "complex"):
                if 0 < len(set(SETS[group]) & set(self.dtypes)) < len(SETS[group]):
                    raise SystemExit(f"{self.name}: a functor is for all {group} dtypes or none")
        for name in self.gradient:
            if not any(name == p.name for s in self.signatures for p in s.params):
                raise SystemExit(f"{self.name}: gradient of {name}, which is no parameter")

    @property
    def elementwise(self):
        return self.kind in KINDS

    def operands(self, signature):
        """The parameters that stand where the first signature has tensors; the others are numbers of the op."""
        return [p for p, first in zip(signature.params, self.signatures[0].params) if first.type == "Tensor"]

    def call(self, signature):
        """An ElementwiseCall with the arguments of the signature, and whether it is one of the short forms' kind."""
        operands = self.operands(signature)
        numbers = [p for p in signature.params if p not in operands]
        text = f"detail::ElementwiseCall(Op::{self.name})"
        text += "".join(f".In({p.name})" for p in operands) + "".join(f".Attr({p.name})" for p in numbers)
        return text, not numbers and len(operands) < 3

    def loops(self):
        """(inputs, numbers) of the loops over the functor."""
        if self.loop:
            return {"ternary": 3, "division": 2}[self.loop], 0
        params = self.signatures[0].params
        return (sum(p.type == "Tensor" for p in params),
                sum(p.type.rstrip("?") in ("Scalar", "float") for p in params))

    @property
    def recorded(self):
        """Whether a call looks at its operands' requires_grad and has a slot for the formula."""
        return bool(self.gradient) and self.kind != "composite"

    def wants(self, signature):
        names = [p.name for p in signature.params if p.name in self.gradient and p.is_tensor]
        return f"detail::WantsGrad({', '.join(names)})" if names and self.recorded else None

    def mask(self):
        return sum(1 << DTYPES.index(d) for d in set(self.dtypes))


def comment(text, indent=""):
    lines, line = [], indent + "//"
    for word in text.split():
        if len(line) + 1 + len(word) > 80:
            lines.append(line)
            line = indent + "//"
        line += " " + word
    return "\n".join(lines + [line]) + "\n"


def doc_of(op):
    accuracy = {"E": "", "C": "", "K": " The same seed gives the same bits."}.get(op.accuracy, "")
    return op.doc + accuracy


def inplace_ok(signature):
    return signature.params and signature.params[0].type == "Tensor" and signature.params[0].name == "self"


def forms(op, signature):
    """Yields (form, result, C++ name, parameters with and without defaults, arguments)."""
    if "function" in op.variants or "method" in op.variants or "hidden" in op.variants:
        yield "function"
    if "inplace" in op.variants and inplace_ok(signature):
        yield "inplace"
    if "out" in op.variants:
        yield "out"


def out_params(signature, with_default=False):
    outs = "Tensor& out" if not signature.tuple else ", ".join(f"Tensor& {name}" for _, name in signature.tuple)
    rest = signature.declare(with_default)
    return outs + (", " + rest if rest else "")


def out_result(signature):
    if not signature.tuple:
        return "Tensor&"
    return f"std::tuple<{', '.join('Tensor&' for _ in signature.tuple)}>"


def out_args(signature):
    outs = "out" if not signature.tuple else ", ".join(name for _, name in signature.tuple)
    rest = signature.pass_on()
    return outs + (", " + rest if rest else "")


def inplace_params(signature, with_default=False):
    rest = signature.declare(with_default, skip_self=True)
    return "Tensor& self" + (", " + rest if rest else "")


def family_header(family, ops):
    guard = f"TESSERA_TENSOR_OPS_OPS_{family.upper()}_H_"
    out = [NOTE.format(family + ".toml")]
    out.append(f"#ifndef {guard}\n#define {guard}\n\n")
    out.append('#include "tessera/base/cpp17.h"\n')
    if any(p.type == "Generator?" for op in ops for s in op.signatures for p in s.params):
        out.append('#include "tessera/tensor/generator.h"\n')
    out.append('#include "tessera/tensor/tensor.h"\n\nnamespace tessera {\n\n')
    for op in ops:
        lines = []
        for s in op.signatures:
            if "function" in op.variants:
                lines.append(f"{s.result} {op.name}({s.declare(True)});\n")
                for alias in op.aliases:
                    lines.append(f"inline {s.result} {alias}({s.declare(True)}) {{\n"
                                 f"  return {op.name}({s.pass_on()});\n}}\n")
            if "inplace" in op.variants and "function" in op.variants and inplace_ok(s):
                lines.append(f"Tensor& {op.name}_({inplace_params(s, True)});\n")
            if "out" in op.variants:
                lines.append(f"{out_result(s)} {op.name}_out({out_params(s, True)});\n")
        if lines:
            out.append(comment(doc_of(op)) + "".join(lines) + "\n")
    out.append(f"}}  // namespace tessera\n\n#endif  // {guard}\n")
    return "".join(out)


def methods(families):
    out = [NOTE.format("*.toml"), "// Part of class Tensor; tensor/ops.h has the same as functions, with their documentation.\n\n"]
    for family, ops in families.items():
        lines = []
        for op in ops:
            for s in op.signatures:
                names = [op.name] + op.aliases
                if "method" in op.variants and s.self_at is not None:
                    for name in names:
                        lines.append(f"  {s.result} {name}({s.declare_method()}) const;\n")
                if "inplace" in op.variants and inplace_ok(s):
                    for name in names:
                        lines.append(f"  Tensor& {name}_({s.declare(True, skip_self=True)}) const;\n")
        if lines:
            out.append(f"  // ---- {family} ----\n" + "".join(lines) + "\n")
    return "".join(out)


def run_header(families):
    out = [NOTE.format("*.toml")]
    out.append("""// What each op does once nothing is to be recorded: check, infer, allocate,
// plan, run. For the formulas and for one another; users call tensor/ops.h.
#ifndef TESSERA_TENSOR_OPS_RUN_H_
#define TESSERA_TENSOR_OPS_RUN_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/tensor.h"

namespace tessera::run {

""")
    for family, ops in families.items():
        out.append(f"// ---- {family} ----\n")
        for op in ops:
            for s in op.signatures:
                for form in forms(op, s):
                    if form == "function":
                        out.append(f"{s.result} {op.name}({s.declare()});\n")
                    elif form == "inplace":
                        out.append(f"Tensor& {op.name}_({inplace_params(s)});\n")
                    else:
                        out.append(f"{out_result(s)} {op.name}_out({out_params(s)});\n")
        out.append("\n")
    out.append("}  // namespace tessera::run\n\n#endif  // TESSERA_TENSOR_OPS_RUN_H_\n")
    return "".join(out)


def family_source(family, ops):
    out = [NOTE.format(family + ".toml")]
    out.append(f'#include "tessera/tensor/ops/ops_{family}.h"\n\n')
    out.append("""#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

""")
    for op in ops:
        tag = f"Op::{op.name}"
        for s in op.signatures:
            wants = op.wants(s)
            for form in forms(op, s):
                if form == "function":
                    if op.elementwise:
                        call, short = op.call(s)
                        call = f"detail::{KINDS[op.kind]}({tag}, {s.pass_on()})" if short else f"{call}.Run()"
                        out.append(f"Tensor run::{op.name}({s.declare()}) {{\n  return {call};\n}}\n")
                    if set(op.variants) - {"out"}:
                        body = ""
                        if op.kind == "composite":
                            body += f'  OpScope scope("{op.name}");\n'
                        if wants:
                            body += (f"  if ({wants}) {{\n    return detail::GradSlot({tag}, detail::grad_table.{s.slot})("
                                     f"{s.pass_on()});\n  }}\n")
                        body += f"  return run::{op.name}({s.pass_on()});\n"
                        if "function" in op.variants:
                            out.append(f"{s.result} {op.name}({s.declare()}) {{\n{body}}}\n")
                        else:
                            out.append(f"static {s.result} call_{s.slot}({s.declare()}) {{\n{body}}}\n")
                elif form == "inplace":
                    args = s.pass_on(skip_self=True)
                    comma = ", " if args else ""
                    if op.inplace == "copy":
                        out.append(f"Tensor& run::{op.name}_({inplace_params(s)}) {{\n"
                                   f"  return detail::CopyInplace({tag}, self, run::{op.name}({s.pass_on()}));\n}}\n")
                    elif op.elementwise:
                        call, short = op.call(s)
                        call = (f"detail::{KINDS[op.kind]}Inplace({tag}, self{comma}{args})" if short
                                else f"{call}.RunInplace(self)")
                        out.append(f"Tensor& run::{op.name}_({inplace_params(s)}) {{\n  return {call};\n}}\n")
                    elif op.inplace == "view":
                        out.append(f"Tensor& run::{op.name}_({inplace_params(s)}) {{\n"
                                   f"  return detail::SetView(self, run::{op.name}({s.pass_on()}));\n}}\n")
                    check = "CheckInplaceView" if op.inplace == "view" else "CheckInplace"
                    body = "" if op.inplace == "bare" else f'  detail::{check}("{op.name}_", self);\n'
                    if wants:
                        finish = "inplace_view" if op.inplace == "view" else "inplace_finish"
                        call = f"{op.name}" if "function" in op.variants else f"call_{s.slot}"
                        body += (f"  if ({wants}) {{\n"
                                 f'    Tensor old = detail::Autograd("{op.name}_").inplace_begin("{op.name}_", self);\n'
                                 f'    detail::autograd_interface.{finish}("{op.name}_", self, {call}(old{comma}{args}));\n'
                                 f"    return self;\n  }}\n")
                    elif op.recorded or op.gradient:
                        pass
                    if op.kind == "composite":
                        body = f'  OpScope scope("{op.name}_");\n' + body
                    body += f"  return run::{op.name}_(self{comma}{args});\n"
                    static = "" if "function" in op.variants else "static "
                    call_name = f"{op.name}_" if "function" in op.variants else f"call_{s.slot}_"
                    out.append(f"{static}Tensor& {call_name}({inplace_params(s)}) {{\n{body}}}\n")
                    for name in [op.name] + op.aliases:
                        out.append(f"Tensor& Tensor::{name}_({s.declare(skip_self=True)}) const {{\n"
                                   f"  return tessera::{call_name}(const_cast<Tensor&>(*this){comma}{args});\n}}\n")
                else:
                    outs = ["out"] if not s.tuple else [n for _, n in s.tuple]
                    if op.out == "copy":
                        copy = "CopyOut" if not s.tuple else "CopyOutTuple"
                        target = "out" if not s.tuple else f"std::tie({', '.join(outs)})"
                        out.append(f"{out_result(s)} run::{op.name}_out({out_params(s)}) {{\n"
                                   f"  return detail::{copy}({tag}, {target}, run::{op.name}({s.pass_on()}));\n}}\n")
                    elif op.elementwise:
                        call, short = op.call(s)
                        call = f"detail::{KINDS[op.kind]}Out({tag}, {out_args(s)})" if short else f"{call}.RunOut(out)"
                        out.append(f"Tensor& run::{op.name}_out({out_params(s)}) {{\n  return {call};\n}}\n")
                    tensors = [p.name for p in s.params if p.is_tensor]
                    body = ""
                    if op.kind == "composite":
                        body += f'  OpScope scope("{op.name}");\n'
                    body += f"  detail::CheckOut({tag}, {', '.join(outs)}, detail::WantsGrad({', '.join(outs + tensors)}));\n"
                    body += f"  return run::{op.name}_out({out_args(s)});\n"
                    out.append(f"{out_result(s)} {op.name}_out({out_params(s)}) {{\n{body}}}\n")
            if "method" in op.variants and s.self_at is not None:
                args = ", ".join("*this" if i == s.self_at else p.name for i, p in enumerate(s.params))
                call = f"tessera::{op.name}" if "function" in op.variants else f"call_{s.slot}"
                for name in [op.name] + op.aliases:
                    out.append(f"{s.result} Tensor::{name}({s.declare_method(False)}) const {{\n"
                               f"  return {call}({args});\n}}\n")
        out.append("\n")
    out.append("}  // namespace tessera\n")
    return "".join(out)


def grad_header(families):
    out = [NOTE.format("*.toml")]
    out.append("""// GradTable: for each op with a gradient, the function that records it, with
// the op's own signature. //autograd:<plan type> fills the slots when linked.
#ifndef TESSERA_TENSOR_OPS_GRAD_TABLE_H_
#define TESSERA_TENSOR_OPS_GRAD_TABLE_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/tensor.h"

namespace tessera::detail {

struct GradTable {
""")
    for family, ops in families.items():
        lines = []
        for op in ops:
            for s in op.signatures:
                if op.wants(s):
                    lines.append(f"  {s.result} (*{s.slot})({s.declare()});\n")
        if lines:
            out.append(f"  // {family}\n" + "".join(lines))
    out.append("""};

// Zero until formulas are linked.
extern GradTable grad_table;

// For the test that none is forgotten.
struct GradSlotName {
  const char* name;
  bool (*filled)();
};
ArrayRef<GradSlotName> GradSlots();

struct GradRegistrar {
  explicit GradRegistrar(void (*fill)(GradTable&)) { fill(grad_table); }
};

}  // namespace tessera::detail

#endif  // TESSERA_TENSOR_OPS_GRAD_TABLE_H_
""")
    return "".join(out)


def op_header(families):
    ops = [op for ops in families.values() for op in ops]
    out = [NOTE.format("*.toml")]
    out.append("""// Op: one enumerator per op, and its row of the op table.
//
//   name(Op::exp);           // "exp"
//   Row(Op::exp).plan;       // PlanKind::kElementwise
//   Row(Op::exp).dtypes;     // a bit per DType that kernels exist for
//   Row(Op::exp).result;     // ResultRule::kFloat
//   kOps;                    // how many there are
#ifndef TESSERA_TENSOR_OPS_OP_H_
#define TESSERA_TENSOR_OPS_OP_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/plan_kind.h"

namespace tessera {

enum class Op : uint16_t {
""")
    out += [f"  {op.name},\n" for op in ops]
    rules = ["k" + rule.capitalize() for rule in RESULTS]
    out.append(f"""}};
constexpr int kOps = {len(ops)};

// How the result's dtype follows from the operands'; op-surface terms, see
// docs/adding-an-op.md.
enum class ResultRule : uint8_t {{
  {', '.join(rules)}
}};

struct OpRow {{
  const char* name;
  const char* family;
  const char* accuracy;  // class: E, U1, U2, U4, R, M, C, K
  const char* forms;     // of "fmio": function, method, in-place, out
  const char* gradient;  // the inputs that carry one, comma-separated
  uint16_t dtypes;       // a bit per DType
  PlanKind plan;
  ResultRule result;
  bool composite;
  // The op whose kernels run this one; meaningless without has_kernel.
  bool has_kernel;
  Op kernel;
}};

extern const OpRow kRows[kOps];
inline const OpRow& Row(Op op) {{ return kRows[static_cast<int>(op)]; }}
inline const char* name(Op op) {{ return Row(op).name; }}

}}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OP_H_
""")
    return "".join(out)


def op_source(families):
    out = [NOTE.format("*.toml"), '#include "tessera/tensor/ops/op.h"\n\n#include "tessera/tensor/ops/grad_table.h"\n\n'
           "namespace tessera {\n\nconst OpRow kRows[] = {\n"]
    for ops in families.values():
        for op in ops:
            letters = "".join(v[0] for v in ("function", "method", "inplace", "out") if v in op.variants)
            out.append(f'    {{"{op.name}", "{op.family}", "{op.accuracy}", "{letters}", "{",".join(op.gradient)}", '
                       f"{hex(op.mask())}, PlanKind::k{op.plan.capitalize()}, ResultRule::k{op.result.capitalize()}, "
                       f"{'true' if op.kind == 'composite' else 'false'}, "
                       f"{'false' if op.kernel == 'none' else 'true'}, "
                       f"Op::{op.name if op.kernel == 'none' else op.kernel}}},\n")
    out.append("};\nstatic_assert(sizeof kRows / sizeof *kRows == kOps);\n\n"
               "namespace detail {\n\nGradTable grad_table;\n\nArrayRef<GradSlotName> GradSlots() {\n"
           "  static constexpr GradSlotName kSlots[] = {\n")
    for ops in families.values():
        for op in ops:
            for s in op.signatures:
                if op.wants(s):
                    out.append(f'      {{"{s.slot}", [] {{ return grad_table.{s.slot} != nullptr; }}}},\n')
    out.append("  };\n  return kSlots;\n}\n\n}  // namespace detail\n\n}  // namespace tessera\n")
    return "".join(out)


def ops_header(families):
    out = [NOTE.format("*.toml"), """// Every op as a function; //tensor's operators and indexing besides.
//
//   Tensor a = zeros({2, 3});
//   Tensor b = exp(a) + 1;
//   Tensor c = matmul(b, a.t());   // link //ops_cpu:matmul
//   add_out(a, b, b);              // out first
//   c.relu_();
#ifndef TESSERA_TENSOR_OPS_H_
#define TESSERA_TENSOR_OPS_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/creation.h"
#include "tessera/tensor/indexing.h"
#include "tessera/tensor/operators.h"
"""]
    out += [f'#include "tessera/tensor/ops/ops_{family}.h"\n' for family in families]
    out.append('#include "tessera/tensor/overloads.h"\n')
    out.append('#include "tessera/tensor/tensor.h"\n\n#endif  // TESSERA_TENSOR_OPS_H_\n')
    return "".join(out)


def loops(families, group):
    """The loops over the rows' functors, for the elementwise loops of all backends.

    Groups: floating and int for each instruction set; rare, the other integers and bool, and complex, once.
    """
    sets = {"floating": "floating", "int": "int", "rare": "int", "complex": "complex"}
    out = [NOTE.format("*.toml")]
    for ops in families.values():
        for op in ops:
            if not op.functor or (group in ("int", "rare") and op.result == "float"):
                continue
            inputs, numbers = op.loops()
            make = list(KINDS.values())[inputs - 1]
            to = "_TO_BOOL" if op.result == "bool" else "_TO_REAL" if op.result == "real" and group == "complex" else ""
            flags = "kSlow" if op.slow or group == "complex" else "0"
            functor = f"f::{op.functor}"
            if set(SETS[sets[group]]) <= set(op.dtypes):
                name = group.upper()
                if op.loop == "division" and group in ("int", "rare"):
                    if group == "rare":
                        out.append(f"TESSERA_DIVISION({op.name}, {functor}),\n")
                elif numbers:
                    out.append(f"TESSERA_{name}_NUMBERS({op.name}, {functor}, {inputs}, {numbers}, {flags}),\n")
                else:
                    out.append(f"TESSERA_{name}{to}({make}, {op.name}, {functor}, {flags}),\n")
            if group == "rare" and "bool" in op.dtypes:
                out.append(f"{make}<{functor}, uint8_t, {'bool' if to else 'uint8_t'}>(Op::{op.name}, DType::Bool),\n"
                           if not numbers else
                           f"Numbers<{functor}, uint8_t, {inputs}, {numbers}>(Op::{op.name}, DType::Bool),\n")
    return "".join(out)


# Type in a signature -> what an argument is drawn by in tests/ops/any_input.h.
DRAWN = {
    "Tensor": "tensor", "Tensor?": "tensor", "Tensor[]": "tensors", "Scalar": "scalar", "Scalar?": "opt_scalar",
    "int": "integer", "int?": "opt_integer", "int[]": "ints", "int[]?": "opt_ints", "float": "real", "float?": "opt_real",
    "bool": "boolean", "dtype": "dtype", "dtype?": "opt_dtype", "Device": "device", "str": "text",
    "Generator?": "generator", "options": "options", "memory_format": "memory_format",
}


def test_calls(families):
    """Every form of every overload, with arguments that a Frame draws."""
    out = [NOTE.format("*.toml")]
    for ops in families.values():
        for op in ops:
            for s in op.signatures:
                args = [f"f.{'reduction' if p.name == 'reduction' else DRAWN[p.type]}({i})" for i, p in enumerate(s.params)]
                calls = dict.fromkeys(("function", "inplace", "out"), "nullptr")
                put = "{};" if s.result == "void" else "f.Put({});"
                if "function" in op.variants:
                    calls["function"] = put.format(f"{op.name}({', '.join(args)})")
                elif "method" in op.variants and s.self_at is not None:
                    rest = ", ".join(a for i, a in enumerate(args) if i != s.self_at)
                    calls["function"] = put.format(f"{args[s.self_at]}.{op.name}({rest})")
                if "inplace" in op.variants and inplace_ok(s):
                    calls["inplace"] = f"f.tensor(0).{op.name}_({', '.join(args[1:])});"
                if "out" in op.variants:
                    outs = [f"f.out({i})" for i in range(len(s.tuple) if s.tuple else 1)]
                    calls["out"] = f"{op.name}_out({', '.join(outs + args)});"
                text = ",\n     ".join(c if c == "nullptr" else f"[](Frame& f) {{ {c} }}" for c in calls.values())
                out.append(f'    {{R"({s.text})", {len(args)},\n     {text}}},\n')
    return "".join(out)


def reference(family, ops):
    out = [f"<!-- Made by tensor/ops/generate.py from tensor/ops/{family}.toml; do not edit. -->\n# {family}\n\n"
           "| op | forms | dtypes | result | gradient | accuracy | target |\n|---|---|---|---|---|---|---|\n"]
    for op in ops:
        names = [s for s in ("all", "number", "ordered", "real", "inexact", "floating", "complex", "intbool", "int")
                 if set(SETS[s]) == set(op.dtypes)]
        dtypes = names[0] if names else " ".join(op.dtypes)
        calls = "<br>".join("`" + s.text.split(" -> ")[0].replace("|", "\\|") + "`" for s in op.signatures)
        forms_text = " ".join(op.variants)
        out.append(f"| {calls} | {forms_text} | {dtypes} | {op.result} | {', '.join(op.gradient) or '–'} | {op.accuracy} | "
                   f"{op.plan if op.plan != 'none' else '–'} |\n")
    out.append("\n")
    for op in ops:
        out.append(f"**{op.name}**: {' '.join(op.doc.split())}\n\n")
    return "".join(out)


def main():
    families = {}
    for path in sorted(HERE.glob("*.toml")):
        with open(path, "rb") as file:
            families[path.stem] = [Op(path.stem, row) for row in tomllib.load(file)["op"]]
    seen = {}
    for family, ops in families.items():
        for op in ops:
            if op.name in seen:
                raise SystemExit(f"{op.name} stands in {seen[op.name]} and {family}")
            seen[op.name] = family
    files = {
        HERE / "op.h": op_header(families),
        HERE / "op_table.cc": op_source(families),
        HERE / "run.h": run_header(families),
        HERE / "grad_table.h": grad_header(families),
        HERE / "methods.inc": methods(families),
        HERE.parent / "ops.h": ops_header(families),
    }
    for group in ("floating", "int", "rare", "complex"):
        files[ROOT / f"tensor/functors/loops_{group}.inc"] = loops(families, group)
    for family, ops in families.items():
        files[HERE / f"ops_{family}.h"] = family_header(family, ops)
        files[HERE / f"ops_{family}.cc"] = family_source(family, ops)
        files[ROOT / "docs/reference" / f"{family}.md"] = reference(family, ops)
    files[ROOT / "tests/ops/any_input_calls.inc"] = test_calls(families)
    files.update(generate_python.files(families, ROOT, NOTE))
    stale = []
    for path, text in files.items():
        if not path.exists() or path.read_text() != text:
            stale.append(path)
            if "--check" not in sys.argv:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
    if "--check" in sys.argv and stale:
        raise SystemExit("not what the op table gives; run python3 tensor/ops/generate.py: " +
                         " ".join(str(p.relative_to(ROOT)) for p in stale))


if __name__ == "__main__":
    main()
