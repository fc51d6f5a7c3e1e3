// Made by tensor/ops/generate.py from tensor/ops/unary.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_UNARY_H_
#define TESSERA_TENSOR_OPS_OPS_UNARY_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// The absolute value. The most negative integer stays; complex numbers give
// real ones. The gradient at 0 is 0.
Tensor abs(const Tensor& self);
inline Tensor absolute(const Tensor& self) {
  return abs(self);
}
Tensor& abs_(Tensor& self);
Tensor& abs_out(Tensor& out, const Tensor& self);

// Each element times -1; unsigned integers wrap. `-t` is the same.
Tensor neg(const Tensor& self);
inline Tensor negative(const Tensor& self) {
  return neg(self);
}
Tensor& neg_(Tensor& self);
Tensor& neg_out(Tensor& out, const Tensor& self);

// The tensor itself; bool is refused. `+t` is the same.
Tensor positive(const Tensor& self);

// -1, 0 or 1; 0 for NaN and both zeros.
Tensor sign(const Tensor& self);
Tensor& sign_(Tensor& self);
Tensor& sign_out(Tensor& out, const Tensor& self);

// Each element times itself; bool gives int64, integers wrap.
Tensor square(const Tensor& self);
Tensor& square_(Tensor& self);
Tensor& square_out(Tensor& out, const Tensor& self);

// The square root, correctly rounded. The gradient at 0 is inf.
Tensor sqrt(const Tensor& self);
Tensor& sqrt_(Tensor& self);
Tensor& sqrt_out(Tensor& out, const Tensor& self);

// 1 / sqrt(self).
Tensor rsqrt(const Tensor& self);
Tensor& rsqrt_(Tensor& self);
Tensor& rsqrt_out(Tensor& out, const Tensor& self);

// 1 / self.
Tensor reciprocal(const Tensor& self);
Tensor& reciprocal_(Tensor& self);
Tensor& reciprocal_out(Tensor& out, const Tensor& self);

// e raised to each element.
Tensor exp(const Tensor& self);
Tensor& exp_(Tensor& self);
Tensor& exp_out(Tensor& out, const Tensor& self);

// exp(self) - 1, exact also near 0.
Tensor expm1(const Tensor& self);
Tensor& expm1_(Tensor& self);
Tensor& expm1_out(Tensor& out, const Tensor& self);

// 2 raised to each element.
Tensor exp2(const Tensor& self);
Tensor& exp2_(Tensor& self);
Tensor& exp2_out(Tensor& out, const Tensor& self);

// The natural logarithm; NaN below 0, -inf at 0.
Tensor log(const Tensor& self);
Tensor& log_(Tensor& self);
Tensor& log_out(Tensor& out, const Tensor& self);

// log(1 + self), exact also near 0; NaN below -1, -inf at -1.
Tensor log1p(const Tensor& self);
Tensor& log1p_(Tensor& self);
Tensor& log1p_out(Tensor& out, const Tensor& self);

// The logarithm to base 2; NaN below 0, -inf at 0.
Tensor log2(const Tensor& self);
Tensor& log2_(Tensor& self);
Tensor& log2_out(Tensor& out, const Tensor& self);

// The logarithm to base 10; NaN below 0, -inf at 0.
Tensor log10(const Tensor& self);
Tensor& log10_(Tensor& self);
Tensor& log10_out(Tensor& out, const Tensor& self);

// The sine of radians, of any size.
Tensor sin(const Tensor& self);
Tensor& sin_(Tensor& self);
Tensor& sin_out(Tensor& out, const Tensor& self);

// The cosine of radians, of any size.
Tensor cos(const Tensor& self);
Tensor& cos_(Tensor& self);
Tensor& cos_out(Tensor& out, const Tensor& self);

// The tangent of radians, of any size.
Tensor tan(const Tensor& self);
Tensor& tan_(Tensor& self);
Tensor& tan_out(Tensor& out, const Tensor& self);

// The hyperbolic tangent.
Tensor tanh(const Tensor& self);
Tensor& tanh_(Tensor& self);
Tensor& tanh_out(Tensor& out, const Tensor& self);

// 1 / (1 + exp(-self)).
Tensor sigmoid(const Tensor& self);
inline Tensor expit(const Tensor& self) {
  return sigmoid(self);
}
Tensor& sigmoid_(Tensor& self);
Tensor& sigmoid_out(Tensor& out, const Tensor& self);

// The error function.
Tensor erf(const Tensor& self);
Tensor& erf_(Tensor& self);
Tensor& erf_out(Tensor& out, const Tensor& self);

// 1 - erf(self), exact also where erf is near 1.
Tensor erfc(const Tensor& self);
Tensor& erfc_(Tensor& self);
Tensor& erfc_out(Tensor& out, const Tensor& self);

// 0 where an element is negative; NaN and -0.0 stay. The gradient at 0 is 0.
Tensor relu(const Tensor& self);
Tensor& relu_(Tensor& self);

// Where an element, or one of its parts, is NaN.
Tensor isnan(const Tensor& self);

// Where an element, or one of its parts, is infinite.
Tensor isinf(const Tensor& self);

// Where an element is neither infinite nor NaN.
Tensor isfinite(const Tensor& self);

// Where an element is 0; NaN counts as true. `!t` is the same.
Tensor logical_not(const Tensor& self);
Tensor& logical_not_(Tensor& self);
Tensor& logical_not_out(Tensor& out, const Tensor& self);

// Each bit turned; of bool, the logical not. `~t` is the same.
Tensor bitwise_not(const Tensor& self);
Tensor& bitwise_not_(Tensor& self);
Tensor& bitwise_not_out(Tensor& out, const Tensor& self);

// The complex conjugate, a copy; the tensor itself where it is real.
Tensor conj(const Tensor& self);

// The complex conjugate.
Tensor conj_physical(const Tensor& self);
Tensor& conj_physical_(Tensor& self);
Tensor& conj_physical_out(Tensor& out, const Tensor& self);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_UNARY_H_
