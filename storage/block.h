// Small blocks of memory from free lists of the calling thread, in classes of
// 64 bytes: for headers, nodes and small payloads that malloc would make dear.
//
//   void* p = tessera::AllocateBlock(sizeof(Node));
//   Node* node = new (p) Node;
//   ...
//   node->~Node();
//   tessera::FreeBlock(node, sizeof(Node));
#ifndef TESSERA_STORAGE_BLOCK_H_
#define TESSERA_STORAGE_BLOCK_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "tessera/base/cpp17.h"

namespace tessera {

constexpr size_t kBlockAlignment = 64;
// The largest size that has a free list: a page and a header.
constexpr size_t kMaxBlockBytes = 4096 + 64;

// Under these sanitizers every block comes from malloc, so that they see its
// end and its uses after it was freed.
#if defined(__SANITIZE_ADDRESS__)
#define TESSERA_BLOCKS_FROM_MALLOC 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define TESSERA_BLOCKS_FROM_MALLOC 1
#endif
#endif
#ifndef TESSERA_BLOCKS_FROM_MALLOC
#define TESSERA_BLOCKS_FROM_MALLOC 0
#endif

// Of the blocks for what every tensor has beside its payload.
constexpr size_t kHeaderBlockBytes = 192;

namespace internal {

// Headers have a list of their own. Out of one that others use, the block that
// is a header in one call is a payload in the next, and loads from it go ahead
// of the stores that they depend on: up to a fifth of a short call.
constexpr size_t kHeaderClass = kMaxBlockBytes / kBlockAlignment + 1;
constexpr size_t kBlockClasses = kHeaderClass + 1;

struct BlockList {
  void* head;     // each block's first word is the next block
  uint64_t room;  // how many more blocks this list takes
};

// What one thread holds. Only its thread writes it; others read the counters.
// A thread that has none yet, and one that is past its end, points to an empty
// one without room, so that both take the slow path by themselves.
struct BlockCache {
  std::atomic<int64_t> bytes;  // storage bytes not yet added to the total
  std::atomic<int64_t> count;  // allocations not yet added to the total
  int64_t slack;               // add them to the total beyond it
  BlockCache* next;            // of all that threads use
  BlockList lists[kBlockClasses];
  void* spare[kBlockClasses];  // a second, full list, or null
};

// __thread and initial-exec: one load, also in a shared object. A pointer, not
// the lists: a library that is opened late has little room for such variables.
extern __thread BlockCache* tls_block_cache
    __attribute__((tls_model("initial-exec")));

void* AllocateBlockSlow(size_t size_class, size_t bytes);
void FreeBlockSlow(void* block, size_t size_class, size_t bytes) noexcept;
void CountBytesSlow(int64_t bytes, int64_t count) noexcept;

// Adds to the statistics of host memory: bytes may be negative.
inline void CountBytes(int64_t bytes, int64_t count) noexcept {
  BlockCache* cache = tls_block_cache;
  const int64_t sum = cache->bytes.load(std::memory_order_relaxed) + bytes;
  const uint64_t slack = static_cast<uint64_t>(cache->slack);
  if (__builtin_expect(static_cast<uint64_t>(sum) + slack >= 2 * slack, 0)) {
    CountBytesSlow(bytes, count);
    return;
  }
  cache->bytes.store(sum, std::memory_order_relaxed);
  if (count != 0) {
    cache->count.store(cache->count.load(std::memory_order_relaxed) + count,
                       std::memory_order_relaxed);
  }
}

}  // namespace internal

namespace internal {

inline size_t BlockClass(size_t bytes) {
  return (bytes + kBlockAlignment - 1) / kBlockAlignment;
}

inline void* AllocateBlockOf(size_t size_class, size_t bytes) {
#if !TESSERA_BLOCKS_FROM_MALLOC
  if (__builtin_expect(bytes <= kMaxBlockBytes, 1)) {
    BlockList& list = tls_block_cache->lists[size_class];
    if (void* block = list.head; __builtin_expect(block != nullptr, 1)) {
      list.head = *static_cast<void**>(block);
      ++list.room;
      return block;
    }
  }
#endif
  return AllocateBlockSlow(size_class, bytes);
}

inline void FreeBlockOf(void* block, size_t size_class, size_t bytes) noexcept {
#if !TESSERA_BLOCKS_FROM_MALLOC
  if (__builtin_expect(bytes <= kMaxBlockBytes, 1)) {
    BlockList& list = tls_block_cache->lists[size_class];
    if (__builtin_expect(list.room != 0, 1)) {
      *static_cast<void**>(block) = list.head;
      list.head = block;
      --list.room;
      return;
    }
  }
#endif
  FreeBlockSlow(block, size_class, bytes);
}

}  // namespace internal

// bytes of uninitialized memory, aligned to 64 bytes. Any size is allowed;
// above kMaxBlockBytes it is malloc's. Throws OutOfMemoryError.
inline void* AllocateBlock(size_t bytes) {
  return internal::AllocateBlockOf(internal::BlockClass(bytes), bytes);
}
// Frees what AllocateBlock(bytes) gave, on whichever thread; bytes must be the
// same. Allowed at any time, also while a thread ends.
inline void FreeBlock(void* block, size_t bytes) noexcept {
  internal::FreeBlockOf(block, internal::BlockClass(bytes), bytes);
}

// The same for headers, of kHeaderBlockBytes.
inline void* AllocateHeaderBlock() {
  return internal::AllocateBlockOf(internal::kHeaderClass, kHeaderBlockBytes);
}
inline void FreeHeaderBlock(void* block) noexcept {
  internal::FreeBlockOf(block, internal::kHeaderClass, kHeaderBlockBytes);
}

}  // namespace tessera

#endif  // TESSERA_STORAGE_BLOCK_H_
