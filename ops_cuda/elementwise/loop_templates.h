// Templates of the kernels, for the sources that list them.
//
//   using namespace loop_templates;
//   const LoopEntry kEntries[] = {
//       Unary<functors::Neg, float>(Op::neg, DType::Float),
//       Binary<functors::Lt, float, bool>(Op::gt, DType::Float, kSwap),
//   };
//
// The same functors and the same lists of them as the CPU's.
#ifndef TESSERA_OPS_CUDA_ELEMENTWISE_LOOP_TEMPLATES_H_
#define TESSERA_OPS_CUDA_ELEMENTWISE_LOOP_TEMPLATES_H_

#include <cuda_runtime.h>

#include <cstdint>
#include <type_traits>
#include <utility>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/complex.h"
#include "tessera/ops_cuda/elementwise/loops.h"
#include "tessera/ops_cuda/elementwise/operand.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/tensor/functors/math.h"

namespace tessera::cuda::loop_templates {

// Where the operands of element i are.
template <int kCount>
__device__ void Place(const Call& call, int64_t i, char** at) {
  for (int k = 0; k < kCount; ++k) at[k] = call.ptr[k];
  if (call.numel <= INT32_MAX) {  // divisions of 64 bits are slow
    uint32_t rest = static_cast<uint32_t>(i);
    for (int d = 0; d < call.ndim; ++d) {
      const uint32_t size = static_cast<uint32_t>(call.shape[d]);
      const uint32_t above = rest / size;
      const int64_t index = rest - above * size;
      for (int k = 0; k < kCount; ++k) at[k] += index * call.stride[d][k];
      rest = above;
    }
    return;
  }
  int64_t rest = i;
  for (int d = 0; d < call.ndim; ++d) {
    const int64_t above = rest / call.shape[d];
    const int64_t index = rest - above * call.shape[d];
    for (int k = 0; k < kCount; ++k) at[k] += index * call.stride[d][k];
    rest = above;
  }
}

template <class T>
__device__ T Get(const Call& call, int k, const char* at) {
  if (call.number_mask >> k & 1) {
    return *reinterpret_cast<const T*>(call.number[k].bytes);
  }
  if (call.dtype[k] == call.type[k]) return *reinterpret_cast<const T*>(at);
  return LoadAs<T>(at, call.dtype[k], call.type[k]);
}

template <class T>
__device__ void Put(const Call& call, char* at, T value) {
  if (call.dtype[0] == call.type[0]) {
    *reinterpret_cast<T*>(at) = value;
  } else {
    StoreAs<T>(at, call.dtype[0], call.type[0], value);
  }
}

// Four elements, in one access where they have 16 bytes or fewer.
constexpr int kPack = 4;
template <class T>
struct alignas(sizeof(T) >= 4 ? 16 : 4 * sizeof(T)) Pack {
  T v[kPack];
};

template <class T>
__device__ Pack<T> GetPack(const Call& call, int k, int64_t i) {
  if (call.number_mask >> k & 1) {
    const T v = *reinterpret_cast<const T*>(call.number[k].bytes);
    return {{v, v, v, v}};
  }
  return *reinterpret_cast<const Pack<T>*>(call.ptr[k] + i * sizeof(T));
}

// ---- What is done with the elements: made of the call in each thread ----

template <class F>
struct Plain {
  __device__ explicit Plain(const Call&) {}
  template <class... T>
  __device__ auto operator()(T... x) const {
    return F()(x...);
  }
};

template <class T>
__device__ T FromAttr(const PlanAttr& attr) {
  if constexpr (std::is_integral_v<T>) {
    return static_cast<T>(attr.u);
  } else if constexpr (std::is_floating_point_v<T>) {
    return static_cast<T>(attr.f[0]);
  } else {
    return T(static_cast<typename T::value_type>(attr.f[0]),
             static_cast<typename T::value_type>(attr.f[1]));
  }
}

// f of the operands, then of one to three numbers: the attributes.
template <class F, class T, int kNumbers>
struct WithNumbers {
  T first, second, third;
  __device__ explicit WithNumbers(const Call& call)
      : first(FromAttr<T>(call.attr[0])),
        second(FromAttr<T>(call.attr[kNumbers > 1 ? 1 : 0])),
        third(FromAttr<T>(call.attr[kNumbers > 2 ? 2 : 0])) {}
  template <class... X>
  __device__ T operator()(X... x) const {
    if constexpr (kNumbers == 1) {
      return F()(x..., first);
    } else if constexpr (kNumbers == 2) {
      return F()(x..., first, second);
    } else {
      return F()(x..., first, second, third);
    }
  }
};

// Whether x and y are close: tolerances and differences are doubles for any T,
// as the CPU's.
template <class T>
struct Close {
  double rtol, atol;
  bool equal_nan;
  __device__ explicit Close(const Call& call)
      : rtol(call.attr[0].f[0]),
        atol(call.attr[1].f[0]),
        equal_nan(call.attr[2].f[0] != 0) {}
  static __device__ double Distance(T x, T y) {
    if constexpr (is_complex<T>::value) {
      return math::Hypot(static_cast<double>(x.real_) - y.real_,
                         static_cast<double>(x.imag_) - y.imag_);
    } else if constexpr (std::is_integral_v<T>) {
      return static_cast<double>(
          x > y ? static_cast<uint64_t>(x) - static_cast<uint64_t>(y)
                : static_cast<uint64_t>(y) - static_cast<uint64_t>(x));
    } else {
      return math::Abs(static_cast<double>(x) - static_cast<double>(y));
    }
  }
  static __device__ double Magnitude(T x) {
    if constexpr (is_complex<T>::value) {
      return math::Hypot(static_cast<double>(x.real_),
                         static_cast<double>(x.imag_));
    } else {
      return math::Abs(static_cast<double>(x));
    }
  }
  __device__ bool operator()(T x, T y) const {
    const double distance = Distance(x, y);
    const double allowed = atol + rtol * Magnitude(y);
    // An infinite distance is within no tolerance.
    return x == y ||
           (distance < math::Infinity<double>() && distance <= allowed) ||
           (equal_nan && x != x && y != y);
  }
};

// Integer division: a zero in y is an error and gives 0.
template <class F, class T>
struct Checked {
  ErrorSink errors;
  __device__ explicit Checked(const Call& call) : errors(call.errors) {}
  __device__ T operator()(T x, T y) const {
    if (y != 0) return F()(x, y);
    errors.Set(kZeroDivision);
    return 0;
  }
};

template <bool kValue>
struct Constant_ {
  __device__ explicit Constant_(const Call&) {}
  template <class T>
  __device__ bool operator()(T) const {
    return kValue;
  }
};

// ---- Kernels ----

template <class G, class R, class... In>
struct Body {
  static constexpr int kCount = 1 + sizeof...(In);

  template <size_t... I>
  static __device__ void One(const Call& call, int64_t i,
                             std::index_sequence<I...>) {
    char* at[kCount];
    Place<kCount>(call, i, at);
    const G g(call);
    Put<R>(call, at[0],
           static_cast<R>(
               g(Get<In>(call, static_cast<int>(I) + 1, at[I + 1])...)));
  }
  static __device__ void PutFour(const Call& call, const G& g, int64_t i,
                                 const Pack<In>&... x) {
    const Pack<R> result = {
        {static_cast<R>(g(x.v[0]...)), static_cast<R>(g(x.v[1]...)),
         static_cast<R>(g(x.v[2]...)), static_cast<R>(g(x.v[3]...))}};
    *reinterpret_cast<Pack<R>*>(call.ptr[0] + i * sizeof(R)) = result;
  }
  template <size_t... I>
  static __device__ void Four(const Call& call, int64_t i,
                              std::index_sequence<I...>) {
    PutFour(call, G(call), i, GetPack<In>(call, static_cast<int>(I) + 1, i)...);
  }
};

template <class G, class R, class... In>
__global__ void Strided(Call call) {
  ForEach(call.numel, [&](int64_t i) {
    Body<G, R, In...>::One(call, i, std::index_sequence_for<In...>());
  });
}

// call.ndim is 1 and its strides are the elements' sizes, for the rest.
template <class G, class R, class... In>
__global__ void Flat(Call call) {
  const int64_t step = static_cast<int64_t>(gridDim.x) * blockDim.x * kPack;
  for (int64_t i =
           (static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x) *
           kPack;
       i < call.numel; i += step) {
    if (i + kPack <= call.numel) {
      Body<G, R, In...>::Four(call, i, std::index_sequence_for<In...>());
      continue;
    }
    for (int64_t j = i; j < call.numel; ++j) {
      Body<G, R, In...>::One(call, j, std::index_sequence_for<In...>());
    }
  }
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

// Slow functors run like the others here.
template <class F, int>
using Paced = F;

template <class F, class T, class R = T>
constexpr LoopEntry Unary(Op op, DType compute = dtype_of<T>,
                          uint8_t flags = 0) {
  return {op,
          compute,
          1,
          flags,
          {ResultFor<R, T>(compute), TypeFor<T>(compute), DType::Undefined,
           DType::Undefined},
          &Strided<Plain<F>, R, T>,
          &Flat<Plain<F>, R, T>};
}
template <class F, class T, class R = T>
constexpr LoopEntry Binary(Op op, DType compute = dtype_of<T>,
                           uint8_t flags = 0) {
  return {op,
          compute,
          2,
          flags,
          {ResultFor<R, T>(compute), TypeFor<T>(compute), TypeFor<T>(compute),
           DType::Undefined},
          &Strided<Plain<F>, R, T, T>,
          &Flat<Plain<F>, R, T, T>};
}
template <class F, class T, int kInputs, int kNumbers>
constexpr LoopEntry Numbers(Op op, DType compute = dtype_of<T>,
                            uint8_t flags = 0) {
  using G = WithNumbers<F, T, kNumbers>;
  constexpr DType kNone = DType::Undefined;
  const DType type = TypeFor<T>(compute);
  LoopEntry entry = {
      op,
      compute,
      kInputs,
      flags,
      {type, type, kInputs > 1 ? type : kNone, kInputs > 2 ? type : kNone},
      nullptr,
      nullptr};
  if constexpr (kInputs == 1) {
    entry.strided = &Strided<G, T, T>;
    entry.flat = &Flat<G, T, T>;
  } else if constexpr (kInputs == 2) {
    entry.strided = &Strided<G, T, T, T>;
    entry.flat = &Flat<G, T, T, T>;
  } else {
    entry.strided = &Strided<G, T, T, T, T>;
    entry.flat = &Flat<G, T, T, T, T>;
  }
  return entry;
}
template <class T>
constexpr LoopEntry Isclose(DType compute = dtype_of<T>) {
  return {
      Op::isclose,
      compute,
      2,
      0,
      {DType::Bool, TypeFor<T>(compute), TypeFor<T>(compute), DType::Undefined},
      &Strided<Close<T>, bool, T, T>,
      &Flat<Close<T>, bool, T, T>};
}
template <class F, class T>
constexpr LoopEntry Division(Op op) {
  return {op,
          dtype_of<T>,
          2,
          kChecks,
          {dtype_of<T>, dtype_of<T>, dtype_of<T>, DType::Undefined},
          &Strided<Checked<F, T>, T, T, T>,
          &Flat<Checked<F, T>, T, T, T>};
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
          &Strided<Plain<F>, T, T, T, T>,
          &Flat<Plain<F>, T, T, T, T>};
}
// With a condition.
template <class F, class T>
constexpr LoopEntry Choice(Op op, DType compute) {
  return {op,
          compute,
          3,
          0,
          {compute, DType::Bool, compute, compute},
          &Strided<Plain<F>, T, uint8_t, T, T>,
          &Flat<Plain<F>, T, uint8_t, T, T>};
}
// For dtypes of which all elements give the same, such as isnan of integers.
template <bool kValue>
constexpr LoopEntry Constant(Op op, DType compute) {
  return {op,
          compute,
          1,
          0,
          {DType::Bool, compute, DType::Undefined, DType::Undefined},
          &Strided<Constant_<kValue>, bool, uint8_t>,
          nullptr};
}

}  // namespace tessera::cuda::loop_templates

#endif  // TESSERA_OPS_CUDA_ELEMENTWISE_LOOP_TEMPLATES_H_
