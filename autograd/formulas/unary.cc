// Gradients of functions of one operand. conj() of a real tensor is itself.
#include "tessera/autograd/formula.h"

namespace tessera::autograd {
namespace {

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
