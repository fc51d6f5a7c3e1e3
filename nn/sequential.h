// Sequential: modules one after the other.
//
//   nn::Sequential net(nn::Linear(4, 8), nn::ReLU(), nn::Linear(8, 2));
//   nn::Sequential named({{"in", nn::Linear(4, 8)}, {"act", nn::ReLU()}});
//   net->push_back(nn::Tanh());
//   Tensor y = net->forward(x);
//   net[0]->as<nn::Linear>()->weight;
//
// Takes holders, shared pointers and modules by value. What a module's forward
// returns is the next one's argument: a Tensor, if they do not say otherwise.
// net->forward<int>(x, 2.5) calls the first with both and the last for an int.
#ifndef TESSERA_NN_SEQUENTIAL_H_
#define TESSERA_NN_SEQUENTIAL_H_

#include <initializer_list>
#include <memory>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "tessera/nn/any_module.h"
#include "tessera/nn/cloneable.h"
#include "tessera/nn/module.h"
#include "tessera/nn/module_holder.h"
#include "tessera/tensor/tensor.h"

namespace tessera::nn {

namespace detail {

// Whether forward takes a Tensor, perhaps by defaults for further parameters.
template <class M, class = void>
struct TakesTensor : std::false_type {};
template <class M>
struct TakesTensor<M, std::void_t<decltype(std::declval<M&>().forward(
                          std::declval<const Tensor&>()))>>
    : std::is_convertible<decltype(std::declval<M&>().forward(
                              std::declval<const Tensor&>())),
                          Tensor> {};

// Whether forward has one parameter, or is overloaded, so that nothing but
// TakesTensor can call it.
template <class M, class = void>
struct IsPlain : std::true_type {};
template <class Result, class C, class... A>
constexpr bool HasOne(Result (C::*)(A...)) {
  return sizeof...(A) == 1;
}
template <class Result, class C, class... A>
constexpr bool HasOne(Result (C::*)(A...) const) {
  return sizeof...(A) == 1;
}
template <class M>
struct IsPlain<M, std::void_t<decltype(HasOne(&M::forward))>>
    : std::bool_constant<HasOne(decltype (&M::forward)())> {};

}  // namespace detail

// A module together with its forward.
class SequentialItem {
 public:
  template <class M>
  SequentialItem(std::shared_ptr<M> module) : module_(std::move(module)) {
    static_assert(std::is_base_of_v<Module, M>,
                  "expected a class derived from nn::Module");
    constexpr bool takes_tensor = detail::TakesTensor<M>::value;
    if constexpr (takes_tensor) forward_ = &Forward<M>;
    if constexpr (!takes_tensor || !detail::IsPlain<M>::value) {
      call_ = detail::AnyForwardOf<M>(&M::forward);
    }
    static_assert(!std::is_same_v<Module, M>,
                  "nn::Module has no forward; pass the pointer to the class "
                  "that has");
  }
  template <class M, class = std::enable_if_t<detail::is_module_holder_v<M>>>
  SequentialItem(const M& holder) : SequentialItem(holder.ptr()) {}
  template <
      class M,
      class = std::enable_if_t<std::is_base_of_v<Module, std::decay_t<M>>>,
      class = void>
  SequentialItem(M&& module)
      : SequentialItem(
            std::make_shared<std::decay_t<M>>(std::forward<M>(module))) {}

  // TypeError where the module takes or returns something else.
  Tensor forward(const Tensor& input) const {
    return forward_ ? forward_(module_.get(), input) : ForwardAny(input);
  }
  detail::AnyResult Call(const detail::AnyArgument* arguments, size_t n) const;
  bool takes_tensor() const { return forward_ != nullptr; }
  Tensor operator()(const Tensor& input) const { return forward(input); }
  const std::shared_ptr<Module>& ptr() const { return module_; }
  // TypeError where the module is of another class.
  template <class M>
  std::shared_ptr<M> ptr() const {
    auto module = std::dynamic_pointer_cast<M>(module_);
    if (!module) ThrowOther();
    return module;
  }
  // get<LinearImpl>() is a reference, get<Linear>() a holder.
  template <class M>
  decltype(auto) get() const {
    if constexpr (detail::is_module_holder_v<M>) {
      return M(ptr<typename M::ContainedType>());
    } else {
      return static_cast<M&>(*ptr<M>());
    }
  }
  Module* operator->() const { return module_.get(); }
  // The same forward on a clone.
  SequentialItem clone(const optional<Device>& device = nullopt) const;

 private:
  SequentialItem() = default;
  template <class M>
  static Tensor Forward(Module* module, const Tensor& input) {
    return static_cast<M*>(module)->forward(input);
  }
  [[noreturn]] void ThrowOther() const;
  Tensor ForwardAny(const Tensor& input) const;

  std::shared_ptr<Module> module_;
  // At least one of the two; the first is for what takes a Tensor.
  Tensor (*forward_)(Module*, const Tensor&) = nullptr;
  detail::AnyCall call_ = nullptr;
};

// A pair {"name", module}.
class NamedModule {
 public:
  template <class M>
  NamedModule(std::string name, M&& module)
      : name_(std::move(name)), module_(std::forward<M>(module)) {}
  const std::string& name() const { return name_; }
  const SequentialItem& module() const { return module_; }

 private:
  std::string name_;
  SequentialItem module_;
};

class SequentialImpl : public Cloneable<SequentialImpl> {
 public:
  using Iterator = std::vector<SequentialItem>::iterator;
  using ConstIterator = std::vector<SequentialItem>::const_iterator;

  SequentialImpl() = default;
  explicit SequentialImpl(std::initializer_list<NamedModule> modules) {
    for (const NamedModule& m : modules) push_back(m.name(), m.module());
  }
  template <class... M,
            class = std::enable_if_t<
                (sizeof...(M) > 0) &&
                (std::is_constructible_v<SequentialItem, M&&> && ...)>>
  explicit SequentialImpl(M&&... modules) {
    (push_back(SequentialItem(std::forward<M>(modules))), ...);
  }

  std::shared_ptr<Module> clone(
      const optional<Device>& device = nullopt) const override;
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  // Without modules a ValueError.
  Tensor forward(const Tensor& input) const;
  // The same with other arguments or another result; TypeError where types do
  // not fit, which are not converted.
  template <class Result = Tensor, class... A,
            class = std::enable_if_t<
                !(std::is_same_v<Result, Tensor> && sizeof...(A) == 1 &&
                  (std::is_convertible_v<A&&, const Tensor&> && ...))>>
  Result forward(A&&... arguments) const {
    return detail::TakeResult<Result>(
        *LastModule(),
        detail::WithAnyArguments([&](const detail::AnyArgument* list,
                                     size_t n) { return CallAll(list, n); },
                                 std::forward<A>(arguments)...));
  }
  template <class Result,
            class = std::enable_if_t<std::is_same_v<Result, Tensor>>>
  Result forward(const Tensor& input) const {
    return forward(input);
  }

  // Registered under its number.
  void push_back(SequentialItem module) {
    push_back(std::to_string(size()), std::move(module));
  }
  void push_back(std::string name, SequentialItem module);
  void push_back(const NamedModule& named) {
    push_back(named.name(), named.module());
  }
  // Items of another Sequential or any container of modules.
  template <class Container>
  void extend(const Container& container) {
    for (const auto& module : container) push_back(SequentialItem(module));
  }

  Iterator begin() { return items_.begin(); }
  ConstIterator begin() const { return items_.begin(); }
  Iterator end() { return items_.end(); }
  ConstIterator end() const { return items_.end(); }
  size_t size() const noexcept { return items_.size(); }
  bool is_empty() const noexcept { return items_.empty(); }

  // IndexError out of range, TypeError where it is of another class.
  template <class M>
  M& at(size_t index) const {
    return Item(index).get<M>();
  }
  std::shared_ptr<Module> ptr(size_t index) const { return Item(index).ptr(); }
  template <class M>
  std::shared_ptr<M> ptr(size_t index) const {
    return Item(index).ptr<M>();
  }
  std::shared_ptr<Module> operator[](size_t index) const { return ptr(index); }

 private:
  const SequentialItem& Item(size_t index) const;
  // Both ValueError without modules.
  const Module* LastModule() const;
  detail::AnyResult CallAll(const detail::AnyArgument* arguments,
                            size_t n) const;

  std::vector<SequentialItem> items_;
};

class Sequential : public ModuleHolder<SequentialImpl> {
 public:
  using ModuleHolder<SequentialImpl>::ModuleHolder;
  using Impl = SequentialImpl;
  Sequential() : ModuleHolder() {}
  Sequential(std::initializer_list<NamedModule> modules)
      : ModuleHolder(std::make_shared<SequentialImpl>(modules)) {}
};

}  // namespace tessera::nn

#endif  // TESSERA_NN_SEQUENTIAL_H_
