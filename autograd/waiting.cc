#include "tessera/autograd/waiting.h"

#include <algorithm>
#include <cstring>

namespace tessera::autograd {

// ---- PointerIndex ----

size_t PointerIndex::Place(const void* key) const {
  const size_t mask = table_.size() - 1;
  size_t at =
      (reinterpret_cast<uintptr_t>(key) * 0x9E3779B97F4A7C15ull >> 32) & mask;
  while (table_[at].key && table_[at].key != key) at = (at + 1) & mask;
  return at;
}

void PointerIndex::Grow() {
  std::vector<Slot> old(table_.empty() ? 4 * kFirst : 2 * table_.size());
  old.swap(table_);
  if (old.empty()) {
    for (uint32_t i = 0; i < size_; ++i) {
      table_[Place(first_[i])] = {first_[i], i};
    }
  }
  for (const Slot& slot : old) {
    if (slot.key) table_[Place(slot.key)] = slot;
  }
}

uint32_t PointerIndex::InsertFar(const void* key, bool* is_new) {
  if (2 * (size_ + 1) > table_.size()) Grow();
  Slot& slot = table_[Place(key)];
  if (!slot.key) {
    *is_new = true;
    slot = {key, size_++};
  }
  return slot.index;
}

int64_t PointerIndex::Find(const void* key) const {
  if (table_.empty()) {
    for (uint32_t i = 0; i < size_; ++i) {
      if (first_[i] == key) return i;
    }
    return -1;
  }
  const Slot& slot = table_[Place(key)];
  return slot.key ? static_cast<int64_t>(slot.index) : -1;
}

// ---- Waiting ----

void* Waiting::FreshBlock(const Node* node) {
  const size_t bytes = node->num_outputs() * sizeof(void*);
  void* block = AllocateBlock(bytes);
  std::memset(block, 0, bytes);
  return block;
}

void Waiting::FreeSlot(const Node* node, void* slot) {
  if (node->num_outputs() == 1) {
    Tensor::Steal(static_cast<TensorImpl*>(slot));
    return;
  }
  auto** impls = static_cast<TensorImpl**>(slot);
  for (uint32_t i = 0; i < node->num_outputs(); ++i) Tensor::Steal(impls[i]);
  FreeBlock(slot, node->num_outputs() * sizeof(void*));
}

// Something is left only where a pass was cut short.
void Waiting::Clear() noexcept {
  void* slot;
  while (Node* node = Pop(&slot)) FreeSlot(node, slot);
  delete far_;
}

void** Waiting::FindFar(Node* node) {
  bool is_new;
  if (!far_) {
    far_ = new Far;
    // The newest stand at the end, the first come of equals after the others.
    for (; size_; --size_) {
      const Entry& e = near_[size_ - 1];
      far_->heap.push_back({e.stamp, far_->index.Insert(e.node, &is_new)});
      far_->entries.push_back(e);
    }
    std::make_heap(far_->heap.begin(), far_->heap.end());
  }
  const uint32_t i = far_->index.Insert(node, &is_new);
  if (is_new) {
    far_->entries.push_back({node->stamp(), node, FreshSlot(node)});
    far_->heap.push_back({node->stamp(), i});
    std::push_heap(far_->heap.begin(), far_->heap.end());
  }
  return &far_->entries[i].slot;
}

Node* Waiting::PopFar(void** slot) {
  auto& heap = far_->heap;
  if (heap.empty()) return nullptr;
  const Entry& entry = far_->entries[heap.front().order];
  std::pop_heap(heap.begin(), heap.end());
  heap.pop_back();
  *slot = entry.slot;
  return entry.node;
}

}  // namespace tessera::autograd
