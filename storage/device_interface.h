// What a backend gives so that memory can lie on its devices.
//
//   struct MyDevice : tessera::DeviceInterface { ... };
//   static MyDevice device;
//   tessera::RegisterDevice(tessera::kPrivateUse1, &device);
//   auto s = tessera::Storage::Allocate(64, "test:0");
#ifndef TESSERA_STORAGE_DEVICE_INTERFACE_H_
#define TESSERA_STORAGE_DEVICE_INTERFACE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "tessera/storage/device.h"

namespace tessera {

// Bytes, except for the count. PyTorch's names are in the comments.
struct MemoryStats {
  int64_t allocated_bytes = 0;   // in storages now (memory_allocated)
  int64_t peak_bytes = 0;        // the most so far (max_memory_allocated)
  int64_t cached_bytes = 0;      // free, kept for the next allocation
  int64_t block_bytes = 0;       // host: taken for small blocks, never returned
  int64_t allocation_count = 0;  // storages allocated so far
  int64_t free_bytes = -1;       // on the device; -1 where not known
  int64_t total_bytes = -1;      // on the device; -1 where not known
};

// Methods may be called from several threads at once. A device given to them
// has an index. Where a backend has streams, work goes to the current stream
// of the calling thread, and host code waits by Synchronize.
struct DeviceInterface {
  virtual ~DeviceInterface() = default;

  // 0 where there is none; never throws.
  virtual int device_count() = 0;
  // Why device_count() is 0, as "no NVIDIA driver found"; goes into messages.
  virtual std::string why_unavailable() { return "no device found"; }
  // Which one "cuda" without an index means in this thread.
  virtual DeviceIndex current_device() { return 0; }
  virtual void set_current_device(DeviceIndex) {}
  // Whether host code may dereference pointers to this memory.
  virtual bool is_host_readable() const = 0;

  // Aligned to 64 bytes at least; nbytes > 0. Throws OutOfMemoryError, or
  // returns null, and the caller throws it with what memory_stats says.
  virtual void* allocate(size_t nbytes, Device device) = 0;
  virtual void deallocate(void* data, size_t nbytes,
                          Device device) noexcept = 0;
  // One of the two is this backend's, the other may be host memory or another
  // device of this type. Ordered after what the current stream holds; when
  // host memory is involved it has finished on return, unless non_blocking.
  virtual void copy(void* dst, Device dst_device, const void* src,
                    Device src_device, size_t nbytes,
                    bool non_blocking = false) = 0;
  virtual void memset(void* dst, int value, size_t nbytes, Device device) = 0;
  // Waits for all work on it.
  virtual void synchronize(Device device) = 0;

  // Streams and events are the backend's own pointers; null is the default
  // stream. Without streams there is nothing to do.
  virtual void* current_stream(Device) { return nullptr; }
  virtual void set_current_stream(Device, void* /*stream*/) {}
  // One to use beside the default one; it lives as long as the process.
  virtual void* stream_from_pool(Device) { return nullptr; }
  // An event at this point of the current stream.
  virtual void* record_event(Device) { return nullptr; }
  // The current stream waits for it; the event stays valid.
  virtual void wait_event(Device, void* /*event*/) {}
  virtual void destroy_event(Device, void* /*event*/) noexcept {}
  // data must not be reused before the work that `stream` has now is done.
  virtual void record_stream(void* /*data*/, Device, void* /*stream*/) {}
  // Whether this thread's current stream records work instead of running it,
  // so that the host cannot wait for it.
  virtual bool is_capturing(Device) { return false; }

  // Host memory that the backend's devices reach by themselves, so that copies
  // of it need no waiting; null where there is none. What copies under way use
  // is kept until they are done, also when it has been freed.
  virtual void* allocate_pinned(size_t /*nbytes*/) { return nullptr; }
  virtual void free_pinned(void* /*data*/) noexcept {}
  virtual bool is_pinned(const void* /*data*/) { return false; }

  virtual MemoryStats memory_stats(Device) { return {}; }
  virtual void reset_peak_memory_stats(Device) {}
  virtual void empty_cache() {}
};

// `device` must live as long as the process; null takes the backend away (for
// tests). Throws DeviceError for kCPU, which is built in, and where another
// one is registered.
void RegisterDevice(DeviceType type, DeviceInterface* device);

// Null where no backend is registered. kCPU has one.
DeviceInterface* GetDeviceInterface(DeviceType type) noexcept;

// Host memory, whatever the type's interface says; false without a backend.
bool IsHostReadable(DeviceType type) noexcept;

// `device` with its index: the current one where it has none, and none on the
// CPU. Throws DeviceError, naming `op`, where that device does not exist.
Device ResolveDevice(const char* op, Device device);

// Copies between any two devices of which at least one is the host or both are
// of one type; otherwise by way of host memory. Throws DeviceError, naming
// `op`.
void CopyBytes(void* dst, Device dst_device, const void* src, Device src_device,
               size_t nbytes, bool non_blocking = false,
               const char* op = "copy");

// What the device's current stream holds comes before what `stream` gets from
// now on: for who takes over memory that is still being written.
void HandOver(Device device, void* stream);

// Throws a DeviceError that names op where the device's current stream is
// being captured: for what waits for the device.
void CheckNotCapturing(const char* op, Device device);

// Throws a DeviceError that names the device and why it cannot be used.
[[noreturn]] void ThrowNoDevice(const char* op, Device device);

// Throws an OutOfMemoryError with bytes asked, in use and cached (a device:
// also free and total).
[[noreturn]] void ThrowOutOfMemory(size_t nbytes, Device device);

}  // namespace tessera

#endif  // TESSERA_STORAGE_DEVICE_INTERFACE_H_
