// //nn's functions for tessera.nn.functional: those that are no ops of the
// table.
#ifndef TESSERA_INTEROP_PYTHON_FUNCTIONAL_H_
#define TESSERA_INTEROP_PYTHON_FUNCTIONAL_H_

#include "nanobind/nanobind.h"

namespace tessera::python {

void InitFunctional(nanobind::module_& m);

}  // namespace tessera::python

#endif  // TESSERA_INTEROP_PYTHON_FUNCTIONAL_H_
