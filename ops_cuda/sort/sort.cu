// sort, argsort and topk: keys of 64 bits in the order of the values, sorted
// with their numbers, of which the first k are taken.
#include <cuda_runtime.h>

#include <cstdint>
#include <type_traits>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cuda/runtime/launch.h"
#include "tessera/ops_cuda/runtime/scratch.h"
#include "tessera/ops_cuda/sort/sort_pairs.h"
#include "tessera/tensor/functors/math_base.h"
#include "tessera/tensor/plan/sort_plan.h"

namespace tessera::cuda {
namespace {

constexpr int kThreads = 256;

// Ascending with x; NaN is the largest, and all NaNs and both zeros are equal.
template <class T>
__device__ uint64_t KeyOf(T x) {
  if constexpr (std::is_same_v<T, double>) {
    if (x != x) return ~uint64_t{0};
    const uint64_t bits = math::Bits(x == 0 ? 0. : x);
    return bits >> 63 ? ~bits : bits | uint64_t{1} << 63;
  } else if constexpr (std::is_integral_v<T>) {
    if constexpr (std::is_signed_v<T>) {
      return static_cast<uint64_t>(static_cast<int64_t>(x)) ^ uint64_t { 1 }
                                                                  << 63;
    } else {
      return x;
    }
  } else {
    return KeyOf<double>(static_cast<double>(static_cast<float>(x)));
  }
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
  const int64_t step = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t e = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
       e < total; e += step) {
    const int64_t r = e / plan.n;
    const int64_t i = e - r * plan.n;
    const uint64_t key = KeyOf<T>(in[Place(plan, r, i, plan.n)]);
    keys[e] = plan.descending ? ~key : key;
    numbers[e] = i;
  }
}

template <class T>
__global__ void TakeFirst(SortPlan plan, const int64_t* numbers) {
  const T* const in = reinterpret_cast<const T*>(plan.in);
  T* const values = reinterpret_cast<T*>(plan.values);
  const int64_t total = plan.outer * plan.inner * plan.k;
  const int64_t step = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t e = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
       e < total; e += step) {
    const int64_t r = e / plan.k;
    const int64_t i = e - r * plan.k;
    const int64_t from = numbers[r * plan.n + i];
    const int64_t to = Place(plan, r, i, plan.k);
    plan.indices[to] = from;
    if (values) values[to] = in[Place(plan, r, from, plan.n)];
  }
}

template <class T>
void Run(const SortPlan& plan, KernelContext& context) {
  const int64_t rows = plan.outer * plan.inner;
  const int64_t total = rows * plan.n;
  if (total == 0 || plan.k == 0) return;
  Scratch<uint64_t> keys(context, 2 * total);
  Scratch<int64_t> numbers(context, 2 * total);
  Launch(context, &MakeKeys<T>, Blocks(total, kThreads), kThreads, plan,
         keys.data(), numbers.data());
  SortPairs(context, keys.data(), keys.data() + total, numbers.data(),
            numbers.data() + total, plan.n, rows);
  Launch(context, &TakeFirst<T>, Blocks(rows * plan.k, kThreads), kThreads,
         plan, numbers.data() + total);
}

template <class T>
void Set(KernelTable& table, DType dtype) {
  for (Op op : {Op::sort, Op::argsort, Op::topk}) {
    if (op == Op::topk && dtype == DType::Bool) continue;
    table.Set<SortPlan>(op, DeviceType::CUDA, dtype, &Run<T>);
  }
}

}  // namespace

void RegisterSort(KernelTable& table) {
  Set<uint8_t>(table, DType::Bool);
  Set<uint8_t>(table, DType::Byte);
  Set<uint16_t>(table, DType::UInt16);
  Set<uint32_t>(table, DType::UInt32);
  Set<uint64_t>(table, DType::UInt64);
  Set<int8_t>(table, DType::Char);
  Set<int16_t>(table, DType::Short);
  Set<int32_t>(table, DType::Int);
  Set<int64_t>(table, DType::Long);
  Set<Half>(table, DType::Half);
  Set<BFloat16>(table, DType::BFloat16);
  Set<float>(table, DType::Float);
  Set<double>(table, DType::Double);
}

}  // namespace tessera::cuda
