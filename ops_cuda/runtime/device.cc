// CUDA's devices as a backend: memory, copies, streams.
#include <cuda_runtime.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/ops_cuda/runtime/graph_memory.h"
#include "tessera/ops_cuda/runtime/pinned.h"
#include "tessera/ops_cuda/runtime/stream.h"
#include "tessera/storage/device_interface.h"

namespace tessera::cuda {
namespace {

struct Allocation {
  size_t bytes;
  cudaStream_t stream;
  std::vector<cudaStream_t> used_on;   // see record_stream
  std::shared_ptr<GraphMemory> graph;  // which it comes from, if it does
};

// Note [Memory of a device]
// Memory comes from the device's own stream-ordered pool: a block belongs to
// the stream it was asked for on, and freeing puts it back in that stream's
// order, without waiting. A storage that another stream has used is freed after
// that stream's work (record_stream). The pool keeps what is freed until
// empty_cache() or until nothing else is left. While a graph is captured,
// memory is the graph's own: see Note [Graphs].
struct DeviceMemory {
  std::mutex mutex;
  std::unordered_map<void*, Allocation> live;
  MemoryStats stats;
  bool ready = false;

  void Add(void* data, Allocation allocation) {
    stats.allocated_bytes += static_cast<int64_t>(allocation.bytes);
    if (stats.allocated_bytes > stats.peak_bytes) {
      stats.peak_bytes = stats.allocated_bytes;
    }
    ++stats.allocation_count;
    live[data] = std::move(allocation);
  }
};
DeviceMemory& Memory(Device device) {
  static auto* const memory = new DeviceMemory[kMaxDevices];
  return memory[device.index()];
}

cudaMemPool_t PoolOf(Device device) {
  cudaMemPool_t pool = nullptr;
  Check("memory", cudaDeviceGetDefaultMemPool(&pool, device.index()));
  return pool;
}

uint64_t PoolBytes(Device device, cudaMemPoolAttr attr) {
  uint64_t bytes = 0;
  Check("memory", cudaMemPoolGetAttribute(PoolOf(device), attr, &bytes));
  return bytes;
}

// What `from` has now is done before what `to` gets from now on.
void Order(cudaStream_t from, DeviceIndex from_device, cudaStream_t to,
           DeviceIndex to_device) {
  cudaEvent_t event = nullptr;
  {
    const UseDevice use(from_device);
    Check("event", cudaEventCreateWithFlags(&event, cudaEventDisableTiming));
    Check("event", cudaEventRecord(event, from));
  }
  const UseDevice use(to_device);
  Check("event", cudaStreamWaitEvent(to, event, 0));
  Check("event", cudaEventDestroy(event));
}

class CudaInterface : public DeviceInterface {
 public:
  int device_count() override {
    int count = 0;
    if (cudaGetDeviceCount(&count) != cudaSuccess) {
      cudaGetLastError();
      return 0;
    }
    return count < kMaxDevices ? count : kMaxDevices;
  }
  std::string why_unavailable() override { return WhyUnavailable(); }
  DeviceIndex current_device() override { return cuda::current_device(); }
  void set_current_device(DeviceIndex device) override {
    Check("set_device", cudaSetDevice(device));
  }
  bool is_host_readable() const override { return false; }

  void* allocate(size_t nbytes, Device device) override {
    const UseDevice use(device.index());
    const cudaStream_t stream = CurrentStream(device.index());
    DeviceMemory& memory = Memory(device);
    const std::lock_guard<std::mutex> lock(memory.mutex);
    if (!memory.ready) {
      // Otherwise the pool gives everything back at each synchronisation.
      uint64_t keep = UINT64_MAX;
      Check("memory",
            cudaMemPoolSetAttribute(PoolOf(device),
                                    cudaMemPoolAttrReleaseThreshold, &keep));
      memory.ready = true;
    }
    if (const Capture* capture = CaptureOf(device.index())) {
      void* const data = capture->memory->Allocate(nbytes, stream);
      if (data) memory.Add(data, {nbytes, stream, {}, capture->memory});
      return data;
    }
    void* data = nullptr;
    cudaError_t error = cudaMallocAsync(&data, nbytes, stream);
    if (error == cudaErrorMemoryAllocation) {
      // Once more when everything freed so far has come back.
      cudaGetLastError();
      Check("allocate", cudaDeviceSynchronize());
      Check("allocate", cudaMemPoolTrimTo(PoolOf(device), 0));
      error = cudaMallocAsync(&data, nbytes, stream);
      if (error == cudaErrorMemoryAllocation) {
        cudaGetLastError();
        return nullptr;  // the caller throws, with the figures
      }
    }
    Check("allocate", error);
    memory.Add(data, {nbytes, stream, {}, nullptr});
    return data;
  }

  void deallocate(void* data, size_t, Device device) noexcept override {
    DeviceMemory& memory = Memory(device);
    const std::lock_guard<std::mutex> lock(memory.mutex);
    const auto it = memory.live.find(data);
    const Allocation allocation = std::move(it->second);
    memory.live.erase(it);
    memory.stats.allocated_bytes -= static_cast<int64_t>(allocation.bytes);
    if (allocation.graph) {
      allocation.graph->Free(data, !allocation.used_on.empty());
      return;
    }
    // After main the driver may be gone; then the memory is, too.
    try {
      if (Capture* capture = CaptureOf(device.index())) {
        capture->freed.emplace_back(data, allocation.stream);
        return;
      }
      const UseDevice use(device.index());
      for (cudaStream_t stream : allocation.used_on) {
        Order(stream, device.index(), allocation.stream, device.index());
      }
      Check("free", cudaFreeAsync(data, allocation.stream));
    } catch (...) {
    }
  }

  void copy(void* dst, Device dst_device, const void* src, Device src_device,
            size_t nbytes, bool non_blocking) override {
    const Device acting = dst_device.is_cpu() ? src_device : dst_device;
    const UseDevice use(acting.index());
    const cudaStream_t stream = CurrentStream(acting.index());
    if (dst_device.is_cpu() || src_device.is_cpu()) {
      const bool to_host = dst_device.is_cpu();
      Check("copy", cudaMemcpyAsync(dst, src, nbytes,
                                    to_host ? cudaMemcpyDeviceToHost
                                            : cudaMemcpyHostToDevice,
                                    stream));
      if (non_blocking) {
        const void* const host = to_host ? dst : src;
        if (CaptureOf(acting.index())) {
          KeepPinned(host);
        } else {
          UsePinned(host, acting.index(), stream);
        }
        return;
      }
      Check("copy", cudaStreamSynchronize(stream));
      ThrowPendingError(acting.index());
      return;
    }
    if (dst_device == src_device) {
      Check("copy", cudaMemcpyAsync(dst, src, nbytes, cudaMemcpyDeviceToDevice,
                                    stream));
      return;
    }
    // After what the source's stream holds, and before what comes there next.
    const cudaStream_t source = CurrentStream(src_device.index());
    Order(source, src_device.index(), stream, dst_device.index());
    Check("copy", cudaMemcpyPeerAsync(dst, dst_device.index(), src,
                                      src_device.index(), nbytes, stream));
    Order(stream, dst_device.index(), source, src_device.index());
  }

  void memset(void* dst, int value, size_t nbytes, Device device) override {
    const UseDevice use(device.index());
    Check("memset",
          cudaMemsetAsync(dst, value, nbytes, CurrentStream(device.index())));
  }

  void synchronize(Device device) override {
    CheckNotCapturing("synchronize", device);
    const UseDevice use(device.index());
    Check("synchronize", cudaDeviceSynchronize());
    ThrowPendingError(device.index());
  }

  void* current_stream(Device device) override {
    return CurrentStream(device.index());
  }
  void set_current_stream(Device device, void* stream) override {
    SetCurrentStream(device.index(), static_cast<cudaStream_t>(stream));
  }
  void* stream_from_pool(Device device) override {
    return getStreamFromPool(device.index()).stream();
  }
  void* record_event(Device device) override {
    const UseDevice use(device.index());
    cudaEvent_t event = nullptr;
    Check("event", cudaEventCreateWithFlags(&event, cudaEventDisableTiming));
    Check("event", cudaEventRecord(event, CurrentStream(device.index())));
    return event;
  }
  void wait_event(Device device, void* event) override {
    const UseDevice use(device.index());
    Check("event", cudaStreamWaitEvent(CurrentStream(device.index()),
                                       static_cast<cudaEvent_t>(event), 0));
  }
  void destroy_event(Device, void* event) noexcept override {
    cudaEventDestroy(static_cast<cudaEvent_t>(event));
  }
  void record_stream(void* data, Device device, void* stream) override {
    DeviceMemory& memory = Memory(device);
    const std::lock_guard<std::mutex> lock(memory.mutex);
    const auto it = memory.live.find(data);
    if (it == memory.live.end()) return;  // adopted: its owner's business
    const auto used = static_cast<cudaStream_t>(stream);
    if (used == it->second.stream) return;
    for (cudaStream_t before : it->second.used_on) {
      if (before == used) return;
    }
    it->second.used_on.push_back(used);
  }

  bool is_capturing(Device device) override {
    return CaptureOf(device.index()) != nullptr;
  }

  void* allocate_pinned(size_t nbytes) override {
    return AllocatePinned(nbytes);
  }
  void free_pinned(void* data) noexcept override { FreePinned(data); }
  bool is_pinned(const void* data) override { return IsPinned(data); }

  MemoryStats memory_stats(Device device) override {
    const UseDevice use(device.index());
    DeviceMemory& memory = Memory(device);
    const std::lock_guard<std::mutex> lock(memory.mutex);
    MemoryStats stats = memory.stats;
    size_t free = 0, total = 0;
    Check("memory_stats", cudaMemGetInfo(&free, &total));
    const uint64_t reserved =
        PoolBytes(device, cudaMemPoolAttrReservedMemCurrent);
    const uint64_t used = PoolBytes(device, cudaMemPoolAttrUsedMemCurrent);
    stats.cached_bytes = static_cast<int64_t>(reserved - used);
    stats.free_bytes = static_cast<int64_t>(free);
    stats.total_bytes = static_cast<int64_t>(total);
    return stats;
  }
  void reset_peak_memory_stats(Device device) override {
    DeviceMemory& memory = Memory(device);
    const std::lock_guard<std::mutex> lock(memory.mutex);
    memory.stats.peak_bytes = memory.stats.allocated_bytes;
  }
  void empty_cache() override {
    EmptyPinnedCache();
    const int count = device_count();
    for (int d = 0; d < count; ++d) {
      const Device device(kCUDA, static_cast<DeviceIndex>(d));
      if (!Memory(device).ready) continue;
      CheckNotCapturing("empty_cache", device);
      const UseDevice use(device.index());
      Check("empty_cache", cudaDeviceSynchronize());
      Check("empty_cache", cudaMemPoolTrimTo(PoolOf(device), 0));
    }
  }
};

// Linking it is using it. Calls nothing of CUDA.
const bool registered = [] {
  RegisterDevice(kCUDA, new CudaInterface);
  return true;
}();

}  // namespace
}  // namespace tessera::cuda
