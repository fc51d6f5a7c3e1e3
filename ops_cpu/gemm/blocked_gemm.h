// Blocking: a matrix product as micro kernels over blocks that fit the caches.
//
//   GemmArgs<float> g = ...;
//   BlockedGemm(g);
//
// After Goto and van de Geijn, "Anatomy of High-Performance Matrix
// Multiplication", ACM TOMS 34 (2008).
#ifndef TESSERA_OPS_CPU_GEMM_BLOCKED_GEMM_H_
#define TESSERA_OPS_CPU_GEMM_BLOCKED_GEMM_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "tessera/ops_cpu/gemm/gemm_args.h"
#include "tessera/ops_cpu/gemm/micro_kernel.h"
#include "tessera/ops_cpu/gemm/packing.h"
#include "tessera/ops_cpu/gemm/scratch.h"

namespace tessera::TESSERA_ISA {

template <class T>
struct Blocking {
  static constexpr int64_t kLanes = Simd<T>::kLanes;
  static constexpr int64_t kCols = kLanes * Simd<T>::kTileVectors;
  static constexpr int64_t kRows = Simd<T>::MaxRows(Simd<T>::kTileVectors);
  // A panel of packed A has room for whole transposed tiles.
  static constexpr int64_t kPackedRows = 8;
  // B in blocks of 3 MB (a share of the last cache), A of half of a usual L2.
  static constexpr int64_t kBlockCols = 8192 / sizeof(T);
  static constexpr int64_t kBlockRows = kRows * 48 * 4 / sizeof(T);
};

// A block of A where it lies, or as packed panels of kRows rows.
template <class T>
struct BlockOfA {
  const T* data;
  int64_t row, col;  // strides
  int64_t panel;     // stride from one panel to the next, 0 if not packed
};

// All rows of a block, one panel of columns wide.
template <class T>
void RunColumnPanel(const BlockOfA<T>& a, const T* b, int64_t b_step,
                    int64_t rows, int64_t cols, int64_t depth,
                    TileArgs<T> tile) {
  using Size = Blocking<T>;
  const int vectors =
      static_cast<int>((cols + Size::kLanes - 1) / Size::kLanes);
  const bool partial = cols % Size::kLanes != 0;
  // Tiles of even height: 16 rows as 8 + 8 rather than 6 + 6 + 4.
  int64_t height = Size::kRows;
  if (a.panel == 0) {
    height = Simd<T>::MaxRows(vectors);
    if (rows <= height) {
      height = rows;
    } else {
      const int64_t tiles = (rows + height - 1) / height;
      height = (rows + tiles - 1) / tiles;
    }
  }
  tile.k = depth;
  tile.a_row = a.row;
  tile.a_col = a.col;
  tile.b = b;
  tile.b_row = b_step;
  tile.cols = cols;
  const T* a_tile = a.data;
  const int64_t a_next = a.panel != 0 ? a.panel : height * a.row;
  const TileKernel<T> kernel = FindTileKernel<T>(
      static_cast<int>(std::min(height, rows)), vectors, partial);
  for (int64_t i = 0;;) {
    tile.a = a_tile;
    if (rows - i < height) {
      FindTileKernel<T>(static_cast<int>(rows - i), vectors, partial)(tile);
      return;
    }
    kernel(tile);
    i += height;
    if (i == rows) return;
    a_tile += a_next;
    tile.c += height * tile.c_row;
    if (tile.start != nullptr) tile.start += height * tile.start_row;
  }
}

template <class T>
int64_t PanelWidth(int64_t cols) {
  constexpr int64_t kLanes = Blocking<T>::kLanes;
  return std::min((cols + kLanes - 1) / kLanes * kLanes, Blocking<T>::kCols);
}

// Panel j / kCols of the result starts at j * depth.
template <class T>
void PackBlockOfB(const T* b, int64_t row, int64_t col, int64_t depth,
                  int64_t cols, T* packed) {
  constexpr int64_t kCols = Blocking<T>::kCols;
  for (int64_t j = 0; j < cols; j += kCols)
    PackPanel(b + j * col, row, col, depth, std::min(kCols, cols - j),
              PanelWidth<T>(cols - j), packed + j * depth);
}

template <class T>
BlockOfA<T> PackBlockOfA(const BlockOfA<T>& a, int64_t rows, int64_t depth,
                         T* packed) {
  using Size = Blocking<T>;
  const int64_t panel = Size::kPackedRows * depth;
  T* to = packed;
  for (int64_t i = 0; i < rows; i += Size::kRows, to += panel)
    PackPanel(a.data + i * a.row, a.col, a.row, depth,
              std::min(Size::kRows, rows - i), Size::kPackedRows, to);
  return {packed, 1, Size::kPackedRows, panel};
}

template <class T>
void BlockedGemm(GemmArgs<T> g);

// Few columns fill a vector badly, where the rows of A fill it well: computes
// the transposed product, block by block, from the same products and sums.
template <class T>
bool IsNarrow(const GemmArgs<T>& g) {
  return g.n > 1 && 3 * g.n <= 2 * Blocking<T>::kLanes && g.m >= 64 &&
         g.k >= 16 && g.k <= kGemmDepth;
}
template <class T>
void NarrowGemm(const GemmArgs<T>& g) {
  constexpr int64_t kRows = 64;
  alignas(64) T turned[2 * Blocking<T>::kLanes / 3 * kRows];
  GemmArgs<T> t;
  t.m = g.n;
  t.k = g.k;
  t.a = g.b;
  t.a_row = g.b_col;
  t.a_col = g.b_row;
  t.b_row = g.a_col;
  t.b_col = g.a_row;
  t.c = turned;
  t.c_row = kRows;
  const T floor = g.relu ? T(0) : -std::numeric_limits<T>::infinity();
  for (int64_t i0 = 0; i0 < g.m; i0 += kRows) {
    t.n = std::min(kRows, g.m - i0);
    t.b = g.a + i0 * g.a_row;
    BlockedGemm(t);
    for (int64_t i = 0; i < t.n; ++i) {
      T* c = g.c + (i0 + i) * g.c_row;
      const T* start = g.accumulate ? c : g.bias;
      for (int64_t j = 0; j < g.n; ++j) {
        const T sum = turned[j * kRows + i];
        const T value = start != nullptr ? start[j] + sum : sum;
        c[j] = value < floor ? floor : value;
      }
    }
  }
}

template <class T>
void BlockedGemm(GemmArgs<T> g) {
  using Size = Blocking<T>;
  if (g.m <= 0 || g.n <= 0) return;
  if (IsNarrow(g)) return NarrowGemm(g);
  // Nothing is read then, and the pointers may be null.
  if (g.k <= 0) g.k = g.a_row = g.a_col = g.b_row = g.b_col = 0;
  if (g.n == 1) g.b_col = 1;

  // Packing pays where a panel is read often, or lies across cache lines.
  constexpr int64_t kSize = sizeof(T);
  const bool pack_a = g.m * g.k * kSize > (128 << 10) && g.n > 2 * Size::kCols;
  const bool pack_b =
      pack_a || g.b_col != 1 ||
      (g.k * g.n * kSize > (256 << 10) && g.m > 2 * Size::kRows);
  const int64_t most_depth = std::min(g.k, kGemmDepth);
  T* packed_b = nullptr;
  T* packed_a = nullptr;
  if (pack_b) {
    const int64_t cols = std::min(g.n, Size::kBlockCols);
    const int64_t b_size = (cols / Size::kCols + 1) * Size::kCols * most_depth;
    const int64_t a_size =
        pack_a ? Size::kBlockRows / Size::kRows * Size::kPackedRows * most_depth
               : 0;
    packed_b = static_cast<T*>(
        GemmScratch(ScratchUse::kPacking, (b_size + a_size) * sizeof(T)));
    packed_a = packed_b + b_size;
  }
  const int64_t most_rows = pack_a ? Size::kBlockRows : g.m;

  TileArgs<T> tile;
  tile.c_row = g.c_row;
  for (int64_t j0 = 0; j0 < g.n; j0 += Size::kBlockCols) {
    const int64_t cols = std::min(Size::kBlockCols, g.n - j0);
    int64_t k0 = 0;
    do {
      const int64_t depth = std::min(kGemmDepth, g.k - k0);
      const bool relu = g.relu && k0 + depth == g.k;
      tile.floor = relu ? T(0) : -std::numeric_limits<T>::infinity();
      const T* b = g.b + k0 * g.b_row + j0 * g.b_col;
      if (pack_b) PackBlockOfB(b, g.b_row, g.b_col, depth, cols, packed_b);
      for (int64_t i0 = 0; i0 < g.m; i0 += most_rows) {
        const int64_t rows = std::min(most_rows, g.m - i0);
        BlockOfA<T> a = {g.a + i0 * g.a_row + k0 * g.a_col, g.a_row, g.a_col,
                         0};
        if (pack_a) a = PackBlockOfA(a, rows, depth, packed_a);
        for (int64_t j = 0; j < cols; j += Size::kCols) {
          tile.c = g.c + i0 * g.c_row + j0 + j;
          if (k0 > 0 || g.accumulate) {
            tile.start = tile.c;
            tile.start_row = g.c_row;
          } else {
            tile.start = g.bias != nullptr ? g.bias + j0 + j : nullptr;
            tile.start_row = 0;
          }
          RunColumnPanel(a, pack_b ? packed_b + j * depth : b + j,
                         pack_b ? PanelWidth<T>(cols - j) : g.b_row, rows,
                         std::min(Size::kCols, cols - j), depth, tile);
        }
      }
      k0 += depth;
    } while (k0 < g.k);
  }
}

}  // namespace tessera::TESSERA_ISA

#endif  // TESSERA_OPS_CPU_GEMM_BLOCKED_GEMM_H_
