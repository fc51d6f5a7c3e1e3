// Made by tensor/ops/generate.py from tensor/ops/unary.toml; do not edit.
#include "tessera/tensor/ops/ops_unary.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor run::abs(const Tensor& self) {
  return detail::Unary(Op::abs, self);
}
Tensor abs(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::abs, detail::grad_table.abs)(self);
  }
  return run::abs(self);
}
Tensor& run::abs_(Tensor& self) {
  return detail::UnaryInplace(Op::abs, self);
}
Tensor& abs_(Tensor& self) {
  detail::CheckInplace("abs_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("abs_").inplace_begin("abs_", self);
    detail::autograd_interface.inplace_finish("abs_", self, abs(old));
    return self;
  }
  return run::abs_(self);
}
Tensor& Tensor::abs_() const {
  return tessera::abs_(const_cast<Tensor&>(*this));
}
Tensor& Tensor::absolute_() const {
  return tessera::abs_(const_cast<Tensor&>(*this));
}
Tensor& run::abs_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::abs, out, self);
}
Tensor& abs_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::abs, out, detail::WantsGrad(out, self));
  return run::abs_out(out, self);
}
Tensor Tensor::abs() const {
  return tessera::abs(*this);
}
Tensor Tensor::absolute() const {
  return tessera::abs(*this);
}

Tensor run::neg(const Tensor& self) {
  return detail::Unary(Op::neg, self);
}
Tensor neg(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::neg, detail::grad_table.neg)(self);
  }
  return run::neg(self);
}
Tensor& run::neg_(Tensor& self) {
  return detail::UnaryInplace(Op::neg, self);
}
Tensor& neg_(Tensor& self) {
  detail::CheckInplace("neg_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("neg_").inplace_begin("neg_", self);
    detail::autograd_interface.inplace_finish("neg_", self, neg(old));
    return self;
  }
  return run::neg_(self);
}
Tensor& Tensor::neg_() const {
  return tessera::neg_(const_cast<Tensor&>(*this));
}
Tensor& Tensor::negative_() const {
  return tessera::neg_(const_cast<Tensor&>(*this));
}
Tensor& run::neg_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::neg, out, self);
}
Tensor& neg_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::neg, out, detail::WantsGrad(out, self));
  return run::neg_out(out, self);
}
Tensor Tensor::neg() const {
  return tessera::neg(*this);
}
Tensor Tensor::negative() const {
  return tessera::neg(*this);
}

Tensor positive(const Tensor& self) {
  OpScope scope("positive");
  return run::positive(self);
}
Tensor Tensor::positive() const {
  return tessera::positive(*this);
}

Tensor run::sign(const Tensor& self) {
  return detail::Unary(Op::sign, self);
}
Tensor sign(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::sign, detail::grad_table.sign)(self);
  }
  return run::sign(self);
}
Tensor& run::sign_(Tensor& self) {
  return detail::UnaryInplace(Op::sign, self);
}
Tensor& sign_(Tensor& self) {
  detail::CheckInplace("sign_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("sign_").inplace_begin("sign_", self);
    detail::autograd_interface.inplace_finish("sign_", self, sign(old));
    return self;
  }
  return run::sign_(self);
}
Tensor& Tensor::sign_() const {
  return tessera::sign_(const_cast<Tensor&>(*this));
}
Tensor& run::sign_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::sign, out, self);
}
Tensor& sign_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::sign, out, detail::WantsGrad(out, self));
  return run::sign_out(out, self);
}
Tensor Tensor::sign() const {
  return tessera::sign(*this);
}

Tensor run::sgn(const Tensor& self) {
  return detail::Unary(Op::sgn, self);
}
Tensor sgn(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::sgn, detail::grad_table.sgn)(self);
  }
  return run::sgn(self);
}
Tensor& run::sgn_(Tensor& self) {
  return detail::UnaryInplace(Op::sgn, self);
}
Tensor& sgn_(Tensor& self) {
  detail::CheckInplace("sgn_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("sgn_").inplace_begin("sgn_", self);
    detail::autograd_interface.inplace_finish("sgn_", self, sgn(old));
    return self;
  }
  return run::sgn_(self);
}
Tensor& Tensor::sgn_() const {
  return tessera::sgn_(const_cast<Tensor&>(*this));
}
Tensor& run::sgn_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::sgn, out, self);
}
Tensor& sgn_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::sgn, out, detail::WantsGrad(out, self));
  return run::sgn_out(out, self);
}
Tensor Tensor::sgn() const {
  return tessera::sgn(*this);
}

Tensor run::signbit(const Tensor& self) {
  return detail::Unary(Op::signbit, self);
}
Tensor signbit(const Tensor& self) {
  return run::signbit(self);
}
Tensor& run::signbit_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::signbit, out, self);
}
Tensor& signbit_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::signbit, out, detail::WantsGrad(out, self));
  return run::signbit_out(out, self);
}
Tensor Tensor::signbit() const {
  return tessera::signbit(*this);
}

Tensor square(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::square, detail::grad_table.square)(self);
  }
  return run::square(self);
}
Tensor& square_(Tensor& self) {
  detail::CheckInplace("square_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("square_").inplace_begin("square_", self);
    detail::autograd_interface.inplace_finish("square_", self, square(old));
    return self;
  }
  return run::square_(self);
}
Tensor& Tensor::square_() const {
  return tessera::square_(const_cast<Tensor&>(*this));
}
Tensor& square_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::square, out, detail::WantsGrad(out, self));
  return run::square_out(out, self);
}
Tensor Tensor::square() const {
  return tessera::square(*this);
}

Tensor run::sqrt(const Tensor& self) {
  return detail::Unary(Op::sqrt, self);
}
Tensor sqrt(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::sqrt, detail::grad_table.sqrt)(self);
  }
  return run::sqrt(self);
}
Tensor& run::sqrt_(Tensor& self) {
  return detail::UnaryInplace(Op::sqrt, self);
}
Tensor& sqrt_(Tensor& self) {
  detail::CheckInplace("sqrt_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("sqrt_").inplace_begin("sqrt_", self);
    detail::autograd_interface.inplace_finish("sqrt_", self, sqrt(old));
    return self;
  }
  return run::sqrt_(self);
}
Tensor& Tensor::sqrt_() const {
  return tessera::sqrt_(const_cast<Tensor&>(*this));
}
Tensor& run::sqrt_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::sqrt, out, self);
}
Tensor& sqrt_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::sqrt, out, detail::WantsGrad(out, self));
  return run::sqrt_out(out, self);
}
Tensor Tensor::sqrt() const {
  return tessera::sqrt(*this);
}

Tensor run::rsqrt(const Tensor& self) {
  return detail::Unary(Op::rsqrt, self);
}
Tensor rsqrt(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::rsqrt, detail::grad_table.rsqrt)(self);
  }
  return run::rsqrt(self);
}
Tensor& run::rsqrt_(Tensor& self) {
  return detail::UnaryInplace(Op::rsqrt, self);
}
Tensor& rsqrt_(Tensor& self) {
  detail::CheckInplace("rsqrt_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("rsqrt_").inplace_begin("rsqrt_", self);
    detail::autograd_interface.inplace_finish("rsqrt_", self, rsqrt(old));
    return self;
  }
  return run::rsqrt_(self);
}
Tensor& Tensor::rsqrt_() const {
  return tessera::rsqrt_(const_cast<Tensor&>(*this));
}
Tensor& run::rsqrt_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::rsqrt, out, self);
}
Tensor& rsqrt_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::rsqrt, out, detail::WantsGrad(out, self));
  return run::rsqrt_out(out, self);
}
Tensor Tensor::rsqrt() const {
  return tessera::rsqrt(*this);
}

Tensor run::reciprocal(const Tensor& self) {
  return detail::Unary(Op::reciprocal, self);
}
Tensor reciprocal(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::reciprocal, detail::grad_table.reciprocal)(self);
  }
  return run::reciprocal(self);
}
Tensor& run::reciprocal_(Tensor& self) {
  return detail::UnaryInplace(Op::reciprocal, self);
}
Tensor& reciprocal_(Tensor& self) {
  detail::CheckInplace("reciprocal_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("reciprocal_").inplace_begin("reciprocal_", self);
    detail::autograd_interface.inplace_finish("reciprocal_", self, reciprocal(old));
    return self;
  }
  return run::reciprocal_(self);
}
Tensor& Tensor::reciprocal_() const {
  return tessera::reciprocal_(const_cast<Tensor&>(*this));
}
Tensor& run::reciprocal_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::reciprocal, out, self);
}
Tensor& reciprocal_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::reciprocal, out, detail::WantsGrad(out, self));
  return run::reciprocal_out(out, self);
}
Tensor Tensor::reciprocal() const {
  return tessera::reciprocal(*this);
}

Tensor run::exp(const Tensor& self) {
  return detail::Unary(Op::exp, self);
}
Tensor exp(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::exp, detail::grad_table.exp)(self);
  }
  return run::exp(self);
}
Tensor& run::exp_(Tensor& self) {
  return detail::UnaryInplace(Op::exp, self);
}
Tensor& exp_(Tensor& self) {
  detail::CheckInplace("exp_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("exp_").inplace_begin("exp_", self);
    detail::autograd_interface.inplace_finish("exp_", self, exp(old));
    return self;
  }
  return run::exp_(self);
}
Tensor& Tensor::exp_() const {
  return tessera::exp_(const_cast<Tensor&>(*this));
}
Tensor& run::exp_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::exp, out, self);
}
Tensor& exp_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::exp, out, detail::WantsGrad(out, self));
  return run::exp_out(out, self);
}
Tensor Tensor::exp() const {
  return tessera::exp(*this);
}

Tensor run::expm1(const Tensor& self) {
  return detail::Unary(Op::expm1, self);
}
Tensor expm1(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::expm1, detail::grad_table.expm1)(self);
  }
  return run::expm1(self);
}
Tensor& run::expm1_(Tensor& self) {
  return detail::UnaryInplace(Op::expm1, self);
}
Tensor& expm1_(Tensor& self) {
  detail::CheckInplace("expm1_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("expm1_").inplace_begin("expm1_", self);
    detail::autograd_interface.inplace_finish("expm1_", self, expm1(old));
    return self;
  }
  return run::expm1_(self);
}
Tensor& Tensor::expm1_() const {
  return tessera::expm1_(const_cast<Tensor&>(*this));
}
Tensor& run::expm1_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::expm1, out, self);
}
Tensor& expm1_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::expm1, out, detail::WantsGrad(out, self));
  return run::expm1_out(out, self);
}
Tensor Tensor::expm1() const {
  return tessera::expm1(*this);
}

Tensor run::exp2(const Tensor& self) {
  return detail::Unary(Op::exp2, self);
}
Tensor exp2(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::exp2, detail::grad_table.exp2)(self);
  }
  return run::exp2(self);
}
Tensor& run::exp2_(Tensor& self) {
  return detail::UnaryInplace(Op::exp2, self);
}
Tensor& exp2_(Tensor& self) {
  detail::CheckInplace("exp2_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("exp2_").inplace_begin("exp2_", self);
    detail::autograd_interface.inplace_finish("exp2_", self, exp2(old));
    return self;
  }
  return run::exp2_(self);
}
Tensor& Tensor::exp2_() const {
  return tessera::exp2_(const_cast<Tensor&>(*this));
}
Tensor& run::exp2_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::exp2, out, self);
}
Tensor& exp2_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::exp2, out, detail::WantsGrad(out, self));
  return run::exp2_out(out, self);
}
Tensor Tensor::exp2() const {
  return tessera::exp2(*this);
}

Tensor run::log(const Tensor& self) {
  return detail::Unary(Op::log, self);
}
Tensor log(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::log, detail::grad_table.log)(self);
  }
  return run::log(self);
}
Tensor& run::log_(Tensor& self) {
  return detail::UnaryInplace(Op::log, self);
}
Tensor& log_(Tensor& self) {
  detail::CheckInplace("log_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("log_").inplace_begin("log_", self);
    detail::autograd_interface.inplace_finish("log_", self, log(old));
    return self;
  }
  return run::log_(self);
}
Tensor& Tensor::log_() const {
  return tessera::log_(const_cast<Tensor&>(*this));
}
Tensor& run::log_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::log, out, self);
}
Tensor& log_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::log, out, detail::WantsGrad(out, self));
  return run::log_out(out, self);
}
Tensor Tensor::log() const {
  return tessera::log(*this);
}

Tensor run::log1p(const Tensor& self) {
  return detail::Unary(Op::log1p, self);
}
Tensor log1p(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::log1p, detail::grad_table.log1p)(self);
  }
  return run::log1p(self);
}
Tensor& run::log1p_(Tensor& self) {
  return detail::UnaryInplace(Op::log1p, self);
}
Tensor& log1p_(Tensor& self) {
  detail::CheckInplace("log1p_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("log1p_").inplace_begin("log1p_", self);
    detail::autograd_interface.inplace_finish("log1p_", self, log1p(old));
    return self;
  }
  return run::log1p_(self);
}
Tensor& Tensor::log1p_() const {
  return tessera::log1p_(const_cast<Tensor&>(*this));
}
Tensor& run::log1p_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::log1p, out, self);
}
Tensor& log1p_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::log1p, out, detail::WantsGrad(out, self));
  return run::log1p_out(out, self);
}
Tensor Tensor::log1p() const {
  return tessera::log1p(*this);
}

Tensor run::log2(const Tensor& self) {
  return detail::Unary(Op::log2, self);
}
Tensor log2(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::log2, detail::grad_table.log2)(self);
  }
  return run::log2(self);
}
Tensor& run::log2_(Tensor& self) {
  return detail::UnaryInplace(Op::log2, self);
}
Tensor& log2_(Tensor& self) {
  detail::CheckInplace("log2_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("log2_").inplace_begin("log2_", self);
    detail::autograd_interface.inplace_finish("log2_", self, log2(old));
    return self;
  }
  return run::log2_(self);
}
Tensor& Tensor::log2_() const {
  return tessera::log2_(const_cast<Tensor&>(*this));
}
Tensor& run::log2_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::log2, out, self);
}
Tensor& log2_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::log2, out, detail::WantsGrad(out, self));
  return run::log2_out(out, self);
}
Tensor Tensor::log2() const {
  return tessera::log2(*this);
}

Tensor run::log10(const Tensor& self) {
  return detail::Unary(Op::log10, self);
}
Tensor log10(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::log10, detail::grad_table.log10)(self);
  }
  return run::log10(self);
}
Tensor& run::log10_(Tensor& self) {
  return detail::UnaryInplace(Op::log10, self);
}
Tensor& log10_(Tensor& self) {
  detail::CheckInplace("log10_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("log10_").inplace_begin("log10_", self);
    detail::autograd_interface.inplace_finish("log10_", self, log10(old));
    return self;
  }
  return run::log10_(self);
}
Tensor& Tensor::log10_() const {
  return tessera::log10_(const_cast<Tensor&>(*this));
}
Tensor& run::log10_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::log10, out, self);
}
Tensor& log10_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::log10, out, detail::WantsGrad(out, self));
  return run::log10_out(out, self);
}
Tensor Tensor::log10() const {
  return tessera::log10(*this);
}

Tensor run::sin(const Tensor& self) {
  return detail::Unary(Op::sin, self);
}
Tensor sin(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::sin, detail::grad_table.sin)(self);
  }
  return run::sin(self);
}
Tensor& run::sin_(Tensor& self) {
  return detail::UnaryInplace(Op::sin, self);
}
Tensor& sin_(Tensor& self) {
  detail::CheckInplace("sin_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("sin_").inplace_begin("sin_", self);
    detail::autograd_interface.inplace_finish("sin_", self, sin(old));
    return self;
  }
  return run::sin_(self);
}
Tensor& Tensor::sin_() const {
  return tessera::sin_(const_cast<Tensor&>(*this));
}
Tensor& run::sin_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::sin, out, self);
}
Tensor& sin_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::sin, out, detail::WantsGrad(out, self));
  return run::sin_out(out, self);
}
Tensor Tensor::sin() const {
  return tessera::sin(*this);
}

Tensor run::cos(const Tensor& self) {
  return detail::Unary(Op::cos, self);
}
Tensor cos(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::cos, detail::grad_table.cos)(self);
  }
  return run::cos(self);
}
Tensor& run::cos_(Tensor& self) {
  return detail::UnaryInplace(Op::cos, self);
}
Tensor& cos_(Tensor& self) {
  detail::CheckInplace("cos_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("cos_").inplace_begin("cos_", self);
    detail::autograd_interface.inplace_finish("cos_", self, cos(old));
    return self;
  }
  return run::cos_(self);
}
Tensor& Tensor::cos_() const {
  return tessera::cos_(const_cast<Tensor&>(*this));
}
Tensor& run::cos_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::cos, out, self);
}
Tensor& cos_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::cos, out, detail::WantsGrad(out, self));
  return run::cos_out(out, self);
}
Tensor Tensor::cos() const {
  return tessera::cos(*this);
}

Tensor run::tan(const Tensor& self) {
  return detail::Unary(Op::tan, self);
}
Tensor tan(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::tan, detail::grad_table.tan)(self);
  }
  return run::tan(self);
}
Tensor& run::tan_(Tensor& self) {
  return detail::UnaryInplace(Op::tan, self);
}
Tensor& tan_(Tensor& self) {
  detail::CheckInplace("tan_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("tan_").inplace_begin("tan_", self);
    detail::autograd_interface.inplace_finish("tan_", self, tan(old));
    return self;
  }
  return run::tan_(self);
}
Tensor& Tensor::tan_() const {
  return tessera::tan_(const_cast<Tensor&>(*this));
}
Tensor& run::tan_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::tan, out, self);
}
Tensor& tan_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::tan, out, detail::WantsGrad(out, self));
  return run::tan_out(out, self);
}
Tensor Tensor::tan() const {
  return tessera::tan(*this);
}

Tensor run::asin(const Tensor& self) {
  return detail::Unary(Op::asin, self);
}
Tensor asin(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::asin, detail::grad_table.asin)(self);
  }
  return run::asin(self);
}
Tensor& run::asin_(Tensor& self) {
  return detail::UnaryInplace(Op::asin, self);
}
Tensor& asin_(Tensor& self) {
  detail::CheckInplace("asin_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("asin_").inplace_begin("asin_", self);
    detail::autograd_interface.inplace_finish("asin_", self, asin(old));
    return self;
  }
  return run::asin_(self);
}
Tensor& Tensor::asin_() const {
  return tessera::asin_(const_cast<Tensor&>(*this));
}
Tensor& Tensor::arcsin_() const {
  return tessera::asin_(const_cast<Tensor&>(*this));
}
Tensor& run::asin_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::asin, out, self);
}
Tensor& asin_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::asin, out, detail::WantsGrad(out, self));
  return run::asin_out(out, self);
}
Tensor Tensor::asin() const {
  return tessera::asin(*this);
}
Tensor Tensor::arcsin() const {
  return tessera::asin(*this);
}

Tensor run::acos(const Tensor& self) {
  return detail::Unary(Op::acos, self);
}
Tensor acos(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::acos, detail::grad_table.acos)(self);
  }
  return run::acos(self);
}
Tensor& run::acos_(Tensor& self) {
  return detail::UnaryInplace(Op::acos, self);
}
Tensor& acos_(Tensor& self) {
  detail::CheckInplace("acos_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("acos_").inplace_begin("acos_", self);
    detail::autograd_interface.inplace_finish("acos_", self, acos(old));
    return self;
  }
  return run::acos_(self);
}
Tensor& Tensor::acos_() const {
  return tessera::acos_(const_cast<Tensor&>(*this));
}
Tensor& Tensor::arccos_() const {
  return tessera::acos_(const_cast<Tensor&>(*this));
}
Tensor& run::acos_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::acos, out, self);
}
Tensor& acos_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::acos, out, detail::WantsGrad(out, self));
  return run::acos_out(out, self);
}
Tensor Tensor::acos() const {
  return tessera::acos(*this);
}
Tensor Tensor::arccos() const {
  return tessera::acos(*this);
}

Tensor run::atan(const Tensor& self) {
  return detail::Unary(Op::atan, self);
}
Tensor atan(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::atan, detail::grad_table.atan)(self);
  }
  return run::atan(self);
}
Tensor& run::atan_(Tensor& self) {
  return detail::UnaryInplace(Op::atan, self);
}
Tensor& atan_(Tensor& self) {
  detail::CheckInplace("atan_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("atan_").inplace_begin("atan_", self);
    detail::autograd_interface.inplace_finish("atan_", self, atan(old));
    return self;
  }
  return run::atan_(self);
}
Tensor& Tensor::atan_() const {
  return tessera::atan_(const_cast<Tensor&>(*this));
}
Tensor& Tensor::arctan_() const {
  return tessera::atan_(const_cast<Tensor&>(*this));
}
Tensor& run::atan_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::atan, out, self);
}
Tensor& atan_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::atan, out, detail::WantsGrad(out, self));
  return run::atan_out(out, self);
}
Tensor Tensor::atan() const {
  return tessera::atan(*this);
}
Tensor Tensor::arctan() const {
  return tessera::atan(*this);
}

Tensor run::sinh(const Tensor& self) {
  return detail::Unary(Op::sinh, self);
}
Tensor sinh(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::sinh, detail::grad_table.sinh)(self);
  }
  return run::sinh(self);
}
Tensor& run::sinh_(Tensor& self) {
  return detail::UnaryInplace(Op::sinh, self);
}
Tensor& sinh_(Tensor& self) {
  detail::CheckInplace("sinh_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("sinh_").inplace_begin("sinh_", self);
    detail::autograd_interface.inplace_finish("sinh_", self, sinh(old));
    return self;
  }
  return run::sinh_(self);
}
Tensor& Tensor::sinh_() const {
  return tessera::sinh_(const_cast<Tensor&>(*this));
}
Tensor& run::sinh_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::sinh, out, self);
}
Tensor& sinh_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::sinh, out, detail::WantsGrad(out, self));
  return run::sinh_out(out, self);
}
Tensor Tensor::sinh() const {
  return tessera::sinh(*this);
}

Tensor run::cosh(const Tensor& self) {
  return detail::Unary(Op::cosh, self);
}
Tensor cosh(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::cosh, detail::grad_table.cosh)(self);
  }
  return run::cosh(self);
}
Tensor& run::cosh_(Tensor& self) {
  return detail::UnaryInplace(Op::cosh, self);
}
Tensor& cosh_(Tensor& self) {
  detail::CheckInplace("cosh_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("cosh_").inplace_begin("cosh_", self);
    detail::autograd_interface.inplace_finish("cosh_", self, cosh(old));
    return self;
  }
  return run::cosh_(self);
}
Tensor& Tensor::cosh_() const {
  return tessera::cosh_(const_cast<Tensor&>(*this));
}
Tensor& run::cosh_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::cosh, out, self);
}
Tensor& cosh_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::cosh, out, detail::WantsGrad(out, self));
  return run::cosh_out(out, self);
}
Tensor Tensor::cosh() const {
  return tessera::cosh(*this);
}

Tensor run::asinh(const Tensor& self) {
  return detail::Unary(Op::asinh, self);
}
Tensor asinh(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::asinh, detail::grad_table.asinh)(self);
  }
  return run::asinh(self);
}
Tensor& run::asinh_(Tensor& self) {
  return detail::UnaryInplace(Op::asinh, self);
}
Tensor& asinh_(Tensor& self) {
  detail::CheckInplace("asinh_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("asinh_").inplace_begin("asinh_", self);
    detail::autograd_interface.inplace_finish("asinh_", self, asinh(old));
    return self;
  }
  return run::asinh_(self);
}
Tensor& Tensor::asinh_() const {
  return tessera::asinh_(const_cast<Tensor&>(*this));
}
Tensor& Tensor::arcsinh_() const {
  return tessera::asinh_(const_cast<Tensor&>(*this));
}
Tensor& run::asinh_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::asinh, out, self);
}
Tensor& asinh_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::asinh, out, detail::WantsGrad(out, self));
  return run::asinh_out(out, self);
}
Tensor Tensor::asinh() const {
  return tessera::asinh(*this);
}
Tensor Tensor::arcsinh() const {
  return tessera::asinh(*this);
}

Tensor run::acosh(const Tensor& self) {
  return detail::Unary(Op::acosh, self);
}
Tensor acosh(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::acosh, detail::grad_table.acosh)(self);
  }
  return run::acosh(self);
}
Tensor& run::acosh_(Tensor& self) {
  return detail::UnaryInplace(Op::acosh, self);
}
Tensor& acosh_(Tensor& self) {
  detail::CheckInplace("acosh_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("acosh_").inplace_begin("acosh_", self);
    detail::autograd_interface.inplace_finish("acosh_", self, acosh(old));
    return self;
  }
  return run::acosh_(self);
}
Tensor& Tensor::acosh_() const {
  return tessera::acosh_(const_cast<Tensor&>(*this));
}
Tensor& Tensor::arccosh_() const {
  return tessera::acosh_(const_cast<Tensor&>(*this));
}
Tensor& run::acosh_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::acosh, out, self);
}
Tensor& acosh_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::acosh, out, detail::WantsGrad(out, self));
  return run::acosh_out(out, self);
}
Tensor Tensor::acosh() const {
  return tessera::acosh(*this);
}
Tensor Tensor::arccosh() const {
  return tessera::acosh(*this);
}

Tensor run::atanh(const Tensor& self) {
  return detail::Unary(Op::atanh, self);
}
Tensor atanh(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::atanh, detail::grad_table.atanh)(self);
  }
  return run::atanh(self);
}
Tensor& run::atanh_(Tensor& self) {
  return detail::UnaryInplace(Op::atanh, self);
}
Tensor& atanh_(Tensor& self) {
  detail::CheckInplace("atanh_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("atanh_").inplace_begin("atanh_", self);
    detail::autograd_interface.inplace_finish("atanh_", self, atanh(old));
    return self;
  }
  return run::atanh_(self);
}
Tensor& Tensor::atanh_() const {
  return tessera::atanh_(const_cast<Tensor&>(*this));
}
Tensor& Tensor::arctanh_() const {
  return tessera::atanh_(const_cast<Tensor&>(*this));
}
Tensor& run::atanh_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::atanh, out, self);
}
Tensor& atanh_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::atanh, out, detail::WantsGrad(out, self));
  return run::atanh_out(out, self);
}
Tensor Tensor::atanh() const {
  return tessera::atanh(*this);
}
Tensor Tensor::arctanh() const {
  return tessera::atanh(*this);
}

Tensor run::tanh(const Tensor& self) {
  return detail::Unary(Op::tanh, self);
}
Tensor tanh(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::tanh, detail::grad_table.tanh)(self);
  }
  return run::tanh(self);
}
Tensor& run::tanh_(Tensor& self) {
  return detail::UnaryInplace(Op::tanh, self);
}
Tensor& tanh_(Tensor& self) {
  detail::CheckInplace("tanh_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("tanh_").inplace_begin("tanh_", self);
    detail::autograd_interface.inplace_finish("tanh_", self, tanh(old));
    return self;
  }
  return run::tanh_(self);
}
Tensor& Tensor::tanh_() const {
  return tessera::tanh_(const_cast<Tensor&>(*this));
}
Tensor& run::tanh_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::tanh, out, self);
}
Tensor& tanh_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::tanh, out, detail::WantsGrad(out, self));
  return run::tanh_out(out, self);
}
Tensor Tensor::tanh() const {
  return tessera::tanh(*this);
}

Tensor run::sigmoid(const Tensor& self) {
  return detail::Unary(Op::sigmoid, self);
}
Tensor sigmoid(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::sigmoid, detail::grad_table.sigmoid)(self);
  }
  return run::sigmoid(self);
}
Tensor& run::sigmoid_(Tensor& self) {
  return detail::UnaryInplace(Op::sigmoid, self);
}
Tensor& sigmoid_(Tensor& self) {
  detail::CheckInplace("sigmoid_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("sigmoid_").inplace_begin("sigmoid_", self);
    detail::autograd_interface.inplace_finish("sigmoid_", self, sigmoid(old));
    return self;
  }
  return run::sigmoid_(self);
}
Tensor& Tensor::sigmoid_() const {
  return tessera::sigmoid_(const_cast<Tensor&>(*this));
}
Tensor& Tensor::expit_() const {
  return tessera::sigmoid_(const_cast<Tensor&>(*this));
}
Tensor& run::sigmoid_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::sigmoid, out, self);
}
Tensor& sigmoid_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::sigmoid, out, detail::WantsGrad(out, self));
  return run::sigmoid_out(out, self);
}
Tensor Tensor::sigmoid() const {
  return tessera::sigmoid(*this);
}
Tensor Tensor::expit() const {
  return tessera::sigmoid(*this);
}

Tensor run::erf(const Tensor& self) {
  return detail::Unary(Op::erf, self);
}
Tensor erf(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::erf, detail::grad_table.erf)(self);
  }
  return run::erf(self);
}
Tensor& run::erf_(Tensor& self) {
  return detail::UnaryInplace(Op::erf, self);
}
Tensor& erf_(Tensor& self) {
  detail::CheckInplace("erf_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("erf_").inplace_begin("erf_", self);
    detail::autograd_interface.inplace_finish("erf_", self, erf(old));
    return self;
  }
  return run::erf_(self);
}
Tensor& Tensor::erf_() const {
  return tessera::erf_(const_cast<Tensor&>(*this));
}
Tensor& run::erf_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::erf, out, self);
}
Tensor& erf_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::erf, out, detail::WantsGrad(out, self));
  return run::erf_out(out, self);
}
Tensor Tensor::erf() const {
  return tessera::erf(*this);
}

Tensor run::erfc(const Tensor& self) {
  return detail::Unary(Op::erfc, self);
}
Tensor erfc(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::erfc, detail::grad_table.erfc)(self);
  }
  return run::erfc(self);
}
Tensor& run::erfc_(Tensor& self) {
  return detail::UnaryInplace(Op::erfc, self);
}
Tensor& erfc_(Tensor& self) {
  detail::CheckInplace("erfc_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("erfc_").inplace_begin("erfc_", self);
    detail::autograd_interface.inplace_finish("erfc_", self, erfc(old));
    return self;
  }
  return run::erfc_(self);
}
Tensor& Tensor::erfc_() const {
  return tessera::erfc_(const_cast<Tensor&>(*this));
}
Tensor& run::erfc_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::erfc, out, self);
}
Tensor& erfc_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::erfc, out, detail::WantsGrad(out, self));
  return run::erfc_out(out, self);
}
Tensor Tensor::erfc() const {
  return tessera::erfc(*this);
}

Tensor run::erfinv(const Tensor& self) {
  return detail::Unary(Op::erfinv, self);
}
Tensor erfinv(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::erfinv, detail::grad_table.erfinv)(self);
  }
  return run::erfinv(self);
}
Tensor& run::erfinv_(Tensor& self) {
  return detail::UnaryInplace(Op::erfinv, self);
}
Tensor& erfinv_(Tensor& self) {
  detail::CheckInplace("erfinv_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("erfinv_").inplace_begin("erfinv_", self);
    detail::autograd_interface.inplace_finish("erfinv_", self, erfinv(old));
    return self;
  }
  return run::erfinv_(self);
}
Tensor& Tensor::erfinv_() const {
  return tessera::erfinv_(const_cast<Tensor&>(*this));
}
Tensor& run::erfinv_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::erfinv, out, self);
}
Tensor& erfinv_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::erfinv, out, detail::WantsGrad(out, self));
  return run::erfinv_out(out, self);
}
Tensor Tensor::erfinv() const {
  return tessera::erfinv(*this);
}

Tensor run::floor(const Tensor& self) {
  return detail::Unary(Op::floor, self);
}
Tensor floor(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::floor, detail::grad_table.floor)(self);
  }
  return run::floor(self);
}
Tensor& run::floor_(Tensor& self) {
  return detail::UnaryInplace(Op::floor, self);
}
Tensor& floor_(Tensor& self) {
  detail::CheckInplace("floor_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("floor_").inplace_begin("floor_", self);
    detail::autograd_interface.inplace_finish("floor_", self, floor(old));
    return self;
  }
  return run::floor_(self);
}
Tensor& Tensor::floor_() const {
  return tessera::floor_(const_cast<Tensor&>(*this));
}
Tensor& run::floor_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::floor, out, self);
}
Tensor& floor_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::floor, out, detail::WantsGrad(out, self));
  return run::floor_out(out, self);
}
Tensor Tensor::floor() const {
  return tessera::floor(*this);
}

Tensor run::ceil(const Tensor& self) {
  return detail::Unary(Op::ceil, self);
}
Tensor ceil(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::ceil, detail::grad_table.ceil)(self);
  }
  return run::ceil(self);
}
Tensor& run::ceil_(Tensor& self) {
  return detail::UnaryInplace(Op::ceil, self);
}
Tensor& ceil_(Tensor& self) {
  detail::CheckInplace("ceil_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("ceil_").inplace_begin("ceil_", self);
    detail::autograd_interface.inplace_finish("ceil_", self, ceil(old));
    return self;
  }
  return run::ceil_(self);
}
Tensor& Tensor::ceil_() const {
  return tessera::ceil_(const_cast<Tensor&>(*this));
}
Tensor& run::ceil_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::ceil, out, self);
}
Tensor& ceil_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::ceil, out, detail::WantsGrad(out, self));
  return run::ceil_out(out, self);
}
Tensor Tensor::ceil() const {
  return tessera::ceil(*this);
}

Tensor run::trunc(const Tensor& self) {
  return detail::Unary(Op::trunc, self);
}
Tensor trunc(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::trunc, detail::grad_table.trunc)(self);
  }
  return run::trunc(self);
}
Tensor& run::trunc_(Tensor& self) {
  return detail::UnaryInplace(Op::trunc, self);
}
Tensor& trunc_(Tensor& self) {
  detail::CheckInplace("trunc_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("trunc_").inplace_begin("trunc_", self);
    detail::autograd_interface.inplace_finish("trunc_", self, trunc(old));
    return self;
  }
  return run::trunc_(self);
}
Tensor& Tensor::trunc_() const {
  return tessera::trunc_(const_cast<Tensor&>(*this));
}
Tensor& Tensor::fix_() const {
  return tessera::trunc_(const_cast<Tensor&>(*this));
}
Tensor& run::trunc_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::trunc, out, self);
}
Tensor& trunc_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::trunc, out, detail::WantsGrad(out, self));
  return run::trunc_out(out, self);
}
Tensor Tensor::trunc() const {
  return tessera::trunc(*this);
}
Tensor Tensor::fix() const {
  return tessera::trunc(*this);
}

Tensor round(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::round, detail::grad_table.round)(self);
  }
  return run::round(self);
}
Tensor& round_(Tensor& self) {
  detail::CheckInplace("round_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("round_").inplace_begin("round_", self);
    detail::autograd_interface.inplace_finish("round_", self, round(old));
    return self;
  }
  return run::round_(self);
}
Tensor& Tensor::round_() const {
  return tessera::round_(const_cast<Tensor&>(*this));
}
Tensor& round_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::round, out, detail::WantsGrad(out, self));
  return run::round_out(out, self);
}
Tensor Tensor::round() const {
  return tessera::round(*this);
}
Tensor round(const Tensor& self, int64_t decimals) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::round, detail::grad_table.round_decimals)(self, decimals);
  }
  return run::round(self, decimals);
}
Tensor& round_(Tensor& self, int64_t decimals) {
  detail::CheckInplace("round_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("round_").inplace_begin("round_", self);
    detail::autograd_interface.inplace_finish("round_", self, round(old, decimals));
    return self;
  }
  return run::round_(self, decimals);
}
Tensor& Tensor::round_(int64_t decimals) const {
  return tessera::round_(const_cast<Tensor&>(*this), decimals);
}
Tensor& round_out(Tensor& out, const Tensor& self, int64_t decimals) {
  detail::CheckOut(Op::round, out, detail::WantsGrad(out, self));
  return run::round_out(out, self, decimals);
}
Tensor Tensor::round(int64_t decimals) const {
  return tessera::round(*this, decimals);
}


Tensor run::frac(const Tensor& self) {
  return detail::Unary(Op::frac, self);
}
Tensor frac(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::frac, detail::grad_table.frac)(self);
  }
  return run::frac(self);
}
Tensor& run::frac_(Tensor& self) {
  return detail::UnaryInplace(Op::frac, self);
}
Tensor& frac_(Tensor& self) {
  detail::CheckInplace("frac_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("frac_").inplace_begin("frac_", self);
    detail::autograd_interface.inplace_finish("frac_", self, frac(old));
    return self;
  }
  return run::frac_(self);
}
Tensor& Tensor::frac_() const {
  return tessera::frac_(const_cast<Tensor&>(*this));
}
Tensor& run::frac_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::frac, out, self);
}
Tensor& frac_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::frac, out, detail::WantsGrad(out, self));
  return run::frac_out(out, self);
}
Tensor Tensor::frac() const {
  return tessera::frac(*this);
}

Tensor nan_to_num(const Tensor& self, std::optional<double> nan, std::optional<double> posinf, std::optional<double> neginf) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::nan_to_num, detail::grad_table.nan_to_num)(self, nan, posinf, neginf);
  }
  return run::nan_to_num(self, nan, posinf, neginf);
}
Tensor& nan_to_num_(Tensor& self, std::optional<double> nan, std::optional<double> posinf, std::optional<double> neginf) {
  detail::CheckInplace("nan_to_num_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("nan_to_num_").inplace_begin("nan_to_num_", self);
    detail::autograd_interface.inplace_finish("nan_to_num_", self, nan_to_num(old, nan, posinf, neginf));
    return self;
  }
  return run::nan_to_num_(self, nan, posinf, neginf);
}
Tensor& Tensor::nan_to_num_(std::optional<double> nan, std::optional<double> posinf, std::optional<double> neginf) const {
  return tessera::nan_to_num_(const_cast<Tensor&>(*this), nan, posinf, neginf);
}
Tensor& nan_to_num_out(Tensor& out, const Tensor& self, std::optional<double> nan, std::optional<double> posinf, std::optional<double> neginf) {
  detail::CheckOut(Op::nan_to_num, out, detail::WantsGrad(out, self));
  return run::nan_to_num_out(out, self, nan, posinf, neginf);
}
Tensor Tensor::nan_to_num(std::optional<double> nan, std::optional<double> posinf, std::optional<double> neginf) const {
  return tessera::nan_to_num(*this, nan, posinf, neginf);
}

Tensor run::relu(const Tensor& self) {
  return detail::Unary(Op::relu, self);
}
Tensor relu(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::relu, detail::grad_table.relu)(self);
  }
  return run::relu(self);
}
Tensor& run::relu_(Tensor& self) {
  return detail::UnaryInplace(Op::relu, self);
}
Tensor& relu_(Tensor& self) {
  detail::CheckInplace("relu_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("relu_").inplace_begin("relu_", self);
    detail::autograd_interface.inplace_finish("relu_", self, relu(old));
    return self;
  }
  return run::relu_(self);
}
Tensor& Tensor::relu_() const {
  return tessera::relu_(const_cast<Tensor&>(*this));
}
Tensor Tensor::relu() const {
  return tessera::relu(*this);
}

Tensor run::isnan(const Tensor& self) {
  return detail::Unary(Op::isnan, self);
}
Tensor isnan(const Tensor& self) {
  return run::isnan(self);
}
Tensor Tensor::isnan() const {
  return tessera::isnan(*this);
}

Tensor run::isinf(const Tensor& self) {
  return detail::Unary(Op::isinf, self);
}
Tensor isinf(const Tensor& self) {
  return run::isinf(self);
}
Tensor Tensor::isinf() const {
  return tessera::isinf(*this);
}

Tensor run::isfinite(const Tensor& self) {
  return detail::Unary(Op::isfinite, self);
}
Tensor isfinite(const Tensor& self) {
  return run::isfinite(self);
}
Tensor Tensor::isfinite() const {
  return tessera::isfinite(*this);
}

Tensor run::isposinf(const Tensor& self) {
  return detail::Unary(Op::isposinf, self);
}
Tensor isposinf(const Tensor& self) {
  return run::isposinf(self);
}
Tensor& run::isposinf_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::isposinf, out, self);
}
Tensor& isposinf_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::isposinf, out, detail::WantsGrad(out, self));
  return run::isposinf_out(out, self);
}
Tensor Tensor::isposinf() const {
  return tessera::isposinf(*this);
}

Tensor run::isneginf(const Tensor& self) {
  return detail::Unary(Op::isneginf, self);
}
Tensor isneginf(const Tensor& self) {
  return run::isneginf(self);
}
Tensor& run::isneginf_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::isneginf, out, self);
}
Tensor& isneginf_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::isneginf, out, detail::WantsGrad(out, self));
  return run::isneginf_out(out, self);
}
Tensor Tensor::isneginf() const {
  return tessera::isneginf(*this);
}

Tensor run::logical_not(const Tensor& self) {
  return detail::Unary(Op::logical_not, self);
}
Tensor logical_not(const Tensor& self) {
  return run::logical_not(self);
}
Tensor& run::logical_not_(Tensor& self) {
  return detail::UnaryInplace(Op::logical_not, self);
}
Tensor& logical_not_(Tensor& self) {
  detail::CheckInplace("logical_not_", self);
  return run::logical_not_(self);
}
Tensor& Tensor::logical_not_() const {
  return tessera::logical_not_(const_cast<Tensor&>(*this));
}
Tensor& run::logical_not_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::logical_not, out, self);
}
Tensor& logical_not_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::logical_not, out, detail::WantsGrad(out, self));
  return run::logical_not_out(out, self);
}
Tensor Tensor::logical_not() const {
  return tessera::logical_not(*this);
}

Tensor run::bitwise_not(const Tensor& self) {
  return detail::Unary(Op::bitwise_not, self);
}
Tensor bitwise_not(const Tensor& self) {
  return run::bitwise_not(self);
}
Tensor& run::bitwise_not_(Tensor& self) {
  return detail::UnaryInplace(Op::bitwise_not, self);
}
Tensor& bitwise_not_(Tensor& self) {
  detail::CheckInplace("bitwise_not_", self);
  return run::bitwise_not_(self);
}
Tensor& Tensor::bitwise_not_() const {
  return tessera::bitwise_not_(const_cast<Tensor&>(*this));
}
Tensor& run::bitwise_not_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::bitwise_not, out, self);
}
Tensor& bitwise_not_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::bitwise_not, out, detail::WantsGrad(out, self));
  return run::bitwise_not_out(out, self);
}
Tensor Tensor::bitwise_not() const {
  return tessera::bitwise_not(*this);
}

Tensor conj(const Tensor& self) {
  OpScope scope("conj");
  return run::conj(self);
}
Tensor Tensor::conj() const {
  return tessera::conj(*this);
}

Tensor run::conj_physical(const Tensor& self) {
  return detail::Unary(Op::conj_physical, self);
}
Tensor conj_physical(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::conj_physical, detail::grad_table.conj_physical)(self);
  }
  return run::conj_physical(self);
}
Tensor& run::conj_physical_(Tensor& self) {
  return detail::UnaryInplace(Op::conj_physical, self);
}
Tensor& conj_physical_(Tensor& self) {
  detail::CheckInplace("conj_physical_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("conj_physical_").inplace_begin("conj_physical_", self);
    detail::autograd_interface.inplace_finish("conj_physical_", self, conj_physical(old));
    return self;
  }
  return run::conj_physical_(self);
}
Tensor& Tensor::conj_physical_() const {
  return tessera::conj_physical_(const_cast<Tensor&>(*this));
}
Tensor& run::conj_physical_out(Tensor& out, const Tensor& self) {
  return detail::UnaryOut(Op::conj_physical, out, self);
}
Tensor& conj_physical_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::conj_physical, out, detail::WantsGrad(out, self));
  return run::conj_physical_out(out, self);
}
Tensor Tensor::conj_physical() const {
  return tessera::conj_physical(*this);
}

Tensor angle(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::angle, detail::grad_table.angle)(self);
  }
  return run::angle(self);
}
Tensor& angle_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::angle, out, detail::WantsGrad(out, self));
  return run::angle_out(out, self);
}
Tensor Tensor::angle() const {
  return tessera::angle(*this);
}

}  // namespace tessera
