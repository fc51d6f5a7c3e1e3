// ModuleList and ModuleDict: modules by number or by name, without a forward.
//
//   nn::ModuleList layers(nn::Linear(4, 4), nn::Linear(4, 4));
//   layers->push_back(nn::Linear(4, 2));
//   for (auto& layer : *layers) x = layer->as<nn::Linear>()->forward(x);
//   nn::ModuleDict heads;
//   heads->insert("a", nn::Linear(4, 2));
//   heads["a"]->as<nn::Linear>();
#ifndef TESSERA_NN_MODULE_LIST_H_
#define TESSERA_NN_MODULE_LIST_H_

#include <memory>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "tessera/nn/cloneable.h"
#include "tessera/nn/module.h"
#include "tessera/nn/module_holder.h"

namespace tessera::nn {

namespace detail {

// The shared pointer of a holder, a pointer or a module by value.
template <class M>
std::shared_ptr<Module> SharedModule(M&& module) {
  using T = std::decay_t<M>;
  if constexpr (is_module_holder_v<T>) {
    return module.ptr();
  } else if constexpr (std::is_base_of_v<Module, T>) {
    return std::make_shared<T>(std::forward<M>(module));
  } else {
    return std::shared_ptr<Module>(std::forward<M>(module));
  }
}

// IndexError and TypeError of the lists.
[[noreturn]] void ThrowIndex(size_t index, size_t size);
[[noreturn]] void ThrowOtherClass(const Module& module);
template <class M>
std::shared_ptr<M> CastModule(const std::shared_ptr<Module>& module) {
  auto cast = std::dynamic_pointer_cast<M>(module);
  if (!cast) ThrowOtherClass(*module);
  return cast;
}

}  // namespace detail

class ModuleListImpl : public Cloneable<ModuleListImpl> {
 public:
  using Iterator = std::vector<std::shared_ptr<Module>>::iterator;
  using ConstIterator = std::vector<std::shared_ptr<Module>>::const_iterator;

  ModuleListImpl() = default;
  template <class First, class... More,
            class = std::enable_if_t<
                !std::is_same_v<std::decay_t<First>, ModuleListImpl>>>
  explicit ModuleListImpl(First&& first, More&&... more) {
    push_back(std::forward<First>(first));
    (push_back(std::forward<More>(more)), ...);
  }

  std::shared_ptr<Module> clone(
      const optional<Device>& device = nullopt) const override;
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  template <class M>
  void push_back(M&& module) {
    Insert(size(), detail::SharedModule(std::forward<M>(module)));
  }
  // Later modules move on by one; IndexError beyond the end.
  template <class M>
  void insert(size_t index, M&& module) {
    Insert(index, detail::SharedModule(std::forward<M>(module)));
  }
  template <class Container>
  void extend(const Container& container) {
    for (const auto& module : container) push_back(module);
  }

  Iterator begin() { return modules_.begin(); }
  ConstIterator begin() const { return modules_.begin(); }
  Iterator end() { return modules_.end(); }
  ConstIterator end() const { return modules_.end(); }
  size_t size() const noexcept { return modules_.size(); }
  bool is_empty() const noexcept { return modules_.empty(); }

  std::shared_ptr<Module> ptr(size_t index) const {
    if (index >= size()) detail::ThrowIndex(index, size());
    return modules_[index];
  }
  template <class M>
  std::shared_ptr<M> ptr(size_t index) const {
    return detail::CastModule<M>(ptr(index));
  }
  template <class M>
  M& at(size_t index) const {
    return *ptr<M>(index);
  }
  std::shared_ptr<Module> operator[](size_t index) const { return ptr(index); }

 private:
  void Insert(size_t index, std::shared_ptr<Module> module);

  std::vector<std::shared_ptr<Module>> modules_;
};
TESSERA_MODULE(ModuleList);

class ModuleDictImpl : public Cloneable<ModuleDictImpl> {
 public:
  ModuleDictImpl() = default;
  explicit ModuleDictImpl(
      const std::vector<std::pair<std::string, std::shared_ptr<Module>>>&
          modules) {
    update(modules);
  }
  explicit ModuleDictImpl(
      const OrderedDict<std::string, std::shared_ptr<Module>>& modules) {
    update(modules);
  }

  std::shared_ptr<Module> clone(
      const optional<Device>& device = nullopt) const override;
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  // Replaces one of that name.
  template <class M>
  void insert(const std::string& key, M&& module) {
    Set(key, detail::SharedModule(std::forward<M>(module)));
  }
  void update(
      const std::vector<std::pair<std::string, std::shared_ptr<Module>>>&
          modules) {
    for (const auto& [key, module] : modules) Set(key, module);
  }
  // An OrderedDict or another ModuleDict.
  template <class Container>
  void update(const Container& container) {
    for (const auto& item : container) Set(item.key(), item.value());
  }

  auto begin() { return children_.begin(); }
  auto begin() const { return children_.begin(); }
  auto end() { return children_.end(); }
  auto end() const { return children_.end(); }
  // ValueError where the key is missing.
  std::shared_ptr<Module> operator[](const std::string& key) const {
    return children_[key];
  }
  template <class M>
  M& at(const std::string& key) const {
    return *detail::CastModule<M>(children_[key]);
  }
  std::shared_ptr<Module> pop(const std::string& key);
  void clear() { children_.clear(); }
  bool contains(const std::string& key) const {
    return children_.contains(key);
  }
  bool empty() const { return children_.is_empty(); }
  size_t size() const { return children_.size(); }
  std::vector<std::string> keys() const { return children_.keys(); }
  std::vector<std::shared_ptr<Module>> values() const { return children(); }
  std::vector<std::pair<std::string, std::shared_ptr<Module>>> items() const {
    return children_.pairs();
  }

 private:
  void Set(const std::string& key, std::shared_ptr<Module> module);
};
TESSERA_MODULE(ModuleDict);

}  // namespace tessera::nn

#endif  // TESSERA_NN_MODULE_LIST_H_
