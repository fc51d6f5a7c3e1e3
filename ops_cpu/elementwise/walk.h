// The walk of elementwise kernels over a plan: threads, loop nest, buffers for
// what is strided or of another dtype.
//
//   SetLoops(FloatLoops());            // entries to kernel table slots
//   // slot [op][cpu][dtype] is RunElementwise, which finds the entry again by
//   // (context.op, plan.compute) and calls its loop over runs of the plan
//   table.Set<IterPlan>(Op::copy, DeviceType::CPU, dtype, &RunCopy);
#ifndef TESSERA_OPS_CPU_ELEMENTWISE_WALK_H_
#define TESSERA_OPS_CPU_ELEMENTWISE_WALK_H_

#include "tessera/base/cpp17.h"
#include "tessera/ops_cpu/elementwise/loops.h"
#include "tessera/tensor/plan/iter_plan.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera {

// Puts each entry's loop behind its slot of the kernel table.
void SetLoops(KernelTable& table, const LoopTable& loops);

void RunElementwise(const IterPlan& plan, KernelContext& context);
// Op::copy and Op::fill: one output, one input, any dtypes.
void RunCopy(const IterPlan& plan, KernelContext& context);

}  // namespace tessera

#endif  // TESSERA_OPS_CPU_ELEMENTWISE_WALK_H_
