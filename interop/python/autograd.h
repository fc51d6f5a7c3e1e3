// backward, grad, hooks, nodes and functions in Python, for tessera.autograd.
#ifndef TESSERA_INTEROP_PYTHON_AUTOGRAD_H_
#define TESSERA_INTEROP_PYTHON_AUTOGRAD_H_

#include "nanobind/nanobind.h"

namespace tessera::python {

void InitAutograd(nanobind::module_& m);

}  // namespace tessera::python

#endif  // TESSERA_INTEROP_PYTHON_AUTOGRAD_H_
