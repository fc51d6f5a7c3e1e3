// ForeachPlan: one step over many tensors in one kernel call, each element read
// and written once.
//
//   sgd:  lists[0] parameters, [1] gradients, [2] momentum buffers
//   adam: lists[0] parameters, [1] gradients, [2] exp_avgs, [3] exp_avg_sqs,
//         [4] max_exp_avg_sqs, for amsgrad only
//   for each tensor t, each element i below numel[t]: one step of
//   ptr[...][t][i]
#ifndef TESSERA_TENSOR_PLAN_FOREACH_PLAN_H_
#define TESSERA_TENSOR_PLAN_FOREACH_PLAN_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/tensor/plan/plan_kind.h"

namespace tessera {

// A plain value, passed to a device kernel by copy. All tensors of a plan are
// dense in one order and of one dtype; longer lists are run as several plans.
struct ForeachPlan {
  static constexpr PlanKind kKind = PlanKind::kFused;
  static constexpr int kTensors = 24;
  static constexpr int kLists = 5;

  int tensors;
  int64_t total;  // of numel
  char* ptr[kLists][kTensors];
  int64_t numel[kTensors];
  // adam: how many steps each parameter has taken, this one included, a
  // float32 on the device.
  const char* step[kTensors];
  // Not null: nothing is done where the float32 there is not 0.
  const char* found_inf;
  // Not null: gradients are taken divided by the float32 there.
  const char* grad_scale;
  double lr, weight_decay;
  // Not null: the learning rate is on the device.
  const double* lr_tensor;
  double momentum, dampening;  // sgd
  double beta1, beta2, eps;    // adam
  bool nesterov, maximize, first_step, amsgrad;
  bool decoupled;  // adamw: weight decay apart from the gradient

  // Where the tensors are.
  constexpr double Rate() const { return lr_tensor ? *lr_tensor : lr; }
};

}  // namespace tessera

#endif  // TESSERA_TENSOR_PLAN_FOREACH_PLAN_H_
