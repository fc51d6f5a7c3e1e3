// Pairs of doubles, for what needs more than a double's precision on the way.
//
//   const Pair product = Multiply(a, b);       // exact
//   const Pair sum = AddOrdered(1, x);         // exact for |x| <= 1
//   return sum.high + (sum.low + product.low);
#ifndef TESSERA_TENSOR_FUNCTORS_MATH_PAIR_H_
#define TESSERA_TENSOR_FUNCTORS_MATH_PAIR_H_

#include "tessera/tensor/functors/math_base.h"

namespace tessera::math {

// high + low, |low| at most half a unit in the last place of high.
struct Pair {
  double high;
  double low;
};
TESSERA_MATH Pair AddOrdered(double a, double b) {  // |a| >= |b|
  Pair sum;
  sum.high = a + b;
  sum.low = b - (sum.high - a);
  return sum;
}
TESSERA_MATH Pair Add(double a, double b) {  // of any sizes
  Pair sum;
  sum.high = a + b;
  const double part = sum.high - a;
  sum.low = (a - (sum.high - part)) + (b - part);
  return sum;
}
TESSERA_MATH Pair Multiply(double a, double b) {
  Pair product;
  product.high = a * b;
  product.low = Fma(a, b, -product.high);
  return product;
}
TESSERA_MATH Pair Multiply(Pair a, Pair b) {
  Pair product = Multiply(a.high, b.high);
  product.low += Fma(a.high, b.low, a.low * b.high);
  return AddOrdered(product.high, product.low);
}

// a / b to about 2^-100 of it.
TESSERA_MATH Pair Divide(Pair a, Pair b) {
  Pair quotient;
  quotient.high = a.high / b.high;
  const double rest = Fma(-quotient.high, b.high, a.high) + a.low;
  quotient.low = Fma(-quotient.high, b.low, rest) / b.high;
  return quotient;
}

// Of a number that is not negative.
TESSERA_MATH Pair Sqrt(Pair a) {
  Pair root;
  root.high = Sqrt(a.high);
  const double rest = Fma(-root.high, root.high, a.high) + a.low;
  root.low = Select(a.high == 0, 0., rest / (root.high + root.high));
  return root;
}

}  // namespace tessera::math

#endif  // TESSERA_TENSOR_FUNCTORS_MATH_PAIR_H_
