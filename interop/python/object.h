// The Python object of a tensor. There is one per TensorImpl at any time, so
// that `t.grad is t.grad` and what is hung onto a tensor stays there.
//
//   PyObject* object = Wrap(t);           // a new reference
//   if (IsTensor(object)) Unwrap(object).sizes();
//
// Note [Ownership flips]
// While Python refers to the object, the object owns the tensor, and the impl's
// slot points back, borrowed. When Python lets go of an object that has
// something to lose (attributes, or a subclass) while C++ still owns the
// tensor, the object is not freed: the impl owns it from then on, until Wrap
// finds it and the ownership flips back, or the impl ends.
#ifndef TESSERA_INTEROP_PYTHON_OBJECT_H_
#define TESSERA_INTEROP_PYTHON_OBJECT_H_

#include <Python.h>

#include "tessera/tensor/tensor.h"

namespace tessera::python {

struct TensorObject {
  PyObject_HEAD Tensor tensor;  // undefined while the impl owns this object
  PyObject* dict;
  PyObject* weakrefs;
};

// tessera.Tensor.
extern PyTypeObject* tensor_type;

inline bool IsTensor(PyObject* object) {
  return Py_TYPE(object) == tensor_type ||
         PyType_IsSubtype(Py_TYPE(object), tensor_type);
}
inline const Tensor& Unwrap(PyObject* object) {
  return reinterpret_cast<TensorObject*>(object)->tensor;
}
// None for an undefined tensor. Null with an exception set where memory is out.
PyObject* Wrap(Tensor t);
// A new object of that type, which must be tensor_type or derived, for a tensor
// that has none.
PyObject* WrapAs(PyTypeObject* type, Tensor t);
// A tuple of them.
PyObject* WrapTuple(ArrayRef<Tensor> list);

// The slots of the type that concern lifetime: traverse, clear, dealloc.
int TraverseTensor(PyObject* self, visitproc visit, void* arg);
int ClearTensor(PyObject* self);
void DeallocTensor(PyObject* self);
void InitObjects();

// Lets other Python threads run in its scope.
class GilRelease {
 public:
  explicit GilRelease(bool release)
      : state_(release ? PyEval_SaveThread() : nullptr) {}
  ~GilRelease() {
    if (state_) PyEval_RestoreThread(state_);
  }
  GilRelease(const GilRelease&) = delete;
  GilRelease& operator=(const GilRelease&) = delete;

 private:
  PyThreadState* state_;
};

// Work on so many elements is worth letting other threads run meanwhile.
constexpr int64_t kReleaseGil = 16384;

}  // namespace tessera::python

#endif  // TESSERA_INTEROP_PYTHON_OBJECT_H_
