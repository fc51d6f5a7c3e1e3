// complex<T>: a number with real and imaginary part, T float or double.
//
//   complex<float> z(1, 2);
//   z * z + 1.0f; z.real(); z.imag();
//   conj(z), norm(z);  // norm is |z|^2, as in <complex>
//   // exp, sqrt, abs, ... and std::complex: "tessera/dtype/complex_std.h"
//
// Laid out as std::complex<T>, whose header costs 0.3 s in every file. Products
// are the plain formula, with no repair of infinities; quotients are Smith's
// (R. L. Smith, "Algorithm 116: Complex division", Comm. ACM 5, 1962).
#ifndef TESSERA_DTYPE_COMPLEX_H_
#define TESSERA_DTYPE_COMPLEX_H_

#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/base/host_device.h"

namespace tessera {

template <class T>
struct alignas(sizeof(T) > 8 ? alignof(T) : 2 * sizeof(T)) complex {
  static_assert(std::is_floating_point<T>::value, "float or double");
  using value_type = T;

  T real_;
  T imag_;

  complex() = default;
  TESSERA_HOST_DEVICE constexpr complex(T real, T imag = T(0))
      : real_(real), imag_(imag) {}
  // Implicit only where nothing is lost.
  template <class U, std::enable_if_t<(sizeof(U) < sizeof(T)), int> = 0>
  TESSERA_HOST_DEVICE constexpr complex(const complex<U>& z)
      : real_(static_cast<T>(z.real_)), imag_(static_cast<T>(z.imag_)) {}
  template <class U, std::enable_if_t<(sizeof(U) > sizeof(T)), int> = 0>
  TESSERA_HOST_DEVICE explicit constexpr complex(const complex<U>& z)
      : real_(static_cast<T>(z.real_)), imag_(static_cast<T>(z.imag_)) {}

  TESSERA_HOST_DEVICE constexpr T real() const { return real_; }
  TESSERA_HOST_DEVICE constexpr T imag() const { return imag_; }
  TESSERA_HOST_DEVICE constexpr void real(T v) { real_ = v; }
  TESSERA_HOST_DEVICE constexpr void imag(T v) { imag_ = v; }

  TESSERA_HOST_DEVICE friend constexpr complex operator+(complex a) {
    return a;
  }
  TESSERA_HOST_DEVICE friend constexpr complex operator-(complex a) {
    return complex(-a.real_, -a.imag_);
  }
  TESSERA_HOST_DEVICE friend constexpr complex operator+(complex a, complex b) {
    return complex(a.real_ + b.real_, a.imag_ + b.imag_);
  }
  TESSERA_HOST_DEVICE friend constexpr complex operator-(complex a, complex b) {
    return complex(a.real_ - b.real_, a.imag_ - b.imag_);
  }
  TESSERA_HOST_DEVICE friend constexpr complex operator*(complex a, complex b) {
    return complex(a.real_ * b.real_ - a.imag_ * b.imag_,
                   a.real_ * b.imag_ + a.imag_ * b.real_);
  }
  TESSERA_HOST_DEVICE friend constexpr complex operator/(complex a, complex b) {
    const T c = b.real_ < 0 ? -b.real_ : b.real_;
    const T d = b.imag_ < 0 ? -b.imag_ : b.imag_;
    if (c >= d) {
      if (c == 0 && d == 0) return complex(a.real_ / c, a.imag_ / d);
      const T ratio = b.imag_ / b.real_;
      const T divisor = b.real_ + b.imag_ * ratio;
      return complex((a.real_ + a.imag_ * ratio) / divisor,
                     (a.imag_ - a.real_ * ratio) / divisor);
    }
    const T ratio = b.real_ / b.imag_;
    const T divisor = b.real_ * ratio + b.imag_;
    return complex((a.real_ * ratio + a.imag_) / divisor,
                   (a.imag_ * ratio - a.real_) / divisor);
  }

  TESSERA_HOST_DEVICE friend constexpr complex operator+(complex a, T b) {
    return complex(a.real_ + b, a.imag_);
  }
  TESSERA_HOST_DEVICE friend constexpr complex operator+(T a, complex b) {
    return b + a;
  }
  TESSERA_HOST_DEVICE friend constexpr complex operator-(complex a, T b) {
    return complex(a.real_ - b, a.imag_);
  }
  TESSERA_HOST_DEVICE friend constexpr complex operator-(T a, complex b) {
    return complex(a - b.real_, -b.imag_);
  }
  TESSERA_HOST_DEVICE friend constexpr complex operator*(complex a, T b) {
    return complex(a.real_ * b, a.imag_ * b);
  }
  TESSERA_HOST_DEVICE friend constexpr complex operator*(T a, complex b) {
    return b * a;
  }
  TESSERA_HOST_DEVICE friend constexpr complex operator/(complex a, T b) {
    return complex(a.real_ / b, a.imag_ / b);
  }
  TESSERA_HOST_DEVICE friend constexpr complex operator/(T a, complex b) {
    return complex(a) / b;
  }

  TESSERA_HOST_DEVICE constexpr complex& operator+=(complex b) {
    return *this = *this + b;
  }
  TESSERA_HOST_DEVICE constexpr complex& operator-=(complex b) {
    return *this = *this - b;
  }
  TESSERA_HOST_DEVICE constexpr complex& operator*=(complex b) {
    return *this = *this * b;
  }
  TESSERA_HOST_DEVICE constexpr complex& operator/=(complex b) {
    return *this = *this / b;
  }

  TESSERA_HOST_DEVICE friend constexpr bool operator==(complex a, complex b) {
    return a.real_ == b.real_ && a.imag_ == b.imag_;
  }
  TESSERA_HOST_DEVICE friend constexpr bool operator!=(complex a, complex b) {
    return !(a == b);
  }
};

static_assert(sizeof(complex<float>) == 8 && alignof(complex<float>) == 8);
static_assert(sizeof(complex<double>) == 16 && alignof(complex<double>) == 16);
static_assert(std::is_trivial<complex<float>>::value);

template <class T>
TESSERA_HOST_DEVICE constexpr T real(const complex<T>& z) {
  return z.real_;
}

template <class T>
TESSERA_HOST_DEVICE constexpr T imag(const complex<T>& z) {
  return z.imag_;
}

template <class T>
TESSERA_HOST_DEVICE constexpr complex<T> conj(const complex<T>& z) {
  return complex<T>(z.real_, -z.imag_);
}

// |z|^2, without scaling.
template <class T>
TESSERA_HOST_DEVICE constexpr T norm(const complex<T>& z) {
  return z.real_ * z.real_ + z.imag_ * z.imag_;
}

template <class T>
struct is_complex : std::false_type {};
template <class T>
struct is_complex<complex<T>> : std::true_type {};

}  // namespace tessera

#endif  // TESSERA_DTYPE_COMPLEX_H_
