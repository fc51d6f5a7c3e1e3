// The views that give the same elements another shape or another dtype.
#include <algorithm>
#include <utility>

#include "tessera/base/checked.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/views.h"
#include "tessera/tensor/views_internal.h"

namespace tessera::views {
namespace {

TESSERA_COLD void ThrowNotAView(const char *op, const Geometry &g,
                                IntArrayRef sizes) {
  throw ShapeError(
      op, Str("view size is not compatible with input tensor's size and "
              "stride: expected a layout that can be viewed as ",
              sizes, ", got shape ", g.sizes(), " with strides ", g.strides(),
              "; use reshape(...), or contiguous() first"));
}

TESSERA_COLD void ThrowCount(const char *op, const Geometry &g,
                             IntArrayRef sizes, int64_t known, bool overflow,
                             bool infer) {
  const std::string count = overflow ? "more than 2^63" : Str(known);
  throw ShapeError(op, Str("shape '", sizes, "' is invalid for input of size ",
                           g.numel(), ": expected ",
                           infer ? "a divisor of " : "", g.numel(),
                           " elements (shape ", g.sizes(), "), got ", count));
}

// Writes the inferred sizes; see InferSizes.
void InferInto(const char *op, const Geometry &g, IntArrayRef sizes,
               int64_t *out) {
  const int n = static_cast<int>(sizes.size());
  int inferred = -1;
  int64_t known = 1;
  bool overflow = false;
  bool zero = false;
  for (int d = 0; d < n; ++d) {
    const int64_t size = sizes[d];
    out[d] = size;
    if (size == -1) {
      if (inferred >= 0) {
        throw ShapeError(op, Str("only one dimension can be inferred, got ",
                                 sizes, " for a tensor of shape ", g.sizes()));
      }
      inferred = d;
    } else if (size < 0) {
      throw ShapeError(op, Str("invalid shape dimension ", size, " at index ",
                               d, " of shape ", sizes,
                               "; sizes are 0 or more, or -1 once"));
    } else {
      zero |= size == 0;
      overflow |= MulOverflows(known, size, &known);
    }
  }
  if (zero) {
    known = 0;
    overflow = false;
  }
  if (inferred < 0) {
    if (overflow || known != g.numel()) {
      ThrowCount(op, g, sizes, known, overflow, false);
    }
  } else {
    if (known == 0 && g.numel() == 0) {
      throw ShapeError(
          op, Str("cannot reshape tensor of 0 elements into shape ", sizes,
                  " because the unspecified dimension size -1 can be any "
                  "value and is ambiguous"));
    }
    // Where nothing is there, -1 means 0 whatever the others multiply to.
    if (g.numel() == 0) {
      out[inferred] = 0;
    } else {
      if (overflow || known == 0 || g.numel() % known != 0) {
        ThrowCount(op, g, sizes, known, overflow, true);
      }
      out[inferred] = g.numel() / known;
    }
  }
  // Sizes beside a 0 are not bounded by the number of elements.
  if (g.numel() == 0) {
    CheckedNumel(op, {out, static_cast<size_t>(n)}, g.dtype());
  }
}

// Fills the strides of out, whose sizes are set, so that it reaches the
// elements of g in the same row-major order. The dimensions of g fall into
// chunks that run like one dimension each; the new ones may cut chunks but
// not cross their borders. (PyTorch's computeStride does the same.)
bool FillViewStrides(const Geometry &g, Geometry *out) {
  if (g.is_contiguous()) {
    out->FinishContiguous();
    return true;
  }
  const int64_t *sizes = out->sizes_data();
  int64_t *strides = out->mutable_strides();
  int64_t view_d = out->dim() - 1;
  int64_t base = g.stride(g.dim() - 1);
  int64_t chunk = 1;
  for (int64_t d = g.dim() - 1; d >= 0; --d) {
    chunk *= g.size(d);
    if (d > 0 && (g.size(d - 1) == 1 || g.stride(d - 1) == chunk * base)) {
      continue;
    }
    int64_t covered = 1;
    while (view_d >= 0 && (covered < chunk || sizes[view_d] == 1)) {
      strides[view_d] = covered * base;
      covered *= sizes[view_d];
      --view_d;
    }
    if (covered != chunk)
      return false;
    if (d > 0)
      base = g.stride(d - 1);
    chunk = 1;
  }
  out->Finish();
  return true;
}

// ShapeError unless the bytes of g divide into elements that are ratio times
// as wide. Strides of dimensions of size 1 are never used.
void CheckDivides(const char *op, const Geometry &g, DType dtype,
                  int64_t ratio) {
  const auto fail = [&](const char *what, int64_t value) {
    throw ShapeError(op, Str("expected ", what, " divisible by ", ratio,
                             " to view ", name(g.dtype()), " as ", name(dtype),
                             ", got ", value, " (shape ", g.sizes(),
                             ", strides ", g.strides(), ")"));
  };
  const int64_t last = g.dim() - 1;
  if (g.size(last) % ratio != 0)
    fail("a last size", g.size(last));
  if (g.offset() % ratio != 0)
    fail("a storage offset", g.offset());
  for (int64_t d = 0; d < last; ++d) {
    if (g.size(d) > 1 && g.stride(d) % ratio != 0) {
      fail("strides", g.stride(d));
    }
  }
}

void CheckLastStride(const char *op, const Geometry &g, DType dtype) {
  const int64_t last = g.dim() - 1;
  if (g.size(last) > 1 && g.stride(last) != 1) {
    throw ShapeError(op, Str("expected a last dimension of stride 1 to view ",
                             name(g.dtype()), " as ", name(dtype), ", got ",
                             g.stride(last), " (shape ", g.sizes(),
                             "); use contiguous() first"));
  }
}

// The parts of complex numbers, without the offset.
Geometry RealParts(const Geometry &g) {
  Geometry out = g;
  int64_t *strides = out.mutable_strides();
  for (int64_t d = 0; d < g.dim(); ++d)
    strides[d] *= 2;
  out.set_dtype(toRealValueType(g.dtype()));
  out.set_offset(g.offset() * 2);
  out.Finish();
  return out;
}

} // namespace

Geometry Expand(const char *op, const Geometry &g, IntArrayRef sizes) {
  const int64_t n = static_cast<int64_t>(sizes.size());
  const int64_t lead = n - g.dim();
  CheckNdim(op, sizes.size());
  if (lead < 0) {
    throw ShapeError(op,
                     Str("the number of sizes provided (", n,
                         ") must be greater or equal to the number of "
                         "dimensions in the tensor (",
                         g.dim(), "); got ", sizes, " for shape ", g.sizes()));
  }
  Geometry out = Geometry::Raw(n, g.dtype(), g.offset());
  int64_t *to_sizes = out.mutable_sizes();
  int64_t *to_strides = out.mutable_strides();
  for (int64_t d = n - 1; d >= 0; --d) {
    int64_t size = sizes[d];
    int64_t stride;
    if (d < lead) {
      if (size < 0) {
        throw ShapeError(op, Str("The expanded size of the tensor (", size,
                                 ") isn't allowed in a leading, non-existing "
                                 "dimension ",
                                 d, "; got ", sizes, " for shape ", g.sizes()));
      }
      stride = size != 1    ? 0
               : d == n - 1 ? 1
                            : to_sizes[d + 1] * to_strides[d + 1];
    } else {
      const int64_t have = g.size(d - lead);
      stride = g.stride(d - lead);
      if (size == -1)
        size = have;
      if (size != have) {
        if (have != 1 || size < 0) {
          throw ShapeError(op, Str("The expanded size of the tensor (", size,
                                   ") must match the existing size (", have,
                                   ") at non-singleton dimension ", d, "; got ",
                                   sizes, " for shape ", g.sizes()));
        }
        stride = 0;
      }
    }
    to_sizes[d] = size;
    to_strides[d] = stride;
  }
  CheckedNumel(op, out.sizes(), g.dtype());
  out.Finish();
  return out;
}

std::vector<int64_t> InferSizes(const char *op, const Geometry &g,
                                IntArrayRef sizes) {
  CheckNdim(op, sizes.size());
  std::vector<int64_t> out(sizes.size());
  InferInto(op, g, sizes, out.data());
  return out;
}

bool TryView(const char *op, const Geometry &g, IntArrayRef sizes,
             Geometry *out) {
  CheckNdim(op, sizes.size());
  Geometry view =
      Geometry::Raw(static_cast<int64_t>(sizes.size()), g.dtype(), g.offset());
  InferInto(op, g, sizes, view.mutable_sizes());
  if (!FillViewStrides(g, &view))
    return false;
  *out = std::move(view);
  return true;
}

Geometry View(const char *op, const Geometry &g, IntArrayRef sizes) {
  CheckNdim(op, sizes.size());
  Geometry out =
      Geometry::Raw(static_cast<int64_t>(sizes.size()), g.dtype(), g.offset());
  InferInto(op, g, sizes, out.mutable_sizes());
  if (!FillViewStrides(g, &out))
    ThrowNotAView(op, g, sizes);
  return out;
}

Geometry ViewDtype(const char *op, const Geometry &g, DType dtype) {
  Geometry out = g;
  const int64_t from = static_cast<int64_t>(g.itemsize());
  const int64_t to = static_cast<int64_t>(elementSize(dtype));
  if (from != to) {
    if (g.dim() == 0) {
      throw ShapeError(op, Str("expected at least 1 dimension to view ",
                               name(g.dtype()), " as ", name(dtype),
                               " (of another width), got a 0-d tensor"));
    }
    CheckLastStride(op, g, dtype);
    const int64_t last = g.dim() - 1;
    int64_t *sizes = out.mutable_sizes();
    int64_t *strides = out.mutable_strides();
    if (to > from) {
      const int64_t ratio = to / from;
      CheckDivides(op, g, dtype, ratio);
      sizes[last] /= ratio;
      for (int64_t d = 0; d < last; ++d)
        strides[d] /= ratio;
      out.set_offset(g.offset() / ratio);
    } else {
      const int64_t ratio = from / to;
      sizes[last] *= ratio;
      for (int64_t d = 0; d < last; ++d)
        strides[d] *= ratio;
      out.set_offset(g.offset() * ratio);
    }
    strides[last] = 1;
  }
  out.set_dtype(dtype);
  out.Finish();
  return out;
}

std::vector<int64_t> FlattenSizes(const char *op, const Geometry &g,
                                  int64_t start, int64_t end) {
  start = WrapDim(op, start, g.dim());
  end = WrapDim(op, end, g.dim());
  if (start > end) {
    throw ShapeError(op, Str("start_dim cannot come after end_dim: got ", start,
                             " and ", end, " for shape ", g.sizes()));
  }
  if (g.dim() == 0)
    return {1};
  std::vector<int64_t> out;
  out.reserve(static_cast<size_t>(g.dim() - (end - start)));
  int64_t merged = 1;
  for (int64_t d = 0; d < g.dim(); ++d) {
    if (d < start || d > end) {
      out.push_back(g.size(d));
    } else {
      merged *= g.size(d);
      if (d == end)
        out.push_back(merged);
    }
  }
  return out;
}

Geometry Unflatten(const char *op, const Geometry &g, int64_t dim,
                   IntArrayRef sizes) {
  dim = WrapRealDim(op, g, dim);
  const int64_t added = static_cast<int64_t>(sizes.size());
  if (added == 0) {
    throw ShapeError(op,
                     Str("expected sizes for dim ", dim,
                         " of a tensor of shape ", g.sizes(), ", got none"));
  }
  CheckNdim(op, static_cast<size_t>(g.dim() - 1 + added));
  const int64_t have = g.size(dim);
  int64_t inferred = -1;
  int64_t known = 1;
  bool bad = false;
  bool zero = false;
  for (int64_t i = 0; i < added; ++i) {
    if (sizes[i] == -1) {
      bad |= inferred >= 0;
      inferred = i;
    } else {
      bad |= sizes[i] < 0;
      zero |= sizes[i] == 0;
      // A product that overflows is wrong, but for a 0 elsewhere: see below.
      if (MulOverflows(known, sizes[i], &known)) {
        bad |= have != 0;
        known = 1;
      }
    }
  }
  if (zero)
    known = 0;
  if (inferred < 0) {
    bad |= known != have;
  } else {
    bad |= known == 0 || have % known != 0;
  }
  if (bad) {
    throw ShapeError(op, Str("Provided sizes ", sizes,
                             " don't multiply up to the size of dim ", dim,
                             " (", have, ") in the input tensor of shape ",
                             g.sizes(), "; one of them may be -1"));
  }
  Geometry out = Geometry::Raw(g.dim() - 1 + added, g.dtype(), g.offset());
  int64_t *to_sizes = out.mutable_sizes();
  int64_t *to_strides = out.mutable_strides();
  for (int64_t d = 0; d < g.dim(); ++d) {
    if (d == dim)
      continue;
    const int64_t to = d < dim ? d : d - 1 + added;
    to_sizes[to] = g.size(d);
    to_strides[to] = g.stride(d);
  }
  for (int64_t i = 0; i < added; ++i) {
    to_sizes[dim + i] = i == inferred ? have / known : sizes[i];
  }
  if (g.numel() == 0) {
    CheckedNumel(op, out.sizes(), g.dtype());
    out.FinishContiguous();
    return out;
  }
  int64_t stride = g.stride(dim);
  for (int64_t i = added - 1; i >= 0; --i) {
    to_strides[dim + i] = stride;
    stride *= to_sizes[dim + i];
  }
  out.Finish();
  return out;
}

namespace {

// Without the dimensions of size 1 whose bit is set.
Geometry Squeezed(const Geometry &g, uint64_t candidates) {
  int64_t left = 0;
  for (int64_t d = 0; d < g.dim(); ++d) {
    left += g.size(d) != 1 || !(candidates >> d & 1);
  }
  Geometry out = Geometry::Raw(left, g.dtype(), g.offset());
  int64_t *sizes = out.mutable_sizes();
  int64_t *strides = out.mutable_strides();
  for (int64_t d = 0; d < g.dim(); ++d) {
    if (g.size(d) == 1 && (candidates >> d & 1))
      continue;
    *sizes++ = g.size(d);
    *strides++ = g.stride(d);
  }
  out.Finish();
  return out;
}

} // namespace

Geometry Squeeze(const char *op, const Geometry &g) {
  (void)op;
  return Squeezed(g, ~uint64_t{0});
}

Geometry SqueezeDims(const char *op, const Geometry &g, IntArrayRef dims) {
  uint64_t candidates = 0;
  for (int64_t dim : dims) {
    const int64_t d = WrapDim(op, dim, g.dim());
    if (candidates >> d & 1) {
      throw ShapeError(op, Str("dim ", d, " appears multiple times in ", dims,
                               " for a tensor of shape ", g.sizes()));
    }
    candidates |= uint64_t{1} << d;
  }
  return Squeezed(g, candidates);
}

Geometry Unsqueeze(const char *op, const Geometry &g, int64_t dim) {
  dim = WrapDim(op, dim, g.dim() + 1);
  CheckNdim(op, static_cast<size_t>(g.dim() + 1));
  Geometry out = Geometry::Raw(g.dim() + 1, g.dtype(), g.offset());
  int64_t *sizes = out.mutable_sizes();
  int64_t *strides = out.mutable_strides();
  const int64_t *from_sizes = g.sizes_data();
  const int64_t *from_strides = g.strides_data();
  for (int64_t d = 0; d < dim; ++d) {
    sizes[d] = from_sizes[d];
    strides[d] = from_strides[d];
  }
  sizes[dim] = 1;
  strides[dim] = dim < g.dim() ? from_sizes[dim] * from_strides[dim] : 1;
  for (int64_t d = dim; d < g.dim(); ++d) {
    sizes[d + 1] = from_sizes[d];
    strides[d + 1] = from_strides[d];
  }
  out.Finish();
  return out;
}

Geometry Real(const char *op, const Geometry &g) {
  (void)op;
  return isComplexType(g.dtype()) ? RealParts(g) : g;
}

Geometry Imag(const char *op, const Geometry &g) {
  if (!isComplexType(g.dtype())) {
    throw TypeError(op, Str("expected a complex tensor, got ", name(g.dtype()),
                            g.sizes(), "; its imaginary part is zero"));
  }
  Geometry out = RealParts(g);
  if (out.numel() > 0)
    out.set_offset(out.offset() + 1);
  return out;
}

Geometry ViewAsReal(const char *op, const Geometry &g) {
  if (!isComplexType(g.dtype())) {
    throw DTypeError(op, Str("expected complex64 or complex128, got ",
                             name(g.dtype()), g.sizes()));
  }
  CheckNdim(op, static_cast<size_t>(g.dim() + 1));
  Geometry out =
      Geometry::Raw(g.dim() + 1, toRealValueType(g.dtype()), g.offset() * 2);
  int64_t *sizes = out.mutable_sizes();
  int64_t *strides = out.mutable_strides();
  for (int64_t d = 0; d < g.dim(); ++d) {
    sizes[d] = g.size(d);
    strides[d] = g.stride(d) * 2;
  }
  sizes[g.dim()] = 2;
  strides[g.dim()] = 1;
  out.Finish();
  return out;
}

Geometry ViewAsComplex(const char *op, const Geometry &g) {
  if (g.dtype() != DType::Float && g.dtype() != DType::Double) {
    throw DTypeError(op, Str("expected float32 or float64, got ",
                             name(g.dtype()), g.sizes()));
  }
  const int64_t last = g.dim() - 1;
  if (g.dim() == 0 || g.size(last) != 2) {
    throw ShapeError(
        op, Str("expected a last dimension of size 2, got shape ", g.sizes()));
  }
  const DType dtype = toComplexType(g.dtype());
  CheckLastStride(op, g, dtype);
  CheckDivides(op, g, dtype, 2);
  Geometry out = Geometry::Raw(last, dtype, g.offset() / 2);
  int64_t *sizes = out.mutable_sizes();
  int64_t *strides = out.mutable_strides();
  for (int64_t d = 0; d < last; ++d) {
    sizes[d] = g.size(d);
    strides[d] = g.stride(d) / 2;
  }
  out.Finish();
  return out;
}

Geometry DenseLike(const Geometry &g, DType dtype, const char *op) {
  if (elementSize(dtype) > g.itemsize())
    CheckedNumel(op, g.sizes(), dtype);
  if (g.is_contiguous() || !g.IsDense()) {
    return Geometry::ContiguousLike(g, dtype);
  }
  Geometry out = g;
  int64_t *strides = out.mutable_strides();
  for (int64_t d = 0; d < g.dim(); ++d) {
    // That of a size of 1 may be anything; it should not become absurd.
    strides[d] = std::min(strides[d] < 0 ? -strides[d] : strides[d], g.numel());
  }
  out.set_dtype(dtype);
  out.set_offset(0);
  out.Finish();
  return out;
}

} // namespace tessera::views
