// The memory that storages take: statistics, and the cache of large blocks.
//
//   tessera::MemoryStats m = tessera::memory_stats();
//   m.allocated_bytes;                  // in storages on the CPU now
//   tessera::set_cache_limit(1 << 28);  // keep at most 256 MB of freed blocks
//   tessera::empty_cache();             // give them back now
#ifndef TESSERA_STORAGE_ALLOCATOR_H_
#define TESSERA_STORAGE_ALLOCATOR_H_

#include <cstddef>

#include "tessera/storage/device.h"
#include "tessera/storage/device_interface.h"

namespace tessera {

// Of one device; all zero where there is none of that type. On the CPU,
// allocated and count are exact while no other thread allocates; the peak
// leaves out at most 64 KB a thread. Adopted memory is not counted.
MemoryStats memory_stats(Device device = kCPU);
// The peak becomes what is allocated now.
void reset_peak_memory_stats(Device device = kCPU);

// Gives freed memory that is kept back to the system.
void empty_cache(DeviceType type = kCPU);

// The most that the CPU's cache of large blocks (above 4 KB) may hold, in
// bytes; 1/16 of this process's memory unless set. Blocks freed longest ago go
// first.
void set_cache_limit(size_t nbytes);
size_t cache_limit();

// For tests: takes all CPU requests of storages from now on, also small ones;
// null ends that. deallocate gets what allocate gave, perhaps after the end.
// allocate returns 64-byte aligned memory or null. Returns the one before.
struct TestAllocator {
  void* (*allocate)(size_t nbytes);
  void (*deallocate)(void* data);
};
const TestAllocator* set_allocator_for_test(const TestAllocator* allocator);

}  // namespace tessera

#endif  // TESSERA_STORAGE_ALLOCATOR_H_
