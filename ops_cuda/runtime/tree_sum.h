// The tree by which every sum of floats goes (tensor/plan/reduce_plan.h), for
// one thread and for a block of threads: the CPU's bits.
//
//   const float s = TreeSum<float>(n, [&](int64_t i) { return x[i]; });
//   // A block of the tree, by kLanes threads:
//   __shared__ float lanes[kLanes];
//   const float s = BlockTreeSum<float>(lanes, n, term);   // in all threads
#ifndef TESSERA_OPS_CUDA_RUNTIME_TREE_SUM_H_
#define TESSERA_OPS_CUDA_RUNTIME_TREE_SUM_H_

#include <cuda_runtime.h>

#include <cstdint>

#include "tessera/base/cpp17.h"

namespace tessera::cuda {

constexpr int kLanes = 64;
constexpr int64_t kSumBlock = 4096;
constexpr int kLevels = 52;  // 2^63 / kSumBlock

// The folding of n lanes starts at the greatest power of two below n.
__device__ inline int FoldWidth(int n) {
  int w = 1;
  while (2 * w < n) w *= 2;
  return n > 1 ? w : 0;
}

// Sums of blocks as they come, added pairwise and in order.
template <class T>
struct Carry {
  T levels[kLevels];
  int64_t count = 0;
  int top = 0;

  __device__ void Add(T s) {
    for (int64_t c = count; c & 1; c >>= 1) s = levels[--top] + s;
    levels[top++] = s;
    ++count;
  }
  __device__ T Finish() {
    if (top == 0) return 0;
    T s = levels[--top];
    while (top) s = levels[--top] + s;
    return s;
  }
};

// One block of the tree, of n >= 1 terms.
template <class T, class Term>
__device__ T LaneSum(int64_t n, Term term) {
  T lanes[kLanes];
  int count = static_cast<int>(n < kLanes ? n : kLanes);
  for (int i = 0; i < count; ++i) lanes[i] = term(static_cast<int64_t>(i));
  for (int64_t i = kLanes; i < n; ++i) lanes[i % kLanes] += term(i);
  for (int w = FoldWidth(count); w; w /= 2) {
    const int pairs = count - w < w ? count - w : w;
    for (int i = 0; i < pairs; ++i) lanes[i] += lanes[i + w];
    count = w;
  }
  return lanes[0];
}

template <class T, class Term>
__device__ T TreeSum(int64_t n, Term term) {
  Carry<T> carry;
  for (int64_t first = 0; first < n; first += kSumBlock) {
    const int64_t rest = n - first;
    carry.Add(LaneSum<T>(rest < kSumBlock ? rest : kSumBlock,
                         [&](int64_t i) { return term(first + i); }));
  }
  return carry.Finish();
}

// LaneSum by a block of kLanes threads.
template <class T, class Term>
__device__ T BlockTreeSum(T* lanes, int64_t n, Term term) {
  const int lane = static_cast<int>(threadIdx.x);
  if (lane < n) {
    T sum = term(static_cast<int64_t>(lane));
    for (int64_t i = lane + kLanes; i < n; i += kLanes) sum += term(i);
    lanes[lane] = sum;
  }
  int count = static_cast<int>(n < kLanes ? n : kLanes);
  for (int w = FoldWidth(count); w; w /= 2) {
    const int pairs = count - w < w ? count - w : w;
    __syncthreads();
    if (lane < pairs) lanes[lane] += lanes[lane + w];
    count = w;
  }
  __syncthreads();
  const T sum = n > 0 ? lanes[0] : T(0);
  __syncthreads();  // before anyone writes into lanes again
  return sum;
}

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_RUNTIME_TREE_SUM_H_
