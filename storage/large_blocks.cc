// Blocks above 4 KB. Freed ones are kept, within a limit: memory that is new
// from the system costs a page fault for each page, several times what writing
// to it costs. 8 classes per doubling waste 1/8 of address space at most.
#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>

#include "tessera/storage/block.h"
#include "tessera/storage/device.h"
#include "tessera/storage/device_interface.h"
#include "tessera/storage/runtime.h"

namespace tessera::internal {

// Stands in the free block itself.
struct FreeLargeBlock {
  FreeLargeBlock* newer;
  FreeLargeBlock* older;
  FreeLargeBlock* next;  // in the class, freed before this one
  FreeLargeBlock* previous;
  size_t bytes;
  int size_class;
};

namespace {

constexpr size_t kMapBytes = 128 << 10;  // from here on from mmap
constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kPage = 4096;

// Starts differ by multiples of 64 bytes below this: buffers that begin at the
// same offset in a page compete for the same sets of the first-level cache
// where they are read by columns (a + b.t() of 1024 x 1024 floats: 874 us
// instead of 528).
size_t StaggerBytes(size_t nbytes) {
  return std::min(kPage, nbytes / 16 / kBlockAlignment * kBlockAlignment);
}

// The class of nbytes and what its blocks hold.
int ClassOf(size_t nbytes, size_t* bytes) {
  const size_t need = nbytes + StaggerBytes(nbytes);
  const int log = 63 - __builtin_clzll(need);
  const size_t step = size_t{1} << (log - 3);
  *bytes = (need + step - 1) / step * step;
  return (log - 12) * 8 + static_cast<int>((*bytes >> (log - 3)) - 8);
}

void* Map(size_t bytes) {
  if (bytes < kMapBytes) {
    void* block = nullptr;
    return posix_memalign(&block, kBlockAlignment, bytes) == 0 ? block
                                                               : nullptr;
  }
  const bool huge = bytes >= kHugePage;
  const size_t extra = huge ? kHugePage - kPage : 0;
  void* memory = mmap(nullptr, bytes + extra, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  if (!huge) return memory;
  char* const begin = static_cast<char*>(memory);
  const size_t before = -reinterpret_cast<uintptr_t>(begin) & (kHugePage - 1);
  if (before) munmap(begin, before);
  if (extra > before) munmap(begin + before + bytes, extra - before);
  // Only advice: where it fails, pages are small.
  madvise(begin + before, bytes, MADV_HUGEPAGE);
  return begin + before;
}

void Unmap(void* block, size_t bytes) {
  if (bytes < kMapBytes) {
    std::free(block);
  } else {
    munmap(block, bytes);
  }
}

// The lock is held.
void Unlink(Runtime& r, FreeLargeBlock* b) {
  (b->newer ? b->newer->older : r.newest) = b->older;
  (b->older ? b->older->newer : r.oldest) = b->newer;
  (b->previous ? b->previous->next : r.large[b->size_class]) = b->next;
  if (b->next) b->next->previous = b->previous;
  r.cached_bytes -= b->bytes;
}

}  // namespace

void* AllocateLarge(size_t nbytes, void** start) {
  Runtime& r = GetRuntime();
  if (TESSERA_BLOCKS_FROM_MALLOC) return *start = AllocateBlock(nbytes);
  size_t bytes;
  const int size_class = ClassOf(nbytes, &bytes);
  FreeLargeBlock* found;
  {
    std::lock_guard<std::mutex> lock(r.large_mutex);
    found = r.large[size_class];
    if (found) Unlink(r, found);
  }
  void* block = found;
  if (!block) block = Map(bytes);
  if (!block) {
    ShrinkLargeCache(0);
    block = Map(bytes);
  }
  if (!block) ThrowOutOfMemory(nbytes, kCPU);
  *start = block;
  // 11 steps from one to the next, so that neighbours are far apart.
  const size_t places =
      std::max<size_t>(StaggerBytes(nbytes) / kBlockAlignment, 1);
  const size_t place =
      size_t{r.stagger.fetch_add(1, std::memory_order_relaxed)} * 11 % places;
  return static_cast<char*>(block) + place * kBlockAlignment;
}

void FreeLarge(void* start, size_t nbytes) noexcept {
  if (TESSERA_BLOCKS_FROM_MALLOC) {
    FreeBlock(start, nbytes);
    return;
  }
  Runtime& r = GetRuntime();
  size_t bytes;
  const int size_class = ClassOf(nbytes, &bytes);
  size_t limit;
  {
    std::lock_guard<std::mutex> lock(r.large_mutex);
    limit = r.cache_limit;
    if (bytes <= limit) {
      auto* b = static_cast<FreeLargeBlock*>(start);
      b->bytes = bytes;
      b->size_class = size_class;
      b->newer = nullptr;
      b->older = r.newest;
      (b->older ? b->older->newer : r.oldest) = b;
      r.newest = b;
      b->previous = nullptr;
      b->next = r.large[size_class];
      if (b->next) b->next->previous = b;
      r.large[size_class] = b;
      r.cached_bytes += bytes;
      if (r.cached_bytes <= limit) return;
      start = nullptr;
    }
  }
  if (start) {
    Unmap(start, bytes);
  } else {
    ShrinkLargeCache(limit);
  }
}

void ShrinkLargeCache(size_t limit) noexcept {
  Runtime& r = GetRuntime();
  while (true) {
    FreeLargeBlock* b;
    {
      std::lock_guard<std::mutex> lock(r.large_mutex);
      if (r.cached_bytes <= limit) return;
      b = r.oldest;
      Unlink(r, b);
    }
    Unmap(b, b->bytes);  // not under the lock: it takes long
  }
}

}  // namespace tessera::internal
