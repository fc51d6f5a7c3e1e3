// What the elementary functions of math.h are made of: exactly rounded
// operations, bit casts and selects, the same on host and device.
//
//   TESSERA_MATH float Halve(float x) {
//     return math::Select(x > 1, x * 0.5f, x);
//   }
//
// Nothing here branches, so that GCC vectorises a loop over such a function;
// kernels add the flags of copts.bzl, which change no bit.
#ifndef TESSERA_TENSOR_FUNCTORS_MATH_BASE_H_
#define TESSERA_TENSOR_FUNCTORS_MATH_BASE_H_

#include <cstdint>
#include <cstring>

#include "tessera/base/cpp17.h"

#ifdef __CUDACC__
#define TESSERA_HD __host__ __device__
#else
#define TESSERA_HD
#endif
// A call that is left in a loop keeps it from being vectorised.
#define TESSERA_MATH TESSERA_HD inline __attribute__((always_inline))

namespace tessera::math {

TESSERA_MATH uint32_t Bits(float x) {
#ifdef __CUDA_ARCH__
  return __float_as_uint(x);
#else
  uint32_t bits;
  __builtin_memcpy(&bits, &x, sizeof(x));
  return bits;
#endif
}

TESSERA_MATH uint64_t Bits(double x) {
#ifdef __CUDA_ARCH__
  return static_cast<uint64_t>(__double_as_longlong(x));
#else
  uint64_t bits;
  __builtin_memcpy(&bits, &x, sizeof(x));
  return bits;
#endif
}

TESSERA_MATH float FromBits(uint32_t bits) {
#ifdef __CUDA_ARCH__
  return __uint_as_float(bits);
#else
  float x;
  __builtin_memcpy(&x, &bits, sizeof(x));
  return x;
#endif
}

TESSERA_MATH double FromBits(uint64_t bits) {
#ifdef __CUDA_ARCH__
  return __longlong_as_double(static_cast<long long>(bits));
#else
  double x;
  __builtin_memcpy(&x, &bits, sizeof(x));
  return x;
#endif
}

TESSERA_MATH float Fma(float a, float b, float c) {
#ifdef __CUDA_ARCH__
  return __fmaf_rn(a, b, c);
#else
  return __builtin_fmaf(a, b, c);
#endif
}

TESSERA_MATH double Fma(double a, double b, double c) {
#ifdef __CUDA_ARCH__
  return __fma_rn(a, b, c);
#else
  return __builtin_fma(a, b, c);
#endif
}

// Square root, exactly rounded.
TESSERA_MATH float Sqrt(float x) {
#ifdef __CUDA_ARCH__
  return __fsqrt_rn(x);
#else
  return __builtin_sqrtf(x);
#endif
}

TESSERA_MATH double Sqrt(double x) {
#ifdef __CUDA_ARCH__
  return __dsqrt_rn(x);
#else
  return __builtin_sqrt(x);
#endif
}

// 1 / Sqrt(x), at most 1.5 ulp off.
template <class T>
TESSERA_MATH T Rsqrt(T x) {
  return 1 / Sqrt(x);
}

// Both values are computed, whatever the condition. Selects stand at a
// function's end: GCC makes branches of an early one with a constant (a clamp),
// one for each way on, and masks of these.
template <class T>
TESSERA_MATH T Select(bool condition, T yes, T no) {
  return condition ? yes : no;
}

TESSERA_MATH float Abs(float x) { return FromBits(Bits(x) & 0x7fffffffu); }
TESSERA_MATH double Abs(double x) {
  return FromBits(Bits(x) & 0x7fffffffffffffffu);
}

TESSERA_MATH float CopySign(float magnitude, float sign) {
  return FromBits((Bits(magnitude) & 0x7fffffffu) | (Bits(sign) & 0x80000000u));
}
TESSERA_MATH double CopySign(double magnitude, double sign) {
  return FromBits((Bits(magnitude) & 0x7fffffffffffffffu) |
                  (Bits(sign) & 0x8000000000000000u));
}

// c[0] + x (c[1] + x (c[2] + ...)).
template <class T>
TESSERA_MATH T Polynomial(T, T c0) {
  return c0;
}
template <class T, class... C>
TESSERA_MATH T Polynomial(T x, T c0, C... c) {
  return Fma(Polynomial(x, static_cast<T>(c)...), x, c0);
}

// Adding and taking away 1.5 * 2^23 (2^52) rounds to the nearest integer, ties
// to even, where |x| < 2^22 (2^51); the sum's last bits are that integer.
template <class T>
inline constexpr T kRound = sizeof(T) == 4 ? T(0x1.8p23) : T(0x1.8p52);

// 2^k, for a power that stands in the last bits of kRound + k, -127 < k < 128
// (-1023 < k < 1024).
TESSERA_MATH float PowerOfTwo(float rounded) {
  return FromBits((Bits(rounded) << 23) + 0x3f800000u);
}
TESSERA_MATH double PowerOfTwo(double rounded) {
  return FromBits((Bits(rounded) << 52) + 0x3ff0000000000000u);
}

// p 2^k for p near 1, k as above but any from -254 to 254 (-2046 to 2046): two
// halves, since 2^k may not exist where the product is subnormal.
TESSERA_MATH float Scale(float p, float rounded) {
  // Kept positive: AVX2 has no arithmetic shift of 64 bits.
  const uint32_t k = Bits(rounded) - 0x4b400000u + 2 * 127;
  const uint32_t half = k >> 1;
  p *= FromBits(half << 23);
  return p * FromBits((k - half) << 23);
}
TESSERA_MATH double Scale(double p, double rounded) {
  const uint64_t k = Bits(rounded) - 0x4338000000000000u + 2 * 1023;
  const uint64_t half = k >> 1;
  p *= FromBits(half << 52);
  return p * FromBits((k - half) << 52);
}

// A number's parts: x = 2^exponent (1 + f), 2^-1/2 <= 1 + f < 2^1/2. For x
// positive and finite; f has no rounding error.
template <class T>
struct Parts {
  T exponent;
  T f;
};
TESSERA_MATH Parts<float> Split(float x) {
  const bool subnormal = x < 0x1p-126f;
  const uint32_t bits = Bits(Select(subnormal, x * 0x1p23f, x));
  const uint32_t root = 0x3f3504f3u;
  const uint32_t t = bits - root;
  Parts<float> parts;
  parts.exponent = static_cast<float>((static_cast<int32_t>(t) >> 23) -
                                      Select(subnormal, 23, 0));
  parts.f = FromBits((t & 0x7fffffu) + root) - 1;
  return parts;
}
// The same for a normal number.
TESSERA_MATH Parts<float> SplitNormal(float x) {
  const uint32_t root = 0x3f3504f3u;
  const uint32_t t = Bits(x) - root;
  Parts<float> parts;
  parts.exponent = static_cast<float>(static_cast<int32_t>(t) >> 23);
  parts.f = FromBits((t & 0x7fffffu) + root) - 1;
  return parts;
}
TESSERA_MATH Parts<double> SplitNormal(double x) {
  const uint64_t root = 0x3fe6a09e667f3bcdu;
  const uint64_t one = 0x3ff0000000000000u;
  const uint64_t t = Bits(x) + (one - root);
  Parts<double> parts;
  parts.exponent = FromBits((t >> 52) | 0x4330000000000000u) - (0x1p52 + 1023);
  parts.f = FromBits((t & 0xfffffffffffffu) + root) - 1;
  return parts;
}
TESSERA_MATH Parts<double> Split(double x) {
  const bool subnormal = x < 0x1p-1022;
  const uint64_t bits = Bits(Select(subnormal, x * 0x1p54, x));
  const uint64_t root = 0x3fe6a09e667f3bcdu;
  const uint64_t one = 0x3ff0000000000000u;
  const uint64_t t = bits + (one - root);
  Parts<double> parts;
  // AVX2 converts no 64-bit integers: put under the exponent of 2^52 instead.
  parts.exponent = FromBits((t >> 52) | 0x4330000000000000u) -
                   Select(subnormal, 0x1p52 + 1023 + 54, 0x1p52 + 1023);
  parts.f = FromBits((t & 0xfffffffffffffu) + root) - 1;
  return parts;
}

template <class T>
TESSERA_MATH T Infinity() {
  return static_cast<T>(__builtin_inff());
}
template <class T>
TESSERA_MATH T NaN() {
  return static_cast<T>(__builtin_nanf(""));
}

}  // namespace tessera::math

#endif  // TESSERA_TENSOR_FUNCTORS_MATH_BASE_H_
