// PlanKind: the kinds of loops that kernels come in; each has one POD plan, one
// target in every backend, and its own section of the kernel table.
//
//   static_assert(IterPlan::kKind == PlanKind::kElementwise);
//   TargetName(PlanKind::kReduce);  // "reduce", as in //ops_cpu:reduce
//   for (PlanKind kind : kPlanKinds) ...
//   // tensor/plan/<kind>_plan.h has the plan itself.
#ifndef TESSERA_TENSOR_PLAN_PLAN_KIND_H_
#define TESSERA_TENSOR_PLAN_PLAN_KIND_H_

#include <cstdint>

#include "tessera/base/cpp17.h"

namespace tessera {

enum class PlanKind : uint8_t {
  kNone,  // views, composites: no kernel of their own
  kElementwise,
  kReduce,
  kScan,
  kMatmul,
  kIndex,
  kSort,
  kRandom,
  kFused,
};

constexpr const char* TargetName(PlanKind kind) {
  constexpr const char* kNames[] = {"",     "elementwise", "reduce",
                                    "scan", "matmul",      "index",
                                    "sort", "random",      "fused"};
  return kNames[static_cast<int>(kind)];
}

}  // namespace tessera

#endif  // TESSERA_TENSOR_PLAN_PLAN_KIND_H_
