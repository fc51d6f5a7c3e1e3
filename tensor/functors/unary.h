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
