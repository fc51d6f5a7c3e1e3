#include "tessera/ops_cuda/testing/fibers.h"

#include <ucontext.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <random>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace tessera::stand_in {
namespace {

constexpr size_t kStack = 128 * 1024;

enum class At { kReady, kBlockBarrier, kWarpBarrier, kDone };

struct Fiber {
  ucontext_t context;
  std::vector<char> stack;
  dim3 index;
  At at = At::kReady;
  unsigned mask = 0;
  void* fake_stack = nullptr;
};

struct Warp {
  uint64_t in[32];
  uint64_t out[32];
};

struct Block {
  ucontext_t scheduler;
  void* scheduler_fake = nullptr;
  const void* scheduler_stack = nullptr;
  size_t scheduler_size = 0;
  std::vector<Fiber> fibers;  // kept for their stacks
  std::vector<Warp> warps;
  int count = 0;
  int current = -1;  // -1: threads are no fibers now
  const std::function<void()>* thread = nullptr;
  const char* name = "";
};

// Kernels run one at a time.
Block& TheBlock() {
  static Block* const block = new Block;
  return *block;
}

[[noreturn]] void Die(const char* what) {
  std::fprintf(stderr, "stand-in for CUDA: kernel %s: %s\n", TheBlock().name,
               what);
  std::abort();
}

void ToScheduler(bool ends) {
  Block& b = TheBlock();
  Fiber& f = b.fibers[b.current];
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(ends ? nullptr : &f.fake_stack,
                                 b.scheduler_stack, b.scheduler_size);
#endif
  (void)ends;
  swapcontext(&f.context, &b.scheduler);
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(f.fake_stack, &b.scheduler_stack,
                                  &b.scheduler_size);
#endif
}

void Main() {
  Block& b = TheBlock();
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(nullptr, &b.scheduler_stack,
                                  &b.scheduler_size);
#endif
  (*b.thread)();
  b.fibers[b.current].at = At::kDone;
  ToScheduler(true);
}

void Resume(int i) {
  Block& b = TheBlock();
  Fiber& f = b.fibers[i];
  b.current = i;
  threadIdx = f.index;
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(&b.scheduler_fake, f.stack.data(),
                                 f.stack.size());
#endif
  swapcontext(&b.scheduler, &f.context);
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(b.scheduler_fake, nullptr, nullptr);
#endif
  b.current = -1;
}

// Lets those go on that wait for nobody else; false where there are none.
bool Release() {
  Block& b = TheBlock();
  bool any = false;
  int waiting = 0, running = 0;
  for (int i = 0; i < b.count; ++i) {
    waiting += b.fibers[i].at == At::kBlockBarrier;
    running += b.fibers[i].at != At::kDone;
  }
  if (waiting > 0 && waiting == running) {
    for (int i = 0; i < b.count; ++i) {
      if (b.fibers[i].at == At::kBlockBarrier) b.fibers[i].at = At::kReady;
    }
    return true;
  }
  for (int first = 0; first < b.count; first += 32) {
    const int n = std::min(32, b.count - first);
    unsigned here = 0, mask = 0;
    for (int i = 0; i < n; ++i) {
      const Fiber& f = b.fibers[first + i];
      if (f.at != At::kWarpBarrier) continue;
      here |= 1u << i;
      mask |= f.mask;
    }
    // Lanes that the block does not have are not waited for.
    const unsigned there = n == 32 ? ~0u : (1u << n) - 1;
    if (!here || here != (mask & there)) continue;
    Warp& w = b.warps[first / 32];
    std::copy(std::begin(w.in), std::end(w.in), std::begin(w.out));
    for (int i = 0; i < n; ++i) {
      Fiber& f = b.fibers[first + i];
      if (f.at == At::kWarpBarrier) f.at = At::kReady;
    }
    any = true;
  }
  return any;
}

}  // namespace

void RunFibers(const char* name, dim3 block, uint32_t seed,
               const std::function<void()>& thread) {
  Block& b = TheBlock();
  b.name = name;
  b.thread = &thread;
  b.count = static_cast<int>(block.x * block.y * block.z);
  if (static_cast<int>(b.fibers.size()) < b.count) b.fibers.resize(b.count);
  b.warps.assign((b.count + 31) / 32, Warp());
  for (int i = 0; i < b.count; ++i) {
    Fiber& f = b.fibers[i];
    const unsigned u = static_cast<unsigned>(i);
    f.index = dim3(u % block.x, u / block.x % block.y, u / block.x / block.y);
    f.at = At::kReady;
    f.stack.resize(kStack);
    getcontext(&f.context);
    f.context.uc_stack.ss_sp = f.stack.data();
    f.context.uc_stack.ss_size = f.stack.size();
    f.context.uc_link = nullptr;
    makecontext(&f.context, &Main, 0);
  }
  std::vector<int> order(b.count);
  std::iota(order.begin(), order.end(), 0);
  std::minstd_rand random(seed | 1);
  while (true) {
    // Forwards, backwards, or anyhow.
    switch (random() % 3) {
      case 0:
        std::sort(order.begin(), order.end());
        break;
      case 1:
        std::sort(order.rbegin(), order.rend());
        break;
      default:
        std::shuffle(order.begin(), order.end(), random);
    }
    bool ran = false, all_done = true;
    for (int i : order) {
      if (b.fibers[i].at == At::kReady) {
        Resume(i);
        ran = true;
      }
      all_done &= b.fibers[i].at == At::kDone;
    }
    if (all_done) return;
    if (!Release() && !ran) Die("a barrier that not all threads come to");
  }
}

const uint64_t* WarpValues(unsigned mask, uint64_t mine) {
  Block& b = TheBlock();
  if (b.current < 0) Die("launched without barriers, and has one");
  const int i = b.current;
  if (!(mask >> (i % 32) & 1)) Die("a thread outside the mask of its shuffle");
  Warp& w = b.warps[i / 32];
  w.in[i % 32] = mine;
  b.fibers[i].mask = mask;
  b.fibers[i].at = At::kWarpBarrier;
  ToScheduler(false);
  return w.out;
}

int Lane() { return TheBlock().current % 32; }

}  // namespace tessera::stand_in

void __syncthreads() {
  using namespace tessera::stand_in;  // NOLINT
  Block& b = TheBlock();
  if (b.current < 0) Die("launched without barriers, and has one");
  b.fibers[b.current].at = At::kBlockBarrier;
  ToScheduler(false);
}
