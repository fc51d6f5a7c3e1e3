#include "tessera/ops_cuda/runtime/stream.h"

#include <atomic>
#include <mutex>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/storage/device_interface.h"

namespace tessera::cuda {
namespace {

constexpr int kPool = 32;

struct Pool {
  std::once_flag once;
  cudaStream_t streams[kPool];
  std::atomic<uint32_t> next{0};
};
Pool pools[kMaxDevices];

thread_local cudaStream_t current_streams[kMaxDevices] = {};

DeviceIndex Resolved(const char* op, DeviceIndex device) {
  return ResolveDevice(op, Device(kCUDA, device)).index();
}

}  // namespace

UseDevice::UseDevice(DeviceIndex device) {
  Check("cuda", cudaGetDevice(&before_));
  changed_ = before_ != device;
  if (changed_) Check("cuda", cudaSetDevice(device));
}
UseDevice::~UseDevice() {
  if (changed_) cudaSetDevice(before_);
}

DeviceIndex current_device() {
  int device = 0;
  Check("current_device", cudaGetDevice(&device));
  return static_cast<DeviceIndex>(device);
}

void set_device(DeviceIndex device) {
  Check("set_device", cudaSetDevice(Resolved("set_device", device)));
}

cudaStream_t CurrentStream(DeviceIndex device) {
  return current_streams[device];
}
void SetCurrentStream(DeviceIndex device, cudaStream_t stream) {
  current_streams[device] = stream;
}

bool CUDAStream::query() const {
  const UseDevice use(device_);
  const cudaError_t error = cudaStreamQuery(stream_);
  if (error == cudaErrorNotReady) return false;
  Check("query", error);
  return true;
}

void CUDAStream::synchronize() const {
  CheckNotCapturing("synchronize", device());
  const UseDevice use(device_);
  Check("synchronize", cudaStreamSynchronize(stream_));
  ThrowPendingError(device_);
}

CUDAStream getStreamFromPool(DeviceIndex device) {
  device = Resolved("getStreamFromPool", device);
  Pool& pool = pools[device];
  std::call_once(pool.once, [&] {
    const UseDevice use(device);
    for (cudaStream_t& stream : pool.streams) {
      Check("getStreamFromPool",
            cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
    }
  });
  return {device, pool.streams[pool.next++ % kPool]};
}

CUDAStream getDefaultCUDAStream(DeviceIndex device) {
  return {Resolved("getDefaultCUDAStream", device), nullptr};
}

CUDAStream getCurrentCUDAStream(DeviceIndex device) {
  device = Resolved("getCurrentCUDAStream", device);
  return {device, current_streams[device]};
}

void setCurrentCUDAStream(CUDAStream stream) {
  current_streams[stream.device_index()] = stream.stream();
}

CUDAStreamGuard::CUDAStreamGuard(CUDAStream stream)
    : device_(current_device()),
      before_(getCurrentCUDAStream(stream.device_index())) {
  set_device(stream.device_index());
  setCurrentCUDAStream(stream);
}
CUDAStreamGuard::~CUDAStreamGuard() {
  setCurrentCUDAStream(before_);
  cudaSetDevice(device_);
}

CUDAEvent::~CUDAEvent() {
  if (event_) cudaEventDestroy(event_);
}

void CUDAEvent::record(CUDAStream stream) {
  const UseDevice use(stream.device_index());
  if (event_ && device_ != stream.device_index()) {
    throw DeviceError("record",
                      Str("this event belongs to cuda:", device_,
                          ", got a stream of cuda:", stream.device_index()));
  }
  if (!event_) {
    Check("record",
          cudaEventCreateWithFlags(
              &event_, timing_ ? cudaEventDefault : cudaEventDisableTiming));
    device_ = stream.device_index();
  }
  Check("record", cudaEventRecord(event_, stream.stream()));
}

void CUDAEvent::block(CUDAStream stream) const {
  if (!event_) return;
  const UseDevice use(stream.device_index());
  Check("block", cudaStreamWaitEvent(stream.stream(), event_, 0));
}

bool CUDAEvent::query() const {
  if (!event_) return true;
  const cudaError_t error = cudaEventQuery(event_);
  if (error == cudaErrorNotReady) return false;
  Check("query", error);
  return true;
}

void CUDAEvent::synchronize() const {
  if (!event_) return;
  CheckNotCapturing("synchronize", Device(kCUDA, device_));
  Check("synchronize", cudaEventSynchronize(event_));
}

float CUDAEvent::elapsed_time(const CUDAEvent& end) const {
  if (!timing_ || !end.timing_ || !event_ || !end.event_) {
    throw ValueError("elapsed_time",
                     "expected two recorded events, made with timing = true");
  }
  float ms = 0;
  Check("elapsed_time", cudaEventElapsedTime(&ms, event_, end.event_));
  return ms;
}

}  // namespace tessera::cuda
