// Module: a part of a model, with named parameters, buffers and children.
//
//   struct Net : nn::Module {
//     Net() { fc = register_module("fc", nn::Linear(4, 2)); }
//     Tensor forward(const Tensor& x) { return fc->forward(x); }
//     nn::Linear fc{nullptr};
//   };
//   auto net = std::make_shared<Net>();  // or Net net; by value
//   for (const Tensor& p : net->parameters()) Use(p);
//   net->to(kFloat64);  net->eval();  std::cout << *net;
//
// Parameters of a module come before those of its children, each in the order
// of registration. Copying a Module shares its tensors; clone() does not.
#ifndef TESSERA_NN_MODULE_H_
#define TESSERA_NN_MODULE_H_

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "tessera/nn/ordered_dict.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

namespace serialize {
class OutputArchive;
class InputArchive;
}  // namespace serialize

namespace nn {

template <class Contained>
class ModuleHolder;

// What load_state_dict found not to fit, where that is allowed.
struct IncompatibleKeys {
  std::vector<std::string> missing_keys;
  std::vector<std::string> unexpected_keys;
};
// "<All keys matched successfully>", or both lists.
std::ostream& operator<<(std::ostream& os, const IncompatibleKeys& keys);

class Module : public std::enable_shared_from_this<Module> {
 public:
  // Without a name, name() is the name of the class.
  Module();
  explicit Module(std::string name);
  Module(const Module&) = default;
  Module& operator=(const Module&) = default;
  Module(Module&&) = default;
  Module& operator=(Module&&) = default;
  virtual ~Module();

  // As libtorch's: the name of the class, those of this library as torch::nn::.
  const std::string& name() const;

  // A deep copy, on a device if given. Derive from nn::Cloneable to have it.
  virtual std::shared_ptr<Module> clone(
      const optional<Device>& device = nullopt) const;

  // Calls f with this module, then with each below it, depth first. f takes
  // (Module&), (const std::string& name, Module&), (shared_ptr<Module>) or
  // (const std::string& name, shared_ptr<Module>).
  template <class F>
  void apply(const F& f, const std::string& prefix = std::string()) {
    if constexpr (std::is_invocable_v<const F&, Module&>) {
      ApplyNamed(prefix, [&](const std::string&, Module& m) { f(m); });
    } else if constexpr (std::is_invocable_v<const F&, const std::string&,
                                             Module&>) {
      ApplyNamed(prefix, [&](const std::string& n, Module& m) { f(n, m); });
    } else if constexpr (std::is_invocable_v<const F&,
                                             std::shared_ptr<Module>>) {
      ApplyNamed(prefix, [&](const std::string&, Module& m) { f(m.Shared()); });
    } else {
      ApplyNamed(prefix,
                 [&](const std::string& n, Module& m) { f(n, m.Shared()); });
    }
  }

  // Each tensor once, also where two names have it.
  std::vector<Tensor> parameters(bool recurse = true) const;
  OrderedDict<std::string, Tensor> named_parameters(bool recurse = true) const;
  std::vector<Tensor> buffers(bool recurse = true) const;
  OrderedDict<std::string, Tensor> named_buffers(bool recurse = true) const;
  // include_self needs a module that a shared_ptr holds.
  std::vector<std::shared_ptr<Module>> modules(bool include_self = true) const;
  OrderedDict<std::string, std::shared_ptr<Module>> named_modules(
      const std::string& prefix = std::string(),
      bool include_self = true) const;
  std::vector<std::shared_ptr<Module>> children() const;
  OrderedDict<std::string, std::shared_ptr<Module>> named_children() const;

  // Parameters and buffers under their full names; the tensors share memory
  // with the module and have no graph.
  OrderedDict<std::string, Tensor> state_dict() const;
  // Copies the values in, converting dtype and device. One ValueError names
  // all missing and unexpected keys (if strict) and all sizes that differ;
  // then nothing is loaded.
  IncompatibleKeys load_state_dict(
      const OrderedDict<std::string, Tensor>& state_dict, bool strict = true);

  virtual void train(bool on = true);
  void eval() { train(false); }
  virtual bool is_training() const noexcept { return is_training_; }

  // Parameters and buffers keep their identity and get other memory;
  // gradients follow. Integer buffers are converted as well.
  virtual void to(Device device, DType dtype, bool non_blocking = false);
  virtual void to(DType dtype, bool non_blocking = false);
  virtual void to(Device device, bool non_blocking = false);

  // Undefines the gradients, or else sets those that exist to zero.
  virtual void zero_grad(bool set_to_none = true);
  void requires_grad_(bool requires_grad = true);

  virtual void save(serialize::OutputArchive& archive) const;
  // All tensors of the module must be in the archive; ValueError naming all
  // that do not fit, and nothing is loaded then.
  virtual void load(serialize::InputArchive& archive);
  // Whether a parent's save() and load() include this module.
  virtual bool is_serializable() const { return true; }

  // One line without children; operator<< prints the tree.
  virtual void pretty_print(std::ostream& stream) const;

  // The module as a LinearImpl* for as<nn::Linear>() or as<nn::LinearImpl>();
  // nullptr where it is something else.
  template <class Type>
  auto as() noexcept {
    return dynamic_cast<typename Contained<Type>::type*>(this);
  }
  template <class Type>
  auto as() const noexcept {
    return dynamic_cast<const typename Contained<Type>::type*>(this);
  }

  // ValueError for a name that is empty, has a dot or is taken.
  Tensor& register_parameter(std::string name, Tensor tensor,
                             bool requires_grad = true);
  Tensor& register_buffer(std::string name, Tensor tensor);
  template <class ModuleType>
  std::shared_ptr<ModuleType> register_module(
      std::string name, std::shared_ptr<ModuleType> module) {
    RegisterModule(std::move(name), module);
    return module;
  }
  template <class ModuleType>
  std::shared_ptr<ModuleType> register_module(std::string name,
                                              ModuleHolder<ModuleType> holder) {
    return register_module(std::move(name), holder.ptr());
  }
  template <class ModuleType>
  std::shared_ptr<ModuleType> replace_module(
      const std::string& name, std::shared_ptr<ModuleType> module) {
    ReplaceModule(name, module);
    return module;
  }
  template <class ModuleType>
  std::shared_ptr<ModuleType> replace_module(const std::string& name,
                                             ModuleHolder<ModuleType> holder) {
    return replace_module(name, holder.ptr());
  }
  void unregister_module(const std::string& name);

 protected:
  // Of this module alone; for the containers of this library.
  OrderedDict<std::string, Tensor> parameters_{"Parameter"};
  OrderedDict<std::string, Tensor> buffers_{"Buffer"};
  OrderedDict<std::string, std::shared_ptr<Module>> children_{"Submodule"};

 private:
  friend std::ostream& operator<<(std::ostream& os, const Module& module);
  template <class Derived>
  friend class Cloneable;
  friend class SequentialImpl;

  template <class T, class = void>
  struct Contained {
    using type = T;
  };
  template <class T>
  struct Contained<T, std::void_t<typename T::ContainedType>> {
    using type = typename T::ContainedType;
  };

  void ApplyNamed(
      const std::string& prefix,
      const std::function<void(const std::string&, Module&)>& f) const;
  OrderedDict<std::string, Tensor> NamedTensors(
      OrderedDict<std::string, Tensor> Module::*list, bool recurse) const;
  std::shared_ptr<Module> Shared() const;
  void RegisterModule(std::string name, std::shared_ptr<Module> module);
  void ReplaceModule(const std::string& name, std::shared_ptr<Module> module);
  // Makes this module, which has the names of `other`, a copy of it.
  virtual void CloneFrom(const Module& other, const optional<Device>& device);
  // is_training of this module without its children.
  void SetTrainingAlone(bool on) { is_training_ = on; }
  void CloneTensors(const Module& other, const optional<Device>& device);
  void Print(std::ostream& stream, const std::string& indentation) const;
  template <class Convert>
  void ConvertAll(const Convert& convert);

  mutable std::string name_;
  bool is_training_ = true;
};

std::ostream& operator<<(std::ostream& os, const Module& module);

}  // namespace nn
}  // namespace tessera

#endif  // TESSERA_NN_MODULE_H_
