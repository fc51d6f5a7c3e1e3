// Sinh, Cosh, Asinh, Acosh, Atanh and Hypot of math.h.
//
//   for (int64_t i = 0; i < n; ++i) y[i] = math::Asinh(x[i]);
//
// The first two by half of e^|x|, which overflows no sooner than they do; the
// inverse ones are logarithms, for float of a double, for double of a pair.
#ifndef TESSERA_TENSOR_FUNCTORS_MATH_HYPERBOLIC_H_
#define TESSERA_TENSOR_FUNCTORS_MATH_HYPERBOLIC_H_

#include "tessera/tensor/functors/math_base.h"
#include "tessera/tensor/functors/math_exp.h"
#include "tessera/tensor/functors/math_log.h"
#include "tessera/tensor/functors/math_pair.h"

namespace tessera::math {

// (sinh(x) / x - 1) / x^2 of z = x^2 <= 1; errors of sinh 2^-31 and 2^-61.
TESSERA_MATH float SinhRest(float z) {
  return Polynomial(z, 0x1.555556p-3f, 0x1.1110eap-7f, 0x1.a01c20p-13f,
                    0x1.7677acp-19f);
}
TESSERA_MATH double SinhRest(double z) {
  return Polynomial(z, 0x1.5555555555556p-3, 0x1.111111111103fp-7,
                    0x1.a01a01a031b21p-13, 0x1.71de3a40374a8p-19,
                    0x1.ae646b665433fp-26, 0x1.6118d5de2995dp-33,
                    0x1.b53192a2f43d2p-41);
}

// e^a / 2, for 0 <= a < 2^20.
template <class T>
TESSERA_MATH T HalfExp(T a) {
  const Reduced<T> e = ReduceExp(a);
  return Scale(1 + e.p, e.rounded - 1);
}

// At most 2 ulp off.
template <class T>
TESSERA_MATH T Sinh(T x) {
  const T a = Abs(x);
  const T half = HalfExp(a);
  const T z = a * a;
  T result = Select(a < 1, Fma(a * z, SinhRest(z), a), half - T(0.25) / half);
  result = Select(a > (sizeof(T) == 4 ? 100 : 720), Infinity<T>(), result);
  return CopySign(result, x);
}

// At most 2 ulp off.
template <class T>
TESSERA_MATH T Cosh(T x) {
  const T a = Abs(x);
  const T half = HalfExp(a);
  return Select(a > (sizeof(T) == 4 ? 100 : 720), Infinity<T>(),
                half + T(0.25) / half);
}

// log(u 2^more), little more than Log's error; u positive and finite.
TESSERA_MATH double LogOfPair(Pair u, double more) {
  const Parts<double> parts = Split(u.high);
  return LogOfParts(parts.exponent + more, parts.f, u.low / u.high);
}

// At most 2 ulp off, as all below.
TESSERA_MATH float Asinh(float x) {
  const double a = static_cast<double>(Abs(x));
  const double z = a * a;
  const double result = Log1p(a + z / (1 + Sqrt(z + 1)));
  return CopySign(static_cast<float>(Select(a < Infinity<double>(), result, a)),
                  x);
}
TESSERA_MATH double Asinh(double x) {
  const double a = Abs(x);
  const bool large = a > 0x1p28;  // where a^2 + 1 is a^2
  const Pair square = Multiply(a, a);
  Pair sum = Add(square.high, 1);
  sum.low += square.low;
  const Pair root = Sqrt(sum);
  Pair u = Add(a, root.high);
  u.high = Select(large, a, u.high);
  u.low = Select(large, 0., u.low + root.low);
  double result = LogOfPair(u, Select(large, 1., 0.));
  result = Select(a < Infinity<double>(), result, a);
  return CopySign(Select(a < 0x1p-28, a, result), x);
}

TESSERA_MATH float Acosh(float x) {
  const double a = static_cast<double>(x);
  const double d = a - 1;
  double result = Log1p(d + Sqrt(d * (a + 1)));
  result = Select(a < Infinity<double>(), result, a);
  return static_cast<float>(Select(a < 1, NaN<double>(), result));
}
TESSERA_MATH double Acosh(double x) {
  const bool large = x > 0x1p28;
  const Pair root = Sqrt(Multiply(Add(x, -1), Add(x, 1)));
  Pair u = Add(x, root.high);
  u.high = Select(large, x, u.high);
  u.low = Select(large, 0., u.low + root.low);
  double result = LogOfPair(u, Select(large, 1., 0.));
  result = Select(x < Infinity<double>(), result, x);
  return Select(x < 1, NaN<double>(), result);
}

TESSERA_MATH float Atanh(float x) {
  const double a = static_cast<double>(Abs(x));
  return CopySign(static_cast<float>(0.5 * Log1p((a + a) / (1 - a))), x);
}
TESSERA_MATH double Atanh(double x) {
  const double a = Abs(x);
  const Pair ratio = Divide(AddOrdered(1, a), AddOrdered(1, -a));
  double result = 0.5 * LogOfPair(ratio, 0);
  result = Select(a < 0x1p-28, a, result);
  const double edge = Select(a == 1, Infinity<double>(), NaN<double>());
  return CopySign(Select(a < 1, result, edge), x);
}

// sqrt(x^2 + y^2), without overflow on the way.
TESSERA_MATH float Hypot(float x, float y) {
  const double a = static_cast<double>(x);
  const double b = static_cast<double>(y);
  const float result = static_cast<float>(Sqrt(Fma(a, a, b * b)));
  const bool infinite =
      (Abs(x) == Infinity<float>()) | (Abs(y) == Infinity<float>());
  return Select(infinite, Infinity<float>(), result);
}
TESSERA_MATH double Hypot(double x, double y) {
  double a = Abs(x);
  double b = Abs(y);
  const bool infinite = (a == Infinity<double>()) | (b == Infinity<double>());
  const double most = Select(a > b, a, b);
  const bool large = most > 0x1p500;
  const bool small = most < 0x1p-450;
  const double scale = Select(large, 0x1p-600, Select(small, 0x1p600, 1.));
  a *= scale;
  b *= scale;
  const Pair first = Multiply(a, a);
  const Pair second = Multiply(b, b);
  Pair sum = Add(first.high, second.high);
  sum.low += first.low + second.low;
  const Pair root = Sqrt(sum);
  const double back = Select(large, 0x1p600, Select(small, 0x1p-600, 1.));
  return Select(infinite, Infinity<double>(), (root.high + root.low) * back);
}

}  // namespace tessera::math

#endif  // TESSERA_TENSOR_FUNCTORS_MATH_HYPERBOLIC_H_
