// ModuleHolder and TESSERA_MODULE: modules that are used like values.
//
//   struct NetImpl : nn::Module { Tensor forward(const Tensor& x); ... };
//   TESSERA_MODULE(Net);    // class Net holds a shared_ptr<NetImpl>
//   Net net;                // made; copies share it
//   Net later{nullptr};     // empty
//   net->forward(x);  net(x);  net->parameters();
#ifndef TESSERA_NN_MODULE_HOLDER_H_
#define TESSERA_NN_MODULE_HOLDER_H_

#include <cstddef>
#include <memory>
#include <ostream>
#include <type_traits>
#include <utility>

#include "tessera/base/error.h"
#include "tessera/nn/module.h"

namespace tessera::nn {

namespace detail {
// Tells holders from other types.
struct ModuleHolderIndicator {};
template <class T>
constexpr bool is_module_holder_v =
    std::is_base_of_v<ModuleHolderIndicator, std::decay_t<T>>;
[[noreturn]] inline void ThrowEmptyHolder() {
  throw ValueError("ModuleHolder",
                   "Accessing empty ModuleHolder; construct the module first");
}
}  // namespace detail

template <class Contained>
class ModuleHolder : detail::ModuleHolderIndicator {
 public:
  using ContainedType = Contained;

  // The module with its default constructor.
  ModuleHolder() : impl_(MakeDefault()) {}
  // Empty, to be assigned later.
  ModuleHolder(std::nullptr_t) : impl_(nullptr) {}
  ModuleHolder(std::shared_ptr<Contained> module) : impl_(std::move(module)) {}
  // The module from the arguments of its constructor.
  template <class Head, class... Tail,
            class = std::enable_if_t<
                !(std::is_base_of_v<ModuleHolder, std::decay_t<Head>> &&
                  sizeof...(Tail) == 0) &&
                !std::is_convertible_v<Head, std::shared_ptr<Contained>>>>
  explicit ModuleHolder(Head&& head, Tail&&... tail)
      : impl_(std::make_shared<Contained>(std::forward<Head>(head),
                                          std::forward<Tail>(tail)...)) {}

  explicit operator bool() const noexcept { return impl_ != nullptr; }
  bool is_empty() const noexcept { return impl_ == nullptr; }
  // ValueError where it is empty.
  Contained* operator->() { return get(); }
  const Contained* operator->() const { return get(); }
  Contained& operator*() { return *get(); }
  const Contained& operator*() const { return *get(); }
  const std::shared_ptr<Contained>& ptr() const {
    if (!impl_) detail::ThrowEmptyHolder();
    return impl_;
  }
  Contained* get() {
    if (!impl_) detail::ThrowEmptyHolder();
    return impl_.get();
  }
  const Contained* get() const {
    if (!impl_) detail::ThrowEmptyHolder();
    return impl_.get();
  }
  // forward.
  template <class... A, class C = Contained>
  auto operator()(A&&... arguments)
      -> decltype(std::declval<C&>().forward(std::forward<A>(arguments)...)) {
    return get()->forward(std::forward<A>(arguments)...);
  }
  // The submodule or other item that the contained module's [] gives.
  template <class I>
  decltype(auto) operator[](I&& i) {
    return (*get())[std::forward<I>(i)];
  }

 protected:
  std::shared_ptr<Contained> impl_;

 private:
  static std::shared_ptr<Contained> MakeDefault() {
    static_assert(std::is_default_constructible_v<Contained>,
                  "This module has no default constructor; write Name{nullptr} "
                  "for an empty holder");
    return std::make_shared<Contained>();
  }
};

template <class Contained>
std::ostream& operator<<(std::ostream& os,
                         const ModuleHolder<Contained>& holder) {
  return os << static_cast<const Module&>(*holder);
}

}  // namespace tessera::nn

// Defines class Name, a holder of ImplType.
#define TESSERA_MODULE_IMPL(Name, ImplType)                    \
  class Name : public ::tessera::nn::ModuleHolder<ImplType> {  \
   public:                                                     \
    using ::tessera::nn::ModuleHolder<ImplType>::ModuleHolder; \
    using Impl [[maybe_unused]] = ImplType;                    \
  }
#define TESSERA_MODULE(Name) TESSERA_MODULE_IMPL(Name, Name##Impl)

#endif  // TESSERA_NN_MODULE_HOLDER_H_
