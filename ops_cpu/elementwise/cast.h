// Runs of elements: casts between any two dtypes, strided copies.
//
//   const Caster cast(DType::Half, DType::Int);
//   cast(dst, src, n);                       // any n, contiguous
//   MoveRun(8, dst, 8, src, -24, n);         // n elements of 8 bytes
//   MoveRun(4, dst, 4, src, 0, n);           // one element n times
//
// About 90 loops serve all 225 pairs of dtypes: the others go by way of a
// second dtype that keeps every value, in chunks.
#ifndef TESSERA_OPS_CPU_ELEMENTWISE_CAST_H_
#define TESSERA_OPS_CPU_ELEMENTWISE_CAST_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/ops_cpu/elementwise/loops.h"

namespace tessera {

class Caster {
 public:
  Caster() = default;
  Caster(DType from, DType to);
  // By the rule of Convert. dst and src do not overlap.
  void operator()(void* dst, const void* src, int64_t n) const;

 private:
  void Step(DType from, DType to, void* dst, const void* src, int64_t n) const;

  DType from_ = DType::Undefined;
  DType via_ = DType::Undefined;  // Undefined: one step
  DType to_ = DType::Undefined;
};

// Copies n elements of width bytes (1, 2, 4, 8 or 16) between strides in bytes.
// The source may have stride 0.
void MoveRun(int width, char* dst, int64_t dst_stride, const char* src,
             int64_t src_stride, int64_t n);

// dst[i, j] = src[i, j] for rows x columns elements, where dst's columns and
// src's rows are contiguous; by blocks that stay in the cache.
void MoveTransposed(int width, char* dst, int64_t dst_row, const char* src,
                    int64_t src_column, int64_t rows, int64_t columns);

}  // namespace tessera

#endif  // TESSERA_OPS_CPU_ELEMENTWISE_CAST_H_
