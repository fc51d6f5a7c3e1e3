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

Tensor _to_copy(const Tensor& self, Device device, DType dtype, bool non_blocking) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::_to_copy, detail::grad_table._to_copy)(self, device, dtype, non_blocking);
  }
  return run::_to_copy(self, device, dtype, non_blocking);
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

Tensor hstack(TensorList tensors) {
  OpScope scope("hstack");
  return run::hstack(tensors);
}
Tensor& run::hstack_out(Tensor& out, TensorList tensors) {
  return detail::CopyOut(Op::hstack, out, run::hstack(tensors));
}
Tensor& hstack_out(Tensor& out, TensorList tensors) {
  OpScope scope("hstack");
  detail::CheckOut(Op::hstack, out, detail::WantsGrad(out, tensors));
  return run::hstack_out(out, tensors);
}

Tensor vstack(TensorList tensors) {
  OpScope scope("vstack");
  return run::vstack(tensors);
}
Tensor& run::vstack_out(Tensor& out, TensorList tensors) {
  return detail::CopyOut(Op::vstack, out, run::vstack(tensors));
}
Tensor& vstack_out(Tensor& out, TensorList tensors) {
  OpScope scope("vstack");
  detail::CheckOut(Op::vstack, out, detail::WantsGrad(out, tensors));
  return run::vstack_out(out, tensors);
}

Tensor dstack(TensorList tensors) {
  OpScope scope("dstack");
  return run::dstack(tensors);
}
Tensor& run::dstack_out(Tensor& out, TensorList tensors) {
  return detail::CopyOut(Op::dstack, out, run::dstack(tensors));
}
Tensor& dstack_out(Tensor& out, TensorList tensors) {
  OpScope scope("dstack");
  detail::CheckOut(Op::dstack, out, detail::WantsGrad(out, tensors));
  return run::dstack_out(out, tensors);
}

Tensor column_stack(TensorList tensors) {
  OpScope scope("column_stack");
  return run::column_stack(tensors);
}
Tensor& run::column_stack_out(Tensor& out, TensorList tensors) {
  return detail::CopyOut(Op::column_stack, out, run::column_stack(tensors));
}
Tensor& column_stack_out(Tensor& out, TensorList tensors) {
  OpScope scope("column_stack");
  detail::CheckOut(Op::column_stack, out, detail::WantsGrad(out, tensors));
  return run::column_stack_out(out, tensors);
}

Tensor cartesian_prod(TensorList tensors) {
  OpScope scope("cartesian_prod");
  return run::cartesian_prod(tensors);
}

static Tensor call_repeat(const Tensor& self, IntArrayRef repeats) {
  OpScope scope("repeat");
  return run::repeat(self, repeats);
}
Tensor Tensor::repeat(IntArrayRef repeats) const {
  return call_repeat(*this, repeats);
}

Tensor tile(const Tensor& self, IntArrayRef dims) {
  OpScope scope("tile");
  return run::tile(self, dims);
}
Tensor Tensor::tile(IntArrayRef dims) const {
  return tessera::tile(*this, dims);
}

Tensor flip(const Tensor& self, IntArrayRef dims) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::flip, detail::grad_table.flip)(self, dims);
  }
  return run::flip(self, dims);
}
Tensor Tensor::flip(IntArrayRef dims) const {
  return tessera::flip(*this, dims);
}

Tensor fliplr(const Tensor& self) {
  OpScope scope("fliplr");
  return run::fliplr(self);
}
Tensor Tensor::fliplr() const {
  return tessera::fliplr(*this);
}

Tensor flipud(const Tensor& self) {
  OpScope scope("flipud");
  return run::flipud(self);
}
Tensor Tensor::flipud() const {
  return tessera::flipud(*this);
}

Tensor rot90(const Tensor& self, int64_t k) {
  OpScope scope("rot90");
  return run::rot90(self, k);
}
Tensor Tensor::rot90(int64_t k) const {
  return tessera::rot90(*this, k);
}
Tensor rot90(const Tensor& self, int64_t k, IntArrayRef dims) {
  OpScope scope("rot90");
  return run::rot90(self, k, dims);
}
Tensor Tensor::rot90(int64_t k, IntArrayRef dims) const {
  return tessera::rot90(*this, k, dims);
}

Tensor roll(const Tensor& self, IntArrayRef shifts, IntArrayRef dims) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::roll, detail::grad_table.roll)(self, shifts, dims);
  }
  return run::roll(self, shifts, dims);
}
Tensor Tensor::roll(IntArrayRef shifts, IntArrayRef dims) const {
  return tessera::roll(*this, shifts, dims);
}

Tensor constant_pad_nd(const Tensor& self, IntArrayRef pad, const Scalar& value) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::constant_pad_nd, detail::grad_table.constant_pad_nd)(self, pad, value);
  }
  return run::constant_pad_nd(self, pad, value);
}

Tensor pad(const Tensor& self, IntArrayRef pad, const char* mode, const Scalar& value) {
  OpScope scope("pad");
  return run::pad(self, pad, mode, value);
}

Tensor tril(const Tensor& self, int64_t diagonal) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::tril, detail::grad_table.tril)(self, diagonal);
  }
  return run::tril(self, diagonal);
}
Tensor& tril_(Tensor& self, int64_t diagonal) {
  detail::CheckInplace("tril_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("tril_").inplace_begin("tril_", self);
    detail::autograd_interface.inplace_finish("tril_", self, tril(old, diagonal));
    return self;
  }
  return run::tril_(self, diagonal);
}
Tensor& Tensor::tril_(int64_t diagonal) const {
  return tessera::tril_(const_cast<Tensor&>(*this), diagonal);
}
Tensor& run::tril_out(Tensor& out, const Tensor& self, int64_t diagonal) {
  return detail::CopyOut(Op::tril, out, run::tril(self, diagonal));
}
Tensor& tril_out(Tensor& out, const Tensor& self, int64_t diagonal) {
  detail::CheckOut(Op::tril, out, detail::WantsGrad(out, self));
  return run::tril_out(out, self, diagonal);
}
Tensor Tensor::tril(int64_t diagonal) const {
  return tessera::tril(*this, diagonal);
}

Tensor triu(const Tensor& self, int64_t diagonal) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::triu, detail::grad_table.triu)(self, diagonal);
  }
  return run::triu(self, diagonal);
}
Tensor& triu_(Tensor& self, int64_t diagonal) {
  detail::CheckInplace("triu_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("triu_").inplace_begin("triu_", self);
    detail::autograd_interface.inplace_finish("triu_", self, triu(old, diagonal));
    return self;
  }
  return run::triu_(self, diagonal);
}
Tensor& Tensor::triu_(int64_t diagonal) const {
  return tessera::triu_(const_cast<Tensor&>(*this), diagonal);
}
Tensor& run::triu_out(Tensor& out, const Tensor& self, int64_t diagonal) {
  return detail::CopyOut(Op::triu, out, run::triu(self, diagonal));
}
Tensor& triu_out(Tensor& out, const Tensor& self, int64_t diagonal) {
  detail::CheckOut(Op::triu, out, detail::WantsGrad(out, self));
  return run::triu_out(out, self, diagonal);
}
Tensor Tensor::triu(int64_t diagonal) const {
  return tessera::triu(*this, diagonal);
}

Tensor diag(const Tensor& self, int64_t diagonal) {
  OpScope scope("diag");
  return run::diag(self, diagonal);
}
Tensor& run::diag_out(Tensor& out, const Tensor& self, int64_t diagonal) {
  return detail::CopyOut(Op::diag, out, run::diag(self, diagonal));
}
Tensor& diag_out(Tensor& out, const Tensor& self, int64_t diagonal) {
  OpScope scope("diag");
  detail::CheckOut(Op::diag, out, detail::WantsGrad(out, self));
  return run::diag_out(out, self, diagonal);
}
Tensor Tensor::diag(int64_t diagonal) const {
  return tessera::diag(*this, diagonal);
}

Tensor diag_embed(const Tensor& self, int64_t offset, int64_t dim1, int64_t dim2) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::diag_embed, detail::grad_table.diag_embed)(self, offset, dim1, dim2);
  }
  return run::diag_embed(self, offset, dim1, dim2);
}
Tensor Tensor::diag_embed(int64_t offset, int64_t dim1, int64_t dim2) const {
  return tessera::diag_embed(*this, offset, dim1, dim2);
}

}  // namespace tessera
