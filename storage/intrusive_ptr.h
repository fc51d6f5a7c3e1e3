// A count inside the object, and the smart pointer for it: 8 bytes, no control
// block, and the object decides where its memory comes from.
//
//   struct Node : tessera::RefCounted {
//     static void Destroy(Node* node) noexcept { delete node; }
//   };
//   auto a = tessera::IntrusivePtr<Node>::Take(new Node);  // count is 1
//   auto b = a;                                            // count is 2
#ifndef TESSERA_STORAGE_INTRUSIVE_PTR_H_
#define TESSERA_STORAGE_INTRUSIVE_PTR_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "tessera/base/cpp17.h"

namespace tessera {

// Starts with one owner.
struct RefCounted {
  RefCounted() = default;
  RefCounted(const RefCounted&) = delete;
  RefCounted& operator=(const RefCounted&) = delete;

  void retain() const noexcept {
    count_.fetch_add(1, std::memory_order_relaxed);
  }
  // True when that was the last owner: the caller then destroys the object.
  // The load first: a unique owner needs no atomic subtraction.
  [[nodiscard]] bool release() const noexcept {
    return count_.load(std::memory_order_acquire) == 1 ||
           count_.fetch_sub(1, std::memory_order_acq_rel) == 1;
  }
  uint32_t use_count() const noexcept {
    return count_.load(std::memory_order_acquire);
  }
  // For an object that its last owner let go and that is given out again.
  void ResetCount() noexcept { count_.store(1, std::memory_order_relaxed); }

 private:
  mutable std::atomic<uint32_t> count_{1};
};

// T derives from RefCounted and has static void Destroy(T*) noexcept. T may be
// incomplete where the pointer is only a member.
template <class T>
class IntrusivePtr {
 public:
  constexpr IntrusivePtr() noexcept = default;
  constexpr IntrusivePtr(std::nullptr_t) noexcept {}
  // Becomes the owner that `object` counts already.
  static IntrusivePtr Take(T* object) noexcept {
    IntrusivePtr p;
    p.object_ = object;
    return p;
  }
  // Adds an owner; `object` may be null.
  static IntrusivePtr Share(T* object) noexcept {
    if (object) object->retain();
    return Take(object);
  }

  IntrusivePtr(const IntrusivePtr& other) noexcept : object_(other.object_) {
    if (object_) object_->retain();
  }
  IntrusivePtr(IntrusivePtr&& other) noexcept
      : object_(std::exchange(other.object_, nullptr)) {}
  IntrusivePtr& operator=(const IntrusivePtr& other) noexcept {
    IntrusivePtr(other).swap(*this);
    return *this;
  }
  IntrusivePtr& operator=(IntrusivePtr&& other) noexcept {
    IntrusivePtr(std::move(other)).swap(*this);
    return *this;
  }
  ~IntrusivePtr() {
    if (object_ && object_->release()) T::Destroy(object_);
  }

  T* get() const noexcept { return object_; }
  // Not for null. GCC warns of a write to address 8 where it has followed the
  // copy of a null pointer to here, hence the hint.
  T* operator->() const noexcept {
    if (!object_) __builtin_unreachable();
    return object_;
  }
  T& operator*() const noexcept { return *operator->(); }
  explicit operator bool() const noexcept { return object_ != nullptr; }
  // 0 for null.
  uint32_t use_count() const noexcept {
    return object_ ? object_->use_count() : 0;
  }

  void reset() noexcept { IntrusivePtr().swap(*this); }
  // Gives the ownership to the caller.
  [[nodiscard]] T* Detach() noexcept { return std::exchange(object_, nullptr); }
  void swap(IntrusivePtr& other) noexcept { std::swap(object_, other.object_); }

  friend bool operator==(const IntrusivePtr& a, const IntrusivePtr& b) {
    return a.object_ == b.object_;
  }
  friend bool operator!=(const IntrusivePtr& a, const IntrusivePtr& b) {
    return a.object_ != b.object_;
  }

 private:
  T* object_ = nullptr;
};

}  // namespace tessera

#endif  // TESSERA_STORAGE_INTRUSIVE_PTR_H_
