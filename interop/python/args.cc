#include "interop/python/args.h"

#include <structmember.h>

#include <algorithm>
#include <cstring>

#include "interop/python/errors.h"
#include "interop/python/types.h"
#include "tessera/base/str.h"

namespace tessera::python {

const Tensor Frame::none_;

int64_t* Frame::Ints(size_t n) {
  if (used_ + n <= sizeof pool_ / sizeof *pool_) {
    used_ += n;
    return pool_ + used_ - n;
  }
  more_.emplace_back(new int64_t[n]);
  return more_.back().get();
}

void Frame::Reset() {
  used_ = 0;
  lists_.clear();
  num_outs = 0;
  options_ = TensorOptions();
  generator_.reset();
}

// ---- Numbers ----

namespace {

// A tensor of one element may stand for a number, unless that would cut it off
// its graph.
bool IsNumberTensor(PyObject* object) {
  return IsTensor(object) && Unwrap(object).dim() == 0 &&
         !Unwrap(object).requires_grad();
}

[[noreturn]] void ThrowTooLarge(const char* dtype) {
  PyErr_Clear();
  throw ValueError("", Str("value cannot be converted to type ", dtype,
                           " without overflow"));
}

Scalar LongScalar(PyObject* object) {
  int overflow;
  const long long value = PyLong_AsLongLongAndOverflow(object, &overflow);
  if (!overflow) return Scalar(static_cast<int64_t>(value));
  const unsigned long long large =
      overflow > 0 ? PyLong_AsUnsignedLongLong(object) : 0;
  if (overflow < 0 || PyErr_Occurred()) ThrowTooLarge("int64");
  return Scalar(static_cast<uint64_t>(large));
}

bool NumpyScalar(PyObject* object, Scalar* out) {
  if (!IsNumpy(object, NumpyClass::kGeneric)) return false;
  if (IsNumpy(object, NumpyClass::kBool)) {
    *out = PyObject_IsTrue(object) != 0;
  } else if (IsNumpy(object, NumpyClass::kInteger)) {
    PyObject* const index = Check(PyNumber_Index(object));
    *out = LongScalar(index);
    Py_DECREF(index);
  } else if (IsNumpy(object, NumpyClass::kFloating)) {
    const double value = PyFloat_AsDouble(object);
    if (value == -1 && PyErr_Occurred()) ThrowPython();
    *out = value;
  } else if (IsNumpy(object, NumpyClass::kComplex)) {
    const Py_complex z = PyComplex_AsCComplex(object);
    if (PyErr_Occurred()) ThrowPython();
    *out = complex<double>(z.real, z.imag);
  } else {
    return false;
  }
  return true;
}

}  // namespace

bool ToScalar(PyObject* object, Scalar* out, bool lenient) {
  if (PyFloat_Check(object)) {
    *out = PyFloat_AS_DOUBLE(object);
  } else if (PyBool_Check(object)) {
    *out = object == Py_True;
  } else if (PyLong_Check(object)) {
    *out = LongScalar(object);
  } else if (PyComplex_Check(object)) {
    const Py_complex z = PyComplex_AsCComplex(object);
    *out = complex<double>(z.real, z.imag);
  } else if (lenient && IsNumberTensor(object)) {
    *out = Unwrap(object).item();
  } else {
    return NumpyScalar(object, out);
  }
  return true;
}

bool ToInt(PyObject* object, int64_t* out, bool lenient) {
  if (PyLong_Check(object)) {
    if (PyBool_Check(object)) return false;
    int overflow;
    *out = PyLong_AsLongLongAndOverflow(object, &overflow);
    if (overflow) ThrowTooLarge("int64");
    return true;
  }
  if (IsTensor(object)) {
    if (!lenient || !IsNumberTensor(object) ||
        !isIntegralType(Unwrap(object).scalar_type(), false)) {
      return false;
    }
    *out = Unwrap(object).item().toLong();
    return true;
  }
  if (!PyIndex_Check(object) || IsNumpy(object, NumpyClass::kArray)) {
    return false;
  }
  PyObject* const index = Check(PyNumber_Index(object));
  int overflow;
  *out = PyLong_AsLongLongAndOverflow(index, &overflow);
  Py_DECREF(index);
  if (overflow) ThrowTooLarge("int64");
  return true;
}

bool ToDouble(PyObject* object, double* out, bool lenient) {
  if (PyFloat_Check(object)) {
    *out = PyFloat_AS_DOUBLE(object);
    return true;
  }
  Scalar scalar;
  if (!ToScalar(object, &scalar, lenient) || scalar.isComplex() ||
      scalar.isBoolean()) {
    return false;
  }
  *out = scalar.toDouble();
  return true;
}

bool ToInts(PyObject* object, std::vector<int64_t>* out) {
  int64_t one;
  if (ToInt(object, &one, false)) {
    out->assign(1, one);
    return true;
  }
  if (!PyTuple_Check(object) && !PyList_Check(object)) return false;
  out->clear();
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(object); ++i) {
    if (!ToInt(PySequence_Fast_GET_ITEM(object, i), &one, true)) return false;
    out->push_back(one);
  }
  return true;
}

PyObject* WrapScalar(const Scalar& s) {
  switch (s.type()) {
    case DType::Bool:
      return PyBool_FromLong(s.int64_value() != 0);
    case DType::Long:
      return PyLong_FromLongLong(s.int64_value());
    case DType::UInt64:
      return PyLong_FromUnsignedLongLong(s.uint64_value());
    case DType::Double:
      return PyFloat_FromDouble(s.double_value());
    default:
      return PyComplex_FromDoubles(s.complex_value().real(),
                                   s.complex_value().imag());
  }
}

// ---- Schemas ----

namespace {

struct PreparedParam {
  PyObject* name;  // interned
  PyObject* aliases[2] = {};
};

struct PreparedOverload {
  const Overload* overload;
  std::vector<PreparedParam> params;
  std::vector<Slot> defaults;
  int positional = 0;   // parameters that may be given by position
  int options_at = -1;  // the parameter `options`
};

// Keywords that `options` stands for.
struct OptionNames {
  PyObject *dtype, *device, *requires_grad, *layout, *pin_memory,
      *memory_format, *out;
};
OptionNames option_names;

PyObject* Intern(const char* text) { return PyUnicode_InternFromString(text); }

}  // namespace

class PreparedOp {
 public:
  const OpEntry* entry;
  std::vector<PreparedOverload> overloads;
  // The first overload where it is a call on one tensor: t(), exp().
  const Overload* of_one_tensor = nullptr;
  PyTypeObject* tuple_type = nullptr;  // of named results
};

namespace {

// torch.return_types.max(values=..., indices=...), a line per field.
PyObject* ReturnRepr(PyObject* self) {
  std::string text = Str("torch.return_types.",
                         Py_TYPE(self)->tp_name + sizeof "torch.return_types") +
                     "(\n";
  PyTypeObject* const type = Py_TYPE(self);
  const Py_ssize_t n = PyTuple_GET_SIZE(self);
  for (Py_ssize_t i = 0; i < n; ++i) {
    PyObject* const repr = PyObject_Repr(PyTuple_GET_ITEM(self, i));
    const char* const s = repr ? PyUnicode_AsUTF8(repr) : nullptr;
    if (!s) {
      Py_XDECREF(repr);
      return nullptr;
    }
    text += Str(type->tp_members[i].name, "=", s, i + 1 < n ? ",\n" : ")");
    Py_DECREF(repr);
  }
  return PyUnicode_FromStringAndSize(text.data(),
                                     static_cast<Py_ssize_t>(text.size()));
}

PyTypeObject* MakeTupleType(const OpEntry& op) {
  std::vector<PyStructSequence_Field> fields;
  const std::string names = op.fields;
  for (size_t begin = 0; begin < names.size();) {
    size_t end = names.find(' ', begin);
    if (end == std::string::npos) end = names.size();
    // Kept for the life of the process, as types are.
    fields.push_back(
        {strdup(names.substr(begin, end - begin).c_str()), nullptr});
    begin = end + 1;
  }
  const int n = static_cast<int>(fields.size());
  fields.push_back({nullptr, nullptr});
  PyStructSequence_Desc desc = {
      strdup(Str("torch.return_types.", op.name).c_str()), nullptr,
      fields.data(), n};
  PyTypeObject* const type = PyStructSequence_NewType(&desc);
  if (type) type->tp_repr = ReturnRepr;
  return type;
}

Slot DefaultSlot(const Param& p) {
  Slot slot = {};
  const std::string text = p.default_text;
  slot.has = text != "None";
  if (!slot.has) return slot;
  const bool is_true = text == "True";
  switch (p.kind) {
    case Kind::kScalar:
    case Kind::kOptScalar:
      new (slot.scalar)
          Scalar(text.find_first_of(".e") == std::string::npos
                     ? Scalar(static_cast<int64_t>(std::stoll(text)))
                     : Scalar(std::stod(text)));
      break;
    case Kind::kInt:
    case Kind::kOptInt:
      slot.integer = text == "Reduction::Mean"   ? int64_t{Reduction::Mean}
                     : text == "Reduction::Sum"  ? int64_t{Reduction::Sum}
                     : text == "Reduction::None" ? int64_t{Reduction::None}
                                                 : std::stoll(text);
      break;
    case Kind::kInts:
    case Kind::kOptInts: {
      // Kept for the life of the process, as the op is.
      auto* const ints = new std::vector<int64_t>;
      for (size_t at = text.find_first_of("-0123456789");
           at != std::string::npos;
           at = text.find_first_of("-0123456789", at)) {
        size_t length;
        ints->push_back(std::stoll(text.substr(at), &length));
        at += length;
      }
      slot.ints = {ints->data(), ints->size()};
      break;
    }
    case Kind::kFloat:
    case Kind::kOptFloat:
      slot.real = std::stod(text);
      break;
    case Kind::kBool:
    case Kind::kOptBool:
      slot.integer = is_true;
      break;
    case Kind::kStr:
    case Kind::kOptStr:
      slot.text = p.default_text;
      break;
    case Kind::kMemoryFormat:
      slot.integer = static_cast<int64_t>(text == "MemoryFormat::Contiguous"
                                              ? MemoryFormat::Contiguous
                                              : MemoryFormat::Preserve);
      break;
    default:
      break;
  }
  return slot;
}

}  // namespace

PreparedOp* Prepare(const OpEntry& op) {
  if (!option_names.dtype) {
    option_names = {
        Intern("dtype"),  Intern("device"),     Intern("requires_grad"),
        Intern("layout"), Intern("pin_memory"), Intern("memory_format"),
        Intern("out")};
  }
  auto* prepared = new PreparedOp;
  prepared->entry = &op;
  if (op.fields) prepared->tuple_type = MakeTupleType(op);
  for (int k = 0; k < op.num_overloads; ++k) {
    const Overload& o = op.overloads[k];
    PreparedOverload p;
    p.overload = &o;
    for (int i = 0; i < o.num_params; ++i) {
      const Param& param = o.params[i];
      PreparedParam names;
      names.name = Intern(param.name);
      if (param.other_name) names.aliases[1] = Intern(param.other_name);
      if (!std::strcmp(param.name, "self")) names.aliases[0] = Intern("input");
      if (!std::strcmp(param.name, "dim")) names.aliases[0] = Intern("axis");
      if (!std::strcmp(param.name, "dims")) names.aliases[0] = Intern("axes");
      if (!std::strcmp(param.name, "keepdim")) {
        names.aliases[0] = Intern("keepdims");
      }
      p.params.push_back(names);
      p.defaults.push_back(param.default_text ? DefaultSlot(param) : Slot{});
      if (!(param.flags & kKeywordOnly)) p.positional = i + 1;
      if (param.kind == Kind::kOptions) p.options_at = i;
    }
    prepared->overloads.push_back(std::move(p));
  }
  const Overload& first = op.overloads[0];
  if (first.num_params == 1 && first.params[0].kind == Kind::kTensor &&
      first.call) {
    prepared->of_one_tensor = &first;
  }
  return prepared;
}

namespace {

// ---- One call ----

struct Call {
  PyObject* self;
  PyObject* const* args;
  size_t nargs;
  PyObject* kwnames;
  bool inplace;
  PyObject* out;  // borrowed; null: none given
};

// Why an overload does not fit; the furthest one is told.
struct Failure {
  enum Reason { kNone, kTooMany, kMissing, kType, kKeyword, kTwice };
  Reason reason = kNone;
  int rank = -1;
  std::string param;
  int position = 0;  // counted from 1; 0: given by keyword
  PyObject* got = nullptr;
  std::string wanted;
  int limit = 0;
};

const char* WantedText(const Param& p) {
  switch (p.kind) {
    case Kind::kTensor:
      return "Tensor";
    case Kind::kOptTensor:
      return "Tensor or None";
    case Kind::kTensors:
      return "tuple of Tensors";
    case Kind::kScalar:
      return "number";
    case Kind::kOptScalar:
      return "number or None";
    case Kind::kInt:
      return p.flags & kReduction ? "'none', 'mean' or 'sum'" : "int";
    case Kind::kOptInt:
      return "int or None";
    case Kind::kInts:
      return "tuple of ints";
    case Kind::kOptInts:
      return "tuple of ints or None";
    case Kind::kFloat:
      return "float";
    case Kind::kOptFloat:
      return "float or None";
    case Kind::kBool:
      return "bool";
    case Kind::kOptBool:
      return "bool or None";
    case Kind::kDType:
    case Kind::kOptDType:
      return "dtype (as tessera.float32)";
    case Kind::kDevice:
      return "device";
    case Kind::kStr:
      return "str";
    case Kind::kOptStr:
      return "str or None";
    case Kind::kGenerator:
      return "Generator";
    case Kind::kOptions:
      return "options";
    case Kind::kMemoryFormat:
      return "memory_format";
  }
  return "?";
}

bool ConvertTensors(PyObject* const* items, size_t n, Frame& f, Slot* slot) {
  std::vector<Tensor>& list = f.NewList();
  list.reserve(n);
  for (size_t i = 0; i < n; ++i) {
    if (items[i] == Py_None) {
      list.emplace_back();
    } else if (IsTensor(items[i])) {
      list.push_back(Unwrap(items[i]));
    } else {
      return false;
    }
  }
  slot->tensors = {list.data(), n};
  return true;
}

bool ConvertInts(PyObject* const* items, size_t n, Frame& f, Slot* slot) {
  int64_t* const ints = f.Ints(n);
  for (size_t i = 0; i < n; ++i) {
    if (!ToInt(items[i], ints + i, true)) return false;
  }
  slot->ints = {ints, n};
  return true;
}

bool Convert(const Param& p, PyObject* object, Frame& f, Slot* slot,
             bool lenient) {
  slot->has = true;
  switch (p.kind) {
    case Kind::kOptTensor:
      if (object == Py_None) return slot->has = false, true;
      [[fallthrough]];
    case Kind::kTensor:
      if (!IsTensor(object)) return false;
      slot->tensor = &Unwrap(object);
      return true;
    case Kind::kTensors:
      if (!PyTuple_Check(object) && !PyList_Check(object)) return false;
      return ConvertTensors(
          PySequence_Fast_ITEMS(object),
          static_cast<size_t>(PySequence_Fast_GET_SIZE(object)), f, slot);
    case Kind::kOptScalar:
      if (object == Py_None) return slot->has = false, true;
      [[fallthrough]];
    case Kind::kScalar:
      return ToScalar(object, new (slot->scalar) Scalar(), lenient);
    case Kind::kOptInt:
      if (object == Py_None) return slot->has = false, true;
      [[fallthrough]];
    case Kind::kInt:
      if (p.flags & kReduction && PyUnicode_Check(object)) {
        static const char* const names[] = {"none", "mean", "sum"};
        for (int i = 0; i < 3; ++i) {
          if (PyUnicode_CompareWithASCIIString(object, names[i]) == 0) {
            slot->integer = i;
            return true;
          }
        }
        throw ValueError("", Str("expected reduction to be 'none', 'mean' or "
                                 "'sum', got '",
                                 PyUnicode_AsUTF8(object), "'"));
      }
      return ToInt(object, &slot->integer, lenient);
    case Kind::kOptInts:
      if (object == Py_None) return slot->has = false, true;
      [[fallthrough]];
    case Kind::kInts:
      if (object == Py_None && p.flags & kNoneIsEmpty) {
        slot->ints = {nullptr, 0};
        return true;
      }
      if (PyTuple_Check(object) || PyList_Check(object)) {
        return ConvertInts(
            PySequence_Fast_ITEMS(object),
            static_cast<size_t>(PySequence_Fast_GET_SIZE(object)), f, slot);
      }
      {
        int64_t* const one = f.Ints(1);
        if (!ToInt(object, one, lenient)) return false;
        slot->ints = {one, 1};
      }
      return true;
    case Kind::kOptFloat:
      if (object == Py_None) return slot->has = false, true;
      [[fallthrough]];
    case Kind::kFloat:
      return ToDouble(object, &slot->real, lenient);
    case Kind::kOptBool:
      if (object == Py_None) return slot->has = false, true;
      [[fallthrough]];
    case Kind::kBool:
      if (!PyBool_Check(object)) {
        if (!IsNumpy(object, NumpyClass::kBool)) return false;
        slot->integer = PyObject_IsTrue(object);
        return true;
      }
      slot->integer = object == Py_True;
      return true;
    case Kind::kOptDType:
      if (object == Py_None) return slot->has = false, true;
      [[fallthrough]];
    case Kind::kDType: {
      DType dtype;
      if (!ToDType(object, &dtype)) return false;
      slot->integer = static_cast<int64_t>(dtype);
      return true;
    }
    case Kind::kDevice:
      return ToDevice(object, &f.device_value);
    case Kind::kOptStr:
      if (object == Py_None) return slot->has = false, true;
      [[fallthrough]];
    case Kind::kStr:
      if (!PyUnicode_Check(object)) return false;
      slot->text = PyUnicode_AsUTF8(object);
      if (!slot->text) ThrowPython();
      return true;
    case Kind::kGenerator:
      if (object == Py_None) return slot->has = false, true;
      if (Py_TYPE(object) != generator_type) return false;
      f.generator_ = reinterpret_cast<GeneratorObject*>(object)->generator;
      return true;
    case Kind::kMemoryFormat: {
      MemoryFormat format;
      if (!ToMemoryFormat(object, &format)) return false;
      slot->integer = static_cast<int64_t>(format);
      return true;
    }
    case Kind::kOptions:
      return false;  // by keywords of its own
  }
  return false;
}

bool SameName(PyObject* a, PyObject* b) {
  return a == b || (b && PyUnicode_Compare(a, b) == 0);
}

// One of the keywords that `options` stands for. False: another keyword.
bool ConvertOption(PyObject* name, PyObject* value, Frame& f, Failure* why,
                   bool* fits) {
  *fits = true;
  const char* wanted = nullptr;
  if (SameName(name, option_names.dtype)) {
    DType dtype;
    if (value != Py_None) {
      if (ToDType(value, &dtype)) {
        f.options_ = f.options_.dtype(dtype);
      } else {
        wanted = "dtype (as tessera.float32)";
      }
    }
  } else if (SameName(name, option_names.device)) {
    Device device = kCPU;
    if (value != Py_None) {
      if (ToDevice(value, &device)) {
        f.options_ = f.options_.device(device);
      } else {
        wanted = "device";
      }
    }
  } else if (SameName(name, option_names.requires_grad)) {
    if (PyBool_Check(value)) {
      f.options_ = f.options_.requires_grad(value == Py_True);
    } else {
      wanted = "bool";
    }
  } else if (SameName(name, option_names.layout)) {
    if (value != Py_None && !IsLayout(value)) wanted = "layout";
  } else if (SameName(name, option_names.pin_memory)) {
    if (value == Py_True) {
      throw NotImplementedError("", "pin_memory=True needs CUDA");
    }
    if (value != Py_False && value != Py_None) wanted = "bool";
  } else if (SameName(name, option_names.memory_format)) {
    MemoryFormat format = MemoryFormat::Preserve;
    if (value != Py_None && !ToMemoryFormat(value, &format)) {
      wanted = "memory_format";
    } else if (format != MemoryFormat::Preserve) {
      throw NotImplementedError("",
                                "expected memory_format preserve_format, "
                                "got contiguous_format; use contiguous()");
    }
  } else {
    return false;
  }
  if (wanted) {
    *fits = false;
    why->reason = Failure::kType;
    why->param = PyUnicode_AsUTF8(name);
    why->position = 0;
    why->wanted = wanted;
    why->got = value;
  }
  return true;
}

// Fills the frame by one overload. False, with the reason, where it does not
// fit.
bool Match(const Call& c, const PreparedOverload& o, Frame& f, bool lenient,
           Failure* why) {
  const Overload& s = *o.overload;
  const int self_at = c.self ? (c.inplace ? 0 : s.self_at) : -1;
  const auto fail = [&](Failure::Reason reason, int rank, int param,
                        int position, PyObject* got) {
    why->reason = reason;
    why->rank = rank;
    if (param >= 0) {
      why->param = s.params[param].name;
      if (why->param == "self" && !c.self) why->param = "input";
      why->wanted = WantedText(s.params[param]);
    }
    why->position = position;
    why->got = got;
    return false;
  };
  uint32_t given = 0;
  if (c.self) {
    f.slots[self_at].has = true;
    f.slots[self_at].tensor = &Unwrap(c.self);
    given |= 1u << self_at;
  }
  // By position.
  int first = 0;  // of the parameters still to be given by position
  if (first == self_at) ++first;
  const int left = o.positional - (self_at >= 0 && self_at < o.positional);
  size_t n = c.nargs;
  int p = first;
  if (n > 0 && left > 0) {
    const Param& only = s.params[p];
    // Ints one by one: where sizes are all that is given by position.
    if (left == 1 && only.kind == Kind::kInts && n >= 1 &&
        !PyTuple_Check(c.args[0]) && !PyList_Check(c.args[0]) &&
        c.args[0] != Py_None) {
      f.slots[p].has = true;
      if (!ConvertInts(c.args, n, f, &f.slots[p])) {
        return fail(Failure::kType, 0, p, 1, c.args[0]);
      }
      given |= 1u << p;
      n = 0;
    }
  }
  size_t used = 0;
  while (used < n) {
    if (p >= o.positional) {
      why->limit = left;
      return fail(Failure::kTooMany, static_cast<int>(used), -1, 0, nullptr);
    }
    const Param& param = s.params[p];
    PyObject* const arg = c.args[used];
    // Tensors one by one, where they come last: meshgrid(a, b).
    if (param.kind == Kind::kTensors && IsTensor(arg) &&
        (p + 1 == o.positional || s.params[p + 1].flags & kKeywordOnly ||
         s.params[p + 1].kind == Kind::kStr)) {
      f.slots[p].has = true;
      if (!ConvertTensors(c.args + used, n - used, f, &f.slots[p])) {
        return fail(Failure::kType, static_cast<int>(used), p,
                    static_cast<int>(used) + 1, arg);
      }
      used = n;
    } else {
      if (!Convert(param, arg, f, &f.slots[p], lenient)) {
        return fail(Failure::kType, static_cast<int>(used), p,
                    static_cast<int>(used) + 1, arg);
      }
      ++used;
    }
    given |= 1u << p;
    if (++p == self_at) ++p;
  }
  // By keyword.
  const size_t keywords =
      c.kwnames ? static_cast<size_t>(PyTuple_GET_SIZE(c.kwnames)) : 0;
  for (size_t k = 0; k < keywords; ++k) {
    PyObject* const name =
        PyTuple_GET_ITEM(c.kwnames, static_cast<Py_ssize_t>(k));
    PyObject* const value = c.args[c.nargs + k];
    int at = -1;
    for (int i = 0; i < s.num_params && at < 0; ++i) {
      if (i == self_at || s.params[i].kind == Kind::kOptions) continue;
      if (name == o.params[i].name) at = i;
    }
    for (int i = 0; i < s.num_params && at < 0; ++i) {
      if (i == self_at || s.params[i].kind == Kind::kOptions) continue;
      if (SameName(name, o.params[i].name) ||
          SameName(name, o.params[i].aliases[0]) ||
          SameName(name, o.params[i].aliases[1])) {
        at = i;
      }
    }
    if (at < 0) {
      if (SameName(name, option_names.out)) continue;
      // np.max(t) calls t.max(axis=None, out=None).
      if (value == Py_None &&
          PyUnicode_CompareWithASCIIString(name, "axis") == 0) {
        continue;
      }
      bool fits;
      if (o.options_at >= 0 && ConvertOption(name, value, f, why, &fits)) {
        if (fits) continue;
        why->rank = 64;
        return false;
      }
      why->param = PyUnicode_AsUTF8(name);
      return fail(Failure::kKeyword, static_cast<int>(c.nargs), -1, 0, value);
    }
    if (given & 1u << at) {
      return fail(Failure::kTwice, static_cast<int>(c.nargs), at, 0, value);
    }
    if (!Convert(s.params[at], value, f, &f.slots[at], lenient)) {
      return fail(Failure::kType, static_cast<int>(c.nargs) + 1, at, 0, value);
    }
    given |= 1u << at;
  }
  for (int i = 0; i < s.num_params; ++i) {
    if (given & 1u << i) continue;
    if (!s.params[i].default_text) {
      return fail(Failure::kMissing, static_cast<int>(c.nargs), i,
                  i + 1 - (self_at >= 0 && self_at < i), nullptr);
    }
    f.slots[i] = o.defaults[static_cast<size_t>(i)];
  }
  return true;
}

// The keyword of any overload with the fewest edits, if they are few.
std::string Nearest(const PreparedOp& op, const std::string& word) {
  std::vector<std::string> names = {"out"};
  for (const PreparedOverload& o : op.overloads) {
    for (int i = 0; i < o.overload->num_params; ++i) {
      if (o.overload->params[i].kind == Kind::kOptions) {
        names.insert(names.end(), {"dtype", "device", "requires_grad"});
      } else if (std::strcmp(o.overload->params[i].name, "self")) {
        names.push_back(o.overload->params[i].name);
      }
    }
  }
  std::string best;
  size_t fewest = std::max<size_t>(word.size() / 2, 1) + 1;
  for (const std::string& name : names) {
    std::vector<size_t> row(name.size() + 1);
    for (size_t j = 0; j <= name.size(); ++j) row[j] = j;
    for (size_t i = 1; i <= word.size(); ++i) {
      size_t diagonal = row[0];
      row[0] = i;
      for (size_t j = 1; j <= name.size(); ++j) {
        const size_t above = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1,
                           diagonal + (word[i - 1] != name[j - 1])});
        diagonal = above;
      }
    }
    if (row.back() < fewest) {
      fewest = row.back();
      best = name;
    }
  }
  return best;
}

// What a user may do about an argument of that type.
const char* Hint(PyObject* got, const std::string& wanted) {
  if (!got || wanted.compare(0, 6, "Tensor") != 0) return "";
  if (IsNumpy(got, NumpyClass::kArray)) return "; use from_numpy(x)";
  if (PyList_Check(got) || PyTuple_Check(got) || PyFloat_Check(got) ||
      PyLong_Check(got)) {
    return "; use tensor(x)";
  }
  return "";
}

[[noreturn]] void ThrowMismatch(const PreparedOp& op, const Call& c,
                                const std::string& name,
                                const std::vector<Failure>& failures) {
  int rank = -1;
  for (const Failure& f : failures) rank = std::max(rank, f.rank);
  const Failure* best = nullptr;
  std::string wanted;
  for (const Failure& f : failures) {
    if (f.rank != rank) continue;
    // A wrong type says more than an argument too many.
    if (!best ||
        (best->reason != Failure::kType && f.reason == Failure::kType)) {
      best = &f;
      wanted.clear();
    }
    if (f.reason == Failure::kType && best->reason == Failure::kType &&
        f.param == best->param && wanted.find(f.wanted) == std::string::npos) {
      wanted += (wanted.empty() ? "" : " or ") + f.wanted;
    }
  }
  if (!best) throw TypeError(name, "has no such form");
  const std::string place =
      best->position
          ? Str("argument '", best->param, "' (position ", best->position, ")")
          : Str("argument '", best->param, "'");
  std::string text;
  switch (best->reason) {
    case Failure::kType:
      text = Str("expected ", place, " to be ", wanted, ", got ",
                 TypeName(best->got));
      if (PyTuple_Check(best->got) || PyList_Check(best->got)) {
        for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(best->got); ++i) {
          PyObject* const item = PySequence_Fast_GET_ITEM(best->got, i);
          if (wanted.find("Tensor") != std::string::npos
                  ? !IsTensor(item)
                  : !PyLong_Check(item)) {
            text += Str(" with ", TypeName(item), " at [", i, "]");
            break;
          }
        }
      }
      text += Hint(best->got, wanted);
      break;
    case Failure::kTooMany:
      text = Str("expected at most ", best->limit, " argument",
                 best->limit == 1 ? "" : "s", " by position, got ", c.nargs);
      break;
    case Failure::kMissing:
      text = Str("expected ", place, ", a ", best->wanted, ", got none");
      break;
    case Failure::kTwice:
      text =
          Str("expected one value for argument '", best->param, "', got two");
      break;
    default: {
      const std::string nearest = Nearest(op, best->param);
      text = Str("got an unexpected keyword argument '", best->param, "'");
      if (!nearest.empty() && nearest != best->param)
        text += Str("; did you mean '", nearest, "'?");
    }
  }
  if (op.entry->num_overloads > 1) {
    text += "; forms:";
    for (int i = 0; i < op.entry->num_overloads; ++i) {
      const std::string s = op.entry->overloads[i].signature;
      text += (i ? ", " : " ") + std::string(op.entry->name) +
              s.substr(s.find('('), s.rfind(" -> ") - s.find('('));
    }
  }
  throw TypeError(name, text);
}

// The tensors of out=, into the frame.
bool TakeOuts(const Call& c, int count, Frame& f) {
  PyObject* const* items = &c.out;
  if (count != 1) {
    if (!PyTuple_Check(c.out) && !PyList_Check(c.out)) return false;
    if (PySequence_Fast_GET_SIZE(c.out) != count) return false;
    items = PySequence_Fast_ITEMS(c.out);
  }
  for (int i = 0; i < count; ++i) {
    if (!IsTensor(items[i])) return false;
    f.outs[i] = Unwrap(items[i]);
    f.out_objects[i] = items[i];
  }
  f.num_outs = count;
  return true;
}

bool WorthReleasing(const Overload& o, const Frame& f) {
  for (int i = 0; i < o.num_params; ++i) {
    if (o.params[i].kind == Kind::kTensor && f.slots[i].tensor->defined() &&
        f.slots[i].tensor->numel() >= kReleaseGil) {
      return true;
    }
    if (o.params[i].kind == Kind::kTensors) return true;
    if (o.params[i].kind == Kind::kInts) {
      int64_t n = 1;
      for (int64_t size : f.ints(i)) {
        if (size <= 0 || size >= kReleaseGil) return size > 0;
        n *= size;
        if (n >= kReleaseGil) return true;
      }
    }
  }
  return false;
}

PyObject* NamedTuple(const PreparedOp& op, PyObject* const* items, int n) {
  PyObject* const tuple =
      op.tuple_type ? PyStructSequence_New(op.tuple_type) : PyTuple_New(n);
  for (int i = 0; tuple && i < n; ++i) {
    if (op.tuple_type) {
      PyStructSequence_SetItem(tuple, i, items[i]);
    } else {
      PyTuple_SET_ITEM(tuple, i, items[i]);
    }
  }
  return tuple;
}

PyObject* WrapResult(const PreparedOp& op, Frame& f) {
  switch (f.result_kind) {
    case Frame::kTensorResult:
      return Wrap(std::move(f.result));
    case Frame::kListResult:
      return WrapTuple(f.results);
    case Frame::kScalarResult:
      return WrapScalar(f.result_scalar);
    case Frame::kTupleResult: {
      PyObject* items[8] = {};
      const int n = static_cast<int>(f.results.size());
      for (int i = 0; i < n; ++i) {
        items[i] = Check(Wrap(std::move(f.results[static_cast<size_t>(i)])));
      }
      return NamedTuple(op, items, n);
    }
    default:
      Py_RETURN_NONE;
  }
}

}  // namespace

PyObject* CallOp(const PreparedOp& op, Form form, PyObject* self,
                 PyObject* const* args, size_t nargs, PyObject* kwnames) {
  const bool inplace =
      form == Form::kInplaceFunction || form == Form::kInplaceMethod;
  // Errors of the conversions are told in the name of the op as written.
  const auto op_name = [&] {
    return std::string(op.entry->name) + (inplace ? "_" : "");
  };
  // The common call has nothing to look up.
  if (op.of_one_tensor && !kwnames && !inplace &&
      (self ? nargs == 0 && op.of_one_tensor->self_at == 0
            : nargs == 1 && IsTensor(args[0]))) {
    return Guard([&]() -> PyObject* {
      Frame f;
      f.slots[0].has = true;
      f.slots[0].tensor = &Unwrap(self ? self : args[0]);
      {
        GilRelease release(f.tensor(0).defined() &&
                           f.tensor(0).numel() >= kReleaseGil);
        op.of_one_tensor->call(f);
      }
      return WrapResult(op, f);
    });
  }
  return Guard([&]() -> PyObject* {
    Call call = {self, args, nargs, kwnames, inplace, nullptr};
    if (kwnames) {
      for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(kwnames); ++k) {
        PyObject* const value = args[nargs + static_cast<size_t>(k)];
        if (SameName(PyTuple_GET_ITEM(kwnames, k), option_names.out) &&
            value != Py_None) {
          call.out = value;
        }
      }
    }
    Frame f;
    const PreparedOverload* chosen = nullptr;
    std::vector<Failure> failures;
    try {
      for (bool lenient : {false, true}) {
        for (const PreparedOverload& o : op.overloads) {
          const Overload& s = *o.overload;
          if (inplace ? !s.inplace
              : self  ? s.self_at < 0 || !s.call
                      : !s.call && !s.out) {
            continue;
          }
          if (call.out && !s.out) continue;
          Failure why;
          if (Match(call, o, f, lenient, &why)) {
            chosen = &o;
            break;
          }
          failures.push_back(std::move(why));
          f.Reset();
        }
        if (chosen) break;
      }
    } catch (const ValueError& error) {
      throw ValueError(op_name(), error.msg());
    } catch (const NotImplementedError& error) {
      throw NotImplementedError(op_name(), error.msg());
    }
    if (!chosen) {
      if (call.out && failures.empty()) {
        throw TypeError(op_name(), "got an unexpected keyword argument 'out'");
      }
      ThrowMismatch(op, call, op_name(), failures);
    }
    const Overload& s = *chosen->overload;
    if (call.out) {
      if (!TakeOuts(call, s.num_outs, f)) {
        throw TypeError(
            op_name(),
            s.num_outs == 1
                ? Str("expected argument 'out' to be Tensor, got ",
                      TypeName(call.out))
                : Str("expected argument 'out' to be a tuple of ", s.num_outs,
                      " Tensors, got ", TypeName(call.out)));
      }
      {
        GilRelease release(WorthReleasing(s, f));
        s.out(f);
      }
      for (int i = 0; i < f.num_outs; ++i) Py_INCREF(f.out_objects[i]);
      return f.num_outs == 1 ? f.out_objects[0]
                             : NamedTuple(op, f.out_objects, f.num_outs);
    }
    {
      GilRelease release(WorthReleasing(s, f));
      (inplace ? s.inplace : s.call)(f);
    }
    if (!inplace) return WrapResult(op, f);
    // The first argument itself.
    if (self) return Py_NewRef(self);
    for (size_t i = 0; i < nargs; ++i) return Py_NewRef(args[i]);
    return Wrap(f.tensor(0));
  });
}

}  // namespace tessera::python
