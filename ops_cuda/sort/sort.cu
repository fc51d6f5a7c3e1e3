// sort, argsort and topk: the first k of sorted rows.
#include "tessera/dtype/for_each.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/sort/keys.h"
#include "tessera/ops_cuda/sort/sort.h"

namespace tessera::cuda {
namespace {

template <class T>
__global__ void TakeFirst(SortPlan plan, const int64_t* numbers) {
  const T* const in = reinterpret_cast<const T*>(plan.in);
  T* const values = reinterpret_cast<T*>(plan.values);
  const int64_t total = plan.outer * plan.inner * plan.k;
  ForEach(total, [&](int64_t e) {
    const int64_t r = e / plan.k;
    const int64_t i = e - r * plan.k;
    const int64_t from = numbers[r * plan.n + i];
    const int64_t to = Place(plan, r, i, plan.k);
    plan.indices[to] = from;
    if (values) values[to] = in[Place(plan, r, from, plan.n)];
  });
}

template <class T>
void Run(const SortPlan& plan, KernelContext& context) {
  const int64_t total = plan.outer * plan.inner * plan.k;
  if (total == 0) return;
  SortedRows<T> sorted(plan, context);
  Launch(context, &TakeFirst<T>, Blocks(total, kSortThreads), kSortThreads,
         plan, sorted.numbers());
}

}  // namespace

void RegisterSort(KernelTable& table) {
  ForEachDType(ordered_types, [&](auto tag, DType dtype) {
    using T = BoolAsByte<typename decltype(tag)::type>;
    for (Op op : {Op::sort, Op::argsort, Op::topk}) {
      if (op == Op::topk && dtype == DType::Bool) continue;
      table.Set<SortPlan>(op, DeviceType::CUDA, dtype, &Run<T>);
    }
  });
}

}  // namespace tessera::cuda
