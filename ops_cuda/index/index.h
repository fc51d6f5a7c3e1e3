// The kernels of index.cu, for register.cc.
//
//   RegisterIndex(table);
//   table.Get<IndexPlan>(Op::gather, DeviceType::CUDA, DType::Float);
#ifndef TESSERA_OPS_CUDA_INDEX_INDEX_H_
#define TESSERA_OPS_CUDA_INDEX_INDEX_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {

void RegisterIndex(KernelTable& table);

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_INDEX_INDEX_H_
