// Gradients of copies, views in place, scans and named products.
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/autograd/autograd.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/check_grad.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using V = std::vector<double>;

TEST(ShapeGradTest, Copies) {
  for (DType dtype : {kFloat64, kComplexDouble}) {
    const Tensor m = Input({3, 4}, dtype), v = Input({3}, dtype);
    CHECK_GRAD(x[0].flip({0, 1}), m);
    CHECK_GRAD(x[0].flip(0).flip(1), m);
    CHECK_GRAD(x[0].rot90(), m);
    CHECK_GRAD(x[0].roll(2), m);
    CHECK_GRAD(x[0].roll({1, -5}, {0, 1}), m);
    CHECK_GRAD(x[0].repeat({2, 1, 3}), m);
    CHECK_GRAD(x[0].repeat({0, 2}), m);
    CHECK_GRAD(tile(x[0], {2}), m);
    CHECK_GRAD(pad(x[0], {1, 2, -1, 1}), m);
    CHECK_GRAD(x[0].tril(1), m);
    CHECK_GRAD(x[0].triu(-1), m);
    CHECK_GRAD(x[0].diag(1), m);
    CHECK_GRAD(x[0].diag(-1), v);
    CHECK_GRAD(x[0].diag_embed(1, 0, 2), m);
    CHECK_GRAD(hstack({x[0], x[1]}), m, Input({3, 1}, dtype));
    CHECK_GRAD(vstack({x[0], x[1]}), v, Input({2, 3}, dtype));
    CHECK_GRAD(dstack({x[0], x[0]}), m);
    CHECK_GRAD(column_stack({x[0], x[1]}), v, m);
    CHECK_GRAD(cartesian_prod({x[0], x[1]}), v, Input({2}, dtype));
  }
  CHECK_GRAD(x[0].flip({}), Input({}));
  CHECK_GRAD(x[0].roll(1), Input({0}));
}

TEST(ShapeGradTest, Views) {
  const Tensor m = Input({4, 3}), z = Input({2, 3}, kComplexDouble);
  CHECK_GRAD(x[0].tensor_split(3)[1], m);
  CHECK_GRAD(cat(x[0].tensor_split({1, 1, 3})), m);
  CHECK_GRAD(x[0].hsplit(3)[2], m);
  CHECK_GRAD(x[0].vsplit(2)[1], m);
  CHECK_GRAD(x[0].unsqueeze(2).dsplit(1)[0], m);
  CHECK_GRAD(x[0].narrow(0, tensor(-2), 2), m);
  CHECK_GRAD(x[0].numpy_T(), m);
  CHECK_GRAD(x[0].adjoint(), z);
  CHECK_GRAD(x[0].mH() * x[0].matrix_H(), z);
  CHECK_GRAD(atleast_3d(x[0]) * atleast_2d(x[0])[0][0], m);
  CHECK_GRAD(atleast_1d(x[0]), Input({}));
  // Its pieces may be written, unlike those of split.
  const Tensor y = m * 1;
  y.tensor_split(2)[0].mul_(2);
  y.sum().backward();
  EXPECT_EQ(m.grad()[0][0].item<double>(), 2);
  EXPECT_EQ(m.grad()[3][0].item<double>(), 1);
}

TEST(ShapeGradTest, Scans) {
  for (DType dtype : {kFloat64, kComplexDouble}) {
    const Tensor m = Input({3, 4}, dtype);
    CHECK_GRAD(x[0].cumsum(0), m);
    CHECK_GRAD(x[0].cumsum(-1), m);
    CHECK_GRAD(x[0].cumprod(0), m);
    CHECK_GRAD(x[0].cumprod(1), m);
    CHECK_GRAD(x[0].cumprod(0), Input({}, dtype));
    CHECK_GRAD(x[0].cumsum(0), Input({}, dtype));
    CHECK_GRAD(x[0].diff(2), m);
    CHECK_GRAD(x[0].diff(1, 0, x[1], x[1]), m, Input({1, 4}, dtype));
  }
  const Tensor m = Input({3, 4});
  CHECK_GRAD(std::get<0>(x[0].cummax(0)), m);
  CHECK_GRAD(std::get<0>(x[0].cummin(1)), m);
  CHECK_GRAD(std::get<0>(x[0].cummin(0)), Input({}));
  CHECK_GRAD(x[0].cumsum(0, kFloat64), m);
  const Tensor f = ones({3}).requires_grad_();
  f.cumsum(0, kFloat64).sum().backward();
  EXPECT_EQ(f.grad().scalar_type(), kFloat32);
  EXPECT_EQ(Values(f.grad()), (V{3, 2, 1}));
  const Tensor g = ones({3}).requires_grad_();
  g.cumprod(0, kFloat64).sum().backward();
  EXPECT_EQ(Values(g.grad()), (V{3, 2, 1}));
}

// With no, one and several zeros in a row, at every place.
TEST(ShapeGradTest, CumprodIsExactWithZeros) {
  for (int mask = 0; mask < 16; ++mask) {
    V values;
    for (int i = 0; i < 4; ++i) values.push_back(mask >> i & 1 ? 0 : 1.5 + i);
    const Tensor a = tensor(values).requires_grad_();
    CHECK_GRAD(x[0].cumprod(0), a);
    // By the definition, exactly.
    const Tensor g = tensor(V{1, 2, 4, 8});
    (a.cumprod(0) * g).sum().backward();
    for (int i = 0; i < 4; ++i) {
      double want = 0;
      for (int j = i; j < 4; ++j) {
        double product = std::pow(2, j);
        for (int k = 0; k <= j; ++k) {
          if (k != i) product *= values[static_cast<size_t>(k)];
        }
        want += product;
      }
      EXPECT_NEAR(a.grad()[i].item<double>(), want, 1e-12 * want) << mask;
    }
  }
  const Tensor zero = zeros({}, kFloat64).requires_grad_();
  zero.cumprod(0).backward();
  EXPECT_EQ(zero.grad().item<double>(), 1);
}

TEST(ShapeGradTest, ScansInPlace) {
  const Tensor a = Input({3});
  Tensor y = a * 2;
  y.cumsum_(0);
  EXPECT_EQ(y.grad_fn()->name(), "CumsumBackward0");
  y.sum().backward();
  EXPECT_EQ(Values(a.grad()), (V{6, 4, 2}));
  Tensor z = a * 1;
  z.cumprod_(0);
  EXPECT_EQ(z.grad_fn()->name(), "CumprodBackward0");
}

TEST(ShapeGradTest, Products) {
  for (DType dtype : {kFloat64, kComplexDouble}) {
    const Tensor a = Input({2, 3}, dtype), b = Input({3, 2}, dtype);
    const Tensor v = Input({3}, dtype), w = Input({2}, dtype);
    const Tensor q = Input({2, 2}, dtype);
    CHECK_GRAD(einsum("ij,jk->ki", {x[0], x[1]}), a, b);
    CHECK_GRAD(einsum("ij,jk,k", {x[0], x[1], x[2]}), a, b, w);
    CHECK_GRAD(einsum("ii->i", {x[0]}), q);
    CHECK_GRAD(einsum("ij->", {x[0]}), a);
    CHECK_GRAD(einsum("ij,i->j", {x[0], x[1]}), a, w);
    CHECK_GRAD(einsum("...j,j", {x[0], x[1]}), a, Input({1}, dtype));
    CHECK_GRAD(tensordot(x[0], x[1], 1), a, b);
    CHECK_GRAD(tensordot(x[0], x[1], {0}, {1}), a, b);
    CHECK_GRAD(inner(x[0], x[1]), a, v);
    CHECK_GRAD(vdot(x[0], x[1]), v, Input({3}, dtype) * 2);
    CHECK_GRAD(addmv(x[0], x[1], x[2], 2, 3), w, a, v);
    CHECK_GRAD(baddbmm(x[0], x[1].unsqueeze(0), x[2].unsqueeze(0), 2, 3), w, a,
               b);
    CHECK_GRAD(kron(x[0], x[1]), a, w);
    CHECK_GRAD(matrix_power(x[0], 3), q);
  }
}

// ---- Views in place ----

TEST(ShapeGradTest, I07_InPlaceViews) {
  const Tensor w = Input({3, 2});
  const auto check = [&](const char* what, auto in_place, auto plain) {
    const Tensor a = Input({1, 2, 3});
    SCOPED_TRACE(what);
    const Tensor weight = plain(a.detach() + 0.5);
    Tensor y = a * 2;
    const uint32_t version = y._version();
    EXPECT_TRUE(in_place(y).is_same(y));
    EXPECT_EQ(y._version(), version + 1);
    EXPECT_EQ(y.grad_fn()->name(), plain(a * 2).grad_fn()->name());
    (y * weight).sum().backward();
    const V by_place = Values(a.grad());
    const Tensor b = Input({1, 2, 3});
    (plain(b * 2) * weight).sum().backward();
    EXPECT_EQ(by_place, Values(b.grad()));
  };
  check(
      "squeeze_ of one", [](Tensor& y) { return y.squeeze_(0); },
      [](const Tensor& y) { return y.squeeze(0); });
  check(
      "squeeze_", [](Tensor& y) { return y.squeeze_(); },
      [](const Tensor& y) { return y.squeeze(); });
  check(
      "unsqueeze_", [](Tensor& y) { return y.unsqueeze_(1); },
      [](const Tensor& y) { return y.unsqueeze(1); });
  check(
      "transpose_", [](Tensor& y) { return y.transpose_(1, 2); },
      [](const Tensor& y) { return y.transpose(1, 2); });
  check(
      "as_strided_",
      [](Tensor& y) {
        return y.as_strided_({2, 2}, {1, 2}, 1);
      },
      [](const Tensor& y) {
        return y.as_strided({2, 2}, {1, 2}, 1);
      });
  Tensor y = w * 2;
  y.t_();
  EXPECT_EQ(y.grad_fn()->name(), "TBackward0");
  // Leaves and what split made are refused, and stay as they were.
  Tensor leaf = Input({2, 3});
  ExpectError<AutogradError>([&] { leaf.t_(); }, {"t_", "leaf", "no_grad()"});
  EXPECT_EQ(Sizes(leaf), (std::vector<int64_t>{2, 3}));
  Tensor piece = (w * 2).split(1)[0];
  ExpectError<AutogradError>([&] { piece.t_(); }, {"t_", "clone()"});
  {
    NoGradGuard guard;
    leaf.t_();
  }
  EXPECT_EQ(Sizes(leaf), (std::vector<int64_t>{3, 2}));
  // Who saved the tensor notices.
  Tensor base = w * 2;
  const Tensor square = base * base;
  base.t_();
  ExpectError<AutogradError>([&] { square.sum().backward(); }, {"t_"});
}

TEST(ShapeGradTest, I07_InPlaceViewsOfViews) {
  // A view turned in place stays one of its base, also for writes through it.
  const Tensor a = Input({2, 3});
  const Tensor base = a * 1;
  Tensor view = base.slice(1, 1);
  view.t_();
  EXPECT_EQ(Sizes(view), (std::vector<int64_t>{2, 2}));
  const Tensor weight = tensor(V{1, 2, 3, 4}).view({2, 2});
  (view * weight).sum().backward();
  EXPECT_EQ(Values(a.grad()), (V{0, 1, 3, 0, 2, 4}));
  view.mul_(10);
  a.mutable_grad().reset();
  base.sum().backward();
  EXPECT_EQ(Values(a.grad()), (V{1, 10, 10, 1, 10, 10}));
  // A base turned in place, and an older view of it.
  const Tensor c = Input({2, 3});
  Tensor whole = c * 1;
  const Tensor row = whole[1];
  whole.t_();
  row.mul_(3);
  (whole * tensor(V{1, 2, 3, 4, 5, 6}).view({3, 2})).sum().backward();
  EXPECT_EQ(Values(c.grad()), (V{1, 3, 5, 6, 12, 18}));
}

TEST(ShapeGradTest, A16_DetachInPlace) {
  Tensor y = Input({2}) * 2;
  EXPECT_TRUE(detach_(y).is_same(y));
  EXPECT_FALSE(y.requires_grad());
  Tensor leaf = Input({2});
  leaf.detach_();
  EXPECT_FALSE(leaf.requires_grad());
  Tensor view = (Input({2}) * 2)[0];
  ExpectError<AutogradError>([&] { view.detach_(); }, {"views", "detach()"});
}

TEST(ShapeGradTest, CopiesInPlace) {
  const Tensor a = Input({2, 2});
  Tensor y = a * 2;
  y.tril_();
  y.sum().backward();
  EXPECT_EQ(Values(a.grad()), (V{2, 0, 2, 2}));
  Tensor out = empty({0}, kFloat64);
  EXPECT_THROW(triu_out(out, a), AutogradError);
  Tensor leaf = Input({2, 2});
  EXPECT_THROW(leaf.triu_(), AutogradError);
}

}  // namespace
}  // namespace tessera
