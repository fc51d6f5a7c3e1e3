// finfo and iinfo: the limits of a dtype, and std::numeric_limits of Half and
// BFloat16.
//
//   finfo(kFloat32).eps;       // 1.19209e-07
//   iinfo(kInt8).max;          // 127
//   Str(iinfo(kInt8));         // "iinfo(min=-128, max=127, dtype=int8)"
//   std::numeric_limits<Half>::max();
#ifndef TESSERA_DTYPE_LIMITS_H_
#define TESSERA_DTYPE_LIMITS_H_

#include <cstdint>
#include <limits>
#include <string>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/dtype.h"
#include "tessera/dtype/half.h"

namespace tessera {

struct FInfo {
  int bits;
  double eps;  // the step from 1 to the next larger number
  double max;
  double min;              // the lowest, -max
  double tiny;             // same as smallest_normal
  double smallest_normal;  // smaller ones lose precision
  double resolution;       // a unit in the last decimal digit that always holds
  DType dtype;

  std::string str() const;
};

struct IInfo {
  int bits;
  int64_t min;
  uint64_t max;
  DType dtype;

  std::string str() const;
};

// TypeError unless d is floating or complex; a complex dtype gives that of its
// parts.
FInfo finfo(DType d);
// TypeError unless d is an integer dtype (bool is none).
IInfo iinfo(DType d);

// "finfo(resolution=1e-06, min=-3.40282e+38, ..., dtype=float32)"
void AppendTo(std::string* out, const FInfo& info);
void AppendTo(std::string* out, const IInfo& info);

}  // namespace tessera

namespace std {

// digits: bits of the significand with the implicit one.
#define TESSERA_NUMERIC_LIMITS(T, kDigits, kDigits10, kMaxDigits10, kMinExp, \
                               kMinExp10, kMaxExp, kMaxExp10, kMin, kLowest, \
                               kMax, kEps, kHalf, kInf, kNan, kDenorm)       \
  template <>                                                                \
  class numeric_limits<::tessera::T> {                                       \
    static constexpr ::tessera::T Bits(uint16_t x) {                         \
      return ::tessera::T(x, ::tessera::T::from_bits());                     \
    }                                                                        \
                                                                             \
   public:                                                                   \
    static constexpr bool is_specialized = true, is_signed = true;           \
    static constexpr bool is_integer = false, is_exact = false;              \
    static constexpr bool has_infinity = true, has_quiet_NaN = true;         \
    static constexpr bool has_signaling_NaN = true, is_iec559 = true;        \
    static constexpr bool is_bounded = true, is_modulo = false;              \
    static constexpr bool traps = false, tinyness_before = false;            \
    static constexpr bool has_denorm_loss = false;                           \
    static constexpr float_denorm_style has_denorm = denorm_present;         \
    static constexpr float_round_style round_style = round_to_nearest;       \
    static constexpr int radix = 2, digits = kDigits, digits10 = kDigits10;  \
    static constexpr int max_digits10 = kMaxDigits10;                        \
    static constexpr int min_exponent = kMinExp, max_exponent = kMaxExp;     \
    static constexpr int min_exponent10 = kMinExp10;                         \
    static constexpr int max_exponent10 = kMaxExp10;                         \
    static constexpr ::tessera::T min() { return Bits(kMin); }               \
    static constexpr ::tessera::T lowest() { return Bits(kLowest); }         \
    static constexpr ::tessera::T max() { return Bits(kMax); }               \
    static constexpr ::tessera::T epsilon() { return Bits(kEps); }           \
    static constexpr ::tessera::T round_error() { return Bits(kHalf); }      \
    static constexpr ::tessera::T infinity() { return Bits(kInf); }          \
    static constexpr ::tessera::T quiet_NaN() { return Bits(kNan); }         \
    static constexpr ::tessera::T signaling_NaN() { return Bits(kInf + 1); } \
    static constexpr ::tessera::T denorm_min() { return Bits(kDenorm); }     \
  }

TESSERA_NUMERIC_LIMITS(Half, 11, 3, 5, -13, -4, 16, 4, 0x0400, 0xfbff, 0x7bff,
                       0x1400, 0x3800, 0x7c00, 0x7e00, 0x0001);
TESSERA_NUMERIC_LIMITS(BFloat16, 8, 2, 4, -125, -37, 128, 38, 0x0080, 0xff7f,
                       0x7f7f, 0x3c00, 0x3f00, 0x7f80, 0x7fc0, 0x0001);
#undef TESSERA_NUMERIC_LIMITS

}  // namespace std

#endif  // TESSERA_DTYPE_LIMITS_H_
