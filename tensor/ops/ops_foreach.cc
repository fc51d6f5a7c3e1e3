// Made by tensor/ops/generate.py from tensor/ops/foreach.toml; do not edit.
#include "tessera/tensor/ops/ops_foreach.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

void _fused_sgd_(TensorList params, TensorList grads, TensorList momentum_buffer_list, double lr, double momentum, double dampening, double weight_decay, bool nesterov, bool maximize, bool is_first_step, const Tensor& grad_scale, const Tensor& found_inf) {
  return run::_fused_sgd_(params, grads, momentum_buffer_list, lr, momentum, dampening, weight_decay, nesterov, maximize, is_first_step, grad_scale, found_inf);
}
void _fused_sgd_(TensorList params, TensorList grads, TensorList momentum_buffer_list, const Tensor& lr, double momentum, double dampening, double weight_decay, bool nesterov, bool maximize, bool is_first_step, const Tensor& grad_scale, const Tensor& found_inf) {
  return run::_fused_sgd_(params, grads, momentum_buffer_list, lr, momentum, dampening, weight_decay, nesterov, maximize, is_first_step, grad_scale, found_inf);
}

void _fused_adam_(TensorList params, TensorList grads, TensorList exp_avgs, TensorList exp_avg_sqs, TensorList max_exp_avg_sqs, TensorList state_steps, double lr, double beta1, double beta2, double weight_decay, double eps, bool amsgrad, bool maximize, const Tensor& grad_scale, const Tensor& found_inf) {
  return run::_fused_adam_(params, grads, exp_avgs, exp_avg_sqs, max_exp_avg_sqs, state_steps, lr, beta1, beta2, weight_decay, eps, amsgrad, maximize, grad_scale, found_inf);
}
void _fused_adam_(TensorList params, TensorList grads, TensorList exp_avgs, TensorList exp_avg_sqs, TensorList max_exp_avg_sqs, TensorList state_steps, const Tensor& lr, double beta1, double beta2, double weight_decay, double eps, bool amsgrad, bool maximize, const Tensor& grad_scale, const Tensor& found_inf) {
  return run::_fused_adam_(params, grads, exp_avgs, exp_avg_sqs, max_exp_avg_sqs, state_steps, lr, beta1, beta2, weight_decay, eps, amsgrad, maximize, grad_scale, found_inf);
}

void _fused_adamw_(TensorList params, TensorList grads, TensorList exp_avgs, TensorList exp_avg_sqs, TensorList max_exp_avg_sqs, TensorList state_steps, double lr, double beta1, double beta2, double weight_decay, double eps, bool amsgrad, bool maximize, const Tensor& grad_scale, const Tensor& found_inf) {
  return run::_fused_adamw_(params, grads, exp_avgs, exp_avg_sqs, max_exp_avg_sqs, state_steps, lr, beta1, beta2, weight_decay, eps, amsgrad, maximize, grad_scale, found_inf);
}
void _fused_adamw_(TensorList params, TensorList grads, TensorList exp_avgs, TensorList exp_avg_sqs, TensorList max_exp_avg_sqs, TensorList state_steps, const Tensor& lr, double beta1, double beta2, double weight_decay, double eps, bool amsgrad, bool maximize, const Tensor& grad_scale, const Tensor& found_inf) {
  return run::_fused_adamw_(params, grads, exp_avgs, exp_avg_sqs, max_exp_avg_sqs, state_steps, lr, beta1, beta2, weight_decay, eps, amsgrad, maximize, grad_scale, found_inf);
}

void _foreach_zero_(TensorList self) {
  OpScope scope("_foreach_zero_");
  return run::_foreach_zero_(self);
}

std::vector<Tensor> _foreach_mul(TensorList self, const Scalar& scalar) {
  OpScope scope("_foreach_mul");
  return run::_foreach_mul(self, scalar);
}
std::vector<Tensor> _foreach_mul(TensorList self, TensorList other) {
  OpScope scope("_foreach_mul");
  return run::_foreach_mul(self, other);
}
std::vector<Tensor> _foreach_mul(TensorList self, const Tensor& tensor) {
  OpScope scope("_foreach_mul");
  return run::_foreach_mul(self, tensor);
}

void _foreach_mul_(TensorList self, const Scalar& scalar) {
  OpScope scope("_foreach_mul_");
  return run::_foreach_mul_(self, scalar);
}
void _foreach_mul_(TensorList self, TensorList other) {
  OpScope scope("_foreach_mul_");
  return run::_foreach_mul_(self, other);
}
void _foreach_mul_(TensorList self, const Tensor& tensor) {
  OpScope scope("_foreach_mul_");
  return run::_foreach_mul_(self, tensor);
}

std::vector<Tensor> _foreach_add(TensorList self, const Scalar& scalar) {
  OpScope scope("_foreach_add");
  return run::_foreach_add(self, scalar);
}
std::vector<Tensor> _foreach_add(TensorList self, TensorList other, const Scalar& alpha) {
  OpScope scope("_foreach_add");
  return run::_foreach_add(self, other, alpha);
}

void _foreach_add_(TensorList self, const Scalar& scalar) {
  OpScope scope("_foreach_add_");
  return run::_foreach_add_(self, scalar);
}
void _foreach_add_(TensorList self, TensorList other, const Scalar& alpha) {
  OpScope scope("_foreach_add_");
  return run::_foreach_add_(self, other, alpha);
}

std::vector<Tensor> _foreach_norm(TensorList self, const Scalar& ord) {
  OpScope scope("_foreach_norm");
  return run::_foreach_norm(self, ord);
}

}  // namespace tessera
