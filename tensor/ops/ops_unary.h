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

// As sign; of complex numbers z / |z|, 0 at 0.
Tensor sgn(const Tensor& self);
Tensor& sgn_(Tensor& self);
Tensor& sgn_out(Tensor& out, const Tensor& self);

// Where the sign is negative: true also for -0.0 and for NaN with that sign.
Tensor signbit(const Tensor& self);
Tensor& signbit_out(Tensor& out, const Tensor& self);

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

// The angle in [-pi/2, pi/2] whose sine it is; NaN outside of [-1, 1].
Tensor asin(const Tensor& self);
inline Tensor arcsin(const Tensor& self) {
  return asin(self);
}
Tensor& asin_(Tensor& self);
Tensor& asin_out(Tensor& out, const Tensor& self);

// The angle in [0, pi] whose cosine it is; NaN outside of [-1, 1].
Tensor acos(const Tensor& self);
inline Tensor arccos(const Tensor& self) {
  return acos(self);
}
Tensor& acos_(Tensor& self);
Tensor& acos_out(Tensor& out, const Tensor& self);

// The angle in [-pi/2, pi/2] whose tangent it is.
Tensor atan(const Tensor& self);
inline Tensor arctan(const Tensor& self) {
  return atan(self);
}
Tensor& atan_(Tensor& self);
Tensor& atan_out(Tensor& out, const Tensor& self);

// The hyperbolic sine.
Tensor sinh(const Tensor& self);
Tensor& sinh_(Tensor& self);
Tensor& sinh_out(Tensor& out, const Tensor& self);

// The hyperbolic cosine.
Tensor cosh(const Tensor& self);
Tensor& cosh_(Tensor& self);
Tensor& cosh_out(Tensor& out, const Tensor& self);

// The inverse of sinh.
Tensor asinh(const Tensor& self);
inline Tensor arcsinh(const Tensor& self) {
  return asinh(self);
}
Tensor& asinh_(Tensor& self);
Tensor& asinh_out(Tensor& out, const Tensor& self);

// The inverse of cosh; NaN below 1.
Tensor acosh(const Tensor& self);
inline Tensor arccosh(const Tensor& self) {
  return acosh(self);
}
Tensor& acosh_(Tensor& self);
Tensor& acosh_out(Tensor& out, const Tensor& self);

// The inverse of tanh; infinite at -1 and 1, NaN beyond.
Tensor atanh(const Tensor& self);
inline Tensor arctanh(const Tensor& self) {
  return atanh(self);
}
Tensor& atanh_(Tensor& self);
Tensor& atanh_out(Tensor& out, const Tensor& self);

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

// Where erf has this value; infinite at -1 and 1, NaN beyond.
Tensor erfinv(const Tensor& self);
Tensor& erfinv_(Tensor& self);
Tensor& erfinv_out(Tensor& out, const Tensor& self);

// The greatest whole number that is not above. The gradient is 0.
Tensor floor(const Tensor& self);
Tensor& floor_(Tensor& self);
Tensor& floor_out(Tensor& out, const Tensor& self);

// The least whole number that is not below; -0.5 gives -0.0. The gradient is 0.
Tensor ceil(const Tensor& self);
Tensor& ceil_(Tensor& self);
Tensor& ceil_out(Tensor& out, const Tensor& self);

// Without what stands after the point. The gradient is 0.
Tensor trunc(const Tensor& self);
inline Tensor fix(const Tensor& self) {
  return trunc(self);
}
Tensor& trunc_(Tensor& self);
Tensor& trunc_out(Tensor& out, const Tensor& self);

// The nearest whole number, ties to even; -0.5 gives -0.0. With decimals, of
// floating dtypes, round(x 10^decimals) / 10^decimals. The gradient is 0.
Tensor round(const Tensor& self);
Tensor& round_(Tensor& self);
Tensor& round_out(Tensor& out, const Tensor& self);
Tensor round(const Tensor& self, int64_t decimals);
Tensor& round_(Tensor& self, int64_t decimals);
Tensor& round_out(Tensor& out, const Tensor& self, int64_t decimals);

// What stands after the point, with the sign: x - trunc(x).
Tensor frac(const Tensor& self);
Tensor& frac_(Tensor& self);
Tensor& frac_out(Tensor& out, const Tensor& self);

// Numbers in place of NaN (0 unless given) and the infinities (the greatest and
// least finite number of the dtype), also of each part of complex numbers. The
// gradient is 0 there.
Tensor nan_to_num(const Tensor& self, std::optional<double> nan = {}, std::optional<double> posinf = {}, std::optional<double> neginf = {});
Tensor& nan_to_num_(Tensor& self, std::optional<double> nan = {}, std::optional<double> posinf = {}, std::optional<double> neginf = {});
Tensor& nan_to_num_out(Tensor& out, const Tensor& self, std::optional<double> nan = {}, std::optional<double> posinf = {}, std::optional<double> neginf = {});

// 0 where an element is negative; NaN and -0.0 stay. The gradient at 0 is 0.
Tensor relu(const Tensor& self);
Tensor& relu_(Tensor& self);

// Where an element, or one of its parts, is NaN.
Tensor isnan(const Tensor& self);

// Where an element, or one of its parts, is infinite.
Tensor isinf(const Tensor& self);

// Where an element is neither infinite nor NaN.
Tensor isfinite(const Tensor& self);

// Where an element is infinite and positive.
Tensor isposinf(const Tensor& self);
Tensor& isposinf_out(Tensor& out, const Tensor& self);

// Where an element is infinite and negative.
Tensor isneginf(const Tensor& self);
Tensor& isneginf_out(Tensor& out, const Tensor& self);

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

// The angle of a complex number in radians; of a real one 0 or pi, NaN stays.
Tensor angle(const Tensor& self);
Tensor& angle_out(Tensor& out, const Tensor& self);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_UNARY_H_
