// Gradients of copies, casts and fills.
#include <vector>

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
Tensor record_to_copy(const Tensor& self, Device device, DType dtype,
                      bool non_blocking) {
  Recorder<ToCopyBackward> record(self);
  return record.Finish(run::_to_copy(self, device, dtype, non_blocking));
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

// y = x with some dimensions reversed:  dx = g with them reversed
struct FlipBackward final : NodeOf<1> {
  std::vector<int64_t> dims;
  const char* op_name() const override { return "FlipBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0].flip(dims);
  }
};
Tensor record_flip(const Tensor& self, IntArrayRef dims) {
  Recorder<FlipBackward> record(self);
  record->dims = dims.vec();
  return record.Finish(run::flip(self, dims));
}
TESSERA_RECORDS(flip, record_flip);

// y = x shifted round:  dx = g shifted back
struct RollBackward final : NodeOf<1> {
  std::vector<int64_t> back, dims;
  const char* op_name() const override { return "RollBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0].roll(back, dims);
  }
};
Tensor record_roll(const Tensor& self, IntArrayRef shifts, IntArrayRef dims) {
  Recorder<RollBackward> record(self);
  Tensor result = run::roll(self, shifts, dims);  // checks
  record->dims = dims.vec();
  for (size_t i = 0; i < shifts.size(); ++i) {
    const int64_t n = dims.empty() ? self.numel() : self.size(dims[i]);
    record->back.push_back(n ? -(shifts[i] % n) : 0);
  }
  return record.Finish(std::move(result));
}
TESSERA_RECORDS(roll, record_roll);

// y = x with numbers around it:  dx = g without them, 0 where x was cropped
struct ConstantPadBackward final : NodeOf<1> {
  std::vector<int64_t> pad;  // what undoes it
  const char* op_name() const override { return "ConstantPadNdBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = constant_pad_nd(g[0], pad, 0);
  }
};
Tensor record_constant_pad_nd(const Tensor& self, IntArrayRef pad,
                              const Scalar& value) {
  Recorder<ConstantPadBackward> record(self);
  Tensor result = run::constant_pad_nd(self, pad, value);  // checks
  for (int64_t p : pad) record->pad.push_back(-p);
  return record.Finish(std::move(result));
}
TESSERA_RECORDS(constant_pad_nd, record_constant_pad_nd);

// y = x on one side of a diagonal, else 0:  dx = g there
template <const char* const& kName, Tensor (Tensor::*kKeep)(int64_t) const>
struct TriangleBackward final : NodeOf<1> {
  int64_t diagonal = 0;
  const char* op_name() const override { return kName; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = (g[0].*kKeep)(diagonal);
  }
};
constexpr const char* kTril = "TrilBackward0";
constexpr const char* kTriu = "TriuBackward0";

Tensor record_tril(const Tensor& self, int64_t diagonal) {
  Recorder<TriangleBackward<kTril, &Tensor::tril>> record(self);
  record->diagonal = diagonal;
  return record.Finish(run::tril(self, diagonal));
}
TESSERA_RECORDS(tril, record_tril);

Tensor record_triu(const Tensor& self, int64_t diagonal) {
  Recorder<TriangleBackward<kTriu, &Tensor::triu>> record(self);
  record->diagonal = diagonal;
  return record.Finish(run::triu(self, diagonal));
}
TESSERA_RECORDS(triu, record_triu);

// y = x on a diagonal of two new dimensions:  dx = that diagonal of g
struct DiagEmbedBackward final : NodeOf<1> {
  int64_t offset = 0, dim1 = 0, dim2 = 0;
  const char* op_name() const override { return "DiagEmbedBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0].diagonal(offset, dim1, dim2);
  }
};
Tensor record_diag_embed(const Tensor& self, int64_t offset, int64_t dim1,
                         int64_t dim2) {
  Recorder<DiagEmbedBackward> record(self);
  record->offset = offset;
  record->dim1 = dim1;
  record->dim2 = dim2;
  return record.Finish(run::diag_embed(self, offset, dim1, dim2));
}
TESSERA_RECORDS(diag_embed, record_diag_embed);

}  // namespace
}  // namespace tessera::autograd
