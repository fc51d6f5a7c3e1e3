// Waiting: the nodes of a pass that have received a gradient and have not run,
// one entry each, and the gradients per leaf. For the engine.
//
//   void** slot = waiting.Find(node);     // its entry, made if it is new
//   while (Node* n = waiting.Pop(&slot))  // the newest first
//
// Up to 128 nodes stand in an array sorted by stamp (equal ones, as threads
// make them, in order of arrival): the search for a node's place finds its
// entry. Beyond, a heap and a table take over, which would cost a small graph
// dearly from the start.
#ifndef TESSERA_AUTOGRAD_WAITING_H_
#define TESSERA_AUTOGRAD_WAITING_H_

#include <cstdint>
#include <vector>

#include "tessera/autograd/node.h"
#include "tessera/base/cpp17.h"

namespace tessera::autograd {

// From addresses to numbers 0, 1, 2, ... in the order of arrival. Looks
// through the first sixteen, hashes beyond.
class PointerIndex {
 public:
  PointerIndex() = default;
  PointerIndex(const PointerIndex&) = delete;
  PointerIndex& operator=(const PointerIndex&) = delete;

  // The number of key; a new one gets the next number, *is_new says so.
  uint32_t Insert(const void* key, bool* is_new) {
    *is_new = false;
    if (__builtin_expect(table_.empty(), 1)) {
      for (uint32_t i = 0; i < size_; ++i) {
        if (first_[i] == key) return i;
      }
      if (size_ < kFirst) {
        *is_new = true;
        first_[size_] = key;
        return size_++;
      }
    }
    return InsertFar(key, is_new);
  }
  // The number of key, or -1.
  int64_t Find(const void* key) const;
  uint32_t size() const { return size_; }

 private:
  static constexpr uint32_t kFirst = 16;
  struct Slot {
    const void* key = nullptr;
    uint32_t index = 0;
  };
  uint32_t InsertFar(const void* key, bool* is_new);
  void Grow();
  size_t Place(const void* key) const;

  uint32_t size_ = 0;
  const void* first_[kFirst];
  // Open addressing; a power of two, at most half full.
  std::vector<Slot> table_;
};

class Waiting {
 public:
  Waiting() = default;
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() {
    if (__builtin_expect(size_ != 0 || far_ != nullptr, 0)) Clear();
  }

  // What belongs to node: a TensorImpl*, or where the node has several outputs
  // a block of that many. The address is good until the next call.
  void** Find(Node* node) {
    if (__builtin_expect(far_ != nullptr, 0)) return FindFar(node);
    const uint64_t stamp = node->stamp();
    uint32_t i = size_;
    for (; i && near_[i - 1].stamp >= stamp; --i) {
      if (near_[i - 1].node == node) return &near_[i - 1].slot;
    }
    if (__builtin_expect(size_ == kNear, 0)) return FindFar(node);
    for (uint32_t j = size_++; j > i; --j) near_[j] = near_[j - 1];
    near_[i] = {stamp, node, FreshSlot(node)};
    return &near_[i].slot;
  }
  // The newest node, which leaves; nullptr when none is left. The caller owns
  // the slot's gradients and passes a block to FreeSlot.
  Node* Pop(void** slot) {
    if (size_) {
      --size_;
      *slot = near_[size_].slot;
      return near_[size_].node;
    }
    return far_ ? PopFar(slot) : nullptr;
  }

  static void* FreshSlot(const Node* node) {
    return __builtin_expect(node->num_outputs() == 1, 1) ? nullptr
                                                         : FreshBlock(node);
  }
  static void FreeSlot(const Node* node, void* slot);

 private:
  struct Entry {
    uint64_t stamp;
    Node* node;
    void* slot;
  };
  struct HeapEntry {
    uint64_t stamp;
    uint32_t order;
    // Greatest stamp first, then first come.
    bool operator<(const HeapEntry& other) const {
      return stamp != other.stamp ? stamp < other.stamp : order > other.order;
    }
  };
  static constexpr uint32_t kNear = 128;
  static void* FreshBlock(const Node* node);
  void** FindFar(Node* node);
  Node* PopFar(void** slot);

  struct Far {
    PointerIndex index;
    std::vector<Entry> entries;
    std::vector<HeapEntry> heap;
  };
  void Clear() noexcept;

  uint32_t size_ = 0;
  Entry near_[kNear];
  Far* far_ = nullptr;  // owned
};

}  // namespace tessera::autograd

#endif  // TESSERA_AUTOGRAD_WAITING_H_
