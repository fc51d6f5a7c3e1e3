// Gradients of sort, topk, median and kin: back to where the values were.
#include "tessera/autograd/formula.h"

namespace tessera::autograd {
namespace {

// values = x at indices along dim:  dx = g there, else 0.
struct PickBackward : NodeOf<1> {
  int64_t dim = 0;
  Saved indices;
  void Backward(const Tensor* g, Tensor* out) override {
    if (!g[0].defined()) return;
    out[0] = scatter_add(zeros(edge(0).sizes(), g[0].options()), dim,
                         indices.get(*this), g[0]);
  }
  void Release() override { indices.reset(); }
};
struct SortBackward final : PickBackward {
  const char* op_name() const override { return "SortBackward0"; }
};
struct TopkBackward final : PickBackward {
  const char* op_name() const override { return "TopkBackward0"; }
};

template <class N>
std::tuple<Tensor, Tensor> Record(const Tensor& self, int64_t dim,
                                  std::tuple<Tensor, Tensor>&& results) {
  Recorder<N> record(self);
  record->dim = dim;
  record->indices.Save(std::get<1>(results));
  return record.FinishTuple(std::move(results));
}

std::tuple<Tensor, Tensor> record_sort(const Tensor& self, int64_t dim,
                                       bool descending, bool stable) {
  return Record<SortBackward>(self, dim,
                              run::sort(self, dim, descending, stable));
}
TESSERA_RECORDS(sort, record_sort);

std::tuple<Tensor, Tensor> record_topk(const Tensor& self, int64_t k,
                                       int64_t dim, bool largest, bool sorted) {
  return Record<TopkBackward>(self, dim,
                              run::topk(self, k, dim, largest, sorted));
}
TESSERA_RECORDS(topk, record_topk);

// ---- One element of each row ----

template <const char* const& kName>
struct SelectBackward final : PickBackward {
  bool squeezed = false;  // the results lack dim
  const char* op_name() const override { return kName; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (!g[0].defined()) return;
    Tensor at = indices.get(*this), grad = g[0];
    if (squeezed) {
      at = at.unsqueeze(dim);
      grad = grad.unsqueeze(dim);
    }
    out[0] = scatter_add(zeros(edge(0).sizes(), grad.options()), dim, at, grad);
  }
};
constexpr const char* kMedian = "MedianBackward1";
constexpr const char* kNanmedian = "NanmedianBackward1";
constexpr const char* kKthvalue = "KthvalueBackward0";
constexpr const char* kMode = "ModeBackward0";

template <const char* const& kName>
std::tuple<Tensor, Tensor> RecordSelect(const Tensor& self, int64_t dim,
                                        bool keepdim,
                                        std::tuple<Tensor, Tensor>&& results) {
  Recorder<SelectBackward<kName>> record(self);
  record->dim = WrapDim("median", dim, self.dim());
  record->squeezed = !keepdim && self.dim() > 0;
  record->indices.Save(std::get<1>(results));
  return record.FinishTuple(std::move(results));
}

std::tuple<Tensor, Tensor> record_median_dim(const Tensor& self, int64_t dim,
                                             bool keepdim) {
  return RecordSelect<kMedian>(self, dim, keepdim,
                               run::median(self, dim, keepdim));
}
TESSERA_RECORDS(median_dim, record_median_dim);

std::tuple<Tensor, Tensor> record_nanmedian_dim(const Tensor& self, int64_t dim,
                                                bool keepdim) {
  return RecordSelect<kNanmedian>(self, dim, keepdim,
                                  run::nanmedian(self, dim, keepdim));
}
TESSERA_RECORDS(nanmedian_dim, record_nanmedian_dim);

std::tuple<Tensor, Tensor> record_kthvalue(const Tensor& self, int64_t k,
                                           int64_t dim, bool keepdim) {
  return RecordSelect<kKthvalue>(self, dim, keepdim,
                                 run::kthvalue(self, k, dim, keepdim));
}
TESSERA_RECORDS(kthvalue, record_kthvalue);

std::tuple<Tensor, Tensor> record_mode(const Tensor& self, int64_t dim,
                                       bool keepdim) {
  return RecordSelect<kMode>(self, dim, keepdim, run::mode(self, dim, keepdim));
}
TESSERA_RECORDS(mode, record_mode);

// The median of all: its equals share the gradient.
template <const char* const& kName>
struct MedianBackward final : NodeOf<1> {
  Saved self, result;
  const char* op_name() const override { return kName; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this), y = result.get(*this);
    const Tensor same = (x == y) | (isnan(x) & isnan(y));
    out[0] = where(same, g[0] / same.sum(), 0);
  }
  void Release() override {
    self.reset();
    result.reset();
  }
};
constexpr const char* kMedianOfAll = "MedianBackward0";
constexpr const char* kNanmedianOfAll = "NanmedianBackward0";

Tensor record_median(const Tensor& self) {
  Recorder<MedianBackward<kMedianOfAll>> record(self);
  record->self.Save(self);
  return record.FinishSaving(run::median(self));
}
TESSERA_RECORDS(median, record_median);

Tensor record_nanmedian(const Tensor& self) {
  Recorder<MedianBackward<kNanmedianOfAll>> record(self);
  record->self.Save(self);
  return record.FinishSaving(run::nanmedian(self));
}
TESSERA_RECORDS(nanmedian, record_nanmedian);

}  // namespace
}  // namespace tessera::autograd
