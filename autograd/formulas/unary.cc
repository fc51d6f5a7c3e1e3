// Gradients of functions of one operand. conj() of a real tensor is itself.
#include "tessera/autograd/formula.h"

namespace tessera::autograd {
namespace {

constexpr double kLn2 = 0.693147180559945309417;
constexpr double kLn10 = 2.30258509299404568402;
constexpr double kTwoOverSqrtPi = 1.12837916709551257390;
constexpr double kHalfSqrtPi = 0.886226925452758013649;

// x / |x| in place of sign for complex numbers; 0 at 0.
TESSERA_GRADIENT_OF_INPUT(abs, AbsBackward) {
  if (!x.is_complex()) return g * x.sign();
  return g * where(x == 0, 0, x / x.abs());
}
TESSERA_GRADIENT_LINEAR(neg, NegBackward) { return -g; }
TESSERA_GRADIENT_LINEAR(sign, SignBackward) { return zeros_like(g); }
// A turn of g: what of it goes along x is lost.
TESSERA_GRADIENT_OF_INPUT(sgn, SgnBackward) {
  if (!x.is_complex()) return zeros_like(g);
  const Tensor zero = x == 0;
  const Tensor safe = where(zero, 1, x);
  const Tensor size = safe.abs();
  const Tensor s = safe / size;
  return where(zero, 0, (g - real(g * s.conj()) * s) / size);
}
TESSERA_GRADIENT_OF_INPUT(square, PowBackward) { return g * (x * 2).conj(); }
// inf at 0
TESSERA_GRADIENT_OF_RESULT(sqrt, SqrtBackward) { return g / (y * 2).conj(); }
TESSERA_GRADIENT_OF_RESULT(rsqrt, RsqrtBackward) {
  return g * (y * y * y * -0.5).conj();
}
TESSERA_GRADIENT_OF_RESULT(reciprocal, ReciprocalBackward) {
  return -g * (y * y).conj();
}
TESSERA_GRADIENT_OF_RESULT(exp, ExpBackward) { return g * y.conj(); }
TESSERA_GRADIENT_OF_INPUT(log, LogBackward) { return g / x.conj(); }
TESSERA_GRADIENT_OF_RESULT(expm1, Expm1Backward) { return g * (y + 1).conj(); }
TESSERA_GRADIENT_OF_RESULT(exp2, Exp2Backward) { return g * (y * kLn2).conj(); }
TESSERA_GRADIENT_OF_INPUT(log1p, Log1PBackward) { return g / (x + 1).conj(); }
TESSERA_GRADIENT_OF_INPUT(log2, Log2Backward) { return g / (x * kLn2).conj(); }
TESSERA_GRADIENT_OF_INPUT(log10, Log10Backward) {
  return g / (x * kLn10).conj();
}
TESSERA_GRADIENT_OF_INPUT(sin, SinBackward) { return g * x.cos().conj(); }
TESSERA_GRADIENT_OF_INPUT(cos, CosBackward) { return g * -x.sin().conj(); }
TESSERA_GRADIENT_OF_RESULT(tan, TanBackward) { return g * (y * y + 1).conj(); }
TESSERA_GRADIENT_OF_INPUT(asin, AsinBackward) {
  return g * ((1 - x) * (1 + x)).rsqrt().conj();
}
TESSERA_GRADIENT_OF_INPUT(acos, AcosBackward) {
  return -g * ((1 - x) * (1 + x)).rsqrt().conj();
}
TESSERA_GRADIENT_OF_INPUT(atan, AtanBackward) { return g / (x * x + 1).conj(); }
TESSERA_GRADIENT_OF_INPUT(sinh, SinhBackward) { return g * x.cosh().conj(); }
TESSERA_GRADIENT_OF_INPUT(cosh, CoshBackward) { return g * x.sinh().conj(); }
TESSERA_GRADIENT_OF_INPUT(asinh, AsinhBackward) {
  return g * (x * x + 1).rsqrt().conj();
}
// Two roots: that of the product is another branch for a real part below 0.
TESSERA_GRADIENT_OF_INPUT(acosh, AcoshBackward) {
  return g * ((x - 1).rsqrt() * (x + 1).rsqrt()).conj();
}
TESSERA_GRADIENT_OF_INPUT(atanh, AtanhBackward) {
  return g / ((1 - x) * (1 + x)).conj();
}
TESSERA_GRADIENT_OF_RESULT(erfinv, ErfinvBackward) {
  return g * (y * y).exp() * kHalfSqrtPi;
}
TESSERA_GRADIENT_OF_INPUT(erf, ErfBackward) {
  return g * (-(x * x)).exp() * kTwoOverSqrtPi;
}
TESSERA_GRADIENT_OF_INPUT(erfc, ErfcBackward) {
  return g * (-(x * x)).exp() * -kTwoOverSqrtPi;
}
TESSERA_GRADIENT_OF_RESULT(tanh, TanhBackward) { return tanh_backward(g, y); }
TESSERA_GRADIENT_OF_RESULT(sigmoid, SigmoidBackward) {
  return sigmoid_backward(g, y);
}
TESSERA_GRADIENT_OF_RESULT(relu, ReluBackward) {
  return threshold_backward(g, y, 0);
}
TESSERA_GRADIENT_LINEAR(floor, FloorBackward) { return zeros_like(g); }
TESSERA_GRADIENT_LINEAR(ceil, CeilBackward) { return zeros_like(g); }
TESSERA_GRADIENT_LINEAR(trunc, TruncBackward) { return zeros_like(g); }
TESSERA_GRADIENT_LINEAR(round, RoundBackward) { return zeros_like(g); }
TESSERA_GRADIENT_LINEAR(frac, FracBackward) { return g; }
// Around the origin; 0 there and for real numbers.
TESSERA_GRADIENT_OF_INPUT(angle, AngleBackward) {
  if (!x.is_complex()) return zeros_like(g);
  const Tensor zero = x == 0;
  const Tensor safe = where(zero, 1, x);
  return where(zero, 0, g * complex<double>(0, 1) / safe.conj());
}
TESSERA_GRADIENT_LINEAR(conj_physical, ConjPhysicalBackward) {
  return g.conj();
}

struct RoundDecimalsBackward final : NodeOf<1> {
  const char* op_name() const override { return "RoundBackward1"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = zeros_like(g[0]);
  }
};
Tensor RecordRoundDecimals(const Tensor& self, int64_t decimals) {
  Recorder<RoundDecimalsBackward> record(self);
  return record.Finish(run::round(self, decimals));
}
TESSERA_RECORDS(round_decimals, RecordRoundDecimals);

// 0 where a number, or a part of one, was replaced.
struct NanToNumBackward final : InputNode {
  const char* op_name() const override { return "NanToNumBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this);
    if (x.is_complex()) {
      out[0] = view_as_complex(
          where(isfinite(view_as_real(x)), view_as_real(g[0]), 0));
    } else {
      out[0] = where(isfinite(x), g[0], 0);
    }
  }
};
Tensor RecordNanToNum(const Tensor& self, std::optional<double> nan,
                      std::optional<double> posinf,
                      std::optional<double> neginf) {
  Recorder<NanToNumBackward> record(self);
  record->self.Save(self);
  return record.Finish(run::nan_to_num(self, nan, posinf, neginf));
}
TESSERA_RECORDS(nan_to_num, RecordNanToNum);

}  // namespace
}  // namespace tessera::autograd
