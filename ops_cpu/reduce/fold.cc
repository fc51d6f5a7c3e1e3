#include "tessera/ops_cpu/reduce/fold.h"

#include <algorithm>

#include "tessera/ops_cpu/reduce/walk.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"

namespace tessera::reduce {
namespace {

constexpr int64_t kColumns = 64;
constexpr int64_t kParts = 64;

void RunColumns(const ReducePlan& plan, Op op, const FoldLoops& loops) {
  const int64_t columns = plan.keep_shape[0];
  const int64_t strips = (columns + kColumns - 1) / kColumns;
  const int64_t work =
      std::max<int64_t>(plan.count, 1) * std::min(columns, kColumns);
  ParallelFor(
      plan.outputs / columns * strips, std::max<int64_t>(1, kGrain / work),
      [&](int64_t begin, int64_t end) {
        alignas(64) char acc[8 * kColumns];
        for (int64_t g = begin; g < end; ++g) {
          const int64_t row = g / strips;
          const int64_t first = g % strips * kColumns;
          const int64_t cols = std::min(kColumns, columns - first);
          loops.clear(acc, cols);
          ForEachOutput(
              plan, row, row + 1,
              [&](const char* in, int64_t out) {
                in += first * plan.keep_in[0];
                Cursor cursor(plan, 0);
                cursor.ForEachRun(plan.count, [&](int64_t offset, int64_t step,
                                                  int64_t rows) {
                  loops.columns(acc, in + offset, step, rows, cols);
                });
                for (int64_t c = 0; c < cols; ++c) {
                  loops.store(plan, op, out + (first + c) * plan.keep_out[0],
                              acc + c * loops.accumulator_size);
                }
              },
              1);
        }
      });
}

}  // namespace

void RunFold(const ReducePlan& plan, Op op, const FoldLoops& loops) {
  if (plan.outputs == 0) return;
  if (ByColumns(plan, loops.itemsize)) {
    RunColumns(plan, op, loops);
    return;
  }
  const int64_t count = plan.count;
  const auto part = [&](const char* in, int64_t begin, int64_t end, char* acc) {
    loops.clear(acc, 1);
    Cursor cursor(plan, begin);
    cursor.ForEachRun(end - begin,
                      [&](int64_t offset, int64_t step, int64_t n) {
                        loops.row(acc, in + offset, step, n);
                      });
  };
  // Where there are few outputs, the terms of each are cut, too.
  const bool wide = count > 2 * kGrain && plan.outputs < 2 * get_num_threads();
  const int64_t grain =
      wide ? plan.outputs
           : std::max<int64_t>(1, kGrain / std::max<int64_t>(count, 1));
  ParallelFor(plan.outputs, grain, [&](int64_t begin, int64_t end) {
    ForEachOutput(plan, begin, end, [&](const char* in, int64_t out) {
      alignas(8) char acc[8];
      if (!wide) {
        part(in, 0, count, acc);
        loops.store(plan, op, out, acc);
        return;
      }
      const int64_t size =
          std::max<int64_t>(kGrain, (count + kParts - 1) / kParts);
      alignas(64) char parts[kParts][8];
      ParallelFor(
          (count + size - 1) / size, 1, [&](int64_t first, int64_t last) {
            for (int64_t p = first; p < last; ++p) {
              part(in, p * size, std::min(count, (p + 1) * size), parts[p]);
            }
          });
      loops.clear(acc, 1);
      for (int64_t p = 0; p * size < count; ++p) loops.combine(acc, parts[p]);
      loops.store(plan, op, out, acc);
    });
  });
}

}  // namespace tessera::reduce
