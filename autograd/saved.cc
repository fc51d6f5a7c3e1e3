#include "tessera/autograd/saved.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"

namespace tessera::autograd {
namespace {

uint32_t VersionOf(const TensorImpl* impl) {
  return impl->storage->version.load(std::memory_order_relaxed);
}

[[noreturn]] void ThrowReleased(const Node& node) {
  throw AutogradError(
      "backward",
      Str("Trying to backward through the graph a second time: the tensors "
          "that ",
          node.name(),
          " saved are freed already; specify retain_graph=True in the first "
          "call"));
}

[[noreturn]] void ThrowModified(const Node& node, const Tensor& t,
                                uint32_t saved) {
  const char* writer = detail::WriterOf(t.impl()->storage, saved);
  throw AutogradError(
      "backward",
      Str("one of the variables needed for gradient computation has been "
          "modified by an inplace operation: ",
          t, ", saved by ", node.name(), ", is at version ",
          VersionOf(t.impl()), "; expected version ", saved, " instead; ",
          writer ? writer : "an op in place or with out=",
          " wrote it, give it a clone()"));
}

[[noreturn]] void ThrowReplaced(const Node& node, const Tensor& t) {
  throw AutogradError(
      "backward",
      Str("one of the variables needed for gradient computation has been "
          "modified: ",
          t, ", saved by ", node.name(),
          ", was given other memory since by set_data or out=; run backward "
          "first"));
}

}  // namespace

void Saved::Save(const Tensor& input) {
  TensorImpl* impl = input.impl();
  if (!impl) return;
  if (__builtin_expect(impl->flags & kInferenceTensor, 0)) {
    throw AutogradError(
        "autograd", Str("Inference tensors cannot be saved for backward, got ",
                        input, "; use a clone() made outside InferenceMode"));
  }
  kind_ = kInput;
  constexpr uint16_t kLeaf = kLeafMeta | kRequiresGrad;
  if ((impl->flags & kLeaf) == kLeaf) {
    tensor_ = input;
  } else {
    // Not the impl itself: a later op in place may link that to nodes which
    // lead here, a cycle.
    tensor_ = thread_state.overwritten == impl->storage
                  ? run::clone(input, MemoryFormat::Preserve)
                  : detail::MakeAlias(input);
    if (impl->flags & kRequiresGrad && impl->autograd) {
      static_cast<Node*>(impl->autograd)->SetHistory(tensor_, impl->output_nr);
    }
  }
  storage_ = tensor_.impl()->storage;
  version_ = VersionOf(tensor_.impl());
}

void Saved::SaveOutput(const Tensor& output, const Node*, uint32_t nr) {
  if (!output.defined()) return;
  kind_ = kOutput;
  nr_ = static_cast<uint16_t>(nr);
  tensor_ = detail::MakeAlias(output);
  storage_ = tensor_.impl()->storage;
  version_ = VersionOf(tensor_.impl());
}

const Tensor& Saved::input(const Node& node) const {
  const TensorImpl* impl = tensor_.impl();
  if (__builtin_expect(!impl, 0)) {
    if (kind_ == kReleased) ThrowReleased(node);
    return tensor_;
  }
  if (__builtin_expect(impl->storage != storage_, 0)) {
    ThrowReplaced(node, tensor_);
  }
  if (__builtin_expect(VersionOf(impl) != version_, 0)) {
    ThrowModified(node, tensor_, version_);
  }
  return tensor_;
}

Tensor Saved::get(const Node& node) const {
  const Tensor& saved = input(node);
  if (kind_ == kOutput && __builtin_expect(GradMode::is_enabled(), 0)) {
    Tensor linked = detail::MakeAlias(saved);
    const_cast<Node&>(node).SetHistory(linked, nr_);
    return linked;
  }
  return saved;
}

void Saved::reset() {
  if (kind_ == kNothing) return;
  kind_ = kReleased;
  tensor_.reset();
}

}  // namespace tessera::autograd
