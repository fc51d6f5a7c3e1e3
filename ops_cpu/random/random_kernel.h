// RandomKernel: the counter blocks [begin, end) of a RandomPlan, for each
// instruction set.
//
//   const auto kernel = TESSERA_KERNEL(RandomKernel, CurrentIsa());
//   kernel(plan, 0, RandomBlocks(plan.draw, plan.dtype, plan.numel));
//
// Every variant gives the same bits, however the blocks are cut. All draws but
// multinomial; see tensor/plan/random_plan.h.
#ifndef TESSERA_OPS_CPU_RANDOM_RANDOM_KERNEL_H_
#define TESSERA_OPS_CPU_RANDOM_RANDOM_KERNEL_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/ops_cpu/runtime/isa.h"
#include "tessera/tensor/plan/random_plan.h"

TESSERA_DECLARE_KERNEL(void RandomKernel(const RandomPlan& plan, int64_t begin,
                                         int64_t end));

#endif  // TESSERA_OPS_CPU_RANDOM_RANDOM_KERNEL_H_
