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

// |self - target|. Unequal shapes broadcast, with a warning.
Tensor l1_loss(const Tensor& self, const Tensor& target, int64_t reduction = Reduction::Mean);

// d^2 / (2 beta) for d = |self - target| below beta, else d - beta / 2.
// ValueError for a negative beta.
Tensor smooth_l1_loss(const Tensor& self, const Tensor& target, int64_t reduction = Reduction::Mean, double beta = 1);

// d^2 / 2 for d = |self - target| below delta, else delta (d - delta / 2).
// ValueError unless delta is positive.
Tensor huber_loss(const Tensor& self, const Tensor& target, int64_t reduction = Reduction::Mean, double delta = 1);

// -(target log(self) + (1 - target) log(1 - self)), logarithms at least -100.
// ValueError for self outside of [0, 1] and for unequal shapes.
Tensor binary_cross_entropy(const Tensor& self, const Tensor& target, const Tensor& weight = {}, int64_t reduction = Reduction::Mean);

// binary_cross_entropy of sigmoid(self), to its last digit far out, too;
// pos_weight is a factor for target = 1.
Tensor binary_cross_entropy_with_logits(const Tensor& self, const Tensor& target, const Tensor& weight = {}, const Tensor& pos_weight = {}, int64_t reduction = Reduction::Mean);

// target (log(target) - self) for logarithms self; 0 where the target is 0.
// log_target: the target is a logarithm, too. Mean divides by the number of
// elements, with a warning: the divergence is the sum, divided by the batch.
Tensor kl_div(const Tensor& self, const Tensor& target, int64_t reduction = Reduction::Mean, bool log_target = false);

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
