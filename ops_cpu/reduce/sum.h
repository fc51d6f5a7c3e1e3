// Sums and what is made of them, by the tree of tensor/plan/reduce_plan.h:
// sum, mean, var, std, var_mean and norms of order 1 and 2.
//
//   table.Set<ReducePlan>(Op::sum, DeviceType::CPU, DType::Float, &SumF32);
//   table.Set<ReducePlan>(Op::mean, DeviceType::CPU, DType::Float, &SumF32);
//
// A kernel looks at context.op for what to do with the sums.
#ifndef TESSERA_OPS_CPU_REDUCE_SUM_H_
#define TESSERA_OPS_CPU_REDUCE_SUM_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/reduce_plan.h"

namespace tessera::reduce {

void SumF32(const ReducePlan& plan, KernelContext& context);
void SumF64(const ReducePlan& plan, KernelContext& context);
// Half types accumulate in float.
void SumHalf(const ReducePlan& plan, KernelContext& context);
void SumBFloat16(const ReducePlan& plan, KernelContext& context);
// Sums and means: the parts for themselves. Norms and variances: over both.
void SumC64(const ReducePlan& plan, KernelContext& context);
void SumC128(const ReducePlan& plan, KernelContext& context);

}  // namespace tessera::reduce

#endif  // TESSERA_OPS_CPU_REDUCE_SUM_H_
