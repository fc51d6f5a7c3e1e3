// where, clamp, masked_fill, lerp, addcdiv.
#include "tessera/base/check.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/dtype/limits.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/tensor.h"

namespace tessera::run {
namespace {

void CheckCondition(const char* op, const char* what, const Tensor& t) {
  detail::CheckDefined(op, t);
  if (t.scalar_type() == DType::Bool) return;
  throw DTypeError(op, Str("expected ", what, " to be a boolean tensor, got ",
                           t, "; convert it with .to(bool)"));
}

template <class A, class B>
detail::ElementwiseCall Choose(const Tensor& condition, const A& self,
                               const B& other) {
  CheckCondition("where", "condition", condition);
  detail::ElementwiseCall call(Op::where);
  call.Fixed(condition).In(self).In(other);
  return call;
}

}  // namespace

#define TESSERA_WHERE(A, B)                                                  \
  Tensor where(const Tensor& condition, A self, B other) {                   \
    return Choose(condition, self, other).Run();                             \
  }                                                                          \
  Tensor& where_out(Tensor& out, const Tensor& condition, A self, B other) { \
    return Choose(condition, self, other).RunOut(out);                       \
  }
TESSERA_WHERE(const Tensor&, const Tensor&)
TESSERA_WHERE(const Scalar&, const Tensor&)
TESSERA_WHERE(const Tensor&, const Scalar&)
TESSERA_WHERE(const Scalar&, const Scalar&)
#undef TESSERA_WHERE

// ---- Bounds ----

namespace {

// A bound that an integer dtype cannot hold is one that no element passes.
Scalar WithinRange(const Scalar& bound, DType dtype) {
  if (!isIntegralType(dtype, false) || !bound.isIntegral(false) ||
      FitsIn(bound, dtype, Negative::kRefused)) {
    return bound;
  }
  const bool below = bound.type() == DType::Long && bound.int64_value() < 0;
  const auto info = iinfo(dtype);
  return below ? Scalar(info.min) : Scalar(info.max);
}
const Tensor& WithinRange(const Tensor& bound, DType) { return bound; }

bool IsSet(const std::optional<Scalar>& bound) { return bound.has_value(); }
bool IsSet(const Tensor& bound) { return bound.defined(); }
const Scalar& Get(const std::optional<Scalar>& bound) { return *bound; }
const Tensor& Get(const Tensor& bound) { return bound; }

// Calls finish on the call of clamp with whichever bounds there are.
template <class Bound, class F>
decltype(auto) Clamp(const char* op, const Tensor& self, const Bound& min,
                     const Bound& max, F finish) {
  OpScope scope(op);
  detail::CheckDefined(op, self);
  if (!IsSet(min) && !IsSet(max)) {
    throw ValueError(op,
                     "At least one of 'min' or 'max' must not be None; give a "
                     "bound");
  }
  const DType dtype = self.scalar_type();
  if (IsSet(min) && IsSet(max)) {
    const auto& low = WithinRange(Get(min), dtype);
    const auto& high = WithinRange(Get(max), dtype);
    return finish(detail::ElementwiseCall(Op::clamp).In(self).In(low).In(high));
  }
  const auto& bound = WithinRange(Get(IsSet(min) ? min : max), dtype);
  return finish(detail::ElementwiseCall(IsSet(min) ? Op::maximum : Op::minimum)
                    .In(self)
                    .In(bound));
}

}  // namespace

#define TESSERA_CLAMP(Bound)                                                 \
  Tensor clamp(const Tensor& self, Bound min, Bound max) {                   \
    return Clamp("clamp", self, min, max,                                    \
                 [](detail::ElementwiseCall& call) { return call.Run(); });  \
  }                                                                          \
  Tensor& clamp_(Tensor& self, Bound min, Bound max) {                       \
    return Clamp("clamp_", self, min, max,                                   \
                 [&](detail::ElementwiseCall& call) -> Tensor& {             \
                   return call.RunInplace(self);                             \
                 });                                                         \
  }                                                                          \
  Tensor& clamp_out(Tensor& out, const Tensor& self, Bound min, Bound max) { \
    return Clamp("clamp", self, min, max,                                    \
                 [&](detail::ElementwiseCall& call) -> Tensor& {             \
                   return call.RunOut(out);                                  \
                 });                                                         \
  }
TESSERA_CLAMP(const std::optional<Scalar>&)
TESSERA_CLAMP(const Tensor&)
#undef TESSERA_CLAMP

#define TESSERA_BOUND(f, op, Bound, name)                                   \
  Tensor f(const Tensor& self, Bound name) {                                \
    OpScope scope(#f);                                                      \
    detail::CheckDefined(#f, self);                                         \
    return detail::Binary(op, self, WithinRange(name, self.scalar_type())); \
  }                                                                         \
  Tensor& f##_(Tensor& self, Bound name) {                                  \
    OpScope scope(#f "_");                                                  \
    return detail::BinaryInplace(op, self,                                  \
                                 WithinRange(name, self.scalar_type()));    \
  }                                                                         \
  Tensor& f##_out(Tensor& out, const Tensor& self, Bound name) {            \
    OpScope scope(#f);                                                      \
    detail::CheckDefined(#f, self);                                         \
    return detail::BinaryOut(op, out, self,                                 \
                             WithinRange(name, self.scalar_type()));        \
  }
TESSERA_BOUND(clamp_min, Op::maximum, const Scalar&, min)
TESSERA_BOUND(clamp_min, Op::maximum, const Tensor&, min)
TESSERA_BOUND(clamp_max, Op::minimum, const Scalar&, max)
TESSERA_BOUND(clamp_max, Op::minimum, const Tensor&, max)
#undef TESSERA_BOUND

// ---- masked_fill ----

namespace {

detail::ElementwiseCall MaskedFill(const char* op, const Tensor& self,
                                   const Tensor& mask, const Scalar& value) {
  detail::CheckDefined(op, self);
  CheckCondition(op, "mask", mask);
  CheckFitsIn(op, value, self.scalar_type());
  detail::ElementwiseCall call(Op::where);
  call.Fixed(mask).In(value).In(self);
  call.Compute(self.scalar_type()).Result(self.scalar_type());
  return call;
}

Scalar ValueOf(const char* op, const Tensor& value) {
  detail::CheckDefined(op, value, 2);
  if (value.dim() != 0) {
    throw ShapeError(op, Str("masked_fill only supports a 0-dimensional value "
                             "tensor, got ",
                             value, "; use where"));
  }
  return detail::ItemFor(op, value);
}

}  // namespace

Tensor masked_fill(const Tensor& self, const Tensor& mask,
                   const Scalar& value) {
  OpScope scope("masked_fill");
  return MaskedFill("masked_fill", self, mask, value).Run();
}

Tensor masked_fill(const Tensor& self, const Tensor& mask,
                   const Tensor& value) {
  return run::masked_fill(self, mask, ValueOf("masked_fill", value));
}

Tensor& masked_fill_(Tensor& self, const Tensor& mask, const Scalar& value) {
  OpScope scope("masked_fill_");
  return MaskedFill("masked_fill_", self, mask, value).RunInplace(self);
}

Tensor& masked_fill_(Tensor& self, const Tensor& mask, const Tensor& value) {
  return run::masked_fill_(self, mask, ValueOf("masked_fill_", value));
}

// ---- lerp, addcdiv ----

namespace {

void CheckLerpOperand(const Tensor& self, const Tensor& other, int position) {
  detail::CheckDefined("lerp", other, position);
  detail::CheckSameDType("lerp", self, other);
}
void CheckWeight(const Tensor& self, const Tensor& weight) {
  // A 0-d tensor is as a number.
  detail::CheckDefined("lerp", weight, 2);
  if (weight.dim() > 0) return CheckLerpOperand(self, weight, 2);
  if (kind(weight.scalar_type()) > kind(self.scalar_type())) {
    detail::ThrowOtherDType("lerp", self, weight);
  }
}
void CheckWeight(const Tensor& self, const Scalar& weight) {
  if (weight.kind() <= kind(self.scalar_type())) return;
  throw DTypeError("lerp", Str("expected a weight that fits ", self, ", got ",
                               weight, "; convert the operands"));
}

template <class W>
detail::ElementwiseCall Lerp(const Tensor& self, const Tensor& end,
                             const W& weight) {
  detail::CheckDefined("lerp", self, 0);
  detail::CheckDType(Op::lerp, self);
  CheckLerpOperand(self, end, 1);
  CheckWeight(self, weight);
  detail::ElementwiseCall call(Op::lerp);
  call.In(self).In(end).In(weight).Compute(self.scalar_type());
  return call;
}

}  // namespace

#define TESSERA_LERP(W)                                                \
  Tensor lerp(const Tensor& self, const Tensor& end, W weight) {       \
    return Lerp(self, end, weight).Run();                              \
  }                                                                    \
  Tensor& lerp_(Tensor& self, const Tensor& end, W weight) {           \
    return Lerp(self, end, weight).RunInplace(self);                   \
  }                                                                    \
  Tensor& lerp_out(Tensor& out, const Tensor& self, const Tensor& end, \
                   W weight) {                                         \
    return Lerp(self, end, weight).RunOut(out);                        \
  }
TESSERA_LERP(const Tensor&)
TESSERA_LERP(const Scalar&)
#undef TESSERA_LERP

namespace {

detail::ElementwiseCall Addcdiv(const Tensor& self, const Tensor& tensor1,
                                const Tensor& tensor2, const Scalar& value) {
  detail::ElementwiseCall call(Op::addcdiv);
  call.In(self).In(tensor1).In(tensor2).Attr(value);
  if (isIntegralType(tensor1.scalar_type(), true) &&
      isIntegralType(tensor2.scalar_type(), true)) {
    throw DTypeError("addcdiv",
                     Str("division of integers is not supported, got ", tensor1,
                         " and ", tensor2, "; convert one with .to(",
                         name(get_default_dtype()), ")"));
  }
  return call;
}

}  // namespace

Tensor addcdiv(const Tensor& self, const Tensor& tensor1, const Tensor& tensor2,
               const Scalar& value) {
  return Addcdiv(self, tensor1, tensor2, value).Run();
}
Tensor& addcdiv_(Tensor& self, const Tensor& tensor1, const Tensor& tensor2,
                 const Scalar& value) {
  return Addcdiv(self, tensor1, tensor2, value).RunInplace(self);
}
Tensor& addcdiv_out(Tensor& out, const Tensor& self, const Tensor& tensor1,
                    const Tensor& tensor2, const Scalar& value) {
  return Addcdiv(self, tensor1, tensor2, value).RunOut(out);
}

}  // namespace tessera::run
