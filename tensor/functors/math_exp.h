// Exp, Expm1, Exp2, Tanh and Sigmoid of math.h.
//
//   for (int64_t i = 0; i < n; ++i) y[i] = math::Exp(x[i]);
//
// All by e^x = 2^k e^r, |r| <= log(2) / 2, and a polynomial q, fitted (least
// maximum error, coefficients rounded one after the other) to
// (e^r - 1 - r) / r^2.
#ifndef TESSERA_TENSOR_FUNCTORS_MATH_EXP_H_
#define TESSERA_TENSOR_FUNCTORS_MATH_EXP_H_

#include "tessera/tensor/functors/math_base.h"

namespace tessera::math {

// e^x = 2^k (1 + p), where k stands in the last bits of rounded.
template <class T>
struct Reduced {
  T rounded;
  T p;
};

// The polynomial's error relative to e^r - 1 is 2^-31 and 2^-61.
TESSERA_MATH float ExpM1Near0(float r) {
  const float q =
      Polynomial(r, 0.5f, 0x1.555556p-3f, 0x1.5554f4p-5f, 0x1.110fe2p-7f,
                 0x1.6d3ecep-10f, 0x1.a28f98p-13f);
  return Fma(r * r, q, r);
}
TESSERA_MATH double ExpM1Near0(double r) {
  const double q = Polynomial(
      r, 0.5, 0x1.555555555555cp-3, 0x1.5555555555558p-5, 0x1.111111110e9dfp-7,
      0x1.6c16c16c14fd4p-10, 0x1.a01a01b453e65p-13, 0x1.a01a01ad958b2p-16,
      0x1.71ddee4838243p-19, 0x1.27e4cbd0e3ac3p-22, 0x1.af6ecd61e7961p-26,
      0x1.1f8c51d21d8e0p-29);
  return Fma(r * r, q, r);
}

// For |x| < 2^20. low is added to x, for more than a T's precision.
TESSERA_MATH Reduced<float> ReduceExp(float x, float low = 0) {
  Reduced<float> result;
  result.rounded = Fma(x, 0x1.715476p0f, kRound<float>);
  const float k = result.rounded - kRound<float>;
  // log(2) in two parts; the first step is exact.
  const float r = Fma(k, 0x1.05c61p-29f, Fma(k, -0x1.62e43p-1f, x));
  result.p = ExpM1Near0(r + low);
  return result;
}
TESSERA_MATH Reduced<double> ReduceExp(double x, double low = 0) {
  Reduced<double> result;
  result.rounded = Fma(x, 0x1.71547652b82fep0, kRound<double>);
  const double k = result.rounded - kRound<double>;
  const double r =
      Fma(k, -0x1.abc9e3b39803fp-56, Fma(k, -0x1.62e42fefa39efp-1, x));
  result.p = ExpM1Near0(r + low);
  return result;
}

// At most 1 ulp off, subnormal results included.
TESSERA_MATH float Exp(float x) {
  const Reduced<float> e = ReduceExp(Clamp(x, -104.f, 89.f));
  return Scale(1 + e.p, e.rounded);
}
TESSERA_MATH double Exp(double x) {
  const Reduced<double> e = ReduceExp(Clamp(x, -746., 710.));
  return Scale(1 + e.p, e.rounded);
}

// 2^k (1 + p) - 1, k up to 127 (1023).
template <class T>
TESSERA_MATH T MinusOne(Reduced<T> e) {
  const T power = PowerOfTwo(e.rounded);
  return Fma(e.p, power, power - 1);
}

// At most 2 ulp off.
template <class T>
TESSERA_MATH T Expm1(T x) {
  constexpr bool kFloat = sizeof(T) == 4;
  Reduced<T> e =
      ReduceExp(Clamp(x, kFloat ? T(-25) : T(-40), kFloat ? T(89) : T(710)));
  // 2^128 (2^1024) is no T: half of it, doubled in the end.
  const T last = kRound<T> + (kFloat ? 127 : 1023);
  const bool beyond = e.rounded > last;
  e.rounded = Select(beyond, last, e.rounded);
  const T result = MinusOne(e);
  return CopySign(result * Select(beyond, T(2), T(1)), x);
}

// At most 1 ulp off.
TESSERA_MATH float Exp2(float x) {
  const float c = Clamp(x, -151.f, 129.f);
  const float rounded = c + kRound<float>;
  const float r = c - (rounded - kRound<float>);
  // r log(2) in two parts.
  const float high = r * 0x1.62e43p-1f;
  const float low = Fma(r, 0x1.62e43p-1f, -high) - r * 0x1.05c61p-29f;
  const float p = ExpM1Near0(high);
  return Scale(1 + Fma(low, 1 + p, p), rounded);
}
TESSERA_MATH double Exp2(double x) {
  const double c = Clamp(x, -1076., 1025.);
  const double rounded = c + kRound<double>;
  const double r = c - (rounded - kRound<double>);
  const double high = r * 0x1.62e42fefa39efp-1;
  const double low =
      Fma(r, 0x1.62e42fefa39efp-1, -high) + r * 0x1.abc9e3b39803fp-56;
  const double p = ExpM1Near0(high);
  return Scale(1 + Fma(low, 1 + p, p), rounded);
}

// e / (e + 2) with e = e^2|x| - 1; at most 4 ulp off.
template <class T>
TESSERA_MATH T Tanh(T x) {
  const T most = sizeof(T) == 4 ? T(10) : T(20);
  T a = Abs(x);
  a = Select(a > most, most, a);
  const T e = MinusOne(ReduceExp(a + a));
  return CopySign(e / (e + 2), x);
}

// 1 / (1 + e^-x); at most 4 ulp off, subnormal results included.
template <class T>
TESSERA_MATH T Sigmoid(T x) {
  const T e = Exp(-Abs(x));
  return Select(x < 0, e, T(1)) / (1 + e);
}

}  // namespace tessera::math

#endif  // TESSERA_TENSOR_FUNCTORS_MATH_EXP_H_
