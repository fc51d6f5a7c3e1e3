// Made by tensor/ops/generate.py from tensor/ops/index.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_INDEX_H_
#define TESSERA_TENSOR_OPS_OPS_INDEX_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// out[i][j] = self[index[i][j]][j] for dim 0. index has self's number of
// dimensions and, but for dim, at most its sizes; no negative indices.
Tensor gather(const Tensor& self, int64_t dim, const Tensor& index);
Tensor& gather_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index);

// The slices of dim that a 1-d (or 0-d) index names; no negative indices.
Tensor index_select(const Tensor& self, int64_t dim, const Tensor& index);
Tensor& index_select_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index);

// out[index[i][j]][j] = src[i][j] for dim 0, elsewhere self. index is at most
// of src's sizes and, but for dim, of self's; no negative indices.
Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);
Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);
Tensor& scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);
Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value);
Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index, const Scalar& value);
Tensor& scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value);

// As scatter, added to self. 16-bit floats are summed in float32.
Tensor scatter_add(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);
Tensor& scatter_add_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);
Tensor& scatter_add_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);

// Adds alpha times the slices of source to the slices of dim that a 1-d index
// names; no negative indices.
Tensor index_add(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source, const Scalar& alpha = 1);
Tensor& index_add_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& source, const Scalar& alpha = 1);
Tensor& index_add_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source, const Scalar& alpha = 1);

// Writes the slices of source over the slices of dim that a 1-d index names; no
// negative indices.
Tensor index_copy(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source);
Tensor& index_copy_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& source);

// Writes a number, or a 0-d tensor's value, over the slices of dim that a 1-d
// index names; negative ones count from the end.
Tensor index_fill(const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value);
Tensor& index_fill_(Tensor& self, int64_t dim, const Tensor& index, const Scalar& value);
Tensor index_fill(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& value);
Tensor& index_fill_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& value);

// The elements of the flattened self that index names, of its shape; negative
// ones count from the end.
Tensor take(const Tensor& self, const Tensor& index);
Tensor& take_out(Tensor& out, const Tensor& self, const Tensor& index);

// The indices of the elements that are not zero, in row-major order: int64[n,
// dim()].
Tensor nonzero(const Tensor& self);
Tensor& nonzero_out(Tensor& out, const Tensor& self);

// The elements where the bool mask is true, in row-major order, 1-d; both
// broadcast.
Tensor masked_select(const Tensor& self, const Tensor& mask);
Tensor& masked_select_out(Tensor& out, const Tensor& self, const Tensor& mask);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_INDEX_H_
