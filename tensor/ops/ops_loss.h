// Made by tensor/ops/generate.py from tensor/ops/loss.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_LOSS_H_
#define TESSERA_TENSOR_OPS_OPS_LOSS_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// -weight[t] * self[t] for log-probabilities self of [N, C, ...] or [C] and
// classes t, int64 or uint8. The mean divides by the sum of the weights of
// those that are not ignored.
Tensor nll_loss(const Tensor& self, const Tensor& target, const Tensor& weight = {}, int64_t reduction = Reduction::Mean, int64_t ignore_index = -100);

// nll_loss of log_softmax(self, 1). A floating target of self's shape has the
// probabilities of the classes; its mean divides by N. label_smoothing in [0,
// 1] is the share of the uniform distribution in the target.
Tensor cross_entropy_loss(const Tensor& self, const Tensor& target, const Tensor& weight = {}, int64_t reduction = Reduction::Mean, int64_t ignore_index = -100, double label_smoothing = 0);

// (self - target)^2. Unequal shapes broadcast, with a warning.
Tensor mse_loss(const Tensor& self, const Tensor& target, int64_t reduction = Reduction::Mean);

// nll_loss, with what its gradient needs. Not recorded.
std::tuple<Tensor, Tensor> _nll_loss_forward(const Tensor& self, const Tensor& target, const Tensor& weight, int64_t reduction, int64_t ignore_index);

// The gradient of nll_loss. Not recorded.
Tensor _nll_loss_backward(const Tensor& grad_output, const Tensor& self, const Tensor& target, const Tensor& weight, const Tensor& total_weight, int64_t reduction, int64_t ignore_index);

// cross_entropy_loss with classes, with what its gradient needs. Not recorded.
std::tuple<Tensor, Tensor, Tensor> _cross_entropy_forward(const Tensor& self, const Tensor& target, const Tensor& weight, int64_t reduction, int64_t ignore_index, double label_smoothing);

// The gradient of cross_entropy_loss with classes. Not recorded.
Tensor _cross_entropy_backward(const Tensor& grad_output, const Tensor& probabilities, const Tensor& target, const Tensor& weight, const Tensor& total_weight, int64_t reduction, int64_t ignore_index, double label_smoothing);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_LOSS_H_
