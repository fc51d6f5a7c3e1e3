// Places in ascending rows: searchsorted, isin. A thread looks for an element.
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/ops_cuda/sort/keys.h"
#include "tessera/ops_cuda/sort/sort.h"

namespace tessera::cuda {
namespace {

__global__ void CheckSorter(const int64_t* sorter, int64_t total, int64_t n,
                            ErrorSink errors) {
  const int64_t step = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
       i < total; i += step) {
    if (sorter[i] < 0 || sorter[i] >= n) errors.Set(kIndexRange, sorter[i], n);
  }
}

template <class T>
__global__ void SearchRows(SortPlan plan, ErrorSink errors) {
  if (errors.record && errors.record->kind) return;
  const T* const in = reinterpret_cast<const T*>(plan.in);
  const T* const find = reinterpret_cast<const T*>(plan.find);
  const int64_t step = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t e = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
       e < plan.outer * plan.k; e += step) {
    const int64_t start = plan.shared ? 0 : e / plan.k * plan.n;
    const T* const row = in + start;
    const int64_t* const order = plan.sorter ? plan.sorter + start : nullptr;
    const uint64_t key = KeyOf<T>(find[e]);
    int64_t low = 0, high = plan.n;
    while (low < high) {
      const int64_t middle = low + (high - low) / 2;
      const uint64_t k = KeyOf<T>(row[order ? order[middle] : middle]);
      if (k < key || (plan.right && k == key)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (plan.mode == SortPlan::kMember) {
      const bool is =
          low < plan.n && KeyOf<T>(row[low]) == key && !IsNanKey<T>(key);
      reinterpret_cast<bool*>(plan.values)[e] = is != plan.invert;
    } else {
      plan.indices[e] = low;
    }
  }
}

template <class T>
void Run(const SortPlan& plan, KernelContext& context) {
  const int64_t total = plan.outer * plan.k;
  const int64_t sorters =
      plan.sorter ? (plan.shared ? 1 : plan.outer) * plan.n : 0;
  ErrorSink errors = {nullptr, 0};
  if (sorters) {
    errors = Errors(context);
    Launch(context, &CheckSorter, Blocks(sorters, kSortThreads), kSortThreads,
           plan.sorter, sorters, plan.n, errors);
  }
  Launch(context, &SearchRows<T>, Blocks(total, kSortThreads), kSortThreads,
         plan, errors);
}

}  // namespace

void RegisterSearch(KernelTable& table) {
  ForEachOrderedDType([&](auto tag, DType dtype) {
    if (dtype == DType::Bool) return;
    for (Op op : {Op::searchsorted, Op::isin}) {
      table.Set<SortPlan>(op, DeviceType::CUDA, dtype, &Run<decltype(tag)>);
    }
  });
}

}  // namespace tessera::cuda
