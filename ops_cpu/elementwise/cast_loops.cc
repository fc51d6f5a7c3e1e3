// The conversions from which cast.cc composes all others.
#include <type_traits>

#include "tessera/dtype/convert.h"
#include "tessera/ops_cpu/elementwise/loops.h"

namespace tessera::TESSERA_ISA {
namespace {

template <class T, bool = std::is_arithmetic_v<T>>
struct ElementOf {
  typedef T __attribute__((may_alias)) type;
};
template <class T>
struct ElementOf<T, false> {
  using type = T;
};
template <class T>
using Element = typename ElementOf<T>::type;

template <class To, class From>
void Cast(void* dst, const void* src, int64_t n) {
  auto* to = static_cast<Element<To>*>(dst);
  const auto* from = static_cast<const Element<From>*>(src);
#pragma GCC ivdep
  for (int64_t i = 0; i < n; ++i) to[i] = Convert<To>(From(from[i]));
}

template <class From, class To>
constexpr CastEntry Entry(DType from, DType to) {
  return {from, to, &Cast<To, From>};
}

// To the integers of each width; narrowing serves both signs.
#define TESSERA_TO_INTEGERS(D, T)                  \
  Entry<T, uint8_t>(DType::D, DType::Byte),        \
      Entry<T, uint8_t>(DType::D, DType::Char),    \
      Entry<T, uint16_t>(DType::D, DType::UInt16), \
      Entry<T, uint16_t>(DType::D, DType::Short),  \
      Entry<T, uint32_t>(DType::D, DType::UInt32), \
      Entry<T, uint32_t>(DType::D, DType::Int),    \
      Entry<T, uint64_t>(DType::D, DType::UInt64)
#define TESSERA_TO_REAL(D, T)              \
  Entry<T, float>(DType::D, DType::Float), \
      Entry<T, double>(DType::D, DType::Double)
#define TESSERA_FROM_INTEGER(D, T, U)                                   \
  TESSERA_TO_INTEGERS(D, T), Entry<T, uint64_t>(DType::D, DType::Long), \
      TESSERA_TO_REAL(D, T), Entry<U, bool>(DType::D, DType::Bool)

constexpr CastEntry kEntries[] = {
    TESSERA_FROM_INTEGER(Byte, uint8_t, uint8_t),
    TESSERA_FROM_INTEGER(UInt16, uint16_t, uint16_t),
    TESSERA_FROM_INTEGER(UInt32, uint32_t, uint32_t),
    TESSERA_FROM_INTEGER(UInt64, uint64_t, uint64_t),
    TESSERA_FROM_INTEGER(Char, int8_t, uint8_t),
    TESSERA_FROM_INTEGER(Short, int16_t, uint16_t),
    TESSERA_FROM_INTEGER(Int, int32_t, uint32_t),
    TESSERA_FROM_INTEGER(Long, int64_t, uint64_t),
    TESSERA_TO_INTEGERS(Float, float),
    Entry<float, int64_t>(DType::Float, DType::Long),
    Entry<float, double>(DType::Float, DType::Double),
    Entry<float, bool>(DType::Float, DType::Bool),
    Entry<float, Half>(DType::Float, DType::Half),
    Entry<float, BFloat16>(DType::Float, DType::BFloat16),
    TESSERA_TO_INTEGERS(Double, double),
    Entry<double, int64_t>(DType::Double, DType::Long),
    Entry<double, float>(DType::Double, DType::Float),
    Entry<double, bool>(DType::Double, DType::Bool),
    Entry<double, Half>(DType::Double, DType::Half),
    Entry<double, BFloat16>(DType::Double, DType::BFloat16),
    Entry<uint64_t, Half>(DType::UInt64, DType::Half),
    Entry<uint64_t, BFloat16>(DType::UInt64, DType::BFloat16),
    Entry<int64_t, Half>(DType::Long, DType::Half),
    Entry<int64_t, BFloat16>(DType::Long, DType::BFloat16),
    Entry<Half, float>(DType::Half, DType::Float),
    Entry<BFloat16, float>(DType::BFloat16, DType::Float),
    Entry<complex<float>, bool>(DType::ComplexFloat, DType::Bool),
    Entry<complex<double>, bool>(DType::ComplexDouble, DType::Bool),
};

}  // namespace

CastTable CastLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera::TESSERA_ISA
