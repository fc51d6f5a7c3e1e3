// The class tessera.Tensor: what of it the op table does not give.
#ifndef TESSERA_INTEROP_PYTHON_TENSOR_TYPE_H_
#define TESSERA_INTEROP_PYTHON_TENSOR_TYPE_H_

#include <Python.h>

namespace tessera::python {

// Creates the class; InitOps adds the ops' methods.
bool InitTensorType(PyObject* module);
// Once the ops are there: finds those that operators call.
void InitOperators();

}  // namespace tessera::python

#endif  // TESSERA_INTEROP_PYTHON_TENSOR_TYPE_H_
