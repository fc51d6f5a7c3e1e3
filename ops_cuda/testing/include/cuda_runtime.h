// A stand-in for CUDA's header of this name, for tests on machines without a
// device: kernels run in loops on the host. See ops_cuda/testing/README.md.
//
//   __global__ void Add(const float* a, float* b) { b[threadIdx.x] += ...; }
//   RunOnHost("add", false, &Add, dim3(1), dim3(32), stream, a, b);
//   cudaStreamSynchronize(stream);  // only now does it run
#ifndef TESSERA_OPS_CUDA_TESTING_CUDA_RUNTIME_H_
#define TESSERA_OPS_CUDA_TESTING_CUDA_RUNTIME_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <type_traits>

// What host code asks for to know which of the two it has.
#define TESSERA_CUDA_STAND_IN 1

#define __global__
#define __device__
#define __host__
// Blocks run one after the other, so that one copy serves.
#define __shared__ static
#define __launch_bounds__(...)

struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1)
      : x(x), y(y), z(z) {}
};

extern thread_local dim3 gridDim, blockDim, blockIdx, threadIdx;

enum cudaError_t {
  cudaSuccess = 0,
  cudaErrorInvalidValue = 1,
  cudaErrorMemoryAllocation = 2,
  cudaErrorInvalidConfiguration = 9,
  cudaErrorInsufficientDriver = 35,
  cudaErrorNoDevice = 100,
  cudaErrorInvalidDevice = 101,
  cudaErrorNotReady = 600,
  cudaErrorLaunchFailure = 719,
  cudaErrorStreamCaptureUnsupported = 900,
  cudaErrorStreamCaptureInvalidated = 901,
  cudaErrorStreamCaptureIsolation = 905,
};
enum cudaStreamCaptureStatus {
  cudaStreamCaptureStatusNone,
  cudaStreamCaptureStatusActive,
  cudaStreamCaptureStatusInvalidated,
};
enum cudaStreamCaptureMode {
  cudaStreamCaptureModeGlobal,
  cudaStreamCaptureModeThreadLocal,
  cudaStreamCaptureModeRelaxed,
};
enum cudaMemcpyKind {
  cudaMemcpyHostToHost,
  cudaMemcpyHostToDevice,
  cudaMemcpyDeviceToHost,
  cudaMemcpyDeviceToDevice,
  cudaMemcpyDefault,
};
enum cudaMemPoolAttr {
  cudaMemPoolAttrReleaseThreshold = 4,
  cudaMemPoolAttrReservedMemCurrent = 5,
  cudaMemPoolAttrUsedMemCurrent = 7,
};
enum { cudaStreamNonBlocking = 1 };
enum { cudaEventDefault = 0, cudaEventDisableTiming = 2 };

using cudaStream_t = struct CUstream_st*;
using cudaEvent_t = struct CUevent_st*;
#define cudaStreamLegacy (reinterpret_cast<cudaStream_t>(uintptr_t{1}))
using cudaMemPool_t = struct CUmemPoolHandle_st*;
using cudaGraph_t = struct CUgraph_st*;
using cudaGraphExec_t = struct CUgraphExec_st*;

struct cudaDeviceProp {
  char name[256];
  size_t totalGlobalMem;
  int major, minor;
  int multiProcessorCount;
};

const char* cudaGetErrorName(cudaError_t error);
const char* cudaGetErrorString(cudaError_t error);
cudaError_t cudaGetLastError();
cudaError_t cudaPeekAtLastError();

cudaError_t cudaGetDeviceCount(int* count);
cudaError_t cudaGetDevice(int* device);
cudaError_t cudaSetDevice(int device);
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* prop, int device);
cudaError_t cudaDeviceSynchronize();
cudaError_t cudaDriverGetVersion(int* version);
cudaError_t cudaRuntimeGetVersion(int* version);

cudaError_t cudaMallocAsync(void** address, size_t size, cudaStream_t stream);
cudaError_t cudaFreeAsync(void* address, cudaStream_t stream);
cudaError_t cudaMalloc(void** address, size_t size);
cudaError_t cudaFree(void* address);
cudaError_t cudaMallocHost(void** address, size_t size);
cudaError_t cudaFreeHost(void* address);
cudaError_t cudaMemGetInfo(size_t* free, size_t* total);
cudaError_t cudaDeviceGetDefaultMemPool(cudaMemPool_t* pool, int device);
cudaError_t cudaMemPoolSetAttribute(cudaMemPool_t pool, cudaMemPoolAttr attr,
                                    void* value);
cudaError_t cudaMemPoolGetAttribute(cudaMemPool_t pool, cudaMemPoolAttr attr,
                                    void* value);
cudaError_t cudaMemPoolTrimTo(cudaMemPool_t pool, size_t keep);

cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t size,
                            cudaMemcpyKind kind, cudaStream_t stream);
cudaError_t cudaMemcpyPeerAsync(void* to, int to_device, const void* from,
                                int from_device, size_t size,
                                cudaStream_t stream);
cudaError_t cudaMemsetAsync(void* to, int value, size_t size,
                            cudaStream_t stream);

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned flags);
cudaError_t cudaStreamDestroy(cudaStream_t stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
cudaError_t cudaStreamQuery(cudaStream_t stream);
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event,
                                unsigned flags = 0);
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned flags);
cudaError_t cudaEventDestroy(cudaEvent_t event);
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream);
cudaError_t cudaEventSynchronize(cudaEvent_t event);
cudaError_t cudaEventQuery(cudaEvent_t event);
cudaError_t cudaEventElapsedTime(float* ms, cudaEvent_t from, cudaEvent_t to);

cudaError_t cudaStreamBeginCapture(cudaStream_t stream,
                                   cudaStreamCaptureMode mode);
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph);
cudaError_t cudaStreamIsCapturing(cudaStream_t stream,
                                  cudaStreamCaptureStatus* status);
cudaError_t cudaThreadExchangeStreamCaptureMode(cudaStreamCaptureMode* mode);
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* exec, cudaGraph_t graph,
                                 unsigned long long flags = 0);
cudaError_t cudaGraphLaunch(cudaGraphExec_t exec, cudaStream_t stream);
cudaError_t cudaGraphDestroy(cudaGraph_t graph);
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t exec);

namespace tessera::stand_in {

// Puts work on a stream's queue; it may touch device memory when it runs.
void Enqueue(cudaStream_t stream, std::function<void()> work);
// Calls thread() for each thread of each block: one after the other, or where
// they have barriers, on fibers.
cudaError_t CheckLaunch(dim3 grid, dim3 block);
void RunGrid(const char* name, bool barriers, dim3 grid, dim3 block,
             const std::function<void()>& thread);
// The values that the 32 threads of a warp give, after all have given theirs.
const uint64_t* WarpValues(unsigned mask, uint64_t mine);
int Lane();

template <class T>
uint64_t ToWord(T value) {
  static_assert(sizeof(T) <= 8, "a warp's threads exchange 8 bytes at most");
  uint64_t word = 0;
  std::memcpy(&word, &value, sizeof(T));
  return word;
}
template <class T>
T FromWord(uint64_t word) {
  T value;
  std::memcpy(&value, &word, sizeof(T));
  return value;
}

}  // namespace tessera::stand_in

void __syncthreads();
inline void __syncwarp(unsigned mask = ~0u) {
  tessera::stand_in::WarpValues(mask, 0);
}
template <class T>
T __shfl_sync(unsigned mask, T value, int lane) {
  using namespace tessera::stand_in;  // NOLINT
  return FromWord<T>(WarpValues(mask, ToWord(value))[lane & 31]);
}
template <class T>
T __shfl_xor_sync(unsigned mask, T value, int bits) {
  using namespace tessera::stand_in;  // NOLINT
  return FromWord<T>(WarpValues(mask, ToWord(value))[Lane() ^ bits]);
}
template <class T>
T __shfl_down_sync(unsigned mask, T value, int by) {
  using namespace tessera::stand_in;  // NOLINT
  const uint64_t* all = WarpValues(mask, ToWord(value));
  return Lane() + by < 32 ? FromWord<T>(all[Lane() + by]) : value;
}
inline unsigned __ballot_sync(unsigned mask, int predicate) {
  const uint64_t* all = tessera::stand_in::WarpValues(mask, predicate != 0);
  unsigned bits = 0;
  for (int i = 0; i < 32; ++i) bits |= (mask >> i & all[i] & 1u) << i;
  return bits;
}
inline int __any_sync(unsigned mask, int predicate) {
  return __ballot_sync(mask, predicate) != 0;
}
inline int __all_sync(unsigned mask, int predicate) {
  return __ballot_sync(mask, predicate) == mask;
}

// Kernels run one at a time, on one thread.
template <class T, class U>
T atomicAdd(T* at, U value) {
  const T before = *at;
  *at = static_cast<T>(before + value);
  return before;
}
template <class T, class U>
T atomicMin(T* at, U value) {
  const T before = *at;
  if (value < before) *at = value;
  return before;
}
template <class T, class U, class V>
T atomicCAS(T* at, U expected, V value) {
  const T before = *at;
  if (before == expected) *at = value;
  return before;
}
inline void __threadfence() {}

// In place of kernel<<<grid, block, 0, stream>>>(arguments...).
template <class... Parameters, class... Arguments>
void RunOnHost(const char* name, bool barriers, void (*kernel)(Parameters...),
               dim3 grid, dim3 block, cudaStream_t stream,
               Arguments... arguments) {
  if (tessera::stand_in::CheckLaunch(grid, block) != cudaSuccess) return;
  tessera::stand_in::Enqueue(stream, [=] {
    tessera::stand_in::RunGrid(name, barriers, grid, block,
                               [&] { kernel(arguments...); });
  });
}

#endif  // TESSERA_OPS_CUDA_TESTING_CUDA_RUNTIME_H_
