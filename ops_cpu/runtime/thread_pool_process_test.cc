// What needs a process of its own: its environment, no threads at the start,
// its end.
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "gtest/gtest.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"

namespace tessera {
namespace {

int RunningThreads() {
  int n = 0;
  if (FILE* file = std::fopen("/proc/self/status", "r")) {
    char line[256];
    while (std::fgets(line, sizeof(line), file)) {
      if (std::sscanf(line, "Threads: %d", &n) == 1) break;
    }
    std::fclose(file);
  }
  return n;
}

TEST(ThreadPoolProcessTest, ReadsTheEnvironmentAndStartsLate) {
  ASSERT_EQ(setenv("TESSERA_NUM_THREADS", "3", 1), 0);
  std::thread([] {}).join();  // with it, a sanitizer starts one of its own
  const int before = RunningThreads();
  EXPECT_EQ(get_num_threads(), 3);
  ParallelFor(10, 10, [](int64_t, int64_t) {});
  EXPECT_EQ(RunningThreads(), before);
  ParallelFor(10, 1, [](int64_t, int64_t) {});
  EXPECT_EQ(RunningThreads(), before + 2);
  ParallelFor(100, 1, [](int64_t, int64_t) {});
  EXPECT_EQ(RunningThreads(), before + 2);
}

// The end of the process finds workers parked, spinning and in the middle of a
// loop, and must neither hang nor crash.
TEST(ThreadPoolProcessTest, ExitsCleanly) {
  std::thread([] {
    for (;;) ParallelFor(100, 1, [](int64_t, int64_t) {});
  }).detach();
  ParallelFor(1000, 1, [](int64_t, int64_t) {});
}

}  // namespace
}  // namespace tessera
