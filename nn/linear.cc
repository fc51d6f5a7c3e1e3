#include "tessera/nn/linear.h"

#include <cmath>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/grad_mode.h"
#include "tessera/tensor/ops.h"

namespace tessera::nn {

LinearImpl::LinearImpl(const LinearOptions& options) : options(options) {
  reset();
}

void LinearImpl::reset() {
  const int64_t in = options.in_features();
  const int64_t out = options.out_features();
  if (in < 0 || out < 0) {
    throw ValueError("Linear", Str("expected in_features and out_features of 0 "
                                   "or more, got ",
                                   in, " and ", out));
  }
  weight = register_parameter("weight", empty({out, in}));
  if (options.bias()) {
    bias = register_parameter("bias", empty({out}));
  } else {
    bias = register_parameter("bias", Tensor(), false);
  }
  reset_parameters();
}

// PyTorch's kaiming_uniform_ with a = sqrt(5) is a bound of
// sqrt(6 / ((1 + 5) * in)) = 1 / sqrt(in), the bias's bound.
void LinearImpl::reset_parameters() {
  NoGradGuard no_grad;
  const double bound =
      options.in_features() > 0
          ? 1 / std::sqrt(static_cast<double>(options.in_features()))
          : 0;
  weight.uniform_(-bound, bound);
  if (bias.defined()) bias.uniform_(-bound, bound);
}

void LinearImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::Linear(in_features=" << options.in_features()
         << ", out_features=" << options.out_features()
         << ", bias=" << (options.bias() ? "true" : "false") << ")";
}

Tensor LinearImpl::forward(const Tensor& input) {
  return linear(input, weight, bias);
}

void IdentityImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::Identity()";
}

void FlattenImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::Flatten(start_dim=" << options.start_dim()
         << ", end_dim=" << options.end_dim() << ")";
}

Tensor FlattenImpl::forward(const Tensor& input) {
  return input.flatten(options.start_dim(), options.end_dim());
}

void UnflattenImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::Unflatten(dim=" << options.dim()
         << ", unflattened_size={";
  for (size_t i = 0; i < options.sizes().size(); ++i) {
    stream << (i ? ", " : "") << options.sizes()[i];
  }
  stream << "})";
}

Tensor UnflattenImpl::forward(const Tensor& input) {
  return input.unflatten(options.dim(), options.sizes());
}

template class Cloneable<LinearImpl>;
template class Cloneable<IdentityImpl>;
template class Cloneable<FlattenImpl>;
template class Cloneable<UnflattenImpl>;

}  // namespace tessera::nn
