// Made by tensor/ops/generate.py from tensor/ops/loss.toml; do not edit.
#include "tessera/tensor/ops/ops_loss.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor nll_loss(const Tensor& self, const Tensor& target, const Tensor& weight, int64_t reduction, int64_t ignore_index) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::nll_loss, detail::grad_table.nll_loss)(self, target, weight, reduction, ignore_index);
  }
  return run::nll_loss(self, target, weight, reduction, ignore_index);
}

Tensor cross_entropy_loss(const Tensor& self, const Tensor& target, const Tensor& weight, int64_t reduction, int64_t ignore_index, double label_smoothing) {
  if (detail::WantsGrad(self, target)) {
    return detail::GradSlot(Op::cross_entropy_loss, detail::grad_table.cross_entropy_loss)(self, target, weight, reduction, ignore_index, label_smoothing);
  }
  return run::cross_entropy_loss(self, target, weight, reduction, ignore_index, label_smoothing);
}

Tensor mse_loss(const Tensor& self, const Tensor& target, int64_t reduction) {
  OpScope scope("mse_loss");
  return run::mse_loss(self, target, reduction);
}

Tensor l1_loss(const Tensor& self, const Tensor& target, int64_t reduction) {
  OpScope scope("l1_loss");
  return run::l1_loss(self, target, reduction);
}

Tensor smooth_l1_loss(const Tensor& self, const Tensor& target, int64_t reduction, double beta) {
  OpScope scope("smooth_l1_loss");
  return run::smooth_l1_loss(self, target, reduction, beta);
}

Tensor huber_loss(const Tensor& self, const Tensor& target, int64_t reduction, double delta) {
  OpScope scope("huber_loss");
  return run::huber_loss(self, target, reduction, delta);
}

Tensor binary_cross_entropy(const Tensor& self, const Tensor& target, const Tensor& weight, int64_t reduction) {
  OpScope scope("binary_cross_entropy");
  return run::binary_cross_entropy(self, target, weight, reduction);
}

Tensor binary_cross_entropy_with_logits(const Tensor& self, const Tensor& target, const Tensor& weight, const Tensor& pos_weight, int64_t reduction) {
  OpScope scope("binary_cross_entropy_with_logits");
  return run::binary_cross_entropy_with_logits(self, target, weight, pos_weight, reduction);
}

Tensor kl_div(const Tensor& self, const Tensor& target, int64_t reduction, bool log_target) {
  OpScope scope("kl_div");
  return run::kl_div(self, target, reduction, log_target);
}

std::tuple<Tensor, Tensor> _nll_loss_forward(const Tensor& self, const Tensor& target, const Tensor& weight, int64_t reduction, int64_t ignore_index) {
  return run::_nll_loss_forward(self, target, weight, reduction, ignore_index);
}

Tensor _nll_loss_backward(const Tensor& grad_output, const Tensor& self, const Tensor& target, const Tensor& weight, const Tensor& total_weight, int64_t reduction, int64_t ignore_index) {
  return run::_nll_loss_backward(grad_output, self, target, weight, total_weight, reduction, ignore_index);
}

std::tuple<Tensor, Tensor, Tensor> _cross_entropy_forward(const Tensor& self, const Tensor& target, const Tensor& weight, int64_t reduction, int64_t ignore_index, double label_smoothing) {
  return run::_cross_entropy_forward(self, target, weight, reduction, ignore_index, label_smoothing);
}

Tensor _cross_entropy_backward(const Tensor& grad_output, const Tensor& probabilities, const Tensor& target, const Tensor& weight, const Tensor& total_weight, int64_t reduction, int64_t ignore_index, double label_smoothing) {
  return run::_cross_entropy_backward(grad_output, probabilities, target, weight, total_weight, reduction, ignore_index, label_smoothing);
}

}  // namespace tessera
