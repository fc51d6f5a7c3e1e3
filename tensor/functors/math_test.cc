// The C library is the oracle: double for float, long double for double.
// TESSERA_MATH_STRIDE=1 tries every float.
#include "tessera/tensor/functors/math.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/ops_cpu/runtime/isa.h"
#include "tessera/tensor/functors/math_test_kernel.h"

namespace tessera {
namespace {

template <class T>
T sigmoid(T x) {
  return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
}
template <class T>
T rsqrt(T x) {
  return 1 / std::sqrt(x);
}

// By Newton's method on erf, or its complement, from the left.
template <class T>
T erfinv(T x) {
  const T a = std::abs(x);
  if (!(a < 1)) return a == 1 ? x * INFINITY : T(NAN);
  if (a == 0) return x;
  T y = T(0.88) * a;
  for (int i = 0; i < 200; ++i) {
    const T rest = a < T(0.5) ? a - std::erf(y) : std::erfc(y) - (1 - a);
    const T step = rest * T(0.886226925452758013649L) * std::exp(y * y);
    y += step;
    if (std::abs(step) <= y * std::numeric_limits<T>::epsilon()) break;
  }
  return std::copysign(y, x);
}
template <class T>
T softplus(T x) {
  return std::max(x, T(0)) + std::log1p(std::exp(-std::abs(x)));
}
// The limits at -infinity are -0.
template <class T>
T silu(T x) {
  return std::isinf(x) ? std::max(x, T(-0.)) : x / (1 + std::exp(-x));
}
template <class T>
T mish(T x) {
  return std::isinf(x) ? std::max(x, T(-0.)) : x * std::tanh(softplus(x));
}
template <class T>
T gelu(T x) {
  return std::isinf(x) ? std::max(x, T(-0.))
                       : x * std::erfc(-x * std::sqrt(T(0.5L))) / 2;
}
template <class T>
T gelu_tanh(T x) {
  if (std::isinf(x)) return std::max(x, T(-0.));
  const T z = T(1.59576912160573071175978423973752748L) * x *
              (1 + T(0.044715L) * x * x);
  return x / (1 + std::exp(-z));
}

struct Row {
  const char* name;
  MathFunction f;
  double (*oracle)(double);
  long double (*long_oracle)(long double);
  double ulp;
  double double_ulp;
};

std::vector<Row> Rows() {
  using namespace std;  // NOLINT: the oracles are std's, and those above.
  return {
#define TESSERA_X(name, oracle, ulp, double_ulp)           \
  {#name,                                                  \
   MathFunction::k##name,                                  \
   [](double x) -> double { return oracle(x); },           \
   [](long double x) -> long double { return oracle(x); }, \
   ulp,                                                    \
   double_ulp},
      TESSERA_MATH_FUNCTIONS(TESSERA_X)
#undef TESSERA_X
  };
}

struct PairRow {
  const char* name;
  MathFunction f;
  double (*oracle)(double, double);
  long double (*long_oracle)(long double, long double);
  double ulp;
};

std::vector<PairRow> PairRows() {
  return {
#define TESSERA_X(name, function, ulp, ...)                \
  {#name, MathFunction::k##name,                           \
   [](double x, double y) { return std::function(x, y); }, \
   [](long double x, long double y) { return std::function(x, y); }, ulp},
      TESSERA_MATH_PAIRS(TESSERA_X)
#undef TESSERA_X
  };
}

void Apply(Isa isa, MathFunction f, const std::vector<float>& x,
           const std::vector<float>& y, std::vector<float>* out) {
  out->resize(x.size());
  TESSERA_KERNEL(MathF32, isa)
  (f, x.data(), y.data(), out->data(), static_cast<int64_t>(x.size()));
}
void Apply(Isa isa, MathFunction f, const std::vector<double>& x,
           const std::vector<double>& y, std::vector<double>* out) {
  out->resize(x.size());
  TESSERA_KERNEL(MathF64, isa)
  (f, x.data(), y.data(), out->data(), static_cast<int64_t>(x.size()));
}

// In units of T's last place at want; infinity counts as the power of two where
// it begins. Infinite for a NaN or a sign that is wrong.
template <class T, class Wide>
double UlpError(T got, Wide want) {
  constexpr double kWrong = std::numeric_limits<double>::infinity();
  using Limits = std::numeric_limits<T>;
  if (std::isnan(want) || std::isnan(got))
    return std::isnan(want) && std::isnan(got) ? 0 : kWrong;
  if (std::signbit(got) != std::signbit(want)) return kWrong;
  const Wide most = std::ldexp(Wide(1), Limits::max_exponent);
  const Wide a = std::min(std::abs(want), most);
  const Wide b = std::isinf(got) ? most : std::abs(Wide(got));
  int exponent = Limits::min_exponent;
  if (a > 0) std::frexp(a, &exponent);
  exponent = std::min(std::max(exponent, int{Limits::min_exponent}),
                      int{Limits::max_exponent});
  return static_cast<double>(
      std::ldexp(std::abs(a - b), Limits::digits - exponent));
}

struct Worst {
  double ulp = 0;
  double x = 0;
  double y = 0;
  template <class T>
  void Add(double error, T at, T at_y = 0) {
    if (error > ulp) {
      ulp = error;
      x = at;
      y = at_y;
    }
  }
  void Check(const char* name, double limit) const {
    std::printf("%s: at most %.3f ulp, at %a %a\n", name, ulp, x, y);
    EXPECT_LE(ulp, limit) << name << " at " << x << " " << y;
  }
};

uint32_t Stride(uint32_t standard) {
  const char* stride = std::getenv("TESSERA_MATH_STRIDE");
  return stride ? static_cast<uint32_t>(std::atoi(stride)) : standard;
}

// Calls f with vectors of floats, of every stride-th bit pattern in all.
template <class F>
void Floats(uint32_t stride, F&& f) {
  std::vector<float> x;
  for (uint64_t bits = 0; bits < uint64_t{1} << 32;) {
    x.clear();
    for (; x.size() < 4096 + 7 && bits < uint64_t{1} << 32; bits += stride)
      x.push_back(math::FromBits(static_cast<uint32_t>(bits)));
    f(x);
  }
}

// Numbers where functions change their ways, with their neighbours.
template <class T>
std::vector<T> Special() {
  using Limits = std::numeric_limits<T>;
  std::vector<T> x = {0, Limits::quiet_NaN(), Limits::infinity()};
  for (double v :
       {0x1p-149, 0x1p-126, 0x1p-1022, 0x1p-64, 0x1p-54, 0x1p-26, 0x1p-25,
        0x1p-24, 1e-3, 0.25, 0.34, 0.5, 0.7071067811865476, 1.0, 1.0397,
        1.414213562373095, 2.0, 3.0, 9.01, 10.0, 17.33, 19.06, 20.0, 37.43,
        88.02, 88.7228, 103.97, 104., 127., 128., 150., 708.4, 709.78, 744.4,
        745.13, 1023., 1024., 1074., 1075., 1e5, 8388607.5, 0x1p22, 0x1p23,
        0x1p24, 0x1p31, 0x1p32, 1e15, 0x1p51, 0x1p52, 0x1p53, 0x1p63, 1e30,
        3e38, 1e300, 5e-324,
        // As near to a multiple of pi / 2 as a double comes.
        0x1.6ac5b262ca1ffp849}) {
    T at = static_cast<T>(v);
    T below = at;
    for (int i = 0; i < 3 && std::isfinite(at); ++i) {
      x.insert(x.end(), {at, below});
      at = std::nextafter(at, Limits::infinity());
      below = std::nextafter(below, T(0));
    }
  }
  x.push_back(Limits::max());
  const size_t n = x.size();
  for (size_t i = 0; i < n; ++i) x.push_back(-x[i]);
  return x;
}

// Those, and random ones: of any bits, and of several ranges.
template <class T>
std::vector<T> Sample(size_t n, uint32_t seed) {
  std::vector<T> x = Special<T>();
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<T> uniform(-1, 1);
  while (x.size() < n) {
    const T u = uniform(random);
    x.insert(x.end(), {u, 2 * u, 20 * u, 100 * u, 750 * u, 1 + u / 64,
                       std::abs(u), 10000 * u, std::ldexp(u, -20)});
    if constexpr (std::is_same_v<T, float>) {
      x.push_back(math::FromBits(static_cast<uint32_t>(random())));
    } else {
      x.push_back(math::FromBits(static_cast<uint64_t>(random())));
    }
  }
  return x;
}

class MathTest : public testing::TestWithParam<Row> {};

TEST_P(MathTest, Float) {
  const Row& row = GetParam();
  Worst worst;
  std::vector<float> out;
  const auto check = [&](const std::vector<float>& x) {
    Apply(CurrentIsa(), row.f, x, x, &out);
    for (size_t i = 0; i < x.size(); ++i)
      worst.Add(UlpError(out[i], row.oracle(x[i])), x[i]);
  };
  Floats(Stride(1009), check);
  check(Sample<float>(300000, 1));
  worst.Check(row.name, row.ulp);
}

TEST_P(MathTest, Double) {
  const Row& row = GetParam();
  Worst worst;
  const std::vector<double> x = Sample<double>(1000000, 2);
  std::vector<double> out;
  Apply(CurrentIsa(), row.f, x, x, &out);
  for (size_t i = 0; i < x.size(); ++i)
    worst.Add(UlpError(out[i], row.long_oracle(x[i])), x[i]);
  worst.Check(row.name, row.double_ulp);
}

// Any NaN is as good as another.
template <class T>
void ExpectSameBits(MathFunction f, const std::vector<T>& x,
                    const std::vector<T>& y) {
  std::vector<T> first, other;
  Apply(SupportedIsas().front(), f, x, y, &first);
  for (Isa isa : SupportedIsas()) {
    Apply(isa, f, x, y, &other);
    for (size_t i = 0; i < x.size(); ++i) {
      if (math::Bits(first[i]) == math::Bits(other[i])) continue;
      ASSERT_TRUE(std::isnan(first[i]) && std::isnan(other[i]))
          << IsaName(isa) << " at " << x[i] << ": " << first[i] << " and "
          << other[i];
    }
  }
}

TEST_P(MathTest, SameBitsOnEveryInstructionSet) {
  const MathFunction f = GetParam().f;
  Floats(Stride(20011),
         [&](const std::vector<float>& x) { ExpectSameBits(f, x, x); });
  const std::vector<float> x = Sample<float>(50003, 3);
  ExpectSameBits(f, x, x);
  const std::vector<double> z = Sample<double>(100003, 4);
  ExpectSameBits(f, z, z);
}

INSTANTIATE_TEST_SUITE_P(, MathTest, testing::ValuesIn(Rows()),
                         [](const auto& info) { return info.param.name; });

// x from xs, y from ys, in all pairs.
template <class T>
void Pairs(const std::vector<T>& xs, const std::vector<T>& ys,
           std::vector<T>* x, std::vector<T>* y) {
  for (T a : xs) {
    for (T b : ys) {
      x->push_back(a);
      y->push_back(b);
    }
  }
}

template <class T, class Wide>
void CheckPairs(const PairRow& row, const std::vector<T>& x,
                const std::vector<T>& y, Wide (*oracle)(Wide, Wide),
                const char* what) {
  Worst worst;
  std::vector<T> out;
  Apply(CurrentIsa(), row.f, x, y, &out);
  for (size_t i = 0; i < x.size(); ++i)
    worst.Add(UlpError(out[i], oracle(x[i], y[i])), x[i], y[i]);
  worst.Check((std::string(row.name) + ", " + what).c_str(), row.ulp);
  ExpectSameBits(row.f, x, y);
}

template <class T, class Wide>
void TestPairs(const PairRow& row, Wide (*oracle)(Wide, Wide)) {
  std::vector<T> x, y;
  Pairs(Special<T>(), Special<T>(), &x, &y);
  // Not in long double: glibc 2.36 has pow(-inf, -2^63) = inf.
  CheckPairs<T, double>(row, x, y, row.oracle, "special");
  x = Sample<T>(300000, 5);
  y = Sample<T>(x.size(), 6);
  y.resize(x.size());
  std::shuffle(y.begin(), y.end(), std::mt19937_64(7));
  CheckPairs<T, Wide>(row, x, y, oracle, "random");
  if (row.f != MathFunction::kPow) return;
  // Results all over the range, and x near 1.
  std::mt19937_64 random(8);
  const T most = std::numeric_limits<T>::max_exponent;
  std::uniform_real_distribution<T> exponents(-most - 60, most + 1);
  std::uniform_real_distribution<T> logs(-3, 3);
  std::uniform_real_distribution<T> scales(-15, 5);
  for (size_t i = 0; i < x.size(); ++i) {
    const T log = std::ldexp(logs(random), static_cast<int>(scales(random)));
    x[i] = std::exp2(log);
    y[i] = exponents(random) / log;
  }
  CheckPairs<T, Wide>(row, x, y, oracle, "whole range");
}

class PairTest : public testing::TestWithParam<PairRow> {};

TEST_P(PairTest, Float) {
  TestPairs<float, double>(GetParam(), GetParam().oracle);
}
TEST_P(PairTest, Double) {
  TestPairs<double, long double>(GetParam(), GetParam().long_oracle);
}

INSTANTIATE_TEST_SUITE_P(, PairTest, testing::ValuesIn(PairRows()),
                         [](const auto& info) { return info.param.name; });

TEST(SlopeTest, SameBitsOnEveryInstructionSet) {
#define TESSERA_X(name) MathFunction::k##name,
  for (const MathFunction f : {TESSERA_MATH_SLOPES(TESSERA_X)}) {
#undef TESSERA_X
    const std::vector<float> x = Sample<float>(50003, 9);
    ExpectSameBits(f, x, x);
    const std::vector<double> z = Sample<double>(100003, 10);
    ExpectSameBits(f, z, z);
  }
}

}  // namespace
}  // namespace tessera
