// MatmulPlan: a batch of matrix products C = A B, with an optional epilogue.
//
//   C[i, j] = sum over p of A[i, p] * B[p, j]  (+ bias[j])  (then relu)
//
// Strides count elements and may be any, zero and negative included, for A and
// B; C is row-major within a matrix. k = 0 gives zeros (plus bias).
#ifndef TESSERA_TENSOR_PLAN_MATMUL_PLAN_H_
#define TESSERA_TENSOR_PLAN_MATMUL_PLAN_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/tensor/plan/plan_kind.h"

namespace tessera {

struct MatmulPlan {
  static constexpr PlanKind kKind = PlanKind::kMatmul;
  static constexpr int kBatchDims = 4;

  const char* a;
  const char* b;
  char* c;
  const char* bias;  // n elements with stride bias_stride, or null
  int64_t m, n, k;
  int64_t a_row, a_col;
  int64_t b_row, b_col;
  int64_t c_row;
  int64_t bias_stride;
  DType dtype;  // of all operands
  bool relu;
  // Innermost first; merged. 0: a single product.
  uint8_t batch_ndim;
  int64_t batch_shape[kBatchDims];
  int64_t batch_a[kBatchDims], batch_b[kBatchDims], batch_c[kBatchDims];
};

}  // namespace tessera

#endif  // TESSERA_TENSOR_PLAN_MATMUL_PLAN_H_
