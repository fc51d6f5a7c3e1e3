// IterPlan: one elementwise call as a loop nest, for any backend.
//
//   void Kernel(const IterPlan& plan, KernelContext& context) {
//     if (plan.flat) Loop(plan.numel, plan.ptr);     // all contiguous
//     else ForEachInner(plan, [&](char* const* ptr, const int64_t* stride,
//                                 int64_t n) { ... });  // ops_cpu's walk
//   }
#ifndef TESSERA_TENSOR_PLAN_ITER_PLAN_H_
#define TESSERA_TENSOR_PLAN_ITER_PLAN_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/tensor/plan/plan_kind.h"

namespace tessera {

// A number in the computation dtype: double for floats, int64 or uint64 for
// integers and bool, two doubles for complex.
union PlanAttr {
  double f[2];
  int64_t i;
  uint64_t u;
};

// A plain value, passed to a device kernel by copy.
//
// Operands stand in `ptr` with the outputs first. Dimension 0 is the innermost;
// neighbours that step as one are merged and sizes of 1 are gone, so most plans
// have one or two. Negative strides of the outputs are turned positive. A call
// with more than kDims merged dimensions is run as several plans.
//
// `flat`: every operand's elements follow each other without gaps (or it is a
// number, see below), so that a kernel may ignore shape and stride and run over
// numel elements.
//
// An operand whose bit stands in `attr_mask` is a number: ptr is null, its
// strides are 0 and attr[k] holds it, k counting such operands from 0. Further
// attributes of the op follow them.
struct IterPlan {
  static constexpr PlanKind kKind = PlanKind::kElementwise;
  static constexpr int kOperands = 5;
  static constexpr int kDims = 6;
  static constexpr int kAttrs = 4;

  int64_t numel;
  char* ptr[kOperands];
  DType dtype[kOperands];  // as stored; converted by the walk where it differs
  DType compute;           // what the kernel computes in
  uint8_t operands;
  uint8_t outputs;
  uint8_t ndim;
  uint8_t attr_mask;
  bool flat;
  bool uniform;  // every operand's dtype is `compute`
  PlanAttr attr[kAttrs];
  // Only where not flat:
  int64_t shape[kDims];
  int64_t stride[kDims][kOperands];  // bytes
};

}  // namespace tessera

#endif  // TESSERA_TENSOR_PLAN_ITER_PLAN_H_
