// For tests: what rounding to a 16-bit float must give, from a table of all its
// values and by comparing with midpoints, in long double.
//
//   Float16Oracle half(/*exponent_bits=*/5, /*significand_bits=*/10);
//   half.Value(0x3c00);   // 1
//   half.Round(65520.0);  // 0x7c00
//
// Shares nothing with half.h and bfloat16.h.
#ifndef TESSERA_DTYPE_FLOAT16_ORACLE_H_
#define TESSERA_DTYPE_FLOAT16_ORACLE_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "tessera/base/cpp17.h"

namespace tessera {

class Float16Oracle {
 public:
  Float16Oracle(int exponent_bits, int significand_bits)
      : significand_bits_(significand_bits),
        bias_((1 << (exponent_bits - 1)) - 1),
        infinity_(((1 << exponent_bits) - 1) << significand_bits) {
    // One more than there are: infinity at the place where the next binade
    // would begin, as IEEE 754 rounds.
    for (int bits = 0; bits <= infinity_; ++bits) {
      values_.push_back(Positive(bits));
    }
  }

  int infinity() const { return infinity_; }

  // Of bits without NaN.
  long double Value(int bits) const {
    const int size = bits & 0x7fff;
    const long double v =
        size == infinity_ ? HUGE_VALL : values_[static_cast<size_t>(size)];
    return bits & 0x8000 ? -v : v;
  }

  // To nearest, ties to even; x is no NaN.
  uint16_t Round(long double x) const {
    const int sign = std::signbit(x) ? 0x8000 : 0;
    x = std::fabs(x);
    const auto above = std::upper_bound(values_.begin(), values_.end(), x);
    if (above == values_.end()) return static_cast<uint16_t>(sign | infinity_);
    const int high = static_cast<int>(above - values_.begin());
    const int low = high - 1;
    const long double middle = (values_[static_cast<size_t>(low)] + *above) / 2;
    const bool up = x > middle || (x == middle && low % 2 == 1);
    return static_cast<uint16_t>(sign | (up ? high : low));
  }

 private:
  long double Positive(int bits) const {
    const int exponent = bits >> significand_bits_;
    const int significand = bits & ((1 << significand_bits_) - 1);
    return exponent == 0
               ? std::ldexp(static_cast<long double>(significand),
                            1 - bias_ - significand_bits_)
               : std::ldexp(static_cast<long double>(significand +
                                                     (1 << significand_bits_)),
                            exponent - bias_ - significand_bits_);
  }

  int significand_bits_;
  int bias_;
  int infinity_;
  std::vector<long double> values_;
};

}  // namespace tessera

#endif  // TESSERA_DTYPE_FLOAT16_ORACLE_H_
