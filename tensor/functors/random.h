// From random words to distributions: the same bits on host and device.
//
//   float u = math::UniformFloat(w);            // [0, 1), 24 bits
//   double v = math::UniformDouble(w64);        // [0, 1), 53 bits
//   math::NormalPair(w0, w1, &n0, &n1);         // two of mean 0, variance 1
//   uint64_t k = math::BoundedInt(w64, 6);      // 0 to 5
//   float e = math::ExponentialFloat(w);        // mean 1, > 0
//
// What seeds give is promised, so no operation here may be reordered,
// contracted or replaced: only exactly rounded ones are used. w64 is a pair of
// words, the first one low.
#ifndef TESSERA_TENSOR_FUNCTORS_RANDOM_H_
#define TESSERA_TENSOR_FUNCTORS_RANDOM_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/functors/math_base.h"
#include "tessera/tensor/functors/philox.h"

namespace tessera::math {

TESSERA_MATH uint64_t PairOfWords(uint32_t low, uint32_t high) {
  return uint64_t{high} << 32 | low;
}

// Pair i of the stream that begins at a counter block.
TESSERA_MATH uint64_t PhiloxPair(uint64_t seed, uint64_t first, int64_t i) {
  uint32_t w[kPhiloxWords];
  Philox(seed, first + static_cast<uint64_t>(i / 2), w);
  return i % 2 ? PairOfWords(w[2], w[3]) : PairOfWords(w[0], w[1]);
}

// Multiples of 2^-24 in [0, 1).
TESSERA_MATH float UniformFloat(uint32_t w) {
  // As signed, which every instruction set converts.
  return static_cast<float>(static_cast<int32_t>(w >> 8)) * 0x1p-24f;
}

// An integer below 2^52 as a double; AVX2 has no conversion of 64 bits.
TESSERA_MATH double Exact52(uint64_t x) {
  return FromBits(x | 0x4330000000000000u) - 0x1p52;
}

// Multiples of 2^-53 in [0, 1).
TESSERA_MATH double UniformDouble(uint64_t w) {
  return Fma(Exact52(w >> 32), 0x1p-32,
             Exact52((w >> 11) & 0x1fffff) * 0x1p-53);
}

// (0, 1], with more bits near 0, where logarithms need them.
TESSERA_MATH float UniformOpen(uint32_t w) {
  return Fma(static_cast<float>(w), 0x1p-32f, 0x1p-33f);
}
// Odd multiples of 2^-54, rounded: (0, 1].
TESSERA_MATH double UniformOpen(uint64_t w) {
  return Fma(Exact52(w >> 32), 0x1p-32,
             Fma(Exact52((w >> 11) & 0x1fffff), 0x1p-53, 0x1p-54));
}

// log(u) of a normal positive u: u = 2^e (1 + f), 2^-1/2 <= 1 + f < 2^1/2, and
// a polynomial of degree 7 for the rest. Not math::Log, whose polynomial may
// be improved.
TESSERA_MATH float LogForRandom(float u) {
  const uint32_t t = Bits(u) - 0x3f3504f3u;
  const float e = static_cast<float>(static_cast<int32_t>(t) >> 23);
  const float f = FromBits((t & 0x007fffffu) + 0x3f3504f3u) - 1.f;
  const float z = f * f;
  const float p =
      Polynomial(f, 0.33333331f, -0.2500082f, 0.20001242f, -0.16623409f,
                 0.1420158f, -0.1315961f, 0.12762217f, -0.07636439f);
  float r = (p * f) * z;
  r = Fma(-0.5f, z, r);
  r = Fma(e, -2.12194440e-4f, r);
  return Fma(e, 0.693359375f, f + r);
}
// s = f / (2 + f), log(1 + f) = 2 atanh(s); terms of the series up to s^23
// leave 2^-58 of the sum.
TESSERA_MATH double LogForRandom(double u) {
  const uint64_t root = 0x3fe6a09e667f3bcdu;
  const uint64_t t = Bits(u) + (0x3ff0000000000000u - root);
  const double e = FromBits((t >> 52) | 0x4330000000000000u) - (0x1p52 + 1023);
  const double f = FromBits((t & 0xfffffffffffffu) + root) - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  const double r =
      z * Polynomial(z, 2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11, 2.0 / 13,
                     2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21, 2.0 / 23);
  const double square = 0.5 * f * f;
  const double low = Fma(e, 0x1.a39ef35793c76p-33, s * (square + r));
  return Fma(e, 0x1.62e42feep-1, f - (square - low));
}

// sin and cos of pi s for |s| <= 1/4, z = s^2.
TESSERA_MATH float SinPi(float s, float z) {
  return Polynomial(z, 3.14159274f, -5.1677575f, 2.55374122f, -0.6907987f,
                    0.81367326f) *
         s;
}
TESSERA_MATH float CosPi(float z) {
  return Polynomial(z, 1.f, -4.93480206f, 4.0586963f, -1.33473623f,
                    0.22875474f);
}
// Taylor's terms, below 2^-54 of the sum from the next one on.
TESSERA_MATH double SinPi(double s, double z) {
  return Polynomial(z, 3.141592653589793, -5.16771278004997, 2.5501640398773455,
                    -0.5992645293207921, 0.08214588661112823,
                    -0.0073704309457143504, 0.00046630280576761255,
                    -2.1915353447830217e-05, 7.952054001475513e-07) *
         s;
}
TESSERA_MATH double CosPi(double z) {
  return Polynomial(
      z, 1., -4.934802200544679, 4.0587121264167685, -1.3352627688545895,
      0.2353306303588932, -0.02580689139001406, 0.0019295743094039231,
      -0.0001046381049248457, 4.303069587032947e-06, -1.3878952462213771e-07);
}

// Box-Muller: r = sqrt(-2 log u), the angle an exact fraction of a turn that is
// split into a quadrant and a rest of at most an eighth.
TESSERA_MATH void NormalPair(uint32_t a, uint32_t b, float* n0, float* n1) {
  const float r = Sqrt(-2.f * LogForRandom(UniformOpen(a)));
  const uint32_t q = (b + 0x20000000u) >> 30;
  const uint32_t rest = b - (q << 30);
  const float s = static_cast<float>(static_cast<int32_t>(rest)) * 0x1p-31f;
  const float z = s * s;
  const uint32_t sine = Bits(SinPi(s, z));
  const uint32_t cosine = Bits(CosPi(z));
  // In integers: GCC keeps no branch there.
  const uint32_t swap = (sine ^ cosine) & (0u - (q & 1));
  *n0 = r * FromBits((cosine ^ swap) ^ (((q + 1) >> 1) << 31));
  *n1 = r * FromBits((sine ^ swap) ^ ((q >> 1) << 31));
}
TESSERA_MATH void NormalPair(uint64_t a, uint64_t b, double* n0, double* n1) {
  const double r = Sqrt(-2. * LogForRandom(UniformOpen(a)));
  const uint64_t q = (b + 0x2000000000000000u) >> 62;
  // The upper 51 bits of the rest, in [0, 2^51), from -2^50 on.
  const uint64_t rest = (b + 0x2000000000000000u - (q << 62)) >> 11;
  const double s = (Exact52(rest) - 0x1p50) * 0x1p-52;
  const double z = s * s;
  const uint64_t sine = Bits(SinPi(s, z));
  const uint64_t cosine = Bits(CosPi(z));
  const uint64_t swap = (sine ^ cosine) & (0u - (q & 1));
  *n0 = r * FromBits((cosine ^ swap) ^ (((q + 1) >> 1) << 63));
  *n1 = r * FromBits((sine ^ swap) ^ ((q >> 1) << 63));
}

// Mean 1; at least 2^-33, where the logarithm is 0.
TESSERA_MATH float ExponentialFloat(uint32_t w) {
  const float e = -LogForRandom(UniformOpen(w));
  return Select(e < 0x1p-33f, 0x1p-33f, e);
}
TESSERA_MATH double ExponentialDouble(uint64_t w) {
  const double e = -LogForRandom(UniformOpen(w));
  return Select(e < 0x1p-54, 0x1p-54, e);
}

// floor(w range / 2^64): below range, for range < 2^32.
TESSERA_MATH uint64_t BoundedInt(uint64_t w, uint32_t range) {
  const uint64_t low = (w & 0xffffffffu) * range;
  return ((w >> 32) * range + (low >> 32)) >> 32;
}

// The upper half of a product.
TESSERA_MATH uint64_t MultiplyHigh(uint64_t a, uint64_t b) {
#ifdef __CUDA_ARCH__
  return __umul64hi(a, b);
#else
  __extension__ typedef unsigned __int128 Wide;
  return static_cast<uint64_t>((static_cast<Wide>(a) * b) >> 64);
#endif
}

// floor((high 2^64 + low) range / 2^128): below range. Range 0 means 2^64.
TESSERA_MATH uint64_t BoundedInt(uint64_t low, uint64_t high, uint64_t range) {
  if (range == 0) return high;
  const uint64_t sum = high * range + MultiplyHigh(low, range);
  return MultiplyHigh(high, range) + (sum < high * range ? 1 : 0);
}

// A float rounded towards zero to Half's and BFloat16's precision, for sizes
// from Half's 2^-14 on and for multiples of 2^-24 below; others round later.
TESSERA_MATH float TruncateToHalf(float x) {
  return FromBits(Bits(x) & ~0x1fffu);
}
TESSERA_MATH float TruncateToBFloat16(float x) {
  return FromBits(Bits(x) & ~0xffffu);
}

}  // namespace tessera::math

#endif  // TESSERA_TENSOR_FUNCTORS_RANDOM_H_
