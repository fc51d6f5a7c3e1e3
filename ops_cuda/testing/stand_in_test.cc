// The stand-in finds what it is for: each kernel and each call here is broken
// in one way, and right without it.
#include "tessera/ops_cuda/testing/stand_in.h"

#include <cuda_runtime.h>

#include <cmath>
#include <functional>
#include <vector>

#include "gtest/gtest.h"

namespace tessera::stand_in {
namespace {

class StandIn : public ::testing::Test {
 protected:
  void SetUp() override {
    ::testing::GTEST_FLAG(death_test_style) = "threadsafe";
    SetOrder(Order::kLate);
  }
  void TearDown() override { CheckGuards(); }

  template <class T>
  T* Allocate(int n, cudaStream_t stream = nullptr) {
    void* data = nullptr;
    EXPECT_EQ(cudaMallocAsync(&data, n * sizeof(T), stream), cudaSuccess);
    return static_cast<T*>(data);
  }
  template <class T>
  T* Upload(const std::vector<T>& v, cudaStream_t stream = nullptr) {
    T* data = Allocate<T>(static_cast<int>(v.size()), stream);
    EXPECT_EQ(cudaMemcpyAsync(data, v.data(), v.size() * sizeof(T),
                              cudaMemcpyHostToDevice, stream),
              cudaSuccess);
    return data;
  }
  template <class T>
  std::vector<T> Download(const T* data, int n, cudaStream_t stream = nullptr) {
    std::vector<T> v(n);
    EXPECT_EQ(cudaMemcpyAsync(v.data(), data, n * sizeof(T),
                              cudaMemcpyDeviceToHost, stream),
              cudaSuccess);
    return v;
  }
};

// out[i] = in[n - 1 - i] by way of shared memory.
template <bool kBarrier>
__global__ void Reverse(const int* in, int* out) {
  __shared__ int shared[128];
  shared[threadIdx.x] = in[threadIdx.x];
  if (kBarrier) __syncthreads();
  out[threadIdx.x] = shared[blockDim.x - 1 - threadIdx.x];
}

template <bool kBarrier>
bool Reverses(StandIn*, int* in, int* out, std::vector<int>* result) {
  RunOnHost("reverse", true, &Reverse<kBarrier>, dim3(1), dim3(128), nullptr,
            static_cast<const int*>(in), out);
  result->resize(128);
  EXPECT_EQ(cudaMemcpyAsync(result->data(), out, 512, cudaMemcpyDeviceToHost,
                            nullptr),
            cudaSuccess);
  for (int i = 0; i < 128; ++i) {
    if ((*result)[i] != 127 - i) return false;
  }
  return true;
}

TEST_F(StandIn, AMissingBarrierShows) {
  std::vector<int> v(128), result;
  for (int i = 0; i < 128; ++i) v[i] = i;
  int* in = Upload(v);
  int* out = Allocate<int>(128);
  // First the broken one: what is right would be left in shared memory.
  EXPECT_FALSE(Reverses<false>(this, in, out, &result));
  EXPECT_TRUE(Reverses<true>(this, in, out, &result));
}

__global__ void HalfOfThemWait() {
  if (threadIdx.x % 2) __syncthreads();
  __syncwarp();
}

TEST_F(StandIn, ABarrierThatNotAllReachEndsTheProgram) {
  EXPECT_DEATH(
      {
        RunOnHost("half", true, &HalfOfThemWait, dim3(1), dim3(32), nullptr);
        cudaStreamSynchronize(nullptr);
      },
      "kernel half: a barrier that not all threads come to");
  EXPECT_DEATH(
      {
        RunOnHost("half", false, &HalfOfThemWait, dim3(1), dim3(32), nullptr);
        cudaStreamSynchronize(nullptr);
      },
      "launched without barriers");
}

__global__ void WarpSum(const int* in, int* out) {
  int sum = in[threadIdx.x];
  for (int by = 16; by > 0; by /= 2) sum += __shfl_down_sync(~0u, sum, by);
  const unsigned odd = __ballot_sync(~0u, in[threadIdx.x] & 1);
  if (threadIdx.x % 32 == 0) out[threadIdx.x / 32] = sum;
  if (threadIdx.x == 0) out[2] = static_cast<int>(odd);
}

TEST_F(StandIn, ShufflesAndVotes) {
  std::vector<int> v(64);
  for (int i = 0; i < 64; ++i) v[i] = i;
  int* in = Upload(v);
  int* out = Allocate<int>(3);
  RunOnHost("warp_sum", true, &WarpSum, dim3(1), dim3(64), nullptr,
            static_cast<const int*>(in), out);
  EXPECT_EQ(Download(out, 3),
            (std::vector<int>{496, 496 + 1024, static_cast<int>(0xaaaaaaaa)}));
}

template <bool kBound>
__global__ void Fill(float* out, int n) {
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (!kBound || i < n) out[i] = 1;
}

TEST_F(StandIn, AMissingBoundShows) {
  float* out = Allocate<float>(100);
  RunOnHost("fill", false, &Fill<true>, dim3(4), dim3(32), nullptr, out, 100);
  CheckGuards();
  EXPECT_DEATH(
      {
        RunOnHost("fill", false, &Fill<false>, dim3(4), dim3(32), nullptr, out,
                  100);
        cudaFreeAsync(out, nullptr);
        cudaStreamSynchronize(nullptr);
      },
      "wrote behind an allocation; the last one was fill");
}

TEST_F(StandIn, HostCodeCannotTouchItsMemory) {
  int* data = Upload(std::vector<int>{1});
  cudaStreamSynchronize(nullptr);
  EXPECT_DEATH({ *const_cast<volatile int*>(data) = 2; }, "");
}

__global__ void Set(float* out, float value) { *out = value; }
__global__ void Copy(const float* in, float* out) { *out = *in; }

// Work of one stream that another needs, with and without the wait.
float AcrossStreams(bool waits) {
  cudaStream_t a, b;
  cudaStreamCreateWithFlags(&a, cudaStreamNonBlocking);
  cudaStreamCreateWithFlags(&b, cudaStreamNonBlocking);
  cudaEvent_t event;
  cudaEventCreateWithFlags(&event, cudaEventDisableTiming);
  void* x = nullptr;
  void* y = nullptr;
  cudaMallocAsync(&x, 4, a);
  cudaMallocAsync(&y, 4, b);
  RunOnHost("set", false, &Set, dim3(1), dim3(1), a, static_cast<float*>(x),
            5.f);
  cudaEventRecord(event, a);
  if (waits) cudaStreamWaitEvent(b, event);
  RunOnHost("copy", false, &Copy, dim3(1), dim3(1), b,
            static_cast<const float*>(x), static_cast<float*>(y));
  float result = 0;
  cudaMemcpyAsync(&result, y, 4, cudaMemcpyDeviceToHost, b);
  cudaStreamSynchronize(a);
  cudaFreeAsync(x, a);
  cudaFreeAsync(y, b);
  cudaEventDestroy(event);
  cudaStreamDestroy(a);
  cudaStreamDestroy(b);
  return result;
}

TEST_F(StandIn, AMissingWaitBetweenStreamsShows) {
  EXPECT_NE(AcrossStreams(false), 5);
  for (Order order : {Order::kLate, Order::kOthersFirst, Order::kRandom}) {
    SetOrder(order);
    EXPECT_EQ(AcrossStreams(true), 5);
  }
}

// Freed by its stream while another still reads it.
float FreedEarly(bool waits) {
  cudaStream_t a, b;
  cudaStreamCreateWithFlags(&a, cudaStreamNonBlocking);
  cudaStreamCreateWithFlags(&b, cudaStreamNonBlocking);
  cudaEvent_t ready, read;
  cudaEventCreateWithFlags(&ready, cudaEventDisableTiming);
  cudaEventCreateWithFlags(&read, cudaEventDisableTiming);
  void* x = nullptr;
  void* y = nullptr;
  cudaMallocAsync(&x, 4, a);
  cudaMallocAsync(&y, 4, b);
  RunOnHost("set", false, &Set, dim3(1), dim3(1), a, static_cast<float*>(x),
            5.f);
  cudaEventRecord(ready, a);
  cudaStreamWaitEvent(b, ready);
  RunOnHost("copy", false, &Copy, dim3(1), dim3(1), b,
            static_cast<const float*>(x), static_cast<float*>(y));
  cudaEventRecord(read, b);
  if (waits) cudaStreamWaitEvent(a, read);
  cudaFreeAsync(x, a);
  cudaStreamSynchronize(a);
  float result = 0;
  cudaMemcpyAsync(&result, y, 4, cudaMemcpyDeviceToHost, b);
  cudaFreeAsync(y, b);
  cudaEventDestroy(ready);
  cudaEventDestroy(read);
  cudaStreamDestroy(a);
  cudaStreamDestroy(b);
  return result;
}

TEST_F(StandIn, MemoryFreedTooEarlyShows) {
  EXPECT_TRUE(std::isnan(FreedEarly(false)));
  EXPECT_EQ(FreedEarly(true), 5);
}

TEST_F(StandIn, PinnedMemoryIsReadAndWrittenLate) {
  void* memory = nullptr;
  cudaMallocHost(&memory, 8);
  float* pinned = static_cast<float*>(memory);
  pinned[0] = 1;
  float* x = Allocate<float>(1);
  cudaMemcpyAsync(x, pinned, 4, cudaMemcpyHostToDevice, nullptr);
  pinned[0] = 2;  // too early
  pinned[1] = 0;
  cudaMemcpyAsync(pinned + 1, x, 4, cudaMemcpyDeviceToHost, nullptr);
  EXPECT_EQ(pinned[1], 0);
  cudaStreamSynchronize(nullptr);
  EXPECT_EQ(pinned[1], 2);
  cudaFreeHost(memory);
}

TEST_F(StandIn, ACaptureRunsWhenItIsLaunched) {
  cudaStream_t stream;
  cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking);
  float* x = Allocate<float>(1, stream);
  float* y = Allocate<float>(1, stream);
  RunOnHost("set", false, &Set, dim3(1), dim3(1), stream, x, 1.f);
  EXPECT_EQ(cudaStreamBeginCapture(nullptr, cudaStreamCaptureModeThreadLocal),
            cudaErrorStreamCaptureUnsupported);
  const auto begin = [&] {
    EXPECT_EQ(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal),
              cudaSuccess);
  };
  begin();
  RunOnHost("copy", false, &Copy, dim3(1), dim3(1), stream,
            static_cast<const float*>(x), y);
  RunOnHost("set", false, &Set, dim3(1), dim3(1), stream, x, 2.f);
  cudaGraph_t graph = nullptr;
  cudaGraphExec_t exec = nullptr;
  EXPECT_EQ(cudaStreamEndCapture(stream, &graph), cudaSuccess);
  EXPECT_EQ(cudaGraphInstantiate(&exec, graph), cudaSuccess);
  EXPECT_EQ(Download(x, 1, stream), std::vector<float>{1});
  EXPECT_EQ(cudaGraphLaunch(exec, stream), cudaSuccess);
  EXPECT_EQ(Download(y, 1, stream), std::vector<float>{1});
  EXPECT_EQ(cudaGraphLaunch(exec, stream), cudaSuccess);
  EXPECT_EQ(Download(y, 1, stream), std::vector<float>{2});
  cudaGraphExecDestroy(exec);
  cudaGraphDestroy(graph);

  // Each of these is refused, and the capture spoilt.
  float host = 0;
  void* memory = nullptr;
  const std::vector<std::function<cudaError_t()>> calls = {
      [&] { return cudaStreamSynchronize(stream); },
      [&] { return cudaStreamQuery(stream); },
      [&] { return cudaDeviceSynchronize(); },
      [&] { return cudaMalloc(&memory, 4); },
      [&] {
        return cudaMemcpyAsync(x, &host, 4, cudaMemcpyHostToDevice, stream);
      },
      [&] {
        return cudaMemcpyAsync(&host, x, 4, cudaMemcpyDeviceToHost, stream);
      }};
  for (const auto& call : calls) {
    begin();
    EXPECT_EQ(call(), cudaErrorStreamCaptureUnsupported);
    EXPECT_EQ(cudaStreamEndCapture(stream, &graph),
              cudaErrorStreamCaptureInvalidated);
    EXPECT_EQ(graph, nullptr);
  }
  begin();
  cudaStreamCaptureMode mode = cudaStreamCaptureModeRelaxed;
  cudaThreadExchangeStreamCaptureMode(&mode);
  EXPECT_EQ(cudaMalloc(&memory, 4), cudaSuccess);
  cudaThreadExchangeStreamCaptureMode(&mode);
  EXPECT_DEATH(cudaMallocAsync(&memory, 4, stream), "stream is captured");
  EXPECT_EQ(cudaStreamEndCapture(stream, &graph), cudaSuccess);
  cudaGraphDestroy(graph);
  EXPECT_EQ(cudaFree(memory), cudaSuccess);
  cudaFreeAsync(x, stream);
  cudaFreeAsync(y, stream);
  cudaStreamDestroy(stream);
  cudaGetLastError();
}

TEST_F(StandIn, BadLaunchesAndCopiesAreRefused) {
  RunOnHost("half", true, &HalfOfThemWait, dim3(1), dim3(1025), nullptr);
  EXPECT_EQ(cudaGetLastError(), cudaErrorInvalidConfiguration);
  EXPECT_EQ(cudaGetLastError(), cudaSuccess);
  RunOnHost("half", true, &HalfOfThemWait, dim3(0), dim3(1), nullptr);
  EXPECT_EQ(cudaGetLastError(), cudaErrorInvalidConfiguration);
  int host = 0;
  int* x = Allocate<int>(1);
  EXPECT_EQ(cudaMemcpyAsync(x, x, 4, cudaMemcpyHostToDevice, nullptr),
            cudaErrorInvalidValue);
  EXPECT_EQ(cudaMemcpyAsync(&host, x, 4, cudaMemcpyHostToDevice, nullptr),
            cudaErrorInvalidValue);
}

}  // namespace
}  // namespace tessera::stand_in
