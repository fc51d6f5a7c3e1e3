// Pass: one run through the graph, from roots to leaves. All of its state is
// its own, so that passes may nest and run in several threads.
//
//   Pass pass({.retain_graph = false});
//   pass.Add(z, ones);                 // for each root
//   pass.Run();                        // leaves' .grad are filled
//
// For autograd::grad, Capture(input) before Run and Captured(i) after it.
#ifndef TESSERA_AUTOGRAD_ENGINE_H_
#define TESSERA_AUTOGRAD_ENGINE_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "tessera/autograd/node.h"
#include "tessera/autograd/waiting.h"
#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera::autograd {

struct PassOptions {
  bool retain_graph = false;
  bool create_graph = false;
};

// A tensor that can be written, or become somebody's .grad, without anybody
// noticing: its only handle, the only owner of its memory, all of it, dense
// and without a node.
bool IsExclusive(const TensorImpl* impl);

class Pass {
 public:
  explicit Pass(PassOptions options) : options_(options) {}
  Pass(const Pass&) = delete;
  Pass& operator=(const Pass&) = delete;
  ~Pass();

  // A root, which wants a gradient, and its gradient.
  void Add(const Tensor& root, Tensor&& grad);
  // Restricts the pass to what leads to its inputs. The gradient of `input` is
  // kept for Captured (with `capture`) or added to its .grad.
  void AddInput(const Tensor& input, bool capture);
  void Run();
  // Of the i-th input that was added; undefined where nothing arrived.
  Tensor Captured(size_t i) const;

  bool IsNeeded(const Edge& edge) const;

 private:
  struct LeafSlot {
    TensorImpl* leaf;
    void* grad;  // a TensorImpl, owned
  };
  // An input of grad(): output nr of a node, or a leaf.
  struct Input {
    const void* to;
    uint32_t nr;
    bool capture;
    Tensor grad;
  };

  void RunNode(Node* node, void* slot);
  void RunAnyNode(Node* node, void* slot);
  void BeforeNode(Node* node, NodeExtra* extra, Tensor* grads, int num_grads);
  void KeepInputs(const Node* node, const Tensor* grads);
  void Arrive(const Edge& edge, Tensor&& g);
  void ArriveAtLeaf(TensorImpl* leaf, Tensor&& g, bool over_edge);
  void FinishLeaf(TensorImpl* leaf, Tensor&& g);
  void Gather(void** slot, Tensor&& g);
  void GatherMore(void** slot, Tensor&& g);
  void FindNeeded();

  const PassOptions options_;
  Waiting waiting_;
  // Gradients of leaves, summed until the pass ends; the first ones without a
  // malloc.
  static constexpr uint32_t kFirstLeaves = 16;
  LeafSlot& LeafAt(uint32_t i) {
    return i < kFirstLeaves ? first_leaves_[i] : leaves_[i - kFirstLeaves];
  }
  PointerIndex leaf_index_;
  LeafSlot first_leaves_[kFirstLeaves];
  std::vector<LeafSlot> leaves_;
  // Keep the graph alive while hooks run.
  GradFn first_root_;
  std::vector<GradFn> more_roots_;
  std::vector<Tensor> leaf_roots_;
  // Where only some gradients are wanted: the nodes (and leaves) of inputs, and
  // all nodes that lead to them.
  struct Restriction {
    std::vector<Input> inputs;
    PointerIndex needed;
    PointerIndex input_index;
  };
  std::unique_ptr<Restriction> restricted_;
};

}  // namespace tessera::autograd

#endif  // TESSERA_AUTOGRAD_ENGINE_H_
