// The kernels of each source of this package, for register.cc.
//
//   RegisterSums(table);   // sum.cu
//   table.Get<ReducePlan>(Op::sum, DeviceType::CUDA, DType::Float);
#ifndef TESSERA_OPS_CUDA_REDUCE_KERNELS_H_
#define TESSERA_OPS_CUDA_REDUCE_KERNELS_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {

// Sums of floats: sum, mean, var, std, var_mean, linalg_vector_norm.
void RegisterSums(KernelTable& table);
// amax, amin, max, min, argmax, argmin.
void RegisterExtremes(KernelTable& table);
// Sums of integers; all, any, count_nonzero; prod.
void RegisterFolds(KernelTable& table);

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_REDUCE_KERNELS_H_
