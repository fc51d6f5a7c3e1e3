// Made by tensor/ops/generate.py from tensor/ops/foreach.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_FOREACH_H_
#define TESSERA_TENSOR_OPS_OPS_FOREACH_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// One step of stochastic gradient descent on all params. momentum_buffer_list
// is empty where momentum is 0; on the first step the buffers take the
// gradients. grad_scale and found_inf are float32 numbers: gradients are
// divided by the first, nothing is done where the second is not 0. lr may be a
// number in a tensor, which is read where the parameters are.
void _fused_sgd_(TensorList params, TensorList grads, TensorList momentum_buffer_list, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false, bool is_first_step = false, const Tensor& grad_scale = {}, const Tensor& found_inf = {});
void _fused_sgd_(TensorList params, TensorList grads, TensorList momentum_buffer_list, const Tensor& lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false, bool is_first_step = false, const Tensor& grad_scale = {}, const Tensor& found_inf = {});

// One step of Adam on all params. state_steps are float32 0-d tensors that
// count this step already; max_exp_avg_sqs is empty without amsgrad.
void _fused_adam_(TensorList params, TensorList grads, TensorList exp_avgs, TensorList exp_avg_sqs, TensorList max_exp_avg_sqs, TensorList state_steps, double lr, double beta1, double beta2, double weight_decay, double eps, bool amsgrad = false, bool maximize = false, const Tensor& grad_scale = {}, const Tensor& found_inf = {});
void _fused_adam_(TensorList params, TensorList grads, TensorList exp_avgs, TensorList exp_avg_sqs, TensorList max_exp_avg_sqs, TensorList state_steps, const Tensor& lr, double beta1, double beta2, double weight_decay, double eps, bool amsgrad = false, bool maximize = false, const Tensor& grad_scale = {}, const Tensor& found_inf = {});

// As _fused_adam_, with p = p (1 - lr weight_decay) instead of a term in the
// gradient.
void _fused_adamw_(TensorList params, TensorList grads, TensorList exp_avgs, TensorList exp_avg_sqs, TensorList max_exp_avg_sqs, TensorList state_steps, double lr, double beta1, double beta2, double weight_decay, double eps, bool amsgrad = false, bool maximize = false, const Tensor& grad_scale = {}, const Tensor& found_inf = {});
void _fused_adamw_(TensorList params, TensorList grads, TensorList exp_avgs, TensorList exp_avg_sqs, TensorList max_exp_avg_sqs, TensorList state_steps, const Tensor& lr, double beta1, double beta2, double weight_decay, double eps, bool amsgrad = false, bool maximize = false, const Tensor& grad_scale = {}, const Tensor& found_inf = {});

// Every element of every tensor zero.
void _foreach_zero_(TensorList self);

// Every tensor times a number, a 0-d tensor, or the other list's tensor at its
// place.
std::vector<Tensor> _foreach_mul(TensorList self, const Scalar& scalar);
std::vector<Tensor> _foreach_mul(TensorList self, TensorList other);
std::vector<Tensor> _foreach_mul(TensorList self, const Tensor& tensor);

// _foreach_mul into the tensors themselves. What cannot be written is found
// before anything is.
void _foreach_mul_(TensorList self, const Scalar& scalar);
void _foreach_mul_(TensorList self, TensorList other);
void _foreach_mul_(TensorList self, const Tensor& tensor);

// Every tensor plus a number, or plus alpha times the other list's tensor at
// its place.
std::vector<Tensor> _foreach_add(TensorList self, const Scalar& scalar);
std::vector<Tensor> _foreach_add(TensorList self, TensorList other, const Scalar& alpha = 1);

// _foreach_add into the tensors themselves. What cannot be written is found
// before anything is.
void _foreach_add_(TensorList self, const Scalar& scalar);
void _foreach_add_(TensorList self, TensorList other, const Scalar& alpha = 1);

// The norm of every tensor, as linalg_vector_norm.
std::vector<Tensor> _foreach_norm(TensorList self, const Scalar& ord = 2);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_FOREACH_H_
