// Greatest and least elements; NaN wins over every number.
//
//   float best = x[0];
//   BlockExtreme<true>(x, n, &best);         // the greatest of a row
//   for (c...) best[c] = x[c];
//   ColumnExtreme<false>(best, x, step, rows, cols);  // the least of columns
#ifndef TESSERA_OPS_CPU_REDUCE_EXTREME_H_
#define TESSERA_OPS_CPU_REDUCE_EXTREME_H_

#include <cstdint>
#include <limits>
#include <type_traits>

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

#if defined(__AVX512F__)
constexpr int kExtremeBytes = 64;
#elif defined(__AVX__)
constexpr int kExtremeBytes = 32;
#else
constexpr int kExtremeBytes = 16;
#endif
// A vector register, which GCC does not make of an array here.
template <class T>
struct ExtremeVector {
  typedef T type __attribute__((vector_size(kExtremeBytes), aligned(sizeof(T)),
                                may_alias));
};

// The first of equals, and anything where one is NaN: one instruction.
template <bool kGreatest, class V>
inline V Farther(V x, V best) {
  return kGreatest ? (x > best ? x : best) : (x < best ? x : best);
}

// The better of n >= 1 floats, or NaN. Element i goes to lane i % kLanes, lanes
// are folded by halves: so which of 0 and -0 it is depends on nothing else.
template <bool kGreatest, class T>
inline T FloatExtreme(const T* x, int64_t n) {
  using V = typename ExtremeVector<T>::type;
  constexpr int kExtremeLanes = 256 / sizeof(T);
  constexpr int kWidth = kExtremeBytes / sizeof(T);
  constexpr int kVectors = kExtremeLanes / kWidth;
  alignas(64) T lanes[kExtremeLanes];
  bool bad = false;
  int w = 1;
  if (n >= kExtremeLanes) {
    const auto load = [x](int64_t i) {
      return *reinterpret_cast<const V*>(x + i);
    };
    V best[kVectors];
    auto nan = load(0) != load(0);
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) {
      best[v] = load(v * kWidth);
      nan |= best[v] != best[v];
    }
    int64_t i = kExtremeLanes;
    for (; i + kExtremeLanes <= n; i += kExtremeLanes) {
#pragma GCC unroll 16
      for (int v = 0; v < kVectors; ++v) {
        const V y = load(i + v * kWidth);
        best[v] = Farther<kGreatest>(y, best[v]);
        nan |= y != y;
      }
    }
    for (int v = 0; v < kVectors; ++v) {
      __builtin_memcpy(lanes + v * kWidth, &best[v], sizeof best[v]);
    }
    for (int j = 0; j < kWidth; ++j) bad |= nan[j] != 0;
    for (int j = 0; i + j < n; ++j) {
      bad |= x[i + j] != x[i + j];
      lanes[j] = Farther<kGreatest>(x[i + j], lanes[j]);
    }
    w = kExtremeLanes / 2;
  } else {
    const int count = static_cast<int>(n);
    while (2 * w < count) w *= 2;
    if (count == 1) w = 0;
    for (int i = 0; i < count; ++i) bad |= x[i] != x[i];
    if (w == 0) lanes[0] = x[0];
    for (int i = 0; i < w; ++i) lanes[i] = x[i];
    for (int i = w; i < count && w; ++i) {
      lanes[i - w] = Farther<kGreatest>(x[i], lanes[i - w]);
    }
    w /= 2;
  }
  for (; w; w /= 2) {
    for (int i = 0; i < w; ++i) {
      lanes[i] = Farther<kGreatest>(lanes[i + w], lanes[i]);
    }
  }
  return bad ? std::numeric_limits<T>::quiet_NaN() : lanes[0];
}

// *best = the better of *best and x[0] ... x[n - 1], n >= 1.
template <bool kGreatest, class T>
inline void BlockExtreme(const T* x, int64_t n, T* best) {
  if constexpr (std::is_floating_point_v<T>) {
    *best = Better<kGreatest>(FloatExtreme<kGreatest>(x, n), *best);
  } else {
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
