// Made by tensor/ops/generate.py from tensor/ops/view.toml; do not edit.
#include "tessera/tensor/ops/ops_view.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor detach(const Tensor& self) {
  return run::detach(self);
}
Tensor& detach_(Tensor& self) {
  return run::detach_(self);
}
Tensor& Tensor::detach_() const {
  return tessera::detach_(const_cast<Tensor&>(*this));
}
Tensor Tensor::detach() const {
  return tessera::detach(*this);
}

static Tensor call_view(const Tensor& self, IntArrayRef size) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::view, detail::grad_table.view)(self, size);
  }
  return run::view(self, size);
}
Tensor Tensor::view(IntArrayRef size) const {
  return call_view(*this, size);
}

Tensor view_dtype(const Tensor& self, DType dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::view_dtype, detail::grad_table.view_dtype)(self, dtype);
  }
  return run::view_dtype(self, dtype);
}

Tensor reshape(const Tensor& self, IntArrayRef shape) {
  OpScope scope("reshape");
  return run::reshape(self, shape);
}
Tensor Tensor::reshape(IntArrayRef shape) const {
  return tessera::reshape(*this, shape);
}

Tensor flatten(const Tensor& self, int64_t start_dim, int64_t end_dim) {
  OpScope scope("flatten");
  return run::flatten(self, start_dim, end_dim);
}
Tensor Tensor::flatten(int64_t start_dim, int64_t end_dim) const {
  return tessera::flatten(*this, start_dim, end_dim);
}

Tensor ravel(const Tensor& self) {
  OpScope scope("ravel");
  return run::ravel(self);
}
Tensor Tensor::ravel() const {
  return tessera::ravel(*this);
}

Tensor unflatten(const Tensor& self, int64_t dim, IntArrayRef sizes) {
  OpScope scope("unflatten");
  return run::unflatten(self, dim, sizes);
}
Tensor Tensor::unflatten(int64_t dim, IntArrayRef sizes) const {
  return tessera::unflatten(*this, dim, sizes);
}

Tensor squeeze(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::squeeze, detail::grad_table.squeeze)(self);
  }
  return run::squeeze(self);
}
Tensor& run::squeeze_(Tensor& self) {
  return detail::SetView(self, run::squeeze(self));
}
Tensor& squeeze_(Tensor& self) {
  detail::CheckInplaceView("squeeze_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("squeeze_").inplace_begin("squeeze_", self);
    detail::autograd_interface.inplace_view("squeeze_", self, squeeze(old));
    return self;
  }
  return run::squeeze_(self);
}
Tensor& Tensor::squeeze_() const {
  return tessera::squeeze_(const_cast<Tensor&>(*this));
}
Tensor Tensor::squeeze() const {
  return tessera::squeeze(*this);
}
Tensor squeeze(const Tensor& self, int64_t dim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::squeeze, detail::grad_table.squeeze_dim)(self, dim);
  }
  return run::squeeze(self, dim);
}
Tensor& run::squeeze_(Tensor& self, int64_t dim) {
  return detail::SetView(self, run::squeeze(self, dim));
}
Tensor& squeeze_(Tensor& self, int64_t dim) {
  detail::CheckInplaceView("squeeze_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("squeeze_").inplace_begin("squeeze_", self);
    detail::autograd_interface.inplace_view("squeeze_", self, squeeze(old, dim));
    return self;
  }
  return run::squeeze_(self, dim);
}
Tensor& Tensor::squeeze_(int64_t dim) const {
  return tessera::squeeze_(const_cast<Tensor&>(*this), dim);
}
Tensor Tensor::squeeze(int64_t dim) const {
  return tessera::squeeze(*this, dim);
}
Tensor squeeze(const Tensor& self, IntArrayRef dim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::squeeze, detail::grad_table.squeeze_dims)(self, dim);
  }
  return run::squeeze(self, dim);
}
Tensor& run::squeeze_(Tensor& self, IntArrayRef dim) {
  return detail::SetView(self, run::squeeze(self, dim));
}
Tensor& squeeze_(Tensor& self, IntArrayRef dim) {
  detail::CheckInplaceView("squeeze_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("squeeze_").inplace_begin("squeeze_", self);
    detail::autograd_interface.inplace_view("squeeze_", self, squeeze(old, dim));
    return self;
  }
  return run::squeeze_(self, dim);
}
Tensor& Tensor::squeeze_(IntArrayRef dim) const {
  return tessera::squeeze_(const_cast<Tensor&>(*this), dim);
}
Tensor Tensor::squeeze(IntArrayRef dim) const {
  return tessera::squeeze(*this, dim);
}

Tensor unsqueeze(const Tensor& self, int64_t dim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::unsqueeze, detail::grad_table.unsqueeze)(self, dim);
  }
  return run::unsqueeze(self, dim);
}
Tensor& run::unsqueeze_(Tensor& self, int64_t dim) {
  return detail::SetView(self, run::unsqueeze(self, dim));
}
Tensor& unsqueeze_(Tensor& self, int64_t dim) {
  detail::CheckInplaceView("unsqueeze_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("unsqueeze_").inplace_begin("unsqueeze_", self);
    detail::autograd_interface.inplace_view("unsqueeze_", self, unsqueeze(old, dim));
    return self;
  }
  return run::unsqueeze_(self, dim);
}
Tensor& Tensor::unsqueeze_(int64_t dim) const {
  return tessera::unsqueeze_(const_cast<Tensor&>(*this), dim);
}
Tensor Tensor::unsqueeze(int64_t dim) const {
  return tessera::unsqueeze(*this, dim);
}

Tensor transpose(const Tensor& self, int64_t dim0, int64_t dim1) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::transpose, detail::grad_table.transpose)(self, dim0, dim1);
  }
  return run::transpose(self, dim0, dim1);
}
Tensor& run::transpose_(Tensor& self, int64_t dim0, int64_t dim1) {
  return detail::SetView(self, run::transpose(self, dim0, dim1));
}
Tensor& transpose_(Tensor& self, int64_t dim0, int64_t dim1) {
  detail::CheckInplaceView("transpose_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("transpose_").inplace_begin("transpose_", self);
    detail::autograd_interface.inplace_view("transpose_", self, transpose(old, dim0, dim1));
    return self;
  }
  return run::transpose_(self, dim0, dim1);
}
Tensor& Tensor::transpose_(int64_t dim0, int64_t dim1) const {
  return tessera::transpose_(const_cast<Tensor&>(*this), dim0, dim1);
}
Tensor& Tensor::swapaxes_(int64_t dim0, int64_t dim1) const {
  return tessera::transpose_(const_cast<Tensor&>(*this), dim0, dim1);
}
Tensor& Tensor::swapdims_(int64_t dim0, int64_t dim1) const {
  return tessera::transpose_(const_cast<Tensor&>(*this), dim0, dim1);
}
Tensor Tensor::transpose(int64_t dim0, int64_t dim1) const {
  return tessera::transpose(*this, dim0, dim1);
}
Tensor Tensor::swapaxes(int64_t dim0, int64_t dim1) const {
  return tessera::transpose(*this, dim0, dim1);
}
Tensor Tensor::swapdims(int64_t dim0, int64_t dim1) const {
  return tessera::transpose(*this, dim0, dim1);
}

Tensor t(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::t, detail::grad_table.t)(self);
  }
  return run::t(self);
}
Tensor& run::t_(Tensor& self) {
  return detail::SetView(self, run::t(self));
}
Tensor& t_(Tensor& self) {
  detail::CheckInplaceView("t_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("t_").inplace_begin("t_", self);
    detail::autograd_interface.inplace_view("t_", self, t(old));
    return self;
  }
  return run::t_(self);
}
Tensor& Tensor::t_() const {
  return tessera::t_(const_cast<Tensor&>(*this));
}
Tensor Tensor::t() const {
  return tessera::t(*this);
}

static Tensor call_mT(const Tensor& self) {
  OpScope scope("mT");
  return run::mT(self);
}
Tensor Tensor::mT() const {
  return call_mT(*this);
}

static Tensor call_numpy_T(const Tensor& self) {
  OpScope scope("numpy_T");
  return run::numpy_T(self);
}
Tensor Tensor::numpy_T() const {
  return call_numpy_T(*this);
}

Tensor adjoint(const Tensor& self) {
  OpScope scope("adjoint");
  return run::adjoint(self);
}
Tensor Tensor::adjoint() const {
  return tessera::adjoint(*this);
}

static Tensor call_mH(const Tensor& self) {
  OpScope scope("mH");
  return run::mH(self);
}
Tensor Tensor::mH() const {
  return call_mH(*this);
}

static Tensor call_matrix_H(const Tensor& self) {
  OpScope scope("matrix_H");
  return run::matrix_H(self);
}
Tensor Tensor::matrix_H() const {
  return call_matrix_H(*this);
}

Tensor permute(const Tensor& self, IntArrayRef dims) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::permute, detail::grad_table.permute)(self, dims);
  }
  return run::permute(self, dims);
}
Tensor Tensor::permute(IntArrayRef dims) const {
  return tessera::permute(*this, dims);
}

Tensor movedim(const Tensor& self, IntArrayRef source, IntArrayRef destination) {
  OpScope scope("movedim");
  return run::movedim(self, source, destination);
}
Tensor Tensor::movedim(IntArrayRef source, IntArrayRef destination) const {
  return tessera::movedim(*this, source, destination);
}
Tensor Tensor::moveaxis(IntArrayRef source, IntArrayRef destination) const {
  return tessera::movedim(*this, source, destination);
}
Tensor movedim(const Tensor& self, int64_t source, int64_t destination) {
  OpScope scope("movedim");
  return run::movedim(self, source, destination);
}
Tensor Tensor::movedim(int64_t source, int64_t destination) const {
  return tessera::movedim(*this, source, destination);
}
Tensor Tensor::moveaxis(int64_t source, int64_t destination) const {
  return tessera::movedim(*this, source, destination);
}

static Tensor call_expand(const Tensor& self, IntArrayRef size) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::expand, detail::grad_table.expand)(self, size);
  }
  return run::expand(self, size);
}
Tensor Tensor::expand(IntArrayRef size) const {
  return call_expand(*this, size);
}

static Tensor call_expand_as(const Tensor& self, const Tensor& other) {
  OpScope scope("expand_as");
  return run::expand_as(self, other);
}
Tensor Tensor::expand_as(const Tensor& other) const {
  return call_expand_as(*this, other);
}

Tensor broadcast_to(const Tensor& self, IntArrayRef size) {
  OpScope scope("broadcast_to");
  return run::broadcast_to(self, size);
}
Tensor Tensor::broadcast_to(IntArrayRef size) const {
  return tessera::broadcast_to(*this, size);
}

std::vector<Tensor> broadcast_tensors(TensorList tensors) {
  OpScope scope("broadcast_tensors");
  return run::broadcast_tensors(tensors);
}

static Tensor call_view_as(const Tensor& self, const Tensor& other) {
  OpScope scope("view_as");
  return run::view_as(self, other);
}
Tensor Tensor::view_as(const Tensor& other) const {
  return call_view_as(*this, other);
}

static Tensor call_reshape_as(const Tensor& self, const Tensor& other) {
  OpScope scope("reshape_as");
  return run::reshape_as(self, other);
}
Tensor Tensor::reshape_as(const Tensor& other) const {
  return call_reshape_as(*this, other);
}

Tensor select(const Tensor& self, int64_t dim, int64_t index) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::select, detail::grad_table.select)(self, dim, index);
  }
  return run::select(self, dim, index);
}
Tensor Tensor::select(int64_t dim, int64_t index) const {
  return tessera::select(*this, dim, index);
}

Tensor slice(const Tensor& self, int64_t dim, std::optional<int64_t> start, std::optional<int64_t> end, int64_t step) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::slice, detail::grad_table.slice)(self, dim, start, end, step);
  }
  return run::slice(self, dim, start, end, step);
}
Tensor Tensor::slice(int64_t dim, std::optional<int64_t> start, std::optional<int64_t> end, int64_t step) const {
  return tessera::slice(*this, dim, start, end, step);
}

Tensor narrow(const Tensor& self, int64_t dim, int64_t start, int64_t length) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::narrow, detail::grad_table.narrow)(self, dim, start, length);
  }
  return run::narrow(self, dim, start, length);
}
Tensor Tensor::narrow(int64_t dim, int64_t start, int64_t length) const {
  return tessera::narrow(*this, dim, start, length);
}
Tensor narrow(const Tensor& self, int64_t dim, const Tensor& start, int64_t length) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::narrow, detail::grad_table.narrow_Tensor)(self, dim, start, length);
  }
  return run::narrow(self, dim, start, length);
}
Tensor Tensor::narrow(int64_t dim, const Tensor& start, int64_t length) const {
  return tessera::narrow(*this, dim, start, length);
}

Tensor diagonal(const Tensor& self, int64_t offset, int64_t dim1, int64_t dim2) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::diagonal, detail::grad_table.diagonal)(self, offset, dim1, dim2);
  }
  return run::diagonal(self, offset, dim1, dim2);
}
Tensor Tensor::diagonal(int64_t offset, int64_t dim1, int64_t dim2) const {
  return tessera::diagonal(*this, offset, dim1, dim2);
}

static Tensor call_unfold(const Tensor& self, int64_t dimension, int64_t size, int64_t step) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::unfold, detail::grad_table.unfold)(self, dimension, size, step);
  }
  return run::unfold(self, dimension, size, step);
}
Tensor Tensor::unfold(int64_t dimension, int64_t size, int64_t step) const {
  return call_unfold(*this, dimension, size, step);
}

Tensor as_strided(const Tensor& self, IntArrayRef size, IntArrayRef stride, std::optional<int64_t> storage_offset) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::as_strided, detail::grad_table.as_strided)(self, size, stride, storage_offset);
  }
  return run::as_strided(self, size, stride, storage_offset);
}
Tensor& run::as_strided_(Tensor& self, IntArrayRef size, IntArrayRef stride, std::optional<int64_t> storage_offset) {
  return detail::SetView(self, run::as_strided(self, size, stride, storage_offset));
}
Tensor& as_strided_(Tensor& self, IntArrayRef size, IntArrayRef stride, std::optional<int64_t> storage_offset) {
  detail::CheckInplaceView("as_strided_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("as_strided_").inplace_begin("as_strided_", self);
    detail::autograd_interface.inplace_view("as_strided_", self, as_strided(old, size, stride, storage_offset));
    return self;
  }
  return run::as_strided_(self, size, stride, storage_offset);
}
Tensor& Tensor::as_strided_(IntArrayRef size, IntArrayRef stride, std::optional<int64_t> storage_offset) const {
  return tessera::as_strided_(const_cast<Tensor&>(*this), size, stride, storage_offset);
}
Tensor Tensor::as_strided(IntArrayRef size, IntArrayRef stride, std::optional<int64_t> storage_offset) const {
  return tessera::as_strided(*this, size, stride, storage_offset);
}

std::vector<Tensor> split(const Tensor& self, int64_t split_size, int64_t dim) {
  OpScope scope("split");
  return run::split(self, split_size, dim);
}
std::vector<Tensor> Tensor::split(int64_t split_size, int64_t dim) const {
  return tessera::split(*this, split_size, dim);
}
std::vector<Tensor> split(const Tensor& self, IntArrayRef split_sizes, int64_t dim) {
  OpScope scope("split");
  return run::split(self, split_sizes, dim);
}
std::vector<Tensor> Tensor::split(IntArrayRef split_sizes, int64_t dim) const {
  return tessera::split(*this, split_sizes, dim);
}

std::vector<Tensor> split_with_sizes(const Tensor& self, IntArrayRef split_sizes, int64_t dim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::split_with_sizes, detail::grad_table.split_with_sizes)(self, split_sizes, dim);
  }
  return run::split_with_sizes(self, split_sizes, dim);
}
std::vector<Tensor> Tensor::split_with_sizes(IntArrayRef split_sizes, int64_t dim) const {
  return tessera::split_with_sizes(*this, split_sizes, dim);
}

std::vector<Tensor> chunk(const Tensor& self, int64_t chunks, int64_t dim) {
  OpScope scope("chunk");
  return run::chunk(self, chunks, dim);
}
std::vector<Tensor> Tensor::chunk(int64_t chunks, int64_t dim) const {
  return tessera::chunk(*this, chunks, dim);
}

std::vector<Tensor> tensor_split(const Tensor& self, int64_t sections, int64_t dim) {
  OpScope scope("tensor_split");
  return run::tensor_split(self, sections, dim);
}
std::vector<Tensor> Tensor::tensor_split(int64_t sections, int64_t dim) const {
  return tessera::tensor_split(*this, sections, dim);
}
std::vector<Tensor> tensor_split(const Tensor& self, IntArrayRef indices, int64_t dim) {
  OpScope scope("tensor_split");
  return run::tensor_split(self, indices, dim);
}
std::vector<Tensor> Tensor::tensor_split(IntArrayRef indices, int64_t dim) const {
  return tessera::tensor_split(*this, indices, dim);
}

std::vector<Tensor> hsplit(const Tensor& self, int64_t sections) {
  OpScope scope("hsplit");
  return run::hsplit(self, sections);
}
std::vector<Tensor> Tensor::hsplit(int64_t sections) const {
  return tessera::hsplit(*this, sections);
}
std::vector<Tensor> hsplit(const Tensor& self, IntArrayRef indices) {
  OpScope scope("hsplit");
  return run::hsplit(self, indices);
}
std::vector<Tensor> Tensor::hsplit(IntArrayRef indices) const {
  return tessera::hsplit(*this, indices);
}

std::vector<Tensor> vsplit(const Tensor& self, int64_t sections) {
  OpScope scope("vsplit");
  return run::vsplit(self, sections);
}
std::vector<Tensor> Tensor::vsplit(int64_t sections) const {
  return tessera::vsplit(*this, sections);
}
std::vector<Tensor> vsplit(const Tensor& self, IntArrayRef indices) {
  OpScope scope("vsplit");
  return run::vsplit(self, indices);
}
std::vector<Tensor> Tensor::vsplit(IntArrayRef indices) const {
  return tessera::vsplit(*this, indices);
}

std::vector<Tensor> dsplit(const Tensor& self, int64_t sections) {
  OpScope scope("dsplit");
  return run::dsplit(self, sections);
}
std::vector<Tensor> Tensor::dsplit(int64_t sections) const {
  return tessera::dsplit(*this, sections);
}
std::vector<Tensor> dsplit(const Tensor& self, IntArrayRef indices) {
  OpScope scope("dsplit");
  return run::dsplit(self, indices);
}
std::vector<Tensor> Tensor::dsplit(IntArrayRef indices) const {
  return tessera::dsplit(*this, indices);
}

std::vector<Tensor> unbind(const Tensor& self, int64_t dim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::unbind, detail::grad_table.unbind)(self, dim);
  }
  return run::unbind(self, dim);
}
std::vector<Tensor> Tensor::unbind(int64_t dim) const {
  return tessera::unbind(*this, dim);
}

std::vector<Tensor> meshgrid(TensorList tensors, const char* indexing) {
  OpScope scope("meshgrid");
  return run::meshgrid(tensors, indexing);
}

Tensor real(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::real, detail::grad_table.real)(self);
  }
  return run::real(self);
}
Tensor Tensor::real() const {
  return tessera::real(*this);
}

Tensor imag(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::imag, detail::grad_table.imag)(self);
  }
  return run::imag(self);
}
Tensor Tensor::imag() const {
  return tessera::imag(*this);
}

Tensor view_as_real(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::view_as_real, detail::grad_table.view_as_real)(self);
  }
  return run::view_as_real(self);
}

Tensor view_as_complex(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::view_as_complex, detail::grad_table.view_as_complex)(self);
  }
  return run::view_as_complex(self);
}

Tensor atleast_1d(const Tensor& self) {
  OpScope scope("atleast_1d");
  return run::atleast_1d(self);
}
std::vector<Tensor> atleast_1d(TensorList tensors) {
  OpScope scope("atleast_1d");
  return run::atleast_1d(tensors);
}

Tensor atleast_2d(const Tensor& self) {
  OpScope scope("atleast_2d");
  return run::atleast_2d(self);
}
std::vector<Tensor> atleast_2d(TensorList tensors) {
  OpScope scope("atleast_2d");
  return run::atleast_2d(tensors);
}

Tensor atleast_3d(const Tensor& self) {
  OpScope scope("atleast_3d");
  return run::atleast_3d(self);
}
std::vector<Tensor> atleast_3d(TensorList tensors) {
  OpScope scope("atleast_3d");
  return run::atleast_3d(tensors);
}

}  // namespace tessera
