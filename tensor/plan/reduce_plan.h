// ReducePlan: many elements to one, for each output, for any backend.
//
//   for each index k of the kept dimensions:
//     out[sum k[d] * keep_out[d]] =
//         fold over the reduced dimensions r of
//         in + sum k[d] * keep_in[d] + sum r[d] * reduce_in[d]
//
// Sums of floats go by one tree whatever runs it: the terms of an output, in
// the order of the reduced dimensions, are cut into blocks of 4,096; in a block
// term i goes to lane i % 64; lanes are folded 64, 32, ... 1; block sums are
// folded pairwise in order.
#ifndef TESSERA_TENSOR_PLAN_REDUCE_PLAN_H_
#define TESSERA_TENSOR_PLAN_REDUCE_PLAN_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/tensor/plan/plan_kind.h"

namespace tessera {

// A plain value. Dimension 0 is the innermost of its group, the one with the
// least step; sizes of 1 are gone and neighbours that step as one are merged.
// Where an index is asked for, the reduced dimensions stand in the tensor's own
// order instead.
struct ReducePlan {
  static constexpr PlanKind kKind = PlanKind::kReduce;
  static constexpr int kDims = 8;

  const char* in;
  char* out;
  char* out2;       // second result, dense as out: indices, means; or null
  int64_t outputs;  // how many
  int64_t count;    // elements that each of them is made of; may be 0
  DType dtype;      // of in
  uint8_t keep_ndim;
  uint8_t reduce_ndim;
  double attr;  // var, std: the correction; norm: its order, 1 or 2
  int64_t keep_shape[kDims];
  int64_t keep_in[kDims];   // bytes
  int64_t keep_out[kDims];  // elements
  int64_t reduce_shape[kDims];
  int64_t reduce_in[kDims];  // bytes
};

}  // namespace tessera

#endif  // TESSERA_TENSOR_PLAN_REDUCE_PLAN_H_
