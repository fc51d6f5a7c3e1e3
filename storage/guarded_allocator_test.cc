#include "tessera/storage/guarded_allocator.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tessera/storage/allocator.h"
#include "tessera/storage/storage.h"

namespace tessera {
namespace {

using Scope = GuardedAllocatorScope;

volatile char* Bytes(const Storage& s) {
  return static_cast<volatile char*>(s.data());
}

TEST(GuardedAllocator, FreshMemoryIsNaN) {
  Scope guard;
  for (const size_t n : {size_t{16}, size_t{4096}, size_t{100000}}) {
    const Storage s = Storage::Allocate(n);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(s.data()) % 64, 0u);
    for (size_t i = 0; i < n; ++i) {
      ASSERT_EQ(static_cast<unsigned char>(Bytes(s)[i]), 0xFF);
    }
    float f;
    std::memcpy(&f, s.data(), sizeof f);
    EXPECT_TRUE(std::isnan(f));
  }
}

TEST(GuardedAllocator, SeesOneByteOnEitherSide) {
  for (const size_t n : {size_t{0}, size_t{1}, size_t{16}, size_t{63},
                         size_t{4096}, size_t{5000}}) {
    Scope guard(Scope::OnViolation::kRecord);
    const std::string size = std::to_string(n);
    {
      const Storage s = Storage::Allocate(n);
      for (size_t i = 0; i < n; ++i) Bytes(s)[i] = 1;  // all that is allowed
      guard.CheckAll();
      ASSERT_TRUE(guard.violations().empty()) << guard.violations()[0];
      Bytes(s)[n] = 7;
    }
    ASSERT_EQ(guard.violations().size(), 1u) << n;
    EXPECT_EQ(guard.violations()[0], "1 byte written behind a block of " +
                                         size + " bytes, first at offset " +
                                         size + " (0x07)");
    { Bytes(Storage::Allocate(n))[-1] = 9; }
    ASSERT_EQ(guard.violations().size(), 2u) << n;
    EXPECT_EQ(guard.violations()[1], "1 byte written before a block of " +
                                         size +
                                         " bytes, first at offset -1 (0x09)");
  }
}

TEST(GuardedAllocator, SeesTheLastByteOfTheBand) {
  Scope guard(Scope::OnViolation::kRecord);
  { Bytes(Storage::Allocate(10))[10 + Scope::kBandBytes - 1] = 0; }
  EXPECT_EQ(guard.violations().size(), 1u);
}

TEST(GuardedAllocator, ReportsALiveBlockOnce) {
  Scope guard(Scope::OnViolation::kRecord);
  const Storage s = Storage::Allocate(4);
  Bytes(s)[5] = 0;
  guard.CheckAll();
  guard.CheckAll();
  EXPECT_EQ(guard.violations().size(), 1u);
}

TEST(GuardedAllocator, SeesAWriteAfterTheFree) {
  Scope guard(Scope::OnViolation::kRecord);
  volatile char* stale;
  {
    const Storage s = Storage::Allocate(32);
    stale = Bytes(s);
  }
  EXPECT_EQ(static_cast<unsigned char>(stale[3]), Scope::kFreed);
  stale[3] = 0;
  guard.CheckAll();
  ASSERT_EQ(guard.violations().size(), 1u);
  EXPECT_EQ(guard.violations()[0],
            "1 byte written after the free into a block of 32 bytes, first at "
            "offset 3 (0x00)");
}

TEST(GuardedAllocatorDeathTest, Aborts) {
  EXPECT_DEATH(
      {
        Scope guard;
        Bytes(Storage::Allocate(16))[16] = 0;
      },
      "guarded allocator: 1 byte written behind a block of 16 bytes");
  EXPECT_DEATH(  // alive at the scope's end
      {
        Storage s;
        Scope guard;
        s = Storage::Allocate(16);
        Bytes(s)[16] = 0;
      },
      "guarded allocator: 1 byte written behind");
}

TEST(GuardedAllocator, StoragesMayOutliveItAndPredateIt) {
  Storage older = Storage::Allocate(16);
  Storage outlives;
  {
    Scope guard;
    outlives = Storage::Allocate(16);
    older.reset();
    EXPECT_EQ(guard.live(), 1);
  }
  std::memset(outlives.data(), 0, 16);
  outlives.reset();
  Scope guard;
  EXPECT_EQ(guard.live(), 0);
}

TEST(GuardedAllocator, Nests) {
  Scope outer(Scope::OnViolation::kRecord);
  {
    Scope inner(Scope::OnViolation::kRecord);
    { Bytes(Storage::Allocate(1))[1] = 0; }
    EXPECT_EQ(inner.violations().size(), 1u);
  }
  EXPECT_TRUE(outer.violations().empty());
  { Bytes(Storage::Allocate(1))[1] = 0; }
  EXPECT_EQ(outer.violations().size(), 1u);
}

TEST(GuardedAllocator, CountsInTheStatistics) {
  const MemoryStats before = memory_stats();
  Scope guard;
  {
    const Storage s = Storage::Allocate(100);
    const MemoryStats now = memory_stats();
    EXPECT_EQ(now.allocated_bytes - before.allocated_bytes, 100);
    EXPECT_EQ(now.allocation_count - before.allocation_count, 1);
  }
  EXPECT_EQ(memory_stats().allocated_bytes, before.allocated_bytes);
}

TEST(GuardedAllocator, ServesEveryThread) {
  Scope guard;
  Storage made;
  std::thread([&] { made = Storage::Allocate(8); }).join();
  EXPECT_EQ(guard.live(), 1);
  EXPECT_EQ(static_cast<unsigned char>(Bytes(made)[0]), Scope::kFresh);
  std::thread([&] { made.reset(); }).join();
  EXPECT_EQ(guard.live(), 0);
}

}  // namespace
}  // namespace tessera
