#include "tessera/ops_cuda/runtime/pinned.h"

#include <map>
#include <mutex>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/ops_cuda/runtime/graph_memory.h"
#include "tessera/ops_cuda/runtime/stream.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/creation.h"
#include "tessera/tensor/ops.h"

namespace tessera::cuda {
namespace {

constexpr size_t kSmallest = 4096;

struct Use {
  cudaStream_t stream;
  cudaEvent_t event;
};
struct Block {
  size_t size;
  bool free = false;
  bool kept = false;  // by a graph
  std::vector<Use> uses;
};
// Making pinned memory takes long and waits for the device, so that blocks, of
// powers of two, are kept.
struct Blocks {
  std::mutex mutex;
  std::map<const char*, Block> all;

  // The block that holds data, or null.
  Block* Find(const void* data) {
    const char* const at = static_cast<const char*>(data);
    auto it = all.upper_bound(at);
    if (it == all.begin()) return nullptr;
    --it;
    return at < it->first + it->second.size ? &it->second : nullptr;
  }
};
Blocks& Pinned() {
  static auto* const blocks = new Blocks;
  return *blocks;
}

bool IsDone(Block* block) {
  while (!block->uses.empty()) {
    const cudaEvent_t event = block->uses.back().event;
    if (cudaEventQuery(event) == cudaErrorNotReady) {
      cudaGetLastError();
      return false;
    }
    cudaEventDestroy(event);
    block->uses.pop_back();
  }
  return true;
}

size_t SizeOf(const Tensor& x) {
  return static_cast<size_t>(x.numel()) * elementSize(x.scalar_type());
}

}  // namespace

void* AllocatePinned(size_t nbytes) {
  size_t size = kSmallest;
  while (size < nbytes) size *= 2;
  Blocks& blocks = Pinned();
  const std::lock_guard<std::mutex> lock(blocks.mutex);
  const RelaxedCapture relaxed;
  for (auto& [data, block] : blocks.all) {
    if (!block.free || block.kept || block.size != size) continue;
    if (!IsDone(&block)) continue;
    block.free = false;
    return const_cast<char*>(data);
  }
  void* memory = nullptr;
  const cudaError_t error = cudaMallocHost(&memory, size);
  if (error == cudaErrorMemoryAllocation) {
    cudaGetLastError();
    return nullptr;
  }
  Check("pin_memory", error);
  blocks.all[static_cast<const char*>(memory)].size = size;
  return memory;
}

void FreePinned(void* data) noexcept {
  Blocks& blocks = Pinned();
  const std::lock_guard<std::mutex> lock(blocks.mutex);
  blocks.Find(data)->free = true;
}

bool IsPinned(const void* data) {
  Blocks& blocks = Pinned();
  const std::lock_guard<std::mutex> lock(blocks.mutex);
  return blocks.Find(data) != nullptr;
}

void UsePinned(const void* data, DeviceIndex device, cudaStream_t stream) {
  Blocks& blocks = Pinned();
  const std::lock_guard<std::mutex> lock(blocks.mutex);
  Block* const block = blocks.Find(data);
  if (!block) return;
  const UseDevice use(device);
  for (const Use& before : block->uses) {
    if (before.stream != stream) continue;
    Check("copy", cudaEventRecord(before.event, stream));
    return;
  }
  cudaEvent_t event = nullptr;
  Check("copy", cudaEventCreateWithFlags(&event, cudaEventDisableTiming));
  block->uses.push_back({stream, event});
  Check("copy", cudaEventRecord(event, stream));
}

void KeepPinned(const void* data) {
  Blocks& blocks = Pinned();
  const std::lock_guard<std::mutex> lock(blocks.mutex);
  if (Block* const block = blocks.Find(data)) block->kept = true;
}

void EmptyPinnedCache() {
  Blocks& blocks = Pinned();
  const std::lock_guard<std::mutex> lock(blocks.mutex);
  for (auto it = blocks.all.begin(); it != blocks.all.end();) {
    if (!it->second.free || it->second.kept || !IsDone(&it->second)) {
      ++it;
      continue;
    }
    cudaFreeHost(const_cast<char*>(it->first));
    it = blocks.all.erase(it);
  }
}

Tensor pin_memory(const Tensor& x) {
  if (!x.device().is_cpu()) {
    throw DeviceError("pin_memory",
                      "expected a tensor on the cpu, got one on " +
                          x.device().str() + "; add .cpu()");
  }
  ResolveDevice("pin_memory", kCUDA);
  if (x.numel() == 0) return x.detach().clone();
  void* const memory = AllocatePinned(SizeOf(x));
  if (!memory) ThrowOutOfMemory(SizeOf(x), kCPU);
  Tensor pinned = from_blob(memory, x.sizes(), &FreePinned, x.scalar_type());
  pinned.copy_(x.detach());
  return pinned;
}

bool is_pinned(const Tensor& x) {
  return x.device().is_cpu() && IsPinned(x.storage().data());
}

}  // namespace tessera::cuda
