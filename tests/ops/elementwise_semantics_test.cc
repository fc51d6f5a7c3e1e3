// What the elementwise ops promise beside their values: promotion, edges of
// integers, errors, memory formats, operators.
#include <cmath>
#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "tessera/tests/ops/harness.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera::testing {
namespace {

void ExpectTensor(const Tensor& t, const char* text) {
  EXPECT_EQ(t.to_string(), std::string("tensor(") + text + ")");
}

TEST(PromotionTest, CategoriesOfOperands) {
  const Tensor f32 = ones({2});
  const Tensor f16 = ones({2}, kHalf);
  const Tensor i8 = ones({2}, kInt8);
  const Tensor i64 = ones({2}, kInt64);
  const Tensor u8 = ones({2}, kUInt8);
  const Tensor b = ones({2}, kBool);
  const Tensor f64_0d = ones({}, kFloat64);
  const Tensor i64_0d = ones({}, kInt64);
  EXPECT_EQ((f32 + f64_0d).scalar_type(), kFloat32);
  EXPECT_EQ((i64 + f64_0d).scalar_type(), kFloat64);
  EXPECT_EQ((i64 + 1.5).scalar_type(), kFloat32);
  EXPECT_EQ((i8 + i64_0d).scalar_type(), kInt8);
  EXPECT_EQ((u8 + 1).scalar_type(), kUInt8);
  EXPECT_EQ((b + 1).scalar_type(), kInt64);
  EXPECT_EQ((f16 + 1e10).scalar_type(), kHalf);
  EXPECT_EQ((f32 + complex<float>(0, 1)).scalar_type(), kComplexFloat);
  EXPECT_EQ((i64 + f16).scalar_type(), kHalf);
  EXPECT_EQ((u8 + i8).scalar_type(), kInt16);
  EXPECT_EQ((f16 + ones({2}, kBFloat16)).scalar_type(), kFloat32);
  EXPECT_EQ((i64 / 2).scalar_type(), kFloat32);
  EXPECT_EQ((1 / f32).scalar_type(), kFloat32);
  EXPECT_EQ((f32 - 1.5).scalar_type(), kFloat32);
  EXPECT_EQ(where(b, 1, 0).scalar_type(), kInt64);
  EXPECT_EQ(where(b, i64, 2.5).scalar_type(), kFloat32);
  EXPECT_EQ(where(b, f64_0d, f32).scalar_type(), kFloat32);
  EXPECT_EQ(clamp(i64, 0.5).scalar_type(), kFloat32);
  EXPECT_EQ(exp(i64).scalar_type(), kFloat32);
  EXPECT_EQ((f32 > i64).scalar_type(), kBool);
  // int64 against float32 compares as float32.
  EXPECT_TRUE(
      (full({1}, 16777217, kInt64) == full({1}, 16777216.0)).is_nonzero());
  ExpectError<DTypeError>([&] { return ones({2}, kUInt64) + i64; },
                          {"add", "uint64", ".to("});
}

TEST(PromotionTest, MixedDTypesGiveTheRightValues) {
  ExpectTensor(tensor({1., 2.}) + arange(2, kInt64), "[1., 3.]");
  ExpectTensor(arange(3, kInt64).to(kHalf) * 0.1,
               "[0.0000, 0.1000, 0.2000], dtype=torch.float16");
  // The number of a comparison is rounded to the half type first.
  EXPECT_TRUE((full({1}, 0.1, kHalf) == 0.1).is_nonzero());
  EXPECT_TRUE((full({1}, 0.1, kBFloat16) <= 0.1).is_nonzero());
}

TEST(IntegerTest, Wraps) {
  EXPECT_EQ((zeros({1}, kInt8) + 300).item<int>(), 44);
  EXPECT_EQ((full({1}, 127, kInt8) + 1).item<int>(), -128);
  const Tensor lowest = full({1}, std::numeric_limits<int64_t>::min(), kInt64);
  EXPECT_EQ((lowest - 1).item<int64_t>(), std::numeric_limits<int64_t>::max());
  EXPECT_EQ((-lowest).item<int64_t>(), lowest.item<int64_t>());
  EXPECT_EQ(abs(lowest).item<int64_t>(), lowest.item<int64_t>());
  EXPECT_EQ(div(lowest, -1, "trunc").item<int64_t>(), lowest.item<int64_t>());
  EXPECT_EQ(div(lowest, -1, "floor").item<int64_t>(), lowest.item<int64_t>());
  EXPECT_EQ((lowest % -1).item<int64_t>(), 0);
  EXPECT_EQ((lowest * -1).item<int64_t>(), lowest.item<int64_t>());
  EXPECT_EQ((-full({1}, 1, kUInt8)).item<int>(), 255);
  EXPECT_EQ((full({1}, 65535, kUInt16) * full({1}, 65535, kUInt16)).item<int>(),
            1);
  const Tensor large = full({1}, uint64_t{1} << 63, kUInt64);
  EXPECT_EQ((large + large).item<uint64_t>(), 0u);
  EXPECT_TRUE((large > 5).is_nonzero());
  EXPECT_EQ(maximum(large, zeros({1}, kUInt64)).item<uint64_t>(),
            uint64_t{1} << 63);
  EXPECT_EQ(floor_divide(large, 3).item<uint64_t>(), (uint64_t{1} << 63) / 3);
}

TEST(IntegerTest, Division) {
  ExpectTensor(div(tensor({7, -7}), 2, "floor"), "[ 3, -4]");
  ExpectTensor(tensor({7, -7}) % 3, "[1, 2]");
  ExpectTensor(div(tensor({7, -7}), 2, "trunc"), "[ 3, -3]");
  ExpectTensor(tensor({7, -7}) / 2, "[ 3.5000, -3.5000]");
  ExpectTensor(7 % tensor({4, -4}), "[ 3, -1]");
  EXPECT_TRUE(std::isinf((tensor({1}) / 0).item<float>()));
  const Tensor zero = tensor({3, 0});
  for (auto f :
       {+[](const Tensor&a, const Tensor&b) { return floor_divide(a, b); },
        +[](const Tensor&a, const Tensor&b) { return a % b; },
        +[](const Tensor&a, const Tensor&b) { return div(a, b, "trunc"); }}) {
    ExpectError<ValueError>([&] { return f(zero, zero); },
                            {"zero", "ZeroDivisionError"});
  }
  // Nothing is written on the way to an error.
  Tensor a = tensor({8, 9});
  ExpectError<ValueError>([&] { return a.floor_divide_(zero); },
                          {"floor_divide", "zero"});
  ExpectError<ValueError>([&] { return a %= zero; }, {"remainder", "zero"});
  ExpectTensor(a, "[8, 9]");
  ExpectError<ValueError>([&] { return div(a, 2, "up"); },
                          {"div", "rounding_mode", "up"});
}

TEST(FloatTest, PythonsQuotientsAndRests) {
  const float inf = std::numeric_limits<float>::infinity();
  const Tensor one = tensor({1.f});
  EXPECT_EQ(floor_divide(one, 0).item<float>(), inf);
  EXPECT_TRUE(std::isnan(floor_divide(one - 1, 0).item<float>()));
  const float zero = floor_divide(tensor({-0.f}), 1).item<float>();
  EXPECT_TRUE(zero == 0 && std::signbit(zero));
  EXPECT_EQ((tensor({-1.f}) % inf).item<float>(), inf);
  EXPECT_TRUE(std::isnan((one % 0).item<float>()));
}

TEST(PowTest, Edges) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  ExpectTensor(pow(tensor({0., 1., nan, -8.}), tensor({0., nan, 0., 1. / 3})),
               "[1., 1., 1., nan]");
  ExpectTensor(pow(2, tensor({0, 3})), "[1, 8]");
  ExpectTensor(pow(tensor({1, -1, 2, 0}), tensor({-3, -3, -3, -3})),
               "[ 1, -1,  0,  0]");
  EXPECT_EQ(pow(tensor({3}), 40).item<int64_t>(), 12157665459056928801u);
  EXPECT_EQ(pow(full({1}, 3, kInt8), 7).item<int>(), -117);
  ExpectTensor(tensor({1., 2.}).pow(-1), "[1.0000, 0.5000]");
  ExpectTensor(tensor({4., 2.}).pow(0.5), "[2.0000, 1.4142]");
  EXPECT_EQ(pow(tensor({2}), 0.5).scalar_type(), kFloat32);
  ExpectError<DTypeError>([] { return pow(tensor({2}), -1); },
                          {"pow", "negative integer powers", ".float()"});
  ExpectError<NotImplementedError>(
      [] { return pow(ones({1}, kBool), ones({1}, kBool)); }, {"pow", "bool"});
}

TEST(CompareTest, NumbersBeyondTheDType) {
  const Tensor u8 = tensor({0, 255}).to(kUInt8);
  ExpectTensor(u8 > -1, "[True, True]");
  ExpectTensor(u8 < 1000, "[True, True]");
  ExpectTensor(u8 == 256, "[False, False]");
  ExpectTensor(u8 != -1, "[True, True]");
  ExpectTensor(1000 < u8, "[False, False]");
  ExpectTensor(tensor({1, 2}).to(kInt8) >= 1000, "[False, False]");
  ExpectTensor(clamp(u8, -5, 300), "[  0, 255], dtype=torch.uint8");
  Tensor t = tensor({1, 2}).to(kInt8);
  t.lt_(1000);
  ExpectTensor(t, "[1, 1], dtype=torch.int8");
}

TEST(ErrorTest, Broadcast) {
  const Tensor a = ones({2, 3});
  ExpectError<ShapeError>([&] { return a + ones({2}); },
                          {"add", "float32[2,3]@cpu", "float32[2]@cpu", "dim 1",
                           "3 vs 2", "unsqueeze"});
  ExpectError<ShapeError>(
      [&] {
        return ones({3}).add_(ones({2, 3}));
      },
      {"add_", "output with shape", "[3]", "[2,3]"});
  ExpectError<ShapeError>([&] { return where(a > 0, a, ones({4})); },
                          {"where", "float32[4]@cpu"});
}

TEST(ErrorTest, Casts) {
  Tensor i = tensor({1, 2});
  ExpectError<DTypeError>([&] { return i.add_(1.5); },
                          {"add_", "float32", "int64", "cast"});
  ExpectError<DTypeError>([&] { return i.div_(2); },
                          {"div_", "cast", "rounding_mode"});
  ExpectError<DTypeError>([&] { return ones({1}, kBool).add_(1); },
                          {"add_", "int64", "bool"});
  ExpectError<DTypeError>([&] { return ones({1}).add_(complex<float>(0, 1)); },
                          {"add_", "complex64", "float32"});
  ExpectError<DTypeError>([&] { return add(i, i, 1.5); },
                          {"add", "alpha", ".float()"});
  Tensor f = ones({2});
  f += ones({2}, kFloat64);
  EXPECT_EQ(f.scalar_type(), kFloat32);
  ExpectTensor(f, "[2., 2.]");
  Tensor d = empty({2}, kFloat64);
  add_out(d, f, f);
  EXPECT_EQ(d.scalar_type(), kFloat64);
  ExpectError<DTypeError>([&] { return add_out(i, f, f); }, {"add", "cast"});
}

TEST(ErrorTest, DTypesWithoutMeaning) {
  const Tensor b = ones({2}, kBool);
  const Tensor c = ones({2}, kComplexFloat);
  ExpectError<NotImplementedError>([&] { return -b; },
                                   {"neg", "bool", "~", "logical_not"});
  ExpectError<NotImplementedError>([&] { return b - b; },
                                   {"sub", "bool", "^", "logical_xor"});
  ExpectError<NotImplementedError>([&] { return c < c; }, {"lt", "complex64"});
  ExpectError<NotImplementedError>([&] { return sign(c); }, {"sign", "sgn"});
  ExpectError<NotImplementedError>([&] { return maximum(c, c); }, {"maximum"});
  ExpectError<NotImplementedError>([&] { return ~ones({2}); },
                                   {"bitwise_not", "float32"});
  ExpectError<NotImplementedError>([&] { return ones({2}) & 1; },
                                   {"bitwise_and", "float32"});
  ExpectError<NotImplementedError>([&] { return +b; }, {"positive", "bool"});
  ExpectError<NotImplementedError>([&] { return div(c, c, "floor"); },
                                   {"div", "complex64"});
}

TEST(ErrorTest, Others) {
  const Tensor t = ones({2});
  ExpectError<ValueError>([&] { return clamp(t, Tensor(), Tensor()); },
                          {"clamp", "'min' or 'max'"});
  ExpectError<DTypeError>([&] { return where(t, t, t); },
                          {"where", "condition", "bool"});
  ExpectError<DTypeError>([&] { return t.masked_fill(t, 1); },
                          {"masked_fill", "mask", "bool"});
  ExpectError<ValueError>(
      [&] { return ones({2}, kInt8).masked_fill(t > 0, 300); },
      {"masked_fill", "300", "int8"});
  ExpectTensor(tensor({1, 2}).masked_fill(tensor({true, false}), 1.5),
               "[1, 2]");
  ExpectError<ShapeError>([&] { return t.masked_fill(t > 0, t); },
                          {"masked_fill", "0-dimensional"});
  ExpectError<ValueError>([&] { return add(Tensor(), t); },
                          {"add", "undefined"});
}

TEST(MemoryTest, OverlapIsRefused) {
  Tensor t = arange(6, kFloat32);
  Tensor expanded = ones({1}).expand({3});
  ExpectError<ShapeError>([&] { return expanded.add_(1); },
                          {"add_", "single memory location", "clone()"});
  Tensor out = t.slice(0, 0, 5);
  ExpectError<ShapeError>([&] { return add_out(out, t.slice(0, 1, 6), 1); },
                          {"add", "memory"});
  ExpectError<ShapeError>([&] { return out.mul_(t.slice(0, 1, 6)); },
                          {"mul", "memory"});
  // The very same elements are fine.
  Tensor a = tensor({1., 2.});
  a.mul_(a);
  ExpectTensor(a, "[1., 4.]");
  sub_out(a, a, a);
  ExpectTensor(a, "[0., 0.]");
}

TEST(MemoryTest, ResultsKeepDenseStrides) {
  const Tensor t = ones({2, 3}).t();
  EXPECT_EQ((t + 1).strides().vec(), (Sizes{1, 3}));
  EXPECT_EQ(exp(t).strides().vec(), (Sizes{1, 3}));
  EXPECT_EQ((t + ones({3, 2})).strides().vec(), (Sizes{1, 3}));
  EXPECT_EQ((ones({1}).expand({3}) + 1).strides().vec(), (Sizes{1}));
  EXPECT_EQ((ones({2, 6}).slice(1, 0, 6, 2) + 1).strides().vec(),
            (Sizes{3, 1}));
}

TEST(OperatorTest, All) {
  const Tensor a = tensor({6., 7.});
  const Tensor b = tensor({2., 4.});
  ExpectTensor(a + b, "[ 8., 11.]");
  ExpectTensor(1 + a, "[7., 8.]");
  ExpectTensor(a - b, "[4., 3.]");
  ExpectTensor(10 - a, "[4., 3.]");
  ExpectTensor(a * b, "[12., 28.]");
  ExpectTensor(2 * a, "[12., 14.]");
  ExpectTensor(a / b, "[3.0000, 1.7500]");
  ExpectTensor(12 / b, "[6., 3.]");
  ExpectTensor(a % b, "[0., 3.]");
  ExpectTensor(-a, "[-6., -7.]");
  ExpectTensor(!(a - 6), "[ True, False]");
  ExpectTensor(7 > a, "[ True, False]");
  ExpectTensor(7 >= a, "[True, True]");
  ExpectTensor(6 == a, "[ True, False]");
  ExpectTensor(a != 6, "[False,  True]");
  ExpectTensor(~(a < 7) & (b > 1), "[False,  True]");
  ExpectTensor((a < 7) | false, "[ True, False]");
  ExpectTensor(tensor({5, 6}) ^ 3, "[6, 5]");
  ExpectTensor(3 & tensor({5, 6}), "[1, 2]");
  Tensor c = a.clone();
  c += b;
  c -= 1;
  c *= 2;
  c /= b;
  ExpectTensor(c, "[7., 5.]");
  c %= 4;
  ExpectTensor(c, "[3., 1.]");
  Tensor m = ones({2, 2});
  m[0] *= 3;
  m[1] += m[0];
  ExpectTensor(m, "[[3., 3.],\n        [4., 4.]]");
  Tensor i = tensor({5, 6});
  i &= 4;
  i |= tensor({1, 2});
  i ^= 1;
  ExpectTensor(i, "[4, 7]");
}

TEST(FunctionTest, SpecialValues) {
  ExpectTensor(sqrt(tensor({-1.})), "[nan]");
  ExpectTensor(log(tensor({0., -1.})), "[-inf, nan]");
  ExpectTensor(exp(tensor({1000.})), "[inf]");
  EXPECT_TRUE(std::signbit(neg(tensor({0.})).item<float>()));
  EXPECT_TRUE(std::signbit(relu(tensor({-0.f})).item<float>()));
  ExpectTensor(sign(tensor({std::nan("")})), "[0.]");
  ExpectTensor(square(tensor({true, false})), "[1, 0]");
  EXPECT_TRUE(conj(ones({2})).defined());
  const Tensor r = ones({2});
  EXPECT_TRUE(conj(r).is_same(r));
  EXPECT_TRUE(positive(r).is_same(r));
  ExpectTensor(clamp(tensor({1., 5.}), 3, 2), "[2., 2.]");
}

// ---- Edges of the others ----

template <class T>
void ExpectShifts(DType dtype) {
  constexpr int kWidth = 8 * sizeof(T);
  constexpr bool kSigned = std::numeric_limits<T>::is_signed;
  const T lowest = std::numeric_limits<T>::min();
  const T most = std::numeric_limits<T>::max();
  const Tensor low = full({1}, Scalar(lowest), dtype);
  const Tensor one = ones({1}, dtype);
  const auto left = [](const Tensor& t, const Tensor& n) {
    return bitwise_left_shift(t, n).item<T>();
  };
  const auto right = [](const Tensor& t, const Tensor& n) {
    return bitwise_right_shift(t, n).item<T>();
  };
  const auto of = [&](int64_t n) { return full({1}, n, dtype); };
  const T highest_bit = kSigned ? lowest : static_cast<T>(most / 2 + 1);
  EXPECT_EQ(left(one, of(kWidth - 1)), highest_bit);
  EXPECT_EQ(left(one, of(kWidth)), T(0));
  EXPECT_EQ(left(one, of(100)), T(0));
  EXPECT_EQ(left(of(3), of(kWidth - 1)), left(one, of(kWidth - 1)));
  EXPECT_EQ(right(low, of(kWidth - 1)), T(kSigned ? -1 : 0));
  EXPECT_EQ(right(low, of(kWidth)), T(kSigned ? -1 : 0));
  EXPECT_EQ(right(of(100), of(kWidth)), T(0));
  EXPECT_EQ(right(of(100), of(127)), T(0));
  if (kSigned) {
    EXPECT_EQ(left(one, of(-1)), T(0));
    EXPECT_EQ(right(of(-5), of(-1)), T(-1));
    EXPECT_EQ(right(of(5), of(-1)), T(0));
    EXPECT_EQ(right(of(-5), of(1)), T(-3));
  }
  // Numbers that the dtype cannot hold do not wrap into a count.
  for (const int64_t count :
       {int64_t{257}, int64_t{65537}, -int64_t{255}, (int64_t{1} << 32) + 1}) {
    EXPECT_EQ(bitwise_left_shift(one, count).item<T>(), T(0)) << count;
    EXPECT_EQ(bitwise_right_shift(one, count).item<T>(), T(0)) << count;
  }
  const Tensor eight = bitwise_left_shift(1, of(3));
  EXPECT_EQ(eight.item<T>(), T(8));
}

TEST(IntegerTest, ShiftsOutOfRange) {
  ExpectShifts<uint8_t>(kUInt8);
  ExpectShifts<uint16_t>(kUInt16);
  ExpectShifts<uint32_t>(kUInt32);
  ExpectShifts<uint64_t>(kUInt64);
  ExpectShifts<int8_t>(kInt8);
  ExpectShifts<int16_t>(kInt16);
  ExpectShifts<int32_t>(kInt32);
  ExpectShifts<int64_t>(kInt64);
  const Tensor b = ones({1}, kBool);
  ExpectError<NotImplementedError>([&] { return bitwise_left_shift(b, b); },
                                   {"bitwise_left_shift", "bool"});
  ExpectError<NotImplementedError>(
      [&] { return bitwise_right_shift(ones({1}), 1); },
      {"bitwise_right_shift", "float32"});
  Tensor t = tensor({1, 2});
  bitwise_left_shift_out(t, t, 2);
  ExpectTensor(t, "[4, 8]");
  bitwise_right_shift_out(t, t, 1);
  ExpectTensor(t, "[2, 4]");
}

TEST(IntegerTest, Fmod) {
  ExpectTensor(fmod(tensor({7, -7}), 3), "[ 1, -1]");
  const Tensor lowest = full({1}, std::numeric_limits<int64_t>::min(), kInt64);
  EXPECT_EQ(fmod(lowest, -1).item<int64_t>(), 0);
  const Tensor zero = tensor({3, 0});
  ExpectError<ValueError>([&] { return fmod(zero, zero); },
                          {"fmod", "zero", "ZeroDivisionError"});
  Tensor a = tensor({8, 9});
  ExpectError<ValueError>([&] { return a.fmod_(zero); }, {"fmod", "zero"});
  ExpectError<ValueError>([&] { return fmod_out(a, a, zero); }, {"zero"});
  ExpectTensor(a, "[8, 9]");
  // Exact for any quotient.
  EXPECT_EQ(fmod(tensor({1e30f}), 3).item<float>(), std::fmod(1e30f, 3.f));
  EXPECT_TRUE(std::isnan(fmod(tensor({1.f}), 0).item<float>()));
  EXPECT_TRUE(std::signbit(fmod(tensor({-6.f}), 3).item<float>()));
}

TEST(FunctionTest, Rounding) {
  ExpectTensor(round(tensor({-2.5, -1.5, -0.5, 0.5, 1.5, 2.5})),
               "[-2., -2., -0.,  0.,  2.,  2.]");
  ExpectTensor(ceil(tensor({-0.5, -0.})), "[-0., -0.]");
  ExpectTensor(trunc(tensor({-0.5, 1.7})), "[-0., 1.]");
  ExpectTensor(fix(tensor({-1.5})), "[-1.]");
  ExpectTensor(round(tensor({1234.567, -0.05}), 2),
               "[ 1.2346e+03, -5.0000e-02]");
  ExpectTensor(round(tensor({1250., 1350.}), -2), "[1200., 1400.]");
  ExpectTensor(round(tensor({5, -7})), "[ 5, -7]");
  ExpectTensor(round(tensor({5}), 0), "[5]");
  ExpectError<NotImplementedError>([] { return round(tensor({5}), 1); },
                                   {"round", "int64[1]", ".to("});
  ExpectTensor(frac(tensor({-1.5, 2.25, -2.})), "[-0.5000,  0.2500,  0.0000]");
  EXPECT_TRUE(std::isnan(
      frac(tensor({std::numeric_limits<float>::infinity()})).item<float>()));
  ExpectError<NotImplementedError>([] { return floor(ones({1}, kBool)); },
                                   {"floor", "bool"});
  ExpectError<NotImplementedError>(
      [] { return ceil(ones({1}, kComplexFloat)); }, {"ceil", "complex64"});
}

TEST(FunctionTest, E05_EdgesOfTheInverses) {
  const float inf = std::numeric_limits<float>::infinity();
  ExpectTensor(erfinv(tensor({1., -1., 1.5, 0.})), "[inf, -inf, nan, 0.]");
  ExpectTensor(atanh(tensor({1., -1., 2.})), "[inf, -inf, nan]");
  ExpectTensor(acosh(tensor({1., 0.5, -2.})), "[0., nan, nan]");
  ExpectTensor(asin(tensor({2.})), "[nan]");
  EXPECT_EQ(sinh(tensor({100.f})).item<float>(), inf);
  // No overflow before that of the result.
  EXPECT_LT(cosh(tensor({89.4f})).item<float>(), inf);
  EXPECT_EQ(asinh(tensor({-inf})).item<float>(), -inf);
  EXPECT_EQ(acosh(tensor({inf})).item<float>(), inf);
  EXPECT_NEAR(asinh(full({1}, 1e300, kFloat64)).item<double>(),
              std::asinh(1e300), 1e-12);
  EXPECT_EQ(hypot(tensor({3e38f}), tensor({1.f})).item<float>(), 3e38f);
  for (auto f : {+[](const Tensor& t) { return asin(t); },
                 +[](const Tensor& t) { return atan(t); },
                 +[](const Tensor& t) { return sinh(t); },
                 +[](const Tensor& t) { return asinh(t); },
                 +[](const Tensor& t) { return atanh(t); },
                 +[](const Tensor& t) { return erfinv(t); }}) {
    const float zero = f(tensor({-0.f})).item<float>();
    EXPECT_TRUE(zero == 0 && std::signbit(zero));
  }
  // Signed zeros as C.
  for (const float y : {0.f, -0.f}) {
    for (const float x : {0.f, -0.f, 1.f, -1.f}) {
      const float got = atan2(tensor({y}), tensor({x})).item<float>();
      EXPECT_EQ(got, std::atan2(y, x));
      EXPECT_EQ(std::signbit(got), std::signbit(std::atan2(y, x)));
    }
  }
  for (const Tensor& t :
       {arcsin(ones({1})), arccos(ones({1})), arctan(ones({1})),
        arcsinh(ones({1})), arccosh(ones({1})), arctanh(zeros({1})),
        arctan2(ones({1}), ones({1}))}) {
    EXPECT_TRUE(t.defined());
  }
}

TEST(FunctionTest, E07_Logarithms) {
  const double nan = std::nan("");
  ExpectTensor(xlogy(tensor({0., 0., 2.}), tensor({0., nan, 1.})),
               "[0., nan, 0.]");
  ExpectTensor(xlogy(0, tensor({0., 5.})), "[0., 0.]");
  ExpectTensor(copysign(tensor({1, 2}), -0.), "[-1., -2.]");
  ExpectTensor(signbit(tensor({-0., 0., -nan, nan})),
               "[ True, False,  True, False]");
  ExpectTensor(fmax(tensor({nan, 1.}), tensor({2., nan})), "[2., 1.]");
}

TEST(FunctionTest, NanToNum) {
  const double inf = std::numeric_limits<double>::infinity();
  const Tensor t = tensor({std::nan(""), inf, -inf});
  ExpectTensor(nan_to_num(t), "[ 0.0000e+00,  3.4028e+38, -3.4028e+38]");
  ExpectTensor(nan_to_num(t, 1), "[ 1.0000e+00,  3.4028e+38, -3.4028e+38]");
  ExpectTensor(nan_to_num(t, {}, {}, 5),
               "[0.0000e+00, 3.4028e+38, 5.0000e+00]");
  const Tensor half = nan_to_num(t.to(kHalf));
  EXPECT_EQ(half[1].item<float>(), 65504);
  EXPECT_EQ(half[2].item<float>(), -65504);
  EXPECT_TRUE(std::isfinite(nan_to_num(t.to(kBFloat16))[1].item<float>()));
  const Tensor i = tensor({1, 2});
  ExpectTensor(nan_to_num(i), "[1, 2]");
  EXPECT_FALSE(nan_to_num(i).is_alias_of(i));
}

TEST(CompareTest, E07_NearAndEqual) {
  const double inf = std::numeric_limits<double>::infinity();
  const double nan = std::nan("");
  ExpectTensor(
      isclose(tensor({inf, inf, 1., inf}), tensor({inf, -inf, inf, 1.})),
      "[ True, False, False, False]");
  ExpectTensor(isclose(tensor({nan}), tensor({nan})), "[False]");
  ExpectTensor(isclose(tensor({nan}), tensor({nan}), 0, 0, true), "[True]");
  // Asymmetric: the tolerance is that of the second.
  ExpectTensor(isclose(tensor({10., 11.}), tensor({11., 10.}), 0.095, 0),
               "[ True, False]");
  // Integers by their true distance, also beyond 2^53 and where it overflows.
  const Tensor big = full({1}, int64_t{1} << 60, kInt64);
  ExpectTensor(isclose(big, big + 1, 0, 0.5), "[False]");
  ExpectTensor(isclose(big, big + 1, 0, 1), "[True]");
  ExpectTensor(isclose(full({1}, 127, kInt8), full({1}, -128, kInt8), 0, 200),
               "[False]");
  ExpectTensor(isclose(full({1}, 3, kUInt8), full({1}, 5, kUInt8), 0, 2),
               "[True]");
  ExpectTensor(isclose(ones({1}, kBool), zeros({1}, kBool)), "[False]");
  ExpectTensor(isclose(ones({1}, kBool), zeros({1}, kBool), 0, 1), "[True]");
  ExpectError<DTypeError>(
      [] { return isclose(ones({1}), ones({1}, kFloat64)); },
      {"isclose", "float32[1]", "float64[1]"});
  ExpectError<ValueError>([] { return isclose(ones({1}), ones({1}), -1); },
                          {"isclose", "rtol", "-1"});
  EXPECT_TRUE(allclose(ones({2, 3}), ones({3}) + 1e-7));
  EXPECT_TRUE(ones({2}).allclose(ones({2})));
  EXPECT_FALSE(allclose(tensor({1., 2.}), tensor({1., 3.})));
  EXPECT_TRUE(allclose(zeros({0}), zeros({0})));
  EXPECT_TRUE(equal(tensor({1., 2.}), tensor({1, 2})));
  EXPECT_FALSE(equal(ones({2}), ones({1, 2})));
  EXPECT_FALSE(tensor({nan}).equal(tensor({nan})));
  EXPECT_FALSE(equal(tensor({1, 2}), tensor({1, 3})));
  EXPECT_TRUE(equal(zeros({0}), zeros({0})));
}

TEST(TernaryTest, E07_LerpAndAddc) {
  // Both ends are exact.
  const Tensor a = tensor({1e8f, 0.1f});
  const Tensor b = tensor({-3.f, 1e-9f});
  EXPECT_TRUE(equal(lerp(a, b, 0), a));
  EXPECT_TRUE(equal(lerp(a, b, 1), b));
  ExpectTensor(lerp(tensor({1., 2.}), tensor({3., 4.}), tensor(0.5)),
               "[2., 3.]");
  EXPECT_EQ(lerp(ones({1}), ones({1}), full({}, 0.5, kFloat64)).scalar_type(),
            kFloat32);
  ExpectError<DTypeError>(
      [] { return lerp(ones({1}), ones({1}, kFloat64), 0.5); },
      {"lerp", "float32[1]", "float64[1]"});
  ExpectError<DTypeError>(
      [] { return lerp(ones({1}), ones({1}), ones({1}, kHalf)); },
      {"lerp", "float16[1]"});
  ExpectError<NotImplementedError>(
      [] { return lerp(tensor({1}), tensor({2}), 0.5); }, {"lerp", "int64"});
  ExpectError<DTypeError>(
      [] { return lerp(ones({1}), ones({1}), complex<float>(0, 1)); },
      {"lerp", "weight"});
  // A value of 0.5 is cut to 0 with integers.
  ExpectTensor(addcmul(tensor({1}), tensor({2}), tensor({3}), 0.5), "[1]");
  ExpectTensor(addcmul(tensor({1}), tensor({2}), tensor({3}), 2), "[13]");
  EXPECT_EQ(addcmul(full({1}, 100, kInt8), full({1}, 100, kInt8),
                    full({1}, 100, kInt8))
                .item<int>(),
            static_cast<int8_t>(10100));
  ExpectError<DTypeError>(
      [] { return addcdiv(ones({1}), tensor({2}), tensor({3})); },
      {"addcdiv", "int64[1]", ".to("});
  ExpectTensor(addcdiv(ones({1}), ones({1}), tensor({2})), "[1.5000]");
  ExpectError<NotImplementedError>(
      [] {
        const Tensor t = ones({1}, kBool);
        return addcmul(t, t, t);
      },
      {"addcmul", "bool"});
}

TEST(FunctionTest, E14_Complex) {
  const Tensor z = make_complex(tensor({3., 0.}), tensor({-4., 0.}));
  EXPECT_EQ(z.scalar_type(), kComplexFloat);
  ExpectTensor(abs(z), "[5., 0.]");
  ExpectTensor(sgn(z), "[0.6000-0.8000j, 0.0000+0.0000j]");
  ExpectTensor(z.real(), "[3., 0.]");
  ExpectTensor(z.imag(), "[-4.,  0.]");
  z.real().fill_(7);
  ExpectTensor(z, "[7.-4.j, 7.+0.j]");
  ExpectTensor(angle(tensor({-1., 2., -0.})), "[3.1416, 0.0000, 0.0000]");
  EXPECT_EQ(angle(tensor({-1})).scalar_type(), kFloat32);
  EXPECT_EQ(angle(z.to(kComplexDouble)).scalar_type(), kFloat64);
  ExpectError<DTypeError>(
      [] { return make_complex(ones({1}), ones({1}, kFloat64)); },
      {"make_complex", "float32[1]", "float64[1]"});
  ExpectError<NotImplementedError>(
      [] { return make_complex(tensor({1}), tensor({1})); },
      {"make_complex", "int64"});
}

TEST(ActivationTest, E06_BadInput) {
  const Tensor i = tensor({1, 2});
  ExpectTensor(hardtanh(tensor({-5, 0, 3})), "[-1,  0,  1]");
  ExpectTensor(hardtanh(tensor({-5, 0, 3}), -1.5, 2.5), "[-1,  0,  2]");
  ExpectError<ValueError>([] { return hardtanh(ones({1}), 2, 1); },
                          {"hardtanh", "min_val", "2", "1"});
  ExpectError<NotImplementedError>([&] { return leaky_relu(i); },
                                   {"leaky_relu", "int64"});
  ExpectError<NotImplementedError>([&] { return elu(i); }, {"elu", "int64"});
  ExpectError<NotImplementedError>([&] { return silu(i); }, {"silu", "int64"});
  ExpectError<NotImplementedError>([&] { return softplus(i); },
                                   {"softplus", "int64"});
  ExpectError<NotImplementedError>([&] { return gelu(i); }, {"gelu", "int64"});
  ExpectError<NotImplementedError>(
      [] { return hardtanh(ones({1}, kComplexFloat)); },
      {"hardtanh", "complex64"});
  ExpectError<ValueError>([] { return gelu(ones({1}), "erf"); },
                          {"gelu", "none or tanh", "erf"});
  ExpectError<ValueError>([] { return celu(ones({1}), 0); }, {"celu", "alpha"});
  ExpectError<ShapeError>(
      [] {
        return prelu(ones({2, 3}), ones({2}));
      },
      {"prelu", "3 channels", "float32[2]"});
}

}  // namespace
}  // namespace tessera::testing
