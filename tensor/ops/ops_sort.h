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

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_SORT_H_
