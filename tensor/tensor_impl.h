// TensorImpl: what a Tensor points to. For the packages of this project; users
// go through Tensor.
//
//   TensorImpl* impl = t.impl();
//   impl->geometry.sizes();          // IntArrayRef
//   impl->storage->data;             // bytes, perhaps on a device
//   impl->data();                    // the place of the first element
//   impl->requires_grad();           // the flag, not the mode
#ifndef TESSERA_TENSOR_TENSOR_IMPL_H_
#define TESSERA_TENSOR_TENSOR_IMPL_H_

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>

#include "tessera/base/cpp17.h"
#include "tessera/storage/block.h"
#include "tessera/storage/device.h"
#include "tessera/storage/intrusive_ptr.h"
#include "tessera/storage/storage.h"
#include "tessera/tensor/geometry.h"

namespace tessera {

enum TensorFlag : uint16_t {
  kRequiresGrad = 1,
  // autograd is the accumulator of a leaf, not a node.
  kLeafMeta = 2,
  kView = 4,
  kInferenceTensor = 8,
  // A number that became a tensor; lowest category in promotion.
  kWrappedNumber = 16,
  // Made under no_grad as a view (features.md A-14).
  kNoGradView = 32,
  // One of several outputs of a view op such as split.
  kMultiView = 64,
  // A copy that index tensors picked: assigning to it is an error.
  kIndexedCopy = 128,
};

// What recording hangs onto a tensor: a node of the graph, or the accumulator
// of a leaf. Made and understood by //autograd only.
struct GraphNode : RefCounted {
  // "MulBackward0", as grad_fn prints it.
  virtual std::string name() const = 0;
  // Called when the last reference has gone; must not recurse into the graph.
  virtual void Destroy() noexcept = 0;

 protected:
  ~GraphNode() = default;
};

// Flags that one thread may rewrite (under the engine's lock, when it rebuilds
// the link of a view) while others look; what was written before the flags is
// then seen with them. Plain loads and stores on x86.
class FlagWord {
 public:
  FlagWord(uint16_t value = 0) : value_(value) {}
  FlagWord(const FlagWord& other) : FlagWord(uint16_t{other}) {}
  operator uint16_t() const { return value_.load(std::memory_order_acquire); }
  FlagWord& operator=(uint16_t value) {
    value_.store(value, std::memory_order_release);
    return *this;
  }
  FlagWord& operator=(const FlagWord& other) { return *this = uint16_t{other}; }
  FlagWord& operator|=(uint16_t bits) {
    return *this = static_cast<uint16_t>(*this | bits);
  }
  FlagWord& operator&=(uint16_t bits) {
    return *this = static_cast<uint16_t>(*this & bits);
  }

 private:
  std::atomic<uint16_t> value_;
};

struct TensorImpl : RefCounted {
  TensorImpl(StorageImpl* storage, Geometry&& geometry, Device device)
      : device(device), storage(storage), geometry(std::move(geometry)) {}
  // With the geometry that make() returns, built in place.
  template <class F>
  TensorImpl(StorageImpl* storage, Device device, F make)
      : device(device), storage(storage), geometry(make()) {}
  TensorImpl(const TensorImpl&) = delete;
  TensorImpl& operator=(const TensorImpl&) = delete;

  // From and to the thread's free list.
  static void* operator new(size_t) { return AllocateHeaderBlock(); }
  static void operator delete(void* block) { FreeHeaderBlock(block); }

  bool requires_grad() const { return flags & kRequiresGrad; }
  char* data() const {
    auto* const start = static_cast<char*>(storage->data);
    const int64_t offset = geometry.offset();
    // Seldom anything but 0, and the width of a dtype takes some finding.
    return offset == 0
               ? start
               : start + offset * static_cast<int64_t>(geometry.itemsize());
  }

  Device device;
  FlagWord flags;  // of TensorFlag
  // Which output of its node this is.
  uint16_t output_nr = 0;
  // Whether `python` is set. What never meets Python touches this byte alone.
  bool has_python = false;
  // For a view: the storage's version when the autograd link was made.
  uint32_t view_version = 0;
  // Owned.
  StorageImpl* storage;
  // A node of the graph, or a leaf's accumulator (kLeafMeta). Owned.
  GraphNode* autograd = nullptr;
  // The tensor that this is a view of; never itself a view. Owned.
  TensorImpl* base = nullptr;
  Geometry geometry;
  // The object that stands for this tensor in a language binding; undefined
  // unless has_python. Written by the binding alone.
  void* python;
};
static_assert(sizeof(TensorImpl) <= kHeaderBlockBytes &&
              alignof(TensorImpl) <= kBlockAlignment);

namespace detail {
// Ends an impl whose last reference has gone.
void DestroyTensorImpl(TensorImpl* impl) noexcept;
// Of the binding: called as an impl with has_python ends, on any thread.
extern void (*release_python)(void* python) noexcept;
}  // namespace detail

}  // namespace tessera

#endif  // TESSERA_TENSOR_TENSOR_IMPL_H_
