// Gradients of gathers and scatters, sorts, and random draws.
#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/autograd/autograd.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/check_grad.h"

namespace tessera {
namespace {

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
  // The gradient of a number of another dtype has that dtype.
  Tensor number = Input({}).requires_grad_();
  zeros({2}).index_fill(0, tensor({1, 0}), number).sum().backward();
  EXPECT_EQ(number.grad().scalar_type(), kFloat64);
  EXPECT_EQ(number.grad().item<double>(), 2);
  const Tensor z = Input({2}, kComplexDouble);
  CHECK_GRAD(x[0].index_add(0, tensor({1, 1}), x[1], complex<double>(1, 2)), z,
             Input({2}, kComplexDouble));
}

TEST(IndexGradTest, Indexing) {
  using indexing::None;
  using indexing::Slice;
  const Tensor at = tensor({2, 0, 2, -1}), mask = tensor({true, false, true});
  const Tensor grid =
      ones({3, 4}, kBool).index_put({tensor({1})}, tensor(false));
  for (DType dtype : {kFloat64, kComplexDouble}) {
    const Tensor a = Input({3, 4}, dtype);
    CHECK_GRAD(x[0].index({at}), a);
    CHECK_GRAD(x[0].index({at, tensor({{1}, {3}})}), a);
    CHECK_GRAD(x[0].index({None, Slice(None, None, -2), at}), a);
    CHECK_GRAD(x[0].index({mask, 1}), a);
    CHECK_GRAD(x[0].index({grid}), a);
    CHECK_GRAD(x[0].index({mask, true, tensor({3, 3})}), a);
    CHECK_GRAD(index(x[0], {Tensor(), at.abs()}), a);
    CHECK_GRAD(x[0].index({at, None, at.abs()}), a);
  }
  EXPECT_EQ(Input({2})[tensor({1})].grad_fn()->name(), "IndexBackward0");
}

TEST(IndexGradTest, IndexPut) {
  // Of the entries that name a place the last one counts.
  const Tensor at = tensor({2, 0, 2}), other = tensor({1, 3, 1});
  const Tensor mask = tensor({true, false, true});
  for (DType dtype : {kFloat64, kComplexDouble}) {
    const Tensor a = Input({3, 4}, dtype), rows = Input({3, 4}, dtype);
    const Tensor three = Input({3}, dtype), one = Input({}, dtype);
    for (bool accumulate : {false, true}) {
      CHECK_GRAD(index_put(x[0], {at}, x[1], accumulate), a, rows);
      CHECK_GRAD(index_put(x[0], {at}, x[1], accumulate), a, one);
      CHECK_GRAD(index_put(x[0], {at, other}, x[1], accumulate), a, three);
      CHECK_GRAD(index_put(x[0], {Tensor(), at}, x[1], accumulate), a, three);
      CHECK_GRAD(index_put(x[0], {mask}, x[1], accumulate), a,
                 Input({2, 4}, dtype));
      CHECK_GRAD(index_put(x[0], {mask, tensor({1, 1})}, x[1], accumulate), a,
                 Input({2}, dtype));
      const Tensor b = Input({2, 3, 2, 3}, dtype);
      const Tensor pair = tensor({1, 1});
      CHECK_GRAD(index_put(x[0], {pair, Tensor(), pair}, x[1], accumulate), b,
                 Input({2, 3, 3}, dtype));
      CHECK_GRAD(index_put(x[0], {Tensor(), pair, pair}, x[1], accumulate), b,
                 Input({2, 1}, dtype).view({2, 1}).unsqueeze(2));
    }
  }
}

TEST(IndexGradTest, IndexPutInPlace) {
  using indexing::Slice;
  const Tensor at = tensor({2, 0, 2});
  const auto put = [&](const variable_list& x) {
    Tensor y = x[0] * 2;
    y.index_put_({Slice(std::nullopt, std::nullopt, -1), at},
                 x[1]);  // a view is written
    y.index_put_({y > 5}, 3);
    y.index_put_({at, 1}, x[1], true);
    return y * y;
  };
  CheckGrad("index_put_", put, {Input({3, 4}), Input({3})});
  Tensor y = Input({3, 4}) * 2;
  y.index_put_({at}, 1);
  EXPECT_EQ(y.grad_fn()->name(), "IndexPutBackward0");
  y[0].index_put_({tensor({1})}, 1);
  EXPECT_EQ(y.grad_fn()->name(), "CopySlices");
  // What is written may want a gradient though the target does not.
  const Tensor v = Input({3});
  Tensor z = zeros({3, 3}, kFloat64);
  z.index_put_({tensor({0})}, v);
  z.sum().backward();
  EXPECT_EQ(v.grad().sum().item<double>(), 3);
  // A leaf is not written while recording.
  Tensor leaf = Input({3});
  EXPECT_THROW(leaf.index_put_({at}, 1), AutogradError);
  EXPECT_THROW(leaf.slice(0, 1).index_put_({tensor({0})}, 1), AutogradError);
  NoGradGuard guard;
  leaf.index_put_({at}, 1);
}

// An index that was written since is noticed.
TEST(IndexGradTest, IndicesAreSaved) {
  const Tensor a = Input({3});
  Tensor at = tensor({0, 2});
  const Tensor y = a.index({at});
  at += 0;
  EXPECT_THROW(y.sum().backward(), AutogradError);
}

TEST(IndexGradTest, ScatterReduce) {
  const Tensor at = tensor({{0, 2, 2}, {1, 0, 2}, {1, 2, 0}});
  for (const char* how : {"sum", "prod", "mean", "amax", "amin"}) {
    for (bool self : {false, true}) {
      SCOPED_TRACE(how);
      // No ties between the two, which amax has a kink at.
      const Tensor a = Input({3, 4});
      const Tensor b = (Input({3, 3}).detach() * 1.1 + .03).requires_grad_();
      CHECK_GRAD(x[0].scatter_reduce(0, at, x[1], how, self), a, b);
      CHECK_GRAD(x[0].scatter_reduce(1, at, x[1], how, self), a, b);
      CHECK_GRAD(x[0].scatter_reduce(0, at.slice(1, 0, 2), x[1], how, self), a,
                 b);
      if (how[0] == 'a') continue;
      CHECK_GRAD(x[0].scatter_reduce(0, at, x[1], how, self),
                 Input({3, 4}, kComplexDouble), Input({3, 3}, kComplexDouble));
    }
  }
  CHECK_GRAD(x[0].scatter(0, at, x[1], "add"), Input({3, 4}), Input({3, 3}));
  CHECK_GRAD(x[0].scatter(0, at, x[1], "multiply"), Input({3, 4}),
             Input({3, 3}));
  CHECK_GRAD(x[0].scatter(0, at, 3, "multiply"), Input({3, 4}));
}

TEST(IndexGradTest, ScatterReduceAtZerosAndTies) {
  const auto grads = [](const char* how, std::vector<double> values,
                        double self) {
    const Tensor a = full({1}, self, kFloat64).requires_grad_();
    const Tensor b = tensor(values).requires_grad_();
    a.scatter_reduce(0, zeros({b.numel()}, kInt64), b, how).sum().backward();
    std::vector<double> out = {a.grad().item<double>()};
    for (int64_t i = 0; i < b.numel(); ++i) {
      out.push_back(b.grad()[i].item<double>());
    }
    return out;
  };
  using V = std::vector<double>;
  EXPECT_EQ(grads("prod", {2, 0, 3}, 5), (V{0, 0, 30, 0}));
  EXPECT_EQ(grads("prod", {2, 0, 0}, 5), (V{0, 0, 0, 0}));
  EXPECT_EQ(grads("prod", {2, 3}, 0), (V{6, 0, 0}));
  EXPECT_EQ(grads("prod", {2, 0}, 0), (V{0, 0, 0}));
  EXPECT_EQ(grads("amax", {2, 5, 5}, 5), (V{1 / 3., 0, 1 / 3., 1 / 3.}));
  EXPECT_EQ(grads("amin", {2, 5, 2}, 5), (V{0, .5, 0, .5}));
}

// Several zeros for one place: a polynomial, so that finite differences tell
// its second derivatives; the fourth order is that of four zeros.
TEST(IndexGradTest, ScatterReduceWithSeveralZeros) {
  const Tensor at = tensor({{0, 1, 0}, {0, 1, 1}, {1, 1, 0}});
  for (DType dtype : {kFloat64, kComplexDouble}) {
    Tensor s = Input({3, 3}, dtype).detach().clone();
    s.index_put_({tensor({0, 1, 0, 1, 2}), tensor({0, 0, 1, 1, 2})}, 0);
    s.requires_grad_();
    Tensor a = Input({2, 3}, dtype);
    for (bool self : {false, true}) {
      CHECK_GRAD(x[0].scatter_reduce(0, at, x[1], "prod", self), a, s);
      CHECK_GRAD(x[0].scatter_reduce(-1, at.t(), x[1], "prod", self),
                 a.detach().t().contiguous().requires_grad_(), s);
      CHECK_GRAD(x[0].scatter_reduce(0, at, x[1], "prod", self),
                 zeros_like(a).requires_grad_(), s);
    }
  }
  const Tensor zeros_only = zeros({3}, kFloat64).requires_grad_();
  Tensor y = ones({1}, kFloat64)
                 .scatter_reduce(0, zeros({3}, kInt64), zeros_only, "prod")
                 .sum();
  for (int i = 0; i < 3; ++i) {
    y = autograd::grad({y}, {zeros_only}, {}, true, true)[0][i];
  }
  EXPECT_EQ(y.item<double>(), 1);
  const Tensor none = empty({0}, kFloat64).requires_grad_();
  CHECK_GRAD(x[0].scatter_reduce(0, empty({0}, kInt64), x[1], "prod"),
             Input({2}), none);
  const Tensor point = zeros({}, kFloat64).requires_grad_();
  CHECK_GRAD(x[0].scatter_reduce(0, tensor(0), x[1], "prod"),
             zeros({}, kFloat64).requires_grad_(), point);
}

TEST(IndexGradTest, MadeOfGathers) {
  const Tensor a = Input({2, 3}), s = Input({5});
  CHECK_GRAD(x[0].take_along_dim(tensor({{2, 0, 2, 1}}), 1), a);
  CHECK_GRAD(x[0].take_along_dim(tensor({5, 0, 5})), a);
  CHECK_GRAD(x[0].repeat_interleave(2, 1), a);
  CHECK_GRAD(x[0].repeat_interleave(tensor({0, 2, 1}), 1), a);
  CHECK_GRAD(x[0].masked_scatter(tensor({true, false, true}), x[1]), a, s);
}

TEST(IndexGradTest, Selections) {
  const Tensor a = Input({3, 5});
  CHECK_GRAD(median(x[0]), a);
  CHECK_GRAD(std::get<0>(median(x[0], 0)), a);
  CHECK_GRAD(std::get<0>(median(x[0], -1, true)), a);
  CHECK_GRAD(nanmedian(x[0]), a);
  CHECK_GRAD(std::get<0>(nanmedian(x[0], 0)), a);
  CHECK_GRAD(std::get<0>(kthvalue(x[0], 2)), a);
  CHECK_GRAD(std::get<0>(mode(x[0], 0)), a);
  CHECK_GRAD(std::get<0>(median(x[0], 0)), Input({}));
  // Equals share the gradient where there is no dim; else the first has it.
  const Tensor t = tensor({2., 1., 2., 3., 2.}).requires_grad_();
  const auto grad = [&](const Tensor& y) {
    t.set_grad({});
    y.backward();
    return t.grad().to_string();
  };
  EXPECT_EQ(grad(median(t) * 3), "tensor([1., 0., 1., 0., 1.])");
  EXPECT_EQ(grad(std::get<0>(median(t, 0))), "tensor([1., 0., 0., 0., 0.])");
  const Tensor n = tensor({NAN, 1., NAN}).requires_grad_();
  median(n).backward();
  EXPECT_EQ(n.grad().to_string(), "tensor([0.5000, 0.0000, 0.5000])");
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
