// The CPU's kernels for random numbers.
#include <cmath>
#include <type_traits>

#include "tessera/base/bit_cast.h"
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/random/multinomial.h"
#include "tessera/ops_cpu/random/random_kernel.h"
#include "tessera/ops_cpu/runtime/isa.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/random_plan.h"

namespace tessera {
namespace {

// About 10 us of work; a multiple of the kernel's chunk.
constexpr int64_t kBlocksPerPiece = 2048;

void Run(const RandomPlan& plan) {
  static const auto kernel = TESSERA_KERNEL(RandomKernel, CurrentIsa());
  const int64_t blocks =
      static_cast<int64_t>(RandomBlocks(plan.draw, plan.dtype, plan.numel));
  if (blocks <= kBlocksPerPiece) {
    if (blocks > 0) kernel(plan, 0, blocks);
    return;
  }
  ParallelFor(blocks, kBlocksPerPiece,
              [&](int64_t begin, int64_t end) { kernel(plan, begin, end); });
}

// The first element that ok refuses is the error; none is written before.
template <class T, class Ok>
bool Check(const char* data, int64_t n, KernelContext& context, Ok ok) {
  const T* values = reinterpret_cast<const T*>(data);
  for (int64_t i = 0; i < n; ++i) {
    const double value = static_cast<double>(values[i]);
    if (ok(value)) continue;
    context.SetError(kernel_errors::kProbabilities, BitCast<int64_t>(value), i);
    return false;
  }
  return true;
}

template <class T>
void BernoulliOf(const RandomPlan& plan, KernelContext& context) {
  const auto ok = [](double p) { return p >= 0 && p <= 1; };
  if (Check<T>(plan.in, plan.numel, context, ok)) Run(plan);
}

template <class T>
void NormalOf(const RandomPlan& plan, KernelContext& context) {
  using Compute = std::conditional_t<std::is_same_v<T, double>, double, float>;
  const auto ok = [](double std) { return std >= 0; };
  if (!Check<T>(plan.in2, plan.numel, context, ok)) return;
  RandomPlan standard = plan;
  standard.draw = RandomPlan::kNormal;
  standard.f[0] = 0;
  standard.f[1] = 1;
  Run(standard);
  T* out = reinterpret_cast<T*>(plan.out);
  const T* mean = reinterpret_cast<const T*>(plan.in);
  const T* std = reinterpret_cast<const T*>(plan.in2);
  for (int64_t i = 0; i < plan.numel; ++i) {
    out[i] = static_cast<T>(std::fma(static_cast<Compute>(out[i]),
                                     static_cast<Compute>(std[i]),
                                     static_cast<Compute>(mean[i])));
  }
}

template <class T>
void Floating(const RandomPlan& plan, KernelContext& context) {
  switch (plan.draw) {
    case RandomPlan::kBernoulliOf:
      return BernoulliOf<T>(plan, context);
    case RandomPlan::kNormalOf:
      return NormalOf<T>(plan, context);
    default:
      return Run(plan);
  }
}

void Plain(const RandomPlan& plan, KernelContext&) { Run(plan); }

Kernel<RandomPlan> KernelFor(DType dtype) {
  switch (dtype) {
    case DType::Half:
      return &Floating<Half>;
    case DType::BFloat16:
      return &Floating<BFloat16>;
    case DType::Float:
      return &Floating<float>;
    case DType::Double:
      return &Floating<double>;
    default:
      return &Plain;
  }
}

const KernelRegistrar registrar(+[](KernelTable& table) {
  for (Op op : {Op::rand, Op::rand_like, Op::randn, Op::randn_like, Op::randint,
                Op::randint_like, Op::uniform, Op::normal, Op::random,
                Op::exponential, Op::bernoulli, Op::_dropout}) {
    for (int d = 0; d < kDTypes; ++d) {
      const DType dtype = static_cast<DType>(d);
      // bernoulli_ also writes into bool and integers.
      if ((Row(op).dtypes >> d & 1) ||
          (op == Op::bernoulli && !isComplexType(dtype))) {
        table.Set<RandomPlan>(op, DeviceType::CPU, dtype, KernelFor(dtype));
      }
    }
  }
  RegisterMultinomial(table);
});

}  // namespace
}  // namespace tessera
