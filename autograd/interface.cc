// Fills the slots by which tensors reach this package.
#include "tessera/autograd/autograd.h"
#include "tessera/autograd/extra.h"
#include "tessera/autograd/rebase.h"
#include "tessera/base/check.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/entry.h"

namespace tessera::autograd {
namespace {

// A fresh accumulator, for a tensor that has neither one nor a node.
LeafMeta& MakeMeta(TensorImpl* impl) {
  StripeLock lock(impl);
  if (LeafMeta* meta = MetaOf(impl)) return *meta;
  auto* meta = new LeafMeta;
  impl->autograd = meta;
  impl->flags |= kLeafMeta;
  return *meta;
}

void Backward(TensorList tensors, TensorList grads, bool retain_graph,
              bool create_graph, std::optional<TensorList> inputs) {
  backward(tensors, grads, retain_graph, create_graph, inputs);
}

const Tensor& None() {
  static const Tensor* const none = new Tensor;
  return *none;
}

RetainedGrad* RetainedOf(const Tensor& self, Node* node) {
  return FindRetained(node->extra(), self.impl()->output_nr);
}

const Tensor& Grad(const Tensor& self) {
  TensorImpl* impl = self.impl();
  if (const LeafMeta* meta = MetaOf(impl)) return meta->grad;
  Node* node = GradientNode(impl);
  if (!node) return None();
  if (const RetainedGrad* retained = RetainedOf(self, node)) {
    return retained->grad;
  }
  TESSERA_WARN(
      "The .grad attribute of a Tensor that is not a leaf Tensor is being "
      "accessed. Its .grad attribute won't be populated during backward; call "
      ".retain_grad() on it before");
  return None();
}

Tensor& MutableGrad(const Tensor& self) {
  TensorImpl* impl = self.impl();
  Node* node = GradientNode(impl);
  if (!node) return MakeMeta(impl).grad;
  NodeExtra& extra = node->MutableExtra();
  StripeLock lock(node);
  if (!FindRetained(&extra, impl->output_nr)) {
    extra.retained.push_back({impl->output_nr, Tensor()});
  }
  return FindRetained(&extra, impl->output_nr)->grad;
}

void SetGrad(const Tensor& self, const Tensor& grad) {
  if (!grad.defined()) {
    if (self.impl()->autograd) MutableGrad(self).reset();
    return;
  }
  if (grad.is_same(self)) {
    throw AutogradError("grad", "can't assign Variable as its own grad");
  }
  if (grad.scalar_type() != self.scalar_type()) {
    throw DTypeError("grad", Str("assigned grad has data of a different type: "
                                 "expected ",
                                 name(self.scalar_type()), ", got ", grad));
  }
  if (grad.device() != self.device()) {
    throw DeviceError("grad",
                      Str("assigned grad has data located on a different "
                          "device: expected ",
                          self.device(), ", got ", grad));
  }
  if (grad.sizes() != self.sizes()) {
    throw ShapeError("grad",
                     Str("assigned grad has data of a different size: "
                         "expected ",
                         detail::SizesText(self.sizes()), ", got ", grad));
  }
  Tensor copy = grad;
  MutableGrad(self).swap(copy);
}

void RequiresGrad(const Tensor& self, bool requires_grad) {
  TensorImpl* impl = self.impl();
  if (requires_grad) {
    MakeMeta(impl);
    impl->flags |= kRequiresGrad;
    return;
  }
  if (GradientNode(impl) || !(impl->flags & kRequiresGrad)) {
    throw AutogradError(
        "requires_grad_",
        Str("you can only change requires_grad flags of leaf variables, got ",
            self, "; if you want to use it without its history, use detach()"));
  }
  impl->flags &= static_cast<uint16_t>(~kRequiresGrad);
}

void RetainGrad(const Tensor& self) {
  if (!self.requires_grad()) {
    throw AutogradError("retain_grad",
                        Str("can't retain_grad on Tensor that has "
                            "requires_grad=False, got ",
                            self));
  }
  if (GradientNode(self.impl())) MutableGrad(self);
}

bool RetainsGrad(const Tensor& self) {
  Node* node = GradientNode(self.impl());
  return node && RetainedOf(self, node);
}

unsigned RegisterHook(const Tensor& self, detail::Hook* hook,
                      bool post_accumulate) {
  std::shared_ptr<detail::Hook> owned(hook);
  TensorImpl* impl = self.impl();
  const char* op =
      post_accumulate ? "register_post_accumulate_grad_hook" : "register_hook";
  if (!self.requires_grad()) {
    throw AutogradError(op, Str("cannot register a hook on a tensor that "
                                "doesn't require gradient, got ",
                                self));
  }
  const unsigned id = NextHookId();
  if (Node* node = GradientNode(impl)) {
    if (post_accumulate) {
      throw AutogradError(op, Str("post accumulate grad hooks cannot be "
                                  "registered on non-leaf tensors, got ",
                                  self, "; use register_hook"));
    }
    NodeExtra& extra = node->MutableExtra();
    StripeLock lock(node);
    extra.tensor_hooks.push_back({id, impl->output_nr, std::move(owned)});
    return id;
  }
  LeafMeta& meta = MakeMeta(impl);
  StripeLock lock(impl);
  if (!meta.hooks) meta.hooks = new LeafHooks;
  (post_accumulate ? meta.hooks->post_accumulate : meta.hooks->tensor_hooks)
      .push_back({id, 0, std::move(owned)});
  return id;
}

// Returns the hook, whose destructor is the user's.
TensorHook Erase(std::vector<TensorHook>& hooks, unsigned id) {
  for (size_t i = 0; i < hooks.size(); ++i) {
    if (hooks[i].id != id) continue;
    TensorHook hook = std::move(hooks[i]);
    hooks.erase(hooks.begin() + static_cast<ptrdiff_t>(i));
    return hook;
  }
  return {};
}

void RemoveHook(const Tensor& self, unsigned id) {
  TensorImpl* impl = self.impl();
  TensorHook removed, removed_post;
  if (LeafMeta* meta = MetaOf(impl)) {
    StripeLock lock(impl);
    if (!meta->hooks) return;
    removed = Erase(meta->hooks->tensor_hooks, id);
    removed_post = Erase(meta->hooks->post_accumulate, id);
  } else if (Node* node = GradientNode(impl)) {
    NodeExtra* extra = node->extra();
    if (!extra) return;
    StripeLock lock(node);
    removed = Erase(extra->tensor_hooks, id);
  }
}

GraphNode* GradFnOf(const Tensor& self) { return GradientNode(self.impl()); }

void DetachInplace(Tensor& self) {
  TensorImpl* impl = self.impl();
  if (impl->base) {
    throw AutogradError("detach_", Str("Can't detach views in-place, got ",
                                       self, "; use detach() instead"));
  }
  if (!(impl->flags & kLeafMeta) && impl->autograd) {
    GraphNode* node = impl->autograd;
    impl->autograd = nullptr;
    impl->output_nr = 0;
    if (node->release()) node->Destroy();
  }
  impl->flags &= static_cast<uint16_t>(~kRequiresGrad);
}

const bool kRegistered = [] {
  detail::AutogradInterface& slots = detail::autograd_interface;
  slots.backward = Backward;
  slots.grad = Grad;
  slots.mutable_grad = MutableGrad;
  slots.set_grad = SetGrad;
  slots.requires_grad_ = RequiresGrad;
  slots.retain_grad = RetainGrad;
  slots.retains_grad = RetainsGrad;
  slots.register_hook = RegisterHook;
  slots.remove_hook = RemoveHook;
  slots.grad_fn = GradFnOf;
  slots.detach_ = DetachInplace;
  slots.inplace_begin = InplaceBegin;
  slots.inplace_finish = InplaceFinish;
  slots.inplace_view = InplaceView;
  slots.view_requires_grad = [](const TensorImpl*) { return true; };
  return true;
}();

}  // namespace
}  // namespace tessera::autograd
