// Products that are made of matmul, mm, bmm and mv.
#include <algorithm>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"

namespace tessera::run {
namespace {

// beta * self + alpha * product. With integers the factors are cast first, as
// in PyTorch.
Tensor ScaledSum(const char* op, const Tensor& self, const Tensor& product,
                 const Scalar& beta, const Scalar& alpha) {
  detail::CheckDefined(op, self);
  detail::CheckSameDType(op, product, self);
  const bool ints = isIntegralType(product.scalar_type(), true);
  const Scalar a = ints ? Scalar(alpha.toLong()) : alpha;
  const Scalar b = ints ? Scalar(beta.toLong()) : beta;
  const Tensor scaled = a.equal(1) ? product : product * a;
  const Tensor c = self.expand(product.sizes());
  if (b.equal(0)) return scaled;
  return (b.equal(1) ? c : c * b) + scaled;
}

// Dimensions of t as one list without repeats, counted from the start.
std::vector<int64_t> WrapDims(const char* op, const Tensor& t,
                              IntArrayRef dims) {
  std::vector<int64_t> out;
  for (int64_t d : dims) {
    d = WrapDim(op, d, t.dim());
    if (std::find(out.begin(), out.end(), d) != out.end()) {
      throw ShapeError(
          op, Str("dim ", d, " appears multiple times in ", dims, " for ", t));
    }
    out.push_back(d);
  }
  return out;
}

}  // namespace

Tensor addmv(const Tensor& self, const Tensor& mat, const Tensor& vec,
             const Scalar& beta, const Scalar& alpha) {
  return ScaledSum("addmv", self, tessera::mv(mat, vec), beta, alpha);
}

Tensor baddbmm(const Tensor& self, const Tensor& batch1, const Tensor& batch2,
               const Scalar& beta, const Scalar& alpha) {
  return ScaledSum("baddbmm", self, tessera::bmm(batch1, batch2), beta, alpha);
}

Tensor vdot(const Tensor& self, const Tensor& other) {
  return tessera::dot(self.conj(), other);
}

Tensor inner(const Tensor& self, const Tensor& other) {
  detail::CheckDefined("inner", self);
  detail::CheckDefined("inner", other, 1);
  detail::CheckSameDType("inner", self, other);
  if (self.dim() == 0 || other.dim() == 0) return self * other;
  if (self.size(-1) != other.size(-1)) {
    throw ShapeError("inner", Str("expected last dimensions of one size, got ",
                                  self.size(-1), " and ", other.size(-1),
                                  ", operands ", self, " and ", other));
  }
  return tessera::tensordot(self, other, {-1}, {-1});
}

Tensor tensordot(const Tensor& self, const Tensor& other, int64_t dims) {
  detail::CheckDefined("tensordot", self);
  detail::CheckDefined("tensordot", other, 1);
  if (dims < 0 || dims > self.dim() || dims > other.dim()) {
    throw ShapeError("tensordot", Str("expected dims between 0 and the ",
                                      std::min(self.dim(), other.dim()),
                                      " that both have, got ", dims,
                                      ", operands ", self, " and ", other));
  }
  std::vector<int64_t> last, first;
  for (int64_t d = 0; d < dims; ++d) {
    last.push_back(self.dim() - dims + d);
    first.push_back(d);
  }
  return run::tensordot(self, other, last, first);
}

Tensor tensordot(const Tensor& self, const Tensor& other, IntArrayRef dims_self,
                 IntArrayRef dims_other) {
  const char* op = "tensordot";
  detail::CheckDefined(op, self);
  detail::CheckDefined(op, other, 1);
  detail::CheckSameDType(op, self, other);
  if (dims_self.size() != dims_other.size()) {
    throw ShapeError(op, Str("expected lists of dims of one length, got ",
                             dims_self, " and ", dims_other));
  }
  const std::vector<int64_t> summed_a = WrapDims(op, self, dims_self);
  const std::vector<int64_t> summed_b = WrapDims(op, other, dims_other);
  Tensor a = self, b = other;
  int64_t k = 1;
  for (size_t i = 0; i < summed_a.size(); ++i) {
    const int64_t m = self.size(summed_a[i]), n = other.size(summed_b[i]);
    if (m != n && m != 1 && n != 1) {
      throw ShapeError(
          op,
          Str("contracted dimensions need to match, but first has size ", m,
              " in dim ", dims_self[i], " and second has size ", n, " in dim ",
              dims_other[i], ", operands ", self, " and ", other));
    }
    // Against a single element a sum is left.
    if (m != n && m == 1) b = b.sum(summed_b[i], true, b.scalar_type());
    if (m != n && n == 1) a = a.sum(summed_a[i], true, a.scalar_type());
    k *= a.size(summed_a[i]);
  }
  std::vector<int64_t> order_a, order_b = summed_b, sizes;
  int64_t m = 1, n = 1;
  for (int64_t d = 0; d < a.dim(); ++d) {
    if (std::find(summed_a.begin(), summed_a.end(), d) != summed_a.end()) {
      continue;
    }
    order_a.push_back(d);
    sizes.push_back(a.size(d));
    m *= a.size(d);
  }
  order_a.insert(order_a.end(), summed_a.begin(), summed_a.end());
  for (int64_t d = 0; d < b.dim(); ++d) {
    if (std::find(summed_b.begin(), summed_b.end(), d) != summed_b.end()) {
      continue;
    }
    order_b.push_back(d);
    sizes.push_back(b.size(d));
    n *= b.size(d);
  }
  CheckedNumel(op, sizes, a.scalar_type());
  return tessera::mm(a.permute(order_a).reshape({m, k}),
                     b.permute(order_b).reshape({k, n}))
      .view(sizes);
}

Tensor kron(const Tensor& self, const Tensor& other) {
  const int64_t ndim = std::max(self.dim(), other.dim());
  // [a0, 1, a1, 1, ...] times [1, b0, 1, b1, ...]
  std::vector<int64_t> a, b, sizes;
  for (int64_t d = 0; d < ndim; ++d) {
    const int64_t i = d - (ndim - self.dim()), j = d - (ndim - other.dim());
    const int64_t m = i < 0 ? 1 : self.size(i), n = j < 0 ? 1 : other.size(j);
    a.insert(a.end(), {m, 1});
    b.insert(b.end(), {1, n});
    sizes.push_back(m * n);
  }
  return (self.reshape(a) * other.reshape(b)).reshape(sizes);
}

Tensor matrix_power(const Tensor& self, int64_t n) {
  const char* op = "matrix_power";
  detail::CheckDefined(op, self);
  detail::CheckDType(Op::matrix_power, self);
  if (self.dim() < 2 || self.size(-1) != self.size(-2)) {
    throw ShapeError(op, Str("expected square matrices, got ", self));
  }
  if (n < 0) {
    throw NotImplementedError(op, Str("expected n of 0 or more, got ", n,
                                      "; negative powers need inverses, "
                                      "which are not built"));
  }
  if (n == 0) {
    return tessera::eye(self.size(-1), self.options())
        .expand(self.sizes())
        .clone(MemoryFormat::Contiguous);
  }
  Tensor power = self, result;
  for (;;) {
    if (n & 1) result = result.defined() ? result.matmul(power) : power;
    n >>= 1;
    if (n == 0) break;
    power = power.matmul(power);
  }
  return result.is_same(self) ? self.clone() : result;
}

}  // namespace tessera::run
