#include "tessera/ops_cpu/runtime/thread_pool.h"

#include <pthread.h>
#ifdef __linux__
#include <sched.h>
#endif

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <new>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "tessera/base/error.h"

namespace tessera {
namespace {

using thread_pool_internal::RangeFunction;

constexpr int kMostWorkers = 1023;
// Waking a thread costs about 5 us, so what ends sooner is worth spinning for.
constexpr std::chrono::microseconds kSpin(30);

__attribute__((tls_model("initial-exec"))) thread_local bool in_parallel =
    false;

int Processors() {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) == 0) return CPU_COUNT(&set);
#endif
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

int InitialThreads() {
  const char* wanted = std::getenv("TESSERA_NUM_THREADS");
  const int n = wanted ? std::atoi(wanted) : 0;
  return n > 0 ? n : Processors();
}

std::atomic<int>& Threads() {
  static std::atomic<int> threads(InitialThreads());
  return threads;
}

void Pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Whether done() became true within kSpin.
template <class F>
bool Spin(F&& done) {
  const auto end = std::chrono::steady_clock::now() + kSpin;
  do {
    for (int i = 0; i < 32; ++i) {
      if (done()) return true;
      Pause();
    }
  } while (std::chrono::steady_clock::now() < end);
  return false;
}

// One loop. It outlives the caller's wait, which ends with the last piece, not
// with the last worker that looks for another: that one may be off the
// processor for long.
class Job {
 public:
  Job(int64_t n, int64_t grain, int64_t pieces, RangeFunction f)
      : n_(n), grain_(grain), pieces_(pieces), f_(f), first_failed_(pieces) {}

  // The caller takes pieces from the front, workers from the back: with loop
  // after loop over the same memory, each finds in its cache what it wrote.
  bool ClaimFirst(int64_t* piece) {
    *piece = front_++;
    return claimed_.fetch_add(1, std::memory_order_relaxed) < pieces_;
  }
  bool ClaimLast(int64_t* piece) {
    if (claimed_.fetch_add(1, std::memory_order_relaxed) >= pieces_) {
      return false;
    }
    *piece = pieces_ - 1 - back_.fetch_add(1, std::memory_order_relaxed);
    return true;
  }

  // Runs a claimed piece.
  void Run(int64_t piece) {
    // What comes after a failed piece may be left out, nothing before it.
    if (piece < first_failed_.load(std::memory_order_relaxed)) {
      try {
        const int64_t begin = piece * grain_;
        f_(begin, begin + std::min(grain_, n_ - begin));
      } catch (...) {
        std::lock_guard<std::mutex> lock(mutex_);
        if (piece < first_failed_.load(std::memory_order_relaxed)) {
          first_failed_.store(piece, std::memory_order_relaxed);
          exception_ = std::current_exception();
        }
      }
    }
    if (done_.fetch_add(1, std::memory_order_acq_rel) + 1 == pieces_) {
      std::lock_guard<std::mutex> lock(mutex_);
      all_done_.notify_one();
    }
  }

  // For the caller, after it found all pieces claimed.
  void Wait() {
    const auto done = [&] {
      return done_.load(std::memory_order_acquire) == pieces_;
    };
    if (!Spin(done)) {
      std::unique_lock<std::mutex> lock(mutex_);
      all_done_.wait(lock, done);
    }
  }

  // So that the caller destroys it, not whoever drops the job last.
  std::exception_ptr TakeException() {
    std::lock_guard<std::mutex> lock(mutex_);
    return std::move(exception_);
  }

  void Ref() { references_.fetch_add(1, std::memory_order_relaxed); }
  void Unref() {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }

  // The pool's, under its lock.
  Job* following = nullptr;
  int places = 0;  // how many workers may still join

 private:
  const int64_t n_;
  const int64_t grain_;
  const int64_t pieces_;
  int64_t front_ = 0;      // the caller's
  const RangeFunction f_;  // dangles once all pieces are done
  std::atomic<int> references_{1};
  std::atomic<int64_t> first_failed_;
  std::mutex mutex_;
  std::condition_variable all_done_;
  std::exception_ptr exception_;
  // Written by all: away from what all read.
  alignas(64) std::atomic<int64_t> claimed_{0};
  std::atomic<int64_t> back_{0};
  alignas(64) std::atomic<int64_t> done_{0};
};

class Pool {
 public:
  // Never destroyed: threads wait in it when the process ends.
  static Pool& Get() {
    static Pool* const pool = [] {
      Pool* p = new (storage_) Pool;
      pthread_atfork([] { Get().mutex_.lock(); }, [] { Get().mutex_.unlock(); },
                     // No worker has come along.
                     [] { new (storage_) Pool; });
      return p;
    }();
    return *pool;
  }

  void Run(Job* job, int threads) {
    Publish(job, threads - 1);
    in_parallel = true;
    int64_t piece;
    while (job->ClaimFirst(&piece)) job->Run(piece);
    in_parallel = false;
    Withdraw(job);
    job->Wait();
  }

 private:
  Pool() = default;

  void Publish(Job* job, int places) {
    int to_wake;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      job->places = places;
      Job** last = &jobs_;
      while (*last) last = &(*last)->following;
      *last = job;
      job->Ref();
      epoch_.fetch_add(1, std::memory_order_release);
      int added = 0;
      while (workers_ < std::min(places, kMostWorkers) && AddWorker()) ++added;
      to_wake = std::min(parked_, places - spinning_ - added);
    }
    for (int i = 0; i < to_wake; ++i) published_.notify_one();
  }

  bool AddWorker() {
    try {
      std::thread([this] { Work(); }).detach();
    } catch (const std::system_error&) {
      return false;  // the caller can do all of it
    }
    ++workers_;
    return true;
  }

  void Withdraw(Job* job) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (Job** j = &jobs_; *j; j = &(*j)->following) {
      if (*j != job) continue;
      *j = job->following;
      job->Unref();
      return;
    }
  }

  // The oldest job that wants a worker, with a piece of it: a worker that has
  // joined has one, so that nobody waits for a thread without.
  Job* Join(int64_t* piece) {
    for (Job* job = jobs_; job; job = job->following) {
      if (job->places == 0 || !job->ClaimLast(piece)) continue;
      --job->places;
      job->Ref();
      return job;
    }
    return nullptr;
  }

  void Work() {
    in_parallel = true;
    std::unique_lock<std::mutex> lock(mutex_);
    for (;;) {
      const uint64_t seen = epoch_.load(std::memory_order_relaxed);
      int64_t piece;
      if (Job* job = Join(&piece)) {
        lock.unlock();
        do job->Run(piece);
        while (job->ClaimLast(&piece));
        job->Unref();
        lock.lock();
        continue;
      }
      const auto published = [&] {
        return epoch_.load(std::memory_order_acquire) != seen;
      };
      // No more than the processors that callers leave idle.
      if (spinning_ + 1 < processors_) {
        ++spinning_;
        lock.unlock();
        Spin(published);
        lock.lock();
        --spinning_;
      }
      ++parked_;
      published_.wait(lock, published);
      --parked_;
    }
  }

  alignas(64) static unsigned char storage_[];

  std::mutex mutex_;
  std::condition_variable published_;
  std::atomic<uint64_t> epoch_{0};
  Job* jobs_ = nullptr;  // in order of arrival
  int workers_ = 0;
  int spinning_ = 0;
  int parked_ = 0;
  const int processors_ = Processors();
};

alignas(64) unsigned char Pool::storage_[sizeof(Pool)];

}  // namespace

int get_num_threads() { return Threads().load(std::memory_order_relaxed); }

void set_num_threads(int n) {
  if (n < 1) {
    throw ValueError(
        "set_num_threads",
        "expected a number of threads of at least 1, got " + std::to_string(n));
  }
  Threads().store(n, std::memory_order_relaxed);
}

bool InParallelRegion() { return in_parallel; }

void thread_pool_internal::ParallelFor(int64_t n, int64_t grain,
                                       RangeFunction f) {
  grain = std::max<int64_t>(grain, 1);
  const int64_t pieces = n / grain + (n % grain != 0);
  const int threads =
      static_cast<int>(std::min<int64_t>(pieces, get_num_threads()));
  if (threads <= 1 || in_parallel) {
    for (int64_t piece = 0; piece < pieces; ++piece) {
      const int64_t begin = piece * grain;
      f(begin, begin + std::min(grain, n - begin));
    }
    return;
  }
  Job* job = new Job(n, grain, pieces, f);
  Pool::Get().Run(job, threads);
  std::exception_ptr exception = job->TakeException();
  job->Unref();
  if (exception) std::rethrow_exception(exception);
}

}  // namespace tessera
