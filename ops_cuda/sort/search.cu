// Places in ascending rows: searchsorted, isin. A thread looks for an element.
#include "tessera/dtype/for_each.h"
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/sort/keys.h"
#include "tessera/ops_cuda/sort/sort.h"

namespace tessera::cuda {
namespace {

__global__ void CheckSorter(const int64_t* sorter, int64_t total, int64_t n,
                            ErrorSink errors) {
  ForEach(total, [&](int64_t i) {
    if (sorter[i] < 0 || sorter[i] >= n) errors.Set(kIndexRange, sorter[i], n);
  });
}

template <class T>
__global__ void SearchRows(SortPlan plan, ErrorSink errors) {
  if (errors.record && errors.record->kind) return;
  const T* const in = reinterpret_cast<const T*>(plan.in);
  const T* const find = reinterpret_cast<const T*>(plan.find);
  ForEach(plan.outer * plan.k, [&](int64_t e) {
    const int64_t start = plan.shared ? 0 : e / plan.k * plan.n;
    const T* const row = in + start;
    const int64_t* const order = plan.sorter ? plan.sorter + start : nullptr;
    const uint64_t key = KeyOf<T>(find[e]);
    const int64_t at = CountWhile(plan.n, [&](int64_t i) {
      const uint64_t k = KeyOf<T>(row[order ? order[i] : i]);
      return k < key || (plan.right && k == key);
    });
    if (plan.mode == SortPlan::kMember) {
      const bool is =
          at < plan.n && KeyOf<T>(row[at]) == key && !IsNanKey<T>(key);
      reinterpret_cast<bool*>(plan.values)[e] = is != plan.invert;
    } else {
      plan.indices[e] = at;
    }
  });
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
  ForEachDType(ordered_types, [&](auto tag, DType dtype) {
    using T = BoolAsByte<typename decltype(tag)::type>;
    if (dtype == DType::Bool) return;
    for (Op op : {Op::searchsorted, Op::isin}) {
      table.Set<SortPlan>(op, DeviceType::CUDA, dtype, &Run<T>);
    }
  });
}

}  // namespace tessera::cuda
