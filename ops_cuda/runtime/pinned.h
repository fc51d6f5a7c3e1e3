// Host memory that a device copies from and to without the host waiting.
//
//   Tensor batch = cuda::pin_memory(x);          // a copy of x
//   CopyBytes(there, kCUDA, batch.impl()->data(), kCPU, n, true);
//   // until the stream has come to the copy, batch must stay as it is
//   cuda::synchronize();
#ifndef TESSERA_OPS_CUDA_RUNTIME_PINNED_H_
#define TESSERA_OPS_CUDA_RUNTIME_PINNED_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera::cuda {

// x, dense, of the CPU. Throws DeviceError without a device.
Tensor pin_memory(const Tensor& x);

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_RUNTIME_PINNED_H_
