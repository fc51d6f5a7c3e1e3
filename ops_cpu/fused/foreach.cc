// _fused_sgd_, _fused_adam_ and _fused_adamw_: one pass over all parameters.
#include <cmath>
#include <type_traits>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/fused/kernels.h"
#include "tessera/ops_cpu/fused/row_tile.h"
#include "tessera/ops_cpu/fused/step_kernel.h"
#include "tessera/ops_cpu/runtime/isa.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/plan/foreach_plan.h"

namespace tessera::fused {
namespace {

struct AllLoops {
  StepLoops<float> f32;
  StepLoops<double> f64;
  AllLoops() { TESSERA_KERNEL(FillStepLoops, CurrentIsa())(&f32, &f64); }
};
const AllLoops all_loops;

const StepLoops<float>& LoopsOf(float) { return all_loops.f32; }
const StepLoops<double>& LoopsOf(double) { return all_loops.f64; }

// Memory-bound: elements that are about 8 us of work.
constexpr int64_t kStepGrain = 16384;

// piece(tensor, begin, end) for all elements of all tensors.
template <class F>
void ForPieces(const ForeachPlan& plan, F&& piece) {
  ParallelFor(plan.total, kStepGrain, [&](int64_t begin, int64_t end) {
    int64_t start = 0;
    for (int t = 0; t < plan.tensors && start < end; ++t) {
      const int64_t n = plan.numel[t];
      const int64_t first = std::max(begin - start, int64_t{0});
      const int64_t last = std::min(end - start, n);
      if (first < last) piece(t, first, last);
      start += n;
    }
  });
}

float Value(const char* number) {
  return *reinterpret_cast<const float*>(number);
}

template <class T>
T Sign(const ForeachPlan& plan) {
  const T sign = plan.maximize ? T(-1) : T(1);
  return plan.grad_scale ? sign / static_cast<T>(Value(plan.grad_scale)) : sign;
}

// The lists' elements [begin, end) of tensor t as T, for step(pointers, n);
// null where a list is missing. Half types go through buffers and back.
template <class In, class T, int kLists, class F>
void WithElements(const ForeachPlan& plan, int t, int64_t begin, int64_t end,
                  F&& step) {
  T* at[kLists];
  if constexpr (std::is_same_v<In, T>) {
    for (int l = 0; l < kLists; ++l) {
      at[l] = plan.ptr[l][t] ? reinterpret_cast<T*>(plan.ptr[l][t]) + begin
                             : nullptr;
    }
    step(at, end - begin);
  } else {
    constexpr int64_t kChunk = 512;
    T buffer[kLists][kChunk];
    for (int64_t i = begin; i < end; i += kChunk) {
      const int64_t n = std::min(kChunk, end - i);
      for (int l = 0; l < kLists; ++l) {
        at[l] = plan.ptr[l][t] ? buffer[l] : nullptr;
        if (!at[l]) continue;
        const In* in = reinterpret_cast<const In*>(plan.ptr[l][t]) + i;
        for (int64_t j = 0; j < n; ++j) buffer[l][j] = static_cast<T>(in[j]);
      }
      step(at, n);
      for (int l = 0; l < kLists; ++l) {
        if (!at[l] || l == 1) continue;  // gradients stay
        In* out = reinterpret_cast<In*>(plan.ptr[l][t]) + i;
        for (int64_t j = 0; j < n; ++j) out[j] = static_cast<In>(buffer[l][j]);
      }
    }
  }
}

template <class In>
void RunSgd(const ForeachPlan& plan, KernelContext&) {
  using T = ComputeType<In>;
  if (plan.found_inf && Value(plan.found_inf) != 0) return;
  SgdStep<T> step;
  step.lr = static_cast<T>(plan.Rate());
  step.weight_decay = static_cast<T>(plan.weight_decay);
  step.momentum = static_cast<T>(plan.momentum);
  step.keep = static_cast<T>(1 - plan.dampening);
  step.sign = Sign<T>(plan);
  step.nesterov = plan.nesterov;
  step.first_step = plan.first_step;
  const StepLoops<T>& loops = LoopsOf(T());
  ForPieces(plan, [&](int t, int64_t begin, int64_t end) {
    WithElements<In, T, 3>(plan, t, begin, end, [&](T** at, int64_t n) {
      loops.sgd(step, at[0], at[1], at[2], n);
    });
  });
}

template <class In>
void RunAdam(const ForeachPlan& plan, KernelContext&) {
  using T = ComputeType<In>;
  if (plan.found_inf && Value(plan.found_inf) != 0) return;
  AdamStep<T> common;
  common.weight_decay = static_cast<T>(plan.decoupled ? 0 : plan.weight_decay);
  common.lr_decay =
      static_cast<T>(plan.decoupled ? plan.Rate() * plan.weight_decay : 0);
  common.one_minus_beta1 = static_cast<T>(1 - plan.beta1);
  common.beta2 = static_cast<T>(plan.beta2);
  common.one_minus_beta2 = static_cast<T>(1 - plan.beta2);
  common.eps = static_cast<T>(plan.eps);
  common.sign = Sign<T>(plan);
  // Parameters mostly are at the same step.
  T step_size[ForeachPlan::kTensors];
  T root2[ForeachPlan::kTensors];
  float last = -1;
  for (int t = 0; t < plan.tensors; ++t) {
    const float steps = Value(plan.step[t]);
    if (t > 0 && steps == last) {
      step_size[t] = step_size[t - 1];
      root2[t] = root2[t - 1];
      continue;
    }
    last = steps;
    step_size[t] = static_cast<T>(
        plan.Rate() / (1 - std::pow(plan.beta1, static_cast<double>(steps))));
    root2[t] = static_cast<T>(
        std::sqrt(1 - std::pow(plan.beta2, static_cast<double>(steps))));
  }
  const StepLoops<T>& loops = LoopsOf(T());
  ForPieces(plan, [&](int t, int64_t begin, int64_t end) {
    AdamStep<T> step = common;
    step.step_size = step_size[t];
    step.root2 = root2[t];
    WithElements<In, T, 5>(plan, t, begin, end, [&](T** at, int64_t n) {
      loops.adam(step, at[0], at[1], at[2], at[3], at[4], n);
    });
  });
}

template <class In>
void Set(KernelTable& table, DType dtype) {
  constexpr DeviceType kCpu = DeviceType::CPU;
  table.Set<ForeachPlan>(Op::_fused_sgd_, kCpu, dtype, &RunSgd<In>);
  table.Set<ForeachPlan>(Op::_fused_adam_, kCpu, dtype, &RunAdam<In>);
  table.Set<ForeachPlan>(Op::_fused_adamw_, kCpu, dtype, &RunAdam<In>);
}

}  // namespace

void RegisterForeach(KernelTable& table) {
  Set<Half>(table, DType::Half);
  Set<BFloat16>(table, DType::BFloat16);
  Set<float>(table, DType::Float);
  Set<double>(table, DType::Double);
}

}  // namespace tessera::fused
