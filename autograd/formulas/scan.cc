// Gradients of scans.
#include "tessera/autograd/formula.h"

namespace tessera::autograd {
namespace {

// The sums of the elements from each one on.
Tensor SumsFrom(const Tensor& g, int64_t dim) {
  if (g.dim() == 0) return g;
  return g.slice(dim, std::nullopt, std::nullopt, -1).cumsum(dim).flip(dim);
}

// y_j = sum of x_i, i <= j:  dx_i = sum of g_j, j >= i
struct CumsumBackward final : NodeOf<1> {
  int64_t dim = 0;
  const char* op_name() const override { return "CumsumBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = SumsFrom(g[0], dim);
  }
};
Tensor record_cumsum(const Tensor& self, int64_t dim,
                     std::optional<DType> dtype) {
  Recorder<CumsumBackward> record(self);
  record->dim = dim;
  return record.Finish(run::cumsum(self, dim, dtype));
}
TESSERA_RECORDS(cumsum, record_cumsum);

// y_j = product of x_k, k <= j:
//   dx_i = sum over j >= i of g_j * conj(product of x_k, k <= j, k != i)
struct CumprodBackward final : NodeOf<1> {
  int64_t dim = 0;
  Saved self;
  const char* op_name() const override { return "CumprodBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this).to(g[0].scalar_type());
    if (x.dim() == 0) {
      out[0] = g[0];
    } else {
      out[0] = GradMode::is_enabled() ? Recorded(g[0], x.conj())
                                      : Fast(g[0], x.conj());
    }
  }
  void Release() override { self.reset(); }

 private:
  // Up to the first zero, z, the sum is that of g_j y_j over x_i. x_z has the
  // same with 1 in its place, and beyond it there is a zero in each product.
  Tensor Fast(const Tensor& g, const Tensor& x) const {
    const Tensor is_zero = x == 0;
    const Tensor zeros_yet = is_zero.cumsum(dim);
    const Tensor first = is_zero.logical_and(zeros_yet == 1);
    const Tensor before =
        SumsFrom(g * x.cumprod(dim), dim) / where(is_zero, 1, x);
    const Tensor at = SumsFrom(g * where(first, 1, x).cumprod(dim), dim);
    return where(zeros_yet == 0, before, where(first, at, 0));
  }
  // Of products alone, to be differentiated again; quadratic in the length.
  Tensor Recorded(const Tensor& g, const Tensor& x) const {
    const int64_t n = x.size(dim);
    if (n == 0) return g;
    const Tensor y = x.cumprod(dim);
    std::vector<Tensor> parts;
    for (int64_t i = 0; i < n; ++i) {
      Tensor part = g.slice(dim, i, i + 1);
      if (i + 1 < n) {
        const Tensor tail =
            g.slice(dim, i + 1) * x.slice(dim, i + 1).cumprod(dim);
        part = part + tail.sum(dim, true);
      }
      if (i > 0) part = part * y.slice(dim, i - 1, i);
      parts.push_back(part);
    }
    return cat(parts, dim);
  }
};
Tensor record_cumprod(const Tensor& self, int64_t dim,
                      std::optional<DType> dtype) {
  Recorder<CumprodBackward> record(self);
  record->dim = dim;
  record->self.Save(self);
  return record.Finish(run::cumprod(self, dim, dtype));
}
TESSERA_RECORDS(cumprod, record_cumprod);

// y_j = x at index j:  each g_j goes there
template <const char* const& kName>
struct ExtremeBackward final : NodeOf<1> {
  int64_t dim = 0;
  Saved indices;
  const char* op_name() const override { return kName; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (!g[0].defined()) return;
    out[0] = scatter_add(zeros(edge(0).sizes(), g[0].options()), dim,
                         indices.get(*this), g[0]);
  }
  void Release() override { indices.reset(); }
};
constexpr const char* kMax = "CummaxBackward0";
constexpr const char* kMin = "CumminBackward0";

template <const char* const& kName>
std::tuple<Tensor, Tensor> RecordExtreme(const Tensor& self, int64_t dim,
                                         std::tuple<Tensor, Tensor>&& results) {
  Recorder<ExtremeBackward<kName>> record(self);
  record->dim = dim;
  record->indices.Save(std::get<1>(results));
  return record.FinishTuple(std::move(results));
}
std::tuple<Tensor, Tensor> record_cummax(const Tensor& self, int64_t dim) {
  return RecordExtreme<kMax>(self, dim, run::cummax(self, dim));
}
TESSERA_RECORDS(cummax, record_cummax);

std::tuple<Tensor, Tensor> record_cummin(const Tensor& self, int64_t dim) {
  return RecordExtreme<kMin>(self, dim, run::cummin(self, dim));
}
TESSERA_RECORDS(cummin, record_cummin);

}  // namespace
}  // namespace tessera::autograd
