// The kernels of random plans: one of all but multinomial's.
//
//   table.Set<RandomPlan>(Op::randn, DeviceType::CUDA, dtype, &RunRandom);
//   RunRandom(plan, context);
//   // element i is what the CPU's kernel makes of seed, offset and i
#ifndef TESSERA_OPS_CUDA_RANDOM_RANDOM_H_
#define TESSERA_OPS_CUDA_RANDOM_RANDOM_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/random_plan.h"

namespace tessera::cuda {

// What a kernel draws from: see Note [Captured draws].
constexpr PhiloxState StateOf(const RandomPlan& plan) {
  if (!plan.captured) return plan.state;
  return {plan.captured->seed, plan.captured->offset + plan.state.offset};
}

void RunRandom(const RandomPlan& plan, KernelContext& context);  // random.cu
void RegisterMultinomial(KernelTable& table);  // multinomial.cu

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_RANDOM_RANDOM_H_
