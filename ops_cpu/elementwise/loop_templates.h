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

#include <cmath>
#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/dtype.h"
#include "tessera/ops_cpu/elementwise/loops.h"
#include "tessera/ops_cpu/runtime/vector_width.h"
#include "tessera/tensor/functors/math.h"

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

template <class F>
struct SlowMath : F {
  static constexpr bool kIsSlow = true;
};
// F, marked as slow where its flags say so.
template <class F, int kFlags>
using Paced = std::conditional_t<(kFlags & kSlow) != 0, SlowMath<F>, F>;
template <class F, class = void>
struct IsSlow : std::false_type {};
template <class F>
struct IsSlow<F, std::void_t<decltype(F::kIsSlow)>> : std::true_type {};

// Body::Run as a loop of the width that suits F.
template <class Body>
void FullLoop(const LoopArgs& args) {
  Body::Run(args);
}
template <class Body>
TESSERA_HALF_VECTORS void HalfLoop(const LoopArgs& args) {
  Body::Run(args);
}
template <class F, class Body>
constexpr Loop LoopOf() {
  if constexpr (IsSlow<F>::value) {
    return &FullLoop<Body>;
  } else {
    return &HalfLoop<Body>;
  }
}

// Whether F has a shorter way for usual numbers, with the same bits.
template <class F, class T, class = void>
struct HasUsual : std::false_type {};
template <class F, class T>
struct HasUsual<F, T, std::void_t<decltype(F::IsUsual(T()))>>
    : std::is_floating_point<T> {};

// Blocks of usual numbers, or of any. The output may be the input, so all of a
// block is looked at before any of it is written.
template <class F, class T, class R>
TESSERA_INLINE void UsualLoop(Element<R>* out, const Element<T>* x, int64_t n) {
  constexpr int64_t kBlock = 64;
  const F f;
  int64_t at = 0;
  for (; at + kBlock <= n; at += kBlock, out += kBlock, x += kBlock) {
    int unusual = 0;
    for (int64_t i = 0; i < kBlock; ++i) unusual |= !F::IsUsual(x[i]);
    if (__builtin_expect(!unusual, 1)) {
#pragma GCC ivdep
      for (int64_t i = 0; i < kBlock; ++i) out[i] = f.Usual(x[i]);
    } else {
#pragma GCC ivdep
      for (int64_t i = 0; i < kBlock; ++i) out[i] = f(x[i]);
    }
  }
#pragma GCC ivdep
  for (int64_t i = 0; i < n - at; ++i) out[i] = f(x[i]);
}

template <class F, class T, class R>
struct UnaryBody {
  static TESSERA_INLINE void Run(const LoopArgs& args) {
    const F f;
    const int64_t n = args.n;
    auto* out = reinterpret_cast<Element<R>*>(args.ptr[0]);
    const auto* x = reinterpret_cast<const Element<T>*>(args.ptr[1]);
    if constexpr (HasUsual<F, T>::value) {
      UsualLoop<F, T, R>(out, x, n);
    } else {
      TESSERA_LOOP out[i] = f(static_cast<T>(x[i]));
    }
  }
};

template <class F, class T, class R>
struct BinaryBody {
  static TESSERA_INLINE void Run(const LoopArgs& args) {
    const F f;
    const int64_t n = args.n;
    auto* out = reinterpret_cast<Element<R>*>(args.ptr[0]);
    const auto* x = reinterpret_cast<const Element<T>*>(args.ptr[1]);
    const auto* y = reinterpret_cast<const Element<T>*>(args.ptr[2]);
    if (n == 1) {  // 0-d tensors are frequent, and the loops' beginnings long
      *out = f(static_cast<T>(*x), static_cast<T>(*y));
    } else if (args.single == 0) {
      TESSERA_LOOP out[i] = f(static_cast<T>(x[i]), static_cast<T>(y[i]));
    } else if (args.single == 1 << 2) {
      const T b = *y;
      TESSERA_LOOP out[i] = f(static_cast<T>(x[i]), b);
    } else {
      const T a = *x;
      TESSERA_LOOP out[i] = f(a, static_cast<T>(y[i]));
    }
  }
};

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

// f of one to three operands, then of one to three numbers: the attributes.
template <class F, class T, int kInputs, int kNumbers>
struct NumbersBody {
  static TESSERA_INLINE void Run(const LoopArgs& args) {
    static_assert(kInputs >= 1 && kInputs <= 3 && kNumbers >= 1 &&
                  kNumbers <= 3);
    const F f;
    const int64_t n = args.n;
    const T first = FromAttr<T>(args.attr[0]);
    const T second = FromAttr<T>(args.attr[kNumbers > 1 ? 1 : 0]);
    const T third = FromAttr<T>(args.attr[kNumbers > 2 ? 2 : 0]);
    const auto call = [&](auto... x) __attribute__((always_inline)) {
      if constexpr (kNumbers == 1) {
        return f(x..., first);
      } else if constexpr (kNumbers == 2) {
        return f(x..., first, second);
      } else {
        return f(x..., first, second, third);
      }
    };
    auto* out = reinterpret_cast<Element<T>*>(args.ptr[0]);
    const auto* x = reinterpret_cast<const Element<T>*>(args.ptr[1]);
    if constexpr (kInputs == 1) {
      TESSERA_LOOP out[i] = call(static_cast<T>(x[i]));
    } else {
      const auto* y = reinterpret_cast<const Element<T>*>(args.ptr[2]);
      if constexpr (kInputs == 2) {
        TESSERA_LOOP out[i] = call(static_cast<T>(x[i]), static_cast<T>(y[i]));
      } else {
        const auto* z = reinterpret_cast<const Element<T>*>(args.ptr[3]);
        TESSERA_LOOP out[i] = call(static_cast<T>(x[i]), static_cast<T>(y[i]),
                                   static_cast<T>(z[i]));
      }
    }
  }
};

// Whether x and y are close: the tolerances stay doubles for any T
// (run::isclose passes their bits), and so are the differences, which no
// integer overflows.
template <class T>
double Distance(T x, T y) {
  if constexpr (is_complex<T>::value) {
    return math::Hypot(static_cast<double>(x.real_) - y.real_,
                       static_cast<double>(x.imag_) - y.imag_);
  } else if constexpr (std::is_integral_v<T>) {
    const uint64_t difference =
        x > y ? static_cast<uint64_t>(x) - static_cast<uint64_t>(y)
              : static_cast<uint64_t>(y) - static_cast<uint64_t>(x);
    return static_cast<double>(difference);
  } else {
    return math::Abs(static_cast<double>(x) - static_cast<double>(y));
  }
}
template <class T>
double Magnitude(T x) {
  if constexpr (is_complex<T>::value) {
    return math::Hypot(static_cast<double>(x.real_),
                       static_cast<double>(x.imag_));
  } else {
    return math::Abs(static_cast<double>(x));
  }
}
template <class T>
void IscloseLoop(const LoopArgs& args) {
  const double rtol = args.attr[0].f[0];
  const double atol = args.attr[1].f[0];
  const bool equal_nan = args.attr[2].f[0] != 0;
  auto* out = reinterpret_cast<bool*>(args.ptr[0]);
  const auto* x = reinterpret_cast<const T*>(args.ptr[1]);
  const auto* y = reinterpret_cast<const T*>(args.ptr[2]);
  for (int64_t i = 0; i < args.n; ++i) {
    const double distance = Distance(x[i], y[i]);
    const double allowed = atol + rtol * Magnitude(y[i]);
    // An infinite distance is within no tolerance.
    out[i] = x[i] == y[i] || (distance < INFINITY && distance <= allowed) ||
             (equal_nan && x[i] != x[i] && y[i] != y[i]);
  }
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
struct TernaryBody {
  static TESSERA_INLINE void Run(const LoopArgs& args) {
    const F f;
    const int64_t n = args.n;
    auto* out = reinterpret_cast<Element<T>*>(args.ptr[0]);
    const auto* x = reinterpret_cast<const Element<A>*>(args.ptr[1]);
    const auto* y = reinterpret_cast<const Element<T>*>(args.ptr[2]);
    const auto* z = reinterpret_cast<const Element<T>*>(args.ptr[3]);
    TESSERA_LOOP out[i] =
        f(static_cast<A>(x[i]), static_cast<T>(y[i]), static_cast<T>(z[i]));
  }
};

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
          LoopOf<F, UnaryBody<F, T, R>>()};
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
          LoopOf<F, BinaryBody<F, T, R>>()};
}
template <class F, class T, int kInputs, int kNumbers>
constexpr LoopEntry Numbers(Op op, DType compute = dtype_of<T>,
                            uint8_t flags = 0) {
  constexpr DType kNone = DType::Undefined;
  const DType type = TypeFor<T>(compute);
  return {op,
          compute,
          kInputs,
          flags,
          {type, type, kInputs > 1 ? type : kNone, kInputs > 2 ? type : kNone},
          LoopOf<F, NumbersBody<F, T, kInputs, kNumbers>>()};
}
template <class T>
constexpr LoopEntry Isclose(DType compute = dtype_of<T>) {
  return {
      Op::isclose,
      compute,
      2,
      0,
      {DType::Bool, TypeFor<T>(compute), TypeFor<T>(compute), DType::Undefined},
      &IscloseLoop<T>};
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
template <class F, class T, class R = T>
constexpr LoopEntry Ternary(Op op, DType compute = dtype_of<T>,
                            uint8_t flags = 0) {
  static_assert(std::is_same_v<R, T>);
  return {op,
          compute,
          3,
          flags,
          {TypeFor<T>(compute), TypeFor<T>(compute), TypeFor<T>(compute),
           TypeFor<T>(compute)},
          LoopOf<F, TernaryBody<F, T, T>>()};
}
// With a condition.
template <class F, class T>
constexpr LoopEntry Choice(Op op, DType compute) {
  return {op,
          compute,
          3,
          0,
          {compute, DType::Bool, compute, compute},
          LoopOf<F, TernaryBody<F, uint8_t, T>>()};
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
