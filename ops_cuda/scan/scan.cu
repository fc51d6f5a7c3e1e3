// cumsum, cumprod, cummax and cummin: the CPU's bits. Sums of floats go by the
// blocks of tensor/plan/scan_plan.h, products of floats by whole rows; all
// else is exact and may be cut anywhere.
#include <cuda_runtime.h>

#include <cstdint>
#include <type_traits>

#include "tessera/dtype/complex.h"
#include "tessera/dtype/for_each.h"
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

template <class T, bool kMax>
struct Extreme {
  using State = functors::RunningExtreme<T, kMax>;
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
void Set(KernelTable& table, DType dtype) {
  using C = functors::ScanCompute<T>;
  using P = functors::ProductCompute<T>;
  table.Set<ScanPlan>(Op::cumsum, DeviceType::CUDA, dtype,
                      &RunAccumulate<T, C, functors::ScanSum<T>>);
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
  ForEachDType(all_types, [&](auto tag, DType dtype) {
    Set<BoolAsByte<typename decltype(tag)::type>>(table, dtype);
  });
}

}  // namespace tessera::cuda
