// Made by tensor/ops/generate.py from tensor/ops/view.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_VIEW_H_
#define TESSERA_TENSOR_OPS_OPS_VIEW_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// The same elements, cut from the graph; memory and version are shared. detach_
// cuts the tensor itself: AutogradError for a view.
Tensor detach(const Tensor& self);
Tensor& detach_(Tensor& self);

// The same bytes as elements of another dtype.
Tensor view_dtype(const Tensor& self, DType dtype);

// A view where possible, else one copy. One size may be -1.
Tensor reshape(const Tensor& self, IntArrayRef shape);

// Dimensions start_dim to end_dim as one; a 0-d tensor becomes [1].
Tensor flatten(const Tensor& self, int64_t start_dim = 0, int64_t end_dim = -1);

// reshape({-1}).
Tensor ravel(const Tensor& self);

// One dimension as several; one size may be -1.
Tensor unflatten(const Tensor& self, int64_t dim, IntArrayRef sizes);

// Without the dimensions of size 1, or without those of the given ones that
// have size 1.
Tensor squeeze(const Tensor& self);
Tensor& squeeze_(Tensor& self);
Tensor squeeze(const Tensor& self, int64_t dim);
Tensor& squeeze_(Tensor& self, int64_t dim);
Tensor squeeze(const Tensor& self, IntArrayRef dim);
Tensor& squeeze_(Tensor& self, IntArrayRef dim);

// With a new dimension of size 1 at dim in [-ndim-1, ndim].
Tensor unsqueeze(const Tensor& self, int64_t dim);
Tensor& unsqueeze_(Tensor& self, int64_t dim);

// Two dimensions exchanged.
Tensor transpose(const Tensor& self, int64_t dim0, int64_t dim1);
inline Tensor swapaxes(const Tensor& self, int64_t dim0, int64_t dim1) {
  return transpose(self, dim0, dim1);
}
inline Tensor swapdims(const Tensor& self, int64_t dim0, int64_t dim1) {
  return transpose(self, dim0, dim1);
}
Tensor& transpose_(Tensor& self, int64_t dim0, int64_t dim1);

// The transpose of a matrix; fewer dimensions stay as they are.
Tensor t(const Tensor& self);
Tensor& t_(Tensor& self);

// The conjugate of mT.
Tensor adjoint(const Tensor& self);

// All dimensions in a given order.
Tensor permute(const Tensor& self, IntArrayRef dims);

// Dimensions moved to other places, the others keep their order.
Tensor movedim(const Tensor& self, IntArrayRef source, IntArrayRef destination);
inline Tensor moveaxis(const Tensor& self, IntArrayRef source, IntArrayRef destination) {
  return movedim(self, source, destination);
}
Tensor movedim(const Tensor& self, int64_t source, int64_t destination);
inline Tensor moveaxis(const Tensor& self, int64_t source, int64_t destination) {
  return movedim(self, source, destination);
}

// expand to a shape.
Tensor broadcast_to(const Tensor& self, IntArrayRef size);

// All of them expanded to their common shape.
std::vector<Tensor> broadcast_tensors(TensorList tensors);

// One index of a dimension, which goes away; negative counts from the end.
// IndexError out of range.
Tensor select(const Tensor& self, int64_t dim, int64_t index);

// Every step-th index from start to before end; bounds are clipped, step may be
// negative.
Tensor slice(const Tensor& self, int64_t dim = 0, std::optional<int64_t> start = {}, std::optional<int64_t> end = {}, int64_t step = 1);

// length indices of a dimension from start on, which may be a 0-d tensor of
// integers. IndexError beyond the end.
Tensor narrow(const Tensor& self, int64_t dim, int64_t start, int64_t length);
Tensor narrow(const Tensor& self, int64_t dim, const Tensor& start, int64_t length);

// The diagonal of two dimensions, as a last dimension.
Tensor diagonal(const Tensor& self, int64_t offset = 0, int64_t dim1 = 0, int64_t dim2 = 1);

// Any geometry over self's storage; ShapeError beyond it.
Tensor as_strided(const Tensor& self, IntArrayRef size, IntArrayRef stride, std::optional<int64_t> storage_offset = {});
Tensor& as_strided_(Tensor& self, IntArrayRef size, IntArrayRef stride, std::optional<int64_t> storage_offset = {});

// Pieces of a size along dim, the last one perhaps smaller; or of the given
// sizes.
std::vector<Tensor> split(const Tensor& self, int64_t split_size, int64_t dim = 0);
std::vector<Tensor> split(const Tensor& self, IntArrayRef split_sizes, int64_t dim = 0);

// Pieces of the given sizes, which must sum to the whole.
std::vector<Tensor> split_with_sizes(const Tensor& self, IntArrayRef split_sizes, int64_t dim = 0);

// At most chunks pieces of equal size but for the last.
std::vector<Tensor> chunk(const Tensor& self, int64_t chunks, int64_t dim = 0);

// Exactly sections pieces along dim, of which the first ones may be longer by
// one; or the pieces between positions, which clip as in slice.
std::vector<Tensor> tensor_split(const Tensor& self, int64_t sections, int64_t dim = 0);
std::vector<Tensor> tensor_split(const Tensor& self, IntArrayRef indices, int64_t dim = 0);

// tensor_split along dimension 1, of a 1-d tensor along 0. The number of
// sections must divide the size.
std::vector<Tensor> hsplit(const Tensor& self, int64_t sections);
std::vector<Tensor> hsplit(const Tensor& self, IntArrayRef indices);

// tensor_split along dimension 0; ShapeError below 2 dimensions. The number of
// sections must divide the size.
std::vector<Tensor> vsplit(const Tensor& self, int64_t sections);
std::vector<Tensor> vsplit(const Tensor& self, IntArrayRef indices);

// tensor_split along dimension 2; ShapeError below 3 dimensions. The number of
// sections must divide the size.
std::vector<Tensor> dsplit(const Tensor& self, int64_t sections);
std::vector<Tensor> dsplit(const Tensor& self, IntArrayRef indices);

// All indices of a dimension, as tensors without it.
std::vector<Tensor> unbind(const Tensor& self, int64_t dim = 0);

// Coordinate grids of 1-d tensors; 'xy' exchanges the first two dimensions.
std::vector<Tensor> meshgrid(TensorList tensors, const char* indexing = "ij");

// The real parts, as a view; a real tensor itself.
Tensor real(const Tensor& self);

// The imaginary parts, as a view. TypeError for a real tensor.
Tensor imag(const Tensor& self);

// A complex tensor as real with a last dimension of 2.
Tensor view_as_real(const Tensor& self);

// A float32 or float64 tensor with a last dimension of 2 as complex.
Tensor view_as_complex(const Tensor& self);

// A 0-d tensor becomes [1]; others stay as they are.
Tensor atleast_1d(const Tensor& self);
std::vector<Tensor> atleast_1d(TensorList tensors);

// [n] becomes [1, n], a 0-d tensor [1, 1]; others stay as they are.
Tensor atleast_2d(const Tensor& self);
std::vector<Tensor> atleast_2d(TensorList tensors);

// [n] becomes [1, n, 1], [m, n] becomes [m, n, 1], a 0-d tensor [1, 1, 1];
// others stay as they are.
Tensor atleast_3d(const Tensor& self);
std::vector<Tensor> atleast_3d(TensorList tensors);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_VIEW_H_
