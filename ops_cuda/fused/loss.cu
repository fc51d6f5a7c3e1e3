// nll_loss and cross_entropy_loss with classes, and their backwards.
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cuda/fused/kernels.h"
#include "tessera/ops_cuda/fused/rows.h"
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/runtime/scratch.h"
#include "tessera/tensor/functors/math.h"
#include "tessera/tensor/plan/row_plan.h"
#include "tessera/tensor/tensor.h"

namespace tessera::cuda {
namespace {

// What reduction is, in words that a kernel knows.
struct Mode {
  bool none, mean;
};
Mode ModeOf(int64_t reduction) {
  return {reduction == Reduction::None, reduction == Reduction::Mean};
}

// The class of a row, or -1 where it is ignored or wrong.
template <class Plan>
__device__ int64_t Class(const Plan& plan, int64_t row,
                         const ErrorSink& errors) {
  const int64_t t = plan.target_dtype == DType::Byte
                        ? reinterpret_cast<const uint8_t*>(plan.target)[row]
                        : reinterpret_cast<const int64_t*>(plan.target)[row];
  if (t == plan.ignore_index) return -1;
  if (t >= 0 && t < plan.n) return t;
  errors.Set(kTargetRange, t, row);
  return -1;
}

template <class In, class T>
__device__ T Weight(const char* weight, int64_t k) {
  return weight ? static_cast<T>(reinterpret_cast<const In*>(weight)[k]) : T(1);
}

// losses[row] and weights[row]; log: the log-probability at t, smooth: the
// weighted sum of all.
template <class In, class T>
__device__ void PutLoss(const LossPlan& plan, Mode mode, int64_t row, int64_t t,
                        T log, T smooth, T* losses, T* weights) {
  const T smoothing = static_cast<T>(plan.smoothing);
  T loss = 0;
  T weight = 0;
  if (t >= 0) {
    weight = Weight<In, T>(plan.weight, t);
    loss = -(log * weight);
    if (smoothing != 0) {
      loss =
          (1 - smoothing) * loss - smoothing / static_cast<T>(plan.n) * smooth;
    }
  }
  if (mode.none) reinterpret_cast<In*>(plan.out)[row] = static_cast<In>(loss);
  losses[row] = loss;
  weights[row] = weight;
}

template <class In, class Group>
__global__ void CrossEntropyKernel(LossPlan plan, Mode mode, ErrorSink errors,
                                   ComputeType<In>* losses,
                                   ComputeType<In>* weights) {
  using T = ComputeType<In>;
  __shared__ T shared[kLanes];
  const Group group(shared);
  const RowShape shape = {plan.outer, plan.n, plan.inner};
  const int64_t n = plan.n;
  for (int64_t row = group.first(); row < plan.outer * plan.inner;
       row += group.step()) {
    const In* const x = reinterpret_cast<const In*>(plan.in) + shape.first(row);
    const auto value = [&](int64_t k) {
      return static_cast<T>(x[k * plan.inner]);
    };
    T most = 0, sum = 1, smooth = 0;
    if (n > 0) {
      most = group.Most(n, value);
      sum = group.Sum(n, [&](int64_t k) { return math::Exp(value(k) - most); });
    }
    const T log_sum = math::Log(sum);
    const auto log = [&](int64_t k) { return (value(k) - most) - log_sum; };
    if (plan.smoothing != 0 && n > 0) {
      smooth = group.Sum(
          n, [&](int64_t k) { return Weight<In, T>(plan.weight, k) * log(k); });
    }
    if (plan.probabilities) {
      In* const p =
          reinterpret_cast<In*>(plan.probabilities) + shape.first(row);
      for (int64_t k = group.lane(); k < n; k += group.width()) {
        p[k * plan.inner] = static_cast<In>(math::Exp(value(k) - most) / sum);
      }
    }
    if (group.lane() != 0) continue;
    const int64_t t = Class(plan, row, errors);
    PutLoss<In, T>(plan, mode, row, t, t < 0 ? T(0) : log(t), smooth, losses,
                   weights);
  }
}

template <class In>
__global__ void NllKernel(LossPlan plan, Mode mode, ErrorSink errors,
                          ComputeType<In>* losses, ComputeType<In>* weights) {
  using T = ComputeType<In>;
  const RowShape shape = {plan.outer, plan.n, plan.inner};
  ForEach(plan.outer * plan.inner, [&](int64_t row) {
    const int64_t t = Class(plan, row, errors);
    T log = 0;
    if (t >= 0) {
      log = static_cast<T>(reinterpret_cast<const In*>(
          plan.in)[shape.first(row) + t * plan.inner]);
    }
    PutLoss<In, T>(plan, mode, row, t, log, T(0), losses, weights);
  });
}

// The sums over all rows, by the tree; one block.
template <class In>
__global__ void TotalsKernel(LossPlan plan, Mode mode,
                             const ComputeType<In>* losses,
                             const ComputeType<In>* weights) {
  using T = ComputeType<In>;
  __shared__ T shared[kLanes];
  const int64_t rows = plan.outer * plan.inner;
  Carry<T> loss, weight;
  for (int64_t first = 0; first < rows; first += kSumBlock) {
    const int64_t n = rows - first < kSumBlock ? rows - first : kSumBlock;
    const T l = BlockTreeSum<T>(shared, n,
                                [&](int64_t i) { return losses[first + i]; });
    const T w = BlockTreeSum<T>(shared, n,
                                [&](int64_t i) { return weights[first + i]; });
    loss.Add(l);
    weight.Add(w);
  }
  if (threadIdx.x != 0) return;
  const T total = weight.Finish();
  *reinterpret_cast<T*>(plan.total_weight) = total;
  if (mode.none) return;
  const T sum = loss.Finish();
  *reinterpret_cast<In*>(plan.out) =
      static_cast<In>(mode.mean ? sum / total : sum);
}

template <class In, bool kLogs>
void RunLoss(const LossPlan& plan, KernelContext& context) {
  using T = ComputeType<In>;
  const int64_t rows = plan.outer * plan.inner;
  const Mode mode = ModeOf(plan.reduction);
  const ErrorSink errors = Errors(context);
  Scratch<T> losses(context, rows);
  Scratch<T> weights(context, rows);
  if constexpr (kLogs) {
    if (rows) {
      Launch(context, &NllKernel<In>, Blocks(rows, 128), 128, plan, mode,
             errors, losses.data(), weights.data());
    }
  } else {
    RunRows(context, {plan.outer, plan.n, plan.inner},
            &CrossEntropyKernel<In, OneThread<T>>,
            &CrossEntropyKernel<In, Block<T>>, plan, mode, errors,
            losses.data(), weights.data());
  }
  LaunchWithBarriers(context, &TotalsKernel<In>, 1, kLanes, plan, mode,
                     losses.data(), weights.data());
}

// The sum of all weights, in order; one thread.
template <class In>
__global__ void AllWeights(LossBackwardPlan plan, ComputeType<In>* out) {
  using T = ComputeType<In>;
  T sum = 0;
  for (int64_t k = 0; k < plan.n; ++k) sum += Weight<In, T>(plan.weight, k);
  *out = sum;
}

// A thread to an element.
template <class In>
__global__ void BackwardKernel(LossBackwardPlan plan, Mode mode,
                               ErrorSink errors,
                               const ComputeType<In>* all_weights) {
  using T = ComputeType<In>;
  const In* const grad = reinterpret_cast<const In*>(plan.grad);
  const In* const p = reinterpret_cast<const In*>(plan.in);
  In* const out = reinterpret_cast<In*>(plan.out);
  const int64_t n = plan.n;
  const T smoothing = static_cast<T>(plan.smoothing);
  const T share = n ? smoothing / static_cast<T>(n) : T(0);
  const T weights = all_weights ? *all_weights : static_cast<T>(n);
  const int64_t total = plan.outer * n * plan.inner;
  ForEach(total, [&](int64_t e) {
    const int64_t rest = e / plan.inner;
    const int64_t k = rest % n;
    const int64_t row = rest / n * plan.inner + e % plan.inner;
    const int64_t t = Class(plan, row, errors);
    if (t < 0 || (!p && k != t)) {
      out[e] = In(0.f);
      return;
    }
    T g = static_cast<T>(grad[mode.none ? row : 0]);
    if (mode.mean) g = g / *reinterpret_cast<const T*>(plan.total_weight);
    const T weight = Weight<In, T>(plan.weight, t);
    const T hit = g * (1 - smoothing) * weight;
    if (!p) {
      out[e] = static_cast<In>(-hit);
      return;
    }
    const T factor = hit + g * share * weights;
    const T spread = g * share;
    const T q = static_cast<T>(p[e]);
    out[e] = static_cast<In>(
        k == t ? factor * q - hit - spread * weight
               : factor * q - spread * Weight<In, T>(plan.weight, k));
  });
}

template <class In>
void RunBackward(const LossBackwardPlan& plan, KernelContext& context) {
  using T = ComputeType<In>;
  const int64_t total = plan.outer * plan.n * plan.inner;
  if (total == 0) return;
  const bool sums = plan.weight && plan.smoothing != 0;
  Scratch<T> all_weights(context, sums ? 1 : 0);
  if (sums) {
    Launch(context, &AllWeights<In>, 1, 1, plan, all_weights.data());
  }
  Launch(context, &BackwardKernel<In>, Blocks(total, 128), 128, plan,
         ModeOf(plan.reduction), Errors(context), all_weights.data());
}

template <class In>
void Set(KernelTable& table, DType dtype) {
  constexpr DeviceType kCuda = DeviceType::CUDA;
  // The context's op is the one that was called.
  table.Set<LossPlan>(Op::_nll_loss_forward, kCuda, dtype, &RunLoss<In, true>);
  table.Set<LossPlan>(Op::_cross_entropy_forward, kCuda, dtype,
                      &RunLoss<In, false>);
  for (Op op : {Op::_nll_loss_backward, Op::_cross_entropy_backward}) {
    table.Set<LossBackwardPlan>(op, kCuda, dtype, &RunBackward<In>);
  }
}

}  // namespace

void RegisterLosses(KernelTable& table) {
  Set<Half>(table, DType::Half);
  Set<BFloat16>(table, DType::BFloat16);
  Set<float>(table, DType::Float);
  Set<double>(table, DType::Double);
}

}  // namespace tessera::cuda
