// Convert for all 225 pairs against its rule in long double and 128 bits,
// FitsIn against ranges, and Scalar.
#include "tessera/dtype/convert.h"

#include <cmath>
#include <complex>
#include <limits>
#include <random>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/float16_oracle.h"
#include "tessera/dtype/limits.h"
#include "tessera/dtype/scalar.h"
#include "tessera/dtype/visit.h"

namespace tessera {
namespace {

// Integers of 64 bits and doubles are exact in x86's and arm64's long double.
struct Value {
  long double re, im;
};

template <class T>
Value ValueOf(T v) {
  if constexpr (is_complex<T>::value) {
    return {v.real_, v.imag_};
  } else {
    return {static_cast<long double>(v), 0};
  }
}

long double IntExpected(long double v, DType to) {
  if (std::isnan(v)) v = 0;
  v = std::trunc(v);
  const long double two63 = 0x1p63L;
  __int128 n;
  if (to == kUInt64 && v >= two63) {
    n = v >= 2 * two63 ? static_cast<__int128>(UINT64_MAX)
                       : static_cast<__int128>(v);
  } else {
    n = v >= two63    ? static_cast<__int128>(INT64_MAX)
        : v <= -two63 ? static_cast<__int128>(INT64_MIN)
                      : static_cast<__int128>(v);
  }
  const __int128 modulus = static_cast<__int128>(1) << iinfo(to).bits;
  n = ((n % modulus) + modulus) % modulus;
  if (n > static_cast<__int128>(iinfo(to).max)) n -= modulus;
  return static_cast<long double>(n);
}

Value Expected(Value v, DType from, DType to) {
  static const Float16Oracle half(5, 10), bfloat16(8, 7);
  if (to == kBool) return {v.re != 0 || v.im != 0 ? 1.0L : 0.0L, 0};
  const auto component = [&](long double x) -> long double {
    switch (to) {
      case kFloat16:
        return std::isnan(x) ? x : half.Value(half.Round(x));
      case kBFloat16:
        return std::isnan(x) ? x : bfloat16.Value(bfloat16.Round(x));
      case kFloat32:
      case kComplexFloat:
        return static_cast<float>(x);
      case kFloat64:
      case kComplexDouble:
        return static_cast<double>(x);
      default: {
        // Integers wrap with no saturation on the way.
        if (kind(from) != Kind::Int) return IntExpected(x, to);
        const __int128 modulus = static_cast<__int128>(1) << iinfo(to).bits;
        __int128 n = static_cast<__int128>(x) % modulus;
        if (n < 0) n += modulus;
        if (n > static_cast<__int128>(iinfo(to).max)) n -= modulus;
        return static_cast<long double>(n);
      }
    }
  };
  return {component(v.re), isComplexType(to) ? component(v.im) : 0};
}

bool Same(long double a, long double b) {
  return std::isnan(a) ? std::isnan(b)
                       : a == b && std::signbit(a) == std::signbit(b);
}

std::vector<double> Edges() {
  std::vector<double> edges = {0.0,    0.25,   0.5,   0.75,  1.5,      2.5,
                               2.7,    300,    65519, 65520, 1e-8,     1e-40,
                               1e-300, 3.4e38, 1e39,  1e300, HUGE_VAL, NAN};
  for (const int e : {0,  7,  8,  11, 15, 16, 24, 31, 32, 33,  47,
                      52, 53, 54, 55, 56, 62, 63, 64, 65, 100, 127}) {
    const double p = std::ldexp(1.0, e);
    for (const double v :
         {p, p - 1, p + 1, std::nextafter(p, 0.0), std::nextafter(p, HUGE_VAL),
          static_cast<double>(std::nextafter(static_cast<float>(p), 0.0f)),
          p + p / 128}) {
      edges.push_back(v);
    }
  }
  const size_t n = edges.size();
  for (size_t i = 0; i < n; ++i) edges.push_back(-edges[i]);
  return edges;
}

template <class T>
std::vector<T> Samples() {
  std::vector<T> samples;
  for (const double v : Edges()) {
    samples.push_back(Convert<T>(v));
    if constexpr (is_complex<T>::value) {
      using R = typename T::value_type;
      samples.push_back(T(0, static_cast<R>(v)));
      samples.push_back(T(static_cast<R>(v), -1));
    }
  }
  if constexpr (std::is_integral<T>::value) {
    samples.push_back(std::numeric_limits<T>::min());
    samples.push_back(std::numeric_limits<T>::max());
  }
  return samples;
}

template <class To, class From>
void CheckPair(const std::vector<From>& samples) {
  const DType from = dtype_of<From>, to = dtype_of<To>;
  for (const From v : samples) {
    const Value got = ValueOf(Convert<To>(v));
    const Value expected = Expected(ValueOf(v), from, to);
    ASSERT_TRUE(Same(got.re, expected.re) && Same(got.im, expected.im))
        << name(from) << " to " << name(to) << ": "
        << Str(static_cast<double>(ValueOf(v).re), " gave ",
               static_cast<double>(got.re), " instead of ",
               static_cast<double>(expected.re));
  }
}

TEST(ConvertTest, AllPairs) {
  int pairs = 0;
  for (int from = 0; from < kDTypes; ++from) {
    visit(static_cast<DType>(from), all_types, [&](auto from_tag) {
      using From = typename decltype(from_tag)::type;
      const std::vector<From> samples = Samples<From>();
      for (int to = 0; to < kDTypes; ++to) {
        visit(static_cast<DType>(to), all_types, [&](auto to_tag) {
          CheckPair<typename decltype(to_tag)::type>(samples);
          ++pairs;
        });
      }
    });
  }
  EXPECT_EQ(pairs, 225);
}

// float to narrow integers goes a way of its own, by bits.
TEST(ConvertTest, RandomFloatsToIntegers) {
  std::mt19937 random(1);
  for (int i = 0; i < 300000; ++i) {
    const float f = BitCast<float>(static_cast<uint32_t>(random()));
    ASSERT_EQ(Convert<int32_t>(f), IntExpected(f, kInt32)) << f;
    ASSERT_EQ(Convert<uint32_t>(f), IntExpected(f, kUInt32)) << f;
    ASSERT_EQ(Convert<uint8_t>(f), IntExpected(f, kUInt8)) << f;
    ASSERT_EQ(Convert<int64_t>(f), IntExpected(f, kInt64)) << f;
  }
}

TEST(ConvertTest, KnownValues) {
  EXPECT_EQ(Convert<uint8_t>(-1), 255);
  EXPECT_EQ(Convert<int8_t>(int64_t{300}), 44);
  EXPECT_EQ(Convert<int32_t>(-2.7f), -2);
  EXPECT_EQ(Convert<uint8_t>(-1.5), 255);
  EXPECT_EQ(Convert<int64_t>(NAN), 0);
  EXPECT_EQ(Convert<int64_t>(1e300), INT64_MAX);
  EXPECT_EQ(Convert<int32_t>(HUGE_VALF), -1);
  EXPECT_EQ(Convert<uint64_t>(1.5e19), 15000000000000000000u);
  EXPECT_EQ(Convert<uint64_t>(HUGE_VAL), UINT64_MAX);
  EXPECT_EQ(Convert<Half>(65520.0).x, 0x7c00);
  EXPECT_TRUE(Convert<bool>(NAN));
  EXPECT_TRUE(Convert<bool>(Half(NAN)));
  EXPECT_FALSE(Convert<bool>(-0.0f));
  EXPECT_FALSE(Convert<bool>(Half(-0.0f)));
  EXPECT_TRUE(Convert<bool>(complex<float>(0, 1)));
  EXPECT_EQ(Convert<float>(complex<double>(2.5, 7)), 2.5f);
  static_assert(
      Convert<int32_t>(4294967296.0f * 3 + 1024 * 7) ==
      static_cast<int32_t>(static_cast<int64_t>(4294967296.0f * 3 + 1024 * 7)));
  static_assert(Convert<uint8_t>(-1.0f) == 255);
}

TEST(FitsInTest, Ranges) {
  const double inf = HUGE_VAL;
  const struct {
    Scalar value;
    DType dtype;
    bool wraps, refused;
  } rows[] = {
      {255, kUInt8, true, true},
      {256, kUInt8, false, false},
      {-1, kUInt8, true, false},
      {-255, kUInt8, true, false},
      {-256, kUInt8, false, false},
      {-1.0, kUInt8, true, false},
      {-0.5, kUInt8, true, true},
      {127, kInt8, true, true},
      {128, kInt8, false, false},
      {-128, kInt8, true, true},
      {-129, kInt8, false, false},
      {-128.9, kInt8, true, true},
      {127.9, kInt8, true, true},
      {128.0, kInt8, false, false},
      {1.5, kInt64, true, true},
      {9223372036854775808.0, kInt64, false, false},
      {-9223372036854775808.0, kInt64, true, true},
      {9223372036854775808.0, kUInt64, true, true},
      {18446744073709551616.0, kUInt64, false, false},
      {-1e19, kUInt64, false, false},
      {uint64_t{1} << 63, kInt64, false, false},
      {uint64_t{1} << 63, kUInt64, true, true},
      {INT64_MIN, kUInt64, true, false},
      {INT64_MIN, kInt64, true, true},
      {NAN, kInt32, false, false},
      {inf, kInt64, false, false},
      {-inf, kUInt64, false, false},
      {NAN, kBool, true, true},
      {7, kBool, true, true},
      {true, kInt8, true, true},
      {1e300, kFloat32, true, true},
      {inf, kHalf, true, true},
      {1e10, kHalf, true, true},
      {complex<double>(1, 2), kFloat32, false, false},
      {complex<double>(1, 0), kFloat32, true, true},
      {complex<double>(300, 0), kUInt8, false, false},
      {complex<double>(30, 0), kUInt8, true, true},
      {complex<double>(1, 2), kComplexFloat, true, true},
      {complex<double>(1, 2), kBool, true, true},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(FitsIn(row.value, row.dtype), row.wraps)
        << Str(row.value, ' ', row.dtype);
    EXPECT_EQ(FitsIn(row.value, row.dtype, Negative::kRefused), row.refused)
        << Str(row.value, ' ', row.dtype);
  }
}

template <class F>
std::string MessageOf(F f) {
  try {
    f();
  } catch (const ValueError& e) {
    return e.what();
  }
  return "no ValueError";
}

TEST(FitsInTest, Messages) {
  EXPECT_EQ(MessageOf([] { CheckFitsIn("full", 300, kUInt8); }),
            "full: expected a value within uint8's range 0 to 255, got 300");
  EXPECT_EQ(MessageOf([] { CheckFitsIn("tensor", uint64_t{1} << 63, kInt64); }),
            "tensor: expected a value within int64's range "
            "-9223372036854775808 to 9223372036854775807, got "
            "9223372036854775808");
  EXPECT_EQ(
      MessageOf([] { CheckFitsIn("fill_", complex<double>(1, 2), kFloat32); }),
      "fill_: expected a real number for float32, got (1+2j); use its "
      "real part");
  EXPECT_EQ(MessageOf([] { CheckFitsIn("fill_", -1, kUInt8); }),
            "no ValueError");
}

TEST(ScalarTest, KeepsKindAndValue) {
  EXPECT_EQ(Scalar().type(), kInt64);
  EXPECT_EQ(Scalar(true).type(), kBool);
  EXPECT_EQ(Scalar('a').type(), kInt64);
  EXPECT_EQ(Scalar(7u).type(), kInt64);
  EXPECT_EQ(Scalar(uint64_t{INT64_MAX}).type(), kInt64);
  EXPECT_EQ(Scalar(uint64_t{INT64_MAX} + 1).type(), kUInt64);
  EXPECT_EQ(Scalar(1.5f).type(), kFloat64);
  EXPECT_EQ(Scalar(Half(1.5f)).type(), kFloat64);
  EXPECT_EQ(Scalar(BFloat16(1.5f)).toDouble(), 1.5);
  EXPECT_EQ(Scalar(std::complex<float>(1, 2)).type(), kComplexDouble);
  EXPECT_EQ(Scalar(complex<float>(1, 2)).toComplexDouble(),
            complex<double>(1, 2));
  EXPECT_TRUE(Scalar(true).isBoolean());
  EXPECT_TRUE(Scalar(true).isIntegral(true));
  EXPECT_FALSE(Scalar(true).isIntegral(false));
  EXPECT_TRUE(Scalar(~uint64_t{0}).isIntegral(false));
  EXPECT_TRUE(Scalar(1.0).isFloatingPoint());
  EXPECT_TRUE(Scalar(complex<float>(0, 1)).isComplex());
}

TEST(ScalarTest, To) {
  EXPECT_EQ(Scalar(2.7).toInt(), 2);
  EXPECT_EQ(Scalar(-1).toByte(), 255);
  EXPECT_EQ(Scalar(3).toFloat(), 3.0f);
  EXPECT_EQ(Scalar(2.5).to<Half>().x, Half(2.5f).x);
  EXPECT_TRUE(Scalar(0.5).toBool());
  EXPECT_EQ(Scalar(~uint64_t{0}).toUInt64(), ~uint64_t{0});
  EXPECT_EQ(Scalar(true).toLong(), 1);
  EXPECT_EQ(Scalar(complex<double>(2, 0)).toInt(), 2);
  EXPECT_THROW(Scalar(300).toByte(), ValueError);
  EXPECT_THROW(Scalar(int64_t{1} << 31).toInt(), ValueError);
  EXPECT_THROW(Scalar(NAN).toLong(), ValueError);
  EXPECT_THROW(Scalar(complex<double>(2, 1)).toDouble(), ValueError);
  EXPECT_EQ(Convert<uint8_t>(Scalar(300)), 44);  // unchecked
  EXPECT_EQ(Convert<float>(Scalar(complex<double>(2, 1))), 2.0f);
}

TEST(ScalarTest, EqualNegativeConj) {
  const uint64_t two63 = uint64_t{1} << 63;
  EXPECT_TRUE(Scalar(1).equal(1.0));
  EXPECT_TRUE(Scalar(true).equal(1));
  EXPECT_TRUE(Scalar(1.0).equal(complex<float>(1, 0)));
  EXPECT_FALSE(Scalar(1).equal(complex<float>(1, 1)));
  EXPECT_TRUE(Scalar(complex<float>(0, 1)).equal(complex<double>(0, 1)));
  EXPECT_FALSE(Scalar(NAN).equal(NAN));
  EXPECT_FALSE(Scalar(1).equal(1.5));
  EXPECT_FALSE(Scalar((int64_t{1} << 53) + 1).equal(0x1p53));
  EXPECT_TRUE(Scalar(two63).equal(0x1p63));
  EXPECT_FALSE(Scalar(two63).equal(INT64_MIN));
  EXPECT_TRUE((-Scalar(two63)).equal(INT64_MIN));
  EXPECT_TRUE((-Scalar(INT64_MIN)).equal(two63));
  EXPECT_TRUE((-Scalar(two63 + 2048)).equal(-(0x1p63 + 2048)));
  EXPECT_TRUE((-Scalar(complex<float>(1, 2))).equal(complex<float>(-1, -2)));
  EXPECT_TRUE(Scalar(complex<float>(1, 2)).conj().equal(complex<float>(1, -2)));
  EXPECT_THROW(-Scalar(true), NotImplementedError);
}

TEST(ScalarTest, PrintsAsPython) {
  const struct {
    Scalar value;
    const char* text;
  } rows[] = {{true, "True"},
              {-3, "-3"},
              {~uint64_t{0}, "18446744073709551615"},
              {2.0, "2.0"},
              {0.1, "0.1"},
              {-0.0, "-0.0"},
              {1.0 / 3, "0.3333333333333333"},
              {1e15, "1000000000000000.0"},
              {1e16, "1e+16"},
              {0.0001, "0.0001"},
              {0.00001, "1e-05"},
              {123456.75, "123456.75"},
              {1.7976931348623157e308, "1.7976931348623157e+308"},
              {5e-324, "5e-324"},
              {HUGE_VAL, "inf"},
              {NAN, "nan"},
              {complex<double>(1, 2), "(1+2j)"},
              {complex<double>(0, 1), "1j"},
              {complex<double>(1.5, -0.5), "(1.5-0.5j)"}};
  for (const auto& row : rows) {
    EXPECT_EQ(toString(row.value), row.text);
    EXPECT_EQ(Str(row.value), row.text);
  }
}

}  // namespace
}  // namespace tessera
