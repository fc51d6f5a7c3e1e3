#include "tessera/tensor/geometry.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "tessera/base/checked.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera {
namespace {

void CheckNdim(const char* op, size_t ndim) {
  if (ndim > Geometry::kMaxDims) {
    throw ShapeError(op, Str("expected at most ", Geometry::kMaxDims,
                             " dimensions, got ", ndim));
  }
}

}  // namespace

namespace internal {

int64_t CheckedNumelSlow(const char* op, IntArrayRef sizes, DType dtype) {
  CheckNdim(op, sizes.size());
  bool empty = false;
  for (int64_t size : sizes) {
    if (size < 0) {
      throw ShapeError(op, Str("expected no negative size, got ", size, " in ",
                               sizes, "; sizes are 0 or more"));
    }
    empty |= size == 0;
  }
  // The strides of an empty tensor must not overflow either.
  int64_t numel = 1;
  int64_t bytes = 0;
  bool overflow = false;
  for (int64_t size : sizes) {
    overflow |= MulOverflows(numel, std::max<int64_t>(size, 1), &numel);
  }
  overflow =
      overflow ||
      MulOverflows(numel, static_cast<int64_t>(elementSize(dtype)), &bytes);
  if (overflow) {
    throw ShapeError(op, Str("the size of ", name(dtype), sizes,
                             " in bytes overflows the 64-bit limit (Storage "
                             "size calculation overflowed)"));
  }
  return empty ? 0 : numel;
}

void ThrowDimRange(const char* op, int64_t dim, int64_t range) {
  throw IndexError(op, Str("dim out of range (expected to be in range of [",
                           -range, ", ", range - 1, "], but got ", dim, ")"));
}

}  // namespace internal

Geometry::Geometry(IntArrayRef sizes, DType dtype, const char* op)
    : Geometry(RowMajor(sizes, CheckedNumel(op, sizes, dtype), dtype)) {}

Geometry::Geometry(IntArrayRef sizes, IntArrayRef strides, int64_t offset,
                   DType dtype, const char* op) {
  if (sizes.size() != strides.size()) {
    throw ShapeError(op, Str("expected as many strides as sizes, got sizes ",
                             sizes, " and strides ", strides));
  }
  CheckedNumel(op, sizes, dtype);
  // So that no later sum of indices times strides overflows, also in bytes.
  int64_t reach = std::max(offset, -std::numeric_limits<int64_t>::max());
  reach = reach < 0 ? -reach : reach;
  bool overflow = false;
  for (size_t d = 0; d < sizes.size(); ++d) {
    int64_t product;
    overflow |=
        MulOverflows(strides[d], std::max<int64_t>(sizes[d], 1), &product) ||
        product == std::numeric_limits<int64_t>::min() ||
        AddOverflows(reach, product < 0 ? -product : product, &reach);
  }
  overflow |=
      AddOverflows(reach, 1, &reach) ||
      MulOverflows(reach, static_cast<int64_t>(elementSize(dtype)), &reach);
  if (overflow) {
    throw ShapeError(
        op, Str("sizes ", sizes, " with strides ", strides, " and offset ",
                offset, " of ", name(dtype), " reach beyond the 64-bit limit"));
  }
  form_ = Form(static_cast<int64_t>(sizes.size()), dtype);
  offset_ = offset;
  if (sizes.size() > kInlineDims) AllocateBig(ndim());
  std::copy(sizes.begin(), sizes.end(), mutable_sizes());
  std::copy(strides.begin(), strides.end(), mutable_strides());
  Finish();
}

void Geometry::Finish() {
  const int64_t* sizes = sizes_data();
  const int64_t* strides = strides_data();
  numel_ = 1;
  for (int d = 0; d < ndim(); ++d) numel_ *= sizes[d];
  form_ |= kContiguous;
  if (numel_ == 0) return;
  int64_t expected = 1;
  for (int d = ndim() - 1; d >= 0; --d) {
    if (sizes[d] == 1) continue;
    if (strides[d] != expected) {
      form_ &= ~kContiguous;
      return;
    }
    expected *= sizes[d];
  }
}

void Geometry::FinishContiguous() {
  const int64_t* sizes = sizes_data();
  int64_t* strides = mutable_strides();
  int64_t stride = 1;
  numel_ = 1;
  for (int d = ndim() - 1; d >= 0; --d) {
    strides[d] = stride;
    stride *= std::max<int64_t>(sizes[d], 1);
    numel_ *= sizes[d];
  }
  form_ |= kContiguous;
}

void Geometry::Extent(int64_t* low, int64_t* high) const {
  *low = *high = 0;
  if (numel_ == 0) return;
  *low = *high = offset_;
  for (int d = 0; d < ndim(); ++d) {
    const int64_t reach = (size(d) - 1) * stride(d);
    (reach < 0 ? *low : *high) += reach;
  }
  ++*high;
}

bool Geometry::IsDense() const {
  if (is_contiguous()) return true;
  int64_t low, high;
  Extent(&low, &high);
  return high - low == numel_ && !MayOverlap();
}

bool Geometry::MayOverlap() const {
  if (numel_ <= 1 || is_contiguous()) return false;
  // By growing stride, each must step over all that the smaller ones reach.
  std::pair<int64_t, int64_t> order[kMaxDims];
  int n = 0;
  for (int d = 0; d < ndim(); ++d) {
    if (size(d) == 1) continue;
    order[n++] = {stride(d) < 0 ? -stride(d) : stride(d), size(d)};
  }
  std::sort(order, order + n);
  int64_t reach = 0;
  for (int i = 0; i < n; ++i) {
    if (order[i].first <= reach) return true;
    reach += order[i].first * (order[i].second - 1);
  }
  return false;
}

bool Geometry::operator==(const Geometry& other) const {
  return dtype() == other.dtype() && offset_ == other.offset_ &&
         sizes() == other.sizes() && strides() == other.strides();
}

void Geometry::AllocateBig(int64_t ndim) {
  SetNdim(0);  // nothing to free when this throws
  CheckNdim("view", static_cast<size_t>(ndim));
  int64_t* block = new int64_t[2 * ndim];
  SetNdim(ndim);
  std::memcpy(dims_, &block, sizeof block);
}

void Geometry::CopyBig(const Geometry& other) {
  // Ours is still the block of other: without memory it must not be freed.
  SetNdim(0);
  int64_t* block = new int64_t[2 * other.ndim()];
  SetNdim(other.ndim());
  std::memcpy(dims_, &block, sizeof block);
  std::memcpy(big(), other.big(),
              2 * static_cast<size_t>(ndim()) * sizeof(int64_t));
}

bool Geometry::SameBig(const Geometry& other) const {
  return sizes() == other.sizes();
}

void Geometry::FreeBig() { delete[] big(); }

std::vector<int64_t> BroadcastSizes(const char* op, IntArrayRef a,
                                    IntArrayRef b) {
  const size_t ndim = std::max(a.size(), b.size());
  std::vector<int64_t> sizes(ndim);
  for (size_t i = 0; i < ndim; ++i) {
    const size_t d = ndim - 1 - i;
    const int64_t x = i < a.size() ? a[a.size() - 1 - i] : 1;
    const int64_t y = i < b.size() ? b[b.size() - 1 - i] : 1;
    if (x != y && x != 1 && y != 1) {
      throw ShapeError(
          op, Str("shapes ", a, " and ", b, " do not broadcast at dim ", d,
                  " (", x, " vs ", y, ")"));
    }
    sizes[d] = x == 1 ? y : x;
  }
  return sizes;
}

}  // namespace tessera
