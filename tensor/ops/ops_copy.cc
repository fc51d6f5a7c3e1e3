// Made by tensor/ops/generate.py from tensor/ops/copy.toml; do not edit.
#include "tessera/tensor/ops/ops_copy.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

static Tensor call_copy(const Tensor& self, const Tensor& src, bool non_blocking) {
  if (detail::WantsGrad(self, src)) {
    return detail::GradSlot(Op::copy, detail::grad_table.copy)(self, src, non_blocking);
  }
  return run::copy(self, src, non_blocking);
}
static Tensor& call_copy_(Tensor& self, const Tensor& src, bool non_blocking) {
  detail::CheckInplace("copy_", self);
  if (detail::WantsGrad(self, src)) {
    Tensor old = detail::Autograd("copy_").inplace_begin("copy_", self);
    detail::autograd_interface.inplace_finish("copy_", self, call_copy(old, src, non_blocking));
    return self;
  }
  return run::copy_(self, src, non_blocking);
}
Tensor& Tensor::copy_(const Tensor& src, bool non_blocking) const {
  return tessera::call_copy_(const_cast<Tensor&>(*this), src, non_blocking);
}

Tensor clone(const Tensor& self, MemoryFormat memory_format) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::clone, detail::grad_table.clone)(self, memory_format);
  }
  return run::clone(self, memory_format);
}
Tensor Tensor::clone(MemoryFormat memory_format) const {
  return tessera::clone(*this, memory_format);
}

Tensor _to_copy(const Tensor& self, Device device, DType dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::_to_copy, detail::grad_table._to_copy)(self, device, dtype);
  }
  return run::_to_copy(self, device, dtype);
}

Tensor fill(const Tensor& self, const Scalar& value) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::fill, detail::grad_table.fill)(self, value);
  }
  return run::fill(self, value);
}
Tensor& fill_(Tensor& self, const Scalar& value) {
  detail::CheckInplace("fill_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("fill_").inplace_begin("fill_", self);
    detail::autograd_interface.inplace_finish("fill_", self, fill(old, value));
    return self;
  }
  return run::fill_(self, value);
}
Tensor& Tensor::fill_(const Scalar& value) const {
  return tessera::fill_(const_cast<Tensor&>(*this), value);
}
Tensor Tensor::fill(const Scalar& value) const {
  return tessera::fill(*this, value);
}
Tensor fill(const Tensor& self, const Tensor& value) {
  if (detail::WantsGrad(self, value)) {
    return detail::GradSlot(Op::fill, detail::grad_table.fill_Tensor)(self, value);
  }
  return run::fill(self, value);
}
Tensor& fill_(Tensor& self, const Tensor& value) {
  detail::CheckInplace("fill_", self);
  if (detail::WantsGrad(self, value)) {
    Tensor old = detail::Autograd("fill_").inplace_begin("fill_", self);
    detail::autograd_interface.inplace_finish("fill_", self, fill(old, value));
    return self;
  }
  return run::fill_(self, value);
}
Tensor& Tensor::fill_(const Tensor& value) const {
  return tessera::fill_(const_cast<Tensor&>(*this), value);
}
Tensor Tensor::fill(const Tensor& value) const {
  return tessera::fill(*this, value);
}

static Tensor call_zero(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::zero, detail::grad_table.zero)(self);
  }
  return run::zero(self);
}
static Tensor& call_zero_(Tensor& self) {
  detail::CheckInplace("zero_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("zero_").inplace_begin("zero_", self);
    detail::autograd_interface.inplace_finish("zero_", self, call_zero(old));
    return self;
  }
  return run::zero_(self);
}
Tensor& Tensor::zero_() const {
  return tessera::call_zero_(const_cast<Tensor&>(*this));
}
Tensor Tensor::zero() const {
  return call_zero(*this);
}

Tensor cat(TensorList tensors, int64_t dim) {
  if (detail::WantsGrad(tensors)) {
    return detail::GradSlot(Op::cat, detail::grad_table.cat)(tensors, dim);
  }
  return run::cat(tensors, dim);
}
Tensor& cat_out(Tensor& out, TensorList tensors, int64_t dim) {
  detail::CheckOut(Op::cat, out, detail::WantsGrad(out, tensors));
  return run::cat_out(out, tensors, dim);
}

Tensor stack(TensorList tensors, int64_t dim) {
  OpScope scope("stack");
  return run::stack(tensors, dim);
}
Tensor& run::stack_out(Tensor& out, TensorList tensors, int64_t dim) {
  return detail::CopyOut(Op::stack, out, run::stack(tensors, dim));
}
Tensor& stack_out(Tensor& out, TensorList tensors, int64_t dim) {
  OpScope scope("stack");
  detail::CheckOut(Op::stack, out, detail::WantsGrad(out, tensors));
  return run::stack_out(out, tensors, dim);
}

}  // namespace tessera
