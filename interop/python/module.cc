// The extension module tessera._core.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "interop/python/args.h"
#include "interop/python/autograd.h"
#include "interop/python/caster.h"
#include "interop/python/data.h"
#include "interop/python/errors.h"
#include "interop/python/functional.h"
#include "interop/python/object.h"
#include "interop/python/ops.h"
#include "interop/python/tensor_type.h"
#include "interop/python/types.h"
#include "nanobind/nanobind.h"
#include "nanobind/stl/map.h"
#include "nanobind/stl/optional.h"
#include "nanobind/stl/pair.h"
#include "nanobind/stl/string.h"
#include "nanobind/stl/vector.h"
#include "tessera/base/check.h"
#include "tessera/base/str.h"
#include "tessera/dtype/limits.h"
#include "tessera/dtype/promotion.h"
#include "tessera/interop/dlpack.h"
#include "tessera/interop/make_grid.h"
#include "tessera/interop/npy.h"
#include "tessera/interop/npz.h"
#include "tessera/interop/safetensors.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/storage/allocator.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/indexing.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/overloads.h"
#include "tessera/tensor/print.h"

namespace tessera::python {
namespace {

namespace nb = nanobind;
using nb::literals::operator""_a;

// An operand's dimensions in einsum: numbers, none for an Ellipsis.
using Sublist = std::vector<std::optional<int64_t>>;

std::vector<TensorIndex> Subscripts(const Sublist& list) {
  std::vector<TensorIndex> subscripts;
  for (const std::optional<int64_t>& i : list) {
    subscripts.push_back(i ? TensorIndex(*i) : TensorIndex(indexing::Ellipsis));
  }
  return subscripts;
}

// ---- tensor(), from_numpy() and numpy(), called often ----

// The keywords of the factories that start from data.
struct DataArgs {
  std::optional<DType> dtype;
  std::optional<Device> device;
  bool requires_grad = false;
  PyObject* copy = Py_None;
};

DataArgs ParseDataArgs(const char* op, PyObject* const* args, Py_ssize_t nargs,
                       PyObject* kwnames, PyObject** data) {
  DataArgs out;
  *data = nargs > 0 ? args[0] : nullptr;
  const auto take = [&](const std::string& key, PyObject* value) {
    Device device = kCPU;
    DType dtype;
    if (key == "data" && !*data) {
      *data = value;
    } else if (key == "dtype") {
      if (value == Py_None) return;
      if (!ToDType(value, &dtype)) {
        throw TypeError(op, Str("expected argument 'dtype' to be dtype (as "
                                "tessera.float32), got ",
                                TypeName(value)));
      }
      out.dtype = dtype;
    } else if (key == "device") {
      if (value == Py_None) return;
      if (!ToDevice(value, &device)) {
        throw TypeError(op, Str("expected argument 'device' to be device, got ",
                                TypeName(value)));
      }
      out.device = device;
    } else if (key == "requires_grad") {
      out.requires_grad = PyObject_IsTrue(value) == 1;
    } else if (key == "copy") {
      out.copy = value;
    } else if (key != "pin_memory") {
      throw TypeError(op,
                      Str("got an unexpected keyword argument '", key, "'"));
    }
  };
  if (nargs > 1) take("dtype", args[1]);
  if (nargs > 2) take("device", args[2]);
  if (nargs > 3) {
    throw TypeError(
        op, Str("expected at most 3 arguments by position, got ", nargs));
  }
  for (Py_ssize_t i = 0; kwnames && i < PyTuple_GET_SIZE(kwnames); ++i) {
    take(PyUnicode_AsUTF8(PyTuple_GET_ITEM(kwnames, i)), args[nargs + i]);
  }
  if (!*data) throw TypeError(op, "expected argument 'data', got none");
  return out;
}

PyObject* MakeTensor(PyObject*, PyObject* const* args, Py_ssize_t nargs,
                     PyObject* kwnames) {
  return Guard([&]() -> PyObject* {
    PyObject* data;
    const DataArgs a = ParseDataArgs("tensor", args, nargs, kwnames, &data);
    if (IsTensor(data) &&
        PyErr_WarnEx(PyExc_UserWarning,
                     "tensor: to copy a tensor, use t.clone().detach() rather "
                     "than tensor(t)",
                     1) < 0) {
      return nullptr;
    }
    const Tensor t = TensorFromData("tensor", data, a.dtype, a.device);
    if (a.requires_grad) t.requires_grad_();
    return Wrap(t);
  });
}

// as_tensor and asarray: the data itself where it can be shared.
PyObject* ShareTensor(const char* op, PyObject* const* args, Py_ssize_t nargs,
                      PyObject* kwnames) {
  return Guard([&]() -> PyObject* {
    PyObject* data;
    const DataArgs a = ParseDataArgs(op, args, nargs, kwnames, &data);
    const bool must_copy = a.copy == Py_True;
    const bool must_share = a.copy == Py_False;
    Tensor from;
    if (IsTensor(data)) {
      from = Unwrap(data);
    } else if (IsNumpy(data, NumpyClass::kArray)) {
      from = FromNumpy(data, !must_copy);
    } else if (PyObject_CheckBuffer(data) && !PyBytes_Check(data) &&
               !IsNumpy(data, NumpyClass::kGeneric)) {
      from = FromBufferObject(op, data);
    } else {
      if (must_share) {
        throw ValueError(
            op, Str("can't alias arbitrary sequence, got ", TypeName(data),
                    " with copy=False; use copy=None"));
      }
      from = TensorFromData(op, data, a.dtype, a.device);
      if (a.requires_grad) from.requires_grad_();
      return Wrap(from);
    }
    const Tensor t =
        from.to(a.device.value_or(from.device()),
                a.dtype.value_or(from.scalar_type()), false, must_copy);
    if (must_share && !t.is_same(from)) {
      throw ValueError(op, Str("expected memory to share, but dtype or device "
                               "of ",
                               from, " differ; use copy=None"));
    }
    if (a.requires_grad) t.requires_grad_();
    return t.is_same(from) && IsTensor(data) ? Py_NewRef(data) : Wrap(t);
  });
}

PyObject* AsTensor(PyObject*, PyObject* const* args, Py_ssize_t nargs,
                   PyObject* kwnames) {
  return ShareTensor("as_tensor", args, nargs, kwnames);
}
PyObject* AsArray(PyObject*, PyObject* const* args, Py_ssize_t nargs,
                  PyObject* kwnames) {
  return ShareTensor("asarray", args, nargs, kwnames);
}

PyObject* FromNumpyFunction(PyObject*, PyObject* array) {
  return Guard([&] { return Wrap(FromNumpy(array, true)); });
}

PyCFunction Fast(PyObject* (*f)(PyObject*, PyObject* const*, Py_ssize_t,
                                PyObject*)) {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(f));
}

PyMethodDef functions[] = {
    {"tensor", Fast(MakeTensor), METH_FASTCALL | METH_KEYWORDS,
     "tensor(data, *, dtype=None, device=None, requires_grad=False): a copy of "
     "numbers, nested lists or arrays."},
    {"as_tensor", Fast(AsTensor), METH_FASTCALL | METH_KEYWORDS,
     "as_tensor(data, dtype=None, device=None): shares the memory of tensors "
     "and arrays where dtype and device agree."},
    {"asarray", Fast(AsArray), METH_FASTCALL | METH_KEYWORDS,
     "asarray(obj, *, dtype=None, device=None, copy=None, "
     "requires_grad=False)"},
    {"from_numpy", FromNumpyFunction, METH_O,
     "from_numpy(array): a tensor that shares the array's memory."},
    {}};

// ---- Warnings ----

void WarnPython(const std::string& message) {
  if (!Py_IsInitialized() || _Py_IsFinalizing()) return;
  nb::gil_scoped_acquire gil;
  // An error (warnings as errors) cannot be thrown from here.
  if (PyErr_WarnEx(PyExc_UserWarning, message.c_str(), 1) < 0) {
    PyErr_WriteUnraisable(nullptr);
  }
}

DType GetDType(nb::handle h) {
  DType d;
  if (!ToDType(h.ptr(), &d)) {
    throw TypeError("dtype", Str("expected a dtype (as tessera.float32), got ",
                                 TypeName(h.ptr())));
  }
  return d;
}
nb::object Object(DType d) { return nb::borrow(WrapDType(d)); }

// The dtype of an operation on tensors and numbers.
nb::object ResultType(nb::args args) {
  ResultTypeState state;
  for (nb::handle h : args) {
    Scalar s;
    DType d;
    if (IsTensor(h.ptr())) {
      const Tensor& t = Unwrap(h.ptr());
      if (t.impl()->flags & kWrappedNumber) {
        state.AddScalar(kind(t.scalar_type()));
      } else {
        state.AddTensor(t.scalar_type(), t.dim());
      }
    } else if (ToScalar(h.ptr(), &s, false)) {
      state.AddScalar(s.kind());
    } else if (ToDType(h.ptr(), &d)) {
      state.AddTensor(d, 1);
    } else {
      throw TypeError("result_type", Str("expected tensors, numbers or dtypes, "
                                         "got ",
                                         TypeName(h.ptr())));
    }
  }
  return Object(state.Result("result_type"));
}

void InitFunctions(nb::module_& m) {
  m.def("promote_types", [](nb::handle a, nb::handle b) {
    return Object(promote_types(GetDType(a), GetDType(b)));
  });
  m.def("can_cast", [](nb::handle a, nb::handle b) {
    return can_cast(GetDType(a), GetDType(b));
  });
  m.def("result_type", ResultType);
  m.def("get_default_dtype", [] { return Object(get_default_dtype()); });
  m.def("set_default_dtype",
        [](nb::handle d) { set_default_dtype(GetDType(d)); });
  m.def("_dtype", [](const std::string& name) {
    DType d;
    if (!DTypeFromName(name, &d)) {
      throw ValueError("dtype", Str("no dtype is called '", name, "'"));
    }
    return Object(d);
  });

  nb::class_<FInfo>(m, "_FInfo")
      .def_ro("bits", &FInfo::bits)
      .def_ro("eps", &FInfo::eps)
      .def_ro("max", &FInfo::max)
      .def_ro("min", &FInfo::min)
      .def_ro("tiny", &FInfo::tiny)
      .def_ro("smallest_normal", &FInfo::smallest_normal)
      .def_ro("resolution", &FInfo::resolution)
      .def_prop_ro("dtype",
                   [](const FInfo& f) { return std::string(name(f.dtype)); })
      .def("__repr__", &FInfo::str);
  nb::class_<IInfo>(m, "_IInfo")
      .def_ro("bits", &IInfo::bits)
      .def_ro("max", &IInfo::max)
      .def_ro("min", &IInfo::min)
      .def_prop_ro("dtype",
                   [](const IInfo& f) { return std::string(name(f.dtype)); })
      .def("__repr__", &IInfo::str);
  m.def("_finfo", [](nb::handle d) { return finfo(GetDType(d)); });
  m.def("iinfo", [](nb::handle d) { return iinfo(GetDType(d)); });

  m.attr("default_generator") = nb::steal(WrapGenerator(default_generator()));
  m.def("get_num_threads", &get_num_threads);
  m.def("set_num_threads", &set_num_threads);
  m.def("_print_options", [] {
    const PrintOptions o = get_printoptions();
    return nb::make_tuple(o.precision, o.threshold, o.edgeitems, o.linewidth,
                          o.sci_mode);
  });
  m.def(
      "_set_print_options",
      [](int precision, int64_t threshold, int64_t edgeitems, int64_t linewidth,
         std::optional<bool> sci_mode) {
        PrintOptions o;
        o.precision = precision;
        o.threshold = threshold;
        o.edgeitems = edgeitems;
        o.linewidth = linewidth;
        o.sci_mode = sci_mode;
        set_printoptions(o);
      },
      "precision"_a, "threshold"_a, "edgeitems"_a, "linewidth"_a,
      "sci_mode"_a.none());
  m.def("_set_print_profile",
        [](const std::string& profile) { set_printoptions(profile.c_str()); });

  m.def(
      "frombuffer",
      [](nb::handle buffer, nb::handle dtype, int64_t count, int64_t offset,
         bool requires_grad) {
        const Tensor t =
            FromBuffer(buffer.ptr(), GetDType(dtype), count, offset);
        if (requires_grad) t.requires_grad_();
        return t;
      },
      "buffer"_a, nb::kw_only(), "dtype"_a, "count"_a = -1, "offset"_a = 0,
      "requires_grad"_a = false);
  // Without letters.
  m.def(
      "_einsum",
      [](const std::vector<Tensor>& tensors, const std::vector<Sublist>& lists,
         const std::optional<Sublist>& result) {
        std::vector<EinsumOperand> operands;
        for (size_t i = 0; i < lists.size(); ++i) {
          operands.push_back({tensors[i], Subscripts(lists[i])});
        }
        nb::gil_scoped_release release;
        return result ? einsum(operands, Subscripts(*result))
                      : einsum(operands);
      },
      "tensors"_a, "lists"_a, "result"_a.none());
  m.def("_to_dlpack", [](const Tensor& t, bool versioned, bool copied) {
    return nb::steal(ToDLPackCapsule(t, versioned, copied));
  });
  m.def("_from_dlpack",
        [](nb::handle capsule) { return FromDLPackCapsule(capsule.ptr()); });
  m.def("_dlpack_device", [](const Tensor& t) {
    const dlpack::DLDevice d = dlpack_device(t.device());
    return nb::make_tuple(static_cast<int>(d.device_type), d.device_id);
  });
  m.def("_check_host_data",
        [](const Tensor& t, const char* op) { CheckHostData(op, t); });

  // For pickle and deepcopy: all bytes of a tensor's storage as uint8, and a
  // tensor over such.
  m.def("_storage_bytes", [](const Tensor& t) {
    const Storage storage = t.storage();
    Geometry g({static_cast<int64_t>(storage.nbytes())}, kUInt8);
    auto* impl = new TensorImpl(storage.impl(), std::move(g), t.device());
    storage.impl()->retain();
    return Tensor::Steal(impl);
  });
  m.def("_storage_id", [](const Tensor& t) {
    return reinterpret_cast<uintptr_t>(t.impl()->storage);
  });
  m.def("_over_bytes", [](const Tensor& bytes, nb::handle dtype,
                          std::vector<int64_t> sizes,
                          std::vector<int64_t> strides, int64_t offset) {
    Geometry g(sizes, strides, offset, GetDType(dtype), "unpickle");
    int64_t low, high;
    g.Extent(&low, &high);
    const Storage storage = bytes.storage();
    if (low < 0 ||
        high > static_cast<int64_t>(storage.nbytes() / g.itemsize())) {
      throw ShapeError("unpickle",
                       Str("sizes, strides and offset are out of bounds "
                           "for storage of ",
                           storage.nbytes(), " bytes"));
    }
    auto* impl = new TensorImpl(storage.impl(), std::move(g), bytes.device());
    storage.impl()->retain();
    return Tensor::Steal(impl);
  });

  // Other threads run while files are read and written.
  m.def("_save_safetensors",
        [](const std::string& path,
           std::vector<std::pair<std::string, Tensor>> tensors,
           std::map<std::string, std::string> metadata) {
          nb::gil_scoped_release release;
          SaveSafetensors(path, tensors, metadata);
        });
  m.def("_load_safetensors", [](const std::string& path, bool mmap) {
    nb::gil_scoped_release release;
    std::map<std::string, std::string> metadata;
    NamedTensors tensors = LoadSafetensors(path, &metadata, mmap);
    return std::make_pair(std::move(tensors), std::move(metadata));
  });
  m.def("_safetensors_bytes",
        [](std::vector<std::pair<std::string, Tensor>> tensors,
           std::map<std::string, std::string> metadata) {
          std::string bytes;
          {
            nb::gil_scoped_release release;
            bytes = SafetensorsBytes(tensors, metadata);
          }
          return nb::bytes(bytes.data(), bytes.size());
        });
  m.def("_parse_safetensors", [](nb::bytes bytes, const std::string& file) {
    const std::string_view view(bytes.c_str(), bytes.size());
    nb::gil_scoped_release release;
    std::map<std::string, std::string> metadata;
    NamedTensors tensors = ParseSafetensors(view, file, &metadata);
    return std::make_pair(std::move(tensors), std::move(metadata));
  });
  m.def("_save_npy", [](const std::string& path, const Tensor& tensor) {
    nb::gil_scoped_release release;
    save_npy(path, tensor);
  });
  m.def("_load_npy", [](const std::string& path, bool mmap) {
    nb::gil_scoped_release release;
    return load_npy(path, mmap);
  });
  m.def("_save_npz", [](const std::string& path,
                        std::vector<std::pair<std::string, Tensor>> tensors,
                        bool compressed) {
    nb::gil_scoped_release release;
    save_npz(path, tensors, compressed);
  });
  m.def("_load_npz", [](const std::string& path) {
    nb::gil_scoped_release release;
    return load_npz(path);
  });
  m.def("_save_png", &save_png);
  m.def(
      "_make_grid",
      nb::overload_cast<const Tensor&, int64_t, int64_t, bool,
                        std::optional<std::pair<double, double>>, bool, double>(
          &utils::make_grid),
      "tensor"_a, "nrow"_a, "padding"_a, "normalize"_a, "value_range"_a.none(),
      "scale_each"_a, "pad_value"_a);
  m.def("_device_count", [](const std::string& type) {
    DeviceInterface* const d = GetDeviceInterface(Device(type).type());
    return d ? d->device_count() : 0;
  });
  m.def("_why_unavailable", [](const std::string& type) -> std::string {
    DeviceInterface* const d = GetDeviceInterface(Device(type).type());
    if (!d) return "built without " + type;
    return d->device_count() > 0 ? "" : d->why_unavailable();
  });
  m.def("_current_device", [](const std::string& type) {
    return static_cast<int>(
        ResolveDevice("current_device", Device(type)).index());
  });
  m.def("_set_device", [](const std::string& op, const std::string& text) {
    const Device device = ResolveDevice(op.c_str(), Device(text));
    GetDeviceInterface(device.type())->set_current_device(device.index());
  });
  // Streams are the backend's pointers; 0 is the default one.
  m.def("_current_stream", [](const std::string& text) {
    const Device device = ResolveDevice("current_stream", Device(text));
    return reinterpret_cast<uintptr_t>(
        GetDeviceInterface(device.type())->current_stream(device));
  });
  m.def("_set_stream", [](const std::string& text, uintptr_t stream) {
    const Device device = ResolveDevice("stream", Device(text));
    GetDeviceInterface(device.type())
        ->set_current_stream(device, reinterpret_cast<void*>(stream));
  });
  m.def("_new_stream", [](const std::string& text) {
    const Device device = ResolveDevice("Stream", Device(text));
    return reinterpret_cast<uintptr_t>(
        GetDeviceInterface(device.type())->stream_from_pool(device));
  });
  m.def("_hand_over", [](const std::string& text, uintptr_t stream) {
    HandOver(ResolveDevice("stream", Device(text)),
             reinterpret_cast<void*>(stream));
  });
  m.def("_synchronize", [](const std::string& text) {
    const Device device = ResolveDevice("synchronize", Device(text));
    nb::gil_scoped_release release;
    GetDeviceInterface(device.type())->synchronize(device);
  });
  m.def("_memory_allocated", [](const std::string& text) {
    return memory_stats(ResolveDevice("memory_allocated", Device(text)))
        .allocated_bytes;
  });
  m.def("_empty_cache",
        [](const std::string& type) { empty_cache(Device(type).type()); });
  m.def("_require_device", [](const std::string& op, const std::string& text) {
    ResolveDevice(op.c_str(), Device(text));
  });
  m.def("_allocated_bytes", [] {
    return GetDeviceInterface(kCPU)->memory_stats(kCPU).allocated_bytes;
  });
}

}  // namespace
}  // namespace tessera::python

NB_MODULE(_core, m) {
  using namespace tessera::python;
  PyObject* const module = m.ptr();
  nanobind::register_exception_translator(
      [](const std::exception_ptr& error, void*) {
        try {
          std::rethrow_exception(error);
        } catch (const tessera::Error&) {
          SetError();
        }
      });
  // At exit objects that the graph still owns are left to the process.
  nanobind::set_leak_warnings(false);
  InitObjects();
  if (!InitErrors(module) || !InitTypes(module) || !InitTensorType(module) ||
      !InitOps(module) || PyModule_AddFunctions(module, functions) < 0) {
    throw nanobind::python_error();
  }
  InitOperators();
  tessera::SetWarningHandler(WarnPython);
  InitFunctions(m);
  InitAutograd(m);
  InitFunctional(m);
}
