#include "tessera/storage/device_interface.h"

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/storage/allocator.h"
#include "tessera/storage/device.h"
#include "tessera/storage/runtime.h"
#include "tessera/storage/storage.h"

namespace tessera {
namespace {

struct HostInterface : DeviceInterface {
  int device_count() override { return 1; }
  bool is_host_readable() const override { return true; }
  void* allocate(size_t nbytes, Device) override {
    void* data = nullptr;
    return posix_memalign(&data, kBlockAlignment, nbytes) == 0 ? data : nullptr;
  }
  void deallocate(void* data, size_t, Device) noexcept override {
    std::free(data);
  }
  void copy(void* dst, Device, const void* src, Device, size_t nbytes,
            bool) override {
    std::memmove(dst, src, nbytes);
  }
  void memset(void* dst, int value, size_t nbytes, Device) override {
    std::memset(dst, value, nbytes);
  }
  void synchronize(Device) override {}
  MemoryStats memory_stats(Device) override {
    return tessera::memory_stats(kCPU);
  }
  void reset_peak_memory_stats(Device) override {
    tessera::reset_peak_memory_stats(kCPU);
  }
  void empty_cache() override { tessera::empty_cache(kCPU); }
};

HostInterface* Host() {
  static auto* const host = new HostInterface;
  return host;
}

int Count(DeviceInterface* interface) {
  return interface ? interface->device_count() : 0;
}

}  // namespace

void RegisterDevice(DeviceType type, DeviceInterface* device) {
  internal::Runtime& r = internal::GetRuntime();
  const int t = static_cast<int>(type);
  std::lock_guard<std::mutex> lock(r.device_mutex);
  if (type == kCPU || t >= kDeviceTypes) {
    throw DeviceError(
        "RegisterDevice",
        "expected cuda or a private type, got " + std::string(name(type)));
  }
  DeviceInterface* now = r.devices[t].load();
  if (now && device && now != device) {
    throw DeviceError("RegisterDevice", "expected a type without a backend, " +
                                            std::string(name(type)) +
                                            " has one already");
  }
  r.devices[t] = device;
}

DeviceInterface* GetDeviceInterface(DeviceType type) noexcept {
  if (type == kCPU) return Host();
  const int t = static_cast<int>(type);
  if (t >= kDeviceTypes) return nullptr;
  return internal::GetRuntime().devices[t].load(std::memory_order_acquire);
}

bool IsHostReadable(DeviceType type) noexcept {
  if (type == kCPU) return true;
  DeviceInterface* interface = GetDeviceInterface(type);
  return interface && interface->is_host_readable();
}

Device ResolveDevice(const char* op, Device device) {
  if (device.is_cpu()) return kCPU;
  DeviceInterface* interface = GetDeviceInterface(device.type());
  const int count = Count(interface);
  if (count > 0 && !device.has_index()) {
    return Device(device.type(), interface->current_device());
  }
  if (device.index() >= count || count == 0) ThrowNoDevice(op, device);
  return device;
}

void CopyBytes(void* dst, Device dst_device, const void* src, Device src_device,
               size_t nbytes, bool non_blocking, const char* op) {
  dst_device = ResolveDevice(op, dst_device);
  src_device = ResolveDevice(op, src_device);
  if (nbytes == 0) return;
  if (!dst_device.is_cpu() && !src_device.is_cpu() &&
      dst_device.type() != src_device.type()) {
    const Storage host = Storage::Allocate(nbytes);
    CopyBytes(host.data(), kCPU, src, src_device, nbytes, false, op);
    CopyBytes(dst, dst_device, host.data(), kCPU, nbytes, false, op);
    return;
  }
  const Device acting = dst_device.is_cpu() ? src_device : dst_device;
  DeviceInterface* interface = GetDeviceInterface(acting.type());
  if ((dst_device.is_cpu() || src_device.is_cpu()) && !acting.is_cpu()) {
    const void* host = dst_device.is_cpu() ? dst : src;
    // What is recorded reads host memory each time that it runs.
    if (!non_blocking || !interface->is_pinned(host)) {
      CheckNotCapturing(op, acting);
    }
  }
  interface->copy(dst, dst_device, src, src_device, nbytes, non_blocking);
}

void HandOver(Device device, void* stream) {
  if (device.is_cpu()) return;
  DeviceInterface* interface = GetDeviceInterface(device.type());
  void* const before = interface->current_stream(device);
  if (before == stream) return;
  void* const event = interface->record_event(device);
  interface->set_current_stream(device, stream);
  interface->wait_event(device, event);
  interface->set_current_stream(device, before);
  interface->destroy_event(device, event);
}

void CheckNotCapturing(const char* op, Device device) {
  if (device.is_cpu()) return;
  if (!GetDeviceInterface(device.type())->is_capturing(device)) return;
  throw DeviceError(
      op, "the host would wait for " + device.str() +
              ", whose stream is being captured into a graph and runs nothing "
              "until it is replayed; move this out of the capture");
}

void ThrowNoDevice(const char* op, Device device) {
  const std::string type = name(device.type());
  DeviceInterface* interface = GetDeviceInterface(device.type());
  const int count = Count(interface);
  const std::string hint =
      "; use device='cpu' or ask " + type + "::is_available() first";
  if (count > 0) {
    throw DeviceError(op,
                      "no device " + device.str() + ", there " +
                          (count == 1 ? "is only " + type + ":0"
                                      : "are " + type + ":0 to " + type + ":" +
                                            std::to_string(count - 1)));
  }
  if (interface) {
    throw DeviceError(op, "no device " + device.str() + ": " +
                              interface->why_unavailable() + hint);
  }
  throw DeviceError(op, "no device " + device.str() +
                            ": this program is built without " + type + hint);
}

void ThrowOutOfMemory(size_t nbytes, Device device) {
  const MemoryStats stats = memory_stats(device);
  std::string text = "no memory on " + device.str() + " for " +
                     std::to_string(nbytes) + " bytes (" +
                     std::to_string(stats.allocated_bytes) + " in use, " +
                     std::to_string(stats.cached_bytes) + " cached";
  if (stats.free_bytes >= 0) {
    text += ", " + std::to_string(stats.free_bytes) + " free";
  }
  if (stats.total_bytes >= 0) {
    text += ", " + std::to_string(stats.total_bytes) + " in total";
  }
  text += device.is_cpu()
              ? "); free tensors or ask for less"
              : "); call empty_cache(), free tensors or use a smaller batch";
  throw OutOfMemoryError("allocate", text);
}

}  // namespace tessera
