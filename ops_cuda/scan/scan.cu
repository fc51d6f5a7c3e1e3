// cumsum, cumprod, cummax and cummin: the CPU's bits. Sums of floats go by the
// blocks of tensor/plan/scan_plan.h, products of floats by whole rows; all
// else is exact and may be cut anywhere.
#include <cuda_runtime.h>

#include <cstdint>
#include <type_traits>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cuda/scan/blocks.h"
#include "tessera/ops_cuda/scan/scan.h"
#include "tessera/tensor/functors/scan.h"
#include "tessera/tensor/plan/scan_plan.h"

namespace tessera::cuda {
namespace {

// T: of the elements; C: what they are read as.
template <class T, class C, class S>
struct Accumulate {
  using State = S;
  using R = functors::ScanResult<T>;
  const T* in;
  R* out;

  __device__ void Add(State* state, int64_t at, int64_t) const {
    state->Add(functors::ReadScanned<C>(in[at]));
  }
  __device__ void Store(const State& state, int64_t at) const {
    out[at] = static_cast<R>(state.Value());
  }
};

// NaN wins over all, the first one; of equals the last.
template <class T, bool kMax>
struct Extreme {
  struct State {
    T best{};
    int64_t index = -1;  // none yet

    __device__ void AddTotal(const State& total) {
      if (total.index >= 0) Add(total.best, total.index);
    }
    __device__ void Add(T x, int64_t i) {
      if (index < 0 || Beats(x, best)) {
        best = x;
        index = i;
      }
    }
    static __device__ bool Beats(T x, T best) {
      if constexpr (std::is_arithmetic_v<T>) {
        if (best != best) return false;
        return x != x || (kMax ? x >= best : x <= best);
      } else {
        const float a = static_cast<float>(x), b = static_cast<float>(best);
        return b == b && (a != a || (kMax ? a >= b : a <= b));
      }
    }
  };
  const T* in;
  T* out;
  int64_t* indices;

  __device__ void Add(State* state, int64_t at, int64_t i) const {
    state->Add(in[at], i);
  }
  __device__ void Store(const State& state, int64_t at) const {
    out[at] = state.best;
    indices[at] = state.index;
  }
};

template <class F>
void Scan(const ScanPlan& plan, KernelContext& context, F f, int64_t block) {
  ScanInBlocks(context, f, plan.outer, plan.n, plan.inner, block);
}

template <class T, class C, class State>
void RunAccumulate(const ScanPlan& plan, KernelContext& context) {
  const int64_t block = std::is_integral_v<T>
                            ? AnyBlock(plan.outer * plan.inner, plan.n)
                        : context.op == Op::cumsum ? ScanPlan::kBlock
                                                   : plan.n;
  Scan(plan, context,
       Accumulate<T, C, State>{
           reinterpret_cast<const T*>(plan.in),
           reinterpret_cast<functors::ScanResult<T>*>(plan.out)},
       block);
}

template <class T, bool kMax>
void RunExtreme(const ScanPlan& plan, KernelContext& context) {
  Scan(plan, context,
       Extreme<T, kMax>{reinterpret_cast<const T*>(plan.in),
                        reinterpret_cast<T*>(plan.out), plan.indices},
       AnyBlock(plan.outer * plan.inner, plan.n));
}

template <class T>
struct SumState {
  using type = std::conditional_t<std::is_integral_v<T>, functors::IntSum,
                                  functors::FloatSum<functors::ScanCompute<T>>>;
};
template <class T>
struct SumState<complex<T>> {
  using type = functors::ComplexSum<T>;
};

template <class T>
void Set(KernelTable& table, DType dtype) {
  using C = functors::ScanCompute<T>;
  using P = functors::ProductCompute<T>;
  table.Set<ScanPlan>(Op::cumsum, DeviceType::CUDA, dtype,
                      &RunAccumulate<T, C, typename SumState<T>::type>);
  table.Set<ScanPlan>(Op::cumprod, DeviceType::CUDA, dtype,
                      &RunAccumulate<T, P, functors::Product<P>>);
  if constexpr (!is_complex<T>::value) {
    table.Set<ScanPlan>(Op::cummax, DeviceType::CUDA, dtype,
                        &RunExtreme<T, true>);
    table.Set<ScanPlan>(Op::cummin, DeviceType::CUDA, dtype,
                        &RunExtreme<T, false>);
  }
}

}  // namespace

void RegisterScan(KernelTable& table) {
  Set<uint8_t>(table, DType::Bool);
  Set<uint8_t>(table, DType::Byte);
  Set<uint16_t>(table, DType::UInt16);
  Set<uint32_t>(table, DType::UInt32);
  Set<uint64_t>(table, DType::UInt64);
  Set<int8_t>(table, DType::Char);
  Set<int16_t>(table, DType::Short);
  Set<int32_t>(table, DType::Int);
  Set<int64_t>(table, DType::Long);
  Set<Half>(table, DType::Half);
  Set<BFloat16>(table, DType::BFloat16);
  Set<float>(table, DType::Float);
  Set<double>(table, DType::Double);
  Set<complex<float>>(table, DType::ComplexFloat);
  Set<complex<double>>(table, DType::ComplexDouble);
}

}  // namespace tessera::cuda
