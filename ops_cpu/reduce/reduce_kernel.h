// The inner loops of float and double reductions, per instruction set.
//
//   const ReduceLoops<float>& loops = CurrentReduceLoops<float>();
//   float s;
//   loops.sum_block(Term::kValue, x, n, 0.f, &s);
//
// All give the same bits on every instruction set (tree_sum.h, extreme.h).
#ifndef TESSERA_OPS_CPU_REDUCE_REDUCE_KERNEL_H_
#define TESSERA_OPS_CPU_REDUCE_REDUCE_KERNEL_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/ops_cpu/runtime/isa.h"

namespace tessera {

// What is summed.
enum class Term : int {
  kValue,
  kSquare,   // (x - shift)^2
  kAbsolute  // |x|
};

template <class T>
struct ReduceLoops {
  // out = the sum of n terms, 1 <= n <= kSumBlock.
  void (*sum_block)(Term term, const T* x, int64_t n, T shift, T* out);
  // RowSums of tree_sum.h, but for kSquare.
  void (*sum_rows)(Term term, const T* x, int64_t row_step, int64_t rows,
                   int64_t n, T* out);
  // ColumnLanes and ColumnFold of tree_sum.h; shift has a number for each
  // column and is read for kSquare only.
  void (*sum_columns)(Term term, T* lanes, int64_t first, const T* x,
                      int64_t row_step, int64_t rows, int64_t cols,
                      const T* shift);
  void (*fold_columns)(T* lanes, int64_t n, int64_t cols, T* out);
  // ColumnBlock of it.
  void (*sum_column_block)(Term term, const T* x, int64_t row_step, int64_t n,
                           int64_t cols, const T* shift, T* space, T* out);
  // BlockExtreme and ColumnExtreme of extreme.h.
  void (*extreme_block)(bool greatest, const T* x, int64_t n, T* best);
  void (*extreme_columns)(bool greatest, T* best, const T* x, int64_t row_step,
                          int64_t rows, int64_t cols);
};

}  // namespace tessera

TESSERA_DECLARE_KERNEL(void FillReduceLoops(ReduceLoops<float>* f32,
                                            ReduceLoops<double>* f64));

#endif  // TESSERA_OPS_CPU_REDUCE_REDUCE_KERNEL_H_
