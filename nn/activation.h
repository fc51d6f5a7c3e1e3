// Activations as modules; formulas stand at their functions in
// nn/functional.h.
//
//   nn::Sequential net(nn::Linear(4, 8), nn::ReLU(), nn::Linear(8, 2),
//                      nn::LogSoftmax(1));
//   nn::LeakyReLU act(nn::LeakyReLUOptions().negative_slope(0.1));
//   Tensor y = act(x);
#ifndef TESSERA_NN_ACTIVATION_H_
#define TESSERA_NN_ACTIVATION_H_

#include <ostream>

#include "tessera/nn/cloneable.h"
#include "tessera/nn/module_holder.h"
#include "tessera/nn/options.h"
#include "tessera/tensor/tensor.h"

namespace tessera::nn {

// Without options.
#define TESSERA_PLAIN_ACTIVATION(Name)                      \
  class Name##Impl : public Cloneable<Name##Impl> {         \
   public:                                                  \
    void reset() override {}                                \
    void pretty_print(std::ostream& stream) const override; \
    Tensor forward(const Tensor& input);                    \
  };                                                        \
  extern template class Cloneable<Name##Impl>;              \
  TESSERA_MODULE(Name)

// With default options.
#define TESSERA_ACTIVATION(Name)                            \
  class Name##Impl : public Cloneable<Name##Impl> {         \
   public:                                                  \
    explicit Name##Impl(const Name##Options& options = {})  \
        : options(options) {}                               \
    void reset() override {}                                \
    void pretty_print(std::ostream& stream) const override; \
    Tensor forward(const Tensor& input);                    \
    Name##Options options;                                  \
  };                                                        \
  extern template class Cloneable<Name##Impl>;              \
  TESSERA_MODULE(Name)

TESSERA_PLAIN_ACTIVATION(Sigmoid);
TESSERA_PLAIN_ACTIVATION(Tanh);
TESSERA_PLAIN_ACTIVATION(SiLU);
TESSERA_PLAIN_ACTIVATION(Mish);
TESSERA_PLAIN_ACTIVATION(LogSigmoid);
TESSERA_ACTIVATION(ReLU);
TESSERA_ACTIVATION(ReLU6);
TESSERA_ACTIVATION(LeakyReLU);
TESSERA_ACTIVATION(ELU);
TESSERA_ACTIVATION(SELU);
TESSERA_ACTIVATION(CELU);
TESSERA_ACTIVATION(GELU);
TESSERA_ACTIVATION(Hardtanh);
TESSERA_ACTIVATION(Softplus);

#undef TESSERA_PLAIN_ACTIVATION
#undef TESSERA_ACTIVATION

// Over the dimension that it is told, which has no default.
class SoftmaxImpl : public Cloneable<SoftmaxImpl> {
 public:
  explicit SoftmaxImpl(int64_t dim) : options(dim) {}
  explicit SoftmaxImpl(const SoftmaxOptions& options) : options(options) {}
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
  Tensor forward(const Tensor& input);
  SoftmaxOptions options;
};
extern template class Cloneable<SoftmaxImpl>;
TESSERA_MODULE(Softmax);

class LogSoftmaxImpl : public Cloneable<LogSoftmaxImpl> {
 public:
  explicit LogSoftmaxImpl(int64_t dim) : options(dim) {}
  explicit LogSoftmaxImpl(const LogSoftmaxOptions& options)
      : options(options) {}
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
  Tensor forward(const Tensor& input);
  LogSoftmaxOptions options;
};
extern template class Cloneable<LogSoftmaxImpl>;
TESSERA_MODULE(LogSoftmax);

// max(0, x) + weight * min(0, x), with a weight that is learnt.
class PReLUImpl : public Cloneable<PReLUImpl> {
 public:
  explicit PReLUImpl(const PReLUOptions& options = {});
  void reset() override;
  void pretty_print(std::ostream& stream) const override;
  Tensor forward(const Tensor& input);
  PReLUOptions options;
  Tensor weight;
};
extern template class Cloneable<PReLUImpl>;
TESSERA_MODULE(PReLU);

}  // namespace tessera::nn

#endif  // TESSERA_NN_ACTIVATION_H_
