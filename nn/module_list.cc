#include "tessera/nn/module_list.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera::nn {

namespace detail {

void ThrowIndex(size_t index, size_t size) {
  throw IndexError("ModuleList", Str("index ", index, " is out of range for ",
                                     size, " modules"));
}

void ThrowOtherClass(const Module& module) {
  throw TypeError(
      "at", Str("expected a module of another class, got ", module.name()));
}

}  // namespace detail

std::shared_ptr<Module> ModuleListImpl::clone(
    const optional<Device>& device) const {
  auto copy = std::make_shared<ModuleListImpl>();
  for (const auto& module : modules_) copy->push_back(module->clone(device));
  return copy;
}

void ModuleListImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::ModuleList";
}

void ModuleListImpl::Insert(size_t index, std::shared_ptr<Module> module) {
  if (index > size()) detail::ThrowIndex(index, size());
  // Checks the module before anything moves.
  register_module(std::to_string(size()), module);
  modules_.insert(modules_.begin() + static_cast<std::ptrdiff_t>(index),
                  std::move(module));
  for (size_t i = index; i < size(); ++i) {
    replace_module(std::to_string(i), modules_[i]);
  }
}

std::shared_ptr<Module> ModuleDictImpl::clone(
    const optional<Device>& device) const {
  auto copy = std::make_shared<ModuleDictImpl>();
  for (const auto& child : children_) {
    copy->insert(child.key(), child.value()->clone(device));
  }
  return copy;
}

void ModuleDictImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::ModuleDict";
}

std::shared_ptr<Module> ModuleDictImpl::pop(const std::string& key) {
  std::shared_ptr<Module> module = children_[key];
  unregister_module(key);
  return module;
}

void ModuleDictImpl::Set(const std::string& key,
                         std::shared_ptr<Module> module) {
  if (contains(key)) {
    replace_module(key, std::move(module));
  } else {
    register_module(key, std::move(module));
  }
}

}  // namespace tessera::nn
