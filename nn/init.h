// Initial values, written into a tensor in place and not recorded.
//
//   nn::init::xavier_uniform_(fc->weight);
//   nn::init::kaiming_normal_(fc->weight, 0, kFanOut, kReLU);
//   nn::init::constant_(fc->bias, 0.1);
//   nn::init::calculate_gain(kTanh);  // 5 / 3
//
// Random values come from the default generator. Of a tensor [out, in, ...]
// fan_in is in times the sizes after it, fan_out out times these.
#ifndef TESSERA_NN_INIT_H_
#define TESSERA_NN_INIT_H_

#include "tessera/nn/enums.h"
#include "tessera/tensor/tensor.h"

namespace tessera::nn::init {

// kFanIn or kFanOut.
class FanMode {
 public:
  FanMode(enumtype::kFanIn) : out_(false) {}
  FanMode(enumtype::kFanOut) : out_(true) {}
  bool out() const { return out_; }

 private:
  bool out_;
};
using FanModeType = FanMode;

// What follows the weights.
class Nonlinearity {
 public:
  enum Kind { kIsLinear, kIsSigmoid, kIsTanh, kIsReLU, kIsLeakyReLU, kIsSELU };
  Nonlinearity(enumtype::kLinear) : kind_(kIsLinear) {}
  Nonlinearity(enumtype::kSigmoid) : kind_(kIsSigmoid) {}
  Nonlinearity(enumtype::kTanh) : kind_(kIsTanh) {}
  Nonlinearity(enumtype::kReLU) : kind_(kIsReLU) {}
  Nonlinearity(enumtype::kLeakyReLU) : kind_(kIsLeakyReLU) {}
  Nonlinearity(enumtype::kSELU) : kind_(kIsSELU) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};
using NonlinearityType = Nonlinearity;

// 1 (linear, sigmoid), 5/3 (tanh), sqrt(2) (ReLU), 3/4 (SELU),
// sqrt(2 / (1 + param^2)) (leaky ReLU of that slope).
double calculate_gain(Nonlinearity nonlinearity, double param = 0.01);

Tensor uniform_(Tensor tensor, double low = 0, double high = 1);
Tensor normal_(Tensor tensor, double mean = 0, double std = 1);
// Normal, drawn anew until within [a, b].
Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1,
                     double a = -2, double b = 2);
Tensor constant_(Tensor tensor, Scalar value);
Tensor zeros_(Tensor tensor);
Tensor ones_(Tensor tensor);
// ValueError unless it is a matrix.
Tensor eye_(Tensor matrix);

// Uniform within +-gain * sqrt(6 / (fan_in + fan_out)), or normal with the
// same variance (Glorot & Bengio 2010). ValueError below two dimensions.
Tensor xavier_uniform_(Tensor tensor, double gain = 1);
Tensor xavier_normal_(Tensor tensor, double gain = 1);
// The same with calculate_gain(nonlinearity, a) and one fan (He et al. 2015).
Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanMode mode = kFanIn,
                        Nonlinearity nonlinearity = kLeakyReLU);
Tensor kaiming_normal_(Tensor tensor, double a = 0, FanMode mode = kFanIn,
                       Nonlinearity nonlinearity = kLeakyReLU);

}  // namespace tessera::nn::init

#endif  // TESSERA_NN_INIT_H_
