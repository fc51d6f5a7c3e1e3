// AnyModule: a module of any class, called with what its forward takes; and
// Functional: a function as a module.
//
//   nn::AnyModule any(nn::Linear(4, 2));
//   Tensor y = any.forward(x);
//   nn::AnyModule pair(std::make_shared<Two>());  // int forward(int, double)
//   int n = pair.forward<int>(1, 2.5);
//   nn::Sequential net(nn::Linear(4, 2), nn::Functional(relu));
#ifndef TESSERA_NN_ANY_MODULE_H_
#define TESSERA_NN_ANY_MODULE_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <ostream>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include "tessera/nn/cloneable.h"
#include "tessera/nn/module.h"
#include "tessera/nn/module_holder.h"
#include "tessera/tensor/tensor.h"

namespace tessera::nn {

namespace detail {

struct AnyArgument {
  const std::type_info* type;
  void* value;
};

// What a forward returned.
struct AnyResult {
  const std::type_info* type;
  std::shared_ptr<void> value;
};

// TypeErrors of a call that does not fit.
[[noreturn]] void ThrowArgumentCount(const Module& module, size_t expected,
                                     size_t got);
[[noreturn]] void ThrowArgumentType(const Module& module, size_t position,
                                    const std::type_info& expected,
                                    const std::type_info& got);
[[noreturn]] void ThrowResultType(const Module& module,
                                  const std::type_info& expected,
                                  const std::type_info& got);
[[noreturn]] void ThrowEmptyAnyModule();
[[noreturn]] void ThrowAnyModuleClass(const Module& module);

// Result forward(A...) of M, from arguments of exactly these types.
template <class M, class Result, class... A>
struct AnyForward {
  static AnyResult Call(Module* module, const AnyArgument* arguments,
                        size_t n) {
    if (n != sizeof...(A)) ThrowArgumentCount(*module, sizeof...(A), n);
    return CallWith(module, arguments, std::index_sequence_for<A...>());
  }
  template <size_t... I>
  static AnyResult CallWith(Module* module, const AnyArgument* arguments,
                            std::index_sequence<I...>) {
    (Check<std::decay_t<A>>(module, arguments, I), ...);
    using Value = std::decay_t<Result>;
    return {&typeid(Value),
            std::make_shared<Value>(static_cast<M*>(module)->forward(std::move(
                *static_cast<std::decay_t<A>*>(arguments[I].value))...))};
  }
  template <class T>
  static void Check(Module* module, const AnyArgument* arguments, size_t i) {
    if (*arguments[i].type != typeid(T)) {
      ThrowArgumentType(*module, i, typeid(T), *arguments[i].type);
    }
  }
};

using AnyCall = AnyResult (*)(Module*, const AnyArgument*, size_t);
template <class M, class Class, class Result, class... A>
AnyCall AnyForwardOf(Result (Class::*)(A...)) {
  return &AnyForward<M, Result, A...>::Call;
}
template <class M, class Class, class Result, class... A>
AnyCall AnyForwardOf(Result (Class::*)(A...) const) {
  return &AnyForward<M, Result, A...>::Call;
}

// call(list, n) with copies of the arguments.
template <class Call, class... A>
auto WithAnyArguments(const Call& call, A&&... arguments) {
  std::tuple<std::decay_t<A>...> copies(std::forward<A>(arguments)...);
  return std::apply(
      [&](auto&... copy) {
        const AnyArgument list[] = {{&typeid(copy), &copy}...,
                                    {nullptr, nullptr}};
        return call(list, sizeof...(A));
      },
      copies);
}

template <class Result>
Result TakeResult(const Module& module, const AnyResult& result) {
  if (*result.type != typeid(Result)) {
    ThrowResultType(module, *result.type, typeid(Result));
  }
  return std::move(*static_cast<Result*>(result.value.get()));
}

}  // namespace detail

class AnyModule {
 public:
  AnyModule() = default;
  // M needs one forward, not overloaded, without lvalue references to what is
  // not const, and with a result.
  template <class M, class = std::enable_if_t<std::is_base_of_v<Module, M>>>
  explicit AnyModule(std::shared_ptr<M> module)
      : module_(std::move(module)),
        call_(detail::AnyForwardOf<M>(&M::forward)),
        type_(&typeid(M)) {}
  template <class M>
  explicit AnyModule(const ModuleHolder<M>& holder) : AnyModule(holder.ptr()) {}

  bool is_empty() const noexcept { return module_ == nullptr; }
  // TypeError where number or types of arguments differ from forward's; they
  // are not converted.
  template <class Result = Tensor, class... A>
  Result forward(A&&... arguments) const {
    if (is_empty()) detail::ThrowEmptyAnyModule();
    return detail::TakeResult<Result>(
        *module_, detail::WithAnyArguments(
                      [&](const detail::AnyArgument* list, size_t n) {
                        return call_(module_.get(), list, n);
                      },
                      std::forward<A>(arguments)...));
  }
  std::shared_ptr<Module> ptr() const { return module_; }
  // get<LinearImpl>() is a reference, get<Linear>() a holder. TypeError where
  // the module is of another class.
  template <class M>
  decltype(auto) get() const {
    if constexpr (detail::is_module_holder_v<M>) {
      return M(Cast<typename M::ContainedType>());
    } else {
      return static_cast<M&>(*Cast<M>());
    }
  }
  const std::type_info& type_info() const {
    if (is_empty()) detail::ThrowEmptyAnyModule();
    return *type_;
  }

 private:
  template <class M>
  std::shared_ptr<M> Cast() const {
    if (is_empty()) detail::ThrowEmptyAnyModule();
    auto module = std::dynamic_pointer_cast<M>(module_);
    if (!module) detail::ThrowAnyModuleClass(*module_);
    return module;
  }

  std::shared_ptr<Module> module_;
  detail::AnyCall call_ = nullptr;
  const std::type_info* type_ = nullptr;
};

// f(input, further arguments given here).
class FunctionalImpl : public Cloneable<FunctionalImpl> {
 public:
  using Function = std::function<Tensor(Tensor)>;
  explicit FunctionalImpl(Function function) : function_(std::move(function)) {}
  template <class F, class... A, class = std::enable_if_t<(sizeof...(A) > 0)>>
  explicit FunctionalImpl(F f, A... arguments)
      : function_([f, arguments...](Tensor input) {
          return f(input, arguments...);
        }) {}
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
  Tensor forward(const Tensor& input) { return function_(input); }
  bool is_serializable() const override { return false; }

 private:
  Function function_;
};
TESSERA_MODULE(Functional);

}  // namespace tessera::nn

#endif  // TESSERA_NN_ANY_MODULE_H_
