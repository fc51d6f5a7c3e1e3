// What the generated entry points and the run:: functions share: making
// tensors, and the common checks of out= and in-place forms.
//
//   Tensor out = detail::MakeTensor(Geometry({2, 3}, DType::Float), device);
//   detail::CheckSameDevice("mm", a, b);
//   return detail::CopyOut(Op::mm, out, run::mm(a, b));
//   detail::ThrowNoGradient(Op::exp);  // names the target to link
#ifndef TESSERA_TENSOR_OPS_ENTRY_H_
#define TESSERA_TENSOR_OPS_ENTRY_H_

#include <tuple>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/tensor.h"

namespace tessera::detail {

// An uninitialised tensor of its own storage. geometry must be dense from
// offset 0 on; device must have an index unless it is the CPU.
Tensor MakeTensor(Geometry&& geometry, Device device);
// The same with row-major strides: the short way of most kernels. ShapeError
// naming op for sizes that cannot be.
Tensor MakeTensor(IntArrayRef sizes, DType dtype, Device device,
                  const char* op = "empty");
// Row-major, of the sizes of `like`, whose dtype is not narrower.
Tensor MakeTensorLike(const Geometry& like, DType dtype, Device device);
// Another handle on self's storage. Sets the base, so that writes through it
// are seen by autograd.
Tensor MakeView(const Tensor& self, Geometry&& geometry);
// As MakeView without a base: detach().
Tensor MakeAlias(const Tensor& self);

// The slot of the recording function, or an AutogradError that names the
// target to link.
[[noreturn]] void ThrowNoGradient(Op op);
template <class F>
F GradSlot(Op op, F slot) {
  if (__builtin_expect(!slot, 0)) ThrowNoGradient(op);
  return slot;
}

// [2,3], as shapes appear in messages.
std::string SizesText(IntArrayRef sizes);

[[noreturn]] void ThrowUndefinedOperand(const char* op, int position);
inline void CheckDefined(const char* op, const Tensor& t, int position = 0) {
  if (__builtin_expect(!t.defined(), 0)) ThrowUndefinedOperand(op, position);
}
// DeviceError naming both operands and the .to() that mends it.
[[noreturn]] void ThrowOtherDevice(const char* op, const Tensor& a,
                                   const Tensor& b);
inline void CheckSameDevice(const char* op, const Tensor& a, const Tensor& b) {
  if (__builtin_expect(a.device() != b.device(), 0)) {
    ThrowOtherDevice(op, a, b);
  }
}
// DTypeError naming both operands and .to(); for ops that do not promote.
[[noreturn]] void ThrowOtherDType(const char* op, const Tensor& a,
                                  const Tensor& b);
inline void CheckSameDType(const char* op, const Tensor& a, const Tensor& b) {
  if (__builtin_expect(a.scalar_type() != b.scalar_type(), 0)) {
    ThrowOtherDType(op, a, b);
  }
}
// NotImplementedError naming the dtypes that the op's row has.
void CheckDType(Op op, const Tensor& t);
// The same, with TypeError for complex numbers.
void CheckOrdered(Op op, const Tensor& t);
// DTypeError unless a result of dtype `result` may be stored as `target`.
void CheckCanCast(const char* op, DType result, DType target);

// For out= and in-place: read-only memory, elements that share memory, and
// partial overlap with an input, each a ShapeError naming "memory".
void CheckWritable(const char* op, const Tensor& out);
void CheckNoOverlap(const char* op, const Tensor& out, const Tensor& in,
                    bool same_is_fine);
// Gives `out` these sizes: silently where it is empty, with a warning where it
// is not, a ShapeError where it is a view or foreign memory.
void ResizeOut(const char* op, Tensor& out, IntArrayRef sizes);

// out= with an input that wants a gradient is an AutogradError.
void ThrowOutNeedsGrad(Op op);
inline void CheckOut(Op op, const Tensor& out, bool wants_grad) {
  CheckDefined(name(op), out);
  if (__builtin_expect(wants_grad, 0)) ThrowOutNeedsGrad(op);
}
inline void CheckOut(Op op, const Tensor& a, const Tensor& b, bool wants_grad) {
  CheckOut(op, a, wants_grad);
  CheckOut(op, b, wants_grad);
}

// For ops whose out= and in-place forms are the plain form and a copy: checks
// the cast, resizes out, copies.
Tensor& CopyOut(Op op, Tensor& out, const Tensor& result);
Tensor& CopyInplace(Op op, Tensor& self, const Tensor& result);
// For in-place views: self takes over the geometry of a view of it.
Tensor& SetView(Tensor& self, const Tensor& view);
std::tuple<Tensor&, Tensor&> CopyOutTuple(
    Op op, std::tuple<Tensor&, Tensor&> out,
    const std::tuple<Tensor, Tensor>& result);

// A write that users see: saved tensors notice it.
inline void BumpVersion(const Tensor& t) {
  t.impl()->storage->version.fetch_add(1, std::memory_order_relaxed);
}

// Copies values, broadcasting and converting, between any devices; not
// recorded, and no new version: for results that nobody has seen yet.
void CopyValues(const char* op, const Tensor& dst, const Tensor& src,
                bool non_blocking = false);
// The element of a tensor that has one, for op, which so waits for the device.
Scalar ItemFor(const char* op, const Tensor& t);
// Sets every element; the value must fit the dtype unless wrap.
void FillValue(const char* op, const Tensor& dst, const Scalar& value);

}  // namespace tessera::detail

#endif  // TESSERA_TENSOR_OPS_ENTRY_H_
