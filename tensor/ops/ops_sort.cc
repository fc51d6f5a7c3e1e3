// Made by tensor/ops/generate.py from tensor/ops/sort.toml; do not edit.
#include "tessera/tensor/ops/ops_sort.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

std::tuple<Tensor, Tensor> sort(const Tensor& self, int64_t dim, bool descending, bool stable) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::sort, detail::grad_table.sort)(self, dim, descending, stable);
  }
  return run::sort(self, dim, descending, stable);
}
std::tuple<Tensor&, Tensor&> run::sort_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool descending, bool stable) {
  return detail::CopyOutTuple(Op::sort, std::tie(values, indices), run::sort(self, dim, descending, stable));
}
std::tuple<Tensor&, Tensor&> sort_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool descending, bool stable) {
  detail::CheckOut(Op::sort, values, indices, detail::WantsGrad(values, indices, self));
  return run::sort_out(values, indices, self, dim, descending, stable);
}
std::tuple<Tensor, Tensor> Tensor::sort(int64_t dim, bool descending, bool stable) const {
  return tessera::sort(*this, dim, descending, stable);
}

Tensor argsort(const Tensor& self, int64_t dim, bool descending, bool stable) {
  return run::argsort(self, dim, descending, stable);
}
Tensor& run::argsort_out(Tensor& out, const Tensor& self, int64_t dim, bool descending, bool stable) {
  return detail::CopyOut(Op::argsort, out, run::argsort(self, dim, descending, stable));
}
Tensor& argsort_out(Tensor& out, const Tensor& self, int64_t dim, bool descending, bool stable) {
  detail::CheckOut(Op::argsort, out, detail::WantsGrad(out, self));
  return run::argsort_out(out, self, dim, descending, stable);
}
Tensor Tensor::argsort(int64_t dim, bool descending, bool stable) const {
  return tessera::argsort(*this, dim, descending, stable);
}

std::tuple<Tensor, Tensor> topk(const Tensor& self, int64_t k, int64_t dim, bool largest, bool sorted) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::topk, detail::grad_table.topk)(self, k, dim, largest, sorted);
  }
  return run::topk(self, k, dim, largest, sorted);
}
std::tuple<Tensor&, Tensor&> run::topk_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t k, int64_t dim, bool largest, bool sorted) {
  return detail::CopyOutTuple(Op::topk, std::tie(values, indices), run::topk(self, k, dim, largest, sorted));
}
std::tuple<Tensor&, Tensor&> topk_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t k, int64_t dim, bool largest, bool sorted) {
  detail::CheckOut(Op::topk, values, indices, detail::WantsGrad(values, indices, self));
  return run::topk_out(values, indices, self, k, dim, largest, sorted);
}
std::tuple<Tensor, Tensor> Tensor::topk(int64_t k, int64_t dim, bool largest, bool sorted) const {
  return tessera::topk(*this, k, dim, largest, sorted);
}

Tensor median(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::median, detail::grad_table.median)(self);
  }
  return run::median(self);
}
Tensor& run::median_out(Tensor& out, const Tensor& self) {
  return detail::CopyOut(Op::median, out, run::median(self));
}
Tensor& median_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::median, out, detail::WantsGrad(out, self));
  return run::median_out(out, self);
}
Tensor Tensor::median() const {
  return tessera::median(*this);
}
std::tuple<Tensor, Tensor> median(const Tensor& self, int64_t dim, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::median, detail::grad_table.median_dim)(self, dim, keepdim);
  }
  return run::median(self, dim, keepdim);
}
std::tuple<Tensor&, Tensor&> run::median_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim) {
  return detail::CopyOutTuple(Op::median, std::tie(values, indices), run::median(self, dim, keepdim));
}
std::tuple<Tensor&, Tensor&> median_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim) {
  detail::CheckOut(Op::median, values, indices, detail::WantsGrad(values, indices, self));
  return run::median_out(values, indices, self, dim, keepdim);
}
std::tuple<Tensor, Tensor> Tensor::median(int64_t dim, bool keepdim) const {
  return tessera::median(*this, dim, keepdim);
}

Tensor nanmedian(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::nanmedian, detail::grad_table.nanmedian)(self);
  }
  return run::nanmedian(self);
}
Tensor& run::nanmedian_out(Tensor& out, const Tensor& self) {
  return detail::CopyOut(Op::nanmedian, out, run::nanmedian(self));
}
Tensor& nanmedian_out(Tensor& out, const Tensor& self) {
  detail::CheckOut(Op::nanmedian, out, detail::WantsGrad(out, self));
  return run::nanmedian_out(out, self);
}
Tensor Tensor::nanmedian() const {
  return tessera::nanmedian(*this);
}
std::tuple<Tensor, Tensor> nanmedian(const Tensor& self, int64_t dim, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::nanmedian, detail::grad_table.nanmedian_dim)(self, dim, keepdim);
  }
  return run::nanmedian(self, dim, keepdim);
}
std::tuple<Tensor&, Tensor&> run::nanmedian_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim) {
  return detail::CopyOutTuple(Op::nanmedian, std::tie(values, indices), run::nanmedian(self, dim, keepdim));
}
std::tuple<Tensor&, Tensor&> nanmedian_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim) {
  detail::CheckOut(Op::nanmedian, values, indices, detail::WantsGrad(values, indices, self));
  return run::nanmedian_out(values, indices, self, dim, keepdim);
}
std::tuple<Tensor, Tensor> Tensor::nanmedian(int64_t dim, bool keepdim) const {
  return tessera::nanmedian(*this, dim, keepdim);
}

std::tuple<Tensor, Tensor> kthvalue(const Tensor& self, int64_t k, int64_t dim, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::kthvalue, detail::grad_table.kthvalue)(self, k, dim, keepdim);
  }
  return run::kthvalue(self, k, dim, keepdim);
}
std::tuple<Tensor&, Tensor&> run::kthvalue_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t k, int64_t dim, bool keepdim) {
  return detail::CopyOutTuple(Op::kthvalue, std::tie(values, indices), run::kthvalue(self, k, dim, keepdim));
}
std::tuple<Tensor&, Tensor&> kthvalue_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t k, int64_t dim, bool keepdim) {
  detail::CheckOut(Op::kthvalue, values, indices, detail::WantsGrad(values, indices, self));
  return run::kthvalue_out(values, indices, self, k, dim, keepdim);
}
std::tuple<Tensor, Tensor> Tensor::kthvalue(int64_t k, int64_t dim, bool keepdim) const {
  return tessera::kthvalue(*this, k, dim, keepdim);
}

std::tuple<Tensor, Tensor> mode(const Tensor& self, int64_t dim, bool keepdim) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::mode, detail::grad_table.mode)(self, dim, keepdim);
  }
  return run::mode(self, dim, keepdim);
}
std::tuple<Tensor&, Tensor&> run::mode_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim) {
  return detail::CopyOutTuple(Op::mode, std::tie(values, indices), run::mode(self, dim, keepdim));
}
std::tuple<Tensor&, Tensor&> mode_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim) {
  detail::CheckOut(Op::mode, values, indices, detail::WantsGrad(values, indices, self));
  return run::mode_out(values, indices, self, dim, keepdim);
}
std::tuple<Tensor, Tensor> Tensor::mode(int64_t dim, bool keepdim) const {
  return tessera::mode(*this, dim, keepdim);
}

std::tuple<Tensor, Tensor, Tensor> unique(const Tensor& self, bool sorted, bool return_inverse, bool return_counts, std::optional<int64_t> dim) {
  return run::unique(self, sorted, return_inverse, return_counts, dim);
}
std::tuple<Tensor, Tensor, Tensor> Tensor::unique(bool sorted, bool return_inverse, bool return_counts, std::optional<int64_t> dim) const {
  return tessera::unique(*this, sorted, return_inverse, return_counts, dim);
}

std::tuple<Tensor, Tensor, Tensor> unique_consecutive(const Tensor& self, bool return_inverse, bool return_counts, std::optional<int64_t> dim) {
  return run::unique_consecutive(self, return_inverse, return_counts, dim);
}
std::tuple<Tensor, Tensor, Tensor> Tensor::unique_consecutive(bool return_inverse, bool return_counts, std::optional<int64_t> dim) const {
  return tessera::unique_consecutive(*this, return_inverse, return_counts, dim);
}

std::tuple<Tensor, Tensor, Tensor> unique_dim(const Tensor& self, int64_t dim, bool sorted, bool return_inverse, bool return_counts) {
  OpScope scope("unique_dim");
  return run::unique_dim(self, dim, sorted, return_inverse, return_counts);
}

std::tuple<Tensor, Tensor, Tensor> _unique2(const Tensor& self, bool sorted, bool return_inverse, bool return_counts) {
  OpScope scope("_unique2");
  return run::_unique2(self, sorted, return_inverse, return_counts);
}

Tensor searchsorted(const Tensor& sorted_sequence, const Tensor& self, bool out_int32, bool right, const char* side, const Tensor& sorter) {
  return run::searchsorted(sorted_sequence, self, out_int32, right, side, sorter);
}
Tensor& run::searchsorted_out(Tensor& out, const Tensor& sorted_sequence, const Tensor& self, bool out_int32, bool right, const char* side, const Tensor& sorter) {
  return detail::CopyOut(Op::searchsorted, out, run::searchsorted(sorted_sequence, self, out_int32, right, side, sorter));
}
Tensor& searchsorted_out(Tensor& out, const Tensor& sorted_sequence, const Tensor& self, bool out_int32, bool right, const char* side, const Tensor& sorter) {
  detail::CheckOut(Op::searchsorted, out, detail::WantsGrad(out, sorted_sequence, self, sorter));
  return run::searchsorted_out(out, sorted_sequence, self, out_int32, right, side, sorter);
}
Tensor searchsorted(const Tensor& sorted_sequence, const Scalar& self, bool out_int32, bool right, const char* side, const Tensor& sorter) {
  return run::searchsorted(sorted_sequence, self, out_int32, right, side, sorter);
}
Tensor& run::searchsorted_out(Tensor& out, const Tensor& sorted_sequence, const Scalar& self, bool out_int32, bool right, const char* side, const Tensor& sorter) {
  return detail::CopyOut(Op::searchsorted, out, run::searchsorted(sorted_sequence, self, out_int32, right, side, sorter));
}
Tensor& searchsorted_out(Tensor& out, const Tensor& sorted_sequence, const Scalar& self, bool out_int32, bool right, const char* side, const Tensor& sorter) {
  detail::CheckOut(Op::searchsorted, out, detail::WantsGrad(out, sorted_sequence, sorter));
  return run::searchsorted_out(out, sorted_sequence, self, out_int32, right, side, sorter);
}

Tensor bucketize(const Tensor& self, const Tensor& boundaries, bool out_int32, bool right) {
  OpScope scope("bucketize");
  return run::bucketize(self, boundaries, out_int32, right);
}
Tensor& run::bucketize_out(Tensor& out, const Tensor& self, const Tensor& boundaries, bool out_int32, bool right) {
  return detail::CopyOut(Op::bucketize, out, run::bucketize(self, boundaries, out_int32, right));
}
Tensor& bucketize_out(Tensor& out, const Tensor& self, const Tensor& boundaries, bool out_int32, bool right) {
  OpScope scope("bucketize");
  detail::CheckOut(Op::bucketize, out, detail::WantsGrad(out, self, boundaries));
  return run::bucketize_out(out, self, boundaries, out_int32, right);
}
Tensor bucketize(const Scalar& self, const Tensor& boundaries, bool out_int32, bool right) {
  OpScope scope("bucketize");
  return run::bucketize(self, boundaries, out_int32, right);
}
Tensor& run::bucketize_out(Tensor& out, const Scalar& self, const Tensor& boundaries, bool out_int32, bool right) {
  return detail::CopyOut(Op::bucketize, out, run::bucketize(self, boundaries, out_int32, right));
}
Tensor& bucketize_out(Tensor& out, const Scalar& self, const Tensor& boundaries, bool out_int32, bool right) {
  OpScope scope("bucketize");
  detail::CheckOut(Op::bucketize, out, detail::WantsGrad(out, boundaries));
  return run::bucketize_out(out, self, boundaries, out_int32, right);
}

Tensor isin(const Tensor& elements, const Tensor& test_elements, bool assume_unique, bool invert) {
  return run::isin(elements, test_elements, assume_unique, invert);
}
Tensor& run::isin_out(Tensor& out, const Tensor& elements, const Tensor& test_elements, bool assume_unique, bool invert) {
  return detail::CopyOut(Op::isin, out, run::isin(elements, test_elements, assume_unique, invert));
}
Tensor& isin_out(Tensor& out, const Tensor& elements, const Tensor& test_elements, bool assume_unique, bool invert) {
  detail::CheckOut(Op::isin, out, detail::WantsGrad(out, elements, test_elements));
  return run::isin_out(out, elements, test_elements, assume_unique, invert);
}
Tensor isin(const Tensor& elements, const Scalar& test_element, bool assume_unique, bool invert) {
  return run::isin(elements, test_element, assume_unique, invert);
}
Tensor& run::isin_out(Tensor& out, const Tensor& elements, const Scalar& test_element, bool assume_unique, bool invert) {
  return detail::CopyOut(Op::isin, out, run::isin(elements, test_element, assume_unique, invert));
}
Tensor& isin_out(Tensor& out, const Tensor& elements, const Scalar& test_element, bool assume_unique, bool invert) {
  detail::CheckOut(Op::isin, out, detail::WantsGrad(out, elements));
  return run::isin_out(out, elements, test_element, assume_unique, invert);
}
Tensor isin(const Scalar& element, const Tensor& test_elements, bool assume_unique, bool invert) {
  return run::isin(element, test_elements, assume_unique, invert);
}
Tensor& run::isin_out(Tensor& out, const Scalar& element, const Tensor& test_elements, bool assume_unique, bool invert) {
  return detail::CopyOut(Op::isin, out, run::isin(element, test_elements, assume_unique, invert));
}
Tensor& isin_out(Tensor& out, const Scalar& element, const Tensor& test_elements, bool assume_unique, bool invert) {
  detail::CheckOut(Op::isin, out, detail::WantsGrad(out, test_elements));
  return run::isin_out(out, element, test_elements, assume_unique, invert);
}

}  // namespace tessera
