#include "tessera/ops_cuda/runtime/pinned.h"

#include <cuda_runtime.h>

#include "tessera/base/error.h"
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/creation.h"
#include "tessera/tensor/ops.h"

namespace tessera::cuda {

Tensor pin_memory(const Tensor& x) {
  if (!x.device().is_cpu()) {
    throw DeviceError("pin_memory",
                      "expected a tensor on the cpu, got one on " +
                          x.device().str() + "; add .cpu()");
  }
  ResolveDevice("pin_memory", kCUDA);
  if (x.numel() == 0) return x.detach().clone();
  void* memory = nullptr;
  const cudaError_t error = cudaMallocHost(
      &memory, static_cast<size_t>(x.numel()) * elementSize(x.scalar_type()));
  if (error == cudaErrorMemoryAllocation) {
    cudaGetLastError();
    ThrowOutOfMemory(
        static_cast<size_t>(x.numel()) * elementSize(x.scalar_type()), kCPU);
  }
  Check("pin_memory", error);
  Tensor pinned = from_blob(
      memory, x.sizes(), [](void* data) { cudaFreeHost(data); },
      x.scalar_type());
  pinned.copy_(x.detach());
  return pinned;
}

}  // namespace tessera::cuda
