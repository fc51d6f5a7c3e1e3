// _fused_sgd_, _fused_adam_ and _fused_adamw_: one launch for all parameters.
// Step number, scale and found_inf are read on the device, so that the host
// waits for nothing.
#include <cmath>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cuda/fused/kernels.h"
#include "tessera/ops_cuda/fused/rows.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/runtime/scratch.h"
#include "tessera/tensor/functors/math_base.h"
#include "tessera/tensor/plan/foreach_plan.h"

namespace tessera::cuda {
namespace {

constexpr int kThreads = 256;

__device__ inline float Value(const char* number) {
  return *reinterpret_cast<const float*>(number);
}

// The gradient's factor.
template <class T>
__device__ T Sign(const ForeachPlan& plan) {
  const T sign = plan.maximize ? T(-1) : T(1);
  return plan.grad_scale ? sign / static_cast<T>(Value(plan.grad_scale)) : sign;
}

// body(tensor, element) for all of all tensors.
template <class Body>
__device__ void ForElements(const ForeachPlan& plan, Body body) {
  ForEach(plan.total, [&](int64_t i) {
    int64_t at = i;
    int t = 0;
    while (at >= plan.numel[t]) at -= plan.numel[t++];
    body(t, at);
  });
}

template <class In>
__global__ void SgdKernel(ForeachPlan plan) {
  using T = ComputeType<In>;
  if (plan.found_inf && Value(plan.found_inf) != 0) return;
  const T lr = static_cast<T>(plan.Rate());
  const T weight_decay = static_cast<T>(plan.weight_decay);
  const T momentum = static_cast<T>(plan.momentum);
  const T keep = static_cast<T>(1 - plan.dampening);
  const T sign = Sign<T>(plan);
  ForElements(plan, [&](int t, int64_t i) {
    In* const p = reinterpret_cast<In*>(plan.ptr[0][t]) + i;
    const T w = static_cast<T>(*p);
    T d = static_cast<T>(reinterpret_cast<const In*>(plan.ptr[1][t])[i]) * sign;
    if (weight_decay != 0) d = d + weight_decay * w;
    if (plan.ptr[2][t]) {
      In* const m = reinterpret_cast<In*>(plan.ptr[2][t]) + i;
      const T b =
          plan.first_step ? d : momentum * static_cast<T>(*m) + keep * d;
      *m = static_cast<In>(b);
      d = plan.nesterov ? d + momentum * b : b;
    }
    *p = static_cast<In>(w - lr * d);
  });
}

// What depends on a parameter's step number: the step size, and the root of
// the second moment's correction.
template <class T>
struct Corrections {
  T step_size, root2;
};
template <class T>
__global__ void CorrectKernel(ForeachPlan plan, Corrections<T>* out) {
  const int t = static_cast<int>(threadIdx.x);
  if (t >= plan.tensors) return;
  const double steps = Value(plan.step[t]);
  out[t].step_size =
      static_cast<T>(plan.Rate() / (1 - std::pow(plan.beta1, steps)));
  out[t].root2 = static_cast<T>(std::sqrt(1 - std::pow(plan.beta2, steps)));
}

template <class In>
__global__ void AdamKernel(ForeachPlan plan,
                           const Corrections<ComputeType<In>>* corrections) {
  using T = ComputeType<In>;
  if (plan.found_inf && Value(plan.found_inf) != 0) return;
  const T weight_decay = static_cast<T>(plan.decoupled ? 0 : plan.weight_decay);
  const T lr_decay =
      static_cast<T>(plan.decoupled ? plan.Rate() * plan.weight_decay : 0);
  const T one_minus_beta1 = static_cast<T>(1 - plan.beta1);
  const T beta2 = static_cast<T>(plan.beta2);
  const T one_minus_beta2 = static_cast<T>(1 - plan.beta2);
  const T eps = static_cast<T>(plan.eps);
  const T sign = Sign<T>(plan);
  ForElements(plan, [&](int t, int64_t i) {
    const auto at = [&](int list) {
      return reinterpret_cast<In*>(plan.ptr[list][t]) + i;
    };
    T w = static_cast<T>(*at(0));
    T d = static_cast<T>(*at(1)) * sign;
    if (weight_decay != 0) d += weight_decay * w;
    if (lr_decay != 0) w -= lr_decay * w;
    const T m = static_cast<T>(*at(2));
    const T first = m + (d - m) * one_minus_beta1;
    T second = beta2 * static_cast<T>(*at(3)) + one_minus_beta2 * (d * d);
    *at(2) = static_cast<In>(first);
    *at(3) = static_cast<In>(second);
    if (plan.ptr[4][t]) {
      const T most = static_cast<T>(*at(4));
      second = second < most ? most : second;  // NaN stays
      *at(4) = static_cast<In>(second);
    }
    const Corrections<T> c = corrections[t];
    *at(0) = static_cast<In>(w - c.step_size * first /
                                     (math::Sqrt(second) / c.root2 + eps));
  });
}

template <class In>
void RunSgd(const ForeachPlan& plan, KernelContext& context) {
  if (plan.total == 0) return;
  Launch(context, &SgdKernel<In>, Blocks(plan.total, kThreads), kThreads, plan);
}

template <class In>
void RunAdam(const ForeachPlan& plan, KernelContext& context) {
  using T = ComputeType<In>;
  if (plan.total == 0) return;
  Scratch<Corrections<T>> corrections(context, ForeachPlan::kTensors);
  Launch(context, &CorrectKernel<T>, 1, 32, plan, corrections.data());
  Launch(context, &AdamKernel<In>, Blocks(plan.total, kThreads), kThreads, plan,
         corrections.data());
}

template <class In>
void Set(KernelTable& table, DType dtype) {
  constexpr DeviceType kCuda = DeviceType::CUDA;
  table.Set<ForeachPlan>(Op::_fused_sgd_, kCuda, dtype, &RunSgd<In>);
  table.Set<ForeachPlan>(Op::_fused_adam_, kCuda, dtype, &RunAdam<In>);
  table.Set<ForeachPlan>(Op::_fused_adamw_, kCuda, dtype, &RunAdam<In>);
}

}  // namespace

void RegisterForeach(KernelTable& table) {
  Set<Half>(table, DType::Half);
  Set<BFloat16>(table, DType::BFloat16);
  Set<float>(table, DType::Float);
  Set<double>(table, DType::Double);
}

}  // namespace tessera::cuda
