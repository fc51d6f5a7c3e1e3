// Made by tensor/ops/generate.py from tensor/ops/activation.toml; do not edit.
#include "tessera/tensor/ops/ops_activation.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor softmax(const Tensor& self, int64_t dim, std::optional<DType> dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::softmax, detail::grad_table.softmax)(self, dim, dtype);
  }
  return run::softmax(self, dim, dtype);
}
Tensor Tensor::softmax(int64_t dim, std::optional<DType> dtype) const {
  return tessera::softmax(*this, dim, dtype);
}

Tensor log_softmax(const Tensor& self, int64_t dim, std::optional<DType> dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::log_softmax, detail::grad_table.log_softmax)(self, dim, dtype);
  }
  return run::log_softmax(self, dim, dtype);
}
Tensor Tensor::log_softmax(int64_t dim, std::optional<DType> dtype) const {
  return tessera::log_softmax(*this, dim, dtype);
}

Tensor _softmax_backward_data(const Tensor& grad_output, const Tensor& output, int64_t dim) {
  return run::_softmax_backward_data(grad_output, output, dim);
}

Tensor _log_softmax_backward_data(const Tensor& grad_output, const Tensor& output, int64_t dim) {
  return run::_log_softmax_backward_data(grad_output, output, dim);
}

Tensor hardtanh(const Tensor& self, const Scalar& min_val, const Scalar& max_val) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::hardtanh, detail::grad_table.hardtanh)(self, min_val, max_val);
  }
  return run::hardtanh(self, min_val, max_val);
}
Tensor& hardtanh_(Tensor& self, const Scalar& min_val, const Scalar& max_val) {
  detail::CheckInplace("hardtanh_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("hardtanh_").inplace_begin("hardtanh_", self);
    detail::autograd_interface.inplace_finish("hardtanh_", self, hardtanh(old, min_val, max_val));
    return self;
  }
  return run::hardtanh_(self, min_val, max_val);
}
Tensor& Tensor::hardtanh_(const Scalar& min_val, const Scalar& max_val) const {
  return tessera::hardtanh_(const_cast<Tensor&>(*this), min_val, max_val);
}

Tensor run::hardtanh_backward(const Tensor& grad_output, const Tensor& self, const Scalar& min_val, const Scalar& max_val) {
  return detail::ElementwiseCall(Op::hardtanh_backward).In(grad_output).In(self).Attr(min_val).Attr(max_val).Run();
}
Tensor hardtanh_backward(const Tensor& grad_output, const Tensor& self, const Scalar& min_val, const Scalar& max_val) {
  return run::hardtanh_backward(grad_output, self, min_val, max_val);
}

Tensor run::leaky_relu(const Tensor& self, const Scalar& negative_slope) {
  return detail::ElementwiseCall(Op::leaky_relu).In(self).Attr(negative_slope).Run();
}
Tensor leaky_relu(const Tensor& self, const Scalar& negative_slope) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::leaky_relu, detail::grad_table.leaky_relu)(self, negative_slope);
  }
  return run::leaky_relu(self, negative_slope);
}
Tensor& run::leaky_relu_(Tensor& self, const Scalar& negative_slope) {
  return detail::ElementwiseCall(Op::leaky_relu).In(self).Attr(negative_slope).RunInplace(self);
}
Tensor& leaky_relu_(Tensor& self, const Scalar& negative_slope) {
  detail::CheckInplace("leaky_relu_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("leaky_relu_").inplace_begin("leaky_relu_", self);
    detail::autograd_interface.inplace_finish("leaky_relu_", self, leaky_relu(old, negative_slope));
    return self;
  }
  return run::leaky_relu_(self, negative_slope);
}
Tensor& Tensor::leaky_relu_(const Scalar& negative_slope) const {
  return tessera::leaky_relu_(const_cast<Tensor&>(*this), negative_slope);
}

Tensor run::leaky_relu_backward(const Tensor& grad_output, const Tensor& self, const Scalar& negative_slope) {
  return detail::ElementwiseCall(Op::leaky_relu_backward).In(grad_output).In(self).Attr(negative_slope).Run();
}
Tensor leaky_relu_backward(const Tensor& grad_output, const Tensor& self, const Scalar& negative_slope) {
  return run::leaky_relu_backward(grad_output, self, negative_slope);
}

Tensor run::elu(const Tensor& self, const Scalar& alpha, const Scalar& scale, const Scalar& input_scale) {
  return detail::ElementwiseCall(Op::elu).In(self).Attr(alpha).Attr(scale).Attr(input_scale).Run();
}
Tensor elu(const Tensor& self, const Scalar& alpha, const Scalar& scale, const Scalar& input_scale) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::elu, detail::grad_table.elu)(self, alpha, scale, input_scale);
  }
  return run::elu(self, alpha, scale, input_scale);
}
Tensor& run::elu_(Tensor& self, const Scalar& alpha, const Scalar& scale, const Scalar& input_scale) {
  return detail::ElementwiseCall(Op::elu).In(self).Attr(alpha).Attr(scale).Attr(input_scale).RunInplace(self);
}
Tensor& elu_(Tensor& self, const Scalar& alpha, const Scalar& scale, const Scalar& input_scale) {
  detail::CheckInplace("elu_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("elu_").inplace_begin("elu_", self);
    detail::autograd_interface.inplace_finish("elu_", self, elu(old, alpha, scale, input_scale));
    return self;
  }
  return run::elu_(self, alpha, scale, input_scale);
}
Tensor& Tensor::elu_(const Scalar& alpha, const Scalar& scale, const Scalar& input_scale) const {
  return tessera::elu_(const_cast<Tensor&>(*this), alpha, scale, input_scale);
}

Tensor run::elu_backward(const Tensor& grad_output, const Tensor& self, const Scalar& alpha, const Scalar& scale, const Scalar& input_scale) {
  return detail::ElementwiseCall(Op::elu_backward).In(grad_output).In(self).Attr(alpha).Attr(scale).Attr(input_scale).Run();
}
Tensor elu_backward(const Tensor& grad_output, const Tensor& self, const Scalar& alpha, const Scalar& scale, const Scalar& input_scale) {
  return run::elu_backward(grad_output, self, alpha, scale, input_scale);
}

Tensor run::silu(const Tensor& self) {
  return detail::Unary(Op::silu, self);
}
Tensor silu(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::silu, detail::grad_table.silu)(self);
  }
  return run::silu(self);
}
Tensor& run::silu_(Tensor& self) {
  return detail::UnaryInplace(Op::silu, self);
}
Tensor& silu_(Tensor& self) {
  detail::CheckInplace("silu_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("silu_").inplace_begin("silu_", self);
    detail::autograd_interface.inplace_finish("silu_", self, silu(old));
    return self;
  }
  return run::silu_(self);
}
Tensor& Tensor::silu_() const {
  return tessera::silu_(const_cast<Tensor&>(*this));
}

Tensor run::silu_backward(const Tensor& grad_output, const Tensor& self) {
  return detail::Binary(Op::silu_backward, grad_output, self);
}
Tensor silu_backward(const Tensor& grad_output, const Tensor& self) {
  return run::silu_backward(grad_output, self);
}

Tensor run::mish(const Tensor& self) {
  return detail::Unary(Op::mish, self);
}
Tensor mish(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::mish, detail::grad_table.mish)(self);
  }
  return run::mish(self);
}
Tensor& run::mish_(Tensor& self) {
  return detail::UnaryInplace(Op::mish, self);
}
Tensor& mish_(Tensor& self) {
  detail::CheckInplace("mish_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("mish_").inplace_begin("mish_", self);
    detail::autograd_interface.inplace_finish("mish_", self, mish(old));
    return self;
  }
  return run::mish_(self);
}
Tensor& Tensor::mish_() const {
  return tessera::mish_(const_cast<Tensor&>(*this));
}

Tensor run::mish_backward(const Tensor& grad_output, const Tensor& self) {
  return detail::Binary(Op::mish_backward, grad_output, self);
}
Tensor mish_backward(const Tensor& grad_output, const Tensor& self) {
  return run::mish_backward(grad_output, self);
}

Tensor run::softplus(const Tensor& self, const Scalar& beta, const Scalar& threshold) {
  return detail::ElementwiseCall(Op::softplus).In(self).Attr(beta).Attr(threshold).Run();
}
Tensor softplus(const Tensor& self, const Scalar& beta, const Scalar& threshold) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::softplus, detail::grad_table.softplus)(self, beta, threshold);
  }
  return run::softplus(self, beta, threshold);
}

Tensor run::softplus_backward(const Tensor& grad_output, const Tensor& self, const Scalar& beta, const Scalar& threshold) {
  return detail::ElementwiseCall(Op::softplus_backward).In(grad_output).In(self).Attr(beta).Attr(threshold).Run();
}
Tensor softplus_backward(const Tensor& grad_output, const Tensor& self, const Scalar& beta, const Scalar& threshold) {
  return run::softplus_backward(grad_output, self, beta, threshold);
}

Tensor run::log_sigmoid(const Tensor& self) {
  return detail::Unary(Op::log_sigmoid, self);
}
Tensor log_sigmoid(const Tensor& self) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::log_sigmoid, detail::grad_table.log_sigmoid)(self);
  }
  return run::log_sigmoid(self);
}

Tensor run::log_sigmoid_backward(const Tensor& grad_output, const Tensor& self) {
  return detail::Binary(Op::log_sigmoid_backward, grad_output, self);
}
Tensor log_sigmoid_backward(const Tensor& grad_output, const Tensor& self) {
  return run::log_sigmoid_backward(grad_output, self);
}

Tensor gelu(const Tensor& self, const char* approximate) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::gelu, detail::grad_table.gelu)(self, approximate);
  }
  return run::gelu(self, approximate);
}
Tensor& gelu_(Tensor& self, const char* approximate) {
  detail::CheckInplace("gelu_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("gelu_").inplace_begin("gelu_", self);
    detail::autograd_interface.inplace_finish("gelu_", self, gelu(old, approximate));
    return self;
  }
  return run::gelu_(self, approximate);
}
Tensor& Tensor::gelu_(const char* approximate) const {
  return tessera::gelu_(const_cast<Tensor&>(*this), approximate);
}


Tensor run::gelu_backward(const Tensor& grad_output, const Tensor& self) {
  return detail::Binary(Op::gelu_backward, grad_output, self);
}
Tensor gelu_backward(const Tensor& grad_output, const Tensor& self) {
  return run::gelu_backward(grad_output, self);
}

Tensor run::_gelu_tanh_backward(const Tensor& grad_output, const Tensor& self) {
  return detail::Binary(Op::_gelu_tanh_backward, grad_output, self);
}
Tensor _gelu_tanh_backward(const Tensor& grad_output, const Tensor& self) {
  return run::_gelu_tanh_backward(grad_output, self);
}

Tensor relu6(const Tensor& self) {
  OpScope scope("relu6");
  return run::relu6(self);
}
Tensor& run::relu6_(Tensor& self) {
  return detail::CopyInplace(Op::relu6, self, run::relu6(self));
}
Tensor& relu6_(Tensor& self) {
  OpScope scope("relu6_");
  detail::CheckInplace("relu6_", self);
  return run::relu6_(self);
}
Tensor& Tensor::relu6_() const {
  return tessera::relu6_(const_cast<Tensor&>(*this));
}

Tensor selu(const Tensor& self) {
  OpScope scope("selu");
  return run::selu(self);
}
Tensor& run::selu_(Tensor& self) {
  return detail::CopyInplace(Op::selu, self, run::selu(self));
}
Tensor& selu_(Tensor& self) {
  OpScope scope("selu_");
  detail::CheckInplace("selu_", self);
  return run::selu_(self);
}
Tensor& Tensor::selu_() const {
  return tessera::selu_(const_cast<Tensor&>(*this));
}

Tensor celu(const Tensor& self, const Scalar& alpha) {
  OpScope scope("celu");
  return run::celu(self, alpha);
}
Tensor& run::celu_(Tensor& self, const Scalar& alpha) {
  return detail::CopyInplace(Op::celu, self, run::celu(self, alpha));
}
Tensor& celu_(Tensor& self, const Scalar& alpha) {
  OpScope scope("celu_");
  detail::CheckInplace("celu_", self);
  return run::celu_(self, alpha);
}
Tensor& Tensor::celu_(const Scalar& alpha) const {
  return tessera::celu_(const_cast<Tensor&>(*this), alpha);
}

Tensor prelu(const Tensor& self, const Tensor& weight) {
  OpScope scope("prelu");
  return run::prelu(self, weight);
}
Tensor Tensor::prelu(const Tensor& weight) const {
  return tessera::prelu(*this, weight);
}

}  // namespace tessera
