// The CPU's kernels for gathers, scatters and nonzero.
#include <algorithm>
#include <cstring>
#include <memory>
#include <type_traits>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/convert.h"
#include "tessera/dtype/half.h"
#include "tessera/dtype/visit.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/plan/index_plan.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera {
namespace {

constexpr int kMaxDims = Geometry::kMaxDims;

// Calls f(big, small, index) with the places of all positions but for the
// innermost dimension, in row-major order.
template <class F>
void ForEachRow(const IndexPlan& plan, F f) {
  if (plan.numel == 0) return;
  int64_t big = 0, small = 0, index = 0;
  int64_t at[kMaxDims] = {};
  const int last = plan.ndim - 1;
  while (true) {
    f(big, small, index);
    int d = last - 1;
    for (; d >= 0; --d) {
      big += plan.big_stride[d];
      small += plan.small_stride[d];
      index += plan.index_stride[d];
      if (++at[d] < plan.shape[d]) break;
      big -= plan.shape[d] * plan.big_stride[d];
      small -= plan.shape[d] * plan.small_stride[d];
      index -= plan.shape[d] * plan.index_stride[d];
      at[d] = 0;
    }
    if (d < 0) return;
  }
}

// The innermost dimension, or a single element of a 0-d plan.
int64_t InnerSize(const IndexPlan& plan) {
  return plan.ndim == 0 ? 1 : plan.shape[plan.ndim - 1];
}

// Dimensions in which the index stands still are looked at once.
template <class I>
bool CheckBounds(const IndexPlan& plan, KernelContext& context) {
  if (plan.checked) return true;
  IndexPlan check;
  check.ndim = 0;
  for (int d = 0; d < plan.ndim; ++d) {
    if (plan.index_stride[d] == 0) continue;
    check.shape[check.ndim] = plan.shape[d];
    check.index_stride[check.ndim] = plan.index_stride[d];
    check.big_stride[check.ndim] = check.small_stride[check.ndim] = 0;
    ++check.ndim;
  }
  check.numel = 1;
  for (int d = 0; d < check.ndim; ++d) check.numel *= check.shape[d];
  const I* indices = reinterpret_cast<const I*>(plan.index);
  const int64_t n = InnerSize(check);
  const int64_t step = check.ndim ? check.index_stride[check.ndim - 1] : 0;
  // One comparison: what is too low becomes very high.
  const uint64_t low = static_cast<uint64_t>(plan.wrap ? -plan.dim_size : 0);
  const uint64_t range =
      static_cast<uint64_t>(plan.wrap ? 2 * plan.dim_size : plan.dim_size);
  const auto bad = [&](I value) {
    return static_cast<uint64_t>(int64_t{value}) - low >= range;
  };
  bool good = true;
  ForEachRow(check, [&](int64_t, int64_t, int64_t index) {
    const I* row = indices + index;
    unsigned any = 0;
    if (step == 1) {
      for (int64_t i = 0; i < n; ++i) any |= bad(row[i]);
    } else {
      for (int64_t i = 0; i < n; ++i) any |= bad(row[i * step]);
    }
    for (int64_t i = 0; any && good && i < n; ++i) {
      if (!bad(row[i * step])) continue;
      context.SetError(kernel_errors::kIndexRange, row[i * step],
                       plan.dim_size);
      good = false;
    }
  });
  return good;
}

// For each row along the innermost dimension body(big, small, n, big_step,
// small_step) where the index stands still in it, else one call an element.
template <class T, class I, class Run, class One>
void Walk(const IndexPlan& plan, Run run, One one) {
  T* const bigs = reinterpret_cast<T*>(plan.big);
  T* const smalls = reinterpret_cast<T*>(plan.small);
  const I* const indices = reinterpret_cast<const I*>(plan.index);
  const int last = plan.ndim - 1;
  const int64_t n = InnerSize(plan);
  const int64_t big_step = plan.ndim ? plan.big_stride[last] : 0;
  const int64_t small_step = plan.ndim ? plan.small_stride[last] : 0;
  const int64_t index_step = plan.ndim ? plan.index_stride[last] : 0;
  const int64_t wrap = plan.wrap ? plan.dim_size : 0;
  const auto offset = [&](int64_t index) {
    const int64_t value = indices[index];
    return (value < 0 ? value + wrap : value) * plan.dim_stride;
  };
  ForEachRow(plan, [&](int64_t big, int64_t small, int64_t index) {
    if (index_step == 0) {
      run(bigs + big + offset(index), smalls + small, n, big_step, small_step);
      return;
    }
    for (int64_t i = 0; i < n; ++i) {
      one(bigs[big + i * big_step + offset(index + i * index_step)],
          smalls[small + i * small_step]);
    }
  });
}

// Runs part(p) on parts of the plan along one dimension, in several threads:
// for reading the outermost, for writing one in which no two positions meet.
template <class F>
void InParts(const IndexPlan& plan, F part) {
  const bool reads = plan.mode == IndexPlan::kGather;
  int split = -1;
  for (int d = 0; d < plan.ndim; ++d) {
    if (plan.shape[d] > 1 && (reads || !(plan.meet >> d & 1))) {
      split = d;
      break;
    }
  }
  constexpr int64_t kElements = 16384;
  if (split < 0 || plan.numel <= kElements) return part(plan);
  const int64_t of_one = plan.numel / plan.shape[split];
  int64_t grain = std::max<int64_t>(1, kElements / of_one);
  const int64_t item = static_cast<int64_t>(elementSize(plan.dtype));
  if (!reads) {
    // Each part goes over all indices and a part of what each names: no more
    // parts than threads, and none narrower than a cache line.
    const int64_t threads = get_num_threads();
    grain = std::max(grain, (plan.shape[split] + threads - 1) / threads);
    grain = std::max<int64_t>(grain, 64 / item);
  }
  const int64_t index_item =
      static_cast<int64_t>(elementSize(plan.index_dtype));
  ParallelFor(plan.shape[split], grain, [&](int64_t begin, int64_t end) {
    IndexPlan p = plan;
    p.shape[split] = end - begin;
    p.numel = of_one * (end - begin);
    p.big += begin * plan.big_stride[split] * item;
    p.small += begin * plan.small_stride[split] * item;
    p.index += begin * plan.index_stride[split] * index_item;
    part(p);
  });
}

// ---- Moving elements, by their size ----

template <class T, class I>
void Gather(const IndexPlan& plan) {
  Walk<T, I>(
      plan,
      [](const T* big, T* small, int64_t n, int64_t big_step,
         int64_t small_step) {
        if (big_step == 1 && small_step == 1) {
          std::memcpy(small, big, static_cast<size_t>(n) * sizeof(T));
          return;
        }
        for (int64_t i = 0; i < n; ++i)
          small[i * small_step] = big[i * big_step];
      },
      [](const T& big, T& small) { small = big; });
}

template <class T, class I>
void Put(const IndexPlan& plan) {
  Walk<T, I>(
      plan,
      [](T* big, const T* small, int64_t n, int64_t big_step,
         int64_t small_step) {
        if (big_step == 1 && small_step == 1) {
          std::memcpy(big, small, static_cast<size_t>(n) * sizeof(T));
          return;
        }
        for (int64_t i = 0; i < n; ++i)
          big[i * big_step] = small[i * small_step];
      },
      [](T& big, const T& small) { big = small; });
}

template <class T, class I>
void MoveAs(const IndexPlan& plan) {
  InParts(plan, [](const IndexPlan& p) {
    p.mode == IndexPlan::kGather ? Gather<T, I>(p) : Put<T, I>(p);
  });
}

struct Bytes16 {
  uint64_t a, b;
};

template <class I>
void Move(const IndexPlan& plan) {
  switch (elementSize(plan.dtype)) {
    case 1:
      return MoveAs<uint8_t, I>(plan);
    case 2:
      return MoveAs<uint16_t, I>(plan);
    case 4:
      return MoveAs<uint32_t, I>(plan);
    case 8:
      return MoveAs<uint64_t, I>(plan);
    default:
      return MoveAs<Bytes16, I>(plan);
  }
}

template <class T>
void PutMaskedAs(const IndexPlan& plan) {
  const int last = plan.ndim - 1;
  const int64_t big_step = plan.ndim ? plan.big_stride[last] : 0;
  const int64_t small_step = plan.ndim ? plan.small_stride[last] : 0;
  const int64_t mask_step = plan.ndim ? plan.index_stride[last] : 0;
  InParts(plan, [&](const IndexPlan& p) {
    const int64_t rows = InnerSize(p);
    ForEachRow(p, [&](int64_t big, int64_t small, int64_t index) {
      T* to = reinterpret_cast<T*>(p.big) + big;
      const T* from = reinterpret_cast<const T*>(p.small) + small;
      const char* mask = p.index + index;
      if (mask_step == 0 && !*mask) return;
      if (big_step == 1 && small_step == 0 && mask_step == 1) {
        const T value = *from;
        for (int64_t i = 0; i < rows; ++i) to[i] = mask[i] ? value : to[i];
        return;
      }
      for (int64_t i = 0; i < rows; ++i) {
        if (mask[i * mask_step]) to[i * big_step] = from[i * small_step];
      }
    });
  });
}

void PutMasked(const IndexPlan& plan) {
  switch (elementSize(plan.dtype)) {
    case 1:
      return PutMaskedAs<uint8_t>(plan);
    case 2:
      return PutMaskedAs<uint16_t>(plan);
    case 4:
      return PutMaskedAs<uint32_t>(plan);
    case 8:
      return PutMaskedAs<uint64_t>(plan);
    default:
      return PutMaskedAs<Bytes16>(plan);
  }
}

// small = big + the offset of index.
template <class I>
void Offsets(const IndexPlan& plan, KernelContext& context) {
  if (!CheckBounds<I>(plan, context)) return;
  const int64_t wrap = plan.wrap ? plan.dim_size : 0;
  InParts(plan, [&](const IndexPlan& p) {
    const int last = p.ndim - 1;
    const int64_t n = InnerSize(p);
    const int64_t step = p.ndim ? p.small_stride[last] : 0;
    const int64_t index_step = p.ndim ? p.index_stride[last] : 0;
    ForEachRow(p, [&](int64_t, int64_t small, int64_t index) {
      // big is null or small's memory.
      int64_t* to = reinterpret_cast<int64_t*>(p.small) + small;
      const I* from = reinterpret_cast<const I*>(p.index) + index;
      for (int64_t i = 0; i < n; ++i) {
        const int64_t value = from[i * index_step];
        const int64_t offset =
            (value < 0 ? value + wrap : value) * p.dim_stride;
        to[i * step] = p.big ? to[i * step] + offset : offset;
      }
    });
  });
}

template <class I>
void MoveBy(const IndexPlan& plan, KernelContext& context) {
  if (plan.mode == IndexPlan::kOffsets) return Offsets<I>(plan, context);
  if (CheckBounds<I>(plan, context)) Move<I>(plan);
}

void MoveKernel(const IndexPlan& plan, KernelContext& context) {
  if (plan.mode == IndexPlan::kPutMasked) return PutMasked(plan);
  if (plan.index_dtype == DType::Int) {
    MoveBy<int32_t>(plan, context);
  } else {
    MoveBy<int64_t>(plan, context);
  }
}

// ---- Combining ----

// Signed integers wrap.
template <class T>
T Sum(T a, T b) {
  if constexpr (std::is_same_v<T, bool>) {
    return a || b;
  } else if constexpr (std::is_integral_v<T>) {
    using U = std::make_unsigned_t<T>;
    return static_cast<T>(static_cast<U>(a) + static_cast<U>(b));
  } else {
    return a + b;
  }
}

template <class T>
T Scaled(T x, T alpha) {
  if constexpr (std::is_same_v<T, bool>) {
    return x && alpha;
  } else if constexpr (std::is_integral_v<T>) {
    // In 64 bits: narrow unsigned types would be multiplied as int.
    return static_cast<T>(static_cast<uint64_t>(x) *
                          static_cast<uint64_t>(alpha));
  } else {
    return x * alpha;
  }
}

template <class T>
T AlphaOf(const PlanAttr& attr) {
  if constexpr (std::is_integral_v<T>) {
    return static_cast<T>(attr.i);
  } else if constexpr (isComplexType(dtype_of<T>)) {
    using Part = decltype(T().real());
    return T(static_cast<Part>(attr.f[0]), static_cast<Part>(attr.f[1]));
  } else {
    return static_cast<T>(attr.f[0]);
  }
}

// The greater (or the lesser) of two; NaN wins.
template <class T, bool kGreatest>
T Extreme(T a, T b) {
  if (a != a) return a;
  const bool better = kGreatest ? b > a : b < a;
  return better || b != b ? b : a;
}

// big = combine(big, small)
template <class T, class I, class F>
void CombineParts(const IndexPlan& plan, F combine) {
  InParts(plan, [&](const IndexPlan& p) {
    Walk<T, I>(
        p,
        [&](T* big, const T* small, int64_t n, int64_t big_step,
            int64_t small_step) {
          for (int64_t i = 0; i < n; ++i) {
            big[i * big_step] =
                combine(big[i * big_step], small[i * small_step]);
          }
        },
        [&](T& big, const T& small) { big = combine(big, small); });
  });
}

template <class T, class I>
void AddParts(const IndexPlan& plan) {
  if (plan.scaled) {
    const T alpha = AlphaOf<T>(plan.alpha);
    CombineParts<T, I>(
        plan, [alpha](T a, T b) { return Sum<T>(a, Scaled<T>(b, alpha)); });
  } else {
    CombineParts<T, I>(plan, [](T a, T b) { return Sum<T>(a, b); });
  }
}

template <class T>
void AddKernel(const IndexPlan& plan, KernelContext& context) {
  if (plan.index_dtype == DType::Int) {
    if (CheckBounds<int32_t>(plan, context)) AddParts<T, int32_t>(plan);
  } else {
    if (CheckBounds<int64_t>(plan, context)) AddParts<T, int64_t>(plan);
  }
}

// scatter_reduce, whose index is int64; 16-bit floats come here as float32.
template <class T>
void ReduceKernel(const IndexPlan& plan, KernelContext& context) {
  using I = int64_t;
  if (!CheckBounds<I>(plan, context)) return;
  if (plan.mode == IndexPlan::kAdd) return AddParts<T, I>(plan);
  if constexpr (!isComplexType(dtype_of<T>)) {
    if (plan.mode == IndexPlan::kMax) {
      return CombineParts<T, I>(
          plan, [](T a, T b) { return Extreme<T, true>(a, b); });
    }
    if (plan.mode == IndexPlan::kMin) {
      return CombineParts<T, I>(
          plan, [](T a, T b) { return Extreme<T, false>(a, b); });
    }
  }
  CombineParts<T, I>(plan, [](T a, T b) { return Scaled<T>(a, b); });
}

// index_put: moves, or adds.
template <class T>
void PutKernel(const IndexPlan& plan, KernelContext& context) {
  if (plan.mode == IndexPlan::kAdd) {
    AddKernel<T>(plan, context);
  } else {
    MoveKernel(plan, context);
  }
}

// ---- nonzero ----

template <class T>
bool IsNonzero(const T& x) {
  if constexpr (std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>) {
    return (x.x & 0x7fff) != 0;
  } else {
    return x != T(0);
  }
}

constexpr int64_t kBlock = 32768;

template <class T>
int64_t CountNonzero(const T* in, int64_t n) {
  int64_t count = 0;
  for (int64_t i = 0; i < n; ++i) count += IsNonzero<T>(in[i]);
  return count;
}

// Calls found(i) for each element from begin to end that is not zero.
template <class T, class F>
void ForEachNonzero(const T* in, int64_t begin, int64_t end, F found) {
  int64_t i = begin;
  if constexpr (sizeof(T) == 1) {
    // Eight zeros at a time.
    for (; i + 8 <= end; i += 8) {
      uint64_t word;
      std::memcpy(&word, in + i, 8);
      if (word == 0) continue;
      for (int64_t j = i; j < i + 8; ++j) {
        if (IsNonzero<T>(in[j])) found(j);
      }
    }
  }
  for (; i < end; ++i) {
    if (IsNonzero<T>(in[i])) found(i);
  }
}

// Where the elements from begin to end are that are not zero.
template <class T>
void WriteNonzero(const IndexPlan& plan, int64_t begin, int64_t end,
                  int64_t* out) {
  const T* in = reinterpret_cast<const T*>(plan.big);
  const int last = plan.ndim - 1;
  const bool positions = plan.mode == IndexPlan::kPositions;
  if (plan.ndim == 0) {
    if (!positions)
      ForEachNonzero(in, begin, end, [&](int64_t) { *out++ = 0; });
    return;
  }
  if (plan.ndim == 1) {
    const int64_t step = positions ? 1 : plan.big_stride[0];
    ForEachNonzero(in, begin, end, [&](int64_t i) { *out++ = i * step; });
    return;
  }
  // Of the row along the last dimension that is being looked at.
  const int64_t inner = plan.shape[last];
  int64_t row = -inner, offset = 0;
  int64_t at[kMaxDims];
  ForEachNonzero(in, begin, end, [&](int64_t i) {
    if (i - row >= inner) {
      int64_t rest = i / inner;
      row = rest * inner;
      offset = 0;
      for (int d = last - 1; d >= 0; --d) {
        at[d] = rest % plan.shape[d];
        rest /= plan.shape[d];
        if (!positions) offset += at[d] * plan.big_stride[d];
      }
    }
    if (positions) {
      std::copy(at, at + last, out);
      out[last] = i - row;
      out += plan.ndim;
    } else {
      *out++ = offset + (i - row) * plan.big_stride[last];
    }
  });
}

template <class T>
void NonzeroKernel(const IndexPlan& plan, KernelContext&) {
  const T* in = reinterpret_cast<const T*>(plan.big);
  int64_t* out = reinterpret_cast<int64_t*>(plan.small);
  const bool counts = plan.mode == IndexPlan::kCount;
  if (plan.numel <= kBlock) {
    if (counts) {
      *out = CountNonzero(in, plan.numel);
    } else {
      WriteNonzero<T>(plan, 0, plan.numel, out);
    }
    return;
  }
  // Where each block's part of the result begins.
  const int64_t blocks = (plan.numel + kBlock - 1) / kBlock;
  const std::unique_ptr<int64_t[]> starts(
      new int64_t[static_cast<size_t>(blocks)]);
  ParallelFor(blocks, 1, [&](int64_t begin, int64_t end) {
    for (int64_t b = begin; b < end; ++b) {
      starts[static_cast<size_t>(b)] = CountNonzero(
          in + b * kBlock, std::min(kBlock, plan.numel - b * kBlock));
    }
  });
  int64_t total = 0;
  for (int64_t b = 0; b < blocks; ++b) {
    const int64_t before = total;
    total += starts[static_cast<size_t>(b)];
    starts[static_cast<size_t>(b)] = before;
  }
  if (counts) {
    *out = total;
    return;
  }
  const int64_t items = plan.mode == IndexPlan::kPositions ? plan.ndim : 1;
  ParallelFor(blocks, 1, [&](int64_t begin, int64_t end) {
    for (int64_t b = begin; b < end; ++b) {
      WriteNonzero<T>(plan, b * kBlock, std::min((b + 1) * kBlock, plan.numel),
                      out + starts[static_cast<size_t>(b)] * items);
    }
  });
}

// ---- repeat_interleave ----

template <class I>
void RepeatKernel(const IndexPlan& plan, KernelContext& context) {
  const I* repeats = reinterpret_cast<const I*>(plan.index);
  int64_t* out = reinterpret_cast<int64_t*>(plan.small);
  if (plan.mode == IndexPlan::kTotal) {
    // In unsigned arithmetic; a sum that wraps is no size.
    uint64_t total = 0;
    for (int64_t i = 0; i < plan.numel; ++i) {
      if (repeats[i] < 0) {
        context.SetError(kernel_errors::kIndexRange, repeats[i], 0);
      }
      total += static_cast<uint64_t>(repeats[i]);
      if (total > uint64_t{1} << 62) {
        total = uint64_t{1} << 62;
      }
    }
    *out = static_cast<int64_t>(total);
    return;
  }
  for (int64_t i = 0; i < plan.numel; ++i) {
    out = std::fill_n(out, repeats[i], i);
  }
}

template <class T>
void Set(KernelTable& table) {
  const DType dtype = dtype_of<T>;
  for (Op op : {Op::gather, Op::index_select, Op::scatter, Op::index_copy,
                Op::index_fill, Op::take, Op::masked_select, Op::index,
                Op::masked_scatter}) {
    table.Set<IndexPlan>(op, DeviceType::CPU, dtype, &MoveKernel);
  }
  for (Op op : {Op::scatter_add, Op::index_add}) {
    table.Set<IndexPlan>(op, DeviceType::CPU, dtype, &AddKernel<T>);
  }
  table.Set<IndexPlan>(Op::index_put, DeviceType::CPU, dtype, &PutKernel<T>);
  table.Set<IndexPlan>(Op::scatter_reduce, DeviceType::CPU, dtype,
                       &ReduceKernel<T>);
  table.Set<IndexPlan>(Op::nonzero, DeviceType::CPU, dtype, &NonzeroKernel<T>);
}

const KernelRegistrar registrar(+[](KernelTable& table) {
  table.Set<IndexPlan>(Op::repeat_interleave, DeviceType::CPU, DType::Long,
                       &RepeatKernel<int64_t>);
  table.Set<IndexPlan>(Op::repeat_interleave, DeviceType::CPU, DType::Int,
                       &RepeatKernel<int32_t>);
  for (int d = 0; d < kDTypes; ++d) {
    visit(static_cast<DType>(d), all_types,
          [&](auto tag) { Set<typename decltype(tag)::type>(table); });
  }
});

}  // namespace
}  // namespace tessera
