// The CPU's kernels for gathers, scatters and nonzero.
#include <algorithm>
#include <cstring>
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
  IndexPlan check;
  check.ndim = 0;
  check.numel = plan.numel;
  for (int d = 0; d < plan.ndim; ++d) {
    if (plan.index_stride[d] == 0) continue;
    check.shape[check.ndim] = plan.shape[d];
    check.index_stride[check.ndim] = plan.index_stride[d];
    check.big_stride[check.ndim] = check.small_stride[check.ndim] = 0;
    ++check.ndim;
  }
  const I* indices = reinterpret_cast<const I*>(plan.index);
  const int64_t n = InnerSize(check);
  const int64_t step = check.ndim ? check.index_stride[check.ndim - 1] : 0;
  const int64_t low = plan.wrap ? -plan.dim_size : 0;
  bool good = true;
  ForEachRow(check, [&](int64_t, int64_t, int64_t index) {
    for (int64_t i = 0; good && i < n; ++i) {
      const int64_t value = indices[index + i * step];
      if (value >= low && value < plan.dim_size) continue;
      context.SetError(kernel_errors::kIndexRange, value, plan.dim_size);
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
// for reading the outermost, for writing one in which the index does not step.
template <class F>
void InParts(const IndexPlan& plan, F part) {
  const bool reads = plan.mode == IndexPlan::kGather;
  int split = -1;
  for (int d = 0; d < plan.ndim; ++d) {
    if (plan.shape[d] > 1 && (reads || (plan.dim >= 0 && d != plan.dim))) {
      split = d;
      break;
    }
  }
  constexpr int64_t kElements = 16384;
  if (split < 0 || plan.numel <= kElements) return part(plan);
  const int64_t of_one = plan.numel / plan.shape[split];
  const int64_t grain = std::max<int64_t>(1, kElements / of_one);
  const int64_t item = static_cast<int64_t>(elementSize(plan.dtype));
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

void MoveKernel(const IndexPlan& plan, KernelContext& context) {
  if (plan.index_dtype == DType::Int) {
    if (CheckBounds<int32_t>(plan, context)) Move<int32_t>(plan);
  } else {
    if (CheckBounds<int64_t>(plan, context)) Move<int64_t>(plan);
  }
}

// ---- Adding ----

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

template <class T, class I>
void AddParts(const IndexPlan& plan) {
  const auto walk = [](const IndexPlan& p, auto value) {
    Walk<T, I>(
        p,
        [&](T* big, const T* small, int64_t n, int64_t big_step,
            int64_t small_step) {
          for (int64_t i = 0; i < n; ++i) {
            big[i * big_step] =
                Sum<T>(big[i * big_step], value(small[i * small_step]));
          }
        },
        [&](T& big, const T& small) { big = Sum<T>(big, value(small)); });
  };
  InParts(plan, [&](const IndexPlan& p) {
    if (p.scaled) {
      const T alpha = AlphaOf<T>(p.alpha);
      walk(p, [alpha](T x) { return Scaled<T>(x, alpha); });
    } else {
      walk(p, [](T x) { return x; });
    }
  });
}

template <class T>
void AddKernel(const IndexPlan& plan, KernelContext& context) {
  if (plan.index_dtype == DType::Int) {
    if (CheckBounds<int32_t>(plan, context)) AddParts<T, int32_t>(plan);
  } else {
    if (CheckBounds<int64_t>(plan, context)) AddParts<T, int64_t>(plan);
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

template <class T>
void NonzeroKernel(const IndexPlan& plan, KernelContext&) {
  const T* in = reinterpret_cast<const T*>(plan.big);
  int64_t* out = reinterpret_cast<int64_t*>(plan.small);
  if (plan.mode == IndexPlan::kCount) {
    int64_t count = 0;
    for (int64_t i = 0; i < plan.numel; ++i) count += IsNonzero<T>(in[i]);
    *out = count;
    return;
  }
  for (int64_t i = 0; i < plan.numel; ++i) {
    if (!IsNonzero<T>(in[i])) continue;
    if (plan.ndim == 0) {
      *out++ = i;
      continue;
    }
    int64_t rest = i;
    for (int d = plan.ndim - 1; d >= 0; --d) {
      out[d] = rest % plan.shape[d];
      rest /= plan.shape[d];
    }
    out += plan.ndim;
  }
}

template <class T>
void Set(KernelTable& table) {
  const DType dtype = dtype_of<T>;
  for (Op op : {Op::gather, Op::index_select, Op::scatter, Op::index_copy,
                Op::index_fill, Op::take, Op::masked_select}) {
    table.Set<IndexPlan>(op, DeviceType::CPU, dtype, &MoveKernel);
  }
  for (Op op : {Op::scatter_add, Op::index_add}) {
    table.Set<IndexPlan>(op, DeviceType::CPU, dtype, &AddKernel<T>);
  }
  table.Set<IndexPlan>(Op::nonzero, DeviceType::CPU, dtype, &NonzeroKernel<T>);
}

const KernelRegistrar registrar(+[](KernelTable& table) {
  for (int d = 0; d < kDTypes; ++d) {
    visit(static_cast<DType>(d), all_types,
          [&](auto tag) { Set<typename decltype(tag)::type>(table); });
  }
});

}  // namespace
}  // namespace tessera
