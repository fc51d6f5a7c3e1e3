// Node: one recorded op of the graph, and Edge: its link to what it read.
//
//   struct NegBackward final : NodeOf<1> {  // y = -x
//     const char* op_name() const override { return "NegBackward0"; }
//     void Backward(const Tensor* g, Tensor* out) override { out[0] = -g[0]; }
//   };
//   // autograd/formula.h records it: Recorder<NegBackward> record(x);
#ifndef TESSERA_AUTOGRAD_NODE_H_
#define TESSERA_AUTOGRAD_NODE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "tessera/base/cpp17.h"
#include "tessera/storage/block.h"
#include "tessera/tensor/tensor.h"

namespace tessera::autograd {

class Node;
class Pass;
struct NodeExtra;
struct LeafHooks;

// What a thread remembers between ops.
struct ThreadState {
  // The stamp of the newest node that this thread made.
  uint64_t clock;
  // Nodes to be deleted; not null while a drain is under way.
  Node* dead;
  // The running pass, where it was asked for the gradients of some inputs
  // only; else null.
  const Pass* restricted;
  // The memory that an in-place op under recording is about to overwrite:
  // what is saved of it is cloned.
  const StorageImpl* overwritten;
};
extern __thread ThreadState thread_state
    __attribute__((tls_model("initial-exec")));

// What a leaf's TensorImpl holds in place of a node: its accumulated gradient.
struct LeafMeta final : GraphNode {
  std::string name() const override { return "AccumulateGrad"; }
  void Destroy() noexcept override { delete this; }
  ~LeafMeta();
  static void* operator new(size_t bytes) { return AllocateBlock(bytes); }
  static void operator delete(void* block, size_t bytes) {
    FreeBlock(block, bytes);
  }

  // Edges that lead here. A gradient that comes over the only one is complete.
  std::atomic<int32_t> live_edges{0};
  Tensor grad;
  // Null until a hook is registered. Owned.
  LeafHooks* hooks = nullptr;
};

inline LeafMeta* MetaOf(const TensorImpl* impl) {
  return impl->flags & kLeafMeta ? static_cast<LeafMeta*>(impl->autograd)
                                 : nullptr;
}

// Where a gradient goes: an output of a node, or a leaf; and the sizes, dtype
// and device that it must have there. No link means no gradient is wanted.
class Edge {
 public:
  Edge() = default;
  Edge(const Edge&) = delete;
  Edge& operator=(const Edge&) = delete;
  ~Edge() { Unlink(); }

  bool linked() const { return to_ != 0; }
  // Null for a leaf.
  Node* node() const {
    return to_ & 1 ? nullptr : reinterpret_cast<Node*>(to_);
  }
  // Null for a node.
  TensorImpl* leaf() const {
    return to_ & 1 ? reinterpret_cast<TensorImpl*>(to_ - 1) : nullptr;
  }
  // A node, or a leaf's address plus one.
  uintptr_t to() const { return to_; }
  uint16_t nr() const { return nr_; }
  DType dtype() const { return dtype_; }
  Device device() const { return device_; }
  IntArrayRef sizes() const {
    return {ndim_ <= 4 ? dims_ : Big(), static_cast<size_t>(ndim_)};
  }

  // Links to where t comes from, if it wants a gradient. Returns the stamp of
  // the node there, else 0. Once only.
  uint64_t Link(const Tensor& t);
  void Unlink() noexcept;

  // g has the sizes, dtype and device that are expected here.
  bool Fits(const TensorImpl* g) const {
    const Geometry& geometry = g->geometry;
    if (geometry.dtype() != dtype_ || geometry.dim() != ndim_ ||
        g->device != device_) {
      return false;
    }
    const int64_t* want = ndim_ <= 4 ? dims_ : Big();
    const int64_t* have = geometry.sizes_data();
    for (int d = 0; d < ndim_; ++d) {
      if (want[d] != have[d]) return false;
    }
    return true;
  }

 private:
  int64_t* Big() const { return reinterpret_cast<int64_t*>(dims_[0]); }
  void LinkLeaf(TensorImpl* impl);
  uint64_t LinkNode(Node* node, const TensorImpl* impl);
  void Describe(const TensorImpl* impl, uint16_t nr);

  uintptr_t to_ = 0;
  uint16_t nr_ = 0;
  Device device_ = kCPU;
  DType dtype_ = DType::Undefined;
  uint8_t ndim_ = 0;
  // The sizes, or the address of a block of them beyond four.
  int64_t dims_[4];
};

// One recorded op. Owned by the tensors that it made and by the edges to it.
class Node : public GraphNode {
 public:
  // "MulBackward0".
  virtual const char* op_name() const = 0;
  // grads: one per output, undefined where none arrived (an only output's is
  // always defined). out: one per edge, undefined on entry; leave it so where
  // there is no gradient. The engine reduces out[i] to the sizes of input i
  // and casts it, so broadcasting needs no care. Runs with grad mode off
  // unless the gradient is to be differentiated again.
  virtual void Backward(const Tensor* grads, Tensor* out) = 0;
  // Gives up what was saved; a later Backward that needs it is an error.
  virtual void Release() {}

  std::string name() const override { return op_name(); }
  void Destroy() noexcept override;

  // Whether somebody wants out[edge]; false saves a product.
  bool should_compute(int edge) const {
    return edges_[edge].linked() &&
           (__builtin_expect(!thread_state.restricted, 1) ||
            IsNeeded(edges_[edge]));
  }
  const Edge& edge(int i) const { return edges_[i]; }
  int num_edges() const { return static_cast<int>(num_edges_); }
  // The nodes (or leaves' accumulators) that gradients go to, with the number
  // of the output; null where none is wanted.
  std::vector<std::pair<GradFn, uint32_t>> next_functions() const;

  uint32_t num_outputs() const { return num_outputs_; }
  void set_num_outputs(uint32_t n) { num_outputs_ = n; }
  // Every edge leads to a smaller stamp.
  uint64_t stamp() const { return stamp_; }
  // Null until there are hooks, retained gradients or a trace.
  NodeExtra* extra() const { return extra_.load(std::memory_order_acquire); }
  NodeExtra& MutableExtra();

  // Takes its stamp, once all edges are linked; newest is the greatest of
  // what Link returned.
  void Stamp(uint64_t newest) {
    const uint64_t clock = thread_state.clock;
    stamp_ = thread_state.clock = 1 + (newest > clock ? newest : clock);
    if (__builtin_expect(detail::tls_mode & detail::kAnomaly, 0)) KeepTrace();
  }
  // Makes t output nr of this node. t is fresh. Nothing where t's dtype has no
  // gradients or t is undefined.
  void SetHistory(const Tensor& t, uint32_t nr) {
    if (GiveTo(t, nr)) retain();
  }
  // The same, but t becomes the owner that the caller was. Whether it did.
  bool GiveTo(const Tensor& t, uint32_t nr) {
    TensorImpl* impl = t.impl();
    if (!impl || kind(impl->geometry.dtype()) < Kind::Float) return false;
    impl->autograd = this;
    impl->output_nr = static_cast<uint16_t>(nr);
    impl->flags |= kRequiresGrad;
    return true;
  }

  // From and to the thread's free list.
  static void* operator new(size_t bytes) { return AllocateBlock(bytes); }
  static void operator delete(void* block, size_t bytes) {
    FreeBlock(block, bytes);
  }

 protected:
  Node(Edge* edges, uint32_t num_edges)
      : edges_(edges), num_edges_(num_edges) {}
  virtual ~Node() {
    if (NodeExtra* extra = extra_.load(std::memory_order_relaxed);
        __builtin_expect(extra != nullptr, 0)) {
      DeleteExtra(extra);
    }
  }

  Edge* edges_;
  uint32_t num_edges_;

 private:
  friend class Engine;
  static bool IsNeeded(const Edge& edge);
  static void DeleteExtra(NodeExtra* extra) noexcept;
  void KeepTrace();

  uint32_t num_outputs_ = 1;
  union {
    uint64_t stamp_ = 0;
    Node* next_dead_;
  };
  std::atomic<NodeExtra*> extra_{nullptr};
};

// A node of a fixed number of inputs.
template <int kEdges>
class NodeOf : public Node {
 public:
  NodeOf() : Node(inline_, kEdges) {}
  // Of n inputs: for the Recorder, which has counted them.
  Edge* Edges(size_t n) {
    if (n != kEdges) std::abort();
    return inline_;
  }

 private:
  Edge inline_[kEdges];
};

// A node of any number of inputs, such as cat's.
class NodeList : public Node {
 public:
  NodeList() : Node(nullptr, 0) {}
  ~NodeList() override;
  Edge* Edges(size_t n);
};

// ---- Graph edges of tensors (rebase.cc) ----

// Brings the link of a view up to date with writes through its base or other
// views, and gives its node (null where it has none). For other tensors their
// node, null for a leaf.
Node* GradientNode(const TensorImpl* impl);

}  // namespace tessera::autograd

#endif  // TESSERA_AUTOGRAD_NODE_H_
