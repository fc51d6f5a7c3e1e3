// Sums of floats and complex numbers, by the tree of reduce_plan.h.
#include <cmath>
#include <type_traits>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cuda/reduce/kernels.h"
#include "tessera/ops_cuda/reduce/walk.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/runtime/launch.h"
#include "tessera/ops_cuda/runtime/scratch.h"
#include "tessera/ops_cuda/runtime/tree_sum.h"
#include "tessera/tensor/functors/math_base.h"

namespace tessera::cuda {
namespace {

enum class Term { kValue, kSquare, kAbsolute };
enum class Finish { kSum, kMean, kRoot, kVariance, kDeviation };

struct Work {
  Term term;
  Finish finish;
  bool centered;
};

template <class T>
__device__ T TermOf(Term term, T v, T shift) {
  switch (term) {
    case Term::kSquare:
      v = v - shift;
      return v * v;
    case Term::kAbsolute:
      return math::Abs(v);
    default:
      return v;
  }
}

template <class In, class T>
__device__ void Store(const ReducePlan& plan, Work work, int64_t out, T mean,
                      T total) {
  switch (work.finish) {
    case Finish::kMean:
      total = total / static_cast<T>(plan.count);
      break;
    case Finish::kRoot:
      total = math::Sqrt(total);
      break;
    case Finish::kVariance:
    case Finish::kDeviation: {
      const double n = static_cast<double>(plan.count) - plan.attr;
      total = total / static_cast<T>(n > 0 ? n : 0);
      if (work.finish == Finish::kDeviation) total = math::Sqrt(total);
      if (plan.out2) {
        reinterpret_cast<In*>(plan.out2)[out] = static_cast<In>(mean);
      }
      break;
    }
    default:
      break;
  }
  reinterpret_cast<In*>(plan.out)[out] = static_cast<In>(total);
}

// An output to a thread.
template <class In, class T>
__global__ void SumOutputs(ReducePlan plan, Work work) {
  ForEach(plan.outputs, [&](int64_t o) {
    const char* in;
    int64_t out;
    KeptAt(plan, o, &in, &out);
    T shift = 0;
    if (work.centered) {
      shift = TreeSum<T>(plan.count,
                         [&](int64_t k) {
                           return Load<T, In>(in + ReducedOffset(plan, k));
                         }) /
              static_cast<T>(plan.count);
    }
    const T total = TreeSum<T>(plan.count, [&](int64_t k) {
      return TermOf<T>(work.term, Load<T, In>(in + ReducedOffset(plan, k)),
                       shift);
    });
    Store<In, T>(plan, work, out, shift, total);
  });
}

// kLanes threads to a block of the tree; partial[o * blocks + b].
template <class In, class T>
__global__ void SumBlocks(ReducePlan plan, Term term, int64_t blocks,
                          const T* shifts, T* partial) {
  __shared__ T lanes[kLanes];
  for (int64_t item = blockIdx.x; item < plan.outputs * blocks;
       item += gridDim.x) {
    const int64_t o = item / blocks;
    const int64_t first = (item - o * blocks) * kSumBlock;
    const char* in;
    int64_t out;
    KeptAt(plan, o, &in, &out);
    const T shift = shifts ? shifts[o] : T(0);
    const int64_t rest = plan.count - first;
    const T sum = BlockTreeSum<T>(
        lanes, rest < kSumBlock ? rest : kSumBlock, [&](int64_t k) {
          return TermOf<T>(
              term, Load<T, In>(in + ReducedOffset(plan, first + k)), shift);
        });
    if (threadIdx.x == 0) partial[item] = sum;
  }
}

// Of the blocks' sums each output's, as its mean into `means` or finished.
template <class In, class T>
__global__ void SumFinish(ReducePlan plan, Work work, int64_t blocks,
                          const T* partial, const T* shifts, T* means) {
  ForEach(plan.outputs, [&](int64_t o) {
    Carry<T> carry;
    for (int64_t b = 0; b < blocks; ++b) carry.Add(partial[o * blocks + b]);
    const T total = carry.Finish();
    if (means) {
      means[o] = total / static_cast<T>(plan.count);
      return;
    }
    const char* in;
    int64_t out;
    KeptAt(plan, o, &in, &out);
    Store<In, T>(plan, work, out, shifts ? shifts[o] : T(0), total);
  });
}

template <class In, class T>
void RunSum(const ReducePlan& plan, KernelContext& context, Work work) {
  if (plan.outputs == 0) return;
  if (ByOutputs(plan, sizeof(In))) {
    Launch(context, &SumOutputs<In, T>, Blocks(plan.outputs, 128), 128, plan,
           work);
    return;
  }
  const int64_t blocks = (plan.count + kSumBlock - 1) / kSumBlock;
  const int64_t items = plan.outputs * blocks;
  Scratch<T> partial(context, items);
  Scratch<T> means(context, work.centered ? plan.outputs : 0);
  const T* const none = nullptr;
  if (work.centered) {
    LaunchWithBarriers(context, &SumBlocks<In, T>, Blocks(items, 1), kLanes,
                       plan, Term::kValue, blocks, none, partial.data());
    Launch(context, &SumFinish<In, T>, Blocks(plan.outputs, 128), 128, plan,
           work, blocks, partial.data(), none, means.data());
  }
  LaunchWithBarriers(context, &SumBlocks<In, T>, Blocks(items, 1), kLanes, plan,
                     work.term, blocks, means.data(), partial.data());
  T* const done = nullptr;
  Launch(context, &SumFinish<In, T>, Blocks(plan.outputs, 128), 128, plan, work,
         blocks, partial.data(), means.data(), done);
}

Work WorkOf(const ReducePlan& plan, Op op) {
  switch (op) {
    case Op::mean:
      return {Term::kValue, Finish::kMean, false};
    case Op::var:
    case Op::var_mean:
      return {Term::kSquare, Finish::kVariance, true};
    case Op::std:
      return {Term::kSquare, Finish::kDeviation, true};
    case Op::linalg_vector_norm:
      if (plan.attr == 2) return {Term::kSquare, Finish::kRoot, false};
      return {Term::kAbsolute, Finish::kSum, false};
    default:
      return {Term::kValue, Finish::kSum, false};
  }
}

template <class In, class T>
void Sum(const ReducePlan& plan, KernelContext& context) {
  RunSum<In, T>(plan, context, WorkOf(plan, context.op));
}

void PutFirst(int64_t* list, int ndim, int64_t value) {
  for (int d = ndim; d > 0; --d) list[d] = list[d - 1];
  list[0] = value;
}

// Complex numbers as pairs of reals, an innermost dimension of two that is kept
// (sums) or reduced (norms).
template <class T>
void SumComplex(const ReducePlan& plan, KernelContext& context) {
  ReducePlan parts = plan;
  if (context.op == Op::linalg_vector_norm) {
    PutFirst(parts.reduce_shape, plan.reduce_ndim, 2);
    PutFirst(parts.reduce_in, plan.reduce_ndim, sizeof(T));
    ++parts.reduce_ndim;
    parts.count *= 2;
  } else {
    for (int d = 0; d < plan.keep_ndim; ++d) parts.keep_out[d] *= 2;
    PutFirst(parts.keep_shape, plan.keep_ndim, 2);
    PutFirst(parts.keep_in, plan.keep_ndim, sizeof(T));
    PutFirst(parts.keep_out, plan.keep_ndim, 1);
    ++parts.keep_ndim;
    parts.outputs *= 2;
  }
  Sum<T, T>(parts, context);
}

}  // namespace

void RegisterSums(KernelTable& table) {
  const auto set = [&](Op op, DType dtype, Kernel<ReducePlan> kernel) {
    table.Set<ReducePlan>(op, DeviceType::CUDA, dtype, kernel);
  };
  for (Op op : {Op::sum, Op::mean, Op::var, Op::std, Op::var_mean,
                Op::linalg_vector_norm}) {
    set(op, DType::Half, &Sum<Half, float>);
    set(op, DType::BFloat16, &Sum<BFloat16, float>);
    set(op, DType::Float, &Sum<float, float>);
    set(op, DType::Double, &Sum<double, double>);
  }
  for (Op op : {Op::sum, Op::mean, Op::linalg_vector_norm}) {
    set(op, DType::ComplexFloat, &SumComplex<float>);
    set(op, DType::ComplexDouble, &SumComplex<double>);
  }
}

}  // namespace tessera::cuda
