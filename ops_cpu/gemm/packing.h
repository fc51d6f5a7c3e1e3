// Packing: a panel of A or B, copied so that the micro kernel reads it from
// front to back.
//
//   // 6 rows of A (row-major, 384 columns from column 0) as panel[k][8]
//   PackPanel(a, /*along=*/1, /*across=*/a_row, /*depth=*/384, /*lines=*/6,
//             /*width=*/8, panel);
#ifndef TESSERA_OPS_CPU_GEMM_PACKING_H_
#define TESSERA_OPS_CPU_GEMM_PACKING_H_

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "tessera/ops_cpu/runtime/simd.h"

namespace tessera::TESSERA_ISA {

// kLines of the panel, of which `lines` are there: the last stands in for those
// that are not.
template <int kLines, class T>
void PackStrip(const T* source, int64_t across, int64_t depth, int64_t lines,
               int64_t width, T* panel) {
  constexpr int64_t kStep = 16 / sizeof(T);
  const T* line[kLines];
  for (int64_t l = 0; l < kLines; ++l)
    line[l] = source + std::min(l, lines - 1) * across;
  if (depth < kStep) {
    for (int64_t k = 0; k < depth; ++k)
      for (int64_t l = 0; l < kLines; ++l) panel[k * width + l] = line[l][k];
    return;
  }
  int64_t k = 0;
  if constexpr (Simd<T>::kHasSquare && kLines == Simd<T>::kLanes) {
    for (; k + kLines <= depth; k += kLines)
      TransposeSquare(line, k, panel + k * width, width);
  }
  for (; k < depth; k += kStep) {
    // The last step may repeat a part of the one before it.
    const int64_t at = std::min(k, depth - kStep);
    Transpose<kLines>(line, at, panel + at * width, width);
  }
}

// Lines that are contiguous along k, so that packing is a transposition.
template <class T>
void PackTransposing(const T* source, int64_t across, int64_t depth,
                     int64_t lines, int64_t width, T* panel) {
  constexpr int64_t kWide = Simd<T>::kLanes, kNarrow = Simd<T>::kNarrow;
  int64_t l = 0;
  for (; lines - l > kNarrow && width - l >= kWide; l += kWide)
    PackStrip<kWide>(source + l * across, across, depth, lines - l, width,
                     panel + l);
  for (; l < lines; l += kNarrow)
    PackStrip<kNarrow>(source + l * across, across, depth, lines - l, width,
                       panel + l);
}

template <int kLines, class T>
void CopyRows(const T* source, int64_t along, int64_t depth, int64_t width,
              T* panel) {
  for (int64_t k = 0; k < depth; ++k)
    std::memcpy(panel + k * width, source + k * along, kLines * sizeof(T));
}

// panel[k][l] = source[k * along + l * across] for k < depth, l < lines. width
// is a multiple of kNarrow. What the panel holds behind `lines` is zeros,
// copies or anything: results from these are thrown away.
template <class T>
void PackPanel(const T* source, int64_t along, int64_t across, int64_t depth,
               int64_t lines, int64_t width, T* panel) {
  if (along == 1 && across != 1)
    return PackTransposing(source, across, depth, lines, width, panel);
  if (across == 1) {
    // The lines of a full tile, of A and of B, in moves of a known size.
    using S = Simd<T>;
    if (lines == S::MaxRows(S::kTileVectors))
      return CopyRows<S::MaxRows(S::kTileVectors)>(source, along, depth, width,
                                                   panel);
    if (lines == S::kLanes * S::kTileVectors)
      return CopyRows<S::kLanes * S::kTileVectors>(source, along, depth, width,
                                                   panel);
    for (int64_t k = 0; k < depth; ++k) {
      T* row = panel + k * width;
      std::memcpy(row, source + k * along, lines * sizeof(T));
    }
    return;
  }
  // Few rows of the panel at a time, so that they stay in the nearest cache.
  constexpr int64_t kStep = 16;
  for (int64_t k0 = 0; k0 < depth; k0 += kStep) {
    const int64_t k1 = std::min(k0 + kStep, depth);
    for (int64_t l = 0; l < width; ++l) {
      const T* line = source + l * across;
      for (int64_t k = k0; k < k1; ++k)
        panel[k * width + l] = l < lines ? line[k * along] : T(0);
    }
  }
}

}  // namespace tessera::TESSERA_ISA

#endif  // TESSERA_OPS_CPU_GEMM_PACKING_H_
