#include "tessera/dtype/convert.h"

#include <cmath>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/limits.h"

namespace tessera {

namespace {

// Whether the integer sign * size lies in the dtype's range.
bool IntegerFits(bool negative, uint64_t size, const IInfo& range,
                 Negative rule) {
  if (!negative || size == 0) return size <= range.max;
  if (range.min < 0) return size <= range.max + 1;
  return rule == Negative::kWraps && size <= range.max;
}

bool DoubleFits(double v, const IInfo& range, Negative rule) {
  const double size = std::fabs(std::trunc(v));
  if (v < 0) {
    // Beyond -2^63 Convert saturates, whatever wrapping would give.
    return size <= 0x1p63 &&
           IntegerFits(true, static_cast<uint64_t>(size), range, rule);
  }
  return size < 0x1p64 &&
         IntegerFits(false, static_cast<uint64_t>(size), range, rule);
}

}  // namespace

bool FitsIn(const Scalar& s, DType dtype, Negative negative) {
  if (dtype == kBool || isComplexType(dtype)) return true;
  if (s.isComplex() && s.complex_value().imag() != 0) return false;
  if (isFloatingType(dtype)) return true;
  const IInfo range = iinfo(dtype);
  switch (s.type()) {
    case DType::Bool:
      return true;
    case DType::Long: {
      const int64_t v = s.int64_value();
      const uint64_t u = static_cast<uint64_t>(v);
      return IntegerFits(v < 0, v < 0 ? 0 - u : u, range, negative);
    }
    case DType::UInt64:
      return IntegerFits(false, s.uint64_value(), range, negative);
    case DType::Double:
      return DoubleFits(s.double_value(), range, negative);
    default:
      return DoubleFits(s.complex_value().real(), range, negative);
  }
}

void CheckFitsIn(const char* op, const Scalar& s, DType dtype,
                 Negative negative) {
  if (FitsIn(s, dtype, negative)) return;
  if (s.isComplex() && s.complex_value().imag() != 0) {
    throw ValueError(op, Str("expected a real number for ", dtype, ", got ", s,
                             "; use its real part"));
  }
  const IInfo range = iinfo(dtype);
  throw ValueError(op, Str("expected a value within ", dtype, "'s range ",
                           range.min, " to ", range.max, ", got ", s));
}

}  // namespace tessera
