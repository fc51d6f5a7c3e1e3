// Prints dtypes and numbers to a stream, as libtorch does.
//
//   #include "tessera/dtype/dtype_io.h"
//   std::cout << t.scalar_type();  // Float
//   std::cout << t.dtype();        // float
//   std::cout << Half(1.5f) << complex<float>(1, 2);  // 1.5(1,2)
#ifndef TESSERA_DTYPE_DTYPE_IO_H_
#define TESSERA_DTYPE_DTYPE_IO_H_

#include <ostream>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/dtype.h"
#include "tessera/dtype/half.h"
#include "tessera/dtype/limits.h"
#include "tessera/dtype/scalar.h"

namespace tessera {

inline std::ostream& operator<<(std::ostream& os, DType d) {
  return os << toString(d);
}

inline std::ostream& operator<<(std::ostream& os, TypeMeta m) {
  return os << m.name();
}

inline std::ostream& operator<<(std::ostream& os, const FInfo& info) {
  return os << info.str();
}

inline std::ostream& operator<<(std::ostream& os, const IInfo& info) {
  return os << info.str();
}

inline std::ostream& operator<<(std::ostream& os, Half v) {
  return os << static_cast<float>(v);
}

inline std::ostream& operator<<(std::ostream& os, BFloat16 v) {
  return os << static_cast<float>(v);
}

// "(1,2)", as std::complex.
template <class T>
std::ostream& operator<<(std::ostream& os, const complex<T>& z) {
  return os << '(' << z.real_ << ',' << z.imag_ << ')';
}

// As the number itself: 2.0 is "2". Python's text is toString's.
inline std::ostream& operator<<(std::ostream& os, const Scalar& s) {
  if (s.isBoolean()) return os << (s.toBool() ? "true" : "false");
  if (s.isFloatingPoint()) return os << s.toDouble();
  if (s.isComplex()) return os << s.toComplexDouble();
  return s.type() == kUInt64 ? os << s.toUInt64() : os << s.toLong();
}

}  // namespace tessera

#endif  // TESSERA_DTYPE_DTYPE_IO_H_
