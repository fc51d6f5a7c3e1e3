// Function: an op with a gradient of one's own, as torch::autograd::Function.
//
//   struct Exp : autograd::Function<Exp> {
//     static Tensor forward(AutogradContext* ctx, Tensor x) {
//       Tensor y = x.exp(); ctx->save_for_backward({y}); return y;
//     }
//     static variable_list backward(AutogradContext* ctx, variable_list g) {
//       return {g[0] * ctx->get_saved_variables()[0]};
//     }
//   };
//   Tensor y = Exp::apply(x);   // y.grad_fn()->name() is "ExpBackward"
#ifndef TESSERA_AUTOGRAD_FUNCTION_H_
#define TESSERA_AUTOGRAD_FUNCTION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include "tessera/autograd/node.h"
#include "tessera/autograd/saved.h"
#include "tessera/base/cpp17.h"
#include "tessera/tensor/ivalue.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

namespace autograd {

using tessera::tensor_list;
using tessera::Variable;
using tessera::variable_list;
class FunctionNode;

class AutogradContext {
 public:
  AutogradContext() = default;
  AutogradContext(const AutogradContext&) = delete;
  AutogradContext& operator=(const AutogradContext&) = delete;

  // In forward: inputs and outputs that backward needs; undefined is allowed.
  // Other tensors work, too, but without a second derivative through them.
  void save_for_backward(variable_list to_save) {
    to_save_ = std::move(to_save);
  }
  // In forward: inputs that it changed in place, and returns.
  void mark_dirty(variable_list inputs) { dirty_ = std::move(inputs); }
  // In forward: outputs that get no gradient.
  void mark_non_differentiable(variable_list outputs) {
    non_differentiable_ = std::move(outputs);
  }
  // false: backward gets undefined tensors for outputs without a gradient,
  // instead of zeros.
  void set_materialize_grads(bool value) { materialize_grads_ = value; }
  // In backward: what save_for_backward was given. AutogradError if any of
  // them was written since, or after the graph was freed.
  variable_list get_saved_variables() const;
  // In backward: whether the i-th tensor argument wants a gradient.
  bool needs_input_grad(size_t i) const;

  std::map<std::string, IValue> saved_data;

 private:
  friend class FunctionNode;
  FunctionNode* node_ = nullptr;
  variable_list to_save_, dirty_, non_differentiable_;
  bool materialize_grads_ = true;
  std::vector<Saved> saved_;
};

// The node of a custom function; all that does not depend on its type.
class FunctionNode final : public NodeList {
 public:
  using BackwardFunction = variable_list (*)(AutogradContext*, variable_list);
  FunctionNode(const std::type_info& type, BackwardFunction backward);

  const char* op_name() const override { return name_.c_str(); }
  void Backward(const Tensor* grads, Tensor* out) override;
  void Release() override;

  AutogradContext& context() { return context_; }
  // Links the tensors among the arguments. is_tensor: for each argument.
  void Link(const variable_list& tensors, std::vector<bool> is_tensor);
  // Links the results of forward, which may be inputs, and saves.
  void Finish(variable_list* outputs);

 private:
  struct Like {
    std::vector<int64_t> sizes;
    DType dtype;
    Device device;
  };

  std::string name_;
  BackwardFunction backward_;
  AutogradContext context_;
  std::vector<bool> is_tensor_;
  variable_list inputs_;  // until Finish
  std::vector<Like> outputs_;
  uint64_t newest_ = 0;
  bool wants_ = false;
};

namespace internal {

// Collects the tensors among the arguments of apply.
struct Arguments {
  variable_list tensors;
  std::vector<bool> is_tensor;

  void Add(const Tensor& t) {
    tensors.push_back(t);
    is_tensor.push_back(true);
  }
  void Add(const std::optional<Tensor>& t) { Add(t ? *t : Tensor()); }
  void Add(TensorList list) {
    for (const Tensor& t : list) Add(t);
  }
  void Add(const std::vector<Tensor>& list) { Add(TensorList(list)); }
  template <class T>
  void Add(const T&) {
    is_tensor.push_back(false);
  }
};

// Forward runs unrecorded and its results are linked. Owns the node meanwhile.
class FunctionCall {
 public:
  FunctionCall(const std::type_info& type,
               FunctionNode::BackwardFunction backward)
      : node_(new FunctionNode(type, backward)) {}
  ~FunctionCall() {
    if (node_->release()) node_->Destroy();
  }
  FunctionCall(const FunctionCall&) = delete;
  FunctionCall& operator=(const FunctionCall&) = delete;

  FunctionNode* operator->() { return node_; }
  Tensor Finish(Tensor&& output) {
    variable_list outputs{std::move(output)};
    node_->Finish(&outputs);
    return std::move(outputs[0]);
  }
  variable_list Finish(variable_list&& outputs) {
    node_->Finish(&outputs);
    return std::move(outputs);
  }

 private:
  FunctionNode* node_;
};

}  // namespace internal

template <class F>
struct Function {
  // Calls F::forward(ctx, args...) and records it if a tensor among args wants
  // a gradient. F::backward gets one gradient per output and returns one per
  // argument, an undefined Tensor for what is no tensor.
  template <class... Args>
  static auto apply(Args&&... args) {
    internal::FunctionCall call(typeid(F), &F::backward);
    internal::Arguments arguments;
    (arguments.Add(args), ...);
    call->Link(arguments.tensors, std::move(arguments.is_tensor));
    auto outputs = [&] {
      NoGradGuard guard;
      return F::forward(&call->context(), std::forward<Args>(args)...);
    }();
    return call.Finish(std::move(outputs));
  }
};

}  // namespace autograd
}  // namespace tessera

#endif  // TESSERA_AUTOGRAD_FUNCTION_H_
