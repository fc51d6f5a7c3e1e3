// Two full lists at most per thread and class (one in use and a spare), so
// that a thread that goes back and forth over the end of a list needs no lock.
// Full lists go to the central list whole, as batches: nothing walks a list.
#include "tessera/storage/block.h"

#include <pthread.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <new>

#include "tessera/storage/device.h"
#include "tessera/storage/device_interface.h"
#include "tessera/storage/runtime.h"

namespace tessera::internal {
namespace {

static_assert(kBlockClasses == kMaxBlockClasses);

// Never written: without room, without blocks, without slack.
BlockCache fresh_cache;
BlockCache dead_cache;

constexpr size_t kSlabBytes = size_t{1} << 20;
// Cut at once from a slab, about. No multiple of a page: the blocks of two
// classes that a call uses would lie alike in their pages, and a load from one
// would wait for a store to the other.
constexpr size_t kCutBytes = (16 << 10) + 1088;
constexpr int64_t kSlackBytes = 64 << 10;

// A batch is a list; its first block has two more words.
struct Batch {
  void* next_block;
  Batch* next_batch;
  uint64_t count;
};
static_assert(sizeof(Batch) <= kBlockAlignment);

// Class 0 is of empty requests: they get addresses of their own.
size_t BytesOf(size_t size_class) {
  if (size_class == kHeaderClass) return kHeaderBlockBytes;
  return std::max<size_t>(size_class, 1) * kBlockAlignment;
}

// How many blocks a full list has: 256 KB at most.
uint64_t FullList(size_t size_class) {
  return std::min<uint64_t>(256, (256 << 10) / BytesOf(size_class));
}

void*& Next(void* block) { return *static_cast<void**>(block); }

// The lock is held in these.
void PushBatch(Runtime& r, size_t size_class, void* list, uint64_t count) {
  auto* batch = static_cast<Batch*>(list);
  batch->next_batch = static_cast<Batch*>(r.batches[size_class]);
  batch->count = count;
  r.batches[size_class] = batch;
}

// Null when there is none and the system has no memory.
void* PopBatch(Runtime& r, size_t size_class, uint64_t* count) {
  if (auto* batch = static_cast<Batch*>(r.batches[size_class])) {
    r.batches[size_class] = batch->next_batch;
    *count = batch->count;
    return batch;
  }
  const size_t bytes = BytesOf(size_class);
  if (static_cast<size_t>(r.slab_end - r.slab) < bytes) {
    void* slab = mmap(nullptr, kSlabBytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (slab == MAP_FAILED) return nullptr;
    r.slab = static_cast<char*>(slab);
    r.slab_end = r.slab + kSlabBytes;
    r.block_bytes += kSlabBytes;
  }
  char* const first = r.slab;
  const uint64_t n =
      std::min({std::max<uint64_t>(kCutBytes / bytes, 1), FullList(size_class),
                static_cast<uint64_t>(r.slab_end - first) / bytes});
  r.slab += n * bytes;
  for (uint64_t i = 0; i + 1 < n; ++i) {
    Next(first + i * bytes) = first + (i + 1) * bytes;
  }
  Next(first + (n - 1) * bytes) = nullptr;
  *count = n;
  return first;
}

// Without a cache of the thread's own.
void* AllocateCentral(Runtime& r, size_t size_class) {
  std::lock_guard<std::mutex> lock(r.block_mutex);
  uint64_t count;
  void* block = PopBatch(r, size_class, &count);
  if (block && count > 1) PushBatch(r, size_class, Next(block), count - 1);
  return block;
}

void FreeCentral(Runtime& r, size_t size_class, void* block) {
  std::lock_guard<std::mutex> lock(r.block_mutex);
  Next(block) = nullptr;
  PushBatch(r, size_class, block, 1);
}

// Null when the system has no memory.
BlockCache* BeginThread(Runtime& r) {
  BlockCache* cache;
  {
    std::lock_guard<std::mutex> lock(r.block_mutex);
    cache = r.idle_caches;
    if (cache) {
      r.idle_caches = cache->next;
    } else {
      void* memory = nullptr;
      if (posix_memalign(&memory, kBlockAlignment, sizeof(BlockCache)) != 0) {
        return nullptr;
      }
      cache = new (memory) BlockCache();
      cache->slack = kSlackBytes;
      for (size_t c = 0; c < kBlockClasses; ++c) {
        cache->lists[c].room = FullList(c);
      }
    }
    cache->next = r.caches;
    r.caches = cache;
  }
  if (r.has_thread_key) pthread_setspecific(r.thread_key, cache);
  tls_block_cache = cache;
  return cache;
}

void AddToTotal(Runtime& r, int64_t bytes, int64_t count) {
  const int64_t now =
      r.allocated.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  r.allocations.fetch_add(count, std::memory_order_relaxed);
  int64_t peak = r.peak.load(std::memory_order_relaxed);
  while (now > peak &&
         !r.peak.compare_exchange_weak(peak, now, std::memory_order_relaxed)) {
  }
}

void* FromMalloc(size_t bytes) {
  if (bytes <= GetRuntime().machine_bytes) {
    for (int attempt = 0; attempt < 2; ++attempt) {
      void* block = nullptr;
      // The exact size, for the sanitizers.
      if (posix_memalign(&block, kBlockAlignment, std::max<size_t>(bytes, 1)) ==
          0) {
        return block;
      }
      ShrinkLargeCache(0);
    }
  }
  ThrowOutOfMemory(bytes, kCPU);
}

}  // namespace

__thread BlockCache* tls_block_cache
    __attribute__((tls_model("initial-exec"))) = &fresh_cache;

void EndThread(void* ending) {
  auto* cache = static_cast<BlockCache*>(ending);
  tls_block_cache = &dead_cache;
  Runtime& r = GetRuntime();
  AddToTotal(r, cache->bytes.load(std::memory_order_relaxed),
             cache->count.load(std::memory_order_relaxed));
  std::lock_guard<std::mutex> lock(r.block_mutex);
  cache->bytes.store(0, std::memory_order_relaxed);
  cache->count.store(0, std::memory_order_relaxed);
  for (size_t c = 0; c < kBlockClasses; ++c) {
    BlockList& list = cache->lists[c];
    if (list.head) PushBatch(r, c, list.head, FullList(c) - list.room);
    if (cache->spare[c]) PushBatch(r, c, cache->spare[c], FullList(c));
    list.head = nullptr;
    list.room = FullList(c);
    cache->spare[c] = nullptr;
  }
  for (BlockCache** p = &r.caches; *p; p = &(*p)->next) {
    if (*p == cache) {
      *p = cache->next;
      break;
    }
  }
  cache->next = r.idle_caches;
  r.idle_caches = cache;
}

void* AllocateBlockSlow(size_t c, size_t bytes) {
  if (TESSERA_BLOCKS_FROM_MALLOC || bytes > kMaxBlockBytes) {
    return FromMalloc(bytes);
  }
  Runtime& r = GetRuntime();
  BlockCache* cache = tls_block_cache;
  if (cache == &fresh_cache) cache = BeginThread(r);
  if (!cache || cache == &dead_cache) {
    void* block = AllocateCentral(r, c);
    if (!block) ThrowOutOfMemory(bytes, kCPU);
    return block;
  }
  uint64_t count = FullList(c);
  void* block = cache->spare[c];
  cache->spare[c] = nullptr;
  for (int attempt = 0; !block && attempt < 2; ++attempt) {
    if (attempt) ShrinkLargeCache(0);
    std::lock_guard<std::mutex> lock(r.block_mutex);
    block = PopBatch(r, c, &count);
  }
  if (!block) ThrowOutOfMemory(bytes, kCPU);
  cache->lists[c].head = Next(block);
  cache->lists[c].room = FullList(c) - (count - 1);
  return block;
}

void FreeBlockSlow(void* block, size_t c, size_t bytes) noexcept {
  if (TESSERA_BLOCKS_FROM_MALLOC || bytes > kMaxBlockBytes) {
    std::free(block);
    return;
  }
  Runtime& r = GetRuntime();
  BlockCache* cache = tls_block_cache;
  if (cache == &fresh_cache) cache = BeginThread(r);
  if (!cache || cache == &dead_cache) {
    FreeCentral(r, c, block);
    return;
  }
  BlockList& list = cache->lists[c];
  if (list.room == 0) {
    if (cache->spare[c]) {
      std::lock_guard<std::mutex> lock(r.block_mutex);
      PushBatch(r, c, cache->spare[c], FullList(c));
    }
    cache->spare[c] = list.head;
    list.head = nullptr;
    list.room = FullList(c);
  }
  Next(block) = list.head;
  list.head = block;
  --list.room;
}

void CountBytesSlow(int64_t bytes, int64_t count) noexcept {
  BlockCache* cache = tls_block_cache;
  if (cache->slack != 0) {
    bytes += cache->bytes.load(std::memory_order_relaxed);
    count += cache->count.load(std::memory_order_relaxed);
    cache->bytes.store(0, std::memory_order_relaxed);
    cache->count.store(0, std::memory_order_relaxed);
  }
  AddToTotal(GetRuntime(), bytes, count);
}

}  // namespace tessera::internal
