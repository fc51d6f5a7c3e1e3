// The CPU's kernels for places in sorted rows: searchsorted, isin.
#include <algorithm>

#include "tessera/dtype/for_each.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/ops_cpu/sort/sort_keys.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/sort_plan.h"

namespace tessera {
namespace {

using sort_keys::KeyOf;
using sort_keys::ToKey;

bool CheckSorter(const SortPlan& plan, KernelContext& context) {
  if (!plan.sorter) return true;
  const int64_t numel = (plan.shared ? 1 : plan.outer) * plan.n;
  for (int64_t i = 0; i < numel; ++i) {
    if (plan.sorter[i] >= 0 && plan.sorter[i] < plan.n) continue;
    context.SetError(kernel_errors::kIndexRange, plan.sorter[i], plan.n);
    return false;
  }
  return true;
}

template <class T>
void SearchRows(const SortPlan& plan, KernelContext& context) {
  if (!CheckSorter(plan, context)) return;
  const T* in = reinterpret_cast<const T*>(plan.in);
  const T* find = reinterpret_cast<const T*>(plan.find);
  const bool member = plan.mode == SortPlan::kMember;
  bool* found = reinterpret_cast<bool*>(plan.values);
  ParallelFor(plan.outer * plan.k, 2048, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const int64_t start = plan.shared ? 0 : i / plan.k * plan.n;
      const T* row = in + start;
      const int64_t* order = plan.sorter ? plan.sorter + start : nullptr;
      const KeyOf<T> key = ToKey(find[i]);
      int64_t low = 0, high = plan.n;
      while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        const KeyOf<T> k = ToKey(row[order ? order[middle] : middle]);
        if (plan.right ? k <= key : k < key) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      if (member) {
        const bool is = low < plan.n && ToKey(row[low]) == key &&
                        !sort_keys::IsNan(find[i]);
        found[i] = is != plan.invert;
      } else {
        plan.indices[i] = low;
      }
    }
  });
}

const KernelRegistrar registrar(+[](KernelTable& table) {
  ForEachDType(ordered_types, [&](auto tag, DType dtype) {
    if (dtype == DType::Bool) return;
    using T = BoolAsByte<typename decltype(tag)::type>;
    for (Op op : {Op::searchsorted, Op::isin}) {
      table.Set<SortPlan>(op, DeviceType::CPU, dtype, &SearchRows<T>);
    }
  });
});

}  // namespace
}  // namespace tessera
