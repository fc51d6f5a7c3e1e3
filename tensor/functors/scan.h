// The states of running sums, products and extremes, for the kernels of every
// backend; what is computed stands in tensor/plan/scan_plan.h.
//
//   functors::FloatSum<float> sum;
//   for (float x : row) sum.Add(x);
//   sum.Value();                    // rounded about once
//   sum.AddTotal(other);            // as if the other's elements were added
#ifndef TESSERA_TENSOR_FUNCTORS_SCAN_H_
#define TESSERA_TENSOR_FUNCTORS_SCAN_H_

#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/complex.h"
#include "tessera/tensor/functors/math_base.h"

namespace tessera::functors {

template <class T>
struct FloatSum {
  T s = 0, c = 0;
  TESSERA_MATH void Add(T x) {
    const T t = s + x;
    const T z = t - s;
    c = c + ((s - (t - z)) + (x - z));
    s = t;
  }
  TESSERA_MATH void AddTotal(const FloatSum& total) {
    Add(total.s);
    c = c + total.c;
  }
  TESSERA_MATH T Value() const {
    return math::Abs(c) < math::Infinity<T>() ? s + c : s;
  }
};

template <class T>
struct ComplexSum {
  FloatSum<T> re, im;
  TESSERA_MATH void Add(complex<T> x) {
    re.Add(x.real_);
    im.Add(x.imag_);
  }
  TESSERA_MATH void AddTotal(const ComplexSum& total) {
    re.AddTotal(total.re);
    im.AddTotal(total.im);
  }
  TESSERA_MATH complex<T> Value() const {
    return complex<T>(re.Value(), im.Value());
  }
};

struct IntSum {
  uint64_t s = 0;
  TESSERA_MATH void Add(uint64_t x) { s += x; }
  TESSERA_MATH void AddTotal(const IntSum& total) { s += total.s; }
  TESSERA_MATH uint64_t Value() const { return s; }
};

// Of floats in order alone: a block's total would round otherwise.
template <class T>
struct Product {
  T p = 1;
  TESSERA_MATH void Add(T x) { p = p * x; }
  TESSERA_MATH void AddTotal(const Product& total) { p = p * total.p; }
  TESSERA_MATH T Value() const { return p; }
};

// NaN wins over all, the first one; of equals the last.
template <class T, bool kMax>
struct RunningExtreme {
  T best{};
  int64_t index = -1;  // none yet
  TESSERA_MATH void Add(T x, int64_t i) {
    if (index < 0 || Beats(x)) {
      best = x;
      index = i;
    }
  }
  TESSERA_MATH void AddTotal(const RunningExtreme& total) {
    if (total.index >= 0) Add(total.best, total.index);
  }

 private:
  TESSERA_MATH bool Beats(T x) const {
    if constexpr (std::is_arithmetic_v<T>) {
      if (best != best) return false;
      return x != x || (kMax ? x >= best : x <= best);
    } else {
      const float a = static_cast<float>(x), b = static_cast<float>(best);
      return b == b && (a != a || (kMax ? a >= b : a <= b));
    }
  }
};

// How elements of T are read for sums and products, and what results are.
template <class T>
using ScanCompute =
    std::conditional_t<std::is_integral_v<T>, uint64_t,
                       std::conditional_t<sizeof(T) == 2, float, T>>;
template <class T>
using ProductCompute =
    std::conditional_t<std::is_same_v<T, float>, double, ScanCompute<T>>;
template <class T>
using ScanResult = std::conditional_t<std::is_integral_v<T>, int64_t, T>;

// The state of a running sum of T's.
template <class T>
struct ScanSumOf {
  using type = std::conditional_t<std::is_integral_v<T>, IntSum,
                                  FloatSum<ScanCompute<T>>>;
};
template <class T>
struct ScanSumOf<complex<T>> {
  using type = ComplexSum<T>;
};
template <class T>
using ScanSum = typename ScanSumOf<T>::type;

template <class C, class T>
TESSERA_MATH C ReadScanned(T x) {
  if constexpr (std::is_same_v<C, uint64_t>) {
    return static_cast<uint64_t>(static_cast<int64_t>(x));
  } else {
    return static_cast<C>(x);
  }
}

}  // namespace tessera::functors

#endif  // TESSERA_TENSOR_FUNCTORS_SCAN_H_
