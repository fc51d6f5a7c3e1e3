// TESSERA_DISPATCH_...: code for the C++ type of a dtype known at run time.
//
//   TESSERA_DISPATCH_FLOATING_TYPES(t.scalar_type(), "fill", [&] {
//     scalar_t* p = t.data_ptr<scalar_t>();  // float or double
//     std::fill(p, p + t.numel(), scalar_t(1));
//   });  // NotImplementedError, "fill" not implemented for 'Int', for others
//
// As libtorch's AT_DISPATCH_...; the lambda stands once for each type, and what
// it returns is the result. New code does better with dtype/visit.h.
#ifndef TESSERA_DTYPE_DISPATCH_H_
#define TESSERA_DTYPE_DISPATCH_H_

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/dtype.h"
#include "tessera/dtype/half.h"

namespace tessera {
namespace internal {

[[noreturn]] void ThrowNotDispatched(DType dtype, const char* name);

template <DType>
struct TypeOfDType;
#define TESSERA_X(E, T, ...)     \
  template <>                    \
  struct TypeOfDType<DType::E> { \
    using type = T;              \
  };
TESSERA_FORALL_DTYPES(TESSERA_X)
#undef TESSERA_X

}  // namespace internal
}  // namespace tessera

// TESSERA_DISPATCH_SWITCH(d, "name",
//                         TESSERA_DISPATCH_CASE_FLOATING_TYPES(f)
//                         TESSERA_DISPATCH_CASE(kHalf, f));
#define TESSERA_DISPATCH_SWITCH(dtype, name, ...)                           \
  [&] {                                                                     \
    const ::tessera::DType tessera_dispatched_ = dtype;                     \
    switch (tessera_dispatched_) {                                          \
      __VA_ARGS__                                                           \
      default:                                                              \
        ::tessera::internal::ThrowNotDispatched(tessera_dispatched_, name); \
    }                                                                       \
  }()

#define TESSERA_DISPATCH_CASE(dtype, ...)              \
  case dtype: {                                        \
    using scalar_t [[maybe_unused]] =                  \
        ::tessera::internal::TypeOfDType<dtype>::type; \
    return __VA_ARGS__();                              \
  }
#define TESSERA_DISPATCH_CASE_FLOATING_TYPES(...)              \
  TESSERA_DISPATCH_CASE(::tessera::DType::Double, __VA_ARGS__) \
  TESSERA_DISPATCH_CASE(::tessera::DType::Float, __VA_ARGS__)
#define TESSERA_DISPATCH_CASE_INTEGRAL_TYPES(...)            \
  TESSERA_DISPATCH_CASE(::tessera::DType::Byte, __VA_ARGS__) \
  TESSERA_DISPATCH_CASE(::tessera::DType::Char, __VA_ARGS__) \
  TESSERA_DISPATCH_CASE(::tessera::DType::Int, __VA_ARGS__)  \
  TESSERA_DISPATCH_CASE(::tessera::DType::Long, __VA_ARGS__) \
  TESSERA_DISPATCH_CASE(::tessera::DType::Short, __VA_ARGS__)
#define TESSERA_DISPATCH_CASE_COMPLEX_TYPES(...)                      \
  TESSERA_DISPATCH_CASE(::tessera::DType::ComplexDouble, __VA_ARGS__) \
  TESSERA_DISPATCH_CASE(::tessera::DType::ComplexFloat, __VA_ARGS__)
#define TESSERA_DISPATCH_CASE_ALL_TYPES(...)        \
  TESSERA_DISPATCH_CASE_INTEGRAL_TYPES(__VA_ARGS__) \
  TESSERA_DISPATCH_CASE_FLOATING_TYPES(__VA_ARGS__)

// float and double; the five signed integers and uint8; both; all with a half
// type or others besides.
#define TESSERA_DISPATCH_FLOATING_TYPES(dtype, name, ...) \
  TESSERA_DISPATCH_SWITCH(dtype, name,                    \
                          TESSERA_DISPATCH_CASE_FLOATING_TYPES(__VA_ARGS__))
#define TESSERA_DISPATCH_FLOATING_TYPES_AND_HALF(dtype, name, ...) \
  TESSERA_DISPATCH_SWITCH(                                         \
      dtype, name,                                                 \
      TESSERA_DISPATCH_CASE_FLOATING_TYPES(__VA_ARGS__)            \
          TESSERA_DISPATCH_CASE(::tessera::DType::Half, __VA_ARGS__))
#define TESSERA_DISPATCH_FLOATING_TYPES_AND(other, dtype, name, ...)        \
  TESSERA_DISPATCH_SWITCH(dtype, name,                                      \
                          TESSERA_DISPATCH_CASE_FLOATING_TYPES(__VA_ARGS__) \
                              TESSERA_DISPATCH_CASE(other, __VA_ARGS__))
#define TESSERA_DISPATCH_FLOATING_AND_COMPLEX_TYPES(dtype, name, ...) \
  TESSERA_DISPATCH_SWITCH(                                            \
      dtype, name,                                                    \
      TESSERA_DISPATCH_CASE_FLOATING_TYPES(__VA_ARGS__)               \
          TESSERA_DISPATCH_CASE_COMPLEX_TYPES(__VA_ARGS__))
#define TESSERA_DISPATCH_INTEGRAL_TYPES(dtype, name, ...) \
  TESSERA_DISPATCH_SWITCH(dtype, name,                    \
                          TESSERA_DISPATCH_CASE_INTEGRAL_TYPES(__VA_ARGS__))
#define TESSERA_DISPATCH_ALL_TYPES(dtype, name, ...) \
  TESSERA_DISPATCH_SWITCH(dtype, name,               \
                          TESSERA_DISPATCH_CASE_ALL_TYPES(__VA_ARGS__))
#define TESSERA_DISPATCH_ALL_TYPES_AND(other, dtype, name, ...)        \
  TESSERA_DISPATCH_SWITCH(dtype, name,                                 \
                          TESSERA_DISPATCH_CASE_ALL_TYPES(__VA_ARGS__) \
                              TESSERA_DISPATCH_CASE(other, __VA_ARGS__))

#endif  // TESSERA_DTYPE_DISPATCH_H_
