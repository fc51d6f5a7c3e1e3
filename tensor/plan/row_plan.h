// RowPlan: something made of each row of a tensor, such as its softmax or its
// cross entropy, for any backend.
//
//   in is dense, of sizes [outer, n, inner]; row (o, i) has the elements
//   in[(o * n + k) * inner + i], k in [0, n); inner = 1 for the last dimension.
//   softmax:      out[same place] = exp(x - max) / sum
//   logsumexp:    out[o * inner + i]
//   its backward: see Op::_softmax_backward_data, ...
#ifndef TESSERA_TENSOR_PLAN_ROW_PLAN_H_
#define TESSERA_TENSOR_PLAN_ROW_PLAN_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/tensor/plan/plan_kind.h"

namespace tessera {

// All dense, of the dtype that the kernel is registered for.
struct RowPlan {
  static constexpr PlanKind kKind = PlanKind::kFused;

  const char* in;    // x; for a backward the forward's result
  const char* grad;  // for a backward: of the result
  char* out;
  int64_t outer, n, inner;
};

// Cross entropy of rows of scores with classes: for row r with target t,
//   kept[r] = t != ignore_index
//   loss[r] = kept * ((1 - smoothing) * w[t] * -logp[t]
//                     + smoothing / n * sum_k w[k] * -logp[k])
// where logp = x - logsumexp(x), or x itself for nll_loss.
// reduction: none gives loss[r] for each row; sum their sum; mean that divided
// by total_weight = the sum of w[t] over kept rows. Sums go by the tree of
// reduce_plan.h over rows in order.
struct LossPlan {
  static constexpr PlanKind kKind = PlanKind::kFused;

  const char* in;      // x, or logp
  const char* target;  // int64 or uint8, dense, outer * inner of them
  DType target_dtype;
  const char* weight;   // n of them, or null for ones
  char* out;            // loss: a number, or one per row
  char* total_weight;   // one number
  char* probabilities;  // softmax(x) for the backward, as in; or null
  int64_t outer, n, inner;
  int64_t reduction;  // Reduction::None, Mean, Sum
  int64_t ignore_index;
  double smoothing;
};

// The gradient of the same with respect to x:
//   none: g = grad[r], sum: g = grad, mean: g = grad / total_weight
//   out = g * kept * ((1 - smoothing) w[t] (p - [k == t])
//                     + smoothing / n * (p * sum_k w[k] - w[k]))
// and for nll_loss, where in is null: -g * kept * w[t] * [k == t].
struct LossBackwardPlan {
  static constexpr PlanKind kKind = PlanKind::kFused;

  const char* grad;
  const char* in;  // probabilities, or null
  const char* target;
  DType target_dtype;
  const char* weight;
  const char* total_weight;
  char* out;
  int64_t outer, n, inner;
  int64_t reduction;
  int64_t ignore_index;
  double smoothing;
};

}  // namespace tessera

#endif  // TESSERA_TENSOR_PLAN_ROW_PLAN_H_
