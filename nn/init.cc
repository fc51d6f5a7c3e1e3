#include "tessera/nn/init.h"

#include <cmath>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/grad_mode.h"
#include "tessera/tensor/ops.h"

namespace tessera::nn::init {
namespace {

struct Fans {
  double in, out;
};

Fans FansOf(const char* name, const Tensor& tensor) {
  if (tensor.dim() < 2) {
    throw ValueError(name, Str("fan in and fan out can not be computed for a "
                               "tensor with fewer than 2 dimensions, got ",
                               tensor));
  }
  double field = 1;
  for (int64_t d = 2; d < tensor.dim(); ++d) {
    field *= static_cast<double>(tensor.size(d));
  }
  return {static_cast<double>(tensor.size(1)) * field,
          static_cast<double>(tensor.size(0)) * field};
}

double XavierStd(const char* name, const Tensor& tensor, double gain) {
  const Fans fans = FansOf(name, tensor);
  return gain * std::sqrt(2 / (fans.in + fans.out));
}

double KaimingStd(const char* name, const Tensor& tensor, double a,
                  FanMode mode, Nonlinearity nonlinearity) {
  const Fans fans = FansOf(name, tensor);
  return calculate_gain(nonlinearity, a) /
         std::sqrt(mode.out() ? fans.out : fans.in);
}

Tensor Uniform(const Tensor& tensor, double bound) {
  // Nothing to draw, and a fan of 0 has no bound.
  if (tensor.numel() == 0) return tensor;
  NoGradGuard no_grad;
  tensor.uniform_(-bound, bound);
  return tensor;
}

Tensor Normal(const Tensor& tensor, double std) {
  if (tensor.numel() == 0) return tensor;
  NoGradGuard no_grad;
  tensor.normal_(0, std);
  return tensor;
}

}  // namespace

double calculate_gain(Nonlinearity nonlinearity, double param) {
  switch (nonlinearity.kind()) {
    case Nonlinearity::kIsTanh:
      return 5.0 / 3;
    case Nonlinearity::kIsReLU:
      return std::sqrt(2.0);
    case Nonlinearity::kIsLeakyReLU:
      return std::sqrt(2 / (1 + param * param));
    case Nonlinearity::kIsSELU:
      return 0.75;
    case Nonlinearity::kIsLinear:
    case Nonlinearity::kIsSigmoid:
      break;
  }
  return 1;
}

Tensor uniform_(Tensor tensor, double low, double high) {
  NoGradGuard no_grad;
  tensor.uniform_(low, high);
  return tensor;
}

Tensor normal_(Tensor tensor, double mean, double std) {
  NoGradGuard no_grad;
  tensor.normal_(mean, std);
  return tensor;
}

Tensor trunc_normal_(Tensor tensor, double mean, double std, double a,
                     double b) {
  if (!(a < b)) {
    throw ValueError("trunc_normal_",
                     Str("expected a < b, got ", a, " and ", b));
  }
  // Each round redraws what lies outside; beyond ten standard deviations it
  // would not end.
  if (!(std > 0) || a > mean + 10 * std || b < mean - 10 * std) {
    throw ValueError("trunc_normal_",
                     Str("expected [a, b] near the mean and std > 0, got [", a,
                         ", ", b, "] for mean ", mean, " and std ", std));
  }
  NoGradGuard no_grad;
  tensor.normal_(mean, std);
  for (;;) {
    const Tensor outside = logical_or(tensor<a, tensor> b);
    if (!outside.any().item<bool>()) return tensor;
    Tensor again = empty_like(tensor);
    again.normal_(mean, std);
    tensor.copy_(where(outside, again, tensor));
  }
}

Tensor constant_(Tensor tensor, Scalar value) {
  NoGradGuard no_grad;
  tensor.fill_(value);
  return tensor;
}

Tensor zeros_(Tensor tensor) { return constant_(tensor, 0); }
Tensor ones_(Tensor tensor) { return constant_(tensor, 1); }

Tensor eye_(Tensor matrix) {
  if (matrix.dim() != 2) {
    throw ValueError("eye_", Str("only tensors with 2 dimensions are "
                                 "supported, got ",
                                 matrix));
  }
  NoGradGuard no_grad;
  matrix.copy_(eye(matrix.size(0), matrix.size(1), matrix.options()));
  return matrix;
}

// A uniform variable within +-b has the standard deviation b / sqrt(3).
Tensor xavier_uniform_(Tensor tensor, double gain) {
  return Uniform(tensor,
                 std::sqrt(3.0) * XavierStd("xavier_uniform_", tensor, gain));
}

Tensor xavier_normal_(Tensor tensor, double gain) {
  return Normal(tensor, XavierStd("xavier_normal_", tensor, gain));
}

Tensor kaiming_uniform_(Tensor tensor, double a, FanMode mode,
                        Nonlinearity nonlinearity) {
  return Uniform(tensor, std::sqrt(3.0) * KaimingStd("kaiming_uniform_", tensor,
                                                     a, mode, nonlinearity));
}

Tensor kaiming_normal_(Tensor tensor, double a, FanMode mode,
                       Nonlinearity nonlinearity) {
  return Normal(tensor,
                KaimingStd("kaiming_normal_", tensor, a, mode, nonlinearity));
}

}  // namespace tessera::nn::init
