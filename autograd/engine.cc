#include "tessera/autograd/engine.h"

#include <algorithm>
#include <new>
#include <utility>

#include "tessera/autograd/anomaly.h"
#include "tessera/autograd/arith.h"
#include "tessera/autograd/extra.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/views.h"

namespace tessera::autograd {
namespace {

// n undefined tensors.
class TensorArray {
 public:
  explicit TensorArray(int n)
      : size_(n), data_(static_cast<Tensor*>(AllocateBlock(Bytes()))) {
    for (int i = 0; i < n; ++i) new (data_ + i) Tensor;
  }
  ~TensorArray() {
    for (int i = 0; i < size_; ++i) data_[i].~Tensor();
    FreeBlock(data_, Bytes());
  }
  TensorArray(const TensorArray&) = delete;
  TensorArray& operator=(const TensorArray&) = delete;

  Tensor& operator[](int i) { return data_[i]; }
  Tensor* data() { return data_; }

 private:
  size_t Bytes() const { return static_cast<size_t>(size_) * sizeof(Tensor); }

  const int size_;
  Tensor* const data_;
};

// Frees a block of gradients whatever happens; those that were moved out are
// null.
struct SlotOwner {
  const Node* node;
  void* slot;
  ~SlotOwner() {
    if (slot) Waiting::FreeSlot(node, slot);
  }
};

// g as input `index` of node wants it, or an error.
void Mend(const Node& node, int index, Tensor& g) {
  const Edge& edge = node.edge(index);
  if (g.device() != edge.device()) {
    throw AutogradError(
        "backward",
        Str("Function ", node.name(), " returned an invalid gradient at index ",
            index, " - expected device ", edge.device(), ", got ", g));
  }
  if (g.sizes() != edge.sizes()) {
    if (!BroadcastsTo(edge.sizes(), g)) {
      throw AutogradError(
          "backward", Str("Function ", node.name(),
                          " returned an invalid gradient at index ", index,
                          " - got ", g, " but expected shape compatible with ",
                          detail::SizesText(edge.sizes())));
    }
    g = SumTo(g, edge.sizes());
  }
  if (g.scalar_type() != edge.dtype()) {
    if (kind(g.scalar_type()) < Kind::Float) {
      throw AutogradError(
          "backward",
          Str("Function ", node.name(),
              " returned an invalid gradient at index ", index,
              " - expected dtype ", name(edge.dtype()), ", got ", g));
    }
    if (g.is_complex() && !isComplexType(edge.dtype())) g = tessera::real(g);
    g = g.to(edge.dtype());
  }
}

// Drops the gradients that nobody wants, and gives the others the shape, dtype
// and device that their edges are for.
inline void FitGradients(const Node* node, Tensor* grads) {
  const int edges = node->num_edges();
  for (int i = 0; i < edges; ++i) {
    if (!grads[i].defined()) continue;
    if (!node->edge(i).linked()) {
      grads[i].reset();
    } else if (__builtin_expect(!node->edge(i).Fits(grads[i].impl()), 0)) {
      Mend(*node, i, grads[i]);
    }
  }
}

// The user's hooks, in order; each may replace g.
void CallHooks(const std::vector<TensorHook>& hooks, uint32_t nr, Tensor& g) {
  for (const TensorHook& entry : hooks) {
    if (entry.nr != nr) continue;
    Tensor other = entry.hook->Call(g);
    if (!other.defined()) continue;
    if (other.sizes() != g.sizes() || other.scalar_type() != g.scalar_type() ||
        other.device() != g.device()) {
      throw AutogradError("backward",
                          Str("expected a hook to return a gradient like ", g,
                              ", got ", other));
    }
    g = std::move(other);
  }
}

// Whether a gradient of this geometry may become the .grad of leaf as it is:
// in the leaf's order of strides, or row-major where that has none.
bool HasLayoutOf(const Geometry& leaf, const Geometry& g) {
  if (leaf.is_contiguous() && g.is_contiguous()) return true;
  return g.strides() == views::DenseLike(leaf, g.dtype()).strides();
}

void Accumulate(TensorImpl* leaf, LeafMeta* meta, Tensor&& g, bool recorded) {
  Tensor old;  // dropped after the lock
  StripeLock lock(leaf);
  Tensor& grad = meta->grad;
  if (grad.defined()) {
    if (recorded) {
      old = std::move(grad);
      grad = Sum(old, g);
    } else {
      AddInto(grad, g);
    }
    return;
  }
  TensorImpl* impl = g.impl();
  if (recorded
          ? impl->use_count() == 1 && !impl->base &&
                impl->storage->use_count() == 1
          : IsExclusive(impl) && HasLayoutOf(leaf->geometry, impl->geometry)) {
    grad = std::move(g);
  } else if (recorded) {
    grad = g.clone();
  } else {
    grad = detail::MakeTensor(
        views::DenseLike(leaf->geometry, impl->geometry.dtype()), impl->device);
    detail::CopyValues("backward", grad, g);
  }
}

}  // namespace

bool IsExclusive(const TensorImpl* impl) {
  const StorageImpl* storage = impl->storage;
  return impl->use_count() == 1 && storage->use_count() == 1 &&
         !impl->autograd && !impl->base &&
         !(storage->flags & (StorageImpl::kReadOnly | StorageImpl::kForeign)) &&
         static_cast<size_t>(impl->geometry.numel()) *
                 impl->geometry.itemsize() ==
             storage->nbytes &&
         (impl->geometry.is_contiguous() || impl->geometry.IsDense());
}

Pass::~Pass() {
  for (uint32_t i = 0; i < leaf_index_.size(); ++i) {
    Tensor::Steal(static_cast<TensorImpl*>(LeafAt(i).grad));
  }
}

// ---- Roots and inputs ----

void Pass::Add(const Tensor& root, Tensor&& grad) {
  TensorImpl* impl = root.impl();
  if (Node* node = GradientNode(impl)) {
    if (!first_root_) {
      first_root_ = GradFn(node);
    } else {
      more_roots_.push_back(GradFn(node));
    }
    void** slot = waiting_.Find(node);
    if (node->num_outputs() != 1) {
      slot = static_cast<void**>(*slot) + impl->output_nr;
    }
    Gather(slot, std::move(grad));
  } else if (MetaOf(impl)) {
    leaf_roots_.push_back(root);
    ArriveAtLeaf(impl, std::move(grad), false);
  }
}

void Pass::AddInput(const Tensor& input, bool capture) {
  if (!restricted_) restricted_ = std::make_unique<Restriction>();
  TensorImpl* impl = input.impl();
  Node* node = GradientNode(impl);
  const void* to = node ? static_cast<const void*>(node) : impl;
  bool is_new;
  restricted_->input_index.Insert(to, &is_new);
  restricted_->inputs.push_back(
      {to, node ? impl->output_nr : 0u, capture, Tensor()});
}

Tensor Pass::Captured(size_t i) const { return restricted_->inputs[i].grad; }

bool Pass::IsNeeded(const Edge& edge) const {
  if (TensorImpl* leaf = edge.leaf()) {
    return restricted_->input_index.Find(leaf) >= 0;
  }
  const Node* node = edge.node();
  return restricted_->needed.Find(node) >= 0 ||
         restricted_->input_index.Find(node) >= 0;
}

bool Node::IsNeeded(const Edge& edge) {
  return thread_state.restricted->IsNeeded(edge);
}

// Edges lead to smaller stamps: looked at in their order, a node comes after
// all that it leads to.
void Pass::FindNeeded() {
  PointerIndex seen;
  std::vector<Node*> nodes;
  bool is_new;
  auto visit = [&](Node* node) {
    if (!node) return;
    seen.Insert(node, &is_new);
    if (is_new) nodes.push_back(node);
  };
  visit(static_cast<Node*>(first_root_.get()));
  for (const GradFn& root : more_roots_) {
    visit(static_cast<Node*>(root.get()));
  }
  for (size_t i = 0; i < nodes.size(); ++i) {
    for (int e = 0; e < nodes[i]->num_edges(); ++e) {
      visit(nodes[i]->edge(e).node());
    }
  }
  std::sort(nodes.begin(), nodes.end(),
            [](Node* a, Node* b) { return a->stamp() < b->stamp(); });
  for (Node* node : nodes) {
    for (int e = 0; e < node->num_edges(); ++e) {
      if (!node->edge(e).linked() || !IsNeeded(node->edge(e))) continue;
      restricted_->needed.Insert(node, &is_new);
      break;
    }
  }
}

// ---- Gradients on their way ----

void Pass::Gather(void** slot, Tensor&& g) {
  if (!*slot) {
    *slot = g.Release();
  } else {
    GatherMore(slot, std::move(g));
  }
}

void Pass::GatherMore(void** slot, Tensor&& g) {
  Tensor sum = Tensor::Steal(static_cast<TensorImpl*>(*slot));
  *slot = nullptr;
  if (options_.create_graph) {
    sum = Sum(sum, g);
  } else if (IsExclusive(sum.impl())) {
    AddInto(sum, g);
  } else if (IsExclusive(g.impl())) {
    AddInto(g, sum);
    sum = std::move(g);
  } else {
    sum = Sum(sum, g);
  }
  *slot = sum.Release();
}

inline void Pass::Arrive(const Edge& edge, Tensor&& g) {
  if (TensorImpl* leaf = edge.leaf()) {
    ArriveAtLeaf(leaf, std::move(g), true);
    return;
  }
  Node* node = edge.node();
  void** slot = waiting_.Find(node);
  if (__builtin_expect(node->num_outputs() != 1, 0)) {
    slot = static_cast<void**>(*slot) + edge.nr();
  }
  Gather(slot, std::move(g));
}

void Pass::ArriveAtLeaf(TensorImpl* leaf, Tensor&& g, bool over_edge) {
  LeafMeta* meta = MetaOf(leaf);
  if (!meta) return;  // became an op's output since
  bool is_new;
  if (over_edge && meta->live_edges.load(std::memory_order_relaxed) == 1 &&
      leaf_index_.Find(leaf) < 0) {
    FinishLeaf(leaf, std::move(g));  // nothing more can come
    return;
  }
  const uint32_t i = leaf_index_.Insert(leaf, &is_new);
  if (is_new) {
    if (i >= kFirstLeaves) leaves_.emplace_back();
    LeafAt(i) = {leaf, nullptr};
  }
  Gather(&LeafAt(i).grad, std::move(g));
}

void Pass::FinishLeaf(TensorImpl* leaf, Tensor&& g) {
  LeafMeta* meta = MetaOf(leaf);
  if (!meta) return;
  std::vector<TensorHook> after;
  if (__builtin_expect(meta->hooks != nullptr, 0)) {
    std::vector<TensorHook> before;
    {
      StripeLock lock(leaf);
      before = meta->hooks->tensor_hooks;
      after = meta->hooks->post_accumulate;
    }
    CallHooks(before, 0, g);
    meta = MetaOf(leaf);
    if (!meta) return;
  }
  if (__builtin_expect(restricted_ != nullptr, 0)) {
    bool accumulate = false;
    for (Input& input : restricted_->inputs) {
      if (input.to != leaf) continue;
      if (input.capture) {
        input.grad = g;
      } else {
        accumulate = true;
      }
    }
    if (!accumulate) return;
  }
  Accumulate(leaf, meta, std::move(g), options_.create_graph);
  if (!after.empty()) {
    const Tensor handle = Tensor::Retain(leaf);
    for (const TensorHook& entry : after) entry.hook->Call(handle);
  }
}

// ---- Nodes ----

// A tensor's own hooks, its retained gradient, then the node's hooks.
void Pass::BeforeNode(Node* node, NodeExtra* extra, Tensor* grads,
                      int num_grads) {
  std::vector<TensorHook> tensor_hooks;
  std::vector<NodeHookEntry> pre_hooks;
  {
    StripeLock lock(node);
    tensor_hooks = extra->tensor_hooks;
    pre_hooks = extra->pre_hooks;
  }
  for (int i = 0; i < num_grads; ++i) {
    if (!grads[i].defined()) continue;
    CallHooks(tensor_hooks, static_cast<uint32_t>(i), grads[i]);
    bool retains;
    Tensor before;
    {
      StripeLock lock(node);
      RetainedGrad* retained = FindRetained(extra, static_cast<uint32_t>(i));
      retains = retained != nullptr;
      if (retains) before = retained->grad;
    }
    if (!retains) continue;
    Tensor grad = before.defined() ? Sum(before, grads[i]) : grads[i].clone();
    StripeLock lock(node);
    if (auto* retained = FindRetained(extra, static_cast<uint32_t>(i))) {
      grad.swap(retained->grad);
    }
  }
  for (const NodeHookEntry& entry : pre_hooks) {
    entry.hook->Call(grads, num_grads, nullptr, 0);
  }
}

void Pass::KeepInputs(const Node* node, const Tensor* grads) {
  for (Input& input : restricted_->inputs) {
    if (input.to == node && input.capture) input.grad = grads[input.nr];
  }
}

// A node of one output and a few inputs, with nothing to observe it.
inline void Pass::RunNode(Node* node, void* slot) {
  constexpr int kFew = 3;
  const int edges = node->num_edges();
  if (__builtin_expect(node->num_outputs() != 1 || edges > kFew ||
                           node->extra() || restricted_ ||
                           detail::tls_mode & detail::kAnomaly,
                       0)) {
    return RunAnyNode(node, slot);
  }
  Tensor outs[kFew];
  {
    const Tensor grad = Tensor::Steal(static_cast<TensorImpl*>(slot));
    node->Backward(&grad, outs);
  }
  FitGradients(node, outs);
  if (!options_.retain_graph) node->Release();
  for (int i = 0; i < edges; ++i) {
    if (outs[i].defined()) Arrive(node->edge(i), std::move(outs[i]));
  }
}

void Pass::RunAnyNode(Node* node, void* slot) {
  const int num_grads = static_cast<int>(node->num_outputs());
  const int edges = node->num_edges();
  TensorArray outs(edges);
  NodeExtra* const extra = node->extra();
  {
    TensorArray grads(num_grads);
    if (num_grads == 1) {
      grads[0] = Tensor::Steal(static_cast<TensorImpl*>(slot));
    } else {
      SlotOwner owner{node, slot};
      auto** impls = static_cast<TensorImpl**>(slot);
      for (int i = 0; i < num_grads; ++i) {
        grads[i] = Tensor::Steal(impls[i]);
        impls[i] = nullptr;
      }
    }
    if (__builtin_expect(extra != nullptr, 0)) {
      BeforeNode(node, extra, grads.data(), num_grads);
    }
    if (__builtin_expect(restricted_ != nullptr, 0)) {
      if (restricted_->input_index.Find(node) >= 0) {
        KeepInputs(node, grads.data());
      }
      if (restricted_->needed.Find(node) < 0) return;
    }
    if (__builtin_expect(detail::tls_mode & detail::kAnomaly, 0)) {
      BackwardWithAnomaly(node, grads.data(), outs.data());
    } else {
      node->Backward(grads.data(), outs.data());
    }
    FitGradients(node, outs.data());
    if (__builtin_expect(extra != nullptr, 0)) {
      std::vector<NodeHookEntry> post_hooks;
      {
        StripeLock lock(node);
        post_hooks = extra->post_hooks;
      }
      for (const NodeHookEntry& entry : post_hooks) {
        entry.hook->Call(grads.data(), num_grads, outs.data(), edges);
      }
    }
  }
  if (!options_.retain_graph) node->Release();
  for (int i = 0; i < edges; ++i) {
    if (!outs[i].defined()) continue;
    if (restricted_ && !IsNeeded(node->edge(i))) continue;
    Arrive(node->edge(i), std::move(outs[i]));
  }
}

void Pass::Run() {
  struct Restore {
    const Pass* restricted = thread_state.restricted;
    ~Restore() { thread_state.restricted = restricted; }
  } restore;
  const detail::ModeScope mode(options_.create_graph ? 0u : detail::kNoGrad,
                               detail::kNoGrad | detail::kInference);
  thread_state.overwritten = nullptr;
  if (restricted_) FindNeeded();
  thread_state.restricted = restricted_ ? this : nullptr;
  void* slot;
  while (Node* node = waiting_.Pop(&slot)) RunNode(node, slot);
  for (uint32_t i = 0; i < leaf_index_.size(); ++i) {
    LeafSlot& leaf = LeafAt(i);
    Tensor g = Tensor::Steal(static_cast<TensorImpl*>(leaf.grad));
    leaf.grad = nullptr;
    if (g.defined()) FinishLeaf(leaf.leaf, std::move(g));
  }
}

}  // namespace tessera::autograd
