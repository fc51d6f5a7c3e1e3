#include "interop/python/object.h"

#include <atomic>
#include <new>

namespace tessera::python {

PyTypeObject* tensor_type;

namespace {

TensorObject* Of(PyObject* object) {
  return reinterpret_cast<TensorObject*>(object);
}

// Objects of exactly tensor_type, to be used again; guarded by the GIL.
constexpr int kMaxFree = 128;
TensorObject* free_objects[kMaxFree];
int free_count = 0;

PyObject* New(PyTypeObject* type) {
  TensorObject* object;
  if (type == tensor_type) {
    if (free_count > 0) {
      object = free_objects[--free_count];
      PyObject_Init(reinterpret_cast<PyObject*>(object), type);
    } else {
      // Not tracked: without attributes it takes part in no cycle.
      object = PyObject_GC_New(TensorObject, type);
      if (!object) return nullptr;
    }
    object->dict = nullptr;
    object->weakrefs = nullptr;
  } else {
    object = Of(type->tp_alloc(type, 0));
    if (!object) return nullptr;
  }
  new (&object->tensor) Tensor();
  return reinterpret_cast<PyObject*>(object);
}

// Impls that ended on threads without the GIL leave their objects in this
// list.
struct Dead {
  PyObject* object;
  Dead* next;
};
std::atomic<Dead*> dead{nullptr};

int DropDead(void*) {
  Dead* list = dead.exchange(nullptr, std::memory_order_acquire);
  while (list) {
    Dead* const next = list->next;
    Py_DECREF(list->object);
    delete list;
    list = next;
  }
  return 0;
}

// DestroyTensorImpl's hook. Never waits for the GIL: the caller may hold locks.
void ReleasePython(void* python) noexcept {
  PyObject* const object = static_cast<PyObject*>(python);
  if (!Py_IsInitialized() || _Py_IsFinalizing()) return;
  if (PyGILState_Check()) {
    Py_DECREF(object);
    return;
  }
  auto* entry =
      new (std::nothrow) Dead{object, dead.load(std::memory_order_relaxed)};
  if (!entry) return;
  while (!dead.compare_exchange_weak(entry->next, entry,
                                     std::memory_order_release,
                                     std::memory_order_relaxed)) {
  }
  Py_AddPendingCall(DropDead, nullptr);
}

}  // namespace

PyObject* Wrap(Tensor t) {
  TensorImpl* const impl = t.impl();
  if (!impl) Py_RETURN_NONE;
  if (!impl->has_python) return WrapAs(tensor_type, std::move(t));
  PyObject* const object = static_cast<PyObject*>(impl->python);
  if (Of(object)->tensor.defined()) {
    Py_INCREF(object);
  } else {
    // The impl's reference becomes the caller's. Note [Ownership flips]
    Of(object)->tensor = std::move(t);
    PyObject_GC_Track(object);
  }
  return object;
}

PyObject* WrapAs(PyTypeObject* type, Tensor t) {
  PyObject* const object = New(type);
  if (!object) return nullptr;
  TensorImpl* const impl = t.impl();
  Of(object)->tensor = std::move(t);
  if (impl) {
    impl->python = object;
    impl->has_python = true;
  }
  return object;
}

PyObject* WrapTuple(ArrayRef<Tensor> list) {
  PyObject* const tuple = PyTuple_New(static_cast<Py_ssize_t>(list.size()));
  for (size_t i = 0; tuple && i < list.size(); ++i) {
    PyObject* const item = Wrap(list[i]);
    if (!item) {
      Py_DECREF(tuple);
      return nullptr;
    }
    PyTuple_SET_ITEM(tuple, static_cast<Py_ssize_t>(i), item);
  }
  return tuple;
}

int TraverseTensor(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  // What C++ owns, too, may be given out again: it is no garbage.
  if (Of(self)->tensor.use_count() <= 1) Py_VISIT(Of(self)->dict);
  return 0;
}

int ClearTensor(PyObject* self) {
  Py_CLEAR(Of(self)->dict);
  return 0;
}

void DeallocTensor(PyObject* self) {
  TensorObject* const object = Of(self);
  PyTypeObject* const type = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  if (object->weakrefs) PyObject_ClearWeakRefs(self);
  TensorImpl* const impl = object->tensor.impl();
  if (impl) {
    if (impl->use_count() > 1 &&
        (type != tensor_type ||
         (object->dict && PyDict_GET_SIZE(object->dict) > 0))) {
      // Note [Ownership flips]
      Py_SET_REFCNT(self, 1);
      object->tensor.Release();
      if (impl->release()) tessera::detail::DestroyTensorImpl(impl);
      return;
    }
    impl->has_python = false;
  }
  Py_CLEAR(object->dict);
  object->tensor.~Tensor();
  if (type == tensor_type && free_count < kMaxFree) {
    free_objects[free_count++] = object;
  } else {
    type->tp_free(self);
  }
  Py_DECREF(type);
}

void InitObjects() { tessera::detail::release_python = ReleasePython; }

}  // namespace tessera::python
