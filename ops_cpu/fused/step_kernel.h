// One step of an optimiser over the elements of one tensor, per instruction
// set. Plain loops of exactly rounded operations: the same bits everywhere.
//
//   StepLoops<float> f32;
//   StepLoops<double> f64;
//   TESSERA_KERNEL(FillStepLoops, CurrentIsa())(&f32, &f64);
//   f32.sgd(SgdStep<float>{...}, p, g, momentum, n);
//   f32.adam(AdamStep<float>{...}, p, g, m, v, nullptr, n);
#ifndef TESSERA_OPS_CPU_FUSED_STEP_KERNEL_H_
#define TESSERA_OPS_CPU_FUSED_STEP_KERNEL_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/ops_cpu/runtime/isa.h"

namespace tessera {

// g = sign * g + weight_decay p
// momentum: b = momentum b + keep g, on the first step b = g; then g is b, or
// with nesterov g + momentum b
// p = p - lr g
template <class T>
struct SgdStep {
  T lr, weight_decay, momentum;
  T keep;  // 1 - dampening
  T sign;  // 1, or -1 to maximise; divided by the scale of the gradients
  bool nesterov, first_step;
};

// g = sign * g + weight_decay p, or decoupled: p = p - lr_decay p
// m = m + (g - m) (1 - beta1), v = beta2 v + (1 - beta2) g g
// p = p - step_size m / (sqrt(v) / root2 + eps)
template <class T>
struct AdamStep {
  T weight_decay, lr_decay;
  T one_minus_beta1, beta2, one_minus_beta2, eps;
  T step_size;  // lr / (1 - beta1^t)
  T root2;      // sqrt(1 - beta2^t)
  T sign;
};

template <class T>
struct StepLoops {
  // momentum is null where there is none.
  void (*sgd)(const SgdStep<T>& step, T* p, const T* g, T* momentum, int64_t n);
  // most: the greatest v so far (amsgrad), or null.
  void (*adam)(const AdamStep<T>& step, T* p, const T* g, T* m, T* v, T* most,
               int64_t n);
};

}  // namespace tessera

TESSERA_DECLARE_KERNEL(void FillStepLoops(StepLoops<float>* f32,
                                          StepLoops<double>* f64));

#endif  // TESSERA_OPS_CPU_FUSED_STEP_KERNEL_H_
