// The small classes beside Tensor: dtype, device, Size, layout, memory_format
// and Generator.
//
//   PyObject* d = WrapDType(kFloat32);          // tessera.float32, borrowed
//   DType dtype;
//   if (ToDType(object, &dtype)) ...            // also float, np.float32
//   PyObject* size = WrapSizes(t.sizes());      // torch.Size([2, 3])
#ifndef TESSERA_INTEROP_PYTHON_TYPES_H_
#define TESSERA_INTEROP_PYTHON_TYPES_H_

#include <Python.h>

#include "tessera/tensor/tensor.h"

namespace tessera::python {

struct GeneratorObject {
  PyObject_HEAD Generator generator;
};

extern PyTypeObject* dtype_type;
extern PyTypeObject* device_type;
extern PyTypeObject* size_type;
extern PyTypeObject* generator_type;

// Borrowed: one object per dtype.
PyObject* WrapDType(DType dtype);
PyObject* WrapDevice(Device device);
PyObject* WrapSizes(IntArrayRef sizes);
PyObject* WrapInts(IntArrayRef ints);  // a plain tuple
PyObject* WrapLayout();
PyObject* WrapGenerator(const Generator& generator);

// A dtype, one of Python's bool, int, float, complex, or NumPy's dtypes and
// scalar types. False for anything else.
bool ToDType(PyObject* object, DType* dtype);
// A device, a text or an index of CUDA. False for another type; throws
// DeviceError for a bad text.
bool ToDevice(PyObject* object, Device* device);
bool ToMemoryFormat(PyObject* object, MemoryFormat* format);
bool IsLayout(PyObject* object);

// Whether o is an instance of NumPy's generic, floating, ... class; false where
// NumPy was not imported.
enum class NumpyClass {
  kGeneric,
  kBool,
  kInteger,
  kFloating,
  kComplex,
  kArray
};
bool IsNumpy(PyObject* object, NumpyClass kind);

bool InitTypes(PyObject* module);

// "Tensor", "int", "numpy.ndarray": a type in messages.
std::string TypeName(PyObject* object);

}  // namespace tessera::python

#endif  // TESSERA_INTEROP_PYTHON_TYPES_H_
