#include "tessera/ops_cpu/random/random_kernel.h"

#include <cstring>
#include <type_traits>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/tensor/functors/philox.h"
#include "tessera/tensor/functors/random.h"

namespace tessera::TESSERA_ISA {
namespace {

// Counter blocks that are made at a time: a structure of arrays whose loops the
// compiler vectorises.
constexpr int kLanes = 32;

struct Words {
  alignas(64) uint32_t w[math::kPhiloxWords][kLanes];

  uint64_t Pair(int j, int lane) const {
    return math::PairOfWords(w[2 * j][lane], w[2 * j + 1][lane]);
  }
};

// Words in lanes of 64 bits: one instruction multiplies their lower halves, and
// what stands in the upper halves does not matter until the end.
#if defined(__AVX512F__)
#define TESSERA_WIDE_LANES
using Wide = __m512i;
constexpr int kWide = 8;
inline Wide Set(uint64_t x) {
  return _mm512_set1_epi64(static_cast<long long>(x));
}
inline Wide Count(uint64_t first) {
  return _mm512_add_epi64(Set(first),
                          _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));
}
inline Wide Add(Wide a, Wide b) { return _mm512_add_epi64(a, b); }
inline Wide Multiply(Wide a, Wide b) { return _mm512_mul_epu32(a, b); }
inline Wide High(Wide a) { return _mm512_srli_epi64(a, 32); }
inline Wide Xor(Wide a, Wide b, Wide c) {
  return _mm512_ternarylogic_epi64(a, b, c, 0x96);
}
inline void StoreLow(Wide a, uint32_t* to) {
  _mm256_store_si256(reinterpret_cast<__m256i*>(to), _mm512_cvtepi64_epi32(a));
}
#elif defined(__AVX2__)
#define TESSERA_WIDE_LANES
using Wide = __m256i;
constexpr int kWide = 4;
inline Wide Set(uint64_t x) {
  return _mm256_set1_epi64x(static_cast<long long>(x));
}
inline Wide Count(uint64_t first) {
  return _mm256_add_epi64(Set(first), _mm256_setr_epi64x(0, 1, 2, 3));
}
inline Wide Add(Wide a, Wide b) { return _mm256_add_epi64(a, b); }
inline Wide Multiply(Wide a, Wide b) { return _mm256_mul_epu32(a, b); }
inline Wide High(Wide a) { return _mm256_srli_epi64(a, 32); }
inline Wide Xor(Wide a, Wide b, Wide c) {
  return _mm256_xor_si256(_mm256_xor_si256(a, b), c);
}
inline void StoreLow(Wide a, uint32_t* to) {
  const Wide low =
      _mm256_permutevar8x32_epi32(a, _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6));
  _mm_store_si128(reinterpret_cast<__m128i*>(to), _mm256_castsi256_si128(low));
}
#endif

inline void Generate(const RandomPlan& plan, int64_t block, Words* words) {
  const uint64_t seed = plan.state.seed;
  const uint64_t first = plan.state.offset + static_cast<uint64_t>(block);
#ifdef TESSERA_WIDE_LANES
  constexpr int kGroups = 4;  // at a time, to hide the products' latency
  const Wide m0 = Set(0xD2511F53u), m1 = Set(0xCD9E8D57u);
  const Wide step0 = Set(0x9E3779B9u), step1 = Set(0xBB67AE85u);
  for (int lane = 0; lane < kLanes; lane += kGroups * kWide) {
    Wide c0[kGroups], c1[kGroups], c2[kGroups], c3[kGroups];
    for (int g = 0; g < kGroups; ++g) {
      c0[g] = Count(first + static_cast<uint64_t>(lane + g * kWide));
      c1[g] = High(c0[g]);
      c2[g] = c3[g] = Set(0);
    }
    Wide k0 = Set(seed), k1 = Set(seed >> 32);
    for (int round = 0; round < 10; ++round) {
      for (int g = 0; g < kGroups; ++g) {
        const Wide p0 = Multiply(c0[g], m0);
        const Wide p1 = Multiply(c2[g], m1);
        c0[g] = Xor(High(p1), c1[g], k0);
        c1[g] = p1;
        c2[g] = Xor(High(p0), c3[g], k1);
        c3[g] = p0;
      }
      k0 = Add(k0, step0);
      k1 = Add(k1, step1);
    }
    for (int g = 0; g < kGroups; ++g) {
      StoreLow(c0[g], words->w[0] + lane + g * kWide);
      StoreLow(c1[g], words->w[1] + lane + g * kWide);
      StoreLow(c2[g], words->w[2] + lane + g * kWide);
      StoreLow(c3[g], words->w[3] + lane + g * kWide);
    }
  }
#else
  for (int lane = 0; lane < kLanes; ++lane) {
    uint32_t w[math::kPhiloxWords];
    math::Philox(seed, first + static_cast<uint64_t>(lane), w);
    words->w[0][lane] = w[0];
    words->w[1][lane] = w[1];
    words->w[2][lane] = w[2];
    words->w[3][lane] = w[3];
  }
#endif
}

// Calls put(words, to) for each chunk of kLanes blocks; it writes kLanes *
// kPerBlock elements of type T to `to`. n is the number of elements in all.
template <int kPerBlock, class T, class Put>
inline void ForEachChunk(const RandomPlan& plan, int64_t n, int64_t begin,
                         int64_t end, Put put) {
  constexpr int64_t kElements = kPerBlock * kLanes;
  T* const out = reinterpret_cast<T*>(plan.out);
  Words words;
  for (int64_t block = begin; block < end; block += kLanes) {
    Generate(plan, block, &words);
    const int64_t at = block * kPerBlock;
    const int64_t stop = end * kPerBlock < n ? end * kPerBlock : n;
    if (stop - at >= kElements) {
      put(words, out + at);
    } else {
      alignas(64) T buffer[kElements];
      put(words, buffer);
      std::memcpy(out + at, buffer, static_cast<size_t>(stop - at) * sizeof(T));
    }
  }
}

template <class T>
inline T Round(float x) {
  return static_cast<T>(x);
}

// from + u width, below the end.
template <class T>
struct Uniform {
  float from, width, last;
  explicit Uniform(const double* f)
      : from(static_cast<float>(f[0])),
        width(static_cast<float>(f[1])),
        last(static_cast<float>(f[2])) {}
  T operator()(uint32_t w) const {
    float x = math::Fma(math::UniformFloat(w), width, from);
    if constexpr (std::is_same_v<T, Half>) x = math::TruncateToHalf(x);
    if constexpr (std::is_same_v<T, BFloat16>) x = math::TruncateToBFloat16(x);
    return Round<T>(math::Select(x > last, last, x));
  }
};
template <>
struct Uniform<double> {
  double from, width, last;
  explicit Uniform(const double* f) : from(f[0]), width(f[1]), last(f[2]) {}
  double operator()(uint64_t w) const {
    const double x = math::Fma(math::UniformDouble(w), width, from);
    return math::Select(x > last, last, x);
  }
};

template <class T>
struct Exponential {
  float lambda;
  explicit Exponential(const double* f) : lambda(static_cast<float>(f[0])) {}
  T operator()(uint32_t w) const {
    return Round<T>(math::ExponentialFloat(w) / lambda);
  }
};
template <>
struct Exponential<double> {
  double lambda;
  explicit Exponential(const double* f) : lambda(f[0]) {}
  double operator()(uint64_t w) const {
    return math::ExponentialDouble(w) / lambda;
  }
};

// A function of a word, or of a pair of words for double.
template <class T, class F>
inline void FillWords(const RandomPlan& plan, int64_t n, int64_t begin,
                      int64_t end, F f) {
  if constexpr (std::is_same_v<T, double>) {
    ForEachChunk<2, T>(plan, n, begin, end,
                       [f](const Words& words, T* __restrict to) {
                         for (int i = 0; i < kLanes; ++i) {
                           to[2 * i] = f(words.Pair(0, i));
                           to[2 * i + 1] = f(words.Pair(1, i));
                         }
                       });
  } else {
    ForEachChunk<4, T>(plan, n, begin, end,
                       [f](const Words& words, T* __restrict to) {
                         for (int i = 0; i < kLanes; ++i) {
                           to[4 * i] = f(words.w[0][i]);
                           to[4 * i + 1] = f(words.w[1][i]);
                           to[4 * i + 2] = f(words.w[2][i]);
                           to[4 * i + 3] = f(words.w[3][i]);
                         }
                       });
  }
}

template <class T>
inline void FillNormal(const RandomPlan& plan, int64_t n, int64_t begin,
                       int64_t end) {
  if constexpr (std::is_same_v<T, double>) {
    const double mean = plan.f[0], std = plan.f[1];
    ForEachChunk<2, T>(
        plan, n, begin, end, [=](const Words& words, T* __restrict to) {
          for (int i = 0; i < kLanes; ++i) {
            double a, b;
            math::NormalPair(words.Pair(0, i), words.Pair(1, i), &a, &b);
            to[2 * i] = math::Fma(a, std, mean);
            to[2 * i + 1] = math::Fma(b, std, mean);
          }
        });
  } else {
    const float mean = static_cast<float>(plan.f[0]);
    const float std = static_cast<float>(plan.f[1]);
    ForEachChunk<4, T>(
        plan, n, begin, end, [=](const Words& words, T* __restrict to) {
          for (int i = 0; i < kLanes; ++i) {
            float a, b, c, d;
            math::NormalPair(words.w[0][i], words.w[1][i], &a, &b);
            math::NormalPair(words.w[2][i], words.w[3][i], &c, &d);
            to[4 * i] = Round<T>(math::Fma(a, std, mean));
            to[4 * i + 1] = Round<T>(math::Fma(b, std, mean));
            to[4 * i + 2] = Round<T>(math::Fma(c, std, mean));
            to[4 * i + 3] = Round<T>(math::Fma(d, std, mean));
          }
        });
  }
}

template <class T>
inline void FillFloating(const RandomPlan& plan, int64_t n, int64_t begin,
                         int64_t end) {
  switch (plan.draw) {
    case RandomPlan::kUniform:
      return FillWords<T>(plan, n, begin, end, Uniform<T>(plan.f));
    case RandomPlan::kExponential:
      return FillWords<T>(plan, n, begin, end, Exponential<T>(plan.f));
    default:
      return FillNormal<T>(plan, n, begin, end);
  }
}

void DispatchFloating(const RandomPlan& plan, int64_t begin, int64_t end) {
  const int64_t n = plan.numel;
  switch (plan.dtype) {
    case DType::Float:
      return FillFloating<float>(plan, n, begin, end);
    case DType::ComplexFloat:
      return FillFloating<float>(plan, 2 * n, begin, end);
    case DType::Double:
      return FillFloating<double>(plan, n, begin, end);
    case DType::ComplexDouble:
      return FillFloating<double>(plan, 2 * n, begin, end);
    case DType::Half:
      return FillFloating<Half>(plan, n, begin, end);
    default:
      return FillFloating<BFloat16>(plan, n, begin, end);
  }
}

// ---- Integers: made as int64, stored in any dtype ----

template <class T>
void Store(char* out, int64_t at, const int64_t* values, int64_t n) {
  T* const to = reinterpret_cast<T*>(out) + at;
  for (int64_t i = 0; i < n; ++i) to[i] = static_cast<T>(values[i]);
}

// Where T has gaps, rounding must not reach the end of the range.
template <class T>
void StoreRounded(const RandomPlan& plan, int64_t at, const int64_t* values,
                  int64_t n) {
  const T last = static_cast<T>(plan.f[2]);
  T* const to = reinterpret_cast<T*>(plan.out) + at;
  for (int64_t i = 0; i < n; ++i) {
    const T x = static_cast<T>(values[i]);
    to[i] = x > last ? last : x;
  }
}

void StoreIntegers(const RandomPlan& plan, int64_t at, const int64_t* values,
                   int64_t n) {
  switch (plan.dtype) {
    case DType::Bool:
    case DType::Byte:
    case DType::Char:
      return Store<uint8_t>(plan.out, at, values, n);
    case DType::UInt16:
    case DType::Short:
      return Store<uint16_t>(plan.out, at, values, n);
    case DType::UInt32:
    case DType::Int:
      return Store<uint32_t>(plan.out, at, values, n);
    case DType::Half:
      return StoreRounded<Half>(plan, at, values, n);
    case DType::BFloat16:
      return StoreRounded<BFloat16>(plan, at, values, n);
    case DType::Float:
      return StoreRounded<float>(plan, at, values, n);
    case DType::Double:
      return StoreRounded<double>(plan, at, values, n);
    default:
      std::memcpy(plan.out + at * 8, values, static_cast<size_t>(n) * 8);
  }
}

// How many elements block's chunk has.
int64_t ChunkCount(const RandomPlan& plan, int64_t block, int64_t end,
                   int64_t per_block) {
  const int64_t blocks = end - block < kLanes ? end - block : kLanes;
  const int64_t rest = plan.numel - block * per_block;
  return blocks * per_block < rest ? blocks * per_block : rest;
}

void FillIntegers(const RandomPlan& plan, int64_t begin, int64_t end) {
  const uint64_t low = static_cast<uint64_t>(plan.low);
  const uint64_t range = plan.range;
  const bool wide = plan.draw == RandomPlan::kWideInteger;
  const int64_t per_block = wide ? 1 : 2;
  Words words;
  alignas(64) uint64_t values[2 * kLanes];
  for (int64_t block = begin; block < end; block += kLanes) {
    Generate(plan, block, &words);
    if (wide) {
      for (int i = 0; i < kLanes; ++i) {
        values[i] =
            low + math::BoundedInt(words.Pair(0, i), words.Pair(1, i), range);
      }
    } else {
      const uint32_t narrow = static_cast<uint32_t>(range);
      for (int i = 0; i < kLanes; ++i) {
        values[2 * i] = low + math::BoundedInt(words.Pair(0, i), narrow);
        values[2 * i + 1] = low + math::BoundedInt(words.Pair(1, i), narrow);
      }
    }
    StoreIntegers(plan, block * per_block,
                  reinterpret_cast<const int64_t*>(values),
                  ChunkCount(plan, block, end, per_block));
  }
}

// ---- Coins: all ones where word < threshold, else zeros ----

constexpr int kCoins = 4 * kLanes;

inline void MakeCoins(const RandomPlan& plan, int64_t block,
                      uint32_t* __restrict coins) {
  Words words;
  Generate(plan, block, &words);
  const uint32_t any = plan.threshold == 0 ? 0 : ~0u;
  const uint32_t last = static_cast<uint32_t>(plan.threshold - 1) & any;
  for (int i = 0; i < kLanes; ++i) {
    for (int j = 0; j < 4; ++j) {
      coins[4 * i + j] = (words.w[j][i] <= last ? ~0u : 0u) & any;
    }
  }
}

template <class T>
void ReadProbabilities(const char* in, int64_t n, double* p) {
  const T* from = reinterpret_cast<const T*>(in);
  for (int64_t i = 0; i < n; ++i) p[i] = static_cast<double>(from[i]);
}

inline void MakeCoinsOf(const RandomPlan& plan, int64_t block, int64_t n,
                        uint32_t* __restrict coins) {
  double p[kCoins] = {};
  const char* in =
      plan.in + 4 * block * static_cast<int64_t>(elementSize(plan.in_dtype));
  switch (plan.in_dtype) {
    case DType::Half:
      ReadProbabilities<Half>(in, n, p);
      break;
    case DType::BFloat16:
      ReadProbabilities<BFloat16>(in, n, p);
      break;
    case DType::Float:
      ReadProbabilities<float>(in, n, p);
      break;
    default:
      ReadProbabilities<double>(in, n, p);
  }
  Words words;
  Generate(plan, block, &words);
  for (int i = 0; i < kLanes; ++i) {
    for (int j = 0; j < 4; ++j) {
      coins[4 * i + j] = words.w[j][i] < p[4 * i + j] * 0x1p32 ? ~0u : 0u;
    }
  }
}

template <class Bits>
inline void StoreOnes(char* out, int64_t at, const uint32_t* coins, int64_t n,
                      Bits one) {
  Bits* const to = reinterpret_cast<Bits*>(out) + at;
  for (int64_t i = 0; i < n; ++i) {
    to[i] = static_cast<Bits>(coins[i] != 0 ? one : Bits{0});
  }
}

void StoreCoins(const RandomPlan& plan, int64_t at, const uint32_t* coins,
                int64_t n) {
  switch (plan.dtype) {
    case DType::Half:
      return StoreOnes<uint16_t>(plan.out, at, coins, n, 0x3c00);
    case DType::BFloat16:
      return StoreOnes<uint16_t>(plan.out, at, coins, n, 0x3f80);
    case DType::Float:
      return StoreOnes<uint32_t>(plan.out, at, coins, n, 0x3f800000u);
    case DType::Double:
      return StoreOnes<uint64_t>(plan.out, at, coins, n, 0x3ff0000000000000u);
    default:
      break;
  }
  switch (elementSize(plan.dtype)) {
    case 1:
      return StoreOnes<uint8_t>(plan.out, at, coins, n, 1);
    case 2:
      return StoreOnes<uint16_t>(plan.out, at, coins, n, 1);
    case 4:
      return StoreOnes<uint32_t>(plan.out, at, coins, n, 1);
    default:
      return StoreOnes<uint64_t>(plan.out, at, coins, n, 1);
  }
}

void FillCoins(const RandomPlan& plan, int64_t begin, int64_t end) {
  alignas(64) uint32_t coins[kCoins];
  for (int64_t block = begin; block < end; block += kLanes) {
    const int64_t n = ChunkCount(plan, block, end, 4);
    if (plan.draw == RandomPlan::kBernoulliOf) {
      MakeCoinsOf(plan, block, n, coins);
    } else {
      MakeCoins(plan, block, coins);
    }
    StoreCoins(plan, 4 * block, coins, n);
  }
}

// T is the type of a part, C what is computed in; complex numbers have 2 parts.
template <class T, class C, int kParts>
void Dropout(const RandomPlan& plan, int64_t begin, int64_t end) {
  const C scale = static_cast<C>(plan.f[0]);
  alignas(64) uint32_t coins[kCoins];
  for (int64_t block = begin; block < end; block += kLanes) {
    MakeCoins(plan, block, coins);
    const int64_t n = ChunkCount(plan, block, end, 4);
    const T* in = reinterpret_cast<const T*>(plan.in) + 4 * kParts * block;
    T* out = reinterpret_cast<T*>(plan.out) + 4 * kParts * block;
    for (int64_t i = 0; i < n; ++i) {
      for (int part = 0; part < kParts; ++part) {
        const C x = static_cast<C>(in[kParts * i + part]) * scale;
        out[kParts * i + part] =
            static_cast<T>(math::Select(coins[i] != 0, x, C(0)));
      }
    }
  }
}

void FillDropout(const RandomPlan& plan, int64_t begin, int64_t end) {
  switch (plan.dtype) {
    case DType::Float:
      return Dropout<float, float, 1>(plan, begin, end);
    case DType::Double:
      return Dropout<double, double, 1>(plan, begin, end);
    case DType::Half:
      return Dropout<Half, float, 1>(plan, begin, end);
    case DType::BFloat16:
      return Dropout<BFloat16, float, 1>(plan, begin, end);
    case DType::ComplexFloat:
      return Dropout<float, float, 2>(plan, begin, end);
    default:
      return Dropout<double, double, 2>(plan, begin, end);
  }
}

}  // namespace

void RandomKernel(const RandomPlan& plan, int64_t begin, int64_t end) {
  switch (plan.draw) {
    case RandomPlan::kUniform:
    case RandomPlan::kNormal:
    case RandomPlan::kExponential:
      return DispatchFloating(plan, begin, end);
    case RandomPlan::kInteger:
    case RandomPlan::kWideInteger:
      return FillIntegers(plan, begin, end);
    case RandomPlan::kBernoulli:
    case RandomPlan::kBernoulliOf:
      return FillCoins(plan, begin, end);
    case RandomPlan::kDropout:
      return FillDropout(plan, begin, end);
    case RandomPlan::kNormalOf:
    case RandomPlan::kMultinomial:
      return;
  }
}

}  // namespace tessera::TESSERA_ISA
