// Arithmetic on sizes that says when it leaves int64.
//
//   int64_t bytes;
//   if (MulOverflows(numel, itemsize, &bytes)) {
//     throw ValueError("empty", "expected fewer than 2^63 bytes");
//   }
//
// *result is the wrapped value where the answer is true.
#ifndef TESSERA_BASE_CHECKED_H_
#define TESSERA_BASE_CHECKED_H_

#include <cstdint>

#include "tessera/base/cpp17.h"

namespace tessera {

constexpr bool MulOverflows(int64_t a, int64_t b, int64_t* result) {
  return __builtin_mul_overflow(a, b, result);
}

constexpr bool AddOverflows(int64_t a, int64_t b, int64_t* result) {
  return __builtin_add_overflow(a, b, result);
}

constexpr bool SubOverflows(int64_t a, int64_t b, int64_t* result) {
  return __builtin_sub_overflow(a, b, result);
}

}  // namespace tessera

#endif  // TESSERA_BASE_CHECKED_H_
