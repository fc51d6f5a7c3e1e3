// What we use of NumPy's C interface: the same in NumPy 1.26 and 2, taken from
// the module at run time, so that the wheel needs no NumPy to be built and
// serves both.
//
//   const NumpyApi& numpy = GetNumpy();      // imports NumPy; throws
//   numpy.Is(object);                        // an ndarray
//   reinterpret_cast<ArrayFields*>(object)->data;
#ifndef TESSERA_INTEROP_PYTHON_NUMPY_API_H_
#define TESSERA_INTEROP_PYTHON_NUMPY_API_H_

#include <Python.h>

#include "tessera/tensor/tensor.h"

namespace tessera::python {

// The first fields of PyArray_Descr and PyArrayObject.
struct DescrFields {
  PyObject_HEAD PyTypeObject* type;
  char kind;
  char type_char;
  char byteorder;
  char flags;
  int type_num;
};
struct ArrayFields {
  PyObject_HEAD char* data;
  int nd;
  Py_ssize_t* dimensions;
  Py_ssize_t* strides;  // in bytes
  PyObject* base;
  DescrFields* descr;
  int flags;
};
enum : int { kArrayWriteable = 0x400 };

struct NumpyApi {
  PyTypeObject* array_type;
  PyObject* (*descr_from_type)(int type_num);
  // Takes over the reference to descr.
  PyObject* (*new_from_descr)(PyTypeObject* type, PyObject* descr, int nd,
                              const Py_ssize_t* dims, const Py_ssize_t* strides,
                              void* data, int flags, PyObject* like);
  // Takes over the reference to base.
  int (*set_base_object)(PyObject* array, PyObject* base);

  bool Is(PyObject* object) const {
    return PyType_IsSubtype(Py_TYPE(object), array_type);
  }
};

// Throws Python's ImportError where NumPy is missing.
const NumpyApi& GetNumpy();
// DTypeError or ValueError in op's name.
DType DTypeOfDescr(const char* op, const DescrFields* descr);
// A new reference to NumPy's dtype.
PyObject* DescrOf(const char* op, DType dtype);

}  // namespace tessera::python

#endif  // TESSERA_INTEROP_PYTHON_NUMPY_API_H_
