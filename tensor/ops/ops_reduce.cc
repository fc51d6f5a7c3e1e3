// Made by tensor/ops/generate.py from tensor/ops/reduce.toml; do not edit.
#include "tessera/tensor/ops/ops_reduce.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor sum(const Tensor& self, std::optional<DType> dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::sum, detail::grad_table.sum)(self, dtype);
  }
  return run::sum(self, dtype);
}
Tensor& run::sum_out(Tensor& out, const Tensor& self, std::optional<DType> dtype) {
  return detail::CopyOut(Op::sum, out, run::sum(self, dtype));
}
Tensor& sum_out(Tensor& out, const Tensor& self, std::optional<DType> dtype) {
  detail::CheckOut(Op::sum, out, detail::WantsGrad(out, self));
  return run::sum_out(out, self, dtype);
}
Tensor Tensor::sum(std::optional<DType> dtype) const {
  return tessera::sum(*this, dtype);
}
Tensor sum(const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::sum, detail::grad_table.sum_dim)(self, dim, keepdim, dtype);
  }
  return run::sum(self, dim, keepdim, dtype);
}
Tensor& run::sum_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  return detail::CopyOut(Op::sum, out, run::sum(self, dim, keepdim, dtype));
}
Tensor& sum_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  detail::CheckOut(Op::sum, out, detail::WantsGrad(out, self));
  return run::sum_out(out, self, dim, keepdim, dtype);
}
Tensor Tensor::sum(IntArrayRef dim, bool keepdim, std::optional<DType> dtype) const {
  return tessera::sum(*this, dim, keepdim, dtype);
}

Tensor prod(const Tensor& self, std::optional<DType> dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::prod, detail::grad_table.prod)(self, dtype);
  }
  return run::prod(self, dtype);
}
Tensor& run::prod_out(Tensor& out, const Tensor& self, std::optional<DType> dtype) {
  return detail::CopyOut(Op::prod, out, run::prod(self, dtype));
}
Tensor& prod_out(Tensor& out, const Tensor& self, std::optional<DType> dtype) {
  detail::CheckOut(Op::prod, out, detail::WantsGrad(out, self));
  return run::prod_out(out, self, dtype);
}
Tensor Tensor::prod(std::optional<DType> dtype) const {
  return tessera::prod(*this, dtype);
}
Tensor prod(const Tensor& self, int64_t dim, bool keepdim, std::optional<DType> dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::prod, detail::grad_table.prod_dim)(self, dim, keepdim, dtype);
  }
  return run::prod(self, dim, keepdim, dtype);
}
Tensor& run::prod_out(Tensor& out, const Tensor& self, int64_t dim, bool keepdim, std::optional<DType> dtype) {
  return detail::CopyOut(Op::prod, out, run::prod(self, dim, keepdim, dtype));
}
Tensor& prod_out(Tensor& out, const Tensor& self, int64_t dim, bool keepdim, std::optional<DType> dtype) {
  detail::CheckOut(Op::prod, out, detail::WantsGrad(out, self));
  return run::prod_out(out, self, dim, keepdim, dtype);
}
Tensor Tensor::prod(int64_t dim, bool keepdim, std::optional<DType> dtype) const {
  return tessera::prod(*this, dim, keepdim, dtype);
}

Tensor mean(const Tensor& self, std::optional<DType> dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::mean, detail::grad_table.mean)(self, dtype);
  }
  return run::mean(self, dtype);
}
Tensor& run::mean_out(Tensor& out, const Tensor& self, std::optional<DType> dtype) {
  return detail::CopyOut(Op::mean, out, run::mean(self, dtype));
}
Tensor& mean_out(Tensor& out, const Tensor& self, std::optional<DType> dtype) {
  detail::CheckOut(Op::mean, out, detail::WantsGrad(out, self));
  return run::mean_out(out, self, dtype);
}
Tensor Tensor::mean(std::optional<DType> dtype) const {
  return tessera::mean(*this, dtype);
}
Tensor mean(const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::mean, detail::grad_table.mean_dim)(self, dim, keepdim, dtype);
  }
  return run::mean(self, dim, keepdim, dtype);
}
Tensor& run::mean_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  return detail::CopyOut(Op::mean, out, run::mean(self, dim, keepdim, dtype));
}
Tensor& mean_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  detail::CheckOut(Op::mean, out, detail::WantsGrad(out, self));
  return run::mean_out(out, self, dim, keepdim, dtype);
}
Tensor Tensor::mean(IntArrayRef dim, bool keepdim, std::optional<DType> dtype) const {
  return tessera::mean(*this, dim, keepdim, dtype);
}

Tensor var(const Tensor& self, bool unbiased) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::var, detail::grad_table.var)(self, unbiased);
  }
  return run::var(self, unbiased);
}
Tensor& run::var_out(Tensor& out, const Tensor& self, bool unbiased) {
  return detail::CopyOut(Op::var, out, run::var(self, unbiased));
}
Tensor& var_out(Tensor& out, const Tensor& self, bool unbiased) {
  detail::CheckOut(Op::var, out, detail::WantsGrad(out, self));
  return run::var_out(out, self, unbiased);
}
Tensor Tensor::var(bool unbiased) const {
  return tessera::var(*this, unbiased);
}
Tensor var(const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::var, detail::grad_table.var_dim)(self, dim, unbiased, keepdim);
  }
  return run::var(self, dim, unbiased, keepdim);
}
Tensor& run::var_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim) {
  return detail::CopyOut(Op::var, out, run::var(self, dim, unbiased, keepdim));
}
Tensor& var_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim) {
  detail::CheckOut(Op::var, out, detail::WantsGrad(out, self));
  return run::var_out(out, self, dim, unbiased, keepdim);
}
Tensor Tensor::var(IntArrayRef dim, bool unbiased, bool keepdim) const {
  return tessera::var(*this, dim, unbiased, keepdim);
}
Tensor var(const Tensor& self, IntArrayRef dim, const std::optional<Scalar>& correction, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::var, detail::grad_table.var_correction)(self, dim, correction, keepdim);
  }
  return run::var(self, dim, correction, keepdim);
}
Tensor& run::var_out(Tensor& out, const Tensor& self, IntArrayRef dim, const std::optional<Scalar>& correction, bool keepdim) {
  return detail::CopyOut(Op::var, out, run::var(self, dim, correction, keepdim));
}
Tensor& var_out(Tensor& out, const Tensor& self, IntArrayRef dim, const std::optional<Scalar>& correction, bool keepdim) {
  detail::CheckOut(Op::var, out, detail::WantsGrad(out, self));
  return run::var_out(out, self, dim, correction, keepdim);
}
Tensor Tensor::var(IntArrayRef dim, const std::optional<Scalar>& correction, bool keepdim) const {
  return tessera::var(*this, dim, correction, keepdim);
}

Tensor std(const Tensor& self, bool unbiased) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::std, detail::grad_table.std)(self, unbiased);
  }
  return run::std(self, unbiased);
}
Tensor& run::std_out(Tensor& out, const Tensor& self, bool unbiased) {
  return detail::CopyOut(Op::std, out, run::std(self, unbiased));
}
Tensor& std_out(Tensor& out, const Tensor& self, bool unbiased) {
  detail::CheckOut(Op::std, out, detail::WantsGrad(out, self));
  return run::std_out(out, self, unbiased);
}
Tensor Tensor::std(bool unbiased) const {
  return tessera::std(*this, unbiased);
}
Tensor std(const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::std, detail::grad_table.std_dim)(self, dim, unbiased, keepdim);
  }
  return run::std(self, dim, unbiased, keepdim);
}
Tensor& run::std_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim) {
  return detail::CopyOut(Op::std, out, run::std(self, dim, unbiased, keepdim));
}
Tensor& std_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim) {
  detail::CheckOut(Op::std, out, detail::WantsGrad(out, self));
  return run::std_out(out, self, dim, unbiased, keepdim);
}
Tensor Tensor::std(IntArrayRef dim, bool unbiased, bool keepdim) const {
  return tessera::std(*this, dim, unbiased, keepdim);
}
Tensor std(const Tensor& self, IntArrayRef dim, const std::optional<Scalar>& correction, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::std, detail::grad_table.std_correction)(self, dim, correction, keepdim);
  }
  return run::std(self, dim, correction, keepdim);
}
Tensor& run::std_out(Tensor& out, const Tensor& self, IntArrayRef dim, const std::optional<Scalar>& correction, bool keepdim) {
  return detail::CopyOut(Op::std, out, run::std(self, dim, correction, keepdim));
}
Tensor& std_out(Tensor& out, const Tensor& self, IntArrayRef dim, const std::optional<Scalar>& correction, bool keepdim) {
  detail::CheckOut(Op::std, out, detail::WantsGrad(out, self));
  return run::std_out(out, self, dim, correction, keepdim);
}
Tensor Tensor::std(IntArrayRef dim, const std::optional<Scalar>& correction, bool keepdim) const {
  return tessera::std(*this, dim, correction, keepdim);
}

std::tuple<Tensor, Tensor> var_mean(const Tensor& self, bool unbiased) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::var_mean, detail::grad_table.var_mean)(self, unbiased);
  }
  return run::var_mean(self, unbiased);
}
std::tuple<Tensor, Tensor> var_mean(const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::var_mean, detail::grad_table.var_mean_dim)(self, dim, unbiased, keepdim);
  }
  return run::var_mean(self, dim, unbiased, keepdim);
}
std::tuple<Tensor, Tensor> var_mean(const Tensor& self, IntArrayRef dim, const std::optional<Scalar>& correction, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::var_mean, detail::grad_table.var_mean_correction)(self, dim, correction, keepdim);
  }
  return run::var_mean(self, dim, correction, keepdim);
}

std::tuple<Tensor, Tensor> std_mean(const Tensor& self, bool unbiased) {
  OpScope scope("std_mean");
  return run::std_mean(self, unbiased);
}
std::tuple<Tensor, Tensor> std_mean(const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim) {
  OpScope scope("std_mean");
  return run::std_mean(self, dim, unbiased, keepdim);
}
std::tuple<Tensor, Tensor> std_mean(const Tensor& self, IntArrayRef dim, const std::optional<Scalar>& correction, bool keepdim) {
  OpScope scope("std_mean");
  return run::std_mean(self, dim, correction, keepdim);
}

Tensor nansum(const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  OpScope scope("nansum");
  return run::nansum(self, dim, keepdim, dtype);
}
Tensor& run::nansum_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  return detail::CopyOut(Op::nansum, out, run::nansum(self, dim, keepdim, dtype));
}
Tensor& nansum_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  OpScope scope("nansum");
  detail::CheckOut(Op::nansum, out, detail::WantsGrad(out, self));
  return run::nansum_out(out, self, dim, keepdim, dtype);
}
Tensor Tensor::nansum(IntArrayRef dim, bool keepdim, std::optional<DType> dtype) const {
  return tessera::nansum(*this, dim, keepdim, dtype);
}

Tensor nanmean(const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  OpScope scope("nanmean");
  return run::nanmean(self, dim, keepdim, dtype);
}
Tensor& run::nanmean_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  return detail::CopyOut(Op::nanmean, out, run::nanmean(self, dim, keepdim, dtype));
}
Tensor& nanmean_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  OpScope scope("nanmean");
  detail::CheckOut(Op::nanmean, out, detail::WantsGrad(out, self));
  return run::nanmean_out(out, self, dim, keepdim, dtype);
}
Tensor Tensor::nanmean(IntArrayRef dim, bool keepdim, std::optional<DType> dtype) const {
  return tessera::nanmean(*this, dim, keepdim, dtype);
}

Tensor amax(const Tensor& self, IntArrayRef dim, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::amax, detail::grad_table.amax)(self, dim, keepdim);
  }
  return run::amax(self, dim, keepdim);
}
Tensor& run::amax_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim) {
  return detail::CopyOut(Op::amax, out, run::amax(self, dim, keepdim));
}
Tensor& amax_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim) {
  detail::CheckOut(Op::amax, out, detail::WantsGrad(out, self));
  return run::amax_out(out, self, dim, keepdim);
}
Tensor Tensor::amax(IntArrayRef dim, bool keepdim) const {
  return tessera::amax(*this, dim, keepdim);
}

Tensor amin(const Tensor& self, IntArrayRef dim, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::amin, detail::grad_table.amin)(self, dim, keepdim);
  }
  return run::amin(self, dim, keepdim);
}
Tensor& run::amin_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim) {
  return detail::CopyOut(Op::amin, out, run::amin(self, dim, keepdim));
}
Tensor& amin_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim) {
  detail::CheckOut(Op::amin, out, detail::WantsGrad(out, self));
  return run::amin_out(out, self, dim, keepdim);
}
Tensor Tensor::amin(IntArrayRef dim, bool keepdim) const {
  return tessera::amin(*this, dim, keepdim);
}

std::tuple<Tensor, Tensor> aminmax(const Tensor& self, std::optional<int64_t> dim, bool keepdim) {
  OpScope scope("aminmax");
  return run::aminmax(self, dim, keepdim);
}
std::tuple<Tensor&, Tensor&> run::aminmax_out(Tensor& min, Tensor& max, const Tensor& self, std::optional<int64_t> dim, bool keepdim) {
  return detail::CopyOutTuple(Op::aminmax, std::tie(min, max), run::aminmax(self, dim, keepdim));
}
std::tuple<Tensor&, Tensor&> aminmax_out(Tensor& min, Tensor& max, const Tensor& self, std::optional<int64_t> dim, bool keepdim) {
  OpScope scope("aminmax");
  detail::CheckOut(Op::aminmax, min, max, detail::WantsGrad(min, max, self));
  return run::aminmax_out(min, max, self, dim, keepdim);
}
std::tuple<Tensor, Tensor> Tensor::aminmax(std::optional<int64_t> dim, bool keepdim) const {
  return tessera::aminmax(*this, dim, keepdim);
}

Tensor max(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::max, detail::grad_table.max)(self);
  }
  return run::max(self);
}
Tensor& run::max_out(Tensor& out, const Tensor& self) {
  return detail::CopyOut(Op::max, out, run::max(self));
}
Tensor& max_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::max, out, detail::WantsGrad(out, self));
  return run::max_out(out, self);
}
Tensor Tensor::max() const {
  return tessera::max(*this);
}
std::tuple<Tensor, Tensor> max(const Tensor& self, int64_t dim, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::max, detail::grad_table.max_dim)(self, dim, keepdim);
  }
  return run::max(self, dim, keepdim);
}
std::tuple<Tensor&, Tensor&> run::max_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim) {
  return detail::CopyOutTuple(Op::max, std::tie(values, indices), run::max(self, dim, keepdim));
}
std::tuple<Tensor&, Tensor&> max_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim) {
  detail::CheckOut(Op::max, values, indices, detail::WantsGrad(values, indices, self));
  return run::max_out(values, indices, self, dim, keepdim);
}
std::tuple<Tensor, Tensor> Tensor::max(int64_t dim, bool keepdim) const {
  return tessera::max(*this, dim, keepdim);
}
Tensor max(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::max, detail::grad_table.max_other)(self, other);
  }
  return run::max(self, other);
}
Tensor& run::max_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::CopyOut(Op::max, out, run::max(self, other));
}
Tensor& max_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::max, out, detail::WantsGrad(out, self, other));
  return run::max_out(out, self, other);
}
Tensor Tensor::max(const Tensor& other) const {
  return tessera::max(*this, other);
}

Tensor min(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::min, detail::grad_table.min)(self);
  }
  return run::min(self);
}
Tensor& run::min_out(Tensor& out, const Tensor& self) {
  return detail::CopyOut(Op::min, out, run::min(self));
}
Tensor& min_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::min, out, detail::WantsGrad(out, self));
  return run::min_out(out, self);
}
Tensor Tensor::min() const {
  return tessera::min(*this);
}
std::tuple<Tensor, Tensor> min(const Tensor& self, int64_t dim, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::min, detail::grad_table.min_dim)(self, dim, keepdim);
  }
  return run::min(self, dim, keepdim);
}
std::tuple<Tensor&, Tensor&> run::min_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim) {
  return detail::CopyOutTuple(Op::min, std::tie(values, indices), run::min(self, dim, keepdim));
}
std::tuple<Tensor&, Tensor&> min_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim) {
  detail::CheckOut(Op::min, values, indices, detail::WantsGrad(values, indices, self));
  return run::min_out(values, indices, self, dim, keepdim);
}
std::tuple<Tensor, Tensor> Tensor::min(int64_t dim, bool keepdim) const {
  return tessera::min(*this, dim, keepdim);
}
Tensor min(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::min, detail::grad_table.min_other)(self, other);
  }
  return run::min(self, other);
}
Tensor& run::min_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::CopyOut(Op::min, out, run::min(self, other));
}
Tensor& min_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::min, out, detail::WantsGrad(out, self, other));
  return run::min_out(out, self, other);
}
Tensor Tensor::min(const Tensor& other) const {
  return tessera::min(*this, other);
}

Tensor argmax(const Tensor& self, std::optional<int64_t> dim, bool keepdim) {
  return run::argmax(self, dim, keepdim);
}
Tensor& run::argmax_out(Tensor& out, const Tensor& self, std::optional<int64_t> dim, bool keepdim) {
  return detail::CopyOut(Op::argmax, out, run::argmax(self, dim, keepdim));
}
Tensor& argmax_out(Tensor& out, const Tensor& self, std::optional<int64_t> dim, bool keepdim) {
  detail::CheckOut(Op::argmax, out, detail::WantsGrad(out, self));
  return run::argmax_out(out, self, dim, keepdim);
}
Tensor Tensor::argmax(std::optional<int64_t> dim, bool keepdim) const {
  return tessera::argmax(*this, dim, keepdim);
}

Tensor argmin(const Tensor& self, std::optional<int64_t> dim, bool keepdim) {
  return run::argmin(self, dim, keepdim);
}
Tensor& run::argmin_out(Tensor& out, const Tensor& self, std::optional<int64_t> dim, bool keepdim) {
  return detail::CopyOut(Op::argmin, out, run::argmin(self, dim, keepdim));
}
Tensor& argmin_out(Tensor& out, const Tensor& self, std::optional<int64_t> dim, bool keepdim) {
  detail::CheckOut(Op::argmin, out, detail::WantsGrad(out, self));
  return run::argmin_out(out, self, dim, keepdim);
}
Tensor Tensor::argmin(std::optional<int64_t> dim, bool keepdim) const {
  return tessera::argmin(*this, dim, keepdim);
}

Tensor all(const Tensor& self) {
  return run::all(self);
}
Tensor& run::all_out(Tensor& out, const Tensor& self) {
  return detail::CopyOut(Op::all, out, run::all(self));
}
Tensor& all_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::all, out, detail::WantsGrad(out, self));
  return run::all_out(out, self);
}
Tensor Tensor::all() const {
  return tessera::all(*this);
}
Tensor all(const Tensor& self, IntArrayRef dim, bool keepdim) {
  return run::all(self, dim, keepdim);
}
Tensor& run::all_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim) {
  return detail::CopyOut(Op::all, out, run::all(self, dim, keepdim));
}
Tensor& all_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim) {
  detail::CheckOut(Op::all, out, detail::WantsGrad(out, self));
  return run::all_out(out, self, dim, keepdim);
}
Tensor Tensor::all(IntArrayRef dim, bool keepdim) const {
  return tessera::all(*this, dim, keepdim);
}

Tensor any(const Tensor& self) {
  return run::any(self);
}
Tensor& run::any_out(Tensor& out, const Tensor& self) {
  return detail::CopyOut(Op::any, out, run::any(self));
}
Tensor& any_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::any, out, detail::WantsGrad(out, self));
  return run::any_out(out, self);
}
Tensor Tensor::any() const {
  return tessera::any(*this);
}
Tensor any(const Tensor& self, IntArrayRef dim, bool keepdim) {
  return run::any(self, dim, keepdim);
}
Tensor& run::any_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim) {
  return detail::CopyOut(Op::any, out, run::any(self, dim, keepdim));
}
Tensor& any_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim) {
  detail::CheckOut(Op::any, out, detail::WantsGrad(out, self));
  return run::any_out(out, self, dim, keepdim);
}
Tensor Tensor::any(IntArrayRef dim, bool keepdim) const {
  return tessera::any(*this, dim, keepdim);
}

Tensor count_nonzero(const Tensor& self) {
  return run::count_nonzero(self);
}
Tensor Tensor::count_nonzero() const {
  return tessera::count_nonzero(*this);
}
Tensor count_nonzero(const Tensor& self, IntArrayRef dim) {
  return run::count_nonzero(self, dim);
}
Tensor Tensor::count_nonzero(IntArrayRef dim) const {
  return tessera::count_nonzero(*this, dim);
}

Tensor linalg_vector_norm(const Tensor& self, const Scalar& ord, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::linalg_vector_norm, detail::grad_table.linalg_vector_norm)(self, ord, dim, keepdim, dtype);
  }
  return run::linalg_vector_norm(self, ord, dim, keepdim, dtype);
}
Tensor& run::linalg_vector_norm_out(Tensor& out, const Tensor& self, const Scalar& ord, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  return detail::CopyOut(Op::linalg_vector_norm, out, run::linalg_vector_norm(self, ord, dim, keepdim, dtype));
}
Tensor& linalg_vector_norm_out(Tensor& out, const Tensor& self, const Scalar& ord, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  detail::CheckOut(Op::linalg_vector_norm, out, detail::WantsGrad(out, self));
  return run::linalg_vector_norm_out(out, self, ord, dim, keepdim, dtype);
}

Tensor norm(const Tensor& self, const Scalar& p) {
  OpScope scope("norm");
  return run::norm(self, p);
}
Tensor& run::norm_out(Tensor& out, const Tensor& self, const Scalar& p) {
  return detail::CopyOut(Op::norm, out, run::norm(self, p));
}
Tensor& norm_out(Tensor& out, const Tensor& self, const Scalar& p) {
  OpScope scope("norm");
  detail::CheckOut(Op::norm, out, detail::WantsGrad(out, self));
  return run::norm_out(out, self, p);
}
Tensor Tensor::norm(const Scalar& p) const {
  return tessera::norm(*this, p);
}
Tensor norm(const Tensor& self, const std::optional<Scalar>& p, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  OpScope scope("norm");
  return run::norm(self, p, dim, keepdim, dtype);
}
Tensor& run::norm_out(Tensor& out, const Tensor& self, const std::optional<Scalar>& p, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  return detail::CopyOut(Op::norm, out, run::norm(self, p, dim, keepdim, dtype));
}
Tensor& norm_out(Tensor& out, const Tensor& self, const std::optional<Scalar>& p, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) {
  OpScope scope("norm");
  detail::CheckOut(Op::norm, out, detail::WantsGrad(out, self));
  return run::norm_out(out, self, p, dim, keepdim, dtype);
}
Tensor Tensor::norm(const std::optional<Scalar>& p, IntArrayRef dim, bool keepdim, std::optional<DType> dtype) const {
  return tessera::norm(*this, p, dim, keepdim, dtype);
}

Tensor logsumexp(const Tensor& self, IntArrayRef dim, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::logsumexp, detail::grad_table.logsumexp)(self, dim, keepdim);
  }
  return run::logsumexp(self, dim, keepdim);
}
Tensor& run::logsumexp_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim) {
  return detail::CopyOut(Op::logsumexp, out, run::logsumexp(self, dim, keepdim));
}
Tensor& logsumexp_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim) {
  detail::CheckOut(Op::logsumexp, out, detail::WantsGrad(out, self));
  return run::logsumexp_out(out, self, dim, keepdim);
}
Tensor Tensor::logsumexp(IntArrayRef dim, bool keepdim) const {
  return tessera::logsumexp(*this, dim, keepdim);
}

Tensor trace(const Tensor& self) {
  OpScope scope("trace");
  return run::trace(self);
}
Tensor Tensor::trace() const {
  return tessera::trace(*this);
}

}  // namespace tessera
