#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/dtype/limits.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/storage/guarded_allocator.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

std::string Bytes(const Tensor& t) {
  const Tensor c = t.contiguous();
  return std::string(static_cast<const char*>(c.data_ptr()), c.nbytes());
}

double At(const Tensor& flat, int64_t i) { return flat[i].item().toDouble(); }

struct Moments {
  double mean, variance, skew, kurtosis;
};

Moments MomentsOf(const Tensor& t) {
  const Tensor d = t.to(kFloat64).contiguous();
  const double* x = d.data_ptr<double>();
  const double n = static_cast<double>(d.numel());
  Moments m = {};
  for (int64_t i = 0; i < d.numel(); ++i) m.mean += x[i] / n;
  for (int64_t i = 0; i < d.numel(); ++i) {
    const double y = x[i] - m.mean;
    m.variance += y * y / n;
    m.skew += y * y * y / n;
    m.kurtosis += y * y * y * y / n;
  }
  m.skew /= std::pow(m.variance, 1.5);
  m.kurtosis /= m.variance * m.variance;
  return m;
}

const DType kFloats[] = {kFloat16, kBFloat16, kFloat32, kFloat64};

TEST(RandomTest, S04b_RandOfIntegersIsAnError) {
  const Tensor x = tensor({{1, 2}, {3, 4}});
  ExpectError<NotImplementedError>(
      [&] { rand_like(x); },
      {"rand_like", "int64[2,2]@cpu", "dtype=", "float32", "randint_like"});
  ExpectError<NotImplementedError>(
      [&] { randn_like(x); },
      {"randn_like", "int64[2,2]@cpu", "dtype=", "randint_like"});
  ExpectError<NotImplementedError>(
      [] { rand({2}, kInt32); },
      {"rand:", "int32[2]@cpu", "dtype=", "float32", "randint"});
  ExpectError<NotImplementedError>([] { randn({2}, kBool); },
                                   {"randn:", "bool[2]@cpu", "float32"});
}

TEST(RandomTest, S05_RandLike) {
  const Tensor x = rand_like(tensor({{1, 2}, {3, 4}}).to(kFloat32));
  EXPECT_EQ(x.dtype(), kFloat32);
  EXPECT_EQ(x.sizes(), IntArrayRef({2, 2}));
  for (int i = 0; i < 4; ++i) {
    const float v = x[i / 2][i % 2].item<float>();
    EXPECT_TRUE(v >= 0 && v < 1) << v;
  }
  EXPECT_EQ(x.to(kInt64).dtype(), kInt64);
  EXPECT_EQ(rand_like(tensor({1, 2}), kFloat64).dtype(), kFloat64);
}

TEST(RandomTest, S06_RandintLike) {
  const Tensor x = zeros({1000}, kFloat64);
  const Tensor a = randint_like(x, 10);
  const Tensor b = randint_like(x, -3, 2, kInt8);
  EXPECT_EQ(a.dtype(), kFloat64);
  EXPECT_EQ(b.dtype(), kInt8);
  bool seen[10] = {};
  for (int i = 0; i < 1000; ++i) {
    const double v = At(a, i);
    ASSERT_TRUE(v >= 0 && v < 10 && v == std::floor(v)) << v;
    seen[static_cast<int>(v)] = true;
    ASSERT_GE(At(b, i), -3);
    ASSERT_LT(At(b, i), 2);
  }
  for (bool s : seen) EXPECT_TRUE(s);
}

TEST(RandomTest, S37_RandRandnRandint) {
  manual_seed(1);
  const Tensor u = rand({200000});
  EXPECT_EQ(u.dtype(), kFloat32);
  const Moments mu = MomentsOf(u);
  EXPECT_NEAR(mu.mean, 0.5, 0.003);
  EXPECT_NEAR(mu.variance, 1. / 12, 0.001);
  EXPECT_NEAR(mu.kurtosis, 1.8, 0.02);
  const Tensor k = randint(3, 9, {60000});
  EXPECT_EQ(k.dtype(), kInt64);
  int counts[6] = {};
  for (int i = 0; i < 60000; ++i) ++counts[k[i].item<int64_t>() - 3];
  for (int c : counts) EXPECT_NEAR(c, 10000, 400);
  const Tensor j = randint(5, {1000});
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(At(j, i) >= 0 && At(j, i) < 5);
  }
  ExpectError<ValueError>([] { randint(5, 5, {2}); },
                          {"randint", "low 5", "high 5"});
  ExpectError<ValueError>([] { randint(0, {2}); }, {"low 0", "high 0"});
}

TEST(RandomTest, S44_ManualSeed) {
  Generator g = manual_seed(42);
  EXPECT_TRUE(g == default_generator());
  EXPECT_EQ(initial_seed(), 42u);
  const std::string a = Bytes(rand({3})), b = Bytes(randn({5}));
  manual_seed(42);
  EXPECT_EQ(Bytes(rand({3})), a);
  EXPECT_EQ(Bytes(randn({5})), b);
  EXPECT_NE(Bytes(rand({3})), a);
  EXPECT_EQ(manual_seed(static_cast<uint64_t>(-1)).initial_seed(),
            18446744073709551615u);
}

// Every draw from a fixed state.
std::vector<std::pair<std::string, Tensor>> AllDraws(int64_t n) {
  std::vector<std::pair<std::string, Tensor>> draws;
  const auto add = [&](const char* op, auto draw, DType dtype) {
    Generator g(20240229);
    g.set_state({20240229, 5});
    draws.emplace_back(std::string(op) + " " + name(dtype), draw(g, dtype));
  };
  const auto make = [n](DType dtype) { return empty({n}, dtype); };
  for (int d = 0; d < kDTypes; ++d) {
    const DType dtype = static_cast<DType>(d);
    if (isFloatingType(dtype) || isComplexType(dtype)) {
      add(
          "rand", [&](auto g, DType t) { return rand({n}, g, t); }, dtype);
      add(
          "uniform_",
          [&](auto g, DType t) { return make(t).uniform_(-2, 3, g); }, dtype);
      add(
          "randn", [&](auto g, DType t) { return randn({n}, g, t); }, dtype);
      add(
          "normal_",
          [&](auto g, DType t) { return make(t).normal_(10, 0.5, g); }, dtype);
      add(
          "_dropout",
          [&](auto, DType t) {
            return _dropout(ones({n}, t), 0.25, 20240229, 5);
          },
          dtype);
    }
    if (isFloatingType(dtype)) {
      add(
          "exponential_",
          [&](auto g, DType t) { return make(t).exponential_(2, g); }, dtype);
      add(
          "bernoulli",
          [&](auto g, DType t) { return full({n}, 0.25, t).bernoulli(g); },
          dtype);
      add(
          "multinomial",
          [&](auto g, DType t) { return ones({5}, t).multinomial(n, true, g); },
          dtype);
    }
    if (!isComplexType(dtype)) {
      add(
          "random_", [&](auto g, DType t) { return make(t).random_(g); },
          dtype);
      add(
          "randint", [&](auto g, DType t) { return randint(0, 2, {n}, g, t); },
          dtype);
      add(
          "bernoulli_",
          [&](auto g, DType t) { return make(t).bernoulli_(0.75, g); }, dtype);
    }
  }
  add(
      "random_wide",
      [&](auto g, DType t) {
        return make(t).random_(-7000000000, 9000000000, g);
      },
      kInt64);
  add(
      "randperm", [&](auto g, DType t) { return randperm(n, g, t); }, kInt64);
  return draws;
}

// The first 16 values of every draw and dtype, as bytes. A change here changes
// what seeds give on every machine.
TEST(RandomTest, R01_KnownAnswers) {
  std::ostringstream text;
  for (const auto& [draw, values] : AllDraws(16)) {
    text << draw;
    const std::string bytes = Bytes(values);
    const size_t item = values.itemsize();
    for (size_t i = 0; i < bytes.size(); ++i) {
      // Little-endian numbers, most significant digits first.
      const size_t at = i / item * item + (item - 1 - i % item);
      char hex[4];
      std::snprintf(hex, sizeof hex, "%02x",
                    static_cast<unsigned char>(bytes[at]));
      text << (i % item == 0 ? " " : "") << hex;
    }
    text << "\n";
  }
  std::ifstream file("tests/ops/testdata/random_known_answers.txt");
  std::stringstream expected;
  expected << file.rdbuf();
  if (const char* out = std::getenv("TESSERA_WRITE_KNOWN_ANSWERS")) {
    std::ofstream(out) << text.str();
  }
  EXPECT_EQ(text.str(), expected.str());
}

TEST(RandomTest, R02_GeneratorsAreApart) {
  manual_seed(7);
  const std::string expected = Bytes(rand({8}));
  manual_seed(7);
  Generator g(3);
  const std::string own = Bytes(rand({8}, g));
  Tensor t = empty({8});
  t.uniform_(0, 1, g);
  EXPECT_NE(Bytes(t), own);
  EXPECT_EQ(Bytes(rand({8})), expected);
  g.manual_seed(3);
  EXPECT_EQ(Bytes(rand({8}, g)), own);
  const PhiloxState state = g.state();
  EXPECT_EQ(state.offset, 2u);  // 8 elements, 4 to a block
  const std::string next = Bytes(randn({3}, g, kFloat64));
  EXPECT_EQ(g.state().offset, 4u);  // 3 elements, 2 to a block
  g.set_state(state);
  EXPECT_EQ(Bytes(randn({3}, g, kFloat64)), next);

  const Tensor saved = get_rng_state();
  EXPECT_EQ(saved.dtype(), kUInt8);
  EXPECT_EQ(saved.sizes(), IntArrayRef({16}));
  const std::string a = Bytes(rand({5}));
  set_rng_state(saved);
  EXPECT_EQ(Bytes(rand({5})), a);
  Generator other(1);
  other.set_state(saved);
  EXPECT_EQ(other.initial_seed(), 7u);
  EXPECT_EQ(Bytes(rand({5}, other)), a);
}

TEST(RandomTest, R03_AnyNumberOfThreads) {
  const int threads = get_num_threads();
  set_num_threads(1);
  const auto one = AllDraws(30000);
  set_num_threads(3);
  const auto three = AllDraws(30000);
  set_num_threads(threads);
  for (size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(Bytes(one[i].second), Bytes(three[i].second)) << one[i].first;
  }
}

TEST(RandomTest, R05_ElementDependsOnItsIndexAlone) {
  GuardedAllocatorScope guard;
  const auto draws = [](int64_t n, DType dtype) {
    Generator g(9);
    return randn({n}, g, dtype);
  };
  for (DType dtype : kFloats) {
    EXPECT_EQ(Bytes(draws(15, dtype)), Bytes(draws(17, dtype).slice(0, 0, 15)));
  }
  // Any stride order: the values go by row-major index.
  const auto fill = [](Tensor t) {
    Generator g(9);
    return Bytes(t.normal_(0, 1, g));
  };
  const std::string dense = fill(empty({4, 6}));
  EXPECT_EQ(fill(empty({6, 4}).t()), dense);
  EXPECT_EQ(fill(empty({8, 12}).slice(0, 0, 8, 2).slice(1, 1, 12, 2)), dense);
  EXPECT_EQ(fill(empty({4, 6}).slice(0, std::nullopt, std::nullopt, -1)),
            dense);
  EXPECT_EQ(fill(empty({24})), dense);
  Generator g(9);
  const Tensor like = randn_like(empty({6, 4}).t(), g);
  EXPECT_EQ(like.strides(), IntArrayRef({1, 4}));
  EXPECT_EQ(Bytes(like), dense);
}

TEST(RandomTest, R06_Ranges) {
  manual_seed(0);
  for (DType dtype : kFloats) {
    const Tensor u = rand({100000}, dtype).to(kFloat64);
    const double* x = u.data_ptr<double>();
    for (int i = 0; i < 100000; ++i) ASSERT_TRUE(x[i] >= 0 && x[i] < 1);
    const Tensor v = empty({1000}, dtype).uniform_(0.1, 0.101).to(kFloat64);
    for (int i = 0; i < 1000; ++i) {
      // Of 16 bits one or two numbers are left.
      ASSERT_NEAR(At(v, i), 0.1005, 6e-4);
    }
    const Tensor w = empty({100}, dtype).uniform_(-3, -3).to(kFloat64);
    for (int i = 0; i < 100; ++i) ASSERT_EQ(At(w, i), -3);
    const Moments m = MomentsOf(randn({200000}, dtype));
    EXPECT_NEAR(m.mean, 0, 0.01);
    EXPECT_NEAR(m.variance, 1, 0.015);
    EXPECT_NEAR(m.skew, 0, 0.03);
    EXPECT_NEAR(m.kurtosis, 3, 0.06);
    const Moments e = MomentsOf(empty({100000}, dtype).exponential_(4));
    EXPECT_NEAR(e.mean, 0.25, 0.005);
    EXPECT_NEAR(e.variance, 0.0625, 0.005);
  }
  const Tensor z = randn({100000}, kComplexFloat);
  EXPECT_NEAR(MomentsOf(real(z)).variance, 0.5, 0.01);
  EXPECT_NEAR(MomentsOf(imag(z)).variance, 0.5, 0.01);
  const Tensor n = normal(5, 0.1, {100000}, std::nullopt, kFloat64);
  EXPECT_NEAR(MomentsOf(n).mean, 5, 0.002);
  EXPECT_NEAR(MomentsOf(n).variance, 0.01, 0.0005);
}

TEST(RandomTest, R06_IntegersUpTo64Bits) {
  const Tensor k = empty({4000}, kInt64).random_(INT64_MIN, INT64_MAX);
  int negative = 0, odd = 0;
  for (int i = 0; i < 4000; ++i) {
    const int64_t v = k[i].item<int64_t>();
    negative += v < 0;
    odd += v & 1;
  }
  EXPECT_NEAR(negative, 2000, 200);
  EXPECT_NEAR(odd, 2000, 200);
  const int64_t low = -3000000000, high = 6000000000;
  const Moments m = MomentsOf(randint(low, high, {100000}));
  EXPECT_NEAR(m.mean, 1.5e9, 0.03e9);
  EXPECT_NEAR(std::sqrt(m.variance), 9e9 / std::sqrt(12), 0.03e9);
  // Default ranges.
  for (int d = 0; d <= static_cast<int>(kFloat64); ++d) {
    const DType dtype = static_cast<DType>(d);
    const Tensor r = empty({5000}, dtype).random_().to(kFloat64);
    double top = 1;
    if (isFloatingType(dtype)) {
      top = std::ldexp(1, 1 - std::ilogb(finfo(dtype).eps) - 1) * 2 / 2;
      top = 2 / finfo(dtype).eps;
    } else if (dtype != kBool) {
      top = static_cast<double>(iinfo(dtype).max);
    }
    double most = 0;
    for (int i = 0; i < 5000; ++i) {
      ASSERT_TRUE(At(r, i) >= 0 && At(r, i) <= top) << name(dtype);
      most = std::max(most, At(r, i));
    }
    EXPECT_GT(most, 0.98 * top) << name(dtype);
  }
}

TEST(RandomTest, R06_Randperm) {
  EXPECT_EQ(randperm(0).sizes(), IntArrayRef({0}));
  EXPECT_EQ(randperm(0).dtype(), kInt64);
  for (DType dtype : {kInt64, kInt16, kUInt16, kFloat32}) {
    const Tensor p = randperm(500, dtype);
    EXPECT_EQ(p.dtype(), dtype);
    std::vector<bool> seen(500);
    int fixed = 0;
    for (int i = 0; i < 500; ++i) {
      const int v = static_cast<int>(At(p, i));
      ASSERT_FALSE(seen[v]);
      seen[v] = true;
      fixed += v == i;
    }
    EXPECT_LT(fixed, 10);
    // Half of all steps go up: 249.5, with a deviation of 6.5.
    int up = 0;
    for (int i = 1; i < 500; ++i) up += At(p, i - 1) < At(p, i);
    EXPECT_NEAR(up, 250, 50);
  }
  Tensor out = empty({0}, kInt32);
  randperm_out(out, 5);
  EXPECT_EQ(out.numel(), 5);
}

TEST(RandomTest, R06_BernoulliAndMultinomial) {
  const Tensor p = tensor({0., 0.25, 1.}).expand({20000, 3});
  const Tensor b = bernoulli(p);
  EXPECT_EQ(b.dtype(), kFloat32);
  const auto mean = [&](const Tensor& t, int c) {
    return MomentsOf(t.select(1, c)).mean;
  };
  EXPECT_EQ(mean(b, 0), 0);
  EXPECT_NEAR(mean(b, 1), 0.25, 0.015);
  EXPECT_NEAR(mean(b, 2), 1, 1e-9);
  Tensor k = empty({20000, 3}, kInt32);
  k.bernoulli_(p[0]);
  EXPECT_EQ(mean(k, 0), 0);
  EXPECT_NEAR(mean(k, 1), 0.25, 0.015);
  // A number and a tensor of it give the same.
  manual_seed(4);
  const Tensor x = zeros({100}).bernoulli(0.3);
  manual_seed(4);
  EXPECT_EQ(Bytes(x),
            Bytes(full({100}, 0.3, kFloat64).bernoulli().to(kFloat32)));

  const Tensor w = tensor({{1., 0., 3.}, {0., 5., 0.}});
  const Tensor m = multinomial(w, 20000, true);
  EXPECT_EQ(m.dtype(), kInt64);
  EXPECT_EQ(m.sizes(), IntArrayRef({2, 20000}));
  int counts[3] = {};
  for (int i = 0; i < 20000; ++i) {
    ++counts[m[0][i].item<int64_t>()];
    ASSERT_EQ(m[1][i].item<int64_t>(), 1);
  }
  EXPECT_NEAR(counts[0], 5000, 300);
  EXPECT_EQ(counts[1], 0);
  int first[3] = {};
  for (int i = 0; i < 2000; ++i) {
    const Tensor d = multinomial(w[0], 2);
    ASSERT_NE(At(d, 0), At(d, 1));
    ASSERT_NE(At(d, 0), 1);
    ASSERT_NE(At(d, 1), 1);
    ++first[d[0].item<int64_t>()];
  }
  EXPECT_NEAR(first[0], 500, 100);
}

TEST(RandomTest, R07_BadInput) {
  Tensor x = zeros({3});
  const float inf = std::numeric_limits<float>::infinity();
  const float nan = std::nanf("");
  ExpectError<ValueError>([&] { x.normal_(0, -1); }, {"normal_", "-1", "0"});
  ExpectError<ValueError>([&] { normal(0, -2, {3}); }, {"-2"});
  ExpectError<ValueError>([&] { normal(x, -2.0); }, {"-2"});
  ExpectError<ValueError>(
      [&] {
        normal(x, tensor({1., -0.5, 1.}));
      },
      {"normal", "-0.5"});
  ExpectError<ValueError>([&] { x.uniform_(2, 1); }, {"uniform_", "2", "1"});
  ExpectError<ValueError>([&] { x.uniform_(0, nan); }, {"nan"});
  ExpectError<ValueError>([&] { x.uniform_(-3e38, 3e38); },
                          {"float32", "3e+38"});
  ExpectError<ValueError>([&] { x.bernoulli_(1.5); },
                          {"bernoulli_", "0 and 1", "1.5"});
  ExpectError<ValueError>(
      [&] {
        bernoulli(tensor({0.5, -0.25}));
      },
      {"bernoulli", "[0, 1]", "-0.25"});
  ExpectError<ValueError>(
      [&] {
        x.bernoulli_(tensor({nan, 0, 0}));
      },
      {"bernoulli_", "nan"});
  ExpectError<ValueError>([&] { multinomial(ones({3}), 4); },
                          {"multinomial", "4", "3"});
  ExpectError<ValueError>(
      [&] {
        multinomial(tensor({1., 0.}), 2);
      },
      {"num_samples 2", "got 1"});
  ExpectError<ValueError>(
      [&] {
        multinomial(tensor({1., -3.}), 1);
      },
      {"-3", "row 0"});
  ExpectError<ValueError>(
      [&] {
        multinomial(zeros({2, 3}), 1);
      },
      {"sum", "row 0"});
  ExpectError<ValueError>([&] { multinomial(tensor({1., inf}), 1); }, {"inf"});
  ExpectError<ValueError>([&] { multinomial(ones({3}), 0); }, {"0"});
  ExpectError<ShapeError>([&] { multinomial(zeros({}), 1); }, {"float32[]"});
  ExpectError<ValueError>([&] { randperm(-1); }, {"randperm", "-1"});
  ExpectError<ValueError>([&] { randperm(300, kUInt8); },
                          {"uint8", "300", "255"});
  ExpectError<ValueError>([&] { randint(0, 300, {2}, kUInt8); },
                          {"randint", "uint8", "300", "255"});
  ExpectError<ValueError>([&] { randint(-1, 2, {2}, kUInt64); },
                          {"-1", "uint64"});
  ExpectError<ValueError>([&] { randint(0, 3, {2}, kBool); }, {"bool"});
  ExpectError<ValueError>([&] { x.exponential_(0); }, {"exponential_", "0"});
  ExpectError<NotImplementedError>([&] { zeros({2}, kInt64).uniform_(); },
                                   {"uniform_", "int64[2]@cpu"});
  ExpectError<ShapeError>([&] { rand({-1}); }, {"rand", "-1"});
  for (const Tensor& state : {zeros({15}, kUInt8), zeros({16}), Tensor()}) {
    ExpectError<ValueError>([&] { Generator(1).set_state(state); },
                            {"set_state", "uint8[16]"});
  }
  Tensor overlap = zeros({1}).expand({3});
  ExpectError<ShapeError>([&] { overlap.normal_(); }, {});
  // Nothing was written.
  for (int i = 0; i < 3; ++i) EXPECT_EQ(At(x, i), 0);
}

TEST(RandomTest, EmptyAndScalarTensors) {
  GuardedAllocatorScope guard;
  Generator g(1);
  for (const auto& [draw, values] : AllDraws(1)) {
    EXPECT_EQ(values.numel(), 1) << draw;
  }
  EXPECT_EQ(randn({0, 3}, g).numel(), 0);
  EXPECT_EQ(randint(5, {2, 0}, g).numel(), 0);
  EXPECT_EQ(g.state().offset, 0u);
  EXPECT_EQ(rand({}, g, kFloat32).dim(), 0);
  EXPECT_EQ(g.state().offset, 1u);
  EXPECT_EQ(multinomial(ones({0, 3}), 2).sizes(), IntArrayRef({0, 2}));
  Tensor out = empty({0});
  rand_out(out, {2, 2});
  EXPECT_EQ(out.sizes(), IntArrayRef({2, 2}));
}

TEST(RandomTest, NormalOfTensors) {
  manual_seed(3);
  const Tensor n = randn({2, 3});
  const Tensor mean = tensor({{1.f}, {100.f}}), std = tensor({0.f, 1.f, 2.f});
  manual_seed(3);
  const Tensor y = normal(mean, std);
  EXPECT_EQ(y.sizes(), IntArrayRef({2, 3}));
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 3; ++j) {
      EXPECT_EQ(y[i][j].item<float>(),
                std::fma(n[i][j].item<float>(), std[j].item<float>(),
                         mean[i][0].item<float>()));
    }
  }
  manual_seed(3);
  EXPECT_EQ(Bytes(normal(zeros({2, 3}), 1.0)), Bytes(n));
  manual_seed(3);
  EXPECT_EQ(Bytes(normal(0.0, ones({2, 3}))), Bytes(n));
}

TEST(RandomTest, M06_Dropout) {
  const Tensor x = arange(1, 10001, kFloat32);
  manual_seed(5);
  const Tensor y = dropout(x, 0.2);
  int dropped = 0;
  for (int i = 0; i < 10000; ++i) {
    const float v = y[i].item<float>();
    if (v == 0) {
      ++dropped;
    } else {
      ASSERT_EQ(v, static_cast<float>(i + 1) * 1.25f);
    }
  }
  EXPECT_NEAR(dropped, 2000, 160);
  manual_seed(5);
  EXPECT_EQ(Bytes(dropout(x.view({100, 100}).t().contiguous().t(), 0.2)),
            Bytes(y));
  manual_seed(5);
  Tensor z = x.clone();
  z.dropout_(0.2);
  EXPECT_EQ(Bytes(z), Bytes(y));
  EXPECT_TRUE(dropout(x, 0.2, false).is_same(x));
  const Tensor inf = full({4}, std::numeric_limits<float>::infinity());
  EXPECT_EQ(Bytes(dropout(inf, 1)), Bytes(zeros({4})));
  ExpectError<ValueError>([&] { dropout(x, 1.5); },
                          {"dropout", "1.5", "0 and 1"});
  ExpectError<NotImplementedError>([] { dropout(ones({2}, kInt64)); }, {});
}

}  // namespace
}  // namespace tessera
