// Gradients of gathers and scatters: each is the other.
#include <algorithm>

#include "tessera/autograd/formula.h"

namespace tessera::autograd {
namespace {

// A node with an index along dim; N inputs.
template <int kInputs>
struct IndexNode : NodeOf<kInputs> {
  int64_t dim = 0;
  Saved index;
  void Release() override { index.reset(); }

  Tensor at() const { return index.get(*this); }
  // Zeros of the sizes of input i.
  Tensor Zeros(const Tensor& g, int i) const {
    return zeros(this->edge(i).sizes(), g.options());
  }
};

template <class N, class... In>
Recorder<N>& WithIndex(Recorder<N>& record, int64_t dim, const Tensor& index) {
  record->dim = dim;
  record->index.Save(index);
  return record;
}

// What of src an index of smaller sizes reads.
Tensor Narrowed(const Tensor& src, const Tensor& index) {
  Tensor out = src;
  if (index.numel() == 0 || src.dim() != index.dim()) return out;
  for (int64_t d = 0; d < index.dim(); ++d) {
    if (index.size(d) < out.size(d)) out = out.narrow(d, 0, index.size(d));
  }
  return out;
}

// Where in index the entry is the last of those that name its place: numbers
// all entries, writes the numbers and reads them back.
Tensor Winners(const Tensor& like, int64_t dim, const Tensor& index) {
  const Tensor numbers =
      arange(index.numel(), TensorOptions(kInt64).device(index.device()))
          .view(index.sizes());
  const Tensor written =
      zeros(like.sizes(), TensorOptions(kInt64).device(index.device()))
          .scatter(dim, index, numbers);
  return written.gather(dim, index) == numbers;
}

// ---- gather, index_select, take, masked_select ----

struct GatherBackward final : IndexNode<1> {
  const char* op_name() const override { return "GatherBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = Zeros(g[0], 0).scatter_add(dim, at(), g[0]);
  }
};
Tensor record_gather(const Tensor& self, int64_t dim, const Tensor& index) {
  Recorder<GatherBackward> record(self);
  return WithIndex(record, dim, index).Finish(run::gather(self, dim, index));
}
TESSERA_RECORDS(gather, record_gather);

struct IndexSelectBackward final : IndexNode<1> {
  const char* op_name() const override { return "IndexSelectBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = Zeros(g[0], 0).index_add(dim, at(), g[0]);
  }
};
Tensor record_index_select(const Tensor& self, int64_t dim,
                           const Tensor& index) {
  Recorder<IndexSelectBackward> record(self);
  return WithIndex(record, dim, index)
      .Finish(run::index_select(self, dim, index));
}
TESSERA_RECORDS(index_select, record_index_select);

struct TakeBackward final : IndexNode<1> {
  const char* op_name() const override { return "TakeBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor zero = Zeros(g[0], 0).reshape({-1});
    const Tensor index = at().reshape({-1});
    const Tensor from_start =
        where(index < 0, index + zero.numel(), index);  // of negative ones
    out[0] =
        zero.index_add(0, from_start, g[0].reshape({-1})).view(edge(0).sizes());
  }
};
Tensor record_take(const Tensor& self, const Tensor& index) {
  Recorder<TakeBackward> record(self);
  return WithIndex(record, 0, index).Finish(run::take(self, index));
}
TESSERA_RECORDS(take, record_take);

struct MaskedSelectBackward final : IndexNode<1> {
  std::vector<int64_t> sizes;  // of self and mask, broadcast
  const char* op_name() const override { return "MaskedSelectBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor mask = at().expand(sizes).reshape({-1});
    out[0] = zeros({mask.numel()}, g[0].options())
                 .index_add(0, mask.nonzero().select(1, 0), g[0])
                 .view(sizes);
  }
};
Tensor record_masked_select(const Tensor& self, const Tensor& mask) {
  Recorder<MaskedSelectBackward> record(self);
  Tensor result = run::masked_select(self, mask);  // checks the sizes
  record->sizes = BroadcastSizes("masked_select", self.sizes(), mask.sizes());
  return WithIndex(record, 0, mask).Finish(std::move(result));
}
TESSERA_RECORDS(masked_select, record_masked_select);

// ---- scatter ----

// y = self, src written over it: what is written over gets nothing.
struct ScatterBackward final : IndexNode<2> {
  const char* op_name() const override { return "ScatterBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor index = at();
    if (should_compute(0)) out[0] = g[0].scatter(dim, index, 0);
    if (should_compute(1)) {
      out[1] = where(Winners(g[0], dim, index), g[0].gather(dim, index), 0)
                   .reshape(edge(1).sizes());
    }
  }
};
Tensor record_scatter(const Tensor& self, int64_t dim, const Tensor& index,
                      const Tensor& src) {
  const Tensor read = Narrowed(src, index);
  Recorder<ScatterBackward> record(self, read);
  return WithIndex(record, dim, index)
      .Finish(run::scatter(self, dim, index, read));
}
TESSERA_RECORDS(scatter, record_scatter);

struct ScatterNumberBackward final : IndexNode<1> {
  const char* op_name() const override { return "ScatterBackward1"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0].scatter(dim, at(), 0);
  }
};
Tensor record_scatter_value(const Tensor& self, int64_t dim,
                            const Tensor& index, const Scalar& value) {
  Recorder<ScatterNumberBackward> record(self);
  return WithIndex(record, dim, index)
      .Finish(run::scatter(self, dim, index, value));
}
TESSERA_RECORDS(scatter_value, record_scatter_value);

struct ScatterAddBackward final : IndexNode<2> {
  const char* op_name() const override { return "ScatterAddBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (should_compute(0)) out[0] = g[0];
    if (should_compute(1)) {
      out[1] = g[0].gather(dim, at()).reshape(edge(1).sizes());
    }
  }
};
Tensor record_scatter_add(const Tensor& self, int64_t dim, const Tensor& index,
                          const Tensor& src) {
  const Tensor read = Narrowed(src, index);
  Recorder<ScatterAddBackward> record(self, read);
  return WithIndex(record, dim, index)
      .Finish(run::scatter_add(self, dim, index, read));
}
TESSERA_RECORDS(scatter_add, record_scatter_add);

// ---- index_add, index_copy, index_fill ----

struct IndexAddBackward final : IndexNode<2> {
  Scalar alpha;
  const char* op_name() const override { return "IndexAddBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (should_compute(0)) out[0] = g[0];
    if (!should_compute(1)) return;
    const Tensor part = g[0].index_select(dim, at()).reshape(edge(1).sizes());
    const Scalar conjugate =
        alpha.isComplex() ? Scalar(conj(alpha.toComplexDouble())) : alpha;
    out[1] = part * conjugate;
  }
};
Tensor record_index_add(const Tensor& self, int64_t dim, const Tensor& index,
                        const Tensor& source, const Scalar& alpha) {
  Recorder<IndexAddBackward> record(self, source);
  record->alpha = alpha;
  return WithIndex(record, dim, index)
      .Finish(run::index_add(self, dim, index, source, alpha));
}
TESSERA_RECORDS(index_add, record_index_add);

struct IndexCopyBackward final : IndexNode<2> {
  const char* op_name() const override { return "IndexCopyBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor index = at().reshape({-1});
    if (should_compute(0)) out[0] = g[0].index_fill(dim, index, 0);
    if (!should_compute(1)) return;
    // One number for each slice, then over the slices' sizes.
    const int64_t rank = std::max<int64_t>(g[0].dim(), 1);
    const int64_t n = g[0].dim() ? g[0].size(dim) : 1;
    std::vector<int64_t> sizes(static_cast<size_t>(rank), 1);
    sizes[static_cast<size_t>(dim < 0 ? dim + rank : dim)] = -1;
    const Tensor winners =
        Winners(zeros({n}, g[0].options()), 0, index).view(sizes);
    out[1] = where(winners,
                   g[0].index_select(dim, index).reshape(edge(1).sizes()), 0);
  }
};
Tensor record_index_copy(const Tensor& self, int64_t dim, const Tensor& index,
                         const Tensor& source) {
  Recorder<IndexCopyBackward> record(self, source);
  return WithIndex(record, dim, index)
      .Finish(run::index_copy(self, dim, index, source));
}
TESSERA_RECORDS(index_copy, record_index_copy);

struct IndexFillBackward final : IndexNode<2> {
  const char* op_name() const override { return "IndexFillBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor index = at();
    if (should_compute(0)) out[0] = g[0].index_fill(dim, index, 0);
    if (should_compute(1)) {  // the sum of g where it was filled
      const Tensor filled = zeros(g[0].sizes(), g[0].options().dtype(kBool))
                                .index_fill(dim, index, true);
      out[1] = where(filled, g[0], 0);
    }
  }
};
Tensor record_index_fill(const Tensor& self, int64_t dim, const Tensor& index,
                         const Scalar& value) {
  Recorder<IndexFillBackward> record(self, Tensor());
  return WithIndex(record, dim, index)
      .Finish(run::index_fill(self, dim, index, value));
}
TESSERA_RECORDS(index_fill, record_index_fill);

Tensor record_index_fill_tensor(const Tensor& self, int64_t dim,
                                const Tensor& index, const Tensor& value) {
  Recorder<IndexFillBackward> record(self, value);
  return WithIndex(record, dim, index)
      .Finish(run::index_fill(self, dim, index, value));
}
TESSERA_RECORDS(index_fill_Tensor, record_index_fill_tensor);

}  // namespace
}  // namespace tessera::autograd
