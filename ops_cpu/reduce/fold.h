// Folds whose result does not depend on the order: integer sums, counts,
// greatest and least elements. One driver for all of them; an accumulator takes
// eight bytes at most.
//
//   const FoldLoops kCount = {sizeof(int32_t), sizeof(int64_t), &Clear, &Row,
//                             &Columns, &Combine, &Store};
//   RunFold(plan, context.op, kCount);
//   // for each output: Clear; Row or Columns for its terms; Store
#ifndef TESSERA_OPS_CPU_REDUCE_FOLD_H_
#define TESSERA_OPS_CPU_REDUCE_FOLD_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/plan/reduce_plan.h"

namespace tessera::reduce {

// acc is an accumulator, or an array of them.
struct FoldLoops {
  int itemsize;
  int accumulator_size;
  // n of them to the neutral element.
  void (*clear)(void* acc, int64_t n);
  // n terms, `step` bytes apart, into one.
  void (*row)(void* acc, const char* in, int64_t step, int64_t n);
  // Rows of `cols` neighbouring terms, `step` bytes apart, each column into its
  // own.
  void (*columns)(void* acc, const char* in, int64_t step, int64_t rows,
                  int64_t cols);
  void (*combine)(void* acc, const void* other);
  // As result `out`.
  void (*store)(const ReducePlan& plan, Op op, int64_t out, const void* acc);
};

void RunFold(const ReducePlan& plan, Op op, const FoldLoops& loops);

}  // namespace tessera::reduce

#endif  // TESSERA_OPS_CPU_REDUCE_FOLD_H_
