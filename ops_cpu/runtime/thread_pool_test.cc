#include "tessera/ops_cpu/runtime/thread_pool.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"

namespace tessera {
namespace {

using std::chrono::steady_clock;

double Seconds(steady_clock::time_point since) {
  return std::chrono::duration<double>(steady_clock::now() - since).count();
}

class Threads {
 public:
  explicit Threads(int n) : before_(get_num_threads()) { set_num_threads(n); }
  ~Threads() { set_num_threads(before_); }

 private:
  const int before_;
};

// 0 + 1 + ... + (n - 1).
int64_t Sum(int64_t n, int64_t grain) {
  std::atomic<int64_t> sum{0};
  ParallelFor(n, grain, [&](int64_t begin, int64_t end) {
    int64_t part = 0;
    for (int64_t i = begin; i < end; ++i) part += i;
    sum += part;
  });
  return sum;
}

// Of this process.
[[maybe_unused]] int RunningThreads() {
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

// Gathers the pieces from many threads without a lock of its own.
std::set<std::pair<int64_t, int64_t>> Pieces(int64_t n, int64_t grain) {
  std::vector<std::pair<int64_t, int64_t>> pieces(1000);
  std::atomic<int> count{0};
  ParallelFor(n, grain, [&](int64_t begin, int64_t end) {
    pieces[count++] = {begin, end};
  });
  pieces.resize(count);
  std::set<std::pair<int64_t, int64_t>> result(pieces.begin(), pieces.end());
  EXPECT_EQ(result.size(), pieces.size());
  return result;
}

TEST(ThreadPoolTest, PiecesDependOnLengthAndGrainAlone) {
  using Set = std::set<std::pair<int64_t, int64_t>>;
  for (int threads : {1, 2, 3, 16}) {
    const Threads scope(threads);
    EXPECT_EQ(Pieces(0, 4), Set());
    EXPECT_EQ(Pieces(-1, 4), Set());
    EXPECT_EQ(Pieces(4, 4), (Set{{0, 4}}));
    EXPECT_EQ(Pieces(10, 4), (Set{{0, 4}, {4, 8}, {8, 10}}));
    EXPECT_EQ(Pieces(3, 0), (Set{{0, 1}, {1, 2}, {2, 3}}));
    EXPECT_EQ(Pieces(2, -5), (Set{{0, 1}, {1, 2}}));
    EXPECT_EQ(Pieces(997, 1).size(), 997u);
    const int64_t most = INT64_MAX;
    EXPECT_EQ(Pieces(most, most - 1), (Set{{0, most - 1}, {most - 1, most}}));
  }
}

TEST(ThreadPoolTest, SeveralThreadsWork) {
  const Threads scope(3);
  std::atomic<int> inside{0};
  // Ends when three threads are in there at once; a test that fails hangs.
  ParallelFor(3, 1, [&](int64_t, int64_t) {
    ++inside;
    while (inside < 3) std::this_thread::yield();
  });
  EXPECT_EQ(inside, 3);
}

TEST(ThreadPoolTest, NoMoreThreadsThanAsked) {
  Sum(100, 1);
  for (int threads : {2, 4, 1, 3}) {
    const Threads scope(threads);
    std::atomic<int> inside{0}, most{0};
    for (int round = 0; round < 20; ++round) {
      ParallelFor(64, 1, [&](int64_t, int64_t) {
        const int now = ++inside;
        int seen = most;
        while (seen < now && !most.compare_exchange_weak(seen, now)) {
        }
        std::this_thread::sleep_for(std::chrono::microseconds(20));
        --inside;
      });
    }
    EXPECT_LE(most, threads);
  }
}

TEST(ThreadPoolTest, RefusesNoThreads) {
  const int before = get_num_threads();
  for (int n : {0, -1}) {
    try {
      set_num_threads(n);
      ADD_FAILURE();
    } catch (const ValueError& error) {
      EXPECT_NE(std::string(error.what()).find("got " + std::to_string(n)),
                std::string::npos)
          << error.what();
    }
  }
  EXPECT_EQ(get_num_threads(), before);
}

TEST(ThreadPoolTest, InnerLoopsRunInTheirThread) {
  const Threads scope(4);
  EXPECT_FALSE(InParallelRegion());
  std::atomic<int64_t> sum{0};
  std::atomic<int> elsewhere{0};
  ParallelFor(50, 1, [&](int64_t, int64_t) {
    EXPECT_TRUE(InParallelRegion());
    const auto self = std::this_thread::get_id();
    ParallelFor(100, 10, [&](int64_t begin, int64_t end) {
      elsewhere += std::this_thread::get_id() != self;
      for (int64_t i = begin; i < end; ++i) sum += i;
    });
  });
  EXPECT_FALSE(InParallelRegion());
  EXPECT_EQ(sum, 50 * 4950);
  EXPECT_EQ(elsewhere, 0);
}

TEST(ThreadPoolTest, ManyCallersAtOnce) {
  const Threads scope(3);
  std::vector<std::thread> callers;
  std::atomic<int> wrong{0};
  for (int c = 0; c < 8; ++c) {
    callers.emplace_back([&, c] {
      for (int i = 0; i < 300; ++i) {
        const int64_t n = 1 + (i * 37 + c * 101) % 500;
        wrong += Sum(n, 1 + i % 7) != n * (n - 1) / 2;
      }
    });
  }
  for (int i = 0; i < 200; ++i) set_num_threads(1 + i % 5);
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(wrong, 0);
}

TEST(ThreadPoolTest, ThrowsTheFirstException) {
  for (int threads : {1, 4}) {
    const Threads scope(threads);
    for (int round = 0; round < 50; ++round) {
      try {
        ParallelFor(64, 1, [&](int64_t begin, int64_t) {
          if (begin == 5) std::this_thread::yield();
          if (begin >= 5) throw std::out_of_range(std::to_string(begin));
        });
        ADD_FAILURE();
      } catch (const std::out_of_range& error) {
        EXPECT_EQ(error.what(), std::string("5"));
      }
      EXPECT_FALSE(InParallelRegion());
    }
    EXPECT_EQ(Sum(100, 1), 4950);
  }
}

// The caller takes all that nobody else took, though the others are busy.
TEST(ThreadPoolTest, DoesNotWaitForIdleWorkers) {
  const Threads scope(2);
  std::atomic<bool> release{false};
  std::atomic<int> inside{0};
  std::thread other([&] {
    ParallelFor(2, 1, [&](int64_t, int64_t) {
      ++inside;
      while (!release) std::this_thread::yield();
    });
  });
  while (inside < 2) std::this_thread::yield();
  EXPECT_EQ(Sum(1000, 1), 499500);
  release = true;
  other.join();
}

TEST(ThreadPoolTest, ManyThreadsOnFewProcessors) {
  const Threads scope(16);
  Sum(100, 1);
  const auto start = steady_clock::now();
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(Sum(64, 1), 2016);
  const double seconds = Seconds(start);
  std::printf("a loop of 64 pieces: %.1f us\n", seconds * 1e3);
  // A loop that waited for a thread without a processor would take
  // milliseconds; tens of us are usual.
  EXPECT_LT(seconds, 5);
}

TEST(ThreadPoolTest, AChildStartsAfresh) {
  const Threads scope(3);
  ASSERT_EQ(Sum(1000, 1), 499500);
  for (int round = 0; round < 5; ++round) {
    // While others hold the pool's lock now and then.
    std::atomic<bool> stop{false};
    std::thread other([&] {
      while (!stop) Sum(100, 1);
    });
    const pid_t child = fork();
    if (child == 0) {
      alarm(20);
      bool right = !InParallelRegion();
#ifdef __SANITIZE_THREAD__
      set_num_threads(1);  // this sanitizer allows a child no threads
#else
      right = right && RunningThreads() == 1;
      std::atomic<int> inside{0};
      ParallelFor(3, 1, [&](int64_t, int64_t) {
        ++inside;
        while (inside < 3) std::this_thread::yield();
      });
#endif
      right = right && Sum(1000, 1) == 499500;
      _exit(right ? 7 : 1);
    }
    stop = true;
    other.join();
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 7);
  }
}

}  // namespace
}  // namespace tessera
