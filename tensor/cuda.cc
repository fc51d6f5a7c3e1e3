#include "tessera/tensor/cuda.h"

#include "tessera/storage/device_interface.h"
#include "tessera/tensor/generator.h"

namespace tessera {

namespace cuda {

bool is_available() { return device_count() > 0; }

size_t device_count() {
  DeviceInterface* backend = GetDeviceInterface(kCUDA);
  const int n = backend ? backend->device_count() : 0;
  return n > 0 ? static_cast<size_t>(n) : 0;
}

void synchronize(int64_t device_index) {
  const Device device = ResolveDevice(
      "synchronize", Device(kCUDA, static_cast<DeviceIndex>(device_index)));
  GetDeviceInterface(kCUDA)->synchronize(device);
}

void manual_seed(uint64_t seed) {
  if (is_available()) default_generator().manual_seed(seed);
}

void manual_seed_all(uint64_t seed) { manual_seed(seed); }

}  // namespace cuda

DeviceGuard::DeviceGuard(Device device)
    : original_(ResolveDevice("DeviceGuard", Device(device.type()))),
      current_(original_) {
  set_index(device.index());
}

DeviceGuard::~DeviceGuard() {
  if (current_ != original_) {
    GetDeviceInterface(original_.type())->set_current_device(original_.index());
  }
}

void DeviceGuard::set_index(DeviceIndex index) {
  if (index == -1 || original_.is_cpu()) return;
  const Device device =
      ResolveDevice("DeviceGuard", Device(original_.type(), index));
  GetDeviceInterface(device.type())->set_current_device(index);
  current_ = device;
}

}  // namespace tessera
