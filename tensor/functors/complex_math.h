// The functions of math.h for complex numbers, on the host: by <complex>.
//
//   functors::DoExp(complex<float>(0, 1));
//   functors::Pow()(z, w);          // 0^0 is 1
//   functors::Abs()(complex<float>(3, 4));   // 5
//   functors::Exp()(z);             // after including this
//
// Apart, since <complex> costs 0.3 s to compile.
#ifndef TESSERA_TENSOR_FUNCTORS_COMPLEX_MATH_H_
#define TESSERA_TENSOR_FUNCTORS_COMPLEX_MATH_H_

#include <cmath>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/complex_std.h"
#include "tessera/tensor/functors/binary.h"
#include "tessera/tensor/functors/unary.h"

namespace tessera {

// What <complex> lacks, without cancellation near 0. Here, so that the functors
// find them by their argument.
template <class T>
complex<T> expm1(const complex<T>& z) {
  const T a = z.real_, b = z.imag_;
  if (b == 0) return complex<T>(std::expm1(a), b);
  const T half = std::sin(b / 2);
  return complex<T>(std::expm1(a) * std::cos(b) - 2 * half * half,
                    std::exp(a) * std::sin(b));
}
template <class T>
complex<T> log1p(const complex<T>& z) {
  const T a = z.real_, b = z.imag_;
  if (!(std::abs(a) < 0.5 && std::abs(b) < 0.5)) return log(z + T(1));
  return complex<T>(std::log1p(a * (2 + a) + b * b) / 2, std::atan2(b, 1 + a));
}

}  // namespace tessera

namespace tessera::functors {

// complex64 goes by way of double, which keeps the norm's error below an ulp.
template <class T>
complex<double> Widen(complex<T> z) {
  return complex<double>(z.real_, z.imag_);
}

template <class T>
complex<T> DoSqrt(complex<T> z) {
  return complex<T>(sqrt(Widen(z)));
}
template <class T>
complex<T> DoExp(complex<T> z) {
  return complex<T>(exp(Widen(z)));
}
template <class T>
complex<T> DoLog(complex<T> z) {
  return complex<T>(log(Widen(z)));
}
template <class T>
complex<T> DoTanh(complex<T> z) {
  return complex<T>(tanh(Widen(z)));
}
template <class T>
complex<T> DoSigmoid(complex<T> z) {
  return complex<T>(1.0 / (1.0 + exp(-Widen(z))));
}

template <class T>
complex<T> DoSgn(complex<T> z) {
  const typename Spare<T>::type wide(z);
  if (z == complex<T>(0)) return complex<T>(0);
  return complex<T>(wide / abs(wide));
}
template <class T>
T DoAbs(complex<T> z) {
  return static_cast<T>(abs(Widen(z)));
}
template <class T>
complex<T> DoPow(complex<T> a, complex<T> b) {
  if (b == complex<T>(0)) return complex<T>(1);
  return complex<T>(pow(Widen(a), Widen(b)));
}

}  // namespace tessera::functors

#endif  // TESSERA_TENSOR_FUNCTORS_COMPLEX_MATH_H_
