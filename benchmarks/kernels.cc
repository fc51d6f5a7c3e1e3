// How fast the kernels run on arrays of several sizes: 1 K and 32 K elements
// lie in a core's caches, 1 M in the shared one, 16 M in memory.
//
//   bazel run //benchmarks:kernels -- --benchmark_filter='Add|Exp' --threads=1
//
// Bytes per second count what an op must read and write, flops per second what
// a product must multiply and add.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <cstring>

#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

// Times f(), which moves `floats` float32 in all.
template <class F>
void Repeat(benchmark::State& state, int64_t floats, F f) {
  for (auto _ : state) {
    Tensor result = f();
    benchmark::DoNotOptimize(result.impl());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * floats *
                          4);
}

void Sizes(benchmark::internal::Benchmark* b) {
  b->Arg(1 << 10)->Arg(32 << 10)->Arg(1 << 20)->Arg(16 << 20)->UseRealTime();
}

// ---- Elementwise and reductions ----

void BM_Unary(benchmark::State& state, Tensor (*f)(const Tensor&)) {
  const int64_t n = state.range(0);
  const Tensor x = rand({n}) + 0.5;
  Repeat(state, 2 * n, [&] { return f(x); });
}
BENCHMARK_CAPTURE(BM_Unary, Relu, &relu)->Apply(Sizes);
BENCHMARK_CAPTURE(BM_Unary, Exp, &exp)->Apply(Sizes);
BENCHMARK_CAPTURE(BM_Unary, Log, &log)->Apply(Sizes);
BENCHMARK_CAPTURE(BM_Unary, Tanh, &tanh)->Apply(Sizes);
BENCHMARK_CAPTURE(BM_Unary, Sigmoid, &sigmoid)->Apply(Sizes);

void BM_Add(benchmark::State& state) {
  const int64_t n = state.range(0);
  const Tensor a = rand({n}), b = rand({n});
  Repeat(state, 3 * n, [&] { return a + b; });
}
BENCHMARK(BM_Add)->Apply(Sizes);

void BM_Mul(benchmark::State& state) {
  const int64_t n = state.range(0);
  const Tensor a = rand({n}), b = rand({n});
  Repeat(state, 3 * n, [&] { return a * b; });
}
BENCHMARK(BM_Mul)->Apply(Sizes);

// [n / 256, 256] + [256].
void BM_AddBroadcast(benchmark::State& state) {
  const int64_t n = state.range(0);
  const Tensor a = rand({n / 256, 256}), row = rand({256});
  Repeat(state, 2 * n, [&] { return a + row; });
}
BENCHMARK(BM_AddBroadcast)->Apply(Sizes);

void BM_Sum(benchmark::State& state) {
  const Tensor x = rand({state.range(0)});
  Repeat(state, x.numel(), [&] { return x.sum(); });
}
BENCHMARK(BM_Sum)->Apply(Sizes);

void BM_Mean(benchmark::State& state) {
  const Tensor x = rand({state.range(0)});
  Repeat(state, x.numel(), [&] { return x.mean(); });
}
BENCHMARK(BM_Mean)->Apply(Sizes);

void BM_Max(benchmark::State& state) {
  const Tensor x = rand({state.range(0)});
  Repeat(state, x.numel(), [&] { return x.max(); });
}
BENCHMARK(BM_Max)->Apply(Sizes);

// Rows of 256.
void BM_Softmax(benchmark::State& state) {
  const int64_t n = state.range(0);
  const Tensor x = rand({n / 256, 256});
  Repeat(state, 2 * n, [&] { return x.softmax(1); });
}
BENCHMARK(BM_Softmax)->Apply(Sizes);

// Over dimension range(0) of [1024, 1024].
void BM_SumOver(benchmark::State& state) {
  const Tensor x = rand({1024, 1024});
  Repeat(state, x.numel(), [&] { return x.sum(state.range(0)); });
}
BENCHMARK(BM_SumOver)->Arg(0)->Arg(1)->UseRealTime();

// ---- Layouts and random numbers ----

void BM_CopyTransposed(benchmark::State& state) {
  const Tensor x = rand({1024, 1024}).t();
  Repeat(state, 2 * x.numel(), [&] { return x.contiguous(); });
}
BENCHMARK(BM_CopyTransposed)->UseRealTime();

void BM_AddTransposed(benchmark::State& state) {
  const Tensor x = rand({1024, 1024}), y = rand({1024, 1024}).t();
  Repeat(state, 3 * x.numel(), [&] { return x + y; });
}
BENCHMARK(BM_AddTransposed)->UseRealTime();

void BM_Randn(benchmark::State& state) {
  Repeat(state, 1 << 20, [] { return randn({1 << 20}); });
}
BENCHMARK(BM_Randn)->UseRealTime();

// ---- Matrix products ----

// range: m, n, k, and 1 for a transposed a, 2 for b, 3 for both.
void BM_MatrixProduct(benchmark::State& state) {
  const int64_t m = state.range(0), n = state.range(1), k = state.range(2);
  const bool a_t = state.range(3) & 1, b_t = state.range(3) & 2;
  const Tensor a = a_t ? rand({k, m}).t() : rand({m, k});
  const Tensor b = b_t ? rand({n, k}).t() : rand({k, n});
  for (auto _ : state) {
    Tensor c = mm(a, b);
    benchmark::DoNotOptimize(c.impl());
  }
  state.counters["FLOPS"] = benchmark::Counter(
      2.0 * static_cast<double>(m) * static_cast<double>(n) *
          static_cast<double>(k) * static_cast<double>(state.iterations()),
      benchmark::Counter::kIsRate);
}
BENCHMARK(BM_MatrixProduct)
    ->ArgNames({"m", "n", "k", "t"})
    ->Args({4, 4, 4, 0})
    ->Args({8, 8, 8, 0})
    ->Args({16, 16, 16, 0})
    ->Args({32, 32, 32, 0})
    ->Args({64, 64, 64, 0})
    ->Args({100, 100, 100, 0})
    ->Args({128, 128, 128, 0})
    ->Args({256, 256, 256, 0})
    ->Args({512, 512, 512, 0})
    ->Args({1024, 1024, 1024, 0})
    ->Args({2048, 2048, 2048, 0})
    ->Args({64, 64, 64, 2})
    ->Args({256, 256, 256, 2})
    ->Args({256, 256, 256, 1})
    ->Args({256, 256, 256, 3})
    ->Args({64, 256, 784, 2})
    ->Args({256, 784, 64, 1})
    ->Args({4096, 32, 32, 0})
    ->Args({4096, 64, 1024, 0})
    ->Args({64, 10, 256, 2})
    ->Args({1, 1024, 1024, 2})
    ->UseRealTime();

}  // namespace
}  // namespace tessera

int main(int argc, char** argv) {
  int kept = 0;
  for (int i = 0; i < argc; ++i) {
    if (std::strncmp(argv[i], "--threads=", 10) == 0) {
      tessera::set_num_threads(std::atoi(argv[i] + 10));
    } else {
      argv[kept++] = argv[i];
    }
  }
  benchmark::Initialize(&kept, argv);
  if (benchmark::ReportUnrecognizedArguments(kept, argv)) return 1;
  tessera::manual_seed(0);
  benchmark::RunSpecifiedBenchmarks();
}
