// complex<T> to and from std::complex<T>, and the functions of <complex>.
//
//   std::complex<double> s = ToStd(complex<double>(1, 2));
//   complex<double> z = FromStd(s);
//   exp(z), sqrt(z), pow(z, z), abs(z), arg(z), polar(1.0, 0.5);
//
// Apart from complex.h, since <complex> costs 0.3 s to compile.
#ifndef TESSERA_DTYPE_COMPLEX_STD_H_
#define TESSERA_DTYPE_COMPLEX_STD_H_

#include <complex>

#include "tessera/dtype/complex.h"

namespace tessera {

template <class T>
std::complex<T> ToStd(const complex<T>& z) {
  return std::complex<T>(z.real_, z.imag_);
}

template <class T>
complex<T> FromStd(const std::complex<T>& z) {
  return complex<T>(z.real(), z.imag());
}

template <class T>
T abs(const complex<T>& z) {
  return std::abs(ToStd(z));
}

// In radians, from -pi to pi.
template <class T>
T arg(const complex<T>& z) {
  return std::arg(ToStd(z));
}

template <class T>
complex<T> polar(T radius, T angle) {
  return FromStd(std::polar(radius, angle));
}

#define TESSERA_COMPLEX_FUNCTION(f)   \
  template <class T>                  \
  complex<T> f(const complex<T>& z) { \
    return FromStd(std::f(ToStd(z))); \
  }
TESSERA_COMPLEX_FUNCTION(exp)
TESSERA_COMPLEX_FUNCTION(log)
TESSERA_COMPLEX_FUNCTION(log10)
TESSERA_COMPLEX_FUNCTION(sqrt)
TESSERA_COMPLEX_FUNCTION(sin)
TESSERA_COMPLEX_FUNCTION(cos)
TESSERA_COMPLEX_FUNCTION(tan)
TESSERA_COMPLEX_FUNCTION(asin)
TESSERA_COMPLEX_FUNCTION(acos)
TESSERA_COMPLEX_FUNCTION(atan)
TESSERA_COMPLEX_FUNCTION(sinh)
TESSERA_COMPLEX_FUNCTION(cosh)
TESSERA_COMPLEX_FUNCTION(tanh)
TESSERA_COMPLEX_FUNCTION(asinh)
TESSERA_COMPLEX_FUNCTION(acosh)
TESSERA_COMPLEX_FUNCTION(atanh)
#undef TESSERA_COMPLEX_FUNCTION

template <class T>
complex<T> pow(const complex<T>& base, const complex<T>& exponent) {
  return FromStd(std::pow(ToStd(base), ToStd(exponent)));
}

template <class T>
complex<T> pow(const complex<T>& base, T exponent) {
  return FromStd(std::pow(ToStd(base), exponent));
}

template <class T>
complex<T> pow(T base, const complex<T>& exponent) {
  return FromStd(std::pow(base, ToStd(exponent)));
}

}  // namespace tessera

#endif  // TESSERA_DTYPE_COMPLEX_STD_H_
