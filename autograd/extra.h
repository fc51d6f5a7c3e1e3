// What few nodes and leaves have: hooks, retained gradients, a trace. For the
// engine; users call Tensor::register_hook and retain_grad.
//
//   NodeExtra& extra = node.MutableExtra();
//   StripeLock lock(&node);                     // guards all of its fields
//   extra.tensor_hooks.push_back({id, 0, hook});
#ifndef TESSERA_AUTOGRAD_EXTRA_H_
#define TESSERA_AUTOGRAD_EXTRA_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tessera/autograd/node.h"
#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera::autograd {

// One of 64 spin locks, by address. Hold it briefly.
class StripeLock {
 public:
  explicit StripeLock(const void* key);
  ~StripeLock() { lock_.store(false, std::memory_order_release); }
  StripeLock(const StripeLock&) = delete;
  StripeLock& operator=(const StripeLock&) = delete;

 private:
  std::atomic<bool>& lock_;
};

// A hook on a tensor: of a node's output nr, or of a leaf.
struct TensorHook {
  unsigned id;
  uint32_t nr;
  std::shared_ptr<detail::Hook> hook;
};

// A hook on a node. Before it: sees and may replace the gradients of the
// outputs. After it: those of the inputs (outs) too.
struct NodeHook {
  virtual ~NodeHook() = default;
  virtual void Call(Tensor* grads, int num_grads, Tensor* outs,
                    int num_outs) = 0;
};
struct NodeHookEntry {
  unsigned id;
  std::shared_ptr<NodeHook> hook;
};

// The gradient of an output on which retain_grad() was called.
struct RetainedGrad {
  uint32_t nr;
  Tensor grad;
};

struct NodeExtra {
  std::vector<TensorHook> tensor_hooks;
  std::vector<RetainedGrad> retained;
  std::vector<NodeHookEntry> pre_hooks;
  std::vector<NodeHookEntry> post_hooks;
  // Where the node was made; in anomaly mode only.
  std::string trace;
};

struct LeafHooks {
  std::vector<TensorHook> tensor_hooks;
  std::vector<TensorHook> post_accumulate;
};

// A number that no hook of this process has.
unsigned NextHookId();
// On a node, before or after it runs. Gives an id for remove_node_hook.
unsigned AddNodeHook(Node& node, std::shared_ptr<NodeHook> hook, bool before);
void RemoveNodeHook(Node& node, unsigned id);

// The retained gradient of output nr, nullptr without one. Under the lock.
inline RetainedGrad* FindRetained(NodeExtra* extra, uint32_t nr) {
  if (!extra) return nullptr;
  for (RetainedGrad& r : extra->retained) {
    if (r.nr == nr) return &r;
  }
  return nullptr;
}

// For a language binding: gives the text that tells where an op is being
// recorded. By default the C++ call stack.
void set_anomaly_trace(std::string (*trace)());

}  // namespace tessera::autograd

#endif  // TESSERA_AUTOGRAD_EXTRA_H_
