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

}  // namespace tessera
