// Scans in blocks: totals of the blocks of each row, the state before each of
// them, then each block from its state on. A thread walks a block, so that an
// element is added in the order, and to the state, that the plan says.
//
//   struct Scan {
//     using State = functors::IntSum;
//     const int64_t* in;  int64_t* out;
//     __device__ void Add(State* state, int64_t at, int64_t i) const;
//     __device__ void Store(const State& state, int64_t at) const;
//   };
//   ScanInBlocks(context, Scan{in, out}, outer, n, inner, n);  // whole rows
//
// `at` is the element's number, i its place in its row.
#ifndef TESSERA_OPS_CUDA_SCAN_BLOCKS_H_
#define TESSERA_OPS_CUDA_SCAN_BLOCKS_H_

#include <cuda_runtime.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/runtime/launch.h"
#include "tessera/ops_cuda/runtime/scratch.h"

namespace tessera::cuda {

// Rows of n elements, `inner` of them side by side, each of `blocks` blocks.
struct ScanShape {
  int64_t outer, n, inner, block, blocks;
};

// Block w of all: neighbouring threads have neighbouring rows, where rows lie
// side by side. States are kept in the same order.
template <class F>
__device__ void WalkBlock(const F& f, const ScanShape& shape, int64_t w,
                          typename F::State* state, bool store) {
  const int64_t j = w % shape.inner;
  const int64_t b = w / shape.inner % shape.blocks;
  const int64_t o = w / shape.inner / shape.blocks;
  const int64_t first = o * shape.n * shape.inner + j;
  const int64_t begin = b * shape.block;
  const int64_t rest = shape.n - begin;
  const int64_t end = begin + (rest < shape.block ? rest : shape.block);
  for (int64_t i = begin; i < end; ++i) {
    const int64_t at = first + i * shape.inner;
    f.Add(state, at, i);
    if (store) f.Store(*state, at);
  }
}

template <class F>
__global__ void BlockTotals(F f, ScanShape shape, typename F::State* totals) {
  const int64_t count = shape.outer * shape.blocks * shape.inner;
  ForEach(count, [&](int64_t w) {
    typename F::State state;
    WalkBlock(f, shape, w, &state, false);
    totals[w] = state;
  });
}

// Totals become the states before the blocks.
template <class F>
__global__ void StatesBefore(ScanShape shape, typename F::State* totals) {
  const int64_t rows = shape.outer * shape.inner;
  ForEach(rows, [&](int64_t r) {
    typename F::State* at =
        totals + r / shape.inner * shape.blocks * shape.inner + r % shape.inner;
    typename F::State before;
    for (int64_t b = 0; b < shape.blocks; ++b, at += shape.inner) {
      const typename F::State total = *at;
      *at = before;
      before.AddTotal(total);
    }
  });
}

// Where `before` is null a block is a row.
template <class F>
__global__ void ScanFrom(F f, ScanShape shape,
                         const typename F::State* before) {
  const int64_t count = shape.outer * shape.blocks * shape.inner;
  ForEach(count, [&](int64_t w) {
    typename F::State state;
    if (before) state = before[w];
    WalkBlock(f, shape, w, &state, true);
  });
}

template <class F>
void ScanInBlocks(const KernelContext& context, F f, int64_t outer, int64_t n,
                  int64_t inner, int64_t block) {
  constexpr int kThreads = 128;
  if (outer * n * inner == 0) return;
  const ScanShape shape = {outer, n, inner, block, (n + block - 1) / block};
  const int64_t count = outer * shape.blocks * inner;
  Scratch<typename F::State> states(context, shape.blocks > 1 ? count : 0);
  if (shape.blocks > 1) {
    Launch(context, &BlockTotals<F>, Blocks(count, kThreads), kThreads, f,
           shape, states.data());
    Launch(context, &StatesBefore<F>, Blocks(outer * inner, kThreads), kThreads,
           shape, states.data());
  }
  Launch(context, &ScanFrom<F>, Blocks(count, kThreads), kThreads, f, shape,
         states.data());
}

// A block where the result does not depend on how a row is cut: the whole row
// where there are many, else as many blocks as elements in a block.
inline int64_t AnyBlock(int64_t rows, int64_t n) {
  if (rows >= 16384) return n;
  return std::max<int64_t>(32, static_cast<int64_t>(std::sqrt(n)));
}

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_SCAN_BLOCKS_H_
