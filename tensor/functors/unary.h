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
TESSERA_REAL_FUNCTION(Erf)
TESSERA_REAL_FUNCTION(Erfc)

#undef TESSERA_FUNCTION
#undef TESSERA_REAL_FUNCTION

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
