// max, min, argmax and argmin: the first of the greatest (least) elements, or
// the first NaN.
#include <limits>
#include <type_traits>

#include "tessera/dtype/for_each.h"
#include "tessera/ops_cpu/reduce/extreme.h"
#include "tessera/ops_cpu/reduce/kernels.h"
#include "tessera/ops_cpu/reduce/walk.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/plan/reduce_plan.h"

namespace tessera::reduce {
namespace {

// Whether x, that comes after best, takes its place.
template <bool kGreatest, class T>
bool Beats(T x, T best) {
  return (kGreatest ? best < x : x < best) || (x != x && best == best);
}

template <class T>
struct Best {
  T value;
  int64_t index;
};

template <class In, class T, bool kGreatest>
class Indexed {
 public:
  Indexed(const ReducePlan& plan, Op op)
      : plan_(plan), values_(op == Op::max || op == Op::min) {}

  void Run() {
    if (plan_.outputs == 0) return;
    if (ByColumns(plan_, sizeof(In))) {
      RunColumns();
      return;
    }
    ParallelFor(plan_.outputs, std::max<int64_t>(1, kGrain / 4 / plan_.count),
                [&](int64_t begin, int64_t end) {
                  ForEachOutput(plan_, begin, end,
                                [&](const char* in, int64_t out) {
                                  const Best<T> best = Row(in);
                                  Store(out, best.value, best.index);
                                });
                });
  }

 private:
  static T Load(const char* in) {
    return static_cast<T>(*reinterpret_cast<const In*>(in));
  }

  Best<T> Row(const char* in) {
    Best<T> best = {Load(in), 0};
    if (IsDense(plan_, sizeof(In)) && plan_.count > 64) {
      if constexpr (std::is_same_v<In, T>) return LongRow(in);
    }
    if (plan_.reduce_ndim == 1) {
      const int64_t step = plan_.reduce_in[0];
      for (int64_t k = 1; k < plan_.count; ++k) {
        in += step;
        const T x = Load(in);
        if (Beats<kGreatest>(x, best.value)) best = {x, k};
      }
      return best;
    }
    int64_t i = 0;
    Cursor cursor(plan_, 0);
    cursor.ForEachRun(
        plan_.count, [&](int64_t offset, int64_t step, int64_t n) {
          const char* at = in + offset;
          for (const int64_t end = i + n; i < end; ++i, at += step) {
            const T x = Load(at);
            if (Beats<kGreatest>(x, best.value)) best = {x, i};
          }
        });
    return best;
  }

  // The value first, then the place of its first occurrence.
  Best<T> LongRow(const char* in) {
    const T* x = reinterpret_cast<const T*>(in);
    T value = x[0];
    if constexpr (std::is_floating_point_v<T>) {
      CurrentReduceLoops<T>().extreme_block(kGreatest, x, plan_.count, &value);
    } else {
      BlockExtreme<kGreatest>(x, plan_.count, &value);
    }
    int64_t i = 0;
    const auto hit = [value](T v) {
      return v == value || (value != value && v != v);
    };
    for (; i + 64 <= plan_.count; i += 64) {
      int hits = 0;
      for (int j = 0; j < 64; ++j) hits += hit(x[i + j]);
      if (hits) break;
    }
    while (!hit(x[i])) ++i;
    return {x[i], i};
  }

  void RunColumns() {
    constexpr int64_t kColumns = 64;
    const int64_t columns = plan_.keep_shape[0];
    const int64_t strips = (columns + kColumns - 1) / kColumns;
    const int64_t work = plan_.count * std::min(columns, kColumns);
    ParallelFor(plan_.outputs / columns * strips,
                std::max<int64_t>(1, kGrain / 4 / work),
                [&](int64_t begin, int64_t end) {
                  for (int64_t g = begin; g < end; ++g) {
                    const int64_t row = g / strips;
                    const int64_t first = g % strips * kColumns;
                    const int64_t cols = std::min(kColumns, columns - first);
                    ForEachOutput(
                        plan_, row, row + 1,
                        [&](const char* in, int64_t out) {
                          Strip(in + first * plan_.keep_in[0], cols,
                                out + first * plan_.keep_out[0]);
                        },
                        1);
                  }
                });
  }

  void Strip(const char* in, int64_t cols, int64_t out) {
    T value[64];
    int64_t index[64];
    for (int64_t c = 0; c < cols; ++c) {
      value[c] = Load(in + c * sizeof(In));
      index[c] = 0;
    }
    int64_t i = 0;
    Cursor cursor(plan_, 0);
    cursor.ForEachRun(
        plan_.count, [&](int64_t offset, int64_t step, int64_t rows) {
          const char* at = in + offset;
          for (const int64_t end = i + rows; i < end; ++i, at += step) {
            for (int64_t c = 0; c < cols; ++c) {
              const T x = Load(at + c * sizeof(In));
              const bool beats = Beats<kGreatest>(x, value[c]);
              value[c] = beats ? x : value[c];
              index[c] = beats ? i : index[c];
            }
          }
        });
    for (int64_t c = 0; c < cols; ++c) {
      Store(out + c * plan_.keep_out[0], value[c], index[c]);
    }
  }

  void Store(int64_t out, T value, int64_t index) {
    if (values_) {
      reinterpret_cast<In*>(plan_.out)[out] = static_cast<In>(value);
      reinterpret_cast<int64_t*>(plan_.out2)[out] = index;
    } else {
      reinterpret_cast<int64_t*>(plan_.out)[out] = index;
    }
  }

  const ReducePlan& plan_;
  const bool values_;
};

template <class In, class T, bool kGreatest>
void Run(const ReducePlan& plan, KernelContext& context) {
  Indexed<In, T, kGreatest>(plan, context.op).Run();
}

template <class In>
void Set(KernelTable& table, DType dtype) {
  using T = std::conditional_t<(reduced_floating_types.contains(dtype_of<In>)),
                               float, In>;
  const auto greatest = &Run<In, T, true>;
  const auto least = &Run<In, T, false>;
  table.Set<ReducePlan>(Op::max, DeviceType::CPU, dtype, greatest);
  table.Set<ReducePlan>(Op::min, DeviceType::CPU, dtype, least);
  if (dtype == DType::Bool) return;
  table.Set<ReducePlan>(Op::argmax, DeviceType::CPU, dtype, greatest);
  table.Set<ReducePlan>(Op::argmin, DeviceType::CPU, dtype, least);
}

}  // namespace

void RegisterIndexed(KernelTable& table) {
  ForEachDType(ordered_types, [&](auto tag, DType dtype) {
    Set<BoolAsByte<typename decltype(tag)::type>>(table, dtype);
  });
}

}  // namespace tessera::reduce
