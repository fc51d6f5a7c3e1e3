// Simd<T>: the vector registers of the instruction set that a kernel is
// compiled for, as the few operations that a matrix product needs.
//
//   using S = Simd<float>;
//   S::Vector v = S::Load(p);               // kLanes values
//   v = S::Fma(S::Broadcast(2), v, v);      // rounded once
//   S::Store(p, v);
//   S::StoreFirst(p, v, S::FirstLanes(3));  // three values
#ifndef TESSERA_OPS_CPU_GEMM_SIMD_H_
#define TESSERA_OPS_CPU_GEMM_SIMD_H_

#include <cmath>
#include <cstdint>

#include "tessera/base/cpp17.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace tessera::TESSERA_ISA {

// kLanes: values in a vector. kTile: side of the squares that Transpose turns.
// kTileVectors: vectors side by side in the widest tile of C.
// MaxRows(v): rows of a tile that is v vectors wide, as registers allow.
// Max(low, x) is x where x is NaN.
template <class T>
struct Simd;

#if defined(__AVX2__)

// dst[i][0 .. 7] = lines[0 .. 7][i], for i of 0 to 7.
inline void TransposeTile(const float* const lines[8], int64_t at, float* dst,
                          int64_t dst_row) {
  __m256 half[8];
  // Rows l and l + 4 side by side, so that only moves within 128 bits remain.
  for (int l = 0; l < 4; ++l) {
    for (int high = 0; high < 2; ++high) {
      half[2 * l + high] = _mm256_insertf128_ps(
          _mm256_castps128_ps256(_mm_loadu_ps(lines[l] + at + 4 * high)),
          _mm_loadu_ps(lines[l + 4] + at + 4 * high), 1);
    }
  }
  for (int high = 0; high < 2; ++high) {
    __m256 low01 = _mm256_unpacklo_ps(half[high], half[2 + high]);
    __m256 high01 = _mm256_unpackhi_ps(half[high], half[2 + high]);
    __m256 low23 = _mm256_unpacklo_ps(half[4 + high], half[6 + high]);
    __m256 high23 = _mm256_unpackhi_ps(half[4 + high], half[6 + high]);
    float* out = dst + 4 * high * dst_row;
    _mm256_storeu_ps(out, _mm256_shuffle_ps(low01, low23, 0x44));
    _mm256_storeu_ps(out + dst_row, _mm256_shuffle_ps(low01, low23, 0xee));
    _mm256_storeu_ps(out + 2 * dst_row,
                     _mm256_shuffle_ps(high01, high23, 0x44));
    _mm256_storeu_ps(out + 3 * dst_row,
                     _mm256_shuffle_ps(high01, high23, 0xee));
  }
}

inline void TransposeTile(const double* const lines[4], int64_t at,
                          double* dst, int64_t dst_row) {
  __m256d half[4];
  for (int l = 0; l < 2; ++l) {
    for (int high = 0; high < 2; ++high) {
      half[2 * l + high] = _mm256_insertf128_pd(
          _mm256_castpd128_pd256(_mm_loadu_pd(lines[l] + at + 2 * high)),
          _mm_loadu_pd(lines[l + 2] + at + 2 * high), 1);
    }
  }
  for (int high = 0; high < 2; ++high) {
    double* out = dst + 2 * high * dst_row;
    _mm256_storeu_pd(out, _mm256_unpacklo_pd(half[high], half[2 + high]));
    _mm256_storeu_pd(out + dst_row,
                     _mm256_unpackhi_pd(half[high], half[2 + high]));
  }
}

#endif

#if defined(__AVX512F__)

template <>
struct Simd<float> {
  using Vector = __m512;
  using Mask = __mmask16;
  static constexpr int kLanes = 16, kTile = 8, kTileVectors = 4;
  static constexpr int MaxRows(int vectors) { return vectors == 4 ? 6 : 8; }
  static Vector Load(const float* p) { return _mm512_loadu_ps(p); }
  static Vector LoadFirst(const float* p, Mask m) {
    return _mm512_maskz_loadu_ps(m, p);
  }
  static void Store(float* p, Vector v) { _mm512_storeu_ps(p, v); }
  static void StoreFirst(float* p, Vector v, Mask m) {
    _mm512_mask_storeu_ps(p, m, v);
  }
  static Mask FirstLanes(int64_t n) { return (uint32_t{1} << n) - 1; }
  static Vector Broadcast(float x) { return _mm512_set1_ps(x); }
  static Vector Fma(Vector a, Vector b, Vector c) {
    return _mm512_fmadd_ps(a, b, c);
  }
  static Vector Add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
  // GCC 12 warns of the plain form, that it uses something uninitialized.
  static Vector Max(Vector low, Vector x) {
    return _mm512_maskz_max_ps(0xffff, low, x);
  }
};

template <>
struct Simd<double> {
  using Vector = __m512d;
  using Mask = __mmask8;
  static constexpr int kLanes = 8, kTile = 4, kTileVectors = 4;
  static constexpr int MaxRows(int vectors) { return vectors == 4 ? 6 : 8; }
  static Vector Load(const double* p) { return _mm512_loadu_pd(p); }
  static Vector LoadFirst(const double* p, Mask m) {
    return _mm512_maskz_loadu_pd(m, p);
  }
  static void Store(double* p, Vector v) { _mm512_storeu_pd(p, v); }
  static void StoreFirst(double* p, Vector v, Mask m) {
    _mm512_mask_storeu_pd(p, m, v);
  }
  static Mask FirstLanes(int64_t n) { return (uint32_t{1} << n) - 1; }
  static Vector Broadcast(double x) { return _mm512_set1_pd(x); }
  static Vector Fma(Vector a, Vector b, Vector c) {
    return _mm512_fmadd_pd(a, b, c);
  }
  static Vector Add(Vector a, Vector b) { return _mm512_add_pd(a, b); }
  static Vector Max(Vector low, Vector x) {
    return _mm512_maskz_max_pd(0xff, low, x);
  }
};

#elif defined(__AVX2__)

template <>
struct Simd<float> {
  using Vector = __m256;
  using Mask = __m256i;
  static constexpr int kLanes = 8, kTile = 8, kTileVectors = 2;
  static constexpr int MaxRows(int vectors) { return vectors == 2 ? 6 : 8; }
  static Vector Load(const float* p) { return _mm256_loadu_ps(p); }
  static Vector LoadFirst(const float* p, Mask m) {
    return _mm256_maskload_ps(p, m);
  }
  static void Store(float* p, Vector v) { _mm256_storeu_ps(p, v); }
  static void StoreFirst(float* p, Vector v, Mask m) {
    _mm256_maskstore_ps(p, m, v);
  }
  static Mask FirstLanes(int64_t n) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(n)),
                              _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  }
  static Vector Broadcast(float x) { return _mm256_set1_ps(x); }
  static Vector Fma(Vector a, Vector b, Vector c) {
    return _mm256_fmadd_ps(a, b, c);
  }
  static Vector Add(Vector a, Vector b) { return _mm256_add_ps(a, b); }
  static Vector Max(Vector low, Vector x) { return _mm256_max_ps(low, x); }
};

template <>
struct Simd<double> {
  using Vector = __m256d;
  using Mask = __m256i;
  static constexpr int kLanes = 4, kTile = 4, kTileVectors = 2;
  static constexpr int MaxRows(int vectors) { return vectors == 2 ? 6 : 8; }
  static Vector Load(const double* p) { return _mm256_loadu_pd(p); }
  static Vector LoadFirst(const double* p, Mask m) {
    return _mm256_maskload_pd(p, m);
  }
  static void Store(double* p, Vector v) { _mm256_storeu_pd(p, v); }
  static void StoreFirst(double* p, Vector v, Mask m) {
    _mm256_maskstore_pd(p, m, v);
  }
  static Mask FirstLanes(int64_t n) {
    return _mm256_cmpgt_epi64(_mm256_set1_epi64x(n),
                              _mm256_setr_epi64x(0, 1, 2, 3));
  }
  static Vector Broadcast(double x) { return _mm256_set1_pd(x); }
  static Vector Fma(Vector a, Vector b, Vector c) {
    return _mm256_fmadd_pd(a, b, c);
  }
  static Vector Add(Vector a, Vector b) { return _mm256_add_pd(a, b); }
  static Vector Max(Vector low, Vector x) { return _mm256_max_pd(low, x); }
};

#else

// Plain C++: right everywhere, fast where the compiler has fma and vectors.
template <class T>
struct Simd {
  static constexpr int kLanes = 4, kTile = 4, kTileVectors = 2;
  struct Vector {
    T lane[kLanes];
  };
  using Mask = int64_t;
  static constexpr int MaxRows(int) { return 4; }
  static Vector Load(const T* p) { return LoadFirst(p, kLanes); }
  static Vector LoadFirst(const T* p, Mask n) {
    Vector v = {};
    for (int64_t l = 0; l < n; ++l) v.lane[l] = p[l];
    return v;
  }
  static void Store(T* p, Vector v) { StoreFirst(p, v, kLanes); }
  static void StoreFirst(T* p, Vector v, Mask n) {
    for (int64_t l = 0; l < n; ++l) p[l] = v.lane[l];
  }
  static Mask FirstLanes(int64_t n) { return n; }
  static Vector Broadcast(T x) {
    Vector v;
    for (T& l : v.lane) l = x;
    return v;
  }
  static Vector Fma(Vector a, Vector b, Vector c) {
    for (int l = 0; l < kLanes; ++l)
      c.lane[l] = std::fma(a.lane[l], b.lane[l], c.lane[l]);
    return c;
  }
  static Vector Add(Vector a, Vector b) {
    for (int l = 0; l < kLanes; ++l) a.lane[l] += b.lane[l];
    return a;
  }
  static Vector Max(Vector low, Vector x) {
    for (int l = 0; l < kLanes; ++l)
      if (x.lane[l] < low.lane[l]) x.lane[l] = low.lane[l];
    return x;
  }
};

template <class T>
void TransposeTile(const T* const lines[4], int64_t at, T* dst,
                   int64_t dst_row) {
  for (int i = 0; i < 4; ++i)
    for (int l = 0; l < 4; ++l) dst[i * dst_row + l] = lines[l][at + i];
}

#endif

}  // namespace tessera::TESSERA_ISA

#endif  // TESSERA_OPS_CPU_GEMM_SIMD_H_
