// Comparisons.
#include "tessera/dtype/convert.h"
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

}  // namespace tessera::run
