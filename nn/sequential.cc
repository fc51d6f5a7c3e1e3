#include "tessera/nn/sequential.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera::nn {

SequentialItem SequentialItem::clone(const optional<Device>& device) const {
  SequentialItem copy = *this;
  copy.module_ = module_->clone(device);
  return copy;
}

detail::AnyResult SequentialItem::Call(const detail::AnyArgument* arguments,
                                       size_t n) const {
  const bool one_tensor = n == 1 && *arguments[0].type == typeid(Tensor);
  if (forward_ && one_tensor) {
    const Tensor& input = *static_cast<const Tensor*>(arguments[0].value);
    return {&typeid(Tensor),
            std::make_shared<Tensor>(forward_(module_.get(), input))};
  }
  if (call_) return call_(module_.get(), arguments, n);
  if (n != 1) detail::ThrowArgumentCount(*module_, 1, n);
  detail::ThrowArgumentType(*module_, 0, typeid(Tensor), *arguments[0].type);
}

Tensor SequentialItem::ForwardAny(const Tensor& input) const {
  return detail::TakeResult<Tensor>(
      *module_,
      detail::WithAnyArguments([&](const detail::AnyArgument* list,
                                   size_t n) { return Call(list, n); },
                               input));
}

void SequentialItem::ThrowOther() const {
  throw TypeError("Sequential", Str("expected a module of another class, got ",
                                    module_->name()));
}

std::shared_ptr<Module> SequentialImpl::clone(
    const optional<Device>& device) const {
  auto copy = std::make_shared<SequentialImpl>();
  for (size_t i = 0; i < items_.size(); ++i) {
    copy->push_back(children_[i].key(), items_[i].clone(device));
  }
  if (!is_training()) {
    // The children have their own modes.
    static_cast<Module&>(*copy).SetTrainingAlone(false);
  }
  return copy;
}

void SequentialImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::Sequential";
}

const Module* SequentialImpl::LastModule() const {
  if (items_.empty()) {
    throw ValueError("Sequential",
                     "Cannot call forward() on an empty Sequential; add "
                     "modules with push_back()");
  }
  return items_.back().ptr().get();
}

detail::AnyResult SequentialImpl::CallAll(const detail::AnyArgument* arguments,
                                          size_t n) const {
  LastModule();
  detail::AnyResult result = items_[0].Call(arguments, n);
  for (size_t i = 1; i < items_.size(); ++i) {
    const detail::AnyArgument next = {result.type, result.value.get()};
    result = items_[i].Call(&next, 1);
  }
  return result;
}

Tensor SequentialImpl::forward(const Tensor& input) const {
  LastModule();
  for (const SequentialItem& item : items_) {
    // One that takes or returns something else: by its own types.
    if (!item.takes_tensor()) {
      return detail::TakeResult<Tensor>(
          *LastModule(),
          detail::WithAnyArguments([&](const detail::AnyArgument* list,
                                       size_t n) { return CallAll(list, n); },
                                   input));
    }
  }
  Tensor x = items_[0].forward(input);
  for (size_t i = 1; i < items_.size(); ++i) x = items_[i].forward(x);
  return x;
}

void SequentialImpl::push_back(std::string name, SequentialItem module) {
  register_module(std::move(name), module.ptr());
  items_.push_back(std::move(module));
}

const SequentialItem& SequentialImpl::Item(size_t index) const {
  if (index >= items_.size()) {
    throw IndexError("Sequential", Str("index ", index, " is out of range for ",
                                       items_.size(), " modules"));
  }
  return items_[index];
}

}  // namespace tessera::nn
