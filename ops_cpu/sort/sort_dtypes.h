// The dtypes that have an order, as types that sort_keys knows.
//
//   sort_keys::ForEachDType([&](auto tag, DType dtype) {
//     using T = decltype(tag);
//     table.Set<SortPlan>(Op::sort, DeviceType::CPU, dtype, &SortRows<T>);
//   });
#ifndef TESSERA_OPS_CPU_SORT_SORT_DTYPES_H_
#define TESSERA_OPS_CPU_SORT_SORT_DTYPES_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/dtype.h"
#include "tessera/dtype/half.h"

namespace tessera::sort_keys {

template <class F>
void ForEachDType(F f) {
  f(uint8_t(), DType::Bool);
  f(uint8_t(), DType::Byte);
  f(uint16_t(), DType::UInt16);
  f(uint32_t(), DType::UInt32);
  f(uint64_t(), DType::UInt64);
  f(int8_t(), DType::Char);
  f(int16_t(), DType::Short);
  f(int32_t(), DType::Int);
  f(int64_t(), DType::Long);
  f(Half(), DType::Half);
  f(BFloat16(), DType::BFloat16);
  f(float(), DType::Float);
  f(double(), DType::Double);
}

}  // namespace tessera::sort_keys

#endif  // TESSERA_OPS_CPU_SORT_SORT_DTYPES_H_
