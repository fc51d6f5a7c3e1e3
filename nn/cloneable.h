// Cloneable: gives a module a clone(), from a reset() that makes its tensors
// and children anew.
//
//   struct Net : nn::Cloneable<Net> {
//     Net() { reset(); }
//     void reset() override { fc = register_module("fc", nn::Linear(3, 4)); }
//     nn::Linear fc{nullptr};
//   };
//   auto copy = std::make_shared<Net>()->clone();  // shares nothing
#ifndef TESSERA_NN_CLONEABLE_H_
#define TESSERA_NN_CLONEABLE_H_

#include <memory>

#include "tessera/base/error.h"
#include "tessera/nn/module.h"

namespace tessera::nn {

// Our own modules say extern template class Cloneable<...>, since a program
// that includes them all would spend a fifth of a second on their clones.
template <class Derived>
class Cloneable : public Module {
 public:
  using Module::Module;

  // Registers all parameters, buffers and children, with initial values.
  virtual void reset() = 0;

  // A deep copy: options by the copy constructor, tensors by value. ValueError
  // where reset() does not register what this module has.
  std::shared_ptr<Module> clone(
      const optional<Device>& device = nullopt) const override {
    auto copy = std::make_shared<Derived>(static_cast<const Derived&>(*this));
    Module& module = *copy;
    ForgetAll(module);
    copy->reset();
    module.CloneTensors(*this, device);
    return copy;
  }

 private:
  static void ForgetAll(Module& module) {
    module.parameters_.clear();
    module.buffers_.clear();
    module.children_.clear();
  }

  void CloneFrom(const Module& other, const optional<Device>& device) override {
    auto copy = std::dynamic_pointer_cast<Derived>(other.clone(device));
    if (!copy) {
      throw ValueError("clone",
                       "expected reset() to register a module of the "
                       "same class under the same name");
    }
    static_cast<Derived&>(*this) = *copy;
  }
};

}  // namespace tessera::nn

#endif  // TESSERA_NN_CLONEABLE_H_
