// Half and BFloat16 against a table of all values.
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>

#include "gtest/gtest.h"
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/float16_oracle.h"
#include "tessera/dtype/half.h"
#include "tessera/dtype/limits.h"

namespace tessera {
namespace {

uint32_t FloatBits(float f) {
  uint32_t bits;
  std::memcpy(&bits, &f, sizeof(bits));
  return bits;
}

float FromBits(uint32_t bits) {
  float f;
  std::memcpy(&f, &bits, sizeof(f));
  return f;
}

template <class T>
Float16Oracle Oracle();
template <>
Float16Oracle Oracle<Half>() {
  return Float16Oracle(5, 10);
}
template <>
Float16Oracle Oracle<BFloat16>() {
  return Float16Oracle(8, 7);
}

template <class T>
T OfBits(int bits) {
  return T(static_cast<uint16_t>(bits), T::from_bits());
}

template <class T>
class Float16Test : public testing::Test {};
using Float16Types = testing::Types<Half, BFloat16>;
TYPED_TEST_SUITE(Float16Test, Float16Types);

TYPED_TEST(Float16Test, AllValuesAreExactAndRoundTrip) {
  using T = TypeParam;
  const Float16Oracle oracle = Oracle<T>();
  for (int bits = 0; bits < 65536; ++bits) {
    const float f = OfBits<T>(bits);
    if ((bits & 0x7fff) > oracle.infinity()) {
      ASSERT_TRUE(std::isnan(f)) << bits;
      // Sign and payload stay, the NaN becomes quiet.
      const int quiet = bits | (oracle.infinity() == 0x7c00 ? 0x200 : 0x40);
      ASSERT_EQ(T(f).x, quiet) << bits;
    } else {
      const long double value = oracle.Value(bits);
      ASSERT_EQ(static_cast<long double>(f), value) << bits;
      ASSERT_EQ(std::signbit(f), bits >= 0x8000) << bits;
      ASSERT_EQ(T(f).x, bits);
      ASSERT_EQ(T(static_cast<double>(f)).x, bits);
    }
  }
}

// At each midpoint of neighbours, and next to it, by one unit of float and by
// one of double. The latter is where two roundings would go wrong.
TYPED_TEST(Float16Test, RoundsOnceToNearestEven) {
  using T = TypeParam;
  const Float16Oracle oracle = Oracle<T>();
  for (int bits = 0; bits < oracle.infinity(); ++bits) {
    const long double low = oracle.Value(bits);
    const long double high =
        bits + 1 == oracle.infinity()
            ? 2 * low - oracle.Value(bits - 1)  // as if there were one more
            : oracle.Value(bits + 1);
    const double middle = static_cast<double>((low + high) / 2);
    const float f = static_cast<float>(middle);
    ASSERT_EQ(static_cast<double>(f), middle);
    for (const float x :
         {f, std::nextafter(f, 0.0f), std::nextafter(f, HUGE_VALF)}) {
      ASSERT_EQ(T(x).x, oracle.Round(x)) << bits << ' ' << x;
      ASSERT_EQ(T(-x).x, oracle.Round(-x)) << bits << ' ' << x;
    }
    for (const double x :
         {middle, std::nextafter(middle, 0.0), std::nextafter(middle, 1e300)}) {
      ASSERT_EQ(T(x).x, oracle.Round(x)) << bits << ' ' << x;
      ASSERT_EQ(T(-x).x, oracle.Round(-x)) << bits << ' ' << x;
    }
  }
}

TYPED_TEST(Float16Test, RandomBits) {
  using T = TypeParam;
  const Float16Oracle oracle = Oracle<T>();
  std::mt19937_64 random(1);
  for (int i = 0; i < 300000; ++i) {
    const uint64_t r = random();
    const float f = FromBits(static_cast<uint32_t>(r));
    if (!std::isnan(f)) {
      ASSERT_EQ(T(f).x, oracle.Round(f)) << f;
    }
    // Integers of all sizes.
    const int64_t n = static_cast<int64_t>(r) >> (r % 64);
    ASSERT_EQ(T(n).x, oracle.Round(n)) << n;
    const uint64_t u = r >> (r % 64);
    ASSERT_EQ(T(u).x, oracle.Round(u)) << u;
    const int32_t m = static_cast<int32_t>(n);
    ASSERT_EQ(T(m).x, oracle.Round(m)) << m;
  }
}

TYPED_TEST(Float16Test, SpecialValues) {
  using T = TypeParam;
  const int infinity = Oracle<T>().infinity();
  EXPECT_EQ(T(HUGE_VALF).x, infinity);
  EXPECT_EQ(T(-HUGE_VAL).x, infinity | 0x8000);
  EXPECT_EQ(T(1e300).x, infinity);
  EXPECT_EQ(T(-0.0f).x, 0x8000);
  EXPECT_EQ(T(-1e-60).x, 0x8000);
  for (const uint32_t nan :
       {0x7f800001u, 0x7fc00000u, 0xffffffffu, 0xff812345u, 0x7f802000u}) {
    const T t(FromBits(nan));
    EXPECT_TRUE(std::isnan(static_cast<float>(t))) << nan;
    EXPECT_EQ(t.x >> 15, nan >> 31);
    EXPECT_TRUE(
        std::isnan(static_cast<float>(T(static_cast<double>(FromBits(nan))))));
  }
}

TEST(HalfTest, NanPayload) {
  EXPECT_EQ(Half(FromBits(0x7f802000)).x, 0x7e01);
  EXPECT_EQ(Half(FromBits(0x7fffffff)).x, 0x7fff);
  EXPECT_EQ(FloatBits(OfBits<Half>(0x7c01)), 0x7fc02000u);
  EXPECT_EQ(FloatBits(OfBits<Half>(0xfe01)), 0xffc02000u);
}

TEST(HalfTest, KnownValues) {
  EXPECT_EQ(Half(65504.0f).x, 0x7bff);
  EXPECT_EQ(Half(65519.996f).x, 0x7bff);
  EXPECT_EQ(Half(65520.0f).x, 0x7c00);
  EXPECT_EQ(Half(0.1f).x, 0x2e66);
  EXPECT_EQ(BFloat16(0.1f).x, 0x3dcd);
}

// In a constant expression.
static_assert(Half(1.5f).x == 0x3e00 && float(Half(1.5f)) == 1.5f);
static_assert(Half(6e-8f).x == 1);
static_assert((Half(1.0f) + Half(2.0f)).x == 0x4200);
static_assert(BFloat16(1.0f).x == 0x3f80 && (-BFloat16(1.0f)).x == 0xbf80);
static_assert(Half(std::numeric_limits<float>::infinity()).x == 0x7c00);
static_assert(BFloat16(-1.0 - 0x1p-8 - 0x1p-50).x == 0xbf81);

TYPED_TEST(Float16Test, Arithmetic) {
  using T = TypeParam;
  T a(3.0f);
  const T b(0.1f);
  EXPECT_EQ((a * b).x, T(3.0f * float(b)).x);
  EXPECT_EQ((a / b).x, T(3.0f / float(b)).x);
  EXPECT_EQ((a - b).x, T(3.0f - float(b)).x);
  a += b;
  EXPECT_EQ(a.x, T(3.0f + float(b)).x);
  a -= 1;
  a *= 2.0f;
  a /= 0.0f;
  EXPECT_TRUE(std::isinf(float(a)));
  static_assert(std::is_same<decltype(a + 1.0f), float>::value);
  static_assert(std::is_same<decltype(a + b), T>::value);
  EXPECT_TRUE(b < T(0.2f));
  EXPECT_FALSE(T(NAN) == T(NAN));
  EXPECT_TRUE(T(-0.0f) == T(0.0f));
}

TYPED_TEST(Float16Test, NumericLimits) {
  using T = TypeParam;
  using L = std::numeric_limits<T>;
  const Float16Oracle oracle = Oracle<T>();
  const auto value = [](T t) { return static_cast<long double>(float(t)); };
  EXPECT_EQ(value(L::max()), oracle.Value(oracle.infinity() - 1));
  EXPECT_EQ(value(L::lowest()), -value(L::max()));
  EXPECT_EQ(value(L::denorm_min()), oracle.Value(1));
  EXPECT_EQ(value(L::epsilon()), std::ldexp(1.0L, 1 - L::digits));
  EXPECT_EQ(value(L::min()), std::ldexp(1.0L, L::min_exponent - 1));
  EXPECT_EQ(value(L::max()), std::ldexp(1.0L, L::max_exponent) -
                                 std::ldexp(1.0L, L::max_exponent - L::digits));
  EXPECT_EQ(value(L::round_error()), 0.5L);
  EXPECT_TRUE(std::isinf(float(L::infinity())));
  EXPECT_TRUE(std::isnan(float(L::quiet_NaN())));
  EXPECT_EQ(L::digits10, static_cast<int>((L::digits - 1) * std::log10(2.0)));
  EXPECT_EQ(L::max_digits10,
            static_cast<int>(std::ceil(1 + L::digits * std::log10(2.0))));
  EXPECT_EQ(L::max_exponent10,
            static_cast<int>(std::log10(static_cast<double>(value(L::max())))));
  EXPECT_EQ(L::min_exponent10, static_cast<int>(std::ceil(std::log10(
                                   static_cast<double>(value(L::min()))))));
}

}  // namespace
}  // namespace tessera
