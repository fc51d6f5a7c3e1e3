// What modules compute, as functions: activations, dropout, losses.
//
//   namespace F = nn::functional;
//   Tensor h = F::relu(F::linear(x, w, b));
//   Tensor p = F::log_softmax(h, 1);
//   Tensor l = F::nll_loss(p, classes,
//   F::NLLLossFuncOptions().reduction(kSum));
#ifndef TESSERA_NN_FUNCTIONAL_H_
#define TESSERA_NN_FUNCTIONAL_H_

#include <cstdint>

#include "tessera/nn/options.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/tensor.h"

namespace tessera::nn::functional {

using ReLUFuncOptions = ReLUOptions;
using ReLU6FuncOptions = ReLU6Options;
using LeakyReLUFuncOptions = LeakyReLUOptions;
using ELUFuncOptions = ELUOptions;
using SELUFuncOptions = SELUOptions;
using CELUFuncOptions = CELUOptions;
using HardtanhFuncOptions = HardtanhOptions;
using GELUFuncOptions = GELUOptions;
using SoftplusFuncOptions = SoftplusOptions;
using MSELossFuncOptions = MSELossOptions;
using L1LossFuncOptions = L1LossOptions;
using SmoothL1LossFuncOptions = SmoothL1LossOptions;
using HuberLossFuncOptions = HuberLossOptions;
using CrossEntropyFuncOptions = CrossEntropyLossOptions;
using NLLLossFuncOptions = NLLLossOptions;
using BinaryCrossEntropyFuncOptions = BCELossOptions;
using BinaryCrossEntropyWithLogitsFuncOptions = BCEWithLogitsLossOptions;
using KLDivFuncOptions = KLDivLossOptions;

// dtype converts the input before; integers need it.
struct SoftmaxFuncOptions {
  SoftmaxFuncOptions(int64_t dim) : dim_(dim) {}
  TESSERA_ARG(int64_t, dim);
  TESSERA_ARG(optional<DType>, dtype);
};
using LogSoftmaxFuncOptions = SoftmaxFuncOptions;

struct DropoutFuncOptions {
  TESSERA_ARG(double, p) = 0.5;
  TESSERA_ARG(bool, training) = true;
  TESSERA_ARG(bool, inplace) = false;
};

struct NormalizeFuncOptions {
  TESSERA_ARG(double, p) = 2.0;
  TESSERA_ARG(int64_t, dim) = 1;
  TESSERA_ARG(double, eps) = 1e-12;
};

struct CosineSimilarityFuncOptions {
  TESSERA_ARG(int64_t, dim) = 1;
  TESSERA_ARG(double, eps) = 1e-8;
};

// ---- Activations ----
// max(x, 0), min(max(x, 0), 6).
Tensor relu(const Tensor& input, const ReLUFuncOptions& options = {});
Tensor relu6(const Tensor& input, const ReLU6FuncOptions& options = {});
// x where x > 0, elsewhere negative_slope * x, alpha * expm1(x), ...
Tensor leaky_relu(const Tensor& input,
                  const LeakyReLUFuncOptions& options = {});
Tensor elu(const Tensor& input, const ELUFuncOptions& options = {});
// 1.0507... * elu with alpha 1.6732... (Klambauer et al. 2017).
Tensor selu(const Tensor& input, const SELUFuncOptions& options = {});
// ... alpha * expm1(x / alpha).
Tensor celu(const Tensor& input, const CELUFuncOptions& options = {});
// x * Phi(x), or with "tanh" its usual approximation.
Tensor gelu(const Tensor& input, const GELUFuncOptions& options = {});
// x * sigmoid(x); x * tanh(softplus(x)).
Tensor silu(const Tensor& input);
Tensor mish(const Tensor& input);
// min(max(x, min_val), max_val).
Tensor hardtanh(const Tensor& input, const HardtanhFuncOptions& options = {});
// log1p(exp(beta * x)) / beta, x itself above the threshold.
Tensor softplus(const Tensor& input, const SoftplusFuncOptions& options = {});
// log(sigmoid(x)).
Tensor logsigmoid(const Tensor& input);
Tensor sigmoid(const Tensor& input);
Tensor tanh(const Tensor& input);
// max(x, 0) + weight * min(x, 0); weight has one element or those of dim 1.
Tensor prelu(const Tensor& input, const Tensor& weight);
// exp(x) / sum(exp(x)) over dim, and its logarithm.
Tensor softmax(const Tensor& input, const SoftmaxFuncOptions& options);
Tensor log_softmax(const Tensor& input, const LogSoftmaxFuncOptions& options);

// ---- The rest ----
Tensor linear(const Tensor& input, const Tensor& weight,
              const Tensor& bias = {});
Tensor dropout(const Tensor& input, const DropoutFuncOptions& options = {});
// x / max(norm_p(x), eps) over dim.
Tensor normalize(const Tensor& input, const NormalizeFuncOptions& options = {});
// x1 . x2 / max(|x1| |x2|, eps) over dim.
Tensor cosine_similarity(const Tensor& x1, const Tensor& x2,
                         const CosineSimilarityFuncOptions& options = {});
using tessera::one_hot;

// ---- Losses; docs/behaviour.md M-04, M-05 ----
Tensor mse_loss(const Tensor& input, const Tensor& target,
                const MSELossFuncOptions& options = {});
Tensor l1_loss(const Tensor& input, const Tensor& target,
               const L1LossFuncOptions& options = {});
Tensor smooth_l1_loss(const Tensor& input, const Tensor& target,
                      const SmoothL1LossFuncOptions& options = {});
Tensor huber_loss(const Tensor& input, const Tensor& target,
                  const HuberLossFuncOptions& options = {});
// Logits [N, C], [C] or [N, C, ...] and classes or class probabilities.
Tensor cross_entropy(const Tensor& input, const Tensor& target,
                     const CrossEntropyFuncOptions& options = {});
Tensor nll_loss(const Tensor& input, const Tensor& target,
                const NLLLossFuncOptions& options = {});
Tensor binary_cross_entropy(const Tensor& input, const Tensor& target,
                            const BinaryCrossEntropyFuncOptions& options = {});
Tensor binary_cross_entropy_with_logits(
    const Tensor& input, const Tensor& target,
    const BinaryCrossEntropyWithLogitsFuncOptions& options = {});
Tensor kl_div(const Tensor& input, const Tensor& target,
              const KLDivFuncOptions& options = {});

}  // namespace tessera::nn::functional

#endif  // TESSERA_NN_FUNCTIONAL_H_
