// Made by tensor/ops/generate.py from tensor/ops/scan.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_SCAN_H_
#define TESSERA_TENSOR_OPS_OPS_SCAN_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// The sums of the elements up to each one along dim. Bool and integers give
// int64, which wraps; a dtype converts first; in place the dtype stays.
Tensor cumsum(const Tensor& self, int64_t dim, std::optional<DType> dtype = {});
Tensor& cumsum_(Tensor& self, int64_t dim, std::optional<DType> dtype = {});
Tensor& cumsum_out(Tensor& out, const Tensor& self, int64_t dim, std::optional<DType> dtype = {});

// The products of the elements up to each one along dim; dtypes as cumsum.
Tensor cumprod(const Tensor& self, int64_t dim, std::optional<DType> dtype = {});
Tensor& cumprod_(Tensor& self, int64_t dim, std::optional<DType> dtype = {});
Tensor& cumprod_out(Tensor& out, const Tensor& self, int64_t dim, std::optional<DType> dtype = {});

// The greatest element up to each one along dim, and where it is (int64): of
// equal ones the last. From the first NaN on, that.
std::tuple<Tensor, Tensor> cummax(const Tensor& self, int64_t dim);
std::tuple<Tensor&, Tensor&> cummax_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim);

// As cummax, the least.
std::tuple<Tensor, Tensor> cummin(const Tensor& self, int64_t dim);
std::tuple<Tensor&, Tensor&> cummin_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim);

// The differences of neighbours along dim, n times over, after prepend and
// append were joined; of bool, whether they differ.
Tensor diff(const Tensor& self, int64_t n = 1, int64_t dim = -1, const Tensor& prepend = {}, const Tensor& append = {});
Tensor& diff_out(Tensor& out, const Tensor& self, int64_t n = 1, int64_t dim = -1, const Tensor& prepend = {}, const Tensor& append = {});

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_SCAN_H_
