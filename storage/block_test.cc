// Linked dynamically (see BUILD), so that the thread-local pointer is used
// across shared objects.
#include "tessera/storage/block.h"

#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/storage/allocator.h"

namespace tessera {
namespace {

int64_t BlockBytes() { return memory_stats().block_bytes; }

TEST(Block, EverySizeIsAlignedAndApart) {
  std::vector<std::pair<unsigned char*, size_t>> blocks;
  std::set<void*> seen;
  for (size_t n = 0; n < kMaxBlockBytes + 300; n += n < 200 ? 1 : 61) {
    for (int copy = 0; copy < 3; ++copy) {
      auto* p = static_cast<unsigned char*>(AllocateBlock(n));
      EXPECT_EQ(reinterpret_cast<uintptr_t>(p) % kBlockAlignment, 0u) << n;
      EXPECT_TRUE(seen.insert(p).second);
      std::memset(p, static_cast<int>(blocks.size() % 251), n);
      blocks.push_back({p, n});
    }
  }
  for (size_t i = 0; i < blocks.size(); ++i) {  // nobody wrote to another's
    for (size_t j = 0; j < blocks[i].second; ++j) {
      ASSERT_EQ(blocks[i].first[j], i % 251) << blocks[i].second;
    }
    FreeBlock(blocks[i].first, blocks[i].second);
  }
}

TEST(Block, TooMuchThrows) {
  for (const size_t n : {SIZE_MAX, SIZE_MAX - 63, SIZE_MAX / 2}) {
    EXPECT_THROW(AllocateBlock(n), OutOfMemoryError) << n;
  }
}

#if !TESSERA_BLOCKS_FROM_MALLOC
TEST(Block, TheLastFreedComesFirst) {
  void* a = AllocateBlock(100);
  FreeBlock(a, 100);
  EXPECT_EQ(AllocateBlock(70), a);  // the same class
  void* b = AllocateBlock(200);
  EXPECT_NE(b, a);
  FreeBlock(a, 70);
  FreeBlock(b, 200);
}
#endif

// More than two full lists, both ways, several times: nothing is lost.
TEST(Block, ManyAtOnceAreReused) {
  int64_t after_first = 0;
  for (int round = 0; round < 5; ++round) {
    std::vector<void*> blocks(5000);
    for (void*& b : blocks) b = AllocateBlock(128);
    EXPECT_EQ(std::set<void*>(blocks.begin(), blocks.end()).size(), 5000u);
    for (void* b : blocks) FreeBlock(b, 128);
    if (round == 0) after_first = BlockBytes();
  }
  EXPECT_EQ(BlockBytes(), after_first);
}

// One thread allocates, the other frees: the memory goes round.
TEST(Block, FreedByAnotherThread) {
  constexpr size_t kBatch = 100;
  std::mutex mutex;
  std::vector<std::vector<uint64_t*>> passed;
  std::atomic<bool> done{false};
  std::thread consumer([&] {
    while (true) {
      const bool last = done;
      std::vector<std::vector<uint64_t*>> mine;
      {
        std::lock_guard<std::mutex> lock(mutex);
        mine.swap(passed);
      }
      for (auto& batch : mine) {
        for (size_t i = 0; i < batch.size(); ++i) {
          EXPECT_EQ(batch[i][7], i);
          FreeBlock(batch[i], 64);
        }
      }
      if (last && mine.empty()) break;
      std::this_thread::yield();
    }
  });
  const int64_t before = BlockBytes();
  for (int round = 0; round < 2000; ++round) {
    std::vector<uint64_t*> batch(kBatch);
    for (size_t i = 0; i < kBatch; ++i) {
      batch[i] = static_cast<uint64_t*>(AllocateBlock(64));
      batch[i][7] = i;
    }
    // At most 20 batches wait, so that what is needed is bounded.
    while (true) {
      std::unique_lock<std::mutex> lock(mutex);
      if (passed.size() < 20) {
        passed.push_back(std::move(batch));
        break;
      }
      lock.unlock();
      std::this_thread::yield();
    }
  }
  done = true;
  consumer.join();
  // 12.8 MB went through.
  EXPECT_LE(BlockBytes() - before, 2 << 20);
}

TEST(Block, AThreadThatEndsLeavesItsBlocks) {
  const auto work = [] {
    std::vector<void*> blocks(1000);
    for (void*& b : blocks) b = AllocateBlock(256);
    for (void* b : blocks) FreeBlock(b, 256);
  };
  std::thread(work).join();
  const int64_t before = BlockBytes();
  for (int i = 0; i < 50; ++i) std::thread(work).join();
  EXPECT_EQ(BlockBytes(), before);
}

// The destructor of a later key runs when the lists are given back already.
std::atomic<int> late_calls{0};
std::atomic<int> late_with_cache{0};

void UseBlocksLate(void* block) {
  FreeBlock(block, 320);
  for (int i = 0; i < 3; ++i) {
    void* b = AllocateBlock(320);
    std::memset(b, 1, 320);
    internal::CountBytes(320, 1);
    internal::CountBytes(-320, 0);
    FreeBlock(b, 320);
  }
  if (internal::tls_block_cache->slack != 0) ++late_with_cache;
  ++late_calls;
}

TEST(Block, UsedAfterTheThreadsEnd) {
  FreeBlock(AllocateBlock(64), 64);  // our key is made before this one
  const MemoryStats before = memory_stats();
  pthread_key_t key;
  ASSERT_EQ(pthread_key_create(&key, UseBlocksLate), 0);
  for (int i = 0; i < 300; ++i) {
    std::thread([key] { pthread_setspecific(key, AllocateBlock(320)); }).join();
  }
  EXPECT_EQ(late_calls, 300);
  EXPECT_EQ(late_with_cache, 0);
  EXPECT_LE(BlockBytes() - before.block_bytes, 1 << 20);
  const MemoryStats now = memory_stats();
  EXPECT_EQ(now.allocated_bytes, before.allocated_bytes);
  EXPECT_EQ(now.allocation_count - before.allocation_count, 900);
  pthread_key_delete(key);
}

#if !TESSERA_BLOCKS_FROM_MALLOC
// Not with asan: GCC 12's is itself stuck in such a child.
// Forks while other threads hold the locks.
TEST(Block, ForkedChildrenCanAllocate) {
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&] {
      while (!stop) memory_stats();  // takes the locks all the time
    });
  }
  for (int i = 0; i < 20; ++i) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      alarm(20);  // a lock that nobody opens ends in a signal
      for (size_t n = 64; n < kMaxBlockBytes; n += 64) {
        std::vector<void*> blocks(600);
        for (void*& b : blocks) b = AllocateBlock(n);
        for (void* b : blocks) FreeBlock(b, n);
      }
      _exit(memory_stats().block_bytes < 0);
    }
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    if (status != 0) break;
  }
  stop = true;
  for (std::thread& t : threads) t.join();
}
#endif

}  // namespace
}  // namespace tessera
