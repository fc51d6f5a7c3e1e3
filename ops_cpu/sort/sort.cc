// The CPU's kernels for sort, argsort and topk.
#include <algorithm>
#include <cstring>
#include <memory>
#include <type_traits>

#include "tessera/dtype/for_each.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/ops_cpu/sort/sort_keys.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/sort_plan.h"

namespace tessera {
namespace {

using sort_keys::Item;

// Buffers for the rows that one worker takes.
template <class Key>
struct Scratch {
  explicit Scratch(int64_t n)
      : items(new Item<Key>[static_cast<size_t>(n)]),
        other(new Item<Key>[static_cast<size_t>(n)]) {}
  std::unique_ptr<Item<Key>[]> items, other;
};

template <class T>
void SortRow(const SortPlan& plan, int64_t row,
             Scratch<sort_keys::KeyOf<T>>& scratch) {
  using Key = sort_keys::KeyOf<T>;
  const int64_t outer = row / plan.inner;
  const int64_t inner = row % plan.inner;
  const T* in =
      reinterpret_cast<const T*>(plan.in) + outer * plan.n * plan.inner + inner;
  Item<Key>* items = scratch.items.get();
  const Key flip = plan.descending ? static_cast<Key>(~Key{0}) : Key{0};
  const auto item = [&](int64_t i) -> Item<Key> {
    return {static_cast<Key>(sort_keys::ToKey(in[i * plan.inner]) ^ flip), i};
  };
  if (plan.k < plan.n) {
    sort_keys::SelectFirst(items, plan.k, plan.n, item);
  } else {
    for (int64_t i = 0; i < plan.n; ++i) items[i] = item(i);
    items = sort_keys::Sort(items, scratch.other.get(), plan.n);
  }
  const int64_t to = outer * plan.k * plan.inner + inner;
  for (int64_t i = 0; i < plan.k; ++i) {
    plan.indices[to + i * plan.inner] = items[i].index;
  }
  if (!plan.values) return;
  T* values = reinterpret_cast<T*>(plan.values) + to;
  for (int64_t i = 0; i < plan.k; ++i) {
    values[i * plan.inner] = in[items[i].index * plan.inner];
  }
}

template <class T>
void SortRows(const SortPlan& plan, KernelContext&) {
  const int64_t rows = plan.outer * plan.inner;
  const int64_t grain =
      std::max<int64_t>(1, 4096 / std::max<int64_t>(plan.n, 1));
  ParallelFor(rows, grain, [&](int64_t begin, int64_t end) {
    Scratch<sort_keys::KeyOf<T>> scratch(plan.n);
    for (int64_t row = begin; row < end; ++row) SortRow<T>(plan, row, scratch);
  });
}

const KernelRegistrar registrar(+[](KernelTable& table) {
  ForEachDType(ordered_types, [&](auto tag, DType dtype) {
    using T = BoolAsByte<typename decltype(tag)::type>;
    for (Op op : {Op::sort, Op::argsort, Op::topk}) {
      if (op == Op::topk && dtype == DType::Bool) continue;
      table.Set<SortPlan>(op, DeviceType::CPU, dtype, &SortRows<T>);
    }
  });
});

}  // namespace
}  // namespace tessera
