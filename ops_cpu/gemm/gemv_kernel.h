// Matrix-vector products by Eigen, compiled per instruction set.
//
//   GemvArgs<float> g;
//   g.rows = 2, g.cols = 3, g.matrix = a, g.stride = 3, g.row_major = true;
//   g.x = x, g.y = y;
//   TESSERA_KERNEL(GemvF32, CurrentIsa())(g);
#ifndef TESSERA_OPS_CPU_GEMM_GEMV_KERNEL_H_
#define TESSERA_OPS_CPU_GEMM_GEMV_KERNEL_H_

#include <cstdint>

#include "tessera/ops_cpu/runtime/isa.h"

namespace tessera {

// y[rows] = M[rows, cols] x[cols], or += with accumulate. x and y are
// contiguous. M's elements are contiguous along a row (row_major) or a column,
// with stride >= 0 elements from one to the next. rows and cols are positive.
template <class T>
struct GemvArgs {
  int64_t rows = 0, cols = 0;
  const T* matrix = nullptr;
  int64_t stride = 0;
  bool row_major = true;
  const T* x = nullptr;
  T* y = nullptr;
  bool accumulate = false;
};

}  // namespace tessera

// The order of summation is Eigen's: bits depend on the instruction set, the
// layout of M, and rows, but on nothing else.
TESSERA_DECLARE_KERNEL(void GemvF32(const GemvArgs<float>&));
TESSERA_DECLARE_KERNEL(void GemvF64(const GemvArgs<double>&));

#endif  // TESSERA_OPS_CPU_GEMM_GEMV_KERNEL_H_
