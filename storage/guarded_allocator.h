// For tests: every storage on the CPU gets a band of known bytes before and
// behind it, which are checked when it is freed; fresh memory is all ones (NaN
// in every floating type), freed memory is overwritten and watched.
//
//   GuardedAllocatorScope guard;
//   RunTheOpUnderTest();
//   // a write outside of a storage has ended the program, with a message
//   guard.CheckAll();  // also those that are still alive
#ifndef TESSERA_STORAGE_GUARDED_ALLOCATOR_H_
#define TESSERA_STORAGE_GUARDED_ALLOCATOR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tessera/base/cpp17.h"

namespace tessera {

struct TestAllocator;

// While one is alive, it serves all storages that are allocated on the CPU, on
// any thread. They may outlive it. Scopes may nest, on one thread. Up to 64
// bytes on each side of a storage are watched, to the byte; reads are not.
class GuardedAllocatorScope {
 public:
  enum class OnViolation {
    kAbort,   // print it and abort
    kRecord,  // keep it for violations()
  };
  static constexpr size_t kBandBytes = 64;
  static constexpr unsigned char kFresh = 0xFF;
  static constexpr unsigned char kBand = 0xA5;
  static constexpr unsigned char kFreed = 0xDB;

  explicit GuardedAllocatorScope(
      OnViolation on_violation = OnViolation::kAbort);
  // Checks what is alive and what was freed lately.
  ~GuardedAllocatorScope();
  GuardedAllocatorScope(const GuardedAllocatorScope&) = delete;
  GuardedAllocatorScope& operator=(const GuardedAllocatorScope&) = delete;

  // Checks all blocks now. A violation is reported once.
  void CheckAll();
  // Since this scope began, as "1 byte written behind a block of 16 bytes,
  // first at offset 16 (0x07)".
  std::vector<std::string> violations() const;
  // How many guarded blocks are alive, of all scopes.
  int64_t live() const;

 private:
  OnViolation before_;
  size_t first_violation_;
  const TestAllocator* allocator_before_;
};

}  // namespace tessera

#endif  // TESSERA_STORAGE_GUARDED_ALLOCATOR_H_
