// The functors of complex numbers for a device, by the real functions of
// math.h, in double for both dtypes: <complex> and long double, by which the
// CPU's work (tensor/functors/complex_math.h), are the host's.
//
//   namespace f = complex_functors;
//   f::Exp()(complex<float>(0, 1));
//   f::Log()(complex<double>(-1, 0));   // (0, pi)
//
// Errors are a few eps of the norm, so that complex64 is rounded about once;
// of a power eps times |exponent log(base)|, as the CPU's. Branch cuts, zeros'
// signs and infinities are C's.
#ifndef TESSERA_OPS_CUDA_ELEMENTWISE_COMPLEX_FUNCTORS_H_
#define TESSERA_OPS_CUDA_ELEMENTWISE_COMPLEX_FUNCTORS_H_

#include "tessera/base/cpp17.h"
#include "tessera/dtype/complex.h"
#include "tessera/tensor/functors/binary.h"
#include "tessera/tensor/functors/math.h"
#include "tessera/tensor/functors/ternary.h"
#include "tessera/tensor/functors/unary.h"

// Once for all loops; inlined they would be large.
#define TESSERA_COMPLEX_MATH TESSERA_HD __attribute__((noinline)) inline

namespace tessera::cuda::complex_math {

using Z = complex<double>;

constexpr double kLog2 = 0x1.62e42fefa39efp-1;
constexpr double kLog2Low = 0x1.abc9e3b39803fp-56;
constexpr double kHalfPi = 0x1.921fb54442d18p0;

TESSERA_MATH bool Finite(double x) {
  return math::Abs(x) < math::Infinity<double>();
}
TESSERA_MATH bool Infinite(double x) {
  return math::Abs(x) == math::Infinity<double>();
}
TESSERA_MATH bool Nan(double x) { return x != x; }
// i z and -i z, exactly.
TESSERA_MATH Z TimesI(Z z) { return Z(-z.imag_, z.real_); }
TESSERA_MATH Z OverI(Z z) { return Z(z.imag_, -z.real_); }

// Not inlined, for the functions below.
TESSERA_COMPLEX_MATH double Sin(double x) { return math::Sin(x); }
TESSERA_COMPLEX_MATH double Cos(double x) { return math::Cos(x); }
TESSERA_COMPLEX_MATH double Exp(double x) { return math::Exp(x); }
TESSERA_COMPLEX_MATH double Log(double x) { return math::Log(x); }
TESSERA_COMPLEX_MATH double Log1p(double x) { return math::Log1p(x); }
TESSERA_COMPLEX_MATH double Asinh(double x) { return math::Asinh(x); }
TESSERA_COMPLEX_MATH double Hypot(double x, double y) {
  return math::Hypot(x, y);
}
TESSERA_COMPLEX_MATH double Atan2(double y, double x) {
  return math::Atan2(y, x);
}

// e^a (c + i s), where e^a alone may overflow.
TESSERA_MATH Z ExpTimes(double a, double c, double s) {
  const bool large = a > 700 && Finite(a);
  const double factor = Exp(large ? a - 700 : a);
  const double more = large ? 0x1.d945df4f8ec8ep1009 : 1;  // e^700
  return Z(factor * c * more, factor * s * more);
}

TESSERA_COMPLEX_MATH Z Exp(Z z) {
  const double a = z.real_, b = z.imag_;
  if (b == 0) return Z(Exp(a), b);
  if (!Finite(b)) {
    if (a == -math::Infinity<double>()) return Z(0, 0);
    return Z(Infinite(a) ? a : math::NaN<double>(), math::NaN<double>());
  }
  return ExpTimes(a, Cos(b), Sin(b));
}

// 2^z: the angle b log(2) keeps its low part.
TESSERA_COMPLEX_MATH Z Exp2(Z z) {
  const double a = z.real_, b = z.imag_;
  const double angle = b * kLog2;
  if (b == 0) return Z(math::Exp2(a), b);
  if (!Finite(a) || !Finite(b)) return Exp(Z(a, angle));
  const double low = math::Fma(b, kLog2, -angle) + b * kLog2Low;
  const double c = Cos(angle), s = Sin(angle);
  const double root = math::Exp2(a / 2);  // whose square may overflow
  return Z(root * (c - low * s) * root, root * (s + low * c) * root);
}

TESSERA_COMPLEX_MATH Z Expm1(Z z) {
  const double a = z.real_, b = z.imag_;
  if (b == 0) return Z(math::Expm1(a), b);
  if (a > 700 && Finite(a)) return Exp(z);
  const double half = Sin(b / 2);
  return Z(math::Expm1(a) * Cos(b) - 2 * half * half, Exp(a) * Sin(b));
}

// log |z|; near |z| = 1 from the distance to it.
TESSERA_COMPLEX_MATH double LogAbs(Z z) {
  const double x = math::Abs(z.real_), y = math::Abs(z.imag_);
  const double most = x > y ? x : y, least = x > y ? y : x;
  if (most > 0.5 && most < 1.5 && least < 1.5) {
    return Log1p((most - 1) * (most + 1) + least * least) / 2;
  }
  if (most > 0x1p1000 && Finite(most)) {
    return Log(Hypot(x * 0.5, y * 0.5)) + kLog2;
  }
  return Log(Hypot(x, y));
}

TESSERA_COMPLEX_MATH Z Log(Z z) {
  return Z(LogAbs(z), Atan2(z.imag_, z.real_));
}

TESSERA_COMPLEX_MATH Z Log1p(Z z) {
  const double a = z.real_, b = z.imag_;
  if (!(math::Abs(a) < 0.5 && math::Abs(b) < 0.5)) return Log(Z(a + 1, b));
  return Z(Log1p(a * (2 + a) + b * b) / 2, Atan2(b, 1 + a));
}

TESSERA_COMPLEX_MATH Z Sqrt(Z z) {
  double a = z.real_, b = z.imag_;
  if (a == 0 && b == 0) return Z(0, b);
  if (Infinite(b)) return Z(math::Infinity<double>(), b);
  if (Infinite(a)) {
    const double other = Nan(b) ? b : math::CopySign(0., b);
    if (a > 0) return Z(a, other);
    return Z(Nan(b) ? b : 0, math::CopySign(-a, b));
  }
  double scale = 1;
  const double x = math::Abs(a), y = math::Abs(b);
  const double most = x > y ? x : y;
  if (most > 0x1p1000) {
    scale = 0x1p1;
    a *= 0x1p-2;
    b *= 0x1p-2;
  } else if (most < 0x1p-900) {
    scale = 0x1p-60;
    a *= 0x1p120;
    b *= 0x1p120;
  }
  const double t = math::Sqrt((math::Abs(a) + Hypot(a, b)) / 2);
  const double other = b / (2 * t);
  if (a >= 0) return Z(t * scale, other * scale);
  return Z(math::Abs(other) * scale, math::CopySign(t, b) * scale);
}

TESSERA_COMPLEX_MATH Z Sinh(Z z) {
  const double a = z.real_, b = z.imag_;
  if (b == 0) return Z(math::Sinh(a), b);
  if (!Finite(b) && (a == 0 || Infinite(a))) {
    return Z(a, math::NaN<double>());
  }
  const double c = Cos(b), s = Sin(b);
  if (math::Abs(a) > 700) {
    return ExpTimes(math::Abs(a), math::CopySign(0.5, a) * c, 0.5 * s);
  }
  return Z(math::Sinh(a) * c, math::Cosh(a) * s);
}

TESSERA_COMPLEX_MATH Z Cosh(Z z) {
  const double a = z.real_, b = z.imag_;
  if (b == 0) return Z(math::Cosh(a), math::CopySign(1., a) * b);
  if (!Finite(b)) {
    if (a == 0) return Z(math::NaN<double>(), 0);
    if (Infinite(a)) return Z(math::Abs(a), math::NaN<double>());
  }
  const double c = Cos(b), s = Sin(b);
  if (math::Abs(a) > 700) {
    return ExpTimes(math::Abs(a), 0.5 * c, math::CopySign(0.5, a) * s);
  }
  return Z(math::Cosh(a) * c, math::Sinh(a) * s);
}

// After Kahan, as what follows: Branch Cuts for Complex Elementary Functions.
TESSERA_COMPLEX_MATH Z Tanh(Z z) {
  const double a = z.real_, b = z.imag_;
  if (b == 0) return Z(math::Tanh(a), b);
  if (math::Abs(a) > 22) {
    const double twice =
        Infinite(a) && !Finite(b) ? math::CopySign(1., b) : 4 * Sin(b) * Cos(b);
    const double sign = math::CopySign(1., a);
    return Z(Nan(twice) ? twice : sign, twice * Exp(-2 * math::Abs(a)));
  }
  if (a == 0 && !Finite(b)) return Z(a, math::NaN<double>());
  const double t = math::Tan(b);
  const double beta = 1 + t * t;
  const double s = math::Sinh(a);
  const double rho = math::Sqrt(1 + s * s);
  const double divisor = 1 + beta * s * s;
  return Z(beta * rho * s / divisor, t / divisor);
}

// From where on arcs are logarithms of 2 z.
TESSERA_MATH bool Large(Z z) {
  return math::Abs(z.real_) > 0x1p30 || math::Abs(z.imag_) > 0x1p30;
}

TESSERA_COMPLEX_MATH Z Asin(Z z) {
  const double x = z.real_, y = z.imag_;
  if (x == 0 && Nan(y)) return z;
  if (Large(z)) {
    return Z(Atan2(x, math::Abs(y)), math::CopySign(LogAbs(z) + kLog2, y));
  }
  const Z p = Sqrt(Z(1 - x, -y)), q = Sqrt(Z(1 + x, y));
  return Z(Atan2(x, p.real_ * q.real_ - p.imag_ * q.imag_),
           Asinh(p.real_ * q.imag_ - p.imag_ * q.real_));
}

TESSERA_COMPLEX_MATH Z Acos(Z z) {
  const double x = z.real_, y = z.imag_;
  if (x == 0 && Nan(y)) return Z(kHalfPi, y);
  if (Large(z)) {
    return Z(Atan2(math::Abs(y), x), -math::CopySign(LogAbs(z) + kLog2, y));
  }
  const Z p = Sqrt(Z(1 - x, -y)), q = Sqrt(Z(1 + x, y));
  return Z(2 * Atan2(p.real_, q.real_),
           Asinh(q.real_ * p.imag_ - q.imag_ * p.real_));
}

TESSERA_COMPLEX_MATH Z Acosh(Z z) {
  const double x = z.real_, y = z.imag_;
  if (x == 0 && Nan(y)) return Z(y, kHalfPi);
  if (Large(z)) return Z(LogAbs(z) + kLog2, Atan2(y, x));
  const Z p = Sqrt(Z(x - 1, y)), q = Sqrt(Z(x + 1, y));
  return Z(Asinh(p.real_ * q.real_ + p.imag_ * q.imag_),
           2 * Atan2(p.imag_, q.real_));
}

TESSERA_COMPLEX_MATH Z Atanh(Z z) {
  const double x = math::Abs(z.real_), y = math::Abs(z.imag_);
  double re, im;
  if (Nan(x) || Nan(y)) {
    re = Infinite(y) || z.real_ == 0 ? 0 : Infinite(x) ? 0 : x + y;
    im = Infinite(y) ? kHalfPi : y + (Infinite(x) || x == 0 ? y : x);
  } else if (x > 0x1p500 || y > 0x1p500) {
    const double most = x > y ? x : y;
    const double u = x / most, v = y / most;
    re = Infinite(most) ? 0 : u / (u * u + v * v) / most;
    im = kHalfPi;
  } else {
    const double away = (1 - x) * (1 - x) + y * y;
    re = Log1p(4 * x / away) / 4;
    if (x == 1 && y != 0 && y < 0x1p-500) re = (kLog2 - Log(y)) / 2;
    im = Atan2(2 * y, (1 - x) * (1 + x) - y * y) / 2;
  }
  return Z(math::CopySign(re, z.real_), math::CopySign(im, z.imag_));
}

// a b, infinite where a factor is and the other is not 0: as C multiplies.
TESSERA_COMPLEX_MATH Z Multiply(Z a, Z b) {
  const Z product = a * b;
  if (!Nan(product.real_) || !Nan(product.imag_)) return product;
  const bool infinite_a = Infinite(a.real_) || Infinite(a.imag_);
  const bool infinite_b = Infinite(b.real_) || Infinite(b.imag_);
  if (!infinite_a && !infinite_b) return product;
  const auto direction = [](double x, bool infinite) {
    if (infinite) return math::CopySign(Infinite(x) ? 1. : 0., x);
    return Nan(x) ? math::CopySign(0., x) : x;
  };
  const Z p(direction(a.real_, infinite_a), direction(a.imag_, infinite_a));
  const Z q(direction(b.real_, infinite_b), direction(b.imag_, infinite_b));
  return (p * q) * math::Infinity<double>();
}

TESSERA_COMPLEX_MATH Z Pow(Z base, Z exponent) {
  if (exponent == Z(0)) return Z(1);
  return Exp(Multiply(exponent, Log(base)));
}

TESSERA_COMPLEX_MATH Z Sigmoid(Z z) { return 1. / (1. + Exp(-z)); }

}  // namespace tessera::cuda::complex_math

namespace tessera::cuda::complex_functors {

using functors::Addcdiv;
using functors::Addcmul;
using functors::Angle;
using functors::Div;
using functors::Lerp;
using functors::NanToNum;
using functors::Reciprocal;
using functors::SigmoidBackward;
using functors::TanhBackward;

#define TESSERA_COMPLEX_FUNCTOR(Name, of_z)                  \
  struct Name {                                              \
    template <class T>                                       \
    TESSERA_MATH complex<T> operator()(complex<T> x) const { \
      namespace m = complex_math;                            \
      const m::Z z(x);                                       \
      return complex<T>(of_z);                               \
    }                                                        \
  };
TESSERA_COMPLEX_FUNCTOR(Sqrt, m::Sqrt(z))
TESSERA_COMPLEX_FUNCTOR(Exp, m::Exp(z))
TESSERA_COMPLEX_FUNCTOR(Expm1, m::Expm1(z))
TESSERA_COMPLEX_FUNCTOR(Exp2, m::Exp2(z))
TESSERA_COMPLEX_FUNCTOR(Log, m::Log(z))
TESSERA_COMPLEX_FUNCTOR(Log1p, m::Log1p(z))
TESSERA_COMPLEX_FUNCTOR(Log2, m::Log(z) * 0x1.71547652b82fep0)
TESSERA_COMPLEX_FUNCTOR(Log10, m::Log(z) * 0x1.bcb7b1526e50ep-2)
// sin z = -i sinh(i z), and so on.
TESSERA_COMPLEX_FUNCTOR(Sin, m::OverI(m::Sinh(m::TimesI(z))))
TESSERA_COMPLEX_FUNCTOR(Cos, m::Cosh(m::TimesI(z)))
TESSERA_COMPLEX_FUNCTOR(Tan, m::OverI(m::Tanh(m::TimesI(z))))
TESSERA_COMPLEX_FUNCTOR(Asin, m::Asin(z))
TESSERA_COMPLEX_FUNCTOR(Acos, m::Acos(z))
TESSERA_COMPLEX_FUNCTOR(Atan, m::OverI(m::Atanh(m::TimesI(z))))
TESSERA_COMPLEX_FUNCTOR(Sinh, m::Sinh(z))
TESSERA_COMPLEX_FUNCTOR(Cosh, m::Cosh(z))
TESSERA_COMPLEX_FUNCTOR(Tanh, m::Tanh(z))
TESSERA_COMPLEX_FUNCTOR(Asinh, m::OverI(m::Asin(m::TimesI(z))))
TESSERA_COMPLEX_FUNCTOR(Acosh, m::Acosh(z))
TESSERA_COMPLEX_FUNCTOR(Atanh, m::Atanh(z))
TESSERA_COMPLEX_FUNCTOR(Sigmoid, m::Sigmoid(z))
#undef TESSERA_COMPLEX_FUNCTOR

struct Rsqrt {
  template <class T>
  TESSERA_MATH complex<T> operator()(complex<T> z) const {
    return T(1) / Sqrt()(z);
  }
};
struct Abs {
  template <class T>
  TESSERA_MATH T operator()(complex<T> z) const {
    return static_cast<T>(complex_math::Hypot(static_cast<double>(z.real_),
                                              static_cast<double>(z.imag_)));
  }
};
struct Sgn {
  template <class T>
  TESSERA_MATH complex<T> operator()(complex<T> x) const {
    if (x == complex<T>(0)) return x;
    complex_math::Z z(x);
    if (math::Abs(z.real_) > 0x1p1000 || math::Abs(z.imag_) > 0x1p1000) {
      z = z * 0.25;  // whose size does not overflow
    }
    return complex<T>(z / complex_math::Hypot(z.real_, z.imag_));
  }
};
struct Pow {
  template <class T>
  TESSERA_MATH complex<T> operator()(complex<T> a, complex<T> b) const {
    return complex<T>(
        complex_math::Pow(complex_math::Z(a), complex_math::Z(b)));
  }
};

}  // namespace tessera::cuda::complex_functors

#endif  // TESSERA_OPS_CUDA_ELEMENTWISE_COMPLEX_FUNCTORS_H_
