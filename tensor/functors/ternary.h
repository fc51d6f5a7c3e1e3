// Functors of three operands, for the loops of every backend.
//
//   functors::Clamp()(5.0f, 0.0f, 1.0f);   // 1
//   functors::Clamp()(5.0f, 2.0f, 1.0f);   // 1: the upper bound wins
//   functors::Clamp()(NAN, 0.0f, 1.0f);    // NaN, also of a bound
//   functors::Where()(uint8_t{1}, 2, 3);   // 2
//   functors::Lerp()(1.0f, 3.0f, 0.5f);    // 2
//
// Half types compute in float: the loops convert.
#ifndef TESSERA_TENSOR_FUNCTORS_TERNARY_H_
#define TESSERA_TENSOR_FUNCTORS_TERNARY_H_

#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/complex.h"
#include "tessera/tensor/functors/binary.h"

namespace tessera::functors {

struct Clamp {
  template <class T>
  TESSERA_MATH T operator()(T x, T low, T high) const {
    // Selects one after the other: GCC does not vectorise nested ones.
    T r = math::Select(x < low, low, x);
    r = math::Select(r > high, high, r);
    if constexpr (std::is_floating_point_v<T>) {
      r = math::Select(low != low, low, r);
      r = math::Select(high != high, high, r);
    }
    return r;
  }
};

// a + w (b - a), from the nearer end: both are exact.
struct Lerp {
  template <class T>
  TESSERA_MATH T operator()(T a, T b, T w) const {
    const T near_a = a + w * (b - a);
    const T near_b = b - (b - a) * (T(1) - w);
    return IsSmall(w) ? near_a : near_b;
  }

 private:
  template <class T>
  static TESSERA_MATH bool IsSmall(T w) {
    return math::Abs(w) < T(0.5);
  }
  template <class T>
  static TESSERA_MATH bool IsSmall(complex<T> w) {
    return norm(w) < T(0.25);
  }
};

// x + value a b and x + value a / b.
struct Addcmul {
  template <class T>
  TESSERA_MATH T operator()(T x, T a, T b, T value) const {
    return Add()(x, Mul()(Mul()(value, a), b));
  }
};
struct Addcdiv {
  template <class T>
  TESSERA_MATH T operator()(T x, T a, T b, T value) const {
    return x + value * a / b;
  }
};

// The condition is a byte, so that any byte but 0 means true.
struct Where {
  template <class T>
  TESSERA_MATH T operator()(uint8_t condition, T yes, T no) const {
    return condition ? yes : no;
  }
};

}  // namespace tessera::functors

#endif  // TESSERA_TENSOR_FUNCTORS_TERNARY_H_
