// The operators of Tensor: arithmetic, comparison, bits, compound assignment.
//
//   Tensor c = 2 * a + b / 3;
//   Tensor mask = (a > 0) & ~(b == 1);
//   c += 1;        // in place
//   c[0] *= b[0];  // in place, through a view
//   -c;
//
// Each is the op of the same meaning, tensor or number on either side. A number
// leaves a tensor's dtype as it is unless it is of a higher kind: `1 / t` and
// `t - 1.5` keep float32.
#ifndef TESSERA_TENSOR_OPERATORS_H_
#define TESSERA_TENSOR_OPERATORS_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/ops/ops_binary.h"
#include "tessera/tensor/ops/ops_compare.h"
#include "tessera/tensor/ops/ops_unary.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

inline Tensor operator+(const Tensor& t) { return positive(t); }
inline Tensor operator-(const Tensor& t) { return neg(t); }
inline Tensor operator!(const Tensor& t) { return logical_not(t); }
inline Tensor operator~(const Tensor& t) { return bitwise_not(t); }

inline Tensor operator+(const Tensor& a, const Tensor& b) { return add(a, b); }
inline Tensor operator+(const Tensor& a, const Scalar& b) { return add(a, b); }
inline Tensor operator+(const Scalar& a, const Tensor& b) { return add(b, a); }
inline Tensor operator-(const Tensor& a, const Tensor& b) { return sub(a, b); }
inline Tensor operator-(const Tensor& a, const Scalar& b) { return sub(a, b); }
inline Tensor operator-(const Scalar& a, const Tensor& b) { return rsub(b, a); }
inline Tensor operator*(const Tensor& a, const Tensor& b) { return mul(a, b); }
inline Tensor operator*(const Tensor& a, const Scalar& b) { return mul(a, b); }
inline Tensor operator*(const Scalar& a, const Tensor& b) { return mul(b, a); }
inline Tensor operator/(const Tensor& a, const Tensor& b) { return div(a, b); }
inline Tensor operator/(const Tensor& a, const Scalar& b) { return div(a, b); }
inline Tensor operator/(const Scalar& a, const Tensor& b) { return div(a, b); }
inline Tensor operator%(const Tensor& a, const Tensor& b) {
  return remainder(a, b);
}
inline Tensor operator%(const Tensor& a, const Scalar& b) {
  return remainder(a, b);
}
inline Tensor operator%(const Scalar& a, const Tensor& b) {
  return remainder(a, b);
}
inline Tensor operator&(const Tensor& a, const Tensor& b) {
  return bitwise_and(a, b);
}
inline Tensor operator&(const Tensor& a, const Scalar& b) {
  return bitwise_and(a, b);
}
inline Tensor operator&(const Scalar& a, const Tensor& b) {
  return bitwise_and(a, b);
}
inline Tensor operator|(const Tensor& a, const Tensor& b) {
  return bitwise_or(a, b);
}
inline Tensor operator|(const Tensor& a, const Scalar& b) {
  return bitwise_or(a, b);
}
inline Tensor operator|(const Scalar& a, const Tensor& b) {
  return bitwise_or(a, b);
}
inline Tensor operator^(const Tensor& a, const Tensor& b) {
  return bitwise_xor(a, b);
}
inline Tensor operator^(const Tensor& a, const Scalar& b) {
  return bitwise_xor(a, b);
}
inline Tensor operator^(const Scalar& a, const Tensor& b) {
  return bitwise_xor(a, b);
}

inline Tensor operator==(const Tensor& a, const Tensor& b) { return eq(a, b); }
inline Tensor operator==(const Tensor& a, const Scalar& b) { return eq(a, b); }
inline Tensor operator==(const Scalar& a, const Tensor& b) { return eq(b, a); }
inline Tensor operator!=(const Tensor& a, const Tensor& b) { return ne(a, b); }
inline Tensor operator!=(const Tensor& a, const Scalar& b) { return ne(a, b); }
inline Tensor operator!=(const Scalar& a, const Tensor& b) { return ne(b, a); }
inline Tensor operator<(const Tensor& a, const Tensor& b) { return lt(a, b); }
inline Tensor operator<(const Tensor& a, const Scalar& b) { return lt(a, b); }
inline Tensor operator<(const Scalar& a, const Tensor& b) { return gt(b, a); }
inline Tensor operator<=(const Tensor& a, const Tensor& b) { return le(a, b); }
inline Tensor operator<=(const Tensor& a, const Scalar& b) { return le(a, b); }
inline Tensor operator<=(const Scalar& a, const Tensor& b) { return ge(b, a); }
inline Tensor operator>(const Tensor& a, const Tensor& b) { return gt(a, b); }
inline Tensor operator>(const Tensor& a, const Scalar& b) { return gt(a, b); }
inline Tensor operator>(const Scalar& a, const Tensor& b) { return lt(b, a); }
inline Tensor operator>=(const Tensor& a, const Tensor& b) { return ge(a, b); }
inline Tensor operator>=(const Tensor& a, const Scalar& b) { return ge(a, b); }
inline Tensor operator>=(const Scalar& a, const Tensor& b) { return le(b, a); }

// In place. The second form is for temporaries: a[0] += b.
inline Tensor& operator+=(Tensor& a, const Tensor& b) { return a.add_(b); }
inline const Tensor& operator+=(const Tensor& a, const Tensor& b) {
  a.add_(b);
  return a;
}
inline Tensor& operator+=(Tensor& a, const Scalar& b) { return a.add_(b); }
inline const Tensor& operator+=(const Tensor& a, const Scalar& b) {
  a.add_(b);
  return a;
}
inline Tensor& operator-=(Tensor& a, const Tensor& b) { return a.sub_(b); }
inline const Tensor& operator-=(const Tensor& a, const Tensor& b) {
  a.sub_(b);
  return a;
}
inline Tensor& operator-=(Tensor& a, const Scalar& b) { return a.sub_(b); }
inline const Tensor& operator-=(const Tensor& a, const Scalar& b) {
  a.sub_(b);
  return a;
}
inline Tensor& operator*=(Tensor& a, const Tensor& b) { return a.mul_(b); }
inline const Tensor& operator*=(const Tensor& a, const Tensor& b) {
  a.mul_(b);
  return a;
}
inline Tensor& operator*=(Tensor& a, const Scalar& b) { return a.mul_(b); }
inline const Tensor& operator*=(const Tensor& a, const Scalar& b) {
  a.mul_(b);
  return a;
}
inline Tensor& operator/=(Tensor& a, const Tensor& b) { return a.div_(b); }
inline const Tensor& operator/=(const Tensor& a, const Tensor& b) {
  a.div_(b);
  return a;
}
inline Tensor& operator/=(Tensor& a, const Scalar& b) { return a.div_(b); }
inline const Tensor& operator/=(const Tensor& a, const Scalar& b) {
  a.div_(b);
  return a;
}
inline Tensor& operator%=(Tensor& a, const Tensor& b) {
  return a.remainder_(b);
}
inline const Tensor& operator%=(const Tensor& a, const Tensor& b) {
  a.remainder_(b);
  return a;
}
inline Tensor& operator%=(Tensor& a, const Scalar& b) {
  return a.remainder_(b);
}
inline const Tensor& operator%=(const Tensor& a, const Scalar& b) {
  a.remainder_(b);
  return a;
}
inline Tensor& operator&=(Tensor& a, const Tensor& b) {
  return a.bitwise_and_(b);
}
inline const Tensor& operator&=(const Tensor& a, const Tensor& b) {
  a.bitwise_and_(b);
  return a;
}
inline Tensor& operator&=(Tensor& a, const Scalar& b) {
  return a.bitwise_and_(b);
}
inline const Tensor& operator&=(const Tensor& a, const Scalar& b) {
  a.bitwise_and_(b);
  return a;
}
inline Tensor& operator|=(Tensor& a, const Tensor& b) {
  return a.bitwise_or_(b);
}
inline const Tensor& operator|=(const Tensor& a, const Tensor& b) {
  a.bitwise_or_(b);
  return a;
}
inline Tensor& operator|=(Tensor& a, const Scalar& b) {
  return a.bitwise_or_(b);
}
inline const Tensor& operator|=(const Tensor& a, const Scalar& b) {
  a.bitwise_or_(b);
  return a;
}
inline Tensor& operator^=(Tensor& a, const Tensor& b) {
  return a.bitwise_xor_(b);
}
inline const Tensor& operator^=(const Tensor& a, const Tensor& b) {
  a.bitwise_xor_(b);
  return a;
}
inline Tensor& operator^=(Tensor& a, const Scalar& b) {
  return a.bitwise_xor_(b);
}
inline const Tensor& operator^=(const Tensor& a, const Scalar& b) {
  a.bitwise_xor_(b);
  return a;
}

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPERATORS_H_
