// Functors of two operands, for the loops of every backend.
//
//   functors::Add()(INT32_MAX, 1);          // INT32_MIN: integers wrap
//   functors::FloorDivide()(-7, 2);         // -4; the divisor is not 0
//   functors::Remainder()(-1.0f, 3.0f);     // 2, the divisor's sign
//   functors::Maximum()(1.0f, NAN);         // NaN
//   functors::AddScaled()(1.0f, 2.0f, 3.0f);  // 1 + 3 * 2
//
// Half types compute in float: the loops convert.
#ifndef TESSERA_TENSOR_FUNCTORS_BINARY_H_
#define TESSERA_TENSOR_FUNCTORS_BINARY_H_

#include <cmath>
#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/complex.h"
#include "tessera/tensor/functors/math.h"
#include "tessera/tensor/functors/unary.h"

namespace tessera::functors {

#define TESSERA_WRAPPING(Name, op)                             \
  struct Name {                                                \
    template <class T>                                         \
    TESSERA_MATH T operator()(T a, T b) const {                \
      if constexpr (std::is_integral_v<T>) {                   \
        return static_cast<T>(static_cast<Wrap<T>>(a)          \
                                  op static_cast<Wrap<T>>(b)); \
      } else {                                                 \
        return a op b;                                         \
      }                                                        \
    }                                                          \
  };
TESSERA_WRAPPING(Add, +)
TESSERA_WRAPPING(Sub, -)
TESSERA_WRAPPING(Mul, *)
#undef TESSERA_WRAPPING

// a + alpha * b
struct AddScaled {
  template <class T>
  TESSERA_MATH T operator()(T a, T b, T alpha) const {
    return Add()(a, Mul()(alpha, b));
  }
};

struct Div {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    return a / b;
  }
};

// Towards zero. Integers: b is not 0; the most negative number by -1 wraps.
struct DivTrunc {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    if constexpr (std::is_floating_point_v<T>) {
      return std::trunc(a / b);
    } else if constexpr (std::is_unsigned_v<T>) {
      return static_cast<T>(a / b);
    } else {
      return b == -1 ? Neg()(a) : static_cast<T>(a / b);
    }
  }
};

// Python's //.
struct FloorDivide {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    if constexpr (std::is_floating_point_v<T>) {
      if (b == 0) return a / b;
      const T rest = std::fmod(a, b);
      T quotient = (a - rest) / b;
      if (rest != 0 && (b < 0) != (rest < 0)) quotient -= 1;
      if (quotient == 0) return math::CopySign(T(0), a / b);
      const T whole = std::floor(quotient);
      return quotient - whole > T(0.5) ? whole + 1 : whole;
    } else if constexpr (std::is_unsigned_v<T>) {
      return static_cast<T>(a / b);
    } else {
      if (b == -1) return Neg()(a);
      const T quotient = static_cast<T>(a / b);
      const T rest = static_cast<T>(a % b);
      return static_cast<T>(quotient - (rest != 0 && (rest < 0) != (b < 0)));
    }
  }
};

// Python's %: the sign of the divisor.
struct Remainder {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    if constexpr (std::is_floating_point_v<T>) {
      const T rest = std::fmod(a, b);
      return rest != 0 && (b < 0) != (rest < 0) ? rest + b : rest;
    } else if constexpr (std::is_unsigned_v<T>) {
      return static_cast<T>(a % b);
    } else {
      if (b == -1) return 0;
      const T rest = static_cast<T>(a % b);
      return static_cast<T>(rest != 0 && (rest < 0) != (b < 0) ? rest + b
                                                               : rest);
    }
  }
};

// C's fmod: the sign of the dividend, exact for any quotient.
struct Fmod {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    if constexpr (std::is_floating_point_v<T>) {
      return std::fmod(a, b);
    } else if constexpr (std::is_unsigned_v<T>) {
      return static_cast<T>(a % b);
    } else {
      return b == -1 ? T(0) : static_cast<T>(a % b);
    }
  }
};

// Complex numbers: on the host, in complex_math.h.
template <class T>
complex<T> DoPow(complex<T> a, complex<T> b);

// Integers: wraps; to a negative power 0, but for the bases 1 and -1.
struct Pow {
  template <class T>
  complex<T> operator()(complex<T> a, complex<T> b) const {
    return DoPow(a, b);
  }
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    if constexpr (std::is_floating_point_v<T>) {
      return math::Pow(a, b);
    } else {
      if constexpr (std::is_signed_v<T>) {
        if (b < 0) {
          return static_cast<T>(a == 1 ? 1 : a == -1 ? (b & 1 ? -1 : 1) : 0);
        }
      }
      Wrap<T> result = 1;
      Wrap<T> square = static_cast<Wrap<T>>(a);
      for (Wrap<T> left = static_cast<Wrap<T>>(b); left; left >>= 1) {
        if (left & 1) result *= square;
        square *= square;
      }
      return static_cast<T>(result);
    }
  }
};

// NaN wins.
struct Maximum {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    if constexpr (std::is_floating_point_v<T>) {
      return math::Select((a > b) | (a != a), a, b);
    } else {
      return a > b ? a : b;
    }
  }
};
struct Minimum {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    if constexpr (std::is_floating_point_v<T>) {
      return math::Select((a < b) | (a != a), a, b);
    } else {
      return a < b ? a : b;
    }
  }
};

// The number wins over NaN.
struct Fmax {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    return math::Select((a > b) | (b != b), a, b);
  }
};
struct Fmin {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    return math::Select((a < b) | (b != b), a, b);
  }
};

struct Atan2 {
  template <class T>
  TESSERA_MATH T operator()(T y, T x) const {
    return math::Atan2(y, x);
  }
};
struct Hypot {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    return math::Hypot(a, b);
  }
};
struct CopySign {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    return math::CopySign(a, b);
  }
};
// a log(b); 0 for a = 0, unless b is NaN.
struct Xlogy {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    const T product = a * math::Log(b);
    return math::Select((a == 0) & (b == b), T(0), product);
  }
};
struct MakeComplex {
  template <class T>
  TESSERA_MATH complex<T> operator()(T real, T imag) const {
    return complex<T>(real, imag);
  }
};

// By a count below the width; else, also by a negative one, all bits go: 0, or
// the sign to the right.
struct ShiftLeft {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    constexpr Wrap<T> kWidth = 8 * sizeof(T);
    const bool fits = static_cast<Wrap<T>>(b) < kWidth;
    const Wrap<T> count = static_cast<Wrap<T>>(b) & (kWidth - 1);
    const Wrap<T> shifted = static_cast<Wrap<T>>(a) << count;
    return static_cast<T>(fits ? shifted : 0);
  }
};
struct ShiftRight {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    constexpr Wrap<T> kWidth = 8 * sizeof(T);
    const bool fits = static_cast<Wrap<T>>(b) < kWidth;
    const Wrap<T> count = static_cast<Wrap<T>>(b) & (kWidth - 1);
    const T shifted = static_cast<T>(a >> count);
    return fits ? shifted : static_cast<T>(a < T(0) ? -1 : 0);
  }
};

struct BitwiseAnd {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    return static_cast<T>(a & b);
  }
};
struct BitwiseOr {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    return static_cast<T>(a | b);
  }
};
struct BitwiseXor {
  template <class T>
  TESSERA_MATH T operator()(T a, T b) const {
    return static_cast<T>(a ^ b);
  }
};

struct LogicalAnd {
  template <class T>
  TESSERA_MATH bool operator()(T a, T b) const {
    return (a != T(0)) & (b != T(0));
  }
};
struct LogicalOr {
  template <class T>
  TESSERA_MATH bool operator()(T a, T b) const {
    return (a != T(0)) | (b != T(0));
  }
};
struct LogicalXor {
  template <class T>
  TESSERA_MATH bool operator()(T a, T b) const {
    return (a != T(0)) != (b != T(0));
  }
};

struct Eq {
  template <class T>
  TESSERA_MATH bool operator()(T a, T b) const {
    return a == b;
  }
};
struct Ne {
  template <class T>
  TESSERA_MATH bool operator()(T a, T b) const {
    return a != b;
  }
};
struct Lt {
  template <class T>
  TESSERA_MATH bool operator()(T a, T b) const {
    return a < b;
  }
};
struct Le {
  template <class T>
  TESSERA_MATH bool operator()(T a, T b) const {
    return a <= b;
  }
};

// ---- Gradients: g is that of the result ----

// The gradient where x is above the threshold (or NaN), else 0.
struct ThresholdBackward {
  template <class T>
  TESSERA_MATH T operator()(T g, T x, T threshold) const {
    return x <= threshold ? T(0) : g;
  }
};
// y = tanh(x): g (1 - y^2), conjugated for complex numbers.
struct TanhBackward {
  template <class T>
  TESSERA_MATH T operator()(T g, T y) const {
    return g * (T(1) - y * y);
  }
  template <class T>
  TESSERA_MATH complex<T> operator()(complex<T> g, complex<T> y) const {
    return g * conj(T(1) - y * y);
  }
};
// y = sigmoid(x): g y (1 - y)
struct SigmoidBackward {
  template <class T>
  TESSERA_MATH T operator()(T g, T y) const {
    return g * ((T(1) - y) * y);
  }
  template <class T>
  TESSERA_MATH complex<T> operator()(complex<T> g, complex<T> y) const {
    return g * conj((T(1) - y) * y);
  }
};

}  // namespace tessera::functors

#endif  // TESSERA_TENSOR_FUNCTORS_BINARY_H_
