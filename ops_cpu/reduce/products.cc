// prod: blocks of 4,096 terms in order, each by 64 lanes; integers in 64 bits.
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/reduce/kernels.h"
#include "tessera/ops_cpu/reduce/tree_sum.h"
#include "tessera/ops_cpu/reduce/walk.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/plan/reduce_plan.h"

namespace tessera::reduce {
namespace {

template <class T>
T Product(T* x, int64_t n) {
  for (int64_t i = kLanes; i < n; ++i) x[i % kLanes] = x[i % kLanes] * x[i];
  if (n > kLanes) n = kLanes;
  for (int w = FoldWidth(n); w; w /= 2) {
    for (int64_t i = 0; i < n - w; ++i) x[i] = x[i] * x[i + w];
    n = w;
  }
  return x[0];
}

template <class In, class T>
void Run(const ReducePlan& plan, KernelContext&) {
  ParallelFor(
      plan.outputs,
      std::max<int64_t>(1, kGrain / std::max<int64_t>(plan.count, 1)),
      [&](int64_t begin, int64_t end) {
        ForEachOutput(plan, begin, end, [&](const char* in, int64_t out) {
          T total = T(1);
          T buffer[kSumBlock];
          Cursor cursor(plan, 0);
          for (int64_t b = 0; b < plan.count; b += kSumBlock) {
            const int64_t size = std::min(kSumBlock, plan.count - b);
            T* at = buffer;
            cursor.ForEachRun(
                size, [&](int64_t offset, int64_t step, int64_t n) {
                  const char* x = in + offset;
                  for (int64_t i = 0; i < n; ++i, x += step) {
                    *at++ = static_cast<T>(*reinterpret_cast<const In*>(x));
                  }
                });
            const T product = Product(buffer, size);
            total = b ? total * product : product;
          }
          using Out = std::conditional_t<std::is_same_v<T, uint64_t>, T, In>;
          reinterpret_cast<Out*>(plan.out)[out] = static_cast<Out>(total);
        });
      });
}

template <class In, class T>
void Set(KernelTable& table, DType dtype) {
  table.Set<ReducePlan>(Op::prod, DeviceType::CPU, dtype, &Run<In, T>);
}

}  // namespace

void RegisterProducts(KernelTable& table) {
  Set<uint8_t, uint64_t>(table, DType::Bool);
  Set<uint8_t, uint64_t>(table, DType::Byte);
  Set<uint16_t, uint64_t>(table, DType::UInt16);
  Set<uint32_t, uint64_t>(table, DType::UInt32);
  Set<uint64_t, uint64_t>(table, DType::UInt64);
  Set<int8_t, uint64_t>(table, DType::Char);
  Set<int16_t, uint64_t>(table, DType::Short);
  Set<int32_t, uint64_t>(table, DType::Int);
  Set<uint64_t, uint64_t>(table, DType::Long);
  Set<Half, float>(table, DType::Half);
  Set<BFloat16, float>(table, DType::BFloat16);
  Set<float, float>(table, DType::Float);
  Set<double, double>(table, DType::Double);
  Set<complex<float>, complex<float>>(table, DType::ComplexFloat);
  Set<complex<double>, complex<double>>(table, DType::ComplexDouble);
}

}  // namespace tessera::reduce
