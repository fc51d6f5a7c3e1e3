// Made by tensor/ops/generate.py from tensor/ops/index.toml; do not edit.
#include "tessera/tensor/ops/ops_index.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor index(const Tensor& self, TensorList indices) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::index, detail::grad_table.index)(self, indices);
  }
  return run::index(self, indices);
}
Tensor Tensor::index(TensorList indices) const {
  return tessera::index(*this, indices);
}

Tensor index_put(const Tensor& self, TensorList indices, const Tensor& values, bool accumulate) {
  if (detail::WantsGrad(self, values)) {
    return detail::GradSlot(Op::index_put, detail::grad_table.index_put)(self, indices, values, accumulate);
  }
  return run::index_put(self, indices, values, accumulate);
}
Tensor& index_put_(Tensor& self, TensorList indices, const Tensor& values, bool accumulate) {
  detail::CheckInplace("index_put_", self);
  if (detail::WantsGrad(self, values)) {
    Tensor old = detail::Autograd("index_put_").inplace_begin("index_put_", self);
    detail::autograd_interface.inplace_finish("index_put_", self, index_put(old, indices, values, accumulate));
    return self;
  }
  return run::index_put_(self, indices, values, accumulate);
}
Tensor& Tensor::index_put_(TensorList indices, const Tensor& values, bool accumulate) const {
  return tessera::index_put_(const_cast<Tensor&>(*this), indices, values, accumulate);
}
Tensor Tensor::index_put(TensorList indices, const Tensor& values, bool accumulate) const {
  return tessera::index_put(*this, indices, values, accumulate);
}

Tensor gather(const Tensor& self, int64_t dim, const Tensor& index) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::gather, detail::grad_table.gather)(self, dim, index);
  }
  return run::gather(self, dim, index);
}
Tensor& run::gather_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index) {
  return detail::CopyOut(Op::gather, out, run::gather(self, dim, index));
}
Tensor& gather_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index) {
  detail::CheckOut(Op::gather, out, detail::WantsGrad(out, self, index));
  return run::gather_out(out, self, dim, index);
}
Tensor Tensor::gather(int64_t dim, const Tensor& index) const {
  return tessera::gather(*this, dim, index);
}

Tensor index_select(const Tensor& self, int64_t dim, const Tensor& index) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::index_select, detail::grad_table.index_select)(self, dim, index);
  }
  return run::index_select(self, dim, index);
}
Tensor& run::index_select_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index) {
  return detail::CopyOut(Op::index_select, out, run::index_select(self, dim, index));
}
Tensor& index_select_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index) {
  detail::CheckOut(Op::index_select, out, detail::WantsGrad(out, self, index));
  return run::index_select_out(out, self, dim, index);
}
Tensor Tensor::index_select(int64_t dim, const Tensor& index) const {
  return tessera::index_select(*this, dim, index);
}

Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src) {
  if (detail::WantsGrad(self, src)) {
    return detail::GradSlot(Op::scatter, detail::grad_table.scatter)(self, dim, index, src);
  }
  return run::scatter(self, dim, index, src);
}
Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& src) {
  detail::CheckInplace("scatter_", self);
  if (detail::WantsGrad(self, src)) {
    Tensor old = detail::Autograd("scatter_").inplace_begin("scatter_", self);
    detail::autograd_interface.inplace_finish("scatter_", self, scatter(old, dim, index, src));
    return self;
  }
  return run::scatter_(self, dim, index, src);
}
Tensor& Tensor::scatter_(int64_t dim, const Tensor& index, const Tensor& src) const {
  return tessera::scatter_(const_cast<Tensor&>(*this), dim, index, src);
}
Tensor& run::scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src) {
  return detail::CopyOut(Op::scatter, out, run::scatter(self, dim, index, src));
}
Tensor& scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src) {
  detail::CheckOut(Op::scatter, out, detail::WantsGrad(out, self, index, src));
  return run::scatter_out(out, self, dim, index, src);
}
Tensor Tensor::scatter(int64_t dim, const Tensor& index, const Tensor& src) const {
  return tessera::scatter(*this, dim, index, src);
}
Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::scatter, detail::grad_table.scatter_value)(self, dim, index, value);
  }
  return run::scatter(self, dim, index, value);
}
Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index, const Scalar& value) {
  detail::CheckInplace("scatter_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("scatter_").inplace_begin("scatter_", self);
    detail::autograd_interface.inplace_finish("scatter_", self, scatter(old, dim, index, value));
    return self;
  }
  return run::scatter_(self, dim, index, value);
}
Tensor& Tensor::scatter_(int64_t dim, const Tensor& index, const Scalar& value) const {
  return tessera::scatter_(const_cast<Tensor&>(*this), dim, index, value);
}
Tensor& run::scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value) {
  return detail::CopyOut(Op::scatter, out, run::scatter(self, dim, index, value));
}
Tensor& scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value) {
  detail::CheckOut(Op::scatter, out, detail::WantsGrad(out, self, index));
  return run::scatter_out(out, self, dim, index, value);
}
Tensor Tensor::scatter(int64_t dim, const Tensor& index, const Scalar& value) const {
  return tessera::scatter(*this, dim, index, value);
}
Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce) {
  if (detail::WantsGrad(self, src)) {
    return detail::GradSlot(Op::scatter, detail::grad_table.scatter_reduce)(self, dim, index, src, reduce);
  }
  return run::scatter(self, dim, index, src, reduce);
}
Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce) {
  detail::CheckInplace("scatter_", self);
  if (detail::WantsGrad(self, src)) {
    Tensor old = detail::Autograd("scatter_").inplace_begin("scatter_", self);
    detail::autograd_interface.inplace_finish("scatter_", self, scatter(old, dim, index, src, reduce));
    return self;
  }
  return run::scatter_(self, dim, index, src, reduce);
}
Tensor& Tensor::scatter_(int64_t dim, const Tensor& index, const Tensor& src, const char* reduce) const {
  return tessera::scatter_(const_cast<Tensor&>(*this), dim, index, src, reduce);
}
Tensor& run::scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce) {
  return detail::CopyOut(Op::scatter, out, run::scatter(self, dim, index, src, reduce));
}
Tensor& scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce) {
  detail::CheckOut(Op::scatter, out, detail::WantsGrad(out, self, index, src));
  return run::scatter_out(out, self, dim, index, src, reduce);
}
Tensor Tensor::scatter(int64_t dim, const Tensor& index, const Tensor& src, const char* reduce) const {
  return tessera::scatter(*this, dim, index, src, reduce);
}
Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value, const char* reduce) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::scatter, detail::grad_table.scatter_value_reduce)(self, dim, index, value, reduce);
  }
  return run::scatter(self, dim, index, value, reduce);
}
Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index, const Scalar& value, const char* reduce) {
  detail::CheckInplace("scatter_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("scatter_").inplace_begin("scatter_", self);
    detail::autograd_interface.inplace_finish("scatter_", self, scatter(old, dim, index, value, reduce));
    return self;
  }
  return run::scatter_(self, dim, index, value, reduce);
}
Tensor& Tensor::scatter_(int64_t dim, const Tensor& index, const Scalar& value, const char* reduce) const {
  return tessera::scatter_(const_cast<Tensor&>(*this), dim, index, value, reduce);
}
Tensor& run::scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value, const char* reduce) {
  return detail::CopyOut(Op::scatter, out, run::scatter(self, dim, index, value, reduce));
}
Tensor& scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value, const char* reduce) {
  detail::CheckOut(Op::scatter, out, detail::WantsGrad(out, self, index));
  return run::scatter_out(out, self, dim, index, value, reduce);
}
Tensor Tensor::scatter(int64_t dim, const Tensor& index, const Scalar& value, const char* reduce) const {
  return tessera::scatter(*this, dim, index, value, reduce);
}

Tensor scatter_add(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src) {
  if (detail::WantsGrad(self, src)) {
    return detail::GradSlot(Op::scatter_add, detail::grad_table.scatter_add)(self, dim, index, src);
  }
  return run::scatter_add(self, dim, index, src);
}
Tensor& scatter_add_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& src) {
  detail::CheckInplace("scatter_add_", self);
  if (detail::WantsGrad(self, src)) {
    Tensor old = detail::Autograd("scatter_add_").inplace_begin("scatter_add_", self);
    detail::autograd_interface.inplace_finish("scatter_add_", self, scatter_add(old, dim, index, src));
    return self;
  }
  return run::scatter_add_(self, dim, index, src);
}
Tensor& Tensor::scatter_add_(int64_t dim, const Tensor& index, const Tensor& src) const {
  return tessera::scatter_add_(const_cast<Tensor&>(*this), dim, index, src);
}
Tensor& run::scatter_add_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src) {
  return detail::CopyOut(Op::scatter_add, out, run::scatter_add(self, dim, index, src));
}
Tensor& scatter_add_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src) {
  detail::CheckOut(Op::scatter_add, out, detail::WantsGrad(out, self, index, src));
  return run::scatter_add_out(out, self, dim, index, src);
}
Tensor Tensor::scatter_add(int64_t dim, const Tensor& index, const Tensor& src) const {
  return tessera::scatter_add(*this, dim, index, src);
}

Tensor scatter_reduce(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce, bool include_self) {
  if (detail::WantsGrad(self, src)) {
    return detail::GradSlot(Op::scatter_reduce, detail::grad_table.scatter_reduce_two)(self, dim, index, src, reduce, include_self);
  }
  return run::scatter_reduce(self, dim, index, src, reduce, include_self);
}
Tensor& scatter_reduce_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce, bool include_self) {
  detail::CheckInplace("scatter_reduce_", self);
  if (detail::WantsGrad(self, src)) {
    Tensor old = detail::Autograd("scatter_reduce_").inplace_begin("scatter_reduce_", self);
    detail::autograd_interface.inplace_finish("scatter_reduce_", self, scatter_reduce(old, dim, index, src, reduce, include_self));
    return self;
  }
  return run::scatter_reduce_(self, dim, index, src, reduce, include_self);
}
Tensor& Tensor::scatter_reduce_(int64_t dim, const Tensor& index, const Tensor& src, const char* reduce, bool include_self) const {
  return tessera::scatter_reduce_(const_cast<Tensor&>(*this), dim, index, src, reduce, include_self);
}
Tensor& run::scatter_reduce_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce, bool include_self) {
  return detail::CopyOut(Op::scatter_reduce, out, run::scatter_reduce(self, dim, index, src, reduce, include_self));
}
Tensor& scatter_reduce_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce, bool include_self) {
  detail::CheckOut(Op::scatter_reduce, out, detail::WantsGrad(out, self, index, src));
  return run::scatter_reduce_out(out, self, dim, index, src, reduce, include_self);
}
Tensor Tensor::scatter_reduce(int64_t dim, const Tensor& index, const Tensor& src, const char* reduce, bool include_self) const {
  return tessera::scatter_reduce(*this, dim, index, src, reduce, include_self);
}

Tensor index_add(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source, const Scalar& alpha) {
  if (detail::WantsGrad(self, source)) {
    return detail::GradSlot(Op::index_add, detail::grad_table.index_add)(self, dim, index, source, alpha);
  }
  return run::index_add(self, dim, index, source, alpha);
}
Tensor& index_add_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& source, const Scalar& alpha) {
  detail::CheckInplace("index_add_", self);
  if (detail::WantsGrad(self, source)) {
    Tensor old = detail::Autograd("index_add_").inplace_begin("index_add_", self);
    detail::autograd_interface.inplace_finish("index_add_", self, index_add(old, dim, index, source, alpha));
    return self;
  }
  return run::index_add_(self, dim, index, source, alpha);
}
Tensor& Tensor::index_add_(int64_t dim, const Tensor& index, const Tensor& source, const Scalar& alpha) const {
  return tessera::index_add_(const_cast<Tensor&>(*this), dim, index, source, alpha);
}
Tensor& run::index_add_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source, const Scalar& alpha) {
  return detail::CopyOut(Op::index_add, out, run::index_add(self, dim, index, source, alpha));
}
Tensor& index_add_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source, const Scalar& alpha) {
  detail::CheckOut(Op::index_add, out, detail::WantsGrad(out, self, index, source));
  return run::index_add_out(out, self, dim, index, source, alpha);
}
Tensor Tensor::index_add(int64_t dim, const Tensor& index, const Tensor& source, const Scalar& alpha) const {
  return tessera::index_add(*this, dim, index, source, alpha);
}

Tensor index_copy(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source) {
  if (detail::WantsGrad(self, source)) {
    return detail::GradSlot(Op::index_copy, detail::grad_table.index_copy)(self, dim, index, source);
  }
  return run::index_copy(self, dim, index, source);
}
Tensor& index_copy_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& source) {
  detail::CheckInplace("index_copy_", self);
  if (detail::WantsGrad(self, source)) {
    Tensor old = detail::Autograd("index_copy_").inplace_begin("index_copy_", self);
    detail::autograd_interface.inplace_finish("index_copy_", self, index_copy(old, dim, index, source));
    return self;
  }
  return run::index_copy_(self, dim, index, source);
}
Tensor& Tensor::index_copy_(int64_t dim, const Tensor& index, const Tensor& source) const {
  return tessera::index_copy_(const_cast<Tensor&>(*this), dim, index, source);
}
Tensor Tensor::index_copy(int64_t dim, const Tensor& index, const Tensor& source) const {
  return tessera::index_copy(*this, dim, index, source);
}

Tensor index_fill(const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::index_fill, detail::grad_table.index_fill)(self, dim, index, value);
  }
  return run::index_fill(self, dim, index, value);
}
Tensor& index_fill_(Tensor& self, int64_t dim, const Tensor& index, const Scalar& value) {
  detail::CheckInplace("index_fill_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("index_fill_").inplace_begin("index_fill_", self);
    detail::autograd_interface.inplace_finish("index_fill_", self, index_fill(old, dim, index, value));
    return self;
  }
  return run::index_fill_(self, dim, index, value);
}
Tensor& Tensor::index_fill_(int64_t dim, const Tensor& index, const Scalar& value) const {
  return tessera::index_fill_(const_cast<Tensor&>(*this), dim, index, value);
}
Tensor Tensor::index_fill(int64_t dim, const Tensor& index, const Scalar& value) const {
  return tessera::index_fill(*this, dim, index, value);
}
Tensor index_fill(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& value) {
  if (detail::WantsGrad(self, value)) {
    return detail::GradSlot(Op::index_fill, detail::grad_table.index_fill_Tensor)(self, dim, index, value);
  }
  return run::index_fill(self, dim, index, value);
}
Tensor& index_fill_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& value) {
  detail::CheckInplace("index_fill_", self);
  if (detail::WantsGrad(self, value)) {
    Tensor old = detail::Autograd("index_fill_").inplace_begin("index_fill_", self);
    detail::autograd_interface.inplace_finish("index_fill_", self, index_fill(old, dim, index, value));
    return self;
  }
  return run::index_fill_(self, dim, index, value);
}
Tensor& Tensor::index_fill_(int64_t dim, const Tensor& index, const Tensor& value) const {
  return tessera::index_fill_(const_cast<Tensor&>(*this), dim, index, value);
}
Tensor Tensor::index_fill(int64_t dim, const Tensor& index, const Tensor& value) const {
  return tessera::index_fill(*this, dim, index, value);
}

Tensor take(const Tensor& self, const Tensor& index) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::take, detail::grad_table.take)(self, index);
  }
  return run::take(self, index);
}
Tensor& run::take_out(Tensor& out, const Tensor& self, const Tensor& index) {
  return detail::CopyOut(Op::take, out, run::take(self, index));
}
Tensor& take_out(Tensor& out, const Tensor& self, const Tensor& index) {
  detail::CheckOut(Op::take, out, detail::WantsGrad(out, self, index));
  return run::take_out(out, self, index);
}
Tensor Tensor::take(const Tensor& index) const {
  return tessera::take(*this, index);
}

Tensor take_along_dim(const Tensor& self, const Tensor& indices, std::optional<int64_t> dim) {
  OpScope scope("take_along_dim");
  return run::take_along_dim(self, indices, dim);
}
Tensor& run::take_along_dim_out(Tensor& out, const Tensor& self, const Tensor& indices, std::optional<int64_t> dim) {
  return detail::CopyOut(Op::take_along_dim, out, run::take_along_dim(self, indices, dim));
}
Tensor& take_along_dim_out(Tensor& out, const Tensor& self, const Tensor& indices, std::optional<int64_t> dim) {
  OpScope scope("take_along_dim");
  detail::CheckOut(Op::take_along_dim, out, detail::WantsGrad(out, self, indices));
  return run::take_along_dim_out(out, self, indices, dim);
}
Tensor Tensor::take_along_dim(const Tensor& indices, std::optional<int64_t> dim) const {
  return tessera::take_along_dim(*this, indices, dim);
}

Tensor repeat_interleave(const Tensor& repeats, std::optional<int64_t> output_size) {
  OpScope scope("repeat_interleave");
  return run::repeat_interleave(repeats, output_size);
}
Tensor Tensor::repeat_interleave(std::optional<int64_t> output_size) const {
  return tessera::repeat_interleave(*this, output_size);
}
Tensor repeat_interleave(const Tensor& self, const Tensor& repeats, std::optional<int64_t> dim, std::optional<int64_t> output_size) {
  OpScope scope("repeat_interleave");
  return run::repeat_interleave(self, repeats, dim, output_size);
}
Tensor Tensor::repeat_interleave(const Tensor& repeats, std::optional<int64_t> dim, std::optional<int64_t> output_size) const {
  return tessera::repeat_interleave(*this, repeats, dim, output_size);
}
Tensor repeat_interleave(const Tensor& self, int64_t repeats, std::optional<int64_t> dim, std::optional<int64_t> output_size) {
  OpScope scope("repeat_interleave");
  return run::repeat_interleave(self, repeats, dim, output_size);
}
Tensor Tensor::repeat_interleave(int64_t repeats, std::optional<int64_t> dim, std::optional<int64_t> output_size) const {
  return tessera::repeat_interleave(*this, repeats, dim, output_size);
}

Tensor nonzero(const Tensor& self) {
  return run::nonzero(self);
}
Tensor& run::nonzero_out(Tensor& out, const Tensor& self) {
  return detail::CopyOut(Op::nonzero, out, run::nonzero(self));
}
Tensor& nonzero_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::nonzero, out, detail::WantsGrad(out, self));
  return run::nonzero_out(out, self);
}
Tensor Tensor::nonzero() const {
  return tessera::nonzero(*this);
}

Tensor masked_select(const Tensor& self, const Tensor& mask) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::masked_select, detail::grad_table.masked_select)(self, mask);
  }
  return run::masked_select(self, mask);
}
Tensor& run::masked_select_out(Tensor& out, const Tensor& self, const Tensor& mask) {
  return detail::CopyOut(Op::masked_select, out, run::masked_select(self, mask));
}
Tensor& masked_select_out(Tensor& out, const Tensor& self, const Tensor& mask) {
  detail::CheckOut(Op::masked_select, out, detail::WantsGrad(out, self, mask));
  return run::masked_select_out(out, self, mask);
}
Tensor Tensor::masked_select(const Tensor& mask) const {
  return tessera::masked_select(*this, mask);
}

std::vector<Tensor> nonzero_numpy(const Tensor& self) {
  OpScope scope("nonzero_numpy");
  return run::nonzero_numpy(self);
}
std::vector<Tensor> Tensor::nonzero_numpy() const {
  return tessera::nonzero_numpy(*this);
}

Tensor argwhere(const Tensor& self) {
  OpScope scope("argwhere");
  return run::argwhere(self);
}
Tensor& run::argwhere_out(Tensor& out, const Tensor& self) {
  return detail::CopyOut(Op::argwhere, out, run::argwhere(self));
}
Tensor& argwhere_out(Tensor& out, const Tensor& self) {
  OpScope scope("argwhere");
  detail::CheckOut(Op::argwhere, out, detail::WantsGrad(out, self));
  return run::argwhere_out(out, self);
}
Tensor Tensor::argwhere() const {
  return tessera::argwhere(*this);
}

Tensor masked_scatter(const Tensor& self, const Tensor& mask, const Tensor& source) {
  if (detail::WantsGrad(self, source)) {
    return detail::GradSlot(Op::masked_scatter, detail::grad_table.masked_scatter)(self, mask, source);
  }
  return run::masked_scatter(self, mask, source);
}
Tensor& masked_scatter_(Tensor& self, const Tensor& mask, const Tensor& source) {
  detail::CheckInplace("masked_scatter_", self);
  if (detail::WantsGrad(self, source)) {
    Tensor old = detail::Autograd("masked_scatter_").inplace_begin("masked_scatter_", self);
    detail::autograd_interface.inplace_finish("masked_scatter_", self, masked_scatter(old, mask, source));
    return self;
  }
  return run::masked_scatter_(self, mask, source);
}
Tensor& Tensor::masked_scatter_(const Tensor& mask, const Tensor& source) const {
  return tessera::masked_scatter_(const_cast<Tensor&>(*this), mask, source);
}
Tensor Tensor::masked_scatter(const Tensor& mask, const Tensor& source) const {
  return tessera::masked_scatter(*this, mask, source);
}

Tensor one_hot(const Tensor& self, int64_t num_classes) {
  OpScope scope("one_hot");
  return run::one_hot(self, num_classes);
}

Tensor bincount(const Tensor& self, const Tensor& weights, int64_t minlength) {
  OpScope scope("bincount");
  return run::bincount(self, weights, minlength);
}
Tensor Tensor::bincount(const Tensor& weights, int64_t minlength) const {
  return tessera::bincount(*this, weights, minlength);
}

}  // namespace tessera
