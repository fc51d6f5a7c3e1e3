// Work on the rows of a tensor, by one thread or by a block of kLanes threads
// to a row.
//
//   const RowShape shape = {outer, n, inner};
//   RunRows(context, shape, &Kernel<float, OneThread>, &Kernel<float, Block>,
//           plan);
//   // in the kernel, Group being OneThread or Block<T>:
//   const Group group(shared);
//   for (int64_t r = group.first(); r < rows; r += group.step()) {
//     const T most = group.Most(n, value);   // NaN where there is one
//     const T sum = group.Sum(n, term);      // by the tree of tree_sum.h
//     for (int64_t k = group.lane(); k < n; k += group.width()) ...
//   }
#ifndef TESSERA_OPS_CUDA_FUSED_ROWS_H_
#define TESSERA_OPS_CUDA_FUSED_ROWS_H_

#include <cuda_runtime.h>

#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/ops_cuda/runtime/launch.h"
#include "tessera/ops_cuda/runtime/tree_sum.h"

namespace tessera::cuda {

// What an element of this type is computed in.
template <class In>
using ComputeType =
    std::conditional_t<std::is_same_v<In, double>, double, float>;

// A dense tensor of sizes [outer, n, inner], n of an element each to a row.
struct RowShape {
  int64_t outer, n, inner;

  __device__ int64_t first(int64_t row) const {
    return inner == 1 ? row * n : row / inner * n * inner + row % inner;
  }
};

template <class T>
__device__ T MoreOf(T best, T x) {
  return best != best || x < best || x == best ? best : x;
}

template <class T>
struct OneThread {
  static constexpr bool kBlock = false;
  __device__ explicit OneThread(T*) {}
  __device__ int64_t first() const {
    return static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
  }
  __device__ int64_t step() const {
    return static_cast<int64_t>(gridDim.x) * blockDim.x;
  }
  __device__ int lane() const { return 0; }
  __device__ int width() const { return 1; }
  template <class F>
  __device__ T Most(int64_t n, F value) const {
    T most = value(static_cast<int64_t>(0));
    for (int64_t k = 1; k < n; ++k) most = MoreOf(most, value(k));
    return most;
  }
  template <class F>
  __device__ T Sum(int64_t n, F term) const {
    return LaneSum<T>(n, term);
  }
};

template <class T>
struct Block {
  static constexpr bool kBlock = true;
  T* const shared;  // kLanes
  __device__ explicit Block(T* shared) : shared(shared) {}
  __device__ int64_t first() const { return blockIdx.x; }
  __device__ int64_t step() const { return gridDim.x; }
  __device__ int lane() const { return static_cast<int>(threadIdx.x); }
  __device__ int width() const { return kLanes; }
  // n >= kLanes.
  template <class F>
  __device__ T Most(int64_t n, F value) const {
    T most = value(static_cast<int64_t>(lane()));
    for (int64_t k = lane() + kLanes; k < n; k += kLanes) {
      most = MoreOf(most, value(k));
    }
    shared[lane()] = most;
    for (int w = kLanes / 2; w; w /= 2) {
      __syncthreads();
      if (lane() < w)
        shared[lane()] = MoreOf(shared[lane()], shared[lane() + w]);
    }
    __syncthreads();
    most = shared[0];
    __syncthreads();
    return most;
  }
  template <class F>
  __device__ T Sum(int64_t n, F term) const {
    return BlockTreeSum<T>(shared, n, term);
  }
};

// Long rows whose elements lie side by side to a block, others to a thread.
template <class... Parameters>
void RunRows(const KernelContext& context, const RowShape& shape,
             void (*thread)(Parameters...), void (*block)(Parameters...),
             Parameters... arguments) {
  const int64_t rows = shape.outer * shape.inner;
  if (rows == 0) return;
  if (shape.inner == 1 && shape.n >= 2 * kLanes) {
    LaunchWithBarriers(context, block, Blocks(rows, 1), kLanes, arguments...);
  } else {
    Launch(context, thread, Blocks(rows, 128), 128, arguments...);
  }
}

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_FUSED_ROWS_H_
