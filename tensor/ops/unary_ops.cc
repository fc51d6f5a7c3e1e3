// Functions of one operand that are more than a kernel.
#include <cmath>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/limits.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/tensor.h"

namespace tessera::run {

Tensor positive(const Tensor& self) {
  detail::CheckDefined("positive", self);
  detail::CheckDType(Op::positive, self);
  return self;
}

Tensor square(const Tensor& self) {
  detail::CheckDefined("square", self);
  if (self.scalar_type() == DType::Bool) {
    return run::_to_copy(self, self.device(), DType::Long, false);
  }
  OpScope scope("square");
  return detail::Binary(Op::mul, self, self);
}

Tensor& square_(Tensor& self) {
  OpScope scope("square_");
  return detail::BinaryInplace(Op::mul, self, self);
}

Tensor& square_out(Tensor& out, const Tensor& self) {
  if (self.scalar_type() == DType::Bool) {
    return detail::CopyOut(Op::square, out, run::square(self));
  }
  OpScope scope("square");
  return detail::BinaryOut(Op::mul, out, self, self);
}

Tensor conj(const Tensor& self) {
  return self.is_complex() ? tessera::conj_physical(self) : self;
}

// ---- round ----

namespace {

detail::ElementwiseCall RoundDecimals(const Tensor& self, int64_t decimals) {
  detail::CheckDefined("round", self);
  if (!self.is_floating_point()) {
    throw NotImplementedError(
        "round", Str("decimals are for floating dtypes, got ", self,
                     "; convert with .to(", name(get_default_dtype()), ")"));
  }
  const double size = std::abs(static_cast<double>(decimals));
  const double scale = std::pow(10.0, size);
  detail::ElementwiseCall call(Op::round_decimals);
  call.In(self).Attr(decimals < 0 ? -scale : scale);
  return call;
}

}  // namespace

Tensor round(const Tensor& self) { return detail::Unary(Op::round, self); }
Tensor& round_(Tensor& self) { return detail::UnaryInplace(Op::round, self); }
Tensor& round_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::round, out, self);
}
Tensor round(const Tensor& self, int64_t decimals) {
  if (decimals == 0) return run::round(self);
  OpScope scope("round");
  return RoundDecimals(self, decimals).Run();
}
Tensor& round_(Tensor& self, int64_t decimals) {
  if (decimals == 0) return run::round_(self);
  OpScope scope("round_");
  return RoundDecimals(self, decimals).RunInplace(self);
}
Tensor& round_out(Tensor& out, const Tensor& self, int64_t decimals) {
  if (decimals == 0) return run::round_out(out, self);
  OpScope scope("round");
  return RoundDecimals(self, decimals).RunOut(out);
}

// ---- nan_to_num ----

namespace {

detail::ElementwiseCall NanToNum(const Tensor& self, std::optional<double> nan,
                                 std::optional<double> posinf,
                                 std::optional<double> neginf) {
  detail::CheckDefined("nan_to_num", self);
  const DType dtype = toRealValueType(self.scalar_type());
  // Integers have none of these.
  const double most = isFloatingType(dtype) ? finfo(dtype).max : 0;
  detail::ElementwiseCall call(Op::nan_to_num);
  call.In(self).Attr(nan.value_or(0));
  call.Attr(posinf.value_or(most)).Attr(neginf.value_or(-most));
  return call;
}

}  // namespace

Tensor nan_to_num(const Tensor& self, std::optional<double> nan,
                  std::optional<double> posinf, std::optional<double> neginf) {
  return NanToNum(self, nan, posinf, neginf).Run();
}
Tensor& nan_to_num_(Tensor& self, std::optional<double> nan,
                    std::optional<double> posinf,
                    std::optional<double> neginf) {
  return NanToNum(self, nan, posinf, neginf).RunInplace(self);
}
Tensor& nan_to_num_out(Tensor& out, const Tensor& self,
                       std::optional<double> nan, std::optional<double> posinf,
                       std::optional<double> neginf) {
  return NanToNum(self, nan, posinf, neginf).RunOut(out);
}

// ---- angle ----

namespace {

detail::ElementwiseCall Angle(const Tensor& self) {
  detail::CheckDefined("angle", self);
  detail::ElementwiseCall call(Op::angle);
  call.In(self);
  if (self.is_complex()) call.Result(toRealValueType(self.scalar_type()));
  return call;
}

}  // namespace

Tensor angle(const Tensor& self) { return Angle(self).Run(); }
Tensor& angle_out(Tensor& out, const Tensor& self) {
  return Angle(self).RunOut(out);
}

}  // namespace tessera::run
