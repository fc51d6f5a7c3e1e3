#include "tessera/nn/functional.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera::nn::functional {
namespace {

void CheckFloating(const char* op, const Tensor& t) {
  if (!t.is_floating_point()) {
    throw DTypeError(op, Str("expected a floating point tensor, got ", t,
                             "; convert with .to(kFloat32)"));
  }
}

}  // namespace

Tensor relu(const Tensor& input, const ReLUFuncOptions& options) {
  if (options.inplace()) return Tensor(input).relu_();
  return tessera::relu(input);
}

Tensor hardtanh(const Tensor& input, const HardtanhFuncOptions& options) {
  const double low = options.min_val(), high = options.max_val();
  if (options.inplace()) return Tensor(input).hardtanh_(low, high);
  return tessera::hardtanh(input, low, high);
}

Tensor relu6(const Tensor& input, const ReLU6FuncOptions& options) {
  if (options.inplace()) return Tensor(input).relu6_();
  return tessera::relu6(input);
}

Tensor leaky_relu(const Tensor& input, const LeakyReLUFuncOptions& options) {
  const double slope = options.negative_slope();
  if (options.inplace()) return Tensor(input).leaky_relu_(slope);
  return tessera::leaky_relu(input, slope);
}

Tensor elu(const Tensor& input, const ELUFuncOptions& options) {
  if (options.inplace()) return Tensor(input).elu_(options.alpha());
  return tessera::elu(input, options.alpha());
}

Tensor selu(const Tensor& input, const SELUFuncOptions& options) {
  if (options.inplace()) return Tensor(input).selu_();
  return tessera::selu(input);
}

Tensor celu(const Tensor& input, const CELUFuncOptions& options) {
  if (options.inplace()) return Tensor(input).celu_(options.alpha());
  return tessera::celu(input, options.alpha());
}

Tensor gelu(const Tensor& input, const GELUFuncOptions& options) {
  return tessera::gelu(input, options.approximate().c_str());
}

Tensor silu(const Tensor& input) { return tessera::silu(input); }
Tensor mish(const Tensor& input) { return tessera::mish(input); }

Tensor softplus(const Tensor& input, const SoftplusFuncOptions& options) {
  return tessera::softplus(input, options.beta(), options.threshold());
}

Tensor logsigmoid(const Tensor& input) { return tessera::log_sigmoid(input); }

Tensor sigmoid(const Tensor& input) { return tessera::sigmoid(input); }
Tensor tanh(const Tensor& input) { return tessera::tanh(input); }

Tensor prelu(const Tensor& input, const Tensor& weight) {
  return tessera::prelu(input, weight);
}

Tensor softmax(const Tensor& input, const SoftmaxFuncOptions& options) {
  return tessera::softmax(input, options.dim(), options.dtype());
}

Tensor log_softmax(const Tensor& input, const LogSoftmaxFuncOptions& options) {
  return tessera::log_softmax(input, options.dim(), options.dtype());
}

Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  return tessera::linear(input, weight, bias);
}

Tensor dropout(const Tensor& input, const DropoutFuncOptions& options) {
  if (options.inplace()) {
    Tensor self = input;
    return dropout_(self, options.p(), options.training());
  }
  return tessera::dropout(input, options.p(), options.training());
}

Tensor normalize(const Tensor& input, const NormalizeFuncOptions& options) {
  const Tensor norm =
      linalg_vector_norm(input, options.p(), {options.dim()}, true);
  return input / clamp_min(norm, options.eps());
}

Tensor cosine_similarity(const Tensor& x1, const Tensor& x2,
                         const CosineSimilarityFuncOptions& options) {
  CheckFloating("cosine_similarity", x1);
  CheckFloating("cosine_similarity", x2);
  const auto norm = [&](const Tensor& x) {
    return clamp_min(linalg_vector_norm(x, 2, {options.dim()}, true),
                     options.eps());
  };
  return ((x1 / norm(x1)) * (x2 / norm(x2))).sum({options.dim()});
}

Tensor mse_loss(const Tensor& input, const Tensor& target,
                const MSELossFuncOptions& options) {
  return tessera::mse_loss(input, target, options.reduction().value());
}

Tensor l1_loss(const Tensor& input, const Tensor& target,
               const L1LossFuncOptions& options) {
  return tessera::l1_loss(input, target, options.reduction().value());
}

Tensor smooth_l1_loss(const Tensor& input, const Tensor& target,
                      const SmoothL1LossFuncOptions& options) {
  return tessera::smooth_l1_loss(input, target, options.reduction().value(),
                                 options.beta());
}

Tensor huber_loss(const Tensor& input, const Tensor& target,
                  const HuberLossFuncOptions& options) {
  return tessera::huber_loss(input, target, options.reduction().value(),
                             options.delta());
}

Tensor cross_entropy(const Tensor& input, const Tensor& target,
                     const CrossEntropyFuncOptions& options) {
  return cross_entropy_loss(input, target, options.weight(),
                            options.reduction().value(), options.ignore_index(),
                            options.label_smoothing());
}

Tensor nll_loss(const Tensor& input, const Tensor& target,
                const NLLLossFuncOptions& options) {
  return tessera::nll_loss(input, target, options.weight(),
                           options.reduction().value(), options.ignore_index());
}

Tensor binary_cross_entropy(const Tensor& input, const Tensor& target,
                            const BinaryCrossEntropyFuncOptions& options) {
  return tessera::binary_cross_entropy(input, target, options.weight(),
                                       options.reduction().value());
}

Tensor binary_cross_entropy_with_logits(
    const Tensor& input, const Tensor& target,
    const BinaryCrossEntropyWithLogitsFuncOptions& options) {
  return tessera::binary_cross_entropy_with_logits(
      input, target, options.weight(), options.pos_weight(),
      options.reduction().value());
}

Tensor kl_div(const Tensor& input, const Tensor& target,
              const KLDivFuncOptions& options) {
  const KLDivReduction reduction = options.reduction();
  const Tensor result =
      tessera::kl_div(input, target, reduction.value(), options.log_target());
  if (!reduction.batch_mean() || input.dim() == 0) return result;
  return result / input.size(0);
}

}  // namespace tessera::nn::functional
