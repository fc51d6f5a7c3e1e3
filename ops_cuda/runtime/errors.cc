#include "tessera/ops_cuda/runtime/errors.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/ops_cuda/runtime/stream.h"

namespace tessera::cuda {
namespace {

struct DeviceErrors {
  std::mutex mutex;
  std::atomic<ErrorRecord*> record{nullptr};
  std::atomic<bool> pending{false};
};
DeviceErrors device_errors[kMaxDevices];

std::atomic<int> launch_blocking{-1};

std::string Version(int version) {
  return Str(version / 1000, ".", version % 1000 / 10);
}

const char* KindOf(int kind) {
  switch (kind) {
    case kZeroDivision:
      return kernel_errors::kZeroDivision;
    case kIndexRange:
      return kernel_errors::kIndexRange;
    case kTargetRange:
      return kernel_errors::kTargetRange;
    case kNegativePower:
      return kernel_errors::kNegativePower;
    default:
      return kernel_errors::kProbabilities;
  }
}

}  // namespace

void Check(const char* op, cudaError_t error) {
  if (__builtin_expect(error == cudaSuccess, 1)) return;
  // Also the runtime's own record of it; a failed launch stays for good.
  cudaGetLastError();
  if (error == cudaErrorNoDevice || error == cudaErrorInsufficientDriver) {
    throw DeviceError(op, WhyUnavailable());
  }
  std::string hint;
  if (!LaunchBlocking() && static_cast<int>(error) >= 700) {
    hint =
        "; it may come from an earlier op, and the device is lost to this "
        "process: run again with TESSERA_CUDA_LAUNCH_BLOCKING=1 to see which";
  }
  throw DeviceError(op, Str("CUDA reports ", cudaGetErrorName(error), ": ",
                            cudaGetErrorString(error), hint));
}

std::string WhyUnavailable() {
  int driver = 0, runtime = 0;
  if (cudaDriverGetVersion(&driver) != cudaSuccess) driver = 0;
  if (cudaRuntimeGetVersion(&runtime) != cudaSuccess) runtime = 0;
  cudaGetLastError();
  if (driver == 0) return "no NVIDIA driver found";
  if (driver / 1000 < runtime / 1000) {
    return Str("the NVIDIA driver is for CUDA ", Version(driver),
               ", this program for ", Version(runtime), "; update the driver");
  }
  return "the NVIDIA driver finds no device";
}

bool LaunchBlocking() {
  int on = launch_blocking.load(std::memory_order_relaxed);
  if (on < 0) {
    const char* value = std::getenv("TESSERA_CUDA_LAUNCH_BLOCKING");
    on = value && *value && std::strcmp(value, "0") != 0;
    launch_blocking.store(on, std::memory_order_relaxed);
  }
  return on;
}

void SetLaunchBlockingForTest(bool on) { launch_blocking = on; }

void PrepareErrors(DeviceIndex device) {
  DeviceErrors& errors = device_errors[device];
  ErrorRecord* record = errors.record.load(std::memory_order_acquire);
  if (!record) {
    const std::lock_guard<std::mutex> lock(errors.mutex);
    record = errors.record.load(std::memory_order_relaxed);
    if (!record) {
      const UseDevice use(device);
      const cudaStream_t stream = CurrentStream(device);
      void* memory = nullptr;
      Check("cuda", cudaMallocAsync(&memory, sizeof *record, stream));
      Check("cuda", cudaMemsetAsync(memory, 0, sizeof *record, stream));
      // Other streams use it as well.
      Check("cuda", cudaStreamSynchronize(stream));
      errors.record.store(static_cast<ErrorRecord*>(memory),
                          std::memory_order_release);
    }
  }
}

void ExpectErrors(DeviceIndex device) {
  device_errors[device].pending.store(true, std::memory_order_release);
}

ErrorSink Errors(const KernelContext& context) {
  const DeviceIndex device = context.device.index();
  PrepareErrors(device);
  ExpectErrors(device);
  return {device_errors[device].record.load(std::memory_order_acquire),
          static_cast<int>(context.op)};
}

void ThrowPendingError(DeviceIndex device) {
  DeviceErrors& errors = device_errors[device];
  if (!errors.pending.load(std::memory_order_acquire)) return;
  ErrorRecord found;
  {
    const std::lock_guard<std::mutex> lock(errors.mutex);
    if (!errors.pending.exchange(false)) return;
    const UseDevice use(device);
    Check("synchronize", cudaDeviceSynchronize());
    const cudaStream_t stream = CurrentStream(device);
    Check("synchronize", cudaMemcpyAsync(&found, errors.record, sizeof found,
                                         cudaMemcpyDeviceToHost, stream));
    Check("synchronize", cudaStreamSynchronize(stream));
    if (found.kind == 0) return;
    Check("synchronize",
          cudaMemsetAsync(errors.record, 0, sizeof found, stream));
    Check("synchronize", cudaStreamSynchronize(stream));
  }
  KernelContext context(static_cast<Op>(found.op), Device(kCUDA, device));
  context.SetError(KindOf(found.kind), found.value[0], found.value[1]);
  ThrowKernelError(context);
}

}  // namespace tessera::cuda
