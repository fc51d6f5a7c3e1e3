// Geometry: where the elements of a tensor lie. A plain value, without any
// storage, so that every view is a pure function that can be tested alone.
//
//   Geometry g({2, 3}, DType::Float);   // contiguous, offset 0
//   g.size(1);                          // 3
//   g.stride(0);                        // 3, in elements
//   Geometry t = views::Transpose("t", g, 0, 1);  // tensor/views.h
//   t.is_contiguous();                  // false
#ifndef TESSERA_TENSOR_GEOMETRY_H_
#define TESSERA_TENSOR_GEOMETRY_H_

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "tessera/base/array_ref.h"
#include "tessera/base/checked.h"
#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"

namespace tessera {

// Sizes and strides of up to four dimensions stand inside, those of more in a
// block out of line. Strides count elements, may be zero (expanded) and
// negative (a reversed slice); offset is the place of the element with index
// (0, ..., 0) in the storage, in elements.
class Geometry {
 public:
  static constexpr int kMaxDims = 64;
  static constexpr int kInlineDims = 4;

  // The 0-d geometry of a single element.
  Geometry() noexcept : dims_{} {}
  // Row-major. ShapeError naming op: a negative size, more than 64 dimensions,
  // or more than 2^63 - 1 bytes.
  Geometry(IntArrayRef sizes, DType dtype, const char* op = "empty");
  // Any strides; they are not checked against a storage. ShapeError as above,
  // and where they reach 2^63 bytes away.
  Geometry(IntArrayRef sizes, IntArrayRef strides, int64_t offset, DType dtype,
           const char* op = "as_strided");

  Geometry(const Geometry& other) { CopyFrom(other); }
  Geometry(Geometry&& other) noexcept { StealFrom(other); }
  Geometry& operator=(const Geometry& other) {
    if (this != &other) {
      Free();
      CopyFrom(other);
    }
    return *this;
  }
  Geometry& operator=(Geometry&& other) noexcept {
    if (this != &other) {
      Free();
      StealFrom(other);
    }
    return *this;
  }
  ~Geometry() { Free(); }

  int64_t dim() const { return ndim(); }
  int64_t numel() const { return numel_; }
  int64_t offset() const { return offset_; }
  DType dtype() const { return static_cast<DType>(form_ >> 8 & 255); }
  size_t itemsize() const { return elementSize(dtype()); }
  // Row-major without gaps. An empty or 0-d geometry is contiguous.
  bool is_contiguous() const { return form_ & kContiguous; }
  IntArrayRef sizes() const {
    return {sizes_data(), static_cast<size_t>(ndim())};
  }
  IntArrayRef strides() const {
    return {strides_data(), static_cast<size_t>(ndim())};
  }
  // d in [0, dim()), unchecked.
  int64_t size(int64_t d) const { return sizes_data()[d]; }
  int64_t stride(int64_t d) const { return strides_data()[d]; }
  const int64_t* sizes_data() const {
    return ndim() <= kInlineDims ? dims_ : big();
  }
  const int64_t* strides_data() const {
    return ndim() <= kInlineDims ? dims_ + kInlineDims : big() + ndim();
  }

  // The lowest and one past the highest element that is reached, relative to
  // the storage's start; {0, 0} where there is no element.
  void Extent(int64_t* low, int64_t* high) const;
  // Elements lie densely in some order of the dimensions, without overlap.
  bool IsDense() const;
  // Two indices may reach the same element (exact for what views can make).
  bool MayOverlap() const;

  bool SameSizes(const Geometry& other) const {
    return ndim() == other.ndim() && SameDims(other);
  }
  // Sizes, dtype and being contiguous or not are all the same.
  bool IsLike(const Geometry& other) const {
    return form_ == other.form_ && SameDims(other);
  }
  bool operator==(const Geometry& other) const;
  bool operator!=(const Geometry& other) const { return !(*this == other); }

  // ---- For those who build geometries (views.cc, infer rules) ----

  // Uninitialised sizes and strides of ndim dimensions; fill them by
  // mutable_sizes() and mutable_strides(), then call Finish().
  static Geometry Raw(int64_t ndim, DType dtype, int64_t offset = 0) {
    Geometry g{Unfilled()};
    g.offset_ = offset;
    g.form_ = Form(ndim, dtype);
    if (__builtin_expect(ndim > kInlineDims, 0)) g.AllocateBig(ndim);
    return g;
  }
  int64_t* mutable_sizes() { return const_cast<int64_t*>(sizes_data()); }
  int64_t* mutable_strides() { return const_cast<int64_t*>(strides_data()); }
  void set_offset(int64_t offset) { offset_ = offset; }
  // Also for another element size: strides and offset keep counting elements.
  void set_dtype(DType dtype) {
    form_ = (form_ & ~0xff00u) | static_cast<uint32_t>(dtype) << 8;
  }
  // Recomputes the number of elements and whether they are contiguous. The
  // sizes must be known not to overflow.
  void Finish();
  // Row-major strides for the present sizes, then Finish().
  void FinishContiguous();
  // A contiguous copy of the sizes of other, of the given dtype, offset 0.
  // other must have been checked for overflow in this dtype's width already,
  // or be of the same width or wider.
  static Geometry ContiguousLike(const Geometry& other, DType dtype) {
    return RowMajor(other.sizes(), other.numel_, dtype);
  }
  // Row-major, of sizes that are known to have numel elements.
  static Geometry RowMajor(IntArrayRef sizes, int64_t numel, DType dtype) {
    Geometry g = Raw(static_cast<int64_t>(sizes.size()), dtype);
    g.numel_ = numel;
    int64_t* to = g.dims_;
    int64_t* strides = g.dims_ + kInlineDims;
    if (__builtin_expect(sizes.size() > kInlineDims, 0)) {
      to = g.mutable_sizes();
      strides = g.mutable_strides();
    }
    int64_t stride = 1;
    for (size_t d = sizes.size(); d-- > 0;) {
      const int64_t size = sizes[d];
      to[d] = size;
      strides[d] = stride;
      if (__builtin_expect(size > 0, 1)) stride *= size;
    }
    return g;
  }

 private:
  struct Unfilled {};
  explicit Geometry(Unfilled) noexcept {}

  // A word, so that a look at all three needs one load and no part of it is
  // just being written: the number of dimensions, the dtype, a flag.
  static constexpr uint32_t kContiguous = 1 << 16;
  static uint32_t Form(int64_t ndim, DType dtype) {
    return static_cast<uint8_t>(ndim) | static_cast<uint32_t>(dtype) << 8 |
           kContiguous;
  }
  int ndim() const { return form_ & 255; }
  void SetNdim(int64_t ndim) {
    form_ = (form_ & ~255u) | static_cast<uint8_t>(ndim);
  }
  int64_t* big() const {
    int64_t* block;
    std::memcpy(&block, dims_, sizeof block);
    return block;
  }
  // Of as many dimensions.
  bool SameDims(const Geometry& other) const {
    const int n = ndim();
    if (__builtin_expect(n > kInlineDims, 0)) return SameBig(other);
    for (int d = 0; d < n; ++d) {
      if (dims_[d] != other.dims_[d]) return false;
    }
    return true;
  }
  void CopyFrom(const Geometry& other) {
    std::memcpy(static_cast<void*>(this), &other, sizeof *this);
    if (ndim() > kInlineDims) CopyBig(other);
  }
  void StealFrom(Geometry& other) {
    std::memcpy(static_cast<void*>(this), &other, sizeof *this);
    other.SetNdim(0);
  }
  void Free() {
    if (ndim() > kInlineDims) FreeBig();
  }
  bool SameBig(const Geometry& other) const;
  void CopyBig(const Geometry& other);
  void FreeBig();
  // ShapeError for more than kMaxDims.
  void AllocateBig(int64_t ndim);

  int64_t numel_ = 1;
  int64_t offset_ = 0;
  // sizes[4], strides[4]; or a pointer to a block of 2 * ndim numbers.
  int64_t dims_[2 * kInlineDims];
  uint32_t form_ = Form(0, DType::Float);
};
static_assert(sizeof(Geometry) == 88);

namespace internal {
[[noreturn]] void ThrowDimRange(const char* op, int64_t dim, int64_t range);
int64_t CheckedNumelSlow(const char* op, IntArrayRef sizes, DType dtype);
}  // namespace internal

// The dimension that dim means among ndim, in [0, ndim). A 0-d tensor takes 0
// and -1. IndexError with the range otherwise.
inline int64_t WrapDim(const char* op, int64_t dim, int64_t ndim) {
  const int64_t range = ndim > 0 ? ndim : 1;
  if (__builtin_expect(dim < -range || dim >= range, 0)) {
    internal::ThrowDimRange(op, dim, range);
  }
  return dim < 0 ? dim + range : dim;
}

// The product of sizes times the width of dtype fits 63 bits and no size is
// negative, else ShapeError. Returns the number of elements.
inline int64_t CheckedNumel(const char* op, IntArrayRef sizes, DType dtype) {
  int64_t numel = 1;
  int64_t bytes;
  bool odd = sizes.size() > Geometry::kMaxDims;
  for (int64_t size : sizes) {
    odd |= size <= 0;
    odd |= MulOverflows(numel, size, &numel);
  }
  odd |= MulOverflows(numel, static_cast<int64_t>(elementSize(dtype)), &bytes);
  if (__builtin_expect(odd, 0)) {
    return internal::CheckedNumelSlow(op, sizes, dtype);
  }
  return numel;
}

// The shape that both broadcast to. ShapeError naming the dimension otherwise.
std::vector<int64_t> BroadcastSizes(const char* op, IntArrayRef a,
                                    IntArrayRef b);

}  // namespace tessera

#endif  // TESSERA_TENSOR_GEOMETRY_H_
