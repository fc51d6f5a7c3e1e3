// The kernels of each source of this package, for register.cc.
//
//   RegisterSoftmax(table);  // softmax.cc
//   RegisterLosses(table);   // loss.cc
//   table.Get<RowPlan>(Op::softmax, DeviceType::CPU, DType::Float);
#ifndef TESSERA_OPS_CPU_FUSED_KERNELS_H_
#define TESSERA_OPS_CPU_FUSED_KERNELS_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::fused {

void RegisterSoftmax(KernelTable& table);
void RegisterLosses(KernelTable& table);
void RegisterForeach(KernelTable& table);

}  // namespace tessera::fused

#endif  // TESSERA_OPS_CPU_FUSED_KERNELS_H_
