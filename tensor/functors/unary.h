// Functors of one operand, for the loops of every backend.
//
//   functors::Relu relu;
//   relu(-1.5f);                     // 0
//   functors::Abs()(INT32_MIN);      // INT32_MIN: integers wrap
//   functors::IsFinite()(1e30);      // true
//   functors::Sqrt()(complex<float>(-1, 0));  // needs functors/complex_math.h
//
// Half types compute in float: the loops convert.
#ifndef TESSERA_TENSOR_FUNCTORS_UNARY_H_
#define TESSERA_TENSOR_FUNCTORS_UNARY_H_

#include <cmath>
#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/complex.h"
#include "tessera/tensor/functors/math.h"

namespace tessera::functors {

// The type in which an integer's arithmetic wraps instead of overflowing.
template <class T>
using Wrap = std::conditional_t<sizeof(T) <= 4, uint32_t, uint64_t>;

// Complex numbers: on the host, in complex_math.h.
template <class T>
complex<T> DoSqrt(complex<T> z);
template <class T>
complex<T> DoExp(complex<T> z);
template <class T>
complex<T> DoLog(complex<T> z);
template <class T>
complex<T> DoTanh(complex<T> z);
template <class T>
complex<T> DoSigmoid(complex<T> z);
template <class T>
complex<T> DoSgn(complex<T> z);
template <class T>
T DoAbs(complex<T> z);

template <class T>
TESSERA_MATH T DoSqrt(T x) {
  return math::Sqrt(x);
}
template <class T>
TESSERA_MATH T DoExp(T x) {
  return math::Exp(x);
}
template <class T>
TESSERA_MATH T DoLog(T x) {
  return math::Log(x);
}
template <class T>
TESSERA_MATH T DoTanh(T x) {
  return math::Tanh(x);
}
template <class T>
TESSERA_MATH T DoSigmoid(T x) {
  return math::Sigmoid(x);
}

struct Abs {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    if constexpr (std::is_floating_point_v<T>) {
      return math::Abs(x);
    } else if constexpr (std::is_unsigned_v<T>) {
      return x;
    } else {
      return static_cast<T>(x < 0 ? Wrap<T>{0} - static_cast<Wrap<T>>(x)
                                  : static_cast<Wrap<T>>(x));
    }
  }
  template <class T>
  T operator()(complex<T> z) const {
    return DoAbs(z);
  }
};

struct Neg {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    if constexpr (std::is_integral_v<T>) {
      return static_cast<T>(Wrap<T>{0} - static_cast<Wrap<T>>(x));
    } else {
      return -x;
    }
  }
};

// Zeros of both signs and NaN give 0.
struct Sign {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    if constexpr (std::is_unsigned_v<T>) {
      return static_cast<T>(x != 0);
    } else {
      return static_cast<T>((x > 0) - (x < 0));
    }
  }
};

// Of complex numbers z / |z|, 0 at 0.
struct Sgn : Sign {
  using Sign::operator();
  template <class T>
  complex<T> operator()(complex<T> z) const {
    return DoSgn(z);
  }
};

struct Sqrt {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    return DoSqrt(x);
  }
};
struct Rsqrt {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    return T(1) / DoSqrt(x);
  }
};
struct Reciprocal {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    return T(1) / x;
  }
};
struct Exp {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    return DoExp(x);
  }
};
struct Log {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    return DoLog(x);
  }
  // The same for usual numbers, for loops that look at many first.
  template <class T>
  static TESSERA_MATH bool IsUsual(T x) {
    return math::IsUsualForLog(x);
  }
  template <class T>
  TESSERA_MATH T Usual(T x) const {
    return math::LogOfUsual(x);
  }
};
struct Tanh {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    return DoTanh(x);
  }
};
struct Sigmoid {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    return DoSigmoid(x);
  }
};

template <class T>
struct Spare {
  using type = complex<long double>;
};
// A functor by the function of its name in math.h; of complex numbers by an
// expression of z, which has digits to spare. The expression's functions are
// looked up where complex_math.h is included.
#define TESSERA_FUNCTION(Name, of_complex)  \
  struct Name {                             \
    template <class T>                      \
    TESSERA_MATH T operator()(T x) const {  \
      if constexpr (is_complex<T>::value) { \
        const typename Spare<T>::type z(x); \
        return T(of_complex);               \
      } else {                              \
        return math::Name(x);               \
      }                                     \
    }                                       \
  };
// The same without complex numbers.
#define TESSERA_REAL_FUNCTION(Name)        \
  struct Name {                            \
    template <class T>                     \
    TESSERA_MATH T operator()(T x) const { \
      return math::Name(x);                \
    }                                      \
  };

TESSERA_FUNCTION(Expm1, expm1(z))
TESSERA_FUNCTION(Exp2, exp(z * 0.693147180559945309417232121458L))
TESSERA_FUNCTION(Log1p, log1p(z))
TESSERA_FUNCTION(Log2, log(z) * 1.44269504088896340735992468100L)
TESSERA_FUNCTION(Log10, log(z) * 0.434294481903251827651128918917L)
TESSERA_FUNCTION(Sin, sin(z))
TESSERA_FUNCTION(Cos, cos(z))
TESSERA_FUNCTION(Tan, tan(z))
TESSERA_FUNCTION(Asin, asin(z))
TESSERA_FUNCTION(Acos, acos(z))
TESSERA_FUNCTION(Atan, atan(z))
TESSERA_FUNCTION(Sinh, sinh(z))
TESSERA_FUNCTION(Cosh, cosh(z))
TESSERA_FUNCTION(Asinh, asinh(z))
TESSERA_FUNCTION(Acosh, acosh(z))
TESSERA_FUNCTION(Atanh, atanh(z))
TESSERA_REAL_FUNCTION(Erf)
TESSERA_REAL_FUNCTION(Erfc)
TESSERA_REAL_FUNCTION(Erfinv)

#undef TESSERA_FUNCTION
#undef TESSERA_REAL_FUNCTION

// To a whole number; integers are ones. Round: ties to even.
#define TESSERA_ROUNDING(Name, f)                        \
  struct Name {                                          \
    template <class T>                                   \
    TESSERA_MATH T operator()(T x) const {               \
      if constexpr (std::is_integral_v<T>) return x;     \
      if constexpr (!std::is_integral_v<T>) return f(x); \
    }                                                    \
  };
TESSERA_ROUNDING(Ceil, std::ceil)
TESSERA_ROUNDING(Floor, std::floor)
TESSERA_ROUNDING(Trunc, std::trunc)
TESSERA_ROUNDING(Round, std::rint)
#undef TESSERA_ROUNDING

// To a multiple of 1 / scale, or where scale is negative of -scale.
struct RoundDecimals {
  template <class T>
  TESSERA_MATH T operator()(T x, T scale) const {
    const T fine = std::rint(x * scale) / scale;
    const T coarse = std::rint(x / -scale) * -scale;
    return math::Select(scale < 0, coarse, fine);
  }
};

struct Frac {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    return x - std::trunc(x);
  }
};

// Numbers in place of NaN and the infinities, also of each part.
struct NanToNum {
  template <class T>
  TESSERA_MATH T operator()(T x, [[maybe_unused]] T nan,
                            [[maybe_unused]] T positive,
                            [[maybe_unused]] T negative) const {
    if constexpr (std::is_floating_point_v<T>) {
      x = math::Select(x == math::Infinity<T>(), positive, x);
      x = math::Select(x == -math::Infinity<T>(), negative, x);
      x = math::Select(x != x, nan, x);
    }
    return x;
  }
  template <class T>
  TESSERA_MATH complex<T> operator()(complex<T> z, complex<T> nan,
                                     complex<T> positive,
                                     complex<T> negative) const {
    return complex<T>(
        (*this)(z.real_, nan.real_, positive.real_, negative.real_),
        (*this)(z.imag_, nan.real_, positive.real_, negative.real_));
  }
};

// NaN and -0.0 stay.
struct Relu {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    return x < T(0) ? T(0) : x;
  }
};

struct IsNan {
  template <class T>
  TESSERA_MATH bool operator()(T x) const {
    return x != x;
  }
};
struct IsInf {
  template <class T>
  TESSERA_MATH bool operator()(T x) const {
    return math::Abs(x) == math::Infinity<T>();
  }
  template <class T>
  TESSERA_MATH bool operator()(complex<T> z) const {
    return (*this)(z.real_) || (*this)(z.imag_);
  }
};
struct IsFinite {
  template <class T>
  TESSERA_MATH bool operator()(T x) const {
    return math::Abs(x) < math::Infinity<T>();
  }
  template <class T>
  TESSERA_MATH bool operator()(complex<T> z) const {
    return (*this)(z.real_) && (*this)(z.imag_);
  }
};

struct IsPosInf {
  template <class T>
  TESSERA_MATH bool operator()(T x) const {
    return std::is_floating_point_v<T> && static_cast<double>(x) == INFINITY;
  }
};
struct IsNegInf {
  template <class T>
  TESSERA_MATH bool operator()(T x) const {
    return std::is_floating_point_v<T> && static_cast<double>(x) == -INFINITY;
  }
};
// True for -0.0 and NaN with the sign.
struct Signbit {
  template <class T>
  TESSERA_MATH bool operator()(T x) const {
    if constexpr (std::is_floating_point_v<T>) {
      return math::Bits(x) >> (8 * sizeof(T) - 1) != 0;
    } else {
      return std::is_signed_v<T> && x < T(0);
    }
  }
};

// 0 or pi; NaN stays.
struct Angle {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    const T angle = math::Select(x < 0, T(0x1.921fb54442d18p1), T(0));
    return math::Select(x != x, x, angle);
  }
  template <class T>
  TESSERA_MATH T operator()(complex<T> z) const {
    return math::Atan2(z.imag_, z.real_);
  }
};

struct LogicalNot {
  template <class T>
  TESSERA_MATH bool operator()(T x) const {
    return x == T(0);
  }
};

struct BitwiseNot {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    return static_cast<T>(~x);
  }
};

struct Conj {
  template <class T>
  TESSERA_MATH complex<T> operator()(complex<T> z) const {
    return complex<T>(z.real_, -z.imag_);
  }
};

}  // namespace tessera::functors

#endif  // TESSERA_TENSOR_FUNCTORS_UNARY_H_
