// ScanPlan: running sums, products and extremes along one dimension, for any
// backend.
//
//   // [2, 5, 3] along dim 1
//   plan.outer = 2;  plan.n = 5;  plan.inner = 3;
//   kernel(plan, context);  // out, and for cummax and cummin indices: [2, 5,
//   3]
//
// Element i of row (o, j) is number (o n + i) inner + j of in, out and indices.
//
// Products are made in order: y[0] = x[0], y[i] = y[i - 1] * x[i]. Sums of
// floats carry their rounding errors, so that the length of a row costs no
// digits. A state is a pair (s, c); an element is added by
//
//   t = s + x;  z = t - s;  c = c + ((s - (t - z)) + (x - z));  s = t;
//
// and the sum is s + c, or s where c is not finite. Rows are cut into blocks of
// kBlock elements. The state before block 0 is (0, 0); that before block b + 1
// is the one before block b with s of b's total added as an element and c of it
// added to c, where b's total is the state after b's elements, from (0, 0).
// Each block then goes on from the state before it.
//
// float16 and bfloat16 compute in float32, products of float32 in float64, and
// each result is rounded once. Complex sums add parts. Integers wrap in 64
// bits.
#ifndef TESSERA_TENSOR_PLAN_SCAN_PLAN_H_
#define TESSERA_TENSOR_PLAN_SCAN_PLAN_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/tensor/plan/plan_kind.h"

namespace tessera {

struct ScanPlan {
  static constexpr PlanKind kKind = PlanKind::kScan;
  static constexpr int64_t kBlock = 4096;

  const char* in;    // dense
  char* out;         // dense; of in's dtype, int64 for integer sums, products
  int64_t* indices;  // cummax and cummin; dense
  int64_t outer, n, inner;
  DType dtype;  // of in
};

}  // namespace tessera

#endif  // TESSERA_TENSOR_PLAN_SCAN_PLAN_H_
