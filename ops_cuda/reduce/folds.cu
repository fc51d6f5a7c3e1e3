// Sums of integers and bools, which are exact; all, any and count_nonzero, by
// counting; products.
#include <type_traits>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cuda/reduce/fold.h"
#include "tessera/ops_cuda/reduce/kernels.h"

namespace tessera::cuda {
namespace {

template <class In>
struct Value {
  __device__ static uint64_t Of(const char* at) {
    return static_cast<uint64_t>(*reinterpret_cast<const In*>(at));
  }
};
template <class In>
struct NonZero {
  __device__ static uint64_t Of(const char* at) {
    return *reinterpret_cast<const In*>(at) != In(0);
  }
};
struct NonZeroHalf {
  __device__ static uint64_t Of(const char* at) {
    return (*reinterpret_cast<const uint16_t*>(at) & 0x7fff) != 0;
  }
};

template <class Term>
struct Sum {
  using Acc = uint64_t;
  __device__ static Acc Start(Mode, bool) { return 0; }
  __device__ static void Add(Acc* acc, const char* at, int64_t, Mode, bool) {
    *acc += Term::Of(at);
  }
  __device__ static void Merge(Acc* acc, const Acc& other, Mode, bool) {
    *acc += other;
  }
  __device__ static void Store(const ReducePlan& plan, int64_t out, Acc acc,
                               Mode mode) {
    if (mode == Mode::kAll) {
      reinterpret_cast<bool*>(plan.out)[out] =
          acc == static_cast<uint64_t>(plan.count);
    } else if (mode == Mode::kAny) {
      reinterpret_cast<bool*>(plan.out)[out] = acc != 0;
    } else {
      reinterpret_cast<uint64_t*>(plan.out)[out] = acc;
    }
  }
};

template <class In, class T>
struct Product {
  using Acc = T;
  __device__ static Acc Start(Mode, bool) { return T(1); }
  __device__ static void Add(Acc* acc, const char* at, int64_t, Mode, bool) {
    *acc = *acc * Load<T, In>(at);
  }
  __device__ static void Merge(Acc* acc, const Acc& other, Mode, bool) {
    *acc = *acc * other;
  }
  __device__ static void Store(const ReducePlan& plan, int64_t out, Acc acc,
                               Mode) {
    using Out = std::conditional_t<std::is_same_v<T, uint64_t>, T, In>;
    reinterpret_cast<Out*>(plan.out)[out] = static_cast<Out>(acc);
  }
};

template <class F>
void Run(const ReducePlan& plan, KernelContext& context) {
  const Mode mode = context.op == Op::all   ? Mode::kAll
                    : context.op == Op::any ? Mode::kAny
                                            : Mode::kSum;
  RunFold<F>(plan, context, mode, false,
             static_cast<int64_t>(elementSize(plan.dtype)));
}

template <class Term>
void SetSum(KernelTable& table, DType dtype) {
  table.Set<ReducePlan>(Op::sum, DeviceType::CUDA, dtype, &Run<Sum<Term>>);
}
template <class Term>
void SetCount(KernelTable& table, DType dtype) {
  for (Op op : {Op::all, Op::any, Op::count_nonzero}) {
    table.Set<ReducePlan>(op, DeviceType::CUDA, dtype, &Run<Sum<Term>>);
  }
}
template <class In, class T>
void SetProduct(KernelTable& table, DType dtype) {
  table.Set<ReducePlan>(Op::prod, DeviceType::CUDA, dtype,
                        &Run<Product<In, T>>);
}

}  // namespace

void RegisterFolds(KernelTable& table) {
  SetSum<Value<uint8_t>>(table, DType::Bool);
  SetSum<Value<uint8_t>>(table, DType::Byte);
  SetSum<Value<uint16_t>>(table, DType::UInt16);
  SetSum<Value<uint32_t>>(table, DType::UInt32);
  SetSum<Value<uint64_t>>(table, DType::UInt64);
  SetSum<Value<int8_t>>(table, DType::Char);
  SetSum<Value<int16_t>>(table, DType::Short);
  SetSum<Value<int32_t>>(table, DType::Int);
  SetSum<Value<uint64_t>>(table, DType::Long);
  SetCount<NonZero<uint8_t>>(table, DType::Bool);
  SetCount<NonZero<uint8_t>>(table, DType::Byte);
  SetCount<NonZero<uint8_t>>(table, DType::Char);
  SetCount<NonZero<uint16_t>>(table, DType::UInt16);
  SetCount<NonZero<uint16_t>>(table, DType::Short);
  SetCount<NonZero<uint32_t>>(table, DType::UInt32);
  SetCount<NonZero<uint32_t>>(table, DType::Int);
  SetCount<NonZero<uint64_t>>(table, DType::UInt64);
  SetCount<NonZero<uint64_t>>(table, DType::Long);
  SetCount<NonZeroHalf>(table, DType::Half);
  SetCount<NonZeroHalf>(table, DType::BFloat16);
  SetCount<NonZero<float>>(table, DType::Float);
  SetCount<NonZero<double>>(table, DType::Double);
  SetCount<NonZero<complex<float>>>(table, DType::ComplexFloat);
  SetCount<NonZero<complex<double>>>(table, DType::ComplexDouble);
  SetProduct<uint8_t, uint64_t>(table, DType::Bool);
  SetProduct<uint8_t, uint64_t>(table, DType::Byte);
  SetProduct<uint16_t, uint64_t>(table, DType::UInt16);
  SetProduct<uint32_t, uint64_t>(table, DType::UInt32);
  SetProduct<uint64_t, uint64_t>(table, DType::UInt64);
  SetProduct<int8_t, uint64_t>(table, DType::Char);
  SetProduct<int16_t, uint64_t>(table, DType::Short);
  SetProduct<int32_t, uint64_t>(table, DType::Int);
  SetProduct<uint64_t, uint64_t>(table, DType::Long);
  SetProduct<Half, float>(table, DType::Half);
  SetProduct<BFloat16, float>(table, DType::BFloat16);
  SetProduct<float, float>(table, DType::Float);
  SetProduct<double, double>(table, DType::Double);
  SetProduct<complex<float>, complex<float>>(table, DType::ComplexFloat);
  SetProduct<complex<double>, complex<double>>(table, DType::ComplexDouble);
}

}  // namespace tessera::cuda
