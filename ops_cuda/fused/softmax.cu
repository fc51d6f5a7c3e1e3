// softmax, log_softmax, their backwards, and logsumexp.
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cuda/fused/kernels.h"
#include "tessera/ops_cuda/fused/rows.h"
#include "tessera/tensor/functors/math.h"
#include "tessera/tensor/plan/row_plan.h"

namespace tessera::cuda {
namespace {

enum class Kind { kSoftmax, kLogSoftmax, kLogSumExp };

template <class In, class Group>
__global__ void ForwardKernel(RowPlan plan, Kind kind) {
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
    const T most = group.Most(n, value);
    const T sum =
        group.Sum(n, [&](int64_t k) { return math::Exp(value(k) - most); });
    if (kind == Kind::kLogSumExp) {
      const bool infinite = math::Abs(most) == math::Infinity<T>();
      if (group.lane() == 0) {
        reinterpret_cast<In*>(plan.out)[row] =
            static_cast<In>(infinite ? most : most + math::Log(sum));
      }
      continue;
    }
    In* const y = reinterpret_cast<In*>(plan.out) + shape.first(row);
    const T log_sum = math::Log(sum);
    for (int64_t k = group.lane(); k < n; k += group.width()) {
      const T d = value(k) - most;
      y[k * plan.inner] = static_cast<In>(
          kind == Kind::kSoftmax ? math::Exp(d) / sum : d - log_sum);
    }
  }
}

template <class In, class Group>
__global__ void BackwardKernel(RowPlan plan, Kind kind) {
  using T = ComputeType<In>;
  __shared__ T shared[kLanes];
  const Group group(shared);
  const RowShape shape = {plan.outer, plan.n, plan.inner};
  const int64_t n = plan.n;
  const bool soft = kind == Kind::kSoftmax;
  for (int64_t row = group.first(); row < plan.outer * plan.inner;
       row += group.step()) {
    const int64_t first = shape.first(row);
    const In* const y = reinterpret_cast<const In*>(plan.in) + first;
    const In* const g = reinterpret_cast<const In*>(plan.grad) + first;
    In* const out = reinterpret_cast<In*>(plan.out) + first;
    const T sum = group.Sum(n, [&](int64_t k) {
      const T v = static_cast<T>(g[k * plan.inner]);
      return soft ? static_cast<T>(y[k * plan.inner]) * v : v;
    });
    for (int64_t k = group.lane(); k < n; k += group.width()) {
      const T a = static_cast<T>(y[k * plan.inner]);
      const T b = static_cast<T>(g[k * plan.inner]);
      out[k * plan.inner] =
          static_cast<In>(soft ? a * (b - sum) : b - math::Exp(a) * sum);
    }
  }
}

template <class In>
void Forward(const RowPlan& plan, KernelContext& context) {
  using T = ComputeType<In>;
  if (plan.n == 0) return;
  const Kind kind = context.op == Op::softmax     ? Kind::kSoftmax
                    : context.op == Op::logsumexp ? Kind::kLogSumExp
                                                  : Kind::kLogSoftmax;
  RunRows(context, {plan.outer, plan.n, plan.inner},
          &ForwardKernel<In, OneThread<T>>, &ForwardKernel<In, Block<T>>, plan,
          kind);
}

template <class In>
void Backward(const RowPlan& plan, KernelContext& context) {
  using T = ComputeType<In>;
  if (plan.n == 0) return;
  const Kind kind = context.op == Op::_softmax_backward_data
                        ? Kind::kSoftmax
                        : Kind::kLogSoftmax;
  RunRows(context, {plan.outer, plan.n, plan.inner},
          &BackwardKernel<In, OneThread<T>>, &BackwardKernel<In, Block<T>>,
          plan, kind);
}

template <class In>
void Set(KernelTable& table, DType dtype) {
  for (Op op : {Op::softmax, Op::log_softmax, Op::logsumexp}) {
    table.Set<RowPlan>(op, DeviceType::CUDA, dtype, &Forward<In>);
  }
  for (Op op : {Op::_softmax_backward_data, Op::_log_softmax_backward_data}) {
    table.Set<RowPlan>(op, DeviceType::CUDA, dtype, &Backward<In>);
  }
}

}  // namespace

void RegisterSoftmax(KernelTable& table) {
  Set<Half>(table, DType::Half);
  Set<BFloat16>(table, DType::BFloat16);
  Set<float>(table, DType::Float);
  Set<double>(table, DType::Double);
}

}  // namespace tessera::cuda
