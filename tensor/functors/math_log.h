// Log, Log1p, Log2 and Log10 of math.h.
//
//   for (int64_t i = 0; i < n; ++i) y[i] = math::Log(x[i]);
//
// All by x = 2^k (1 + f) and log(1 + f) = f - f^2 / 2 + rest(f).
#ifndef TESSERA_TENSOR_FUNCTORS_MATH_LOG_H_
#define TESSERA_TENSOR_FUNCTORS_MATH_LOG_H_

#include "tessera/tensor/functors/math_base.h"

namespace tessera::math {

// log(1 + f) - f + square, square = f^2 / 2. In float f^3 times a polynomial,
// error 2^-27; in double with s = f / (2 + f), where log(1 + f) = 2 atanh(s) =
// f - s (f - R) and f^2 / 2 (1 - s) = f s (the form of fdlibm's e_log.c): s
// (square + R(s^2)), error 2^-65.
TESSERA_MATH float LogRest(float f, float square) {
  const float p = Polynomial(f, 0x1.555554p-2f, -0x1.000228p-2f, 0x1.99a012p-3f,
                             -0x1.547206p-3f, 0x1.22da78p-3f, -0x1.0d88ap-3f,
                             0x1.055538p-3f, -0x1.388c02p-4f);
  return p * f * (square + square);
}
TESSERA_MATH double LogRest(double f, double square) {
  const double s = f / (2 + f);
  const double z = s * s;
  const double r = z * Polynomial(z, 0x1.5555555555555p-1, 0x1.9999999999d10p-2,
                                  0x1.24924924399a4p-2, 0x1.c71c724b449f1p-3,
                                  0x1.745ce1d3c4af9p-3, 0x1.3b20229fdab63p-3,
                                  0x1.0f676e1f5a691p-3, 0x1.0f0c5b94d4352p-3);
  return s * (square + r);
}

// log(2) in two parts; products of the first with an exponent are exact.
template <class T>
struct Ln2;
template <>
struct Ln2<float> {
  static constexpr float kHigh = 0x1.63p-1f;
  static constexpr float kLow = -0x1.bd0106p-13f;
};
template <>
struct Ln2<double> {
  static constexpr double kHigh = 0x1.62e42feep-1;
  static constexpr double kLow = 0x1.a39ef35793c76p-33;
};

// k log(2) + log(1 + f) + more, for more far below 1.
template <class T>
TESSERA_MATH T LogOfParts(T k, T f, T more) {
  const T square = T(0.5) * f * f;
  const T low = Fma(k, Ln2<T>::kLow, LogRest(f, square) + more);
  return Fma(k, Ln2<T>::kHigh, f - (square - low));
}

// result for 0 < x < inf; -inf at 0; x at inf and NaN; NaN below 0.
template <class T>
TESSERA_MATH T LogAtEdges(T x, T result) {
  result = Select(x == 0, -Infinity<T>(), result);
  result = Select(x < Infinity<T>(), result, x);
  return Select(x < 0, NaN<T>(), result);
}

// At most 1 ulp off, also for subnormal x.
template <class T>
TESSERA_MATH T Log(T x) {
  const Parts<T> parts = Split(x);
  return LogAtEdges(x, LogOfParts(parts.exponent, parts.f, T(0)));
}

// Whether LogOfUsual serves for x: a normal number above 0.
TESSERA_MATH bool IsUsualForLog(float x) {
  return Bits(x) - 0x00800000u < 0x7f000000u;
}
TESSERA_MATH bool IsUsualForLog(double x) {
  return Bits(x) - 0x0010000000000000u < 0x7fe0000000000000u;
}
// The same bits with less work.
template <class T>
TESSERA_MATH T LogOfUsual(T x) {
  const Parts<T> parts = SplitNormal(x);
  return LogOfParts(parts.exponent, parts.f, T(0));
}

// log(1 + x), at most 2 ulp off: u = 1 + x rounded, and the first-order term of
// what the rounding lost.
template <class T>
TESSERA_MATH T Log1p(T x) {
  const T u = 1 + x;
  const Parts<T> parts = Split(u);
  // Where u is x or 1 rounded up to another binade, still exact.
  const T lost = Select(x > 1, 1 - (u - x), x - (u - 1));
  const T result = LogOfParts(parts.exponent, parts.f, lost / u);
  // Below the rounding of u, x itself: also -0 and subnormals.
  const T tiny = sizeof(T) == 4 ? T(0x1p-25) : T(0x1p-54);
  return Select(Abs(x) < tiny, x, LogAtEdges(u, result));
}

// k (high + low) + log(1 + f) (scale_high + scale_low), rounded little more
// than once; products of high with an exponent are exact.
template <class T>
TESSERA_MATH T ScaledLog(T x, T high, T low, T scale_high, T scale_low) {
  const Parts<T> parts = Split(x);
  const T f = parts.f;
  const T half = T(0.5) * f;
  const T square = half * f;
  // log(1 + f) as a sum of two, each part times the scale.
  const T log = f - square;
  const T more =
      ((f - log) - square) - (Fma(half, f, -square) - LogRest(f, square));
  const T product = log * scale_high;
  T rest = Fma(log, scale_high, -product);
  rest = Fma(log, scale_low, rest);
  rest = Fma(more, scale_high, rest);
  rest = Fma(parts.exponent, low, rest);
  const T whole = parts.exponent * high;
  const T sum = whole + product;
  return LogAtEdges(x, sum + ((product - (sum - whole)) + rest));
}

// At most 1 ulp off; exact for powers of two.
TESSERA_MATH float Log2(float x) {
  return ScaledLog(x, 1.f, 0.f, 0x1.715476p0f, 0x1.4ae0cp-26f);
}
TESSERA_MATH double Log2(double x) {
  return ScaledLog(x, 1., 0., 0x1.71547652b82fep0, 0x1.777d0ffda0d24p-56);
}

// At most 1 ulp off.
TESSERA_MATH float Log10(float x) {
  return ScaledLog(x, 0x1.344p-2f, 0x1.3509f8p-18f, 0x1.bcb7b2p-2f,
                   -0x1.5b235ep-27f);
}
TESSERA_MATH double Log10(double x) {
  return ScaledLog(x, 0x1.34413509f6p-2, 0x1.9fef311f12b36p-42,
                   0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57);
}

}  // namespace tessera::math

#endif  // TESSERA_TENSOR_FUNCTORS_MATH_LOG_H_
