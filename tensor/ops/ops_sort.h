// Made by tensor/ops/generate.py from tensor/ops/sort.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_SORT_H_
#define TESSERA_TENSOR_OPS_OPS_SORT_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// The elements along dim in order, and where they were (int64). Equal ones keep
// their order, also descending; NaN comes last, descending first.
std::tuple<Tensor, Tensor> sort(const Tensor& self, int64_t dim = -1, bool descending = false, bool stable = false);
std::tuple<Tensor&, Tensor&> sort_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim = -1, bool descending = false, bool stable = false);

// The second result of sort.
Tensor argsort(const Tensor& self, int64_t dim = -1, bool descending = false, bool stable = false);
Tensor& argsort_out(Tensor& out, const Tensor& self, int64_t dim = -1, bool descending = false, bool stable = false);

// The k largest (or smallest) elements along dim in order, and where they were.
// Of equal ones the first are taken; NaN counts as the largest.
std::tuple<Tensor, Tensor> topk(const Tensor& self, int64_t k, int64_t dim = -1, bool largest = true, bool sorted = true);
std::tuple<Tensor&, Tensor&> topk_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t k, int64_t dim = -1, bool largest = true, bool sorted = true);

// The middle element, of an even number the lower one; NaN wins. With a dim
// also the first index of its value, which gets the gradient; without, equals
// share it. Of no element: NaN, an error for integers.
Tensor median(const Tensor& self);
Tensor& median_out(Tensor& out, const Tensor& self);
std::tuple<Tensor, Tensor> median(const Tensor& self, int64_t dim, bool keepdim = false);
std::tuple<Tensor&, Tensor&> median_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim = false);

// median of what is not NaN; NaN where all is.
Tensor nanmedian(const Tensor& self);
Tensor& nanmedian_out(Tensor& out, const Tensor& self);
std::tuple<Tensor, Tensor> nanmedian(const Tensor& self, int64_t dim, bool keepdim = false);
std::tuple<Tensor&, Tensor&> nanmedian_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim = false);

// The k-th smallest element along dim, k from 1, and the first index of its
// value; NaN counts as the largest.
std::tuple<Tensor, Tensor> kthvalue(const Tensor& self, int64_t k, int64_t dim = -1, bool keepdim = false);
std::tuple<Tensor&, Tensor&> kthvalue_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t k, int64_t dim = -1, bool keepdim = false);

// The most frequent element along dim, the smallest of several such, and its
// last index.
std::tuple<Tensor, Tensor> mode(const Tensor& self, int64_t dim = -1, bool keepdim = false);
std::tuple<Tensor&, Tensor&> mode_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim = -1, bool keepdim = false);

// The different elements in ascending order, 1-d, or slices of dim; where asked
// also where each element of self stands among them, and how often each occurs
// (else of shape [0]). Each NaN is different from all; -0.0 equals 0.0. Sorted
// always.
std::tuple<Tensor, Tensor, Tensor> unique(const Tensor& self, bool sorted = true, bool return_inverse = false, bool return_counts = false, std::optional<int64_t> dim = {});

// As unique, but only neighbours that are equal become one, and the order
// stays.
std::tuple<Tensor, Tensor, Tensor> unique_consecutive(const Tensor& self, bool return_inverse = false, bool return_counts = false, std::optional<int64_t> dim = {});

// unique of the slices of dim.
std::tuple<Tensor, Tensor, Tensor> unique_dim(const Tensor& self, int64_t dim, bool sorted = true, bool return_inverse = false, bool return_counts = false);

// unique of the elements, by libtorch's name.
std::tuple<Tensor, Tensor, Tensor> _unique2(const Tensor& self, bool sorted = true, bool return_inverse = false, bool return_counts = false);

// Where in the ascending last dimension of sorted_sequence each value would go:
// before its equals, or behind them where right is true or side is "right". A
// 1-d sequence serves all values, else they go row by row. sorter holds the
// indices that sort a sequence. NaN sorts last.
Tensor searchsorted(const Tensor& sorted_sequence, const Tensor& self, bool out_int32 = false, bool right = false, const char* side = "", const Tensor& sorter = {});
Tensor& searchsorted_out(Tensor& out, const Tensor& sorted_sequence, const Tensor& self, bool out_int32 = false, bool right = false, const char* side = "", const Tensor& sorter = {});
Tensor searchsorted(const Tensor& sorted_sequence, const Scalar& self, bool out_int32 = false, bool right = false, const char* side = "", const Tensor& sorter = {});
Tensor& searchsorted_out(Tensor& out, const Tensor& sorted_sequence, const Scalar& self, bool out_int32 = false, bool right = false, const char* side = "", const Tensor& sorter = {});

// searchsorted of self in the 1-d boundaries.
Tensor bucketize(const Tensor& self, const Tensor& boundaries, bool out_int32 = false, bool right = false);
Tensor& bucketize_out(Tensor& out, const Tensor& self, const Tensor& boundaries, bool out_int32 = false, bool right = false);
Tensor bucketize(const Scalar& self, const Tensor& boundaries, bool out_int32 = false, bool right = false);
Tensor& bucketize_out(Tensor& out, const Scalar& self, const Tensor& boundaries, bool out_int32 = false, bool right = false);

// Whether each element is among the test elements, or is not where invert is
// true. NaN never is.
Tensor isin(const Tensor& elements, const Tensor& test_elements, bool assume_unique = false, bool invert = false);
Tensor& isin_out(Tensor& out, const Tensor& elements, const Tensor& test_elements, bool assume_unique = false, bool invert = false);
Tensor isin(const Tensor& elements, const Scalar& test_element, bool assume_unique = false, bool invert = false);
Tensor& isin_out(Tensor& out, const Tensor& elements, const Scalar& test_element, bool assume_unique = false, bool invert = false);
Tensor isin(const Scalar& element, const Tensor& test_elements, bool assume_unique = false, bool invert = false);
Tensor& isin_out(Tensor& out, const Scalar& element, const Tensor& test_elements, bool assume_unique = false, bool invert = false);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_SORT_H_
