// Reductions whose parts may be merged in any order: by threads that take every
// blockDim.x-th element, then merge pairwise.
//
//   struct Count {
//     using Acc = uint64_t;
//     __device__ static Acc Start(Mode, bool greatest);
//     __device__ static void Add(Acc* acc, const char* at, int64_t k, Mode,
//     bool);
//     __device__ static void Merge(Acc* acc, const Acc& other, Mode, bool);
//     __device__ static void Store(const ReducePlan&, int64_t out, Acc, Mode);
//   };
//   RunFold<Count>(plan, context, mode, false, sizeof(float));
#ifndef TESSERA_OPS_CUDA_REDUCE_FOLD_H_
#define TESSERA_OPS_CUDA_REDUCE_FOLD_H_

#include <cuda_runtime.h>

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/ops_cuda/reduce/walk.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/runtime/launch.h"

namespace tessera::cuda {

constexpr int kFoldThreads = 128;

// What an op makes of it; of one template, for fewer kernels.
enum class Mode { kSum, kAll, kAny, kValueAndIndex, kIndex, kValue };

// Acc has a constructor perhaps, which shared memory may not.
template <class Acc>
struct alignas(16) Shared {
  char bytes[kFoldThreads * sizeof(Acc)];
};

template <class F>
__global__ void FoldOutputs(ReducePlan plan, Mode mode, bool greatest) {
  ForEach(plan.outputs, [&](int64_t o) {
    const char* in;
    int64_t out;
    KeptAt(plan, o, &in, &out);
    typename F::Acc acc = F::Start(mode, greatest);
    for (int64_t k = 0; k < plan.count; ++k) {
      F::Add(&acc, in + ReducedOffset(plan, k), k, mode, greatest);
    }
    F::Store(plan, out, acc, mode);
  });
}

template <class F>
__global__ void FoldRows(ReducePlan plan, Mode mode, bool greatest) {
  using Acc = typename F::Acc;
  __shared__ Shared<Acc> shared;
  Acc* const accs = reinterpret_cast<Acc*>(shared.bytes);
  const int mine = static_cast<int>(threadIdx.x);
  for (int64_t o = blockIdx.x; o < plan.outputs; o += gridDim.x) {
    const char* in;
    int64_t out;
    KeptAt(plan, o, &in, &out);
    Acc acc = F::Start(mode, greatest);
    for (int64_t k = mine; k < plan.count; k += kFoldThreads) {
      F::Add(&acc, in + ReducedOffset(plan, k), k, mode, greatest);
    }
    accs[mine] = acc;
    for (int w = kFoldThreads / 2; w; w /= 2) {
      __syncthreads();
      if (mine < w) F::Merge(&accs[mine], accs[mine + w], mode, greatest);
    }
    if (mine == 0) F::Store(plan, out, accs[0], mode);
    __syncthreads();  // before the next output's
  }
}

template <class F>
void RunFold(const ReducePlan& plan, KernelContext& context, Mode mode,
             bool greatest, int64_t width) {
  if (plan.outputs == 0) return;
  if (ByOutputs(plan, width)) {
    Launch(context, &FoldOutputs<F>, Blocks(plan.outputs, 128), 128, plan, mode,
           greatest);
  } else {
    LaunchWithBarriers(context, &FoldRows<F>, Blocks(plan.outputs, 1),
                       kFoldThreads, plan, mode, greatest);
  }
}

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_REDUCE_FOLD_H_
