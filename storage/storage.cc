#include "tessera/storage/storage.h"

#include <algorithm>
#include <atomic>
#include <new>

#include "tessera/storage/allocator.h"
#include "tessera/storage/block.h"
#include "tessera/storage/device.h"
#include "tessera/storage/device_interface.h"
#include "tessera/storage/runtime.h"

namespace tessera {
namespace internal {

std::atomic<bool> test_allocator_is_set{false};

namespace {

StorageImpl* NewHeader() {
  return new (AllocateBlock(kStorageHeader)) StorageImpl;
}

void FreeHeader(StorageImpl* impl) noexcept { FreeBlock(impl, kStorageHeader); }

void AllocateHost(StorageImpl* impl, size_t nbytes) {
  const Runtime& r = GetRuntime();
  // Where the system grants more than there is, it kills later instead.
  if (nbytes > std::min(r.machine_bytes, kMaxLargeBytes)) {
    ThrowOutOfMemory(nbytes, kCPU);
  }
  if (const TestAllocator* test = r.test_allocator.load()) {
    void* data = test->allocate(nbytes);
    if (!data) ThrowOutOfMemory(nbytes, kCPU);
    impl->data = data;
    impl->deleter = test->deallocate;
    impl->ctx = data;
  } else {
    impl->data = AllocateLarge(nbytes, &impl->ctx);
    impl->flags = StorageImpl::kLarge;
  }
  CountBytes(static_cast<int64_t>(nbytes), 1);
}

void AllocateOnDevice(StorageImpl* impl, size_t nbytes, Device device) {
  DeviceInterface* interface = GetDeviceInterface(device.type());
  if (nbytes > 0) {
    impl->data = interface->allocate(nbytes, device);
    if (!impl->data) ThrowOutOfMemory(nbytes, device);
  }
  impl->device = device;
  impl->ctx = interface;
}

}  // namespace

StorageImpl* AllocateStorageSlow(size_t nbytes, Device device) {
  device = ResolveDevice("allocate", device);
  if (device.is_cpu() && nbytes <= kMaxSmallPayload && !test_allocator_is_set) {
    return Storage::AllocateImpl(nbytes);  // was cpu:0
  }
  StorageImpl* impl = NewHeader();
  try {
    if (device.is_cpu()) {
      AllocateHost(impl, nbytes);
    } else {
      AllocateOnDevice(impl, nbytes, device);
    }
  } catch (...) {
    FreeHeader(impl);
    throw;
  }
  impl->nbytes = nbytes;
  return impl;
}

void DestroyStorageSlow(StorageImpl* impl) noexcept {
  if (impl->flags & StorageImpl::kForeign) {
    if (impl->deleter) impl->deleter(impl->ctx);
  } else if (!impl->device.is_cpu()) {
    if (impl->data) {
      static_cast<DeviceInterface*>(impl->ctx)->deallocate(
          impl->data, impl->nbytes, impl->device);
    }
  } else {
    CountBytes(-static_cast<int64_t>(impl->nbytes), 0);
    if (impl->flags & StorageImpl::kLarge) {
      FreeLarge(impl->ctx, impl->nbytes);
    } else {
      impl->deleter(impl->ctx);
    }
  }
  FreeHeader(impl);
}

}  // namespace internal

Storage Storage::Adopt(void* data, size_t nbytes, Device device,
                       void (*deleter)(void* ctx), void* ctx, bool read_only) {
  device = ResolveDevice("from_blob", device);
  StorageImpl* impl = internal::NewHeader();
  impl->device = device;
  impl->flags =
      StorageImpl::kForeign | (read_only ? StorageImpl::kReadOnly : 0);
  impl->data = data;
  impl->nbytes = nbytes;
  impl->deleter = deleter;
  impl->ctx = ctx;
  return Storage(impl);
}

}  // namespace tessera
