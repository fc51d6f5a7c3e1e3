// Sorting: sort, argsort, topk, and elements by their rank or frequency.
#include <cmath>
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

// Runs the plan on self; the results have these sizes.
std::tuple<Tensor, Tensor> Launch(Op op, SortPlan& plan, const Tensor& self,
                                  IntArrayRef sizes, bool with_values) {
  Tensor values;
  if (with_values) {
    values =
        detail::MakeTensor(sizes, self.scalar_type(), self.device(), name(op));
  }
  Tensor indices =
      detail::MakeTensor(sizes, DType::Long, self.device(), name(op));
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
    KernelContext context(op, self.device());
    kernel(plan, context);
    CheckKernelError(context);
  }
  return {std::move(values), std::move(indices)};
}

// The first k of each row along dim, or all where k < 0.
std::tuple<Tensor, Tensor> Sort(Op op, const Tensor& self, int64_t dim,
                                int64_t k, bool descending, bool with_values) {
  const char* op_name = name(op);
  detail::CheckDefined(op_name, self);
  detail::CheckOrdered(op, self);
  dim = WrapDim(op_name, dim, self.dim());
  std::vector<int64_t> sizes = self.sizes().vec();
  SortPlan plan = {};
  plan.outer = plan.inner = 1;
  for (int64_t d = 0; d < dim; ++d) plan.outer *= sizes[d];
  for (int64_t d = dim + 1; d < self.dim(); ++d) plan.inner *= sizes[d];
  plan.n = self.dim() ? sizes[dim] : 1;
  plan.k = k < 0 ? plan.n : k;
  if (self.dim()) sizes[dim] = plan.k;
  plan.descending = descending;
  return Launch(op, plan, self, sizes, with_values);
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
    throw ValueError("topk",
                     Str("selected index k out of range: expected k "
                         "between 0 and the size ",
                         size, " of dim ", d, " of ", self, ", got k ", k));
  }
  return Sort(Op::topk, self, d, k, largest, true);
}

// ---- One element of each row ----

namespace {

std::tuple<Tensor, Tensor> Select(Op op, SortPlan::Mode mode,
                                  const Tensor& self, int64_t dim, int64_t k,
                                  bool keepdim) {
  std::vector<int64_t> sizes = self.sizes().vec();
  SortPlan plan = {};
  plan.outer = plan.inner = plan.n = 1;
  for (int64_t d = 0; d < self.dim(); ++d) {
    (d < dim ? plan.outer : d == dim ? plan.n : plan.inner) *= sizes[d];
  }
  if (self.dim()) {
    if (keepdim) {
      sizes[dim] = 1;
    } else {
      sizes.erase(sizes.begin() + dim);
    }
  }
  plan.k = k;
  plan.mode = mode;
  return Launch(op, plan, self, sizes, true);
}

// The size of dim, which must have elements.
int64_t SelectedSize(Op op, const Tensor& self, int64_t* dim) {
  detail::CheckDefined(name(op), self);
  detail::CheckDType(op, self);
  *dim = WrapDim(name(op), *dim, self.dim());
  const int64_t n = self.dim() ? self.size(*dim) : 1;
  if (n == 0) {
    throw IndexError(name(op),
                     Str("Expected reduction dim ", *dim,
                         " to have non-zero size, got the empty ", self));
  }
  return n;
}

std::tuple<Tensor, Tensor> MedianOf(Op op, SortPlan::Mode mode,
                                    const Tensor& self, int64_t dim,
                                    bool keepdim) {
  SelectedSize(op, self, &dim);
  return Select(op, mode, self, dim, 0, keepdim);
}

Tensor MedianOfAll(Op op, SortPlan::Mode mode, const Tensor& self) {
  detail::CheckDefined(name(op), self);
  detail::CheckDType(op, self);
  if (self.numel() == 0) {
    if (!self.is_floating_point()) {
      throw ShapeError(name(op), Str("expected at least one element, got the "
                                     "empty ",
                                     self, " (numel() == 0)"));
    }
    Tensor out = detail::MakeTensor({}, self.scalar_type(), self.device());
    detail::FillValue(name(op), out, NAN);
    return out;
  }
  const Tensor flat = run::reshape(self, -1);
  return std::get<0>(Select(op, mode, flat, 0, 0, false));
}

}  // namespace

Tensor median(const Tensor& self) {
  return MedianOfAll(Op::median, SortPlan::kMedian, self);
}

std::tuple<Tensor, Tensor> median(const Tensor& self, int64_t dim,
                                  bool keepdim) {
  return MedianOf(Op::median, SortPlan::kMedian, self, dim, keepdim);
}

Tensor nanmedian(const Tensor& self) {
  return MedianOfAll(Op::nanmedian, SortPlan::kNanMedian, self);
}

std::tuple<Tensor, Tensor> nanmedian(const Tensor& self, int64_t dim,
                                     bool keepdim) {
  return MedianOf(Op::nanmedian, SortPlan::kNanMedian, self, dim, keepdim);
}

std::tuple<Tensor, Tensor> kthvalue(const Tensor& self, int64_t k, int64_t dim,
                                    bool keepdim) {
  const int64_t n = SelectedSize(Op::kthvalue, self, &dim);
  if (k < 1 || k > n) {
    throw ValueError("kthvalue",
                     Str("selected number k out of range: expected k between 1 "
                         "and the size ",
                         n, " of dim ", dim, " of ", self, ", got k ", k));
  }
  return Select(Op::kthvalue, SortPlan::kKth, self, dim, k - 1, keepdim);
}

std::tuple<Tensor, Tensor> mode(const Tensor& self, int64_t dim, bool keepdim) {
  SelectedSize(Op::mode, self, &dim);
  return Select(Op::mode, SortPlan::kMode, self, dim, 0, keepdim);
}

}  // namespace tessera::run
