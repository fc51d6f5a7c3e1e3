// The arguments of one matrix product C = A B on raw memory.
//
//   GemmArgs<float> g;
//   g.m = 2, g.n = 3, g.k = 4;
//   g.a = a, g.a_row = 4, g.a_col = 1;   // strides in elements, any sign
//   g.b = b, g.b_row = 1, g.b_col = 4;   // a transposed [3, 4]
//   g.c = c, g.c_row = 3;                // columns of C lie side by side
#ifndef TESSERA_OPS_CPU_GEMM_GEMM_ARGS_H_
#define TESSERA_OPS_CPU_GEMM_GEMM_ARGS_H_

#include <cstdint>

#include "tessera/base/cpp17.h"

namespace tessera {

// C[m, n] = A[m, k] B[k, n], or C += A B with accumulate; C overlaps neither
// A nor B. With bias (n values), C = bias + A B in each row: not together with
// accumulate. relu then replaces what is below zero by zero (NaN stays).
template <class T>
struct GemmArgs {
  int64_t m = 0, n = 0, k = 0;
  const T* a = nullptr;
  int64_t a_row = 0, a_col = 0;
  const T* b = nullptr;
  int64_t b_row = 0, b_col = 0;
  T* c = nullptr;
  int64_t c_row = 0;
  const T* bias = nullptr;
  bool accumulate = false;
  bool relu = false;
};

// Every element of C is, per block of this many values of k, one chain of fma
// from k = 0 up, which starts at zero; the chains are added, in order, to the
// old C, the bias, or (the first one) to nothing. This fixes all bits, so it
// is the same for every type and instruction set.
constexpr int64_t kGemmDepth = 384;

}  // namespace tessera

#endif  // TESSERA_OPS_CPU_GEMM_GEMM_ARGS_H_
