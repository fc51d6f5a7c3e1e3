// The short ways of Unary and Binary: operands of one dtype and shape, all
// contiguous, or one of them and a number. Everything else is
// ElementwiseCall's, which gives the same bits.
#include <utility>

#include "tessera/dtype/convert.h"
#include "tessera/storage/block.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"

namespace tessera::detail {
namespace {

inline void SetOperand(IterPlan& plan, int k, char* data, DType dtype) {
  plan.ptr[k] = data;
  plan.dtype[k] = dtype;
}

// A row-major tensor of x's sizes, which are known to fit.
inline TensorImpl* MakeLike(const TensorImpl* x, DType dtype) {
  const int64_t nbytes =
      x->geometry.numel() * static_cast<int64_t>(elementSize(dtype));
  Storage storage = Storage::Allocate(static_cast<size_t>(nbytes), x->device);
  // TensorImpl's own operator new, inline.
  auto* impl = ::new (AllocateHeaderBlock())
      TensorImpl(storage.impl(), x->device,
                 [&] { return Geometry::ContiguousLike(x->geometry, dtype); });
  (void)storage.Detach();
  if (__builtin_expect(tls_mode & kInference, 0)) {
    impl->flags |= kInferenceTensor;
  }
  return impl;
}

// Runs a call whose operands are all contiguous and of one shape, and whose
// result of dtype `result` goes to `out`: no loop nest. plan has the inputs.
inline void RunFlat(Op op, IterPlan& plan, TensorImpl* x, char* out,
                    DType result, DType compute, Kernel<IterPlan> kernel) {
  plan.numel = x->geometry.numel();
  SetOperand(plan, 0, out, result);
  plan.compute = compute;
  plan.outputs = 1;
  plan.ndim = 1;
  plan.flat = true;
  plan.uniform = result == compute;
  KernelContext context(op, x->device);
  kernel(plan, context);
  CheckKernelError(context);
}

// The same into a new tensor.
inline TensorImpl* RunFlatNew(Op op, IterPlan& plan, TensorImpl* x,
                              DType result, DType compute,
                              Kernel<IterPlan> kernel) {
  TensorImpl* out = MakeLike(x, result);
  Tensor owner = Tensor::Steal(out);
  RunFlat(op, plan, x, static_cast<char*>(out->storage->data), result, compute,
          kernel);
  return owner.Release();
}

// And in place: x is plain and its elements were checked by CheckInplace.
inline void RunFlatInplace(Op op, IterPlan& plan, TensorImpl* x, DType compute,
                           Kernel<IterPlan> kernel) {
  x->storage->version.fetch_add(1, std::memory_order_relaxed);
  RunFlat(op, plan, x, x->data(), x->geometry.dtype(), compute, kernel);
}

// Whether the short way is open for a tensor operand.
inline bool IsPlain(const TensorImpl* t) {
  return t && t->geometry.is_contiguous() && !(t->flags & kWrappedNumber);
}

// The result's dtype by the short way, or Undefined to take the long one.
inline DType PlainResult(Op op, DType dtype) {
  switch (Row(op).result) {
    case ResultRule::kSame:
    case ResultRule::kPromote:
      return dtype;
    case ResultRule::kBool:
      return DType::Bool;
    case ResultRule::kFloat:
      return isIntegralType(dtype, true) ? DType::Undefined : dtype;
    default:
      return DType::Undefined;
  }
}

// Whether a number leaves a tensor of this dtype as it is.
inline bool NumberFits(const Scalar& number, DType dtype) {
  return number.kind() <= kind(dtype) && dtype != DType::Bool;
}

// Two tensors that need neither broadcasting nor promotion.
inline bool AreAlike(const TensorImpl* x, const TensorImpl* y) {
  return x && y && x->geometry.IsLike(y->geometry) &&
         x->geometry.is_contiguous() && x->device == y->device &&
         !((x->flags | y->flags) & kWrappedNumber);
}

inline Kernel<IterPlan> KernelOf(Op op, const TensorImpl* x) {
  return Kernels().Get<IterPlan>(op, x->device.type(), x->geometry.dtype());
}

inline void SetUnary(IterPlan& plan, TensorImpl* x) {
  SetOperand(plan, 1, x->data(), x->geometry.dtype());
  plan.operands = 2;
  plan.attr_mask = 0;
}
inline void SetBinary(IterPlan& plan, TensorImpl* x, TensorImpl* y) {
  SetOperand(plan, 1, x->data(), x->geometry.dtype());
  SetOperand(plan, 2, y->data(), y->geometry.dtype());
  plan.operands = 3;
  plan.attr_mask = 0;
}
inline void SetNumber(IterPlan& plan, TensorImpl* x, const Scalar& number) {
  const DType dtype = x->geometry.dtype();
  SetOperand(plan, 1, x->data(), dtype);
  SetOperand(plan, 2, nullptr, dtype);
  plan.operands = 3;
  plan.attr_mask = 1 << 2;
  if (__builtin_expect(dtype == DType::Float || dtype == DType::Double, 1)) {
    plan.attr[0].f[0] = number.type() == DType::Double ? number.double_value()
                        : number.type() == DType::Long
                            ? static_cast<double>(number.int64_value())
                            : Convert<double>(number);
  } else {
    plan.attr[0] = ToAttr(number, dtype);
  }
}
inline void SetNumberFirst(IterPlan& plan, const Scalar& number,
                           TensorImpl* x) {
  SetNumber(plan, x, number);
  std::swap(plan.ptr[1], plan.ptr[2]);
  plan.attr_mask = 1 << 1;
}

// Whether self and other are apart or the very same elements.
inline bool AreApart(const TensorImpl* x, const TensorImpl* y) {
  return x->storage != y->storage ||
         x->geometry.offset() == y->geometry.offset();
}

// Everything else. Out of line, so that the short ways need no room for it.
template <class... In>
__attribute__((noinline)) TensorImpl* LongWay(Op op, const In&... operands) {
  ElementwiseCall call(op);
  (call.In(operands), ...);
  return call.Run().Release();
}
template <class... In>
__attribute__((noinline)) void LongWayInplace(Op op, Tensor& self,
                                              const In&... more) {
  ElementwiseCall call(op);
  call.In(self);
  (call.In(more), ...);
  call.RunInplace(self);
}

}  // namespace

TensorImpl* NewUnary(Op op, const Tensor& self) {
  TensorImpl* x = self.impl();
  if (__builtin_expect(IsPlain(x), 1)) {
    const DType dtype = x->geometry.dtype();
    const DType result = PlainResult(op, dtype);
    if (result != DType::Undefined) {
      IterPlan plan;
      SetUnary(plan, x);
      return RunFlatNew(op, plan, x, result, dtype, KernelOf(op, x));
    }
  }
  return LongWay(op, self);
}

Tensor& UnaryOut(Op op, Tensor& out, const Tensor& self) {
  return ElementwiseCall(op).In(self).RunOut(out);
}

Tensor& UnaryInplace(Op op, Tensor& self) {
  TensorImpl* x = self.impl();
  if (__builtin_expect(IsPlain(x), 1)) {
    const DType dtype = x->geometry.dtype();
    if (PlainResult(op, dtype) == dtype) {
      IterPlan plan;
      SetUnary(plan, x);
      RunFlatInplace(op, plan, x, dtype, KernelOf(op, x));
      return self;
    }
  }
  LongWayInplace(op, self);
  return self;
}

TensorImpl* NewBinary(Op op, const Tensor& self, const Tensor& other) {
  TensorImpl* x = self.impl();
  TensorImpl* y = other.impl();
  if (__builtin_expect(AreAlike(x, y), 1)) {
    const DType dtype = x->geometry.dtype();
    const DType result = PlainResult(op, dtype);
    if (result != DType::Undefined) {
      IterPlan plan;
      SetBinary(plan, x, y);
      return RunFlatNew(op, plan, x, result, dtype, KernelOf(op, x));
    }
  }
  return LongWay(op, self, other);
}

TensorImpl* NewBinary(Op op, const Tensor& self, const Scalar& other) {
  TensorImpl* x = self.impl();
  if (__builtin_expect(IsPlain(x), 1)) {
    const DType dtype = x->geometry.dtype();
    const DType result = PlainResult(op, dtype);
    if (result != DType::Undefined && NumberFits(other, dtype)) {
      IterPlan plan;
      SetNumber(plan, x, other);
      return RunFlatNew(op, plan, x, result, dtype, KernelOf(op, x));
    }
  }
  return LongWay(op, self, other);
}

Tensor& BinaryInplace(Op op, Tensor& self, const Tensor& other) {
  TensorImpl* x = self.impl();
  TensorImpl* y = other.impl();
  if (__builtin_expect(AreAlike(x, y) && AreApart(x, y), 1)) {
    const DType dtype = x->geometry.dtype();
    if (PlainResult(op, dtype) == dtype) {
      IterPlan plan;
      SetBinary(plan, x, y);
      RunFlatInplace(op, plan, x, dtype, KernelOf(op, x));
      return self;
    }
  }
  LongWayInplace(op, self, other);
  return self;
}

Tensor& BinaryInplace(Op op, Tensor& self, const Scalar& other) {
  TensorImpl* x = self.impl();
  if (__builtin_expect(IsPlain(x), 1)) {
    const DType dtype = x->geometry.dtype();
    if (PlainResult(op, dtype) == dtype && NumberFits(other, dtype)) {
      IterPlan plan;
      SetNumber(plan, x, other);
      RunFlatInplace(op, plan, x, dtype, KernelOf(op, x));
      return self;
    }
  }
  LongWayInplace(op, self, other);
  return self;
}

TensorImpl* NewBinary(Op op, const Scalar& self, const Tensor& other) {
  TensorImpl* x = other.impl();
  if (__builtin_expect(IsPlain(x), 1)) {
    const DType dtype = x->geometry.dtype();
    const DType result = PlainResult(op, dtype);
    if (result != DType::Undefined && NumberFits(self, dtype)) {
      IterPlan plan;
      SetNumberFirst(plan, self, x);
      return RunFlatNew(op, plan, x, result, dtype, KernelOf(op, x));
    }
  }
  return LongWay(op, self, other);
}

TensorImpl* NewBinary(Op op, const Tensor& self, const Tensor& other,
                      const Scalar& alpha) {
  TensorImpl* x = self.impl();
  TensorImpl* y = other.impl();
  if (__builtin_expect(AreAlike(x, y), 1)) {
    const DType dtype = x->geometry.dtype();
    const DType result = PlainResult(op, dtype);
    if (result != DType::Undefined) {
      IterPlan plan;
      SetBinary(plan, x, y);
      plan.attr[0] = ToAttr(alpha, dtype);
      return RunFlatNew(op, plan, x, result, dtype, KernelOf(op, x));
    }
  }
  return ElementwiseCall(op).In(self).In(other).Attr(alpha).Run().Release();
}

}  // namespace tessera::detail
