// One step of training a network of two layers on classes: zero_grad, forward,
// cross entropy, backward, SGD.
//
//   bazel run //benchmarks:training_step
#include <benchmark/benchmark.h>

#include "tessera/nn/linear.h"
#include "tessera/nn/optim/sgd.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

// range: inputs, hidden units, classes, rows of the batch.
void BM_TrainingStep(benchmark::State& state) {
  const int64_t in = state.range(0), hidden = state.range(1);
  const int64_t classes = state.range(2), batch = state.range(3);
  const Tensor x = randn({batch, in});
  const Tensor target = randint(classes, {batch});
  nn::Linear first(in, hidden), second(hidden, classes);
  std::vector<Tensor> parameters = first->parameters();
  for (const Tensor& p : second->parameters()) parameters.push_back(p);
  optim::SGD sgd(parameters, 1e-3);
  for (auto _ : state) {
    sgd.zero_grad();
    const Tensor scores = second(first(x).relu());
    cross_entropy_loss(scores, target).backward();
    sgd.step();
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * batch);
}
BENCHMARK(BM_TrainingStep)
    ->ArgNames({"in", "hidden", "classes", "batch"})
    ->Args({16, 16, 4, 8})
    ->Args({64, 128, 10, 32})
    ->Args({784, 256, 10, 64})
    ->UseRealTime();

}  // namespace
}  // namespace tessera

BENCHMARK_MAIN();
