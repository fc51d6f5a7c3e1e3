// What a call costs beside its arithmetic: ops on a handful of elements.
//
//   bazel run //benchmarks:call_overhead
#include <benchmark/benchmark.h>

#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

// Runs f over and over; what it returns is kept from being optimised away.
template <class F>
void Repeat(benchmark::State& state, F f) {
  for (auto _ : state) {
    auto result = f();
    benchmark::DoNotOptimize(result);
  }
}

// ---- Not recording ----

void BM_Empty(benchmark::State& state) {
  Repeat(state, [] { return empty({4}); });
}
BENCHMARK(BM_Empty);

void BM_Add(benchmark::State& state) {
  const Tensor a = ones({4}), b = ones({4});
  Repeat(state, [&] { return a + b; });
}
BENCHMARK(BM_Add);

void BM_MulNumber(benchmark::State& state) {
  const Tensor a = ones({4});
  Repeat(state, [&] { return a * 3; });
}
BENCHMARK(BM_MulNumber);

void BM_Exp(benchmark::State& state) {
  const Tensor a = ones({4});
  Repeat(state, [&] { return a.exp(); });
}
BENCHMARK(BM_Exp);

void BM_AddBroadcast(benchmark::State& state) {
  const Tensor m = ones({8, 4}), row = ones({4});
  Repeat(state, [&] { return m + row; });
}
BENCHMARK(BM_AddBroadcast);

void BM_AddInPlace(benchmark::State& state) {
  const Tensor a = zeros({4}), b = ones({4});
  for (auto _ : state) a.add_(b);
}
BENCHMARK(BM_AddInPlace);

void BM_Transpose(benchmark::State& state) {
  const Tensor m = ones({8, 4});
  Repeat(state, [&] { return m.t(); });
}
BENCHMARK(BM_Transpose);

void BM_Narrow(benchmark::State& state) {
  const Tensor m = ones({8, 4});
  Repeat(state, [&] { return m.narrow(0, 1, 2); });
}
BENCHMARK(BM_Narrow);

void BM_Select(benchmark::State& state) {
  const Tensor m = ones({8, 4});
  Repeat(state, [&] { return m[1]; });
}
BENCHMARK(BM_Select);

void BM_View(benchmark::State& state) {
  const Tensor m = ones({8, 4});
  Repeat(state, [&] { return m.view({4, 8}); });
}
BENCHMARK(BM_View);

void BM_Item(benchmark::State& state) {
  const Tensor a = ones({1});
  Repeat(state, [&] { return a.item<float>(); });
}
BENCHMARK(BM_Item);

void BM_Linear(benchmark::State& state) {
  const Tensor x = ones({8, 16}), w = ones({16, 16}), b = ones({16});
  Repeat(state, [&] { return linear(x, w, b); });
}
BENCHMARK(BM_Linear);

void BM_MatrixProduct(benchmark::State& state) {
  const Tensor x = ones({8, 16}), w = ones({16, 16});
  Repeat(state, [&] { return mm(x, w); });
}
BENCHMARK(BM_MatrixProduct);

// ---- Recording ----

Tensor Leaf(IntArrayRef sizes) { return ones(sizes).requires_grad_(); }

void BM_AddRecorded(benchmark::State& state) {
  const Tensor a = Leaf({4}), b = Leaf({4});
  Repeat(state, [&] { return a + b; });
}
BENCHMARK(BM_AddRecorded);

// Saves both operands.
void BM_MulRecorded(benchmark::State& state) {
  const Tensor a = Leaf({4}), b = Leaf({4});
  Repeat(state, [&] { return a * b; });
}
BENCHMARK(BM_MulRecorded);

void BM_MulNumberRecorded(benchmark::State& state) {
  const Tensor a = Leaf({4});
  Repeat(state, [&] { return a * 3; });
}
BENCHMARK(BM_MulNumberRecorded);

void BM_TransposeRecorded(benchmark::State& state) {
  const Tensor m = Leaf({8, 4});
  Repeat(state, [&] { return m.t(); });
}
BENCHMARK(BM_TransposeRecorded);

void BM_LinearRecorded(benchmark::State& state) {
  const Tensor x = ones({8, 16}), w = Leaf({16, 16}), b = Leaf({16});
  Repeat(state, [&] { return linear(x, w, b); });
}
BENCHMARK(BM_LinearRecorded);

// x*x + 3*x of one element.
void BM_ScalarForward(benchmark::State& state) {
  const Tensor x = Leaf({});
  Repeat(state, [&] { return x * x + 3 * x; });
}
BENCHMARK(BM_ScalarForward);

void BM_ScalarForwardBackward(benchmark::State& state) {
  const Tensor x = Leaf({});
  for (auto _ : state) {
    x.mutable_grad().reset();
    (x * x + 3 * x).backward();
  }
}
BENCHMARK(BM_ScalarForwardBackward);

}  // namespace
}  // namespace tessera

BENCHMARK_MAIN();
