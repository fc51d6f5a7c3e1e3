#include "tessera/storage/guarded_allocator.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "tessera/storage/allocator.h"

namespace tessera {
namespace {

using Scope = GuardedAllocatorScope;
constexpr size_t kBandBytes = Scope::kBandBytes;
constexpr uint64_t kMagic = 0x7E55E2A0B10C4B1D;
// Freed blocks that are still watched.
constexpr size_t kMaxFreed = 256;
constexpr size_t kMaxFreedBytes = 16 << 20;

// In front of the first band; 64 bytes, so that the data are aligned.
struct alignas(64) Header {
  uint64_t magic;
  size_t nbytes;

  unsigned char* front() { return reinterpret_cast<unsigned char*>(this + 1); }
  unsigned char* data() { return front() + kBandBytes; }
  unsigned char* back() { return data() + nbytes; }
};

struct State {
  std::mutex mutex;
  Scope::OnViolation on_violation = Scope::OnViolation::kAbort;
  std::set<Header*> live;
  std::deque<Header*> freed;
  size_t freed_bytes = 0;
  std::vector<std::string> violations;
};

State& GetState() {
  static auto* const state = new State;
  return *state;
}

// The lock is held in all that take a State.
void Report(State& s, const std::string& text) {
  if (s.on_violation == Scope::OnViolation::kAbort) {
    std::fprintf(stderr, "guarded allocator: %s\n", text.c_str());
    std::abort();
  }
  s.violations.push_back(text);
}

// Compares, reports and repairs.
void CheckBytes(State& s, Header* h, unsigned char* begin, size_t n,
                unsigned char expected, const char* where) {
  size_t wrong = 0;
  size_t first = 0;
  for (size_t i = 0; i < n; ++i) {
    if (begin[i] != expected && wrong++ == 0) first = i;
  }
  if (wrong == 0) return;
  char text[160];
  std::snprintf(text, sizeof(text),
                "%zu byte%s written %s a block of %zu bytes, first at offset "
                "%td (0x%02x)",
                wrong, wrong == 1 ? "" : "s", where, h->nbytes,
                begin + first - h->data(), begin[first]);
  std::memset(begin, expected, n);
  Report(s, text);
}

void CheckHeader(Header* h) {
  if (h->magic == kMagic) return;
  // Nothing in it can be trusted, so there is no going on.
  std::fprintf(stderr,
               "guarded allocator: the header in front of a block was "
               "overwritten, or the block is not ours\n");
  std::abort();
}

void CheckBands(State& s, Header* h) {
  CheckHeader(h);
  CheckBytes(s, h, h->front(), kBandBytes, Scope::kBand, "before");
  CheckBytes(s, h, h->back(), kBandBytes, Scope::kBand, "behind");
}

void CheckFreed(State& s, Header* h) {
  CheckHeader(h);
  CheckBytes(s, h, h->data(), h->nbytes, Scope::kFreed, "after the free into");
}

void DropOldestFreed(State& s) {
  Header* h = s.freed.front();
  s.freed.pop_front();
  s.freed_bytes -= h->nbytes;
  CheckFreed(s, h);
  h->magic = 0;
  std::free(h);
}

void* AllocateGuarded(size_t nbytes) {
  void* memory = nullptr;
  if (posix_memalign(&memory, alignof(Header),
                     sizeof(Header) + nbytes + 2 * kBandBytes) != 0) {
    return nullptr;
  }
  auto* h = static_cast<Header*>(memory);
  h->magic = kMagic;
  h->nbytes = nbytes;
  std::memset(h->front(), Scope::kBand, kBandBytes);
  std::memset(h->data(), Scope::kFresh, nbytes);
  std::memset(h->back(), Scope::kBand, kBandBytes);
  State& s = GetState();
  std::lock_guard<std::mutex> lock(s.mutex);
  s.live.insert(h);
  return h->data();
}

void FreeGuarded(void* data) {
  auto* h = reinterpret_cast<Header*>(static_cast<unsigned char*>(data) -
                                      kBandBytes - sizeof(Header));
  State& s = GetState();
  std::lock_guard<std::mutex> lock(s.mutex);
  CheckBands(s, h);
  s.live.erase(h);
  std::memset(h->data(), Scope::kFreed, h->nbytes);
  s.freed.push_back(h);
  s.freed_bytes += h->nbytes;
  while (s.freed.size() > kMaxFreed || s.freed_bytes > kMaxFreedBytes) {
    DropOldestFreed(s);
  }
}

constexpr TestAllocator kGuarded = {AllocateGuarded, FreeGuarded};

}  // namespace

GuardedAllocatorScope::GuardedAllocatorScope(OnViolation on_violation) {
  State& s = GetState();
  {
    std::lock_guard<std::mutex> lock(s.mutex);
    before_ = s.on_violation;
    s.on_violation = on_violation;
    first_violation_ = s.violations.size();
  }
  allocator_before_ = set_allocator_for_test(&kGuarded);
}

GuardedAllocatorScope::~GuardedAllocatorScope() {
  set_allocator_for_test(allocator_before_);
  CheckAll();
  State& s = GetState();
  std::lock_guard<std::mutex> lock(s.mutex);
  if (!allocator_before_) {
    while (!s.freed.empty()) DropOldestFreed(s);
  }
  s.on_violation = before_;
  s.violations.resize(first_violation_);
}

void GuardedAllocatorScope::CheckAll() {
  State& s = GetState();
  std::lock_guard<std::mutex> lock(s.mutex);
  for (Header* h : s.live) CheckBands(s, h);
  for (Header* h : s.freed) CheckFreed(s, h);
}

std::vector<std::string> GuardedAllocatorScope::violations() const {
  State& s = GetState();
  std::lock_guard<std::mutex> lock(s.mutex);
  return std::vector<std::string>(s.violations.begin() + first_violation_,
                                  s.violations.end());
}

int64_t GuardedAllocatorScope::live() const {
  State& s = GetState();
  std::lock_guard<std::mutex> lock(s.mutex);
  return static_cast<int64_t>(s.live.size());
}

}  // namespace tessera
