#include "interop/python/types.h"

#include <string>

#include "interop/python/errors.h"
#include "interop/python/object.h"
#include "tessera/base/str.h"

namespace tessera::python {

PyTypeObject* dtype_type;
PyTypeObject* device_type;
PyTypeObject* size_type;
PyTypeObject* generator_type;

namespace {

struct DTypeObject {
  PyObject_HEAD DType value;
};
struct DeviceObject {
  PyObject_HEAD Device value;
};
// A value of layout or memory_format.
struct NameObject {
  PyObject_HEAD const char* name;
  int value;
};

PyTypeObject* layout_type;
PyTypeObject* memory_format_type;
PyObject* dtypes[kDTypes];
PyObject* strided;

DType DTypeOf(PyObject* self) {
  return reinterpret_cast<DTypeObject*>(self)->value;
}
Device DeviceOf(PyObject* self) {
  return reinterpret_cast<DeviceObject*>(self)->value;
}

template <class T>
T* New(PyTypeObject* type) {
  return reinterpret_cast<T*>(type->tp_alloc(type, 0));
}

void Dealloc(PyObject* self) {
  PyTypeObject* const type = Py_TYPE(self);
  type->tp_free(self);
  Py_DECREF(type);
}

PyObject* Repr(const std::string& text) {
  return PyUnicode_FromStringAndSize(text.data(),
                                     static_cast<Py_ssize_t>(text.size()));
}

// ---- dtype ----

PyObject* DTypeRepr(PyObject* self) {
  return PyUnicode_FromFormat("torch.%s", name(DTypeOf(self)));
}

PyGetSetDef dtype_getset[] = {
    {"itemsize",
     [](PyObject* self, void*) {
       return PyLong_FromSize_t(elementSize(DTypeOf(self)));
     },
     nullptr, "bytes of an element", nullptr},
    {"is_floating_point",
     [](PyObject* self, void*) {
       return PyBool_FromLong(isFloatingType(DTypeOf(self)));
     },
     nullptr, nullptr, nullptr},
    {"is_complex",
     [](PyObject* self, void*) {
       return PyBool_FromLong(isComplexType(DTypeOf(self)));
     },
     nullptr, nullptr, nullptr},
    {"is_signed",
     [](PyObject* self, void*) {
       return PyBool_FromLong(isSignedType(DTypeOf(self)));
     },
     nullptr, nullptr, nullptr},
    {"_name",
     [](PyObject* self, void*) {
       return PyUnicode_FromString(name(DTypeOf(self)));
     },
     nullptr, "NumPy's name of it", nullptr},
    {}};

PyMethodDef dtype_methods[] = {
    {"to_complex",
     [](PyObject* self, PyObject*) -> PyObject* {
       const DType d = toComplexType(DTypeOf(self));
       return Py_NewRef(
           WrapDType(d == DType::Undefined ? default_complex_dtype() : d));
     },
     METH_NOARGS, nullptr},
    {"to_real",
     [](PyObject* self, PyObject*) -> PyObject* {
       return Py_NewRef(WrapDType(toRealValueType(DTypeOf(self))));
     },
     METH_NOARGS, nullptr},
    {}};

// ---- device ----

PyObject* DeviceNew(PyTypeObject*, PyObject* args, PyObject* kwargs) {
  return Guard([&]() -> PyObject* {
    static const char* names[] = {"type", "index", nullptr};
    PyObject* what;
    PyObject* index = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O:device",
                                     const_cast<char**>(names), &what,
                                     &index)) {
      return nullptr;
    }
    Device device = kCPU;
    if (!ToDevice(what, &device)) {
      throw TypeError("device", Str("expected a device, a text such as "
                                    "'cuda:0' or an index, got ",
                                    TypeName(what)));
    }
    if (index != Py_None) {
      const long i = PyLong_AsLong(index);
      if (i == -1 && PyErr_Occurred()) return nullptr;
      if (device.has_index()) {
        throw DeviceError("device",
                          Str("expected one index, got ", device, " and ", i));
      }
      if (i < 0 || i > 127) {
        throw DeviceError("device",
                          Str("expected an index from 0 to 127, got ", i));
      }
      device = Device(device.type(), static_cast<DeviceIndex>(i));
    }
    return WrapDevice(device);
  });
}

PyObject* DeviceRepr(PyObject* self) {
  const Device d = DeviceOf(self);
  std::string text = Str("device(type='", name(d.type()), "'");
  if (d.has_index()) text += Str(", index=", int{d.index()});
  return Repr(text + ")");
}

PyObject* DeviceCompare(PyObject* a, PyObject* b, int op) {
  if (Py_TYPE(b) != device_type || (op != Py_EQ && op != Py_NE)) {
    Py_RETURN_NOTIMPLEMENTED;
  }
  return PyBool_FromLong((DeviceOf(a) == DeviceOf(b)) == (op == Py_EQ));
}

PyGetSetDef device_getset[] = {
    {"type",
     [](PyObject* self, void*) {
       return PyUnicode_FromString(name(DeviceOf(self).type()));
     },
     nullptr, nullptr, nullptr},
    {"index",
     [](PyObject* self, void*) -> PyObject* {
       const Device d = DeviceOf(self);
       if (!d.has_index()) Py_RETURN_NONE;
       return PyLong_FromLong(d.index());
     },
     nullptr, nullptr, nullptr},
    {}};

// ---- Size ----

PyObject* AsSize(PyObject* tuple) {
  if (!tuple || !PyTuple_Check(tuple) || Py_TYPE(tuple) == size_type) {
    return tuple;
  }
  const Py_ssize_t n = PyTuple_GET_SIZE(tuple);
  PyObject* const size = size_type->tp_alloc(size_type, n);
  for (Py_ssize_t i = 0; size && i < n; ++i) {
    PyTuple_SET_ITEM(size, i, Py_NewRef(PyTuple_GET_ITEM(tuple, i)));
  }
  Py_DECREF(tuple);
  return size;
}

PyObject* SizeNew(PyTypeObject*, PyObject* args, PyObject* kwargs) {
  PyObject* tuple = PyTuple_Type.tp_new(&PyTuple_Type, args, kwargs);
  for (Py_ssize_t i = 0; tuple && i < PyTuple_GET_SIZE(tuple); ++i) {
    PyObject* const item = PyTuple_GET_ITEM(tuple, i);
    if (PyLong_Check(item)) continue;
    if (!PyIndex_Check(item)) {
      PyErr_Format(PyExc_TypeError,
                   "Size: expected integers, got %s at position %zd",
                   Py_TYPE(item)->tp_name, i);
      Py_DECREF(tuple);
      return nullptr;
    }
  }
  if (!tuple) return nullptr;
  // A fresh tuple: of the empty one and of tuples as they are, share items.
  return AsSize(tuple);
}

PyObject* SizeRepr(PyObject* self) {
  std::string text = "torch.Size([";
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(self); ++i) {
    if (i) text += ", ";
    text += std::to_string(PyLong_AsLongLong(PyTuple_GET_ITEM(self, i)));
  }
  if (PyErr_Occurred()) return nullptr;
  return Repr(text + "])");
}

PyObject* SizeSubscript(PyObject* self, PyObject* key) {
  PyObject* const item = PyTuple_Type.tp_as_mapping->mp_subscript(self, key);
  return item && PySlice_Check(key) ? AsSize(item) : item;
}

PyObject* SizeAdd(PyObject* a, PyObject* b) {
  if (!PyTuple_Check(a) || !PyTuple_Check(b)) Py_RETURN_NOTIMPLEMENTED;
  return AsSize(PyTuple_Type.tp_as_sequence->sq_concat(a, b));
}

PyObject* SizeRepeat(PyObject* self, Py_ssize_t n) {
  return AsSize(PyTuple_Type.tp_as_sequence->sq_repeat(self, n));
}

PyObject* SizeNumel(PyObject* self, PyObject*) {
  long long numel = 1;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(self); ++i) {
    numel *= PyLong_AsLongLong(PyTuple_GET_ITEM(self, i));
  }
  return PyErr_Occurred() ? nullptr : PyLong_FromLongLong(numel);
}

PyObject* SizeReduce(PyObject* self, PyObject*) {
  PyObject* const plain = PySequence_List(self);
  return plain ? Py_BuildValue("(O(N))", size_type, plain) : nullptr;
}

PyMethodDef size_methods[] = {
    {"numel", SizeNumel, METH_NOARGS, "The number of elements."},
    {"__reduce__", SizeReduce, METH_NOARGS, nullptr},
    {}};

// ---- layout, memory_format ----

PyObject* NameRepr(PyObject* self) {
  return PyUnicode_FromFormat("torch.%s",
                              reinterpret_cast<NameObject*>(self)->name);
}

PyObject* NameReduce(PyObject* self, PyObject*) {
  return PyUnicode_FromString(reinterpret_cast<NameObject*>(self)->name);
}

PyMethodDef name_methods[] = {{"__reduce__", NameReduce, METH_NOARGS, nullptr},
                              {}};

PyObject* NewName(PyTypeObject* type, const char* name, int value) {
  auto* object = New<NameObject>(type);
  if (!object) return nullptr;
  object->name = name;
  object->value = value;
  return reinterpret_cast<PyObject*>(object);
}

// ---- Generator ----

Generator& GeneratorOf(PyObject* self) {
  return reinterpret_cast<GeneratorObject*>(self)->generator;
}

PyObject* GeneratorNew(PyTypeObject*, PyObject* args, PyObject* kwargs) {
  return Guard([&]() -> PyObject* {
    static const char* names[] = {"device", nullptr};
    PyObject* where = nullptr;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O:Generator",
                                     const_cast<char**>(names), &where)) {
      return nullptr;
    }
    Device device = kCPU;
    if (where && !ToDevice(where, &device)) {
      throw TypeError("Generator",
                      Str("expected a device, got ", TypeName(where)));
    }
    return WrapGenerator(Generator());
  });
}

void GeneratorDealloc(PyObject* self) {
  GeneratorOf(self).~Generator();
  Dealloc(self);
}

// A seed as PyTorch takes it: from -2^63 on, negative ones wrap.
bool ToSeed(PyObject* object, uint64_t* seed) {
  PyObject* const index =
      PyIndex_Check(object) ? PyNumber_Index(object) : nullptr;
  if (!index) {
    PyErr_Clear();
    throw ValueError("manual_seed", Str("expected an integer from -2**63 to "
                                        "2**64 - 1, got ",
                                        TypeName(object)));
  }
  int overflow;
  const long long value = PyLong_AsLongLongAndOverflow(index, &overflow);
  *seed = static_cast<uint64_t>(value);
  bool fits = !overflow;
  if (overflow > 0) {
    *seed = PyLong_AsUnsignedLongLong(index);
    fits = !PyErr_Occurred();
    PyErr_Clear();
  }
  Py_DECREF(index);
  if (!fits) {
    throw ValueError("manual_seed",
                     "expected an integer from -2**63 to 2**64 - 1, got one "
                     "beyond");
  }
  return true;
}

PyMethodDef generator_methods[] = {
    {"manual_seed",
     [](PyObject* self, PyObject* value) {
       return Guard([&] {
         uint64_t seed;
         ToSeed(value, &seed);
         GeneratorOf(self).manual_seed(seed);
         return Py_NewRef(self);
       });
     },
     METH_O, "Starts the stream anew; returns the generator."},
    {"initial_seed",
     [](PyObject* self, PyObject*) {
       return PyLong_FromUnsignedLongLong(GeneratorOf(self).initial_seed());
     },
     METH_NOARGS, nullptr},
    {"seed",
     [](PyObject* self, PyObject*) {
       return PyLong_FromUnsignedLongLong(GeneratorOf(self).seed());
     },
     METH_NOARGS, "A seed from the system's entropy."},
    {"get_state",
     [](PyObject* self, PyObject*) {
       return Guard([&] { return Wrap(GeneratorOf(self).get_state()); });
     },
     METH_NOARGS, nullptr},
    {"set_state",
     [](PyObject* self, PyObject* state) {
       return Guard([&]() -> PyObject* {
         if (!IsTensor(state)) {
           throw TypeError("set_state",
                           Str("expected a tensor, got ", TypeName(state)));
         }
         GeneratorOf(self).set_state(Unwrap(state));
         return Py_NewRef(self);
       });
     },
     METH_O, nullptr},
    {}};

PyGetSetDef generator_getset[] = {
    {"device", [](PyObject*, void*) { return WrapDevice(kCPU); }, nullptr,
     nullptr, nullptr},
    {}};

PyObject* numpy_classes[6];

bool LoadNumpy() {
  if (numpy_classes[0]) return true;
  PyObject* const modules = PyImport_GetModuleDict();
  PyObject* const numpy = PyDict_GetItemString(modules, "numpy");
  if (!numpy) return false;
  static const char* names[] = {"generic",  "bool_",           "integer",
                                "floating", "complexfloating", "ndarray"};
  for (int i = 5; i >= 0; --i) {
    numpy_classes[i] = PyObject_GetAttrString(numpy, names[i]);
    if (!numpy_classes[i]) {
      PyErr_Clear();  // while NumPy is being imported
      return numpy_classes[0] = nullptr, false;
    }
  }
  return true;
}

bool Add(PyObject* module, const char* name, PyObject* object) {
  return object && PyModule_AddObjectRef(module, name, object) == 0;
}

PyTypeObject* MakeType(PyObject* module, const char* name, int size,
                       std::initializer_list<PyType_Slot> slots,
                       PyTypeObject* base = nullptr,
                       bool constructible = true) {
  std::vector<PyType_Slot> all(slots);
  all.push_back({0, nullptr});
  const std::string full = Str("tessera.", name);
  PyType_Spec spec = {
      full.c_str(), size, 0,
      static_cast<unsigned>(
          Py_TPFLAGS_DEFAULT |
          (constructible ? 0u : Py_TPFLAGS_DISALLOW_INSTANTIATION)),
      all.data()};
  PyObject* const type =
      PyType_FromSpecWithBases(&spec, reinterpret_cast<PyObject*>(base));
  // The spec's name is kept by address in Python 3.11.
  if (type) {
    reinterpret_cast<PyTypeObject*>(type)->tp_name = strdup(full.c_str());
    Add(module, name, type);
  }
  return reinterpret_cast<PyTypeObject*>(type);
}

}  // namespace

std::string TypeName(PyObject* object) {
  if (object == Py_None) return "None";
  if (IsTensor(object)) return "Tensor";
  return Py_TYPE(object)->tp_name;
}

bool IsNumpy(PyObject* object, NumpyClass kind) {
  PyTypeObject* const type = Py_TYPE(object);
  if (!LoadNumpy()) return false;
  return PyType_IsSubtype(type, reinterpret_cast<PyTypeObject*>(
                                    numpy_classes[static_cast<int>(kind)]));
}

PyObject* WrapDType(DType dtype) { return dtypes[static_cast<int>(dtype)]; }

PyObject* WrapDevice(Device device) {
  static PyObject* cpu = nullptr;
  if (cpu && device == Device(kCPU)) return Py_NewRef(cpu);
  auto* object = New<DeviceObject>(device_type);
  if (!object) return nullptr;
  object->value = device;
  PyObject* const result = reinterpret_cast<PyObject*>(object);
  if (!cpu && device == Device(kCPU)) cpu = Py_NewRef(result);
  return result;
}

namespace {
PyObject* FillInts(PyObject* tuple, IntArrayRef ints) {
  for (size_t i = 0; tuple && i < ints.size(); ++i) {
    PyTuple_SET_ITEM(tuple, static_cast<Py_ssize_t>(i),
                     PyLong_FromLongLong(ints[i]));
  }
  return tuple;
}
}  // namespace

PyObject* WrapSizes(IntArrayRef sizes) {
  return FillInts(
      size_type->tp_alloc(size_type, static_cast<Py_ssize_t>(sizes.size())),
      sizes);
}

PyObject* WrapInts(IntArrayRef ints) {
  return FillInts(PyTuple_New(static_cast<Py_ssize_t>(ints.size())), ints);
}

PyObject* WrapLayout() { return Py_NewRef(strided); }

PyObject* WrapGenerator(const Generator& generator) {
  auto* object = New<GeneratorObject>(generator_type);
  if (!object) return nullptr;
  new (&object->generator) Generator(generator);
  return reinterpret_cast<PyObject*>(object);
}

bool ToDType(PyObject* object, DType* dtype) {
  if (Py_TYPE(object) == dtype_type) {
    *dtype = DTypeOf(object);
    return true;
  }
  if (PyType_Check(object)) {
    static const struct {
      PyTypeObject* type;
      DType dtype;
    } builtin[] = {{&PyFloat_Type, kFloat64},
                   {&PyLong_Type, kInt64},
                   {&PyBool_Type, kBool},
                   {&PyComplex_Type, kComplexDouble}};
    for (const auto& [type, value] : builtin) {
      if (object == reinterpret_cast<PyObject*>(type)) {
        *dtype = value;
        return true;
      }
    }
    if (!LoadNumpy() ||
        !PyType_IsSubtype(reinterpret_cast<PyTypeObject*>(object),
                          reinterpret_cast<PyTypeObject*>(numpy_classes[0]))) {
      return false;
    }
    PyObject* const name = PyObject_GetAttrString(object, "__name__");
    const char* text = name ? PyUnicode_AsUTF8(name) : nullptr;
    const bool found =
        text &&
        DTypeFromName(std::string(text) == "bool_" ? "bool" : text, dtype);
    Py_XDECREF(name);
    PyErr_Clear();
    return found;
  }
  // numpy.dtype, in native byte order.
  if (!LoadNumpy() || PyUnicode_Check(object) ||
      std::string(Py_TYPE(object)->tp_name).compare(0, 6, "numpy.") != 0) {
    return false;
  }
  PyObject* const native = PyObject_GetAttrString(object, "isnative");
  PyObject* const name =
      native == Py_True ? PyObject_GetAttrString(object, "name") : nullptr;
  const char* text = name ? PyUnicode_AsUTF8(name) : nullptr;
  const bool found = text && DTypeFromName(text, dtype);
  Py_XDECREF(name);
  Py_XDECREF(native);
  PyErr_Clear();
  return found;
}

bool ToDevice(PyObject* object, Device* device) {
  if (Py_TYPE(object) == device_type) {
    *device = DeviceOf(object);
    return true;
  }
  if (PyUnicode_Check(object)) {
    const char* const text = PyUnicode_AsUTF8(object);
    if (!text) ThrowPython();
    *device = Device(text);
    return true;
  }
  if (PyLong_Check(object) && !PyBool_Check(object)) {
    const long index = PyLong_AsLong(object);
    if (index < 0 || index > 127) {
      PyErr_Clear();
      throw DeviceError("device", "expected an index from 0 to 127");
    }
    *device = Device(DeviceType::CUDA, static_cast<DeviceIndex>(index));
    return true;
  }
  return false;
}

bool ToMemoryFormat(PyObject* object, MemoryFormat* format) {
  if (Py_TYPE(object) != memory_format_type) return false;
  *format =
      static_cast<MemoryFormat>(reinterpret_cast<NameObject*>(object)->value);
  return true;
}

bool IsLayout(PyObject* object) { return Py_TYPE(object) == layout_type; }

bool InitTypes(PyObject* module) {
  const auto slot = [](auto f) { return reinterpret_cast<void*>(f); };
  void* const dealloc = slot(Dealloc);
  dtype_type = MakeType(module, "dtype", sizeof(DTypeObject),
                        {{Py_tp_repr, slot(DTypeRepr)},
                         {Py_tp_dealloc, dealloc},
                         {Py_tp_getset, dtype_getset},
                         {Py_tp_methods, dtype_methods}},
                        nullptr, false);
  device_type = MakeType(
      module, "device", sizeof(DeviceObject),
      {{Py_tp_new, slot(DeviceNew)},
       {Py_tp_repr, slot(DeviceRepr)},
       {Py_tp_str,
        slot(+[](PyObject* self) { return Repr(DeviceOf(self).str()); })},
       {Py_tp_hash, slot(+[](PyObject* self) -> Py_hash_t {
          return static_cast<Py_hash_t>(std::hash<Device>()(DeviceOf(self)));
        })},
       {Py_tp_richcompare, slot(DeviceCompare)},
       {Py_tp_dealloc, dealloc},
       {Py_tp_getset, device_getset}});
  size_type = MakeType(module, "Size", 0,
                       {{Py_tp_new, slot(SizeNew)},
                        {Py_tp_repr, slot(SizeRepr)},
                        {Py_tp_methods, size_methods},
                        {Py_mp_subscript, slot(SizeSubscript)},
                        {Py_sq_concat, slot(SizeAdd)},
                        {Py_sq_repeat, slot(SizeRepeat)}},
                       &PyTuple_Type);
  generator_type = MakeType(module, "Generator", sizeof(GeneratorObject),
                            {{Py_tp_new, slot(GeneratorNew)},
                             {Py_tp_dealloc, slot(GeneratorDealloc)},
                             {Py_tp_methods, generator_methods},
                             {Py_tp_getset, generator_getset}});
  for (auto [name, type] : {std::pair{"layout", &layout_type},
                            std::pair{"memory_format", &memory_format_type}}) {
    *type = MakeType(module, name, sizeof(NameObject),
                     {{Py_tp_repr, slot(NameRepr)},
                      {Py_tp_methods, name_methods},
                      {Py_tp_dealloc, dealloc}},
                     nullptr, false);
  }
  if (!dtype_type || !device_type || !size_type || !generator_type ||
      !layout_type || !memory_format_type) {
    return false;
  }
  for (int i = 0; i < kDTypes; ++i) {
    auto* object = New<DTypeObject>(dtype_type);
    if (!object) return false;
    object->value = static_cast<DType>(i);
    dtypes[i] = reinterpret_cast<PyObject*>(object);
    if (!Add(module, name(object->value), dtypes[i])) return false;
  }
  static const struct {
    const char* alias;
    DType dtype;
  } aliases[] = {{"half", kFloat16},        {"float", kFloat32},
                 {"double", kFloat64},      {"short", kInt16},
                 {"int", kInt32},           {"long", kInt64},
                 {"cfloat", kComplexFloat}, {"cdouble", kComplexDouble}};
  for (const auto& [alias, dtype] : aliases) {
    if (!Add(module, alias, WrapDType(dtype))) return false;
  }
  strided = NewName(layout_type, "strided", 0);
  return Add(module, "strided", strided) &&
         Add(module, "contiguous_format",
             NewName(memory_format_type, "contiguous_format",
                     static_cast<int>(MemoryFormat::Contiguous))) &&
         Add(module, "preserve_format",
             NewName(memory_format_type, "preserve_format",
                     static_cast<int>(MemoryFormat::Preserve)));
}

}  // namespace tessera::python
