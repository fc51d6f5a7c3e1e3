// How close ops on a device come to what it can do: a line each, with the bar
// where there is one. Without a device, SKIPPED and why.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/nn/nn.h"
#include "tessera/ops_cuda/matmul/blas.h"
#include "tessera/ops_cuda/runtime/graph.h"
#include "tessera/ops_cuda/runtime/stream.h"
#include "tessera/storage/allocator.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/cuda.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

const Device kCuda(kCUDA, 0);

// Milliseconds on the device, the median of several.
double Time(const std::function<void()>& f) {
  for (int i = 0; i < 3; ++i) f();
  std::vector<float> times;
  for (int i = 0; i < 10; ++i) {
    cuda::CUDAEvent from(true), to(true);
    from.record();
    f();
    to.record();
    to.synchronize();
    times.push_back(from.elapsed_time(to));
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

// Microseconds of the host and the device for each of `count` calls.
double Microseconds(int count, const std::function<void()>& f) {
  for (int i = 0; i < count / 10 + 1; ++i) f();
  cuda::synchronize();
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < count; ++i) f();
  cuda::synchronize();
  const std::chrono::duration<double, std::micro> took =
      std::chrono::steady_clock::now() - start;
  return took.count() / count;
}

void Bandwidth() {
  int64_t n = int64_t{1} << 28;
  while (n * 16 > memory_stats(kCuda).free_bytes) n /= 2;
  const double gigabytes = static_cast<double>(n) * 4e-9;
  const TensorOptions there = TensorOptions(kFloat32).device(kCuda);
  const Tensor x = rand({n / 1024, 1024}, there);
  const Tensor y = rand({n / 1024, 1024}, there);
  Tensor out = empty({n / 1024, 1024}, there);
  const double copy = 2 * gigabytes / Time([&] { out.copy_(x); });
  std::printf("%-28s %8.1f GB/s\n", "copy of float32", copy * 1e3);
  const auto row = [&](const char* name, double passes, int bar,
                       const std::function<void()>& f) {
    const double rate = passes * gigabytes / Time(f);
    std::printf("%-28s %8.1f GB/s %6.0f %% of a copy, bar %d\n", name,
                rate * 1e3, 100 * rate / copy, bar);
  };
  row("add", 3, 90, [&] { add_out(out, x, y); });
  row("mul by a number", 2, 90, [&] { mul_out(out, x, full({}, 2, there)); });
  row("exp", 2, 90, [&] { exp_out(out, x); });
  row("transposed copy", 2, 90, [&] {
    out.view({1024, n / 1024}).copy_(x.t());
  });
  row("sum of all", 1, 85, [&] { x.sum(); });
  row("sum of rows", 1, 85, [&] { x.sum(1); });
  row("sum of columns", 1, 85, [&] { x.sum(0); });
  row("var of rows", 1, 85, [&] { x.var(1); });
  row("softmax of rows", 2, 85, [&] { softmax(x, 1); });
  row("normal_", 1, 80, [&] { out.normal_(); });
}

void Products() {
  const double operations = 2.0 * 8192 * 8192 * 8192;
  const auto row = [&](const char* name, DType dtype) {
    const TensorOptions there = TensorOptions(dtype).device(kCuda);
    const Tensor a = rand({8192, 8192}, there), b = rand({8192, 8192}, there);
    std::printf("%-28s %8.1f TFLOP/s\n", name,
                operations / Time([&] { a.mm(b); }) * 1e-9);
  };
  row("matmul of float32", kFloat32);
  cuda::set_allow_tf32(true);
  row("matmul of float32, TF32", kFloat32);
  cuda::set_allow_tf32(false);
  row("matmul of float16", kFloat16);
  row("matmul of bfloat16", kBFloat16);
}

void Overhead() {
  const Tensor a = ones({1}, device(kCuda)), b = ones({1}, device(kCuda));
  NoGradGuard no_grad;
  std::printf("%-28s %8.2f us, bar 2.5\n", "a + b of one element",
              Microseconds(10000, [&] { a + b; }));
}

void Training() {
  manual_seed(0);
  nn::Sequential model(nn::Linear(784, 1024), nn::ReLU(), nn::Linear(1024, 10));
  model->to(kCuda);
  const Tensor x = rand({256, 784}, device(kCuda));
  const Tensor y = x.narrow(1, 300, 10).argmax(1);
  optim::Adam adam(model->parameters(),
                   optim::AdamOptions(1e-3).capturable(true));
  Tensor loss;
  const auto step = [&] {
    adam.zero_grad();
    loss = cross_entropy_loss(model->forward(x), y);
    loss.backward();
    adam.step();
  };
  std::printf("%-28s %8.1f us\n", "MLP step", Microseconds(200, step));
  cuda::CUDAGraph graph;
  {
    cuda::CUDAGraphGuard guard(graph);
    step();
  }
  std::printf("%-28s %8.1f us\n", "MLP step in a graph",
              Microseconds(1000, [&] { graph.replay(); }));
  std::printf("%-28s %8.4f\n", "loss then", loss.item<double>());
}

}  // namespace
}  // namespace tessera

int main() {
  using namespace tessera;
  if (!cuda::is_available()) {
    std::printf("SKIPPED: %s\n",
                GetDeviceInterface(kCUDA)->why_unavailable().c_str());
    return 0;
  }
  try {
    Bandwidth();
    Products();
    Overhead();
    Training();
  } catch (const Error& error) {
    std::printf("%s\n", error.what());
    return 1;
  }
  return 0;
}
