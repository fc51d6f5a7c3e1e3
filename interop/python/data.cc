#include "interop/python/data.h"

#include <algorithm>
#include <cstring>

#include "interop/python/args.h"
#include "interop/python/errors.h"
#include "interop/python/numpy_api.h"
#include "interop/python/object.h"
#include "interop/python/types.h"
#include "tessera/base/check.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/dtype/promotion.h"
#include "tessera/interop/dlpack.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/host_copy.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"

namespace tessera::python {
namespace {

// ---- Nested sequences ----

// How a leaf counts in the inference: numbers by kind, all else by dtype.
class Inference {
 public:
  void Add(DType d) { dtype_ = promote_types(dtype_, d); }
  void AddNumber(tessera::Kind kind) {
    switch (kind) {
      case tessera::Kind::Bool:
        return Add(kBool);
      case tessera::Kind::Int:
        return Add(kInt64);
      case tessera::Kind::Float:
        return Add(get_default_dtype());
      default:
        return Add(default_complex_dtype());
    }
  }
  DType Result() const {
    return dtype_ == DType::Undefined ? get_default_dtype() : dtype_;
  }

 private:
  DType dtype_ = DType::Undefined;
};

bool IsSequence(PyObject* o) {
  return PyList_Check(o) || PyTuple_Check(o) ||
         (PySequence_Check(o) && !PyUnicode_Check(o) && !PyBytes_Check(o) &&
          !PyByteArray_Check(o) && !IsTensor(o) &&
          !IsNumpy(o, NumpyClass::kGeneric) &&
          !IsNumpy(o, NumpyClass::kArray) && !PyDict_Check(o));
}

class Nested {
 public:
  Nested(const char* op, PyObject* data, std::optional<DType> dtype)
      : op_(op), dtype_(dtype) {
    try {
      Shape(data);
      where_.clear();
      Scan(data, 0);
      const DType result = dtype ? *dtype : inference_.Result();
      tensor_ = tessera::empty(sizes_, result);
      dtype_ = result;
      next_ = static_cast<char*>(tensor_.data_ptr());
      item_ = static_cast<int64_t>(elementSize(result));
      Write(data, 0);
    } catch (...) {
      for (PyObject* o : held_) Py_DECREF(o);
      throw;
    }
    for (PyObject* o : held_) Py_DECREF(o);
  }
  Tensor result() { return std::move(tensor_); }

 private:
  // A sequence as list or tuple, which lives until the end.
  PyObject* Fast(PyObject* o) {
    if (PyList_Check(o) || PyTuple_Check(o)) return o;
    for (const auto& [from, to] : made_) {
      if (from == o) return to;
    }
    PyObject* const list = Check(PySequence_List(o));
    held_.push_back(list);
    made_.emplace_back(o, list);
    return list;
  }

  // The sizes along the first elements.
  void Shape(PyObject* o) {
    while (true) {
      if (IsTensor(o)) {
        const Tensor& t = Unwrap(o);
        sizes_.insert(sizes_.end(), t.sizes().begin(), t.sizes().end());
        return;
      }
      if (IsNumpy(o, NumpyClass::kArray)) {
        const Tensor t = ArrayTensor(o);
        sizes_.insert(sizes_.end(), t.sizes().begin(), t.sizes().end());
        return;
      }
      if (!IsSequence(o)) return;
      o = Fast(o);
      const Py_ssize_t n = PySequence_Fast_GET_SIZE(o);
      sizes_.push_back(n);
      if (sizes_.size() > Geometry::kMaxDims) {
        throw ShapeError(op_,
                         "expected at most 64 dimensions, got a deeper "
                         "nesting of sequences");
      }
      if (n == 0) return;
      o = PySequence_Fast_GET_ITEM(o, 0);
    }
  }

  std::string Where() const {
    std::string text;
    for (Py_ssize_t i : where_) text += Str("[", i, "]");
    return text.empty() ? text : " at " + text;
  }

  [[noreturn]] void ThrowRagged(size_t depth, int64_t got) {
    throw ShapeError(op_, Str("expected sequence of length ", sizes_[depth],
                              " at dim ", depth, " (got ", got, ")", Where()));
  }

  // Checks the sizes and collects what the leaves are.
  void Scan(PyObject* o, size_t depth) {
    if (IsTensor(o) || IsNumpy(o, NumpyClass::kArray)) {
      const Tensor t = IsTensor(o) ? Unwrap(o) : ArrayTensor(o);
      if (!std::equal(t.sizes().begin(), t.sizes().end(),
                      sizes_.begin() + static_cast<int64_t>(depth),
                      sizes_.end())) {
        throw ShapeError(op_, Str("expected equal shapes, got ", t, Where()));
      }
      inference_.Add(t.scalar_type());
      return;
    }
    if (IsSequence(o)) {
      o = Fast(o);
      const Py_ssize_t n = PySequence_Fast_GET_SIZE(o);
      if (depth >= sizes_.size()) {
        throw ShapeError(
            op_, Str("expected a number, got a sequence of length ", n, Where(),
                     " (dim ", depth, ")"));
      }
      if (n != sizes_[depth]) ThrowRagged(depth, n);
      where_.push_back(0);
      for (Py_ssize_t i = 0; i < n; ++i) {
        where_.back() = i;
        PyObject* const item = PySequence_Fast_GET_ITEM(o, i);
        // The common leaves, without more calls.
        if (depth + 1 == sizes_.size()) {
          if (PyFloat_CheckExact(item)) {
            floats_ = true;
            continue;
          }
          if (PyLong_CheckExact(item)) {
            ints_ = true;
            continue;
          }
        }
        Scan(item, depth + 1);
      }
      where_.pop_back();
      if (ints_) inference_.AddNumber(tessera::Kind::Int);
      if (floats_) inference_.AddNumber(tessera::Kind::Float);
      ints_ = floats_ = false;
      return;
    }
    if (depth != sizes_.size()) {
      if (PyUnicode_Check(o)) ThrowText(o);
      throw ShapeError(
          op_, Str("expected sequence of length ", sizes_[depth], " at dim ",
                   depth, " (got a ", TypeName(o), ")", Where()));
    }
    if (IsNumpy(o, NumpyClass::kGeneric)) {
      DType d;
      if (!ToDType(reinterpret_cast<PyObject*>(Py_TYPE(o)), &d)) {
        throw TypeError(op_,
                        Str("expected numbers, got ", TypeName(o), Where()));
      }
      inference_.Add(d);
      return;
    }
    Scalar scalar;
    if (PyUnicode_Check(o) || PyBytes_Check(o)) ThrowText(o);
    if (!ToScalar(o, &scalar, false)) {
      throw Error(op_, Str("Could not infer dtype of ", Py_TYPE(o)->tp_name,
                           ", got ", o == Py_None ? "None" : "one", Where(),
                           "; expected numbers"));
    }
    inference_.AddNumber(scalar.kind());
  }

  [[noreturn]] void ThrowText(PyObject* o) {
    if (where_.empty()) {
      throw TypeError(
          op_, Str("invalid data type '", TypeName(o), "'; expected numbers"));
    }
    throw ValueError(op_, Str("too many dimensions '", TypeName(o), "', got a ",
                              TypeName(o), Where(), "; expected numbers"));
  }

  void WriteScalar(const Scalar& s) {
    CheckFitsIn(op_, s, *dtype_, Negative::kRefused);
    tessera::detail::StoreScalar(next_, *dtype_, s);
    next_ += item_;
  }

  void Write(PyObject* o, size_t depth) {
    if (IsTensor(o) || IsNumpy(o, NumpyClass::kArray)) {
      const Tensor t = (IsTensor(o) ? Unwrap(o).detach() : ArrayTensor(o))
                           .to(kCPU)
                           .to(*dtype_)
                           .contiguous();
      if (t.numel()) std::memcpy(next_, t.data_ptr(), t.nbytes());
      next_ += t.nbytes();
      return;
    }
    if (IsSequence(o)) {
      o = Fast(o);
      // What Python code run meanwhile may have changed is looked at again.
      for (Py_ssize_t i = 0; i < sizes_[depth]; ++i) {
        if (i >= PySequence_Fast_GET_SIZE(o)) ThrowRagged(depth, i);
        PyObject* const item = PySequence_Fast_GET_ITEM(o, i);
        if (PyFloat_CheckExact(item) && depth + 1 == sizes_.size()) {
          if (*dtype_ == kFloat32) {
            const float value = static_cast<float>(PyFloat_AS_DOUBLE(item));
            std::memcpy(next_, &value, sizeof value);
            next_ += sizeof value;
            continue;
          }
          if (*dtype_ == kFloat64) {
            const double value = PyFloat_AS_DOUBLE(item);
            std::memcpy(next_, &value, sizeof value);
            next_ += sizeof value;
            continue;
          }
        }
        if (PyLong_CheckExact(item) && *dtype_ == kInt64 &&
            depth + 1 == sizes_.size()) {
          int overflow;
          const int64_t value = PyLong_AsLongLongAndOverflow(item, &overflow);
          if (!overflow) {
            std::memcpy(next_, &value, sizeof value);
            next_ += sizeof value;
            continue;
          }
        }
        Write(item, depth + 1);
      }
      return;
    }
    Scalar scalar;
    if (depth != sizes_.size() || !ToScalar(o, &scalar, true)) {
      throw TypeError(op_, Str("expected numbers, got ", TypeName(o)));
    }
    WriteScalar(scalar);
  }

  static Tensor ArrayTensor(PyObject* array);

  const char* op_;
  std::optional<DType> dtype_;
  std::vector<int64_t> sizes_;
  std::vector<Py_ssize_t> where_;
  Inference inference_;
  bool ints_ = false, floats_ = false;
  Tensor tensor_;
  char* next_ = nullptr;
  int64_t item_ = 0;
  std::vector<PyObject*> held_;
  std::vector<std::pair<PyObject*, PyObject*>> made_;
};

// ---- Memory of others ----

// Drops a reference from any thread, with or without the GIL.
void DropObject(void* object) { tessera::detail::release_python(object); }

Tensor Adopt(void* first, IntArrayRef sizes, IntArrayRef strides, DType dtype,
             PyObject* owner, bool read_only, const char* op) {
  Geometry g(sizes, strides, 0, dtype, op);
  int64_t low, high;
  g.Extent(&low, &high);
  g.set_offset(-low);
  const int64_t item = static_cast<int64_t>(elementSize(dtype));
  Storage storage = Storage::Adopt(static_cast<char*>(first) + low * item,
                                   static_cast<size_t>((high - low) * item),
                                   kCPU, DropObject, owner, read_only);
  Py_INCREF(owner);
  auto* impl = new TensorImpl(storage.impl(), std::move(g), kCPU);
  (void)storage.Detach();
  return Tensor::Steal(impl);
}

Tensor FromStrided(const char* op, char* data, int nd, const Py_ssize_t* dims,
                   const Py_ssize_t* byte_strides, DType dtype, PyObject* owner,
                   bool read_only) {
  const int64_t item = static_cast<int64_t>(elementSize(dtype));
  int64_t sizes[Geometry::kMaxDims], strides[Geometry::kMaxDims];
  if (nd > Geometry::kMaxDims) {
    throw ShapeError(op, Str("expected at most 64 dimensions, got ", nd));
  }
  bool any = true;
  for (int d = 0; d < nd; ++d) {
    sizes[d] = dims[d];
    any &= dims[d] > 0;
  }
  for (int d = 0; d < nd; ++d) {
    if (byte_strides[d] % item != 0 && any && dims[d] > 1) {
      throw ValueError(
          op, Str("expected strides that are multiples of the "
                  "element's ",
                  item, " bytes, got ", byte_strides[d], "; use a copy()"));
    }
    strides[d] = byte_strides[d] / item;
  }
  if (any && reinterpret_cast<uintptr_t>(data) % static_cast<size_t>(item)) {
    throw ValueError(op, Str("expected an address that ", item,
                             " divides, got one that it does not; use a "
                             "copy()"));
  }
  const size_t n = static_cast<size_t>(nd);
  return Adopt(data, IntArrayRef(sizes, n), IntArrayRef(strides, n), dtype,
               owner, read_only, op);
}

}  // namespace

Tensor FromNumpy(PyObject* object, bool warn) {
  constexpr char kOp[] = "from_numpy";
  const NumpyApi& numpy = GetNumpy();
  if (!numpy.Is(object)) {
    throw TypeError(kOp, Str("expected np.ndarray (got ", TypeName(object),
                             "); use tensor(x) or as_tensor(x)"));
  }
  auto* const array = reinterpret_cast<ArrayFields*>(object);
  const DType dtype = DTypeOfDescr(kOp, array->descr);
  if (array->descr->byteorder == '>') {
    throw ValueError(kOp,
                     "expected the machine's byte order, got a big-endian "
                     "array; use astype(a.dtype.newbyteorder('='))");
  }
  const bool read_only = !(array->flags & kArrayWriteable);
  if (read_only && warn &&
      PyErr_WarnEx(PyExc_UserWarning,
                   "from_numpy: the array is not writable, so in-place ops on "
                   "the tensor will be refused; clone() gives a tensor that "
                   "can be written",
                   1) < 0) {
    ThrowPython();
  }
  return FromStrided(kOp, array->data, array->nd, array->dimensions,
                     array->strides, dtype, object, read_only);
}

namespace {

// For reading only: converts byte order.
Tensor Nested::ArrayTensor(PyObject* object) {
  auto* const array = reinterpret_cast<ArrayFields*>(object);
  GetNumpy();
  DTypeOfDescr("tensor", array->descr);
  if (array->descr->byteorder == '>' ||
      reinterpret_cast<uintptr_t>(array->data) % 16 != 0) {
    PyObject* const fresh = Check(PyObject_CallMethod(
        object, "astype", "N",
        Check(PyObject_CallMethod(reinterpret_cast<PyObject*>(array->descr),
                                  "newbyteorder", "s", "="))));
    Tensor t;
    try {
      t = FromNumpy(fresh, false);
    } catch (...) {
      Py_DECREF(fresh);
      throw;
    }
    Py_DECREF(fresh);
    return t;
  }
  return FromNumpy(object, false);
}

}  // namespace

Tensor TensorFromData(const char* op, PyObject* data,
                      std::optional<DType> dtype,
                      std::optional<Device> device) {
  Tensor t;
  if (IsTensor(data)) {
    t = Unwrap(data).detach().to(device.value_or(Unwrap(data).device()),
                                 dtype.value_or(Unwrap(data).scalar_type()),
                                 false, true);
    return t;
  }
  t = Nested(op, data, dtype).result();
  return device ? t.to(*device) : t;
}

// ---- To NumPy ----

void CheckHostData(const char* op, const Tensor& t) {
  const bool grad = t.requires_grad();
  const bool away = !IsHostReadable(t.device().type());
  if (!grad && !away) return;
  const std::string steps =
      Str(grad ? "detach()" : "", grad && away ? "." : "", away ? "cpu()" : "");
  if (away) {
    throw TypeError(
        op, Str("can't convert ", t, grad ? ", which requires grad," : "",
                " to numpy: it lies in memory of ", t.device(), "; use ", steps,
                ".", op, "()"));
  }
  throw AutogradError(
      op, Str("Can't call numpy() on ", t, ", which requires grad; use ", steps,
              ".", op, "()"));
}

PyObject* ToNumpy(const char* op, const Tensor& t) {
  if (t.requires_grad() || !t.is_cpu()) CheckHostData(op, t);
  const NumpyApi& numpy = GetNumpy();
  PyObject* const descr = DescrOf(op, t.scalar_type());
  const Geometry& g = t.geometry();
  Py_ssize_t dims[Geometry::kMaxDims], strides[Geometry::kMaxDims];
  const int nd = static_cast<int>(g.dim());
  const int64_t item = static_cast<int64_t>(g.itemsize());
  for (int d = 0; d < nd; ++d) {
    dims[d] = g.size(d);
    strides[d] = g.stride(d) * item;
  }
  StorageImpl* const storage = t.impl()->storage;
  const bool writeable = !(storage->flags & StorageImpl::kReadOnly);
  PyObject* const array = Check(numpy.new_from_descr(
      numpy.array_type, descr, nd, dims, strides, t.impl()->data(),
      writeable ? kArrayWriteable : 0, nullptr));
  // Keeps the memory, not the tensor, whose memory `t.data = u` may swap.
  storage->retain();
  PyObject* const base =
      PyCapsule_New(storage, "tessera.storage", [](PyObject* capsule) {
        auto* s = static_cast<StorageImpl*>(
            PyCapsule_GetPointer(capsule, "tessera.storage"));
        if (s->release()) StorageImpl::Destroy(s);
      });
  if (!base || numpy.set_base_object(array, base) < 0) {
    Py_DECREF(array);
    ThrowPython();
  }
  return array;
}

// ---- Lists ----

namespace {

PyObject* ListOf(const char* data, const Geometry& g, int64_t dim) {
  const DType dtype = g.dtype();
  if (dim == g.dim()) {
    return WrapScalar(tessera::detail::LoadScalar(data, dtype));
  }
  const int64_t n = g.size(dim);
  const int64_t step = g.stride(dim) * static_cast<int64_t>(g.itemsize());
  PyObject* const list = PyList_New(n);
  for (int64_t i = 0; list && i < n; ++i) {
    PyObject* const item = ListOf(data + i * step, g, dim + 1);
    if (!item) {
      Py_DECREF(list);
      return nullptr;
    }
    PyList_SET_ITEM(list, i, item);
  }
  return list;
}

}  // namespace

PyObject* ToList(const Tensor& t) {
  const Tensor host =
      IsHostReadable(t.device().type()) ? t : t.detach().to(kCPU);
  return ListOf(host.impl()->data(), host.geometry(), 0);
}

// ---- The buffer protocol ----

namespace {

// struct's letters; null: none.
const char* FormatOf(DType d) {
  static const char* const formats[kDTypes] = {"?",     "B", "H", "I",  "Q",
                                               "b",     "h", "i", "q",  "e",
                                               nullptr, "f", "d", "Zf", "Zd"};
  return formats[static_cast<int>(d)];
}

}  // namespace

int GetBuffer(PyObject* self, Py_buffer* view, int flags) {
  view->obj = nullptr;
  try {
    const Tensor& t = Unwrap(self);
    CheckHostData("numpy", t);
    const char* const format = FormatOf(t.scalar_type());
    if (!format) {
      throw TypeError("memoryview",
                      Str("buffers have no format for ", t, "; use float()"));
    }
    const bool read_only = t.storage().is_read_only();
    if (read_only && flags & PyBUF_WRITABLE) {
      throw ValueError("memoryview", Str("expected writable memory, got the "
                                         "read-only ",
                                         t, "; use clone()"));
    }
    if (!t.is_contiguous() && !(flags & PyBUF_STRIDES & ~PyBUF_ND)) {
      throw ValueError("memoryview", Str("expected contiguous memory, got ", t,
                                         "; use contiguous()"));
    }
    const Geometry& g = t.geometry();
    const size_t nd = static_cast<size_t>(g.dim());
    auto* const dims = new Py_ssize_t[2 * nd + 1];
    for (size_t d = 0; d < nd; ++d) {
      dims[d] = g.sizes()[d];
      dims[nd + d] = g.strides()[d] * static_cast<Py_ssize_t>(g.itemsize());
    }
    view->buf = t.impl()->data();
    view->len = static_cast<Py_ssize_t>(t.nbytes());
    view->itemsize = static_cast<Py_ssize_t>(g.itemsize());
    view->readonly = read_only;
    view->ndim = static_cast<int>(nd);
    view->format = flags & PyBUF_FORMAT ? const_cast<char*>(format) : nullptr;
    view->shape = flags & PyBUF_ND ? dims : nullptr;
    view->strides =
        (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? dims + nd : nullptr;
    view->suboffsets = nullptr;
    view->internal = dims;
    // An object of its own, whose memory `t.data = u` does not swap.
    view->obj = Check(Wrap(tessera::detail::MakeAlias(t)));
    return 0;
  } catch (...) {
    SetError();
    PyObject *type, *value, *trace;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_Format(PyExc_BufferError, "%S", value);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(trace);
    return -1;
  }
}

void ReleaseBuffer(PyObject*, Py_buffer* view) {
  delete[] static_cast<Py_ssize_t*>(view->internal);
}

namespace {

constexpr char kView[] = "tessera.buffer";

// Keeps an export of a buffer alive: the owner of a tensor over it.
PyObject* HoldBuffer(Py_buffer* view) {
  return Check(PyCapsule_New(view, kView, [](PyObject* capsule) {
    auto* v = static_cast<Py_buffer*>(PyCapsule_GetPointer(capsule, kView));
    PyBuffer_Release(v);
    delete v;
  }));
}

}  // namespace

Tensor FromBuffer(PyObject* object, DType dtype, int64_t count,
                  int64_t offset) {
  constexpr char kOp[] = "frombuffer";
  auto* const view = new Py_buffer;
  bool read_only = false;
  if (PyObject_GetBuffer(object, view, PyBUF_WRITABLE) < 0) {
    PyErr_Clear();
    read_only = true;
    if (PyObject_GetBuffer(object, view, PyBUF_SIMPLE) < 0) {
      delete view;
      ThrowPython();
    }
  }
  PyObject* const owner = HoldBuffer(view);
  try {
    const int64_t item = static_cast<int64_t>(elementSize(dtype));
    if (offset < 0 || offset > view->len) {
      throw ValueError(kOp, Str("expected an offset from 0 to the buffer's ",
                                view->len, " bytes, got ", offset));
    }
    const int64_t left = view->len - offset;
    if (count < 0) {
      if (left % item != 0) {
        throw ValueError(kOp, Str("expected a multiple of ", item,
                                  " bytes after the offset, got ", left));
      }
      count = left / item;
    }
    if (count > left / item) {
      throw ValueError(kOp, Str("expected at most ", left / item,
                                " elements, got count ", count));
    }
    if (read_only &&
        PyErr_WarnEx(PyExc_UserWarning,
                     "frombuffer: the buffer is not writable, so in-place ops "
                     "on the tensor will be refused",
                     1) < 0) {
      ThrowPython();
    }
    const Py_ssize_t dims[] = {count}, strides[] = {item};
    Tensor t = FromStrided(kOp, static_cast<char*>(view->buf) + offset, 1, dims,
                           strides, dtype, owner, read_only);
    Py_DECREF(owner);
    return t;
  } catch (...) {
    Py_DECREF(owner);
    throw;
  }
}

Tensor FromBufferObject(const char* op, PyObject* object) {
  auto* const view = new Py_buffer;
  bool read_only = false;
  if (PyObject_GetBuffer(object, view, PyBUF_FULL) < 0) {
    PyErr_Clear();
    read_only = true;
    if (PyObject_GetBuffer(object, view, PyBUF_FULL_RO) < 0) {
      delete view;
      ThrowPython();
    }
  }
  PyObject* const owner = HoldBuffer(view);
  try {
    const std::string format = view->format ? view->format : "B";
    for (int i = 0; i < kDTypes && !view->suboffsets; ++i) {
      const DType d = static_cast<DType>(i);
      const bool is_long = d == kInt64 && format == "l";
      const bool is_ulong = d == kUInt64 && format == "L";
      const char* const letters = FormatOf(d);
      if (!letters || (format != letters && !is_long && !is_ulong)) continue;
      if (view->itemsize != static_cast<Py_ssize_t>(elementSize(d))) continue;
      Tensor t = FromStrided(op, static_cast<char*>(view->buf), view->ndim,
                             view->shape, view->strides, d, owner, read_only);
      Py_DECREF(owner);
      return t;
    }
    throw TypeError(
        op, Str("expected a buffer of numbers, got format '", format, "'"));
  } catch (...) {
    Py_DECREF(owner);
    throw;
  }
}

// ---- DLPack ----

namespace {

constexpr char kOld[] = "dltensor", kUsedOld[] = "used_dltensor";
constexpr char kNew[] = "dltensor_versioned";
constexpr char kUsedNew[] = "used_dltensor_versioned";

// A capsule that nobody took gives its tensor up.
template <class Managed>
PyObject* Capsule(Managed* managed, const char* name) {
  PyObject* const capsule = PyCapsule_New(managed, name, [](PyObject* capsule) {
    const char* const is = PyCapsule_GetName(capsule);
    if (std::strncmp(is, "used_", 5) == 0) return;
    auto* m = static_cast<Managed*>(PyCapsule_GetPointer(capsule, is));
    if (m && m->deleter) m->deleter(m);
  });
  if (!capsule) {
    managed->deleter(managed);
    ThrowPython();
  }
  return capsule;
}

}  // namespace

PyObject* ToDLPackCapsule(const Tensor& t, bool versioned, bool copied) {
  return versioned ? Capsule(toDLPackVersioned(t, copied), kNew)
                   : Capsule(toDLPack(t), kOld);
}

Tensor FromDLPackCapsule(PyObject* capsule) {
  const bool is_new = PyCapsule_IsValid(capsule, kNew);
  if (!is_new && !PyCapsule_IsValid(capsule, kOld)) {
    const char* const name = PyCapsule_GetName(capsule);
    PyErr_Clear();
    throw Error("from_dlpack",
                Str("expected a capsule 'dltensor_versioned' or 'dltensor', "
                    "got '",
                    name ? name : "", "'",
                    name && !std::strncmp(name, "used_", 5)
                        ? "; a capsule can be consumed once only"
                        : ""));
  }
  void* const pointer = PyCapsule_GetPointer(capsule, is_new ? kNew : kOld);
  Tensor t = is_new
                 ? fromDLPack(static_cast<DLManagedTensorVersioned*>(pointer))
                 : fromDLPack(static_cast<DLManagedTensor*>(pointer));
  PyCapsule_SetName(capsule, is_new ? kUsedNew : kUsedOld);
  return t;
}

}  // namespace tessera::python
