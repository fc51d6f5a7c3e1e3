// Gradients of sort and topk: back to where the values were.
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

}  // namespace
}  // namespace tessera::autograd
