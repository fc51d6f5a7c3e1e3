// Optimizer: what SGD, Adam and the others have in common.
//
//   optim::SGD sgd(net->parameters(), optim::SGDOptions(0.1).momentum(0.9));
//   sgd.zero_grad();
//   loss.backward();
//   sgd.step();
//   sgd.param_groups()[0].options().set_lr(0.01);
//
// Parameters without a gradient are left alone. Options belong to a group of
// parameters; a group without options takes the optimizer's defaults.
#ifndef TESSERA_NN_OPTIM_OPTIMIZER_H_
#define TESSERA_NN_OPTIM_OPTIMIZER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tessera/nn/archive.h"
#include "tessera/nn/arg.h"
#include "tessera/tensor/tensor.h"

namespace tessera::optim {

namespace detail {
// ValueError while a graph is captured: what a first step makes would be made
// anew by each replay.
void CheckNotFirst(const char* optimizer, Device device);
// Whether steps on the device are being recorded.
bool IsCapturing(Device device);
}  // namespace detail

class OptimizerOptions {
 public:
  OptimizerOptions() = default;
  // Copies have no rate on a device.
  OptimizerOptions(const OptimizerOptions&) {}
  OptimizerOptions& operator=(const OptimizerOptions&) { return *this; }
  virtual ~OptimizerOptions() = default;
  virtual std::unique_ptr<OptimizerOptions> clone() const = 0;
  virtual double get_lr() const = 0;
  virtual void set_lr(double lr) = 0;
  virtual void save(serialize::OutputArchive& archive) const = 0;
  virtual void load(serialize::InputArchive& archive) = 0;
  // ValueError naming the option and its value.
  virtual void check() const {}

  // The rate as a float64 number on a device, for `capturable` optimizers. From
  // then on set_lr() writes it there, too, and so reaches steps in a graph.
  const Tensor& RateOn(const char* optimizer, Device device) const;

 protected:
  void WriteRate() const;

 private:
  mutable Tensor rate_;
  mutable double written_ = 0;
};

// Gives options of class Derived, which has a field lr, what is left to say.
// Ours are extern templates, as modules are: see nn/cloneable.h.
template <class Derived>
class OptimizerCloneableOptions : public OptimizerOptions {
 public:
  std::unique_ptr<OptimizerOptions> clone() const override {
    return std::make_unique<Derived>(static_cast<const Derived&>(*this));
  }
  double get_lr() const override {
    return static_cast<const Derived&>(*this).lr();
  }
  void set_lr(double lr) override {
    static_cast<Derived&>(*this).lr(lr);
    WriteRate();
  }
};

// What an optimizer keeps for one parameter.
class OptimizerParamState {
 public:
  virtual ~OptimizerParamState() = default;
  virtual std::unique_ptr<OptimizerParamState> clone() const = 0;
  virtual void save(serialize::OutputArchive& archive) const = 0;
  // Reads the state of a parameter, on the parameter's device.
  virtual void load(serialize::InputArchive& archive,
                    const Tensor& parameter) = 0;
};

template <class Derived>
class OptimizerCloneableParamState : public OptimizerParamState {
 public:
  std::unique_ptr<OptimizerParamState> clone() const override {
    return std::make_unique<Derived>(static_cast<const Derived&>(*this));
  }
};

class OptimizerParamGroup {
 public:
  OptimizerParamGroup(std::vector<Tensor> params)
      : params_(std::move(params)) {}
  OptimizerParamGroup(std::vector<Tensor> params,
                      std::unique_ptr<OptimizerOptions> options)
      : params_(std::move(params)), options_(std::move(options)) {}
  OptimizerParamGroup(const OptimizerParamGroup& other)
      : params_(other.params_),
        options_(other.options_ ? other.options_->clone() : nullptr),
        initial_lr_(other.initial_lr_) {}
  OptimizerParamGroup(OptimizerParamGroup&&) = default;
  OptimizerParamGroup& operator=(OptimizerParamGroup other) {
    params_ = std::move(other.params_);
    options_ = std::move(other.options_);
    initial_lr_ = other.initial_lr_;
    return *this;
  }

  bool has_options() const { return options_ != nullptr; }
  // ValueError without options.
  OptimizerOptions& options();
  const OptimizerOptions& options() const;
  void set_options(std::unique_ptr<OptimizerOptions> options) {
    options_ = std::move(options);
  }
  std::vector<Tensor>& params() { return params_; }
  const std::vector<Tensor>& params() const { return params_; }

  // The rate that schedulers start from: the one when the first of them was
  // made.
  double initial_lr() {
    if (!initial_lr_) initial_lr_ = options().get_lr();
    return *initial_lr_;
  }

 private:
  std::vector<Tensor> params_;
  std::unique_ptr<OptimizerOptions> options_;
  optional<double> initial_lr_;
};

class Optimizer {
 public:
  using LossClosure = std::function<Tensor()>;
  using State = std::unordered_map<void*, std::unique_ptr<OptimizerParamState>>;

  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;
  Optimizer(Optimizer&&) = default;
  Optimizer& operator=(Optimizer&&) = default;
  virtual ~Optimizer();

  // One step from the present gradients. A closure is called first, with
  // recording on, and its loss returned.
  virtual Tensor step(LossClosure closure = nullptr) = 0;

  // ValueError for a group without parameters, with a parameter that another
  // group has, that is no leaf, or that is no floating-point tensor.
  void add_param_group(const OptimizerParamGroup& group);
  void add_parameters(const std::vector<Tensor>& parameters);

  // Undefines the gradients, or else sets those that exist to zero.
  void zero_grad(bool set_to_none = true);

  const std::vector<Tensor>& parameters() const;
  // The number of parameters of all groups.
  size_t size() const noexcept;
  OptimizerOptions& defaults() noexcept { return *defaults_; }
  const OptimizerOptions& defaults() const noexcept { return *defaults_; }
  std::vector<OptimizerParamGroup>& param_groups() noexcept {
    return param_groups_;
  }
  const std::vector<OptimizerParamGroup>& param_groups() const noexcept {
    return param_groups_;
  }
  // By the parameter's TensorImpl.
  State& state() noexcept { return state_; }
  const State& state() const noexcept { return state_; }
  // How often step() ran in this object.
  int64_t step_count() const { return step_count_; }

  // Options and state of every parameter; restored, the next step gives the
  // same bits.
  virtual void save(serialize::OutputArchive& archive) const;
  // ValueError where number or sizes of groups differ; nothing changes then.
  virtual void load(serialize::InputArchive& archive);

 protected:
  // The name is for messages and files.
  Optimizer(std::vector<OptimizerParamGroup> groups,
            std::unique_ptr<OptimizerOptions> defaults,
            const char* name = "Optimizer");
  Optimizer(std::vector<Tensor> params,
            std::unique_ptr<OptimizerOptions> defaults);

  // The state that load() fills; NotImplementedError unless overridden.
  virtual std::unique_ptr<OptimizerParamState> MakeState() const;

  // Calls the closure, if any, and counts the step.
  Tensor Begin(const LossClosure& closure);
  template <class ParamState>
  ParamState& StateOf(const Tensor& parameter) {
    auto& state = state_[parameter.impl()];
    if (!state) {
      detail::CheckNotFirst(name_, parameter.device());
      state = std::make_unique<ParamState>();
    }
    return static_cast<ParamState&>(*state);
  }

  std::vector<OptimizerParamGroup> param_groups_;
  State state_;

 private:
  std::unique_ptr<OptimizerOptions> defaults_;
  const char* name_;
  int64_t step_count_ = 0;
};

namespace detail {
// ValueError "SGD: Invalid learning rate: -1".
[[noreturn]] void ThrowInvalid(const char* optimizer, const char* what,
                               double value);
// Keeps tensors that a state has: read with the parameter's device.
void LoadStateTensor(serialize::InputArchive& archive, const char* key,
                     const Tensor& parameter, Tensor* tensor);
// The options of a group as those of an optimizer.
template <class Options>
const Options& OptionsOf(const OptimizerParamGroup& group) {
  return static_cast<const Options&>(group.options());
}
}  // namespace detail

}  // namespace tessera::optim

#endif  // TESSERA_NN_OPTIM_OPTIMIZER_H_
