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

// (e^r - 1 - r) / r^2; the error relative to e^r - 1 is 2^-31 and 2^-61.
TESSERA_MATH float ExpRest(float r) {
  return Polynomial(r, 0.5f, 0x1.555556p-3f, 0x1.5554f4p-5f, 0x1.110fe2p-7f,
                    0x1.6d3ecep-10f, 0x1.a28f98p-13f);
}
TESSERA_MATH double ExpRest(double r) {
  return Polynomial(r, 0.5, 0x1.555555555555cp-3, 0x1.5555555555558p-5,
                    0x1.111111110e9dfp-7, 0x1.6c16c16c14fd4p-10,
                    0x1.a01a01b453e65p-13, 0x1.a01a01ad958b2p-16,
                    0x1.71ddee4838243p-19, 0x1.27e4cbd0e3ac3p-22,
                    0x1.af6ecd61e7961p-26, 0x1.1f8c51d21d8e0p-29);
}

template <class T>
TESSERA_MATH T ExpM1Near0(T r) {
  return Fma(r * r, ExpRest(r), r);
}

// e^(r + low), for low below r's last place: 0.6 ulp.
template <class T>
TESSERA_MATH T ExpNear0(T r, T low) {
  const T sum = 1 + r;
  const T lost = r - (sum - 1);
  return sum + Fma(r * r, ExpRest(r), Fma(low, sum, lost));
}

// For |x| < 2^20; where it is greater, anything.
TESSERA_MATH Reduced<float> ReduceExp(float x) {
  Reduced<float> result;
  result.rounded = Fma(x, 0x1.715476p0f, kRound<float>);
  const float k = result.rounded - kRound<float>;
  // log(2) in two parts; the first step is exact.
  const float r = Fma(k, 0x1.05c61p-29f, Fma(k, -0x1.62e43p-1f, x));
  result.p = ExpM1Near0(r);
  return result;
}
TESSERA_MATH Reduced<double> ReduceExp(double x) {
  Reduced<double> result;
  result.rounded = Fma(x, 0x1.71547652b82fep0, kRound<double>);
  const double k = result.rounded - kRound<double>;
  const double r =
      Fma(k, -0x1.abc9e3b39803fp-56, Fma(k, -0x1.62e42fefa39efp-1, x));
  result.p = ExpM1Near0(r);
  return result;
}

// At most 1 ulp off, subnormal results included.
template <class T>
TESSERA_MATH T Exp(T x) {
  const Reduced<T> e = ReduceExp(x);
  const T result = Scale(1 + e.p, e.rounded);
  constexpr bool kFloat = sizeof(T) == 4;
  return Select(x < (kFloat ? T(-104) : T(-746)), T(0),
                Select(x > (kFloat ? T(89) : T(710)), Infinity<T>(), result));
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
  Reduced<T> e = ReduceExp(x);
  // 2^128 (2^1024) is no T: a quarter of it, and four times that in the
  // end. Up there, taking away 1 changes nothing.
  const bool large = x > 64;
  e.rounded -= Select(large, T(2), T(0));
  const T result = CopySign(MinusOne(e) * Select(large, T(4), T(1)), x);
  constexpr bool kFloat = sizeof(T) == 4;
  return Select(x < (kFloat ? T(-25) : T(-40)), T(-1),
                Select(x > (kFloat ? T(89) : T(710)), Infinity<T>(), result));
}

// At most 1 ulp off.
TESSERA_MATH float Exp2(float x) {
  const float rounded = x + kRound<float>;
  const float r = x - (rounded - kRound<float>);
  // r log(2) in two parts.
  const float high = r * 0x1.62e43p-1f;
  const float low = Fma(r, 0x1.62e43p-1f, -high) - r * 0x1.05c61p-29f;
  const float result = Scale(ExpNear0(high, low), rounded);
  return Select(x < -151, 0.f, Select(x > 129, Infinity<float>(), result));
}
TESSERA_MATH double Exp2(double x) {
  const double rounded = x + kRound<double>;
  const double r = x - (rounded - kRound<double>);
  const double high = r * 0x1.62e42fefa39efp-1;
  const double low =
      Fma(r, 0x1.62e42fefa39efp-1, -high) + r * 0x1.abc9e3b39803fp-56;
  const double result = Scale(ExpNear0(high, low), rounded);
  return Select(x < -1076, 0., Select(x > 1025, Infinity<double>(), result));
}

// e / (e + 2) with e = e^2|x| - 1; at most 4 ulp off.
template <class T>
TESSERA_MATH T Tanh(T x) {
  const T a = Abs(x);
  const T e = MinusOne(ReduceExp(a + a));
  const T result = Select(a > (sizeof(T) == 4 ? 10 : 20), T(1), e / (e + 2));
  return CopySign(result, x);
}

// 1 / (1 + e^-x); at most 4 ulp off, subnormal results included.
template <class T>
TESSERA_MATH T Sigmoid(T x) {
  const T a = -Abs(x);
  const Reduced<T> e = ReduceExp(a);
  const T power = Scale(1 + e.p, e.rounded);
  const T result = Select(x < 0, power, T(1)) / (1 + power);
  const T small = Select(x < 0, T(0), T(1));
  return Select(a < (sizeof(T) == 4 ? -104 : -746), small, result);
}

}  // namespace tessera::math

#endif  // TESSERA_TENSOR_FUNCTORS_MATH_EXP_H_
