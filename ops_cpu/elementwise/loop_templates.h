// Templates of the inner loops, for the sources that list them.
//
//   using namespace loop_templates;
//   constexpr LoopEntry kEntries[] = {
//       Unary<functors::Neg, float>(Op::neg),
//       Binary<functors::Lt, float, bool>(Op::gt, kFloat, kSwap),
//   };
//
// The functor is empty; GCC vectorises where it can, and what the flags of
// tensor/functors/copts.bzl are for.
#ifndef TESSERA_OPS_CPU_ELEMENTWISE_LOOP_TEMPLATES_H_
#define TESSERA_OPS_CPU_ELEMENTWISE_LOOP_TEMPLATES_H_

#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/dtype.h"
#include "tessera/ops_cpu/elementwise/loops.h"

namespace tessera::loop_templates {

// Loops over integers of one width serve several dtypes.
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

// The output may be an input's very memory, but never overlaps it otherwise.
#define TESSERA_LOOP _Pragma("GCC ivdep") for (int64_t i = 0; i < n; ++i)

template <class F, class T, class R>
void UnaryLoop(const LoopArgs& args) {
  const F f;
  const int64_t n = args.n;
  auto* out = reinterpret_cast<Element<R>*>(args.ptr[0]);
  const auto* x = reinterpret_cast<const Element<T>*>(args.ptr[1]);
  TESSERA_LOOP out[i] = f(static_cast<T>(x[i]));
}

template <class F, class T, class R>
void BinaryLoop(const LoopArgs& args) {
  const F f;
  const int64_t n = args.n;
  auto* out = reinterpret_cast<Element<R>*>(args.ptr[0]);
  const auto* x = reinterpret_cast<const Element<T>*>(args.ptr[1]);
  const auto* y = reinterpret_cast<const Element<T>*>(args.ptr[2]);
  if (args.single == 0) {
    TESSERA_LOOP out[i] = f(static_cast<T>(x[i]), static_cast<T>(y[i]));
  } else if (args.single == 1 << 2) {
    const T b = *y;
    TESSERA_LOOP out[i] = f(static_cast<T>(x[i]), b);
  } else {
    const T a = *x;
    TESSERA_LOOP out[i] = f(a, static_cast<T>(y[i]));
  }
}

template <class T>
T FromAttr(const PlanAttr& attr) {
  if constexpr (std::is_integral_v<T>) {
    return static_cast<T>(attr.u);
  } else if constexpr (std::is_floating_point_v<T>) {
    return static_cast<T>(attr.f[0]);
  } else {
    return T(static_cast<typename T::value_type>(attr.f[0]),
             static_cast<typename T::value_type>(attr.f[1]));
  }
}

// f(x, y, number), the number an attribute.
template <class F, class T>
void BinaryWithNumberLoop(const LoopArgs& args) {
  const F f;
  const int64_t n = args.n;
  const T number = FromAttr<T>(*args.attr);
  auto* out = reinterpret_cast<Element<T>*>(args.ptr[0]);
  const auto* x = reinterpret_cast<const Element<T>*>(args.ptr[1]);
  const auto* y = reinterpret_cast<const Element<T>*>(args.ptr[2]);
  TESSERA_LOOP out[i] = f(static_cast<T>(x[i]), static_cast<T>(y[i]), number);
}

// Integer division: a zero in y is an error and gives 0.
template <class F, class T>
void DivisionLoop(const LoopArgs& args) {
  const F f;
  auto* out = reinterpret_cast<T*>(args.ptr[0]);
  const auto* x = reinterpret_cast<const T*>(args.ptr[1]);
  const auto* y = reinterpret_cast<const T*>(args.ptr[2]);
  const int64_t x_step = !(args.single & 2);
  const int64_t y_step = !(args.single & 4);
  bool failed = false;
  for (int64_t i = 0; i < args.n; ++i) {
    const T b = y[i * y_step];
    failed |= b == 0;
    out[i] = b == 0 ? T(0) : f(x[i * x_step], b);
  }
  if (failed) args.context->SetError(kernel_errors::kZeroDivision);
}

// A is the type of the first input.
template <class F, class A, class T>
void TernaryLoop(const LoopArgs& args) {
  const F f;
  const int64_t n = args.n;
  auto* out = reinterpret_cast<Element<T>*>(args.ptr[0]);
  const auto* x = reinterpret_cast<const Element<A>*>(args.ptr[1]);
  const auto* y = reinterpret_cast<const Element<T>*>(args.ptr[2]);
  const auto* z = reinterpret_cast<const Element<T>*>(args.ptr[3]);
  TESSERA_LOOP out[i] =
      f(static_cast<A>(x[i]), static_cast<T>(y[i]), static_cast<T>(z[i]));
}

// For dtypes of which all elements give the same, such as isnan of integers.
template <bool value>
void ConstantLoop(const LoopArgs& args) {
  __builtin_memset(args.ptr[0], value, static_cast<size_t>(args.n));
}

// ---- Entries ----

// The dtype that T stands for: `compute` where T is an unsigned integer as wide
// as it, float where compute is a half type.
template <class T>
constexpr DType TypeFor(DType compute) {
  return elementSize(compute) == sizeof(T) ? compute : dtype_of<T>;
}
template <class R, class T>
constexpr DType ResultFor(DType compute) {
  return std::is_same_v<R, T> ? TypeFor<T>(compute) : dtype_of<R>;
}

template <class F, class T, class R = T>
constexpr LoopEntry Unary(Op op, DType compute = dtype_of<T>,
                          uint8_t flags = 0) {
  return {op,
          compute,
          1,
          flags,
          {ResultFor<R, T>(compute), TypeFor<T>(compute), DType::Undefined,
           DType::Undefined},
          &UnaryLoop<F, T, R>};
}
template <class F, class T, class R = T>
constexpr LoopEntry Binary(Op op, DType compute = dtype_of<T>,
                           uint8_t flags = 0) {
  return {op,
          compute,
          2,
          static_cast<uint8_t>(flags | kSingles),
          {ResultFor<R, T>(compute), TypeFor<T>(compute), TypeFor<T>(compute),
           DType::Undefined},
          &BinaryLoop<F, T, R>};
}
template <class F, class T>
constexpr LoopEntry BinaryWithNumber(Op op, DType compute = dtype_of<T>) {
  return {op,
          compute,
          2,
          0,
          {TypeFor<T>(compute), TypeFor<T>(compute), TypeFor<T>(compute),
           DType::Undefined},
          &BinaryWithNumberLoop<F, T>};
}
template <class F, class T>
constexpr LoopEntry Division(Op op) {
  return {op,
          dtype_of<T>,
          2,
          kSingles | kSlow,
          {dtype_of<T>, dtype_of<T>, dtype_of<T>, DType::Undefined},
          &DivisionLoop<F, T>};
}
template <class F, class T>
constexpr LoopEntry Ternary(Op op, DType compute = dtype_of<T>) {
  return {op,
          compute,
          3,
          0,
          {TypeFor<T>(compute), TypeFor<T>(compute), TypeFor<T>(compute),
           TypeFor<T>(compute)},
          &TernaryLoop<F, T, T>};
}
// With a condition.
template <class F, class T>
constexpr LoopEntry Choice(Op op, DType compute) {
  return {op,
          compute,
          3,
          0,
          {compute, DType::Bool, compute, compute},
          &TernaryLoop<F, uint8_t, T>};
}
template <bool value>
constexpr LoopEntry Constant(Op op, DType compute) {
  return {op,
          compute,
          1,
          0,
          {DType::Bool, compute, DType::Undefined, DType::Undefined},
          &ConstantLoop<value>};
}

}  // namespace tessera::loop_templates

#endif  // TESSERA_OPS_CPU_ELEMENTWISE_LOOP_TEMPLATES_H_
