// Gathers, scatters and nonzero.
#include <cuda_runtime.h>

#include <cstdint>
#include <type_traits>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/for_each.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cuda/index/index.h"
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/runtime/launch.h"
#include "tessera/ops_cuda/runtime/scratch.h"
#include "tessera/ops_cuda/scan/running_sum.h"
#include "tessera/ops_cuda/sort/sort_pairs.h"
#include "tessera/tensor/plan/index_plan.h"

namespace tessera::cuda {
namespace {

constexpr int kThreads = 128;

__device__ inline int64_t IndexAt(const IndexPlan& plan, int64_t at) {
  return plan.index_dtype == DType::Int
             ? reinterpret_cast<const int32_t*>(plan.index)[at]
             : reinterpret_cast<const int64_t*>(plan.index)[at];
}

struct Places {
  int64_t big, small, index;
};

// Of position p of the dimensions in `dims`, a bit for each; row-major.
__device__ inline Places PlacesOf(const IndexPlan& plan, int64_t p,
                                  uint64_t dims) {
  Places at = {0, 0, 0};
  for (int d = plan.ndim - 1; d >= 0; --d) {
    if (!(dims >> d & 1)) continue;
    const int64_t above = p / plan.shape[d];
    const int64_t i = p - above * plan.shape[d];
    at.big += i * plan.big_stride[d];
    at.small += i * plan.small_stride[d];
    at.index += i * plan.index_stride[d];
    p = above;
  }
  return at;
}

__global__ void CheckIndices(IndexPlan plan, ErrorSink errors) {
  ForEach(plan.numel, [&](int64_t p) {
    const int64_t v = IndexAt(plan, PlacesOf(plan, p, ~uint64_t{0}).index);
    if (v < (plan.wrap ? -plan.dim_size : 0) || v >= plan.dim_size) {
      errors.Set(kIndexRange, v, plan.dim_size);
    }
  });
}

__device__ inline int64_t IndexOffset(const IndexPlan& plan, const Places& at) {
  int64_t v = IndexAt(plan, at.index);
  if (v < 0 && !plan.checked) v += plan.dim_size;
  return v * plan.dim_stride;
}

// Calls body(places) for all positions. Those that differ in dimensions of
// `meet` alone go one after the other, in order; others to any thread.
template <class Body>
__device__ void ForPositions(const IndexPlan& plan, uint64_t meet, Body body) {
  int64_t along = 1;
  for (int d = 0; d < plan.ndim; ++d) {
    if (meet >> d & 1) along *= plan.shape[d];
  }
  const int64_t lines = along ? plan.numel / along : 0;
  ForEach(lines, [&](int64_t p) {
    const Places line = PlacesOf(plan, p, ~meet);
    for (int64_t k = 0; k < along; ++k) {
      Places at = PlacesOf(plan, k, meet);
      at.big += line.big;
      at.small += line.small;
      at.index += line.index;
      body(at);
    }
  });
}

template <class T>
__global__ void Gather(IndexPlan plan, ErrorSink errors) {
  if (errors.record->kind) return;
  const T* const big = reinterpret_cast<const T*>(plan.big);
  T* const small = reinterpret_cast<T*>(plan.small);
  ForPositions(plan, 0, [&](const Places& at) {
    small[at.small] = big[at.big + IndexOffset(plan, at)];
  });
}

template <class T>
__global__ void PutMasked(IndexPlan plan) {
  T* const big = reinterpret_cast<T*>(plan.big);
  const T* const small = reinterpret_cast<const T*>(plan.small);
  ForPositions(plan, plan.meet, [&](const Places& at) {
    if (plan.index[at.index]) big[at.big] = small[at.small];
  });
}

__global__ void Offsets(IndexPlan plan) {
  const int64_t* const big = reinterpret_cast<const int64_t*>(plan.big);
  int64_t* const small = reinterpret_cast<int64_t*>(plan.small);
  ForPositions(plan, 0, [&](const Places& at) {
    // big is null or small's memory.
    const int64_t before = big ? small[at.small] : 0;
    small[at.small] = before + IndexOffset(plan, at);
  });
}

// Integers wrap.
template <class T>
__device__ T Sum(T a, T b) {
  if constexpr (std::is_same_v<T, bool>) {
    return a || b;
  } else if constexpr (std::is_integral_v<T>) {
    return static_cast<T>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
  } else {
    return a + b;
  }
}
template <class T>
__device__ T Product(T a, T b) {
  if constexpr (std::is_same_v<T, bool>) {
    return a && b;
  } else if constexpr (std::is_integral_v<T>) {
    return static_cast<T>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
  } else {
    return a * b;
  }
}
template <class T>
__device__ T AlphaOf(const PlanAttr& alpha) {
  if constexpr (std::is_integral_v<T>) {
    return static_cast<T>(alpha.i);
  } else if constexpr (is_complex<T>::value) {
    using Part = typename T::value_type;
    return T(static_cast<Part>(alpha.f[0]), static_cast<Part>(alpha.f[1]));
  } else {
    return static_cast<T>(alpha.f[0]);
  }
}
// NaN wins.
template <class T>
__device__ T Extreme(T a, T b, bool greatest) {
  if (a != a) return a;
  const bool better = greatest ? b > a : b < a;
  return better || b != b ? b : a;
}

template <class T>
__device__ T Combined(const IndexPlan& plan, T a, T b) {
  if (plan.mode == IndexPlan::kAdd) {
    return Sum<T>(a, plan.scaled ? Product<T>(b, AlphaOf<T>(plan.alpha)) : b);
  }
  if constexpr (!is_complex<T>::value) {
    if (plan.mode != IndexPlan::kMultiply) {
      return Extreme<T>(a, b, plan.mode == IndexPlan::kMax);
    }
  }
  return Product<T>(a, b);
}

// What an element becomes, where x is put.
template <class X>
struct Put {
  using T = X;
  static __device__ T Of(const IndexPlan&, T, T x) { return x; }
};
template <class X>
struct Combine {
  using T = X;
  static __device__ T Of(const IndexPlan& plan, T value, T x) {
    return Combined<T>(plan, value, x);
  }
};

template <class W>
__global__ void WriteLines(IndexPlan plan, ErrorSink errors) {
  using T = typename W::T;
  if (errors.record->kind) return;
  T* const big = reinterpret_cast<T*>(plan.big);
  const T* const small = reinterpret_cast<const T*>(plan.small);
  ForPositions(plan, plan.meet, [&](const Places& at) {
    T* const to = big + at.big + IndexOffset(plan, at);
    *to = W::Of(plan, *to, small[at.small]);
  });
}

// ---- Writes in the order of their places, where lines are few ----

// Where position p writes.
__global__ void MakePlaces(IndexPlan plan, uint64_t* keys, int64_t* numbers) {
  ForEach(plan.numel, [&](int64_t p) {
    const Places at = PlacesOf(plan, p, ~uint64_t{0});
    keys[p] = static_cast<uint64_t>(at.big + IndexOffset(plan, at));
    numbers[p] = p;
  });
}

// A thread takes a place, and the positions that write there in their order.
template <class W>
__global__ void WriteSorted(IndexPlan plan, const uint64_t* keys,
                            const int64_t* numbers, ErrorSink errors) {
  using T = typename W::T;
  if (errors.record->kind) return;
  T* const big = reinterpret_cast<T*>(plan.big);
  const T* const small = reinterpret_cast<const T*>(plan.small);
  ForEach(plan.numel, [&](int64_t e) {
    if (e > 0 && keys[e - 1] == keys[e]) return;
    T* const to = big + static_cast<int64_t>(keys[e]);
    T value = *to;
    for (int64_t i = e; i < plan.numel && keys[i] == keys[e]; ++i) {
      const T x = small[PlacesOf(plan, numbers[i], ~uint64_t{0}).small];
      value = W::Of(plan, value, x);
    }
    *to = value;
  });
}

// How many threads a plan can use.
int64_t Lines(const IndexPlan& plan, uint64_t meet) {
  int64_t lines = plan.numel;
  for (int d = 0; d < plan.ndim; ++d) {
    if (meet >> d & 1) lines /= plan.shape[d];
  }
  return lines;
}

// All values of the index, each once, also where there is nothing to move.
void Check(const IndexPlan& plan, KernelContext& context) {
  if (plan.checked || plan.mode == IndexPlan::kPutMasked) return;
  IndexPlan check = plan;
  check.numel = 1;
  for (int d = 0; d < plan.ndim; ++d) {
    if (plan.index_stride[d] == 0) check.shape[d] = 1;
    check.numel *= check.shape[d];
  }
  Launch(context, &CheckIndices, Blocks(check.numel, kThreads), kThreads, check,
         Errors(context));
}

// The plan has positions. A thread takes a line, whose writes may meet; where
// lines are few and long, places are sorted, and a thread takes one of those.
template <class W>
void Write(const IndexPlan& plan, KernelContext& context) {
  const ErrorSink errors = Errors(context);
  const int64_t n = plan.numel;
  const int64_t lines = Lines(plan, plan.meet);
  if (lines >= 8192 || n / lines < 64) {
    Launch(context, &WriteLines<W>, Blocks(lines, kThreads), kThreads, plan,
           errors);
    return;
  }
  Scratch<uint64_t> keys(context, 2 * n);
  Scratch<int64_t> numbers(context, 2 * n);
  Launch(context, &MakePlaces, Blocks(n, kThreads), kThreads, plan, keys.data(),
         numbers.data());
  SortPairs(context, keys.data(), keys.data() + n, numbers.data(),
            numbers.data() + n, n, 1);
  Launch(context, &WriteSorted<W>, Blocks(n, kThreads), kThreads, plan,
         keys.data() + n, numbers.data() + n, errors);
}

struct Bytes16 {
  uint64_t a, b;
};

template <class T>
void MoveAs(const IndexPlan& plan, KernelContext& context) {
  switch (plan.mode) {
    case IndexPlan::kGather:
      Launch(context, &Gather<T>, Blocks(plan.numel, kThreads), kThreads, plan,
             Errors(context));
      return;
    case IndexPlan::kPutMasked:
      Launch(context, &PutMasked<T>, Blocks(Lines(plan, plan.meet), kThreads),
             kThreads, plan);
      return;
    default:
      Write<Put<T>>(plan, context);
  }
}

void Move(const IndexPlan& plan, KernelContext& context) {
  Check(plan, context);
  if (plan.numel == 0) return;
  if (plan.mode == IndexPlan::kOffsets) {
    Launch(context, &Offsets, Blocks(plan.numel, kThreads), kThreads, plan);
    return;
  }
  switch (elementSize(plan.dtype)) {
    case 1:
      return MoveAs<uint8_t>(plan, context);
    case 2:
      return MoveAs<uint16_t>(plan, context);
    case 4:
      return MoveAs<uint32_t>(plan, context);
    case 8:
      return MoveAs<uint64_t>(plan, context);
    default:
      return MoveAs<Bytes16>(plan, context);
  }
}

template <class T>
void CombineAll(const IndexPlan& plan, KernelContext& context) {
  Check(plan, context);
  if (plan.numel != 0) Write<Combine<T>>(plan, context);
}

// index_put: moves, or adds.
template <class T>
void PutOrAdd(const IndexPlan& plan, KernelContext& context) {
  if (plan.mode == IndexPlan::kAdd) {
    CombineAll<T>(plan, context);
  } else {
    Move(plan, context);
  }
}

// ---- nonzero: counted in chunks, which then know where they write ----

constexpr int64_t kChunk = 256;

template <class T>
__device__ bool IsNonzero(const T& x) {
  if constexpr (std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>) {
    return (x.x & 0x7fff) != 0;
  } else {
    return x != T(0);
  }
}

template <class T>
__global__ void CountChunks(IndexPlan plan, int64_t chunks, int64_t* counts) {
  const T* const in = reinterpret_cast<const T*>(plan.big);
  ForEach(chunks, [&](int64_t c) {
    int64_t count = 0;
    for (int64_t i = c * kChunk; i < plan.numel && i < (c + 1) * kChunk; ++i) {
      count += IsNonzero<T>(in[i]);
    }
    counts[c] = count;
  });
}

__global__ void TakeTotal(const int64_t* sums, int64_t n, int64_t* total) {
  *total = n ? sums[n - 1] : 0;
}

// through[c]: how many there are up to the end of chunk c.
template <class T>
__global__ void WriteChunks(IndexPlan plan, int64_t chunks,
                            const int64_t* through) {
  const T* const in = reinterpret_cast<const T*>(plan.big);
  ForEach(chunks, [&](int64_t c) {
    const bool positions = plan.mode == IndexPlan::kPositions;
    int64_t* out = reinterpret_cast<int64_t*>(plan.small) +
                   (c ? through[c - 1] : 0) * (positions ? plan.ndim : 1);
    for (int64_t i = c * kChunk; i < plan.numel && i < (c + 1) * kChunk; ++i) {
      if (!IsNonzero<T>(in[i])) continue;
      if (!positions) {
        *out++ = PlacesOf(plan, i, ~uint64_t{0}).big;
        continue;
      }
      int64_t rest = i;
      for (int d = plan.ndim - 1; d >= 0; --d) {
        out[d] = rest % plan.shape[d];
        rest /= plan.shape[d];
      }
      out += plan.ndim;
    }
  });
}

template <class T>
void Nonzero(const IndexPlan& plan, KernelContext& context) {
  const int64_t chunks = (plan.numel + kChunk - 1) / kChunk;
  Scratch<int64_t> counts(context, chunks);
  if (chunks) {
    Launch(context, &CountChunks<T>, Blocks(chunks, kThreads), kThreads, plan,
           chunks, counts.data());
  }
  RunningSum(context, counts.data(), chunks);
  if (plan.mode == IndexPlan::kCount) {
    Launch(context, &TakeTotal, 1, 1, counts.data(), chunks,
           reinterpret_cast<int64_t*>(plan.small));
  } else if (chunks) {
    Launch(context, &WriteChunks<T>, Blocks(chunks, kThreads), kThreads, plan,
           chunks, counts.data());
  }
}

// ---- repeat_interleave: by the counts' running sum ----

__global__ void ReadCounts(IndexPlan plan, int64_t* counts, ErrorSink errors) {
  ForEach(plan.numel, [&](int64_t i) {
    const int64_t count = IndexAt(plan, i);
    if (count < 0) errors.Set(kIndexRange, count, 0);
    counts[i] = count;
  });
}

// A thread for each element of the output looks for whose it is.
__global__ void RepeatAll(IndexPlan plan, const int64_t* through,
                          ErrorSink errors) {
  if (errors.record->kind) return;
  const int64_t total = plan.numel ? through[plan.numel - 1] : 0;
  ForEach(total, [&](int64_t e) {
    reinterpret_cast<int64_t*>(plan.small)[e] =
        CountWhile(plan.numel, [&](int64_t i) { return through[i] <= e; });
  });
}

template <DType kIndex>
void Repeat(const IndexPlan& plan, KernelContext& context) {
  IndexPlan typed = plan;
  typed.index_dtype = kIndex;
  const ErrorSink errors = Errors(context);
  Scratch<int64_t> through(context, plan.numel);
  Launch(context, &ReadCounts, Blocks(plan.numel, kThreads), kThreads, typed,
         through.data(), errors);
  RunningSum(context, through.data(), plan.numel);
  if (plan.mode == IndexPlan::kTotal) {
    Launch(context, &TakeTotal, 1, 1, through.data(), plan.numel,
           reinterpret_cast<int64_t*>(plan.small));
  } else {
    // How many elements there are is known on the device.
    Launch(context, &RepeatAll, 256, kThreads, typed, through.data(), errors);
  }
}

template <class T>
void Set(KernelTable& table, DType dtype) {
  for (Op op : {Op::scatter_add, Op::index_add, Op::scatter_reduce}) {
    table.Set<IndexPlan>(op, DeviceType::CUDA, dtype, &CombineAll<T>);
  }
  table.Set<IndexPlan>(Op::index_put, DeviceType::CUDA, dtype, &PutOrAdd<T>);
  table.Set<IndexPlan>(Op::nonzero, DeviceType::CUDA, dtype, &Nonzero<T>);
}

}  // namespace

void RegisterIndex(KernelTable& table) {
  for (Op op : {Op::gather, Op::index_select, Op::scatter, Op::index_copy,
                Op::index_fill, Op::take, Op::masked_select, Op::index,
                Op::masked_scatter}) {
    for (int d = 0; d < kDTypes; ++d) {
      table.Set<IndexPlan>(op, DeviceType::CUDA, static_cast<DType>(d), &Move);
    }
  }
  table.Set<IndexPlan>(Op::repeat_interleave, DeviceType::CUDA, DType::Long,
                       &Repeat<DType::Long>);
  table.Set<IndexPlan>(Op::repeat_interleave, DeviceType::CUDA, DType::Int,
                       &Repeat<DType::Int>);
  ForEachDType(all_types, [&](auto tag, DType dtype) {
    Set<typename decltype(tag)::type>(table, dtype);
  });
}

}  // namespace tessera::cuda
