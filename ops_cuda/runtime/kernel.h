// What the threads of kernels do, for .cu files: each its share, and searches.
//
//   __global__ void Twice(float* x, int64_t n) {
//     ForEach(n, [&](int64_t i) { x[i] *= 2; });
//   }
//   // How many of the ascending x are below 3:
//   CountWhile(n, [&](int64_t i) { return x[i] < 3; });
#ifndef TESSERA_OPS_CUDA_RUNTIME_KERNEL_H_
#define TESSERA_OPS_CUDA_RUNTIME_KERNEL_H_

#include <cuda_runtime.h>

#include <cstdint>

#include "tessera/base/cpp17.h"

namespace tessera::cuda {

// f(i) for the i of [0, n) that are this thread's.
template <class F>
__device__ void ForEach(int64_t n, F f) {
  const int64_t step = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
       i < n; i += step) {
    f(i);
  }
}

// How many of [0, n) `holds` is true of: of the first ones, and of no other.
template <class F>
__device__ int64_t CountWhile(int64_t n, F holds) {
  int64_t low = 0, high = n;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (holds(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_RUNTIME_KERNEL_H_
