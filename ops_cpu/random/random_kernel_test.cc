#include "tessera/ops_cpu/random/random_kernel.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/runtime/isa.h"
#include "tessera/tensor/functors/philox.h"
#include "tessera/tensor/functors/random.h"

namespace tessera {
namespace {

using Words = std::vector<uint32_t>;

Words PhiloxOf(math::PhiloxCounter counter, uint64_t key) {
  Words w(4);
  math::Philox(counter, key, w.data());
  return w;
}

// The vectors of Random123 (kat_vectors, philox4x32 10).
TEST(PhiloxTest, KnownAnswers) {
  EXPECT_EQ(PhiloxOf({0, 0, 0, 0}, 0),
            (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(PhiloxOf({~0u, ~0u, ~0u, ~0u}, ~uint64_t{0}),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(PhiloxOf({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                     0x299f31d0a4093822u),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

constexpr uint64_t kSeed = 0x123456789abcdefu;
// Lanes of a chunk carry into the counter's upper word.
constexpr uint64_t kOffset = 0xfffffff0u;

// Word i of the stream.
uint32_t Word(int64_t i) {
  uint32_t w[4];
  math::Philox(kSeed, kOffset + static_cast<uint64_t>(i / 4), w);
  return w[i % 4];
}
uint64_t Pair(int64_t i) {
  return Word(2 * i) | static_cast<uint64_t>(Word(2 * i + 1)) << 32;
}

RandomPlan MakePlan(RandomPlan::Draw draw, DType dtype, int64_t n) {
  RandomPlan plan = {};
  plan.draw = draw;
  plan.dtype = plan.in_dtype = dtype;
  plan.numel = n;
  plan.state = {kSeed, kOffset};
  plan.f[0] = draw == RandomPlan::kExponential ? 1 : 0;
  plan.f[1] = 1;
  plan.f[2] = draw == RandomPlan::kUniform ? 1 - 0x1p-8 : 100;
  plan.low = -5;
  plan.range = draw == RandomPlan::kWideInteger ? uint64_t{3} << 40 : 100;
  plan.threshold = uint64_t{3} << 29;
  return plan;
}

using Bytes = std::vector<char>;

Bytes Draw(Isa isa, RandomPlan plan, int64_t cut = 0) {
  const size_t size = static_cast<size_t>(plan.numel) * elementSize(plan.dtype);
  Bytes out(size + 1, 'x');
  // All ones are valid probabilities and inputs in every dtype used here.
  Bytes in(size, 0);
  plan.out = out.data();
  plan.in = in.data();
  const auto kernel = TESSERA_KERNEL(RandomKernel, isa);
  const int64_t blocks =
      static_cast<int64_t>(RandomBlocks(plan.draw, plan.dtype, plan.numel));
  if (cut == 0) {
    kernel(plan, 0, blocks);
  } else {
    for (int64_t b = (blocks - 1) / cut * cut; b >= 0; b -= cut) {
      kernel(plan, b, std::min(b + cut, blocks));
    }
  }
  EXPECT_EQ(out.back(), 'x');
  out.pop_back();
  return out;
}

template <class T>
std::vector<T> Values(RandomPlan plan) {
  const Bytes bytes = Draw(CurrentIsa(), plan);
  std::vector<T> values(static_cast<size_t>(plan.numel));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

struct Case {
  RandomPlan::Draw draw;
  DType dtype;
};

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (int d = 0; d < kDTypes; ++d) {
    const DType dtype = static_cast<DType>(d);
    if (d >= 9) {
      for (auto draw :
           {RandomPlan::kUniform, RandomPlan::kNormal, RandomPlan::kDropout}) {
        cases.push_back({draw, dtype});
      }
    }
    if (isFloatingType(dtype)) {
      cases.push_back({RandomPlan::kExponential, dtype});
      cases.push_back({RandomPlan::kBernoulliOf, dtype});
    }
    if (!isComplexType(dtype)) {
      for (auto draw : {RandomPlan::kInteger, RandomPlan::kWideInteger,
                        RandomPlan::kBernoulli}) {
        cases.push_back({draw, dtype});
      }
    }
  }
  return cases;
}

TEST(RandomKernelTest, R01_SameBitsForEveryIsaAndCut) {
  for (const Case& c : Cases()) {
    for (int64_t n : {1, 5, 64, 127, 128, 129, 1000}) {
      const RandomPlan plan = MakePlan(c.draw, c.dtype, n);
      const Bytes expected = Draw(SupportedIsas()[0], plan);
      for (Isa isa : SupportedIsas()) {
        EXPECT_EQ(Draw(isa, plan), expected)
            << IsaName(isa) << name(c.dtype) << int{c.draw} << " " << n;
        EXPECT_EQ(Draw(isa, plan, 3), expected)
            << IsaName(isa) << name(c.dtype) << int{c.draw} << " " << n;
      }
    }
  }
}

TEST(RandomKernelTest, R05_PrefixesAreEqual) {
  for (const Case& c : Cases()) {
    const Bytes all = Draw(CurrentIsa(), MakePlan(c.draw, c.dtype, 300));
    for (int64_t n : {1, 2, 3, 15, 17, 130}) {
      const Bytes some = Draw(CurrentIsa(), MakePlan(c.draw, c.dtype, n));
      EXPECT_TRUE(std::equal(some.begin(), some.end(), all.begin()))
          << name(c.dtype) << int{c.draw} << " " << n;
    }
  }
}

TEST(RandomKernelTest, R06_UniformHas24And53Bits) {
  const int64_t n = 1001;
  RandomPlan plan = MakePlan(RandomPlan::kUniform, DType::Float, n);
  plan.f[2] = 1 - 0x1p-24;
  const auto floats = Values<float>(plan);
  plan.dtype = DType::Double;
  plan.f[2] = 1 - 0x1p-53;
  const auto doubles = Values<double>(plan);
  for (int64_t i = 0; i < n; ++i) {
    ASSERT_EQ(floats[i], std::ldexp(Word(i) >> 8, -24)) << i;
    ASSERT_EQ(doubles[i], std::ldexp(static_cast<double>(Pair(i) >> 11), -53))
        << i;
  }
}

TEST(RandomKernelTest, R06_UniformOf16BitsRoundsDown) {
  const int64_t n = 4001;
  RandomPlan plan = MakePlan(RandomPlan::kUniform, DType::Half, n);
  plan.f[2] = 1 - 0x1p-11;
  const auto halves = Values<Half>(plan);
  plan.dtype = DType::BFloat16;
  plan.f[2] = 1 - 0x1p-8;
  const auto bfloats = Values<BFloat16>(plan);
  for (int64_t i = 0; i < n; ++i) {
    const double u = std::ldexp(Word(i) >> 8, -24);
    const double unit = u == 0 ? 1 : std::exp2(std::floor(std::log2(u)));
    const double half_step = std::max(unit * 0x1p-10, 0x1p-24);
    ASSERT_EQ(halves[i], std::floor(u / half_step) * half_step) << i;
    ASSERT_EQ(bfloats[i], std::floor(u / (unit * 0x1p-7)) * unit * 0x1p-7) << i;
  }
}

// The uniform number of a double's logarithm: rounded once, up to 1.
long double Open(uint64_t pair) {
  return static_cast<double>((static_cast<long double>(pair >> 11) + 0.5L) *
                             0x1p-53L);
}

// The transform in long double. 4 ulp where the result is not tiny.
TEST(RandomKernelTest, NormalIsBoxMuller) {
  const int64_t n = 20000;
  const auto floats =
      Values<float>(MakePlan(RandomPlan::kNormal, DType::Float, n));
  const auto doubles =
      Values<double>(MakePlan(RandomPlan::kNormal, DType::Double, n));
  const long double pi = 3.141592653589793238462643383279503L;
  for (int64_t i = 0; i < n; i += 2) {
    const float uf = std::fma(static_cast<float>(Word(i)), 0x1p-32f, 0x1p-33f);
    long double r = std::sqrt(-2 * std::log(static_cast<long double>(uf)));
    long double angle = 2 * pi * std::ldexp(Word(i + 1), -32);
    ASSERT_NEAR(floats[i], r * std::cos(angle), 2e-6) << i;
    ASSERT_NEAR(floats[i + 1], r * std::sin(angle), 2e-6) << i;
    r = std::sqrt(-2 * std::log(Open(Pair(i))));
    angle = 2 * pi * (Pair(i + 1) * 0x1p-64L);
    ASSERT_NEAR(doubles[i], static_cast<double>(r * std::cos(angle)), 4e-15);
    ASSERT_NEAR(doubles[i + 1], static_cast<double>(r * std::sin(angle)),
                4e-15);
  }
}

TEST(RandomKernelTest, NormalOfTheOutermostWords) {
  for (uint32_t a : {0u, 1u, 0x7fffffffu, 0xfffffffeu, 0xffffffffu}) {
    for (uint32_t b : {0u, 0x1fffffffu, 0x20000000u, 0x40000000u, 0x60000000u,
                       0x80000000u, 0xdfffffffu, 0xe0000000u, 0xffffffffu}) {
      float x, y;
      math::NormalPair(a, b, &x, &y);
      const double u = std::fma(static_cast<float>(a), 0x1p-32f, 0x1p-33f);
      const double r = std::sqrt(-2 * std::log(u));
      EXPECT_NEAR(x, r * std::cos(2 * M_PI * b * 0x1p-32), 3e-6);
      EXPECT_NEAR(y, r * std::sin(2 * M_PI * b * 0x1p-32), 3e-6);
      const uint64_t c = a * uint64_t{0x100000001},
                     d = b * uint64_t{0x100000001};
      double v, w;
      math::NormalPair(c, d, &v, &w);
      const long double rd = std::sqrt(-2 * std::log(Open(c)));
      const long double angle =
          6.283185307179586476925286766559006L * (d * 0x1p-64L);
      EXPECT_NEAR(v, static_cast<double>(rd * std::cos(angle)), 1e-14);
      EXPECT_NEAR(w, static_cast<double>(rd * std::sin(angle)), 1e-14);
    }
  }
}

TEST(RandomKernelTest, ExponentialIsMinusLog) {
  const int64_t n = 20000;
  const auto floats =
      Values<float>(MakePlan(RandomPlan::kExponential, DType::Float, n));
  const auto doubles =
      Values<double>(MakePlan(RandomPlan::kExponential, DType::Double, n));
  for (int64_t i = 0; i < n; ++i) {
    const float u = std::fma(static_cast<float>(Word(i)), 0x1p-32f, 0x1p-33f);
    const double e = -std::log(static_cast<double>(u));
    ASSERT_NEAR(floats[i], e, 1e-6 * e + 1e-10) << i;
    const long double ud = ((Pair(i) >> 11) + 0.5L) * 0x1p-53L;
    const double d = static_cast<double>(-std::log(ud));
    ASSERT_NEAR(doubles[i], d, 1e-15 * d + 2e-16) << i;
  }
  // Never 0.
  EXPECT_GT(math::ExponentialFloat(~0u), 0);
  EXPECT_GT(math::ExponentialDouble(~uint64_t{0}), 0);
}

TEST(RandomKernelTest, IntegersAreMultiplyHigh) {
  __extension__ typedef unsigned __int128 Wide;
  const int64_t n = 1000;
  for (uint64_t range : {uint64_t{1}, uint64_t{100}, uint64_t{0xffffffff}}) {
    RandomPlan plan = MakePlan(RandomPlan::kInteger, DType::Long, n);
    plan.range = range;
    const auto values = Values<int64_t>(plan);
    for (int64_t i = 0; i < n; ++i) {
      const auto high = static_cast<uint64_t>((Wide{Pair(i)} * range) >> 64);
      ASSERT_EQ(values[i], -5 + static_cast<int64_t>(high)) << i;
    }
  }
  for (uint64_t range : {uint64_t{1} << 32, uint64_t{12345678901234567890u}}) {
    RandomPlan plan = MakePlan(RandomPlan::kWideInteger, DType::Long, n);
    plan.range = range;
    const auto values = Values<uint64_t>(plan);
    for (int64_t i = 0; i < n; ++i) {
      // Long multiplication of 128 bits by 64, digit by digit of 32 bits.
      const uint32_t w[] = {Word(4 * i), Word(4 * i + 1), Word(4 * i + 2),
                            Word(4 * i + 3)};
      uint64_t digits[6] = {};
      for (int j = 0; j < 4; ++j) {
        for (int k = 0; k < 2; ++k) {
          const uint64_t product =
              uint64_t{w[j]} * static_cast<uint32_t>(range >> (32 * k));
          Wide add = product;
          for (int at = j + k; add != 0 && at < 6; ++at) {
            add += digits[at];
            digits[at] = static_cast<uint32_t>(add);
            add >>= 32;
          }
        }
      }
      const uint64_t high = digits[4] | digits[5] << 32;
      ASSERT_EQ(values[i], static_cast<uint64_t>(-5) + high) << i;
    }
  }
  RandomPlan plan = MakePlan(RandomPlan::kWideInteger, DType::UInt64, n);
  plan.range = plan.low = 0;  // all 2^64
  const auto values = Values<uint64_t>(plan);
  for (int64_t i = 0; i < n; ++i) ASSERT_EQ(values[i], Pair(2 * i + 1)) << i;
}

TEST(RandomKernelTest, R06_IntegersInFloatsStayBelowTheEnd) {
  RandomPlan plan = MakePlan(RandomPlan::kInteger, DType::BFloat16, 2000);
  plan.low = 0;
  plan.range = 1000;  // 999 would round to 1000
  plan.f[2] = 996;
  for (BFloat16 x : Values<BFloat16>(plan)) ASSERT_LT(x, 1000);
}

TEST(RandomKernelTest, CoinsCompareWords) {
  const int64_t n = 1000;
  for (uint64_t threshold : {uint64_t{0}, uint64_t{1}, uint64_t{1} << 31,
                             uint64_t{0xffffffff}, uint64_t{1} << 32}) {
    RandomPlan plan = MakePlan(RandomPlan::kBernoulli, DType::Char, n);
    plan.threshold = threshold;
    const auto values = Values<int8_t>(plan);
    for (int64_t i = 0; i < n; ++i) {
      ASSERT_EQ(values[i], Word(i) < threshold ? 1 : 0) << i;
    }
  }
}

}  // namespace
}  // namespace tessera
