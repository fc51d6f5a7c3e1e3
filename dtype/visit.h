// visit: from a DType at run time to a C++ type, the only switch over dtypes.
//
//   size_t bytes = visit(dtype, floating_types, [&](auto tag) {
//     using T = typename decltype(tag)::type;
//     return n * sizeof(T);
//   });  // DTypeError for others than the four floating types
//
// The function is instantiated for the dtypes of the set and no other. A thin
// function that picks a function pointer (Kernel<T>) keeps programs small.
#ifndef TESSERA_DTYPE_VISIT_H_
#define TESSERA_DTYPE_VISIT_H_

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/dtype.h"
#include "tessera/dtype/half.h"

namespace tessera {

template <class T>
struct TypeTag {
  using type = T;
};

// A set of dtypes as a type; bit i is DType i.
template <uint16_t Mask>
struct DTypeSet {
  static constexpr uint16_t mask = Mask;
  static constexpr bool contains(DType d) {
    return (Mask >> static_cast<int>(d)) & 1;
  }
  template <uint16_t Other>
  constexpr DTypeSet<Mask | Other> operator|(DTypeSet<Other>) const {
    return {};
  }
};

inline constexpr DTypeSet<0x0001> bool_type{};
inline constexpr DTypeSet<0x01fe> integral_types{};  // 8
inline constexpr DTypeSet<0x01ff> integral_and_bool_types{};
inline constexpr DTypeSet<0x01e0> signed_integral_types{};
inline constexpr DTypeSet<0x001e> unsigned_integral_types{};
inline constexpr DTypeSet<0x1e00> floating_types{};          // 4
inline constexpr DTypeSet<0x0600> reduced_floating_types{};  // Half, BFloat16
inline constexpr DTypeSet<0x1800> full_floating_types{};     // float, double
inline constexpr DTypeSet<0x6000> complex_types{};           // 2
inline constexpr DTypeSet<0x7e00> inexact_types{};  // floating and complex
inline constexpr DTypeSet<0x1ffe> real_types{};     // integers and floating
inline constexpr DTypeSet<0x1fff> ordered_types{};  // real and bool
inline constexpr DTypeSet<0x7ffe> number_types{};   // all but bool
inline constexpr DTypeSet<0x7fff> all_types{};      // 15

// "bool, floating or complex": kinds that are whole by their names.
std::string DTypeNames(uint16_t mask);

namespace internal {

// DTypeError "expected dtype bool or integer, got float32".
[[noreturn]] void ThrowNotInSet(DType d, uint16_t mask);

template <uint16_t Mask, class F>
struct VisitResult {
  static constexpr DType first =
      static_cast<DType>(__builtin_ctz(static_cast<unsigned>(Mask)));
#define TESSERA_X(E, T, ...)              \
  else if constexpr (first == DType::E) { \
    return TypeTag<T>{};                  \
  }
  static constexpr auto First() {
    if constexpr (Mask == 0) {
      static_assert(Mask != 0, "an empty set of dtypes");
    }
    TESSERA_FORALL_DTYPES(TESSERA_X)
  }
#undef TESSERA_X
  using type = decltype(std::declval<F>()(First()));
};

}  // namespace internal

// f(TypeTag<T>{}), T the C++ type of d. All instances return the same type.
template <uint16_t Mask, class F>
typename internal::VisitResult<Mask, F>::type visit(DType d, DTypeSet<Mask>,
                                                    F&& f) {
  switch (d) {
#define TESSERA_X(E, T, ...)                                  \
  case DType::E:                                              \
    if constexpr ((Mask >> static_cast<int>(DType::E)) & 1) { \
      return static_cast<F&&>(f)(TypeTag<T>{});               \
    }                                                         \
    break;
    TESSERA_FORALL_DTYPES(TESSERA_X)
#undef TESSERA_X
    case DType::Undefined:
      break;
  }
  internal::ThrowNotInSet(d, Mask);
}

}  // namespace tessera

#endif  // TESSERA_DTYPE_VISIT_H_
