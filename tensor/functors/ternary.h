// Functors of three operands, for the loops of every backend.
//
//   functors::Clamp()(5.0f, 0.0f, 1.0f);   // 1
//   functors::Clamp()(5.0f, 2.0f, 1.0f);   // 1: the upper bound wins
//   functors::Clamp()(NAN, 0.0f, 1.0f);    // NaN, also of a bound
//   functors::Where()(uint8_t{1}, 2, 3);   // 2
//
// Half types compute in float: the loops convert.
#ifndef TESSERA_TENSOR_FUNCTORS_TERNARY_H_
#define TESSERA_TENSOR_FUNCTORS_TERNARY_H_

#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"
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

// The condition is a byte, so that any byte but 0 means true.
struct Where {
  template <class T>
  TESSERA_MATH T operator()(uint8_t condition, T yes, T no) const {
    return condition ? yes : no;
  }
};

}  // namespace tessera::functors

#endif  // TESSERA_TENSOR_FUNCTORS_TERNARY_H_
