#include "tessera/nn/optim/optimizer.h"

#include <typeinfo>
#include <unordered_set>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/grad_mode.h"
#include "tessera/tensor/ops.h"

namespace tessera::optim {

OptimizerOptions& OptimizerParamGroup::options() {
  if (!options_) {
    throw ValueError("options",
                     "expected a group with options, got one "
                     "without; see has_options()");
  }
  return *options_;
}

const OptimizerOptions& OptimizerParamGroup::options() const {
  return const_cast<OptimizerParamGroup*>(this)->options();
}

const Tensor& OptimizerOptions::RateOn(const char* optimizer,
                                       Device device) const {
  const bool there = rate_.defined() && rate_.device() == device;
  if (there && written_ == get_lr()) return rate_;
  if (!there) detail::CheckNotFirst(optimizer, device);
  if (detail::IsCapturing(device)) {
    throw ValueError(optimizer,
                     "expected the learning rate to be changed by set_lr(), "
                     "before capture_begin(): nothing else reaches a graph");
  }
  if (!there) rate_ = empty({}, TensorOptions(kFloat64).device(device));
  WriteRate();
  return rate_;
}

void OptimizerOptions::WriteRate() const {
  if (!rate_.defined()) return;
  NoGradGuard no_grad;
  written_ = get_lr();
  rate_.fill_(written_);
}

namespace detail {

bool IsCapturing(Device device) {
  return !device.is_cpu() &&
         GetDeviceInterface(device.type())->is_capturing(device);
}

void CheckNotFirst(const char* optimizer, Device device) {
  if (!IsCapturing(device)) return;
  throw ValueError(optimizer,
                   "expected a first step before capture_begin(): what it "
                   "makes would be made anew by each replay");
}

}  // namespace detail

Optimizer::Optimizer(std::vector<OptimizerParamGroup> groups,
                     std::unique_ptr<OptimizerOptions> defaults,
                     const char* name)
    : defaults_(std::move(defaults)), name_(name) {
  defaults_->check();
  if (groups.empty()) {
    throw ValueError(name_, "optimizer got an empty parameter list");
  }
  for (const OptimizerParamGroup& group : groups) add_param_group(group);
}

Optimizer::Optimizer(std::vector<Tensor> params,
                     std::unique_ptr<OptimizerOptions> defaults)
    : Optimizer(std::vector<OptimizerParamGroup>{std::move(params)},
                std::move(defaults)) {}

Optimizer::~Optimizer() = default;

std::unique_ptr<OptimizerParamState> Optimizer::MakeState() const {
  throw NotImplementedError(
      "load",
      "expected an optimizer that overrides MakeState(), got one whose "
      "state cannot be made");
}

void Optimizer::add_param_group(const OptimizerParamGroup& group) {
  OptimizerParamGroup added = group;
  if (added.params().empty()) {
    throw ValueError(name_, "optimizer got an empty parameter list");
  }
  if (!added.has_options()) {
    added.set_options(defaults_->clone());
  } else {
    const OptimizerOptions& options = added.options();
    const OptimizerOptions& wanted = *defaults_;
    if (typeid(options) != typeid(wanted)) {
      throw ValueError(name_, Str("expected a group's options to be ", name_,
                                  "Options, got those of another optimizer"));
    }
    options.check();
  }
  std::unordered_set<const TensorImpl*> seen;
  for (const OptimizerParamGroup& other : param_groups_) {
    for (const Tensor& p : other.params()) seen.insert(p.impl());
  }
  size_t i = 0;
  for (const Tensor& p : added.params()) {
    const std::string which = Str("parameter ", i++);
    if (!p.defined()) {
      throw ValueError(name_, Str("expected ", which, " to be defined"));
    }
    if (!p.is_floating_point() && !p.is_complex()) {
      throw ValueError(name_, Str("expected ", which,
                                  " to be a floating point "
                                  "tensor, got ",
                                  p));
    }
    if (!p.is_leaf()) {
      throw ValueError(name_, Str("can't optimize a non-leaf Tensor, got ", p,
                                  " as ", which, "; use detach()"));
    }
    if (!seen.insert(p.impl()).second) {
      throw ValueError(name_, Str("some parameters appear in more than one "
                                  "parameter group or twice in one: ",
                                  which, ", ", p));
    }
  }
  param_groups_.push_back(std::move(added));
}

void Optimizer::add_parameters(const std::vector<Tensor>& parameters) {
  std::vector<Tensor>& params = param_groups_[0].params();
  OptimizerParamGroup added(parameters);
  add_param_group(added);  // checks
  param_groups_.pop_back();
  params.insert(params.end(), parameters.begin(), parameters.end());
}

void Optimizer::zero_grad(bool set_to_none) {
  for (const OptimizerParamGroup& group : param_groups_) {
    for (const Tensor& p : group.params()) {
      if (!p.grad().defined()) continue;
      Tensor& grad = p.mutable_grad();
      if (set_to_none) {
        grad.reset();
      } else {
        NoGradGuard no_grad;
        grad = grad.detach();
        grad.zero_();
      }
    }
  }
}

const std::vector<Tensor>& Optimizer::parameters() const {
  return param_groups_.at(0).params();
}

size_t Optimizer::size() const noexcept {
  size_t n = 0;
  for (const OptimizerParamGroup& group : param_groups_)
    n += group.params().size();
  return n;
}

Tensor Optimizer::Begin(const LossClosure& closure) {
  ++step_count_;
  if (!closure) return Tensor();
  AutoGradMode enable_grad(true);
  return closure();
}

// Parameters are numbered across the groups, as in PyTorch's state dicts.
void Optimizer::save(serialize::OutputArchive& archive) const {
  archive.write("optimizer", name_);
  std::vector<int64_t> sizes;
  serialize::OutputArchive groups, states;
  int64_t number = 0;
  for (size_t g = 0; g < param_groups_.size(); ++g) {
    const OptimizerParamGroup& group = param_groups_[g];
    sizes.push_back(static_cast<int64_t>(group.params().size()));
    serialize::OutputArchive options;
    group.options().save(options);
    groups.write(std::to_string(g), options);
    for (const Tensor& p : group.params()) {
      const auto it = state_.find(p.impl());
      if (it != state_.end()) {
        serialize::OutputArchive state;
        it->second->save(state);
        states.write(std::to_string(number), state);
      }
      ++number;
    }
  }
  archive.write("group_sizes", sizes);
  archive.write("param_groups", groups);
  archive.write("state", states);
}

void Optimizer::load(serialize::InputArchive& archive) {
  std::string name;
  archive.read("optimizer", name);
  if (name != name_) {
    throw ValueError(name_, Str("expected the state of ", name_,
                                " in the archive, got that of ", name));
  }
  serialize::Value sizes;
  archive.read("group_sizes", sizes);
  std::vector<int64_t> own;
  for (const OptimizerParamGroup& group : param_groups_) {
    own.push_back(static_cast<int64_t>(group.params().size()));
  }
  if (sizes.toIntVector() != own) {
    throw ValueError(
        name_,
        Str("loaded state dict has parameter groups of other sizes: "
            "expected ",
            IntArrayRef(own), ", got ", IntArrayRef(sizes.toIntVector())));
  }
  serialize::InputArchive groups, states;
  archive.ReadNested("param_groups", groups);
  archive.ReadNested("state", states);
  // All of it aside first, so that an error leaves this optimizer as it was.
  std::vector<std::unique_ptr<OptimizerOptions>> options;
  State state;
  int64_t number = 0;
  for (size_t g = 0; g < param_groups_.size(); ++g) {
    serialize::InputArchive nested;
    groups.read(std::to_string(g), nested);
    options.push_back(param_groups_[g].options().clone());
    options.back()->load(nested);
    options.back()->check();
    for (const Tensor& p : param_groups_[g].params()) {
      serialize::InputArchive entry;
      if (states.try_read(std::to_string(number++), entry)) {
        auto loaded = MakeState();
        loaded->load(entry, p);
        state[p.impl()] = std::move(loaded);
      }
    }
  }
  for (size_t g = 0; g < param_groups_.size(); ++g) {
    param_groups_[g].set_options(std::move(options[g]));
  }
  state_ = std::move(state);
}

namespace detail {

void ThrowInvalid(const char* optimizer, const char* what, double value) {
  throw ValueError(optimizer, Str("Invalid ", what, ": ", value));
}

void LoadStateTensor(serialize::InputArchive& archive, const char* key,
                     const Tensor& parameter, Tensor* tensor) {
  Tensor loaded;
  if (!archive.try_read(key, loaded)) {
    *tensor = Tensor();
    return;
  }
  if (loaded.sizes() != parameter.sizes()) {
    throw ValueError("load", serialize::SizeMismatch(Str(archive.prefix(), key),
                                                     loaded, parameter));
  }
  // A copy in memory of the state's own, in the parameter's order of strides.
  Tensor values = empty_like(parameter);
  NoGradGuard no_grad;
  values.copy_(loaded);
  *tensor = values;
}

}  // namespace detail

}  // namespace tessera::optim
