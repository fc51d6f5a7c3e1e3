// ForEachDType: from C++ types to dtypes, for tables of functions.
//
//   ForEachDType(ordered_types, [&](auto tag, DType dtype) {
//     using T = BoolAsByte<typename decltype(tag)::type>;
//     table.Set<SortPlan>(Op::sort, DeviceType::CPU, dtype, &SortRows<T>);
//   });
//
// dtype/visit.h goes the other way, for one dtype.
#ifndef TESSERA_DTYPE_FOR_EACH_H_
#define TESSERA_DTYPE_FOR_EACH_H_

#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/dtype/visit.h"

namespace tessera {

// f(TypeTag<T>{}, dtype) for each dtype of the set, T its C++ type.
template <uint16_t Mask, class F>
void ForEachDType(DTypeSet<Mask>, F f) {
#define TESSERA_X(E, T, ...)                          \
  if constexpr (DTypeSet<Mask>::contains(DType::E)) { \
    f(TypeTag<T>{}, DType::E);                        \
  }
  TESSERA_FORALL_DTYPES(TESSERA_X)
#undef TESSERA_X
}

// For kernels to which false and true are 0 and 1.
template <class T>
using BoolAsByte = std::conditional_t<std::is_same_v<T, bool>, uint8_t, T>;

}  // namespace tessera

#endif  // TESSERA_DTYPE_FOR_EACH_H_
