// C++ errors as Python exceptions.
//
//   try { ... } catch (...) { SetError(); return nullptr; }
//   return Guard([&] { return Wrap(exp(t)); });  // the same, shorter
#ifndef TESSERA_INTEROP_PYTHON_ERRORS_H_
#define TESSERA_INTEROP_PYTHON_ERRORS_H_

#include <Python.h>

#include "nanobind/nanobind.h"
#include "tessera/base/error.h"

namespace tessera::python {

// Sets Python's exception for the C++ exception that is being handled.
void SetError() noexcept;
// Adds the exception classes to the module.
bool InitErrors(PyObject* module);

// f() returns a PyObject*, null where it set an exception itself.
template <class F>
PyObject* Guard(F f) {
  try {
    return f();
  } catch (...) {
    SetError();
    return nullptr;
  }
}
template <class F>
int GuardInt(F f) {
  try {
    return f();
  } catch (...) {
    SetError();
    return -1;
  }
}

// Python's exception, which is set, on its way through C++.
[[noreturn]] inline void ThrowPython() { throw nanobind::python_error(); }
inline PyObject* Check(PyObject* object) {
  if (!object) ThrowPython();
  return object;
}

}  // namespace tessera::python

#endif  // TESSERA_INTEROP_PYTHON_ERRORS_H_
