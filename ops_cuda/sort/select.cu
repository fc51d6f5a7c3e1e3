// One element of each row, from its sorted keys: median, nanmedian, kthvalue,
// mode. Of equal ones the first stands first in a stable order.
#include "tessera/dtype/for_each.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/sort/keys.h"
#include "tessera/ops_cuda/sort/sort.h"

namespace tessera::cuda {
namespace {

template <class T>
__device__ void Select(const SortPlan& plan, int64_t r, int64_t i) {
  plan.indices[r] = i;
  reinterpret_cast<T*>(plan.values)[r] =
      reinterpret_cast<const T*>(plan.in)[Place(plan, r, i, plan.n)];
}

template <class T>
__global__ void SelectRanked(SortPlan plan, const uint64_t* keys,
                             const int64_t* numbers) {
  const int64_t n = plan.n;
  ForEach(plan.outer * plan.inner, [&](int64_t r) {
    const uint64_t* const row = keys + r * n;
    int64_t k = plan.k;
    if (plan.mode != SortPlan::kKth) {
      const bool nans = IsNanKey<T>(row[n - 1]);
      const int64_t numbered = nans ? CountBefore(row, n, kNanKey) : n;
      if (plan.mode == SortPlan::kMedian && nans) {
        k = n - 1;
      } else {
        k = numbered ? (numbered - 1) / 2 : 0;
      }
    }
    Select<T>(plan, r, numbers[r * n + CountBefore(row, n, row[k])]);
  });
}

// The most frequent key's last place: a block takes a row, and each thread the
// runs of equal keys that begin at its elements.
constexpr int kModeThreads = 128;
struct Runs {
  int64_t length, begin;  // of the longest, of equals the first
  __device__ void Take(const Runs& other) {
    if (other.length > length ||
        (other.length == length && other.begin < begin)) {
      *this = other;
    }
  }
};

template <class T>
__global__ void SelectMode(SortPlan plan, const uint64_t* keys,
                           const int64_t* numbers) {
  __shared__ Runs runs[kModeThreads];
  const int64_t n = plan.n;
  const int mine = static_cast<int>(threadIdx.x);
  for (int64_t r = blockIdx.x; r < plan.outer * plan.inner; r += gridDim.x) {
    const uint64_t* const row = keys + r * n;
    Runs longest = {0, 0};
    for (int64_t i = mine; i < n; i += kModeThreads) {
      if (i > 0 && row[i - 1] == row[i]) continue;
      longest.Take({CountBefore(row + i, n - i, row[i], true), i});
    }
    runs[mine] = longest;
    for (int w = kModeThreads / 2; w; w /= 2) {
      __syncthreads();
      if (mine < w) runs[mine].Take(runs[mine + w]);
    }
    if (mine == 0) {
      const int64_t last = runs[0].begin + runs[0].length - 1;
      Select<T>(plan, r, numbers[r * n + last]);
    }
    __syncthreads();  // before the next row's
  }
}

template <class T>
void Run(const SortPlan& plan, KernelContext& context) {
  const int64_t rows = plan.outer * plan.inner;
  if (rows == 0 || plan.n == 0) return;
  SortedRows<T> sorted(plan, context);
  if (plan.mode == SortPlan::kMode) {
    LaunchWithBarriers(context, &SelectMode<T>, Blocks(rows, 1), kModeThreads,
                       plan, sorted.keys(), sorted.numbers());
  } else {
    Launch(context, &SelectRanked<T>, Blocks(rows, kSortThreads), kSortThreads,
           plan, sorted.keys(), sorted.numbers());
  }
}

}  // namespace

void RegisterSelect(KernelTable& table) {
  ForEachDType(ordered_types, [&](auto tag, DType dtype) {
    using T = BoolAsByte<typename decltype(tag)::type>;
    for (Op op : {Op::mode, Op::median, Op::nanmedian, Op::kthvalue}) {
      if (op != Op::mode && dtype == DType::Bool) continue;
      table.Set<SortPlan>(op, DeviceType::CUDA, dtype, &Run<T>);
    }
  });
}

}  // namespace tessera::cuda
