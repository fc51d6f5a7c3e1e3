#include <cuda_runtime.h>

#include "tessera/ops_cuda/scan/blocks.h"
#include "tessera/ops_cuda/scan/running_sum.h"

namespace tessera::cuda {
namespace {

// Sums that stop at kMost may be added in any order, as those that wrap.
struct NumberSum {
  static constexpr uint64_t kMost = uint64_t{1} << 62;
  uint64_t s = 0;
  static __device__ uint64_t Least(uint64_t x) { return x < kMost ? x : kMost; }
  __device__ void Add(uint64_t x) { s = Least(s + Least(x)); }
  __device__ void AddTotal(const NumberSum& total) { Add(total.s); }
};

struct InPlace {
  using State = NumberSum;
  int64_t* counts;

  __device__ void Add(State* state, int64_t at, int64_t) const {
    state->Add(static_cast<uint64_t>(counts[at]));
  }
  __device__ void Store(const State& state, int64_t at) const {
    counts[at] = static_cast<int64_t>(state.s);
  }
};

}  // namespace

void RunningSum(const KernelContext& context, int64_t* counts, int64_t n) {
  ScanInBlocks(context, InPlace{counts}, 1, n, 1, AnyBlock(1, n));
}

}  // namespace tessera::cuda
