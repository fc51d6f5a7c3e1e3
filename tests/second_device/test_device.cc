#include "tessera/tests/second_device/test_device.h"

#include <sys/mman.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <utility>

#include "tessera/storage/device_interface.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera {
namespace {

constexpr size_t kArena = size_t{256} << 20;
constexpr size_t kAlign = 64;

std::atomic<int64_t> kernels{0};
std::atomic<int64_t> copies{0};

// One reserved range; closed but for kernels and copies.
class Arena {
 public:
  Arena() {
    base_ = static_cast<char*>(mmap(nullptr, kArena, PROT_NONE,
                                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                                    -1, 0));
    if (base_ == MAP_FAILED) std::abort();
    free_[0] = kArena;
  }

  void* Allocate(size_t nbytes) {
    const size_t want = Rounded(nbytes);
    std::lock_guard<std::recursive_mutex> lock(mutex_);
    for (auto it = free_.begin(); it != free_.end(); ++it) {
      if (it->second < want) continue;
      const auto [at, size] = *it;
      free_.erase(it);
      if (size > want) free_[at + want] = size - want;
      return base_ + at;
    }
    return nullptr;
  }

  void Free(void* data, size_t nbytes) {
    std::lock_guard<std::recursive_mutex> lock(mutex_);
    size_t at = static_cast<size_t>(static_cast<char*>(data) - base_);
    size_t size = Rounded(nbytes);
    const auto next = free_.lower_bound(at);
    if (next != free_.end() && at + size == next->first) {
      size += next->second;
      free_.erase(next);
    }
    const auto after = free_.lower_bound(at);
    if (after != free_.begin()) {
      const auto before = std::prev(after);
      if (before->first + before->second == at) {
        before->second += size;
        return;
      }
    }
    free_[at] = size;
  }

  // The memory is open while one of these lives.
  class Open {
   public:
    explicit Open(Arena& arena) : arena_(arena), lock_(arena.mutex_) {
      if (arena_.depth_++ == 0) arena_.Protect(PROT_READ | PROT_WRITE);
    }
    ~Open() {
      if (--arena_.depth_ == 0) arena_.Protect(PROT_NONE);
    }

   private:
    Arena& arena_;
    std::lock_guard<std::recursive_mutex> lock_;
  };

 private:
  static size_t Rounded(size_t nbytes) {
    return (nbytes + kAlign - 1) / kAlign * kAlign;
  }
  void Protect(int access) {
    if (mprotect(base_, kArena, access) != 0) std::abort();
  }

  std::recursive_mutex mutex_;
  char* base_;
  int depth_ = 0;
  std::map<size_t, size_t> free_;  // place to size
};

Arena& TheArena() {
  static Arena* const arena = new Arena;
  return *arena;
}

struct TestDevice : DeviceInterface {
  int device_count() override { return 1; }
  bool is_host_readable() const override { return false; }
  void* allocate(size_t nbytes, Device) override {
    return TheArena().Allocate(nbytes);
  }
  void deallocate(void* data, size_t nbytes, Device) noexcept override {
    TheArena().Free(data, nbytes);
  }
  void copy(void* dst, Device, const void* src, Device, size_t nbytes,
            bool) override {
    ++copies;
    const Arena::Open open(TheArena());
    std::memmove(dst, src, nbytes);
  }
  void memset(void* dst, int value, size_t nbytes, Device) override {
    const Arena::Open open(TheArena());
    std::memset(dst, value, nbytes);
  }
  void synchronize(Device) override {}
};

// The kernel of one slot: the CPU's, with the memory open. Plans are passed by
// reference, so their type does not matter here.
using AnyKernel = void (*)(const void* plan, KernelContext& context);

template <int kSlot>
void Wrapped(const void* plan, KernelContext& context) {
  ++kernels;
  const Arena::Open open(TheArena());
  const auto kernel = reinterpret_cast<AnyKernel>(
      Kernels().Raw(static_cast<Op>(kSlot / kDTypes), kCPU,
                    static_cast<DType>(kSlot % kDTypes)));
  kernel(plan, context);
}

template <int... kSlots>
void WrapAll(std::integer_sequence<int, kSlots...>) {
  constexpr AnyKernel kWrapped[] = {&Wrapped<kSlots>...};
  for (int slot = 0; slot < kOps * kDTypes; ++slot) {
    const Op op = static_cast<Op>(slot / kDTypes);
    const DType dtype = static_cast<DType>(slot % kDTypes);
    if (!Kernels().supports(op, kCPU, dtype)) continue;
    Kernels().SetRaw(op, kPrivateUse1, dtype, Row(op).plan,
                     reinterpret_cast<KernelTable::Slot>(kWrapped[slot]));
  }
}

}  // namespace

void RegisterTestDevice() {
  static TestDevice* const device = new TestDevice;
  RegisterDevice(kPrivateUse1, device);
  WrapAll(std::make_integer_sequence<int, kOps * kDTypes>());
}

int64_t TestDeviceKernels() { return kernels; }
int64_t TestDeviceCopies() { return copies; }

}  // namespace tessera
