// Made by tensor/ops/generate.py from tensor/ops/ternary.toml; do not edit.
#include "tessera/tensor/ops/ops_ternary.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor where(const Tensor& condition, const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::where, detail::grad_table.where)(condition, self, other);
  }
  return run::where(condition, self, other);
}
Tensor& where_out(Tensor& out, const Tensor& condition, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::where, out, detail::WantsGrad(out, condition, self, other));
  return run::where_out(out, condition, self, other);
}
Tensor Tensor::where(const Tensor& condition, const Tensor& other) const {
  return tessera::where(condition, *this, other);
}
Tensor where(const Tensor& condition, const Scalar& self, const Tensor& other) {
  if (detail::WantsGrad(other)) {
    return detail::GradSlot(Op::where, detail::grad_table.where_ScalarSelf)(condition, self, other);
  }
  return run::where(condition, self, other);
}
Tensor& where_out(Tensor& out, const Tensor& condition, const Scalar& self, const Tensor& other) {
  detail::CheckOut(Op::where, out, detail::WantsGrad(out, condition, other));
  return run::where_out(out, condition, self, other);
}
Tensor Tensor::where(const Scalar& self, const Tensor& other) const {
  return tessera::where(*this, self, other);
}
Tensor where(const Tensor& condition, const Tensor& self, const Scalar& other) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::where, detail::grad_table.where_ScalarOther)(condition, self, other);
  }
  return run::where(condition, self, other);
}
Tensor& where_out(Tensor& out, const Tensor& condition, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::where, out, detail::WantsGrad(out, condition, self));
  return run::where_out(out, condition, self, other);
}
Tensor Tensor::where(const Tensor& condition, const Scalar& other) const {
  return tessera::where(condition, *this, other);
}
Tensor where(const Tensor& condition, const Scalar& self, const Scalar& other) {
  return run::where(condition, self, other);
}
Tensor& where_out(Tensor& out, const Tensor& condition, const Scalar& self, const Scalar& other) {
  detail::CheckOut(Op::where, out, detail::WantsGrad(out, condition));
  return run::where_out(out, condition, self, other);
}
Tensor Tensor::where(const Scalar& self, const Scalar& other) const {
  return tessera::where(*this, self, other);
}

Tensor clamp(const Tensor& self, const std::optional<Scalar>& min, const std::optional<Scalar>& max) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::clamp, detail::grad_table.clamp)(self, min, max);
  }
  return run::clamp(self, min, max);
}
Tensor& clamp_(Tensor& self, const std::optional<Scalar>& min, const std::optional<Scalar>& max) {
  detail::CheckInplace("clamp_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("clamp_").inplace_begin("clamp_", self);
    detail::autograd_interface.inplace_finish("clamp_", self, clamp(old, min, max));
    return self;
  }
  return run::clamp_(self, min, max);
}
Tensor& Tensor::clamp_(const std::optional<Scalar>& min, const std::optional<Scalar>& max) const {
  return tessera::clamp_(const_cast<Tensor&>(*this), min, max);
}
Tensor& Tensor::clip_(const std::optional<Scalar>& min, const std::optional<Scalar>& max) const {
  return tessera::clamp_(const_cast<Tensor&>(*this), min, max);
}
Tensor& clamp_out(Tensor& out, const Tensor& self, const std::optional<Scalar>& min, const std::optional<Scalar>& max) {
  detail::CheckOut(Op::clamp, out, detail::WantsGrad(out, self));
  return run::clamp_out(out, self, min, max);
}
Tensor Tensor::clamp(const std::optional<Scalar>& min, const std::optional<Scalar>& max) const {
  return tessera::clamp(*this, min, max);
}
Tensor Tensor::clip(const std::optional<Scalar>& min, const std::optional<Scalar>& max) const {
  return tessera::clamp(*this, min, max);
}
Tensor clamp(const Tensor& self, const Tensor& min, const Tensor& max) {
  if (detail::WantsGrad(self, min, max)) {
    return detail::GradSlot(Op::clamp, detail::grad_table.clamp_Tensor)(self, min, max);
  }
  return run::clamp(self, min, max);
}
Tensor& clamp_(Tensor& self, const Tensor& min, const Tensor& max) {
  detail::CheckInplace("clamp_", self);
  if (detail::WantsGrad(self, min, max)) {
    Tensor old = detail::Autograd("clamp_").inplace_begin("clamp_", self);
    detail::autograd_interface.inplace_finish("clamp_", self, clamp(old, min, max));
    return self;
  }
  return run::clamp_(self, min, max);
}
Tensor& Tensor::clamp_(const Tensor& min, const Tensor& max) const {
  return tessera::clamp_(const_cast<Tensor&>(*this), min, max);
}
Tensor& Tensor::clip_(const Tensor& min, const Tensor& max) const {
  return tessera::clamp_(const_cast<Tensor&>(*this), min, max);
}
Tensor& clamp_out(Tensor& out, const Tensor& self, const Tensor& min, const Tensor& max) {
  detail::CheckOut(Op::clamp, out, detail::WantsGrad(out, self, min, max));
  return run::clamp_out(out, self, min, max);
}
Tensor Tensor::clamp(const Tensor& min, const Tensor& max) const {
  return tessera::clamp(*this, min, max);
}
Tensor Tensor::clip(const Tensor& min, const Tensor& max) const {
  return tessera::clamp(*this, min, max);
}

Tensor clamp_min(const Tensor& self, const Scalar& min) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::clamp_min, detail::grad_table.clamp_min)(self, min);
  }
  return run::clamp_min(self, min);
}
Tensor& clamp_min_(Tensor& self, const Scalar& min) {
  detail::CheckInplace("clamp_min_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("clamp_min_").inplace_begin("clamp_min_", self);
    detail::autograd_interface.inplace_finish("clamp_min_", self, clamp_min(old, min));
    return self;
  }
  return run::clamp_min_(self, min);
}
Tensor& Tensor::clamp_min_(const Scalar& min) const {
  return tessera::clamp_min_(const_cast<Tensor&>(*this), min);
}
Tensor& clamp_min_out(Tensor& out, const Tensor& self, const Scalar& min) {
  detail::CheckOut(Op::clamp_min, out, detail::WantsGrad(out, self));
  return run::clamp_min_out(out, self, min);
}
Tensor Tensor::clamp_min(const Scalar& min) const {
  return tessera::clamp_min(*this, min);
}
Tensor clamp_min(const Tensor& self, const Tensor& min) {
  if (detail::WantsGrad(self, min)) {
    return detail::GradSlot(Op::clamp_min, detail::grad_table.clamp_min_Tensor)(self, min);
  }
  return run::clamp_min(self, min);
}
Tensor& clamp_min_(Tensor& self, const Tensor& min) {
  detail::CheckInplace("clamp_min_", self);
  if (detail::WantsGrad(self, min)) {
    Tensor old = detail::Autograd("clamp_min_").inplace_begin("clamp_min_", self);
    detail::autograd_interface.inplace_finish("clamp_min_", self, clamp_min(old, min));
    return self;
  }
  return run::clamp_min_(self, min);
}
Tensor& Tensor::clamp_min_(const Tensor& min) const {
  return tessera::clamp_min_(const_cast<Tensor&>(*this), min);
}
Tensor& clamp_min_out(Tensor& out, const Tensor& self, const Tensor& min) {
  detail::CheckOut(Op::clamp_min, out, detail::WantsGrad(out, self, min));
  return run::clamp_min_out(out, self, min);
}
Tensor Tensor::clamp_min(const Tensor& min) const {
  return tessera::clamp_min(*this, min);
}

Tensor clamp_max(const Tensor& self, const Scalar& max) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::clamp_max, detail::grad_table.clamp_max)(self, max);
  }
  return run::clamp_max(self, max);
}
Tensor& clamp_max_(Tensor& self, const Scalar& max) {
  detail::CheckInplace("clamp_max_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("clamp_max_").inplace_begin("clamp_max_", self);
    detail::autograd_interface.inplace_finish("clamp_max_", self, clamp_max(old, max));
    return self;
  }
  return run::clamp_max_(self, max);
}
Tensor& Tensor::clamp_max_(const Scalar& max) const {
  return tessera::clamp_max_(const_cast<Tensor&>(*this), max);
}
Tensor& clamp_max_out(Tensor& out, const Tensor& self, const Scalar& max) {
  detail::CheckOut(Op::clamp_max, out, detail::WantsGrad(out, self));
  return run::clamp_max_out(out, self, max);
}
Tensor Tensor::clamp_max(const Scalar& max) const {
  return tessera::clamp_max(*this, max);
}
Tensor clamp_max(const Tensor& self, const Tensor& max) {
  if (detail::WantsGrad(self, max)) {
    return detail::GradSlot(Op::clamp_max, detail::grad_table.clamp_max_Tensor)(self, max);
  }
  return run::clamp_max(self, max);
}
Tensor& clamp_max_(Tensor& self, const Tensor& max) {
  detail::CheckInplace("clamp_max_", self);
  if (detail::WantsGrad(self, max)) {
    Tensor old = detail::Autograd("clamp_max_").inplace_begin("clamp_max_", self);
    detail::autograd_interface.inplace_finish("clamp_max_", self, clamp_max(old, max));
    return self;
  }
  return run::clamp_max_(self, max);
}
Tensor& Tensor::clamp_max_(const Tensor& max) const {
  return tessera::clamp_max_(const_cast<Tensor&>(*this), max);
}
Tensor& clamp_max_out(Tensor& out, const Tensor& self, const Tensor& max) {
  detail::CheckOut(Op::clamp_max, out, detail::WantsGrad(out, self, max));
  return run::clamp_max_out(out, self, max);
}
Tensor Tensor::clamp_max(const Tensor& max) const {
  return tessera::clamp_max(*this, max);
}

Tensor masked_fill(const Tensor& self, const Tensor& mask, const Scalar& value) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::masked_fill, detail::grad_table.masked_fill)(self, mask, value);
  }
  return run::masked_fill(self, mask, value);
}
Tensor& masked_fill_(Tensor& self, const Tensor& mask, const Scalar& value) {
  detail::CheckInplace("masked_fill_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("masked_fill_").inplace_begin("masked_fill_", self);
    detail::autograd_interface.inplace_finish("masked_fill_", self, masked_fill(old, mask, value));
    return self;
  }
  return run::masked_fill_(self, mask, value);
}
Tensor& Tensor::masked_fill_(const Tensor& mask, const Scalar& value) const {
  return tessera::masked_fill_(const_cast<Tensor&>(*this), mask, value);
}
Tensor Tensor::masked_fill(const Tensor& mask, const Scalar& value) const {
  return tessera::masked_fill(*this, mask, value);
}
Tensor masked_fill(const Tensor& self, const Tensor& mask, const Tensor& value) {
  if (detail::WantsGrad(self, value)) {
    return detail::GradSlot(Op::masked_fill, detail::grad_table.masked_fill_Tensor)(self, mask, value);
  }
  return run::masked_fill(self, mask, value);
}
Tensor& masked_fill_(Tensor& self, const Tensor& mask, const Tensor& value) {
  detail::CheckInplace("masked_fill_", self);
  if (detail::WantsGrad(self, value)) {
    Tensor old = detail::Autograd("masked_fill_").inplace_begin("masked_fill_", self);
    detail::autograd_interface.inplace_finish("masked_fill_", self, masked_fill(old, mask, value));
    return self;
  }
  return run::masked_fill_(self, mask, value);
}
Tensor& Tensor::masked_fill_(const Tensor& mask, const Tensor& value) const {
  return tessera::masked_fill_(const_cast<Tensor&>(*this), mask, value);
}
Tensor Tensor::masked_fill(const Tensor& mask, const Tensor& value) const {
  return tessera::masked_fill(*this, mask, value);
}

Tensor lerp(const Tensor& self, const Tensor& end, const Tensor& weight) {
  if (detail::WantsGrad(self, end, weight)) {
    return detail::GradSlot(Op::lerp, detail::grad_table.lerp)(self, end, weight);
  }
  return run::lerp(self, end, weight);
}
Tensor& lerp_(Tensor& self, const Tensor& end, const Tensor& weight) {
  detail::CheckInplace("lerp_", self);
  if (detail::WantsGrad(self, end, weight)) {
    Tensor old = detail::Autograd("lerp_").inplace_begin("lerp_", self);
    detail::autograd_interface.inplace_finish("lerp_", self, lerp(old, end, weight));
    return self;
  }
  return run::lerp_(self, end, weight);
}
Tensor& Tensor::lerp_(const Tensor& end, const Tensor& weight) const {
  return tessera::lerp_(const_cast<Tensor&>(*this), end, weight);
}
Tensor& lerp_out(Tensor& out, const Tensor& self, const Tensor& end, const Tensor& weight) {
  detail::CheckOut(Op::lerp, out, detail::WantsGrad(out, self, end, weight));
  return run::lerp_out(out, self, end, weight);
}
Tensor Tensor::lerp(const Tensor& end, const Tensor& weight) const {
  return tessera::lerp(*this, end, weight);
}
Tensor lerp(const Tensor& self, const Tensor& end, const Scalar& weight) {
  if (detail::WantsGrad(self, end)) {
    return detail::GradSlot(Op::lerp, detail::grad_table.lerp_Scalar)(self, end, weight);
  }
  return run::lerp(self, end, weight);
}
Tensor& lerp_(Tensor& self, const Tensor& end, const Scalar& weight) {
  detail::CheckInplace("lerp_", self);
  if (detail::WantsGrad(self, end)) {
    Tensor old = detail::Autograd("lerp_").inplace_begin("lerp_", self);
    detail::autograd_interface.inplace_finish("lerp_", self, lerp(old, end, weight));
    return self;
  }
  return run::lerp_(self, end, weight);
}
Tensor& Tensor::lerp_(const Tensor& end, const Scalar& weight) const {
  return tessera::lerp_(const_cast<Tensor&>(*this), end, weight);
}
Tensor& lerp_out(Tensor& out, const Tensor& self, const Tensor& end, const Scalar& weight) {
  detail::CheckOut(Op::lerp, out, detail::WantsGrad(out, self, end));
  return run::lerp_out(out, self, end, weight);
}
Tensor Tensor::lerp(const Tensor& end, const Scalar& weight) const {
  return tessera::lerp(*this, end, weight);
}

Tensor run::addcmul(const Tensor& self, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  return detail::ElementwiseCall(Op::addcmul).In(self).In(tensor1).In(tensor2).Attr(value).Run();
}
Tensor addcmul(const Tensor& self, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  if (detail::WantsGrad(self, tensor1, tensor2)) {
    return detail::GradSlot(Op::addcmul, detail::grad_table.addcmul)(self, tensor1, tensor2, value);
  }
  return run::addcmul(self, tensor1, tensor2, value);
}
Tensor& run::addcmul_(Tensor& self, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  return detail::ElementwiseCall(Op::addcmul).In(self).In(tensor1).In(tensor2).Attr(value).RunInplace(self);
}
Tensor& addcmul_(Tensor& self, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  detail::CheckInplace("addcmul_", self);
  if (detail::WantsGrad(self, tensor1, tensor2)) {
    Tensor old = detail::Autograd("addcmul_").inplace_begin("addcmul_", self);
    detail::autograd_interface.inplace_finish("addcmul_", self, addcmul(old, tensor1, tensor2, value));
    return self;
  }
  return run::addcmul_(self, tensor1, tensor2, value);
}
Tensor& Tensor::addcmul_(const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) const {
  return tessera::addcmul_(const_cast<Tensor&>(*this), tensor1, tensor2, value);
}
Tensor& run::addcmul_out(Tensor& out, const Tensor& self, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  return detail::ElementwiseCall(Op::addcmul).In(self).In(tensor1).In(tensor2).Attr(value).RunOut(out);
}
Tensor& addcmul_out(Tensor& out, const Tensor& self, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  detail::CheckOut(Op::addcmul, out, detail::WantsGrad(out, self, tensor1, tensor2));
  return run::addcmul_out(out, self, tensor1, tensor2, value);
}
Tensor Tensor::addcmul(const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) const {
  return tessera::addcmul(*this, tensor1, tensor2, value);
}

Tensor addcdiv(const Tensor& self, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  if (detail::WantsGrad(self, tensor1, tensor2)) {
    return detail::GradSlot(Op::addcdiv, detail::grad_table.addcdiv)(self, tensor1, tensor2, value);
  }
  return run::addcdiv(self, tensor1, tensor2, value);
}
Tensor& addcdiv_(Tensor& self, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  detail::CheckInplace("addcdiv_", self);
  if (detail::WantsGrad(self, tensor1, tensor2)) {
    Tensor old = detail::Autograd("addcdiv_").inplace_begin("addcdiv_", self);
    detail::autograd_interface.inplace_finish("addcdiv_", self, addcdiv(old, tensor1, tensor2, value));
    return self;
  }
  return run::addcdiv_(self, tensor1, tensor2, value);
}
Tensor& Tensor::addcdiv_(const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) const {
  return tessera::addcdiv_(const_cast<Tensor&>(*this), tensor1, tensor2, value);
}
Tensor& addcdiv_out(Tensor& out, const Tensor& self, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  detail::CheckOut(Op::addcdiv, out, detail::WantsGrad(out, self, tensor1, tensor2));
  return run::addcdiv_out(out, self, tensor1, tensor2, value);
}
Tensor Tensor::addcdiv(const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) const {
  return tessera::addcdiv(*this, tensor1, tensor2, value);
}

}  // namespace tessera
