// Device memory for the time of one op, on its stream.
//
//   Scratch<float> partial(context, n);
//   Launch(context, &Sum, ..., partial.data());
//   // freed in the stream's order at the end of the scope
#ifndef TESSERA_OPS_CUDA_RUNTIME_SCRATCH_H_
#define TESSERA_OPS_CUDA_RUNTIME_SCRATCH_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {

template <class T>
class Scratch {
 public:
  Scratch(const KernelContext& context, int64_t n)
      : device_(context.device), bytes_(static_cast<size_t>(n) * sizeof(T)) {
    if (bytes_ == 0) return;
    data_ = GetDeviceInterface(kCUDA)->allocate(bytes_, device_);
    if (!data_) ThrowOutOfMemory(bytes_, device_);
  }
  ~Scratch() {
    if (data_) GetDeviceInterface(kCUDA)->deallocate(data_, bytes_, device_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  T* data() { return static_cast<T*>(data_); }

 private:
  Device device_;
  size_t bytes_;
  void* data_ = nullptr;
};

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_RUNTIME_SCRATCH_H_
