#include "tessera/nn/optim/adam.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/grad_mode.h"
#include "tessera/tensor/ops.h"

namespace tessera::optim {
namespace {

template <class Options>
void Save(const Options& o, serialize::OutputArchive& archive) {
  archive.write("lr", o.lr());
  archive.write("betas", std::vector<double>{std::get<0>(o.betas()),
                                             std::get<1>(o.betas())});
  archive.write("eps", o.eps());
  archive.write("weight_decay", o.weight_decay());
  archive.write("amsgrad", o.amsgrad());
  archive.write("maximize", o.maximize());
}

template <class Options>
void Load(Options& o, serialize::InputArchive& archive) {
  serialize::Value betas;
  archive.read("lr", o.lr());
  archive.read("betas", betas);
  if (betas.toDoubleVector().size() != 2) {
    throw ValueError(
        "load", Str("expected 2 betas, got ", betas.toDoubleVector().size()));
  }
  o.betas({betas.toDoubleVector()[0], betas.toDoubleVector()[1]});
  archive.read("eps", o.eps());
  archive.read("weight_decay", o.weight_decay());
  archive.read("amsgrad", o.amsgrad());
  archive.read("maximize", o.maximize());
}

// Comparisons are such that NaN fails, too.
template <class Options>
void Check(const char* name, const Options& o) {
  if (!(o.lr() >= 0)) {
    detail::ThrowInvalid(name, "learning rate lr", o.lr());
  }
  if (!(o.eps() >= 0)) detail::ThrowInvalid(name, "epsilon value eps", o.eps());
  const auto [beta1, beta2] = o.betas();
  if (!(beta1 >= 0 && beta1 < 1)) {
    detail::ThrowInvalid(name, "beta parameter at index 0 of betas", beta1);
  }
  if (!(beta2 >= 0 && beta2 < 1)) {
    detail::ThrowInvalid(name, "beta parameter at index 1 of betas", beta2);
  }
  if (!(o.weight_decay() >= 0)) {
    detail::ThrowInvalid(name, "weight_decay value", o.weight_decay());
  }
}

}  // namespace

void AdamOptions::save(serialize::OutputArchive& a) const { Save(*this, a); }
void AdamOptions::load(serialize::InputArchive& a) { Load(*this, a); }
void AdamOptions::check() const { Check("Adam", *this); }
void AdamWOptions::save(serialize::OutputArchive& a) const { Save(*this, a); }
void AdamWOptions::load(serialize::InputArchive& a) { Load(*this, a); }
void AdamWOptions::check() const { Check("AdamW", *this); }

void AdamParamState::save(serialize::OutputArchive& archive) const {
  archive.write(
      "step", step_tensor().defined() ? step_tensor().item<int64_t>() : step());
  archive.write("exp_avg", exp_avg());
  archive.write("exp_avg_sq", exp_avg_sq());
  if (max_exp_avg_sq().defined()) {
    archive.write("max_exp_avg_sq", max_exp_avg_sq());
  }
}

void AdamParamState::load(serialize::InputArchive& archive,
                          const Tensor& parameter) {
  archive.read("step", step());
  detail::LoadStateTensor(archive, "exp_avg", parameter, &exp_avg());
  detail::LoadStateTensor(archive, "exp_avg_sq", parameter, &exp_avg_sq());
  detail::LoadStateTensor(archive, "max_exp_avg_sq", parameter,
                          &max_exp_avg_sq());
  if (!exp_avg().defined() || !exp_avg_sq().defined()) {
    throw ValueError("load", Str("expected exp_avg and exp_avg_sq in '",
                                 archive.prefix(), "'"));
  }
}

namespace detail {

void AdamBase::Clear() {
  params_.clear();
  grads_.clear();
  exp_avgs_.clear();
  exp_avg_sqs_.clear();
  maxima_.clear();
  steps_.clear();
  states_.clear();
  numbers_used_ = 0;
}

const Tensor& AdamBase::StepTensor(int64_t value, Device device) {
  for (size_t i = 0; i < numbers_used_; ++i) {
    const StepNumber& number = numbers_[i];
    if (number.value == value && number.tensor.device() == device) {
      return number.tensor;
    }
  }
  if (numbers_used_ == numbers_.size()) numbers_.emplace_back();
  StepNumber& number = numbers_[numbers_used_++];
  number.value = value;
  if (!number.tensor.defined() || number.tensor.device() != device) {
    number.tensor = empty({}, TensorOptions(kFloat32).device(device));
  }
  number.tensor.fill_(value);
  return number.tensor;
}

template <class Options, class Kernel>
Tensor AdamBase::StepAll(const LossClosure& closure, Kernel kernel) {
  Tensor loss = Begin(closure);
  NoGradGuard no_grad;
  for (const OptimizerParamGroup& group : param_groups_) {
    const Options& options = OptionsOf<Options>(group);
    Clear();
    for (const Tensor& p : group.params()) {
      const Tensor& grad = p.grad();
      if (!grad.defined()) continue;
      AdamParamState& state = StateOf<AdamParamState>(p);
      if (!state.exp_avg().defined()) {
        state.exp_avg() = zeros_like(p);
        state.exp_avg_sq() = zeros_like(p);
      }
      if (options.amsgrad()) {
        if (!state.max_exp_avg_sq().defined()) {
          state.max_exp_avg_sq() = zeros_like(p);
        }
        maxima_.push_back(state.max_exp_avg_sq());
      }
      const bool on_device = options.capturable() && !p.device().is_cpu();
      if (!on_device && IsCapturing(p.device())) {
        throw ValueError("step",
                         "expected an optimizer with capturable(true) "
                         "in a graph: the number of the step would "
                         "stay what it is now");
      }
      if (on_device) {
        Tensor& count = state.step_tensor();
        if (!count.defined()) {
          CheckNotFirst("step", p.device());
          count = full({}, static_cast<double>(state.step()),
                       TensorOptions(kFloat32).device(p.device()));
        }
        count.add_(1);
      }
      params_.push_back(p);
      grads_.push_back(grad);
      exp_avgs_.push_back(state.exp_avg());
      exp_avg_sqs_.push_back(state.exp_avg_sq());
      if (on_device) {
        steps_.push_back(state.step_tensor());
      } else {
        steps_.push_back(StepTensor(state.step() + 1, p.device()));
        states_.push_back(&state);
      }
    }
    const auto run = [&](const auto& lr) {
      kernel(params_, grads_, exp_avgs_, exp_avg_sqs_, maxima_, steps_, lr,
             std::get<0>(options.betas()), std::get<1>(options.betas()),
             options.weight_decay(), options.eps(), options.amsgrad(),
             options.maximize(), Tensor(), Tensor());
    };
    if (!params_.empty()) {
      if (options.capturable() && !params_[0].device().is_cpu()) {
        run(options.RateOn("step", params_[0].device()));
      } else {
        run(options.lr());
      }
    }
    for (AdamParamState* state : states_) ++state->step();
  }
  Clear();
  return loss;
}

}  // namespace detail

Tensor Adam::step(LossClosure closure) {
  return StepAll<AdamOptions>(
      closure, [](const auto&... args) { _fused_adam_(args...); });
}

Tensor AdamW::step(LossClosure closure) {
  return StepAll<AdamWOptions>(
      closure, [](const auto&... args) { _fused_adamw_(args...); });
}

template class OptimizerCloneableOptions<AdamOptions>;
template class OptimizerCloneableOptions<AdamWOptions>;
template class OptimizerCloneableParamState<AdamParamState>;

}  // namespace tessera::optim
