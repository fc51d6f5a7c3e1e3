// Adam and AdamW: steps scaled by running means of gradients and their squares.
//
//   optim::Adam adam(net->parameters(), optim::AdamOptions(1e-3));
//   optim::AdamW w(params, optim::AdamWOptions(1e-3).betas({0.9, 0.98}));
//   w.zero_grad();
//   loss.backward();
//   w.step();
//
// m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2;
// p -= lr (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)
// (Kingma & Ba 2015). Weight decay is added to g in Adam; AdamW multiplies p by
// 1 - lr * weight_decay instead (Loshchilov & Hutter 2019). amsgrad takes the
// largest v so far.
//
// capturable, for steps in a graph (ops_cuda/runtime/graph.h): rate and step
// number are read on the device, where set_lr() changes the one and the step
// counts the other. It makes no difference on the CPU, and is not saved.
#ifndef TESSERA_NN_OPTIM_ADAM_H_
#define TESSERA_NN_OPTIM_ADAM_H_

#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "tessera/nn/optim/optimizer.h"

namespace tessera::optim {

#define TESSERA_ADAM_OPTIONS(Name, decay)                        \
  struct Name : OptimizerCloneableOptions<Name> {                \
    Name(double lr = 1e-3) : lr_(lr) {}                          \
    using Betas = std::tuple<double, double>;                    \
    TESSERA_ARG(double, lr);                                     \
    TESSERA_ARG(Betas, betas) = Betas(0.9, 0.999);               \
    TESSERA_ARG(double, eps) = 1e-8;                             \
    TESSERA_ARG(double, weight_decay) = decay;                   \
    TESSERA_ARG(bool, amsgrad) = false;                          \
    TESSERA_ARG(bool, maximize) = false;                         \
    TESSERA_ARG(bool, capturable) = false;                       \
                                                                 \
   public:                                                       \
    void save(serialize::OutputArchive& archive) const override; \
    void load(serialize::InputArchive& archive) override;        \
    void check() const override;                                 \
  }

TESSERA_ADAM_OPTIONS(AdamOptions, 0);
TESSERA_ADAM_OPTIONS(AdamWOptions, 1e-2);

#undef TESSERA_ADAM_OPTIONS

struct AdamParamState : OptimizerCloneableParamState<AdamParamState> {
  TESSERA_ARG(int64_t, step) = 0;
  TESSERA_ARG(Tensor, exp_avg);
  TESSERA_ARG(Tensor, exp_avg_sq);
  // Undefined without amsgrad.
  TESSERA_ARG(Tensor, max_exp_avg_sq);
  // Where capturable: a float32 on the device, which counts instead of step().
  TESSERA_ARG(Tensor, step_tensor);

 public:
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive, const Tensor& parameter) override;
};
extern template class OptimizerCloneableOptions<AdamOptions>;
extern template class OptimizerCloneableOptions<AdamWOptions>;
extern template class OptimizerCloneableParamState<AdamParamState>;
using AdamWParamState = AdamParamState;

namespace detail {

// What both have in common.
class AdamBase : public Optimizer {
 protected:
  using Optimizer::Optimizer;
  std::unique_ptr<OptimizerParamState> MakeState() const override {
    return std::make_unique<AdamParamState>();
  }
  template <class Options, class Kernel>
  Tensor StepAll(const LossClosure& closure, Kernel kernel);

 private:
  // The kernel reads the number of the step from a tensor; parameters that are
  // equally far share one.
  struct StepNumber {
    int64_t value;
    Tensor tensor;
  };
  const Tensor& StepTensor(int64_t value, Device device);
  void Clear();

  // Kept between steps for their memory.
  std::vector<Tensor> params_, grads_, exp_avgs_, exp_avg_sqs_, maxima_, steps_;
  std::vector<AdamParamState*> states_;
  std::vector<StepNumber> numbers_;
  size_t numbers_used_ = 0;
};

}  // namespace detail

class Adam : public detail::AdamBase {
 public:
  explicit Adam(std::vector<OptimizerParamGroup> param_groups,
                AdamOptions defaults = {})
      : AdamBase(std::move(param_groups), defaults.clone(), "Adam") {}
  explicit Adam(std::vector<Tensor> params, AdamOptions defaults = {})
      : Adam(std::vector<OptimizerParamGroup>{std::move(params)}, defaults) {}

  Tensor step(LossClosure closure = nullptr) override;
};

class AdamW : public detail::AdamBase {
 public:
  explicit AdamW(std::vector<OptimizerParamGroup> param_groups,
                 AdamWOptions defaults = {})
      : AdamBase(std::move(param_groups), defaults.clone(), "AdamW") {}
  explicit AdamW(std::vector<Tensor> params, AdamWOptions defaults = {})
      : AdamW(std::vector<OptimizerParamGroup>{std::move(params)}, defaults) {}

  Tensor step(LossClosure closure = nullptr) override;
};

}  // namespace tessera::optim

#endif  // TESSERA_NN_OPTIM_ADAM_H_
