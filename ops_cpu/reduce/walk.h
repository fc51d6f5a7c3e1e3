// What the drivers of reductions share: the loops of this machine, the walk
// over outputs, and reading the terms of an output in order.
//
//   ForEachOutput(plan, begin, end, [&](const char* in, int64_t out) { ... });
//   Cursor cursor(plan, first);       // at term `first` of an output
//   cursor.ForEachRun(n, [&](const char* in, int64_t step, int64_t count) {});
#ifndef TESSERA_OPS_CPU_REDUCE_WALK_H_
#define TESSERA_OPS_CPU_REDUCE_WALK_H_

#include <algorithm>
#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/ops_cpu/reduce/reduce_kernel.h"
#include "tessera/tensor/plan/reduce_plan.h"

namespace tessera::reduce {

// Elements that are about 8 us of work.
constexpr int64_t kGrain = 131072;

// Those of the best instruction set here; chosen at start-up.
template <class T>
const ReduceLoops<T>& CurrentReduceLoops();
template <>
const ReduceLoops<float>& CurrentReduceLoops<float>();
template <>
const ReduceLoops<double>& CurrentReduceLoops<double>();

// f(in, out) for the outputs [begin, end), where in is the address of an
// output's first term and out its place in elements. first_dim = 1 leaves out
// the innermost kept dimension: outputs are then counted without it.
template <class F>
inline void ForEachOutput(const ReducePlan& plan, int64_t begin, int64_t end,
                          F&& f, int first_dim = 0) {
  int64_t index[ReducePlan::kDims];
  const char* in = plan.in;
  int64_t out = 0;
  int64_t rest = begin;
  for (int d = first_dim; d < plan.keep_ndim; ++d) {
    index[d] = 0;
    if (rest == 0) continue;  // divisions are slow
    index[d] = rest % plan.keep_shape[d];
    rest /= plan.keep_shape[d];
    in += index[d] * plan.keep_in[d];
    out += index[d] * plan.keep_out[d];
  }
  for (int64_t i = begin; i < end; ++i) {
    f(in, out);
    for (int d = first_dim; d < plan.keep_ndim; ++d) {
      in += plan.keep_in[d];
      out += plan.keep_out[d];
      if (++index[d] < plan.keep_shape[d]) break;
      in -= plan.keep_in[d] * plan.keep_shape[d];
      out -= plan.keep_out[d] * plan.keep_shape[d];
      index[d] = 0;
    }
  }
}

// A place among the terms of an output, as an offset from the first one.
class Cursor {
 public:
  Cursor(const ReducePlan& plan, int64_t first) : plan_(plan) {
    for (int d = 0; first != 0 && d < plan.reduce_ndim; ++d) {
      index_[d] = first % plan.reduce_shape[d];
      first /= plan.reduce_shape[d];
      offset_ += index_[d] * plan.reduce_in[d];
    }
  }

  // f(offset, step, count) for runs of equal step that make up the next n
  // terms.
  template <class F>
  void ForEachRun(int64_t n, F&& f) {
    if (plan_.reduce_ndim == 0) {
      if (n) f(int64_t{0}, int64_t{0}, n);
      return;
    }
    while (n > 0) {
      const int64_t count = std::min(n, plan_.reduce_shape[0] - index_[0]);
      f(offset_, plan_.reduce_in[0], count);
      n -= count;
      index_[0] += count;
      offset_ += count * plan_.reduce_in[0];
      for (int d = 0; index_[d] == plan_.reduce_shape[d]; ++d) {
        offset_ -= plan_.reduce_in[d] * plan_.reduce_shape[d];
        index_[d] = 0;
        if (d + 1 == plan_.reduce_ndim) break;
        offset_ += plan_.reduce_in[d + 1];
        ++index_[d + 1];
      }
    }
  }

 private:
  const ReducePlan& plan_;
  int64_t offset_ = 0;
  int64_t index_[ReducePlan::kDims] = {};
};

// Whether outputs are best made a strip of columns at a time: their elements
// lie next to each other, and those of one output do not.
inline bool ByColumns(const ReducePlan& plan, int64_t itemsize) {
  return plan.keep_ndim > 0 && plan.keep_in[0] == itemsize &&
         plan.keep_shape[0] > 1 &&
         !(plan.reduce_ndim > 0 && plan.reduce_in[0] == itemsize);
}

// Whether the terms of an output lie next to each other.
inline bool IsDense(const ReducePlan& plan, int64_t itemsize) {
  return plan.reduce_ndim == 0 ||
         (plan.reduce_ndim == 1 && plan.reduce_in[0] == itemsize);
}

}  // namespace tessera::reduce

#endif  // TESSERA_OPS_CPU_REDUCE_WALK_H_
