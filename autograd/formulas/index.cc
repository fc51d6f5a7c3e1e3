// Gradients of gathers and scatters: each is the other.
#include <algorithm>
#include <string_view>
#include <type_traits>

#include "tessera/autograd/formula.h"
#include "tessera/base/error.h"

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
    out[0] = zeros(sizes, g[0].options());
    out[0].index_put_({at().expand(sizes)}, g[0]);
  }
};
Tensor record_masked_select(const Tensor& self, const Tensor& mask) {
  Recorder<MaskedSelectBackward> record(self);
  Tensor result = run::masked_select(self, mask);  // checks the sizes
  record->sizes = BroadcastSizes("masked_select", self.sizes(), mask.sizes());
  return WithIndex(record, 0, mask).Finish(std::move(result));
}
TESSERA_RECORDS(masked_select, record_masked_select);

// ---- index, index_put ----

// The index tensors of a call, saved.
struct SavedIndices {
  // One a tensor; nothing where it was undefined.
  std::vector<Saved> saved;

  void Save(TensorList indices) {
    saved.resize(indices.size());
    for (size_t i = 0; i < indices.size(); ++i) {
      if (indices[i].defined()) saved[i].Save(indices[i]);
    }
  }
  std::vector<Tensor> get(const Node& node) const {
    std::vector<Tensor> out;
    for (const Saved& s : saved) out.push_back(s.get(node));
    return out;
  }
  void Release() {
    for (Saved& s : saved) s.reset();
  }
};

// Where an entry is the last of those that name its place, in sizes that
// broadcast to those of the result, whose rank is given. One mask names no
// place twice: undefined.
Tensor LastEntries(const Tensor& self, const std::vector<Tensor>& indices,
                   int64_t rank) {
  std::vector<Tensor> tensors;
  std::vector<int64_t> sizes;  // of self where it is indexed
  int64_t dim = 0, first = -1, end = 0;
  bool together = true;
  for (const Tensor& t : indices) {
    if (!t.defined()) {
      ++dim;
      continue;
    }
    if (first < 0) {
      first = dim;
    } else if (end != dim) {
      together = false;
    }
    const int64_t dims = t.scalar_type() == kBool ? t.dim() : 1;
    for (int64_t d = 0; d < dims; ++d) sizes.push_back(self.size(dim++));
    end = dim;
    tensors.push_back(t);
  }
  if (tensors.size() == 1 && tensors[0].scalar_type() == kBool) return Tensor();
  const TensorOptions options = TensorOptions(kInt64).device(self.device());
  Tensor written = zeros(sizes, options);
  std::vector<int64_t> shape = index(written, tensors).sizes().vec();
  int64_t n = 1;
  for (int64_t s : shape) n *= s;
  const Tensor numbers = arange(n, options).view(shape);
  written.index_put_(tensors, numbers);
  // The other dimensions follow.
  const int64_t before = together ? std::max<int64_t>(first, 0) : 0;
  shape.resize(static_cast<size_t>(rank - before), 1);
  return (index(written, tensors) == numbers).view(shape);
}

struct IndexBackward final : NodeOf<1> {
  SavedIndices indices;
  const char* op_name() const override { return "IndexBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = zeros(edge(0).sizes(), g[0].options());
    out[0].index_put_(indices.get(*this), g[0], true);
  }
  void Release() override { indices.Release(); }
};
Tensor record_index(const Tensor& self, TensorList indices) {
  Recorder<IndexBackward> record(self);
  record->indices.Save(indices);
  return record.Finish(run::index(self, indices));
}
TESSERA_RECORDS(index, record_index);

// y = self, values written over it or added:  what is written over gets 0
struct IndexPutBackward final : NodeOf<2> {
  SavedIndices indices;
  bool accumulate = false;
  const char* op_name() const override { return "IndexPutBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const std::vector<Tensor> at = indices.get(*this);
    if (should_compute(0)) {
      out[0] =
          accumulate ? g[0] : g[0].index_put(at, zeros({}, g[0].options()));
    }
    if (!should_compute(1)) return;
    out[1] = index(g[0], at);  // the engine sums
    if (accumulate) return;
    const Tensor last = LastEntries(g[0], at, out[1].dim());
    if (last.defined()) out[1] = where(last, out[1], 0);
  }
  void Release() override { indices.Release(); }
};
Tensor record_index_put(const Tensor& self, TensorList indices,
                        const Tensor& values, bool accumulate) {
  Recorder<IndexPutBackward> record(self, values);
  record->indices.Save(indices);
  record->accumulate = accumulate;
  return record.Finish(run::index_put(self, indices, values, accumulate));
}
TESSERA_RECORDS(index_put, record_index_put);

// ---- masked_scatter ----

struct MaskedScatterBackward final : IndexNode<2> {
  const char* op_name() const override { return "MaskedScatterBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor mask = at().expand(g[0].sizes());
    if (should_compute(0)) out[0] = g[0].masked_fill(mask, 0);
    if (!should_compute(1)) return;
    const Tensor taken = g[0].masked_select(mask);
    int64_t n = 1;
    for (int64_t s : edge(1).sizes()) n *= s;
    const Tensor rest = zeros({n - taken.numel()}, g[0].options());
    out[1] = cat({taken, rest}).view(edge(1).sizes());
  }
};
Tensor record_masked_scatter(const Tensor& self, const Tensor& mask,
                             const Tensor& source) {
  Recorder<MaskedScatterBackward> record(self, source);
  Tensor result = run::masked_scatter(self, mask, source);  // checks
  return WithIndex(record, 0, mask).Finish(std::move(result));
}
TESSERA_RECORDS(masked_scatter, record_masked_scatter);

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

// ---- scatter_reduce ----

Tensor ZeroAt(const Tensor& g, int64_t dim, const Tensor& index, bool at) {
  return at ? g.scatter(dim, index, 0) : g;
}

struct ScatterReduceBackward : IndexNode<2> {
  bool include_self = true;
  Saved self, src;
  const char* op_name() const override { return "ScatterReduceBackward0"; }
  void Release() override {
    IndexNode::Release();
    self.reset();
    src.reset();
  }
  // Gives src's gradient src's sizes, of which index reads all.
  void SetSrc(Tensor* out, const Tensor& g) {
    out[1] = g.reshape(edge(1).sizes());
  }
};

struct ScatterSumBackward final : ScatterReduceBackward {
  void Backward(const Tensor* g, Tensor* out) override {
    if (should_compute(0)) out[0] = ZeroAt(g[0], dim, at(), !include_self);
    if (should_compute(1)) SetSrc(out, g[0].gather(dim, at()));
  }
};

struct ScatterMeanBackward final : ScatterReduceBackward {
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor index = at();
    const Tensor ones_of_src = ones({}, g[0].options()).expand(index.sizes());
    // How many met in each place; self alone where none did.
    const Tensor count = ZeroAt(ones_like(g[0]), dim, index, !include_self)
                             .scatter_add(dim, index, ones_of_src);
    const Tensor each = g[0] / count;
    if (should_compute(0)) out[0] = ZeroAt(each, dim, index, !include_self);
    if (should_compute(1)) SetSrc(out, each.gather(dim, index));
  }
};

// The product of the others, also where some are 0.
struct ScatterProdBackward final : ScatterReduceBackward {
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor index = at();
    const Tensor x = self.get(*this), s = src.get(*this);
    if (should_compute(0)) {
      const Tensor others = x.masked_fill(x == 0, 1);
      const Tensor product =
          others.scatter_reduce(dim, index, s, "prod", include_self);
      out[0] =
          ZeroAt(g[0] * (product / others).conj(), dim, index, !include_self);
    }
    if (!should_compute(1)) return;
    const Tensor zero = (s == 0).reshape(index.sizes());
    const Tensor values = s.reshape(index.sizes());
    const Tensor zeros_met =
        zeros(g[0].sizes(), TensorOptions(kInt64).device(g[0].device()))
            .scatter_add(dim, index, zero.to(kInt64))
            .gather(dim, index);
    if (GradMode::is_enabled() && (zeros_met > 1).any().item().to<bool>()) {
      SetSrc(out, ByLeavingOut(g[0], x, values, index));
      return;
    }
    const Tensor filled = values.masked_fill(zero, 1);
    const auto product_of = [&](const Tensor& with) {
      return (g[0] *
              x.scatter_reduce(dim, index, with, "prod", include_self).conj())
          .gather(dim, index);
    };
    const Tensor only = zero & (zeros_met == 1);
    SetSrc(out, where(only, product_of(values.masked_fill(only, 1)),
                      product_of(values) / filled.conj()));
  }

  // Where several factors are 0 their derivatives are 0, but not those
  // derivatives' own: a product for each factor, without it. In memory as many
  // times src as it is long along dim.
  Tensor ByLeavingOut(const Tensor& g, const Tensor& x, const Tensor& values,
                      const Tensor& index) {
    if (index.dim() == 0) {
      return ByLeavingOut(g.unsqueeze(0), x.unsqueeze(0), values.unsqueeze(0),
                          index.unsqueeze(0));
    }
    const int64_t at = dim < 0 ? dim + index.dim() : dim;
    const int64_t n = index.size(at);
    const auto copies = [&](const Tensor& t) {
      std::vector<int64_t> sizes = t.sizes().vec();
      sizes.insert(sizes.begin(), n);
      return t.unsqueeze(0).expand(sizes);
    };
    const Tensor each = copies(index);
    std::vector<int64_t> along(static_cast<size_t>(index.dim()) + 1, 1);
    along[0] = along[static_cast<size_t>(at) + 1] = n;
    const Tensor left_out =
        eye(n, TensorOptions(kBool).device(g.device())).view(along);
    const Tensor products = copies(x).scatter_reduce(
        at + 1, each, copies(values).masked_fill(left_out, 1), "prod",
        include_self);
    return (copies(g) * products.conj())
        .gather(at + 1, each)
        .diagonal(0, 0, at + 1)
        .movedim(-1, at);
  }
};

// Equals share the gradient.
struct ScatterExtremeBackward final : ScatterReduceBackward {
  Saved result;
  void Release() override {
    ScatterReduceBackward::Release();
    result.reset();
  }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor index = at(), y = result.get(*this);
    const DType dtype = g[0].scalar_type();
    const Tensor is_self =
        ZeroAt((self.get(*this) == y).to(dtype), dim, index, !include_self);
    const Tensor is_src =
        (src.get(*this).reshape(index.sizes()) == y.gather(dim, index))
            .to(dtype);
    const Tensor count = is_self.scatter_add(dim, index, is_src);
    const Tensor each = g[0] / count.masked_fill(count == 0, 1);
    if (should_compute(0)) out[0] = each * is_self;
    if (should_compute(1)) SetSrc(out, each.gather(dim, index) * is_src);
  }
};

template <class N>
Tensor RecordReduce(const Tensor& self, int64_t dim, const Tensor& index,
                    const Tensor& src, const char* reduce, bool include_self) {
  const Tensor read = Narrowed(src, index);
  Recorder<N> record(self, read);
  record->include_self = include_self;
  if (reduce[0] != 's' && reduce[0] != 'm') {
    record->self.Save(self);
    record->src.Save(read);
  }
  WithIndex(record, dim, index);
  Tensor result =
      run::scatter_reduce(self, dim, index, read, reduce, include_self);
  if constexpr (std::is_same_v<N, ScatterExtremeBackward>) {
    record->result.SaveOutput(result, &*record);
  }
  return record.Finish(std::move(result));
}

Tensor record_scatter_reduce_two(const Tensor& self, int64_t dim,
                                 const Tensor& index, const Tensor& src,
                                 const char* reduce, bool include_self) {
  const std::string_view how = reduce;
  const auto record = how == "sum"    ? RecordReduce<ScatterSumBackward>
                      : how == "mean" ? RecordReduce<ScatterMeanBackward>
                      : how == "prod" ? RecordReduce<ScatterProdBackward>
                                      : RecordReduce<ScatterExtremeBackward>;
  return record(self, dim, index, src, reduce, include_self);
}
TESSERA_RECORDS(scatter_reduce_two, record_scatter_reduce_two);

// scatter's own reduce, by the same formulas.
const char* ReduceOf(const char* reduce) {
  const std::string_view how = reduce;
  return how == "add" ? "sum" : how == "multiply" ? "prod" : "";
}

Tensor record_scatter_by(const Tensor& self, int64_t dim, const Tensor& index,
                         const Tensor& src, const char* reduce) {
  const char* how = ReduceOf(reduce);
  if (!*how) return run::scatter(self, dim, index, src, reduce);  // an error
  return scatter_reduce(self, dim, index, src, how);
}
TESSERA_RECORDS(scatter_reduce, record_scatter_by);

Tensor record_scatter_value_by(const Tensor& self, int64_t dim,
                               const Tensor& index, const Scalar& value,
                               const char* reduce) {
  const char* how = ReduceOf(reduce);
  if (!*how) return run::scatter(self, dim, index, value, reduce);
  const Tensor src = full({}, value, self.detach().options());
  return scatter_reduce(self, dim, index, src.expand(index.sizes()), how);
}
TESSERA_RECORDS(scatter_value_reduce, record_scatter_value_by);

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
  // Of another dtype, its gradient goes back through the cast. Of a complex
  // value for real ones there is none: the op throws.
  const DType dtype = self.scalar_type();
  const Tensor number =
      value.scalar_type() == dtype || (value.is_complex() && !self.is_complex())
          ? value
          : value.to(dtype);
  Recorder<IndexFillBackward> record(self, number);
  return WithIndex(record, dim, index)
      .Finish(run::index_fill(self, dim, index, number));
}
TESSERA_RECORDS(index_fill_Tensor, record_index_fill_tensor);

}  // namespace
}  // namespace tessera::autograd
