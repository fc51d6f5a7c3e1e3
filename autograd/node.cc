#include "tessera/autograd/node.h"

#include <cstring>
#include <new>

#include "tessera/autograd/extra.h"

namespace tessera::autograd {

__thread ThreadState thread_state
    __attribute__((tls_model("initial-exec"))) = {0, nullptr, nullptr, nullptr};

LeafMeta::~LeafMeta() { delete hooks; }

// ---- Edge ----

inline void Edge::Describe(const TensorImpl* impl, uint16_t nr) {
  const Geometry& g = impl->geometry;
  nr_ = nr;
  device_ = impl->device;
  dtype_ = g.dtype();
  ndim_ = static_cast<uint8_t>(g.dim());
  int64_t* to = dims_;
  if (__builtin_expect(ndim_ > 4, 0)) {
    to = static_cast<int64_t*>(AllocateBlock(ndim_ * sizeof(int64_t)));
    dims_[0] = reinterpret_cast<int64_t>(to);
  }
  const int64_t* from = g.sizes_data();
  for (int d = 0; d < ndim_; ++d) to[d] = from[d];
}

inline void Edge::LinkLeaf(TensorImpl* impl) {
  Describe(impl, 0);
  impl->retain();
  static_cast<LeafMeta*>(impl->autograd)
      ->live_edges.fetch_add(1, std::memory_order_relaxed);
  to_ = reinterpret_cast<uintptr_t>(impl) | 1;
}

inline uint64_t Edge::LinkNode(Node* node, const TensorImpl* impl) {
  Describe(impl, impl->output_nr);
  node->retain();
  to_ = reinterpret_cast<uintptr_t>(node);
  return node->stamp();
}

uint64_t Edge::Link(const Tensor& t) {
  TensorImpl* impl = t.impl();
  if (!impl) return 0;
  switch (impl->flags & (kRequiresGrad | kView | kLeafMeta)) {
    case kRequiresGrad | kLeafMeta:
      LinkLeaf(impl);
      return 0;
    case kRequiresGrad:
      return impl->autograd ? LinkNode(static_cast<Node*>(impl->autograd), impl)
                            : 0;
    case 0:
    case kLeafMeta:
      return 0;
  }
  if (Node* node = GradientNode(impl)) return LinkNode(node, impl);
  if (MetaOf(impl) && impl->flags & kRequiresGrad) LinkLeaf(impl);
  return 0;
}

void Edge::Unlink() noexcept {
  if (!to_) return;
  if (ndim_ > 4) FreeBlock(Big(), ndim_ * sizeof(int64_t));
  if (TensorImpl* impl = leaf()) {
    if (LeafMeta* meta = MetaOf(impl)) {
      meta->live_edges.fetch_sub(1, std::memory_order_relaxed);
    }
    Tensor::Steal(impl);
  } else if (Node* to = node(); to->release()) {
    to->Destroy();
  }
  to_ = 0;
}

// ---- Node ----

namespace {

Node* const kEnd = reinterpret_cast<Node*>(1);

}  // namespace

void Node::DeleteExtra(NodeExtra* extra) noexcept { delete extra; }

// What dies on the way joins the list, so that a long chain needs no stack.
void Node::Destroy() noexcept {
  ThreadState& state = thread_state;
  if (state.dead) {
    next_dead_ = state.dead;
    state.dead = this;
    return;
  }
  next_dead_ = kEnd;
  state.dead = this;
  do {
    Node* node = state.dead;
    state.dead = node->next_dead_;
    delete node;
  } while (state.dead != kEnd);
  state.dead = nullptr;
}

NodeExtra& Node::MutableExtra() {
  NodeExtra* extra = extra_.load(std::memory_order_acquire);
  if (extra) return *extra;
  auto* fresh = new NodeExtra;
  if (extra_.compare_exchange_strong(extra, fresh, std::memory_order_acq_rel)) {
    return *fresh;
  }
  delete fresh;
  return *extra;
}

std::vector<std::pair<GradFn, uint32_t>> Node::next_functions() const {
  std::vector<std::pair<GradFn, uint32_t>> out;
  for (int i = 0; i < num_edges(); ++i) {
    GraphNode* to = edges_[i].node();
    if (TensorImpl* leaf = edges_[i].leaf()) to = MetaOf(leaf);
    out.emplace_back(GradFn(to), edges_[i].nr());
  }
  return out;
}

// ---- NodeList ----

Edge* NodeList::Edges(size_t n) {
  edges_ = static_cast<Edge*>(AllocateBlock(n * sizeof(Edge)));
  for (size_t i = 0; i < n; ++i) new (edges_ + i) Edge;
  num_edges_ = static_cast<uint32_t>(n);
  return edges_;
}

NodeList::~NodeList() {
  if (!edges_) return;
  for (uint32_t i = 0; i < num_edges_; ++i) edges_[i].~Edge();
  FreeBlock(edges_, num_edges_ * sizeof(Edge));
}

}  // namespace tessera::autograd
