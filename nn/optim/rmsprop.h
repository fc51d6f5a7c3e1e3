// RMSprop: gradients divided by the root of their mean square.
//
//   optim::RMSprop rms(net->parameters(), optim::RMSpropOptions(1e-2));
//   rms.zero_grad();
//   loss.backward();
//   rms.step();
//
// g += weight_decay * p;  s = alpha * s + (1 - alpha) * g^2;
// b = momentum * b + g / (sqrt(s) + eps);  p -= lr * b
// centered: the square of a running mean of g is taken off s (Graves 2013).
#ifndef TESSERA_NN_OPTIM_RMSPROP_H_
#define TESSERA_NN_OPTIM_RMSPROP_H_

#include <memory>
#include <utility>
#include <vector>

#include "tessera/nn/optim/optimizer.h"

namespace tessera::optim {

struct RMSpropOptions : OptimizerCloneableOptions<RMSpropOptions> {
  RMSpropOptions(double lr = 1e-2) : lr_(lr) {}
  TESSERA_ARG(double, lr);
  TESSERA_ARG(double, alpha) = 0.99;
  TESSERA_ARG(double, eps) = 1e-8;
  TESSERA_ARG(double, weight_decay) = 0;
  TESSERA_ARG(double, momentum) = 0;
  TESSERA_ARG(bool, centered) = false;

 public:
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive) override;
  void check() const override;
};

struct RMSpropParamState : OptimizerCloneableParamState<RMSpropParamState> {
  TESSERA_ARG(Tensor, square_avg);
  // Undefined without momentum, and without centered.
  TESSERA_ARG(Tensor, momentum_buffer);
  TESSERA_ARG(Tensor, grad_avg);

 public:
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive, const Tensor& parameter) override;
};

extern template class OptimizerCloneableOptions<RMSpropOptions>;
extern template class OptimizerCloneableParamState<RMSpropParamState>;

class RMSprop : public Optimizer {
 public:
  explicit RMSprop(std::vector<OptimizerParamGroup> param_groups,
                   RMSpropOptions defaults = {})
      : Optimizer(std::move(param_groups), defaults.clone(), "RMSprop") {}
  explicit RMSprop(std::vector<Tensor> params, RMSpropOptions defaults = {})
      : RMSprop(std::vector<OptimizerParamGroup>{std::move(params)}, defaults) {
  }

  Tensor step(LossClosure closure = nullptr) override;

 private:
  std::unique_ptr<OptimizerParamState> MakeState() const override {
    return std::make_unique<RMSpropParamState>();
  }
};

}  // namespace tessera::optim

#endif  // TESSERA_NN_OPTIM_RMSPROP_H_
