// Made by tensor/ops/generate.py from tensor/ops/binary.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_BINARY_H_
#define TESSERA_TENSOR_OPS_OPS_BINARY_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// self + alpha * other. bool + bool is or; integers wrap.
Tensor add(const Tensor& self, const Tensor& other, const Scalar& alpha = 1);
Tensor& add_(Tensor& self, const Tensor& other, const Scalar& alpha = 1);
Tensor& add_out(Tensor& out, const Tensor& self, const Tensor& other, const Scalar& alpha = 1);
Tensor add(const Tensor& self, const Scalar& other, const Scalar& alpha = 1);
Tensor& add_(Tensor& self, const Scalar& other, const Scalar& alpha = 1);
Tensor& add_out(Tensor& out, const Tensor& self, const Scalar& other, const Scalar& alpha = 1);

// self - alpha * other. Two bools are refused.
Tensor sub(const Tensor& self, const Tensor& other, const Scalar& alpha = 1);
inline Tensor subtract(const Tensor& self, const Tensor& other, const Scalar& alpha = 1) {
  return sub(self, other, alpha);
}
Tensor& sub_(Tensor& self, const Tensor& other, const Scalar& alpha = 1);
Tensor& sub_out(Tensor& out, const Tensor& self, const Tensor& other, const Scalar& alpha = 1);
Tensor sub(const Tensor& self, const Scalar& other, const Scalar& alpha = 1);
inline Tensor subtract(const Tensor& self, const Scalar& other, const Scalar& alpha = 1) {
  return sub(self, other, alpha);
}
Tensor& sub_(Tensor& self, const Scalar& other, const Scalar& alpha = 1);
Tensor& sub_out(Tensor& out, const Tensor& self, const Scalar& other, const Scalar& alpha = 1);

// other - alpha * self.
Tensor rsub(const Tensor& self, const Tensor& other, const Scalar& alpha = 1);
Tensor rsub(const Tensor& self, const Scalar& other, const Scalar& alpha = 1);

// self * other. bool * bool is and.
Tensor mul(const Tensor& self, const Tensor& other);
inline Tensor multiply(const Tensor& self, const Tensor& other) {
  return mul(self, other);
}
Tensor& mul_(Tensor& self, const Tensor& other);
Tensor& mul_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor mul(const Tensor& self, const Scalar& other);
inline Tensor multiply(const Tensor& self, const Scalar& other) {
  return mul(self, other);
}
Tensor& mul_(Tensor& self, const Scalar& other);
Tensor& mul_out(Tensor& out, const Tensor& self, const Scalar& other);

// self / other; of integers and bool, in the default dtype. rounding_mode
// 'trunc' or 'floor' rounds the quotient and keeps integers (ValueError for 0
// among them); complex numbers take none.
Tensor div(const Tensor& self, const Tensor& other);
inline Tensor divide(const Tensor& self, const Tensor& other) {
  return div(self, other);
}
inline Tensor true_divide(const Tensor& self, const Tensor& other) {
  return div(self, other);
}
Tensor& div_(Tensor& self, const Tensor& other);
Tensor& div_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor div(const Tensor& self, const Scalar& other);
inline Tensor divide(const Tensor& self, const Scalar& other) {
  return div(self, other);
}
inline Tensor true_divide(const Tensor& self, const Scalar& other) {
  return div(self, other);
}
Tensor& div_(Tensor& self, const Scalar& other);
Tensor& div_out(Tensor& out, const Tensor& self, const Scalar& other);
Tensor div(const Tensor& self, const Tensor& other, const char* rounding_mode);
inline Tensor divide(const Tensor& self, const Tensor& other, const char* rounding_mode) {
  return div(self, other, rounding_mode);
}
inline Tensor true_divide(const Tensor& self, const Tensor& other, const char* rounding_mode) {
  return div(self, other, rounding_mode);
}
Tensor& div_(Tensor& self, const Tensor& other, const char* rounding_mode);
Tensor& div_out(Tensor& out, const Tensor& self, const Tensor& other, const char* rounding_mode);
Tensor div(const Tensor& self, const Scalar& other, const char* rounding_mode);
inline Tensor divide(const Tensor& self, const Scalar& other, const char* rounding_mode) {
  return div(self, other, rounding_mode);
}
inline Tensor true_divide(const Tensor& self, const Scalar& other, const char* rounding_mode) {
  return div(self, other, rounding_mode);
}
Tensor& div_(Tensor& self, const Scalar& other, const char* rounding_mode);
Tensor& div_out(Tensor& out, const Tensor& self, const Scalar& other, const char* rounding_mode);
Tensor div(const Scalar& self, const Tensor& other);
inline Tensor divide(const Scalar& self, const Tensor& other) {
  return div(self, other);
}
inline Tensor true_divide(const Scalar& self, const Tensor& other) {
  return div(self, other);
}
Tensor& div_out(Tensor& out, const Scalar& self, const Tensor& other);

// The quotient, rounded down, as Python's //. ValueError where integers are
// divided by 0. The gradient is 0.
Tensor floor_divide(const Tensor& self, const Tensor& other);
Tensor& floor_divide_(Tensor& self, const Tensor& other);
Tensor& floor_divide_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor floor_divide(const Tensor& self, const Scalar& other);
Tensor& floor_divide_(Tensor& self, const Scalar& other);
Tensor& floor_divide_out(Tensor& out, const Tensor& self, const Scalar& other);

// What division leaves, with the divisor's sign, as Python's %. ValueError
// where integers are divided by 0.
Tensor remainder(const Tensor& self, const Tensor& other);
Tensor& remainder_(Tensor& self, const Tensor& other);
Tensor& remainder_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor remainder(const Tensor& self, const Scalar& other);
Tensor& remainder_(Tensor& self, const Scalar& other);
Tensor& remainder_out(Tensor& out, const Tensor& self, const Scalar& other);
Tensor remainder(const Scalar& self, const Tensor& other);
Tensor& remainder_out(Tensor& out, const Scalar& self, const Tensor& other);

// What division towards zero leaves, with the dividend's sign, as C's fmod:
// exact for any quotient. ValueError where integers are divided by 0.
Tensor fmod(const Tensor& self, const Tensor& other);
Tensor& fmod_(Tensor& self, const Tensor& other);
Tensor& fmod_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor fmod(const Tensor& self, const Scalar& other);
Tensor& fmod_(Tensor& self, const Scalar& other);
Tensor& fmod_out(Tensor& out, const Tensor& self, const Scalar& other);

// self raised to exponent. Integers wrap; to a negative number they are
// refused, to a negative element they give 0 (1 and -1 their power). 0 to the 0
// is 1.
Tensor pow(const Tensor& self, const Tensor& exponent);
Tensor& pow_(Tensor& self, const Tensor& exponent);
Tensor& pow_out(Tensor& out, const Tensor& self, const Tensor& exponent);
Tensor pow(const Tensor& self, const Scalar& exponent);
Tensor& pow_(Tensor& self, const Scalar& exponent);
Tensor& pow_out(Tensor& out, const Tensor& self, const Scalar& exponent);
Tensor pow(const Scalar& self, const Tensor& exponent);
Tensor& pow_out(Tensor& out, const Scalar& self, const Tensor& exponent);

// The larger element, NaN before all. At equals, each operand has half the
// gradient.
Tensor maximum(const Tensor& self, const Tensor& other);
Tensor& maximum_out(Tensor& out, const Tensor& self, const Tensor& other);

// The smaller element, NaN before all. At equals, each operand has half the
// gradient.
Tensor minimum(const Tensor& self, const Tensor& other);
Tensor& minimum_out(Tensor& out, const Tensor& self, const Tensor& other);

// The larger element; of NaN and a number, the number. At equals, each operand
// has half the gradient.
Tensor fmax(const Tensor& self, const Tensor& other);
Tensor& fmax_out(Tensor& out, const Tensor& self, const Tensor& other);

// The smaller element; of NaN and a number, the number. At equals, each operand
// has half the gradient.
Tensor fmin(const Tensor& self, const Tensor& other);
Tensor& fmin_out(Tensor& out, const Tensor& self, const Tensor& other);

// The angle of the point (other, self), in [-pi, pi]; signed zeros as C's. The
// gradient at the origin is 0.
Tensor atan2(const Tensor& self, const Tensor& other);
inline Tensor arctan2(const Tensor& self, const Tensor& other) {
  return atan2(self, other);
}
Tensor& atan2_(Tensor& self, const Tensor& other);
Tensor& atan2_out(Tensor& out, const Tensor& self, const Tensor& other);

// sqrt(self^2 + other^2), without overflow on the way.
Tensor hypot(const Tensor& self, const Tensor& other);
Tensor& hypot_(Tensor& self, const Tensor& other);
Tensor& hypot_out(Tensor& out, const Tensor& self, const Tensor& other);

// self with other's sign, also that of -0.0.
Tensor copysign(const Tensor& self, const Tensor& other);
Tensor& copysign_(Tensor& self, const Tensor& other);
Tensor& copysign_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor copysign(const Tensor& self, const Scalar& other);
Tensor& copysign_(Tensor& self, const Scalar& other);
Tensor& copysign_out(Tensor& out, const Tensor& self, const Scalar& other);

// self * log(other); 0 where self is 0, unless other is NaN.
Tensor xlogy(const Tensor& self, const Tensor& other);
Tensor& xlogy_(Tensor& self, const Tensor& other);
Tensor& xlogy_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor xlogy(const Tensor& self, const Scalar& other);
Tensor& xlogy_(Tensor& self, const Scalar& other);
Tensor& xlogy_out(Tensor& out, const Tensor& self, const Scalar& other);
Tensor xlogy(const Scalar& self, const Tensor& other);
Tensor& xlogy_out(Tensor& out, const Scalar& self, const Tensor& other);

// Bit by bit; of bool, logical. `a & b` is the same.
Tensor bitwise_and(const Tensor& self, const Tensor& other);
Tensor& bitwise_and_(Tensor& self, const Tensor& other);
Tensor& bitwise_and_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor bitwise_and(const Tensor& self, const Scalar& other);
Tensor& bitwise_and_(Tensor& self, const Scalar& other);
Tensor& bitwise_and_out(Tensor& out, const Tensor& self, const Scalar& other);
Tensor bitwise_and(const Scalar& self, const Tensor& other);
Tensor& bitwise_and_out(Tensor& out, const Scalar& self, const Tensor& other);

// Bit by bit; of bool, logical. `a | b` is the same.
Tensor bitwise_or(const Tensor& self, const Tensor& other);
Tensor& bitwise_or_(Tensor& self, const Tensor& other);
Tensor& bitwise_or_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor bitwise_or(const Tensor& self, const Scalar& other);
Tensor& bitwise_or_(Tensor& self, const Scalar& other);
Tensor& bitwise_or_out(Tensor& out, const Tensor& self, const Scalar& other);
Tensor bitwise_or(const Scalar& self, const Tensor& other);
Tensor& bitwise_or_out(Tensor& out, const Scalar& self, const Tensor& other);

// Bit by bit; of bool, logical. `a ^ b` is the same.
Tensor bitwise_xor(const Tensor& self, const Tensor& other);
Tensor& bitwise_xor_(Tensor& self, const Tensor& other);
Tensor& bitwise_xor_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor bitwise_xor(const Tensor& self, const Scalar& other);
Tensor& bitwise_xor_(Tensor& self, const Scalar& other);
Tensor& bitwise_xor_out(Tensor& out, const Tensor& self, const Scalar& other);
Tensor bitwise_xor(const Scalar& self, const Tensor& other);
Tensor& bitwise_xor_out(Tensor& out, const Scalar& self, const Tensor& other);

// Bits moved to the left; 0 for a count that is negative or not below the
// width.
Tensor bitwise_left_shift(const Tensor& self, const Tensor& other);
Tensor& bitwise_left_shift_(Tensor& self, const Tensor& other);
Tensor& bitwise_left_shift_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor bitwise_left_shift(const Tensor& self, const Scalar& other);
Tensor& bitwise_left_shift_(Tensor& self, const Scalar& other);
Tensor& bitwise_left_shift_out(Tensor& out, const Tensor& self, const Scalar& other);
Tensor bitwise_left_shift(const Scalar& self, const Tensor& other);
Tensor& bitwise_left_shift_out(Tensor& out, const Scalar& self, const Tensor& other);

// Bits moved to the right, the sign filling in; 0 or -1 for a count that is
// negative or not below the width.
Tensor bitwise_right_shift(const Tensor& self, const Tensor& other);
Tensor& bitwise_right_shift_(Tensor& self, const Tensor& other);
Tensor& bitwise_right_shift_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor bitwise_right_shift(const Tensor& self, const Scalar& other);
Tensor& bitwise_right_shift_(Tensor& self, const Scalar& other);
Tensor& bitwise_right_shift_out(Tensor& out, const Tensor& self, const Scalar& other);
Tensor bitwise_right_shift(const Scalar& self, const Tensor& other);
Tensor& bitwise_right_shift_out(Tensor& out, const Scalar& self, const Tensor& other);

// Logical and of what is not 0; NaN counts as true.
Tensor logical_and(const Tensor& self, const Tensor& other);
Tensor& logical_and_(Tensor& self, const Tensor& other);
Tensor& logical_and_out(Tensor& out, const Tensor& self, const Tensor& other);

// Logical or of what is not 0; NaN counts as true.
Tensor logical_or(const Tensor& self, const Tensor& other);
Tensor& logical_or_(Tensor& self, const Tensor& other);
Tensor& logical_or_out(Tensor& out, const Tensor& self, const Tensor& other);

// Logical xor of what is not 0; NaN counts as true.
Tensor logical_xor(const Tensor& self, const Tensor& other);
Tensor& logical_xor_(Tensor& self, const Tensor& other);
Tensor& logical_xor_out(Tensor& out, const Tensor& self, const Tensor& other);

// Complex numbers of their parts, two tensors of one dtype. Not complex, which
// is a class of C++ here; torch.complex in Python.
Tensor make_complex(const Tensor& real, const Tensor& imag);
Tensor& make_complex_out(Tensor& out, const Tensor& real, const Tensor& imag);

// grad_output where self is above the threshold or NaN, else 0: the gradient of
// relu, from its result or its argument.
Tensor threshold_backward(const Tensor& grad_output, const Tensor& self, const Scalar& threshold);

// grad_output * (1 - output^2): the gradient of tanh from its result.
Tensor tanh_backward(const Tensor& grad_output, const Tensor& output);

// grad_output * output * (1 - output): the gradient of sigmoid from its result.
Tensor sigmoid_backward(const Tensor& grad_output, const Tensor& output);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_BINARY_H_
