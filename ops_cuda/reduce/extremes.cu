// amax and amin; max, min, argmax and argmin, with an index. NaN wins over
// every number; of equals amax takes the last, max and argmax the first.
#include <limits>
#include <type_traits>

#include "tessera/dtype/for_each.h"
#include "tessera/ops_cuda/reduce/fold.h"
#include "tessera/ops_cuda/reduce/kernels.h"

namespace tessera::cuda {
namespace {

template <class In, class T>
struct Extreme {
  struct Acc {
    T value;
    int64_t index;  // -1: none yet
  };

  __device__ static Acc Start(Mode, bool greatest) {
    if constexpr (std::is_floating_point_v<T>) {
      const T infinity = static_cast<T>(__builtin_inff());
      return {greatest ? -infinity : infinity, -1};
    } else {
      constexpr T kLeast = std::numeric_limits<T>::lowest();
      constexpr T kMost = std::numeric_limits<T>::max();
      return {greatest ? kLeast : kMost, -1};
    }
  }
  __device__ static bool Beats(const Acc& x, const Acc& best, Mode mode,
                               bool greatest) {
    if (x.index < 0) return false;
    if (best.index < 0) return true;
    const bool x_nan = x.value != x.value;
    const bool best_nan = best.value != best.value;
    if (x_nan != best_nan) return x_nan;
    if (!x_nan && x.value != best.value) {
      return (x.value > best.value) == greatest;
    }
    return (x.index > best.index) == (mode == Mode::kValue);
  }
  __device__ static void Add(Acc* acc, const char* at, int64_t k, Mode mode,
                             bool greatest) {
    const Acc x = {Load<T, In>(at), k};
    if (Beats(x, *acc, mode, greatest)) *acc = x;
  }
  __device__ static void Merge(Acc* acc, const Acc& other, Mode mode,
                               bool greatest) {
    if (Beats(other, *acc, mode, greatest)) *acc = other;
  }
  __device__ static void Store(const ReducePlan& plan, int64_t out,
                               const Acc& acc, Mode mode) {
    if (mode == Mode::kIndex) {
      reinterpret_cast<int64_t*>(plan.out)[out] = acc.index;
      return;
    }
    reinterpret_cast<In*>(plan.out)[out] = static_cast<In>(acc.value);
    if (mode == Mode::kValueAndIndex) {
      reinterpret_cast<int64_t*>(plan.out2)[out] = acc.index;
    }
  }
};

template <class In, class T>
void Run(const ReducePlan& plan, KernelContext& context) {
  const Op op = context.op;
  const Mode mode = op == Op::amax || op == Op::amin ? Mode::kValue
                    : op == Op::max || op == Op::min ? Mode::kValueAndIndex
                                                     : Mode::kIndex;
  const bool greatest = op == Op::amax || op == Op::max || op == Op::argmax;
  RunFold<Extreme<In, T>>(plan, context, mode, greatest, sizeof(In));
}

template <class In>
void Set(KernelTable& table, DType dtype) {
  using T = std::conditional_t<(reduced_floating_types.contains(dtype_of<In>)),
                               float, In>;
  for (Op op : {Op::amax, Op::amin, Op::max, Op::min}) {
    table.Set<ReducePlan>(op, DeviceType::CUDA, dtype, &Run<In, T>);
  }
  if (dtype == DType::Bool) return;
  for (Op op : {Op::argmax, Op::argmin}) {
    table.Set<ReducePlan>(op, DeviceType::CUDA, dtype, &Run<In, T>);
  }
}

}  // namespace

void RegisterExtremes(KernelTable& table) {
  ForEachDType(ordered_types, [&](auto tag, DType dtype) {
    Set<BoolAsByte<typename decltype(tag)::type>>(table, dtype);
  });
}

}  // namespace tessera::cuda
