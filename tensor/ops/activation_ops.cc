// Activations that are more than a kernel; softmax, log_softmax, their
// backwards, and logsumexp, all by rows.
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/reduce_call.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/row_plan.h"
#include "tessera/tensor/views.h"

namespace tessera::run {
namespace {

Tensor Dense(const Tensor& x) {
  return x.is_contiguous() ? x : run::clone(x, MemoryFormat::Contiguous);
}

// The rows of x, dense, along dim in [0, ndim).
void SetRows(RowPlan* plan, const Tensor& x, int64_t dim) {
  plan->outer = plan->n = plan->inner = 1;
  const int64_t ndim = x.dim();
  if (ndim == 0) return;
  const int64_t* sizes = x.geometry().sizes_data();
  for (int64_t d = 0; d < dim; ++d) plan->outer *= sizes[d];
  plan->n = sizes[dim];
  for (int64_t d = dim + 1; d < ndim; ++d) plan->inner *= sizes[d];
}

void Launch(Op op, const RowPlan& plan, const Tensor& x) {
  const Kernel<RowPlan> kernel =
      Kernels().Find<RowPlan>(op, x.device().type(), x.scalar_type());
  if (__builtin_expect(!kernel, 0)) {
    detail::CheckDType(op, x);
    Kernels().Get<RowPlan>(op, x.device().type(), x.scalar_type());
  }
  KernelContext context(op, x.device());
  kernel(plan, context);
}

Tensor Softmax(Op op, const Tensor& self, int64_t dim,
               std::optional<DType> dtype) {
  detail::CheckDefined(name(op), self);
  if (dtype && *dtype != self.scalar_type()) {
    return Softmax(op, run::_to_copy(self, self.device(), *dtype, false), dim,
                   {});
  }
  if (isIntegralType(self.scalar_type(), true)) {
    throw NotImplementedError(
        name(op), Str("not implemented for ", self,
                      "; give dtype=", name(get_default_dtype()),
                      " or convert with .to(", name(get_default_dtype()), ")"));
  }
  RowPlan plan;
  SetRows(&plan, self, WrapDim(name(op), dim, self.dim()));
  const Tensor x = Dense(self);
  Tensor out = detail::MakeTensor(
      Geometry::ContiguousLike(x.geometry(), x.scalar_type()), x.device());
  plan.in = x.impl()->data();
  plan.grad = nullptr;
  plan.out = out.impl()->data();
  Launch(op, plan, x);
  return out;
}

Tensor SoftmaxBackward(Op op, const Tensor& grad, const Tensor& output,
                       int64_t dim) {
  detail::CheckDefined(name(op), grad, 0);
  detail::CheckDefined(name(op), output, 1);
  detail::CheckSameDevice(name(op), grad, output);
  detail::CheckSameDType(name(op), grad, output);
  if (grad.sizes() != output.sizes()) {
    throw ShapeError(name(op), Str("expected operands of one shape, got ", grad,
                                   " and ", output));
  }
  RowPlan plan;
  SetRows(&plan, output, WrapDim(name(op), dim, output.dim()));
  const Tensor y = Dense(output);
  const Tensor g = Dense(grad);
  Tensor out = detail::MakeTensor(
      Geometry::ContiguousLike(y.geometry(), y.scalar_type()), y.device());
  plan.in = y.impl()->data();
  plan.grad = g.impl()->data();
  plan.out = out.impl()->data();
  Launch(op, plan, y);
  return out;
}

}  // namespace

Tensor softmax(const Tensor& self, int64_t dim, std::optional<DType> dtype) {
  return Softmax(Op::softmax, self, dim, dtype);
}
Tensor log_softmax(const Tensor& self, int64_t dim,
                   std::optional<DType> dtype) {
  return Softmax(Op::log_softmax, self, dim, dtype);
}
Tensor _softmax_backward_data(const Tensor& grad_output, const Tensor& output,
                              int64_t dim) {
  return SoftmaxBackward(Op::_softmax_backward_data, grad_output, output, dim);
}
Tensor _log_softmax_backward_data(const Tensor& grad_output,
                                  const Tensor& output, int64_t dim) {
  return SoftmaxBackward(Op::_log_softmax_backward_data, grad_output, output,
                         dim);
}

namespace {

Tensor ComplexLogSumExp(const Tensor& self, const detail::ReduceDims& reduced,
                        bool keepdim) {
  OpScope scope("logsumexp");
  const Tensor x = self.detach();
  std::vector<int64_t> dims;
  for (int64_t d = 0; d < x.dim(); ++d) {
    if (reduced[d]) dims.push_back(d);
  }
  Tensor y;
  if (detail::ReducedCount(x, reduced) == 0) {
    y = x.sum(dims, true).log();
  } else {
    const Tensor most = tessera::real(x).amax(dims, true);
    const Tensor shift = most.masked_fill(most.abs() == INFINITY, 0);
    y = (x - shift).exp().sum(dims, true).log() + shift;
  }
  return keepdim ? y : y.squeeze(dims);
}

}  // namespace

Tensor logsumexp(const Tensor& self, IntArrayRef dim, bool keepdim) {
  detail::CheckDefined("logsumexp", self);
  if (isIntegralType(self.scalar_type(), true)) {
    return run::logsumexp(
        run::_to_copy(self, self.device(), get_default_dtype(), false), dim,
        keepdim);
  }
  const detail::ReduceDims dims("logsumexp", dim, self.dim());
  if (self.is_complex()) return ComplexLogSumExp(self, dims, keepdim);
  int64_t order[Geometry::kMaxDims];
  int64_t sizes[Geometry::kMaxDims];
  size_t kept = 0;
  size_t ndim = 0;
  for (int64_t d = 0; d < self.dim(); ++d) {
    if (!dims[d]) order[kept++] = d;
    if (!dims[d]) sizes[ndim++] = self.size(d);
    if (dims[d] && keepdim) sizes[ndim++] = 1;
  }
  size_t all = kept;
  for (int64_t d = 0; d < self.dim(); ++d) {
    if (dims[d]) order[all++] = d;
  }
  Tensor out = detail::MakeTensor(IntArrayRef(sizes, ndim), self.scalar_type(),
                                  self.device(), "logsumexp");
  RowPlan plan;
  plan.n = detail::ReducedCount(self, dims);
  if (plan.n == 0) {
    detail::FillValue("logsumexp", out, -INFINITY);
    return out;
  }
  plan.outer = out.numel();
  plan.inner = 1;
  const Tensor x = Dense(run::permute(self, IntArrayRef(order, all)));
  plan.in = x.impl()->data();
  plan.grad = nullptr;
  plan.out = out.impl()->data();
  Launch(Op::logsumexp, plan, x);
  return out;
}

// ---- By elements ----

namespace {

void CheckBounds(const Scalar& min, const Scalar& max) {
  if (!(min.toDouble() > max.toDouble())) return;
  throw ValueError("hardtanh",
                   Str("expected min_val <= max_val, got ", min, " and ", max));
}

// A bound of an integer dtype is cut to a whole number, as PyTorch's.
Scalar Bound(const Tensor& self, const Scalar& bound) {
  return bound.isFloatingPoint() && isIntegralType(self.scalar_type(), false)
             ? Scalar(Convert<int64_t>(bound))
             : bound;
}

Op GeluKernel(const char* approximate) {
  if (approximate && std::strcmp(approximate, "none") == 0) return Op::gelu;
  if (approximate && std::strcmp(approximate, "tanh") == 0) {
    return Op::gelu_tanh;
  }
  throw ValueError("gelu",
                   Str("approximate argument must be either none or tanh, got ",
                       approximate ? approximate : "a null pointer"));
}

}  // namespace

Tensor hardtanh(const Tensor& self, const Scalar& min_val,
                const Scalar& max_val) {
  OpScope scope("hardtanh");
  detail::CheckDefined("hardtanh", self);
  detail::CheckDType(Op::hardtanh, self);
  CheckBounds(min_val, max_val);
  return run::clamp(self, Bound(self, min_val), Bound(self, max_val));
}
Tensor& hardtanh_(Tensor& self, const Scalar& min_val, const Scalar& max_val) {
  OpScope scope("hardtanh_");
  detail::CheckDType(Op::hardtanh, self);
  CheckBounds(min_val, max_val);
  return run::clamp_(self, Bound(self, min_val), Bound(self, max_val));
}

Tensor gelu(const Tensor& self, const char* approximate) {
  OpScope scope("gelu");
  return detail::Unary(GeluKernel(approximate), self);
}
Tensor& gelu_(Tensor& self, const char* approximate) {
  OpScope scope("gelu_");
  return detail::UnaryInplace(GeluKernel(approximate), self);
}

Tensor relu6(const Tensor& self) { return tessera::hardtanh(self, 0, 6); }

namespace {

constexpr double kSeluAlpha = 1.6732632423543772848170429916717;
constexpr double kSeluScale = 1.0507009873554804934193349852946;

double CeluScale(const Scalar& alpha) {
  const double value = alpha.toDouble();
  if (value != 0) return 1 / value;
  throw ValueError("celu", "expected an alpha other than 0, got 0");
}

}  // namespace

Tensor selu(const Tensor& self) {
  return tessera::elu(self, kSeluAlpha, kSeluScale);
}
Tensor celu(const Tensor& self, const Scalar& alpha) {
  return tessera::elu(self, alpha, 1, CeluScale(alpha));
}

Tensor prelu(const Tensor& self, const Tensor& weight) {
  detail::CheckDefined("prelu", self, 0);
  detail::CheckDefined("prelu", weight, 1);
  detail::CheckDType(Op::prelu, self);
  detail::CheckSameDType("prelu", self, weight);
  const int64_t n = weight.numel();
  const int64_t channels = self.dim() >= 2 ? self.size(1) : 1;
  if (n != 1 && n != channels) {
    throw ShapeError("prelu",
                     Str("expected a weight of 1 element or of the "
                         "input's ",
                         channels, " channels, got ", weight, " for ", self));
  }
  Tensor w = weight;
  if (n != 1) {
    std::vector<int64_t> sizes(static_cast<size_t>(self.dim()), 1);
    sizes[1] = n;
    w = weight.reshape(sizes);
  } else {
    w = weight.reshape(IntArrayRef());
  }
  return tessera::where(self > 0, self, w * self);
}

}  // namespace tessera::run
