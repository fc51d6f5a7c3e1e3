#include "tessera/nn/module.h"

#include <cxxabi.h>

#include <cstdlib>
#include <ostream>
#include <typeinfo>
#include <unordered_set>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/nn/archive.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/grad_mode.h"
#include "tessera/tensor/ops.h"

namespace tessera::nn {
namespace {

std::string Join(const std::string& prefix, const std::string& name) {
  return prefix.empty() ? name : Str(prefix, ".", name);
}

std::string Demangled(const char* mangled) {
  int status = 0;
  char* text = abi::__cxa_demangle(mangled, nullptr, nullptr, &status);
  std::string name = status == 0 ? text : mangled;
  std::free(text);
  // The names that PyTorch prints, for the classes that are PyTorch's.
  constexpr char kOurs[] = "tessera::nn::";
  if (name.rfind(kOurs, 0) == 0)
    name.replace(0, sizeof(kOurs) - 1, "torch::nn::");
  return name;
}

// Linear of torch::nn::LinearImpl, as messages have it.
std::string ShortName(const std::string& name) {
  std::string text = name.substr(0, name.find('<'));
  const size_t colon = text.rfind(':');
  if (colon != std::string::npos) text.erase(0, colon + 1);
  constexpr char kImpl[] = "Impl";
  constexpr size_t kLength = sizeof(kImpl) - 1;
  if (text.size() > kLength &&
      text.compare(text.size() - kLength, kLength, kImpl) == 0) {
    text.resize(text.size() - kLength);
  }
  return text;
}

void CheckName(const char* op, const char* what, const std::string& name) {
  if (name.empty()) {
    throw ValueError(op, Str(what, " name must not be empty, got \"\""));
  }
  if (name.find('.') != std::string::npos) {
    throw ValueError(
        op, Str(what, " name must not contain a dot (got '", name, "')"));
  }
}

void CheckFree(const char* op, const char* what, const std::string& name,
               bool taken) {
  if (taken) {
    throw ValueError(op, Str(what, " '", name, "' already defined"));
  }
}

// Before anything has changed.
void CheckParametersCanBe(const Module& module, DType dtype) {
  if (kind(dtype) >= Kind::Float) return;
  for (const auto& item : module.named_parameters()) {
    if (!item->requires_grad()) continue;
    throw DTypeError("to", Str("expected a floating point or complex dtype for "
                               "the parameter ",
                               item.key(), ", got ", tessera::name(dtype)));
  }
}

void AppendQuoted(std::string* out, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (&name != &names[0]) *out += ", ";
    *out += '"' + name + '"';
  }
}

}  // namespace

std::ostream& operator<<(std::ostream& os, const IncompatibleKeys& keys) {
  if (keys.missing_keys.empty() && keys.unexpected_keys.empty()) {
    return os << "<All keys matched successfully>";
  }
  std::string missing, unexpected;
  AppendQuoted(&missing, keys.missing_keys);
  AppendQuoted(&unexpected, keys.unexpected_keys);
  return os << "_IncompatibleKeys(missing_keys=[" << missing
            << "], unexpected_keys=[" << unexpected << "])";
}

Module::Module() = default;
Module::Module(std::string name) : name_(std::move(name)) {}
Module::~Module() = default;

const std::string& Module::name() const {
  // Not in the constructor, where the dynamic type is still Module.
  if (name_.empty()) name_ = Demangled(typeid(*this).name());
  return name_;
}

std::shared_ptr<Module> Module::clone(const optional<Device>&) const {
  throw NotImplementedError("clone",
                            Str("clone() has not been implemented for ", name(),
                                "; derive from "
                                "nn::Cloneable<",
                                name(), "> instead of nn::Module"));
}

void Module::CloneFrom(const Module& other, const optional<Device>& device) {
  CloneTensors(other, device);
  is_training_ = other.is_training_;
}

void Module::CloneTensors(const Module& other, const optional<Device>& device) {
  const auto check = [&](const char* what, const char* how, size_t copied,
                         size_t wanted) {
    if (copied == wanted) return;
    throw ValueError("clone",
                     Str("expected ", wanted, " ", what, " in ", name(),
                         " after reset(), got ", copied, "; call ", how,
                         " in reset(), not in the constructor"));
  };
  check("parameters", "register_parameter()", parameters_.size(),
        other.parameters_.size());
  check("buffers", "register_buffer()", buffers_.size(), other.buffers_.size());
  check("submodules", "register_module()", children_.size(),
        other.children_.size());
  const auto copy = [&](const Tensor& to, const Tensor& from) {
    if (!from.defined() || !to.defined()) return;
    const Tensor values = from.detach();
    to.set_data(device ? values.to(*device, false, true) : values.clone());
    if (to.is_leaf()) to.requires_grad_(from.requires_grad());
  };
  for (const auto& item : other.parameters_) {
    copy(parameters_[item.key()], item.value());
  }
  for (const auto& item : other.buffers_) {
    copy(buffers_[item.key()], item.value());
  }
  for (const auto& child : other.children_) {
    children_[child.key()]->CloneFrom(*child.value(), device);
  }
}

std::shared_ptr<Module> Module::Shared() const {
  std::weak_ptr<const Module> weak = weak_from_this();
  if (std::shared_ptr<const Module> shared = weak.lock()) {
    return std::const_pointer_cast<Module>(shared);
  }
  throw ValueError(
      "modules",
      Str("expected ", name(),
          " to be held by a shared_ptr, got one by value; "
          "make it with std::make_shared or pass include_self=false"));
}

void Module::ApplyNamed(
    const std::string& prefix,
    const std::function<void(const std::string&, Module&)>& f) const {
  f(prefix, const_cast<Module&>(*this));
  for (const auto& child : children_) {
    child.value()->ApplyNamed(Join(prefix, child.key()), f);
  }
}

// A tensor under several names counts once, under the first.
OrderedDict<std::string, Tensor> Module::NamedTensors(
    OrderedDict<std::string, Tensor> Module::*list, bool recurse) const {
  OrderedDict<std::string, Tensor> all;
  std::unordered_set<const TensorImpl*> seen;
  const auto add = [&](const std::string& prefix, const Module& module) {
    for (const auto& item : module.*list) {
      if (item->defined() && seen.insert(item->impl()).second) {
        all.insert(Join(prefix, item.key()), item.value());
      }
    }
  };
  if (recurse) {
    ApplyNamed("", add);
  } else {
    add("", *this);
  }
  return all;
}

OrderedDict<std::string, Tensor> Module::named_parameters(bool recurse) const {
  return NamedTensors(&Module::parameters_, recurse);
}

OrderedDict<std::string, Tensor> Module::named_buffers(bool recurse) const {
  return NamedTensors(&Module::buffers_, recurse);
}

std::vector<Tensor> Module::parameters(bool recurse) const {
  return named_parameters(recurse).values();
}

std::vector<Tensor> Module::buffers(bool recurse) const {
  return named_buffers(recurse).values();
}

std::vector<std::shared_ptr<Module>> Module::modules(bool include_self) const {
  return named_modules("", include_self).values();
}

OrderedDict<std::string, std::shared_ptr<Module>> Module::named_modules(
    const std::string& prefix, bool include_self) const {
  OrderedDict<std::string, std::shared_ptr<Module>> all;
  ApplyNamed(prefix, [&](const std::string& name, Module& module) {
    if (include_self || &module != this) all.insert(name, module.Shared());
  });
  return all;
}

std::vector<std::shared_ptr<Module>> Module::children() const {
  return children_.values();
}

OrderedDict<std::string, std::shared_ptr<Module>> Module::named_children()
    const {
  return children_;
}

OrderedDict<std::string, Tensor> Module::state_dict() const {
  OrderedDict<std::string, Tensor> all;
  ApplyNamed("", [&](const std::string& prefix, Module& module) {
    for (const auto* group : {&module.parameters_, &module.buffers_}) {
      for (const auto& item : *group) {
        if (!item->defined()) continue;
        all.insert(Join(prefix, item.key()), item->detach());
      }
    }
  });
  return all;
}

IncompatibleKeys Module::load_state_dict(
    const OrderedDict<std::string, Tensor>& state_dict, bool strict) {
  const OrderedDict<std::string, Tensor> own = this->state_dict();
  IncompatibleKeys keys;
  std::vector<std::string> mismatched;
  std::vector<std::pair<Tensor, Tensor>> copies;
  for (const auto& item : own) {
    const Tensor* source = state_dict.find(item.key());
    if (!source) {
      keys.missing_keys.push_back(item.key());
    } else if (!source->defined()) {
      mismatched.push_back(
          Str("expected a defined tensor for ", item.key(), ", got none"));
    } else if (source->sizes() != item->sizes()) {
      mismatched.push_back(
          serialize::SizeMismatch(item.key(), *source, item.value()));
    } else {
      copies.emplace_back(item.value(), *source);
    }
  }
  for (const auto& item : state_dict) {
    if (!own.contains(item.key())) keys.unexpected_keys.push_back(item.key());
  }
  std::string problems;
  const auto add = [&](const std::string& problem) {
    problems += (problems.empty() ? " " : "; ") + problem;
  };
  if (strict && !keys.missing_keys.empty()) {
    std::string text = "Missing key(s) in state_dict: ";
    AppendQuoted(&text, keys.missing_keys);
    add(text);
  }
  if (strict && !keys.unexpected_keys.empty()) {
    std::string text = "Unexpected key(s) in state_dict: ";
    AppendQuoted(&text, keys.unexpected_keys);
    add(text);
  }
  for (const std::string& text : mismatched) add(text);
  if (!problems.empty()) {
    throw ValueError("load_state_dict",
                     Str("Error(s) in loading state_dict for ",
                         ShortName(name()), ":", problems));
  }
  serialize::CopyAll(copies);
  return keys;
}

void Module::train(bool on) {
  for (const auto& child : children_) child.value()->train(on);
  is_training_ = on;
}

template <class Convert>
void Module::ConvertAll(const Convert& convert) {
  for (const auto& child : children_) child.value()->ConvertAll(convert);
  for (auto* group : {&parameters_, &buffers_}) {
    for (const auto& item : *group) {
      const Tensor& tensor = item.value();
      if (!tensor.defined()) continue;
      const Tensor converted = convert(tensor.detach());
      if (tensor.grad().defined()) {
        const Tensor grad = convert(tensor.grad().detach());
        tensor.set_data(converted);
        tensor.mutable_grad() = grad;
      } else {
        tensor.set_data(converted);
      }
    }
  }
}

void Module::to(Device device, DType dtype, bool non_blocking) {
  device = ResolveDevice("to", device);
  CheckParametersCanBe(*this, dtype);
  ConvertAll(
      [&](const Tensor& t) { return t.to(device, dtype, non_blocking); });
}

void Module::to(DType dtype, bool non_blocking) {
  CheckParametersCanBe(*this, dtype);
  ConvertAll([&](const Tensor& t) { return t.to(dtype, non_blocking); });
}

void Module::to(Device device, bool non_blocking) {
  device = ResolveDevice("to", device);
  ConvertAll([&](const Tensor& t) { return t.to(device, non_blocking); });
}

void Module::zero_grad(bool set_to_none) {
  for (const Tensor& parameter : parameters()) {
    if (!parameter.grad().defined()) continue;
    Tensor& grad = parameter.mutable_grad();
    if (set_to_none) {
      grad.reset();
    } else {
      NoGradGuard no_grad;
      grad = grad.detach();
      grad.zero_();
    }
  }
}

void Module::requires_grad_(bool requires_grad) {
  for (const Tensor& parameter : parameters()) {
    parameter.requires_grad_(requires_grad);
  }
}

void Module::save(serialize::OutputArchive& archive) const {
  for (const auto* group : {&parameters_, &buffers_}) {
    for (const auto& item : *group) {
      if (item->defined()) archive.write(item.key(), item->detach());
    }
  }
  for (const auto& child : children_) {
    if (!child.value()->is_serializable()) continue;
    serialize::OutputArchive nested;
    child.value()->save(nested);
    archive.write(child.key(), nested);
  }
}

void Module::load(serialize::InputArchive& archive) {
  serialize::InputArchive::Transaction transaction(&archive, ShortName(name()));
  for (auto* group : {&parameters_, &buffers_}) {
    for (auto& item : *group) {
      if (!item->defined()) continue;
      Tensor tensor = item.value();
      if (!archive.try_read(item.key(), tensor))
        transaction.Missing(item.key());
    }
  }
  for (const auto& child : children_) {
    if (!child.value()->is_serializable()) continue;
    serialize::InputArchive nested;
    archive.ReadNested(child.key(), nested);
    child.value()->load(nested);
  }
  transaction.Commit();
}

void Module::pretty_print(std::ostream& stream) const { stream << name(); }

void Module::Print(std::ostream& stream, const std::string& indentation) const {
  pretty_print(stream);
  if (children_.is_empty()) return;
  stream << "(\n";
  const std::string inner = indentation + "  ";
  for (const auto& child : children_) {
    stream << inner << "(" << child.key() << "): ";
    child.value()->Print(stream, inner);
    stream << '\n';
  }
  stream << indentation << ")";
}

std::ostream& operator<<(std::ostream& os, const Module& module) {
  module.Print(os, "");
  return os;
}

Tensor& Module::register_parameter(std::string name, Tensor tensor,
                                   bool requires_grad) {
  constexpr char kOp[] = "register_parameter";
  CheckName(kOp, "Parameter", name);
  CheckFree(kOp, "Parameter", name,
            parameters_.contains(name) || buffers_.contains(name));
  if (tensor.defined() && tensor.requires_grad() != requires_grad) {
    if (!tensor.is_leaf()) {
      throw ValueError(
          kOp, Str("expected a leaf for parameter '", name, "', got ", tensor,
                   ", which has a grad_fn; use detach()"));
    }
    tensor.requires_grad_(requires_grad);
  }
  return parameters_.insert(std::move(name), std::move(tensor));
}

Tensor& Module::register_buffer(std::string name, Tensor tensor) {
  constexpr char kOp[] = "register_buffer";
  CheckName(kOp, "Buffer", name);
  CheckFree(kOp, "Buffer", name,
            parameters_.contains(name) || buffers_.contains(name));
  return buffers_.insert(std::move(name), std::move(tensor));
}

void Module::RegisterModule(std::string name, std::shared_ptr<Module> module) {
  constexpr char kOp[] = "register_module";
  CheckName(kOp, "Submodule", name);
  CheckFree(kOp, "Submodule", name, children_.contains(name));
  if (!module) {
    throw ValueError(kOp, Str("expected a module for '", name,
                              "', got an empty holder; construct it first"));
  }
  children_.insert(std::move(name), std::move(module));
}

void Module::ReplaceModule(const std::string& name,
                           std::shared_ptr<Module> module) {
  if (!module) {
    throw ValueError("replace_module", Str("expected a module for '", name,
                                           "', got an empty holder"));
  }
  children_[name] = std::move(module);
}

void Module::unregister_module(const std::string& name) {
  if (!children_.contains(name)) {
    throw ValueError("unregister_module",
                     Str("expected the name of a submodule of ", this->name(),
                         ", got '", name, "'"));
  }
  children_.erase(name);
}

}  // namespace tessera::nn
