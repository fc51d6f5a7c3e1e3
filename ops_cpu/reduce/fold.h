// Folds whose result does not depend on the order: integer sums, counts,
// greatest and least elements.
//
//   struct Count {  // of nonzero int32
//     using In = int32_t;
//     using Acc = int64_t;
//     static Acc Identity() { return 0; }
//     static void Row(Acc* acc, const char* in, int64_t step, int64_t n);
//     static void Columns(Acc* acc, const char* in, int64_t step, int64_t rows,
//                         int64_t cols);  // of a dense row each
//     static void Combine(Acc* acc, Acc other);
//   };
//   Fold<Count>(plan, [&](int64_t out, int64_t count) { ... });
#ifndef TESSERA_OPS_CPU_REDUCE_FOLD_H_
#define TESSERA_OPS_CPU_REDUCE_FOLD_H_

#include <algorithm>
#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/ops_cpu/reduce/walk.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"

namespace tessera::reduce {

// store(out, acc) for every output, from any thread.
template <class F, class Store>
void Fold(const ReducePlan& plan, Store&& store) {
  using In = typename F::In;
  using Acc = typename F::Acc;
  constexpr int64_t kColumns = 64;
  if (plan.outputs == 0) return;
  const int64_t count = plan.count;

  if (ByColumns(plan, sizeof(In))) {
    const int64_t columns = plan.keep_shape[0];
    const int64_t strips = (columns + kColumns - 1) / kColumns;
    const int64_t groups = plan.outputs / columns * strips;
    const int64_t work =
        std::max<int64_t>(count, 1) * std::min(columns, kColumns);
    ParallelFor(
        groups, std::max<int64_t>(1, kGrain / work),
        [&](int64_t begin, int64_t end) {
          for (int64_t g = begin; g < end; ++g) {
            const int64_t row = g / strips;
            const int64_t first = g % strips * kColumns;
            const int64_t cols = std::min(kColumns, columns - first);
            Acc acc[kColumns];
            for (int64_t c = 0; c < cols; ++c) acc[c] = F::Identity();
            ForEachOutput(
                plan, row, row + 1,
                [&](const char* in, int64_t out) {
                  in += first * plan.keep_in[0];
                  Cursor cursor(plan, 0);
                  cursor.ForEachRun(
                      count, [&](int64_t offset, int64_t step, int64_t rows) {
                        F::Columns(acc, in + offset, step, rows, cols);
                      });
                  for (int64_t c = 0; c < cols; ++c) {
                    store(out + (first + c) * plan.keep_out[0], acc[c]);
                  }
                },
                1);
          }
        });
    return;
  }

  const auto part = [&](const char* in, int64_t begin, int64_t end, Acc* acc) {
    Cursor cursor(plan, begin);
    cursor.ForEachRun(end - begin,
                      [&](int64_t offset, int64_t step, int64_t n) {
                        F::Row(acc, in + offset, step, n);
                      });
  };
  constexpr int64_t kParts = 64;
  const bool wide =
      count > 2 * kGrain && plan.outputs < 2 * get_num_threads();
  const int64_t grain =
      wide ? plan.outputs
           : std::max<int64_t>(1, kGrain / std::max<int64_t>(count, 1));
  ParallelFor(plan.outputs, grain, [&](int64_t begin, int64_t end) {
    ForEachOutput(plan, begin, end, [&](const char* in, int64_t out) {
      Acc acc = F::Identity();
      if (!wide) {
        part(in, 0, count, &acc);
      } else {
        const int64_t size =
            std::max<int64_t>(kGrain, (count + kParts - 1) / kParts);
        Acc parts[kParts];
        ParallelFor((count + size - 1) / size, 1,
                    [&](int64_t first, int64_t last) {
                      for (int64_t p = first; p < last; ++p) {
                        parts[p] = F::Identity();
                        part(in, p * size, std::min(count, (p + 1) * size),
                             &parts[p]);
                      }
                    });
        for (int64_t p = 0; p * size < count; ++p) F::Combine(&acc, parts[p]);
      }
      store(out, acc);
    });
  });
}

}  // namespace tessera::reduce

#endif  // TESSERA_OPS_CPU_REDUCE_FOLD_H_
