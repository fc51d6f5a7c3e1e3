// Bytes on a device, shared by counting owners: what lies below a tensor.
//
//   using tessera::Storage;
//   Storage s = Storage::Allocate(4 * sizeof(float));  // on the CPU
//   static_cast<float*>(s.data())[0] = 1;
//   Storage t = s;                                     // the same bytes
//   t.bump_version();                                  // s.version() is 1
#ifndef TESSERA_STORAGE_STORAGE_H_
#define TESSERA_STORAGE_STORAGE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include "tessera/storage/block.h"
#include "tessera/storage/device.h"
#include "tessera/storage/intrusive_ptr.h"

namespace tessera {

// 48 bytes in a header of 64; the payload follows when it is small, so that a
// small storage is one block. Version and count are safe to use from several
// threads; what else is written once.
struct StorageImpl : RefCounted {
  enum : uint16_t {
    kReadOnly = 1,   // adopted from an owner that must not see writes
    kForeign = 2,    // the memory is not ours: deleter and ctx, if any
    kInference = 4,  // free for tensor: made in inference mode
    // The rest are this package's.
    kSmall = 1 << 14,  // payload behind the header
    kLarge = 1 << 15,  // payload from the cache of large blocks; ctx: its start
  };

  Device device = kCPU;
  uint16_t flags = 0;
  // Of the contents, shared by all views: every write in place adds one.
  std::atomic<uint32_t> version{0};
  void* data = nullptr;
  size_t nbytes = 0;
  void (*deleter)(void* ctx) = nullptr;
  void* ctx = nullptr;

  static void Destroy(StorageImpl* impl) noexcept;
};

namespace internal {

constexpr size_t kStorageHeader = 64;
constexpr size_t kMaxSmallPayload = kMaxBlockBytes - kStorageHeader;
static_assert(sizeof(StorageImpl) <= kStorageHeader);

// Set while a test's allocator takes all requests.
extern std::atomic<bool> test_allocator_is_set;

StorageImpl* AllocateStorageSlow(size_t nbytes, Device device);
void DestroyStorageSlow(StorageImpl* impl) noexcept;

}  // namespace internal

inline void StorageImpl::Destroy(StorageImpl* impl) noexcept {
  if (__builtin_expect(impl->flags & kSmall, 1)) {
    const size_t nbytes = impl->nbytes;
    if (nbytes > internal::kMaxSmallPayload) __builtin_unreachable();
    internal::CountBytes(-static_cast<int64_t>(nbytes), 0);
    FreeBlock(impl, internal::kStorageHeader + nbytes);
  } else {
    internal::DestroyStorageSlow(impl);
  }
}

class Storage {
 public:
  // No storage: defined() is false.
  Storage() = default;

  // nbytes of uninitialized memory, aligned to 64 bytes, data() never null on
  // the CPU. Throws OutOfMemoryError; DeviceError where there is no such
  // device.
  static Storage Allocate(size_t nbytes, Device device = kCPU) {
    return Storage(AllocateImpl(nbytes, device));
  }

  // The same with one owner counted, for who keeps the bare pointer.
  static StorageImpl* AllocateImpl(size_t nbytes, Device device = kCPU) {
    if (__builtin_expect(nbytes <= internal::kMaxSmallPayload &&
                             device.is_cpu() &&
                             !internal::test_allocator_is_set.load(
                                 std::memory_order_relaxed),
                         1)) {
      char* block =
          static_cast<char*>(AllocateBlock(internal::kStorageHeader + nbytes));
      auto* impl = new (block) StorageImpl;
      impl->flags = StorageImpl::kSmall;
      impl->data = block + internal::kStorageHeader;
      impl->nbytes = nbytes;
      internal::CountBytes(static_cast<int64_t>(nbytes), 1);
      return impl;
    }
    return internal::AllocateStorageSlow(nbytes, device);
  }

  // Memory of somebody else. When the last owner goes, deleter(ctx) runs,
  // once, on whichever thread that is; it must not throw. deleter may be null:
  // the memory then has to outlive the storage. When this throws
  // (OutOfMemoryError for the header, DeviceError), deleter has not run.
  static Storage Adopt(void* data, size_t nbytes, Device device,
                       void (*deleter)(void* ctx), void* ctx,
                       bool read_only = false);

  // Becomes the owner that impl counts already.
  static Storage Take(StorageImpl* impl) noexcept { return Storage(impl); }
  // Adds an owner.
  static Storage Share(StorageImpl* impl) noexcept {
    return Storage(IntrusivePtr<StorageImpl>::Share(impl));
  }

  bool defined() const noexcept { return static_cast<bool>(impl_); }
  explicit operator bool() const noexcept { return defined(); }

  // All below need defined().
  void* data() const noexcept { return impl_->data; }
  void* mutable_data() const noexcept { return impl_->data; }
  size_t nbytes() const noexcept { return impl_->nbytes; }
  Device device() const noexcept { return impl_->device; }
  uint16_t flags() const noexcept { return impl_->flags; }
  bool is_read_only() const noexcept {
    return impl_->flags & StorageImpl::kReadOnly;
  }
  bool is_foreign() const noexcept {
    return impl_->flags & StorageImpl::kForeign;
  }
  uint32_t version() const noexcept {
    return impl_->version.load(std::memory_order_relaxed);
  }
  void bump_version() const noexcept {
    impl_->version.fetch_add(1, std::memory_order_relaxed);
  }

  // 0 where not defined().
  uint32_t use_count() const noexcept { return impl_.use_count(); }
  // The same bytes of the same owner, not merely overlapping memory.
  bool is_alias_of(const Storage& other) const noexcept {
    return defined() && impl_ == other.impl_;
  }

  StorageImpl* impl() const noexcept { return impl_.get(); }
  [[nodiscard]] StorageImpl* Detach() noexcept { return impl_.Detach(); }
  void reset() noexcept { impl_.reset(); }

 private:
  explicit Storage(StorageImpl* impl) noexcept
      : impl_(IntrusivePtr<StorageImpl>::Take(impl)) {}
  explicit Storage(IntrusivePtr<StorageImpl> impl) noexcept
      : impl_(std::move(impl)) {}

  IntrusivePtr<StorageImpl> impl_;
};

}  // namespace tessera

#endif  // TESSERA_STORAGE_STORAGE_H_
