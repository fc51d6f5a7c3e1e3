// Elements as keys of 64 bits in the same order, and rows of them sorted.
//
//   KeyOf<float>(-1) < KeyOf<float>(0);          // in a kernel
//   KeyOf<float>(NAN) == kNanKey;                // the greatest
//   const SortedRows<float> sorted(plan, context);
//   sorted.keys();     // row r: [r n, (r + 1) n); ascending
//   sorted.numbers();  // where in its row each stood
#ifndef TESSERA_OPS_CUDA_SORT_KEYS_H_
#define TESSERA_OPS_CUDA_SORT_KEYS_H_

#include <cuda_runtime.h>

#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/runtime/launch.h"
#include "tessera/ops_cuda/runtime/scratch.h"
#include "tessera/ops_cuda/sort/sort_pairs.h"
#include "tessera/tensor/functors/math_base.h"
#include "tessera/tensor/plan/sort_plan.h"

namespace tessera::cuda {

constexpr int kSortThreads = 256;
constexpr uint64_t kNanKey = ~uint64_t{0};

// Ascending with x; NaN is the largest, and all NaNs and both zeros are equal.
template <class T>
__device__ uint64_t KeyOf(T x) {
  if constexpr (std::is_same_v<T, double>) {
    if (x != x) return kNanKey;
    const uint64_t bits = math::Bits(x == 0 ? 0. : x);
    return bits >> 63 ? ~bits : bits | uint64_t{1} << 63;
  } else if constexpr (std::is_integral_v<T>) {
    if constexpr (std::is_signed_v<T>) {
      constexpr uint64_t kSign = uint64_t{1} << 63;
      return static_cast<uint64_t>(static_cast<int64_t>(x)) ^ kSign;
    } else {
      return x;
    }
  } else {
    return KeyOf<double>(static_cast<double>(static_cast<float>(x)));
  }
}

// Whether a key of T's is NaN's: integers have none.
template <class T>
__device__ bool IsNanKey(uint64_t key) {
  return !std::is_integral_v<T> && key == kNanKey;
}

// How many of n ascending keys are less than `key`, or not greater.
__device__ inline int64_t CountBefore(const uint64_t* keys, int64_t n,
                                      uint64_t key, bool or_equal = false) {
  return CountWhile(n, [&](int64_t i) {
    return keys[i] < key || (or_equal && keys[i] == key);
  });
}

// Element i of row r of a tensor whose rows have n.
__device__ inline int64_t Place(const SortPlan& plan, int64_t r, int64_t i,
                                int64_t n) {
  return (r / plan.inner * n + i) * plan.inner + r % plan.inner;
}

template <class T>
__global__ void MakeKeys(SortPlan plan, uint64_t* keys, int64_t* numbers) {
  const T* const in = reinterpret_cast<const T*>(plan.in);
  const int64_t total = plan.outer * plan.inner * plan.n;
  ForEach(total, [&](int64_t e) {
    const int64_t r = e / plan.n;
    const int64_t i = e - r * plan.n;
    const uint64_t key = KeyOf<T>(in[Place(plan, r, i, plan.n)]);
    keys[e] = plan.descending ? ~key : key;
    numbers[e] = i;
  });
}

// The plan's rows, which have elements; in descending order by the keys'
// complements.
template <class T>
class SortedRows {
 public:
  SortedRows(const SortPlan& plan, const KernelContext& context)
      : total_(plan.outer * plan.inner * plan.n),
        keys_(context, 2 * total_),
        numbers_(context, 2 * total_) {
    Launch(context, &MakeKeys<T>, Blocks(total_, kSortThreads), kSortThreads,
           plan, keys_.data(), numbers_.data());
    SortPairs(context, keys_.data(), keys_.data() + total_, numbers_.data(),
              numbers_.data() + total_, plan.n, plan.outer * plan.inner);
  }
  const uint64_t* keys() { return keys_.data() + total_; }
  const int64_t* numbers() { return numbers_.data() + total_; }

 private:
  int64_t total_;
  Scratch<uint64_t> keys_;
  Scratch<int64_t> numbers_;
};

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_SORT_KEYS_H_
