#include <cuda_runtime.h>

#include "tessera/ops_cuda/scan/blocks.h"
#include "tessera/ops_cuda/scan/running_sum.h"
#include "tessera/tensor/functors/scan.h"

namespace tessera::cuda {
namespace {

struct InPlace {
  using State = functors::IntSum;
  int64_t* counts;

  __device__ void Add(State* state, int64_t at, int64_t) const {
    state->Add(static_cast<uint64_t>(counts[at]));
  }
  __device__ void Store(const State& state, int64_t at) const {
    counts[at] = static_cast<int64_t>(state.Value());
  }
};

}  // namespace

void RunningSum(const KernelContext& context, int64_t* counts, int64_t n) {
  ScanInBlocks(context, InPlace{counts}, 1, n, 1, AnyBlock(1, n));
}

}  // namespace tessera::cuda
