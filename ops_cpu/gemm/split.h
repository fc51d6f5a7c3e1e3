// How a product is cut over threads: into blocks of C, never over k.
//
//   BlockGrid grid = GridForThreads(m, n, k, threads);
//   for (int64_t i = 0; i < grid.count(); ++i) Run(grid.block(i));
#ifndef TESSERA_OPS_CPU_GEMM_SPLIT_H_
#define TESSERA_OPS_CPU_GEMM_SPLIT_H_

#include <algorithm>
#include <cstdint>

#include "tessera/base/cpp17.h"

namespace tessera {

// Fewer multiplications than this are not worth another thread: about 10 us.
constexpr double kSerialProducts = 1 << 19;
// The same of the project's own kernels: about 7 us.
constexpr double kOwnSerialProducts = 3 << 17;

struct Block {
  int64_t row, rows, col, cols;
};

// C of m x n in blocks of rows x cols, smaller at the edges; m, n > 0.
struct BlockGrid {
  int64_t m, n, rows, cols;

  int64_t down() const { return (m + rows - 1) / rows; }
  int64_t count() const { return down() * ((n + cols - 1) / cols); }
  // Column by column: those are the more even, and one thread takes the first.
  Block block(int64_t i) const {
    const int64_t row = i % down() * rows, col = i / down() * cols;
    return {row, std::min(rows, m - row), col, std::min(cols, n - col)};
  }
};

// For kernels whose bits do not depend on the cut: about two blocks a thread,
// as square as may be (each packs its own operands), in whole tiles.
inline BlockGrid GridForThreads(int64_t m, int64_t n, int64_t k, int threads) {
  constexpr int64_t kTileRows = 24, kTileCols = 64;
  // What halves are rounded to: little, so that threads have alike.
  constexpr int64_t kStepRows = 12, kStepCols = 16;
  BlockGrid grid{m, n, m, n};
  const double products = static_cast<double>(m) * n * k;
  if (threads <= 1 || products < 2 * kOwnSerialProducts) return grid;
  const double most = std::min(2.0 * threads, products / kOwnSerialProducts);
  const auto half = [](int64_t size, int64_t step) {
    return ((size + 1) / 2 + step - 1) / step * step;
  };
  while (2 * grid.count() <= most) {
    const bool by_cols =
        grid.cols >= grid.rows ? grid.cols > kTileCols : grid.rows <= kTileRows;
    int64_t& size = by_cols ? grid.cols : grid.rows;
    const int64_t next = half(size, by_cols ? kStepCols : kStepRows);
    if (next >= size) break;
    size = next;
  }
  return grid;
}

// For kernels whose bits depend on the size of what they get: blocks of whole
// rows, of a number that depends on the product's sizes alone.
inline int64_t FixedRows(int64_t n, int64_t k) {
  const double products = static_cast<double>(n) * std::max<int64_t>(k, 1);
  const double rows = kSerialProducts / std::max(products, 1.0);
  return std::max<int64_t>(64, static_cast<int64_t>(rows) / 64 * 64);
}

}  // namespace tessera

#endif  // TESSERA_OPS_CPU_GEMM_SPLIT_H_
