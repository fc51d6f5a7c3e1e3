// Gradients of copies, casts and fills.
#include "tessera/autograd/formula.h"
#include "tessera/autograd/view_grad.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/views.h"

namespace tessera::autograd {
namespace {

// y = x, elsewhere:  dx = g
struct CloneBackward final : NodeOf<1> {
  const char* op_name() const override { return "CloneBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override { out[0] = g[0]; }
};
Tensor record_clone(const Tensor& self, MemoryFormat memory_format) {
  Recorder<CloneBackward> record(self);
  return record.Finish(run::clone(self, memory_format));
}
TESSERA_RECORDS(clone, record_clone);

// y = x in another dtype or on another device:  dx = g, moved back. The engine
// casts. An integer result has no gradient.
struct ToCopyBackward final : NodeOf<1> {
  const char* op_name() const override { return "ToCopyBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0].to(edge(0).device());
  }
};
Tensor record_to_copy(const Tensor& self, Device device, DType dtype) {
  Recorder<ToCopyBackward> record(self);
  return record.Finish(run::_to_copy(self, device, dtype));
}
TESSERA_RECORDS(_to_copy, record_to_copy);

// y = src, broadcast to self's shape:  dself = 0, dsrc = g
struct CopyBackward final : NodeOf<2> {
  const char* op_name() const override { return "CopyBackwards"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (should_compute(0)) out[0] = zeros_like(g[0]);
    if (should_compute(1)) out[1] = g[0].to(edge(1).device());
  }
};
Tensor record_copy(const Tensor& self, const Tensor& src, bool non_blocking) {
  Recorder<CopyBackward> record(self, src);
  return record.Finish(run::copy(self, src, non_blocking));
}
TESSERA_RECORDS(copy, record_copy);

// y = a number everywhere:  dself = 0
template <const char* const& kName>
struct ConstantBackward final : NodeOf<1> {
  const char* op_name() const override { return kName; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = zeros_like(g[0]);
  }
};
constexpr const char* kFill = "FillBackward0";
constexpr const char* kZero = "ZeroBackward0";

Tensor record_fill(const Tensor& self, const Scalar& value) {
  Recorder<ConstantBackward<kFill>> record(self);
  return record.Finish(run::fill(self, value));
}
TESSERA_RECORDS(fill, record_fill);

Tensor record_zero(const Tensor& self) {
  Recorder<ConstantBackward<kZero>> record(self);
  return record.Finish(run::zero(self));
}
TESSERA_RECORDS(zero, record_zero);

// y = value (0-d) everywhere:  dself = 0, dvalue = sum of g
struct FillTensorBackward final : NodeOf<2> {
  const char* op_name() const override { return "FillBackward1"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (should_compute(0)) out[0] = zeros_like(g[0]);
    if (should_compute(1)) out[1] = g[0];  // the engine sums
  }
};
Tensor record_fill_tensor(const Tensor& self, const Tensor& value) {
  Recorder<FillTensorBackward> record(self, value);
  return record.Finish(run::fill(self, value));
}
TESSERA_RECORDS(fill_Tensor, record_fill_tensor);

// y = the inputs one after another:  each gets its stretch of g
struct CatBackward final : NodeList {
  int64_t dim = 0;
  const char* op_name() const override { return "CatBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    for (int i = 0; i < num_edges(); ++i) {
      if (length[static_cast<size_t>(i)] < 0 || !should_compute(i)) continue;
      out[i] = g[0].narrow(dim, start[static_cast<size_t>(i)],
                           length[static_cast<size_t>(i)]);
    }
  }
  // Of each input along dim; -1 for a skipped one of shape [0].
  std::vector<int64_t> start, length;
};
Tensor record_cat(TensorList tensors, int64_t dim) {
  Recorder<CatBackward> record(tensors);
  Tensor result = run::cat(tensors, dim);  // checks
  record->dim = WrapDim("cat", dim, result.dim());
  int64_t at = 0;
  for (const Tensor& t : tensors) {
    const bool skipped = t.dim() == 1 && t.size(0) == 0;
    record->start.push_back(at);
    record->length.push_back(skipped ? -1 : t.size(record->dim));
    if (!skipped) at += t.size(record->dim);
  }
  return record.Finish(std::move(result));
}
TESSERA_RECORDS(cat, record_cat);

}  // namespace
}  // namespace tessera::autograd
