// Devices, memory, streams and errors, over the stand-in.
#include <cuda_runtime.h>

#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/ops_cuda/runtime/launch.h"
#include "tessera/ops_cuda/runtime/pinned.h"
#include "tessera/ops_cuda/runtime/stream.h"
#include "tessera/ops_cuda/testing/stand_in.h"
#include "tessera/storage/allocator.h"
#include "tessera/storage/device_interface.h"
#include "tessera/storage/storage.h"
#include "tessera/tensor/creation.h"
#include "tessera/tensor/cuda.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera::cuda {
namespace {

const Device k0(kCUDA, 0);
const Device k1(kCUDA, 1);

class CudaRuntime : public ::testing::Test {
 protected:
  void SetUp() override { stand_in::SetOrder(stand_in::Order::kRandom, 7); }
  void TearDown() override {
    stand_in::SetMemory(0);
    stand_in::SetDevices(2);
    SetLaunchBlockingForTest(false);
    stand_in::CheckGuards();
  }
};

TEST_F(CudaRuntime, NothingOfCudaRunsBeforeTheFirstCall) {
  EXPECT_NE(GetDeviceInterface(kCUDA), nullptr);
}

TEST_F(CudaRuntime, Devices) {
  EXPECT_TRUE(is_available());
  EXPECT_EQ(device_count(), 2u);
  EXPECT_EQ(current_device(), 0);
  set_device(1);
  EXPECT_EQ(ResolveDevice("test", kCUDA), k1);
  set_device(0);
  {
    DeviceGuard guard(k1);
    EXPECT_EQ(current_device(), 1);
  }
  EXPECT_EQ(current_device(), 0);
  // Each thread has its own.
  set_device(1);
  std::thread([] { EXPECT_EQ(current_device(), 0); }).join();
  set_device(0);
  ExpectError<DeviceError>([] { set_device(2); },
                           {"cuda:2", "cuda:0 to cuda:1"});
}

TEST_F(CudaRuntime, S30_NoDeviceAndAnOldDriver) {
  stand_in::SetDevices(0);
  EXPECT_FALSE(is_available());
  EXPECT_EQ(device_count(), 0u);
  ExpectError<DeviceError>([] { getCurrentCUDAStream(); }, {"finds no device"});
  EXPECT_EQ(memory_stats(kCUDA).allocated_bytes, 0);
  empty_cache(kCUDA);
  cuda::manual_seed(1);
  cuda::manual_seed_all(1);
  ExpectError<DeviceError>([] { zeros({2}, device(kCUDA)); },
                           {"no device cuda", "finds no device", "cpu"});
  stand_in::SetDevices(-1);
  EXPECT_FALSE(is_available());
  ExpectError<DeviceError>(
      [] { zeros({2}, device(kCUDA)); },
      {"the NVIDIA driver is for CUDA 9.0, this program for 13.0",
       "update the driver"});
}

TEST_F(CudaRuntime, CopiesThereAndBack) {
  const Tensor x = tensor({1.f, 2.f, 3.f});
  const Tensor there = x.to(kCUDA);
  EXPECT_EQ(there.device(), k0);
  EXPECT_EQ(Values(there.cpu()), Values(x));
  // From one device to another.
  const Tensor other = there.to(k1);
  EXPECT_EQ(other.device(), k1);
  EXPECT_EQ(Values(other.cpu()), Values(x));
}

TEST_F(CudaRuntime, S58_OutOfMemorySaysHowMuchThereWas) {
  empty_cache(kCUDA);
  const int64_t before = memory_stats(k0).allocated_bytes;
  stand_in::SetMemory(1 << 20);
  {
    const Storage s = Storage::Allocate(1 << 18, k0);
    EXPECT_EQ(memory_stats(k0).allocated_bytes - before, 1 << 18);
    ExpectError<OutOfMemoryError>(
        [] { Storage::Allocate(1 << 20, k0); },
        {"cuda:0", "1048576 bytes", "262144 in use", "free", "1048576 in total",
         "empty_cache()", "smaller batch"});
  }
  EXPECT_EQ(memory_stats(k0).allocated_bytes, before);
  // What was freed is used again.
  for (int i = 0; i < 10; ++i) Storage::Allocate(1 << 19, k0);
  EXPECT_GE(memory_stats(k0).peak_bytes, 1 << 19);
  reset_peak_memory_stats(k0);
  EXPECT_EQ(memory_stats(k0).peak_bytes, before);
}

__global__ void SetTo(float* out, int n, float value) {
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (i < n) out[i] = value;
}
__global__ void CopyAll(const float* in, float* out, int n) {
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (i < n) out[i] = in[i];
}

constexpr int kN = 100;
KernelContext On(Device device) { return KernelContext(Op::fill, device); }
float* Floats(const Storage& s) { return static_cast<float*>(s.data()); }
std::vector<float> Read(const Storage& s) {
  std::vector<float> v(kN);
  CopyBytes(v.data(), kCPU, s.data(), s.device(), sizeof(float) * kN);
  return v;
}
Storage Make() { return Storage::Allocate(sizeof(float) * kN, k0); }

TEST_F(CudaRuntime, EachThreadHasItsCurrentStream) {
  const CUDAStream side = getStreamFromPool();
  EXPECT_NE(side, getDefaultCUDAStream());
  EXPECT_EQ(getCurrentCUDAStream(), getDefaultCUDAStream());
  {
    CUDAStreamGuard guard(side);
    EXPECT_EQ(getCurrentCUDAStream(), side);
    std::thread([] {
      EXPECT_EQ(getCurrentCUDAStream(), getDefaultCUDAStream());
    }).join();
    Launch(On(k0), &SetTo, 1, 128, Floats(Make()), kN, 1.f);
    EXPECT_FALSE(side.query());
    side.synchronize();
    EXPECT_TRUE(side.query());
  }
  EXPECT_EQ(getCurrentCUDAStream(), getDefaultCUDAStream());
  CUDAStreamGuard guard(getStreamFromPool(1));
  EXPECT_EQ(current_device(), 1);
}

TEST_F(CudaRuntime, AnEventOrdersTwoStreams) {
  for (uint32_t seed = 0; seed < 20; ++seed) {
    stand_in::SetOrder(stand_in::Order::kRandom, seed);
    const CUDAStream a = getStreamFromPool(), b = getStreamFromPool();
    Storage x, y;
    CUDAEvent ready;
    {
      CUDAStreamGuard guard(a);
      x = Make();
      Launch(On(k0), &SetTo, 1, 128, Floats(x), kN, 3.f);
      ready.record();
    }
    CUDAStreamGuard guard(b);
    y = Make();
    ready.block(b);
    Launch(On(k0), &CopyAll, 1, 128, Floats(x), Floats(y), kN);
    GetDeviceInterface(kCUDA)->record_stream(x.data(), k0, b.stream());
    x = Storage();  // freed after b has read it
    {
      // What is there in its place, and would be seen without record_stream.
      CUDAStreamGuard again(a);
      const Storage z = Make();
      Launch(On(k0), &SetTo, 1, 128, Floats(z), kN, 4.f);
      a.synchronize();
    }
    EXPECT_EQ(Read(y), std::vector<float>(kN, 3));
  }
}

TEST_F(CudaRuntime, EventsTakeTimes) {
  CUDAEvent from(true), to(true), untimed;
  from.record();
  Launch(On(k0), &SetTo, 1, 128, Floats(Make()), kN, 3.f);
  to.record();
  EXPECT_FALSE(to.query());
  to.synchronize();
  EXPECT_TRUE(to.query());
  EXPECT_GE(from.elapsed_time(to), 0);
  ExpectError<ValueError>([&] { from.elapsed_time(untimed); },
                          {"timing = true"});
}

TEST_F(CudaRuntime, PinnedMemoryCopiesWithoutTheHostWaiting) {
  const Tensor x = arange(10, kFloat32);
  const Tensor pinned = pin_memory(x);
  EXPECT_EQ(Values(pinned), Values(x));
  cuda::synchronize();
  const Storage there = Make();
  CopyBytes(there.data(), k0, pinned.impl()->data(), kCPU, sizeof(float) * 10,
            /*non_blocking=*/true);
  EXPECT_GT(stand_in::WaitingWork(), 0);
  std::vector<float> back(10);
  CopyBytes(back.data(), kCPU, there.data(), k0, sizeof(float) * 10);
  EXPECT_EQ(back[9], 9);
  ExpectError<DeviceError>([&] { pin_memory(x.to(kCUDA)); },
                           {"cuda:0", ".cpu()"});
}

TEST_F(CudaRuntime, NonBlockingCopiesOfPinnedMemoryAreInTheStreamsOrder) {
  const Tensor x = arange(10, kFloat32);
  Tensor pinned = pin_memory(x);
  EXPECT_TRUE(is_pinned(pinned));
  EXPECT_FALSE(is_pinned(x));
  cuda::synchronize();
  const Tensor there = pinned.to(k0, /*non_blocking=*/true);
  EXPECT_GT(stand_in::WaitingWork(), 0);
  // The copy reads what is there when the stream comes to it.
  pinned.fill_(5);
  EXPECT_EQ(Values(there.cpu()), std::vector<double>(10, 5));
  EXPECT_EQ(stand_in::WaitingWork(), 0);

  // Into a tensor that is there, and back into one that is pinned.
  Tensor target = zeros({10}, device(k0));
  target.copy_(pinned, /*non_blocking=*/true);
  Tensor back = pin_memory(zeros({10}));
  back.copy_(target, true);
  EXPECT_GT(stand_in::WaitingWork(), 0);
  EXPECT_EQ(back.data_ptr<float>()[0], 0);  // not yet
  cuda::synchronize();
  EXPECT_EQ(Values(back), std::vector<double>(10, 5));

  // to() makes what it needs.
  const Tensor made = target.to(kCPU, true);
  EXPECT_TRUE(is_pinned(made));
  EXPECT_GT(stand_in::WaitingWork(), 0);
  getCurrentCUDAStream().synchronize();
  EXPECT_EQ(Values(made), std::vector<double>(10, 5));
}

TEST_F(CudaRuntime, NonBlockingCopiesOfOtherMemoryHaveFinished) {
  const Tensor x = arange(10, kFloat32);
  Tensor there = x.to(k0, true);
  Tensor y = zeros({10});
  y.copy_(there, true);  // not pinned
  EXPECT_EQ(Values(y), Values(x));
  // Where bytes are converted or spread on the host, it waits.
  Tensor wide = pin_memory(zeros({2, 10}).to(kFloat64));
  wide.select(0, 1).copy_(there, true);
  cuda::synchronize();
  EXPECT_EQ(Values(wide.select(0, 1)), Values(x));
  EXPECT_EQ(Values(wide.t().to(k0, kFloat16, true).cpu()), Values(wide.t()));
  Tensor columns = zeros({10, 2}, device(k0));
  columns.select(1, 1).copy_(pin_memory(x), true);
  EXPECT_EQ(Values(columns.select(1, 1).cpu()), Values(x));
  EXPECT_EQ(zeros({0}, device(k0)).to(kCPU, true).numel(), 0);
}

TEST_F(CudaRuntime, PinnedMemoryIsNotUsedAgainBeforeItsCopyIsDone) {
  Tensor there[4];
  for (int i = 0; i < 4; ++i) {
    // Freed at once; what comes next must not get it.
    there[i] = pin_memory(full({1000}, i)).to(k0, true);
  }
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(Values(there[i].cpu()), std::vector<double>(1000, i));
  }
  // Now all are free, and one is used again.
  const Tensor a = pin_memory(ones({1000}));
  const void* const place = a.data_ptr();
  const Tensor b = pin_memory(ones({1000}));
  EXPECT_NE(b.data_ptr(), place);
  empty_cache(kCUDA);
  EXPECT_EQ(Values(a), std::vector<double>(1000, 1));
}

TEST_F(CudaRuntime, AnErrorOfAKernelIsThrownWhereTheHostWaits) {
  KernelContext context(Op::gather, k0);
  const ErrorSink sink = Errors(context);
  const auto fails = +[](ErrorSink errors) { errors.Set(kIndexRange, 7, 5); };
  Launch(context, fails, 1, 1, sink);
  Launch(context, fails, 1, 1, sink);
  ExpectError<IndexError>([] { cuda::synchronize(); },
                          {"gather", "index 7", "size 5"});
  cuda::synchronize();  // once
  // At once where launches are waited for.
  SetLaunchBlockingForTest(true);
  Errors(context);
  ExpectError<IndexError>([&] { Launch(context, fails, 1, 1, sink); },
                          {"gather", "index 7"});
}

// In a process of its own: the device is lost for good.
TEST_F(CudaRuntime, AFailedKernelIsNamedByTheBlockingMode) {
  ::testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_EXIT(
      {
        const Storage s = Make();
        stand_in::FailNextLaunch();
        Launch(KernelContext(Op::exp, k0), &SetTo, 1, 128, Floats(s), kN, 1.f);
        const std::string text = MessageOf([] { cuda::synchronize(); });
        std::fprintf(stderr, "%s\n", text.c_str());
        std::exit(text.find("TESSERA_CUDA_LAUNCH_BLOCKING=1") != text.npos ? 0
                                                                           : 1);
      },
      ::testing::ExitedWithCode(0), "synchronize: .*cudaErrorLaunchFailure");
  EXPECT_EXIT(
      {
        const Storage s = Make();
        SetLaunchBlockingForTest(true);
        stand_in::FailNextLaunch();
        const std::string text = MessageOf([&] {
          Launch(KernelContext(Op::exp, k0), &SetTo, 1, 128, Floats(s), kN,
                 1.f);
        });
        std::fprintf(stderr, "%s\n", text.c_str());
        std::exit(0);
      },
      ::testing::ExitedWithCode(0), "exp: .*cudaErrorLaunchFailure");
}

}  // namespace
}  // namespace tessera::cuda
