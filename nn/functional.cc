#include "tessera/nn/functional.h"

#include <cmath>
#include <string>

#include "tessera/base/check.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/grad_mode.h"

namespace tessera::nn::functional {
namespace {

// expm1(x) for x <= 0, by 2 t / (1 - t) with t = tanh(x / 2): no cancellation
// near 0. The gradient at 0 is that of x <= 0.
Tensor Expm1OfNegative(const Tensor& x) {
  const Tensor t = (where(x > 0, 0, x) * 0.5).tanh();
  return 2 * t / (1 - t);
}

// log(1 + exp(z)), z itself above the threshold, where the difference is lost.
Tensor Softplus(const Tensor& z, double threshold) {
  const Tensor above = z > threshold;
  const Tensor x = where(above, 0, z);
  // The gradient is that of log_softmax({0, x})[0] = -log(1 + exp(x)), ...
  const Tensor recorded =
      -log_softmax(stack({zeros_like(x), x}, -1), -1).select(-1, 0);
  // ... the value log1p(y) = log(u) y / (u - 1), u = 1 + y (Kahan), which has
  // all its digits also where exp(x) is small.
  Tensor value;
  {
    NoGradGuard no_grad;
    const Tensor y = (-x.abs()).exp();
    const Tensor u = 1 + y;
    const Tensor one = u == 1;
    value = clamp_min(x, 0) + where(one, y, u.log() * y / where(one, 1, u - 1));
  }
  return where(above, z, value.detach() + (recorded - recorded.detach()));
}

void CheckFloating(const char* op, const Tensor& t) {
  if (!t.is_floating_point()) {
    throw DTypeError(op, Str("expected a floating point tensor, got ", t,
                             "; convert with .to(kFloat32)"));
  }
}

void CheckSameSizes(const char* op, const Tensor& input, const Tensor& target) {
  if (input.sizes() == target.sizes()) return;
  throw ValueError(op, Str("expected a target of the input's size, got ",
                           target, " for ", input));
}

void WarnOfBroadcast(const char* op, const Tensor& input,
                     const Tensor& target) {
  if (input.sizes() == target.sizes()) return;
  TESSERA_WARN(op, ": using a target size ", target.sizes(),
               " that is different to the input size ", input.sizes(),
               "; they broadcast, which is seldom meant");
}

Tensor Reduced(const Tensor& losses, Reduction::Reduction_ reduction) {
  switch (reduction) {
    case Reduction::None:
      return losses;
    case Reduction::Mean:
      return losses.mean();
    case Reduction::Sum:
      return losses.sum();
  }
  return losses;
}

// Where the logarithm passes -100, or the dtype's smallest number above 0.
double SmallestPositive(DType dtype) {
  if (dtype == kHalf) return 0x1p-24;
  if (dtype == kBFloat16) return 0x1p-133;
  return 0x1p-144;  // log: -99.8
}

// log(x), but -100 for x = 0, with a gradient that is finite everywhere.
Tensor ClampedLog(const Tensor& x) {
  const double smallest = SmallestPositive(x.scalar_type());
  return where(x < smallest, -100, clamp_min(x, smallest).log());
}

}  // namespace

Tensor relu(const Tensor& input, const ReLUFuncOptions& options) {
  if (options.inplace()) return Tensor(input).relu_();
  return tessera::relu(input);
}

Tensor hardtanh(const Tensor& input, const HardtanhFuncOptions& options) {
  const double low = options.min_val(), high = options.max_val();
  if (low > high) {
    throw ValueError("hardtanh", Str("expected min_val <= max_val, got ", low,
                                     " and ", high));
  }
  // Not clamp, whose gradient at both ends is 1.
  const Tensor y = where(input >= high, high, where(input <= low, low, input));
  if (options.inplace()) return Tensor(input).copy_(y);
  return y;
}

Tensor relu6(const Tensor& input, const ReLU6FuncOptions& options) {
  return hardtanh(input, HardtanhFuncOptions().min_val(0).max_val(6).inplace(
                             options.inplace()));
}

Tensor leaky_relu(const Tensor& input, const LeakyReLUFuncOptions& options) {
  const Tensor y = where(input > 0, input, input * options.negative_slope());
  return options.inplace() ? Tensor(input).copy_(y) : y;
}

Tensor elu(const Tensor& input, const ELUFuncOptions& options) {
  const Tensor y =
      where(input > 0, input, options.alpha() * Expm1OfNegative(input));
  return options.inplace() ? Tensor(input).copy_(y) : y;
}

Tensor selu(const Tensor& input, const SELUFuncOptions& options) {
  constexpr double kAlpha = 1.6732632423543772848170429916717;
  constexpr double kScale = 1.0507009873554804934193349852946;
  const Tensor y = kScale * elu(input, ELUFuncOptions().alpha(kAlpha));
  return options.inplace() ? Tensor(input).copy_(y) : y;
}

Tensor celu(const Tensor& input, const CELUFuncOptions& options) {
  const double alpha = options.alpha();
  if (alpha == 0) {
    throw ValueError("celu", "expected an alpha other than 0, got 0");
  }
  const Tensor y =
      where(input > 0, input, alpha * Expm1OfNegative(input / alpha));
  return options.inplace() ? Tensor(input).copy_(y) : y;
}

Tensor gelu(const Tensor& input, const GELUFuncOptions& options) {
  if (options.approximate() == "tanh") {
    const double scale = std::sqrt(2 / 3.14159265358979323846);
    const Tensor inner = scale * (input + 0.044715 * input * input * input);
    return 0.5 * input * (1 + inner.tanh());
  }
  if (options.approximate() != "none") {
    throw ValueError("gelu", Str("approximate argument must be either none or "
                                 "tanh, got ",
                                 options.approximate()));
  }
  // 1 + erf(x / sqrt(2)) would lose its digits for x < 0. Beyond the bounds
  // erfc is 0 or 2, and infinite x would give NaN here or in the gradient.
  const Tensor x = input.clamp_min(-40);
  return 0.5 * x * erfc(x.clamp_max(10) * -0.70710678118654752440);
}

Tensor silu(const Tensor& input) { return input * input.sigmoid(); }

Tensor softplus(const Tensor& input, const SoftplusFuncOptions& options) {
  CheckFloating("softplus", input);
  if (options.beta() == 1) return Softplus(input, options.threshold());
  return Softplus(input * options.beta(), options.threshold()) / options.beta();
}

Tensor mish(const Tensor& input) { return input * softplus(input).tanh(); }

Tensor logsigmoid(const Tensor& input) {
  CheckFloating("logsigmoid", input);
  // exp(-50) is below half an ulp of 50 in float64.
  return -Softplus(-input, 50);
}

Tensor sigmoid(const Tensor& input) { return tessera::sigmoid(input); }
Tensor tanh(const Tensor& input) { return tessera::tanh(input); }

Tensor prelu(const Tensor& input, const Tensor& weight) {
  const int64_t n = weight.numel();
  const int64_t channels = input.dim() >= 2 ? input.size(1) : 1;
  if (n != 1 && n != channels) {
    throw ShapeError("prelu",
                     Str("expected a weight of 1 element or of the "
                         "input's ",
                         channels, " channels, got ", weight, " for ", input));
  }
  Tensor w = weight;
  if (n != 1) {
    std::vector<int64_t> sizes(static_cast<size_t>(input.dim()), 1);
    sizes[1] = n;
    w = weight.reshape(sizes);
  } else {
    w = weight.reshape({});
  }
  return where(input > 0, input, w * input);
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

Tensor one_hot(const Tensor& tensor, int64_t num_classes) {
  constexpr char kOp[] = "one_hot";
  if (tensor.scalar_type() != kInt64) {
    throw DTypeError(kOp, Str("expected an int64 tensor, got ", tensor,
                              "; convert with .to(kInt64)"));
  }
  int64_t largest = -1;
  if (tensor.numel() > 0) {
    largest = tensor.max().item<int64_t>();
    const int64_t smallest = tensor.min().item<int64_t>();
    if (smallest < 0) {
      throw ValueError(
          kOp, Str("class values must be non-negative, got ", smallest));
    }
  } else if (num_classes <= 0) {
    throw ValueError(kOp, Str("expected num_classes for an empty tensor, got ",
                              num_classes));
  }
  if (num_classes == -1) num_classes = largest + 1;
  if (largest >= num_classes) {
    throw ValueError(kOp, Str("class values must be smaller than num_classes ",
                              num_classes, ", got ", largest));
  }
  const Tensor classes =
      arange(num_classes, TensorOptions(kInt64).device(tensor.device()));
  return (tensor.unsqueeze(-1) == classes).to(kInt64);
}

Tensor mse_loss(const Tensor& input, const Tensor& target,
                const MSELossFuncOptions& options) {
  return tessera::mse_loss(input, target, options.reduction().value());
}

Tensor l1_loss(const Tensor& input, const Tensor& target,
               const L1LossFuncOptions& options) {
  CheckFloating("l1_loss", input);
  WarnOfBroadcast("l1_loss", input, target);
  return Reduced((input - target).abs(), options.reduction().value());
}

Tensor smooth_l1_loss(const Tensor& input, const Tensor& target,
                      const SmoothL1LossFuncOptions& options) {
  constexpr char kOp[] = "smooth_l1_loss";
  const double beta = options.beta();
  if (!(beta >= 0)) {
    throw ValueError(kOp, Str("smooth_l1_loss does not support negative values "
                              "for beta, got ",
                              beta));
  }
  CheckFloating(kOp, input);
  WarnOfBroadcast(kOp, input, target);
  const Tensor d = (input - target).abs();
  if (beta == 0) return Reduced(d, options.reduction().value());
  return Reduced(where(d < beta, 0.5 / beta * d * d, d - 0.5 * beta),
                 options.reduction().value());
}

Tensor huber_loss(const Tensor& input, const Tensor& target,
                  const HuberLossFuncOptions& options) {
  constexpr char kOp[] = "huber_loss";
  const double delta = options.delta();
  if (!(delta > 0)) {
    throw ValueError(kOp, Str("huber_loss does not support non-positive values "
                              "for delta, got ",
                              delta));
  }
  CheckFloating(kOp, input);
  WarnOfBroadcast(kOp, input, target);
  const Tensor d = (input - target).abs();
  return Reduced(where(d < delta, 0.5 * d * d, delta * (d - 0.5 * delta)),
                 options.reduction().value());
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
  constexpr char kOp[] = "binary_cross_entropy";
  CheckFloating(kOp, input);
  CheckSameSizes(kOp, input, target);
  {
    NoGradGuard no_grad;
    const Tensor x = input.detach();
    if (!logical_and(x >= 0, x <= 1).all().item<bool>()) {
      throw ValueError(kOp, Str("all elements of input should be between 0 and "
                                "1, got others in ",
                                input,
                                "; binary_cross_entropy_with_logits takes "
                                "logits"));
    }
  }
  Tensor losses =
      -(target * ClampedLog(input) + (1 - target) * ClampedLog(1 - input));
  if (options.weight().defined()) losses = losses * options.weight();
  return Reduced(losses, options.reduction().value());
}

Tensor binary_cross_entropy_with_logits(
    const Tensor& input, const Tensor& target,
    const BinaryCrossEntropyWithLogitsFuncOptions& options) {
  constexpr char kOp[] = "binary_cross_entropy_with_logits";
  CheckFloating(kOp, input);
  CheckSameSizes(kOp, input, target);
  // -log(sigmoid(x)) = softplus(-x), and -log(1 - sigmoid(x)) = that + x.
  const Tensor negative = -logsigmoid(input);
  Tensor losses = options.pos_weight().defined()
                      ? (1 - target) * input +
                            ((options.pos_weight() - 1) * target + 1) * negative
                      : (1 - target) * input + negative;
  if (options.weight().defined()) losses = losses * options.weight();
  return Reduced(losses, options.reduction().value());
}

Tensor kl_div(const Tensor& input, const Tensor& target,
              const KLDivFuncOptions& options) {
  constexpr char kOp[] = "kl_div";
  CheckFloating(kOp, input);
  CheckFloating(kOp, target);
  const KLDivReduction reduction = options.reduction();
  if (reduction.value() == Reduction::Mean) {
    TESSERA_WARN(
        "kl_div: the reduction mean divides by the number of elements; "
        "kBatchMean is the KL divergence");
  }
  Tensor losses;
  if (options.log_target()) {
    losses = target.exp() * (target - input);
  } else {
    const Tensor positive = target > 0;
    const Tensor t = where(positive, target, 1);
    losses = where(positive, t * (t.log() - input), 0);
  }
  const Tensor result = Reduced(losses, reduction.value());
  if (!reduction.batch_mean() || input.dim() == 0) return result;
  return result / input.size(0);
}

}  // namespace tessera::nn::functional
