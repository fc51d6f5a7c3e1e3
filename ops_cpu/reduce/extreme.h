// Greatest and least elements; NaN wins over every number.
//
//   float best = x[0];
//   BlockExtreme<true>(x, n, &best);         // the greatest of a row
//   for (c...) best[c] = x[c];
//   ColumnExtreme<false>(best, x, step, rows, cols);  // the least of columns
#ifndef TESSERA_OPS_CPU_REDUCE_EXTREME_H_
#define TESSERA_OPS_CPU_REDUCE_EXTREME_H_

#include <cstdint>

#include "tessera/base/cpp17.h"

namespace tessera {

// The later of equals and of NaNs is taken, whatever the instruction set.
template <bool kGreatest, class T>
inline T Better(T x, T best) {
  const bool wins = kGreatest ? !(x < best) : !(best < x);
  // A number does not win over NaN: both comparisons with NaN are false.
  const bool keeps = best != best && x == x;
  return wins && !keeps ? x : best;
}

// *best = the better of *best and x[0] ... x[n - 1], n >= 1.
template <bool kGreatest, class T>
inline void BlockExtreme(const T* x, int64_t n, T* best) {
  constexpr int kWidth = 128 / sizeof(T) < 16 ? 16 : 128 / sizeof(T);
  T b = *best;
  int64_t i = 0;
  if (n >= 2 * kWidth) {
    alignas(64) T lanes[kWidth];
    for (int j = 0; j < kWidth; ++j) lanes[j] = x[j];
    for (i = kWidth; i + kWidth <= n; i += kWidth) {
      for (int j = 0; j < kWidth; ++j) {
        lanes[j] = Better<kGreatest>(x[i + j], lanes[j]);
      }
    }
    for (int j = 0; j < kWidth; ++j) b = Better<kGreatest>(lanes[j], b);
  }
  for (; i < n; ++i) b = Better<kGreatest>(x[i], b);
  *best = b;
}

// best[c] = the better of itself and column c of the rows.
template <bool kGreatest, class T>
inline void ColumnExtreme(T* __restrict best, const T* x, int64_t row_step,
                          int64_t rows, int64_t cols) {
  const char* at = reinterpret_cast<const char*>(x);
  for (int64_t r = 0; r < rows; ++r, at += row_step) {
    const T* __restrict row = reinterpret_cast<const T*>(at);
    for (int64_t c = 0; c < cols; ++c) {
      best[c] = Better<kGreatest>(row[c], best[c]);
    }
  }
}

}  // namespace tessera

#endif  // TESSERA_OPS_CPU_REDUCE_EXTREME_H_
