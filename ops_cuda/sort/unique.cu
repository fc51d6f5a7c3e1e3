// unique and unique_consecutive: rows in order, the first of each run of equal
// ones marked, and the marks' running sum as the number of each row's group.
#include <utility>

#include "tessera/dtype/for_each.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/scan/running_sum.h"
#include "tessera/ops_cuda/sort/keys.h"
#include "tessera/ops_cuda/sort/sort.h"

namespace tessera::cuda {
namespace {

// The keys of column j, in the order so far.
template <class T>
__global__ void ColumnKeys(SortPlan plan, int64_t j, const int64_t* order,
                           uint64_t* keys) {
  const T* const in = reinterpret_cast<const T*>(plan.in);
  ForEach(plan.n, [&](int64_t i) {
    keys[i] = KeyOf<T>(in[order[i] * plan.inner + j]);
  });
}

__global__ void Count(int64_t* order, int64_t n) {
  ForEach(n, [&](int64_t i) { order[i] = i; });
}

// marks: 1 for each row that is not its predecessor's equal. order is null
// where rows stand in it.
template <class T>
__global__ void MarkFirst(SortPlan plan, const int64_t* order, int64_t* marks) {
  const T* const in = reinterpret_cast<const T*>(plan.in);
  const int64_t m = plan.inner;
  ForEach(plan.n, [&](int64_t i) {
    bool equal = i > 0;
    if (equal) {
      const T* const x = in + (order ? order[i] : i) * m;
      const T* const before = in + (order ? order[i - 1] : i - 1) * m;
      for (int64_t j = 0; j < m && equal; ++j) {
        const uint64_t key = KeyOf<T>(x[j]);
        equal = key == KeyOf<T>(before[j]) && !IsNanKey<T>(key);
      }
    }
    marks[i] = !equal;
  });
}

// groups: of each row, from 1. starts[g]: the first row of group g, as they
// are sorted, and n behind the last.
template <class T>
__global__ void WriteGroups(SortPlan plan, const int64_t* order,
                            const int64_t* groups, int64_t* starts) {
  const T* const in = reinterpret_cast<const T*>(plan.in);
  T* const values = reinterpret_cast<T*>(plan.values);
  const int64_t m = plan.inner;
  ForEach(plan.n * m, [&](int64_t e) {
    const int64_t i = e / m;
    const int64_t j = e - i * m;
    const int64_t row = order ? order[i] : i;
    const int64_t group = groups[i] - 1;
    const bool first = i == 0 || groups[i - 1] <= group;
    if (first) values[group * m + j] = in[row * m + j];
    if (j > 0) return;
    if (first) starts[group] = i;
    if (plan.indices) plan.indices[row] = group;
    if (i + 1 == plan.n) {
      starts[group + 1] = plan.n;
      *plan.groups = group + 1;
    }
  });
}

__global__ void WriteCounts(SortPlan plan, const int64_t* starts) {
  ForEach(*plan.groups,
          [&](int64_t g) { plan.counts[g] = starts[g + 1] - starts[g]; });
}

__global__ void NoGroups(SortPlan plan) { *plan.groups = 0; }

// The rows' numbers in their order: sorted by each column, the last one first.
template <class T>
const int64_t* SortByColumns(const SortPlan& plan, KernelContext& context,
                             uint64_t* keys, int64_t* order) {
  const unsigned blocks = Blocks(plan.n, kSortThreads);
  int64_t* sorted = order + plan.n;
  Launch(context, &Count, blocks, kSortThreads, order, plan.n);
  for (int64_t j = plan.inner - 1; j >= 0; --j) {
    Launch(context, &ColumnKeys<T>, blocks, kSortThreads, plan, j, order, keys);
    SortPairs(context, keys, keys + plan.n, order, sorted, plan.n, 1);
    std::swap(order, sorted);
  }
  return order;
}

template <class T>
void Run(const SortPlan& plan, KernelContext& context) {
  const int64_t n = plan.n;
  if (n == 0) {
    Launch(context, &NoGroups, 1, 1, plan);
    return;
  }
  const bool sort = plan.mode == SortPlan::kUnique;
  Scratch<uint64_t> keys(context, sort ? 2 * n : 0);
  Scratch<int64_t> orders(context, sort ? 2 * n : 0);
  Scratch<int64_t> groups(context, n);
  Scratch<int64_t> starts(context, n + 1);
  const int64_t* const order =
      sort ? SortByColumns<T>(plan, context, keys.data(), orders.data())
           : nullptr;
  Launch(context, &MarkFirst<T>, Blocks(n, kSortThreads), kSortThreads, plan,
         order, groups.data());
  RunningSum(context, groups.data(), n);
  Launch(context, &WriteGroups<T>, Blocks(n * plan.inner, kSortThreads),
         kSortThreads, plan, order, groups.data(), starts.data());
  if (plan.counts) {
    Launch(context, &WriteCounts, Blocks(n, kSortThreads), kSortThreads, plan,
           starts.data());
  }
}

}  // namespace

void RegisterUnique(KernelTable& table) {
  ForEachDType(ordered_types, [&](auto tag, DType dtype) {
    using T = BoolAsByte<typename decltype(tag)::type>;
    for (Op op : {Op::unique, Op::unique_consecutive}) {
      table.Set<SortPlan>(op, DeviceType::CUDA, dtype, &Run<T>);
    }
  });
}

}  // namespace tessera::cuda
