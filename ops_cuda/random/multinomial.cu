// multinomial: the CPU's draws (ops_cpu/random/multinomial.cc). Weights are
// summed by one thread a row, in order, since the sums' bits decide draws.
#include <cuda_runtime.h>

#include <cstdint>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cuda/random/random.h"
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/ops_cuda/runtime/graph.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/runtime/launch.h"
#include "tessera/ops_cuda/runtime/scratch.h"
#include "tessera/ops_cuda/sort/sort_pairs.h"
#include "tessera/tensor/functors/random.h"

namespace tessera::cuda {
namespace {

constexpr int kThreads = 128;

__device__ inline uint64_t WordPair(const RandomPlan& plan, int64_t i) {
  const PhiloxState state = StateOf(plan);
  return math::PhiloxPair(state.seed, state.offset, i);
}

template <class T>
__device__ double WeightAt(const RandomPlan& plan, int64_t at) {
  const T weight = reinterpret_cast<const T*>(plan.in)[at];
  if constexpr (sizeof(T) == 2) {
    return static_cast<double>(static_cast<float>(weight));
  } else {
    return static_cast<double>(weight);
  }
}

// The running sums of each row's weights, where sums is not null, and its last
// column whose weight is above 0. What is wrong with a row, and its number, is
// the error: see CheckRow of the CPU's.
template <class T>
__global__ void SumRows(RandomPlan plan, double* sums, int64_t* last,
                        ErrorSink errors) {
  const double infinity = math::Infinity<double>();
  ForEach(plan.rows, [&](int64_t r) {
    double sum = 0, wrong = 0;
    int64_t above = 0;
    bool good = true;
    for (int64_t c = 0; c < plan.columns; ++c) {
      const double weight = WeightAt<T>(plan, r * plan.columns + c);
      if (!(weight >= 0 && weight < infinity)) {
        good = false;
        wrong = weight;
        break;
      }
      sum += weight;
      if (weight > 0) {
        ++above;
        last[r] = c;
      }
      if (sums) sums[r * plan.columns + c] = sum;
    }
    if (good && !(sum > 0 && sum < infinity)) {
      good = false;
      wrong = sum;
    } else if (good && !plan.replacement && above < plan.samples) {
      good = false;
      wrong = static_cast<double>(above);
    }
    if (!good) {
      errors.Set(kProbabilities, static_cast<long long>(math::Bits(wrong)), r);
    }
  });
}

__global__ void DrawWithReplacement(RandomPlan plan, const double* sums,
                                    const int64_t* last, ErrorSink errors) {
  if (errors.record->kind) return;
  ForEach(plan.rows * plan.samples, [&](int64_t s) {
    const int64_t r = s / plan.samples;
    const double* const row = sums + r * plan.columns;
    const double sum = row[plan.columns - 1];
    const double u = math::UniformDouble(WordPair(plan, s)) * sum;
    const int64_t at =
        CountWhile(plan.columns, [&](int64_t c) { return !(row[c] > u); });
    reinterpret_cast<int64_t*>(plan.out)[s] = at < last[r] ? at : last[r];
  });
}

// The race: the time of each column, as a key of its order; a weight of 0 comes
// behind all that run.
template <class T>
__global__ void RaceTimes(RandomPlan plan, uint64_t* times, int64_t* columns) {
  ForEach(plan.rows * plan.columns, [&](int64_t e) {
    const double weight = WeightAt<T>(plan, e);
    const double time = math::ExponentialDouble(WordPair(plan, e)) / weight;
    times[e] = weight > 0 ? math::Bits(time) : ~uint64_t{0};
    columns[e] = e % plan.columns;
  });
}

__global__ void TakeFirst(RandomPlan plan, const int64_t* columns,
                          ErrorSink errors) {
  if (errors.record->kind) return;
  ForEach(plan.rows * plan.samples, [&](int64_t s) {
    const int64_t r = s / plan.samples;
    reinterpret_cast<int64_t*>(plan.out)[s] =
        columns[r * plan.columns + s - r * plan.samples];
  });
}

template <class T>
void Multinomial(const RandomPlan& given, KernelContext& context) {
  RandomPlan plan = given;
  plan.captured = CapturedState(context, plan.state);
  const int64_t total = plan.rows * plan.columns;
  const int64_t draws = plan.rows * plan.samples;
  if (plan.rows == 0) return;
  const ErrorSink errors = Errors(context);
  Scratch<double> sums(context, plan.replacement ? total : 0);
  Scratch<int64_t> last(context, plan.rows);
  Launch(context, &SumRows<T>, Blocks(plan.rows, kThreads), kThreads, plan,
         sums.data(), last.data(), errors);
  if (plan.replacement) {
    Launch(context, &DrawWithReplacement, Blocks(draws, kThreads), kThreads,
           plan, sums.data(), last.data(), errors);
    return;
  }
  Scratch<uint64_t> times(context, 2 * total);
  Scratch<int64_t> columns(context, 2 * total);
  Launch(context, &RaceTimes<T>, Blocks(total, kThreads), kThreads, plan,
         times.data(), columns.data());
  SortPairs(context, times.data(), times.data() + total, columns.data(),
            columns.data() + total, plan.columns, plan.rows);
  Launch(context, &TakeFirst, Blocks(draws, kThreads), kThreads, plan,
         columns.data() + total, errors);
}

}  // namespace

void RegisterMultinomial(KernelTable& table) {
  const Op op = Op::multinomial;
  table.Set<RandomPlan>(op, DeviceType::CUDA, DType::Half, &Multinomial<Half>);
  table.Set<RandomPlan>(op, DeviceType::CUDA, DType::BFloat16,
                        &Multinomial<BFloat16>);
  table.Set<RandomPlan>(op, DeviceType::CUDA, DType::Float,
                        &Multinomial<float>);
  table.Set<RandomPlan>(op, DeviceType::CUDA, DType::Double,
                        &Multinomial<double>);
}

}  // namespace tessera::cuda
