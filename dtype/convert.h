// Convert<To>(v): the one rule by which an element changes its dtype.
//
//   Convert<uint8_t>(-1);         // 255: integers wrap
//   Convert<int32_t>(-2.7f);      // -2: truncates
//   Convert<int64_t>(1e300);      // INT64_MAX; NaN gives 0
//   Convert<Half>(65520.0);       // inf: rounds to nearest even, once
//   Convert<bool>(NAN);           // true; complex -> real drops the imag. part
//
// Floating to integer is truncation to a saturating int64 (for uint64 from 2^63
// on to a saturating uint64), then wrapping: defined for every input and the
// same on every machine.
#ifndef TESSERA_DTYPE_CONVERT_H_
#define TESSERA_DTYPE_CONVERT_H_

#include <cstdint>
#include <type_traits>

#include "tessera/base/bit_cast.h"
#include "tessera/base/host_device.h"
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/dtype.h"
#include "tessera/dtype/half.h"
#include "tessera/dtype/scalar.h"

namespace tessera {
namespace internal {

template <class T>
constexpr bool is_reduced =
    std::is_same<T, Half>::value || std::is_same<T, BFloat16>::value;

// Truncates; saturates at both ends; NaN gives 0.
template <class F>
TESSERA_HOST_DEVICE constexpr int64_t SaturatingInt64(F v) {
  constexpr F end = static_cast<F>(9223372036854775808.0);
  return v >= end   ? INT64_MAX
         : v < -end ? INT64_MIN
         : v != v   ? 0
                    : static_cast<int64_t>(v);
}

// The low 32 bits of SaturatingInt64(v), by operations on 32 bits that
// compilers vectorise.
TESSERA_HOST_DEVICE constexpr uint32_t Low32(float v) {
  const uint32_t bits = BitCast<uint32_t>(v);
  const uint32_t size = bits & 0x7fffffffu;
  const uint32_t small = static_cast<uint32_t>(
      static_cast<int32_t>(size < 0x4f000000u ? v : 0.0f));  // |v| < 2^31
  // From 2^31 on the significand is shifted left: from 2^55 on out of sight.
  const uint32_t shift = (size >> 23) - 150u;
  uint32_t large =
      shift < 32u ? ((size & 0x7fffffu) | 0x800000u) << (shift & 31u) : 0u;
  large = bits >> 31 ? 0u - large : large;
  // INT64_MAX ends in ones, INT64_MIN in zeros.
  const uint32_t limit = size > 0x7f800000u || bits >> 31 ? 0u : 0xffffffffu;
  large = size >= 0x5f000000u ? limit : large;  // 2^63, inf, NaN
  return size < 0x4f000000u ? small : large;
}

template <class To, class F>
TESSERA_HOST_DEVICE constexpr To FloatToInt(F v) {
  if constexpr (sizeof(To) < 8 && std::is_same<F, float>::value) {
    return static_cast<To>(Low32(v));
  } else if constexpr (std::is_same<To, uint64_t>::value) {
    constexpr F half_way = static_cast<F>(9223372036854775808.0);
    constexpr F end = static_cast<F>(18446744073709551616.0);
    return v >= end        ? UINT64_MAX
           : v >= half_way ? static_cast<uint64_t>(v)
                           : static_cast<uint64_t>(SaturatingInt64(v));
  } else {
    return static_cast<To>(SaturatingInt64(v));
  }
}

}  // namespace internal

template <class To, class From>
TESSERA_HOST_DEVICE constexpr To Convert(From v) {
  if constexpr (std::is_same<To, From>::value) {
    return v;
  } else if constexpr (is_complex<From>::value) {
    if constexpr (std::is_same<To, bool>::value) {
      return v.real_ != 0 || v.imag_ != 0;
    } else if constexpr (is_complex<To>::value) {
      return To(v);
    } else {
      return Convert<To>(v.real_);
    }
  } else if constexpr (internal::is_reduced<From>) {
    return Convert<To>(static_cast<float>(v));
  } else if constexpr (is_complex<To>::value) {
    return To(static_cast<typename To::value_type>(v), 0);
  } else if constexpr (std::is_same<To, bool>::value) {
    return v != 0;
  } else if constexpr (internal::is_reduced<To>) {
    return To(v);
  } else if constexpr (std::is_integral<To>::value &&
                       std::is_floating_point<From>::value) {
    return internal::FloatToInt<To>(v);
  } else {
    return static_cast<To>(v);
  }
}

// The conversion of the rule above from whatever the Scalar holds, unchecked.
template <class To>
To Convert(const Scalar& s) {
  switch (s.type()) {
    case DType::Bool:
      return Convert<To>(s.int64_value() != 0);
    case DType::Long:
      return Convert<To>(s.int64_value());
    case DType::UInt64:
      return Convert<To>(s.uint64_value());
    case DType::Double:
      return Convert<To>(s.double_value());
    default:
      return Convert<To>(s.complex_value());
  }
}

// What FitsIn says to negative numbers for unsigned dtypes.
enum class Negative : uint8_t {
  kWraps,   // fill_, full, masked_fill, t[0] = -1: as PyTorch, if -v fits
  kRefused  // tensor()
};

// Whether the number can be written into an element of that dtype. False for
// integers out of range after truncation, NaN and infinities into integers, and
// a nonzero imaginary part into anything real but bool. bool takes all;
// floating types do, too (what is too large becomes infinite).
bool FitsIn(const Scalar& s, DType dtype, Negative negative = Negative::kWraps);

// ValueError "<op>: expected a value within int8's range -128 to 127, got 300"
// unless FitsIn.
void CheckFitsIn(const char* op, const Scalar& s, DType dtype,
                 Negative negative = Negative::kWraps);

}  // namespace tessera

#endif  // TESSERA_DTYPE_CONVERT_H_
