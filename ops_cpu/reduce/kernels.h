// The kernels of each source of this package, for register.cc.
//
//   void RegisterExtremes(KernelTable& table);  // extremes.cc
//   RegisterExtremes(table);
//   table.Get<ReducePlan>(Op::amax, DeviceType::CPU, DType::Int);
#ifndef TESSERA_OPS_CPU_REDUCE_KERNELS_H_
#define TESSERA_OPS_CPU_REDUCE_KERNELS_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::reduce {

// amax, amin.
void RegisterExtremes(KernelTable& table);
// max, min, argmax, argmin: with an index.
void RegisterIndexed(KernelTable& table);
// Integer sums; all, any, count_nonzero.
void RegisterCounts(KernelTable& table);
void RegisterProducts(KernelTable& table);

}  // namespace tessera::reduce

#endif  // TESSERA_OPS_CPU_REDUCE_KERNELS_H_
