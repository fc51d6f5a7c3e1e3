// Gradients of views. Most are one of two kinds: the same elements in another
// order, undone by another view; or some of the elements, where the gradient
// is zero elsewhere (PutView).
#include <algorithm>

#include "tessera/autograd/formula.h"
#include "tessera/autograd/view_grad.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/views.h"

namespace tessera::autograd {
namespace {

// y has the elements of x in the same order: dx = g in the shape of x.
template <const char* const& kName>
struct SameOrder final : NodeOf<1> {
  const char* op_name() const override { return kName; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0].reshape(edge(0).sizes());
  }
};
constexpr const char* kView = "ViewBackward0";
constexpr const char* kSqueeze = "SqueezeBackward0";
constexpr const char* kUnsqueeze = "UnsqueezeBackward0";
using ViewBackward = SameOrder<kView>;
using SqueezeBackward = SameOrder<kSqueeze>;
using UnsqueezeBackward = SameOrder<kUnsqueeze>;

Tensor record_view(const Tensor& self, IntArrayRef size) {
  Recorder<ViewBackward> record(self);
  return record.Finish(run::view(self, size));
}
TESSERA_RECORDS(view, record_view);

// Another dtype over the same bits has no gradient: the result is no part of
// the graph, and no view that would follow its base into it.
Tensor record_view_dtype(const Tensor& self, DType dtype) {
  if (dtype == self.scalar_type()) return record_view(self, self.sizes());
  return detail::MakeAlias(run::view_dtype(self, dtype));
}
TESSERA_RECORDS(view_dtype, record_view_dtype);

Tensor record_squeeze(const Tensor& self) {
  Recorder<SqueezeBackward> record(self);
  return record.Finish(run::squeeze(self));
}
TESSERA_RECORDS(squeeze, record_squeeze);

Tensor record_squeeze_dim(const Tensor& self, int64_t dim) {
  Recorder<SqueezeBackward> record(self);
  return record.Finish(run::squeeze(self, dim));
}
TESSERA_RECORDS(squeeze_dim, record_squeeze_dim);

Tensor record_squeeze_dims(const Tensor& self, IntArrayRef dim) {
  Recorder<SqueezeBackward> record(self);
  return record.Finish(run::squeeze(self, dim));
}
TESSERA_RECORDS(squeeze_dims, record_squeeze_dims);

Tensor record_unsqueeze(const Tensor& self, int64_t dim) {
  Recorder<UnsqueezeBackward> record(self);
  return record.Finish(run::unsqueeze(self, dim));
}
TESSERA_RECORDS(unsqueeze, record_unsqueeze);

// y = x with two dimensions exchanged: dx = g with them exchanged.
struct TransposeBackward final : NodeOf<1> {
  int64_t dim0 = 0, dim1 = 0;
  const char* op_name() const override { return "TransposeBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0].transpose(dim0, dim1);
  }
};
Tensor record_transpose(const Tensor& self, int64_t dim0, int64_t dim1) {
  Recorder<TransposeBackward> record(self);
  record->dim0 = dim0;
  record->dim1 = dim1;
  return record.Finish(run::transpose(self, dim0, dim1));
}
TESSERA_RECORDS(transpose, record_transpose);

// y = x^T:  dx = g^T
TESSERA_GRADIENT_LINEAR(t, TBackward) { return g.t(); }

// y = x with its dimensions in another order: dx = g in the inverse order.
struct PermuteBackward final : NodeOf<1> {
  std::vector<int64_t> inverse;
  const char* op_name() const override { return "PermuteBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0].permute(inverse);
  }
};
Tensor record_permute(const Tensor& self, IntArrayRef dims) {
  Recorder<PermuteBackward> record(self);
  Tensor result = run::permute(self, dims);  // checks dims
  record->inverse.resize(dims.size());
  for (size_t i = 0; i < dims.size(); ++i) {
    record->inverse[static_cast<size_t>(
        WrapDim("permute", dims[i], self.dim()))] = static_cast<int64_t>(i);
  }
  return record.Finish(std::move(result));
}
TESSERA_RECORDS(permute, record_permute);

// y = x repeated: dx = g summed over the repeats, which the engine does.
struct ExpandBackward final : NodeOf<1> {
  const char* op_name() const override { return "ExpandBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override { out[0] = g[0]; }
};
Tensor record_expand(const Tensor& self, IntArrayRef size) {
  Recorder<ExpandBackward> record(self);
  return record.Finish(run::expand(self, size));
}
TESSERA_RECORDS(expand, record_expand);

// ---- Some of the elements ----

// y = x at `part` of a row-major tensor of its sizes: dx = g there, else 0.
// The derived nodes say which part.
struct PartNode : NodeOf<1> {
  virtual Geometry Part(const Geometry& whole) const = 0;
  void Backward(const Tensor* g, Tensor* out) override {
    const Geometry whole(edge(0).sizes(), edge(0).dtype(), op_name());
    out[0] = PutView(g[0], whole, Part(whole));
  }
};

struct SelectBackward final : PartNode {
  int64_t dim = 0, index = 0;
  const char* op_name() const override { return "SelectBackward0"; }
  Geometry Part(const Geometry& whole) const override {
    return views::Select("select", whole, dim, index);
  }
};
Tensor record_select(const Tensor& self, int64_t dim, int64_t index) {
  Recorder<SelectBackward> record(self);
  record->dim = dim;
  record->index = index;
  return record.Finish(run::select(self, dim, index));
}
TESSERA_RECORDS(select, record_select);

struct SliceBackward final : PartNode {
  int64_t dim = 0, step = 1;
  std::optional<int64_t> start, end;
  const char* op_name() const override { return "SliceBackward0"; }
  Geometry Part(const Geometry& whole) const override {
    return views::Slice("slice", whole, dim, start, end, step);
  }
};
Tensor record_slice(const Tensor& self, int64_t dim,
                    std::optional<int64_t> start, std::optional<int64_t> end,
                    int64_t step) {
  Recorder<SliceBackward> record(self);
  record->dim = dim;
  record->start = start;
  record->end = end;
  record->step = step;
  return record.Finish(run::slice(self, dim, start, end, step));
}
TESSERA_RECORDS(slice, record_slice);

// As PyTorch, where narrow is a slice.
Tensor record_narrow(const Tensor& self, int64_t dim, int64_t start,
                     int64_t length) {
  Recorder<SliceBackward> record(self);
  Tensor result = run::narrow(self, dim, start, length);  // checks them
  if (start < 0) start += self.size(dim);
  record->dim = dim;
  record->start = start;
  record->end = start + length;
  return record.Finish(std::move(result));
}
TESSERA_RECORDS(narrow, record_narrow);

Tensor record_narrow_tensor(const Tensor& self, int64_t dim,
                            const Tensor& start, int64_t length) {
  Recorder<SliceBackward> record(self);
  Tensor result = run::narrow(self, dim, start, length);  // checks them
  int64_t from = start.item<int64_t>();
  if (from < 0) from += self.size(dim);
  record->dim = dim;
  record->start = from;
  record->end = from + length;
  return record.Finish(std::move(result));
}
TESSERA_RECORDS(narrow_Tensor, record_narrow_tensor);

struct DiagonalBackward final : PartNode {
  int64_t offset = 0, dim1 = 0, dim2 = 1;
  const char* op_name() const override { return "DiagonalBackward0"; }
  Geometry Part(const Geometry& whole) const override {
    return views::Diagonal("diagonal", whole, offset, dim1, dim2);
  }
};
Tensor record_diagonal(const Tensor& self, int64_t offset, int64_t dim1,
                       int64_t dim2) {
  Recorder<DiagonalBackward> record(self);
  record->offset = offset;
  record->dim1 = dim1;
  record->dim2 = dim2;
  return record.Finish(run::diagonal(self, offset, dim1, dim2));
}
TESSERA_RECORDS(diagonal, record_diagonal);

// Windows may overlap: PutView adds up.
struct UnfoldBackward final : PartNode {
  int64_t dim = 0, size = 0, step = 0;
  const char* op_name() const override { return "UnfoldBackward0"; }
  Geometry Part(const Geometry& whole) const override {
    return views::Unfold("unfold", whole, dim, size, step);
  }
};
Tensor record_unfold(const Tensor& self, int64_t dimension, int64_t size,
                     int64_t step) {
  Recorder<UnfoldBackward> record(self);
  record->dim = dimension;
  record->size = size;
  record->step = step;
  return record.Finish(run::unfold(self, dimension, size, step));
}
TESSERA_RECORDS(unfold, record_unfold);

// Of the memory itself, so x's own strides matter.
struct AsStridedBackward final : NodeOf<1> {
  Geometry whole, part;
  const char* op_name() const override { return "AsStridedBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = PutView(g[0], whole, part);
  }
};
Tensor record_as_strided(const Tensor& self, IntArrayRef size,
                         IntArrayRef stride,
                         std::optional<int64_t> storage_offset) {
  Recorder<AsStridedBackward> record(self);
  Tensor result = run::as_strided(self, size, stride, storage_offset);
  record->whole = self.geometry();
  record->part = result.geometry();
  return record.Finish(std::move(result));
}
TESSERA_RECORDS(as_strided, record_as_strided);

// ---- Several views at once ----

// Views `first`, `first` + 1, ... of x: one node for all, so that the gradient
// is built once, but for no more than an output number can count.
struct PiecesNode : NodeOf<1> {
  int64_t dim = 0;
  int64_t first = 0;
  // Where piece i of x lies.
  virtual Geometry Piece(const Geometry& whole, int64_t i) const = 0;
  void Backward(const Tensor* g, Tensor* out) override {
    const Geometry whole(edge(0).sizes(), edge(0).dtype(), op_name());
    const int64_t n = num_outputs();
    if (GradMode::is_enabled()) {
      for (int64_t i = 0; i < n; ++i) {
        if (!g[i].defined()) continue;
        Tensor put = PutView(g[i], whole, Piece(whole, first + i));
        out[0] = out[0].defined() ? out[0] + put : put;
      }
      return;
    }
    Tensor sum = detail::MakeTensor(Geometry(whole), edge(0).device());
    detail::FillValue(op_name(), sum, 0);
    for (int64_t i = 0; i < n; ++i) {
      if (!g[i].defined()) continue;
      Tensor piece = detail::MakeAlias(sum);
      piece.impl()->geometry = Piece(whole, first + i);
      detail::CopyValues(op_name(), piece, g[i]);
    }
    out[0] = std::move(sum);
  }
};

struct UnbindBackward final : PiecesNode {
  const char* op_name() const override { return "UnbindBackward0"; }
  Geometry Piece(const Geometry& whole, int64_t i) const override {
    return views::Select("unbind", whole, dim, i);
  }
};

struct SplitBackward final : PiecesNode {
  // Where piece i starts; one more for the end.
  std::vector<int64_t> starts;
  const char* op_name() const override { return "SplitWithSizesBackward0"; }
  Geometry Piece(const Geometry& whole, int64_t i) const override {
    const size_t at = static_cast<size_t>(i - first);
    return views::Narrow("split", whole, dim, starts[at],
                         starts[at + 1] - starts[at]);
  }
};

template <class N, class F>
std::vector<Tensor> FinishPieces(const Tensor& self, int64_t dim,
                                 std::vector<Tensor>&& pieces, F prepare) {
  constexpr size_t kMost = 65535;
  for (size_t first = 0; first < pieces.size(); first += kMost) {
    const size_t n = std::min(kMost, pieces.size() - first);
    Recorder<N> record(self);
    record->dim = dim;
    record->first = static_cast<int64_t>(first);
    prepare(*record, first, n);
    record->set_num_outputs(static_cast<uint32_t>(n));
    record.Stamp();
    for (size_t i = 0; i < n; ++i) {
      record->SetHistory(pieces[first + i], static_cast<uint32_t>(i));
    }
  }
  return std::move(pieces);
}

std::vector<Tensor> record_unbind(const Tensor& self, int64_t dim) {
  return FinishPieces<UnbindBackward>(self, dim, run::unbind(self, dim),
                                      [](UnbindBackward&, size_t, size_t) {});
}
TESSERA_RECORDS(unbind, record_unbind);

std::vector<Tensor> record_split_with_sizes(const Tensor& self,
                                            IntArrayRef split_sizes,
                                            int64_t dim) {
  int64_t at = 0;
  return FinishPieces<SplitBackward>(
      self, dim, run::split_with_sizes(self, split_sizes, dim),
      [&](SplitBackward& node, size_t first, size_t n) {
        node.starts.push_back(at);
        for (size_t i = 0; i < n; ++i) {
          at += split_sizes[first + i];
          node.starts.push_back(at);
        }
      });
}
TESSERA_RECORDS(split_with_sizes, record_split_with_sizes);

// ---- Complex numbers ----
// The gradient of a real function by z = a + ib is dL/da + i dL/db.

// y = a: dz = g, as a complex number.
struct RealBackward final : PartNode {
  const char* op_name() const override { return "RealBackward0"; }
  Geometry Part(const Geometry& whole) const override {
    return views::Real("real", whole);
  }
};
Tensor record_real(const Tensor& self) {
  if (!self.is_complex()) return run::real(self);  // self, with its own node
  Recorder<RealBackward> record(self);
  return record.Finish(run::real(self));
}
TESSERA_RECORDS(real, record_real);

// y = b: dz = i g
struct ImagBackward final : PartNode {
  const char* op_name() const override { return "ImagBackward0"; }
  Geometry Part(const Geometry& whole) const override {
    return views::Imag("imag", whole);
  }
};
Tensor record_imag(const Tensor& self) {
  Recorder<ImagBackward> record(self);
  return record.Finish(run::imag(self));
}
TESSERA_RECORDS(imag, record_imag);

// The pairs (a, b): dz = g as complex numbers; and back.
TESSERA_GRADIENT_LINEAR(view_as_real, ViewAsRealBackward) {
  return tessera::view_as_complex(g.contiguous());
}
TESSERA_GRADIENT_LINEAR(view_as_complex, ViewAsComplexBackward) {
  return tessera::view_as_real(g);
}

}  // namespace
}  // namespace tessera::autograd
