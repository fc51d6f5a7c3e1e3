#include "tessera/storage/allocator.h"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "tessera/storage/block.h"
#include "tessera/storage/device.h"
#include "tessera/storage/device_interface.h"
#include "tessera/storage/runtime.h"
#include "tessera/storage/storage.h"

namespace tessera {
namespace {

// allocated_bytes, block_bytes and allocation_count.
MemoryStats HostTotals(internal::Runtime& r) {
  MemoryStats stats;
  std::lock_guard<std::mutex> lock(r.block_mutex);
  stats.allocated_bytes = r.allocated.load(std::memory_order_relaxed);
  stats.allocation_count = r.allocations.load(std::memory_order_relaxed);
  stats.block_bytes = r.block_bytes;
  for (internal::BlockCache* c = r.caches; c; c = c->next) {
    stats.allocated_bytes += c->bytes.load(std::memory_order_relaxed);
    stats.allocation_count += c->count.load(std::memory_order_relaxed);
  }
  return stats;
}

// Null where there is no such device.
DeviceInterface* Find(Device device, Device* resolved) {
  DeviceInterface* interface = GetDeviceInterface(device.type());
  if (!interface || interface->device_count() == 0) return nullptr;
  *resolved = ResolveDevice("memory_stats", device);
  return interface;
}

}  // namespace

MemoryStats memory_stats(Device device) {
  if (!device.is_cpu()) {
    DeviceInterface* interface = Find(device, &device);
    return interface ? interface->memory_stats(device) : MemoryStats();
  }
  internal::Runtime& r = internal::GetRuntime();
  MemoryStats stats = HostTotals(r);
  stats.peak_bytes =
      std::max(stats.allocated_bytes, r.peak.load(std::memory_order_relaxed));
  stats.total_bytes = static_cast<int64_t>(r.machine_bytes);
  std::lock_guard<std::mutex> lock(r.large_mutex);
  stats.cached_bytes = static_cast<int64_t>(r.cached_bytes);
  return stats;
}

void reset_peak_memory_stats(Device device) {
  if (!device.is_cpu()) {
    if (DeviceInterface* interface = Find(device, &device)) {
      interface->reset_peak_memory_stats(device);
    }
    return;
  }
  internal::Runtime& r = internal::GetRuntime();
  r.peak.store(HostTotals(r).allocated_bytes, std::memory_order_relaxed);
}

void empty_cache(DeviceType type) {
  if (type == kCPU) {
    internal::ShrinkLargeCache(0);
  } else if (DeviceInterface* interface = GetDeviceInterface(type)) {
    interface->empty_cache();
  }
}

void set_cache_limit(size_t nbytes) {
  internal::Runtime& r = internal::GetRuntime();
  {
    std::lock_guard<std::mutex> lock(r.large_mutex);
    r.cache_limit = nbytes;
  }
  internal::ShrinkLargeCache(nbytes);
}

size_t cache_limit() {
  internal::Runtime& r = internal::GetRuntime();
  std::lock_guard<std::mutex> lock(r.large_mutex);
  return r.cache_limit;
}

const TestAllocator* set_allocator_for_test(const TestAllocator* allocator) {
  internal::Runtime& r = internal::GetRuntime();
  const TestAllocator* before = r.test_allocator.exchange(allocator);
  internal::test_allocator_is_set = allocator != nullptr;
  return before;
}

}  // namespace tessera
