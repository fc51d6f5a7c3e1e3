// Linear, activations, dropout, losses, initial values and gradient clipping.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "tessera/base/check.h"
#include "tessera/nn/activation.h"
#include "tessera/nn/dropout.h"
#include "tessera/nn/functional.h"
#include "tessera/nn/init.h"
#include "tessera/nn/linear.h"
#include "tessera/nn/loss.h"
#include "tessera/nn/sequential.h"
#include "tessera/nn/utils.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

namespace F = nn::functional;
using Values = std::vector<double>;
constexpr double kInf = std::numeric_limits<double>::infinity();

template <class T>
std::string Text(const T& value) {
  std::ostringstream stream;
  stream << value;
  return stream.str();
}

Values ValuesOf(const Tensor& t) {
  const Tensor d = t.detach().to(kFloat64).contiguous();
  const double* p = d.const_data_ptr<double>();
  return Values(p, p + d.numel());
}

void ExpectNear(const Tensor& t, const Values& wanted, double tolerance) {
  const Values got = ValuesOf(t);
  ASSERT_EQ(got.size(), wanted.size());
  for (size_t i = 0; i < got.size(); ++i) {
    if (std::isfinite(wanted[i])) {
      EXPECT_NEAR(got[i], wanted[i], tolerance) << i;
    } else {
      EXPECT_EQ(got[i], wanted[i]) << i;
    }
  }
}

TEST(ModulesTest, M01_Linear) {
  manual_seed(0);
  nn::Linear fc(100, 50);
  EXPECT_EQ(fc->weight.sizes(), IntArrayRef({50, 100}));
  EXPECT_EQ(fc->bias.sizes(), IntArrayRef({50}));
  for (const Tensor& p : fc->parameters()) {
    EXPECT_TRUE(p.requires_grad());
    const Values v = ValuesOf(p);
    double largest = 0, sum = 0, squares = 0;
    for (const double x : v) {
      largest = std::max(largest, std::abs(x));
      sum += x;
      squares += x * x;
    }
    const double n = static_cast<double>(v.size());
    // Uniform in +-0.1: mean 0, variance 0.01 / 3, and five deviations of each.
    EXPECT_LE(largest, 0.1f);
    EXPECT_GT(largest, 0.1 * (1 - 10 / n));
    EXPECT_LT(std::abs(sum / n), 5 * 0.0578 / std::sqrt(n));
    EXPECT_NEAR(squares / n, 0.01 / 3, 5 * 0.003 / std::sqrt(n));
  }
  manual_seed(0);
  nn::Linear same(100, 50);
  EXPECT_EQ(ValuesOf(same->weight), ValuesOf(fc->weight));

  nn::Linear small(2, 3);
  const Values w = {1, 2, 3, 4, 5, 6};
  small->to(kFloat64);
  small->weight.detach().copy_(tensor(w).view({3, 2}));
  small->bias.detach().copy_(tensor({10.0, 20.0, 30.0}));
  ExpectNear(small(tensor({1.0, -1.0}, kFloat64)), {9, 19, 29}, 1e-12);
  EXPECT_EQ(small(zeros({2, 5, 2}, kFloat64)).sizes(), IntArrayRef({2, 5, 3}));
  EXPECT_EQ(small(zeros({0, 2}, kFloat64)).sizes(), IntArrayRef({0, 3}));
  nn::Linear plain(nn::LinearOptions(2, 3).bias(false));
  EXPECT_FALSE(plain->bias.defined());
  EXPECT_EQ(plain->parameters().size(), 1u);
  EXPECT_EQ(nn::Linear(0, 3)->weight.numel(), 0);
}

TEST(ModulesTest, M01b_LinearErrors) {
  nn::Linear fc(3, 4);
  EXPECT_THROW_NAMING(fc(ones({2, 4})), ShapeError, "linear", "in_features",
                      "3", "got 4", "[2,4]", "[4,3]");
  EXPECT_THROW_NAMING(fc(ones({2, 3}, kFloat64)), DTypeError, "linear",
                      "same dtype", "float64[2,3]", "float32[4,3]");
  EXPECT_THROW_NAMING(nn::Linear(-1, 2), ValueError, "in_features", "-1");
}

// x and what PyTorch gives for it; nn/testdata/golden.py.
struct Golden {
  const char* name;
  Tensor (*f)(const Tensor&);
  Values values, gradients;
};

TEST(ModulesTest, M12_Activations) {
  const Golden goldens[] = {
      {"relu",
       [](const Tensor& x) { return nn::ReLU()(x); },
       {0, 0, 0, 0.5, 3, 7},
       {0, 0, 0, 1, 1, 1}},
      {"relu6",
       [](const Tensor& x) { return nn::ReLU6()(x); },
       {0, 0, 0, 0.5, 3, 6},
       {0, 0, 0, 1, 1, 0}},
      {"leaky_relu",
       [](const Tensor& x) {
         return nn::LeakyReLU(nn::LeakyReLUOptions().negative_slope(0.1))(x);
       },
       {-0.25, -0.05, 0, 0.5, 3, 7},
       {0.1, 0.1, 0.1, 1, 1, 1}},
      {"elu",
       [](const Tensor& x) { return nn::ELU(nn::ELUOptions().alpha(0.5))(x); },
       {-0.458957500688, -0.196734670144, 0, 0.5, 3, 7},
       {0.0410424993119, 0.303265329856, 0.5, 1, 1, 1}},
      {"selu",
       [](const Tensor& x) { return nn::SELU()(x); },
       {-1.61378575887, -0.691758187803, 0, 0.525350493678, 3.15210296207,
        7.35490691149},
       {0.144313581974, 1.06634115304, 1.75809934085, 1.05070098736,
        1.05070098736, 1.05070098736}},
      {"celu",
       [](const Tensor& x) {
         return nn::CELU(nn::CELUOptions().alpha(0.5))(x);
       },
       {-0.4966310265, -0.316060279414, 0, 0.5, 3, 7},
       {0.00673794699909, 0.367879441171, 1, 1, 1, 1}},
      {"gelu tanh",
       [](const Tensor& x) {
         return nn::GELU(nn::GELUOptions().approximate("tanh"))(x);
       },
       {-0.01508426609, -0.154285990175, 0, 0.345714009825, 2.99636260792, 7},
       {-0.0379515762127, 0.132630096465, 0.5, 0.867369903535, 1.01158416663,
        1}},
      {"silu",
       [](const Tensor& x) { return nn::SiLU()(x); },
       {-0.189645450053, -0.188770334399, 0, 0.311229665601, 2.85772238047,
        6.99362264164},
       {-0.0994011113415, 0.260038812697, 0.5, 0.739961187303, 1.08810410602,
        1.00546049707}},
      {"mish",
       [](const Tensor& x) { return nn::Mish()(x); },
       {-0.196816203907, -0.220743774652, 0, 0.375245211305, 2.98653500497,
        6.99998837981},
       {-0.10974357275, 0.289510677914, 0.6, 0.886424375358, 1.02110691093,
        1.00002155916}},
      {"hardtanh",
       [](const Tensor& x) {
         return nn::Hardtanh(nn::HardtanhOptions().max_val(2))(x);
       },
       {-1, -0.5, 0, 0.5, 2, 2},
       {0, 1, 1, 1, 0, 0}},
      {"softplus",
       [](const Tensor& x) {
         return nn::Softplus(nn::SoftplusOptions().beta(2).threshold(8))(x);
       },
       {0.00335767424456, 0.156630843759, 0.34657359028, 0.656630843759,
        3.00123784257, 7},
       {0.00669285092428, 0.26894142137, 0.5, 0.73105857863, 0.997527376843,
        1}},
      {"logsigmoid",
       [](const Tensor& x) { return nn::LogSigmoid()(x); },
       {-2.57888973429, -0.97407698418, -0.69314718056, -0.47407698418,
        -0.0485873515737, -0.000911466453774},
       {0.924141819979, 0.622459331202, 0.5, 0.377540668798, 0.0474258731776,
        0.000911051194401}},
      {"prelu",
       [](const Tensor& x) {
         nn::PReLU prelu;
         prelu->to(kFloat64);
         return prelu(x);
       },
       {-0.625, -0.125, 0, 0.5, 3, 7},
       {0.25, 0.25, 0.25, 1, 1, 1}},
      {"sigmoid",
       [](const Tensor& x) { return nn::Sigmoid()(x); },
       {0.0758581800212, 0.377540668798, 0.5, 0.622459331202, 0.952574126822,
        0.999088948806},
       {0.0701037165451, 0.235003712202, 0.25, 0.235003712202, 0.0451766597309,
        0.000910221180122}},
      {"tanh",
       [](const Tensor& x) { return nn::Tanh()(x); },
       {-0.986614298151, -0.46211715726, 0, 0.46211715726, 0.995054753687,
        0.999998336944},
       {0.0265922266832, 0.786447732966, 1, 0.786447732966, 0.00986603716544,
        3.32610934487e-06}},
  };
  for (const Golden& golden : goldens) {
    SCOPED_TRACE(golden.name);
    const Tensor x = tensor(Values{-2.5, -0.5, 0, 0.5, 3, 7}).requires_grad_();
    const Tensor y = golden.f(x);
    y.sum().backward();
    // The goldens have twelve digits.
    ExpectNear(y, golden.values, 1e-11);
    ExpectNear(x.grad(), golden.gradients, 1e-11);
  }
}

TEST(ModulesTest, M12_ActivationsFarOut) {
  const Tensor x = tensor(Values{-kInf, -1000, -40, 40, 1000, kInf});
  ExpectNear(F::softplus(x), {0, 0, std::exp(-40), 40, 1000, kInf}, 1e-12);
  EXPECT_NEAR(ValuesOf(F::softplus(x))[2] / std::exp(-40), 1, 1e-14);
  ExpectNear(F::logsigmoid(x), {-kInf, -1000, -40, -std::exp(-40), 0, 0}, 0);
  ExpectNear(F::elu(x), {-1, -1, -1, 40, 1000, kInf}, 1e-15);
  const Tensor p = x.clone().requires_grad_();
  F::elu(p).sum().backward();
  ExpectNear(p.grad(), {0, 0, std::exp(-40), 1, 1, 1}, 1e-15);
  Tensor inplace = x.clone();
  EXPECT_TRUE(nn::ReLU(true)(inplace).is_same(inplace));
  ExpectNear(inplace, {0, 0, 0, 40, 1000, kInf}, 0);
  EXPECT_THROW_NAMING(
      F::hardtanh(x, F::HardtanhFuncOptions().min_val(2).max_val(1)),
      ValueError, "min_val", "2", "1");
  Tensor g = tensor(Values{-8, -3, -0.5, 0, 1, 3}).to(kFloat64);
  g.requires_grad_();
  const Tensor y = F::gelu(g);
  y.sum().backward();
  ExpectNear(
      y.detach(),
      {-4.88498130835068878e-15, -0.0040496940948903104, -0.154268769362993441,
       0, 0.841344746068543037, 2.99595030590510980},
      1e-14);
  ExpectNear(
      g.grad(),
      {-3.98075460047513058e-14, -0.01194564720418392, 0.132504875343837120,
       0.5, 1.08331547058768640, 1.01194564720418390},
      1e-14);
  ExpectNear(F::gelu(tensor(Values{-1e30, -kInf, kInf})), {0, 0, kInf}, 0);
  EXPECT_THROW_NAMING(F::gelu(x, F::GELUFuncOptions().approximate("x")),
                      ValueError, "approximate", "none", "tanh");
}

TEST(ModulesTest, M12_Softmax) {
  const Tensor x = tensor(Values{1, 2, 3, 1, 1, 1}).view({2, 3});
  ExpectNear(nn::Softmax(1)(x),
             {0.09003057, 0.24472847, 0.66524096, 1. / 3, 1. / 3, 1. / 3},
             1e-8);
  ExpectNear(F::log_softmax(x, 1).exp().sum({1}), {1, 1}, 1e-14);
  ExpectNear(nn::LogSoftmax(0)(x)[0], {-std::log(2.), -0.31326169, -0.12692801},
             1e-8);
}

TEST(ModulesTest, M12_Texts) {
  EXPECT_EQ(Text(nn::ReLU()), "torch::nn::ReLU()");
  EXPECT_EQ(Text(nn::ReLU(true)), "torch::nn::ReLU(inplace=true)");
  EXPECT_EQ(Text(nn::LeakyReLU(nn::LeakyReLUOptions().negative_slope(0.1))),
            "torch::nn::LeakyReLU(negative_slope=0.1)");
  EXPECT_EQ(Text(nn::Softmax(1)), "torch::nn::Softmax(dim=1)");
  EXPECT_EQ(Text(nn::Softplus()), "torch::nn::Softplus(beta=1, threshold=20)");
  EXPECT_EQ(Text(nn::GELU()), "torch::nn::GELU()");
  EXPECT_EQ(Text(nn::Tanh()), "torch::nn::Tanh()");
  EXPECT_EQ(Text(nn::Dropout(0.1)), "torch::nn::Dropout(p=0.1, inplace=false)");
  EXPECT_EQ(Text(nn::CrossEntropyLoss()), "torch::nn::CrossEntropyLoss()");
  EXPECT_EQ(Text(nn::HuberLoss()), "torch::nn::HuberLoss");
  EXPECT_EQ(Text(nn::Hardtanh()), "torch::nn::Hardtanh(min_val=-1, max_val=1)");
  EXPECT_EQ(Text(nn::PReLU()), "torch::nn::PReLU(num_parameters=1)");
  EXPECT_EQ(Text(nn::Sequential(nn::Linear(1, 2), nn::Tanh())),
            "torch::nn::Sequential(\n"
            "  (0): torch::nn::Linear(in_features=1, out_features=2, "
            "bias=true)\n"
            "  (1): torch::nn::Tanh()\n)");
}

TEST(ModulesTest, M06_Dropout) {
  const Tensor x = ones({1000}).requires_grad_();
  nn::Dropout drop(0.25);
  manual_seed(1);
  const Tensor y = drop(x);
  y.sum().backward();
  const Values v = ValuesOf(y);
  int64_t kept = 0;
  for (const double e : v) {
    EXPECT_TRUE(e == 0 || std::abs(e - 4. / 3) < 1e-6) << e;
    kept += e != 0;
  }
  EXPECT_NEAR(static_cast<double>(kept), 750, 5 * 13.7);
  EXPECT_EQ(ValuesOf(x.grad()), v);  // the same mask
  manual_seed(1);
  EXPECT_EQ(ValuesOf(drop(x)), v);
  drop->eval();
  EXPECT_TRUE(drop(x).is_same(x));
  EXPECT_EQ(ValuesOf(nn::Dropout(1.0)(x).sum()), Values{0});
  EXPECT_EQ(ValuesOf(nn::Dropout(0.0)(x).sum()), Values{1000});
  EXPECT_THROW_NAMING(nn::Dropout(1.5), ValueError, "between 0 and 1", "1.5");
  EXPECT_THROW_NAMING(F::dropout(x, F::DropoutFuncOptions().p(-0.1)),
                      ValueError, "-0.1");
}

TEST(ModulesTest, M04_CrossEntropy) {
  const Tensor x = tensor({{1., 2., .5}, {.1, .2, 3.}});
  const Tensor y = tensor({1, 0});
  const Tensor weight = tensor({1., 2., 3.});
  using Options = nn::CrossEntropyLossOptions;
  const auto loss = [&](const Options& o) {
    return nn::CrossEntropyLoss(o)(x, y);
  };
  // The table gives four places.
  ExpectNear(loss(Options()), {1.7370}, 5e-5);
  ExpectNear(loss(Options().reduction(kNone)), {0.4644, 3.0096}, 5e-5);
  ExpectNear(loss(Options().reduction(kSum)), {3.4740}, 5e-5);
  ExpectNear(loss(Options().weight(weight)), {1.3128}, 5e-5);
  ExpectNear(loss(Options().label_smoothing(.1)), {1.7287}, 5e-5);
  ExpectNear(loss(Options().weight(weight).label_smoothing(.2)), {1.4379},
             5e-5);
  EXPECT_TRUE(
      std::isnan(F::cross_entropy(x, y.new_full({2}, -100)).item<double>()));
  nn::CrossEntropyLoss weighted(Options().weight(weight));
  weighted->to(kFloat64);
  EXPECT_EQ(weighted->weight.scalar_type(), kFloat64);
  EXPECT_EQ(weight.scalar_type(), kFloat32);
  ExpectNear(weighted(x.to(kFloat64), y), {1.3128}, 5e-5);
  auto copy =
      std::dynamic_pointer_cast<nn::CrossEntropyLossImpl>(weighted->clone());
  EXPECT_FALSE(copy->weight.is_alias_of(weighted->weight));
}

TEST(ModulesTest, M04b_CrossEntropyErrors) {
  const Tensor x = tensor({{1., 2., .5}, {.1, .2, 3.}});
  EXPECT_THROW_NAMING(F::cross_entropy(x, tensor({1, 3})), IndexError,
                      "cross_entropy", "Target 3 is out of bounds");
  EXPECT_THROW_NAMING(F::cross_entropy(x, tensor({1, 2, 0})), ValueError,
                      "cross_entropy");
  EXPECT_THROW_NAMING(
      F::cross_entropy(x, tensor({1, 2}),
                       F::CrossEntropyFuncOptions().label_smoothing(1.5)),
      Error, "label_smoothing", "1.5");
}

// Values of a loss on the pair below, by hand.
TEST(ModulesTest, M05_Losses) {
  const Tensor x = tensor(Values{0, 2, -1, 0.5});
  const Tensor y = tensor(Values{0.5, 0, -1, 0});
  // Differences: -0.5, 2, 0, 0.5.
  ExpectNear(nn::MSELoss()(x, y), {1.125}, 1e-12);
  ExpectNear(nn::MSELoss(nn::MSELossOptions(kSum))(x, y), {4.5}, 1e-12);
  ExpectNear(nn::L1Loss(nn::L1LossOptions(kNone))(x, y), {.5, 2, 0, .5}, 0);
  ExpectNear(nn::SmoothL1Loss(nn::SmoothL1LossOptions(kNone).beta(.5))(x, y),
             {.25, 1.75, 0, .25}, 1e-12);
  ExpectNear(nn::HuberLoss(nn::HuberLossOptions(kNone).delta(.5))(x, y),
             {.125, .875, 0, .125}, 1e-12);
  ExpectNear(F::smooth_l1_loss(x, y, F::SmoothL1LossFuncOptions(kSum).beta(0)),
             {3}, 1e-12);
  EXPECT_THROW_NAMING(
      F::smooth_l1_loss(x, y, F::SmoothL1LossFuncOptions().beta(-1)),
      ValueError, "beta", "-1");
  EXPECT_THROW_NAMING(F::huber_loss(x, y, F::HuberLossFuncOptions().delta(0)),
                      ValueError, "delta", "0");

  const Tensor p = tensor(Values{0, 1, .25}).requires_grad_();
  const Tensor t = tensor(Values{1, 0, 1});
  const Tensor bce = nn::BCELoss(nn::BCELossOptions().reduction(kNone))(p, t);
  ExpectNear(bce, {100, 100, std::log(4.)}, 1e-12);
  bce.sum().backward();
  for (const double g : ValuesOf(p.grad())) EXPECT_TRUE(std::isfinite(g));
  EXPECT_NEAR(ValuesOf(p.grad())[2], -4, 1e-12);
  EXPECT_THROW_NAMING(F::binary_cross_entropy(p * 2, t), ValueError,
                      "between 0 and 1", "with_logits");
  EXPECT_THROW_NAMING(F::binary_cross_entropy(p, t.view({3, 1})), ValueError,
                      "[3,1]", "[3]");

  const Tensor logits = tensor(Values{-1000, 1000, 0, 2}).requires_grad_();
  const Tensor u = tensor(Values{1, 0, 1, 1});
  ExpectNear(F::binary_cross_entropy_with_logits(
                 logits, u, nn::BCEWithLogitsLossOptions().reduction(kNone)),
             {1000, 1000, std::log(2.), std::log1p(std::exp(-2.))}, 1e-12);
  nn::BCEWithLogitsLoss positive(
      nn::BCEWithLogitsLossOptions().reduction(kSum).pos_weight(
          tensor(Values{1, 1, 3, 1})));
  const Tensor sum = positive(logits, u);
  ExpectNear(sum, {2000 + 3 * std::log(2.) + std::log1p(std::exp(-2.))}, 1e-9);
  sum.backward();
  ExpectNear(logits.grad(), {-1, 1, -1.5, -1 / (1 + std::exp(2.))}, 1e-12);

  const Tensor logp = tensor(Values{.25, .75}).log().view({1, 2});
  const Tensor q = tensor(Values{.5, .5}).view({1, 2});
  const double kl = .5 * std::log(2.) + .5 * std::log(2. / 3);
  ExpectNear(nn::KLDivLoss(nn::KLDivLossOptions(kBatchMean))(logp, q), {kl},
             1e-12);
  ExpectNear(
      F::kl_div(logp, q.log(), nn::KLDivLossOptions(kSum).log_target(true)),
      {kl}, 1e-12);
  ExpectNear(F::kl_div(logp, tensor(Values{0, 1}).view({1, 2}),
                       nn::KLDivLossOptions(kSum)),
             {-std::log(.75)}, 1e-12);
  ExpectNear(nn::NLLLoss()(logp, tensor({1})), {-std::log(.75)}, 1e-12);
  ExpectNear(F::cosine_similarity(tensor(Values{1, 0}).view({1, 2}),
                                  tensor(Values{1, 1}).view({1, 2})),
             {std::sqrt(.5)}, 1e-12);
  ExpectNear(F::normalize(tensor(Values{3, 4, 0, 0}).view({2, 2})),
             {.6, .8, 0, 0}, 1e-12);
}

int warnings = 0;

TEST(ModulesTest, M05_BroadcastWarns) {
  const auto old = SetWarningHandler([](const std::string&) { ++warnings; });
  F::l1_loss(ones({3, 1}), ones({3}));
  SetWarningHandler(old);
  EXPECT_EQ(warnings, 1);
}

TEST(ModulesTest, OneHot) {
  ExpectNear(F::one_hot(tensor({1, 0})), {0, 1, 1, 0}, 0);
  EXPECT_EQ(F::one_hot(tensor({1, 0}), 4).sizes(), IntArrayRef({2, 4}));
  EXPECT_THROW_NAMING(F::one_hot(tensor({1, 5}), 4), Error, "4", "5");
  EXPECT_THROW_NAMING(F::one_hot(tensor({-1})), Error, "-1");
  EXPECT_THROW_NAMING(F::one_hot(tensor({1.})), DTypeError, "int64");
}

TEST(ModulesTest, M10_Init) {
  using namespace nn::init;
  EXPECT_DOUBLE_EQ(calculate_gain(kTanh), 5.0 / 3);
  EXPECT_DOUBLE_EQ(calculate_gain(kLeakyReLU, 0.5), std::sqrt(1.6));
  EXPECT_DOUBLE_EQ(calculate_gain(kReLU), std::sqrt(2.));
  EXPECT_DOUBLE_EQ(calculate_gain(kLinear), 1);
  manual_seed(2);
  nn::Linear fc(60, 40);
  const Tensor w = fc->weight;
  const auto expect_uniform = [&](double bound) {
    const double largest = w.detach().abs().max().item<double>();
    EXPECT_LE(largest, bound * (1 + 1e-6));
    EXPECT_GT(largest, bound * 0.99);
  };
  const auto expect_std = [&](double std) {
    const double n = 2400;
    EXPECT_NEAR(std::sqrt((w * w).mean().item<double>()), std,
                5 * std / std::sqrt(2 * n));
  };
  xavier_uniform_(w, 2);
  expect_uniform(2 * std::sqrt(6. / 100));
  xavier_normal_(w);
  expect_std(std::sqrt(2. / 100));
  kaiming_uniform_(w, 0, kFanOut, kReLU);
  expect_uniform(std::sqrt(2.) * std::sqrt(3. / 40));
  kaiming_normal_(w, 0.5);
  expect_std(std::sqrt(1.6 / 60));
  EXPECT_TRUE(w.requires_grad());
  EXPECT_TRUE(w.is_leaf());
  uniform_(w, 2, 3);
  EXPECT_GE(w.min().item<double>(), 2);
  trunc_normal_(w, 0, 1, -0.5, 0.25);
  EXPECT_GE(w.min().item<double>(), -0.5);
  EXPECT_LE(w.max().item<double>(), 0.25);
  constant_(w, 7);
  EXPECT_EQ(w.sum().item<double>(), 7 * 2400);
  EXPECT_EQ(zeros_(w).sum().item<double>(), 0);
  EXPECT_EQ(ones_(w).sum().item<double>(), 2400);
  EXPECT_EQ(eye_(w).sum().item<double>(), 40);
  EXPECT_THROW_NAMING(xavier_uniform_(fc->bias), ValueError,
                      "fewer than 2 dimensions", "xavier_uniform_");
  EXPECT_THROW_NAMING(eye_(fc->bias), ValueError, "2 dimensions");
}

TEST(ModulesTest, M11_ClipGradients) {
  using namespace nn::utils;
  const auto with_grad = [](double g) {
    Tensor p = tensor({0.0}, kFloat64).requires_grad_();
    p.mutable_grad() = tensor({g}, kFloat64);
    return p;
  };
  const Tensor a = with_grad(3), b = with_grad(4);
  const Tensor none = tensor({0.0}).requires_grad_();
  EXPECT_DOUBLE_EQ(clip_grad_norm_({a, b, none}, 1.0), 5);
  EXPECT_DOUBLE_EQ(a.grad().item<double>(), 3 / (5 + 1e-6));
  EXPECT_DOUBLE_EQ(b.grad().item<double>(), 4 / (5 + 1e-6));
  EXPECT_NEAR(clip_grad_norm_({a, b}, 2.0), 1, 1e-6);
  EXPECT_NEAR(a.grad().item<double>(), .6, 1e-6);  // small enough
  EXPECT_NEAR(clip_grad_norm_({a, b}, 10.0, kInf), .8, 1e-6);
  EXPECT_EQ(clip_grad_norm_(std::vector<Tensor>{}, 1), 0);
  EXPECT_EQ(clip_grad_norm_(none, 1), 0);
  clip_grad_value_({a, b, none}, 0.7);
  EXPECT_NEAR(a.grad().item<double>(), .6, 1e-6);
  EXPECT_EQ(b.grad().item<double>(), .7);
  const Tensor bad = with_grad(kInf);
  EXPECT_THROW_NAMING(clip_grad_norm_(bad, 1, 2, true), Error, "non-finite");
  EXPECT_EQ(bad.grad().item<double>(), kInf);
  const Tensor flat = parameters_to_vector({a, b});
  EXPECT_EQ(flat.sizes(), IntArrayRef({2}));
  vector_to_parameters(tensor({5.0, 6.0}, kFloat64), {a, b});
  EXPECT_EQ(b.item<double>(), 6);
  EXPECT_THROW_NAMING(vector_to_parameters(ones({3}), {a, b}), ValueError, "2",
                      "[3]");
}

}  // namespace
}  // namespace tessera
