// SGD: stochastic gradient descent with momentum.
//
//   optim::SGD sgd(net->parameters(), 0.1);
//   optim::SGD fast(params,
//   optim::SGDOptions(0.1).momentum(0.9).nesterov(true)); fast.zero_grad();
//   loss.backward();
//   fast.step();
//
// g += weight_decay * p;  b = momentum * b + (1 - dampening) * g (b = g at the
// first step);  p -= lr * (nesterov ? g + momentum * b : b).
#ifndef TESSERA_NN_OPTIM_SGD_H_
#define TESSERA_NN_OPTIM_SGD_H_

#include <memory>
#include <utility>
#include <vector>

#include "tessera/nn/optim/optimizer.h"

namespace tessera::optim {

struct SGDOptions : OptimizerCloneableOptions<SGDOptions> {
  SGDOptions(double lr = 1e-3) : lr_(lr) {}
  TESSERA_ARG(double, lr);
  TESSERA_ARG(double, momentum) = 0;
  TESSERA_ARG(double, dampening) = 0;
  TESSERA_ARG(double, weight_decay) = 0;
  TESSERA_ARG(bool, nesterov) = false;
  TESSERA_ARG(bool, maximize) = false;
  // For steps in a graph (ops_cuda/runtime/graph.h): the rate is read on the
  // device, where set_lr() changes it. Not part of what is saved.
  TESSERA_ARG(bool, capturable) = false;

 public:
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive) override;
  void check() const override;
};

struct SGDParamState : OptimizerCloneableParamState<SGDParamState> {
  TESSERA_ARG(Tensor, momentum_buffer);

 public:
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive, const Tensor& parameter) override;
};

extern template class OptimizerCloneableOptions<SGDOptions>;
extern template class OptimizerCloneableParamState<SGDParamState>;

class SGD : public Optimizer {
 public:
  explicit SGD(std::vector<OptimizerParamGroup> param_groups,
               SGDOptions defaults = {})
      : Optimizer(std::move(param_groups), defaults.clone(), "SGD") {}
  explicit SGD(std::vector<Tensor> params, SGDOptions defaults = {})
      : SGD(std::vector<OptimizerParamGroup>{std::move(params)}, defaults) {}

  Tensor step(LossClosure closure = nullptr) override;

 private:
  // The tensors of one call of the kernel; kept between steps for their memory.
  struct Lists {
    std::vector<Tensor> params, grads, buffers;
    void Clear();
  };

  std::unique_ptr<OptimizerParamState> MakeState() const override {
    return std::make_unique<SGDParamState>();
  }
  void Run(Lists* lists, const SGDOptions& options, bool is_first_step);

  Lists first_, later_;
};

}  // namespace tessera::optim

#endif  // TESSERA_NN_OPTIM_SGD_H_
