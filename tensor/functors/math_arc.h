// Asin, Acos, Atan and Atan2 of math.h.
//
//   for (int64_t i = 0; i < n; ++i) y[i] = math::Atan(x[i]);
//
// By polynomials near 0; the arcs of sine and cosine beyond 1/2 by those of the
// half angle, the arc of the tangent by differences to four known ones. Float
// computes in double.
#ifndef TESSERA_TENSOR_FUNCTORS_MATH_ARC_H_
#define TESSERA_TENSOR_FUNCTORS_MATH_ARC_H_

#include "tessera/tensor/functors/math_base.h"
#include "tessera/tensor/functors/math_pair.h"

namespace tessera::math {

// pi / 2 and pi in two parts.
TESSERA_MATH Pair HalfPi() {
  return {0x1.921fb54442d18p0, 0x1.1a62633145c07p-54};
}
TESSERA_MATH Pair Pi() { return {0x1.921fb54442d18p1, 0x1.1a62633145c07p-53}; }

// (asin(s) / s - 1) / s^2 of z = s^2 <= 1/4; errors of asin 2^-35 and 2^-63.
TESSERA_MATH double AsinRest(double z, float) {
  return Polynomial(z, 0x1.55555605de124p-3, 0x1.3332aa075ab2ap-4,
                    0x1.6ddabe42dd6aap-5, 0x1.ed5d544a58376p-6,
                    0x1.931dd65f26b99p-6, 0x1.ec3c4dee684cep-8,
                    0x1.1bcecbd1ff212p-5);
}
TESSERA_MATH double AsinRest(double z, double) {
  return Polynomial(
      z, 0x1.5555555555553p-3, 0x1.33333333339e4p-4, 0x1.6db6db6d4ca05p-5,
      0x1.f1c71ca6bac0ap-6, 0x1.6e8b9b1e7306bp-6, 0x1.1c4f820d9ae2ap-6,
      0x1.c9813ca5241cfp-7, 0x1.7ba0d442dfb66p-7, 0x1.36d97e0fc7849p-7,
      0x1.479fb4c4a754dp-7, 0x1.791b5a93b4112p-11, 0x1.9577d2902bd01p-6,
      -0x1.aad31ae7fcd83p-6, 0x1.1329177b8074ap-5);
}

// s.high + s.low = asin(a) for a <= 1/2, else asin(sqrt((1 - a) / 2)), which is
// half of acos(a). NaN for a > 1.
template <class T>
TESSERA_MATH Pair HalfArc(double a) {
  const bool large = a > 0.5;
  const double z = Select(large, 0.5 * (1 - a), a * a);
  const double root = Sqrt(z);
  // What the root's rounding lost.
  const double lost = Fma(-root, root, z) / (root + root);
  Pair s;
  s.high = Select(large, root, a);
  s.low = Select(large, Select(z == 0, 0., lost), 0.);
  s.low = Fma(s.high * z, AsinRest(z, T()), s.low);
  return s;
}

// minuend - 2 s or minuend - s, for |s| < minuend.
TESSERA_MATH double Subtract(Pair minuend, double high, double low) {
  const Pair difference = AddOrdered(minuend.high, -high);
  return difference.high + (difference.low + (minuend.low - low));
}

// At most 1 ulp off.
template <class T>
TESSERA_MATH T Asin(T x) {
  const double a = static_cast<double>(Abs(x));
  const Pair s = HalfArc<T>(a);
  const double large = Subtract(HalfPi(), 2 * s.high, 2 * s.low);
  return CopySign(static_cast<T>(Select(a > 0.5, large, s.high + s.low)), x);
}

// At most 1 ulp off.
template <class T>
TESSERA_MATH T Acos(T x) {
  const double a = static_cast<double>(Abs(x));
  const Pair s = HalfArc<T>(a);
  const double sign = static_cast<double>(CopySign(T(1), x));
  const double small = Subtract(HalfPi(), sign * s.high, sign * s.low);
  const double twice = 2 * (s.high + s.low);
  const double obtuse = Subtract(Pi(), 2 * s.high, 2 * s.low);
  const double large = Select(x < 0, obtuse, twice);
  return static_cast<T>(Select(a > 0.5, large, small));
}

// (atan(t) / t - 1) / t^2 of z = t^2, t <= 7/16; errors of atan 2^-34, 2^-62.
TESSERA_MATH double AtanRest(double z, float) {
  return Polynomial(z, -0x1.5555544ed507bp-2, 0x1.9998c5c99ae1dp-3,
                    -0x1.2475a3dd7470dp-3, 0x1.c381a7667807cp-4,
                    -0x1.564d8371afea0p-4, 0x1.70b21bcb2eff0p-5);
}
TESSERA_MATH double AtanRest(double z, double) {
  return Polynomial(
      z, -0x1.5555555555552p-2, 0x1.999999999900cp-3, -0x1.2492492446921p-3,
      0x1.c71c71a197c46p-4, -0x1.745d11d335184p-4, 0x1.3b13300bc6078p-4,
      -0x1.11090dd7b6dc8p-4, 0x1.e1330784e41c8p-5, -0x1.a9fd59b9b865ep-5,
      0x1.6b23f79abe74dp-5, -0x1.056ebf3504e07p-5, 0x1.c0928ffd848efp-7);
}

// atan(a) for a >= 0: atan(c) + atan(t), t = (a - c) / (1 + a c), where the
// numerator is exact; atan(a) = pi / 2 + atan(-1 / a) far out. T says how well.
template <class T>
TESSERA_MATH double AtanOfPositive(double a) {
  double above = -1;
  double below = a;
  Pair known = HalfPi();
  const bool to_3_2 = a < 2.4375;
  above = Select(to_3_2, a - 1.5, above);
  below = Select(to_3_2, Fma(1.5, a, 1.), below);
  known.high = Select(to_3_2, 0x1.f730bd281f69bp-1, known.high);
  known.low = Select(to_3_2, 0x1.007887af0cbbdp-56, known.low);
  const bool to_1 = a < 1.1875;
  above = Select(to_1, a - 1, above);
  below = Select(to_1, a + 1, below);
  known.high = Select(to_1, 0x1.921fb54442d18p-1, known.high);
  known.low = Select(to_1, 0x1.1a62633145c07p-55, known.low);
  const bool to_1_2 = a < 0.6875;
  above = Select(to_1_2, a + a - 1, above);
  below = Select(to_1_2, a + 2, below);
  known.high = Select(to_1_2, 0x1.dac670561bb4fp-2, known.high);
  known.low = Select(to_1_2, 0x1.a2b7f222f65e2p-56, known.low);
  const bool to_0 = a < 0.4375;
  above = Select(to_0, a, above);
  below = Select(to_0, 1., below);
  known.high = Select(to_0, 0., known.high);
  known.low = Select(to_0, 0., known.low);
  const double t = above / below;
  const double z = t * t;
  const Pair sum = AddOrdered(known.high, t);
  return sum.high + (sum.low + Fma(t * z, AtanRest(z, T()), known.low));
}

// At most 1 ulp off.
template <class T>
TESSERA_MATH T Atan(T x) {
  const double a = static_cast<double>(Abs(x));
  return CopySign(static_cast<T>(AtanOfPositive<T>(a)), x);
}

// The angle of the point (x, y), at most 2 ulp off.
template <class T>
TESSERA_MATH T Atan2(T y, T x) {
  const double a = static_cast<double>(Abs(y));
  const double b = static_cast<double>(Abs(x));
  double ratio = a / b;
  ratio = Select(a == b, 1., ratio);  // also of infinities
  ratio = Select(a == 0, 0., ratio);
  const double acute = AtanOfPositive<T>(ratio);
  const double obtuse = Subtract(Pi(), acute, 0);
  const double angle = Select(CopySign(T(1), x) < 0, obtuse, acute);
  const T result = CopySign(static_cast<T>(angle), y);
  return Select(x != x, x, Select(y != y, y, result));
}

}  // namespace tessera::math

#endif  // TESSERA_TENSOR_FUNCTORS_MATH_ARC_H_
