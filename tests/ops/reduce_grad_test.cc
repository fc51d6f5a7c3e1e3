// Gradients of reductions, softmax and losses.
#include <cmath>
#include <limits>

#include "gtest/gtest.h"
#include "tessera/autograd/autograd.h"
#include "tessera/autograd/gradcheck.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/check_grad.h"

namespace tessera {
namespace {

using autograd::gradcheck;
using autograd::gradgradcheck;

using Function = std::function<Tensor(const Tensor&)>;
void Check(const char* what, const Function& f, const Tensor& x,
           bool twice = true) {
  SCOPED_TRACE(what);
  const auto g = [&](const variable_list& in) -> variable_list {
    return {f(in[0])};
  };
  EXPECT_TRUE(gradcheck(g, {x}));
  EXPECT_TRUE(!twice || gradgradcheck(g, {x}));
}

void ExpectValues(const Tensor& got, const std::vector<double>& want) {
  ASSERT_EQ(got.numel(), static_cast<int64_t>(want.size()));
  const Tensor flat = got.reshape({-1}).to(kFloat64);
  for (size_t i = 0; i < want.size(); ++i) {
    EXPECT_EQ(flat[static_cast<int64_t>(i)].item<double>(), want[i]) << i;
  }
}

TEST(ReduceGradTest, Gradcheck) {
  const Tensor x = Input({2, 3, 2});
  using T = const Tensor&;
  Check(
      "sum", [](T t) { return t.sum(); }, x);
  Check(
      "sum dims",
      [](T t) {
        return t.sum({0, 2});
      },
      x);
  Check(
      "sum keepdim", [](T t) { return t.sum(-1, true); }, x);
  Check(
      "sum squares", [](T t) { return (t * t).sum(1); }, x);
  Check(
      "mean", [](T t) { return t.mean(); }, x);
  Check(
      "mean dims",
      [](T t) {
        return t.mean({1, 2}) * t.mean();
      },
      x);
  Check(
      "prod", [](T t) { return t.prod(); }, Input({4}));
  Check(
      "prod dim", [](T t) { return t.prod(1); }, x);
  Check(
      "var", [](T t) { return t.var(); }, x);
  Check(
      "var dims",
      [](T t) {
        return t.var({0, 2}, false, true);
      },
      x);
  Check(
      "std", [](T t) { return t.std(1, true); }, x);
  Check(
      "std all", [](T t) { return t.std(); }, x);
  Check(
      "var_mean",
      [](T t) {
        const auto [v, m] = var_mean(t, 1, true);
        return v * m;
      },
      x);
  Check(
      "mean of var_mean", [](T t) { return std::get<1>(var_mean(t, 1, true)); },
      x);
  Check(
      "amax",
      [](T t) {
        return t.amax({0, 1});
      },
      x);
  Check(
      "amin", [](T t) { return t.amin(1, true); }, x);
  Check(
      "max", [](T t) { return t.max(); }, x);
  Check(
      "min", [](T t) { return t.min(); }, x);
  Check(
      "max dim", [](T t) { return std::get<0>(t.max(1)); }, x);
  Check(
      "min dim", [](T t) { return std::get<0>(t.min(0, true)); }, x);
  Check(
      "max of two", [](T t) { return max(t, t * t); }, x);
  Check(
      "norm", [](T t) { return t.norm(); }, x);
  Check(
      "norm dims",
      [](T t) {
        return t.norm(2, {0, 1});
      },
      x);
  Check(
      "norm 1", [](T t) { return t.norm(1, 1, true); }, x);
  Check(
      "norm 3", [](T t) { return t.norm(3); }, x);
  Check(
      "norm .5", [](T t) { return t.norm(.5, 0); }, x);
  Check(
      "norm inf", [](T t) { return t.norm(INFINITY, 1); }, x);
  Check(
      "norm -inf", [](T t) { return t.norm(-INFINITY, 1); }, x);
  Check(
      "trace", [](T t) { return t.trace(); }, Input({3, 3}));
  Check(
      "logsumexp",
      [](T t) {
        return t.logsumexp({0, 2});
      },
      x);
  Check(
      "logsumexp keepdim", [](T t) { return t.logsumexp(1, true); }, x);
  Check(
      "complex logsumexp", [](T t) { return t.logsumexp(0); },
      make_complex(Input({3, 2}).detach(), Input({3, 2}).detach() * 0.5)
          .requires_grad_());
  Check(
      "0-d", [](T t) { return t.sum(0) * t.mean(-1) * t.amax(); }, Input({}));
  Check(
      "0-d max", [](T t) { return std::get<0>(t.max(0)); }, Input({}));
}

TEST(ReduceGradTest, Complex) {
  const Tensor z = Input({2, 3}, kComplexDouble);
  using T = const Tensor&;
  Check(
      "sum", [](T t) { return (t * t).sum(0); }, z, false);
  Check(
      "mean", [](T t) { return t.mean(); }, z, false);
  Check(
      "var", [](T t) { return t.var(1, true); }, z, false);
  Check(
      "norm", [](T t) { return t.norm(); }, z, false);
  Check(
      "norm 1", [](T t) { return t.norm(1, 0); }, z, false);
  Check(
      "norm 3", [](T t) { return t.norm(3, 1); }, z, false);
}

TEST(SoftmaxGradTest, Gradcheck) {
  using T = const Tensor&;
  const Tensor x = Input({2, 3, 2});
  for (int64_t dim : {0, 1, -1}) {
    Check(
        "softmax", [=](T t) { return t.softmax(dim); }, x);
    Check(
        "log_softmax", [=](T t) { return t.log_softmax(dim); }, x);
  }
  const Tensor wide = Input({1, 70});
  Check(
      "long rows", [](T t) { return t.softmax(1); }, wide, false);
  Check(
      "long rows", [](T t) { return t.log_softmax(1); }, wide, false);
}

TEST(LossGradTest, Gradcheck) {
  using T = const Tensor&;
  const Tensor w = tensor({.5, 1., 2., .25}, kFloat64);
  const Tensor rows = Input({3, 4});
  const Tensor deep = Input({2, 4, 2});
  const Tensor t = tensor({2, 0, -100});
  const Tensor u = tensor({{3, 1}, {-100, 2}});
  for (int64_t reduction : {Reduction::None, Reduction::Mean, Reduction::Sum}) {
    for (const Tensor& weight : {Tensor(), w}) {
      for (double smoothing : {0., .3}) {
        const auto ce = [=](T x) {
          return cross_entropy_loss(x, x.dim() == 2 ? t : u, weight, reduction,
                                    -100, smoothing);
        };
        Check("cross_entropy_loss", ce, rows);
        Check("cross_entropy_loss", ce, deep);
      }
      Check(
          "nll_loss",
          [=](T x) { return nll_loss(x * x, t, weight, reduction); }, rows);
      Check(
          "nll_loss", [=](T x) { return nll_loss(x, u, weight, reduction); },
          deep);
    }
    Check(
        "mse_loss",
        [=](T x) { return mse_loss(x, rows.detach() * 2, reduction); }, rows);
  }
  Check(
      "one row", [=](T x) { return cross_entropy_loss(x, tensor(2)); },
      Input({4}));
  Check(
      "long rows", [=](T x) { return cross_entropy_loss(x, tensor({7})); },
      Input({1, 70}), false);
  const auto probabilities = [](const variable_list& in) -> variable_list {
    return {cross_entropy_loss(in[0], in[1], {}, Reduction::Mean, -100, .2)};
  };
  const Tensor p = Input({3, 4}).detach().softmax(1).requires_grad_();
  EXPECT_TRUE(gradcheck(probabilities, {rows, p}));
  EXPECT_TRUE(gradgradcheck(probabilities, {rows, p}));
}

TEST(ReduceGradTest, A13_TiesAndKinks) {
  const auto gradient = [](const Function& f, const std::vector<double>& x) {
    const Tensor t = tensor(x).requires_grad_();
    f(t).backward();
    return t.grad();
  };
  using T = const Tensor&;
  ExpectValues(gradient([](T t) { return t.max(); }, {1, 3, 3}), {0, .5, .5});
  ExpectValues(gradient([](T t) { return t.min(); }, {1, 1, 3}), {.5, .5, 0});
  ExpectValues(gradient([](T t) { return t.amax(0); }, {3, 1, 3}), {.5, 0, .5});
  ExpectValues(gradient([](T t) { return std::get<0>(t.max(0)); }, {1, 3, 3}),
               {0, 1, 0});
  ExpectValues(gradient([](T t) { return t.norm(); }, {0, 0}), {0, 0});
  ExpectValues(gradient([](T t) { return t.norm(1); }, {0, -2}), {0, -1});
  ExpectValues(gradient([](T t) { return t.std(); }, {2, 2}), {0, 0});
  ExpectValues(gradient([](T t) { return t.prod(); }, {2, 3, 4}), {12, 8, 6});
  ExpectValues(gradient([](T t) { return t.prod(); }, {2, 0, 4}), {0, 8, 0});
  ExpectValues(gradient([](T t) { return t.prod(); }, {0, 0, 4}), {0, 0, 0});
  ExpectValues(gradient([](T t) { return t.nansum(); }, {1, NAN}), {1, 0});
  ExpectValues(gradient([](T t) { return t.nanmean(); }, {1, NAN, 2}),
               {.5, 0, .5});
  ExpectValues(
      gradient([](T t) { return std::get<0>(std_mean(t, true)); }, {2, 2}),
      {0, 0});
  ExpectValues(gradient([](T t) { return max(t, t.detach()).sum(); }, {2, 3}),
               {.5, .5});
}

TEST(ReduceGradTest, A20_NodeNames) {
  const Tensor x = Input({2, 3});
  EXPECT_EQ(x.sum().grad_fn()->name(), "SumBackward0");
  EXPECT_EQ(x.mean().grad_fn()->name(), "MeanBackward0");
  EXPECT_EQ(x.softmax(1).grad_fn()->name(), "SoftmaxBackward0");
  EXPECT_EQ(x.log_softmax(1).grad_fn()->name(), "LogSoftmaxBackward0");
  EXPECT_EQ(nll_loss(x, tensor({1, 0})).grad_fn()->name(), "NllLossBackward0");
}

TEST(ReduceGradTest, A15_CastsBack) {
  const Tensor x = tensor({1., 2.}).requires_grad_();
  x.sum(kFloat64).backward();
  EXPECT_EQ(x.grad().scalar_type(), kFloat32);
  EXPECT_FALSE(x.argmax().requires_grad());
  EXPECT_FALSE(std::get<1>(x.max(0)).requires_grad());
  EXPECT_TRUE(std::get<0>(x.max(0)).requires_grad());
}

}  // namespace
}  // namespace tessera
