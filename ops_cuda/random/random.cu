// Random numbers: the CPU's bits. A thread makes a counter block of Philox and
// the elements that belong to it (tensor/plan/random_plan.h).
#include <cuda_runtime.h>

#include <cstdint>
#include <type_traits>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cuda/random/random.h"
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/ops_cuda/runtime/graph.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/runtime/launch.h"
#include "tessera/tensor/functors/philox.h"
#include "tessera/tensor/functors/random.h"

namespace tessera::cuda {
namespace {

constexpr int kThreads = 128;

// body(block, words) for each counter block.
template <class Body>
__device__ void ForBlocks(const RandomPlan& plan, int64_t blocks, Body body) {
  const PhiloxState state = StateOf(plan);
  ForEach(blocks, [&](int64_t b) {
    uint32_t w[math::kPhiloxWords];
    math::Philox(state.seed, state.offset + static_cast<uint64_t>(b), w);
    body(b, w);
  });
}

// The number of an element of T: float, or double.
template <class T>
using Compute = std::conditional_t<std::is_same_v<T, double>, double, float>;

template <class T>
__device__ T Uniform(const RandomPlan& plan, const uint32_t* w, int i) {
  using C = Compute<T>;
  const C from = static_cast<C>(plan.f[0]);
  const C width = static_cast<C>(plan.f[1]);
  const C last = static_cast<C>(plan.f[2]);
  C u;
  if constexpr (std::is_same_v<T, double>) {
    u = math::UniformDouble(math::PairOfWords(w[2 * i], w[2 * i + 1]));
  } else {
    u = math::UniformFloat(w[i]);
  }
  C x = math::Fma(u, width, from);
  if constexpr (std::is_same_v<T, Half>) x = math::TruncateToHalf(x);
  if constexpr (std::is_same_v<T, BFloat16>) x = math::TruncateToBFloat16(x);
  return static_cast<T>(math::Select(x > last, last, x));
}

template <class T>
__device__ T Exponential(const RandomPlan& plan, const uint32_t* w, int i) {
  using C = Compute<T>;
  const C lambda = static_cast<C>(plan.f[0]);
  if constexpr (std::is_same_v<T, double>) {
    const uint64_t pair = math::PairOfWords(w[2 * i], w[2 * i + 1]);
    return math::ExponentialDouble(pair) / lambda;
  } else {
    return static_cast<T>(math::ExponentialFloat(w[i]) / lambda);
  }
}

// All normal numbers of a block.
template <class C>
__device__ void Normals(const uint32_t* w, C* n) {
  if constexpr (std::is_same_v<C, double>) {
    math::NormalPair(math::PairOfWords(w[0], w[1]),
                     math::PairOfWords(w[2], w[3]), &n[0], &n[1]);
  } else {
    math::NormalPair(w[0], w[1], &n[0], &n[1]);
    math::NormalPair(w[2], w[3], &n[2], &n[3]);
  }
}

template <class T>
__global__ void FillFloating(RandomPlan plan, int64_t n, int64_t blocks,
                             ErrorSink errors) {
  using C = Compute<T>;
  constexpr int kPerBlock = std::is_same_v<T, double> ? 2 : 4;
  T* const out = reinterpret_cast<T*>(plan.out);
  if (errors.record && errors.record->kind) return;  // checked before
  ForBlocks(plan, blocks, [&](int64_t b, const uint32_t* w) {
    C normal[kPerBlock];
    const bool normals =
        plan.draw == RandomPlan::kNormal || plan.draw == RandomPlan::kNormalOf;
    if (normals) Normals<C>(w, normal);
    for (int i = 0; i < kPerBlock; ++i) {
      const int64_t at = b * kPerBlock + i;
      if (at >= n) return;
      switch (plan.draw) {
        case RandomPlan::kUniform:
          out[at] = Uniform<T>(plan, w, i);
          break;
        case RandomPlan::kExponential:
          out[at] = Exponential<T>(plan, w, i);
          break;
        case RandomPlan::kNormalOf: {
          // Rounded to T in between, as on the CPU.
          const T standard = static_cast<T>(math::Fma(normal[i], C(1), C(0)));
          const C mean =
              static_cast<C>(reinterpret_cast<const T*>(plan.in)[at]);
          const C std =
              static_cast<C>(reinterpret_cast<const T*>(plan.in2)[at]);
          out[at] =
              static_cast<T>(math::Fma(static_cast<C>(standard), std, mean));
          break;
        }
        default:
          out[at] = static_cast<T>(math::Fma(
              normal[i], static_cast<C>(plan.f[1]), static_cast<C>(plan.f[0])));
          break;
      }
    }
  });
}

template <class T>
__device__ void StoreInteger(const RandomPlan& plan, int64_t at, int64_t v) {
  T* const to = reinterpret_cast<T*>(plan.out) + at;
  if constexpr (std::is_integral_v<T>) {
    *to = static_cast<T>(v);
  } else {
    // Where T has gaps, rounding must not reach the end of the range.
    const T last = static_cast<T>(plan.f[2]);
    const T x = static_cast<T>(v);
    *to = x > last ? last : x;
  }
}

template <class T>
__global__ void FillIntegers(RandomPlan plan, int64_t blocks) {
  const bool wide = plan.draw == RandomPlan::kWideInteger;
  const uint64_t low = static_cast<uint64_t>(plan.low);
  ForBlocks(plan, blocks, [&](int64_t b, const uint32_t* w) {
    const uint64_t first = math::PairOfWords(w[0], w[1]);
    const uint64_t second = math::PairOfWords(w[2], w[3]);
    if (wide) {
      const uint64_t v = low + math::BoundedInt(first, second, plan.range);
      if (b < plan.numel) StoreInteger<T>(plan, b, static_cast<int64_t>(v));
      return;
    }
    const uint32_t range = static_cast<uint32_t>(plan.range);
    for (int i = 0; i < 2; ++i) {
      const uint64_t v = low + math::BoundedInt(i ? second : first, range);
      if (2 * b + i < plan.numel) {
        StoreInteger<T>(plan, 2 * b + i, static_cast<int64_t>(v));
      }
    }
  });
}

__device__ inline double Probability(const RandomPlan& plan, int64_t at) {
  switch (plan.in_dtype) {
    case DType::Half:
      return static_cast<float>(reinterpret_cast<const Half*>(plan.in)[at]);
    case DType::BFloat16:
      return static_cast<float>(reinterpret_cast<const BFloat16*>(plan.in)[at]);
    case DType::Float:
      return reinterpret_cast<const float*>(plan.in)[at];
    default:
      return reinterpret_cast<const double*>(plan.in)[at];
  }
}

// one: the bits of a 1 of the output's dtype; T as wide.
template <class T>
__global__ void FillCoins(RandomPlan plan, int64_t blocks, T one,
                          ErrorSink errors) {
  if (errors.record && errors.record->kind) return;
  ForBlocks(plan, blocks, [&](int64_t b, const uint32_t* w) {
    for (int i = 0; i < 4; ++i) {
      const int64_t at = 4 * b + i;
      if (at >= plan.numel) return;
      const bool head = plan.draw == RandomPlan::kBernoulliOf
                            ? w[i] < Probability(plan, at) * 0x1p32
                            : w[i] < plan.threshold;
      reinterpret_cast<T*>(plan.out)[at] = head ? one : T(0);
    }
  });
}

// T is the type of a part; complex numbers have two.
template <class T, int kParts>
__global__ void FillDropout(RandomPlan plan, int64_t blocks) {
  using C = Compute<T>;
  const C scale = static_cast<C>(plan.f[0]);
  const T* const in = reinterpret_cast<const T*>(plan.in);
  T* const out = reinterpret_cast<T*>(plan.out);
  ForBlocks(plan, blocks, [&](int64_t b, const uint32_t* w) {
    for (int i = 0; i < 4; ++i) {
      const int64_t at = 4 * b + i;
      if (at >= plan.numel) return;
      for (int part = 0; part < kParts; ++part) {
        const C x = static_cast<C>(in[kParts * at + part]) * scale;
        out[kParts * at + part] =
            static_cast<T>(w[i] < plan.threshold ? x : C(0));
      }
    }
  });
}

// What is checked before anything is written.
__device__ inline double Checked(const RandomPlan& plan, int64_t at) {
  RandomPlan p = plan;
  if (plan.draw == RandomPlan::kNormalOf) {
    p.in = plan.in2;
    p.in_dtype = plan.dtype;
  }
  return Probability(p, at);
}
__global__ void CheckAll(RandomPlan plan, ErrorSink errors) {
  ForEach(plan.numel, [&](int64_t i) {
    const double v = Checked(plan, i);
    const bool good =
        plan.draw == RandomPlan::kNormalOf ? v >= 0 : v >= 0 && v <= 1;
    if (good) return;
    long long bits;
    memcpy(&bits, &v, sizeof bits);
    errors.Set(kProbabilities, bits, i);
  });
}

template <class T>
void RunFloating(const RandomPlan& plan, KernelContext& context, int64_t n,
                 int64_t blocks, ErrorSink errors) {
  Launch(context, &FillFloating<T>, Blocks(blocks, kThreads), kThreads, plan, n,
         blocks, errors);
}

void Floating(const RandomPlan& plan, KernelContext& context, int64_t blocks,
              ErrorSink errors) {
  const int64_t n = plan.numel;
  switch (plan.dtype) {
    case DType::Float:
      return RunFloating<float>(plan, context, n, blocks, errors);
    case DType::ComplexFloat:
      return RunFloating<float>(plan, context, 2 * n, blocks, errors);
    case DType::Double:
      return RunFloating<double>(plan, context, n, blocks, errors);
    case DType::ComplexDouble:
      return RunFloating<double>(plan, context, 2 * n, blocks, errors);
    case DType::Half:
      return RunFloating<Half>(plan, context, n, blocks, errors);
    default:
      return RunFloating<BFloat16>(plan, context, n, blocks, errors);
  }
}

template <class T>
void RunIntegers(const RandomPlan& plan, KernelContext& context,
                 int64_t blocks) {
  Launch(context, &FillIntegers<T>, Blocks(blocks, kThreads), kThreads, plan,
         blocks);
}

void Integers(const RandomPlan& plan, KernelContext& context, int64_t blocks) {
  switch (plan.dtype) {
    case DType::Bool:
    case DType::Byte:
    case DType::Char:
      return RunIntegers<uint8_t>(plan, context, blocks);
    case DType::UInt16:
    case DType::Short:
      return RunIntegers<uint16_t>(plan, context, blocks);
    case DType::UInt32:
    case DType::Int:
      return RunIntegers<uint32_t>(plan, context, blocks);
    case DType::Half:
      return RunIntegers<Half>(plan, context, blocks);
    case DType::BFloat16:
      return RunIntegers<BFloat16>(plan, context, blocks);
    case DType::Float:
      return RunIntegers<float>(plan, context, blocks);
    case DType::Double:
      return RunIntegers<double>(plan, context, blocks);
    default:
      return RunIntegers<uint64_t>(plan, context, blocks);
  }
}

template <class T>
void RunCoins(const RandomPlan& plan, KernelContext& context, int64_t blocks,
              uint64_t one, ErrorSink errors) {
  Launch(context, &FillCoins<T>, Blocks(blocks, kThreads), kThreads, plan,
         blocks, static_cast<T>(one), errors);
}

void Coins(const RandomPlan& plan, KernelContext& context, int64_t blocks,
           ErrorSink errors) {
  switch (plan.dtype) {
    case DType::Half:
      return RunCoins<uint16_t>(plan, context, blocks, 0x3c00, errors);
    case DType::BFloat16:
      return RunCoins<uint16_t>(plan, context, blocks, 0x3f80, errors);
    case DType::Float:
      return RunCoins<uint32_t>(plan, context, blocks, 0x3f800000, errors);
    case DType::Double:
      return RunCoins<uint64_t>(plan, context, blocks, 0x3ff0000000000000,
                                errors);
    default:
      break;
  }
  switch (elementSize(plan.dtype)) {
    case 1:
      return RunCoins<uint8_t>(plan, context, blocks, 1, errors);
    case 2:
      return RunCoins<uint16_t>(plan, context, blocks, 1, errors);
    case 4:
      return RunCoins<uint32_t>(plan, context, blocks, 1, errors);
    default:
      return RunCoins<uint64_t>(plan, context, blocks, 1, errors);
  }
}

template <class T, int kParts>
void RunDropout(const RandomPlan& plan, KernelContext& context,
                int64_t blocks) {
  Launch(context, &FillDropout<T, kParts>, Blocks(blocks, kThreads), kThreads,
         plan, blocks);
}

void Dropout(const RandomPlan& plan, KernelContext& context, int64_t blocks) {
  switch (plan.dtype) {
    case DType::Float:
      return RunDropout<float, 1>(plan, context, blocks);
    case DType::Double:
      return RunDropout<double, 1>(plan, context, blocks);
    case DType::Half:
      return RunDropout<Half, 1>(plan, context, blocks);
    case DType::BFloat16:
      return RunDropout<BFloat16, 1>(plan, context, blocks);
    case DType::ComplexFloat:
      return RunDropout<float, 2>(plan, context, blocks);
    default:
      return RunDropout<double, 2>(plan, context, blocks);
  }
}

}  // namespace

void RunRandom(const RandomPlan& given, KernelContext& context) {
  if (given.numel == 0) return;
  RandomPlan plan = given;
  plan.captured = CapturedState(context, plan.state);
  const int64_t blocks =
      static_cast<int64_t>(RandomBlocks(plan.draw, plan.dtype, plan.numel));
  ErrorSink errors = {nullptr, 0};
  if (plan.draw == RandomPlan::kBernoulliOf ||
      plan.draw == RandomPlan::kNormalOf) {
    errors = Errors(context);
    Launch(context, &CheckAll, Blocks(plan.numel, kThreads), kThreads, plan,
           errors);
  }
  switch (plan.draw) {
    case RandomPlan::kInteger:
    case RandomPlan::kWideInteger:
      return Integers(plan, context, blocks);
    case RandomPlan::kBernoulli:
    case RandomPlan::kBernoulliOf:
      return Coins(plan, context, blocks, errors);
    case RandomPlan::kDropout:
      return Dropout(plan, context, blocks);
    default:
      return Floating(plan, context, blocks, errors);
  }
}

}  // namespace tessera::cuda
