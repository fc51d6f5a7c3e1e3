// The op table's ops in the module; op_calls.inc is made from the table.
//
//   InitOps(module);                     // module.exp, Tensor.exp, exp_
//   const PreparedOp* op = FindOp("floor_divide");  // null: not in the table
#ifndef TESSERA_INTEROP_PYTHON_OPS_H_
#define TESSERA_INTEROP_PYTHON_OPS_H_

#include "interop/python/args.h"

namespace tessera::python {

const PreparedOp* FindOp(const char* name);
// After tensor_type is there.
bool InitOps(PyObject* module);

}  // namespace tessera::python

#endif  // TESSERA_INTEROP_PYTHON_OPS_H_
