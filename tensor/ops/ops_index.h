// Made by tensor/ops/generate.py from tensor/ops/index.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_INDEX_H_
#define TESSERA_TENSOR_OPS_OPS_INDEX_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// The elements at index tensors, one for each leading dimension; an undefined
// one takes its dimension whole. A bool mask takes as many dimensions as it has
// and stands for the positions of its trues. The tensors broadcast together;
// their dimensions stay in place where they are neighbours, else go first.
// Always a copy. IndexError for other dtypes, shapes that do not fit and
// indices out of bounds; negative ones count from the end. The method takes
// slices, numbers and None beside them (tensor/indexing.h).
Tensor index(const Tensor& self, TensorList indices);

// self with values, broadcast, at the elements that index gives: of repeated
// ones the last; with accumulate their sum, in order, and what was there.
// values has self's dtype unless it is 0-d.
Tensor index_put(const Tensor& self, TensorList indices, const Tensor& values, bool accumulate = false);
Tensor& index_put_(Tensor& self, TensorList indices, const Tensor& values, bool accumulate = false);

// out[i][j] = self[index[i][j]][j] for dim 0. index has self's number of
// dimensions and, but for dim, at most its sizes; no negative indices.
Tensor gather(const Tensor& self, int64_t dim, const Tensor& index);
Tensor& gather_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index);

// The slices of dim that a 1-d (or 0-d) index names; no negative indices.
Tensor index_select(const Tensor& self, int64_t dim, const Tensor& index);
Tensor& index_select_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index);

// out[index[i][j]][j] = src[i][j] for dim 0, elsewhere self. index is at most
// of src's sizes and, but for dim, of self's; no negative indices. reduce is
// "add" or "multiply": into what is there, as scatter_reduce.
Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);
Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);
Tensor& scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);
Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value);
Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index, const Scalar& value);
Tensor& scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value);
Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce);
Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce);
Tensor& scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce);
Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value, const char* reduce);
Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index, const Scalar& value, const char* reduce);
Tensor& scatter_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value, const char* reduce);

// As scatter, added to self. 16-bit floats are summed in float32.
Tensor scatter_add(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);
Tensor& scatter_add_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);
Tensor& scatter_add_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);

// As scatter, by reduce: "sum", "prod", "mean", "amax" or "amin" of all that
// meets in a place, without what self has there where include_self is false. A
// mean of integers rounds down; NaN wins. Untouched places keep self.
Tensor scatter_reduce(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce, bool include_self = true);
Tensor& scatter_reduce_(Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce, bool include_self = true);
Tensor& scatter_reduce_out(Tensor& out, const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce, bool include_self = true);

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

// gather, with self and indices broadcast to each other but for dim; without
// dim, from the flattened self.
Tensor take_along_dim(const Tensor& self, const Tensor& indices, std::optional<int64_t> dim = {});
Tensor& take_along_dim_out(Tensor& out, const Tensor& self, const Tensor& indices, std::optional<int64_t> dim = {});

// Each slice of dim (without dim, each element of the flattened self) as often
// as repeats says, a number for all or one each; repeats alone repeats 0, 1, 2,
// ... An output_size must be the resulting size.
Tensor repeat_interleave(const Tensor& repeats, std::optional<int64_t> output_size = {});
Tensor repeat_interleave(const Tensor& self, const Tensor& repeats, std::optional<int64_t> dim = {}, std::optional<int64_t> output_size = {});
Tensor repeat_interleave(const Tensor& self, int64_t repeats, std::optional<int64_t> dim = {}, std::optional<int64_t> output_size = {});

// The indices of the elements that are not zero, in row-major order: int64[n,
// dim()].
Tensor nonzero(const Tensor& self);
Tensor& nonzero_out(Tensor& out, const Tensor& self);

// The elements where the bool mask is true, in row-major order, 1-d; both
// broadcast.
Tensor masked_select(const Tensor& self, const Tensor& mask);
Tensor& masked_select_out(Tensor& out, const Tensor& self, const Tensor& mask);

// nonzero as one index tensor for each dimension, to index with; 0-d is [1].
// where(condition) is the same.
std::vector<Tensor> nonzero_numpy(const Tensor& self);

// nonzero.
Tensor argwhere(const Tensor& self);
Tensor& argwhere_out(Tensor& out, const Tensor& self);

// self with the elements of source, in order, where the bool mask is true; self
// and mask broadcast. source has at least as many elements as that are true.
Tensor masked_scatter(const Tensor& self, const Tensor& mask, const Tensor& source);
Tensor& masked_scatter_(Tensor& self, const Tensor& mask, const Tensor& source);

// 1 at the place that each class has in a new last dimension of num_classes
// (unless given, the greatest class + 1), else 0; int64.
Tensor one_hot(const Tensor& self, int64_t num_classes = -1);

// How often each number from 0 to the greatest (at least minlength numbers)
// stands in the 1-d self, or the sum of its weights: float32 for those, else
// float64.
Tensor bincount(const Tensor& self, const Tensor& weights = {}, int64_t minlength = 0);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_INDEX_H_
