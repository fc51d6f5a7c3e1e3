// What the drivers of row kernels share: the loops of this machine, and rows
// brought side by side into tiles and back.
//
//   const RowShape rows = {outer, n, inner};
//   TileScratch<float> scratch(n, 2);
//   GatherTile(x, rows, first, count, scratch.tile(0));
//   CurrentRowLoops<float>().tile(work, scratch.tile(0), scratch.tile(1), ...);
//   ScatterTile(scratch.tile(1), rows, first, count, y);
#ifndef TESSERA_OPS_CPU_FUSED_ROW_TILE_H_
#define TESSERA_OPS_CPU_FUSED_ROW_TILE_H_

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/fused/row_kernel.h"
#include "tessera/storage/block.h"

namespace tessera::fused {

// Elements of a row kernel that are about 8 us of work.
constexpr int64_t kGrain = 8192;
// Up to here rows are done side by side.
constexpr int64_t kShortRow = 64;

// Those of the best instruction set here; chosen at start-up.
template <class T>
const RowLoops<T>& CurrentRowLoops();
template <>
const RowLoops<float>& CurrentRowLoops<float>();
template <>
const RowLoops<double>& CurrentRowLoops<double>();

// What an element of this type is computed in.
template <class In>
using ComputeType =
    std::conditional_t<std::is_same_v<In, double>, double, float>;

// A dense tensor of sizes [outer, n, inner], n of an element each to a row.
struct RowShape {
  int64_t outer, n, inner;

  int64_t rows() const { return outer * inner; }
  bool in_tiles() const { return inner != 1 || n <= kShortRow; }
  // The place of the first element of a row.
  int64_t first(int64_t row) const {
    return inner == 1 ? row * n : row / inner * n * inner + row % inner;
  }
  // Whether neighbouring rows lie next to each other from `row` on.
  bool together(int64_t row, int count) const {
    return inner != 1 && row % inner + count <= inner;
  }
};

// Tiles of n x kTileRows numbers, or rows of n: on the stack where short.
template <class T>
class TileScratch {
 public:
  TileScratch(int64_t n, int tiles) : n_(n), tiles_(tiles) {
    if (n > kShortRow) {
      memory_ = static_cast<T*>(AllocateBlock(Bytes()));
    }
  }
  ~TileScratch() {
    if (n_ > kShortRow) FreeBlock(memory_, Bytes());
  }
  TileScratch(const TileScratch&) = delete;
  TileScratch& operator=(const TileScratch&) = delete;
  T* tile(int i) { return memory_ + i * n_ * kTileRows; }

 private:
  static constexpr int kMostTiles = 3;
  size_t Bytes() const {
    return static_cast<size_t>(n_) * kTileRows * tiles_ * sizeof(T);
  }
  const int64_t n_;
  const int tiles_;
  T* memory_ = stack_;
  alignas(64) T stack_[kMostTiles * kShortRow * kTileRows];
};

// tile[k][r] = element k of row first + r; rows beyond count are zero.
template <class In, class T>
void GatherTile(const In* x, const RowShape& shape, int64_t first, int count,
                T* tile) {
  const int64_t n = shape.n;
  if (shape.together(first, count)) {
    const In* at = x + shape.first(first);
    for (int64_t k = 0; k < n; ++k, at += shape.inner) {
      for (int r = 0; r < count; ++r) {
        tile[k * kTileRows + r] = static_cast<T>(at[r]);
      }
    }
  } else {
    for (int r = 0; r < count; ++r) {
      const In* at = x + shape.first(first + r);
      for (int64_t k = 0; k < n; ++k) {
        tile[k * kTileRows + r] = static_cast<T>(at[k * shape.inner]);
      }
    }
  }
  if (count == kTileRows) return;
  for (int64_t k = 0; k < n; ++k) {
    for (int r = count; r < kTileRows; ++r) tile[k * kTileRows + r] = 0;
  }
}

template <class Out, class T>
void ScatterTile(const T* tile, const RowShape& shape, int64_t first, int count,
                 Out* y) {
  const int64_t n = shape.n;
  if (shape.together(first, count)) {
    Out* at = y + shape.first(first);
    for (int64_t k = 0; k < n; ++k, at += shape.inner) {
      for (int r = 0; r < count; ++r) {
        at[r] = static_cast<Out>(tile[k * kTileRows + r]);
      }
    }
    return;
  }
  for (int r = 0; r < count; ++r) {
    Out* at = y + shape.first(first + r);
    for (int64_t k = 0; k < n; ++k) {
      at[k * shape.inner] = static_cast<Out>(tile[k * kTileRows + r]);
    }
  }
}

}  // namespace tessera::fused

#endif  // TESSERA_OPS_CPU_FUSED_ROW_TILE_H_
