#include "tessera/autograd/rebase.h"

#include <cstdlib>
#include <mutex>

#include "tessera/autograd/extra.h"
#include "tessera/autograd/formula.h"
#include "tessera/autograd/view_grad.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/entry.h"

namespace tessera::autograd {
namespace {

// A view after its base was written: one as_strided of the base, whatever
// chain of views it came by.
struct AsStridedBackward final : NodeOf<1> {
  Geometry base, view;
  const char* op_name() const override { return "AsStridedBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = PutView(g[0], base, view);
  }
};

// base after `view` of it was overwritten: input 0 is the base before, input 1
// what was written.
struct CopySlices final : NodeOf<2> {
  Geometry base, view;
  const char* op_name() const override { return "CopySlices"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (should_compute(0)) out[0] = ZeroView(g[0], base, view);
    if (should_compute(1)) out[1] = TakeView(g[0], base, view);
  }
};

uint32_t VersionOf(const TensorImpl* impl) {
  return impl->storage->version.load(std::memory_order_relaxed);
}

// Gives impl another node, to which a retained gradient moves. The old one is
// returned, to be dropped once no lock is held.
GradFn SwapNode(TensorImpl* impl, Node* node, uint32_t nr) {
  GradFn old;
  if (impl->autograd) {
    old = GradFn(impl->autograd);
    // One count was the impl's.
    if (impl->autograd->release()) std::abort();
    if (!(impl->flags & kLeafMeta)) {
      auto* from = static_cast<Node*>(impl->autograd);
      if (NodeExtra* extra = from->extra(); extra && node) {
        bool retained = false;
        {
          StripeLock lock(from);
          auto& list = extra->retained;
          for (size_t i = 0; i < list.size(); ++i) {
            if (list[i].nr != impl->output_nr) continue;
            list.erase(list.begin() + static_cast<ptrdiff_t>(i));
            retained = true;
            break;
          }
        }
        if (retained) {
          NodeExtra& to = node->MutableExtra();
          StripeLock lock(node);
          if (!FindRetained(&to, nr)) to.retained.push_back({nr, Tensor()});
        }
      }
    }
  }
  if (node) node->retain();
  impl->autograd = node;
  impl->output_nr = static_cast<uint16_t>(nr);
  uint16_t flags = impl->flags & ~(kLeafMeta | kRequiresGrad);
  if (node) flags |= kRequiresGrad;
  impl->flags = flags;
  return old;
}

bool IsStale(const TensorImpl* view) {
  const uint32_t version =
      __atomic_load_n(&view->view_version, __ATOMIC_ACQUIRE);
  if (version != VersionOf(view)) return true;
  // The base began to require a gradient later, by requires_grad_().
  return !(view->flags & (kRequiresGrad | kNoGradView)) &&
         view->base->flags & kRequiresGrad;
}

std::mutex& ViewMutex(const TensorImpl* base) {
  static std::mutex* const mutexes = new std::mutex[16];
  return mutexes[reinterpret_cast<uintptr_t>(base) / 128 % 16];
}

void RebuildView(TensorImpl* view) {
  GradFn old;
  std::lock_guard<std::mutex> lock(ViewMutex(view->base));
  if (!IsStale(view)) return;
  const uint32_t version = VersionOf(view);
  if (view->base->flags & kRequiresGrad && !(view->flags & kLeafMeta)) {
    Recorder<AsStridedBackward> record(Tensor::Retain(view->base));
    record->base = view->base->geometry;
    record->view = view->geometry;
    record.Stamp();
    old = SwapNode(view, &*record, 0);
  }
  __atomic_store_n(&view->view_version, version, __ATOMIC_RELEASE);
}

}  // namespace

Node* GradientNode(const TensorImpl* impl) {
  if (impl->flags & kView && impl->base && IsStale(impl)) {
    RebuildView(const_cast<TensorImpl*>(impl));
  }
  return impl->flags & kLeafMeta ? nullptr : static_cast<Node*>(impl->autograd);
}

void CheckViewWritable(const char* op, const Tensor& self) {
  const TensorImpl* impl = self.impl();
  if (impl->flags & kMultiView) {
    const Node* node = GradientNode(impl);
    throw AutogradError(
        op, Str("Output ", self.output_nr(), " of ",
                node ? node->name() : "an op with several outputs",
                " is a view and is being modified inplace, which an op that "
                "returns several views does not allow, got ",
                self, "; write to a clone() or to one slice t[i]"));
  }
  if (impl->flags & kNoGradView && impl->flags & kView) {
    throw AutogradError(
        op, Str("a view that was created under no_grad() is being modified "
                "inplace with grad mode on, got ",
                self,
                "; make the view outside no_grad(), or write to a "
                "clone()"));
  }
}

Tensor InplaceBegin(const char* op, const Tensor& self) {
  TensorImpl* impl = self.impl();
  if (impl->flags & kView) CheckViewWritable(op, self);
  Tensor old = detail::MakeAlias(self);
  if (Node* node = GradientNode(impl); node && impl->flags & kRequiresGrad) {
    node->SetHistory(old, impl->output_nr);
  }
  thread_state.overwritten = impl->storage;
  return old;
}

void Rebase(const Tensor& self, const Tensor& result) {
  TensorImpl* impl = self.impl();
  TensorImpl* from = result.impl();
  Node* node = GradientNode(from);
  if (!impl->base || !(impl->flags & kView)) {
    const GradFn old = SwapNode(impl, node, from->output_nr);
    return;
  }
  const Tensor base = Tensor::Retain(impl->base);
  Recorder<CopySlices> record(base, result);
  record->base = base.geometry();
  record->view = self.geometry();
  if (!record.wants(0) && !record.wants(1)) return;
  record.Stamp();
  GradFn old;
  {
    std::lock_guard<std::mutex> lock(ViewMutex(base.impl()));
    old = SwapNode(base.impl(), &*record, 0);
  }
  // A retained gradient is to move on now; else the view is rebuilt on demand.
  if (impl->autograd && !(impl->flags & kLeafMeta) &&
      static_cast<Node*>(impl->autograd)->extra()) {
    GradientNode(impl);
  }
}

void InplaceFinish(const char* op, const Tensor& self, Tensor&& result) {
  thread_state.overwritten = nullptr;
  if (self.sizes() != result.sizes()) {
    throw ShapeError(op,
                     Str("output with shape ", detail::SizesText(self.sizes()),
                         " doesn't match the broadcast shape ",
                         detail::SizesText(result.sizes())));
  }
  detail::CheckCanCast(op, result.scalar_type(), self.scalar_type());
  if (result.scalar_type() != self.scalar_type()) {
    result = result.to(self.scalar_type());
  }
  detail::CopyValues(op, self, result);
  detail::BumpVersion(self);
  Rebase(self, result);
}

void InplaceView(const char*, const Tensor& self, Tensor&& view) {
  thread_state.overwritten = nullptr;
  TensorImpl* impl = self.impl();
  TensorImpl* from = view.impl();
  Node* node = GradientNode(from);
  impl->geometry = from->geometry;
  detail::BumpVersion(self);
  GradFn old;
  if (!impl->base || !(impl->flags & kView)) {
    old = SwapNode(impl, node, from->output_nr);
    return;
  }
  std::lock_guard<std::mutex> lock(ViewMutex(impl->base));
  old = SwapNode(impl, node, from->output_nr);
  __atomic_store_n(&impl->view_version, VersionOf(impl), __ATOMIC_RELEASE);
}

}  // namespace tessera::autograd
