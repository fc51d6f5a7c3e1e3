// Questions about CUDA devices, and the device that "cuda" means; answered
// without a CUDA backend as well.
//
//   Device device(cuda::is_available() ? kCUDA : kCPU);
//   for (int i = 0; i < cuda::device_count(); ++i) Use(Device(kCUDA, i));
//   DeviceGuard guard(Device(kCUDA, 1));   // until the end of the scope
//   cuda::synchronize();                   // DeviceError without a device
#ifndef TESSERA_TENSOR_CUDA_H_
#define TESSERA_TENSOR_CUDA_H_

#include <cstddef>
#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/storage/device.h"

namespace tessera {

namespace cuda {

// False without a backend, a driver or a device; never throws.
bool is_available();
size_t device_count();
// Waits for all work on a device, by default the current one.
void synchronize(int64_t device_index = -1);
// The default generator serves every device (features.md, R-01), so that these
// seed it; without a device they do nothing, as in libtorch.
void manual_seed(uint64_t seed);
void manual_seed_all(uint64_t seed);

}  // namespace cuda

// Makes a device of a type that has several the current one. The CPU changes
// nothing.
class DeviceGuard {
 public:
  explicit DeviceGuard(Device device);
  ~DeviceGuard();
  DeviceGuard(const DeviceGuard&) = delete;
  DeviceGuard& operator=(const DeviceGuard&) = delete;

  Device original_device() const { return original_; }
  Device current_device() const { return current_; }
  void set_device(Device device) { set_index(device.index()); }
  void set_index(DeviceIndex index);

 private:
  Device original_, current_;
};

}  // namespace tessera

#endif  // TESSERA_TENSOR_CUDA_H_
