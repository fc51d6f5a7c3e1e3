// amax and amin.
#include <limits>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/reduce/extreme.h"
#include "tessera/ops_cpu/reduce/fold.h"
#include "tessera/ops_cpu/reduce/kernels.h"
#include "tessera/ops_cpu/reduce/walk.h"
#include "tessera/tensor/plan/reduce_plan.h"

namespace tessera::reduce {
namespace {

// T is compared; half types as floats.
template <class Stored, class T, bool kGreatest>
struct Extreme {
  using In = Stored;
  using Acc = T;
  using Limits = std::numeric_limits<T>;
  static constexpr bool kFloats = !Limits::is_integer;
  static constexpr bool kLoops = kFloats && sizeof(Stored) >= 4;

  static T Identity() {
    if (kFloats) return kGreatest ? -Limits::infinity() : Limits::infinity();
    return kGreatest ? Limits::lowest() : Limits::max();
  }
  static void Row(T* acc, const char* in, int64_t step, int64_t n) {
    if (step == sizeof(In)) {
      const In* x = reinterpret_cast<const In*>(in);
      if constexpr (kLoops) {
        if (n > 16) {
          CurrentReduceLoops<T>().extreme_block(kGreatest, x, n, acc);
          return;
        }
      } else if constexpr (std::is_same_v<In, T>) {
        BlockExtreme<kGreatest>(x, n, acc);
        return;
      }
    }
    T best = *acc;
    for (int64_t i = 0; i < n; ++i, in += step) {
      best = Better<kGreatest>(
          static_cast<T>(*reinterpret_cast<const In*>(in)), best);
    }
    *acc = best;
  }
  static void Columns(T* acc, const char* in, int64_t step, int64_t rows,
                      int64_t cols) {
    if constexpr (kLoops) {
      CurrentReduceLoops<T>().extreme_columns(
          kGreatest, acc, reinterpret_cast<const T*>(in), step, rows, cols);
    } else if constexpr (std::is_same_v<In, T>) {
      ColumnExtreme<kGreatest>(acc, reinterpret_cast<const T*>(in), step, rows,
                               cols);
    } else {
      for (int64_t r = 0; r < rows; ++r, in += step) {
        const In* row = reinterpret_cast<const In*>(in);
        for (int64_t c = 0; c < cols; ++c) {
          acc[c] = Better<kGreatest>(static_cast<T>(row[c]), acc[c]);
        }
      }
    }
  }
  static void Combine(T* acc, T other) {
    *acc = Better<kGreatest>(other, *acc);
  }
};

template <class In, class T, bool kGreatest>
void Run(const ReducePlan& plan, KernelContext&) {
  In* results = reinterpret_cast<In*>(plan.out);
  Fold<Extreme<In, T, kGreatest>>(plan, [results](int64_t out, T best) {
    results[out] = static_cast<In>(best);
  });
}

template <class In, class T = In>
void Set(KernelTable& table, DType dtype) {
  table.Set<ReducePlan>(Op::amax, DeviceType::CPU, dtype, &Run<In, T, true>);
  table.Set<ReducePlan>(Op::amin, DeviceType::CPU, dtype, &Run<In, T, false>);
}

}  // namespace

void RegisterExtremes(KernelTable& table) {
  Set<uint8_t>(table, DType::Bool);
  Set<uint8_t>(table, DType::Byte);
  Set<uint16_t>(table, DType::UInt16);
  Set<uint32_t>(table, DType::UInt32);
  Set<uint64_t>(table, DType::UInt64);
  Set<int8_t>(table, DType::Char);
  Set<int16_t>(table, DType::Short);
  Set<int32_t>(table, DType::Int);
  Set<int64_t>(table, DType::Long);
  Set<Half, float>(table, DType::Half);
  Set<BFloat16, float>(table, DType::BFloat16);
  Set<float>(table, DType::Float);
  Set<double>(table, DType::Double);
}

}  // namespace tessera::reduce
