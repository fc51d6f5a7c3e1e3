// The options of activations, dropout and losses, which their modules and
// their functions share.
//
//   nn::LeakyReLU act(nn::LeakyReLUOptions().negative_slope(0.1));
//   F::leaky_relu(x, F::LeakyReLUFuncOptions().negative_slope(0.1));
//   nn::Softmax softmax(1);                // one field: the value will do
//   act->options.negative_slope();         // 0.1
#ifndef TESSERA_NN_OPTIONS_H_
#define TESSERA_NN_OPTIONS_H_

#include <cstdint>
#include <string>

#include "tessera/nn/arg.h"
#include "tessera/nn/enums.h"
#include "tessera/tensor/tensor.h"

namespace tessera::nn {

struct ReLUOptions {
  ReLUOptions(bool inplace = false) : inplace_(inplace) {}
  TESSERA_ARG(bool, inplace);
};

struct ReLU6Options {
  ReLU6Options(bool inplace = false) : inplace_(inplace) {}
  TESSERA_ARG(bool, inplace);
};

struct LeakyReLUOptions {
  TESSERA_ARG(double, negative_slope) = 1e-2;
  TESSERA_ARG(bool, inplace) = false;
};

struct ELUOptions {
  TESSERA_ARG(double, alpha) = 1.0;
  TESSERA_ARG(bool, inplace) = false;
};

struct SELUOptions {
  SELUOptions(bool inplace = false) : inplace_(inplace) {}
  TESSERA_ARG(bool, inplace);
};

struct CELUOptions {
  TESSERA_ARG(double, alpha) = 1.0;
  TESSERA_ARG(bool, inplace) = false;
};

struct HardtanhOptions {
  TESSERA_ARG(double, min_val) = -1.0;
  TESSERA_ARG(double, max_val) = 1.0;
  TESSERA_ARG(bool, inplace) = false;
};

// approximate: "none" or "tanh".
struct GELUOptions {
  TESSERA_ARG(std::string, approximate) = "none";
};

struct SoftplusOptions {
  TESSERA_ARG(double, beta) = 1.0;
  // Above it, of beta * x, the function is x itself.
  TESSERA_ARG(double, threshold) = 20.0;
};

struct SoftmaxOptions {
  SoftmaxOptions(int64_t dim) : dim_(dim) {}
  TESSERA_ARG(int64_t, dim);
};

struct LogSoftmaxOptions {
  LogSoftmaxOptions(int64_t dim) : dim_(dim) {}
  TESSERA_ARG(int64_t, dim);
};

struct PReLUOptions {
  // 1, or the number of channels, dimension 1 of the input.
  TESSERA_ARG(int64_t, num_parameters) = 1;
  TESSERA_ARG(double, init) = 0.25;
};

struct DropoutOptions {
  DropoutOptions(double p = 0.5) : p_(p) {}
  TESSERA_ARG(double, p);
  TESSERA_ARG(bool, inplace) = false;
};

struct MSELossOptions {
  MSELossOptions(LossReduction reduction = kMean) : reduction_(reduction) {}
  TESSERA_ARG(LossReduction, reduction);
};

struct L1LossOptions {
  L1LossOptions(LossReduction reduction = kMean) : reduction_(reduction) {}
  TESSERA_ARG(LossReduction, reduction);
};

struct SmoothL1LossOptions {
  SmoothL1LossOptions(LossReduction reduction = kMean)
      : reduction_(reduction) {}
  TESSERA_ARG(LossReduction, reduction);
  TESSERA_ARG(double, beta) = 1.0;
};

struct HuberLossOptions {
  HuberLossOptions(LossReduction reduction = kMean) : reduction_(reduction) {}
  TESSERA_ARG(LossReduction, reduction);
  TESSERA_ARG(double, delta) = 1.0;
};

struct CrossEntropyLossOptions {
  // A factor for each class.
  TESSERA_ARG(Tensor, weight);
  TESSERA_ARG(LossReduction, reduction) = kMean;
  TESSERA_ARG(int64_t, ignore_index) = -100;
  TESSERA_ARG(double, label_smoothing) = 0.0;
};

struct NLLLossOptions {
  TESSERA_ARG(Tensor, weight);
  TESSERA_ARG(int64_t, ignore_index) = -100;
  TESSERA_ARG(LossReduction, reduction) = kMean;
};

struct BCELossOptions {
  // A factor for each element.
  TESSERA_ARG(Tensor, weight);
  TESSERA_ARG(LossReduction, reduction) = kMean;
};

struct BCEWithLogitsLossOptions {
  TESSERA_ARG(Tensor, weight);
  TESSERA_ARG(LossReduction, reduction) = kMean;
  // A factor for the positive part of each class.
  TESSERA_ARG(Tensor, pos_weight);
};

struct KLDivLossOptions {
  KLDivLossOptions(KLDivReduction reduction = kMean) : reduction_(reduction) {}
  TESSERA_ARG(KLDivReduction, reduction);
  TESSERA_ARG(bool, log_target) = false;
};

}  // namespace tessera::nn

#endif  // TESSERA_NN_OPTIONS_H_
