// Host memory that a device copies from and to without the host waiting.
//
//   Tensor batch = cuda::pin_memory(x);          // a copy of x
//   Tensor there = batch.to(kCUDA, /*non_blocking=*/true);
//   Tensor back = there.to(kCPU, true);          // pinned as well
//   // until the stream has come to the copies, batch must stay as it is and
//   // back has no values; they may be freed
//   cuda::synchronize();
#ifndef TESSERA_OPS_CUDA_RUNTIME_PINNED_H_
#define TESSERA_OPS_CUDA_RUNTIME_PINNED_H_

#include <cuda_runtime.h>

#include <cstddef>

#include "tessera/base/cpp17.h"
#include "tessera/storage/device.h"
#include "tessera/tensor/tensor.h"

namespace tessera::cuda {

// x, dense, of the CPU. Throws DeviceError without a device.
Tensor pin_memory(const Tensor& x);
// Whether x's memory is such.
bool is_pinned(const Tensor& x);

// Null where there is none left.
void* AllocatePinned(size_t nbytes);
// Kept for the next one; used again when the copies under way are done.
void FreePinned(void* data) noexcept;
bool IsPinned(const void* data);
// The stream's work up to here uses data; other memory is not noted.
void UsePinned(const void* data, DeviceIndex device, cudaStream_t stream);
// The same, by a graph: it is never used again.
void KeepPinned(const void* data);
// Gives back what is free.
void EmptyPinnedCache();

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_RUNTIME_PINNED_H_
