#include "tessera/tensor/tensor.h"

#include <ostream>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/host_copy.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"

namespace tessera {

std::ostream& operator<<(std::ostream& os, Layout) { return os << "Strided"; }

namespace detail {

void (*release_python)(void* python) noexcept = nullptr;

void DestroyTensorImpl(TensorImpl* impl) noexcept {
  if (impl->has_python) release_python(impl->python);
  if (impl->autograd && impl->autograd->release()) impl->autograd->Destroy();
  // A base is never a view, so this does not go deeper.
  if (impl->base && impl->base->release()) DestroyTensorImpl(impl->base);
  // In the reverse order of allocation: the next tensor of such a size then has
  // the same blocks in the same roles. Blocks that change roles from call to
  // call cost several ns: loads go ahead of stores that they wrongly seem to be
  // independent of.
  StorageImpl* const storage = impl->storage;
  delete impl;
  if (storage->release()) StorageImpl::Destroy(storage);
}

}  // namespace detail

void Tensor::ThrowUndefined() {
  throw ValueError("tensor",
                   "expected a defined tensor, got an undefined one; give it a "
                   "value first");
}

namespace {

// t.index({mask}) = 1 would change nothing but a copy.
void CheckIsPlace(const Tensor& t) {
  if (!t.defined() || !(t.impl()->flags & kIndexedCopy)) return;
  throw IndexError("index",
                   Str("expected a view to assign to, got ", t,
                       ", a copy that index tensors made; write with "
                       "index_put_({...}, value)"));
}

}  // namespace

Tensor& Tensor::operator=(const Tensor& value) && {
  CheckIsPlace(*this);
  copy_(value);
  return *this;
}

Tensor& Tensor::operator=(Tensor&& value) && {
  CheckIsPlace(*this);
  copy_(value);
  return *this;
}

Tensor& Tensor::operator=(const Scalar& value) && {
  CheckIsPlace(*this);
  fill_(value);
  return *this;
}

namespace {

// Out of line, so that what calls it needs no place for the text.
[[noreturn]] __attribute__((cold, noinline)) void ThrowNoDims(const char* op,
                                                              int64_t d) {
  throw IndexError(op, Str("dimension specified as ", d,
                           " but the tensor has no dimensions (0-d); item() "
                           "gives its value"));
}

}  // namespace

int64_t Tensor::size(int64_t d) const {
  const Geometry& g = get()->geometry;
  if (g.dim() == 0) ThrowNoDims("size", d);
  return g.size(WrapDim("size", d, g.dim()));
}

int64_t Tensor::stride(int64_t d) const {
  const Geometry& g = get()->geometry;
  if (g.dim() == 0) ThrowNoDims("stride", d);
  return g.stride(WrapDim("stride", d, g.dim()));
}

uint32_t Tensor::_version() const {
  return get()->storage->version.load(std::memory_order_relaxed);
}

Tensor Tensor::_base() const { return Retain(get()->base); }

Storage Tensor::storage() const { return Storage::Share(get()->storage); }

Scalar Tensor::item() const {
  const TensorImpl* impl = get();
  if (impl->geometry.numel() != 1) {
    throw ValueError("item",
                     Str("a Tensor with ", impl->geometry.numel(),
                         " elements cannot be converted to Scalar, got ", *this,
                         "; use tolist() or index one element"));
  }
  if (IsHostReadable(impl->device.type())) {
    return detail::LoadScalar(impl->data(), impl->geometry.dtype());
  }
  char element[16];
  CopyBytes(element, kCPU, impl->data(), impl->device, itemsize(), false,
            "item");
  return detail::LoadScalar(element, impl->geometry.dtype());
}

bool Tensor::is_nonzero() const {
  if (numel() != 1) {
    throw ValueError(
        "is_nonzero",
        Str("Boolean value of Tensor with ", numel() ? "more than one" : "no",
            " values is ambiguous, got ", *this, "; use .any() or .all()"));
  }
  return item().toBool();
}

void* Tensor::data_ptr() const {
  return numel() == 0 ? nullptr : get()->data();
}

void* Tensor::DataPtr(DType dtype, bool writes) const {
  const TensorImpl* impl = get();
  if (!IsHostReadable(impl->device.type())) {
    throw DeviceError("data_ptr", Str("expected host memory, got ", *this,
                                      "; use .cpu().data_ptr"));
  }
  if (impl->geometry.dtype() != dtype) {
    throw DTypeError(
        "data_ptr", Str("expected scalar type ", toString(dtype), " but found ",
                        toString(impl->geometry.dtype()), " in ", *this,
                        "; convert with .to(", tessera::name(dtype), ")"));
  }
  if (writes && impl->storage->flags & StorageImpl::kReadOnly) {
    throw ValueError("data_ptr",
                     Str("expected writable memory, got the "
                         "read-only ",
                         *this, "; use const_data_ptr or a clone()"));
  }
  return impl->data();
}

Tensor Tensor::to(DType dtype, bool, bool copy) const {
  if (dtype == scalar_type() && !copy) return *this;
  return _to_copy(*this, device(), dtype);
}

Tensor Tensor::to(Device device, bool non_blocking, bool copy) const {
  device = ResolveDevice("to", device);
  if (device == this->device() && !copy) return *this;
  return _to_copy(*this, device, scalar_type(), non_blocking);
}

Tensor Tensor::to(Device device, DType dtype, bool non_blocking,
                  bool copy) const {
  device = ResolveDevice("to", device);
  if (device == this->device() && dtype == scalar_type() && !copy) return *this;
  return _to_copy(*this, device, dtype, non_blocking);
}

Tensor Tensor::to(const TensorOptions& options, bool non_blocking,
                  bool copy) const {
  return to(options.device_or(device()), options.dtype_or(scalar_type()),
            non_blocking, copy);
}

Tensor Tensor::to(const Tensor& other, bool non_blocking, bool copy) const {
  return to(other.device(), other.scalar_type(), non_blocking, copy);
}

Tensor Tensor::contiguous(MemoryFormat format) const {
  if (format == MemoryFormat::Preserve) {
    throw Error("contiguous",
                "preserve memory format is unsupported by the contiguous "
                "operator; use clone()");
  }
  return is_contiguous() ? *this : clone(MemoryFormat::Contiguous);
}

// ---- Autograd: flags here, all else by the slots ----

bool Tensor::requires_grad() const {
  const TensorImpl* impl = get();
  return impl->requires_grad() ||
         (impl->flags & kView && detail::WantsGradSlow(impl));
}

const Tensor& Tensor::requires_grad_(bool requires_grad) const {
  if (requires_grad == this->requires_grad()) return *this;
  if (requires_grad && !is_floating_point() && !is_complex()) {
    throw DTypeError(
        "requires_grad_",
        Str("only Tensors of floating point and complex dtype can require "
            "gradients, got ",
            *this, "; convert with .float()"));
  }
  if (is_inference() && !InferenceMode::is_enabled()) {
    throw AutogradError(
        "requires_grad_",
        Str("Setting requires_grad=True on inference tensor outside "
            "InferenceMode is not allowed, got ",
            *this, "; clone() it first"));
  }
  detail::Autograd("requires_grad_").requires_grad_(*this, requires_grad);
  return *this;
}

bool Tensor::is_leaf() const { return !requires_grad() || !grad_fn(); }

const Tensor& Tensor::grad() const {
  static const Tensor* const none = new Tensor();
  if (!get()->autograd) return *none;
  return detail::Autograd("grad").grad(*this);
}

Tensor& Tensor::mutable_grad() const {
  get();
  return detail::Autograd("grad").mutable_grad(*this);
}

void Tensor::set_grad(const Tensor& grad) const {
  get();
  detail::Autograd("grad").set_grad(*this, grad);
}

GradFn Tensor::grad_fn() const {
  const TensorImpl* impl = get();
  if (!detail::autograd_interface.grad_fn ||
      !(impl->autograd || impl->flags & kView)) {
    return GradFn();
  }
  return GradFn(detail::autograd_interface.grad_fn(*this));
}

void Tensor::backward(const Tensor& gradient, std::optional<bool> retain_graph,
                      bool create_graph,
                      std::optional<TensorList> inputs) const {
  get();
  detail::Autograd("backward")
      .backward(*this, gradient, retain_graph.value_or(create_graph),
                create_graph, inputs);
}

void Tensor::retain_grad() const {
  get();
  detail::Autograd("retain_grad").retain_grad(*this);
}

bool Tensor::retains_grad() const {
  return get()->autograd &&
         detail::Autograd("retains_grad").retains_grad(*this);
}

unsigned Tensor::RegisterHook(detail::Hook* hook, bool post_accumulate) const {
  get();
  return detail::Autograd("register_hook")
      .register_hook(*this, hook, post_accumulate);
}

void Tensor::remove_hook(unsigned id) const {
  get();
  detail::Autograd("remove_hook").remove_hook(*this, id);
}

Tensor Tensor::variable_data() const {
  get();
  return detail::MakeAlias(*this);
}

void Tensor::set_data(const Tensor& data) const {
  TensorImpl* impl = get();
  TensorImpl* from = data.get();
  if (requires_grad() && kind(from->geometry.dtype()) < Kind::Float) {
    throw DTypeError("set_data", Str("expected a floating point or complex "
                                     "tensor for one that requires grad, got ",
                                     data, "; convert with .float()"));
  }
  from->storage->retain();
  Storage old = Storage::Take(impl->storage);
  impl->storage = from->storage;
  impl->geometry = from->geometry;
  impl->device = from->device;
}

}  // namespace tessera
