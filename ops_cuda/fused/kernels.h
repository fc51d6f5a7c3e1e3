// The kernels of each source of this package, for register.cc.
//
//   RegisterSoftmax(table);  // softmax.cu
//   table.Get<RowPlan>(Op::softmax, DeviceType::CUDA, DType::Float);
#ifndef TESSERA_OPS_CUDA_FUSED_KERNELS_H_
#define TESSERA_OPS_CUDA_FUSED_KERNELS_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {

void RegisterSoftmax(KernelTable& table);
void RegisterLosses(KernelTable& table);
void RegisterForeach(KernelTable& table);

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_FUSED_KERNELS_H_
