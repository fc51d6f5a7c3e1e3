// Gradients of reductions.
#include <cmath>

#include "tessera/autograd/formula.h"
#include "tessera/tensor/ops/reduce_call.h"

namespace tessera::autograd {
namespace {

using detail::ReduceDims;

// Which dimensions were reduced, and whether they stayed with size 1.
struct Reduced {
  ReduceDims dims = ReduceDims::All();
  bool keepdim = false;

  // t, of the result's shape, with the reduced dimensions as size 1; where
  // all were reduced, t broadcasts as it is.
  Tensor Restore(const Tensor& t, size_t ndim) const {
    if (keepdim || dims.all(static_cast<int64_t>(ndim))) return t;
    Tensor out = t;
    for (size_t d = 0; d < ndim; ++d) {
      if (dims[static_cast<int64_t>(d)]) {
        out = out.unsqueeze(static_cast<int64_t>(d));
      }
    }
    return out;
  }
  std::vector<int64_t> list(size_t ndim) const {
    std::vector<int64_t> out;
    for (size_t d = 0; d < ndim; ++d) {
      if (dims[static_cast<int64_t>(d)]) out.push_back(static_cast<int64_t>(d));
    }
    return out;
  }
  // sum over the same dimensions, all kept with size 1.
  Tensor Sum(const Tensor& t) const {
    if (t.dim() == 0) return t;
    return t.sum(list(t.sizes().size()), true);
  }
  Tensor Mean(const Tensor& t) const {
    if (t.dim() == 0) return t;
    return t.mean(list(t.sizes().size()), true);
  }
  int64_t Count(IntArrayRef sizes) const {
    int64_t count = 1;
    for (size_t d = 0; d < sizes.size(); ++d) {
      if (dims[static_cast<int64_t>(d)]) count *= sizes[d];
    }
    return count;
  }
};

// A node of one input that is reduced.
struct ReduceNode : NodeOf<1> {
  Reduced reduced;

  IntArrayRef sizes() const { return edge(0).sizes(); }
  Tensor Restore(const Tensor& t) const {
    return reduced.Restore(t, sizes().size());
  }
};

// The recorder of a reduction over dim, wrapped, or over all.
template <class N>
class ReduceRecorder : public Recorder<N> {
 public:
  ReduceRecorder(const char* op, const Tensor& self, IntArrayRef dim,
                 bool keepdim)
      : Recorder<N>(self) {
    (*this)->reduced = {ReduceDims(op, dim, self.dim()), keepdim};
  }
};

// ---- sum: dx = g;  mean: dx = g / n ----

struct SumBackward final : ReduceNode {
  const char* op_name() const override {
    return reduced.dims.all(64) ? "SumBackward0" : "SumBackward1";
  }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = Restore(g[0]).expand(sizes());
  }
};

struct MeanBackward final : ReduceNode {
  const char* op_name() const override {
    return reduced.dims.all(64) ? "MeanBackward0" : "MeanBackward1";
  }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor share = g[0] / Scalar(reduced.Count(sizes()));
    out[0] = Restore(share).expand(sizes());
  }
};

template <class N, Tensor (*kRun)(const Tensor&, std::optional<DType>)>
Tensor RecordAll(const Tensor& self, std::optional<DType> dtype) {
  Recorder<N> record(self);
  return record.Finish(kRun(self, dtype));
}
template <class N, Tensor (*kRun)(const Tensor&, IntArrayRef, bool,
                                  std::optional<DType>)>
Tensor RecordDims(const Tensor& self, IntArrayRef dim, bool keepdim,
                  std::optional<DType> dtype) {
  ReduceRecorder<N> record("sum", self, dim, keepdim);
  return record.Finish(kRun(self, dim, keepdim, dtype));
}
Tensor RunSum(const Tensor& self, std::optional<DType> dtype) {
  return run::sum(self, dtype);
}
Tensor RunSumDims(const Tensor& self, IntArrayRef dim, bool keepdim,
                  std::optional<DType> dtype) {
  return run::sum(self, dim, keepdim, dtype);
}
Tensor RunMean(const Tensor& self, std::optional<DType> dtype) {
  return run::mean(self, dtype);
}
Tensor RunMeanDims(const Tensor& self, IntArrayRef dim, bool keepdim,
                   std::optional<DType> dtype) {
  return run::mean(self, dim, keepdim, dtype);
}
constexpr auto record_sum = RecordAll<SumBackward, RunSum>;
constexpr auto record_sum_dim = RecordDims<SumBackward, RunSumDims>;
constexpr auto record_mean = RecordAll<MeanBackward, RunMean>;
constexpr auto record_mean_dim = RecordDims<MeanBackward, RunMeanDims>;
TESSERA_RECORDS(sum, record_sum);
TESSERA_RECORDS(sum_dim, record_sum_dim);
TESSERA_RECORDS(mean, record_mean);
TESSERA_RECORDS(mean_dim, record_mean_dim);

// ---- prod: dx = g * the product of the others, exact with zeros ----

struct ProdBackward final : ReduceNode {
  Saved self;
  const char* op_name() const override { return "ProdBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this);
    const Tensor zero = x == 0;
    // Zeros left out, so that the others' product can be had by division.
    const Tensor others = where(zero, 1, x);
    Tensor product = others;
    for (int64_t d = 0; d < x.dim(); ++d) {
      if (reduced.dims[d]) product = product.prod(d, true);
    }
    const Tensor zeros = reduced.Sum(zero);
    const Tensor gradient = Restore(g[0]) * (product / others).conj();
    // One zero: it alone gets the product. Several: nobody gets anything.
    out[0] = where(zeros == 0, gradient,
                   where((zeros == 1).logical_and(zero), gradient, 0));
  }
  void Release() override { self.reset(); }
};

Tensor RecordProd(const Tensor& self, std::optional<DType> dtype) {
  Recorder<ProdBackward> record(self);
  record->self.Save(self);
  return record.Finish(run::prod(self, dtype));
}
Tensor RecordProdDim(const Tensor& self, int64_t dim, bool keepdim,
                     std::optional<DType> dtype) {
  ReduceRecorder<ProdBackward> record("prod", self, dim, keepdim);
  record->self.Save(self);
  return record.Finish(run::prod(self, dim, keepdim, dtype));
}
TESSERA_RECORDS(prod, RecordProd);
TESSERA_RECORDS(prod_dim, RecordProdDim);

// ---- var: dx = g * 2 / (n - correction) * (x - mean) ----
// ---- std: dx = that * 1 / (2 std), 0 where std is 0 ----

struct SpreadNode : ReduceNode {
  Saved self;
  double correction = 1;

  Tensor VarGradient(const Tensor& g, const Tensor& x) const {
    const double n = static_cast<double>(reduced.Count(sizes())) - correction;
    return Restore(g) * (x - reduced.Mean(x)) * (2 / (n > 0 ? n : 0));
  }
  void Release() override { self.reset(); }
};

struct VarBackward final : SpreadNode {
  const char* op_name() const override { return "VarBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = VarGradient(g[0], self.get(*this));
  }
};

struct StdBackward final : SpreadNode {
  Saved result;
  const char* op_name() const override { return "StdBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor y = result.get(*this);
    out[0] = VarGradient(where(y == 0, 0, g[0] / (y * 2)), self.get(*this));
  }
  void Release() override {
    SpreadNode::Release();
    result.reset();
  }
};

struct VarMeanBackward final : SpreadNode {
  const char* op_name() const override { return "VarMeanBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (g[0].defined()) out[0] = VarGradient(g[0], self.get(*this));
    if (!g[1].defined()) return;
    const Tensor mean =
        Restore(g[1] / Scalar(reduced.Count(sizes()))).expand(sizes());
    out[0] = out[0].defined() ? out[0] + mean : mean;
  }
};

double CorrectionOf(const std::optional<Scalar>& correction) {
  return correction ? correction->toDouble() : 1;
}

Tensor RecordVarOf(const Tensor& self, IntArrayRef dim,
                   const std::optional<Scalar>& correction, bool keepdim) {
  ReduceRecorder<VarBackward> record("var", self, dim, keepdim);
  record->self.Save(self);
  record->correction = CorrectionOf(correction);
  return record.Finish(run::var(self, dim, correction, keepdim));
}
Tensor RecordVarDim(const Tensor& self, IntArrayRef dim, bool unbiased,
                    bool keepdim) {
  return RecordVarOf(self, dim, Scalar(unbiased ? 1 : 0), keepdim);
}
Tensor RecordVar(const Tensor& self, bool unbiased) {
  return RecordVarDim(self, {}, unbiased, false);
}
TESSERA_RECORDS(var, RecordVar);
TESSERA_RECORDS(var_dim, RecordVarDim);
TESSERA_RECORDS(var_correction, RecordVarOf);

Tensor RecordStdOf(const Tensor& self, IntArrayRef dim,
                   const std::optional<Scalar>& correction, bool keepdim) {
  ReduceRecorder<StdBackward> record("std", self, dim, keepdim);
  record->self.Save(self);
  record->correction = CorrectionOf(correction);
  return record.FinishSaving(run::std(self, dim, correction, keepdim));
}
Tensor RecordStdDim(const Tensor& self, IntArrayRef dim, bool unbiased,
                    bool keepdim) {
  return RecordStdOf(self, dim, Scalar(unbiased ? 1 : 0), keepdim);
}
Tensor RecordStd(const Tensor& self, bool unbiased) {
  return RecordStdDim(self, {}, unbiased, false);
}
TESSERA_RECORDS(std, RecordStd);
TESSERA_RECORDS(std_dim, RecordStdDim);
TESSERA_RECORDS(std_correction, RecordStdOf);

std::tuple<Tensor, Tensor> RecordVarMeanOf(
    const Tensor& self, IntArrayRef dim,
    const std::optional<Scalar>& correction, bool keepdim) {
  ReduceRecorder<VarMeanBackward> record("var_mean", self, dim, keepdim);
  record->self.Save(self);
  record->correction = CorrectionOf(correction);
  return record.FinishTuple(run::var_mean(self, dim, correction, keepdim));
}
std::tuple<Tensor, Tensor> RecordVarMeanDim(const Tensor& self, IntArrayRef dim,
                                            bool unbiased, bool keepdim) {
  return RecordVarMeanOf(self, dim, Scalar(unbiased ? 1 : 0), keepdim);
}
std::tuple<Tensor, Tensor> RecordVarMean(const Tensor& self, bool unbiased) {
  return RecordVarMeanDim(self, {}, unbiased, false);
}
TESSERA_RECORDS(var_mean, RecordVarMean);
TESSERA_RECORDS(var_mean_dim, RecordVarMeanDim);
TESSERA_RECORDS(var_mean_correction, RecordVarMeanOf);

// ---- amax, amin, max(), min(): ties share ----

struct ExtremeBackward final : ReduceNode {
  Saved self, result;
  const char* name_ = "AmaxBackward0";
  const char* op_name() const override { return name_; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this).detach();
    // A NaN in x is one in the result.
    const Tensor hit =
        (x == Restore(result.get(*this).detach())).logical_or(x.isnan());
    const Tensor share = Restore(g[0]) / reduced.Sum(hit);
    out[0] = where(hit, share, 0);
  }
  void Release() override {
    self.reset();
    result.reset();
  }
};

Tensor RecordExtreme(const char* node, const char* op, const Tensor& self,
                     IntArrayRef dim, bool keepdim, Tensor&& result) {
  ReduceRecorder<ExtremeBackward> record(op, self, dim, keepdim);
  record->name_ = node;
  record->self.Save(self);
  return record.FinishSaving(std::move(result));
}
Tensor RecordAmax(const Tensor& self, IntArrayRef dim, bool keepdim) {
  return RecordExtreme("AmaxBackward0", "amax", self, dim, keepdim,
                       run::amax(self, dim, keepdim));
}
Tensor RecordAmin(const Tensor& self, IntArrayRef dim, bool keepdim) {
  return RecordExtreme("AminBackward0", "amin", self, dim, keepdim,
                       run::amin(self, dim, keepdim));
}
Tensor RecordMax(const Tensor& self) {
  return RecordExtreme("MaxBackward1", "max", self, {}, false, run::max(self));
}
Tensor RecordMin(const Tensor& self) {
  return RecordExtreme("MinBackward1", "min", self, {}, false, run::min(self));
}
TESSERA_RECORDS(amax, RecordAmax);
TESSERA_RECORDS(amin, RecordAmin);
TESSERA_RECORDS(max, RecordMax);
TESSERA_RECORDS(min, RecordMin);

// ---- max(dim), min(dim): the returned index gets all ----

struct IndexedBackward final : ReduceNode {
  Saved indices;
  const char* name_ = "MaxBackward0";
  int64_t dim = 0;
  const char* op_name() const override { return name_; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (!g[0].defined()) return;
    if (sizes().empty()) {
      out[0] = g[0];
      return;
    }
    const Tensor at = Restore(indices.get(*this));
    std::vector<int64_t> shape(sizes().size(), 1);
    shape[static_cast<size_t>(dim)] = sizes()[static_cast<size_t>(dim)];
    const Tensor places =
        arange(shape[static_cast<size_t>(dim)], at.options()).view(shape);
    out[0] = where(places == at, Restore(g[0]), 0);
  }
  // All dimensions of a 1-d tensor are reduced, and yet it is no number.
  void Release() override { indices.reset(); }
};

std::tuple<Tensor, Tensor> RecordIndexed(const char* node, const char* op,
                                         const Tensor& self, int64_t dim,
                                         bool keepdim,
                                         std::tuple<Tensor, Tensor>&& results) {
  ReduceRecorder<IndexedBackward> record(op, self, dim, keepdim);
  record->name_ = node;
  record->dim = WrapDim(op, dim, self.dim());
  record->indices.Save(std::get<1>(results));
  return record.FinishTuple(std::move(results));
}
std::tuple<Tensor, Tensor> RecordMaxDim(const Tensor& self, int64_t dim,
                                        bool keepdim) {
  return RecordIndexed("MaxBackward0", "max", self, dim, keepdim,
                       run::max(self, dim, keepdim));
}
std::tuple<Tensor, Tensor> RecordMinDim(const Tensor& self, int64_t dim,
                                        bool keepdim) {
  return RecordIndexed("MinBackward0", "min", self, dim, keepdim,
                       run::min(self, dim, keepdim));
}
Tensor RecordMaxOther(const Tensor& self, const Tensor& other) {
  return maximum(self, other);
}
Tensor RecordMinOther(const Tensor& self, const Tensor& other) {
  return minimum(self, other);
}
TESSERA_RECORDS(max_dim, RecordMaxDim);
TESSERA_RECORDS(min_dim, RecordMinDim);
TESSERA_RECORDS(max_other, RecordMaxOther);
TESSERA_RECORDS(min_other, RecordMinOther);

// ---- norm: dx = g x |x|^(p - 2) / norm^(p - 1), 0 where the norm is 0 ----

struct NormBackward final : ReduceNode {
  Saved self, result;
  double p = 2;
  const char* op_name() const override { return "LinalgVectorNormBackward0"; }
  void Backward(const Tensor* grad, Tensor* out) override {
    const Tensor x = self.get(*this);
    const Tensor norm = Restore(result.get(*this));
    const Tensor g = Restore(grad[0]);
    if (p == 2) {
      out[0] = x * where(norm == 0, 0, g / norm);
      return;
    }
    if (p == 0) {
      out[0] = x * 0;
      return;
    }
    const Tensor size = x.abs();
    // Without a direction at 0.
    const Tensor direction = where(size == 0, 0, x / size);
    if (p == 1) {
      out[0] = direction * g;
    } else if (std::isinf(p)) {
      const Tensor hit = size.detach() == norm.detach();
      out[0] = direction * where(hit, g / reduced.Sum(hit), 0);
    } else {
      const Tensor factor = where(norm == 0, 0, g / norm.pow(p - 1));
      out[0] = direction * where(size == 0, 0, size.pow(p - 1)) * factor;
    }
  }
  void Release() override {
    self.reset();
    result.reset();
  }
};

Tensor RecordNorm(const Tensor& self, const Scalar& ord, IntArrayRef dim,
                  bool keepdim, std::optional<DType> dtype) {
  ReduceRecorder<NormBackward> record("linalg_vector_norm", self, dim, keepdim);
  record->p = ord.toDouble();
  record->self.Save(self);
  return record.FinishSaving(
      run::linalg_vector_norm(self, ord, dim, keepdim, dtype));
}
TESSERA_RECORDS(linalg_vector_norm, RecordNorm);

}  // namespace
}  // namespace tessera::autograd
