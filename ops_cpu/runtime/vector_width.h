// How wide the vectors of a loop are that GCC makes.
//
//   TESSERA_HALF_VECTORS void AddLoop(...) { Body(...); }
//   TESSERA_INLINE void Body(...);
//
// Cheap loops gain by vectors of 256 bits where there are wider ones: what
// comes from beyond the first cache arrives sooner (Zen 4: a million sums 151
// to 141 us), and fewer elements are left over at the end. Those of slow
// functors lose a quarter.
#ifndef TESSERA_OPS_CPU_RUNTIME_VECTOR_WIDTH_H_
#define TESSERA_OPS_CPU_RUNTIME_VECTOR_WIDTH_H_

#include "tessera/base/cpp17.h"

#if defined(__AVX512F__) && !defined(__clang__)
#define TESSERA_HALF_VECTORS __attribute__((target("prefer-vector-width=256")))
#else
#define TESSERA_HALF_VECTORS
#endif

// What is to have its caller's width.
#define TESSERA_INLINE __attribute__((always_inline)) inline

#endif  // TESSERA_OPS_CPU_RUNTIME_VECTOR_WIDTH_H_
