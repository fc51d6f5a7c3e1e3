// Saved: a tensor that a node keeps for its backward. Notices when the memory
// was written since, and when the node was run and released already.
//
//   struct SinBackward final : NodeOf<1> {
//     Saved self;                                     // record->self.Save(x)
//     void Backward(const Tensor* g, Tensor* out) override {
//       out[0] = g[0] * self.get(*this).cos();        // checks the version
//     }
//     void Release() override { self.reset(); }
//   };
#ifndef TESSERA_AUTOGRAD_SAVED_H_
#define TESSERA_AUTOGRAD_SAVED_H_

#include <cstdint>

#include "tessera/autograd/node.h"
#include "tessera/base/cpp17.h"

namespace tessera::autograd {

class Saved {
 public:
  Saved() = default;

  // An input (or any tensor that is not an output of this node). Undefined is
  // fine. AutogradError for an inference tensor.
  void Save(const Tensor& input);
  // Output nr of the node that holds this. Kept without its link to the node,
  // which would be a cycle; get() links it again where the backward is itself
  // recorded.
  void SaveOutput(const Tensor& output, const Node* node, uint32_t nr = 0);
  // node: the holder. AutogradError where the memory was written since, and
  // after Release.
  Tensor get(const Node& node) const;
  // The same without another handle, for what was saved by Save.
  const Tensor& input(const Node& node) const;
  // Whether a defined tensor is held.
  bool defined() const { return tensor_.defined(); }
  // As from Release: get() is an error from now on, if something was saved.
  void reset();

 private:
  enum Kind : uint8_t { kNothing, kInput, kOutput, kReleased };

  Tensor tensor_;
  // Compared only: set_data may have swapped the memory of a leaf.
  const StorageImpl* storage_ = nullptr;
  uint32_t version_ = 0;
  uint16_t nr_ = 0;
  Kind kind_ = kNothing;
};

}  // namespace tessera::autograd

#endif  // TESSERA_AUTOGRAD_SAVED_H_
