// Half: IEEE 754 binary16 as a storage type. Arithmetic goes through float.
//
//   Half h(0.1f);          // rounded to nearest, ties to even
//   float f = h;           // exact
//   Half sum = h + h;      // computed in float, rounded once
//   h.x;                   // the bits, 0x2e66
//   Half one(0x3c00, Half::from_bits());
//
// The bits are those of x86's F16C instructions for every input, NaNs included
// (they keep sign and payload and become quiet). Plain selects instead of these
// instructions: compilers vectorise loops of them, and constant expressions and
// other processors can use them.
#ifndef TESSERA_DTYPE_HALF_H_
#define TESSERA_DTYPE_HALF_H_

#include <cstdint>
#include <type_traits>

#include "tessera/base/bit_cast.h"
#include "tessera/base/host_device.h"
#include "tessera/dtype/narrow.h"

namespace tessera {

namespace internal {

// x < limit ? a : b for x and limit below 2^31, by the sign of the difference.
// With ?: GCC does a's floating-point arithmetic only where it is chosen (it
// might trap), which keeps loops from being vectorised.
TESSERA_HOST_DEVICE constexpr uint32_t SelectLess(uint32_t x, uint32_t limit,
                                                  uint32_t a, uint32_t b) {
  const uint32_t mask =
      static_cast<uint32_t>(static_cast<int32_t>(x - limit) >> 31);
  return b ^ ((a ^ b) & mask);
}

}  // namespace internal

TESSERA_HOST_DEVICE constexpr uint16_t HalfBitsFromFloat(float f) {
  const uint32_t w = BitCast<uint32_t>(f);
  const uint32_t size = w & 0x7fffffffu;
  // Subnormal results: adding 0.5 puts the last bit of the sum where the last
  // bit of such a Half is, and rounds. From 2^-14 on the value is not used.
  const uint32_t small =
      BitCast<uint32_t>(BitCast<float>(size) + 0.5f) - 0x3f000000u;
  // Others: exponent bias 127 -> 15, and half a last place, less if even. A
  // carry runs into the exponent as it should, up to infinity.
  const uint32_t normal =
      (size - 0x38000000u + 0xfffu + ((size >> 13) & 1u)) >> 13;
  const uint32_t nan = 0x7e00u | ((size >> 13) & 0x3ffu);
  uint32_t r = internal::SelectLess(size, 0x38800000u, small, normal);
  r = internal::SelectLess(size, 0x47800000u, r, 0x7c00u);
  r = internal::SelectLess(size, 0x7f800001u, r, nan);
  return static_cast<uint16_t>(r | ((w >> 16) & 0x8000u));
}

TESSERA_HOST_DEVICE constexpr float FloatFromHalfBits(uint16_t h) {
  const uint32_t size = static_cast<uint32_t>(h & 0x7fffu) << 13;
  // Subnormals: the same trick as above, backwards.
  const uint32_t small =
      BitCast<uint32_t>(BitCast<float>(size + 0x38800000u) -
                        BitCast<float>(uint32_t{0x38800000u}));
  uint32_t r =
      internal::SelectLess(size, 0x00800000u, small, size + 0x38000000u);
  r = internal::SelectLess(size, 0x0f800000u, r, size + 0x70000000u);
  r = internal::SelectLess(size, 0x0f800001u, r, r | 0x00400000u);
  return BitCast<float>(r | (static_cast<uint32_t>(h & 0x8000u) << 16));
}

struct Half {
  uint16_t x;

  struct from_bits_t {};
  TESSERA_HOST_DEVICE static constexpr from_bits_t from_bits() { return {}; }

  Half() = default;
  TESSERA_HOST_DEVICE constexpr Half(uint16_t bits, from_bits_t) : x(bits) {}
  // Rounds once, from double and large integers too.
  template <class T, std::enable_if_t<std::is_arithmetic<T>::value, int> = 0>
  TESSERA_HOST_DEVICE explicit constexpr Half(T v)
      : x(HalfBitsFromFloat(internal::ToFloatForNarrowing(v))) {}
  TESSERA_HOST_DEVICE constexpr operator float() const {
    return FloatFromHalfBits(x);
  }

  TESSERA_HOST_DEVICE friend constexpr Half operator-(Half a) {
    return Half(static_cast<uint16_t>(a.x ^ 0x8000u), from_bits());
  }
#define TESSERA_HALF_OPERATOR(op)                                         \
  TESSERA_HOST_DEVICE friend constexpr Half operator op(Half a, Half b) { \
    return Half(static_cast<float>(a) op static_cast<float>(b));          \
  }                                                                       \
  TESSERA_HOST_DEVICE friend constexpr Half& operator op##=(Half& a,      \
                                                            float b) {    \
    return a = Half(static_cast<float>(a) op b);                          \
  }
  TESSERA_HALF_OPERATOR(+)
  TESSERA_HALF_OPERATOR(-)
  TESSERA_HALF_OPERATOR(*)
  TESSERA_HALF_OPERATOR(/)
#undef TESSERA_HALF_OPERATOR
};

static_assert(sizeof(Half) == 2 && std::is_trivial<Half>::value);

}  // namespace tessera

#endif  // TESSERA_DTYPE_HALF_H_
