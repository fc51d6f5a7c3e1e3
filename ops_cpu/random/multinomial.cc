#include "tessera/ops_cpu/random/multinomial.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tessera/base/bit_cast.h"
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/functors/random.h"
#include "tessera/tensor/plan/random_plan.h"

namespace tessera {
namespace {

uint64_t WordPair(const RandomPlan& plan, int64_t i) {
  return math::PhiloxPair(plan.state.seed, plan.state.offset, i);
}

// What the error of a row is, as the value and the row: a weight below 0 or not
// finite, the sum 0, or else how many weights are above 0 where that is too
// few.
template <class T>
bool CheckRow(const RandomPlan& plan, int64_t row, KernelContext& context) {
  const T* weights = reinterpret_cast<const T*>(plan.in) + row * plan.columns;
  double sum = 0;
  int64_t above = 0;
  const auto fail = [&](double value) {
    context.SetError(kernel_errors::kProbabilities, BitCast<int64_t>(value),
                     row);
    return false;
  };
  for (int64_t c = 0; c < plan.columns; ++c) {
    const double weight = static_cast<double>(weights[c]);
    if (!(weight >= 0) || std::isinf(weight)) return fail(weight);
    sum += weight;
    above += weight > 0;
  }
  if (!(sum > 0)) return fail(0);
  if (std::isinf(sum)) return fail(sum);
  if (!plan.replacement && above < plan.samples) {
    return fail(static_cast<double>(above));
  }
  return true;
}

template <class T>
void DrawWithReplacement(const RandomPlan& plan, int64_t row,
                         std::vector<double>& sums) {
  const T* weights = reinterpret_cast<const T*>(plan.in) + row * plan.columns;
  int64_t* out = reinterpret_cast<int64_t*>(plan.out) + row * plan.samples;
  double sum = 0;
  int64_t last = 0;
  for (int64_t c = 0; c < plan.columns; ++c) {
    const double weight = static_cast<double>(weights[c]);
    sum += weight;
    sums[static_cast<size_t>(c)] = sum;
    if (weight > 0) last = c;
  }
  for (int64_t s = 0; s < plan.samples; ++s) {
    const double u =
        math::UniformDouble(WordPair(plan, row * plan.samples + s));
    const auto at = std::upper_bound(sums.begin(), sums.end(), u * sum);
    out[s] = std::min<int64_t>(at - sums.begin(), last);
  }
}

struct Racer {
  double time;
  int64_t column;
  bool operator<(const Racer& other) const {
    return time < other.time || (time == other.time && column < other.column);
  }
};

template <class T>
void DrawWithoutReplacement(const RandomPlan& plan, int64_t row,
                            std::vector<Racer>& racers) {
  const T* weights = reinterpret_cast<const T*>(plan.in) + row * plan.columns;
  int64_t* out = reinterpret_cast<int64_t*>(plan.out) + row * plan.samples;
  racers.clear();
  for (int64_t c = 0; c < plan.columns; ++c) {
    const double weight = static_cast<double>(weights[c]);
    if (weight == 0) continue;
    const double e =
        math::ExponentialDouble(WordPair(plan, row * plan.columns + c));
    racers.push_back({e / weight, c});
  }
  std::partial_sort(racers.begin(), racers.begin() + plan.samples,
                    racers.end());
  for (int64_t s = 0; s < plan.samples; ++s) {
    out[s] = racers[static_cast<size_t>(s)].column;
  }
}

template <class T>
void Multinomial(const RandomPlan& plan, KernelContext& context) {
  for (int64_t row = 0; row < plan.rows; ++row) {
    if (!CheckRow<T>(plan, row, context)) return;
  }
  const int64_t work = std::max<int64_t>(1, plan.columns + plan.samples);
  ParallelFor(plan.rows, std::max<int64_t>(1, 4096 / work),
              [&](int64_t begin, int64_t end) {
                std::vector<double> sums(static_cast<size_t>(plan.columns));
                std::vector<Racer> racers;
                for (int64_t row = begin; row < end; ++row) {
                  if (plan.replacement) {
                    DrawWithReplacement<T>(plan, row, sums);
                  } else {
                    DrawWithoutReplacement<T>(plan, row, racers);
                  }
                }
              });
}

}  // namespace

void RegisterMultinomial(KernelTable& table) {
  const Op op = Op::multinomial;
  table.Set<RandomPlan>(op, DeviceType::CPU, DType::Half, &Multinomial<Half>);
  table.Set<RandomPlan>(op, DeviceType::CPU, DType::BFloat16,
                        &Multinomial<BFloat16>);
  table.Set<RandomPlan>(op, DeviceType::CPU, DType::Float, &Multinomial<float>);
  table.Set<RandomPlan>(op, DeviceType::CPU, DType::Double,
                        &Multinomial<double>);
}

}  // namespace tessera
