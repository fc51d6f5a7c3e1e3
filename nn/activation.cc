#include "tessera/nn/activation.h"

#include "tessera/nn/functional.h"
#include "tessera/tensor/ops.h"

namespace tessera::nn {
namespace {

const char* Inplace(bool inplace) { return inplace ? "inplace=true" : ""; }
const char* AndInplace(bool inplace) { return inplace ? ", inplace=true" : ""; }

}  // namespace

// The texts are libtorch's.
#define TESSERA_PLAIN(Name, function)                         \
  template class Cloneable<Name##Impl>;                       \
  void Name##Impl::pretty_print(std::ostream& stream) const { \
    stream << "torch::nn::" #Name "()";                       \
  }                                                           \
  Tensor Name##Impl::forward(const Tensor& input) {           \
    return functional::function(input);                       \
  }
#define TESSERA_WITH_OPTIONS(Name, function, text)            \
  template class Cloneable<Name##Impl>;                       \
  void Name##Impl::pretty_print(std::ostream& stream) const { \
    stream << "torch::nn::" #Name "(" << text << ")";         \
  }                                                           \
  Tensor Name##Impl::forward(const Tensor& input) {           \
    return functional::function(input, options);              \
  }

TESSERA_PLAIN(Sigmoid, sigmoid)
TESSERA_PLAIN(Tanh, tanh)
TESSERA_PLAIN(SiLU, silu)
TESSERA_PLAIN(Mish, mish)
TESSERA_PLAIN(LogSigmoid, logsigmoid)
TESSERA_WITH_OPTIONS(ReLU, relu, Inplace(options.inplace()))
TESSERA_WITH_OPTIONS(ReLU6, relu6, Inplace(options.inplace()))
TESSERA_WITH_OPTIONS(SELU, selu, Inplace(options.inplace()))
TESSERA_WITH_OPTIONS(LeakyReLU, leaky_relu,
                     "negative_slope=" << options.negative_slope()
                                       << AndInplace(options.inplace()))
TESSERA_WITH_OPTIONS(ELU, elu,
                     "alpha=" << options.alpha()
                              << AndInplace(options.inplace()))
TESSERA_WITH_OPTIONS(CELU, celu,
                     "alpha=" << options.alpha()
                              << AndInplace(options.inplace()))
TESSERA_WITH_OPTIONS(Hardtanh, hardtanh,
                     "min_val=" << options.min_val()
                                << ", max_val=" << options.max_val()
                                << AndInplace(options.inplace()))
TESSERA_WITH_OPTIONS(GELU, gelu, "")
TESSERA_WITH_OPTIONS(Softplus, softplus,
                     "beta=" << options.beta()
                             << ", threshold=" << options.threshold())

#undef TESSERA_PLAIN
#undef TESSERA_WITH_OPTIONS

void SoftmaxImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::Softmax(dim=" << options.dim() << ")";
}

Tensor SoftmaxImpl::forward(const Tensor& input) {
  return functional::softmax(input, options.dim());
}

void LogSoftmaxImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::LogSoftmax(dim=" << options.dim() << ")";
}

Tensor LogSoftmaxImpl::forward(const Tensor& input) {
  return functional::log_softmax(input, options.dim());
}

PReLUImpl::PReLUImpl(const PReLUOptions& options) : options(options) {
  PReLUImpl::reset();
}

void PReLUImpl::reset() {
  weight = register_parameter(
      "weight",
      full({options.num_parameters()}, options.init(), get_default_dtype()));
}

void PReLUImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::PReLU(num_parameters=" << options.num_parameters()
         << ")";
}

Tensor PReLUImpl::forward(const Tensor& input) {
  return functional::prelu(input, weight);
}

template class Cloneable<SoftmaxImpl>;
template class Cloneable<LogSoftmaxImpl>;
template class Cloneable<PReLUImpl>;

}  // namespace tessera::nn
