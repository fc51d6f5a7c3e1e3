#include "tessera/tensor/views.h"

#include <algorithm>
#include <utility>

#include "tessera/base/checked.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/views_internal.h"

namespace tessera::views {

void ThrowScalarIndexed(const char *op) {
  throw IndexError(op, "expected a tensor with at least 1 dimension, got an "
                       "invalid index of a 0-dim tensor; use item()");
}

void ThrowTooManyDims(const char *op, size_t ndim) {
  throw ShapeError(op, Str("expected at most ", Geometry::kMaxDims,
                           " dimensions, got ", ndim));
}

namespace {

TESSERA_COLD void ThrowIndex(const char *op, const Geometry &g, int64_t dim,
                             int64_t index) {
  throw IndexError(op,
                   Str("index ", index, " is out of bounds for dimension ", dim,
                       " with size ", g.size(dim), " (shape ", g.sizes(), ")"));
}

// stride * step. Where that grows absurd at most one element lies along the
// dimension, and any stride will do; so sums and bytes cannot overflow later.
inline int64_t StepStride(int64_t stride, int64_t step) {
  constexpr int64_t kLimit = int64_t{1} << 52;
  if (step == 1)
    return stride;
  int64_t product;
  if (MulOverflows(stride, step, &product) || product > kLimit ||
      product < -kLimit) {
    return stride;
  }
  return product;
}

// dim shrinks to length elements from start on, step apart.
Geometry Take(const Geometry &g, int64_t dim, int64_t start, int64_t length,
              int64_t step) {
  Geometry out = g;
  const int64_t stride = g.stride(dim);
  out.mutable_sizes()[dim] = length;
  out.mutable_strides()[dim] = StepStride(stride, step);
  out.Finish();
  if (out.numel() > 0)
    out.set_offset(g.offset() + start * stride);
  return out;
}

// g with dimension order[i] as dimension i.
Geometry Reordered(const Geometry &g, const uint8_t *order) {
  Geometry out = Geometry::Raw(g.dim(), g.dtype(), g.offset());
  int64_t *sizes = out.mutable_sizes();
  int64_t *strides = out.mutable_strides();
  for (int64_t d = 0; d < g.dim(); ++d) {
    sizes[d] = g.size(order[d]);
    strides[d] = g.stride(order[d]);
  }
  out.Finish();
  return out;
}

void CheckHasDims(const char *op, const Geometry &g) {
  if (g.dim() == 0) {
    throw ShapeError(
        op, "expected a tensor with at least 1 dimension, got a 0-d tensor");
  }
}

} // namespace

Geometry Transpose(const char *op, const Geometry &g, int64_t d0, int64_t d1) {
  d0 = WrapDim(op, d0, g.dim());
  d1 = WrapDim(op, d1, g.dim());
  Geometry out = g;
  if (d0 == d1)
    return out;
  std::swap(out.mutable_sizes()[d0], out.mutable_sizes()[d1]);
  std::swap(out.mutable_strides()[d0], out.mutable_strides()[d1]);
  out.Finish();
  return out;
}

Geometry Permute(const char *op, const Geometry &g, IntArrayRef dims) {
  if (static_cast<int64_t>(dims.size()) != g.dim()) {
    throw ShapeError(op,
                     Str("expected ", g.dim(), " dims for a tensor of shape ",
                         g.sizes(), ", got ", dims));
  }
  uint8_t order[Geometry::kMaxDims];
  uint64_t seen = 0;
  for (int64_t i = 0; i < g.dim(); ++i) {
    const int64_t d = WrapDim(op, dims[i], g.dim());
    if (seen >> d & 1) {
      throw ShapeError(op, Str("expected each dim once for a tensor of shape ",
                               g.sizes(), ", got ", dims));
    }
    seen |= uint64_t{1} << d;
    order[i] = static_cast<uint8_t>(d);
  }
  return Reordered(g, order);
}

Geometry Movedim(const char *op, const Geometry &g, IntArrayRef src,
                 IntArrayRef dst) {
  if (src.size() != dst.size()) {
    throw ShapeError(op, Str("expected as many source as destination dims for "
                             "a tensor of shape ",
                             g.sizes(), ", got ", src, " and ", dst));
  }
  constexpr uint8_t kFree = 255;
  uint8_t order[Geometry::kMaxDims];
  std::fill(order, order + Geometry::kMaxDims, kFree);
  uint64_t moved = 0;
  for (size_t i = 0; i < src.size(); ++i) {
    const int64_t from = WrapDim(op, src[i], g.dim());
    const int64_t to = WrapDim(op, dst[i], g.dim());
    if ((moved >> from & 1) || order[to] != kFree) {
      throw ShapeError(op, Str("expected each dim once for a tensor of shape ",
                               g.sizes(), ", got repeated dim in ",
                               moved >> from & 1 ? "source " : "destination ",
                               moved >> from & 1 ? src : dst));
    }
    moved |= uint64_t{1} << from;
    order[to] = static_cast<uint8_t>(from);
  }
  int64_t next = 0;
  for (int64_t d = 0; d < g.dim(); ++d) {
    if (order[d] != kFree)
      continue;
    while (moved >> next & 1)
      ++next;
    order[d] = static_cast<uint8_t>(next++);
  }
  return Reordered(g, order);
}

Geometry T(const char *op, const Geometry &g) {
  if (g.dim() > 2) {
    throw ShapeError(op, Str("expected a tensor with <= 2 dimensions, got ",
                             g.dim(), "-d of shape ", g.sizes(),
                             "; use transpose(d0, d1) or mT"));
  }
  return g.dim() < 2 ? g : Transpose(op, g, 0, 1);
}

Geometry ReverseDims(const char *op, const Geometry &g) {
  (void)op;
  Geometry out = g;
  std::reverse(out.mutable_sizes(), out.mutable_sizes() + g.dim());
  std::reverse(out.mutable_strides(), out.mutable_strides() + g.dim());
  out.Finish();
  return out;
}

Geometry MT(const char *op, const Geometry &g) {
  if (g.dim() < 2) {
    throw ShapeError(op, Str("expected a tensor with at least 2 dimensions, "
                             "got shape ",
                             g.sizes()));
  }
  return Transpose(op, g, -2, -1);
}

Geometry Select(const char *op, const Geometry &g, int64_t dim, int64_t index) {
  dim = WrapRealDim(op, g, dim);
  const int64_t size = g.size(dim);
  if (index < -size || index >= size)
    ThrowIndex(op, g, dim, index);
  if (index < 0)
    index += size;
  Geometry out = Geometry::Raw(g.dim() - 1, g.dtype(), g.offset());
  int64_t *sizes = out.mutable_sizes();
  int64_t *strides = out.mutable_strides();
  const int64_t *from_sizes = g.sizes_data();
  const int64_t *from_strides = g.strides_data();
  for (int64_t d = 0; d < dim; ++d) {
    sizes[d] = from_sizes[d];
    strides[d] = from_strides[d];
  }
  for (int64_t d = dim + 1; d < g.dim(); ++d) {
    sizes[d - 1] = from_sizes[d];
    strides[d - 1] = from_strides[d];
  }
  out.Finish();
  if (out.numel() > 0)
    out.set_offset(g.offset() + index * from_strides[dim]);
  return out;
}

Geometry Slice(const char *op, const Geometry &g, int64_t dim,
               std::optional<int64_t> start, std::optional<int64_t> stop,
               int64_t step) {
  dim = WrapRealDim(op, g, dim);
  if (step == 0) {
    throw ValueError(op, "slice step cannot be zero: expected a positive or "
                         "negative step, got 0");
  }
  const int64_t size = g.size(dim);
  // Where a bound may stand: downwards one before the first is a bound too.
  const int64_t lowest = step > 0 ? 0 : -1;
  const int64_t highest = step > 0 ? size : size - 1;
  const auto clamp = [&](int64_t bound) {
    if (bound < 0)
      bound += size;
    return std::min(std::max(bound, lowest), highest);
  };
  const int64_t first = start ? clamp(*start) : step > 0 ? lowest : highest;
  const int64_t end = stop ? clamp(*stop) : step > 0 ? highest : lowest;
  int64_t length = 0;
  if (step == 1) {
    length = std::max<int64_t>(end - first, 0);
  } else if (step > 0 ? first < end : end < first) {
    // Unsigned, as the lowest step has no negative in int64_t.
    const uint64_t width =
        step > 0 ? static_cast<uint64_t>(step) : -static_cast<uint64_t>(step);
    const int64_t span = step > 0 ? end - first : first - end;
    length =
        static_cast<int64_t>((static_cast<uint64_t>(span) - 1) / width) + 1;
  }
  return Take(g, dim, first, length, step);
}

Geometry Narrow(const char *op, const Geometry &g, int64_t dim, int64_t start,
                int64_t length) {
  dim = WrapRealDim(op, g, dim);
  const int64_t size = g.size(dim);
  if (start < -size || start > size) {
    throw IndexError(op, Str("start out of range (expected to be in range of [",
                             -size, ", ", size, "], but got ", start,
                             ") for dim ", dim, " of shape ", g.sizes()));
  }
  if (start < 0)
    start += size;
  if (length < 0 || length > size - start) {
    throw ShapeError(op, length < 0
                             ? Str("length must be non-negative, got ", length,
                                   " for dim ", dim, " of shape ", g.sizes())
                             : Str("start (", start, ") + length (", length,
                                   ") exceeds dimension size (", size,
                                   ") of dim ", dim, " of shape ", g.sizes()));
  }
  return Take(g, dim, start, length, 1);
}

Geometry Diagonal(const char *op, const Geometry &g, int64_t offset, int64_t d1,
                  int64_t d2) {
  d1 = WrapDim(op, d1, g.dim());
  d2 = WrapDim(op, d2, g.dim());
  if (d1 == d2) {
    throw ShapeError(op, Str("diagonal dimensions cannot be identical ", d1,
                             ", ", d2, " (shape ", g.sizes(), ")"));
  }
  const int64_t length = offset >= 0
                             ? std::min(g.size(d1), g.size(d2) - offset)
                             : std::min(g.size(d1) + offset, g.size(d2));
  Geometry out = Geometry::Raw(g.dim() - 1, g.dtype(), g.offset());
  int64_t *sizes = out.mutable_sizes();
  int64_t *strides = out.mutable_strides();
  for (int64_t d = 0; d < g.dim(); ++d) {
    if (d == d1 || d == d2)
      continue;
    *sizes++ = g.size(d);
    *strides++ = g.stride(d);
  }
  *sizes = std::max<int64_t>(length, 0);
  // Of tensors without elements strides may be of any size.
  *strides = static_cast<int64_t>(static_cast<uint64_t>(g.stride(d1)) +
                                  static_cast<uint64_t>(g.stride(d2)));
  out.Finish();
  if (out.numel() > 0) {
    out.set_offset(g.offset() + (offset >= 0 ? offset * g.stride(d2)
                                             : -offset * g.stride(d1)));
  }
  return out;
}

Geometry Unfold(const char *op, const Geometry &g, int64_t dim, int64_t size,
                int64_t step) {
  dim = WrapDim(op, dim, g.dim());
  const bool scalar = g.dim() == 0;
  const int64_t have = scalar ? 1 : g.size(dim);
  if (size < 0 || step < 1) {
    throw ShapeError(op, Str("expected size >= 0 and step > 0, got size ", size,
                             " and step ", step));
  }
  if (size > have) {
    throw ShapeError(op, Str("maximum size for tensor at dimension ", dim,
                             " is ", have, " but size is ", size, " (shape ",
                             g.sizes(), ")"));
  }
  CheckNdim(op, static_cast<size_t>(g.dim() + 1));
  Geometry out = Geometry::Raw(g.dim() + 1, g.dtype(), g.offset());
  int64_t *sizes = out.mutable_sizes();
  int64_t *strides = out.mutable_strides();
  std::copy(g.sizes().begin(), g.sizes().end(), sizes);
  std::copy(g.strides().begin(), g.strides().end(), strides);
  sizes[g.dim()] = size;
  strides[g.dim()] = scalar ? 1 : g.stride(dim);
  if (!scalar) {
    // Unsigned: one more than the highest size becomes negative, an error.
    sizes[dim] =
        static_cast<int64_t>(static_cast<uint64_t>((have - size) / step) + 1);
    strides[dim] = StepStride(g.stride(dim), step);
  }
  CheckedNumel(op, out.sizes(), g.dtype());
  out.Finish();
  return out;
}

Geometry AsStrided(const char *op, const Geometry &g, IntArrayRef sizes,
                   IntArrayRef strides, int64_t offset) {
  if (offset < 0) {
    throw ShapeError(op,
                     Str("expected a storage offset of 0 or more, got ", offset,
                         " for sizes ", sizes, " and strides ", strides));
  }
  return Geometry(sizes, strides, offset, g.dtype(), op);
}

std::vector<int64_t> SplitSizes(const char *op, int64_t size, int64_t chunk) {
  if (chunk < 0 || (chunk == 0 && size != 0)) {
    throw ShapeError(op, Str("expected a split_size of at least 1 for a "
                             "dimension of size ",
                             size, ", got ", chunk));
  }
  if (size == 0)
    return {0};
  std::vector<int64_t> sizes(
      static_cast<size_t>(size / chunk + (size % chunk != 0)), chunk);
  if (size % chunk != 0)
    sizes.back() = size % chunk;
  return sizes;
}

// Each piece is a tensor of its own, for which there must be memory.
static void CheckPieces(const char *op, int64_t size, int64_t pieces) {
  const int64_t most = std::max(size, int64_t{1} << 32);
  if (pieces <= most)
    return;
  throw ShapeError(op, Str("expected at most ", most,
                           " sections for a dimension of size ", size,
                           ", got ", pieces));
}

std::vector<int64_t> ChunkSizes(const char *op, int64_t size, int64_t chunks) {
  if (chunks <= 0) {
    throw ShapeError(op, Str("expected chunks to be greater than 0, got ",
                             chunks, " for a dimension of size ", size));
  }
  if (size == 0) {
    CheckPieces(op, size, chunks);
    return std::vector<int64_t>(static_cast<size_t>(chunks), 0);
  }
  return SplitSizes(op, size, size / chunks + (size % chunks != 0));
}

std::vector<int64_t> TensorSplitSizes(const char *op, int64_t size,
                                      int64_t sections) {
  if (sections <= 0) {
    throw ShapeError(op, Str("number of sections must be larger than 0, got ",
                             sections, " for a dimension of size ", size));
  }
  CheckPieces(op, size, sections);
  std::vector<int64_t> sizes(static_cast<size_t>(sections), size / sections);
  for (int64_t i = 0; i < size % sections; ++i)
    ++sizes[i];
  return sizes;
}

std::vector<Geometry> SplitWithSizes(const char *op, const Geometry &g,
                                     int64_t dim, IntArrayRef sizes) {
  CheckHasDims(op, g);
  dim = WrapDim(op, dim, g.dim());
  int64_t sum = 0;
  bool bad = false;
  for (int64_t size : sizes)
    bad |= size < 0 || AddOverflows(sum, size, &sum);
  if (bad || sum != g.size(dim)) {
    throw ShapeError(op, Str("expected sizes of 0 or more that sum exactly to ",
                             g.size(dim), " (the size of dim ", dim,
                             " of shape ", g.sizes(), "), got ", sizes,
                             bad ? "" : Str(" with the sum ", sum)));
  }
  std::vector<Geometry> pieces;
  pieces.reserve(sizes.size());
  int64_t start = 0;
  for (int64_t size : sizes) {
    pieces.push_back(Take(g, dim, start, size, 1));
    start += size;
  }
  return pieces;
}

std::vector<Geometry> TensorSplitAt(const char *op, const Geometry &g,
                                    int64_t dim, IntArrayRef positions) {
  CheckHasDims(op, g);
  dim = WrapDim(op, dim, g.dim());
  std::vector<Geometry> pieces;
  pieces.reserve(positions.size() + 1);
  int64_t start = 0;
  for (int64_t position : positions) {
    pieces.push_back(Slice(op, g, dim, start, position));
    start = position;
  }
  pieces.push_back(Slice(op, g, dim, start, std::nullopt));
  return pieces;
}

std::vector<Geometry> Unbind(const char *op, const Geometry &g, int64_t dim) {
  CheckHasDims(op, g);
  dim = WrapDim(op, dim, g.dim());
  std::vector<Geometry> pieces;
  pieces.reserve(static_cast<size_t>(g.size(dim)));
  for (int64_t i = 0; i < g.size(dim); ++i) {
    pieces.push_back(Select(op, g, dim, i));
  }
  return pieces;
}

} // namespace tessera::views
