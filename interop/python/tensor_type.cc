#include "interop/python/tensor_type.h"

#include <structmember.h>

#include <algorithm>

#include "interop/python/args.h"
#include "interop/python/data.h"
#include "interop/python/errors.h"
#include "interop/python/object.h"
#include "interop/python/ops.h"
#include "interop/python/types.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"

namespace tessera::python {
namespace {

// ---- Operators ----

// A tensor over an array, for `tensor + ndarray`. False: not an array.
bool ArrayOperand(PyObject* object, Tensor* out) {
  if (!IsNumpy(object, NumpyClass::kArray)) return false;
  *out = FromNumpy(object, false);
  return true;
}

// A number as the lowest category of promotion, where an op takes tensors only.
Tensor NumberTensor(const Scalar& s) {
  Tensor t = scalar_tensor(s, s.isBoolean()         ? kBool
                              : s.isFloatingPoint() ? get_default_dtype()
                              : s.isComplex()       ? default_complex_dtype()
                              : s.type() == DType::UInt64 ? kUInt64
                                                          : kInt64);
  t.impl()->flags |= kWrappedNumber;
  return t;
}

// f for tensor and tensor, tensor and number, number and tensor.
template <class F>
PyObject* Operate(PyObject* a, PyObject* b, F f) {
  return Guard([&]() -> PyObject* {
    const bool a_is = IsTensor(a), b_is = IsTensor(b);
    Scalar s;
    Tensor other;
    if (a_is && b_is) {
      const Tensor &x = Unwrap(a), &y = Unwrap(b);
      if (x.numel() >= kReleaseGil || y.numel() >= kReleaseGil) {
        Tensor result;
        {
          GilRelease release(true);
          result = f(x, y);
        }
        return Wrap(std::move(result));
      }
      return Wrap(f(x, y));
    }
    if (a_is) {
      if (ToScalar(b, &s, false)) return Wrap(f(Unwrap(a), s));
      if (ArrayOperand(b, &other)) return Wrap(f(Unwrap(a), other));
    } else {
      if (ToScalar(a, &s, false)) return Wrap(f(s, Unwrap(b)));
      if (ArrayOperand(a, &other)) return Wrap(f(other, Unwrap(b)));
    }
    Py_RETURN_NOTIMPLEMENTED;
  });
}

#define TESSERA_OPERATOR(Name, expression)                                   \
  PyObject* Name(PyObject* a, PyObject* b) {                                 \
    return Operate(a, b,                                                     \
                   [](const auto& x, const auto& y) { return expression; }); \
  }
TESSERA_OPERATOR(Add, x + y)
TESSERA_OPERATOR(Sub, x - y)
TESSERA_OPERATOR(Mul, x* y)
TESSERA_OPERATOR(Div, x / y)
#undef TESSERA_OPERATOR

PyObject* Compare(PyObject* a, PyObject* b, int op) {
  switch (op) {
    case Py_EQ:
      return Operate(a, b, [](const auto& x, const auto& y) { return x == y; });
    case Py_NE:
      return Operate(a, b, [](const auto& x, const auto& y) { return x != y; });
    case Py_LT:
      return Operate(a, b, [](const auto& x, const auto& y) { return x < y; });
    case Py_LE:
      return Operate(a, b, [](const auto& x, const auto& y) { return x <= y; });
    case Py_GT:
      return Operate(a, b, [](const auto& x, const auto& y) { return x > y; });
    default:
      return Operate(a, b, [](const auto& x, const auto& y) { return x >= y; });
  }
}

// Operators that call an op of the table, if it is there by now.
enum Operator {
  kFloorDivide,
  kRemainder,
  kPow,
  kAnd,
  kOr,
  kXor,
  kLeft,
  kRight,
  kMatmul,
  kNeg,
  kPositive,
  kAbs,
  kInvert,
  kAdd,
  kSub,
  kMul,
  kDiv,
  kOperators
};
constexpr const char* kOperatorOps[kOperators] = {"floor_divide",
                                                  "remainder",
                                                  "pow",
                                                  "bitwise_and",
                                                  "bitwise_or",
                                                  "bitwise_xor",
                                                  "bitwise_left_shift",
                                                  "bitwise_right_shift",
                                                  "matmul",
                                                  "neg",
                                                  "positive",
                                                  "abs",
                                                  "bitwise_not",
                                                  "add",
                                                  "sub",
                                                  "mul",
                                                  "div"};
const PreparedOp* operator_ops[kOperators];

template <Operator op>
PyObject* TableUnary(PyObject* self) {
  if (!operator_ops[op]) Py_RETURN_NOTIMPLEMENTED;
  return CallOp(*operator_ops[op], Form::kFunction, nullptr, &self, 1, nullptr);
}

// The other operand as a tensor where the op has no form for a number there.
bool IsOperand(PyObject* o) {
  Scalar s;
  return IsTensor(o) || ToScalar(o, &s, false) ||
         IsNumpy(o, NumpyClass::kArray);
}

template <Operator op>
PyObject* TableBinary(PyObject* a, PyObject* b) {
  if (!operator_ops[op]) Py_RETURN_NOTIMPLEMENTED;
  PyObject* args[] = {a, b};
  PyObject* made = nullptr;
  PyObject* const result = Guard([&]() -> PyObject* {
    if (!IsOperand(a) || !IsOperand(b)) Py_RETURN_NOTIMPLEMENTED;
    if (op == kMatmul && (!IsTensor(a) || !IsTensor(b)) &&
        !IsNumpy(a, NumpyClass::kArray) && !IsNumpy(b, NumpyClass::kArray)) {
      Py_RETURN_NOTIMPLEMENTED;
    }
    for (PyObject*& arg : args) {
      Tensor array;
      Scalar s;
      if (ArrayOperand(arg, &array)) {
        arg = made = Check(Wrap(std::move(array)));
      } else if (op == kFloorDivide && &arg == args && !IsTensor(arg) &&
                 ToScalar(arg, &s, false)) {
        arg = made = Check(Wrap(NumberTensor(s)));
      }
    }
    return CallOp(*operator_ops[op], Form::kFunction, nullptr, args, 2,
                  nullptr);
  });
  Py_XDECREF(made);
  return result;
}

template <Operator op>
PyObject* InplaceOperator(PyObject* a, PyObject* b) {
  if (!operator_ops[op]) Py_RETURN_NOTIMPLEMENTED;
  PyObject* made = nullptr;
  PyObject* const result = Guard([&]() -> PyObject* {
    if (!IsTensor(a) || !IsOperand(b)) Py_RETURN_NOTIMPLEMENTED;
    Tensor array;
    PyObject* arg = b;
    if (ArrayOperand(b, &array)) arg = made = Check(Wrap(std::move(array)));
    return CallOp(*operator_ops[op], Form::kInplaceMethod, a, &arg, 1, nullptr);
  });
  Py_XDECREF(made);
  return result;
}

PyObject* Power(PyObject* a, PyObject* b, PyObject* modulo) {
  if (modulo != Py_None) Py_RETURN_NOTIMPLEMENTED;
  return TableBinary<kPow>(a, b);
}

// ---- Conversion to Python's numbers ----

int Bool(PyObject* self) {
  return GuardInt([&] { return Unwrap(self).is_nonzero() ? 1 : 0; });
}

PyObject* Int(PyObject* self) {
  return Guard([&]() -> PyObject* {
    const Scalar s = Unwrap(self).item();
    if (s.isFloatingPoint()) return PyLong_FromDouble(s.double_value());
    if (s.isComplex()) s.toLong();  // throws
    PyObject* const number = WrapScalar(s);
    if (!s.isBoolean()) return number;
    PyObject* const integer = PyNumber_Long(number);
    Py_DECREF(number);
    return integer;
  });
}

PyObject* Float(PyObject* self) {
  return Guard(
      [&] { return PyFloat_FromDouble(Unwrap(self).item().toDouble()); });
}

PyObject* Index(PyObject* self) {
  return Guard([&]() -> PyObject* {
    const Tensor& t = Unwrap(self);
    if (!isIntegralType(t.scalar_type(), true) || t.numel() != 1) {
      throw TypeError("index", Str("only integer tensors of a single element "
                                   "can be converted to an index, got ",
                                   t));
    }
    const Scalar s = t.item();
    return s.isBoolean() ? PyLong_FromLongLong(s.int64_value()) : WrapScalar(s);
  });
}

PyObject* Complex(PyObject* self, PyObject*) {
  return Guard([&] {
    const complex<double> z = Unwrap(self).item().toComplexDouble();
    return PyComplex_FromDoubles(z.real(), z.imag());
  });
}

// ---- Indexing ----

using Indices = std::vector<TensorIndex>;

inline std::optional<int64_t> SliceBound(PyObject* o) {
  if (o == Py_None) return std::nullopt;
  int64_t value;
  if (PyLong_CheckExact(o)) {
    ToInt(o, &value, false);
    return value;
  }
  if (ToInt(o, &value, true)) return value;
  throw TypeError("slice", Str("expected slice indices to be integers, None or "
                               "have an __index__ method, got ",
                               TypeName(o)));
}

Tensor IndexTensor(PyObject* o) {
  Tensor t = IsNumpy(o, NumpyClass::kArray)
                 ? FromNumpy(o, false)
                 : TensorFromData("index", o, std::nullopt, std::nullopt);
  return t.numel() == 0 && isFloatingType(t.scalar_type()) ? t.to(kInt64) : t;
}

TensorIndex ToIndex(PyObject* o) {
  if (PyLong_CheckExact(o)) {
    int64_t value;
    ToInt(o, &value, false);
    return TensorIndex(value);
  } else if (PySlice_Check(o)) {
    auto* const slice = reinterpret_cast<PySliceObject*>(o);
    return TensorIndex(indexing::Slice(SliceBound(slice->start),
                                       SliceBound(slice->stop),
                                       SliceBound(slice->step)));
  } else if (o == Py_None) {
    return TensorIndex(std::nullopt);
  } else if (o == Py_Ellipsis) {
    return TensorIndex(indexing::Ellipsis);
  } else if (PyBool_Check(o)) {
    return TensorIndex(o == Py_True);
  } else if (IsTensor(o)) {
    const Tensor& t = Unwrap(o);
    if (t.dim() == 0 && t.scalar_type() != kBool &&
        isIntegralType(t.scalar_type(), false)) {
      return TensorIndex(t.item().toLong());
    } else {
      return TensorIndex(t);
    }
  } else if (PyList_Check(o) || PyTuple_Check(o) ||
             IsNumpy(o, NumpyClass::kArray) || PyRange_Check(o)) {
    return TensorIndex(IndexTensor(o));
  } else if (IsNumpy(o, NumpyClass::kBool)) {
    return TensorIndex(PyObject_IsTrue(o) == 1);
  } else if (PyUnicode_Check(o)) {
    throw TypeError("index",
                    "only integers, slices (`:`), ellipsis (`...`), "
                    "None and long or byte Variables are valid "
                    "indices, got str");
  } else {
    int64_t value;
    if (!ToInt(o, &value, false)) {
      throw IndexError("index",
                       Str("only integers, slices (`:`), ellipsis (`...`), "
                           "None and long or byte Variables are valid indices, "
                           "got ",
                           TypeName(o)));
    }
    return TensorIndex(value);
  }
}

Indices ToIndices(PyObject* key) {
  Indices indices;
  if (PyTuple_Check(key)) {
    const Py_ssize_t n = PyTuple_GET_SIZE(key);
    indices.reserve(static_cast<size_t>(n));
    for (Py_ssize_t i = 0; i < n; ++i) {
      indices.push_back(ToIndex(PyTuple_GET_ITEM(key, i)));
    }
  } else {
    indices.push_back(ToIndex(key));
  }
  return indices;
}

// Views take no time; what indices as tensors pick may.
Tensor GetIndices(const Tensor& t, ArrayRef<TensorIndex> indices) {
  int64_t picked = 0;
  for (const TensorIndex& index : indices) {
    if (index.kind() == TensorIndex::Kind::kTensor) {
      picked = std::max(picked, index.tensor().numel());
    }
  }
  const GilRelease release(picked >= kReleaseGil);
  return t.index(indices);
}

PyObject* GetItem(PyObject* self, PyObject* key) {
  return Guard([&]() -> PyObject* {
    const Tensor& t = Unwrap(self);
    if (PyLong_CheckExact(key)) {
      int64_t value;
      ToInt(key, &value, false);
      return Wrap(t[value]);
    }
    if (!PyTuple_Check(key)) {
      const TensorIndex index = ToIndex(key);
      return Wrap(GetIndices(t, ArrayRef<TensorIndex>(&index, 1)));
    }
    return Wrap(GetIndices(t, ToIndices(key)));
  });
}

int SetItem(PyObject* self, PyObject* key, PyObject* value) {
  return GuardInt([&] {
    if (!value) {
      throw TypeError("del", "tensors do not support deletion of elements");
    }
    Tensor t = Unwrap(self);
    const Indices indices = ToIndices(key);
    Scalar number;
    if (IsTensor(value)) {
      const Tensor& from = Unwrap(value);
      const GilRelease release(from.numel() >= kReleaseGil);
      t.index_put_(indices, from);
    } else if (ToScalar(value, &number, false)) {
      const GilRelease release(t.numel() >= kReleaseGil);
      t.index_put_(indices, number);
    } else if (IsNumpy(value, NumpyClass::kArray)) {
      t.index_put_(indices, FromNumpy(value, false).to(t.scalar_type()));
    } else if (PyList_Check(value) || PyTuple_Check(value)) {
      t.index_put_(indices, TensorFromData("index_put_", value, t.scalar_type(),
                                           t.device()));
    } else {
      throw TypeError("index_put_",
                      Str("can't assign a ", TypeName(value), " to a ", t,
                          "; expected a tensor or a number"));
    }
    return 0;
  });
}

Py_ssize_t Length(PyObject* self) {
  const Tensor& t = Unwrap(self);
  if (t.dim() == 0) {
    PyErr_SetString(PyExc_TypeError,
                    "len: len() of a 0-d tensor; item() gives its value");
    return -1;
  }
  return t.sizes()[0];
}

PyObject* Iterate(PyObject* self) {
  return Guard([&]() -> PyObject* {
    const Tensor& t = Unwrap(self);
    if (t.dim() == 0) {
      throw TypeError("iter",
                      "iteration over a 0-d tensor; item() gives its "
                      "value");
    }
    PyObject* const tuple = Check(WrapTuple(t.unbind(0)));
    PyObject* const iterator = PyObject_GetIter(tuple);
    Py_DECREF(tuple);
    return iterator;
  });
}

int Contains(PyObject* self, PyObject* item) {
  return GuardInt([&] {
    Scalar s;
    if (IsTensor(item)) {
      return (Unwrap(self) == Unwrap(item)).any().is_nonzero() ? 1 : 0;
    }
    if (ToScalar(item, &s, false)) {
      return (Unwrap(self) == s).any().is_nonzero() ? 1 : 0;
    }
    throw TypeError("in",
                    Str("expected a tensor or a number, got ", TypeName(item)));
  });
}

// ---- Attributes ----

#define TESSERA_GETTER(name, expression)         \
  {                                              \
    name,                                        \
        [](PyObject* self, void*) -> PyObject* { \
          return Guard([&]() -> PyObject* {      \
            const Tensor& t = Unwrap(self);      \
            return expression;                   \
          });                                    \
        },                                       \
        nullptr, nullptr, nullptr                \
  }

Tensor ReverseDims(const Tensor& t) {
  if (t.dim() == 2) return t.t();
  if (t.dim() != 1 &&
      PyErr_WarnEx(PyExc_UserWarning,
                   "T: of a tensor of other than 2 dimensions, T reverses all "
                   "of them; use mT for batches of matrices or permute()",
                   1) < 0) {
    ThrowPython();
  }
  std::vector<int64_t> dims;
  for (int64_t d = t.dim(); d-- > 0;) dims.push_back(d);
  return t.permute(dims);
}

PyObject* GetGrad(PyObject* self, void*) {
  return Guard([&]() -> PyObject* {
    const Tensor& t = Unwrap(self);
    const Tensor& grad = t.grad();
    if (!grad.defined() && t.requires_grad() && !t.is_leaf() &&
        !t.retains_grad() &&
        PyErr_WarnEx(PyExc_UserWarning,
                     "grad: the .grad attribute of a Tensor that is not a leaf "
                     "is being accessed; use .retain_grad() to have it kept",
                     1) < 0) {
      return nullptr;
    }
    return Wrap(grad);
  });
}

int SetGrad(PyObject* self, PyObject* value, void*) {
  return GuardInt([&] {
    const Tensor& t = Unwrap(self);
    if (!value || value == Py_None) {
      if (t.grad().defined()) t.mutable_grad().reset();
    } else if (IsTensor(value)) {
      t.set_grad(Unwrap(value));
    } else {
      throw TypeError("grad", Str("assigned grad expected to be a Tensor or "
                                  "None but got ",
                                  TypeName(value)));
    }
    return 0;
  });
}

int SetRequiresGrad(PyObject* self, PyObject* value, void*) {
  return GuardInt([&] {
    if (!value || !PyBool_Check(value)) {
      throw TypeError("requires_grad", "expected a bool");
    }
    Unwrap(self).requires_grad_(value == Py_True);
    return 0;
  });
}

int SetData(PyObject* self, PyObject* value, void*) {
  return GuardInt([&] {
    if (!value || !IsTensor(value)) {
      throw TypeError("data", Str("expected a tensor, got ",
                                  value ? TypeName(value) : "nothing"));
    }
    Unwrap(self).set_data(Unwrap(value));
    return 0;
  });
}

PyObject* GetDict(PyObject* self, void*) {
  return PyObject_GenericGetDict(self, nullptr);
}

PyGetSetDef getset[] = {
    {"__dict__", GetDict, PyObject_GenericSetDict, nullptr, nullptr},
    {"grad", GetGrad, SetGrad,
     "The gradient that backward() accumulated, or None.", nullptr},
    {"requires_grad",
     [](PyObject* self, void*) {
       return PyBool_FromLong(Unwrap(self).requires_grad());
     },
     SetRequiresGrad, nullptr, nullptr},
    {"data",
     [](PyObject* self, void*) {
       return Guard([&] { return Wrap(Unwrap(self).data()); });
     },
     SetData, "The same memory without the graph.", nullptr},
    TESSERA_GETTER("shape", WrapSizes(t.sizes())),
    TESSERA_GETTER("dtype", Py_NewRef(WrapDType(t.scalar_type()))),
    TESSERA_GETTER("device", WrapDevice(t.device())),
    TESSERA_GETTER("layout", (void(t), WrapLayout())),
    TESSERA_GETTER("ndim", PyLong_FromLongLong(t.dim())),
    TESSERA_GETTER("itemsize", PyLong_FromSize_t(t.itemsize())),
    TESSERA_GETTER("nbytes", PyLong_FromSize_t(t.nbytes())),
    TESSERA_GETTER("T", Wrap(ReverseDims(t))),
    TESSERA_GETTER("mT", Wrap(t.mT())),
    TESSERA_GETTER("H", Wrap(t.dim() == 2 ? t.t().conj() : t.mT().conj())),
    TESSERA_GETTER("mH", Wrap(t.mT().conj())),
    TESSERA_GETTER("real", Wrap(real(t))),
    TESSERA_GETTER("imag", Wrap(imag(t))),
    TESSERA_GETTER("is_leaf", PyBool_FromLong(t.is_leaf())),
    TESSERA_GETTER("retains_grad", PyBool_FromLong(t.retains_grad())),
    TESSERA_GETTER("output_nr", PyLong_FromLong(t.output_nr())),
    TESSERA_GETTER("is_cuda", PyBool_FromLong(t.is_cuda())),
    TESSERA_GETTER("is_cpu", PyBool_FromLong(t.is_cpu())),
    TESSERA_GETTER("is_sparse", (void(t), PyBool_FromLong(0))),
    TESSERA_GETTER("is_quantized", (void(t), PyBool_FromLong(0))),
    TESSERA_GETTER("_version", PyLong_FromUnsignedLong(t._version())),
    TESSERA_GETTER("_base", Wrap(t._base())),
    TESSERA_GETTER("_read_only", PyBool_FromLong(t.storage().is_read_only())),
    {}};

// ---- Methods ----

PyObject* Size(PyObject* self, PyObject* const* args, Py_ssize_t nargs,
               PyObject* kwnames) {
  return Guard([&]() -> PyObject* {
    const Tensor& t = Unwrap(self);
    const Py_ssize_t n = nargs + (kwnames ? PyTuple_GET_SIZE(kwnames) : 0);
    if (n == 0 || args[0] == Py_None) return WrapSizes(t.sizes());
    int64_t dim;
    if (n > 1 || !ToInt(args[0], &dim, true)) {
      throw TypeError("size", Str("expected argument 'dim' to be int, got ",
                                  TypeName(args[0])));
    }
    return PyLong_FromLongLong(t.size(dim));
  });
}

PyObject* Stride(PyObject* self, PyObject* const* args, Py_ssize_t nargs,
                 PyObject* kwnames) {
  return Guard([&]() -> PyObject* {
    const Tensor& t = Unwrap(self);
    const Py_ssize_t n = nargs + (kwnames ? PyTuple_GET_SIZE(kwnames) : 0);
    if (n == 0) return WrapInts(t.strides());
    int64_t dim;
    if (n > 1 || !ToInt(args[0], &dim, true)) {
      throw TypeError("stride", Str("expected argument 'dim' to be int, got ",
                                    TypeName(args[0])));
    }
    return PyLong_FromLongLong(t.stride(dim));
  });
}

struct ToArgs {
  std::optional<Device> device;
  std::optional<DType> dtype;
  bool copy = false;
  bool non_blocking = false;
};

// to(dtype), to(device), to(device, dtype), to(other), by keyword, too.
PyObject* To(PyObject* self, PyObject* const* args, Py_ssize_t nargs,
             PyObject* kwnames) {
  return Guard([&]() -> PyObject* {
    const Tensor& t = Unwrap(self);
    ToArgs to;
    int flags = 0;
    const auto take = [&](PyObject* arg, const char* name) {
      Device device = kCPU;
      DType dtype;
      const bool any = !name;
      const std::string key = name ? name : "";
      if (arg == Py_None && (any || key == "dtype" || key == "device")) return;
      if ((any || key == "other") && IsTensor(arg)) {
        to.device = Unwrap(arg).device();
        to.dtype = Unwrap(arg).scalar_type();
      } else if ((any || key == "dtype") && ToDType(arg, &dtype)) {
        to.dtype = dtype;
      } else if ((any || key == "device") && !PyBool_Check(arg) &&
                 ToDevice(arg, &device)) {
        to.device = device;
      } else if ((any || key == "non_blocking" || key == "copy") &&
                 PyBool_Check(arg)) {
        const bool copies = key == "copy" || (any && flags++ == 1);
        (copies ? to.copy : to.non_blocking) = arg == Py_True;
      } else if (MemoryFormat format;
                 key == "memory_format" &&
                 (arg == Py_None || ToMemoryFormat(arg, &format))) {
      } else if (name && key != "dtype" && key != "device" && key != "other" &&
                 key != "non_blocking" && key != "copy") {
        throw TypeError("to",
                        Str("got an unexpected keyword argument '", key, "'"));
      } else {
        throw TypeError("to", Str("expected a dtype (as tessera.float32), a "
                                  "device or a tensor, got ",
                                  TypeName(arg)));
      }
    };
    try {
      for (Py_ssize_t i = 0; i < nargs; ++i) take(args[i], nullptr);
    } catch (const DeviceError& error) {
      DType dtype;
      if (PyUnicode_Check(args[0]) &&
          DTypeFromName(PyUnicode_AsUTF8(args[0]), &dtype)) {
        throw DeviceError("to", Str(error.msg(), "; for the dtype use tessera.",
                                    name(dtype)));
      }
      throw;
    }
    for (Py_ssize_t i = 0; kwnames && i < PyTuple_GET_SIZE(kwnames); ++i) {
      take(args[nargs + i], PyUnicode_AsUTF8(PyTuple_GET_ITEM(kwnames, i)));
    }
    Tensor result;
    {
      const GilRelease release(t.numel() >= kReleaseGil);
      result =
          t.to(to.device.value_or(t.device()),
               to.dtype.value_or(t.scalar_type()), to.non_blocking, to.copy);
    }
    return result.is_same(t) ? Py_NewRef(self) : Wrap(std::move(result));
  });
}

PyObject* Numpy(PyObject* self, PyObject* const* args, Py_ssize_t nargs,
                PyObject* kwnames) {
  return Guard([&]() -> PyObject* {
    const Tensor& t = Unwrap(self);
    const Py_ssize_t n = nargs + (kwnames ? PyTuple_GET_SIZE(kwnames) : 0);
    if (n == 0) return ToNumpy("numpy", t);
    if (n > 1 || nargs > 0 ||
        PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(kwnames, 0),
                                         "force") != 0) {
      throw TypeError("numpy", "expected no argument but force=");
    }
    return ToNumpy("numpy",
                   PyObject_IsTrue(args[0]) == 1 ? t.detach().cpu() : t);
  });
}

PyObject* Contiguous(PyObject* self, PyObject* const* args, Py_ssize_t nargs,
                     PyObject* kwnames) {
  return Guard([&]() -> PyObject* {
    const Tensor& t = Unwrap(self);
    const Py_ssize_t n = nargs + (kwnames ? PyTuple_GET_SIZE(kwnames) : 0);
    MemoryFormat format = MemoryFormat::Contiguous;
    if (n > 1 || (n == 1 && !ToMemoryFormat(args[0], &format))) {
      throw TypeError("contiguous", "expected a memory_format");
    }
    const Tensor result = format == MemoryFormat::Preserve ? t : t.contiguous();
    return result.is_same(t) ? Py_NewRef(self) : Wrap(result);
  });
}

PyObject* RequiresGrad(PyObject* self, PyObject* const* args, Py_ssize_t nargs,
                       PyObject* kwnames) {
  return Guard([&]() -> PyObject* {
    const Py_ssize_t n = nargs + (kwnames ? PyTuple_GET_SIZE(kwnames) : 0);
    if (n > 1 || (n == 1 && !PyBool_Check(args[0]))) {
      throw TypeError("requires_grad_", "expected a bool");
    }
    Unwrap(self).requires_grad_(n == 0 || args[0] == Py_True);
    return Py_NewRef(self);
  });
}

PyObject* IsContiguous(PyObject* self, PyObject* const*, Py_ssize_t,
                       PyObject*) {
  return PyBool_FromLong(Unwrap(self).is_contiguous());
}

template <DType dtype>
PyObject* Cast(PyObject* self, PyObject*) {
  return Guard([&]() -> PyObject* {
    const Tensor& t = Unwrap(self);
    if (t.scalar_type() == dtype) return Py_NewRef(self);
    return Wrap(t.to(dtype));
  });
}

PyObject* View(PyObject* self, PyObject* const* args, Py_ssize_t nargs,
               PyObject* kwnames) {
  static const PreparedOp* const op = FindOp("view");
  DType dtype;
  const bool by_keyword =
      nargs == 0 && kwnames && PyTuple_GET_SIZE(kwnames) == 1 &&
      !PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(kwnames, 0), "dtype");
  if (((nargs == 1 && !kwnames) || by_keyword) &&
      Py_TYPE(args[0]) == dtype_type) {
    return Guard([&] {
      ToDType(args[0], &dtype);
      return Wrap(view_dtype(Unwrap(self), dtype));
    });
  }
  return CallOp(*op, Form::kMethod, self, args, static_cast<size_t>(nargs),
                kwnames);
}

PyObject* Backward(PyObject* self, PyObject* args, PyObject* kwargs) {
  return Guard([&]() -> PyObject* {
    static const char* names[] = {"gradient", "retain_graph", "create_graph",
                                  "inputs", nullptr};
    PyObject *gradient = Py_None, *retain = Py_None, *inputs = Py_None;
    int create = 0;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|OOpO:backward",
                                     const_cast<char**>(names), &gradient,
                                     &retain, &create, &inputs)) {
      return nullptr;
    }
    const auto tensor = [](PyObject* o) {
      if (!IsTensor(o)) {
        throw TypeError("backward",
                        Str("expected a tensor, got ", TypeName(o)));
      }
      return Unwrap(o);
    };
    const Tensor weight = gradient == Py_None ? Tensor() : tensor(gradient);
    std::optional<bool> keep;
    if (retain != Py_None) keep = PyObject_IsTrue(retain) == 1;
    std::vector<Tensor> list;
    std::optional<TensorList> of;
    if (inputs != Py_None) {
      if (IsTensor(inputs)) {
        list.push_back(Unwrap(inputs));
      } else {
        PyObject* const items =
            Check(PySequence_Fast(inputs,
                                  "backward: expected inputs to be a "
                                  "sequence of tensors"));
        for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(items); ++i) {
          PyObject* const item = PySequence_Fast_GET_ITEM(items, i);
          list.push_back(IsTensor(item) ? Unwrap(item) : Tensor());
        }
        Py_DECREF(items);
      }
      if (list.empty()) {
        throw Error("backward",
                    "'inputs' argument to backward() cannot be "
                    "empty");
      }
      of = TensorList(list);
    }
    const Tensor root = Unwrap(self);
    {
      GilRelease release(true);
      root.backward(weight, keep, create != 0, of);
    }
    Py_RETURN_NONE;
  });
}

PyObject* MakeSubclass(PyObject*, PyObject* args) {
  return Guard([&]() -> PyObject* {
    PyObject *cls, *data;
    int requires_grad = 0;
    if (!PyArg_ParseTuple(args, "OO|p:_make_subclass", &cls, &data,
                          &requires_grad)) {
      return nullptr;
    }
    if (!PyType_Check(cls) ||
        !PyType_IsSubtype(reinterpret_cast<PyTypeObject*>(cls), tensor_type) ||
        !IsTensor(data)) {
      throw TypeError("_make_subclass",
                      "expected a subclass of Tensor and a "
                      "Tensor");
    }
    Tensor t = Unwrap(data).detach();
    if (t.impl()->has_python) t = tessera::detail::MakeAlias(t);
    if (requires_grad) t.requires_grad_();
    return WrapAs(reinterpret_cast<PyTypeObject*>(cls), std::move(t));
  });
}

#define TESSERA_METHOD(name, expression, doc)        \
  {                                                  \
    name,                                            \
        [](PyObject* self, PyObject*) -> PyObject* { \
          return Guard([&]() -> PyObject* {          \
            const Tensor& t = Unwrap(self);          \
            return expression;                       \
          });                                        \
        },                                           \
        METH_NOARGS, doc                             \
  }

PyCFunction Fast(PyObject* (*f)(PyObject*, PyObject* const*, Py_ssize_t,
                                PyObject*)) {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(f));
}

PyObject* ItemOr(PyObject* self, const Tensor& t, const Tensor& result) {
  return t.is_same(result) ? Py_NewRef(self) : Wrap(result);
}

PyMethodDef methods[] = {
    {"size", Fast(Size), METH_FASTCALL | METH_KEYWORDS,
     "size(dim=None): the sizes, or that of one dimension."},
    {"stride", Fast(Stride), METH_FASTCALL | METH_KEYWORDS,
     "stride(dim=None): the strides in elements."},
    {"to", Fast(To), METH_FASTCALL | METH_KEYWORDS,
     "to(dtype), to(device, dtype), to(other), copy=: the tensor itself where "
     "nothing changes."},
    {"view", Fast(View), METH_FASTCALL | METH_KEYWORDS,
     "view(*size), view(dtype): the same memory in another shape."},
    {"backward",
     reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(Backward)),
     METH_VARARGS | METH_KEYWORDS,
     "backward(gradient=None, retain_graph=None, create_graph=False, "
     "inputs=None): adds the gradients to .grad of the leaves."},
    {"_make_subclass", MakeSubclass, METH_VARARGS | METH_STATIC, nullptr},
    {"__complex__", Complex, METH_NOARGS, nullptr},
    TESSERA_METHOD("dim", PyLong_FromLongLong(t.dim()), nullptr),
    TESSERA_METHOD("ndimension", PyLong_FromLongLong(t.dim()), nullptr),
    TESSERA_METHOD("numel", PyLong_FromLongLong(t.numel()), nullptr),
    TESSERA_METHOD("nelement", PyLong_FromLongLong(t.numel()), nullptr),
    TESSERA_METHOD("element_size", PyLong_FromSize_t(t.element_size()),
                   nullptr),
    TESSERA_METHOD("storage_offset", PyLong_FromLongLong(t.storage_offset()),
                   nullptr),
    TESSERA_METHOD("data_ptr", PyLong_FromVoidPtr(t.data_ptr()), nullptr),
    TESSERA_METHOD("is_floating_point", PyBool_FromLong(t.is_floating_point()),
                   nullptr),
    TESSERA_METHOD("is_complex", PyBool_FromLong(t.is_complex()), nullptr),
    TESSERA_METHOD("is_signed", PyBool_FromLong(t.is_signed()), nullptr),
    TESSERA_METHOD("is_inference", PyBool_FromLong(t.is_inference()), nullptr),
    TESSERA_METHOD("_is_view", PyBool_FromLong(t.is_view()), nullptr),
    {"is_contiguous", Fast(IsContiguous), METH_FASTCALL | METH_KEYWORDS,
     nullptr},
    TESSERA_METHOD("item", WrapScalar(t.item()),
                   "The value of a tensor of one element."),
    TESSERA_METHOD("tolist", ToList(t), "Nested lists of the values."),
    {"numpy", Fast(Numpy), METH_FASTCALL | METH_KEYWORDS,
     "numpy(*, force=False): an ndarray that shares the memory; force: of "
     "detach().cpu()."},
    {"contiguous", Fast(Contiguous), METH_FASTCALL | METH_KEYWORDS, nullptr},
    {"requires_grad_", Fast(RequiresGrad), METH_FASTCALL | METH_KEYWORDS,
     "requires_grad_(requires_grad=True): sets the flag in place."},
    TESSERA_METHOD("cpu", ItemOr(self, t, t.cpu()), nullptr),
    TESSERA_METHOD("_alias", Wrap(tessera::detail::MakeAlias(t)), nullptr),
    TESSERA_METHOD("retain_grad", (t.retain_grad(), Py_NewRef(Py_None)),
                   nullptr),
    {"detach_",
     [](PyObject* self, PyObject*) {
       return Guard([&] {
         Tensor t = Unwrap(self);
         t.detach_();
         return Py_NewRef(self);
       });
     },
     METH_NOARGS, nullptr},
    {"half", Cast<kFloat16>, METH_NOARGS, nullptr},
    {"bfloat16", Cast<kBFloat16>, METH_NOARGS, nullptr},
    {"float", Cast<kFloat32>, METH_NOARGS, nullptr},
    {"double", Cast<kFloat64>, METH_NOARGS, nullptr},
    {"bool", Cast<kBool>, METH_NOARGS, nullptr},
    {"byte", Cast<kUInt8>, METH_NOARGS, nullptr},
    {"char", Cast<kInt8>, METH_NOARGS, nullptr},
    {"short", Cast<kInt16>, METH_NOARGS, nullptr},
    {"int", Cast<kInt32>, METH_NOARGS, nullptr},
    {"long", Cast<kInt64>, METH_NOARGS, nullptr},
    {"cfloat", Cast<kComplexFloat>, METH_NOARGS, nullptr},
    {"cdouble", Cast<kComplexDouble>, METH_NOARGS, nullptr},
    {}};

PyMemberDef members[] = {{"__dictoffset__", T_PYSSIZET,
                          offsetof(TensorObject, dict), READONLY, nullptr},
                         {"__weaklistoffset__", T_PYSSIZET,
                          offsetof(TensorObject, weakrefs), READONLY, nullptr},
                         {}};

// Tensor(2, 3), Tensor([1, 2]), Tensor(t): of the default dtype.
PyObject* New(PyTypeObject* type, PyObject* args, PyObject*) {
  return Guard([&]() -> PyObject* {
    const Py_ssize_t n = PyTuple_GET_SIZE(args);
    std::vector<int64_t> sizes;
    Tensor t;
    if (n == 1 && IsTensor(PyTuple_GET_ITEM(args, 0))) {
      t = tessera::detail::MakeAlias(Unwrap(PyTuple_GET_ITEM(args, 0)));
    } else if (n == 1 && !PyLong_Check(PyTuple_GET_ITEM(args, 0)) &&
               Py_TYPE(PyTuple_GET_ITEM(args, 0)) != size_type) {
      t = TensorFromData("Tensor", PyTuple_GET_ITEM(args, 0),
                         get_default_dtype(), std::nullopt);
    } else {
      PyObject* const first = n == 1 ? PyTuple_GET_ITEM(args, 0) : args;
      if (n == 0) {
        sizes = {0};
      } else if (!ToInts(first, &sizes)) {
        throw TypeError("Tensor", "expected sizes or data; use tensor(data)");
      }
      t = tessera::empty(sizes);
    }
    return WrapAs(type, std::move(t));
  });
}

PyObject* Repr(PyObject* self) {
  return Guard([&] {
    const std::string text = Unwrap(self).to_string();
    return PyUnicode_FromStringAndSize(text.data(),
                                       static_cast<Py_ssize_t>(text.size()));
  });
}

// An object with attributes may be part of a cycle.
int SetAttr(PyObject* self, PyObject* name, PyObject* value) {
  const int result = PyObject_GenericSetAttr(self, name, value);
  if (reinterpret_cast<TensorObject*>(self)->dict &&
      !PyObject_GC_IsTracked(self)) {
    PyObject_GC_Track(self);
  }
  return result;
}

}  // namespace

bool InitTensorType(PyObject* module) {
  const auto slot = [](auto f) { return reinterpret_cast<void*>(f); };
  PyType_Slot slots[] = {
      {Py_tp_new, slot(New)},
      {Py_tp_dealloc, slot(DeallocTensor)},
      {Py_tp_traverse, slot(TraverseTensor)},
      {Py_tp_clear, slot(ClearTensor)},
      {Py_tp_repr, slot(Repr)},
      {Py_tp_hash, slot(_Py_HashPointer)},
      {Py_tp_richcompare, slot(Compare)},
      {Py_tp_iter, slot(Iterate)},
      {Py_tp_setattro, slot(SetAttr)},
      {Py_tp_getset, getset},
      {Py_tp_methods, methods},
      {Py_tp_members, members},
      {Py_nb_add, slot(Add)},
      {Py_nb_subtract, slot(Sub)},
      {Py_nb_multiply, slot(Mul)},
      {Py_nb_true_divide, slot(Div)},
      {Py_nb_floor_divide, slot(TableBinary<kFloorDivide>)},
      {Py_nb_remainder, slot(TableBinary<kRemainder>)},
      {Py_nb_power, slot(Power)},
      {Py_nb_and, slot(TableBinary<kAnd>)},
      {Py_nb_or, slot(TableBinary<kOr>)},
      {Py_nb_xor, slot(TableBinary<kXor>)},
      {Py_nb_lshift, slot(TableBinary<kLeft>)},
      {Py_nb_rshift, slot(TableBinary<kRight>)},
      {Py_nb_matrix_multiply, slot(TableBinary<kMatmul>)},
      {Py_nb_negative, slot(TableUnary<kNeg>)},
      {Py_nb_positive, slot(TableUnary<kPositive>)},
      {Py_nb_absolute, slot(TableUnary<kAbs>)},
      {Py_nb_invert, slot(TableUnary<kInvert>)},
      {Py_nb_inplace_add, slot(InplaceOperator<kAdd>)},
      {Py_nb_inplace_subtract, slot(InplaceOperator<kSub>)},
      {Py_nb_inplace_multiply, slot(InplaceOperator<kMul>)},
      {Py_nb_inplace_true_divide, slot(InplaceOperator<kDiv>)},
      {Py_nb_inplace_floor_divide, slot(InplaceOperator<kFloorDivide>)},
      {Py_nb_inplace_remainder, slot(InplaceOperator<kRemainder>)},
      {Py_nb_inplace_power, slot(+[](PyObject* a, PyObject* b, PyObject*) {
         return InplaceOperator<kPow>(a, b);
       })},
      {Py_nb_inplace_and, slot(InplaceOperator<kAnd>)},
      {Py_nb_inplace_or, slot(InplaceOperator<kOr>)},
      {Py_nb_inplace_xor, slot(InplaceOperator<kXor>)},
      {Py_nb_inplace_lshift, slot(InplaceOperator<kLeft>)},
      {Py_nb_inplace_rshift, slot(InplaceOperator<kRight>)},
      {Py_nb_bool, slot(Bool)},
      {Py_nb_int, slot(Int)},
      {Py_nb_float, slot(Float)},
      {Py_nb_index, slot(Index)},
      {Py_mp_length, slot(Length)},
      {Py_mp_subscript, slot(GetItem)},
      {Py_mp_ass_subscript, slot(SetItem)},
      {Py_sq_contains, slot(Contains)},
      {Py_bf_getbuffer, slot(GetBuffer)},
      {Py_bf_releasebuffer, slot(ReleaseBuffer)},
      {0, nullptr}};
  PyType_Spec spec = {
      "tessera.Tensor", sizeof(TensorObject), 0,
      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, slots};
  tensor_type = reinterpret_cast<PyTypeObject*>(PyType_FromSpec(&spec));
  return tensor_type &&
         PyModule_AddObjectRef(module, "Tensor",
                               reinterpret_cast<PyObject*>(tensor_type)) == 0;
}

void InitOperators() {
  for (int i = 0; i < kOperators; ++i)
    operator_ops[i] = FindOp(kOperatorOps[i]);
}

}  // namespace tessera::python
