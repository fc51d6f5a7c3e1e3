// Made by tensor/ops/generate.py from tensor/ops/activation.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_ACTIVATION_H_
#define TESSERA_TENSOR_OPS_OPS_ACTIVATION_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// exp(x - max) / sum(exp(x - max)) along dim. A dtype converts first; integers
// need one. Rows with +infinity, or of -infinity alone, give NaN.
Tensor softmax(const Tensor& self, int64_t dim, std::optional<DType> dtype = {});

// x - max - log(sum(exp(x - max))) along dim. A dtype converts first; integers
// need one.
Tensor log_softmax(const Tensor& self, int64_t dim, std::optional<DType> dtype = {});

// The gradient of softmax, from its result: y (g - sum(y g)). Not recorded.
Tensor _softmax_backward_data(const Tensor& grad_output, const Tensor& output, int64_t dim);

// The gradient of log_softmax, from its result: g - exp(y) sum(g). Not
// recorded.
Tensor _log_softmax_backward_data(const Tensor& grad_output, const Tensor& output, int64_t dim);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_ACTIVATION_H_
