// Made by tensor/ops/generate.py from tensor/ops/scan.toml; do not edit.
#include "tessera/tensor/ops/ops_scan.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor cumsum(const Tensor& self, int64_t dim, std::optional<DType> dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::cumsum, detail::grad_table.cumsum)(self, dim, dtype);
  }
  return run::cumsum(self, dim, dtype);
}
Tensor& run::cumsum_(Tensor& self, int64_t dim, std::optional<DType> dtype) {
  return detail::CopyInplace(Op::cumsum, self, run::cumsum(self, dim, dtype));
}
Tensor& cumsum_(Tensor& self, int64_t dim, std::optional<DType> dtype) {
  detail::CheckInplace("cumsum_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("cumsum_").inplace_begin("cumsum_", self);
    detail::autograd_interface.inplace_finish("cumsum_", self, cumsum(old, dim, dtype));
    return self;
  }
  return run::cumsum_(self, dim, dtype);
}
Tensor& Tensor::cumsum_(int64_t dim, std::optional<DType> dtype) const {
  return tessera::cumsum_(const_cast<Tensor&>(*this), dim, dtype);
}
Tensor& run::cumsum_out(Tensor& out, const Tensor& self, int64_t dim, std::optional<DType> dtype) {
  return detail::CopyOut(Op::cumsum, out, run::cumsum(self, dim, dtype));
}
Tensor& cumsum_out(Tensor& out, const Tensor& self, int64_t dim, std::optional<DType> dtype) {
  detail::CheckOut(Op::cumsum, out, detail::WantsGrad(out, self));
  return run::cumsum_out(out, self, dim, dtype);
}
Tensor Tensor::cumsum(int64_t dim, std::optional<DType> dtype) const {
  return tessera::cumsum(*this, dim, dtype);
}

Tensor cumprod(const Tensor& self, int64_t dim, std::optional<DType> dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::cumprod, detail::grad_table.cumprod)(self, dim, dtype);
  }
  return run::cumprod(self, dim, dtype);
}
Tensor& run::cumprod_(Tensor& self, int64_t dim, std::optional<DType> dtype) {
  return detail::CopyInplace(Op::cumprod, self, run::cumprod(self, dim, dtype));
}
Tensor& cumprod_(Tensor& self, int64_t dim, std::optional<DType> dtype) {
  detail::CheckInplace("cumprod_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("cumprod_").inplace_begin("cumprod_", self);
    detail::autograd_interface.inplace_finish("cumprod_", self, cumprod(old, dim, dtype));
    return self;
  }
  return run::cumprod_(self, dim, dtype);
}
Tensor& Tensor::cumprod_(int64_t dim, std::optional<DType> dtype) const {
  return tessera::cumprod_(const_cast<Tensor&>(*this), dim, dtype);
}
Tensor& run::cumprod_out(Tensor& out, const Tensor& self, int64_t dim, std::optional<DType> dtype) {
  return detail::CopyOut(Op::cumprod, out, run::cumprod(self, dim, dtype));
}
Tensor& cumprod_out(Tensor& out, const Tensor& self, int64_t dim, std::optional<DType> dtype) {
  detail::CheckOut(Op::cumprod, out, detail::WantsGrad(out, self));
  return run::cumprod_out(out, self, dim, dtype);
}
Tensor Tensor::cumprod(int64_t dim, std::optional<DType> dtype) const {
  return tessera::cumprod(*this, dim, dtype);
}

std::tuple<Tensor, Tensor> cummax(const Tensor& self, int64_t dim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::cummax, detail::grad_table.cummax)(self, dim);
  }
  return run::cummax(self, dim);
}
std::tuple<Tensor&, Tensor&> run::cummax_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim) {
  return detail::CopyOutTuple(Op::cummax, std::tie(values, indices), run::cummax(self, dim));
}
std::tuple<Tensor&, Tensor&> cummax_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim) {
  detail::CheckOut(Op::cummax, values, indices, detail::WantsGrad(values, indices, self));
  return run::cummax_out(values, indices, self, dim);
}
std::tuple<Tensor, Tensor> Tensor::cummax(int64_t dim) const {
  return tessera::cummax(*this, dim);
}

std::tuple<Tensor, Tensor> cummin(const Tensor& self, int64_t dim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::cummin, detail::grad_table.cummin)(self, dim);
  }
  return run::cummin(self, dim);
}
std::tuple<Tensor&, Tensor&> run::cummin_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim) {
  return detail::CopyOutTuple(Op::cummin, std::tie(values, indices), run::cummin(self, dim));
}
std::tuple<Tensor&, Tensor&> cummin_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim) {
  detail::CheckOut(Op::cummin, values, indices, detail::WantsGrad(values, indices, self));
  return run::cummin_out(values, indices, self, dim);
}
std::tuple<Tensor, Tensor> Tensor::cummin(int64_t dim) const {
  return tessera::cummin(*this, dim);
}

Tensor diff(const Tensor& self, int64_t n, int64_t dim, const Tensor& prepend, const Tensor& append) {
  OpScope scope("diff");
  return run::diff(self, n, dim, prepend, append);
}
Tensor& run::diff_out(Tensor& out, const Tensor& self, int64_t n, int64_t dim, const Tensor& prepend, const Tensor& append) {
  return detail::CopyOut(Op::diff, out, run::diff(self, n, dim, prepend, append));
}
Tensor& diff_out(Tensor& out, const Tensor& self, int64_t n, int64_t dim, const Tensor& prepend, const Tensor& append) {
  OpScope scope("diff");
  detail::CheckOut(Op::diff, out, detail::WantsGrad(out, self, prepend, append));
  return run::diff_out(out, self, n, dim, prepend, append);
}
Tensor Tensor::diff(int64_t n, int64_t dim, const Tensor& prepend, const Tensor& append) const {
  return tessera::diff(*this, n, dim, prepend, append);
}

}  // namespace tessera
