// The CPU's kernels for one element of each row: median, kthvalue, mode.
#include <algorithm>
#include <memory>

#include "tessera/dtype/for_each.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/ops_cpu/sort/sort_keys.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/sort_plan.h"

namespace tessera {
namespace {

using sort_keys::Item;
using sort_keys::KeyOf;
using sort_keys::ToKey;

// Calls row(in, at) with the first element of each row, whose others follow in
// steps of plan.inner, and stores what it returns: the index of an element.
template <class T, class MakeScratch, class F>
void EachRow(const SortPlan& plan, MakeScratch make_scratch, F row_index) {
  const T* in = reinterpret_cast<const T*>(plan.in);
  T* values = reinterpret_cast<T*>(plan.values);
  const int64_t grain = std::max<int64_t>(1, 4096 / plan.n);
  ParallelFor(plan.outer * plan.inner, grain, [&](int64_t begin, int64_t end) {
    auto scratch = make_scratch();
    for (int64_t row = begin; row < end; ++row) {
      const T* from =
          in + row / plan.inner * plan.n * plan.inner + row % plan.inner;
      const int64_t index = row_index(from, scratch);
      plan.indices[row] = index;
      values[row] = from[index * plan.inner];
    }
  });
}

// The first index of the element that has the asked rank.
template <class T>
int64_t RankedIndex(const SortPlan& plan, const T* in, KeyOf<T>* keys) {
  const int64_t n = plan.n;
  int64_t nans = 0, first_nan = 0;
  for (int64_t i = 0; i < n; ++i) {
    const T& x = in[i * plan.inner];
    keys[i] = ToKey(x);
    if (sort_keys::IsNan(x) && nans++ == 0) first_nan = i;
  }
  int64_t k = plan.k;
  if (plan.mode == SortPlan::kMedian) {
    if (nans) return first_nan;
    k = (n - 1) / 2;
  } else if (plan.mode == SortPlan::kNanMedian) {
    if (nans == n) return 0;
    k = (n - nans - 1) / 2;
  }
  std::nth_element(keys, keys + k, keys + n);
  const KeyOf<T> key = keys[k];
  int64_t i = 0;
  while (ToKey(in[i * plan.inner]) != key) ++i;
  return i;
}

template <class T>
void SelectRanked(const SortPlan& plan, KernelContext&) {
  EachRow<T>(
      plan,
      [&] {
        return std::unique_ptr<KeyOf<T>[]>(
            new KeyOf<T>[static_cast<size_t>(plan.n)]);
      },
      [&](const T* in, auto& keys) {
        return RankedIndex(plan, in, keys.get());
      });
}

template <class T>
void SelectMode(const SortPlan& plan, KernelContext&) {
  using Items = std::unique_ptr<Item<KeyOf<T>>[]>;
  struct Scratch {
    Items items, other;
  };
  const auto n = static_cast<size_t>(plan.n);
  EachRow<T>(
      plan,
      [&] {
        return Scratch{Items(new Item<KeyOf<T>>[n]),
                       Items(new Item<KeyOf<T>>[n])};
      },
      [&](const T* in, Scratch& scratch) {
        for (int64_t i = 0; i < plan.n; ++i) {
          scratch.items[static_cast<size_t>(i)] = {ToKey(in[i * plan.inner]),
                                                   i};
        }
        const Item<KeyOf<T>>* sorted =
            sort_keys::Sort(scratch.items.get(), scratch.other.get(), plan.n);
        int64_t best = 0, index = 0;
        for (int64_t begin = 0, end; begin < plan.n; begin = end) {
          end = begin + 1;
          while (end < plan.n && sorted[end].key == sorted[begin].key) ++end;
          if (end - begin <= best) continue;
          best = end - begin;
          index = sorted[end - 1].index;
        }
        return index;
      });
}

const KernelRegistrar registrar(+[](KernelTable& table) {
  ForEachDType(ordered_types, [&](auto tag, DType dtype) {
    using T = BoolAsByte<typename decltype(tag)::type>;
    table.Set<SortPlan>(Op::mode, DeviceType::CPU, dtype, &SelectMode<T>);
    if (dtype == DType::Bool) return;
    for (Op op : {Op::median, Op::nanmedian, Op::kthvalue}) {
      table.Set<SortPlan>(op, DeviceType::CPU, dtype, &SelectRanked<T>);
    }
  });
});

}  // namespace
}  // namespace tessera
