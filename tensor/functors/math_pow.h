// Pow of math.h.
//
//   for (int64_t i = 0; i < n; ++i) z[i] = math::Pow(x[i], y[i]);
//
// e^(y log |x|) with more than the result's precision on the way: in double for
// float, in pairs of doubles (the second one what the first lost) for double.
#ifndef TESSERA_TENSOR_FUNCTORS_MATH_POW_H_
#define TESSERA_TENSOR_FUNCTORS_MATH_POW_H_

#include "tessera/tensor/functors/math_base.h"
#include "tessera/tensor/functors/math_exp.h"
#include "tessera/tensor/functors/math_log.h"
#include "tessera/tensor/functors/math_pair.h"

namespace tessera::math {

// C's edges; power is |x|^y where x and y are ordinary.
template <class T>
TESSERA_MATH T PowAtEdges(T x, T y, T power) {
  // From 2^24 (2^53) on, all numbers are even; infinity counts as such.
  const T even = sizeof(T) == 4 ? T(0x1p24) : T(0x1p53);
  const T a = Select(Abs(y) >= even, T(0), Abs(y));
  // Adding 2^23 (2^52) leaves no room for bits after the point; above it,
  // there are none. a / 2 then shows the last bit before the point.
  const T unit = even / 2;
  const T half = T(0.5) * a;
  const T rounded = Select(a >= unit, a, (a + unit) - unit);
  const T fraction = a - rounded;
  const T odd = Select(fraction == 0, half - ((half + unit) - unit), T(0));
  T result = Select(Abs(x) == 1, T(1), power);
  const T root = Select(x == -Infinity<T>(), T(0), fraction);
  result = Select(Select(x < 0, root, T(0)) != 0, NaN<T>(), result);
  result = Select(x != x, x, result);
  result = Select(y != y, y, result);
  const T sign = Select(odd != 0, x, T(0));
  result = FromBits(Bits(result) ^ (Bits(sign) & Bits(T(-0.0))));
  result = Select(x == 1, T(1), result);
  return Select(y == 0, T(1), result);
}

// At most 2 ulp off, as every Pow here.
TESSERA_MATH float Pow(float x, float y) {
  const double power = Exp(y * Log(static_cast<double>(Abs(x))));
  return PowAtEdges(x, y, static_cast<float>(power));
}

// log(x) to about 2^-66 of it: 2 s + s z (2/3 + z rest(z)), s = f / (2 + f), z
// = s^2; rest is fitted, error 2^-66.
TESSERA_MATH Pair LogPair(double x) {
  const Parts<double> parts = Split(x);
  const double f = parts.f;
  const Pair denominator = AddOrdered(2, f);
  Pair s;
  s.high = f / denominator.high;
  s.low = Fma(-s.high, denominator.low, Fma(-s.high, denominator.high, f)) /
          denominator.high;
  const Pair z = Multiply(s, s);
  const double rest = Polynomial(z.high, 0x1.9999999999b32p-2,
                                 0x1.2492492457a32p-2, 0x1.c71c722da43ecp-3,
                                 0x1.745ce9d078aa9p-3, 0x1.3b1eef2058b24p-3,
                                 0x1.0f7fa79e5a145p-3, 0x1.0e44e51fc9098p-3);
  Pair inner = AddOrdered(0x1.5555555555555p-1, z.high * rest);
  inner.low += 0x1.5555555555555p-55;
  const Pair cubic = Multiply(s, Multiply(z, inner));
  Pair sum = AddOrdered(2 * s.high, cubic.high);
  sum.low += 2 * s.low + cubic.low;
  // The product with the exponent is exact.
  const double k = parts.exponent;
  const Pair total = AddOrdered(k * Ln2<double>::kHigh, sum.high);
  const double low = total.low + Fma(k, Ln2<double>::kLow, sum.low);
  return AddOrdered(total.high, low);
}

TESSERA_MATH double Pow(double x, double y) {
  const double a = Abs(x);
  const Pair log = LogPair(a);
  const double high = LogAtEdges(a, log.high);
  Pair power = Multiply(y, high);
  power.low = Fma(y, log.low, power.low);
  const double rounded = Fma(power.high, 0x1.71547652b82fep0, kRound<double>);
  const double k = rounded - kRound<double>;
  const double r = Fma(k, -0x1.62e42fefa39efp-1, power.high);
  const Pair reduced = AddOrdered(r, Fma(k, -0x1.abc9e3b39803fp-56, power.low));
  double result = Scale(ExpNear0(reduced.high, reduced.low), rounded);
  result = Select(power.high > 710, Infinity<double>(), result);
  result = Select(power.high < -746, 0., result);
  return PowAtEdges(x, y, result);
}

}  // namespace tessera::math

#endif  // TESSERA_TENSOR_FUNCTORS_MATH_POW_H_
