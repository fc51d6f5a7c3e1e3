#include "tessera/autograd/function.h"

#include <cxxabi.h>

#include <cstdlib>

#include "tessera/autograd/rebase.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"

namespace tessera {

namespace autograd {
namespace {

// "ExpBackward" of struct a::Exp, as Python names it.
std::string NameOf(const std::type_info& type) {
  int status = 0;
  char* readable = abi::__cxa_demangle(type.name(), nullptr, nullptr, &status);
  std::string name = status == 0 && readable ? readable : type.name();
  std::free(readable);
  name = name.substr(0, name.find('<'));
  const size_t colon = name.rfind(':');
  if (colon != std::string::npos) name = name.substr(colon + 1);
  return name + "Backward";
}

bool Contains(const variable_list& list, const Tensor& t) {
  for (const Tensor& other : list) {
    if (other.is_same(t)) return true;
  }
  return false;
}

}  // namespace

variable_list AutogradContext::get_saved_variables() const {
  variable_list out;
  for (const Saved& saved : saved_) out.push_back(saved.get(*node_));
  return out;
}

bool AutogradContext::needs_input_grad(size_t i) const {
  if (i >= static_cast<size_t>(node_->num_edges())) {
    throw IndexError("needs_input_grad",
                     Str("expected the number of a tensor argument below ",
                         node_->num_edges(), ", got ", i));
  }
  return node_->should_compute(static_cast<int>(i));
}

FunctionNode::FunctionNode(const std::type_info& type,
                           BackwardFunction backward)
    : name_(NameOf(type)), backward_(backward) {
  context_.node_ = this;
}

void FunctionNode::Link(const variable_list& tensors,
                        std::vector<bool> is_tensor) {
  is_tensor_ = std::move(is_tensor);
  inputs_ = tensors;
  Edge* edge = Edges(tensors.size());
  wants_ = detail::WantsGrad(TensorList(tensors));
  if (!wants_) return;
  for (const Tensor& t : tensors) {
    const uint64_t stamp = edge++->Link(t);
    if (stamp > newest_) newest_ = stamp;
  }
}

void FunctionNode::Finish(variable_list* outputs) {
  AutogradContext& ctx = context_;
  const variable_list inputs = std::move(inputs_);
  inputs_.clear();
  for (const Tensor& t : ctx.dirty_) {
    if (!Contains(*outputs, t)) {
      throw AutogradError(op_name(),
                          Str("expected forward to return the input marked "
                              "dirty, ",
                              t));
    }
    if (!wants_) continue;
    const detail::ModeScope recording(0, detail::kNoGrad);
    detail::CheckInplace(op_name(), t);
    if (t.is_view()) CheckViewWritable(op_name(), t);
  }
  const variable_list returned = *outputs;
  if (wants_) {
    set_num_outputs(static_cast<uint32_t>(outputs->size()));
    Stamp(newest_);
    for (size_t i = 0; i < outputs->size(); ++i) {
      Tensor& t = (*outputs)[i];
      if (!t.defined()) {
        outputs_.push_back({{}, DType::Undefined, kCPU});
        continue;
      }
      outputs_.push_back({t.sizes().vec(), t.scalar_type(), t.device()});
      if (Contains(ctx.non_differentiable_, t)) continue;
      const uint32_t nr = static_cast<uint32_t>(i);
      if (Contains(ctx.dirty_, t)) {
        Tensor linked = detail::MakeAlias(t);
        SetHistory(linked, nr);
        Rebase(t, linked);
        continue;
      }
      // An input, or a view made here, would lose its own place in the graph.
      if (Contains(inputs, t) || t.is_view() || t.impl()->autograd) {
        t = detail::MakeAlias(t);
      }
      SetHistory(t, nr);
    }
    ctx.saved_.resize(ctx.to_save_.size());
    for (size_t k = 0; k < ctx.to_save_.size(); ++k) {
      const Tensor& t = ctx.to_save_[k];
      if (!t.defined()) continue;
      size_t i = 0;
      while (i < returned.size() && !returned[i].is_same(t)) ++i;
      const bool is_output =
          i < returned.size() &&
          (!Contains(inputs, t) || Contains(ctx.dirty_, t)) &&
          !Contains(ctx.non_differentiable_, t);
      if (is_output) {
        ctx.saved_[k].SaveOutput(t, this, static_cast<uint32_t>(i));
      } else {
        ctx.saved_[k].Save(t);
      }
    }
  }
  ctx.to_save_.clear();
  ctx.dirty_.clear();
  ctx.non_differentiable_.clear();
}

void FunctionNode::Backward(const Tensor* grads, Tensor* out) {
  variable_list in(grads, grads + num_outputs());
  for (size_t i = 0; context_.materialize_grads_ && i < in.size(); ++i) {
    const Like& like = outputs_[i];
    if (in[i].defined() || kind(like.dtype) < Kind::Float ||
        like.dtype == DType::Undefined) {
      continue;
    }
    in[i] = zeros(like.sizes,
                  TensorOptions().dtype(like.dtype).device(like.device));
  }
  const variable_list result = backward_(&context_, std::move(in));
  // More is fine as long as it is undefined.
  size_t given = result.size();
  while (given > is_tensor_.size() && !result[given - 1].defined()) --given;
  if (given != is_tensor_.size()) {
    throw AutogradError(
        "backward", Str("function ", name_,
                        " returned an incorrect number of gradients (expected ",
                        is_tensor_.size(), ", got ", given, ")"));
  }
  int edge = 0;
  for (size_t i = 0; i < is_tensor_.size(); ++i) {
    if (is_tensor_[i]) {
      out[edge++] = result[i];
    } else if (result[i].defined()) {
      throw AutogradError(
          "backward",
          Str("function ", name_,
              " returned a gradient different from None "
              "at position ",
              i, ", but the corresponding forward input was not a Tensor"));
    }
  }
}

void FunctionNode::Release() {
  for (Saved& saved : context_.saved_) saved.reset();
}

}  // namespace autograd
}  // namespace tessera
