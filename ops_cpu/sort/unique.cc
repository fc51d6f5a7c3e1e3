// The CPU's kernels for unique and unique_consecutive.
#include <algorithm>
#include <cstring>
#include <memory>
#include <numeric>

#include "tessera/dtype/for_each.h"
#include "tessera/ops_cpu/sort/sort_keys.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/sort_plan.h"

namespace tessera {
namespace {

using sort_keys::Item;
using sort_keys::KeyOf;
using sort_keys::ToKey;

using Order = std::unique_ptr<int64_t[]>;

// The rows' numbers in their order; equal ones as they were.
template <class T>
Order Sorted(const SortPlan& plan) {
  const auto n = static_cast<size_t>(plan.n);
  const T* in = reinterpret_cast<const T*>(plan.in);
  Order order(new int64_t[n]);
  if (plan.inner == 1) {
    std::unique_ptr<Item<KeyOf<T>>[]> items(new Item<KeyOf<T>>[n]);
    std::unique_ptr<Item<KeyOf<T>>[]> other(new Item<KeyOf<T>>[n]);
    for (size_t i = 0; i < n; ++i) {
      items[i] = {ToKey(in[i]), static_cast<int64_t>(i)};
    }
    const auto* sorted = sort_keys::Sort(items.get(), other.get(), plan.n);
    for (size_t i = 0; i < n; ++i) order[i] = sorted[i].index;
    return order;
  }
  std::iota(order.get(), order.get() + n, 0);
  const int64_t m = plan.inner;
  std::stable_sort(order.get(), order.get() + n, [=](int64_t a, int64_t b) {
    const T* x = in + a * m;
    const T* y = in + b * m;
    for (int64_t j = 0; j < m; ++j) {
      const KeyOf<T> p = ToKey(x[j]), q = ToKey(y[j]);
      if (p != q) return p < q;
    }
    return false;
  });
  return order;
}

template <class T>
bool Equal(const T* x, const T* y, int64_t m) {
  for (int64_t j = 0; j < m; ++j) {
    if (ToKey(x[j]) != ToKey(y[j]) || sort_keys::IsNan(x[j])) return false;
  }
  return true;
}

template <class T>
void UniqueRows(const SortPlan& plan, KernelContext&) {
  Order order;
  if (plan.mode == SortPlan::kUnique) order = Sorted<T>(plan);
  const T* in = reinterpret_cast<const T*>(plan.in);
  T* values = reinterpret_cast<T*>(plan.values);
  const int64_t m = plan.inner;
  const T* last = nullptr;
  int64_t groups = 0;
  for (int64_t i = 0; i < plan.n; ++i) {
    const int64_t row = order ? order[static_cast<size_t>(i)] : i;
    const T* x = in + row * m;
    if (!last || !Equal(x, last, m)) {
      // What a row was first written as is what its equals are.
      std::memcpy(static_cast<void*>(values + groups * m), x,
                  static_cast<size_t>(m) * sizeof(T));
      if (plan.counts) plan.counts[groups] = 0;
      ++groups;
    }
    last = x;
    if (plan.counts) ++plan.counts[groups - 1];
    if (plan.indices) plan.indices[row] = groups - 1;
  }
  *plan.groups = groups;
}

const KernelRegistrar registrar(+[](KernelTable& table) {
  ForEachDType(ordered_types, [&](auto tag, DType dtype) {
    using T = BoolAsByte<typename decltype(tag)::type>;
    for (Op op : {Op::unique, Op::unique_consecutive}) {
      table.Set<SortPlan>(op, DeviceType::CPU, dtype, &UniqueRows<T>);
    }
  });
});

}  // namespace
}  // namespace tessera
