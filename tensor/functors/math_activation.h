// Activations and their derivatives: Softplus, Silu, Mish, Gelu, GeluTanh.
//
//   for (int64_t i = 0; i < n; ++i) y[i] = math::Silu(x[i]);
//   for (int64_t i = 0; i < n; ++i) d[i] = g[i] * math::SiluSlope(x[i]);
//
// None loses its digits in the left tail or gives NaN for an infinite x: the
// limit there is -0, and that of a slope 0.
#ifndef TESSERA_TENSOR_FUNCTORS_MATH_ACTIVATION_H_
#define TESSERA_TENSOR_FUNCTORS_MATH_ACTIVATION_H_

#include "tessera/tensor/functors/math_base.h"
#include "tessera/tensor/functors/math_erf.h"
#include "tessera/tensor/functors/math_exp.h"
#include "tessera/tensor/functors/math_log.h"

namespace tessera::math {

// From here on e^-|x| x is 0.
template <class T>
inline constexpr T kFarOut = sizeof(T) == 4 ? T(110) : T(760);

// What to give for x, inside of the limit, and on both sides beyond.
template <class T>
TESSERA_MATH T WithTails(T x, T limit, T inside, T left, T right) {
  return Select(Abs(x) > limit, Select(x < 0, left, right), inside);
}

// log(1 + e^x), at most 2 ulp off. Float computes in double.
TESSERA_MATH double Softplus(double x) {
  return Select(x > 0, x, 0.) + Log1p(Exp(-Abs(x)));
}
TESSERA_MATH float Softplus(float x) {
  return static_cast<float>(Softplus(static_cast<double>(x)));
}

// x / (1 + e^-x), at most 4 ulp off, subnormal results included: where x < 0,
// e^x comes last.
template <class T>
TESSERA_MATH T Silu(T x) {
  const Reduced<T> e = ReduceExp(-Abs(x));
  const T power = Scale(1 + e.p, e.rounded);
  const T below = 1 + power;
  const T left = Scale(x * (1 + e.p) / below, e.rounded);
  return WithTails(x, kFarOut<T>, Select(x < 0, left, x / below), T(-0.0), x);
}
template <class T>
TESSERA_MATH T SiluSlope(T x) {
  const T s = Sigmoid(x);
  return WithTails(x, kFarOut<T>, s * Fma(x, 1 - s, T(1)), T(0), T(1));
}

// tanh(log(1 + e^x)) = n / (n + 2), n = e^x (e^x + 2); for x > 0 both divided
// by e^2x.
template <class T>
TESSERA_MATH T Mish(T x) {
  const Reduced<T> e = ReduceExp(-Abs(x));
  const T power = Scale(1 + e.p, e.rounded);
  // (e^x + 2) / (n + 2), e^x = 2^k (1 + p) comes last.
  const T above = Fma(power, power, power);
  const T y = x * (1 - above / (above + power + 2));
  const T left = Scale(Fma(y, e.p, y), e.rounded);
  const T q = 1 + power + power;
  const T right = x * (q / Fma(power + power, power, q));
  return WithTails(x, kFarOut<T>, Select(x < 0, left, right), T(-0.0), x);
}
template <class T>
TESSERA_MATH T MishSlope(T x) {
  const T power = Exp(-Abs(x));
  const T twice = power + power;
  const T square = power * power;
  const T above = Select(x < 0, square + twice, 1 + twice);
  const T rest = Select(x < 0, T(2), square + square);
  const T below = above + rest;
  const T tanh = above / below;
  // 1 - tanh^2 = (1 - tanh) (1 + tanh)
  const T slope = rest / below * (1 + tanh) * Sigmoid(x);
  return WithTails(x, kFarOut<T>, Fma(x, slope, tanh), T(0), T(1));
}

// The normal distribution: P(X < x), also where it is small, and its density.
TESSERA_MATH double NormalCdf(float x) {
  const double a = static_cast<double>(Abs(x)) * 0x1.6a09e667f3bcdp-1;
  const double tail = 0.5 * Select(a > 11, 0., ErfcOfFloat(a));
  return Select(x < 0, tail, 1 - tail);
}
TESSERA_MATH double NormalCdf(double x) {
  const double z = Abs(x);
  const double a = z * 0x1.6a09e667f3bcdp-1;
  const double more =
      Fma(z, 0x1.6a09e667f3bcdp-1, -a) - z * 0x1.bdd3413b26456p-55;
  const double near = 1 - a * ErfNear0(a * a, 0.);
  const double tail = 0.5 * Select(a < 0.46, near, ErfcOfDouble(a, more));
  return Select(x < 0, tail, 1 - tail);
}
TESSERA_MATH double NormalDensity(double x) {
  return 0x1.9884533d43651p-2 * Exp(-0.5 * x * x);
}

// x P(X < x) for normal X. Computed in double.
template <class T>
TESSERA_MATH T Gelu(T x) {
  const double y = static_cast<double>(x) * NormalCdf(x);
  return WithTails(x, T(40), static_cast<T>(y), T(-0.0), x);
}
template <class T>
TESSERA_MATH T GeluSlope(T x) {
  const double wide = static_cast<double>(x);
  const double y = Fma(wide, NormalDensity(wide), NormalCdf(x));
  return WithTails(x, T(40), static_cast<T>(y), T(0), T(1));
}

// x (1 + tanh(z / 2)) / 2 = x sigmoid(z), z = 2 sqrt(2 / pi) (x + 0.044715
// x^3).
TESSERA_MATH double GeluTanhExponent(double x) {
  return 0x1.9884533d43651p0 * x * Fma(0.044715 * x, x, 1.);
}
template <class T>
TESSERA_MATH T GeluTanh(T x) {
  const double wide = static_cast<double>(x);
  const T y = static_cast<T>(wide * Sigmoid(GeluTanhExponent(wide)));
  return WithTails(x, T(40), y, T(-0.0), x);
}
template <class T>
TESSERA_MATH T GeluTanhSlope(T x) {
  const double wide = static_cast<double>(x);
  // sigmoid(z) and 1 - sigmoid(z), the small one of them to its last digit.
  const double power = Exp(-Abs(GeluTanhExponent(wide)));
  const double large = 1 / (1 + power);
  const double small = power * large;
  const double s = Select(x < 0, small, large);
  const double rest = Select(x < 0, large, small);
  const double slope = 0x1.9884533d43651p0 * Fma(0.134145 * wide, wide, 1.);
  const T y = static_cast<T>(s * Fma(wide * rest, slope, 1.));
  return WithTails(x, T(40), y, T(0), T(1));
}

}  // namespace tessera::math

#endif  // TESSERA_TENSOR_FUNCTORS_MATH_ACTIVATION_H_
