// All state of this package that a process shares, in one object that is made
// on first use and never destroyed: frees that come late still find it.
//
//   Runtime& r = GetRuntime();
//   std::lock_guard<std::mutex> lock(r.block_mutex);
//   r.block_bytes += slab;
#ifndef TESSERA_STORAGE_RUNTIME_H_
#define TESSERA_STORAGE_RUNTIME_H_

#include <pthread.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "tessera/base/cpp17.h"

namespace tessera {

struct DeviceInterface;
struct TestAllocator;

namespace internal {

struct BlockCache;
struct FreeLargeBlock;

constexpr int kMaxDeviceTypes = 4;
constexpr int kMaxBlockClasses = 67;
// 8 classes per doubling from 4 KB to 2^47 bytes.
constexpr int kLargeClasses = 36 * 8;
constexpr size_t kMaxLargeBytes = size_t{1} << 46;

struct Runtime {
  Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  // Small blocks.
  std::mutex block_mutex;
  pthread_key_t thread_key;
  bool has_thread_key;
  void* batches[kMaxBlockClasses] = {};  // lists of lists, see block.cc
  char* slab = nullptr;                  // not yet cut into blocks
  char* slab_end = nullptr;
  BlockCache* caches = nullptr;       // of running threads
  BlockCache* idle_caches = nullptr;  // of threads that ended
  int64_t block_bytes = 0;

  // Statistics; what threads have not added yet stands in their caches.
  std::atomic<int64_t> allocated{0};
  std::atomic<int64_t> peak{0};
  std::atomic<int64_t> allocations{0};

  // Large blocks, see large_blocks.cc.
  std::mutex large_mutex;
  FreeLargeBlock* large[kLargeClasses] = {};  // last freed first
  FreeLargeBlock* newest = nullptr;
  FreeLargeBlock* oldest = nullptr;
  size_t cached_bytes = 0;
  size_t cache_limit;
  size_t machine_bytes;  // memory and swap
  std::atomic<uint32_t> stagger{0};

  // Devices.
  std::mutex device_mutex;
  std::atomic<DeviceInterface*> devices[kMaxDeviceTypes] = {};
  std::atomic<const char*> device_names[kMaxDeviceTypes];
  std::atomic<const TestAllocator*> test_allocator{nullptr};
};

Runtime& GetRuntime();

// Returns the lists of a thread that ends; `cache` is a BlockCache.
void EndThread(void* cache);

// nbytes above 4 KB and at most kMaxLargeBytes. *start is what FreeLarge takes.
// Throws OutOfMemoryError.
void* AllocateLarge(size_t nbytes, void** start);
void FreeLarge(void* start, size_t nbytes) noexcept;
// Frees blocks, those freed longest ago first, until at most `limit` bytes
// are cached.
void ShrinkLargeCache(size_t limit) noexcept;

}  // namespace internal
}  // namespace tessera

#endif  // TESSERA_STORAGE_RUNTIME_H_
