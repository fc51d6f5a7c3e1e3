// BFloat16: the upper half of a float, as a storage type. Arithmetic goes
// through float.
//
//   BFloat16 b(0.1f);      // rounded to nearest, ties to even
//   float f = b;           // exact
//   BFloat16 sum = b + b;  // computed in float, rounded once
//   b.x;                   // the bits, 0x3dcd
//   BFloat16 one(0x3f80, BFloat16::from_bits());
//
// Rounding keeps the sign and payload of a NaN and makes it quiet.
#ifndef TESSERA_DTYPE_BFLOAT16_H_
#define TESSERA_DTYPE_BFLOAT16_H_

#include <cstdint>
#include <type_traits>

#include "tessera/base/bit_cast.h"
#include "tessera/base/host_device.h"
#include "tessera/dtype/narrow.h"

namespace tessera {

TESSERA_HOST_DEVICE constexpr uint16_t BFloat16BitsFromFloat(float f) {
  const uint32_t w = BitCast<uint32_t>(f);
  const uint32_t rounded = (w + 0x7fffu + ((w >> 16) & 1u)) >> 16;
  const uint32_t nan = (w >> 16) | 0x40u;
  return static_cast<uint16_t>((w & 0x7fffffffu) > 0x7f800000u ? nan : rounded);
}

TESSERA_HOST_DEVICE constexpr float FloatFromBFloat16Bits(uint16_t b) {
  return BitCast<float>(static_cast<uint32_t>(b) << 16);
}

struct BFloat16 {
  uint16_t x;

  struct from_bits_t {};
  TESSERA_HOST_DEVICE static constexpr from_bits_t from_bits() { return {}; }

  BFloat16() = default;
  TESSERA_HOST_DEVICE constexpr BFloat16(uint16_t bits, from_bits_t)
      : x(bits) {}
  // Rounds once, from double and large integers too.
  template <class T, std::enable_if_t<std::is_arithmetic<T>::value, int> = 0>
  TESSERA_HOST_DEVICE explicit constexpr BFloat16(T v)
      : x(BFloat16BitsFromFloat(internal::ToFloatForNarrowing(v))) {}
  TESSERA_HOST_DEVICE constexpr operator float() const {
    return FloatFromBFloat16Bits(x);
  }

  TESSERA_HOST_DEVICE friend constexpr BFloat16 operator-(BFloat16 a) {
    return BFloat16(static_cast<uint16_t>(a.x ^ 0x8000u), from_bits());
  }
#define TESSERA_BFLOAT16_OPERATOR(op)                                        \
  TESSERA_HOST_DEVICE friend constexpr BFloat16 operator op(BFloat16 a,      \
                                                            BFloat16 b) {    \
    return BFloat16(static_cast<float>(a) op static_cast<float>(b));         \
  }                                                                          \
  TESSERA_HOST_DEVICE friend constexpr BFloat16& operator op##=(BFloat16& a, \
                                                                float b) {   \
    return a = BFloat16(static_cast<float>(a) op b);                         \
  }
  TESSERA_BFLOAT16_OPERATOR(+)
  TESSERA_BFLOAT16_OPERATOR(-)
  TESSERA_BFLOAT16_OPERATOR(*)
  TESSERA_BFLOAT16_OPERATOR(/)
#undef TESSERA_BFLOAT16_OPERATOR
};

static_assert(sizeof(BFloat16) == 2 && std::is_trivial<BFloat16>::value);

}  // namespace tessera

#endif  // TESSERA_DTYPE_BFLOAT16_H_
