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

#include "tessera/base/cpp17.h"
#include "tessera/tensor/functors/binary.h"

namespace tessera::functors {

struct Clamp {
  template <class T>
  TESSERA_MATH T operator()(T x, T low, T high) const {
    return Minimum()(Maximum()(x, low), high);
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
