// DType: the fifteen element types, their names and properties.
//
//   DType d = kFloat32;             // libtorch's names: kFloat, kF32, ...
//   elementSize(d);                 // 4
//   name(d); toString(d);           // "float32", "Float"
//   isFloatingType(d), kind(d);     // true, Kind::Float
//   dtype_of<int64_t>;              // kInt64
#ifndef TESSERA_DTYPE_DTYPE_H_
#define TESSERA_DTYPE_DTYPE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

#include "tessera/base/cpp17.h"

namespace tessera {

struct Half;
struct BFloat16;
template <class T>
struct complex;

// X(enumerator, C++ type, name, kind, size in bytes, name of the C++ type as
// libtorch prints it, DLPack type code, NumPy descr). NumPy has no bfloat16.
#define TESSERA_FORALL_DTYPES(X)                                             \
  X(Bool, bool, "bool", Bool, 1, "bool", 6, "|b1")                           \
  X(Byte, uint8_t, "uint8", Int, 1, "unsigned char", 1, "|u1")               \
  X(UInt16, uint16_t, "uint16", Int, 2, "short unsigned int", 1, "<u2")      \
  X(UInt32, uint32_t, "uint32", Int, 4, "unsigned int", 1, "<u4")            \
  X(UInt64, uint64_t, "uint64", Int, 8, "long unsigned int", 1, "<u8")       \
  X(Char, int8_t, "int8", Int, 1, "signed char", 0, "|i1")                   \
  X(Short, int16_t, "int16", Int, 2, "short int", 0, "<i2")                  \
  X(Int, int32_t, "int32", Int, 4, "int", 0, "<i4")                          \
  X(Long, int64_t, "int64", Int, 8, "long int", 0, "<i8")                    \
  X(Half, ::tessera::Half, "float16", Float, 2, "c10::Half", 2, "<f2")       \
  X(BFloat16, ::tessera::BFloat16, "bfloat16", Float, 2, "c10::BFloat16", 4, \
    nullptr)                                                                 \
  X(Float, float, "float32", Float, 4, "float", 2, "<f4")                    \
  X(Double, double, "float64", Float, 8, "double", 2, "<f8")                 \
  X(ComplexFloat, ::tessera::complex<float>, "complex64", Complex, 8,        \
    "c10::complex<float>", 5, "<c8")                                         \
  X(ComplexDouble, ::tessera::complex<double>, "complex128", Complex, 16,    \
    "c10::complex<double>", 5, "<c16")

enum class DType : uint8_t {
#define TESSERA_X(E, ...) E,
  TESSERA_FORALL_DTYPES(TESSERA_X)
#undef TESSERA_X
      Undefined  // 15
};

using ScalarType = DType;
using Dtype = DType;

constexpr int kDTypes = static_cast<int>(DType::Undefined);
static_assert(kDTypes == 15);

constexpr DType kBool = DType::Bool;
constexpr DType kUInt8 = DType::Byte, kByte = kUInt8, kU8 = kUInt8;
constexpr DType kUInt16 = DType::UInt16, kUInt32 = DType::UInt32;
constexpr DType kUInt64 = DType::UInt64;
constexpr DType kInt8 = DType::Char, kChar = kInt8, kI8 = kInt8;
constexpr DType kInt16 = DType::Short, kShort = kInt16, kI16 = kInt16;
constexpr DType kInt32 = DType::Int, kInt = kInt32, kI32 = kInt32;
constexpr DType kInt64 = DType::Long, kLong = kInt64, kI64 = kInt64;
constexpr DType kFloat16 = DType::Half, kHalf = kFloat16, kF16 = kFloat16;
constexpr DType kBFloat16 = DType::BFloat16;
constexpr DType kFloat32 = DType::Float, kFloat = kFloat32, kF32 = kFloat32;
constexpr DType kFloat64 = DType::Double, kDouble = kFloat64;
constexpr DType kF64 = kFloat64;
constexpr DType kComplexFloat = DType::ComplexFloat;
constexpr DType kComplexDouble = DType::ComplexDouble;

// In the order of promotion: what has a lower kind gives way.
enum class Kind : uint8_t { Bool, Int, Float, Complex };

namespace internal {

struct DTypeInfo {
  const char* name;
  const char* enumerator;
  const char* cpp_name;
  const char* numpy;
  uint8_t size;
  Kind kind;
  uint8_t dlpack;
};

inline constexpr DTypeInfo kDTypeInfo[kDTypes + 1] = {
#define TESSERA_X(E, T, name, kind, size, cpp_name, dlpack, numpy) \
  {name, #E, cpp_name, numpy, size, Kind::kind, dlpack},
    TESSERA_FORALL_DTYPES(TESSERA_X)
#undef TESSERA_X
        {"undefined", "Undefined", "nullptr (uninitialized)", nullptr, 0,
         Kind::Bool, 0}};

constexpr const DTypeInfo& Info(DType d) {
  return kDTypeInfo[static_cast<uint8_t>(d) & 15];
}

}  // namespace internal

// In bytes; 0 for Undefined.
constexpr size_t elementSize(DType d) { return internal::Info(d).size; }

// Python's name: "float32".
constexpr const char* name(DType d) { return internal::Info(d).name; }

// libtorch's: "Float".
constexpr const char* toString(DType d) { return internal::Info(d).enumerator; }

// Kind::Bool for Undefined.
constexpr Kind kind(DType d) { return internal::Info(d).kind; }

constexpr bool isFloatingType(DType d) { return kind(d) == Kind::Float; }

constexpr bool isComplexType(DType d) { return kind(d) == Kind::Complex; }

constexpr bool isIntegralType(DType d, bool includeBool) {
  return kind(d) == Kind::Int || (includeBool && d == kBool);
}

// bool is unsigned, complex is signed.
constexpr bool isSignedType(DType d) {
  return d >= DType::Char && d < DType::Undefined;
}

constexpr bool isReducedFloatingType(DType d) {
  return d == kFloat16 || d == kBFloat16;
}

// complex64 -> float32, complex128 -> float64; others stay.
constexpr DType toRealValueType(DType d) {
  return d == kComplexFloat ? kFloat32 : d == kComplexDouble ? kFloat64 : d;
}

// float64 -> complex128, other floats -> complex64, complex stays. Undefined
// for bool and integers, whose complex type is default_complex_dtype().
constexpr DType toComplexType(DType d) {
  if (kind(d) < Kind::Float) return DType::Undefined;
  return d == kFloat64 || d == kComplexDouble ? kComplexDouble : kComplexFloat;
}

// The code of DLPack's DLDataType, and NumPy's array-protocol string (nullptr
// for bfloat16).
constexpr uint8_t dlpack_code(DType d) { return internal::Info(d).dlpack; }
constexpr const char* numpy_descr(DType d) { return internal::Info(d).numpy; }

// From name(): "float32". False for any other text, aliases too.
bool DTypeFromName(const std::string& text, DType* dtype);

namespace internal {

// Integers by size, since int64_t is one of long and long long.
template <class T>
constexpr DType DTypeOf() {
  if constexpr (std::is_same<T, bool>::value) {
    return kBool;
  } else if constexpr (std::is_integral<T>::value) {
    constexpr int log2 = sizeof(T) == 1   ? 0
                         : sizeof(T) == 2 ? 1
                         : sizeof(T) == 4 ? 2
                                          : 3;
    constexpr DType first =
        std::is_signed<T>::value ? DType::Char : DType::Byte;
    return static_cast<DType>(static_cast<int>(first) + log2);
  }
#define TESSERA_X(E, U, ...)                      \
  else if constexpr (std::is_same<T, U>::value) { \
    return DType::E;                              \
  }
  TESSERA_FORALL_DTYPES(TESSERA_X)
#undef TESSERA_X
  else {
    static_assert(std::is_void<T>::value && !std::is_void<T>::value,
                  "no dtype has this C++ type");
  }
}

}  // namespace internal

template <class T>
constexpr DType dtype_of = internal::DTypeOf<std::remove_cv_t<T>>();

namespace internal {
extern std::atomic<DType> default_dtype;
}  // namespace internal

// What factories, and numbers with a fraction, give; float32 unless set. For
// the whole process.
inline DType get_default_dtype() {
  return internal::default_dtype.load(std::memory_order_relaxed);
}

// TypeError unless d is a floating type.
void set_default_dtype(DType d);

// complex128 where the default is float64, else complex64.
inline DType default_complex_dtype() {
  return toComplexType(get_default_dtype());
}

// What libtorch's Tensor::dtype() gives: a DType that prints as the C++ type.
class TypeMeta {
 public:
  constexpr TypeMeta() = default;
  constexpr TypeMeta(DType d) : dtype_(d) {}
  constexpr operator DType() const { return dtype_; }
  constexpr DType toScalarType() const { return dtype_; }
  constexpr size_t itemsize() const { return elementSize(dtype_); }
  // "float", "long int", "unsigned char", "c10::Half"
  constexpr const char* name() const { return internal::Info(dtype_).cpp_name; }
  template <class T>
  static constexpr TypeMeta Make() {
    return dtype_of<T>;
  }

  friend constexpr bool operator==(TypeMeta a, TypeMeta b) {
    return a.dtype_ == b.dtype_;
  }
  friend constexpr bool operator==(TypeMeta a, DType b) {
    return a.dtype_ == b;
  }
  friend constexpr bool operator==(DType a, TypeMeta b) {
    return a == b.dtype_;
  }
  friend constexpr bool operator!=(TypeMeta a, TypeMeta b) { return !(a == b); }
  friend constexpr bool operator!=(TypeMeta a, DType b) { return !(a == b); }
  friend constexpr bool operator!=(DType a, TypeMeta b) { return !(a == b); }

 private:
  DType dtype_ = DType::Undefined;
};

constexpr DType typeMetaToScalarType(TypeMeta m) { return m.toScalarType(); }
constexpr TypeMeta scalarTypeToTypeMeta(DType d) { return d; }

// For Str: "float32", as error messages have it.
void AppendTo(std::string* out, DType d);
// "float"
void AppendTo(std::string* out, TypeMeta m);

}  // namespace tessera

#endif  // TESSERA_DTYPE_DTYPE_H_
