// What the elementwise ops promise beside their values: promotion, edges of
// integers, errors, memory formats, operators.
#include <cmath>
#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "tessera/tests/ops/harness.h"

namespace tessera::testing {
namespace {

void ExpectTensor(const Tensor& t, const char* text) {
  EXPECT_EQ(t.to_string(), std::string("tensor(") + text + ")");
}

// That f throws an E whose message has all the words.
template <class E, class F>
void ExpectError(F f, std::vector<std::string> words) {
  try {
    f();
    ADD_FAILURE() << "no error that says " << words[0];
  } catch (const E& e) {
    const std::string text = e.what();
    for (const std::string& word : words) {
      EXPECT_NE(text.find(word), std::string::npos)
          << "\"" << word << "\" is not in \"" << text << "\"";
    }
    EXPECT_EQ(text.find('\n'), std::string::npos) << text;
  }
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

}  // namespace
}  // namespace tessera::testing
