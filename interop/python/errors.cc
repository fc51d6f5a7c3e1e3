#include "interop/python/errors.h"

#include <new>

#include "tessera/interop/file.h"

namespace tessera::python {
namespace {

struct Class {
  const char* name;
  PyObject* object;
};
enum {
  kShape,
  kDType,
  kDevice,
  kAutograd,
  kMemory,
  kLinAlg,
  kWorker,
  kInternal,
  kFile,
  kFileNotFound,
  kValue,
  kIndex,
  kClasses
};
Class classes[kClasses] = {{"tessera.ShapeError", nullptr},
                           {"tessera.DTypeError", nullptr},
                           {"tessera.DeviceError", nullptr},
                           {"tessera.AutogradError", nullptr},
                           {"tessera.OutOfMemoryError", nullptr},
                           {"tessera.LinAlgError", nullptr},
                           {"tessera.WorkerException", nullptr},
                           {"tessera.InternalError", nullptr},
                           {"tessera.FileError", nullptr},
                           {"tessera.FileNotFoundError", nullptr},
                           {"tessera.ValueError", nullptr},
                           {"tessera.IndexError", nullptr}};

}  // namespace

void SetError() noexcept {
  try {
    throw;
  } catch (nanobind::python_error& error) {
    error.restore();
  } catch (const ShapeError& error) {
    PyErr_SetString(classes[kShape].object, error.what());
  } catch (const DTypeError& error) {
    PyErr_SetString(classes[kDType].object, error.what());
  } catch (const DeviceError& error) {
    PyErr_SetString(classes[kDevice].object, error.what());
  } catch (const AutogradError& error) {
    PyErr_SetString(classes[kAutograd].object, error.what());
  } catch (const OutOfMemoryError& error) {
    PyErr_SetString(classes[kMemory].object, error.what());
  } catch (const LinAlgError& error) {
    PyErr_SetString(classes[kLinAlg].object, error.what());
  } catch (const WorkerException& error) {
    PyErr_SetString(classes[kWorker].object, error.what());
  } catch (const InternalError& error) {
    PyErr_SetString(classes[kInternal].object, error.what());
  } catch (const FileNotFoundError& error) {
    PyErr_SetString(classes[kFileNotFound].object, error.what());
  } catch (const FileError& error) {
    PyErr_SetString(classes[kFile].object, error.what());
  } catch (const IndexError& error) {
    PyErr_SetString(classes[kIndex].object, error.what());
  } catch (const TypeError& error) {
    PyErr_SetString(PyExc_TypeError, error.what());
  } catch (const ValueError& error) {
    PyErr_SetString(classes[kValue].object, error.what());
  } catch (const NotImplementedError& error) {
    PyErr_SetString(PyExc_NotImplementedError, error.what());
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
  } catch (...) {
    PyErr_SetString(PyExc_RuntimeError, "unknown C++ exception");
  }
}

bool InitErrors(PyObject* module) {
  for (int i = 0; i < kClasses; ++i) {
    // PyTorch raises a RuntimeError where NumPy raises a ValueError or an
    // IndexError; programs written for either catch these. NumPy's errors of
    // shapes are ValueErrors. A FileError is an
    // OSError besides.
    PyObject* second = i == kValue || i == kShape ? PyExc_ValueError
                       : i == kIndex              ? PyExc_IndexError
                       : i == kFile               ? PyExc_OSError
                       : i == kFileNotFound       ? PyExc_FileNotFoundError
                                                  : nullptr;
    PyObject* const first =
        i == kFileNotFound ? classes[kFile].object : PyExc_RuntimeError;
    PyObject* bases =
        second ? PyTuple_Pack(2, first, second) : PyTuple_Pack(1, first);
    if (!bases) return false;
    classes[i].object = PyErr_NewException(classes[i].name, bases, nullptr);
    Py_DECREF(bases);
    if (!classes[i].object ||
        PyModule_AddObjectRef(module, classes[i].name + sizeof "tessera",
                              classes[i].object) < 0) {
      return false;
    }
  }
  return true;
}

}  // namespace tessera::python
