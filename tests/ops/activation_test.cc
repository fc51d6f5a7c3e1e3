// Rows of the activations and of the kernels of their gradients.
#include <cmath>
#include <limits>

#include "gtest/gtest.h"
#include "tessera/tests/ops/harness.h"

namespace tessera::testing {
namespace {

using L = long double;
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// ---- References; the limits at infinity by themselves ----

L SigmoidOf(L x) { return 1 / (1 + std::exp(-x)); }
L SoftplusOf(L x) {
  return std::fmax(x, L(0)) + std::log1p(std::exp(-std::fabs(x)));
}
L SiluOf(L x) { return x == -kInf ? -0.L : x * SigmoidOf(x); }
L MishOf(L x) {
  return x == -kInf ? -0.L : x == kInf ? x : x * std::tanh(SoftplusOf(x));
}
L GeluOf(L x) {
  return x == -kInf ? -0.L : x * 0.5L * std::erfc(-x * std::sqrt(0.5L));
}
const L kRoot = 2 * std::sqrt(2 / 3.14159265358979323846264338327950288L);
L GeluTanhOf(L x) {
  if (std::isinf(x)) return x > 0 ? x : -0.L;
  return x * SigmoidOf(kRoot * (x + 0.044715L * x * x * x));
}
L EluOf(L x, L alpha, L scale, L input_scale) {
  return x < 0 ? scale * alpha * std::expm1(input_scale * x) : scale * x;
}
L SiluSlope(L x) {
  const L s = SigmoidOf(x);
  return s * (1 + x * (1 - s));
}
L MishSlope(L x) {
  const L t = std::tanh(SoftplusOf(x));
  return t + x * SigmoidOf(x) * (1 - t * t);
}
L GeluSlope(L x) {
  return 0.5L * std::erfc(-x * std::sqrt(0.5L)) +
         x * std::exp(-x * x / 2) * 0.398942280401432677939946L;
}
L GeluTanhSlope(L x) {
  const L s = SigmoidOf(kRoot * (x + 0.044715L * x * x * x));
  return s + x * s * (1 - s) * kRoot * (1 + 0.134145L * x * x);
}

struct Case {
  const char* name;
  Tensor (*f)(const Tensor&);
  Tensor (*inplace)(const Tensor&);
  Value (*reference)(const Value*);
  double ulps;
};

#define TESSERA_OF(expression)  \
  [](const Value* v) -> Value { \
    const L x = v[0].real();    \
    return expression;          \
  }

TEST(ActivationTest, E06_Values) {
  const Case cases[] = {
      {"leaky_relu", [](const Tensor& t) { return leaky_relu(t, 0.25); },
       [](const Tensor& t) -> Tensor { return t.leaky_relu_(0.25); },
       TESSERA_OF(x > 0 ? x : x * 0.25L), 0.5},
      {"elu", [](const Tensor& t) { return elu(t); },
       [](const Tensor& t) -> Tensor { return t.elu_(); },
       TESSERA_OF(EluOf(x, 1, 1, 1)), 2},
      {"elu, all numbers", [](const Tensor& t) { return elu(t, 0.5, 2, 0.25); },
       [](const Tensor& t) -> Tensor { return t.elu_(0.5, 2, 0.25); },
       TESSERA_OF(EluOf(x, 0.5L, 2, 0.25L)), 2},
      {"celu", [](const Tensor& t) { return celu(t, 0.5); },
       [](const Tensor& t) -> Tensor { return t.celu_(0.5); },
       TESSERA_OF(EluOf(x, 0.5L, 1, 2)), 2},
      {"silu", [](const Tensor& t) { return silu(t); },
       [](const Tensor& t) -> Tensor { return t.silu_(); },
       TESSERA_OF(SiluOf(x)), 4},
      {"mish", [](const Tensor& t) { return mish(t); },
       [](const Tensor& t) -> Tensor { return t.mish_(); },
       TESSERA_OF(MishOf(x)), 4},
      {"softplus", [](const Tensor& t) { return softplus(t, 1, 40); }, nullptr,
       TESSERA_OF(x > 40 ? x : SoftplusOf(x)), 2},
      {"softplus, all numbers",
       [](const Tensor& t) { return softplus(t, 2, 4); }, nullptr,
       TESSERA_OF(2 * x > 4 ? x : SoftplusOf(2 * x) / 2), 2},
      {"log_sigmoid", [](const Tensor& t) { return log_sigmoid(t); }, nullptr,
       TESSERA_OF(-SoftplusOf(-x)), 2},
      // Class C. Of x up to 4, where float64's erfc is off by 2 ulp.
      {"gelu", [](const Tensor& t) { return gelu(t); },
       [](const Tensor& t) -> Tensor { return t.gelu_(); },
       TESSERA_OF(GeluOf(x)), 4},
      // Class C: the exponent up to 11 is rounded in float64.
      {"gelu tanh", [](const Tensor& t) { return gelu(t, "tanh"); },
       [](const Tensor& t) -> Tensor { return t.gelu_("tanh"); },
       TESSERA_OF(GeluTanhOf(x)), 32},
  };
  for (const Case& c : cases) {
    OpRow row;
    row.name = c.name;
    row.call = [f = c.f](const Tensors& t) { return f(t[0]); };
    if (c.inplace) {
      row.inplace = [f = c.inplace](const Tensors& t) { return f(t[0]); };
    }
    row.reference = Elementwise(c.reference);
    row.dtypes = kFloatDTypes;
    row.ulps = c.ulps;
    row.specials = {0.,     -0.,  kInf,  -kInf, kNan, 1e-42,
                    -1e-42, 1e30, -1e30, 0.5,   -0.5};
    CheckRow(row);
  }
  // Three roundings of alpha, scale and their product.
  OpRow row;
  row.name = "selu";
  row.call = [](const Tensors& t) { return selu(t[0]); };
  row.inplace = [](const Tensors& t) -> Tensor { return t[0].selu_(); };
  row.reference = Elementwise(
      TESSERA_OF(EluOf(x, 1.6732632423543772848L, 1.0507009873554804934L, 1)));
  row.dtypes = kFloatDTypes;
  row.ulps = 4;
  CheckRow(row);
}

TEST(ActivationTest, Bounded) {
  OpRow row;
  row.name = "hardtanh";
  row.call = [](const Tensors& t) { return hardtanh(t[0]); };
  row.inplace = [](const Tensors& t) -> Tensor { return t[0].hardtanh_(); };
  row.reference = Elementwise(
      TESSERA_OF(x != x ? x : std::fmin(std::fmax(x, L(-1)), L(1))));
  row.dtypes = kRealDTypes & ~kUnsignedDTypes;
  row.specials = {0., kInf, -kInf, kNan, 1, -1};
  CheckRow(row);
  row.name = "relu6";
  row.call = [](const Tensors& t) { return relu6(t[0]); };
  row.inplace = [](const Tensors& t) -> Tensor { return t[0].relu6_(); };
  row.reference =
      Elementwise(TESSERA_OF(x != x ? x : std::fmin(std::fmax(x, L(0)), L(6))));
  row.dtypes = kRealDTypes;
  row.low = {-10};
  row.high = {10};
  CheckRow(row);
}

TEST(ActivationTest, Prelu) {
  OpRow row;
  row.name = "prelu";
  row.inputs = 2;
  row.call = [](const Tensors& t) { return prelu(t[0], t[1]); };
  row.method = [](const Tensors& t) { return t[0].prelu(t[1]); };
  row.reference = [](const std::vector<Array>& in) {
    Array out = in[0];
    size_t inner = 1;
    for (size_t d = 2; d < out.sizes.size(); ++d) {
      inner *= static_cast<size_t>(out.sizes[d]);
    }
    for (size_t i = 0; i < out.values.size(); ++i) {
      const Value w = in[1].values[i / inner % in[1].values.size()];
      if (!(out.values[i].real() > 0)) out.values[i] *= w.real();
    }
    return out;
  };
  row.dtypes = kFloatDTypes;
  row.shapes = {{{2, 3}, {3}}, {{2, 3, 4}, {3}}, {{5}, {1}}, {{2, 3}, {1}}};
  CheckRow(row);
}

// As the limits far out say, with no digit lost on the way.
TEST(ActivationTest, E06_LeftTails) {
  for (const double at : {-20., -60., -88., -95., -103.}) {
    for (const DType dtype : {kFloat32, kFloat64}) {
      const Tensor x = full({1}, at, dtype);
      const L want = SiluOf(static_cast<L>(at));
      const L got = silu(x).item<double>();
      EXPECT_LE(std::fabs(got - want), 4 * UlpOf(dtype, want)) << at;
      const L mish_got = mish(x).item<double>();
      const L mish_want = MishOf(static_cast<L>(at));
      EXPECT_LE(std::fabs(mish_got - mish_want), 4 * UlpOf(dtype, mish_want))
          << at;
    }
  }
  for (const double at : {-5., -5.96, -9., -13., -14.}) {
    const Tensor x = full({1}, at, kFloat32);
    const L want = GeluOf(static_cast<L>(static_cast<float>(at)));
    const L got = gelu(x).item<double>();
    EXPECT_LE(std::fabs(got - want), UlpOf(kFloat32, want)) << at;
  }
  const Tensor far = tensor({-kInf, -1e30, 1e30, kInf});
  for (const Tensor& y : {silu(far), mish(far), gelu(far), gelu(far, "tanh")}) {
    EXPECT_EQ(y.to_string(),
              silu(far).to_string());  // -0, -0, 1e30, inf
    EXPECT_TRUE(std::signbit(y[0].item<float>()));
  }
  const Tensor x = tensor({-kInf, -1000., 1000., kInf});
  EXPECT_EQ(log_sigmoid(x)[1].item<float>(), -1000);
  EXPECT_EQ(log_sigmoid(x)[0].item<float>(), -kInf);
  EXPECT_EQ(softplus(x)[2].item<float>(), 1000);
}

struct SlopeCase {
  const char* name;
  Tensor (*f)(const Tensor& g, const Tensor& x);
  Value (*reference)(const Value*);
};

TEST(ActivationTest, Slopes) {
#define TESSERA_SLOPE(expression) \
  [](const Value* v) -> Value {   \
    const L g = v[0].real();      \
    const L x = v[1].real();      \
    return expression;            \
  }
  const SlopeCase cases[] = {
      {"silu_backward", silu_backward, TESSERA_SLOPE(g * SiluSlope(x))},
      {"mish_backward", mish_backward, TESSERA_SLOPE(g * MishSlope(x))},
      {"gelu_backward", gelu_backward, TESSERA_SLOPE(g * GeluSlope(x))},
      {"_gelu_tanh_backward", _gelu_tanh_backward,
       TESSERA_SLOPE(g * GeluTanhSlope(x))},
      {"log_sigmoid_backward", log_sigmoid_backward,
       TESSERA_SLOPE(g * SigmoidOf(-x))},
      {"leaky_relu_backward",
       [](const Tensor& g, const Tensor& x) {
         return leaky_relu_backward(g, x, 0.25);
       },
       TESSERA_SLOPE(x > 0 ? g : g * 0.25L)},
      {"elu_backward",
       [](const Tensor& g, const Tensor& x) {
         return elu_backward(g, x, 0.5, 2, 0.25);
       },
       TESSERA_SLOPE(x > 0 ? 2 * g : g * 0.25L * std::exp(x * 0.25L))},
      {"softplus_backward",
       [](const Tensor& g, const Tensor& x) {
         return softplus_backward(g, x, 2, 4);
       },
       TESSERA_SLOPE(2 * x > 4 ? g : g * SigmoidOf(2 * x))},
      {"hardtanh_backward",
       [](const Tensor& g, const Tensor& x) {
         return hardtanh_backward(g, x, -1, 1);
       },
       TESSERA_SLOPE(x <= -1 || x >= 1 ? 0 : g)},
  };
  for (const SlopeCase& c : cases) {
    OpRow row;
    row.name = c.name;
    row.inputs = 2;
    row.call = [f = c.f](const Tensors& t) { return f(t[0], t[1]); };
    row.reference = Elementwise(c.reference);
    row.dtypes = kFloatDTypes;
    row.low = {-1, -6};
    row.high = {1, 6};
    // A few roundings of terms up to 2.
    row.error = [](const std::vector<Array>&, size_t, DType dtype) {
      return 8 * UlpOf(dtype, 2);
    };
    CheckRow(row);
  }
  const Tensor far = tensor({-kInf, -1e30, 1e30, kInf});
  for (const Tensor& d :
       {silu_backward(ones({4}), far), mish_backward(ones({4}), far),
        gelu_backward(ones({4}), far), _gelu_tanh_backward(ones({4}), far)}) {
    EXPECT_EQ(d.to_string(), "tensor([0., 0., 1., 1.])");
  }
}

}  // namespace
}  // namespace tessera::testing
