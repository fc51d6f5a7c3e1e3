// Scans: cumsum, cumprod, cummax, cummin, and diff.
#include <algorithm>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/scan_plan.h"

namespace tessera::run {
namespace {

bool IsInt(DType dtype) { return isIntegralType(dtype, true); }

Tensor Cast(const Tensor& x, DType dtype) {
  return x.scalar_type() == dtype ? x
                                  : run::_to_copy(x, x.device(), dtype, false);
}

// self is of the dtype that the kernel takes; indices may be null.
Tensor Scan(Op op, const Tensor& self, int64_t dim, DType result,
            Tensor* indices) {
  const char* op_name = name(op);
  dim = WrapDim(op_name, dim, self.dim());
  Tensor out = detail::MakeTensor(self.sizes(), result, self.device(), op_name);
  if (indices) {
    *indices =
        detail::MakeTensor(self.sizes(), DType::Long, self.device(), op_name);
  }
  const Kernel<ScanPlan> kernel =
      Kernels().Get<ScanPlan>(op, self.device().type(), self.scalar_type());
  if (out.numel() == 0) return out;
  const Tensor in =
      self.is_contiguous() ? self : run::clone(self, MemoryFormat::Contiguous);
  ScanPlan plan;
  plan.in = in.impl()->data();
  plan.out = out.impl()->data();
  plan.indices =
      indices ? reinterpret_cast<int64_t*>(indices->impl()->data()) : nullptr;
  plan.outer = plan.inner = 1;
  for (int64_t d = 0; d < dim; ++d) plan.outer *= self.size(d);
  for (int64_t d = dim + 1; d < self.dim(); ++d) plan.inner *= self.size(d);
  plan.n = self.dim() ? self.size(dim) : 1;
  plan.dtype = self.scalar_type();
  KernelContext context(op, self.device());
  kernel(plan, context);
  CheckKernelError(context);
  return out;
}

// cumsum and cumprod; kernels of integers give int64.
Tensor Accumulate(Op op, const Tensor& self, int64_t dim,
                  std::optional<DType> dtype) {
  detail::CheckDefined(name(op), self);
  const DType have = self.scalar_type();
  const DType want = dtype ? *dtype : IsInt(have) ? DType::Long : have;
  if (IsInt(have) && want == DType::Long) {
    return Scan(op, self, dim, DType::Long, nullptr);
  }
  const Tensor x = Cast(self, want);
  if (IsInt(want)) return Cast(Scan(op, x, dim, DType::Long, nullptr), want);
  return Scan(op, x, dim, want, nullptr);
}

std::tuple<Tensor, Tensor> Extremes(Op op, const Tensor& self, int64_t dim) {
  detail::CheckDefined(name(op), self);
  detail::CheckDType(op, self);
  Tensor indices;
  Tensor values = Scan(op, self, dim, self.scalar_type(), &indices);
  return {std::move(values), std::move(indices)};
}

}  // namespace

Tensor cumsum(const Tensor& self, int64_t dim, std::optional<DType> dtype) {
  return Accumulate(Op::cumsum, self, dim, dtype);
}

Tensor cumprod(const Tensor& self, int64_t dim, std::optional<DType> dtype) {
  return Accumulate(Op::cumprod, self, dim, dtype);
}

std::tuple<Tensor, Tensor> cummax(const Tensor& self, int64_t dim) {
  return Extremes(Op::cummax, self, dim);
}

std::tuple<Tensor, Tensor> cummin(const Tensor& self, int64_t dim) {
  return Extremes(Op::cummin, self, dim);
}

Tensor diff(const Tensor& self, int64_t n, int64_t dim, const Tensor& prepend,
            const Tensor& append) {
  detail::CheckDefined("diff", self);
  if (self.dim() == 0) {
    throw ShapeError("diff", Str("expected at least 1 dimension, got ", self));
  }
  if (n < 0) {
    throw ValueError("diff", Str("expected n of 0 or more, got ", n));
  }
  dim = WrapDim("diff", dim, self.dim());
  std::vector<Tensor> parts;
  for (const Tensor* t : {&prepend, &self, &append}) {
    if (!t->defined()) continue;
    bool fits = t->dim() == self.dim();
    for (int64_t d = 0; fits && d < self.dim(); ++d) {
      fits = d == dim || t->size(d) == self.size(d);
    }
    if (!fits) {
      throw ShapeError("diff", Str("expected prepend and append to have the "
                                   "shape of the input but for dim ",
                                   dim, ", got ", *t, " for ", self));
    }
    parts.push_back(*t);
  }
  if (n == 0) return self.clone();
  Tensor x = parts.size() == 1 ? self : tessera::cat(parts, dim);
  for (n = std::min(n, x.size(dim)); n > 0; --n) {
    // Of nothing, nothing; else one fewer.
    const int64_t size = x.size(dim);
    const Tensor a = x.slice(dim, 1);
    const Tensor b = x.slice(dim, 0, size - 1);
    x = x.scalar_type() == DType::Bool ? a.logical_xor(b) : a - b;
  }
  return x;
}

}  // namespace tessera::run
