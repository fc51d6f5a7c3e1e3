// SortPlan: rows to be put in order, whole or the first k of each.
//
//   // [2, 5] along dim 0: two rows of 5 elements each would be dim 1
//   plan.outer = 1;  plan.n = 2;  plan.inner = 5;
//   plan.k = plan.n;              // all
//   plan.descending = true;
//   kernel(plan, context);        // values and indices: [1, k, 5]
//
// Element i of row (o, j) of `in` is number (o n + i) inner + j, of the results
// (o k + i) inner + j. Stable: equal elements keep their order. NaN is the
// largest, all NaNs are equal, and -0.0 equals 0.0.
#ifndef TESSERA_TENSOR_PLAN_SORT_PLAN_H_
#define TESSERA_TENSOR_PLAN_SORT_PLAN_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/tensor/plan/plan_kind.h"

namespace tessera {

struct SortPlan {
  static constexpr PlanKind kKind = PlanKind::kSort;

  const char* in;    // dense
  char* values;      // of in's dtype, dense; or null
  int64_t* indices;  // dense
  int64_t outer, n, inner;
  int64_t k;  // at most n
  DType dtype;
  bool descending;
};

}  // namespace tessera

#endif  // TESSERA_TENSOR_PLAN_SORT_PLAN_H_
