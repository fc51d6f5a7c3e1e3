// The kernels for cumsum, cumprod, cummax and cummin.
//
//   RegisterScan(table);
#ifndef TESSERA_OPS_CUDA_SCAN_SCAN_H_
#define TESSERA_OPS_CUDA_SCAN_SCAN_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {

void RegisterScan(KernelTable& table);  // scan.cu

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_SCAN_SCAN_H_
