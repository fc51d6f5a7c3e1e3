// The step before rounding to a 16-bit float: to float without rounding twice.
//
//   float f = internal::ToFloatForNarrowing(1.00048828125000001);
//   Half h(f);  // rounded once, though the double went through float
//
// double -> float -> Half with two roundings to nearest would now and then give
// the wrong neighbour. Rounding the first step to odd (S. Boldo, G. Melquiond,
// "Emulation of FMA and correctly rounded sums: proved algorithms using
// rounding to odd", IEEE Trans. Comput. 57, 2008) keeps what the second one
// needs.
#ifndef TESSERA_DTYPE_NARROW_H_
#define TESSERA_DTYPE_NARROW_H_

#include <cstdint>
#include <type_traits>

#include "tessera/base/bit_cast.h"
#include "tessera/base/host_device.h"

namespace tessera {
namespace internal {

TESSERA_HOST_DEVICE constexpr float RoundToOdd(double d) {
  const float f = static_cast<float>(d);
  uint32_t bits = BitCast<uint32_t>(f);
  // Inexact and even: the neighbour on the other side of d is odd. Sizes are
  // compared as integers; a NaN stays one, since an even one has both
  // neighbours among the NaNs.
  constexpr uint64_t kSize = ~uint64_t{0} >> 1;
  const uint64_t f_size = BitCast<uint64_t>(static_cast<double>(f)) & kSize;
  const uint64_t d_size = BitCast<uint64_t>(d) & kSize;
  const uint32_t even = ~bits & 1u;
  bits += even & static_cast<uint32_t>((f_size - d_size) >> 63);
  bits -= even & static_cast<uint32_t>((d_size - f_size) >> 63);
  return BitCast<float>(bits);
}

// magnitude to double with round to odd.
TESSERA_HOST_DEVICE constexpr double RoundToOdd(uint64_t magnitude) {
  const uint64_t low = magnitude >> 53 != 0 ? 0x7ff : 0;
  const uint64_t sticky = (magnitude & low) != 0 ? 0x800 : 0;
  return static_cast<double>((magnitude & ~low) | sticky);
}

// v as a float from which rounding to 16 bits gives what rounding v would.
template <class T>
TESSERA_HOST_DEVICE constexpr float ToFloatForNarrowing(T v) {
  if constexpr (std::is_same<T, float>::value || sizeof(T) < 4) {
    return static_cast<float>(v);
  } else if constexpr (std::is_floating_point<T>::value || sizeof(T) == 4) {
    return RoundToOdd(static_cast<double>(v));
  } else if constexpr (std::is_signed<T>::value) {
    const uint64_t u = static_cast<uint64_t>(v);
    const double size = RoundToOdd(v < 0 ? uint64_t{0} - u : u);
    return RoundToOdd(v < 0 ? -size : size);
  } else {
    return RoundToOdd(RoundToOdd(static_cast<uint64_t>(v)));
  }
}

}  // namespace internal
}  // namespace tessera

#endif  // TESSERA_DTYPE_NARROW_H_
