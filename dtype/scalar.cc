#include "tessera/dtype/scalar.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"

namespace tessera {

namespace {

bool IntEqualsDouble(const Scalar& i, double d) {
  if (i.type() == DType::UInt64) {
    return d >= 0x1p63 && d < 0x1p64 &&
           static_cast<uint64_t>(d) == i.uint64_value();
  }
  return d >= -0x1p63 && d < 0x1p63 && d == std::trunc(d) &&
         static_cast<int64_t>(d) == i.int64_value();
}

// Python's repr(v), with ".0" only if asked: the fewest digits that read back
// as v, in positional notation for exponents from -4 to 15.
std::string Repr(double v, bool point_zero) {
  if (std::isnan(v)) return "nan";
  if (std::isinf(v)) return v < 0 ? "-inf" : "inf";
  char text[40];
  int precision = 0;
  do {
    std::snprintf(text, sizeof(text), "%.*e", precision, v);
  } while (std::strtod(text, nullptr) != v && ++precision < 17);
  const std::string all(text);
  const size_t e = all.find('e');
  const int exponent = std::atoi(all.c_str() + e + 1);
  if (exponent < -4 || exponent >= 16) return all;
  const int decimals = precision > exponent ? precision - exponent : 0;
  std::snprintf(text, sizeof(text), "%.*f", decimals, v);
  std::string out(text);
  if (decimals == 0 && point_zero) out += ".0";
  return out;
}

}  // namespace

#define TESSERA_X(E, T, ...)          \
  template <>                         \
  T Scalar::to<T>() const {           \
    CheckFitsIn("", *this, DType::E); \
    return Convert<T>(*this);         \
  }
TESSERA_FORALL_DTYPES(TESSERA_X)
#undef TESSERA_X

Scalar Scalar::operator-() const {
  switch (tag_) {
    case DType::Bool:
      throw NotImplementedError("negative",
                                "expected a number, got bool; use logical_not");
    case DType::Long:
      if (int_ == INT64_MIN) return Scalar(uint64_t{1} << 63);
      return Scalar(-int_);
    case DType::UInt64:
      if (uint_ == uint64_t{1} << 63) return Scalar(INT64_MIN);
      return Scalar(-static_cast<double>(uint_));
    case DType::Double:
      return Scalar(-double_);
    default:
      return Scalar(-complex_);
  }
}

Scalar Scalar::conj() const {
  return isComplex() ? Scalar(tessera::conj(complex_)) : *this;
}

bool Scalar::equal(const Scalar& other) const {
  if (isComplex() || other.isComplex()) {
    const auto real = [](const Scalar& s) {
      return s.isComplex() ? Scalar(s.complex_.real_) : s;
    };
    const auto imag = [](const Scalar& s) {
      return s.isComplex() ? s.complex_.imag_ : 0.0;
    };
    return real(*this).equal(real(other)) && imag(*this) == imag(other);
  }
  if (isFloatingPoint()) {
    return other.isFloatingPoint() ? double_ == other.double_
                                   : IntEqualsDouble(other, double_);
  }
  if (other.isFloatingPoint()) return IntEqualsDouble(*this, other.double_);
  // A UInt64 is above every Long.
  return (tag_ == DType::UInt64) == (other.tag_ == DType::UInt64) &&
         int_ == other.int_;
}

std::string toString(const Scalar& s) {
  switch (s.type()) {
    case DType::Bool:
      return s.int64_value() != 0 ? "True" : "False";
    case DType::Long:
      return std::to_string(s.int64_value());
    case DType::UInt64:
      return std::to_string(s.uint64_value());
    case DType::Double:
      return Repr(s.double_value(), true);
    default: {
      const complex<double> z = s.complex_value();
      const std::string imag = Repr(z.imag_, false) + 'j';
      if (z.real_ == 0 && !std::signbit(z.real_)) return imag;
      return Str('(', Repr(z.real_, false), imag[0] == '-' ? "" : "+", imag,
                 ')');
    }
  }
}

void AppendTo(std::string* out, const Scalar& s) { *out += toString(s); }

}  // namespace tessera
