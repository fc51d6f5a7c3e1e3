// Indexing by tensors and masks: calls on a handful of elements, and large
// ones.
//
//   bazel run //benchmarks:indexing
#include <benchmark/benchmark.h>

#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

using indexing::Slice;

template <class F>
void Repeat(benchmark::State& state, F f) {
  for (auto _ : state) {
    auto result = f();
    benchmark::DoNotOptimize(result);
  }
}

void BM_Rows(benchmark::State& state) {
  const Tensor x = ones({state.range(0), 16});
  const Tensor at = (arange(state.range(0)) * 7919).remainder(state.range(0));
  Repeat(state, [&] { return x.index({at}); });
}
BENCHMARK(BM_Rows)->Arg(4)->Arg(100000);

void BM_IndexSelect(benchmark::State& state) {
  const Tensor x = ones({state.range(0), 16});
  const Tensor at = (arange(state.range(0)) * 7919).remainder(state.range(0));
  Repeat(state, [&] { return x.index_select(0, at); });
}
BENCHMARK(BM_IndexSelect)->Arg(4)->Arg(100000);

void BM_Pairs(benchmark::State& state) {
  const int64_t n = state.range(0);
  const Tensor x = ones({n, 16}), at = (arange(n) * 7919).remainder(n);
  const Tensor column = at.remainder(16);
  Repeat(state, [&] { return x.index({at, column}); });
}
BENCHMARK(BM_Pairs)->Arg(4)->Arg(1000000);

void BM_MaskRead(benchmark::State& state) {
  const Tensor x = arange(state.range(0), kFloat32);
  const Tensor mask = x.remainder(3) == 1;
  Repeat(state, [&] { return x.index({mask}); });
}
BENCHMARK(BM_MaskRead)->Arg(8)->Arg(1000000);

void BM_MaskWriteNumber(benchmark::State& state) {
  Tensor x = arange(state.range(0), kFloat32);
  const Tensor mask = x.remainder(3) == 1;
  for (auto _ : state) x.index_put_({mask}, 0.5);
}
BENCHMARK(BM_MaskWriteNumber)->Arg(8)->Arg(1000000);

void BM_RowsWrite(benchmark::State& state) {
  Tensor x = ones({state.range(0), 16});
  const Tensor at = (arange(state.range(0)) * 7919).remainder(state.range(0));
  const Tensor y = x.clone();
  for (auto _ : state) x.index_put_({at}, y);
}
BENCHMARK(BM_RowsWrite)->Arg(4)->Arg(100000);

void BM_RowsAdd(benchmark::State& state) {
  Tensor x = ones({state.range(0), 16});
  const Tensor at = (arange(state.range(0)) * 7919).remainder(state.range(0));
  const Tensor y = x.clone();
  for (auto _ : state) x.index_put_({at}, y, true);
}
BENCHMARK(BM_RowsAdd)->Arg(4)->Arg(100000);

void BM_Basic(benchmark::State& state) {
  const Tensor x = ones({8, 16});
  Repeat(state, [&] { return x.index({Slice(1, 5), 3}); });
}
BENCHMARK(BM_Basic);

void BM_Unique(benchmark::State& state) {
  const Tensor x = (arange(state.range(0)) * 7919).remainder(613);
  Repeat(state, [&] { return unique(x, true, true, true); });
}
BENCHMARK(BM_Unique)->Arg(8)->Arg(1000000);

void BM_Median(benchmark::State& state) {
  const Tensor x = (arange(state.range(0)) * 7919).remainder(613);
  const Tensor y = x.to(kFloat32);
  Repeat(state, [&] { return median(y); });
}
BENCHMARK(BM_Median)->Arg(8)->Arg(1000000);

}  // namespace
}  // namespace tessera

BENCHMARK_MAIN();
