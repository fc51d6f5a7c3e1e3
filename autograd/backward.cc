// autograd::grad and autograd::backward: checks, roots, inputs.
#include "tessera/autograd/autograd.h"
#include "tessera/autograd/engine.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"

namespace tessera::autograd {
namespace {

[[noreturn]] void ThrowNoGrad(const char* op, size_t i, const Tensor& t) {
  const uint16_t flags = t.impl()->flags;
  const char* why =
      kind(t.scalar_type()) < Kind::Float
          ? "results of integer or bool dtype never do"
      : flags & kNoGradView ? "this view was made under no_grad()"
      : !GradMode::is_enabled()
          ? "grad mode is off here, as under no_grad()"
          : "no input had requires_grad=True, or no_grad() or detach() cut it "
            "off";
  throw AutogradError(
      op, Str("element ", i,
              " of tensors does not require grad and does not have a grad_fn, "
              "got ",
              t, "; ", why));
}

Tensor RootGrad(const char* op, size_t i, const Tensor& root,
                const Tensor* given) {
  if (!given || !given->defined()) {
    if (root.numel() != 1) {
      throw AutogradError(
          op,
          Str("grad can be implicitly created only for scalar outputs, got ",
              root, "; reduce it with sum(), or give gradient="));
    }
    if (root.is_complex()) {
      throw AutogradError(
          op, Str("grad can be implicitly created only for real scalar outputs "
                  "but got ",
                  root, "; give gradient="));
    }
    Tensor one = detail::MakeTensorLike(root.geometry(), root.scalar_type(),
                                        root.device());
    detail::FillValue(op, one, 1);
    return one;
  }
  if (given->sizes() != root.sizes()) {
    throw AutogradError(
        op, Str("Mismatch in shape: grad_output[", i, "] has a shape of ",
                detail::SizesText(given->sizes()), " and output[", i,
                "] has a shape of ", detail::SizesText(root.sizes())));
  }
  if (given->device() != root.device()) {
    throw DeviceError(op, Str("expected grad_output[", i, "] on ",
                              root.device(), ", got ", *given));
  }
  if (given->scalar_type() == root.scalar_type()) return *given;
  if (given->is_complex() && !root.is_complex()) {
    throw AutogradError(op, Str("expected a real grad_output[", i, "] for ",
                                root, ", got ", *given));
  }
  return given->to(root.scalar_type());
}

void AddRoots(const char* op, Pass& pass, TensorList roots, TensorList grads) {
  if (!grads.empty() && grads.size() != roots.size()) {
    throw AutogradError(op, Str("expected one gradient per tensor, got ",
                                grads.size(), " for ", roots.size()));
  }
  for (size_t i = 0; i < roots.size(); ++i) {
    const Tensor& root = roots[i];
    detail::CheckDefined(op, root, static_cast<int>(i));
    if (!root.requires_grad()) ThrowNoGrad(op, i, root);
    pass.Add(root, RootGrad(op, i, root, grads.empty() ? nullptr : &grads[i]));
  }
}

}  // namespace

void backward(TensorList tensors, TensorList grad_tensors,
              std::optional<bool> retain_graph, bool create_graph,
              std::optional<TensorList> inputs) {
  Pass pass({retain_graph.value_or(create_graph), create_graph});
  AddRoots("backward", pass, tensors, grad_tensors);
  if (inputs) {
    if (inputs->empty()) {
      throw AutogradError("backward",
                          "'inputs' argument to backward cannot be empty");
    }
    for (const Tensor& input : *inputs) {
      detail::CheckDefined("backward", input);
      if (!input.requires_grad()) {
        throw AutogradError(
            "backward", Str("expected inputs that require grad, got ", input,
                            "; call requires_grad_() on it before "
                            "computing"));
      }
      input.retain_grad();
      pass.AddInput(input, false);
    }
  }
  pass.Run();
}

variable_list grad(TensorList outputs, TensorList inputs,
                   TensorList grad_outputs, std::optional<bool> retain_graph,
                   bool create_graph, bool allow_unused,
                   bool materialize_grads) {
  if (inputs.empty()) {
    throw ValueError("grad", "expected at least one input, got none");
  }
  Pass pass({retain_graph.value_or(create_graph), create_graph});
  AddRoots("grad", pass, outputs, grad_outputs);
  for (size_t i = 0; i < inputs.size(); ++i) {
    detail::CheckDefined("grad", inputs[i], static_cast<int>(i));
    if (!inputs[i].requires_grad()) {
      throw AutogradError(
          "grad", Str("One of the differentiated Tensors does not require "
                      "grad: input ",
                      i, ", ", inputs[i],
                      "; call requires_grad_() on it before computing"));
    }
    pass.AddInput(inputs[i], true);
  }
  pass.Run();
  variable_list grads;
  for (size_t i = 0; i < inputs.size(); ++i) {
    grads.push_back(pass.Captured(i));
    if (grads.back().defined()) continue;
    if (materialize_grads) {
      grads.back() = zeros_like(inputs[i]);
    } else if (!allow_unused) {
      throw AutogradError(
          "grad",
          Str("One of the differentiated Tensors appears to not have "
              "been used in the graph: input ",
              i, ", ", inputs[i], "; set allow_unused=True if that is meant"));
    }
  }
  return grads;
}

}  // namespace tessera::autograd
