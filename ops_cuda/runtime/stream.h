// Streams and events: queues of a device's work, and places in them.
//
//   CUDAStream side = getStreamFromPool();
//   CUDAEvent ready;
//   ready.record();                    // on the current stream
//   { CUDAStreamGuard guard(side);     // the current one until the scope ends
//     ready.block(side);               // side waits; the host does not
//     y = x * 2;                       // runs on side
//     x.storage() ... record_stream    // if x may be freed before that
//   }
//
// Each thread has its own current stream on each device, at first the default
// one. libtorch's names (c10::cuda, at::cuda).
#ifndef TESSERA_OPS_CUDA_RUNTIME_STREAM_H_
#define TESSERA_OPS_CUDA_RUNTIME_STREAM_H_

#include <cuda_runtime.h>

#include "tessera/base/cpp17.h"
#include "tessera/storage/device.h"

namespace tessera::cuda {

// Few, since a library that is loaded late has little room for what each thread
// has of its own.
constexpr int kMaxDevices = 16;

// Makes a device CUDA's current one for a scope.
class UseDevice {
 public:
  explicit UseDevice(DeviceIndex device);
  ~UseDevice();
  UseDevice(const UseDevice&) = delete;
  UseDevice& operator=(const UseDevice&) = delete;

 private:
  int before_;
  bool changed_;
};

DeviceIndex current_device();
// Throws DeviceError where there is no such device.
void set_device(DeviceIndex device);

cudaStream_t CurrentStream(DeviceIndex device);
void SetCurrentStream(DeviceIndex device, cudaStream_t stream);

class CUDAStream {
 public:
  CUDAStream(DeviceIndex device, cudaStream_t stream)
      : device_(device), stream_(stream) {}

  cudaStream_t stream() const { return stream_; }
  DeviceIndex device_index() const { return device_; }
  Device device() const { return Device(kCUDA, device_); }
  // Whether all its work is done.
  bool query() const;
  // Waits for it; throws what kernels reported.
  void synchronize() const;

  friend bool operator==(CUDAStream a, CUDAStream b) {
    return a.device_ == b.device_ && a.stream_ == b.stream_;
  }
  friend bool operator!=(CUDAStream a, CUDAStream b) { return !(a == b); }

 private:
  DeviceIndex device_;
  cudaStream_t stream_;
};

// One of 32 a device, by turns; they live as long as the process.
CUDAStream getStreamFromPool(DeviceIndex device = -1);
CUDAStream getDefaultCUDAStream(DeviceIndex device = -1);
CUDAStream getCurrentCUDAStream(DeviceIndex device = -1);
void setCurrentCUDAStream(CUDAStream stream);

// Also makes the stream's device the current one.
class CUDAStreamGuard {
 public:
  explicit CUDAStreamGuard(CUDAStream stream);
  ~CUDAStreamGuard();
  CUDAStreamGuard(const CUDAStreamGuard&) = delete;
  CUDAStreamGuard& operator=(const CUDAStreamGuard&) = delete;

 private:
  DeviceIndex device_;
  CUDAStream before_;
};

class CUDAEvent {
 public:
  explicit CUDAEvent(bool timing = false) : timing_(timing) {}
  ~CUDAEvent();
  CUDAEvent(const CUDAEvent&) = delete;
  CUDAEvent& operator=(const CUDAEvent&) = delete;

  void record() { record(getCurrentCUDAStream()); }
  void record(CUDAStream stream);
  // The stream waits for the place last recorded, if there is one.
  void block(CUDAStream stream) const;
  bool query() const;
  void synchronize() const;
  // Milliseconds; both made with timing and done.
  float elapsed_time(const CUDAEvent& end) const;

 private:
  bool timing_;
  DeviceIndex device_ = -1;
  cudaEvent_t event_ = nullptr;
};

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_RUNTIME_STREAM_H_
