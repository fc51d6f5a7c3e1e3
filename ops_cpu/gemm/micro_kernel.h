// The micro kernel: one tile of C, a few rows of a few vectors, held in
// registers while k runs.
//
//   TileArgs<float> tile = ...;   // pointers to the tile's part of A, B and C
//   TileKernel<float> kernel = FindTileKernel<float>(
//       /*rows=*/6, /*vectors=*/2, /*partial=*/false);
//   kernel(tile);
#ifndef TESSERA_OPS_CPU_GEMM_MICRO_KERNEL_H_
#define TESSERA_OPS_CPU_GEMM_MICRO_KERNEL_H_

#include <cstddef>
#include <cstdint>
#include <utility>

#include "tessera/ops_cpu/runtime/simd.h"

namespace tessera::TESSERA_ISA {

// Strides in elements. Rows of B and C are contiguous. start is what the
// tile's sums are added to (start_row 0 for a bias), or null. Results below
// floor become floor.
template <class T>
struct TileArgs {
  int64_t k;
  const T* a;
  int64_t a_row, a_col;
  const T* b;
  int64_t b_row;
  T* c;
  int64_t c_row;
  const T* start;
  int64_t start_row;
  int64_t cols;
  T floor;
};

template <class T>
using TileKernel = void (*)(const TileArgs<T>&);

// kPartial: the last vector has fewer columns than lanes.
template <class T, int kRows, int kVectors, bool kPartial>
void MicroKernel(const TileArgs<T>& tile) {
  using S = Simd<T>;
  using Vector = typename S::Vector;
  constexpr int kLanes = S::kLanes;
  const auto mask = S::FirstLanes(tile.cols - (kVectors - 1) * kLanes);
  const auto load = [mask](const T* row, int v) {
    return kPartial && v == kVectors - 1 ? S::LoadFirst(row + v * kLanes, mask)
                                         : S::Load(row + v * kLanes);
  };

  Vector sum[kRows][kVectors];
  TESSERA_UNROLL for (int r = 0; r < kRows; ++r) {
    TESSERA_UNROLL for (int v = 0; v < kVectors; ++v) {
      sum[r][v] = S::Broadcast(0);
    }
  }

  const T* a = tile.a;
  const T* b = tile.b;
  const int64_t a_row = tile.a_row, a_col = tile.a_col, b_row = tile.b_row;
  for (int64_t k = tile.k; k > 0; --k, a += a_col, b += b_row) {
    Vector row[kVectors];
    TESSERA_UNROLL for (int v = 0; v < kVectors; ++v) row[v] = load(b, v);
    TESSERA_UNROLL for (int r = 0; r < kRows; ++r) {
      const Vector x = S::Broadcast(a[r * a_row]);
      TESSERA_UNROLL for (int v = 0; v < kVectors; ++v) {
        sum[r][v] = S::Fma(x, row[v], sum[r][v]);
      }
    }
  }

  if (tile.start != nullptr) {
    TESSERA_UNROLL for (int r = 0; r < kRows; ++r) {
      TESSERA_UNROLL for (int v = 0; v < kVectors; ++v) {
        sum[r][v] = S::Add(load(tile.start + r * tile.start_row, v), sum[r][v]);
      }
    }
  }
  const Vector floor = S::Broadcast(tile.floor);
  TESSERA_UNROLL for (int r = 0; r < kRows; ++r) {
    TESSERA_UNROLL for (int v = 0; v < kVectors; ++v) {
      T* c = tile.c + r * tile.c_row + v * kLanes;
      const Vector result = S::Max(floor, sum[r][v]);
      if (kPartial && v == kVectors - 1) {
        S::StoreFirst(c, result, mask);
      } else {
        S::Store(c, result);
      }
    }
  }
}

template <class T, int kVectors, bool kPartial>
struct TileKernels {
  template <size_t... kIndex>
  static TileKernel<T> Get(int rows, std::index_sequence<kIndex...>) {
    static constexpr TileKernel<T> kTable[] = {
        &MicroKernel<T, kIndex + 1, kVectors, kPartial>...};
    return kTable[rows - 1];
  }
  static TileKernel<T> Get(int rows) {
    return Get(rows, std::make_index_sequence<Simd<T>::MaxRows(kVectors)>());
  }
};

// The kernel for 1 <= rows <= MaxRows(vectors), 1 <= vectors <= kTileVectors.
template <class T, int kVectors = 1>
TileKernel<T> FindTileKernel(int rows, int vectors, bool partial) {
  if constexpr (kVectors < Simd<T>::kTileVectors) {
    if (vectors > kVectors)
      return FindTileKernel<T, kVectors + 1>(rows, vectors, partial);
  }
  return partial ? TileKernels<T, kVectors, true>::Get(rows)
                 : TileKernels<T, kVectors, false>::Get(rows);
}

}  // namespace tessera::TESSERA_ISA

#endif  // TESSERA_OPS_CPU_GEMM_MICRO_KERNEL_H_
