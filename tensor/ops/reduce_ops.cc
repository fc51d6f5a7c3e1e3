// Reductions: dtypes, dimensions and the forms of each.
#include <cmath>

#include "tessera/base/check.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/reduce_call.h"
#include "tessera/tensor/ops/run.h"

namespace tessera::run {
namespace {

using detail::ReduceCall;
using detail::ReduceDims;

bool IsInt(DType dtype) { return isIntegralType(dtype, true); }

Tensor Cast(const Tensor& x, DType dtype) {
  return x.scalar_type() == dtype ? x
                                  : run::_to_copy(x, x.device(), dtype, false);
}

ReduceDims DimsOf(Op op, const Tensor& self, IntArrayRef dim) {
  detail::CheckDefined(name(op), self);
  return ReduceDims(name(op), dim, self.dim());
}

// sum and prod: kernels of integers give int64.
Tensor Accumulate(Op op, const Tensor& self, ReduceDims dims, bool keepdim,
                  std::optional<DType> dtype) {
  const DType have = self.scalar_type();
  const DType want = dtype ? *dtype : IsInt(have) ? DType::Long : have;
  if (IsInt(have) && want == DType::Long) {
    return ReduceCall(op, self, dims, keepdim).Run(DType::Long);
  }
  if (IsInt(want)) {
    const Tensor x = Cast(self, want);
    return Cast(ReduceCall(op, x, dims, keepdim).Run(DType::Long), want);
  }
  if (have == want) return ReduceCall(op, self, dims, keepdim).Run(want);
  const Tensor x = Cast(self, want);
  return ReduceCall(op, x, dims, keepdim).Run(want);
}

Tensor Mean(const Tensor& self, ReduceDims dims, bool keepdim,
            std::optional<DType> dtype) {
  const DType have = self.scalar_type();
  if (dtype && IsInt(*dtype)) {
    throw DTypeError("mean",
                     Str("expected a floating or complex dtype, got dtype=",
                         name(*dtype), " for ", self, "; leave it out or give ",
                         name(get_default_dtype())));
  }
  const DType want = dtype ? *dtype : IsInt(have) ? get_default_dtype() : have;
  if (have == want) return ReduceCall(Op::mean, self, dims, keepdim).Run(want);
  const Tensor x = Cast(self, want);
  return ReduceCall(Op::mean, x, dims, keepdim).Run(want);
}

// var, std and var_mean.
Tensor Spread(Op op, const Tensor& self, ReduceDims dims, double correction,
              bool keepdim, Tensor* mean = nullptr) {
  const DType have = self.scalar_type();
  if (IsInt(have)) {
    return Spread(op, Cast(self, get_default_dtype()), dims, correction,
                  keepdim, mean);
  }
  const int64_t count = detail::ReducedCount(self, dims);
  if (static_cast<double>(count) - correction <= 0) {
    TESSERA_WARN(name(op), ": degrees of freedom is <= 0 (", count,
                 " elements, correction ", correction,
                 "); the result is NaN or infinite");
  }
  if (isComplexType(have)) {
    // Distances in the plane: the variances of both parts.
    const Tensor parts = run::view_as_real(self);
    int64_t kept[Geometry::kMaxDims];
    size_t n = 0;
    for (int64_t d = 0; d < self.dim(); ++d) {
      if (dims[d]) kept[n++] = d;
    }
    Tensor variance = self.dim() == 0
                          ? run::mul(parts, Scalar(NAN))
                          : Spread(Op::var, parts,
                                   ReduceDims(name(op), {kept, n}, parts.dim()),
                                   correction, keepdim);
    variance = run::sum(variance, IntArrayRef(-1), false, {});
    if (mean) *mean = Mean(self, dims, keepdim, {});
    return op == Op::std ? run::sqrt(variance) : variance;
  }
  ReduceCall call(op, self, dims, keepdim);
  call.attr = correction;
  return mean ? call.Run2(have, have, mean) : call.Run(have);
}

double Correction(const std::optional<Scalar>& correction) {
  return correction ? correction->toDouble() : 1;
}

Tensor Greatest(Op fold, Op op, const Tensor& self) {
  detail::CheckDefined(name(op), self);
  detail::CheckDType(op, self);
  ReduceCall(op, self, ReduceDims::All(), false).CheckNotEmpty(true);
  return ReduceCall(fold, self, ReduceDims::All(), false)
      .Run(self.scalar_type());
}

std::tuple<Tensor, Tensor> WithIndex(Op op, const Tensor& self, int64_t dim,
                                     bool keepdim) {
  ReduceCall call(op, self, DimsOf(op, self, dim), keepdim);
  call.ordered = true;
  call.CheckNotEmpty(false);
  Tensor indices;
  Tensor values = call.Run2(self.scalar_type(), DType::Long, &indices);
  return {std::move(values), std::move(indices)};
}

Tensor Index(Op op, const Tensor& self, std::optional<int64_t> dim,
             bool keepdim) {
  detail::CheckDefined(name(op), self);
  if (!dim && self.numel() == 0) {
    throw IndexError(
        name(op), Str("expected reduction dim to be specified for the empty ",
                      self, " (numel() == 0); give a dim that has elements"));
  }
  ReduceCall call(
      op, self,
      dim ? ReduceDims(name(op), *dim, self.dim()) : ReduceDims::All(),
      keepdim);
  call.ordered = true;
  return call.CheckNotEmpty(false).Run(DType::Long);
}

}  // namespace

Tensor sum(const Tensor& self, std::optional<DType> dtype) {
  detail::CheckDefined("sum", self);
  return Accumulate(Op::sum, self, ReduceDims::All(), false, dtype);
}
Tensor sum(const Tensor& self, IntArrayRef dim, bool keepdim,
           std::optional<DType> dtype) {
  return Accumulate(Op::sum, self, DimsOf(Op::sum, self, dim), keepdim, dtype);
}

Tensor prod(const Tensor& self, std::optional<DType> dtype) {
  detail::CheckDefined("prod", self);
  return Accumulate(Op::prod, self, ReduceDims::All(), false, dtype);
}
Tensor prod(const Tensor& self, int64_t dim, bool keepdim,
            std::optional<DType> dtype) {
  return Accumulate(Op::prod, self, DimsOf(Op::prod, self, dim), keepdim,
                    dtype);
}

Tensor mean(const Tensor& self, std::optional<DType> dtype) {
  detail::CheckDefined("mean", self);
  return Mean(self, ReduceDims::All(), false, dtype);
}
Tensor mean(const Tensor& self, IntArrayRef dim, bool keepdim,
            std::optional<DType> dtype) {
  return Mean(self, DimsOf(Op::mean, self, dim), keepdim, dtype);
}

Tensor var(const Tensor& self, bool unbiased) {
  return run::var(self, IntArrayRef(), unbiased, false);
}
Tensor var(const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim) {
  return Spread(Op::var, self, DimsOf(Op::var, self, dim), unbiased, keepdim);
}
Tensor var(const Tensor& self, IntArrayRef dim,
           const std::optional<Scalar>& correction, bool keepdim) {
  return Spread(Op::var, self, DimsOf(Op::var, self, dim),
                Correction(correction), keepdim);
}

Tensor std(const Tensor& self, bool unbiased) {
  return run::std(self, IntArrayRef(), unbiased, false);
}
Tensor std(const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim) {
  return Spread(Op::std, self, DimsOf(Op::std, self, dim), unbiased, keepdim);
}
Tensor std(const Tensor& self, IntArrayRef dim,
           const std::optional<Scalar>& correction, bool keepdim) {
  return Spread(Op::std, self, DimsOf(Op::std, self, dim),
                Correction(correction), keepdim);
}

std::tuple<Tensor, Tensor> var_mean(const Tensor& self, bool unbiased) {
  return run::var_mean(self, IntArrayRef(), unbiased, false);
}
std::tuple<Tensor, Tensor> var_mean(const Tensor& self, IntArrayRef dim,
                                    bool unbiased, bool keepdim) {
  return run::var_mean(self, dim, Scalar(unbiased ? 1 : 0), keepdim);
}
std::tuple<Tensor, Tensor> var_mean(const Tensor& self, IntArrayRef dim,
                                    const std::optional<Scalar>& correction,
                                    bool keepdim) {
  Tensor mean;
  Tensor var = Spread(Op::var_mean, self, DimsOf(Op::var_mean, self, dim),
                      Correction(correction), keepdim, &mean);
  return {std::move(var), std::move(mean)};
}

Tensor amax(const Tensor& self, IntArrayRef dim, bool keepdim) {
  return ReduceCall(Op::amax, self, DimsOf(Op::amax, self, dim), keepdim)
      .CheckNotEmpty(false)
      .Run(self.scalar_type());
}
Tensor amin(const Tensor& self, IntArrayRef dim, bool keepdim) {
  return ReduceCall(Op::amin, self, DimsOf(Op::amin, self, dim), keepdim)
      .CheckNotEmpty(false)
      .Run(self.scalar_type());
}

std::tuple<Tensor, Tensor> std_mean(const Tensor& self, bool unbiased) {
  return {tessera::std(self, unbiased), tessera::mean(self)};
}

std::tuple<Tensor, Tensor> std_mean(const Tensor& self, IntArrayRef dim,
                                    bool unbiased, bool keepdim) {
  return {tessera::std(self, dim, unbiased, keepdim),
          tessera::mean(self, dim, keepdim)};
}

std::tuple<Tensor, Tensor> std_mean(const Tensor& self, IntArrayRef dim,
                                    const std::optional<Scalar>& correction,
                                    bool keepdim) {
  return {tessera::std(self, dim, correction, keepdim),
          tessera::mean(self, dim, keepdim)};
}

Tensor nansum(const Tensor& self, IntArrayRef dim, bool keepdim,
              std::optional<DType> dtype) {
  detail::CheckDefined("nansum", self);
  detail::CheckDType(Op::nansum, self);
  return tessera::sum(self.is_floating_point()
                          ? self.masked_fill(tessera::isnan(self), 0)
                          : self,
                      dim, keepdim, dtype);
}

Tensor nanmean(const Tensor& self, IntArrayRef dim, bool keepdim,
               std::optional<DType> dtype) {
  detail::CheckDefined("nanmean", self);
  detail::CheckDType(Op::nanmean, self);
  const Tensor count =
      tessera::logical_not(tessera::isnan(self)).sum(dim, keepdim);
  return tessera::nansum(self, dim, keepdim, dtype) / count;
}

std::tuple<Tensor, Tensor> aminmax(const Tensor& self,
                                   std::optional<int64_t> dim, bool keepdim) {
  const IntArrayRef dims = dim ? IntArrayRef(*dim) : IntArrayRef();
  return {tessera::amin(self, dims, keepdim),
          tessera::amax(self, dims, keepdim)};
}

Tensor max(const Tensor& self) { return Greatest(Op::amax, Op::max, self); }
std::tuple<Tensor, Tensor> max(const Tensor& self, int64_t dim, bool keepdim) {
  return WithIndex(Op::max, self, dim, keepdim);
}
Tensor max(const Tensor& self, const Tensor& other) {
  return run::maximum(self, other);
}
Tensor min(const Tensor& self) { return Greatest(Op::amin, Op::min, self); }
std::tuple<Tensor, Tensor> min(const Tensor& self, int64_t dim, bool keepdim) {
  return WithIndex(Op::min, self, dim, keepdim);
}
Tensor min(const Tensor& self, const Tensor& other) {
  return run::minimum(self, other);
}

Tensor argmax(const Tensor& self, std::optional<int64_t> dim, bool keepdim) {
  return Index(Op::argmax, self, dim, keepdim);
}
Tensor argmin(const Tensor& self, std::optional<int64_t> dim, bool keepdim) {
  return Index(Op::argmin, self, dim, keepdim);
}

Tensor all(const Tensor& self) { return run::all(self, IntArrayRef(), false); }
Tensor all(const Tensor& self, IntArrayRef dim, bool keepdim) {
  return ReduceCall(Op::all, self, DimsOf(Op::all, self, dim), keepdim)
      .Run(DType::Bool);
}
Tensor any(const Tensor& self) { return run::any(self, IntArrayRef(), false); }
Tensor any(const Tensor& self, IntArrayRef dim, bool keepdim) {
  return ReduceCall(Op::any, self, DimsOf(Op::any, self, dim), keepdim)
      .Run(DType::Bool);
}
Tensor count_nonzero(const Tensor& self) {
  return run::count_nonzero(self, IntArrayRef());
}
Tensor count_nonzero(const Tensor& self, IntArrayRef dim) {
  return ReduceCall(Op::count_nonzero, self,
                    DimsOf(Op::count_nonzero, self, dim), false)
      .Run(DType::Long);
}

Tensor linalg_vector_norm(const Tensor& self, const Scalar& ord,
                          IntArrayRef dim, bool keepdim,
                          std::optional<DType> dtype) {
  const ReduceDims dims = DimsOf(Op::linalg_vector_norm, self, dim);
  constexpr char kOp[] = "linalg_vector_norm";
  if (IsInt(self.scalar_type()) || (dtype && IsInt(*dtype))) {
    throw DTypeError(
        kOp, Str("expected a floating or complex tensor, got ", self,
                 "; convert with .to(", name(get_default_dtype()), ")"));
  }
  if (dtype && *dtype != self.scalar_type()) {
    return run::linalg_vector_norm(Cast(self, *dtype), ord, dim, keepdim, {});
  }
  const double p = ord.toDouble();
  const DType real = toRealValueType(self.scalar_type());
  if (p == 2 || (p == 1 && real == self.scalar_type())) {
    ReduceCall call(Op::linalg_vector_norm, self, dims, keepdim);
    call.attr = p;
    return call.Run(real);
  }
  if (p == 0) {
    return Cast(
        ReduceCall(Op::count_nonzero, self, dims, keepdim).Run(DType::Long),
        real);
  }
  const Tensor size = run::abs(self);
  if (p == 1) return run::linalg_vector_norm(size, ord, dim, keepdim, {});
  if (std::isinf(p)) {
    const Op op = p > 0 ? Op::amax : Op::amin;
    ReduceCall(Op::linalg_vector_norm, self, dims, keepdim)
        .CheckNotEmpty(dims.all(self.dim()));
    return ReduceCall(op, size, dims, keepdim).Run(real);
  }
  return run::pow(run::sum(run::pow(size, ord), dim, keepdim, {}),
                  Scalar(1 / p));
}

Tensor norm(const Tensor& self, const Scalar& p) {
  return tessera::linalg_vector_norm(self, p);
}
Tensor norm(const Tensor& self, const std::optional<Scalar>& p, IntArrayRef dim,
            bool keepdim, std::optional<DType> dtype) {
  return tessera::linalg_vector_norm(self, p ? *p : Scalar(2), dim, keepdim,
                                     dtype);
}

Tensor trace(const Tensor& self) {
  if (self.dim() != 2) {
    throw ShapeError("trace", Str("expected a matrix, got ", self,
                                  "; use diagonal() and sum()"));
  }
  return self.diagonal().sum();
}

}  // namespace tessera::run
