// IndexPlan: elements picked from, or put into, places that an index tensor
// names.
//
//   // out = x.index_select(1, index) of [2, 5] and [3]: shape [2, 3]
//   plan.mode = IndexPlan::kGather;
//   plan.big = x;    plan.big_stride = {5, 0};    // 0 along dim 1 ...
//   plan.dim_stride = 1;  plan.dim_size = 5;      // ... where the index steps
//   plan.small = out;  plan.small_stride = {3, 1};
//   plan.index_stride = {0, 1};
//
// Position p of `shape` belongs to small[p] and to
// big[p + index[p] dim_stride]. All index values are checked before anything
// is written. Positions count in row-major order: of several that put into one
// place the last wins, and sums are made in that order. Strides count elements.
//
// Several index tensors at once, as in x[i, j], become one of offsets into big:
// a kOffsets plan for each adds its share, and the plan that moves elements has
// dim_stride 1 and is `checked`. A bool mask becomes the offsets of its trues
// (kNonzero with big_stride), or is itself the index of kPutMasked.
#ifndef TESSERA_TENSOR_PLAN_INDEX_PLAN_H_
#define TESSERA_TENSOR_PLAN_INDEX_PLAN_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/tensor/geometry.h"
#include "tessera/tensor/plan/iter_plan.h"
#include "tessera/tensor/plan/plan_kind.h"

namespace tessera {

struct IndexPlan {
  static constexpr PlanKind kKind = PlanKind::kIndex;
  enum Mode : uint8_t {
    kGather,    // small = big
    kPut,       // big = small
    kAdd,       // big += alpha small; bool: or
    kMultiply,  // big *= small; bool: and
    kMax,       // NaN wins
    kMin,
    kPutMasked,  // big = small where index, which is bool, is true
    kOffsets,    // small = big + index dim_stride, both int64; big may be null
    kCount,      // small[0] = how many of the numel elements of big, which is
                 // dense, are not zero; an int64
    kPositions,  // small = where they are in `shape`, ndim int64 each
    kNonzero,    // small = the offset of each by big_stride, an int64
    kTotal,      // small[0] = the sum of the numel values of index, which is
                 // dense; an int64. A negative value is an error
    kRepeat,     // small = i as often as index[i] says, int64
  };

  char* big;
  char* small;
  const char* index;
  Mode mode;
  DType dtype;        // of big and small
  DType index_dtype;  // int64 or int32; int64 for kMultiply, kMax, kMin
  bool wrap;          // negative values count from the end
  bool checked;       // index holds offsets that need no look
  bool scaled;        // alpha is not 1
  PlanAttr alpha;
  int64_t numel;
  int64_t dim_size;    // index values are below
  int64_t dim_stride;  // of big
  // A bit for each dimension along which two positions may meet in one place:
  // writing may be split over the others only.
  uint64_t meet;
  int ndim;
  int64_t shape[Geometry::kMaxDims];  // outermost first
  int64_t big_stride[Geometry::kMaxDims];
  int64_t small_stride[Geometry::kMaxDims];
  int64_t index_stride[Geometry::kMaxDims];
};

}  // namespace tessera

#endif  // TESSERA_TENSOR_PLAN_INDEX_PLAN_H_
