// Views: where the elements of a view lie, as pure functions from Geometry to
// Geometry. No storage is seen or touched.
//
//   Geometry g({2, 3}, DType::Float);
//   Geometry t = views::Transpose("t", g, 0, 1);            // [3, 2]
//   Geometry r = views::Slice("slice", t, 0, {}, {}, -1);   // rows reversed
//   Geometry flat;
//   bool is_view = views::TryView("reshape", r, {-1}, &flat);  // false: copy
//
// The first argument is the name of the op that errors carry. Dimensions may
// be counted from the end; one that is out of range is an IndexError that
// names the range. Strides may be zero and negative everywhere. A view without
// any element keeps the offset of what it was taken from, so that its place is
// always one of the storage.
#ifndef TESSERA_TENSOR_VIEWS_H_
#define TESSERA_TENSOR_VIEWS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "tessera/base/array_ref.h"
#include "tessera/dtype/dtype.h"
#include "tessera/tensor/geometry.h"

namespace tessera::views {

// ---- Order of the dimensions ----

Geometry Transpose(const char* op, const Geometry& g, int64_t d0, int64_t d1);
// dims is a permutation of all dimensions. ShapeError for another number of
// them or a repeated one.
Geometry Permute(const char* op, const Geometry& g, IntArrayRef dims);
// Dimension src[i] moves to dst[i], the others keep their order.
Geometry Movedim(const char* op, const Geometry& g, IntArrayRef src,
                 IntArrayRef dst);
// Transposes 2-D; 0-d and 1-D stay as they are; ShapeError for more.
Geometry T(const char* op, const Geometry& g);
// The property `T`: all dimensions in reverse order.
Geometry ReverseDims(const char* op, const Geometry& g);
// The property `mT`: swaps the last two; ShapeError below two dimensions.
Geometry MT(const char* op, const Geometry& g);

// ---- Other shapes over the same elements ----

// Dimensions of size 1 repeat to the size asked (stride 0), -1 keeps a size,
// new dimensions come first.
Geometry Expand(const char* op, const Geometry& g, IntArrayRef sizes);
inline Geometry BroadcastTo(const char* op, const Geometry& g,
                            IntArrayRef sizes) {
  return Expand(op, g, sizes);
}

// The sizes with one -1 replaced, of as many elements as g. ShapeError where
// the counts differ, for two -1, and for -1 beside a size of 0 (ambiguous).
std::vector<int64_t> InferSizes(const char* op, const Geometry& g,
                                IntArrayRef sizes);
// Of the inferred sizes, over the same elements in row-major order. False
// where no strides can do that (*out is then untouched): copy first.
// ShapeError for the sizes that InferSizes refuses.
bool TryView(const char* op, const Geometry& g, IntArrayRef sizes,
             Geometry* out);
// As TryView; ShapeError that names reshape where that says false.
Geometry View(const char* op, const Geometry& g, IntArrayRef sizes);
// The same bytes as another dtype. Of another width: the last dimension has
// stride 1 and its size scales; sizes, strides and offset must divide.
Geometry ViewDtype(const char* op, const Geometry& g, DType dtype);
// The sizes after flatten: dimensions start to end become one, 0-d becomes
// [1]. ShapeError where end lies before start.
std::vector<int64_t> FlattenSizes(const char* op, const Geometry& g,
                                  int64_t start, int64_t end);
// One dimension becomes several of the same product, one of them may be -1.
Geometry Unflatten(const char* op, const Geometry& g, int64_t dim,
                   IntArrayRef sizes);
// Without the dimensions of size 1: all, or those among dims.
Geometry Squeeze(const char* op, const Geometry& g);
Geometry SqueezeDims(const char* op, const Geometry& g, IntArrayRef dims);
// A dimension of size 1 before dim, in [-dim() - 1, dim()].
Geometry Unsqueeze(const char* op, const Geometry& g, int64_t dim);

// ---- Some of the elements ----

// Without dim, at index (negative: from the end). IndexError beyond the size.
Geometry Select(const char* op, const Geometry& g, int64_t dim, int64_t index);
// As Python's [start:stop:step]: bounds clamp, negative ones count from the
// end, absent ones reach to the end that step goes to or comes from.
// ValueError for step 0.
Geometry Slice(const char* op, const Geometry& g, int64_t dim,
               std::optional<int64_t> start, std::optional<int64_t> stop,
               int64_t step = 1);
// length elements from start (negative: from the end), which must all exist.
Geometry Narrow(const char* op, const Geometry& g, int64_t dim, int64_t start,
                int64_t length);
// The elements where index d2 = index d1 + offset, as the last dimension in
// place of d1 and d2. Size 0 where offset lies beyond.
Geometry Diagonal(const char* op, const Geometry& g, int64_t offset, int64_t d1,
                  int64_t d2);
// Windows of size elements, step apart: dim counts them, a new last dimension
// runs within them. ShapeError for size > that of dim, or step < 1.
Geometry Unfold(const char* op, const Geometry& g, int64_t dim, int64_t size,
                int64_t step);
// Any sizes, strides and offset >= 0 in the dtype of g. The caller holds
// Geometry::Extent against the storage.
Geometry AsStrided(const char* op, const Geometry& g, IntArrayRef sizes,
                   IntArrayRef strides, int64_t offset);

// ---- Pieces along a dimension ----

// Pieces of chunk elements, the last may be shorter; one empty piece where
// size is 0.
std::vector<int64_t> SplitSizes(const char* op, int64_t size, int64_t chunk);
// Pieces of ceil(size / chunks) elements: may be fewer than chunks.
std::vector<int64_t> ChunkSizes(const char* op, int64_t size, int64_t chunks);
// Exactly sections pieces, the first size % sections are one longer.
std::vector<int64_t> TensorSplitSizes(const char* op, int64_t size,
                                      int64_t sections);
// Pieces of the given sizes. ShapeError unless they sum to that of dim.
std::vector<Geometry> SplitWithSizes(const char* op, const Geometry& g,
                                     int64_t dim, IntArrayRef sizes);
// The slices [0:p0], [p0:p1], ..., [pn:], whose bounds clamp as in Slice.
std::vector<Geometry> TensorSplitAt(const char* op, const Geometry& g,
                                    int64_t dim, IntArrayRef positions);
// Select of each index.
std::vector<Geometry> Unbind(const char* op, const Geometry& g, int64_t dim);

// ---- Complex numbers ----

// The real parts of complex numbers; a real geometry as it is.
Geometry Real(const char* op, const Geometry& g);
// The imaginary parts; TypeError for a real dtype.
Geometry Imag(const char* op, const Geometry& g);
// Complex numbers as pairs along a new last dimension, and back. DTypeError
// for other dtypes.
Geometry ViewAsReal(const char* op, const Geometry& g);
Geometry ViewAsComplex(const char* op, const Geometry& g);

// ---- Results that keep a layout ----

// What a fresh result of the sizes of g looks like (memory format preserve):
// offset 0; where g is dense in some order of its dimensions that order, with
// positive strides; else (expanded, stepped) row-major.
Geometry DenseLike(const Geometry& g, DType dtype,
                   const char* op = "empty_like");

}  // namespace tessera::views

#endif  // TESSERA_TENSOR_VIEWS_H_
