// Made by tensor/ops/generate.py from tensor/ops/binary.toml; do not edit.
#include "tessera/tensor/ops/ops_binary.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor add(const Tensor& self, const Tensor& other, const Scalar& alpha) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::add, detail::grad_table.add)(self, other, alpha);
  }
  return run::add(self, other, alpha);
}
Tensor& add_(Tensor& self, const Tensor& other, const Scalar& alpha) {
  detail::CheckInplace("add_", self);
  if (detail::WantsGrad(self, other)) {
    Tensor old = detail::Autograd("add_").inplace_begin("add_", self);
    detail::autograd_interface.inplace_finish("add_", self, add(old, other, alpha));
    return self;
  }
  return run::add_(self, other, alpha);
}
Tensor& Tensor::add_(const Tensor& other, const Scalar& alpha) const {
  return tessera::add_(const_cast<Tensor&>(*this), other, alpha);
}
Tensor& add_out(Tensor& out, const Tensor& self, const Tensor& other, const Scalar& alpha) {
  detail::CheckOut(Op::add, out, detail::WantsGrad(out, self, other));
  return run::add_out(out, self, other, alpha);
}
Tensor Tensor::add(const Tensor& other, const Scalar& alpha) const {
  return tessera::add(*this, other, alpha);
}
Tensor add(const Tensor& self, const Scalar& other, const Scalar& alpha) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::add, detail::grad_table.add_Scalar)(self, other, alpha);
  }
  return run::add(self, other, alpha);
}
Tensor& add_(Tensor& self, const Scalar& other, const Scalar& alpha) {
  detail::CheckInplace("add_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("add_").inplace_begin("add_", self);
    detail::autograd_interface.inplace_finish("add_", self, add(old, other, alpha));
    return self;
  }
  return run::add_(self, other, alpha);
}
Tensor& Tensor::add_(const Scalar& other, const Scalar& alpha) const {
  return tessera::add_(const_cast<Tensor&>(*this), other, alpha);
}
Tensor& add_out(Tensor& out, const Tensor& self, const Scalar& other, const Scalar& alpha) {
  detail::CheckOut(Op::add, out, detail::WantsGrad(out, self));
  return run::add_out(out, self, other, alpha);
}
Tensor Tensor::add(const Scalar& other, const Scalar& alpha) const {
  return tessera::add(*this, other, alpha);
}

Tensor sub(const Tensor& self, const Tensor& other, const Scalar& alpha) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::sub, detail::grad_table.sub)(self, other, alpha);
  }
  return run::sub(self, other, alpha);
}
Tensor& sub_(Tensor& self, const Tensor& other, const Scalar& alpha) {
  detail::CheckInplace("sub_", self);
  if (detail::WantsGrad(self, other)) {
    Tensor old = detail::Autograd("sub_").inplace_begin("sub_", self);
    detail::autograd_interface.inplace_finish("sub_", self, sub(old, other, alpha));
    return self;
  }
  return run::sub_(self, other, alpha);
}
Tensor& Tensor::sub_(const Tensor& other, const Scalar& alpha) const {
  return tessera::sub_(const_cast<Tensor&>(*this), other, alpha);
}
Tensor& Tensor::subtract_(const Tensor& other, const Scalar& alpha) const {
  return tessera::sub_(const_cast<Tensor&>(*this), other, alpha);
}
Tensor& sub_out(Tensor& out, const Tensor& self, const Tensor& other, const Scalar& alpha) {
  detail::CheckOut(Op::sub, out, detail::WantsGrad(out, self, other));
  return run::sub_out(out, self, other, alpha);
}
Tensor Tensor::sub(const Tensor& other, const Scalar& alpha) const {
  return tessera::sub(*this, other, alpha);
}
Tensor Tensor::subtract(const Tensor& other, const Scalar& alpha) const {
  return tessera::sub(*this, other, alpha);
}
Tensor sub(const Tensor& self, const Scalar& other, const Scalar& alpha) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::sub, detail::grad_table.sub_Scalar)(self, other, alpha);
  }
  return run::sub(self, other, alpha);
}
Tensor& sub_(Tensor& self, const Scalar& other, const Scalar& alpha) {
  detail::CheckInplace("sub_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("sub_").inplace_begin("sub_", self);
    detail::autograd_interface.inplace_finish("sub_", self, sub(old, other, alpha));
    return self;
  }
  return run::sub_(self, other, alpha);
}
Tensor& Tensor::sub_(const Scalar& other, const Scalar& alpha) const {
  return tessera::sub_(const_cast<Tensor&>(*this), other, alpha);
}
Tensor& Tensor::subtract_(const Scalar& other, const Scalar& alpha) const {
  return tessera::sub_(const_cast<Tensor&>(*this), other, alpha);
}
Tensor& sub_out(Tensor& out, const Tensor& self, const Scalar& other, const Scalar& alpha) {
  detail::CheckOut(Op::sub, out, detail::WantsGrad(out, self));
  return run::sub_out(out, self, other, alpha);
}
Tensor Tensor::sub(const Scalar& other, const Scalar& alpha) const {
  return tessera::sub(*this, other, alpha);
}
Tensor Tensor::subtract(const Scalar& other, const Scalar& alpha) const {
  return tessera::sub(*this, other, alpha);
}

Tensor rsub(const Tensor& self, const Tensor& other, const Scalar& alpha) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::rsub, detail::grad_table.rsub)(self, other, alpha);
  }
  return run::rsub(self, other, alpha);
}
Tensor Tensor::rsub(const Tensor& other, const Scalar& alpha) const {
  return tessera::rsub(*this, other, alpha);
}
Tensor rsub(const Tensor& self, const Scalar& other, const Scalar& alpha) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::rsub, detail::grad_table.rsub_Scalar)(self, other, alpha);
  }
  return run::rsub(self, other, alpha);
}
Tensor Tensor::rsub(const Scalar& other, const Scalar& alpha) const {
  return tessera::rsub(*this, other, alpha);
}

Tensor run::mul(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::mul, self, other);
}
Tensor mul(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::mul, detail::grad_table.mul)(self, other);
  }
  return run::mul(self, other);
}
Tensor& run::mul_(Tensor& self, const Tensor& other) {
  return detail::BinaryInplace(Op::mul, self, other);
}
Tensor& mul_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("mul_", self);
  if (detail::WantsGrad(self, other)) {
    Tensor old = detail::Autograd("mul_").inplace_begin("mul_", self);
    detail::autograd_interface.inplace_finish("mul_", self, mul(old, other));
    return self;
  }
  return run::mul_(self, other);
}
Tensor& Tensor::mul_(const Tensor& other) const {
  return tessera::mul_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::multiply_(const Tensor& other) const {
  return tessera::mul_(const_cast<Tensor&>(*this), other);
}
Tensor& run::mul_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::mul, out, self, other);
}
Tensor& mul_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::mul, out, detail::WantsGrad(out, self, other));
  return run::mul_out(out, self, other);
}
Tensor Tensor::mul(const Tensor& other) const {
  return tessera::mul(*this, other);
}
Tensor Tensor::multiply(const Tensor& other) const {
  return tessera::mul(*this, other);
}
Tensor run::mul(const Tensor& self, const Scalar& other) {
  return detail::Binary(Op::mul, self, other);
}
Tensor mul(const Tensor& self, const Scalar& other) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::mul, detail::grad_table.mul_Scalar)(self, other);
  }
  return run::mul(self, other);
}
Tensor& run::mul_(Tensor& self, const Scalar& other) {
  return detail::BinaryInplace(Op::mul, self, other);
}
Tensor& mul_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("mul_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("mul_").inplace_begin("mul_", self);
    detail::autograd_interface.inplace_finish("mul_", self, mul(old, other));
    return self;
  }
  return run::mul_(self, other);
}
Tensor& Tensor::mul_(const Scalar& other) const {
  return tessera::mul_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::multiply_(const Scalar& other) const {
  return tessera::mul_(const_cast<Tensor&>(*this), other);
}
Tensor& run::mul_out(Tensor& out, const Tensor& self, const Scalar& other) {
  return detail::BinaryOut(Op::mul, out, self, other);
}
Tensor& mul_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::mul, out, detail::WantsGrad(out, self));
  return run::mul_out(out, self, other);
}
Tensor Tensor::mul(const Scalar& other) const {
  return tessera::mul(*this, other);
}
Tensor Tensor::multiply(const Scalar& other) const {
  return tessera::mul(*this, other);
}

Tensor div(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::div, detail::grad_table.div)(self, other);
  }
  return run::div(self, other);
}
Tensor& div_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("div_", self);
  if (detail::WantsGrad(self, other)) {
    Tensor old = detail::Autograd("div_").inplace_begin("div_", self);
    detail::autograd_interface.inplace_finish("div_", self, div(old, other));
    return self;
  }
  return run::div_(self, other);
}
Tensor& Tensor::div_(const Tensor& other) const {
  return tessera::div_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::divide_(const Tensor& other) const {
  return tessera::div_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::true_divide_(const Tensor& other) const {
  return tessera::div_(const_cast<Tensor&>(*this), other);
}
Tensor& div_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::div, out, detail::WantsGrad(out, self, other));
  return run::div_out(out, self, other);
}
Tensor Tensor::div(const Tensor& other) const {
  return tessera::div(*this, other);
}
Tensor Tensor::divide(const Tensor& other) const {
  return tessera::div(*this, other);
}
Tensor Tensor::true_divide(const Tensor& other) const {
  return tessera::div(*this, other);
}
Tensor div(const Tensor& self, const Scalar& other) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::div, detail::grad_table.div_Scalar)(self, other);
  }
  return run::div(self, other);
}
Tensor& div_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("div_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("div_").inplace_begin("div_", self);
    detail::autograd_interface.inplace_finish("div_", self, div(old, other));
    return self;
  }
  return run::div_(self, other);
}
Tensor& Tensor::div_(const Scalar& other) const {
  return tessera::div_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::divide_(const Scalar& other) const {
  return tessera::div_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::true_divide_(const Scalar& other) const {
  return tessera::div_(const_cast<Tensor&>(*this), other);
}
Tensor& div_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::div, out, detail::WantsGrad(out, self));
  return run::div_out(out, self, other);
}
Tensor Tensor::div(const Scalar& other) const {
  return tessera::div(*this, other);
}
Tensor Tensor::divide(const Scalar& other) const {
  return tessera::div(*this, other);
}
Tensor Tensor::true_divide(const Scalar& other) const {
  return tessera::div(*this, other);
}
Tensor div(const Tensor& self, const Tensor& other, const char* rounding_mode) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::div, detail::grad_table.div_Tensor_mode)(self, other, rounding_mode);
  }
  return run::div(self, other, rounding_mode);
}
Tensor& div_(Tensor& self, const Tensor& other, const char* rounding_mode) {
  detail::CheckInplace("div_", self);
  if (detail::WantsGrad(self, other)) {
    Tensor old = detail::Autograd("div_").inplace_begin("div_", self);
    detail::autograd_interface.inplace_finish("div_", self, div(old, other, rounding_mode));
    return self;
  }
  return run::div_(self, other, rounding_mode);
}
Tensor& Tensor::div_(const Tensor& other, const char* rounding_mode) const {
  return tessera::div_(const_cast<Tensor&>(*this), other, rounding_mode);
}
Tensor& Tensor::divide_(const Tensor& other, const char* rounding_mode) const {
  return tessera::div_(const_cast<Tensor&>(*this), other, rounding_mode);
}
Tensor& Tensor::true_divide_(const Tensor& other, const char* rounding_mode) const {
  return tessera::div_(const_cast<Tensor&>(*this), other, rounding_mode);
}
Tensor& div_out(Tensor& out, const Tensor& self, const Tensor& other, const char* rounding_mode) {
  detail::CheckOut(Op::div, out, detail::WantsGrad(out, self, other));
  return run::div_out(out, self, other, rounding_mode);
}
Tensor Tensor::div(const Tensor& other, const char* rounding_mode) const {
  return tessera::div(*this, other, rounding_mode);
}
Tensor Tensor::divide(const Tensor& other, const char* rounding_mode) const {
  return tessera::div(*this, other, rounding_mode);
}
Tensor Tensor::true_divide(const Tensor& other, const char* rounding_mode) const {
  return tessera::div(*this, other, rounding_mode);
}
Tensor div(const Tensor& self, const Scalar& other, const char* rounding_mode) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::div, detail::grad_table.div_Scalar_mode)(self, other, rounding_mode);
  }
  return run::div(self, other, rounding_mode);
}
Tensor& div_(Tensor& self, const Scalar& other, const char* rounding_mode) {
  detail::CheckInplace("div_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("div_").inplace_begin("div_", self);
    detail::autograd_interface.inplace_finish("div_", self, div(old, other, rounding_mode));
    return self;
  }
  return run::div_(self, other, rounding_mode);
}
Tensor& Tensor::div_(const Scalar& other, const char* rounding_mode) const {
  return tessera::div_(const_cast<Tensor&>(*this), other, rounding_mode);
}
Tensor& Tensor::divide_(const Scalar& other, const char* rounding_mode) const {
  return tessera::div_(const_cast<Tensor&>(*this), other, rounding_mode);
}
Tensor& Tensor::true_divide_(const Scalar& other, const char* rounding_mode) const {
  return tessera::div_(const_cast<Tensor&>(*this), other, rounding_mode);
}
Tensor& div_out(Tensor& out, const Tensor& self, const Scalar& other, const char* rounding_mode) {
  detail::CheckOut(Op::div, out, detail::WantsGrad(out, self));
  return run::div_out(out, self, other, rounding_mode);
}
Tensor Tensor::div(const Scalar& other, const char* rounding_mode) const {
  return tessera::div(*this, other, rounding_mode);
}
Tensor Tensor::divide(const Scalar& other, const char* rounding_mode) const {
  return tessera::div(*this, other, rounding_mode);
}
Tensor Tensor::true_divide(const Scalar& other, const char* rounding_mode) const {
  return tessera::div(*this, other, rounding_mode);
}
Tensor div(const Scalar& self, const Tensor& other) {
  if (detail::WantsGrad(other)) {
    return detail::GradSlot(Op::div, detail::grad_table.div_Scalar_Tensor)(self, other);
  }
  return run::div(self, other);
}
Tensor& div_out(Tensor& out, const Scalar& self, const Tensor& other) {
  detail::CheckOut(Op::div, out, detail::WantsGrad(out, other));
  return run::div_out(out, self, other);
}

Tensor floor_divide(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::floor_divide, detail::grad_table.floor_divide)(self, other);
  }
  return run::floor_divide(self, other);
}
Tensor& floor_divide_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("floor_divide_", self);
  if (detail::WantsGrad(self, other)) {
    Tensor old = detail::Autograd("floor_divide_").inplace_begin("floor_divide_", self);
    detail::autograd_interface.inplace_finish("floor_divide_", self, floor_divide(old, other));
    return self;
  }
  return run::floor_divide_(self, other);
}
Tensor& Tensor::floor_divide_(const Tensor& other) const {
  return tessera::floor_divide_(const_cast<Tensor&>(*this), other);
}
Tensor& floor_divide_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::floor_divide, out, detail::WantsGrad(out, self, other));
  return run::floor_divide_out(out, self, other);
}
Tensor Tensor::floor_divide(const Tensor& other) const {
  return tessera::floor_divide(*this, other);
}
Tensor floor_divide(const Tensor& self, const Scalar& other) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::floor_divide, detail::grad_table.floor_divide_Scalar)(self, other);
  }
  return run::floor_divide(self, other);
}
Tensor& floor_divide_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("floor_divide_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("floor_divide_").inplace_begin("floor_divide_", self);
    detail::autograd_interface.inplace_finish("floor_divide_", self, floor_divide(old, other));
    return self;
  }
  return run::floor_divide_(self, other);
}
Tensor& Tensor::floor_divide_(const Scalar& other) const {
  return tessera::floor_divide_(const_cast<Tensor&>(*this), other);
}
Tensor& floor_divide_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::floor_divide, out, detail::WantsGrad(out, self));
  return run::floor_divide_out(out, self, other);
}
Tensor Tensor::floor_divide(const Scalar& other) const {
  return tessera::floor_divide(*this, other);
}

Tensor remainder(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::remainder, detail::grad_table.remainder)(self, other);
  }
  return run::remainder(self, other);
}
Tensor& remainder_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("remainder_", self);
  if (detail::WantsGrad(self, other)) {
    Tensor old = detail::Autograd("remainder_").inplace_begin("remainder_", self);
    detail::autograd_interface.inplace_finish("remainder_", self, remainder(old, other));
    return self;
  }
  return run::remainder_(self, other);
}
Tensor& Tensor::remainder_(const Tensor& other) const {
  return tessera::remainder_(const_cast<Tensor&>(*this), other);
}
Tensor& remainder_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::remainder, out, detail::WantsGrad(out, self, other));
  return run::remainder_out(out, self, other);
}
Tensor Tensor::remainder(const Tensor& other) const {
  return tessera::remainder(*this, other);
}
Tensor remainder(const Tensor& self, const Scalar& other) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::remainder, detail::grad_table.remainder_Scalar)(self, other);
  }
  return run::remainder(self, other);
}
Tensor& remainder_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("remainder_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("remainder_").inplace_begin("remainder_", self);
    detail::autograd_interface.inplace_finish("remainder_", self, remainder(old, other));
    return self;
  }
  return run::remainder_(self, other);
}
Tensor& Tensor::remainder_(const Scalar& other) const {
  return tessera::remainder_(const_cast<Tensor&>(*this), other);
}
Tensor& remainder_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::remainder, out, detail::WantsGrad(out, self));
  return run::remainder_out(out, self, other);
}
Tensor Tensor::remainder(const Scalar& other) const {
  return tessera::remainder(*this, other);
}
Tensor remainder(const Scalar& self, const Tensor& other) {
  if (detail::WantsGrad(other)) {
    return detail::GradSlot(Op::remainder, detail::grad_table.remainder_Scalar_Tensor)(self, other);
  }
  return run::remainder(self, other);
}
Tensor& remainder_out(Tensor& out, const Scalar& self, const Tensor& other) {
  detail::CheckOut(Op::remainder, out, detail::WantsGrad(out, other));
  return run::remainder_out(out, self, other);
}

Tensor fmod(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::fmod, detail::grad_table.fmod)(self, other);
  }
  return run::fmod(self, other);
}
Tensor& fmod_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("fmod_", self);
  if (detail::WantsGrad(self, other)) {
    Tensor old = detail::Autograd("fmod_").inplace_begin("fmod_", self);
    detail::autograd_interface.inplace_finish("fmod_", self, fmod(old, other));
    return self;
  }
  return run::fmod_(self, other);
}
Tensor& Tensor::fmod_(const Tensor& other) const {
  return tessera::fmod_(const_cast<Tensor&>(*this), other);
}
Tensor& fmod_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::fmod, out, detail::WantsGrad(out, self, other));
  return run::fmod_out(out, self, other);
}
Tensor Tensor::fmod(const Tensor& other) const {
  return tessera::fmod(*this, other);
}
Tensor fmod(const Tensor& self, const Scalar& other) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::fmod, detail::grad_table.fmod_Scalar)(self, other);
  }
  return run::fmod(self, other);
}
Tensor& fmod_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("fmod_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("fmod_").inplace_begin("fmod_", self);
    detail::autograd_interface.inplace_finish("fmod_", self, fmod(old, other));
    return self;
  }
  return run::fmod_(self, other);
}
Tensor& Tensor::fmod_(const Scalar& other) const {
  return tessera::fmod_(const_cast<Tensor&>(*this), other);
}
Tensor& fmod_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::fmod, out, detail::WantsGrad(out, self));
  return run::fmod_out(out, self, other);
}
Tensor Tensor::fmod(const Scalar& other) const {
  return tessera::fmod(*this, other);
}

Tensor pow(const Tensor& self, const Tensor& exponent) {
  if (detail::WantsGrad(self, exponent)) {
    return detail::GradSlot(Op::pow, detail::grad_table.pow)(self, exponent);
  }
  return run::pow(self, exponent);
}
Tensor& pow_(Tensor& self, const Tensor& exponent) {
  detail::CheckInplace("pow_", self);
  if (detail::WantsGrad(self, exponent)) {
    Tensor old = detail::Autograd("pow_").inplace_begin("pow_", self);
    detail::autograd_interface.inplace_finish("pow_", self, pow(old, exponent));
    return self;
  }
  return run::pow_(self, exponent);
}
Tensor& Tensor::pow_(const Tensor& exponent) const {
  return tessera::pow_(const_cast<Tensor&>(*this), exponent);
}
Tensor& pow_out(Tensor& out, const Tensor& self, const Tensor& exponent) {
  detail::CheckOut(Op::pow, out, detail::WantsGrad(out, self, exponent));
  return run::pow_out(out, self, exponent);
}
Tensor Tensor::pow(const Tensor& exponent) const {
  return tessera::pow(*this, exponent);
}
Tensor pow(const Tensor& self, const Scalar& exponent) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::pow, detail::grad_table.pow_Tensor_Scalar)(self, exponent);
  }
  return run::pow(self, exponent);
}
Tensor& pow_(Tensor& self, const Scalar& exponent) {
  detail::CheckInplace("pow_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("pow_").inplace_begin("pow_", self);
    detail::autograd_interface.inplace_finish("pow_", self, pow(old, exponent));
    return self;
  }
  return run::pow_(self, exponent);
}
Tensor& Tensor::pow_(const Scalar& exponent) const {
  return tessera::pow_(const_cast<Tensor&>(*this), exponent);
}
Tensor& pow_out(Tensor& out, const Tensor& self, const Scalar& exponent) {
  detail::CheckOut(Op::pow, out, detail::WantsGrad(out, self));
  return run::pow_out(out, self, exponent);
}
Tensor Tensor::pow(const Scalar& exponent) const {
  return tessera::pow(*this, exponent);
}
Tensor pow(const Scalar& self, const Tensor& exponent) {
  if (detail::WantsGrad(exponent)) {
    return detail::GradSlot(Op::pow, detail::grad_table.pow_Scalar_Tensor)(self, exponent);
  }
  return run::pow(self, exponent);
}
Tensor& pow_out(Tensor& out, const Scalar& self, const Tensor& exponent) {
  detail::CheckOut(Op::pow, out, detail::WantsGrad(out, exponent));
  return run::pow_out(out, self, exponent);
}

Tensor run::maximum(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::maximum, self, other);
}
Tensor maximum(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::maximum, detail::grad_table.maximum)(self, other);
  }
  return run::maximum(self, other);
}
Tensor& run::maximum_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::maximum, out, self, other);
}
Tensor& maximum_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::maximum, out, detail::WantsGrad(out, self, other));
  return run::maximum_out(out, self, other);
}
Tensor Tensor::maximum(const Tensor& other) const {
  return tessera::maximum(*this, other);
}

Tensor run::minimum(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::minimum, self, other);
}
Tensor minimum(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::minimum, detail::grad_table.minimum)(self, other);
  }
  return run::minimum(self, other);
}
Tensor& run::minimum_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::minimum, out, self, other);
}
Tensor& minimum_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::minimum, out, detail::WantsGrad(out, self, other));
  return run::minimum_out(out, self, other);
}
Tensor Tensor::minimum(const Tensor& other) const {
  return tessera::minimum(*this, other);
}

Tensor run::fmax(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::fmax, self, other);
}
Tensor fmax(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::fmax, detail::grad_table.fmax)(self, other);
  }
  return run::fmax(self, other);
}
Tensor& run::fmax_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::fmax, out, self, other);
}
Tensor& fmax_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::fmax, out, detail::WantsGrad(out, self, other));
  return run::fmax_out(out, self, other);
}
Tensor Tensor::fmax(const Tensor& other) const {
  return tessera::fmax(*this, other);
}

Tensor run::fmin(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::fmin, self, other);
}
Tensor fmin(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::fmin, detail::grad_table.fmin)(self, other);
  }
  return run::fmin(self, other);
}
Tensor& run::fmin_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::fmin, out, self, other);
}
Tensor& fmin_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::fmin, out, detail::WantsGrad(out, self, other));
  return run::fmin_out(out, self, other);
}
Tensor Tensor::fmin(const Tensor& other) const {
  return tessera::fmin(*this, other);
}

Tensor run::atan2(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::atan2, self, other);
}
Tensor atan2(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::atan2, detail::grad_table.atan2)(self, other);
  }
  return run::atan2(self, other);
}
Tensor& run::atan2_(Tensor& self, const Tensor& other) {
  return detail::BinaryInplace(Op::atan2, self, other);
}
Tensor& atan2_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("atan2_", self);
  if (detail::WantsGrad(self, other)) {
    Tensor old = detail::Autograd("atan2_").inplace_begin("atan2_", self);
    detail::autograd_interface.inplace_finish("atan2_", self, atan2(old, other));
    return self;
  }
  return run::atan2_(self, other);
}
Tensor& Tensor::atan2_(const Tensor& other) const {
  return tessera::atan2_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::arctan2_(const Tensor& other) const {
  return tessera::atan2_(const_cast<Tensor&>(*this), other);
}
Tensor& run::atan2_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::atan2, out, self, other);
}
Tensor& atan2_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::atan2, out, detail::WantsGrad(out, self, other));
  return run::atan2_out(out, self, other);
}
Tensor Tensor::atan2(const Tensor& other) const {
  return tessera::atan2(*this, other);
}
Tensor Tensor::arctan2(const Tensor& other) const {
  return tessera::atan2(*this, other);
}

Tensor run::hypot(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::hypot, self, other);
}
Tensor hypot(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::hypot, detail::grad_table.hypot)(self, other);
  }
  return run::hypot(self, other);
}
Tensor& run::hypot_(Tensor& self, const Tensor& other) {
  return detail::BinaryInplace(Op::hypot, self, other);
}
Tensor& hypot_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("hypot_", self);
  if (detail::WantsGrad(self, other)) {
    Tensor old = detail::Autograd("hypot_").inplace_begin("hypot_", self);
    detail::autograd_interface.inplace_finish("hypot_", self, hypot(old, other));
    return self;
  }
  return run::hypot_(self, other);
}
Tensor& Tensor::hypot_(const Tensor& other) const {
  return tessera::hypot_(const_cast<Tensor&>(*this), other);
}
Tensor& run::hypot_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::hypot, out, self, other);
}
Tensor& hypot_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::hypot, out, detail::WantsGrad(out, self, other));
  return run::hypot_out(out, self, other);
}
Tensor Tensor::hypot(const Tensor& other) const {
  return tessera::hypot(*this, other);
}

Tensor run::copysign(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::copysign, self, other);
}
Tensor copysign(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::copysign, detail::grad_table.copysign)(self, other);
  }
  return run::copysign(self, other);
}
Tensor& run::copysign_(Tensor& self, const Tensor& other) {
  return detail::BinaryInplace(Op::copysign, self, other);
}
Tensor& copysign_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("copysign_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("copysign_").inplace_begin("copysign_", self);
    detail::autograd_interface.inplace_finish("copysign_", self, copysign(old, other));
    return self;
  }
  return run::copysign_(self, other);
}
Tensor& Tensor::copysign_(const Tensor& other) const {
  return tessera::copysign_(const_cast<Tensor&>(*this), other);
}
Tensor& run::copysign_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::copysign, out, self, other);
}
Tensor& copysign_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::copysign, out, detail::WantsGrad(out, self, other));
  return run::copysign_out(out, self, other);
}
Tensor Tensor::copysign(const Tensor& other) const {
  return tessera::copysign(*this, other);
}
Tensor run::copysign(const Tensor& self, const Scalar& other) {
  return detail::Binary(Op::copysign, self, other);
}
Tensor copysign(const Tensor& self, const Scalar& other) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::copysign, detail::grad_table.copysign_Scalar)(self, other);
  }
  return run::copysign(self, other);
}
Tensor& run::copysign_(Tensor& self, const Scalar& other) {
  return detail::BinaryInplace(Op::copysign, self, other);
}
Tensor& copysign_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("copysign_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("copysign_").inplace_begin("copysign_", self);
    detail::autograd_interface.inplace_finish("copysign_", self, copysign(old, other));
    return self;
  }
  return run::copysign_(self, other);
}
Tensor& Tensor::copysign_(const Scalar& other) const {
  return tessera::copysign_(const_cast<Tensor&>(*this), other);
}
Tensor& run::copysign_out(Tensor& out, const Tensor& self, const Scalar& other) {
  return detail::BinaryOut(Op::copysign, out, self, other);
}
Tensor& copysign_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::copysign, out, detail::WantsGrad(out, self));
  return run::copysign_out(out, self, other);
}
Tensor Tensor::copysign(const Scalar& other) const {
  return tessera::copysign(*this, other);
}

Tensor run::xlogy(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::xlogy, self, other);
}
Tensor xlogy(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::xlogy, detail::grad_table.xlogy)(self, other);
  }
  return run::xlogy(self, other);
}
Tensor& run::xlogy_(Tensor& self, const Tensor& other) {
  return detail::BinaryInplace(Op::xlogy, self, other);
}
Tensor& xlogy_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("xlogy_", self);
  if (detail::WantsGrad(self, other)) {
    Tensor old = detail::Autograd("xlogy_").inplace_begin("xlogy_", self);
    detail::autograd_interface.inplace_finish("xlogy_", self, xlogy(old, other));
    return self;
  }
  return run::xlogy_(self, other);
}
Tensor& Tensor::xlogy_(const Tensor& other) const {
  return tessera::xlogy_(const_cast<Tensor&>(*this), other);
}
Tensor& run::xlogy_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::xlogy, out, self, other);
}
Tensor& xlogy_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::xlogy, out, detail::WantsGrad(out, self, other));
  return run::xlogy_out(out, self, other);
}
Tensor Tensor::xlogy(const Tensor& other) const {
  return tessera::xlogy(*this, other);
}
Tensor run::xlogy(const Tensor& self, const Scalar& other) {
  return detail::Binary(Op::xlogy, self, other);
}
Tensor xlogy(const Tensor& self, const Scalar& other) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::xlogy, detail::grad_table.xlogy_Scalar)(self, other);
  }
  return run::xlogy(self, other);
}
Tensor& run::xlogy_(Tensor& self, const Scalar& other) {
  return detail::BinaryInplace(Op::xlogy, self, other);
}
Tensor& xlogy_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("xlogy_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("xlogy_").inplace_begin("xlogy_", self);
    detail::autograd_interface.inplace_finish("xlogy_", self, xlogy(old, other));
    return self;
  }
  return run::xlogy_(self, other);
}
Tensor& Tensor::xlogy_(const Scalar& other) const {
  return tessera::xlogy_(const_cast<Tensor&>(*this), other);
}
Tensor& run::xlogy_out(Tensor& out, const Tensor& self, const Scalar& other) {
  return detail::BinaryOut(Op::xlogy, out, self, other);
}
Tensor& xlogy_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::xlogy, out, detail::WantsGrad(out, self));
  return run::xlogy_out(out, self, other);
}
Tensor Tensor::xlogy(const Scalar& other) const {
  return tessera::xlogy(*this, other);
}
Tensor run::xlogy(const Scalar& self, const Tensor& other) {
  return detail::Binary(Op::xlogy, self, other);
}
Tensor xlogy(const Scalar& self, const Tensor& other) {
  if (detail::WantsGrad(other)) {
    return detail::GradSlot(Op::xlogy, detail::grad_table.xlogy_Scalar_Tensor)(self, other);
  }
  return run::xlogy(self, other);
}
Tensor& run::xlogy_out(Tensor& out, const Scalar& self, const Tensor& other) {
  return detail::BinaryOut(Op::xlogy, out, self, other);
}
Tensor& xlogy_out(Tensor& out, const Scalar& self, const Tensor& other) {
  detail::CheckOut(Op::xlogy, out, detail::WantsGrad(out, other));
  return run::xlogy_out(out, self, other);
}

Tensor run::bitwise_and(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::bitwise_and, self, other);
}
Tensor bitwise_and(const Tensor& self, const Tensor& other) {
  return run::bitwise_and(self, other);
}
Tensor& run::bitwise_and_(Tensor& self, const Tensor& other) {
  return detail::BinaryInplace(Op::bitwise_and, self, other);
}
Tensor& bitwise_and_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("bitwise_and_", self);
  return run::bitwise_and_(self, other);
}
Tensor& Tensor::bitwise_and_(const Tensor& other) const {
  return tessera::bitwise_and_(const_cast<Tensor&>(*this), other);
}
Tensor& run::bitwise_and_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::bitwise_and, out, self, other);
}
Tensor& bitwise_and_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::bitwise_and, out, detail::WantsGrad(out, self, other));
  return run::bitwise_and_out(out, self, other);
}
Tensor Tensor::bitwise_and(const Tensor& other) const {
  return tessera::bitwise_and(*this, other);
}
Tensor run::bitwise_and(const Tensor& self, const Scalar& other) {
  return detail::Binary(Op::bitwise_and, self, other);
}
Tensor bitwise_and(const Tensor& self, const Scalar& other) {
  return run::bitwise_and(self, other);
}
Tensor& run::bitwise_and_(Tensor& self, const Scalar& other) {
  return detail::BinaryInplace(Op::bitwise_and, self, other);
}
Tensor& bitwise_and_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("bitwise_and_", self);
  return run::bitwise_and_(self, other);
}
Tensor& Tensor::bitwise_and_(const Scalar& other) const {
  return tessera::bitwise_and_(const_cast<Tensor&>(*this), other);
}
Tensor& run::bitwise_and_out(Tensor& out, const Tensor& self, const Scalar& other) {
  return detail::BinaryOut(Op::bitwise_and, out, self, other);
}
Tensor& bitwise_and_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::bitwise_and, out, detail::WantsGrad(out, self));
  return run::bitwise_and_out(out, self, other);
}
Tensor Tensor::bitwise_and(const Scalar& other) const {
  return tessera::bitwise_and(*this, other);
}
Tensor run::bitwise_and(const Scalar& self, const Tensor& other) {
  return detail::Binary(Op::bitwise_and, self, other);
}
Tensor bitwise_and(const Scalar& self, const Tensor& other) {
  return run::bitwise_and(self, other);
}
Tensor& run::bitwise_and_out(Tensor& out, const Scalar& self, const Tensor& other) {
  return detail::BinaryOut(Op::bitwise_and, out, self, other);
}
Tensor& bitwise_and_out(Tensor& out, const Scalar& self, const Tensor& other) {
  detail::CheckOut(Op::bitwise_and, out, detail::WantsGrad(out, other));
  return run::bitwise_and_out(out, self, other);
}

Tensor run::bitwise_or(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::bitwise_or, self, other);
}
Tensor bitwise_or(const Tensor& self, const Tensor& other) {
  return run::bitwise_or(self, other);
}
Tensor& run::bitwise_or_(Tensor& self, const Tensor& other) {
  return detail::BinaryInplace(Op::bitwise_or, self, other);
}
Tensor& bitwise_or_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("bitwise_or_", self);
  return run::bitwise_or_(self, other);
}
Tensor& Tensor::bitwise_or_(const Tensor& other) const {
  return tessera::bitwise_or_(const_cast<Tensor&>(*this), other);
}
Tensor& run::bitwise_or_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::bitwise_or, out, self, other);
}
Tensor& bitwise_or_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::bitwise_or, out, detail::WantsGrad(out, self, other));
  return run::bitwise_or_out(out, self, other);
}
Tensor Tensor::bitwise_or(const Tensor& other) const {
  return tessera::bitwise_or(*this, other);
}
Tensor run::bitwise_or(const Tensor& self, const Scalar& other) {
  return detail::Binary(Op::bitwise_or, self, other);
}
Tensor bitwise_or(const Tensor& self, const Scalar& other) {
  return run::bitwise_or(self, other);
}
Tensor& run::bitwise_or_(Tensor& self, const Scalar& other) {
  return detail::BinaryInplace(Op::bitwise_or, self, other);
}
Tensor& bitwise_or_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("bitwise_or_", self);
  return run::bitwise_or_(self, other);
}
Tensor& Tensor::bitwise_or_(const Scalar& other) const {
  return tessera::bitwise_or_(const_cast<Tensor&>(*this), other);
}
Tensor& run::bitwise_or_out(Tensor& out, const Tensor& self, const Scalar& other) {
  return detail::BinaryOut(Op::bitwise_or, out, self, other);
}
Tensor& bitwise_or_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::bitwise_or, out, detail::WantsGrad(out, self));
  return run::bitwise_or_out(out, self, other);
}
Tensor Tensor::bitwise_or(const Scalar& other) const {
  return tessera::bitwise_or(*this, other);
}
Tensor run::bitwise_or(const Scalar& self, const Tensor& other) {
  return detail::Binary(Op::bitwise_or, self, other);
}
Tensor bitwise_or(const Scalar& self, const Tensor& other) {
  return run::bitwise_or(self, other);
}
Tensor& run::bitwise_or_out(Tensor& out, const Scalar& self, const Tensor& other) {
  return detail::BinaryOut(Op::bitwise_or, out, self, other);
}
Tensor& bitwise_or_out(Tensor& out, const Scalar& self, const Tensor& other) {
  detail::CheckOut(Op::bitwise_or, out, detail::WantsGrad(out, other));
  return run::bitwise_or_out(out, self, other);
}

Tensor run::bitwise_xor(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::bitwise_xor, self, other);
}
Tensor bitwise_xor(const Tensor& self, const Tensor& other) {
  return run::bitwise_xor(self, other);
}
Tensor& run::bitwise_xor_(Tensor& self, const Tensor& other) {
  return detail::BinaryInplace(Op::bitwise_xor, self, other);
}
Tensor& bitwise_xor_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("bitwise_xor_", self);
  return run::bitwise_xor_(self, other);
}
Tensor& Tensor::bitwise_xor_(const Tensor& other) const {
  return tessera::bitwise_xor_(const_cast<Tensor&>(*this), other);
}
Tensor& run::bitwise_xor_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::bitwise_xor, out, self, other);
}
Tensor& bitwise_xor_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::bitwise_xor, out, detail::WantsGrad(out, self, other));
  return run::bitwise_xor_out(out, self, other);
}
Tensor Tensor::bitwise_xor(const Tensor& other) const {
  return tessera::bitwise_xor(*this, other);
}
Tensor run::bitwise_xor(const Tensor& self, const Scalar& other) {
  return detail::Binary(Op::bitwise_xor, self, other);
}
Tensor bitwise_xor(const Tensor& self, const Scalar& other) {
  return run::bitwise_xor(self, other);
}
Tensor& run::bitwise_xor_(Tensor& self, const Scalar& other) {
  return detail::BinaryInplace(Op::bitwise_xor, self, other);
}
Tensor& bitwise_xor_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("bitwise_xor_", self);
  return run::bitwise_xor_(self, other);
}
Tensor& Tensor::bitwise_xor_(const Scalar& other) const {
  return tessera::bitwise_xor_(const_cast<Tensor&>(*this), other);
}
Tensor& run::bitwise_xor_out(Tensor& out, const Tensor& self, const Scalar& other) {
  return detail::BinaryOut(Op::bitwise_xor, out, self, other);
}
Tensor& bitwise_xor_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::bitwise_xor, out, detail::WantsGrad(out, self));
  return run::bitwise_xor_out(out, self, other);
}
Tensor Tensor::bitwise_xor(const Scalar& other) const {
  return tessera::bitwise_xor(*this, other);
}
Tensor run::bitwise_xor(const Scalar& self, const Tensor& other) {
  return detail::Binary(Op::bitwise_xor, self, other);
}
Tensor bitwise_xor(const Scalar& self, const Tensor& other) {
  return run::bitwise_xor(self, other);
}
Tensor& run::bitwise_xor_out(Tensor& out, const Scalar& self, const Tensor& other) {
  return detail::BinaryOut(Op::bitwise_xor, out, self, other);
}
Tensor& bitwise_xor_out(Tensor& out, const Scalar& self, const Tensor& other) {
  detail::CheckOut(Op::bitwise_xor, out, detail::WantsGrad(out, other));
  return run::bitwise_xor_out(out, self, other);
}

Tensor bitwise_left_shift(const Tensor& self, const Tensor& other) {
  return run::bitwise_left_shift(self, other);
}
Tensor& bitwise_left_shift_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("bitwise_left_shift_", self);
  return run::bitwise_left_shift_(self, other);
}
Tensor& Tensor::bitwise_left_shift_(const Tensor& other) const {
  return tessera::bitwise_left_shift_(const_cast<Tensor&>(*this), other);
}
Tensor& bitwise_left_shift_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::bitwise_left_shift, out, detail::WantsGrad(out, self, other));
  return run::bitwise_left_shift_out(out, self, other);
}
Tensor Tensor::bitwise_left_shift(const Tensor& other) const {
  return tessera::bitwise_left_shift(*this, other);
}
Tensor bitwise_left_shift(const Tensor& self, const Scalar& other) {
  return run::bitwise_left_shift(self, other);
}
Tensor& bitwise_left_shift_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("bitwise_left_shift_", self);
  return run::bitwise_left_shift_(self, other);
}
Tensor& Tensor::bitwise_left_shift_(const Scalar& other) const {
  return tessera::bitwise_left_shift_(const_cast<Tensor&>(*this), other);
}
Tensor& bitwise_left_shift_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::bitwise_left_shift, out, detail::WantsGrad(out, self));
  return run::bitwise_left_shift_out(out, self, other);
}
Tensor Tensor::bitwise_left_shift(const Scalar& other) const {
  return tessera::bitwise_left_shift(*this, other);
}
Tensor bitwise_left_shift(const Scalar& self, const Tensor& other) {
  return run::bitwise_left_shift(self, other);
}
Tensor& bitwise_left_shift_out(Tensor& out, const Scalar& self, const Tensor& other) {
  detail::CheckOut(Op::bitwise_left_shift, out, detail::WantsGrad(out, other));
  return run::bitwise_left_shift_out(out, self, other);
}

Tensor bitwise_right_shift(const Tensor& self, const Tensor& other) {
  return run::bitwise_right_shift(self, other);
}
Tensor& bitwise_right_shift_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("bitwise_right_shift_", self);
  return run::bitwise_right_shift_(self, other);
}
Tensor& Tensor::bitwise_right_shift_(const Tensor& other) const {
  return tessera::bitwise_right_shift_(const_cast<Tensor&>(*this), other);
}
Tensor& bitwise_right_shift_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::bitwise_right_shift, out, detail::WantsGrad(out, self, other));
  return run::bitwise_right_shift_out(out, self, other);
}
Tensor Tensor::bitwise_right_shift(const Tensor& other) const {
  return tessera::bitwise_right_shift(*this, other);
}
Tensor bitwise_right_shift(const Tensor& self, const Scalar& other) {
  return run::bitwise_right_shift(self, other);
}
Tensor& bitwise_right_shift_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("bitwise_right_shift_", self);
  return run::bitwise_right_shift_(self, other);
}
Tensor& Tensor::bitwise_right_shift_(const Scalar& other) const {
  return tessera::bitwise_right_shift_(const_cast<Tensor&>(*this), other);
}
Tensor& bitwise_right_shift_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::bitwise_right_shift, out, detail::WantsGrad(out, self));
  return run::bitwise_right_shift_out(out, self, other);
}
Tensor Tensor::bitwise_right_shift(const Scalar& other) const {
  return tessera::bitwise_right_shift(*this, other);
}
Tensor bitwise_right_shift(const Scalar& self, const Tensor& other) {
  return run::bitwise_right_shift(self, other);
}
Tensor& bitwise_right_shift_out(Tensor& out, const Scalar& self, const Tensor& other) {
  detail::CheckOut(Op::bitwise_right_shift, out, detail::WantsGrad(out, other));
  return run::bitwise_right_shift_out(out, self, other);
}

Tensor run::logical_and(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::logical_and, self, other);
}
Tensor logical_and(const Tensor& self, const Tensor& other) {
  return run::logical_and(self, other);
}
Tensor& run::logical_and_(Tensor& self, const Tensor& other) {
  return detail::BinaryInplace(Op::logical_and, self, other);
}
Tensor& logical_and_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("logical_and_", self);
  return run::logical_and_(self, other);
}
Tensor& Tensor::logical_and_(const Tensor& other) const {
  return tessera::logical_and_(const_cast<Tensor&>(*this), other);
}
Tensor& run::logical_and_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::logical_and, out, self, other);
}
Tensor& logical_and_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::logical_and, out, detail::WantsGrad(out, self, other));
  return run::logical_and_out(out, self, other);
}
Tensor Tensor::logical_and(const Tensor& other) const {
  return tessera::logical_and(*this, other);
}

Tensor run::logical_or(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::logical_or, self, other);
}
Tensor logical_or(const Tensor& self, const Tensor& other) {
  return run::logical_or(self, other);
}
Tensor& run::logical_or_(Tensor& self, const Tensor& other) {
  return detail::BinaryInplace(Op::logical_or, self, other);
}
Tensor& logical_or_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("logical_or_", self);
  return run::logical_or_(self, other);
}
Tensor& Tensor::logical_or_(const Tensor& other) const {
  return tessera::logical_or_(const_cast<Tensor&>(*this), other);
}
Tensor& run::logical_or_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::logical_or, out, self, other);
}
Tensor& logical_or_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::logical_or, out, detail::WantsGrad(out, self, other));
  return run::logical_or_out(out, self, other);
}
Tensor Tensor::logical_or(const Tensor& other) const {
  return tessera::logical_or(*this, other);
}

Tensor run::logical_xor(const Tensor& self, const Tensor& other) {
  return detail::Binary(Op::logical_xor, self, other);
}
Tensor logical_xor(const Tensor& self, const Tensor& other) {
  return run::logical_xor(self, other);
}
Tensor& run::logical_xor_(Tensor& self, const Tensor& other) {
  return detail::BinaryInplace(Op::logical_xor, self, other);
}
Tensor& logical_xor_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("logical_xor_", self);
  return run::logical_xor_(self, other);
}
Tensor& Tensor::logical_xor_(const Tensor& other) const {
  return tessera::logical_xor_(const_cast<Tensor&>(*this), other);
}
Tensor& run::logical_xor_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::BinaryOut(Op::logical_xor, out, self, other);
}
Tensor& logical_xor_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::logical_xor, out, detail::WantsGrad(out, self, other));
  return run::logical_xor_out(out, self, other);
}
Tensor Tensor::logical_xor(const Tensor& other) const {
  return tessera::logical_xor(*this, other);
}

Tensor make_complex(const Tensor& real, const Tensor& imag) {
  if (detail::WantsGrad(real, imag)) {
    return detail::GradSlot(Op::make_complex, detail::grad_table.make_complex)(real, imag);
  }
  return run::make_complex(real, imag);
}
Tensor& make_complex_out(Tensor& out, const Tensor& real, const Tensor& imag) {
  detail::CheckOut(Op::make_complex, out, detail::WantsGrad(out, real, imag));
  return run::make_complex_out(out, real, imag);
}



Tensor threshold_backward(const Tensor& grad_output, const Tensor& self, const Scalar& threshold) {
  if (detail::WantsGrad(grad_output, self)) {
    return detail::GradSlot(Op::threshold_backward, detail::grad_table.threshold_backward)(grad_output, self, threshold);
  }
  return run::threshold_backward(grad_output, self, threshold);
}

Tensor run::tanh_backward(const Tensor& grad_output, const Tensor& output) {
  return detail::Binary(Op::tanh_backward, grad_output, output);
}
Tensor tanh_backward(const Tensor& grad_output, const Tensor& output) {
  if (detail::WantsGrad(grad_output, output)) {
    return detail::GradSlot(Op::tanh_backward, detail::grad_table.tanh_backward)(grad_output, output);
  }
  return run::tanh_backward(grad_output, output);
}

Tensor run::sigmoid_backward(const Tensor& grad_output, const Tensor& output) {
  return detail::Binary(Op::sigmoid_backward, grad_output, output);
}
Tensor sigmoid_backward(const Tensor& grad_output, const Tensor& output) {
  if (detail::WantsGrad(grad_output, output)) {
    return detail::GradSlot(Op::sigmoid_backward, detail::grad_table.sigmoid_backward)(grad_output, output);
  }
  return run::sigmoid_backward(grad_output, output);
}

}  // namespace tessera
