// SortPlan: rows to be put in order, whole or the first k of each; and what one
// learns from an order: middle elements, different ones, places.
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
//
// kMedian to kMode give one element a row, k is then which (kKth, from 0).
// kUnique and kConsecutive have n rows of `inner` elements and outer 1; they
// write the different rows to `values` (room for n), and where NaN is no NaN's
// equal. kSearch and kMember look for k elements, `find`, of each of `outer`
// rows, in the ascending row of n elements of the same number.
#ifndef TESSERA_TENSOR_PLAN_SORT_PLAN_H_
#define TESSERA_TENSOR_PLAN_SORT_PLAN_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/tensor/plan/plan_kind.h"

namespace tessera {

struct SortPlan {
  static constexpr PlanKind kKind = PlanKind::kSort;

  enum Mode : uint8_t {
    kSort,
    kMedian,     // NaN if there is one, else the lower of two middle elements
    kNanMedian,  // the same without NaNs, NaN where all are
    kKth,
    kMode,         // the most frequent, its last index
    kUnique,       // in order
    kConsecutive,  // neighbours alone
    kSearch,       // indices: how many elements go before each
    kMember,       // values: whether each is there, bool
  };

  const char* in;    // dense
  char* values;      // of in's dtype, dense; or null
  int64_t* indices;  // dense; of kUnique each row's number, or null
  int64_t outer, n, inner;
  int64_t k;  // at most n
  DType dtype;
  Mode mode;
  bool descending;
  // kSearch, kMember:
  bool right;             // before means also: of the equal ones
  bool shared;            // there is one row of n for all
  bool invert;            // kMember: whether each is not there
  const char* find;       // dense
  const int64_t* sorter;  // dense, as `in`: the order of each row; or null
  // kUnique, kConsecutive:
  int64_t* counts;  // of each different row; or null
  int64_t* groups;  // how many there are
};

}  // namespace tessera

#endif  // TESSERA_TENSOR_PLAN_SORT_PLAN_H_
