// Tensors from Python's data and back: lists, numbers, NumPy arrays, buffers,
// DLPack capsules.
#ifndef TESSERA_INTEROP_PYTHON_DATA_H_
#define TESSERA_INTEROP_PYTHON_DATA_H_

#include <Python.h>

#include <optional>

#include "tessera/tensor/tensor.h"

namespace tessera::python {

// A copy of nested sequences, numbers, tensors, arrays, with PyTorch's
// inference of the dtype where none is given. op names errors.
Tensor TensorFromData(const char* op, PyObject* data,
                      std::optional<DType> dtype, std::optional<Device> device);
// Shares the array's memory and keeps it alive. Warns where it is read-only.
Tensor FromNumpy(PyObject* array, bool warn);
// An ndarray that shares t's memory; errors name every step that is missing.
PyObject* ToNumpy(const char* op, const Tensor& t);
// The error that ToNumpy would raise, or nothing.
void CheckHostData(const char* op, const Tensor& t);
PyObject* ToList(const Tensor& t);

// A tensor over any object with the buffer protocol.
Tensor FromBuffer(PyObject* object, DType dtype, int64_t count, int64_t offset);
Tensor FromBufferObject(const char* op, PyObject* object);

int GetBuffer(PyObject* self, Py_buffer* view, int flags);
void ReleaseBuffer(PyObject* self, Py_buffer* view);

PyObject* ToDLPackCapsule(const Tensor& t, bool versioned, bool copied);
Tensor FromDLPackCapsule(PyObject* capsule);

}  // namespace tessera::python

#endif  // TESSERA_INTEROP_PYTHON_DATA_H_
