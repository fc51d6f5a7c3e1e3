// Comparisons.
#include <cstring>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/tensor.h"
#include "tessera/tensor/views.h"

namespace tessera::run {
namespace {

// An integer tensor and an integer that its dtype cannot hold: 1 where the
// number is above all elements, -1 where it is below, else 0. Such a number
// would wrap, so the answer is given without the elements.
int Beyond(const Tensor& self, const Scalar& number) {
  if (!self.defined() || !isIntegralType(self.scalar_type(), false) ||
      !number.isIntegral(false) ||
      FitsIn(number, self.scalar_type(), Negative::kRefused)) {
    return 0;
  }
  return number.type() == DType::Long && number.int64_value() < 0 ? -1 : 1;
}

Tensor Answers(const Tensor& self, bool answer) {
  Tensor out = detail::MakeTensor(
      views::DenseLike(self.geometry(), DType::Bool), self.device());
  detail::FillValue("eq", out, answer);
  return out;
}

}  // namespace

// `answer` says what the comparison is, given `side` of Beyond.
#define TESSERA_COMPARISON(f, answer)                                     \
  Tensor f(const Tensor& self, const Tensor& other) {                     \
    return detail::Binary(Op::f, self, other);                            \
  }                                                                       \
  Tensor& f##_(Tensor& self, const Tensor& other) {                       \
    return detail::BinaryInplace(Op::f, self, other);                     \
  }                                                                       \
  Tensor& f##_out(Tensor& out, const Tensor& self, const Tensor& other) { \
    return detail::BinaryOut(Op::f, out, self, other);                    \
  }                                                                       \
  Tensor f(const Tensor& self, const Scalar& other) {                     \
    const int side = Beyond(self, other);                                 \
    if (__builtin_expect(side != 0, 0)) return Answers(self, answer);     \
    return detail::Binary(Op::f, self, other);                            \
  }                                                                       \
  Tensor& f##_(Tensor& self, const Scalar& other) {                       \
    const int side = Beyond(self, other);                                 \
    if (side == 0) return detail::BinaryInplace(Op::f, self, other);      \
    detail::FillValue(#f "_", self, answer);                              \
    return self;                                                          \
  }                                                                       \
  Tensor& f##_out(Tensor& out, const Tensor& self, const Scalar& other) { \
    const int side = Beyond(self, other);                                 \
    if (side == 0) return detail::BinaryOut(Op::f, out, self, other);     \
    return detail::CopyOut(Op::f, out, Answers(self, answer));            \
  }
TESSERA_COMPARISON(eq, (static_cast<void>(side), false))
TESSERA_COMPARISON(ne, (static_cast<void>(side), true))
TESSERA_COMPARISON(lt, side > 0)
TESSERA_COMPARISON(le, side > 0)
TESSERA_COMPARISON(gt, side < 0)
TESSERA_COMPARISON(ge, side < 0)
#undef TESSERA_COMPARISON

// ---- Nearness ----

namespace {

// A number that the kernel reads as a double, whatever dtype it computes in: of
// integers as an attribute of the same bits.
Scalar AsDouble(double value, DType dtype) {
  if (!isIntegralType(dtype, true)) return value;
  int64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

void CheckTolerance(const char* name, double value) {
  if (value >= 0) return;
  throw ValueError(
      "isclose",
      Str(name, " must be greater than or equal to zero, got ", value));
}

}  // namespace

Tensor isclose(const Tensor& self, const Tensor& other, double rtol,
               double atol, bool equal_nan) {
  detail::CheckDefined("isclose", self, 0);
  detail::CheckDefined("isclose", other, 1);
  detail::CheckSameDType("isclose", self, other);
  CheckTolerance("rtol", rtol);
  CheckTolerance("atol", atol);
  DType dtype = self.scalar_type();
  // Computes with 0 and 1.
  if (dtype == DType::Bool) dtype = DType::Byte;
  detail::ElementwiseCall call(Op::isclose);
  call.In(self).In(other).Compute(dtype);
  call.Attr(AsDouble(rtol, dtype)).Attr(AsDouble(atol, dtype));
  call.Attr(AsDouble(equal_nan, dtype));
  return call.Run();
}

bool allclose(const Tensor& self, const Tensor& other, double rtol, double atol,
              bool equal_nan) {
  return run::all(run::isclose(self, other, rtol, atol, equal_nan))
      .is_nonzero();
}

bool equal(const Tensor& self, const Tensor& other) {
  detail::CheckDefined("equal", self, 0);
  detail::CheckDefined("equal", other, 1);
  detail::CheckSameDevice("equal", self, other);
  if (self.sizes() != other.sizes()) return false;
  return run::all(run::eq(self, other)).is_nonzero();
}

}  // namespace tessera::run
