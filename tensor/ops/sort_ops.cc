// Sorting: sort, argsort, topk.
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/sort_plan.h"

namespace tessera::run {
namespace {

// The first k of each row along dim, or all where k < 0.
std::tuple<Tensor, Tensor> Sort(Op op, const Tensor& self, int64_t dim,
                                int64_t k, bool descending, bool with_values) {
  const char* op_name = name(op);
  detail::CheckDefined(op_name, self);
  if (self.is_complex()) {
    throw TypeError(op_name, Str("complex numbers have no order, got ", self,
                                 "; use abs or view_as_real"));
  }
  detail::CheckDType(op, self);
  dim = WrapDim(op_name, dim, self.dim());
  std::vector<int64_t> sizes = self.sizes().vec();
  SortPlan plan = {};
  plan.outer = plan.inner = 1;
  for (int64_t d = 0; d < dim; ++d) plan.outer *= sizes[d];
  for (int64_t d = dim + 1; d < self.dim(); ++d) plan.inner *= sizes[d];
  plan.n = self.dim() ? sizes[dim] : 1;
  plan.k = k < 0 ? plan.n : k;
  if (self.dim()) sizes[dim] = plan.k;
  Tensor values;
  if (with_values) {
    values =
        detail::MakeTensor(sizes, self.scalar_type(), self.device(), op_name);
  }
  Tensor indices =
      detail::MakeTensor(sizes, DType::Long, self.device(), op_name);
  const Kernel<SortPlan> kernel =
      Kernels().Get<SortPlan>(op, self.device().type(), self.scalar_type());
  if (indices.numel() != 0) {
    const Tensor in = self.is_contiguous()
                          ? self
                          : run::clone(self, MemoryFormat::Contiguous);
    plan.in = in.impl()->data();
    plan.values = with_values ? values.impl()->data() : nullptr;
    plan.indices = reinterpret_cast<int64_t*>(indices.impl()->data());
    plan.dtype = self.scalar_type();
    plan.descending = descending;
    KernelContext context(op, self.device());
    kernel(plan, context);
    CheckKernelError(context);
  }
  return {std::move(values), std::move(indices)};
}

}  // namespace

std::tuple<Tensor, Tensor> sort(const Tensor& self, int64_t dim,
                                bool descending, bool /*stable*/) {
  return Sort(Op::sort, self, dim, -1, descending, true);
}

Tensor argsort(const Tensor& self, int64_t dim, bool descending,
               bool /*stable*/) {
  return std::get<1>(Sort(Op::argsort, self, dim, -1, descending, false));
}

std::tuple<Tensor, Tensor> topk(const Tensor& self, int64_t k, int64_t dim,
                                bool largest, bool /*sorted*/) {
  detail::CheckDefined("topk", self);
  const int64_t d = WrapDim("topk", dim, self.dim());
  const int64_t size = self.dim() ? self.size(d) : 1;
  if (k < 0 || k > size) {
    throw ShapeError("topk",
                     Str("selected index k out of range: expected k "
                         "between 0 and the size ",
                         size, " of dim ", d, " of ", self, ", got k ", k));
  }
  return Sort(Op::topk, self, d, k, largest, true);
}

}  // namespace tessera::run
