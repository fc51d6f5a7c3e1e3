#include "interop/python/numpy_api.h"

#include <cstring>

#include "interop/python/errors.h"
#include "tessera/base/str.h"

namespace tessera::python {
namespace {

// NPY_TYPES.
constexpr int kTypeNums[kDTypes] = {0, 2,  4,  6,  8,  1,  3, 5,
                                    7, 23, -1, 11, 12, 14, 15};
constexpr int kLongLong = 9, kULongLong = 10;

constexpr char kSupported[] =
    "bool, uint8, uint16, uint32, uint64, int8, int16, int32, int64, float16, "
    "float32, float64, complex64, complex128 and ml_dtypes' bfloat16";

bool IsBFloat16(const DescrFields* descr) {
  const char* const name = descr->type ? descr->type->tp_name : "";
  const size_t n = std::strlen(name);
  return n >= 8 && !std::strcmp(name + n - 8, "bfloat16");
}

}  // namespace

const NumpyApi& GetNumpy() {
  static NumpyApi api = {};
  if (api.array_type) return api;
  PyObject* module = PyImport_ImportModule("numpy._core._multiarray_umath");
  if (!module) {
    PyErr_Clear();
    module = Check(PyImport_ImportModule("numpy.core._multiarray_umath"));
  }
  PyObject* const capsule = PyObject_GetAttrString(module, "_ARRAY_API");
  Py_DECREF(module);
  Check(capsule);
  auto** const table =
      static_cast<void**>(PyCapsule_GetPointer(capsule, nullptr));
  Py_DECREF(capsule);
  if (!table) ThrowPython();
  // Places that NumPy has kept since 1.0 (numpy/__multiarray_api.h).
  std::memcpy(&api.descr_from_type, &table[45], sizeof(void*));
  std::memcpy(&api.new_from_descr, &table[94], sizeof(void*));
  std::memcpy(&api.set_base_object, &table[282], sizeof(void*));
  api.array_type = static_cast<PyTypeObject*>(table[2]);
  return api;
}

DType DTypeOfDescr(const char* op, const DescrFields* descr) {
  const int num = descr->type_num;
  for (int i = 0; i < kDTypes; ++i) {
    const DType d = static_cast<DType>(i);
    if (num == kTypeNums[i] || (num == kLongLong && d == kInt64) ||
        (num == kULongLong && d == kUInt64)) {
      return d;
    }
  }
  if (IsBFloat16(descr)) return kBFloat16;
  PyObject* const text = PyObject_Str(
      reinterpret_cast<PyObject*>(const_cast<DescrFields*>(descr)));
  const char* const name = text ? PyUnicode_AsUTF8(text) : nullptr;
  const std::string shown = name ? name : "?";
  Py_XDECREF(text);
  PyErr_Clear();
  throw TypeError(op, Str("can't convert np.ndarray of type numpy.", shown,
                          "; supported are ", kSupported, "; use astype()"));
}

PyObject* DescrOf(const char* op, DType dtype) {
  const NumpyApi& numpy = GetNumpy();
  const int num = kTypeNums[static_cast<int>(dtype)];
  if (num >= 0) return Check(numpy.descr_from_type(num));
  PyObject* const module = PyImport_ImportModule("ml_dtypes");
  if (!module) {
    PyErr_Clear();
    throw TypeError(op,
                    "NumPy has no bfloat16; use float() or install "
                    "ml_dtypes");
  }
  PyObject* const type = PyObject_GetAttrString(module, "bfloat16");
  Py_DECREF(module);
  PyObject* const np = Check(PyImport_ImportModule("numpy"));
  PyObject* const descr = PyObject_CallMethod(np, "dtype", "O", Check(type));
  Py_DECREF(np);
  Py_DECREF(type);
  return Check(descr);
}

}  // namespace tessera::python
