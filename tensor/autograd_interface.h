// AutogradInterface: what a Tensor asks of //autograd:engine, which fills the
// slots when it is linked. `tensor` itself knows no graph.
//
//   detail::Autograd("backward").backward(...);  // or AutogradError naming
//                                                // the target to link
//   if (detail::WantsGrad(x)) ...                // record this call?
#ifndef TESSERA_TENSOR_AUTOGRAD_INTERFACE_H_
#define TESSERA_TENSOR_AUTOGRAD_INTERFACE_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera::detail {

struct AutogradInterface {
  void (*backward)(TensorList tensors, TensorList grads, bool retain_graph,
                   bool create_graph, std::optional<TensorList> inputs);
  const Tensor& (*grad)(const Tensor& self);
  Tensor& (*mutable_grad)(const Tensor& self);
  // Checks shape, dtype and device against self.
  void (*set_grad)(const Tensor& self, const Tensor& grad);
  void (*requires_grad_)(const Tensor& self, bool requires_grad);
  void (*retain_grad)(const Tensor& self);
  bool (*retains_grad)(const Tensor& self);
  // Takes over the hook.
  unsigned (*register_hook)(const Tensor& self, Hook* hook,
                            bool post_accumulate);
  void (*remove_hook)(const Tensor& self, unsigned id);
  // The node of a non-leaf; a stale view's is rebuilt. Null for a leaf.
  GraphNode* (*grad_fn)(const Tensor& self);
  void (*detach_)(Tensor& self);

  // In-place ops in two steps (see Note [In-place]). begin checks that self may
  // be written with recording on and returns an alias of it that carries the
  // present link to the graph; finish writes `result`, computed from that
  // alias, into self and makes self the output of result's node.
  Tensor (*inplace_begin)(const char* op, const Tensor& self);
  void (*inplace_finish)(const char* op, const Tensor& self, Tensor&& result);
  // The second step of in-place views, such as transpose_: self takes over the
  // geometry of `view`, a view of that alias, and its place in the graph.
  void (*inplace_view)(const char* op, const Tensor& self, Tensor&& view);
  // Whether a view that has no flag of its own requires grad by its base.
  bool (*view_requires_grad)(const TensorImpl* view);
};

// Zero until //autograd:engine is linked.
extern AutogradInterface autograd_interface;

// AutogradError naming op and the target where the engine is not linked.
const AutogradInterface& Autograd(const char* op);

// Note [In-place]
// Recording an in-place op is recording its out-of-place form, on an alias of
// the old value, and then copying the result over it: every formula serves both
// forms. What the node saved of the old value's memory is cloned before it is
// overwritten. Unrecorded in-place ops write directly.

bool WantsGradSlow(const TensorImpl* impl);

// Whether a call on t is to be recorded. Views may require grad through a base
// that began to later, hence the second look.
__attribute__((always_inline)) inline bool WantsGrad(const Tensor& t) {
  const TensorImpl* impl = t.impl();
  return impl && (impl->flags & (kRequiresGrad | kView)) &&
         !(tls_mode & kNoGrad) &&
         ((impl->flags & kRequiresGrad) || WantsGradSlow(impl));
}
inline bool WantsGrad(TensorList list) {
  for (const Tensor& t : list) {
    if (WantsGrad(t)) return true;
  }
  return false;
}
template <class A, class B, class... More>
__attribute__((always_inline)) inline bool WantsGrad(const A& a, const B& b,
                                                     const More&... more) {
  return WantsGrad(a) || WantsGrad(b, more...);
}

// What each in-place op does first: read-only memory, a leaf or an inference
// tensor (features.md, N-04), overlapping elements (I-10). Notes op
// as the one that writes; op must be a literal.
void CheckInplace(const char* op, const Tensor& self);
// The same for those that write no element, such as transpose_: what concerns
// the memory does not matter.
void CheckInplaceView(const char* op, const Tensor& self);
// The op in place that wrote the storage when it had this version, if it was
// one of the last of this thread; else nullptr. For messages.
const char* WriterOf(const StorageImpl* storage, uint32_t version);

}  // namespace tessera::detail

#endif  // TESSERA_TENSOR_AUTOGRAD_INTERFACE_H_
