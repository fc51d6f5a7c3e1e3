#include "tessera/tensor/ops/entry.h"

#include "tessera/base/check.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/dtype/promotion.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/host_copy.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/views.h"

namespace tessera::detail {

namespace {

// make() returns the geometry, which is built in its place: a copy of what was
// only just written would wait for the writes.
template <class F>
inline Tensor NewTensor(int64_t numel, DType dtype, Device device, F make) {
  Storage storage = Storage::Allocate(
      static_cast<size_t>(numel) * elementSize(dtype), device);
  auto* impl = new TensorImpl(storage.impl(), storage.device(), make);
  (void)storage.Detach();
  if (__builtin_expect(tls_mode & kInference, 0)) {
    impl->flags |= kInferenceTensor;
  }
  return Tensor::Steal(impl);
}

}  // namespace

Scalar ItemFor(const char* op, const Tensor& t) {
  CheckNotCapturing(op, t.device());
  return t.item();
}

Tensor MakeTensor(Geometry&& geometry, Device device) {
  return NewTensor(geometry.numel(), geometry.dtype(), device,
                   [&] { return std::move(geometry); });
}

Tensor MakeTensor(IntArrayRef sizes, DType dtype, Device device,
                  const char* op) {
  const int64_t numel = CheckedNumel(op, sizes, dtype);
  return NewTensor(numel, dtype, device,
                   [&] { return Geometry::RowMajor(sizes, numel, dtype); });
}

Tensor MakeTensorLike(const Geometry& like, DType dtype, Device device) {
  return NewTensor(like.numel(), dtype, device,
                   [&] { return Geometry::ContiguousLike(like, dtype); });
}

Tensor MakeAlias(const Tensor& self) {
  TensorImpl* from = self.impl();
  from->storage->retain();
  auto* impl =
      new TensorImpl(from->storage, Geometry(from->geometry), from->device);
  impl->flags = from->flags & (kInferenceTensor | kWrappedNumber);
  return Tensor::Steal(impl);
}

Tensor MakeView(const Tensor& self, Geometry&& geometry) {
  TensorImpl* from = self.impl();
  from->storage->retain();
  auto* impl = new TensorImpl(from->storage, std::move(geometry), from->device);
  // What forbids writing to a view forbids it to views of that.
  impl->flags =
      (from->flags & (kInferenceTensor | kMultiView | kNoGradView)) | kView;
  if (tls_mode & kNoGrad) impl->flags |= kNoGradView;
  impl->base = from->base ? from->base : from;
  impl->base->retain();
  impl->view_version = from->storage->version.load(std::memory_order_relaxed);
  return Tensor::Steal(impl);
}

void ThrowNoGradient(Op op) {
  throw AutogradError(name(op),
                      Str("no gradient is linked; add @tessera//autograd:",
                          TargetName(Row(op).plan)[0] ? TargetName(Row(op).plan)
                                                      : "elementwise",
                          " to deps"));
}

std::string SizesText(IntArrayRef sizes) {
  std::string out = "[";
  for (size_t i = 0; i < sizes.size(); ++i) {
    if (i) out += ',';
    out += Str(sizes[i]);
  }
  return out + "]";
}

void ThrowUndefinedOperand(const char* op, int position) {
  throw ValueError(op, Str("expected a tensor as operand ", position,
                           ", got an undefined one; give it a value first"));
}

void ThrowOtherDevice(const char* op, const Tensor& a, const Tensor& b) {
  // Towards the device that is not the CPU.
  const Device to = a.is_cpu() ? b.device() : a.device();
  throw DeviceError(
      op, Str("expected all tensors to be on the same device, got ", a, " and ",
              b, "; move one with .to('", to, "')"));
}

void ThrowOtherDType(const char* op, const Tensor& a, const Tensor& b) {
  throw DTypeError(
      op, Str("expected operands to have the same dtype, got ", a, " and ", b,
              "; convert one with .to(", tessera::name(a.scalar_type()), ")"));
}

void CheckDType(Op op, const Tensor& t) {
  if (Row(op).dtypes >> static_cast<int>(t.scalar_type()) & 1) return;
  std::string works;
  for (int d = 0; d < kDTypes; ++d) {
    if (!(Row(op).dtypes >> d & 1)) continue;
    if (!works.empty()) works += ", ";
    works += tessera::name(static_cast<DType>(d));
  }
  throw NotImplementedError(
      name(op), Str("not implemented for ", t, "; works for ", works));
}

void CheckOrdered(Op op, const Tensor& t) {
  if (t.is_complex()) {
    throw TypeError(name(op), Str("complex numbers have no order, got ", t,
                                  "; use abs or view_as_real"));
  }
  CheckDType(op, t);
}

void CheckCanCast(const char* op, DType result, DType target) {
  if (can_cast(result, target)) return;
  throw DTypeError(
      op, Str("result type ", tessera::name(result),
              " can't be cast to the desired output type ",
              tessera::name(target), "; convert with .to(",
              tessera::name(result), ") first or use the out-of-place op",
              op == std::string("div_") ? ", or rounding_mode='floor'" : ""));
}

void CheckWritable(const char* op, const Tensor& out) {
  const TensorImpl* impl = out.impl();
  if (impl->storage->flags & StorageImpl::kReadOnly) {
    throw ValueError(op, Str("expected writable memory, got the read-only ",
                             out, "; write to a clone()"));
  }
  if (!impl->geometry.is_contiguous() && impl->geometry.MayOverlap()) {
    throw ShapeError(
        op, Str("unsupported: more than one element of the written-to tensor ",
                out, " refers to a single memory location; clone() it first"));
  }
}

void CheckNoOverlap(const char* op, const Tensor& out, const Tensor& in,
                    bool same_is_fine) {
  const TensorImpl* a = out.impl();
  const TensorImpl* b = in.impl();
  if (a->storage != b->storage) return;
  if (same_is_fine && a->geometry.dtype() == b->geometry.dtype() &&
      a->geometry.offset() == b->geometry.offset() &&
      a->geometry.SameSizes(b->geometry) &&
      a->geometry.strides() == b->geometry.strides()) {
    return;
  }
  const auto fail = [&] {
    throw ShapeError(
        op, Str("unsupported: some elements of the input tensor ", in,
                " and the written-to tensor ", out,
                " refer to a single memory location; clone() one first"));
  };
  // Even without elements: the output may be about to have another shape.
  if (a == b) fail();
  int64_t a_low, a_high, b_low, b_high;
  a->geometry.Extent(&a_low, &a_high);
  b->geometry.Extent(&b_low, &b_high);
  const int64_t a_item = a->geometry.itemsize();
  const int64_t b_item = b->geometry.itemsize();
  if (a_high * a_item <= b_low * b_item || b_high * b_item <= a_low * a_item) {
    return;
  }
  // Interleaved views of one buffer, such as columns, may still be apart: by
  // equal strides and an offset that no step reaches. The usual case only.
  if (a_item == b_item && a->geometry.dim() == b->geometry.dim() &&
      a->geometry.strides() == b->geometry.strides() && a->geometry.dim() > 0) {
    int64_t unit = 0;
    for (int64_t d = 0; d < a->geometry.dim(); ++d) {
      int64_t x = std::abs(a->geometry.stride(d));
      if (a->geometry.size(d) == 1 && b->geometry.size(d) == 1) continue;
      while (x) {
        const int64_t r = unit % x;
        unit = x;
        x = r;
      }
    }
    if (unit > 1 && (a->geometry.offset() - b->geometry.offset()) % unit != 0) {
      return;
    }
  }
  fail();
}

namespace {

// ShapeError where out cannot be given the geometry.
void CheckResizable(const char* op, const Tensor& out,
                    const Geometry& geometry) {
  const TensorImpl* impl = out.impl();
  const size_t nbytes =
      static_cast<size_t>(geometry.numel()) * geometry.itemsize();
  if (out.numel() != 0 &&
      (impl->base || (impl->storage->flags & StorageImpl::kForeign &&
                      nbytes > impl->storage->nbytes))) {
    throw ShapeError(
        op, Str("expected out of shape ", SizesText(geometry.sizes()), ", got ",
                out,
                ", which is a view or memory of others and cannot be "
                "resized; give an out of that shape or an empty one"));
  }
}

}  // namespace

void ResizeOut(const char* op, Tensor& out, IntArrayRef sizes) {
  TensorImpl* impl = out.impl();
  const Geometry geometry(sizes, out.scalar_type(), op);
  const size_t nbytes =
      static_cast<size_t>(geometry.numel()) * geometry.itemsize();
  CheckResizable(op, out, geometry);
  if (out.numel() != 0) {
    TESSERA_WARN(op, ": an output with shape ", SizesText(out.sizes()),
                 " was resized to ", SizesText(sizes),
                 "; give an empty out to have it resized silently");
  }
  if (nbytes > impl->storage->nbytes) {
    // Never the payload: others may look at the old storage.
    StorageImpl* fresh = Storage::AllocateImpl(nbytes, impl->device);
    Storage old = Storage::Take(impl->storage);
    impl->storage = fresh;
  }
  impl->geometry = geometry;
}

void ThrowOutNeedsGrad(Op op) {
  throw AutogradError(
      name(op),
      "functions with out=... arguments don't support automatic "
      "differentiation, but one of the arguments requires grad; call it under "
      "no_grad() or without out=");
}

namespace {

// All that CopyOut can find wrong, before anything has changed.
void CheckTakes(Op op, const Tensor& out, const Tensor& result) {
  const char* op_name = name(op);
  CheckCanCast(op_name, result.scalar_type(), out.scalar_type());
  CheckSameDevice(op_name, out, result);
  if (out.sizes() == result.sizes()) {
    CheckWritable(op_name, out);
  } else {
    CheckResizable(op_name, out,
                   Geometry(result.sizes(), out.scalar_type(), op_name));
  }
}

}  // namespace

Tensor& CopyOut(Op op, Tensor& out, const Tensor& result) {
  const char* op_name = name(op);
  CheckTakes(op, out, result);
  if (out.sizes() != result.sizes()) ResizeOut(op_name, out, result.sizes());
  CopyValues(op_name, out, result);
  BumpVersion(out);
  return out;
}

Tensor& SetView(Tensor& self, const Tensor& view) {
  self.impl()->geometry = view.geometry();
  BumpVersion(self);
  return self;
}

Tensor& CopyInplace(Op op, Tensor& self, const Tensor& result) {
  const std::string op_name = Str(name(op), "_");
  CheckCanCast(op_name.c_str(), result.scalar_type(), self.scalar_type());
  if (self.sizes() != result.sizes()) {
    throw ShapeError(op_name, Str("output with shape ", SizesText(self.sizes()),
                                  " doesn't match the broadcast shape ",
                                  SizesText(result.sizes())));
  }
  CopyValues(op_name.c_str(), self, result);
  BumpVersion(self);
  return self;
}

std::tuple<Tensor&, Tensor&> CopyOutTuple(
    Op op, std::tuple<Tensor&, Tensor&> out,
    const std::tuple<Tensor, Tensor>& result) {
  CheckTakes(op, std::get<1>(out), std::get<1>(result));
  CopyOut(op, std::get<0>(out), std::get<0>(result));
  CopyOut(op, std::get<1>(out), std::get<1>(result));
  return out;
}

// ---- AutogradInterface ----

__thread uint32_t tls_mode __attribute__((tls_model("initial-exec"))) = 0;
AutogradInterface autograd_interface;

const AutogradInterface& Autograd(const char* op) {
  if (!autograd_interface.backward) {
    throw AutogradError(
        op, "no autograd is linked; add @tessera//autograd:engine to deps");
  }
  return autograd_interface;
}

bool WantsGradSlow(const TensorImpl* impl) {
  return impl->base && (impl->base->flags & kRequiresGrad) &&
         autograd_interface.view_requires_grad &&
         autograd_interface.view_requires_grad(impl);
}

namespace {

// The last writes of the thread, for messages. A stale storage address may
// name a wrong op there, no more.
struct Write {
  const StorageImpl* storage;
  const char* op;
  uint32_t version;
};
constexpr uint32_t kWrites = 32;
// Too large for the static block of a library that is loaded late, hence the
// default model.
__thread Write tls_writes[kWrites];
__thread uint32_t tls_next_write;

}  // namespace

const char* WriterOf(const StorageImpl* storage, uint32_t version) {
  for (uint32_t i = 0; i < kWrites; ++i) {  // the newest first
    const Write& w = tls_writes[(tls_next_write - 1 - i) % kWrites];
    if (w.storage == storage && w.version == version) return w.op;
  }
  return nullptr;
}

void CheckInplaceView(const char* op, const Tensor& self) {
  CheckDefined(op, self);
  const TensorImpl* impl = self.impl();
  tls_writes[tls_next_write++ % kWrites] = {
      impl->storage, op,
      impl->storage->version.load(std::memory_order_relaxed)};
  if (__builtin_expect(
          (impl->flags & kInferenceTensor) && !(tls_mode & kInference), 0)) {
    throw AutogradError(
        op, Str("Inplace update to inference tensor outside InferenceMode is "
                "not allowed, got ",
                self, "; clone() it first"));
  }
  if (__builtin_expect(
          !(tls_mode & kNoGrad) && (impl->flags & (kRequiresGrad | kView)),
          0)) {
    const TensorImpl* leaf = impl->base ? impl->base : impl;
    if ((leaf->flags & kRequiresGrad) &&
        (!leaf->autograd || leaf->flags & kLeafMeta)) {
      throw AutogradError(
          op, Str(impl->base ? "a view of a leaf Variable" : "a leaf Variable",
                  " that requires grad is being used in an in-place operation, "
                  "got ",
                  self, "; write under no_grad() or to a clone()"));
    }
  }
}

void CheckInplace(const char* op, const Tensor& self) {
  CheckInplaceView(op, self);
  CheckWritable(op, self);
}

}  // namespace tessera::detail

namespace tessera {

void AppendTo(std::string* out, const Tensor& tensor) {
  if (!tensor.defined()) {
    *out += "undefined";
    return;
  }
  *out += name(tensor.scalar_type());
  *out += detail::SizesText(tensor.sizes());
  *out += '@';
  AppendTo(out, tensor.device());
}

}  // namespace tessera
