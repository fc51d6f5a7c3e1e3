// Gradients of gathers and scatters, sorts, and random draws.
#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/autograd/autograd.h"
#include "tessera/autograd/gradcheck.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

// Values apart from one another.
Tensor Input(std::vector<int64_t> sizes, DType dtype = kFloat64) {
  int64_t n = 1;
  for (int64_t s : sizes) n *= s;
  std::vector<double> values;
  for (int64_t i = 0; i < n; ++i) {
    values.push_back(std::sin(1.7 * double(i) + .4) * 1.5 + .03 * double(i));
  }
  Tensor x = tensor(values).view(sizes);
  if (isComplexType(dtype)) x = x.to(dtype) * tensor(complex<double>(.6, .8));
  return x.detach().requires_grad_();
}

using Function = std::function<Tensor(const variable_list&)>;
void Check(const char* what, const Function& f, const variable_list& inputs) {
  SCOPED_TRACE(what);
  const auto g = [&](const variable_list& in) -> variable_list {
    return {f(in)};
  };
  EXPECT_TRUE(autograd::gradcheck(g, inputs));
  EXPECT_TRUE(autograd::gradgradcheck(g, inputs));
}
#define CHECK_GRAD(expression, ...)                                      \
  Check(#expression, [&](const variable_list& x) { return expression; }, \
        {__VA_ARGS__})

TEST(IndexGradTest, Gathers) {
  for (DType dtype : {kFloat64, kComplexDouble}) {
    const Tensor a = Input({3, 4}, dtype);
    const Tensor index = tensor({{0, 2, 2}, {1, 0, 1}});
    CHECK_GRAD(x[0].gather(0, index), a);
    CHECK_GRAD(x[0].gather(-1, index), a);
    CHECK_GRAD(x[0].index_select(1, tensor({3, 0, 3})), a);
    CHECK_GRAD(x[0].take(tensor({{0, -1}, {11, 5}})), a);
    CHECK_GRAD(x[0].masked_select(tensor({true, false, true, true})), a);
    CHECK_GRAD(x[0].masked_select(ones({2, 3, 4}, kBool)), a);
  }
  CHECK_GRAD(x[0].gather(0, tensor({0, 0})), Input({}));
  CHECK_GRAD(x[0].index_select(0, tensor({0})), Input({}));
}

TEST(IndexGradTest, Scatters) {
  const Tensor index = tensor({{0, 2, 2}, {1, 0, 2}});
  for (DType dtype : {kFloat64, kComplexDouble}) {
    const Tensor a = Input({3, 4}, dtype), b = Input({3, 3}, dtype);
    // Of repeated indices the last one's source is the only one that counts.
    CHECK_GRAD(x[0].scatter(0, index, x[1]), a, b);
    CHECK_GRAD(x[0].scatter(1, index, x[1]), a, b);
    CHECK_GRAD(x[0].scatter(1, index, 3), a);
    CHECK_GRAD(x[0].scatter_add(0, index, x[1]), a, b);
    const Tensor rows = tensor({2, 0, 2});
    const Tensor c = Input({3, 4}, dtype);
    CHECK_GRAD(x[0].index_add(0, rows, x[1], 3), a, c);
    CHECK_GRAD(x[0].index_add(-1, rows, x[1]), a, b);
    CHECK_GRAD(x[0].index_copy(0, rows, x[1]), a, c);
    CHECK_GRAD(x[0].index_fill(0, tensor({-1, 0, 2}), 5), a);
    CHECK_GRAD(x[0].index_fill(0, tensor({-1, 0, 2}), x[1]), a,
               Input({}, dtype));
  }
  const Tensor z = Input({2}, kComplexDouble);
  CHECK_GRAD(x[0].index_add(0, tensor({1, 1}), x[1], complex<double>(1, 2)), z,
             Input({2}, kComplexDouble));
}

TEST(IndexGradTest, Sorts) {
  const Tensor a = Input({3, 5});
  CHECK_GRAD(std::get<0>(x[0].sort()), a);
  CHECK_GRAD(std::get<0>(x[0].sort(0, true)), a);
  CHECK_GRAD(std::get<0>(x[0].topk(2)), a);
  CHECK_GRAD(std::get<0>(x[0].topk(2, 0, false)), a);
  CHECK_GRAD(std::get<0>(x[0].sort()), Input({}));
  EXPECT_FALSE(std::get<1>(a.sort()).requires_grad());
}

TEST(IndexGradTest, InPlace) {
  const Tensor a = Input({3, 4}), b = Input({2, 4});
  Tensor y = a * 2;
  y.index_add_(0, tensor({1, 1}), b);
  y.sum().backward();
  EXPECT_EQ(a.grad()[1][0].item<double>(), 2);
  EXPECT_EQ(b.grad()[0][0].item<double>(), 1);
  Tensor z = a * 2;
  z.scatter_(0, tensor({{0}}), 1);
  EXPECT_EQ(z.grad_fn()->name(), "ScatterBackward1");
}

TEST(RandomGradTest, M06_DropoutUsesTheSameMask) {
  const Tensor x = Input({1000});
  manual_seed(11);
  const Tensor y = dropout(x, 0.3);
  y.sum().backward();
  for (int64_t i = 0; i < 1000; ++i) {
    const double g = x.grad()[i].item<double>();
    EXPECT_EQ(g, y[i].item<double>() == 0 ? 0 : 1 / (1 - 0.3));
  }
  CHECK_GRAD(_dropout(x[0], 0.5, 3, 4), Input({3, 4}));
  Tensor z = x * 1;
  z.dropout_(0.5);
  EXPECT_TRUE(z.requires_grad());
  EXPECT_TRUE(dropout(x, 0.5, false).is_same(x));
}

TEST(RandomGradTest, DrawsHaveZeroGradients) {
  const auto check = [](const char* what, auto draw) {
    SCOPED_TRACE(what);
    const Tensor x = full({4}, 0.5, kFloat64).requires_grad_();
    Tensor y = x * 1;
    Tensor z = draw(y);
    EXPECT_TRUE(z.requires_grad());
    z.sum().backward();
    for (int64_t i = 0; i < 4; ++i) EXPECT_EQ(x.grad()[i].item<double>(), 0);
  };
  check("uniform_", [](Tensor& y) { return y.uniform_(); });
  check("normal_", [](Tensor& y) { return y.normal_(); });
  check("random_", [](Tensor& y) { return y.random_(5); });
  check("exponential_", [](Tensor& y) { return y.exponential_(); });
  check("bernoulli_", [](Tensor& y) { return y.bernoulli_(0.5); });
  check("bernoulli", [](Tensor& y) { return y.bernoulli(); });
  check("normal", [](Tensor& y) { return normal(y, 1.0); });
  check("normal", [](Tensor& y) { return normal(y, y); });
  // A leaf is not drawn into while it is recorded.
  Tensor leaf = ones({2}).requires_grad_();
  EXPECT_THROW(leaf.uniform_(), AutogradError);
  NoGradGuard guard;
  leaf.uniform_();
}

}  // namespace
}  // namespace tessera
