// amax and amin.
#include <algorithm>
#include <limits>
#include <type_traits>

#include "tessera/dtype/for_each.h"
#include "tessera/ops_cpu/reduce/extreme.h"
#include "tessera/ops_cpu/reduce/fold.h"
#include "tessera/ops_cpu/reduce/kernels.h"
#include "tessera/ops_cpu/reduce/walk.h"
#include "tessera/tensor/plan/reduce_plan.h"

namespace tessera::reduce {
namespace {

// In as stored; T is compared: half types as floats.
template <class In, class T, bool kGreatest>
struct Extreme {
  using Limits = std::numeric_limits<T>;
  static constexpr bool kFloats = !Limits::is_integer;
  static constexpr bool kLoops = kFloats && sizeof(In) >= 4;

  static void Clear(void* acc, int64_t n) {
    T least = kFloats ? -Limits::infinity() : Limits::lowest();
    if (!kGreatest) least = kFloats ? Limits::infinity() : Limits::max();
    std::fill_n(static_cast<T*>(acc), n, least);
  }
  static void Row(void* acc, const char* in, int64_t step, int64_t n) {
    T* best = static_cast<T*>(acc);
    if constexpr (std::is_same_v<In, T>) {
      if (step == sizeof(In)) {
        const T* x = reinterpret_cast<const T*>(in);
        if constexpr (kLoops) {
          CurrentReduceLoops<T>().extreme_block(kGreatest, x, n, best);
        } else {
          BlockExtreme<kGreatest>(x, n, best);
        }
        return;
      }
    }
    T b = *best;
    for (int64_t i = 0; i < n; ++i, in += step) {
      b = Better<kGreatest>(static_cast<T>(*reinterpret_cast<const In*>(in)),
                            b);
    }
    *best = b;
  }
  static void Columns(void* acc, const char* in, int64_t step, int64_t rows,
                      int64_t cols) {
    T* best = static_cast<T*>(acc);
    if constexpr (kLoops) {
      CurrentReduceLoops<T>().extreme_columns(
          kGreatest, best, reinterpret_cast<const T*>(in), step, rows, cols);
    } else if constexpr (std::is_same_v<In, T>) {
      ColumnExtreme<kGreatest>(best, reinterpret_cast<const T*>(in), step, rows,
                               cols);
    } else {
      for (int64_t r = 0; r < rows; ++r, in += step) {
        const In* row = reinterpret_cast<const In*>(in);
        for (int64_t c = 0; c < cols; ++c) {
          best[c] = Better<kGreatest>(static_cast<T>(row[c]), best[c]);
        }
      }
    }
  }
  static void Combine(void* acc, const void* other) {
    T* best = static_cast<T*>(acc);
    *best = Better<kGreatest>(*static_cast<const T*>(other), *best);
  }
  static void Store(const ReducePlan& plan, Op, int64_t out, const void* acc) {
    reinterpret_cast<In*>(plan.out)[out] =
        static_cast<In>(*static_cast<const T*>(acc));
  }
  static void Run(const ReducePlan& plan, KernelContext& context) {
    static constexpr FoldLoops kThis = {sizeof(In), sizeof(T), &Clear, &Row,
                                        &Columns,   &Combine,  &Store};
    RunFold(plan, context.op, kThis);
  }
};

template <class In>
void Set(KernelTable& table, DType dtype) {
  using T = std::conditional_t<(reduced_floating_types.contains(dtype_of<In>)),
                               float, In>;
  table.Set<ReducePlan>(Op::amax, DeviceType::CPU, dtype,
                        &Extreme<In, T, true>::Run);
  table.Set<ReducePlan>(Op::amin, DeviceType::CPU, dtype,
                        &Extreme<In, T, false>::Run);
}

}  // namespace

void RegisterExtremes(KernelTable& table) {
  ForEachDType(ordered_types, [&](auto tag, DType dtype) {
    Set<BoolAsByte<typename decltype(tag)::type>>(table, dtype);
  });
}

}  // namespace tessera::reduce
