// Scalar: one number of any dtype, as ops take it.
//
//   Tensor add(const Tensor& a, const Scalar& b);
//   add(t, 1); add(t, 1.5f); add(t, true); add(t, complex<float>(0, 1));
//   Scalar s = 2.5;
//   s.type(), s.toInt(), s.isFloatingPoint();  // Double, 2, true
//
// It keeps the kind and the widest type of it: bool, int64 (uint64 above
// INT64_MAX), double, complex<double>.
#ifndef TESSERA_DTYPE_SCALAR_H_
#define TESSERA_DTYPE_SCALAR_H_

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/dtype.h"
#include "tessera/dtype/half.h"

namespace tessera {

class Scalar {
 public:
  // The integer 0, as in libtorch.
  constexpr Scalar() : tag_(DType::Long), int_(0) {}
  template <class T, std::enable_if_t<std::is_arithmetic<T>::value, int> = 0>
  constexpr Scalar(T v) : tag_(DType::Long), int_(0) {
    if constexpr (std::is_same<T, bool>::value) {
      tag_ = DType::Bool;
      int_ = v;
    } else if constexpr (std::is_floating_point<T>::value) {
      tag_ = DType::Double;
      double_ = static_cast<double>(v);
    } else if constexpr (std::is_signed<T>::value || sizeof(T) < 8) {
      int_ = static_cast<int64_t>(v);
    } else if (v <= static_cast<T>(INT64_MAX)) {
      int_ = static_cast<int64_t>(v);
    } else {
      tag_ = DType::UInt64;
      uint_ = static_cast<uint64_t>(v);
    }
  }
  constexpr Scalar(Half v) : Scalar(static_cast<float>(v)) {}
  constexpr Scalar(BFloat16 v) : Scalar(static_cast<float>(v)) {}
  // complex<T> and std::complex<T>, without naming the latter.
  template <template <class> class C, class T,
            std::enable_if_t<
                std::is_floating_point<T>::value &&
                    std::is_same<decltype(std::declval<const C<T>&>().imag()),
                                 T>::value,
                int> = 0>
  constexpr Scalar(const C<T>& v)
      : tag_(DType::ComplexDouble),
        complex_(static_cast<double>(v.real()), static_cast<double>(v.imag())) {
  }

  // Bool, Long, UInt64 (only above INT64_MAX), Double or ComplexDouble.
  constexpr DType type() const { return tag_; }
  constexpr Kind kind() const { return tessera::kind(tag_); }
  constexpr bool isBoolean() const { return tag_ == DType::Bool; }
  constexpr bool isIntegral(bool includeBool) const {
    return isIntegralType(tag_, includeBool);
  }
  constexpr bool isFloatingPoint() const { return tag_ == DType::Double; }
  constexpr bool isComplex() const { return tag_ == DType::ComplexDouble; }

  // By the rule of Convert; ValueError where FitsIn says that T cannot hold
  // the number. T: any of the fifteen.
  template <class T>
  T to() const;

  bool toBool() const;
  int8_t toChar() const;
  uint8_t toByte() const;
  int16_t toShort() const;
  int toInt() const;
  int64_t toLong() const;
  uint64_t toUInt64() const;
  Half toHalf() const;
  BFloat16 toBFloat16() const;
  float toFloat() const;
  double toDouble() const;
  complex<float> toComplexFloat() const;
  complex<double> toComplexDouble() const;

  // What type() says is there (int64_value for bool); unchecked.
  constexpr int64_t int64_value() const { return int_; }
  constexpr uint64_t uint64_value() const { return uint_; }
  constexpr double double_value() const { return double_; }
  constexpr complex<double> complex_value() const { return complex_; }

  Scalar operator-() const;
  Scalar conj() const;
  // Same number, whatever the kinds: Scalar(1).equal(1.0). NaN equals nothing.
  bool equal(const Scalar& other) const;

 private:
  DType tag_;
  union {
    int64_t int_;
    uint64_t uint_;
    double double_;
    complex<double> complex_;
  };
};

// Python's text: "True", "3", "2.5", "(1+2j)".
std::string toString(const Scalar& s);
void AppendTo(std::string* out, const Scalar& s);

#define TESSERA_X(E, T, ...) \
  template <>                \
  T Scalar::to<T>() const;
TESSERA_FORALL_DTYPES(TESSERA_X)
#undef TESSERA_X

inline bool Scalar::toBool() const { return to<bool>(); }
inline int8_t Scalar::toChar() const { return to<int8_t>(); }
inline uint8_t Scalar::toByte() const { return to<uint8_t>(); }
inline int16_t Scalar::toShort() const { return to<int16_t>(); }
inline int Scalar::toInt() const { return to<int32_t>(); }
inline int64_t Scalar::toLong() const { return to<int64_t>(); }
inline uint64_t Scalar::toUInt64() const { return to<uint64_t>(); }
inline Half Scalar::toHalf() const { return to<Half>(); }
inline BFloat16 Scalar::toBFloat16() const { return to<BFloat16>(); }
inline float Scalar::toFloat() const { return to<float>(); }
inline double Scalar::toDouble() const { return to<double>(); }
inline complex<float> Scalar::toComplexFloat() const {
  return to<complex<float>>();
}
inline complex<double> Scalar::toComplexDouble() const {
  return to<complex<double>>();
}

}  // namespace tessera

#endif  // TESSERA_DTYPE_SCALAR_H_
