// Views: the geometries of tensor/views.h over self's storage.
#include <string_view>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/views.h"

namespace tessera::run {
namespace {

const Geometry& GeometryOf(const char* op, const Tensor& self) {
  detail::CheckDefined(op, self);
  return self.impl()->geometry;
}

std::vector<Tensor> ViewsOf(const Tensor& self, std::vector<Geometry> parts) {
  std::vector<Tensor> out;
  out.reserve(parts.size());
  for (Geometry& part : parts) {
    out.push_back(detail::MakeView(self, std::move(part)));
    out.back().impl()->flags |= kMultiView;
  }
  return out;
}

}  // namespace

Tensor detach(const Tensor& self) {
  detail::CheckDefined("detach", self);
  return detail::MakeAlias(self);
}

Tensor& detach_(Tensor& self) {
  detail::CheckDefined("detach_", self);
  if (self.impl()->flags & (kRequiresGrad | kView)) {
    detail::Autograd("detach_").detach_(self);
  }
  return self;
}

Tensor view(const Tensor& self, IntArrayRef size) {
  return detail::MakeView(self,
                          views::View("view", GeometryOf("view", self), size));
}

Tensor view_dtype(const Tensor& self, DType dtype) {
  return detail::MakeView(
      self, views::ViewDtype("view", GeometryOf("view", self), dtype));
}

Tensor reshape(const Tensor& self, IntArrayRef shape) {
  Geometry g;
  if (views::TryView("reshape", GeometryOf("reshape", self), shape, &g)) {
    // view would work the geometry out again, but it records.
    if (!detail::WantsGrad(self)) return detail::MakeView(self, std::move(g));
    return self.view(g.sizes());
  }
  return self.clone(MemoryFormat::Contiguous).view(shape);
}

Tensor flatten(const Tensor& self, int64_t start_dim, int64_t end_dim) {
  return tessera::reshape(
      self, views::FlattenSizes("flatten", GeometryOf("flatten", self),
                                start_dim, end_dim));
}

Tensor ravel(const Tensor& self) { return tessera::reshape(self, {-1}); }

Tensor unflatten(const Tensor& self, int64_t dim, IntArrayRef sizes) {
  return self.view(
      views::Unflatten("unflatten", GeometryOf("unflatten", self), dim, sizes)
          .sizes());
}

Tensor squeeze(const Tensor& self) {
  return detail::MakeView(
      self, views::Squeeze("squeeze", GeometryOf("squeeze", self)));
}

Tensor squeeze(const Tensor& self, int64_t dim) {
  return run::squeeze(self, IntArrayRef(dim));
}

Tensor squeeze(const Tensor& self, IntArrayRef dim) {
  return detail::MakeView(
      self, views::SqueezeDims("squeeze", GeometryOf("squeeze", self), dim));
}

Tensor unsqueeze(const Tensor& self, int64_t dim) {
  return detail::MakeView(
      self, views::Unsqueeze("unsqueeze", GeometryOf("unsqueeze", self), dim));
}

Tensor transpose(const Tensor& self, int64_t dim0, int64_t dim1) {
  return detail::MakeView(
      self,
      views::Transpose("transpose", GeometryOf("transpose", self), dim0, dim1));
}

Tensor t(const Tensor& self) {
  return detail::MakeView(self, views::T("t", GeometryOf("t", self)));
}

Tensor mT(const Tensor& self) {
  views::MT("mT", GeometryOf("mT", self));  // for its checks
  return self.transpose(-2, -1);
}

Tensor numpy_T(const Tensor& self) {
  std::vector<int64_t> order;
  for (int64_t d = self.dim(); d-- > 0;) order.push_back(d);
  return self.permute(order);
}

Tensor adjoint(const Tensor& self) {
  views::MT("adjoint", GeometryOf("adjoint", self));  // for its checks
  return self.transpose(-2, -1).conj();
}

Tensor mH(const Tensor& self) {
  views::MT("mH", GeometryOf("mH", self));
  return self.transpose(-2, -1).conj();
}

Tensor matrix_H(const Tensor& self) {
  const Geometry& g = GeometryOf("matrix_H", self);
  if (g.dim() != 0 && g.dim() != 2) {
    throw ShapeError("matrix_H", Str("expected a matrix or a 0-d tensor, got ",
                                     self, "; mH takes batches of matrices"));
  }
  return self.t().conj();
}

Tensor permute(const Tensor& self, IntArrayRef dims) {
  return detail::MakeView(
      self, views::Permute("permute", GeometryOf("permute", self), dims));
}

Tensor movedim(const Tensor& self, IntArrayRef source,
               IntArrayRef destination) {
  const Geometry& g = GeometryOf("movedim", self);
  views::Movedim("movedim", g, source, destination);  // for its checks
  const int64_t ndim = self.dim();
  if (ndim == 0) return self.permute({});
  std::vector<int64_t> order(static_cast<size_t>(ndim), -1);
  std::vector<bool> moved(static_cast<size_t>(ndim));
  for (size_t i = 0; i < source.size(); ++i) {
    const int64_t from = WrapDim("movedim", source[i], ndim);
    order[WrapDim("movedim", destination[i], ndim)] = from;
    moved[from] = true;
  }
  int64_t next = 0;
  for (int64_t& place : order) {
    if (place >= 0) continue;
    while (moved[next]) ++next;
    place = next++;
  }
  return self.permute(order);
}

Tensor movedim(const Tensor& self, int64_t source, int64_t destination) {
  return run::movedim(self, IntArrayRef(source), IntArrayRef(destination));
}

Tensor expand(const Tensor& self, IntArrayRef size) {
  return detail::MakeView(
      self, views::Expand("expand", GeometryOf("expand", self), size));
}

Tensor expand_as(const Tensor& self, const Tensor& other) {
  return self.expand(other.sizes());
}

Tensor broadcast_to(const Tensor& self, IntArrayRef size) {
  return self.expand(size);
}

std::vector<Tensor> broadcast_tensors(TensorList tensors) {
  std::vector<int64_t> sizes;
  for (const Tensor& t : tensors) {
    sizes = BroadcastSizes("broadcast_tensors", sizes, t.sizes());
  }
  std::vector<Tensor> out;
  for (const Tensor& t : tensors) out.push_back(t.expand(sizes));
  return out;
}

Tensor view_as(const Tensor& self, const Tensor& other) {
  return self.view(other.sizes());
}

Tensor reshape_as(const Tensor& self, const Tensor& other) {
  return self.reshape(other.sizes());
}

Tensor select(const Tensor& self, int64_t dim, int64_t index) {
  return detail::MakeView(
      self, views::Select("select", GeometryOf("select", self), dim, index));
}

Tensor slice(const Tensor& self, int64_t dim, std::optional<int64_t> start,
             std::optional<int64_t> end, int64_t step) {
  return detail::MakeView(self, views::Slice("slice", GeometryOf("slice", self),
                                             dim, start, end, step));
}

Tensor narrow(const Tensor& self, int64_t dim, int64_t start, int64_t length) {
  return detail::MakeView(
      self,
      views::Narrow("narrow", GeometryOf("narrow", self), dim, start, length));
}

Tensor narrow(const Tensor& self, int64_t dim, const Tensor& start,
              int64_t length) {
  detail::CheckDefined("narrow", start, 1);
  if (start.dim() != 0 || !isIntegralType(start.scalar_type(), false)) {
    throw ShapeError("narrow", Str("expected start to be a number or a 0-d "
                                   "tensor of integers, got ",
                                   start));
  }
  return run::narrow(self, dim, detail::ItemFor("narrow", start).toLong(),
                     length);
}

Tensor diagonal(const Tensor& self, int64_t offset, int64_t dim1,
                int64_t dim2) {
  return detail::MakeView(
      self, views::Diagonal("diagonal", GeometryOf("diagonal", self), offset,
                            dim1, dim2));
}

Tensor unfold(const Tensor& self, int64_t dimension, int64_t size,
              int64_t step) {
  return detail::MakeView(
      self, views::Unfold("unfold", GeometryOf("unfold", self), dimension, size,
                          step));
}

Tensor as_strided(const Tensor& self, IntArrayRef size, IntArrayRef stride,
                  std::optional<int64_t> storage_offset) {
  Geometry g =
      views::AsStrided("as_strided", GeometryOf("as_strided", self), size,
                       stride, storage_offset.value_or(self.storage_offset()));
  int64_t low, high;
  g.Extent(&low, &high);
  const int64_t item = static_cast<int64_t>(self.itemsize());
  const int64_t available =
      static_cast<int64_t>(self.impl()->storage->nbytes) / item;
  if (low < 0 || high > available) {
    throw ShapeError("as_strided",
                     Str("sizes ", detail::SizesText(size), ", strides ",
                         detail::SizesText(stride), " and offset ", g.offset(),
                         " are out of bounds for storage of ", available * item,
                         " bytes: elements ", low, " to ", high - 1, " need ",
                         high * item, " bytes"));
  }
  return detail::MakeView(self, std::move(g));
}

std::vector<Tensor> split(const Tensor& self, int64_t split_size, int64_t dim) {
  const Geometry& g = GeometryOf("split", self);
  dim = WrapDim("split", dim, g.dim());
  return tessera::split_with_sizes(
      self, views::SplitSizes("split", g.dim() ? g.size(dim) : 1, split_size),
      dim);
}

std::vector<Tensor> split(const Tensor& self, IntArrayRef split_sizes,
                          int64_t dim) {
  return tessera::split_with_sizes(self, split_sizes, dim);
}

std::vector<Tensor> split_with_sizes(const Tensor& self,
                                     IntArrayRef split_sizes, int64_t dim) {
  return ViewsOf(self, views::SplitWithSizes("split", GeometryOf("split", self),
                                             dim, split_sizes));
}

std::vector<Tensor> chunk(const Tensor& self, int64_t chunks, int64_t dim) {
  const Geometry& g = GeometryOf("chunk", self);
  dim = WrapDim("chunk", dim, g.dim());
  return tessera::split_with_sizes(
      self, views::ChunkSizes("chunk", g.dim() ? g.size(dim) : 1, chunks), dim);
}

namespace {

// [0:p0], [p0:p1], ..., [pn:] as slices, each a view of its own.
std::vector<Tensor> SplitAt(const char* op, const Tensor& self,
                            IntArrayRef positions, int64_t dim) {
  views::TensorSplitAt(op, GeometryOf(op, self), dim, positions);  // checks
  std::vector<Tensor> out;
  int64_t start = 0;
  for (int64_t position : positions) {
    out.push_back(self.slice(dim, start, position));
    start = position;
  }
  out.push_back(self.slice(dim, start));
  return out;
}

std::vector<Tensor> SplitInto(const char* op, const Tensor& self,
                              int64_t sections, int64_t dim) {
  const Geometry& g = GeometryOf(op, self);
  if (g.dim() == 0) return SplitAt(op, self, {}, dim);  // throws
  dim = WrapDim(op, dim, g.dim());
  std::vector<Tensor> out;
  int64_t start = 0;
  for (int64_t n : views::TensorSplitSizes(op, g.size(dim), sections)) {
    out.push_back(self.slice(dim, start, start + n));
    start += n;
  }
  return out;
}

// hsplit and its kin, along dim; at least `least` dimensions.
void CheckAxis(const char* op, const Tensor& self, int64_t least) {
  if (GeometryOf(op, self).dim() >= least) return;
  throw ShapeError(op, Str("expected a tensor with at least ", least,
                           " dimensions, got ", self, "; use tensor_split"));
}

std::vector<Tensor> SplitEvenly(const char* op, const Tensor& self,
                                int64_t sections, int64_t dim) {
  const int64_t size = self.size(dim);
  if (sections <= 0 || size % sections != 0) {
    throw ShapeError(op, Str("expected a number of sections that divides the "
                             "size ",
                             size, " of dimension ", dim, " of ", self,
                             ", got ", sections, "; use tensor_split"));
  }
  return SplitInto(op, self, sections, dim);
}

}  // namespace

std::vector<Tensor> tensor_split(const Tensor& self, int64_t sections,
                                 int64_t dim) {
  return SplitInto("tensor_split", self, sections, dim);
}

std::vector<Tensor> tensor_split(const Tensor& self, IntArrayRef indices,
                                 int64_t dim) {
  return SplitAt("tensor_split", self, indices, dim);
}

std::vector<Tensor> hsplit(const Tensor& self, int64_t sections) {
  CheckAxis("hsplit", self, 1);
  return SplitEvenly("hsplit", self, sections, self.dim() > 1 ? 1 : 0);
}

std::vector<Tensor> hsplit(const Tensor& self, IntArrayRef indices) {
  CheckAxis("hsplit", self, 1);
  return SplitAt("hsplit", self, indices, self.dim() > 1 ? 1 : 0);
}

std::vector<Tensor> vsplit(const Tensor& self, int64_t sections) {
  CheckAxis("vsplit", self, 2);
  return SplitEvenly("vsplit", self, sections, 0);
}

std::vector<Tensor> vsplit(const Tensor& self, IntArrayRef indices) {
  CheckAxis("vsplit", self, 2);
  return SplitAt("vsplit", self, indices, 0);
}

std::vector<Tensor> dsplit(const Tensor& self, int64_t sections) {
  CheckAxis("dsplit", self, 3);
  return SplitEvenly("dsplit", self, sections, 2);
}

std::vector<Tensor> dsplit(const Tensor& self, IntArrayRef indices) {
  CheckAxis("dsplit", self, 3);
  return SplitAt("dsplit", self, indices, 2);
}

std::vector<Tensor> unbind(const Tensor& self, int64_t dim) {
  return ViewsOf(self,
                 views::Unbind("unbind", GeometryOf("unbind", self), dim));
}

std::vector<Tensor> meshgrid(TensorList tensors, const char* indexing) {
  const bool xy = std::string_view(indexing) == "xy";
  if (!xy && std::string_view(indexing) != "ij") {
    throw ValueError("meshgrid",
                     Str("expected indexing \"ij\" or \"xy\", got ", indexing));
  }
  std::vector<Tensor> in = tensors.vec();
  if (xy && in.size() >= 2) std::swap(in[0], in[1]);
  std::vector<int64_t> sizes;
  for (const Tensor& t : in) {
    if (t.dim() > 1) {
      throw ShapeError("meshgrid", Str("expected 0-d or 1-d tensors, got ", t));
    }
    sizes.push_back(t.numel());
  }
  std::vector<Tensor> out;
  for (size_t i = 0; i < in.size(); ++i) {
    std::vector<int64_t> shape(in.size(), 1);
    shape[i] = sizes[i];
    out.push_back(in[i].view(shape).expand(sizes));
  }
  if (xy && out.size() >= 2) std::swap(out[0], out[1]);
  return out;
}

Tensor real(const Tensor& self) {
  if (!self.is_complex()) return self;
  return detail::MakeView(self, views::Real("real", GeometryOf("real", self)));
}

Tensor imag(const Tensor& self) {
  return detail::MakeView(self, views::Imag("imag", GeometryOf("imag", self)));
}

Tensor view_as_real(const Tensor& self) {
  return detail::MakeView(
      self,
      views::ViewAsReal("view_as_real", GeometryOf("view_as_real", self)));
}

Tensor view_as_complex(const Tensor& self) {
  return detail::MakeView(
      self, views::ViewAsComplex("view_as_complex",
                                 GeometryOf("view_as_complex", self)));
}

Tensor atleast_1d(const Tensor& self) {
  return GeometryOf("atleast_1d", self).dim() > 0 ? self : self.unsqueeze(0);
}

Tensor atleast_2d(const Tensor& self) {
  const int64_t ndim = GeometryOf("atleast_2d", self).dim();
  return ndim > 1 ? self : ndim == 1 ? self.unsqueeze(0) : self.view({1, 1});
}

Tensor atleast_3d(const Tensor& self) {
  const int64_t ndim = GeometryOf("atleast_3d", self).dim();
  if (ndim > 2) return self;
  return ndim == 0 ? self.view({1, 1, 1}) : run::atleast_2d(self).unsqueeze(-1);
}

namespace {

std::vector<Tensor> OfEach(TensorList tensors, Tensor (*f)(const Tensor&)) {
  std::vector<Tensor> out;
  out.reserve(tensors.size());
  for (const Tensor& t : tensors) out.push_back(f(t));
  return out;
}

}  // namespace

std::vector<Tensor> atleast_1d(TensorList tensors) {
  return OfEach(tensors, run::atleast_1d);
}

std::vector<Tensor> atleast_2d(TensorList tensors) {
  return OfEach(tensors, run::atleast_2d);
}

std::vector<Tensor> atleast_3d(TensorList tensors) {
  return OfEach(tensors, run::atleast_3d);
}

}  // namespace tessera::run
