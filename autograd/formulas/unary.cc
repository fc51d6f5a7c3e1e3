// Gradients of functions of one operand. conj() of a real tensor is itself.
#include "tessera/autograd/formula.h"

namespace tessera::autograd {
namespace {

constexpr double kLn2 = 0.693147180559945309417;
constexpr double kLn10 = 2.30258509299404568402;
constexpr double kTwoOverSqrtPi = 1.12837916709551257390;

// x / |x| in place of sign for complex numbers; 0 at 0.
TESSERA_GRADIENT_OF_INPUT(abs, AbsBackward) {
  if (!x.is_complex()) return g * x.sign();
  return g * where(x == 0, 0, x / x.abs());
}
TESSERA_GRADIENT_LINEAR(neg, NegBackward) { return -g; }
TESSERA_GRADIENT_LINEAR(sign, SignBackward) { return zeros_like(g); }
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
TESSERA_GRADIENT_LINEAR(conj_physical, ConjPhysicalBackward) {
  return g.conj();
}

}  // namespace
}  // namespace tessera::autograd
