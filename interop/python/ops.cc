// The ops of the table as functions of the module and methods of Tensor.

#include "interop/python/ops.h"

#include <array>
#include <cstring>
#include <optional>
#include <utility>

#include "interop/python/errors.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"

namespace tessera::python {
namespace {

// tensor_split at the places, or into as many parts, as a tensor says.
std::vector<Tensor> SplitByTensor(const Tensor& self, const Tensor& where,
                                  int64_t dim) {
  if (where.dim() > 1 || !isIntegralType(where.scalar_type(), false)) {
    throw DTypeError(
        "tensor_split",
        Str("expected an integer tensor of 0 or 1 dimensions, got ", where));
  }
  if (where.dim() == 0) {
    return tessera::tensor_split(self, where.item().toLong(), dim);
  }
  const Tensor at = where.to(kCPU, kInt64).contiguous();
  return tessera::tensor_split(self,
                               IntArrayRef(at.const_data_ptr<int64_t>(),
                                           static_cast<size_t>(at.numel())),
                               dim);
}

// The p of a norm by its name.
std::optional<Scalar> NormOf(const char* name) {
  if (std::strcmp(name, "fro") == 0) return Scalar(2);
  throw ValueError("norm",
                   Str("expected p to be a number or 'fro', got '", name, "'"));
}

#include "interop/python/op_calls.inc"

constexpr size_t kCount = sizeof kOps / sizeof *kOps;
PreparedOp* prepared[kCount];
// Names with "_" for the in-place forms.
std::array<std::string, kCount> inplace_names;

// CPython calls a function of the op's own, so that each finds its row.
template <size_t I, Form form>
PyObject* Entry(PyObject* self, PyObject* const* args, Py_ssize_t nargs,
                PyObject* kwnames) {
  constexpr bool method = form == Form::kMethod || form == Form::kInplaceMethod;
  return CallOp(*prepared[I], form, method ? self : nullptr, args,
                static_cast<size_t>(nargs), kwnames);
}

template <Form form, size_t... I>
std::array<PyMethodDef, sizeof...(I)> Defs(std::index_sequence<I...>) {
  return {PyMethodDef{
      kOps[I].name,
      reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(Entry<I, form>)),
      METH_FASTCALL | METH_KEYWORDS, kOps[I].doc}...};
}
template <Form form>
PyMethodDef* Table() {
  static auto defs = Defs<form>(std::make_index_sequence<kCount>());
  return defs.data();
}

bool AddFunction(PyObject* module, PyMethodDef* def) {
  PyObject* const function = PyCFunction_NewEx(def, nullptr, nullptr);
  const bool ok =
      function && PyModule_AddObjectRef(module, def->ml_name, function) == 0;
  Py_XDECREF(function);
  return ok;
}

bool AddMethod(PyTypeObject* type, PyMethodDef* def) {
  // What is written by hand stays: the property mT, for one.
  if (PyDict_GetItemString(type->tp_dict, def->ml_name)) return true;
  PyObject* const method = PyDescr_NewMethod(type, def);
  const bool ok =
      method && PyDict_SetItemString(type->tp_dict, def->ml_name, method) == 0;
  Py_XDECREF(method);
  return ok;
}

}  // namespace

const PreparedOp* FindOp(const char* name) {
  for (size_t i = 0; i < kCount; ++i) {
    if (!std::strcmp(kOps[i].name, name)) return prepared[i];
  }
  return nullptr;
}

bool InitOps(PyObject* module) {
  PyMethodDef* const functions = Table<Form::kFunction>();
  PyMethodDef* const methods = Table<Form::kMethod>();
  PyMethodDef* const inplace_functions = Table<Form::kInplaceFunction>();
  PyMethodDef* const inplace_methods = Table<Form::kInplaceMethod>();
  PyObject* const rows = PyDict_New();
  for (size_t i = 0; i < kCount; ++i) {
    const OpEntry& op = kOps[i];
    prepared[i] = Prepare(op);
    inplace_names[i] = std::string(op.name) + "_";
    inplace_functions[i].ml_name = inplace_methods[i].ml_name =
        inplace_names[i].c_str();
    const bool is_function = op.forms & kFunction;
    const bool is_inplace = op.forms & kInplace;
    if ((is_function && !AddFunction(module, &functions[i])) ||
        (op.forms & kMethod && !AddMethod(tensor_type, &methods[i])) ||
        (is_inplace && !AddMethod(tensor_type, &inplace_methods[i])) ||
        (is_inplace && is_function &&
         !AddFunction(module, &inplace_functions[i]))) {
      return false;
    }
    // For the Python side and tests: name -> (family, forms, signatures).
    PyObject* const signatures = PyTuple_New(op.num_overloads);
    for (int k = 0; k < op.num_overloads; ++k) {
      PyTuple_SET_ITEM(signatures, k,
                       PyUnicode_FromString(op.overloads[k].signature));
    }
    const std::string forms =
        std::string(is_function ? "f" : "") + (op.forms & kMethod ? "m" : "") +
        (is_inplace ? "i" : "") + (op.overloads[0].out ? "o" : "");
    PyObject* const row =
        Py_BuildValue("(ssN)", op.family, forms.c_str(), signatures);
    if (!row || PyDict_SetItemString(rows, op.name, row) < 0) return false;
    Py_DECREF(row);
  }
  PyType_Modified(tensor_type);
  return PyModule_AddObject(module, "_op_table", rows) == 0;
}

}  // namespace tessera::python
