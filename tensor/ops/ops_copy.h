// Made by tensor/ops/generate.py from tensor/ops/copy.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_COPY_H_
#define TESSERA_TENSOR_OPS_OPS_COPY_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// A copy. Dense strides keep their order unless contiguous is asked.
Tensor clone(const Tensor& self, MemoryFormat memory_format = MemoryFormat::Preserve);

// A copy with another dtype or device; Tensor::to calls it where something
// changes. With non_blocking the host does not wait for a copy of pinned
// memory, nor for one from a device, whose result is pinned.
Tensor _to_copy(const Tensor& self, Device device, DType dtype, bool non_blocking = false);

// Every element one number or a 0-d tensor's value. Floats truncate into
// integers; ValueError out of range.
Tensor fill(const Tensor& self, const Scalar& value);
Tensor& fill_(Tensor& self, const Scalar& value);
Tensor fill(const Tensor& self, const Tensor& value);
Tensor& fill_(Tensor& self, const Tensor& value);

// Joined along dim; dtypes promote, a tensor of shape [0] is skipped.
Tensor cat(TensorList tensors, int64_t dim = 0);
inline Tensor concat(TensorList tensors, int64_t dim = 0) {
  return cat(tensors, dim);
}
inline Tensor concatenate(TensorList tensors, int64_t dim = 0) {
  return cat(tensors, dim);
}
Tensor& cat_out(Tensor& out, TensorList tensors, int64_t dim = 0);

// Joined along a new dimension; sizes must be equal.
Tensor stack(TensorList tensors, int64_t dim = 0);
Tensor& stack_out(Tensor& out, TensorList tensors, int64_t dim = 0);

// Joined along dimension 1, 1-d tensors along 0; 0-d tensors become [1] first.
Tensor hstack(TensorList tensors);
Tensor& hstack_out(Tensor& out, TensorList tensors);

// Joined along dimension 0 after atleast_2d.
Tensor vstack(TensorList tensors);
inline Tensor row_stack(TensorList tensors) {
  return vstack(tensors);
}
Tensor& vstack_out(Tensor& out, TensorList tensors);

// Joined along dimension 2 after atleast_3d.
Tensor dstack(TensorList tensors);
Tensor& dstack_out(Tensor& out, TensorList tensors);

// Joined along dimension 1, where 0-d and 1-d tensors are columns.
Tensor column_stack(TensorList tensors);
Tensor& column_stack_out(Tensor& out, TensorList tensors);

// [n, k]: every choice of one element of each of k vectors, the last one's
// changing fastest; of a single vector itself.
Tensor cartesian_prod(TensorList tensors);

// repeat, where fewer counts than dimensions get leading ones.
Tensor tile(const Tensor& self, IntArrayRef dims);

// A copy with the order along the dims reversed. slice with step -1 is the
// view.
Tensor flip(const Tensor& self, IntArrayRef dims);

// flip along dimension 1.
Tensor fliplr(const Tensor& self);

// flip along dimension 0.
Tensor flipud(const Tensor& self);

// A copy turned k times by 90 degrees, from the first towards the second of two
// dims, 0 and 1 unless given.
Tensor rot90(const Tensor& self, int64_t k = 1);
Tensor rot90(const Tensor& self, int64_t k, IntArrayRef dims);

// A copy whose elements are shifted along dims, and what leaves at the end
// comes in at the beginning; without dims in row-major order over all.
Tensor roll(const Tensor& self, IntArrayRef shifts, IntArrayRef dims = IntArrayRef());

// A copy with value around it: pad has a pair, before and after, for the last
// dimension, then the one before, ...; negative numbers crop.
Tensor constant_pad_nd(const Tensor& self, IntArrayRef pad, const Scalar& value = 0);

// constant_pad_nd; 'constant' is the only mode that there is.
Tensor pad(const Tensor& self, IntArrayRef pad, const char* mode = "constant", const Scalar& value = 0);

// The elements below and on a diagonal of each matrix, zeros elsewhere;
// diagonal 1 is the one above the main one.
Tensor tril(const Tensor& self, int64_t diagonal = 0);
Tensor& tril_(Tensor& self, int64_t diagonal = 0);
Tensor& tril_out(Tensor& out, const Tensor& self, int64_t diagonal = 0);

// The elements above and on a diagonal of each matrix, zeros elsewhere;
// diagonal 1 is the one above the main one.
Tensor triu(const Tensor& self, int64_t diagonal = 0);
Tensor& triu_(Tensor& self, int64_t diagonal = 0);
Tensor& triu_out(Tensor& out, const Tensor& self, int64_t diagonal = 0);

// A matrix with a vector as its diagonal, or a copy of a matrix's diagonal.
Tensor diag(const Tensor& self, int64_t diagonal = 0);
Tensor& diag_out(Tensor& out, const Tensor& self, int64_t diagonal = 0);

// Zeros but for the elements of the last dimension, which become a diagonal of
// the new dimensions dim1 and dim2.
Tensor diag_embed(const Tensor& self, int64_t offset = 0, int64_t dim1 = -2, int64_t dim2 = -1);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_COPY_H_
