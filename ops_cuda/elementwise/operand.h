// Elements of any dtype read and written as a kernel's own type.
//
//   const float x = LoadAs<float>(at, DType::Half, DType::Float);
//   StoreAs<float>(at, DType::Long, DType::Float, 2.5f);   // 2
//
// By the rule of Convert. The kernel's type may stand for a dtype of its width
// (uint8_t for int8), which is why both are named.
#ifndef TESSERA_OPS_CUDA_ELEMENTWISE_OPERAND_H_
#define TESSERA_OPS_CUDA_ELEMENTWISE_OPERAND_H_

#include <cuda_runtime.h>

#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/convert.h"
#include "tessera/dtype/dtype.h"

namespace tessera::cuda {

// Not inlined: a switch over fifteen dtypes in each kernel would be most of the
// program, and kernels that convert nothing do not come here.
#ifdef __CUDACC__
#define TESSERA_CUDA_OUT_OF_LINE __device__ __noinline__
#else
#define TESSERA_CUDA_OUT_OF_LINE inline __attribute__((noinline))
#endif

#define TESSERA_CUDA_EACH_DTYPE(CASE) \
  CASE(Bool, uint8_t)                 \
  CASE(Byte, uint8_t)                 \
  CASE(UInt16, uint16_t)              \
  CASE(UInt32, uint32_t)              \
  CASE(UInt64, uint64_t)              \
  CASE(Char, int8_t)                  \
  CASE(Short, int16_t)                \
  CASE(Int, int32_t)                  \
  CASE(Long, int64_t)                 \
  CASE(Half, Half)                    \
  CASE(BFloat16, BFloat16)            \
  CASE(Float, float)                  \
  CASE(Double, double)                \
  CASE(ComplexFloat, complex<float>)  \
  CASE(ComplexDouble, complex<double>)

// v as dtype `to`, in a T as wide.
template <class T, class From>
__device__ T ConvertFor(From v, DType to) {
  if constexpr (std::is_same_v<T, uint8_t>) {
    if (to == DType::Bool) return Convert<bool>(v);
  }
  if constexpr (std::is_same_v<T, uint64_t>) {
    if (to == DType::Long) return static_cast<T>(Convert<int64_t>(v));
  }
  return Convert<T>(v);
}

template <class T>
TESSERA_CUDA_OUT_OF_LINE T LoadAs(const char* at, DType from, DType to) {
  switch (from) {
#define TESSERA_CASE(D, S) \
  case DType::D:           \
    return ConvertFor<T>(*reinterpret_cast<const S*>(at), to);
    TESSERA_CUDA_EACH_DTYPE(TESSERA_CASE)
#undef TESSERA_CASE
    default:
      return T(0);
  }
}

template <class T>
__device__ void StoreValue(char* at, DType to, T v) {
  switch (to) {
    case DType::Bool:
      *reinterpret_cast<uint8_t*>(at) = Convert<bool>(v);
      return;
#define TESSERA_CASE(D, S)                     \
  case DType::D:                               \
    *reinterpret_cast<S*>(at) = Convert<S>(v); \
    return;
      TESSERA_CASE(Byte, uint8_t)
      TESSERA_CASE(UInt16, uint16_t)
      TESSERA_CASE(UInt32, uint32_t)
      TESSERA_CASE(UInt64, uint64_t)
      TESSERA_CASE(Char, int8_t)
      TESSERA_CASE(Short, int16_t)
      TESSERA_CASE(Int, int32_t)
      TESSERA_CASE(Long, int64_t)
      TESSERA_CASE(Half, Half)
      TESSERA_CASE(BFloat16, BFloat16)
      TESSERA_CASE(Float, float)
      TESSERA_CASE(Double, double)
      TESSERA_CASE(ComplexFloat, complex<float>)
      TESSERA_CASE(ComplexDouble, complex<double>)
#undef TESSERA_CASE
    default:
      return;
  }
}

// v, of dtype `from`, as dtype `to`.
template <class T>
TESSERA_CUDA_OUT_OF_LINE void StoreAs(char* at, DType to, DType from, T v) {
  if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    if (from == DType::Char || from == DType::Short || from == DType::Int ||
        from == DType::Long) {
      StoreValue(at, to, static_cast<std::make_signed_t<T>>(v));
      return;
    }
  }
  StoreValue(at, to, v);
}

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_ELEMENTWISE_OPERAND_H_
