// Softmax and its kin over rows of float or double, per instruction set: one
// long row at a time, or a tile of 16 rows side by side.
//
//   const RowLoops<float>& loops = CurrentRowLoops<float>();
//   loops.tile(RowWork::kSoftmax, x, e, n, most, log_sum);
//   // x, e: [n][16]; x becomes x - most, e softmax(x)
//   loops.row(RowWork::kLogSoftmax, x, out, n, &most, &log_sum);
//
// Sums of exponentials go by 64 lanes (ops_cpu/reduce/tree_sum.h) over the
// whole row, so rows and tiles give the same bits.
#ifndef TESSERA_OPS_CPU_FUSED_ROW_KERNEL_H_
#define TESSERA_OPS_CPU_FUSED_ROW_KERNEL_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/ops_cpu/runtime/isa.h"

namespace tessera {

// Rows of a tile.
constexpr int kTileRows = 16;

enum class RowWork : int {
  kSoftmax,     // row: out;  tile: e
  kLogSoftmax,  // row: out;  tile: x
  kBoth,        // tile only: e and x
  kLogSumExp    // only most and log_sum, their sum is the result
};

template <class T>
struct RowLoops {
  void (*row)(RowWork work, const T* x, T* out, int64_t n, T* most, T* log_sum);
  // most and log_sum: of each row of the tile.
  void (*tile)(RowWork work, T* x, T* e, int64_t n, T* most, T* log_sum);
  // out = y (g - sum of y g) for kSoftmax, g - exp(y) (sum of g) for
  // kLogSoftmax; out may be g.
  void (*row_backward)(RowWork work, const T* y, const T* g, T* out, int64_t n);
  // g becomes the gradient; e is scratch.
  void (*tile_backward)(RowWork work, const T* y, T* g, T* e, int64_t n);
};

}  // namespace tessera

TESSERA_DECLARE_KERNEL(void FillRowLoops(RowLoops<float>* f32,
                                         RowLoops<double>* f64));

#endif  // TESSERA_OPS_CPU_FUSED_ROW_KERNEL_H_
