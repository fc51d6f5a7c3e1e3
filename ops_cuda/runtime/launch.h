// The one way by which kernels are launched, so that .cu files are C++ for a
// host's compiler, too.
//
//   __global__ void Twice(float* x, int64_t n) { ... }
//   Launch(context, &Twice, Blocks(n, 256), 256, x, n);
//   LaunchWithBarriers(context, &RowSum, rows, 64, ...);  // __syncthreads, ...
//
// It goes to the current stream of the context's device.
#ifndef TESSERA_OPS_CUDA_RUNTIME_LAUNCH_H_
#define TESSERA_OPS_CUDA_RUNTIME_LAUNCH_H_

#include <cuda_runtime.h>

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/ops_cuda/runtime/stream.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {

// Throws what the launch gave; in the blocking mode waits for it.
void AfterLaunch(const KernelContext& context, cudaStream_t stream);

// Kernels take any number of elements by a loop: enough blocks to fill a
// device, however many there are.
inline unsigned Blocks(int64_t n, int per_block, int64_t most = 16384) {
  const int64_t blocks = (n + per_block - 1) / per_block;
  return static_cast<unsigned>(blocks < most ? blocks : most);
}

#ifndef TESSERA_CUDA_STAND_IN
// What <<<>>> does; this way host code can launch what a table holds.
template <class... Parameters>
void LaunchKernel(void (*kernel)(Parameters...), dim3 grid, dim3 block,
                  cudaStream_t stream, Parameters... arguments) {
  void* list[] = {const_cast<void*>(static_cast<const void*>(&arguments))...,
                  nullptr};
  cudaLaunchKernel(reinterpret_cast<const void*>(kernel), grid, block, list, 0,
                   stream);
}
#endif

template <bool kBarriers, class... Parameters, class... Arguments>
void LaunchOn(const KernelContext& context, void (*kernel)(Parameters...),
              dim3 grid, dim3 block, Arguments... arguments) {
  static_assert((0 + ... + sizeof(Parameters)) <= 4096,
                "a kernel has at most 4 KB of parameters");
  if (grid.x == 0) return;
  const UseDevice use(context.device.index());
  const cudaStream_t stream = CurrentStream(context.device.index());
#ifdef TESSERA_CUDA_STAND_IN
  RunOnHost(name(context.op), kBarriers, kernel, grid, block, stream,
            static_cast<Parameters>(arguments)...);
#else
  LaunchKernel<Parameters...>(kernel, grid, block, stream, arguments...);
#endif
  AfterLaunch(context, stream);
}

template <class... Parameters, class... Arguments>
void Launch(const KernelContext& context, void (*kernel)(Parameters...),
            dim3 grid, dim3 block, Arguments... arguments) {
  LaunchOn<false>(context, kernel, grid, block, arguments...);
}
// For kernels whose threads wait for each other. A device makes no difference;
// the stand-in runs these on fibers.
template <class... Parameters, class... Arguments>
void LaunchWithBarriers(const KernelContext& context,
                        void (*kernel)(Parameters...), dim3 grid, dim3 block,
                        Arguments... arguments) {
  LaunchOn<true>(context, kernel, grid, block, arguments...);
}

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_RUNTIME_LAUNCH_H_
