// Copies whose elements stand elsewhere: repeats, flips, rolls, padding,
// triangles and diagonals. Each is a copy into or from views.
#include <algorithm>
#include <string_view>
#include <vector>

#include "tessera/base/checked.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/views.h"

namespace tessera::run {

Tensor repeat(const Tensor& self, IntArrayRef repeats) {
  const int64_t ndim = self.dim();
  const int64_t lead = static_cast<int64_t>(repeats.size()) - ndim;
  if (lead < 0) {
    throw ShapeError("repeat", Str("expected at least ", ndim,
                                   " repeats, one for each dimension of ", self,
                                   ", got ", repeats, "; tile takes fewer"));
  }
  // Each dimension of n elements as [1, n], expanded to [repeats, n].
  std::vector<int64_t> split, expanded, sizes;
  for (int64_t d = 0; d < static_cast<int64_t>(repeats.size()); ++d) {
    const int64_t size = d < lead ? 1 : self.size(d - lead);
    const int64_t times = repeats[static_cast<size_t>(d)];
    int64_t product;
    if (times < 0) {
      throw ShapeError("repeat", Str("expected repeats of 0 or more, got ",
                                     repeats, " for ", self));
    }
    if (MulOverflows(size, times, &product)) {
      throw ShapeError("repeat", Str("expected sizes below 2^63, got repeats ",
                                     repeats, " of ", self));
    }
    sizes.push_back(product);
    if (times != 1) {
      split.push_back(1);
      expanded.push_back(times);
    }
    split.push_back(size);
    expanded.push_back(size);
  }
  CheckedNumel("repeat", sizes, self.scalar_type());
  return self.reshape(split)
      .expand(expanded)
      .clone(MemoryFormat::Contiguous)
      .view(sizes);
}

Tensor tile(const Tensor& self, IntArrayRef dims) {
  std::vector<int64_t> repeats(
      static_cast<size_t>(
          std::max<int64_t>(self.dim() - static_cast<int64_t>(dims.size()), 0)),
      1);
  repeats.insert(repeats.end(), dims.begin(), dims.end());
  return self.repeat(repeats);
}

Tensor flip(const Tensor& self, IntArrayRef dims) {
  detail::CheckDefined("flip", self);
  Geometry g = self.geometry();
  std::vector<bool> seen(Geometry::kMaxDims);
  for (int64_t d : dims) {
    d = WrapDim("flip", d, self.dim());
    if (seen[static_cast<size_t>(d)]) {
      throw ShapeError("flip", Str("dim ", d, " appears multiple times in ",
                                   dims, " for ", self));
    }
    seen[static_cast<size_t>(d)] = true;
    if (self.dim() > 0) g = views::Slice("flip", g, d, {}, {}, -1);
  }
  const Tensor reversed = detail::MakeAlias(self);
  reversed.impl()->geometry = std::move(g);
  Tensor out = detail::MakeTensor(
      views::DenseLike(self.geometry(), self.scalar_type()), self.device());
  detail::CopyValues("flip", out, reversed);
  return out;
}

namespace {

void CheckRank(const char* op, const Tensor& self, int64_t least) {
  detail::CheckDefined(op, self);
  if (self.dim() >= least) return;
  throw ShapeError(op, Str("expected a tensor with at least ", least,
                           " dimensions, got ", self));
}

}  // namespace

Tensor fliplr(const Tensor& self) {
  CheckRank("fliplr", self, 2);
  return self.flip({1});
}

Tensor flipud(const Tensor& self) {
  CheckRank("flipud", self, 1);
  return self.flip({0});
}

Tensor rot90(const Tensor& self, int64_t k) {
  return run::rot90(self, k, {0, 1});
}

Tensor rot90(const Tensor& self, int64_t k, IntArrayRef dims) {
  CheckRank("rot90", self, 2);
  if (dims.size() != 2) {
    throw ShapeError("rot90", Str("expected two dims, got ", dims));
  }
  const int64_t from = WrapDim("rot90", dims[0], self.dim());
  const int64_t to = WrapDim("rot90", dims[1], self.dim());
  if (from == to) {
    throw ShapeError("rot90", Str("expected different dims to turn between, "
                                  "got ",
                                  dims, " for ", self));
  }
  switch (((k % 4) + 4) % 4) {
    case 1:
      return self.flip({to}).transpose(from, to);
    case 2:
      return self.flip({from, to});
    case 3:
      return self.flip({from}).transpose(from, to);
    default:
      return self.clone(MemoryFormat::Contiguous);
  }
}

namespace {

// `length` elements of dim from `start` on; over t's memory, no view to
// autograd.
Tensor Part(const char* op, const Tensor& t, int64_t dim, int64_t start,
            int64_t length) {
  Tensor part = detail::MakeAlias(t);
  part.impl()->geometry = views::Narrow(op, t.geometry(), dim, start, length);
  return part;
}

void RollInto(const Tensor& out, const Tensor& self, int64_t shift,
              int64_t dim) {
  const int64_t n = self.size(dim);
  if (out.numel() == 0) return;
  const int64_t at = (shift % n + n) % n;
  detail::CopyValues("roll", Part("roll", out, dim, at, n - at),
                     Part("roll", self, dim, 0, n - at));
  detail::CopyValues("roll", Part("roll", out, dim, 0, at),
                     Part("roll", self, dim, n - at, at));
}

// Dense memory as one dimension.
Tensor Flat(const Tensor& t) {
  Tensor flat = detail::MakeAlias(t);
  flat.impl()->geometry =
      Geometry({t.numel()}, {1}, t.storage_offset(), t.scalar_type(), "roll");
  return flat;
}

}  // namespace

Tensor roll(const Tensor& self, IntArrayRef shifts, IntArrayRef dims) {
  detail::CheckDefined("roll", self);
  if (dims.empty() && shifts.size() == 1) {
    const Tensor in = self.is_contiguous()
                          ? self
                          : run::clone(self, MemoryFormat::Contiguous);
    Tensor out =
        detail::MakeTensor(self.sizes(), self.scalar_type(), self.device());
    RollInto(Flat(out), Flat(in), shifts[0], 0);
    return out;
  }
  if (shifts.empty() || shifts.size() != dims.size()) {
    throw ShapeError("roll", Str("expected as many shifts as dims, got shifts ",
                                 shifts, " and dims ", dims));
  }
  for (int64_t d : dims) {
    if (self.dim() == 0) {
      throw IndexError(
          "roll", Str("expected no dims for the 0-d ", self, ", got ", dims));
    }
    WrapDim("roll", d, self.dim());
  }
  Tensor in = self, out;
  for (size_t i = 0; i < dims.size(); ++i) {
    out = detail::MakeTensor(
        views::DenseLike(self.geometry(), self.scalar_type()), self.device());
    RollInto(out, in, shifts[i], WrapDim("roll", dims[i], self.dim()));
    in = out;
  }
  return out;
}

Tensor constant_pad_nd(const Tensor& self, IntArrayRef pad,
                       const Scalar& value) {
  const char* op = "constant_pad_nd";
  detail::CheckDefined(op, self);
  const int64_t ndim = self.dim();
  const int64_t padded = static_cast<int64_t>(pad.size() / 2);
  if (pad.size() % 2 != 0 || padded > ndim) {
    throw ShapeError(op, Str("expected pairs of numbers for at most ", ndim,
                             " dimensions of ", self, ", got ", pad));
  }
  CheckFitsIn(op, value, self.scalar_type());
  std::vector<int64_t> sizes = self.sizes().vec();
  Geometry kept = self.geometry();  // of self
  for (int64_t i = 0; i < padded; ++i) {
    const int64_t d = ndim - 1 - i;
    const int64_t before = pad[static_cast<size_t>(2 * i)];
    const int64_t after = pad[static_cast<size_t>(2 * i + 1)];
    const int64_t size = self.size(d);
    int64_t& to = sizes[static_cast<size_t>(d)];
    if (before < -size || after < -size || AddOverflows(to, before, &to) ||
        AddOverflows(to, after, &to) || to < 0) {
      throw ShapeError(
          op, Str("expected a size of 0 or more after padding, got ", before,
                  " and ", after, " for the size ", size, " of dim ", d, " of ",
                  self));
    }
    const int64_t begin = std::max<int64_t>(-before, 0);
    const int64_t end = size - std::max<int64_t>(-after, 0);
    kept = views::Narrow(op, kept, d, std::min(begin, size),
                         std::max<int64_t>(end - begin, 0));
  }
  Tensor out = detail::MakeTensor(sizes, self.scalar_type(), self.device(), op);
  if (out.numel() != self.numel() || kept.numel() != self.numel()) {
    detail::FillValue(op, out, value);
  }
  if (kept.numel() == 0) return out;
  const Tensor from = detail::MakeAlias(self);
  Tensor to = detail::MakeAlias(out);
  for (int64_t i = 0; i < padded; ++i) {
    const int64_t d = ndim - 1 - i;
    to = Part(op, to, d, std::max<int64_t>(pad[static_cast<size_t>(2 * i)], 0),
              kept.size(d));
  }
  from.impl()->geometry = std::move(kept);
  detail::CopyValues(op, to, from);
  return out;
}

Tensor pad(const Tensor& self, IntArrayRef pad, const char* mode,
           const Scalar& value) {
  if (std::string_view(mode) != "constant") {
    throw NotImplementedError(
        "pad", Str("expected mode 'constant', got '", mode,
                   "'; reflect, replicate and circular are not built"));
  }
  return tessera::constant_pad_nd(self, pad, value);
}

namespace {

// Of an n x m matrix tril keeps the columns [0, r + k + 1) of row r, triu
// [r + k, m).
struct Triangle {
  int64_t n, m, k;
  bool upper;

  // The first column of row r that is on the other side.
  int64_t Edge(int64_t r) const {
    const int64_t edge = r + k + (upper ? 0 : 1);
    return std::min(std::max<int64_t>(edge, 0), m);
  }
};

Triangle TriangleOf(const char* op, const Tensor& self, int64_t diagonal,
                    bool upper) {
  CheckRank(op, self, 2);
  const int64_t n = self.size(-2), m = self.size(-1);
  // Beyond the corners nothing changes; and sums cannot overflow.
  return {n, m, std::min(std::max(diagonal, -n - 1), m + 1), upper};
}

// Columns [begin, end) of some rows from r on, of each matrix of a batch.
Tensor Block(const char* op, const Tensor& t, int64_t r, int64_t rows,
             int64_t begin, int64_t end) {
  return Part(op, Part(op, t, t.dim() - 2, r, rows), t.dim() - 1, begin,
              end - begin);
}

// Runs of rows with the same edge are one block; in between they are single.
template <class F>
void ForEachBlock(const Triangle& t, F f) {
  for (int64_t r = 0; r < t.n;) {
    const int64_t edge = t.Edge(r);
    int64_t rows = 1;
    if (edge == 0) {  // until edges begin to grow
      rows = std::min(t.n - r, std::max<int64_t>(-t.k - !t.upper - r + 1, 1));
    } else if (edge == t.m) {
      rows = t.n - r;
    }
    f(r, rows, edge);
    r += rows;
  }
}

// Zeros on the side of each row that the triangle leaves out.
void ClearOutside(const char* op, const Tensor& out, const Triangle& t) {
  if (out.numel() == 0) return;
  ForEachBlock(t, [&](int64_t r, int64_t rows, int64_t edge) {
    detail::FillValue(
        op, Block(op, out, r, rows, t.upper ? 0 : edge, t.upper ? edge : t.m),
        0);
  });
}

Tensor KeepTriangle(const char* op, const Tensor& self, int64_t diagonal,
                    bool upper) {
  detail::CheckDefined(op, self);
  const Triangle t = TriangleOf(op, self, diagonal, upper);
  Tensor out = detail::MakeTensor(
      views::DenseLike(self.geometry(), self.scalar_type()), self.device());
  if (out.numel() == 0) return out;
  detail::FillValue(op, out, 0);
  ForEachBlock(t, [&](int64_t r, int64_t rows, int64_t edge) {
    const int64_t begin = upper ? edge : 0;
    const int64_t end = upper ? t.m : edge;
    detail::CopyValues(op, Block(op, out, r, rows, begin, end),
                       Block(op, self, r, rows, begin, end));
  });
  return out;
}

}  // namespace

Tensor tril(const Tensor& self, int64_t diagonal) {
  return KeepTriangle("tril", self, diagonal, false);
}

Tensor& tril_(Tensor& self, int64_t diagonal) {
  ClearOutside("tril_", self, TriangleOf("tril_", self, diagonal, false));
  detail::BumpVersion(self);
  return self;
}

Tensor triu(const Tensor& self, int64_t diagonal) {
  return KeepTriangle("triu", self, diagonal, true);
}

Tensor& triu_(Tensor& self, int64_t diagonal) {
  ClearOutside("triu_", self, TriangleOf("triu_", self, diagonal, true));
  detail::BumpVersion(self);
  return self;
}

Tensor diag(const Tensor& self, int64_t diagonal) {
  if (self.dim() == 1) return self.diag_embed(diagonal);
  if (self.dim() == 2) {
    return self.diagonal(diagonal).clone(MemoryFormat::Contiguous);
  }
  throw ShapeError("diag", Str("expected a vector or a matrix, got ", self,
                               "; use diagonal or diag_embed"));
}

Tensor diag_embed(const Tensor& self, int64_t offset, int64_t dim1,
                  int64_t dim2) {
  const char* op = "diag_embed";
  detail::CheckDefined(op, self);
  const int64_t ndim = self.dim() + 1;
  if (self.dim() == 0) {
    throw ShapeError(op, Str("expected at least 1 dimension, got ", self));
  }
  const int64_t d1 = WrapDim(op, dim1, ndim);
  const int64_t d2 = WrapDim(op, dim2, ndim);
  if (d1 == d2) {
    throw ShapeError(op, Str("diagonal dimensions cannot be identical ", dim1,
                             ", ", dim2, " for ", self));
  }
  const int64_t size = self.size(-1);
  int64_t side;
  if (offset == INT64_MIN ||
      AddOverflows(size, offset < 0 ? -offset : offset, &side)) {
    throw ShapeError(op, Str("expected sizes below 2^63, got offset ", offset,
                             " for ", self));
  }
  std::vector<int64_t> sizes;
  for (int64_t d = 0, from = 0; d < ndim; ++d) {
    sizes.push_back(d == d1 || d == d2 ? side : self.size(from++));
  }
  Tensor out = detail::MakeTensor(sizes, self.scalar_type(), self.device(), op);
  detail::FillValue(op, out, 0);
  const Tensor diagonal = detail::MakeAlias(out);
  diagonal.impl()->geometry =
      views::Diagonal(op, out.geometry(), offset, d1, d2);
  detail::CopyValues(op, diagonal, self);
  return out;
}

}  // namespace tessera::run
