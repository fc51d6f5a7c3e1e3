#include "tessera/nn/sequential.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera::nn {

SequentialItem SequentialItem::clone(const optional<Device>& device) const {
  return SequentialItem(module_->clone(device), forward_);
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

Tensor SequentialImpl::forward(const Tensor& input) const {
  if (items_.empty()) {
    throw ValueError("Sequential",
                     "Cannot call forward() on an empty Sequential; add "
                     "modules with push_back()");
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
