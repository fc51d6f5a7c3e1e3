// Simd<T>: the vector registers of the instruction set that a kernel is
// compiled for, as the few operations that matrix products and
// transposes need.
//
//   using S = Simd<float>;
//   S::Vector v = S::Load(p);               // kLanes values
//   v = S::Fma(S::Broadcast(2), v, v);      // rounded once
//   S::Store(p, v);
//   S::StoreFirst(p, v, S::FirstLanes(3));  // three values
#ifndef TESSERA_OPS_CPU_RUNTIME_SIMD_H_
#define TESSERA_OPS_CPU_RUNTIME_SIMD_H_

#include <cmath>
#include <cstdint>

#include "tessera/base/cpp17.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

// An array stays in registers only if the loops over them disappear.
#if defined(__clang__)
#define TESSERA_UNROLL _Pragma("unroll")
#else
#define TESSERA_UNROLL _Pragma("GCC unroll 16")
#endif

namespace tessera::TESSERA_ISA {

// kLanes: values in a vector. kNarrow: lines of the smaller Transpose.
// kTileVectors: vectors side by side in the widest tile of C.
// kHasSquare: whether there is a TransposeSquare of kLanes lines.
// MaxRows(v): rows of a tile that is v vectors wide, as registers allow.
// Max(low, x) is x where x is NaN. GCC 12 warns of _mm512_max_ps and others
// without a mask that they use something uninitialized.
template <class T>
struct Simd;

#if defined(__AVX2__)

// Transpose<lines>: dst[i * dst_row + l] = line[l][at + i], for a quarter of a
// register (i of 0 to 3 for float, 0 to 1 for double). The lines l, l + 4, ...
// are loaded side by side, so that only moves within 128 bits remain.
template <int kLines>
void Transpose(const float* const* line, int64_t at, float* dst,
               int64_t dst_row);
template <int kLines>
void Transpose(const double* const* line, int64_t at, double* dst,
               int64_t dst_row);

template <>
inline void Transpose<8>(const float* const* line, int64_t at, float* dst,
                         int64_t dst_row) {
  __m256 x[4];
  for (int l = 0; l < 4; ++l)
    x[l] =
        _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(line[l] + at)),
                             _mm_loadu_ps(line[l + 4] + at), 1);
  const __m256 low01 = _mm256_unpacklo_ps(x[0], x[1]);
  const __m256 high01 = _mm256_unpackhi_ps(x[0], x[1]);
  const __m256 low23 = _mm256_unpacklo_ps(x[2], x[3]);
  const __m256 high23 = _mm256_unpackhi_ps(x[2], x[3]);
  _mm256_storeu_ps(dst, _mm256_shuffle_ps(low01, low23, 0x44));
  _mm256_storeu_ps(dst + dst_row, _mm256_shuffle_ps(low01, low23, 0xee));
  _mm256_storeu_ps(dst + 2 * dst_row, _mm256_shuffle_ps(high01, high23, 0x44));
  _mm256_storeu_ps(dst + 3 * dst_row, _mm256_shuffle_ps(high01, high23, 0xee));
}

template <>
inline void Transpose<4>(const double* const* line, int64_t at, double* dst,
                         int64_t dst_row) {
  __m256d x[2];
  for (int l = 0; l < 2; ++l)
    x[l] =
        _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(line[l] + at)),
                             _mm_loadu_pd(line[l + 2] + at), 1);
  _mm256_storeu_pd(dst, _mm256_unpacklo_pd(x[0], x[1]));
  _mm256_storeu_pd(dst + dst_row, _mm256_unpackhi_pd(x[0], x[1]));
}

#endif

#if defined(__AVX512F__)

template <>
inline void Transpose<16>(const float* const* line, int64_t at, float* dst,
                          int64_t dst_row) {
  __m512 x[4];
  for (int l = 0; l < 4; ++l) {
    x[l] = _mm512_castps128_ps512(_mm_loadu_ps(line[l] + at));
    x[l] = _mm512_insertf32x4(x[l], _mm_loadu_ps(line[l + 4] + at), 1);
    x[l] = _mm512_insertf32x4(x[l], _mm_loadu_ps(line[l + 8] + at), 2);
    x[l] = _mm512_insertf32x4(x[l], _mm_loadu_ps(line[l + 12] + at), 3);
  }
  constexpr __mmask16 kAll = 0xffff;
  const __m512 low01 = _mm512_maskz_unpacklo_ps(kAll, x[0], x[1]);
  const __m512 high01 = _mm512_maskz_unpackhi_ps(kAll, x[0], x[1]);
  const __m512 low23 = _mm512_maskz_unpacklo_ps(kAll, x[2], x[3]);
  const __m512 high23 = _mm512_maskz_unpackhi_ps(kAll, x[2], x[3]);
  const auto store = [&](int i, __m512 v) {
    _mm512_storeu_ps(dst + i * dst_row, v);
  };
  store(0, _mm512_maskz_shuffle_ps(kAll, low01, low23, 0x44));
  store(1, _mm512_maskz_shuffle_ps(kAll, low01, low23, 0xee));
  store(2, _mm512_maskz_shuffle_ps(kAll, high01, high23, 0x44));
  store(3, _mm512_maskz_shuffle_ps(kAll, high01, high23, 0xee));
}

// The same for sixteen values of sixteen lines, each in one load.
inline void TransposeSquare(const float* const* line, int64_t at, float* dst,
                            int64_t dst_row) {
  constexpr __mmask16 kAll = 0xffff;
  constexpr __mmask8 kPairs = 0xff;
  const auto low = [](__m512 a, __m512 b) {
    return _mm512_maskz_unpacklo_ps(kAll, a, b);
  };
  const auto high = [](__m512 a, __m512 b) {
    return _mm512_maskz_unpackhi_ps(kAll, a, b);
  };
  const auto low_pairs = [](__m512 a, __m512 b) {
    return _mm512_castpd_ps(_mm512_maskz_unpacklo_pd(
        kPairs, _mm512_castps_pd(a), _mm512_castps_pd(b)));
  };
  const auto high_pairs = [](__m512 a, __m512 b) {
    return _mm512_castpd_ps(_mm512_maskz_unpackhi_pd(
        kPairs, _mm512_castps_pd(a), _mm512_castps_pd(b)));
  };
  // Quarters of 128 bits: the first and third, or second and fourth, of each.
  const auto odd = [](__m512 a, __m512 b) {
    return _mm512_maskz_shuffle_f32x4(kAll, a, b, 0x88);
  };
  const auto even = [](__m512 a, __m512 b) {
    return _mm512_maskz_shuffle_f32x4(kAll, a, b, 0xdd);
  };
  __m512 x[16], y[16];
  TESSERA_UNROLL for (int l = 0; l < 16; ++l) x[l] =
      _mm512_loadu_ps(line[l] + at);
  TESSERA_UNROLL for (int l = 0; l < 16; l += 2) {
    y[l] = low(x[l], x[l + 1]);
    y[l + 1] = high(x[l], x[l + 1]);
  }
  TESSERA_UNROLL for (int l = 0; l < 16; l += 4) {
    x[l] = low_pairs(y[l], y[l + 2]);
    x[l + 1] = high_pairs(y[l], y[l + 2]);
    x[l + 2] = low_pairs(y[l + 1], y[l + 3]);
    x[l + 3] = high_pairs(y[l + 1], y[l + 3]);
  }
  TESSERA_UNROLL for (int i = 0; i < 4; ++i) {
    y[i] = odd(x[i], x[i + 4]);
    y[i + 4] = even(x[i], x[i + 4]);
    y[i + 8] = odd(x[i + 8], x[i + 12]);
    y[i + 12] = even(x[i + 8], x[i + 12]);
  }
  TESSERA_UNROLL for (int i = 0; i < 8; ++i) {
    _mm512_storeu_ps(dst + i * dst_row, odd(y[i], y[i + 8]));
    _mm512_storeu_ps(dst + (i + 8) * dst_row, even(y[i], y[i + 8]));
  }
}

template <>
inline void Transpose<8>(const double* const* line, int64_t at, double* dst,
                         int64_t dst_row) {
  __m512d x[2];
  for (int l = 0; l < 2; ++l) {
    x[l] = _mm512_castpd128_pd512(_mm_loadu_pd(line[l] + at));
    x[l] = _mm512_insertf64x2(x[l], _mm_loadu_pd(line[l + 2] + at), 1);
    x[l] = _mm512_insertf64x2(x[l], _mm_loadu_pd(line[l + 4] + at), 2);
    x[l] = _mm512_insertf64x2(x[l], _mm_loadu_pd(line[l + 6] + at), 3);
  }
  _mm512_storeu_pd(dst, _mm512_maskz_unpacklo_pd(0xff, x[0], x[1]));
  _mm512_storeu_pd(dst + dst_row, _mm512_maskz_unpackhi_pd(0xff, x[0], x[1]));
}

template <>
struct Simd<float> {
  using Vector = __m512;
  using Mask = __mmask16;
  static constexpr int kLanes = 16, kNarrow = 8, kTileVectors = 4;
  static constexpr bool kHasSquare = true;
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
  static Vector Max(Vector low, Vector x) {
    return _mm512_maskz_max_ps(0xffff, low, x);
  }
};

template <>
struct Simd<double> {
  using Vector = __m512d;
  using Mask = __mmask8;
  static constexpr int kLanes = 8, kNarrow = 4, kTileVectors = 4;
  static constexpr bool kHasSquare = false;
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
  static constexpr int kLanes = 8, kNarrow = 8, kTileVectors = 2;
  static constexpr bool kHasSquare = false;
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
  static constexpr int kLanes = 4, kNarrow = 4, kTileVectors = 2;
  static constexpr bool kHasSquare = false;
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
  static constexpr int kLanes = 4, kNarrow = 4, kTileVectors = 2;
  static constexpr bool kHasSquare = false;
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

template <int kLines, class T>
void Transpose(const T* const* line, int64_t at, T* dst, int64_t dst_row) {
  for (int i = 0; i < static_cast<int>(16 / sizeof(T)); ++i)
    for (int l = 0; l < kLines; ++l) dst[i * dst_row + l] = line[l][at + i];
}

#endif

}  // namespace tessera::TESSERA_ISA

#endif  // TESSERA_OPS_CPU_RUNTIME_SIMD_H_
