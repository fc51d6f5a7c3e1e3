// Products of half types: blocks widened to float32, multiplied by the float32
// kernels, rounded once.
//
//   GemmArgs<BFloat16> g = ...;
//   HalfGemm(g);
#ifndef TESSERA_OPS_CPU_GEMM_HALF_GEMM_H_
#define TESSERA_OPS_CPU_GEMM_HALF_GEMM_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/gemm/blocked_gemm.h"
#include "tessera/ops_cpu/gemm/gemm_args.h"
#include "tessera/ops_cpu/gemm/scratch.h"

namespace tessera::TESSERA_ISA {

// Compilers turn loops of a fixed length into vector instructions.
constexpr int64_t kConvertStep = 8;

template <class T>
void WidenStep(const T* from, float* to) {
#if defined(__F16C__)
  if constexpr (std::is_same_v<T, Half>) {
    _mm256_storeu_ps(to, _mm256_cvtph_ps(_mm_loadu_si128(
                             reinterpret_cast<const __m128i*>(from))));
    return;
  }
#endif
  for (int64_t l = 0; l < kConvertStep; ++l) to[l] = from[l];
}

template <class T>
void RoundStep(const float* from, T* to) {
#if defined(__F16C__)
  if constexpr (std::is_same_v<T, Half>) {
    _mm_storeu_si128(
        reinterpret_cast<__m128i*>(to),
        _mm256_cvtps_ph(_mm256_loadu_ps(from), _MM_FROUND_TO_NEAREST_INT));
    return;
  }
#endif
  for (int64_t l = 0; l < kConvertStep; ++l) to[l] = T(from[l]);
}

// What is left of a row goes through a whole step as well.
template <class T>
void Widen(const T* from, int64_t n, float* to) {
  for (; n >= kConvertStep; n -= kConvertStep) {
    WidenStep(from, to);
    from += kConvertStep;
    to += kConvertStep;
  }
  if (n <= 0) return;
  T rest[kConvertStep] = {};
  float wide[kConvertStep];
  std::copy_n(from, n, rest);
  WidenStep(rest, wide);
  std::copy_n(wide, n, to);
}

template <class T>
void Round(const float* from, int64_t n, T* to) {
  for (; n >= kConvertStep; n -= kConvertStep) {
    RoundStep(from, to);
    from += kConvertStep;
    to += kConvertStep;
  }
  if (n <= 0) return;
  float rest[kConvertStep] = {};
  T narrow[kConvertStep];
  std::copy_n(from, n, rest);
  RoundStep(rest, narrow);
  std::copy_n(narrow, n, to);
}

struct WidenedBlock {
  const float* data;
  int64_t row, col;
};

// A dense copy in buffer that keeps which dimension is the inner one.
template <class T>
WidenedBlock WidenBlock(const T* from, int64_t row, int64_t col, int64_t rows,
                        int64_t cols, float* buffer) {
  const bool column_major = row == 1 && col != 1;
  const int64_t lines = column_major ? cols : rows;
  const int64_t length = column_major ? rows : cols;
  const int64_t across = column_major ? col : row;
  const int64_t along = column_major ? row : col;
  if (along == 1 && across == length) {
    Widen(from, lines * length, buffer);
  } else if (along == 1) {
    for (int64_t l = 0; l < lines; ++l)
      Widen(from + l * across, length, buffer + l * length);
  } else {
    for (int64_t l = 0; l < lines; ++l)
      for (int64_t i = 0; i < length; ++i)
        buffer[l * length + i] = from[l * across + i * along];
  }
  return column_major ? WidenedBlock{buffer, 1, rows}
                      : WidenedBlock{buffer, cols, 1};
}

template <class T>
void HalfGemm(GemmArgs<T> g) {
  constexpr int64_t kRows = 256, kCols = 512;
  // Nothing is read then, and the pointers may be null.
  if (g.k <= 0) g.k = g.a_row = g.a_col = g.b_row = g.b_col = 0;
  const int64_t most_rows = std::min(kRows, g.m);
  const int64_t most_cols = std::min(kCols, g.n);
  const int64_t most_depth = std::min(kGemmDepth, g.k);
  if (most_rows <= 0 || most_cols <= 0) return;

  float* a = static_cast<float*>(GemmScratch(
      ScratchUse::kWidened, (most_rows * most_depth + most_depth * most_cols +
                             most_rows * most_cols + most_cols) *
                                sizeof(float)));
  float* b = a + most_rows * most_depth;
  float* c = b + most_depth * most_cols;
  float* bias = c + most_rows * most_cols;

  for (int64_t j = 0; j < g.n; j += kCols) {
    const int64_t cols = std::min(kCols, g.n - j);
    if (g.bias != nullptr) Widen(g.bias + j, cols, bias);
    for (int64_t i = 0; i < g.m; i += kRows) {
      const int64_t rows = std::min(kRows, g.m - i);
      if (g.accumulate) {
        for (int64_t r = 0; r < rows; ++r)
          Widen(g.c + (i + r) * g.c_row + j, cols, c + r * cols);
      }
      int64_t k = 0;
      do {
        const int64_t depth = std::min(kGemmDepth, g.k - k);
        const WidenedBlock wide_a = WidenBlock(
            g.a + i * g.a_row + k * g.a_col, g.a_row, g.a_col, rows, depth, a);
        const WidenedBlock wide_b = WidenBlock(
            g.b + k * g.b_row + j * g.b_col, g.b_row, g.b_col, depth, cols, b);
        GemmArgs<float> block;
        block.m = rows, block.n = cols, block.k = depth;
        block.a = wide_a.data, block.a_row = wide_a.row,
        block.a_col = wide_a.col;
        block.b = wide_b.data, block.b_row = wide_b.row,
        block.b_col = wide_b.col;
        block.c = c, block.c_row = cols;
        block.bias = g.bias != nullptr && k == 0 ? bias : nullptr;
        block.accumulate = g.accumulate || k > 0;
        block.relu = g.relu && k + depth == g.k;
        BlockedGemm(block);
        k += depth;
      } while (k < g.k);
      for (int64_t r = 0; r < rows; ++r)
        Round(c + r * cols, cols, g.c + (i + r) * g.c_row + j);
    }
  }
}

}  // namespace tessera::TESSERA_ISA

#endif  // TESSERA_OPS_CPU_GEMM_HALF_GEMM_H_
