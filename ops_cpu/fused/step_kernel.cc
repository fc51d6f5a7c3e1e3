#include "tessera/ops_cpu/fused/step_kernel.h"

#include "tessera/tensor/functors/math_base.h"

namespace tessera::TESSERA_ISA {
namespace {

template <class T>
void Sgd(const SgdStep<T>& step, T* __restrict p, const T* __restrict g,
         T* __restrict momentum, int64_t n) {
  const SgdStep<T> s = step;
  const auto gradient = [s](T g, T p) {
    g *= s.sign;
    return s.weight_decay != 0 ? g + s.weight_decay * p : g;
  };
  if (!momentum) {
    for (int64_t i = 0; i < n; ++i) p[i] -= s.lr * gradient(g[i], p[i]);
    return;
  }
  for (int64_t i = 0; i < n; ++i) {
    const T d = gradient(g[i], p[i]);
    const T b = s.first_step ? d : s.momentum * momentum[i] + s.keep * d;
    momentum[i] = b;
    p[i] -= s.lr * (s.nesterov ? d + s.momentum * b : b);
  }
}

template <class T>
void Adam(const AdamStep<T>& step, T* __restrict p, const T* __restrict g,
          T* __restrict m, T* __restrict v, T* __restrict most, int64_t n) {
  const AdamStep<T> s = step;
  for (int64_t i = 0; i < n; ++i) {
    T w = p[i];
    T d = g[i] * s.sign;
    if (s.weight_decay != 0) d += s.weight_decay * w;
    if (s.lr_decay != 0) w -= s.lr_decay * w;
    const T first = m[i] + (d - m[i]) * s.one_minus_beta1;
    T second = s.beta2 * v[i] + s.one_minus_beta2 * (d * d);
    m[i] = first;
    v[i] = second;
    if (most) {
      // NaN stays.
      second = second < most[i] ? most[i] : second;
      most[i] = second;
    }
    p[i] = w - s.step_size * first / (math::Sqrt(second) / s.root2 + s.eps);
  }
}

}  // namespace

void FillStepLoops(StepLoops<float>* f32, StepLoops<double>* f64) {
  f32->sgd = &Sgd<float>;
  f32->adam = &Adam<float>;
  f64->sgd = &Sgd<double>;
  f64->adam = &Adam<double>;
}

}  // namespace tessera::TESSERA_ISA
