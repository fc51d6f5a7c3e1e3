// First and second derivatives of the elementwise ops: finite differences away
// from kinks, values at them.
#include <cmath>
#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "tessera/autograd/autograd.h"
#include "tessera/autograd/gradcheck.h"
#include "tessera/tests/ops/harness.h"

namespace tessera::testing {
namespace {

using Function = Tensor (*)(const variable_list&);

struct GradRow {
  const char* name;
  Function f;
  int inputs;
  double low, high;
  bool is_complex = true;  // works for complex128, too
};

Tensor Mask(const Tensor& t) {
  return (arange(t.numel(), kInt64).view(t.sizes()) % 2) == 0;
}

const GradRow kRows[] = {
    {"abs", [](const variable_list& x) { return abs(x[0]); }, 1, 0.5, 2},
    {"abs of negative", [](const variable_list& x) { return abs(x[0]); }, 1, -2,
     -0.5},
    {"neg", [](const variable_list& x) { return -x[0]; }, 1, -1, 1},
    {"sign", [](const variable_list& x) { return sign(x[0]) + x[0]; }, 1, 0.5,
     1, false},
    {"square", [](const variable_list& x) { return square(x[0]); }, 1, -1, 1},
    {"sqrt", [](const variable_list& x) { return sqrt(x[0]); }, 1, 0.5, 2},
    {"rsqrt", [](const variable_list& x) { return rsqrt(x[0]); }, 1, 0.5, 2},
    {"reciprocal", [](const variable_list& x) { return reciprocal(x[0]); }, 1,
     0.5, 2},
    {"exp", [](const variable_list& x) { return exp(x[0]); }, 1, -1, 1},
    {"log", [](const variable_list& x) { return log(x[0]); }, 1, 0.5, 2},
    {"expm1", [](const variable_list& x) { return expm1(x[0]); }, 1, -1, 1},
    {"exp2", [](const variable_list& x) { return exp2(x[0]); }, 1, -1, 1},
    {"log1p", [](const variable_list& x) { return log1p(x[0]); }, 1, -0.5, 1},
    {"log2", [](const variable_list& x) { return log2(x[0]); }, 1, 0.5, 2},
    {"log10", [](const variable_list& x) { return log10(x[0]); }, 1, 0.5, 2},
    {"sin", [](const variable_list& x) { return sin(x[0]); }, 1, -1, 1},
    {"cos", [](const variable_list& x) { return cos(x[0]); }, 1, -1, 1},
    {"tan", [](const variable_list& x) { return tan(x[0]); }, 1, -1, 1},
    {"erf", [](const variable_list& x) { return erf(x[0]); }, 1, -1, 1, false},
    {"erfc", [](const variable_list& x) { return erfc(x[0]); }, 1, -1, 1,
     false},
    {"tanh", [](const variable_list& x) { return tanh(x[0]); }, 1, -1, 1},
    {"sigmoid", [](const variable_list& x) { return sigmoid(x[0]); }, 1, -1, 1},
    {"relu", [](const variable_list& x) { return relu(x[0] + 3); }, 1, -1, 1,
     false},
    {"relu off", [](const variable_list& x) { return relu(x[0] - 3) + x[0]; },
     1, -1, 1, false},
    {"conj", [](const variable_list& x) { return x[0].conj() * x[0]; }, 1, -1,
     1},
    {"positive", [](const variable_list& x) { return +x[0]; }, 1, -1, 1},
    {"add", [](const variable_list& x) { return x[0] + x[1]; }, 2, -1, 1},
    {"add alpha", [](const variable_list& x) { return add(x[0], x[1], 2.5); },
     2, -1, 1},
    {"add number", [](const variable_list& x) { return add(x[0], 2, 3); }, 1,
     -1, 1},
    {"sub", [](const variable_list& x) { return x[0] - x[1]; }, 2, -1, 1},
    {"sub alpha", [](const variable_list& x) { return sub(x[0], x[1], -2); }, 2,
     -1, 1},
    {"sub number", [](const variable_list& x) { return x[0] - 2; }, 1, -1, 1},
    {"rsub", [](const variable_list& x) { return rsub(x[0], x[1], 3); }, 2, -1,
     1},
    {"rsub number", [](const variable_list& x) { return 1 - x[0]; }, 1, -1, 1},
    {"mul", [](const variable_list& x) { return x[0] * x[1]; }, 2, -1, 1},
    {"mul number", [](const variable_list& x) { return 3 * x[0]; }, 1, -1, 1},
    {"mul complex number",
     [](const variable_list& x) { return x[0] * complex<double>(1, 2); }, 1, -1,
     1},
    {"div", [](const variable_list& x) { return x[0] / x[1]; }, 2, 0.5, 2},
    {"div number", [](const variable_list& x) { return x[0] / 3; }, 1, -1, 1},
    {"number div", [](const variable_list& x) { return 2 / x[0]; }, 1, 0.5, 2},
    {"div floor",
     [](const variable_list& x) {
       return div(x[0], x[1] + 7, "floor") + x[0] * x[1];
     },
     2, 0.5, 2, false},
    {"floor_divide",
     [](const variable_list& x) { return floor_divide(x[0], 7) + x[0]; }, 1,
     0.5, 2, false},
    {"remainder", [](const variable_list& x) { return x[0] % (x[1] * 0.23); },
     2, 2.2, 2.3, false},
    {"remainder number", [](const variable_list& x) { return x[0] % 7; }, 1, 1,
     2, false},
    {"number remainder", [](const variable_list& x) { return 7 % x[0]; }, 1,
     2.4, 3.4, false},
    {"pow", [](const variable_list& x) { return pow(x[0], x[1]); }, 2, 0.5, 2},
    {"pow 2", [](const variable_list& x) { return pow(x[0], 2); }, 1, -1, 1},
    {"pow 3", [](const variable_list& x) { return pow(x[0], 3); }, 1, -1, 1},
    {"pow 1", [](const variable_list& x) { return pow(x[0], 1); }, 1, 0.5, 1},
    {"pow -1.5", [](const variable_list& x) { return pow(x[0], -1.5); }, 1, 0.5,
     2},
    {"pow 0.5", [](const variable_list& x) { return pow(x[0], 0.5); }, 1, 0.5,
     2},
    {"number pow", [](const variable_list& x) { return pow(2.5, x[0]); }, 1, -1,
     1},
    {"maximum",
     [](const variable_list& x) { return maximum(x[0], x[1] + 0.013) * x[0]; },
     2, -1, 1, false},
    {"minimum",
     [](const variable_list& x) { return minimum(x[0], x[1] + 0.013) * x[0]; },
     2, -1, 1, false},
    {"where",
     [](const variable_list& x) { return where(Mask(x[0]), x[0], x[1]); }, 2,
     -1, 1},
    {"where number",
     [](const variable_list& x) {
       return where(Mask(x[0]), x[0], 2) * where(Mask(x[0]), 3, x[0]);
     },
     1, -1, 1},
    {"clamp",
     [](const variable_list& x) { return clamp(x[0], -0.513, 0.613) * x[0]; },
     1, -1, 1, false},
    {"clamp_min",
     [](const variable_list& x) { return clamp_min(x[0], 0.1234); }, 1, -1, 1,
     false},
    {"clamp_max",
     [](const variable_list& x) { return clamp_max(x[0], 0.1234); }, 1, -1, 1,
     false},
    {"clamp tensors",
     [](const variable_list& x) {
       return clamp(x[0] * 3, x[1] - 0.513, x[1] + 0.617);
     },
     2, -1, 1, false},
    {"clamp_max tensor",
     [](const variable_list& x) { return clamp_max(x[0], x[1] + 0.013); }, 2,
     -1, 1, false},
    {"masked_fill",
     [](const variable_list& x) { return x[0].masked_fill(Mask(x[0]), 2); }, 1,
     -1, 1},
    {"masked_fill tensor",
     [](const variable_list& x) {
       return x[0].masked_fill(Mask(x[0]), x[1].select(0, 0).select(0, 0));
     },
     2, -1, 1},
    {"asin", [](const variable_list& x) { return asin(x[0]); }, 1, 0.1, 0.7},
    {"acos", [](const variable_list& x) { return acos(x[0]); }, 1, 0.1, 0.7},
    {"atan", [](const variable_list& x) { return atan(x[0]); }, 1, -0.7, 0.7},
    {"sinh", [](const variable_list& x) { return sinh(x[0]); }, 1, -1, 1},
    {"cosh", [](const variable_list& x) { return cosh(x[0]); }, 1, -1, 1},
    {"asinh", [](const variable_list& x) { return asinh(x[0]); }, 1, -0.7, 0.7},
    {"acosh", [](const variable_list& x) { return acosh(x[0]); }, 1, 1.5, 3},
    {"atanh", [](const variable_list& x) { return atanh(x[0]); }, 1, -0.7, 0.7},
    {"erfinv", [](const variable_list& x) { return erfinv(x[0]); }, 1, -0.7, 0.7, false},
    {"sgn", [](const variable_list& x) { return sgn(x[0]) + x[0]; }, 1, 0.5, 2},
    {"floor", [](const variable_list& x) { return floor(x[0]) + x[0]; }, 1, 0.1, 0.9, false},
    {"ceil", [](const variable_list& x) { return ceil(x[0]) + x[0]; }, 1, 0.1, 0.9, false},
    {"trunc", [](const variable_list& x) { return trunc(x[0]) + x[0]; }, 1, 0.1, 0.9, false},
    {"round", [](const variable_list& x) { return round(x[0]) + x[0]; }, 1, 0.6, 0.9, false},
    {"round decimals", [](const variable_list& x) { return round(x[0], -1) + x[0]; }, 1, 0.6, 0.9, false},
    {"frac", [](const variable_list& x) { return frac(x[0]) * x[0]; }, 1, 0.1, 0.9, false},
    {"nan_to_num", [](const variable_list& x) { return nan_to_num(x[0]) * x[0]; }, 1, -1, 1},
    {"angle", [](const variable_list& x) { return angle(x[0]) * x[0]; }, 1, 0.5, 2},
    {"fmod", [](const variable_list& x) { return fmod(x[0], x[1] * 0.23); }, 2, 2.2, 2.3, false},
    {"fmod number", [](const variable_list& x) { return fmod(x[0], 7); }, 1, 1, 2, false},
    {"fmax", [](const variable_list& x) { return fmax(x[0], x[1] + 0.013) * x[0]; }, 2, -1, 1, false},
    {"fmin", [](const variable_list& x) { return fmin(x[0], x[1] + 0.013) * x[0]; }, 2, -1, 1, false},
    {"atan2", [](const variable_list& x) { return atan2(x[0], x[1]); }, 2, 0.5, 2, false},
    {"hypot", [](const variable_list& x) { return hypot(x[0], x[1]); }, 2, 0.5, 2, false},
    {"copysign", [](const variable_list& x) { return copysign(x[0] - 3, x[1]) * x[0]; }, 2, 0.5, 2, false},
    {"copysign number", [](const variable_list& x) { return copysign(x[0], -1) * x[0]; }, 1, 0.5, 2, false},
    {"xlogy", [](const variable_list& x) { return xlogy(x[0], x[1]); }, 2, 0.5, 2, false},
    {"xlogy number", [](const variable_list& x) { return xlogy(x[0], 3); }, 1, 0.5, 2, false},
    {"number xlogy", [](const variable_list& x) { return xlogy(3, x[0]); }, 1, 0.5, 2, false},
    {"make_complex", [](const variable_list& x) { return make_complex(x[0], x[1]).abs(); }, 2, 0.5, 2, false},
    {"lerp", [](const variable_list& x) { return lerp(x[0], x[1], x[2]); }, 3, -1, 1},
    {"lerp number", [](const variable_list& x) { return lerp(x[0], x[1], 0.7); }, 2, -1, 1},
    {"addcmul", [](const variable_list& x) { return addcmul(x[0], x[1], x[2], 2.5); }, 3, -1, 1},
    {"addcdiv", [](const variable_list& x) { return addcdiv(x[0], x[1], x[2], 2.5); }, 3, 0.5, 2},
    {"hardtanh", [](const variable_list& x) { return hardtanh(x[0], -0.513, 0.613) * x[0]; }, 1, -1, 1, false},
    {"relu6", [](const variable_list& x) { return relu6(x[0] * 9 + 0.1234) * x[0]; }, 1, -1, 1, false},
    {"leaky_relu", [](const variable_list& x) { return leaky_relu(x[0] + 0.0123, 0.1) * x[0]; }, 1, -1, 1, false},
    {"elu", [](const variable_list& x) { return elu(x[0] + 0.0123, 0.5, 2, 3); }, 1, -1, 1, false},
    {"selu", [](const variable_list& x) { return selu(x[0] + 0.0123); }, 1, -1, 1, false},
    {"celu", [](const variable_list& x) { return celu(x[0] + 0.0123, 0.5); }, 1, -1, 1, false},
    {"prelu", [](const variable_list& x) { return prelu(x[0] + 0.0123, x[1].select(0, 0)); }, 2, -1, 1, false},
    {"silu", [](const variable_list& x) { return silu(x[0]); }, 1, -3, 3, false},
    {"mish", [](const variable_list& x) { return mish(x[0]); }, 1, -3, 3, false},
    {"softplus", [](const variable_list& x) { return softplus(x[0], 2, 3.1234); }, 1, -3, 3, false},
    {"log_sigmoid", [](const variable_list& x) { return log_sigmoid(x[0]); }, 1, -3, 3, false},
    {"gelu", [](const variable_list& x) { return gelu(x[0]); }, 1, -3, 3, false},
    {"gelu tanh", [](const variable_list& x) { return gelu(x[0], "tanh"); }, 1, -3, 3, false},
    {"l1_loss", [](const variable_list& x) { return l1_loss(x[0] + 3, x[1], Reduction::None) * x[0]; }, 2, -1, 1, false},
    {"smooth_l1_loss", [](const variable_list& x) { return smooth_l1_loss(x[0] * 2, x[1], Reduction::None, 0.5123); }, 2, -1, 1, false},
    {"huber_loss", [](const variable_list& x) { return huber_loss(x[0] * 2, x[1], Reduction::None, 0.5123); }, 2, -1, 1, false},
    {"binary_cross_entropy", [](const variable_list& x) { return binary_cross_entropy(x[0] * 1, x[1].expand({2, 3}), x[2], Reduction::None); }, 3, 0.2, 0.8, false},
    {"binary_cross_entropy_with_logits", [](const variable_list& x) { return binary_cross_entropy_with_logits(x[0] * 3, x[1].expand({2, 3}), x[2], x[1] + 1, Reduction::None); }, 3, 0.2, 0.8, false},
    {"kl_div", [](const variable_list& x) { return kl_div(x[0].log(), x[1], Reduction::None); }, 2, 0.2, 0.8, false},
    {"kl_div of logarithms", [](const variable_list& x) { return kl_div(x[0].log(), x[1].log(), Reduction::None, true); }, 2, 0.2, 0.8, false},
    {"threshold_backward",
     [](const variable_list& x) { return threshold_backward(x[0], x[1], 0.2); },
     2, 0.3, 1, false},
    {"tanh_backward",
     [](const variable_list& x) { return tanh_backward(x[0], x[1]); }, 2, -1,
     1},
    {"sigmoid_backward",
     [](const variable_list& x) { return sigmoid_backward(x[0], x[1]); }, 2, -1,
     1},
};

variable_list Inputs(const GradRow& row, DType dtype, bool broadcast) {
  OpRow draw;
  draw.low = {row.low};
  draw.high = {row.high};
  variable_list inputs;
  for (int i = 0; i < row.inputs; ++i) {
    const Sizes sizes = broadcast && i > 0 ? Sizes{1, 3} : Sizes{2, 3};
    inputs.push_back(
        Draw(draw, i, sizes, dtype,
             broadcast ? Placement::kSliced : Placement::kTransposed, 17)
            .clone()
            .requires_grad_());
  }
  return inputs;
}

TEST(GradientTest, FirstAndSecond) {
  for (const GradRow& row : kRows) {
    auto f = [&](const variable_list& x) -> variable_list {
      return {row.f(x)};
    };
    for (DType dtype : {kFloat64, kComplexDouble}) {
      if (dtype == kComplexDouble && !row.is_complex) continue;
      for (bool broadcast : {false, true}) {
        const std::string where = std::string(row.name) + ", " + name(dtype) +
                                  (broadcast ? ", broadcast" : "");
        const variable_list inputs = Inputs(row, dtype, broadcast);
        EXPECT_NO_THROW(autograd::gradcheck(f, inputs)) << where;
        EXPECT_NO_THROW(autograd::gradgradcheck(f, inputs)) << where;
        if (HasFailure()) {
          try {
            autograd::gradcheck(f, inputs);
            autograd::gradgradcheck(f, inputs);
          } catch (const Error& e) {
            FAIL() << where << ": " << e.what();
          }
        }
      }
    }
  }
}

// The gradient of f's sum at x.
Tensor GradientAt(Tensor (*f)(const Tensor&), const Tensor& at) {
  Tensor x = at.clone().requires_grad_();
  f(x).backward(ones(at.sizes(), kFloat32));
  return x.grad();
}

void ExpectValues(const Tensor& t, std::vector<double> want) {
  const Array array = ReadArray(t);
  ASSERT_EQ(array.values.size(), want.size());
  for (size_t i = 0; i < want.size(); ++i) {
    EXPECT_EQ(static_cast<double>(array.values[i].real()), want[i]) << i;
  }
}

TEST(GradientTest, Kinks) {
  const double inf = std::numeric_limits<double>::infinity();
  const Tensor x = tensor({-1., 0., 1.});
  ExpectValues(GradientAt([](const Tensor& t) { return abs(t); }, x),
               {-1, 0, 1});
  ExpectValues(GradientAt([](const Tensor& t) { return relu(t); }, x),
               {0, 0, 1});
  ExpectValues(
      GradientAt([](const Tensor& t) { return sqrt(t); }, tensor({0., 4.})),
      {inf, 0.25});
  ExpectValues(
      GradientAt([](const Tensor& t) { return log(t); }, tensor({0., 2.})),
      {inf, 0.5});
  ExpectValues(GradientAt([](const Tensor& t) { return clamp(t, -1, 1); },
                          tensor({-2., -1., 0., 1., 2.})),
               {0, 0, 1, 0, 0});
  ExpectValues(GradientAt([](const Tensor& t) { return clamp_min(t, 0); }, x),
               {0, 0, 1});
  ExpectValues(GradientAt([](const Tensor& t) { return pow(t, 0); }, x),
               {0, 0, 0});
  ExpectValues(GradientAt([](const Tensor& t) { return sign(t); }, x),
               {0, 0, 0});
}

TEST(GradientTest, TiesAreShared) {
  Tensor a = tensor({1., 2., 3.}).requires_grad_();
  Tensor b = tensor({2., 2., 2.}).requires_grad_();
  maximum(a, b).backward(ones({3}));
  ExpectValues(a.grad(), {0, 0.5, 1});
  ExpectValues(b.grad(), {1, 0.5, 0});
  Tensor c = tensor({1., 2., 3.}).requires_grad_();
  Tensor low = tensor({2., 2., 2.}).requires_grad_();
  clamp(c, low, Tensor()).backward(ones({3}));
  ExpectValues(c.grad(), {0, 0.5, 1});
  ExpectValues(low.grad(), {1, 0.5, 0});
}

TEST(GradientTest, PowersOfZero) {
  Tensor x = tensor({0., 0., 2.}).requires_grad_();
  Tensor p = tensor({0., 3., 0.}).requires_grad_();
  pow(x, p).backward(ones({3}));
  ExpectValues(x.grad(), {0, 0, 0});
  const Array dp = ReadArray(p.grad());
  EXPECT_EQ(dp.values[0].real(), 0);
  EXPECT_EQ(dp.values[1].real(), 0);
  EXPECT_NEAR(static_cast<double>(dp.values[2].real()), std::log(2.0), 1e-6);
}

TEST(GradientTest, InplaceAndNames) {
  Tensor x = tensor({1., 2.}).requires_grad_();
  Tensor y = x * 2;
  y.mul_(3).add_(1).exp_();
  y.backward(ones({2}));
  const Array d = ReadArray(x.grad());
  EXPECT_NEAR(static_cast<double>(d.values[0].real()), 6 * std::exp(7.0), 1e-2);
  const struct {
    Tensor t;
    const char* name;
  } kNames[] = {{x + 1, "AddBackward0"},    {x - x, "SubBackward0"},
                {x * 2, "MulBackward0"},    {x / 2, "DivBackward0"},
                {x.pow(2), "PowBackward0"}, {-x, "NegBackward0"},
                {x.exp(), "ExpBackward0"},  {x.log(), "LogBackward0"},
                {relu(x), "ReluBackward0"}};
  for (const auto& row : kNames) {
    EXPECT_EQ(row.t.grad_fn()->name(), std::string(row.name));
  }
  EXPECT_FALSE((x > 0).requires_grad());
  EXPECT_TRUE(floor_divide(x, 2).requires_grad());
  Tensor out = empty({2});
  EXPECT_THROW(add_out(out, x, x), AutogradError);
}

TEST(GradientTest, MoreKinks) {
  const double inf = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Tensor x = tensor({-2., -1., 0., 1., 2.});
  ExpectValues(GradientAt([](const Tensor& t) { return hardtanh(t); }, x),
               {0, 0, 1, 0, 0});
  ExpectValues(
      GradientAt([](const Tensor& t) { return leaky_relu(t, 0.25); }, x),
      {0.25, 0.25, 0.25, 1, 1});
  ExpectValues(
      GradientAt([](const Tensor& t) { return elu(t, 0.5); }, tensor({0., 1.})),
      {0.5, 1});
  ExpectValues(GradientAt([](const Tensor& t) { return nan_to_num(t); },
                          tensor({nan, inf, -inf, 3.})),
               {0, 0, 0, 1});
  for (auto f : {+[](const Tensor& t) { return floor(t); },
                 +[](const Tensor& t) { return ceil(t); },
                 +[](const Tensor& t) { return trunc(t); },
                 +[](const Tensor& t) { return round(t); },
                 +[](const Tensor& t) { return sgn(t); }}) {
    ExpectValues(GradientAt(f, x), {0, 0, 0, 0, 0});
  }
  // The number takes all where the other is NaN, equals half each.
  Tensor a = tensor({1., nan, 2.}).requires_grad_();
  Tensor b = tensor({1., 2., nan}).requires_grad_();
  fmax(a, b).backward(ones({3}));
  ExpectValues(a.grad(), {0.5, 0, 1});
  ExpectValues(b.grad(), {0.5, 1, 0});
  Tensor y = zeros({1}).requires_grad_();
  Tensor z = zeros({1}).requires_grad_();
  atan2(y, z).backward(ones({1}));
  ExpectValues(y.grad(), {0});
  ExpectValues(z.grad(), {0});
  Tensor p = tensor({-1., 2., 0.}).requires_grad_();
  xlogy(p, zeros({3}) + 1).backward(ones({3}));
  ExpectValues(p.grad(), {0, 0, 0});
  ExpectValues(
      GradientAt([](const Tensor& t) { return xlogy(t, 0); }, tensor({0., 1.})),
      {0, -inf});
}

// The kernels of the gradients and the formulas that are recorded in their
// place give the same.
TEST(GradientTest, KernelsAgreeWithFormulas) {
  const struct {
    const char* name;
    Tensor (*f)(const Tensor&);
  } kCases[] = {
      {"hardtanh", [](const Tensor& t) { return hardtanh(t, -2, 3); }},
      {"leaky_relu", [](const Tensor& t) { return leaky_relu(t, 0.1); }},
      {"elu", [](const Tensor& t) { return elu(t, 0.5, 2, 3); }},
      {"silu", silu},
      {"mish", mish},
      {"softplus", [](const Tensor& t) { return softplus(t, 2, 3); }},
      {"log_sigmoid", log_sigmoid},
      {"gelu", [](const Tensor& t) { return gelu(t); }},
      {"gelu tanh", [](const Tensor& t) { return gelu(t, "tanh"); }},
  };
  OpRow draw;
  draw.low = {-8};
  draw.high = {8};
  for (const auto& c : kCases) {
    const Tensor x =
        Draw(draw, 0, {500}, kFloat64, Placement::kContiguous, 3).clone();
    x.requires_grad_();
    const Tensor g =
        Draw(draw, 1, {500}, kFloat64, Placement::kContiguous, 4).clone();
    const Tensor y = c.f(x);
    const Tensor fast = autograd::grad({y}, {x}, {g}, true)[0];
    const Tensor recorded = autograd::grad({y}, {x}, {g}, true, true)[0];
    const Array a = ReadArray(fast);
    const Array b = ReadArray(recorded.detach());
    for (size_t i = 0; i < a.values.size(); ++i) {
      EXPECT_NEAR(static_cast<double>(a.values[i].real()),
                  static_cast<double>(b.values[i].real()), 1e-13)
          << c.name << " " << i;
    }
  }
}

}  // namespace
}  // namespace tessera::testing
