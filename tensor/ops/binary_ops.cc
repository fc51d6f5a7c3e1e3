// Arithmetic of two operands.
#include <cstring>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/tensor.h"

namespace tessera::run {
namespace {

// self + alpha * other, under the name of an op with an alpha.
template <class A, class B>
detail::ElementwiseCall Scaled(const char* op, const A& self, const B& other,
                               const Scalar& alpha) {
  detail::ElementwiseCall call(Op::add_scaled);
  call.In(self).In(other).Attr(alpha);
  const DType dtype = call.result_dtype();
  if (alpha.kind() > kind(dtype) ||
      (alpha.isBoolean() && dtype != DType::Bool)) {
    throw DTypeError(
        op, Str("expected an alpha that fits ", dtype, ", got ", alpha,
                isIntegralType(dtype, true)
                    ? " (For integral input tensors, argument alpha must not "
                      "be a floating point number); convert with .float()"
                    : "; convert the operands"));
  }
  return call;
}

// Out of line, so that sums without an alpha need no room for it.
template <class A, class B>
__attribute__((noinline)) TensorImpl* NewScaled(const char* op, const A& self,
                                                const B& other,
                                                const Scalar& alpha) {
  OpScope scope(op);
  return Scaled(op, self, other, alpha).Run().Release();
}

bool IsOne(const Scalar& alpha) {
  return alpha.type() == DType::Long ? alpha.int64_value() == 1
                                     : alpha.equal(1);
}

}  // namespace

#define TESSERA_SUM(f, Other, sign)                                      \
  Tensor f(const Tensor& self, Other other, const Scalar& alpha) {       \
    if (__builtin_expect(IsOne(alpha), 1)) {                             \
      return detail::Binary(Op::f, self, other);                         \
    }                                                                    \
    return Tensor::Steal(NewScaled(#f, self, other, sign alpha));        \
  }                                                                      \
  Tensor& f##_(Tensor& self, Other other, const Scalar& alpha) {         \
    if (IsOne(alpha)) return detail::BinaryInplace(Op::f, self, other);  \
    OpScope scope(#f "_");                                               \
    return Scaled(#f "_", self, other, sign alpha).RunInplace(self);     \
  }                                                                      \
  Tensor& f##_out(Tensor& out, const Tensor& self, Other other,          \
                  const Scalar& alpha) {                                 \
    if (IsOne(alpha)) return detail::BinaryOut(Op::f, out, self, other); \
    OpScope scope(#f);                                                   \
    return Scaled(#f, self, other, sign alpha).RunOut(out);              \
  }
TESSERA_SUM(add, const Tensor&, )
TESSERA_SUM(add, const Scalar&, )
TESSERA_SUM(sub, const Tensor&, -)
TESSERA_SUM(sub, const Scalar&, -)
#undef TESSERA_SUM

Tensor rsub(const Tensor& self, const Tensor& other, const Scalar& alpha) {
  OpScope scope("rsub");
  return run::sub(other, self, alpha);
}

Tensor rsub(const Tensor& self, const Scalar& other, const Scalar& alpha) {
  OpScope scope("rsub");
  if (IsOne(alpha)) return detail::Binary(Op::sub, other, self);
  return Scaled("rsub", other, self, -alpha).Run();
}

// ---- Division ----

namespace {

// The op whose kernel divides, by the mode.
Op Division(const char* mode) {
  if (!mode) return Op::div;
  if (std::strcmp(mode, "trunc") == 0) return Op::div_trunc;
  if (std::strcmp(mode, "floor") == 0) return Op::floor_divide;
  throw ValueError("div", Str("expected rounding_mode to be one of None, "
                              "'trunc', or 'floor', got '",
                              mode, "'"));
}

// Integers may meet a 0 half way: then nothing must have been written.
bool MayFail(Op op, DType dtype) {
  return op != Op::div && isIntegralType(dtype, false);
}

template <class B>
Tensor& DivideInplace(Op op, Tensor& self, const B& other) {
  detail::ElementwiseCall call(op);
  call.In(self).In(other);
  if (!MayFail(op, call.result_dtype())) return call.RunInplace(self);
  return detail::CopyInplace(op, self, call.Run());
}

template <class A, class B>
Tensor& DivideOut(Op op, Tensor& out, const A& self, const B& other) {
  detail::ElementwiseCall call(op);
  call.In(self).In(other);
  if (!MayFail(op, call.result_dtype())) return call.RunOut(out);
  return detail::CopyOut(op, out, call.Run());
}

}  // namespace

#define TESSERA_DIVISION(f, Other)                                \
  Tensor f(const Tensor& self, Other other) {                     \
    return detail::Binary(Op::f, self, other);                    \
  }                                                               \
  Tensor& f##_(Tensor& self, Other other) {                       \
    return DivideInplace(Op::f, self, other);                     \
  }                                                               \
  Tensor& f##_out(Tensor& out, const Tensor& self, Other other) { \
    return DivideOut(Op::f, out, self, other);                    \
  }
TESSERA_DIVISION(div, const Tensor&)
TESSERA_DIVISION(div, const Scalar&)
TESSERA_DIVISION(floor_divide, const Tensor&)
TESSERA_DIVISION(floor_divide, const Scalar&)
TESSERA_DIVISION(remainder, const Tensor&)
TESSERA_DIVISION(remainder, const Scalar&)
TESSERA_DIVISION(fmod, const Tensor&)
TESSERA_DIVISION(fmod, const Scalar&)
#undef TESSERA_DIVISION

#define TESSERA_OF_NUMBER(f)                                              \
  Tensor f(const Scalar& self, const Tensor& other) {                     \
    return detail::Binary(Op::f, self, other);                            \
  }                                                                       \
  Tensor& f##_out(Tensor& out, const Scalar& self, const Tensor& other) { \
    return DivideOut(Op::f, out, self, other);                            \
  }
TESSERA_OF_NUMBER(div)
TESSERA_OF_NUMBER(remainder)
#undef TESSERA_OF_NUMBER

#define TESSERA_MODE(Other)                                       \
  Tensor div(const Tensor& self, Other other, const char* mode) { \
    OpScope scope("div");                                         \
    return detail::Binary(Division(mode), self, other);           \
  }                                                               \
  Tensor& div_(Tensor& self, Other other, const char* mode) {     \
    OpScope scope("div_");                                        \
    return DivideInplace(Division(mode), self, other);            \
  }                                                               \
  Tensor& div_out(Tensor& out, const Tensor& self, Other other,   \
                  const char* mode) {                             \
    OpScope scope("div");                                         \
    return DivideOut(Division(mode), out, self, other);           \
  }
TESSERA_MODE(const Tensor&)
TESSERA_MODE(const Scalar&)
#undef TESSERA_MODE

// ---- Powers ----

namespace {

void CheckExponent(const char* op, const Tensor& self, const Scalar& exponent) {
  if (isIntegralType(self.scalar_type(), true) && exponent.isIntegral(false) &&
      exponent.type() == DType::Long && exponent.int64_value() < 0) {
    throw DTypeError(op,
                     Str("Integers to negative integer powers are not "
                         "allowed, got ",
                         self, " and ", exponent, "; convert with .float()"));
  }
}

// An op that is exact or quicker, for floating and complex tensors; Op::pow
// where there is none. Cubes are products in full precision only.
Op Shortcut(const Tensor& self, const Scalar& exponent) {
  const DType dtype = self.scalar_type();
  if (kind(dtype) < Kind::Float || exponent.kind() > Kind::Float) {
    return Op::pow;
  }
  if (exponent.equal(2)) return Op::square;
  if (exponent.equal(0.5)) return Op::sqrt;
  if (exponent.equal(-0.5)) return Op::rsqrt;
  if (exponent.equal(-1)) return Op::reciprocal;
  return Op::pow;
}

}  // namespace

Tensor pow(const Tensor& self, const Tensor& exponent) {
  return detail::Binary(Op::pow, self, exponent);
}
Tensor& pow_(Tensor& self, const Tensor& exponent) {
  return detail::BinaryInplace(Op::pow, self, exponent);
}
Tensor& pow_out(Tensor& out, const Tensor& self, const Tensor& exponent) {
  return detail::BinaryOut(Op::pow, out, self, exponent);
}

Tensor pow(const Tensor& self, const Scalar& exponent) {
  detail::CheckDefined("pow", self);
  CheckExponent("pow", self, exponent);
  const Op op = Shortcut(self, exponent);
  if (op == Op::pow) return detail::Binary(op, self, exponent);
  OpScope scope("pow");
  return op == Op::square ? detail::Binary(Op::mul, self, self)
                          : detail::Unary(op, self);
}
Tensor& pow_(Tensor& self, const Scalar& exponent) {
  CheckExponent("pow_", self, exponent);
  const Op op = Shortcut(self, exponent);
  if (op == Op::pow) return detail::BinaryInplace(op, self, exponent);
  OpScope scope("pow_");
  return op == Op::square ? detail::BinaryInplace(Op::mul, self, self)
                          : detail::UnaryInplace(op, self);
}
Tensor& pow_out(Tensor& out, const Tensor& self, const Scalar& exponent) {
  detail::CheckDefined("pow", self);
  CheckExponent("pow", self, exponent);
  const Op op = Shortcut(self, exponent);
  if (op == Op::pow) return detail::BinaryOut(op, out, self, exponent);
  OpScope scope("pow");
  return op == Op::square ? detail::BinaryOut(Op::mul, out, self, self)
                          : detail::UnaryOut(op, out, self);
}

Tensor pow(const Scalar& self, const Tensor& exponent) {
  return detail::Binary(Op::pow, self, exponent);
}
Tensor& pow_out(Tensor& out, const Scalar& self, const Tensor& exponent) {
  return detail::BinaryOut(Op::pow, out, self, exponent);
}

// ---- Shifts ----

namespace {

// A count that the dtype cannot hold would wrap; 127 is beyond every width and
// fits them all.
Scalar Count(const Tensor& self, const Scalar& count) {
  const bool fits = !self.defined() ||
                    !isIntegralType(self.scalar_type(), false) ||
                    !count.isIntegral(false) ||
                    FitsIn(count, self.scalar_type(), Negative::kRefused);
  return fits ? count : Scalar(127);
}

}  // namespace

#define TESSERA_SHIFT(f)                                                  \
  Tensor f(const Tensor& self, const Tensor& other) {                     \
    return detail::Binary(Op::f, self, other);                            \
  }                                                                       \
  Tensor f(const Tensor& self, const Scalar& other) {                     \
    return detail::Binary(Op::f, self, Count(self, other));               \
  }                                                                       \
  Tensor f(const Scalar& self, const Tensor& other) {                     \
    return detail::Binary(Op::f, self, other);                            \
  }                                                                       \
  Tensor& f##_(Tensor& self, const Tensor& other) {                       \
    return detail::BinaryInplace(Op::f, self, other);                     \
  }                                                                       \
  Tensor& f##_(Tensor& self, const Scalar& other) {                       \
    return detail::BinaryInplace(Op::f, self, Count(self, other));        \
  }                                                                       \
  Tensor& f##_out(Tensor& out, const Tensor& self, const Tensor& other) { \
    return detail::BinaryOut(Op::f, out, self, other);                    \
  }                                                                       \
  Tensor& f##_out(Tensor& out, const Tensor& self, const Scalar& other) { \
    return detail::BinaryOut(Op::f, out, self, Count(self, other));       \
  }                                                                       \
  Tensor& f##_out(Tensor& out, const Scalar& self, const Tensor& other) { \
    return detail::BinaryOut(Op::f, out, self, other);                    \
  }
TESSERA_SHIFT(bitwise_left_shift)
TESSERA_SHIFT(bitwise_right_shift)
#undef TESSERA_SHIFT

// ---- Complex numbers of their parts ----

namespace {

detail::ElementwiseCall MakeComplex(const Tensor& real, const Tensor& imag) {
  detail::CheckDefined("make_complex", real, 0);
  detail::CheckDefined("make_complex", imag, 1);
  detail::CheckDType(Op::make_complex, real);
  detail::CheckSameDType("make_complex", real, imag);
  detail::ElementwiseCall call(Op::make_complex);
  call.In(real).In(imag);
  call.Result(toComplexType(real.scalar_type()));
  return call;
}

}  // namespace

Tensor make_complex(const Tensor& real, const Tensor& imag) {
  return MakeComplex(real, imag).Run();
}
Tensor& make_complex_out(Tensor& out, const Tensor& real, const Tensor& imag) {
  return MakeComplex(real, imag).RunOut(out);
}

// ---- Gradients ----

Tensor threshold_backward(const Tensor& grad_output, const Tensor& self,
                          const Scalar& threshold) {
  return detail::Binary(Op::threshold_backward, grad_output, self, threshold);
}

}  // namespace tessera::run
