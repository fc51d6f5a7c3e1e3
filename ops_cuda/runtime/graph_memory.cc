#include "tessera/ops_cuda/runtime/graph_memory.h"

#include <atomic>

#include "tessera/ops_cuda/runtime/stream.h"

namespace tessera::cuda {
namespace {

constexpr size_t kAlign = 512;
constexpr size_t kChunk = size_t{2} << 20;

std::atomic<Capture*> captures[kMaxDevices];

}  // namespace

Capture* CaptureOf(DeviceIndex device) {
  Capture* const capture = captures[device].load(std::memory_order_acquire);
  if (__builtin_expect(!capture, 1)) return nullptr;
  if (capture->thread != std::this_thread::get_id()) return nullptr;
  cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
  cudaStreamIsCapturing(CurrentStream(device), &status);
  return status == cudaStreamCaptureStatusNone ? nullptr : capture;
}

bool SetCapture(DeviceIndex device, Capture* capture) {
  Capture* none = nullptr;
  if (capture) return captures[device].compare_exchange_strong(none, capture);
  captures[device] = nullptr;
  return true;
}

GraphMemory::~GraphMemory() {
  try {
    const UseDevice use(device_);
    const RelaxedCapture relaxed;
    for (char* chunk : chunks_) cudaFree(chunk);
  } catch (...) {
    // After main the driver may be gone.
  }
}

void* GraphMemory::Allocate(size_t nbytes, cudaStream_t stream) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const size_t size = (nbytes + kAlign - 1) / kAlign * kAlign;
  Block* best = nullptr;
  for (Block& block : blocks_) {
    if (!block.free || block.stream != stream || block.size < size) continue;
    if (block.size > 2 * size) continue;
    if (!best || block.size < best->size) best = &block;
  }
  if (best) {
    best->free = false;
    return best->data;
  }
  if (left_ < size) {
    const size_t chunk = size > kChunk ? size : kChunk;
    void* data = nullptr;
    {
      const UseDevice use(device_);
      const RelaxedCapture relaxed;
      if (cudaMalloc(&data, chunk) != cudaSuccess) {
        cudaGetLastError();
        return nullptr;
      }
    }
    chunks_.push_back(static_cast<char*>(data));
    // A large block leaves the rest of the last chunk to small ones.
    if (chunk == size) {
      blocks_.push_back({chunks_.back(), size, stream, false});
      return data;
    }
    at_ = chunks_.back();
    left_ = chunk;
  }
  char* const data = at_;
  at_ += size;
  left_ -= size;
  blocks_.push_back({data, size, stream, false});
  return data;
}

void GraphMemory::Free(void* data, bool shared) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (Block& block : blocks_) {
    if (block.data == data) block.free = !shared;
  }
}

}  // namespace tessera::cuda
