// The rows of the behaviour contract that concern gradients; each test names
// its row.
#include <cmath>
#include <limits>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/autograd/autograd.h"
#include "tessera/autograd/extra.h"
#include "tessera/autograd/node.h"
#include "tessera/base/error.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera::autograd {
namespace {

using Doubles = std::vector<double>;

Tensor Leaf(const std::vector<float>& values) {
  return tensor(values).requires_grad_();
}

TEST(AutogradContract, S23_ScalarPolynomial) {
  Tensor x = tensor(2.0f).requires_grad_();
  (x * x * x + 3 * x).backward();
  EXPECT_EQ(x.grad().item<float>(), 15);
}

TEST(AutogradContract, S41_Attributes) {
  Tensor x = tensor({1.f, 2.f}).requires_grad_();
  Tensor c = tensor({1.f, 2.f});
  EXPECT_TRUE(x.requires_grad() && x.is_leaf());
  EXPECT_FALSE(x.grad().defined());
  EXPECT_FALSE(x.grad_fn());
  Tensor y = x * c;
  EXPECT_TRUE(y.requires_grad());
  EXPECT_FALSE(y.is_leaf());
  EXPECT_EQ(y.grad_fn()->name(), "MulBackward0");
  Tensor z = c * c;
  EXPECT_TRUE(!z.requires_grad() && z.is_leaf() && !z.grad_fn());
}

TEST(AutogradContract, S42_Freezing) {
  Tensor w = Leaf({1, 2}), frozen = Leaf({3, 4});
  frozen.requires_grad_(false);
  (w * frozen).backward(ones({2}));
  EXPECT_EQ(Values(w.grad()), (Doubles{3, 4}));
  EXPECT_FALSE(frozen.grad().defined());
  w.requires_grad_(false);
  EXPECT_FALSE((w * frozen).requires_grad());
}

TEST(AutogradContract, S52_Detach) {
  Tensor x = Leaf({1, 2});
  Tensor d = x.detach();
  EXPECT_TRUE(d.is_alias_of(x));
  EXPECT_FALSE(d.requires_grad() || d.grad_fn());
  EXPECT_FALSE((d * 2).requires_grad());
  ExpectError<DTypeError>(
      [] {
        tensor({1, 2}).requires_grad_();
      },
      {"only Tensors of floating point"});
}

TEST(AutogradContract, A01_GradientsAddUp) {
  Tensor x = Leaf({1, 1});
  (x * 2).backward(ones({2}));
  const Tensor kept = x.grad();
  (x * 3).backward(ones({2}));
  EXPECT_EQ(Values(x.grad()), (Doubles{5, 5}));
  EXPECT_TRUE(x.grad().is_same(kept));  // in place
  x.mutable_grad().zero_();
  EXPECT_EQ(Values(kept), (Doubles{0, 0}));
  x.set_grad(Tensor());
  EXPECT_FALSE(x.grad().defined());
  (x * 3).backward(ones({2}));
  EXPECT_EQ(Values(x.grad()), (Doubles{3, 3}));
}

TEST(AutogradContract, A01_GradDoesNotAliasWhatTheUserGave) {
  Tensor a = Leaf({1, 1}), b = Leaf({1, 1});
  Tensor g = ones({2});
  (a + b).backward(g);
  a.mutable_grad().mul_(5);
  EXPECT_EQ(Values(g), (Doubles{1, 1}));
  EXPECT_EQ(Values(b.grad()), (Doubles{1, 1}));
}

TEST(AutogradContract, A02_SecondBackward) {
  Tensor x = Leaf({1, 2});
  Tensor y = x * x;
  y.backward(ones({2}));
  ExpectError<AutogradError>(
      [&] { y.backward(ones({2})); },
      {"second time", "retain_graph=True", "MulBackward0"});
  Tensor z = x + 2;  // nothing saved
  z.backward(ones({2}));
  z.backward(ones({2}));
  Tensor w = x * x;
  w.backward(ones({2}), true);
  w.backward(ones({2}));
  EXPECT_THROW(w.backward(ones({2})), AutogradError);
  EXPECT_EQ(Values(x.grad()), (Doubles{2 + 2 + 4, 4 + 2 + 8}));
}

TEST(AutogradContract, A03_WhatCannotBeStarted) {
  Tensor x = Leaf({1, 2});
  ExpectError<AutogradError>(
      [&] { (x * 2).backward(); },
      {"grad can be implicitly created only for scalar outputs", "float32[2]",
       "sum()", "gradient="});
  ExpectError<AutogradError>([&] { (x * 2).backward(ones({3})); },
                             {"Mismatch in shape", "[3]", "[2]"});
  ExpectError<AutogradError>(
      [&] { tensor(1.f).backward(); },
      {"element 0 of tensors does not require grad and does not have a "
       "grad_fn",
       "requires_grad", "no_grad", "detach"});
  Tensor y;
  {
    NoGradGuard guard;
    y = tensor(1.f);
    ExpectError<AutogradError>([&] { y.backward(); }, {"grad mode is off"});
  }
  ExpectError<AutogradError>(
      [&] {
        backward({x * 2, x * 3}, {ones({2})});
      },
      {"1 for 2"});
  EXPECT_THROW(backward({Tensor()}), ValueError);
}

TEST(AutogradContract, A04_InplaceOnLeaf) {
  Tensor x = Leaf({1, 2});
  ExpectError<AutogradError>(
      [&] { x.add_(1); },
      {"a leaf Variable that requires grad", "add_", "no_grad()"});
  ExpectError<AutogradError>([&] { x[0] = 5; }, {"leaf", "no_grad()"});
  ExpectError<AutogradError>(
      [&] {
        x.view({2, 1}).mul_(2);
      },
      {"view of a leaf", "mul_"});
  const uint32_t version = x._version();
  {
    NoGradGuard guard;
    x.add_(1);
    x[0] = 5;
  }
  EXPECT_EQ(x._version(), version + 2);
  x.data().mul_(2);
  EXPECT_EQ(Values(x), (Doubles{10, 6}));
  EXPECT_TRUE(x.is_leaf() && x.requires_grad());
}

TEST(AutogradContract, A05_ModifiedInPlace) {
  Tensor x = Leaf({1, 2});
  Tensor y = x * 1;
  Tensor z = y * y;
  y.add_(1);
  ExpectError<AutogradError>(
      [&] { z.backward(ones({2})); },
      {"modified by an inplace operation", "MulBackward0", "at version 1",
       "expected version 0", "add_", "clone()"});
  Tensor u = x + 1;  // saves nothing
  u.mul_(3);
  u.backward(ones({2}));
  EXPECT_EQ(Values(x.grad()), (Doubles{3, 3}));
}

TEST(AutogradContract, A05_SavedLeafGivenOtherMemory) {
  Tensor x = Leaf({1, 2}), w = Leaf({3, 4});
  Tensor y = x * w;
  w.set_data(tensor({5.f, 6.f}));
  ExpectError<AutogradError>([&] { y.backward(ones({2})); },
                             {"set_data", "MulBackward0"});
}

TEST(AutogradContract, A05_InplaceOpKeepsWhatItNeedsItself) {
  Tensor x = Leaf({1, 2}), w = Leaf({3, 4});
  Tensor y = x * 2;
  y.mul_(w);  // dw needs the old y
  y.backward(ones({2}));
  EXPECT_EQ(Values(w.grad()), (Doubles{2, 4}));
  EXPECT_EQ(Values(x.grad()), (Doubles{6, 8}));
  EXPECT_EQ(Values(y), (Doubles{6, 16}));
}

TEST(AutogradContract, A06_GradOfNonLeafWarns) {
  Tensor x = Leaf({1, 2});
  Tensor y = x * 2;
  testing::internal::CaptureStderr();
  EXPECT_FALSE(y.grad().defined());
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("retain_grad()"), std::string::npos) << text;
}

TEST(AutogradContract, A07_RetainGrad) {
  Tensor x = Leaf({1, 2});
  Tensor y = x * 2;
  EXPECT_FALSE(y.retains_grad());
  y.retain_grad();
  EXPECT_TRUE(y.retains_grad());
  x.retain_grad();
  EXPECT_FALSE(x.retains_grad());
  Tensor z = y * 3;
  z.backward(ones({2}), true);
  EXPECT_EQ(Values(y.grad()), (Doubles{3, 3}));
  z.backward(ones({2}));
  EXPECT_EQ(Values(y.grad()), (Doubles{6, 6}));
  EXPECT_THROW(tensor(1.f).retain_grad(), AutogradError);
}

TEST(AutogradContract, A07_RetainGradMovesWithInplaceOps) {
  Tensor x = Leaf({1, 2});
  Tensor y = x * 2;
  y.retain_grad();
  y.mul_(10);
  (y * 3).backward(ones({2}));
  EXPECT_TRUE(y.retains_grad());
  EXPECT_EQ(Values(y.grad()), (Doubles{3, 3}));  // of the new value
  Tensor b = x * 2;
  Tensor v = b[0];
  v.retain_grad();
  v.mul_(10);
  EXPECT_TRUE(v.retains_grad());
  (b * 3).backward(ones({2}));
  EXPECT_FALSE(v.grad().defined());  // b does not go through v
  (v * 4).backward(ones({}));
  EXPECT_EQ(v.grad().item<float>(), 4);
}

TEST(AutogradContract, A08_GradModes) {
  Tensor x = Leaf({1, 2});
  {
    NoGradGuard guard;
    EXPECT_FALSE(GradMode::is_enabled());
    Tensor y = x * 2;
    EXPECT_TRUE(!y.requires_grad() && y.is_leaf());
    Tensor view = x.view({2, 1});
    EXPECT_TRUE(view.requires_grad());
    EXPECT_TRUE(view._base().is_same(x));
    EXPECT_FALSE(view.grad_fn());
    {
      AutoGradMode on(true);
      EXPECT_TRUE((x * 2).requires_grad());
    }
    EXPECT_FALSE((x * 2).requires_grad());
    EXPECT_TRUE(tensor({1.f}).requires_grad_().requires_grad());
  }
  EXPECT_TRUE(GradMode::is_enabled());
  GradMode::set_enabled(false);
  EXPECT_FALSE((x * 2).requires_grad());
  GradMode::set_enabled(true);
}

TEST(AutogradContract, A09_InferenceMode) {
  Tensor i;
  {
    InferenceMode guard;
    i = ones({2}) * 2;
    EXPECT_TRUE(i.is_inference());
    i.add_(1);
  }
  Tensor x = Leaf({1, 2});
  ExpectError<AutogradError>(
      [&] { x* i; },
      {"Inference tensors cannot be saved for backward", "clone()"});
  ExpectError<AutogradError>([&] { i.add_(1); },
                             {"Inplace update to inference tensor", "clone()"});
  ExpectError<AutogradError>([&] { i.requires_grad_(); },
                             {"inference", "clone()"});
  (x * i.clone()).backward(ones({2}));
  EXPECT_EQ(Values(x.grad()), (Doubles{3, 3}));
  (x + i).backward(ones({2}));  // not saved
}

TEST(AutogradContract, A10_Grad) {
  Tensor x = Leaf({1, 2}), w = Leaf({3, 4}), unused = Leaf({5});
  Tensor h = x * w;
  Tensor y = h * h;
  const auto g = grad({y}, {x, h}, {ones({2})}, true);
  EXPECT_EQ(Values(g[0]), (Doubles{2 * 3 * 3, 2 * 8 * 4}));
  EXPECT_EQ(Values(g[1]), (Doubles{6, 16}));
  EXPECT_FALSE(x.grad().defined() || w.grad().defined());
  ExpectError<AutogradError>([&] { grad({y}, {unused}, {ones({2})}, true); },
                             {"not have been used", "allow_unused=True"});
  EXPECT_FALSE(
      grad({y}, {unused}, {ones({2})}, true, false, true)[0].defined());
  EXPECT_EQ(
      Values(grad({y}, {unused}, {ones({2})}, true, false, false, true)[0]),
      (Doubles{0}));
  EXPECT_EQ(Values(grad({y}, {y}, {ones({2}) * 7})[0]), (Doubles{7, 7}));
  ExpectError<AutogradError>([&] { grad({y}, {tensor({1.f})}, {ones({2})}); },
                             {"does not require grad", "requires_grad_()"});
}

TEST(AutogradContract, A10_SecondOrder) {
  Tensor x = tensor(3.f).requires_grad_();
  Tensor y = x * x * x;
  Tensor d1 = grad({y}, {x}, {}, std::nullopt, true)[0];
  EXPECT_EQ(d1.item<float>(), 27);
  Tensor d2 = grad({d1}, {x}, {}, std::nullopt, true)[0];
  EXPECT_EQ(d2.item<float>(), 18);
  Tensor d3 = grad({d2}, {x})[0];
  EXPECT_EQ(d3.item<float>(), 6);
  // backward with create_graph gives .grad a graph.
  y = x * x;
  y.backward({}, std::nullopt, true);
  EXPECT_TRUE(x.grad().requires_grad());
  x.set_grad(Tensor());
}

TEST(AutogradContract, A10_OtherNodesKeepWhatTheySaved) {
  Tensor x = Leaf({1, 2}), w = Leaf({3, 4});
  Tensor a = x * x, b = w * w;
  Tensor y = a + b;
  grad({y}, {x}, {ones({2})});
  b.backward(ones({2}));  // was not run, so not freed
  Tensor c = x * x;
  grad({c * 2}, {c}, {ones({2})});
  c.backward(ones({2}));  // c's own node was not run
  EXPECT_EQ(Values(w.grad()), (Doubles{6, 8}));
}

TEST(AutogradContract, A10_BackwardWithInputs) {
  Tensor x = Leaf({1, 2}), w = Leaf({3, 4});
  Tensor h = x * w;
  const std::vector<Tensor> inputs{x, h};
  backward({h * h}, {ones({2})}, std::nullopt, false, TensorList(inputs));
  EXPECT_EQ(Values(x.grad()), (Doubles{18, 64}));
  EXPECT_EQ(Values(h.grad()), (Doubles{6, 16}));
  EXPECT_FALSE(w.grad().defined());
}

TEST(AutogradContract, A11_TensorHooks) {
  Tensor x = Leaf({1, 2});
  Tensor y = x * 2;
  std::vector<std::string> order;
  const unsigned doubled = y.register_hook([&](const Tensor& g) {
    order.push_back("first");
    EXPECT_EQ(Values(g), (Doubles{7, 7}));  // the sum of both uses
    return g * 2;
  });
  y.register_hook([&](const Tensor& g) {
    order.push_back("second");
    EXPECT_EQ(Values(g), (Doubles{14, 14}));
  });
  y.retain_grad();
  x.register_hook([&](const Tensor& g) {
    order.push_back("leaf");
    return g + 1;
  });
  x.register_post_accumulate_grad_hook([&](const Tensor& leaf) {
    order.push_back("post");
    EXPECT_TRUE(leaf.is_same(x));
    EXPECT_EQ(Values(leaf.grad()), (Doubles{29, 29}));
  });
  (y * 3 + y * 4).backward(ones({2}));
  EXPECT_EQ(order,
            (std::vector<std::string>{"first", "second", "leaf", "post"}));
  EXPECT_EQ(Values(y.grad()), (Doubles{14, 14}));
  EXPECT_EQ(Values(x.grad()), (Doubles{29, 29}));
  y.remove_hook(doubled);
  x.set_grad(Tensor());
  order.clear();
  // grad() sees the leaf's hook, and runs no post-accumulate hook.
  Tensor other = x * 5;
  EXPECT_EQ(Values(grad({other}, {x}, {ones({2})})[0]), (Doubles{6, 6}));
  EXPECT_EQ(order, (std::vector<std::string>{"leaf"}));
  EXPECT_THROW(tensor(1.f).register_hook([](const Tensor&) {}), AutogradError);
  EXPECT_THROW(y.register_post_accumulate_grad_hook([](const Tensor&) {}),
               AutogradError);
}

TEST(AutogradContract, A11_HookOfTheOldValueStays) {
  Tensor x = Leaf({1, 2});
  Tensor y = x * 2;
  Doubles seen;
  y.register_hook([&](const Tensor& g) { seen = Values(g); });
  y.mul_(10);
  y.backward(ones({2}));
  EXPECT_EQ(seen, (Doubles{10, 10}));
}

TEST(AutogradContract, A11_HookMustKeepTheShape) {
  Tensor x = Leaf({1, 2});
  x.register_hook([](const Tensor&) { return ones({3}); });
  ExpectError<AutogradError>([&] { (x * 2).backward(ones({2})); },
                             {"hook", "[3]"});
}

struct Record final : NodeHook {
  Record(std::vector<std::string>* order, std::string text)
      : order(order), text(std::move(text)) {}
  void Call(Tensor* grads, int, Tensor* outs, int num_outs) override {
    order->push_back(text);
    if (num_outs)
      outs[0] = outs[0] * 100;
    else
      grads[0] = grads[0] * 10;
  }
  std::vector<std::string>* order;
  std::string text;
};

TEST(AutogradContract, A11_NodeHooksStandAroundTheNode) {
  Tensor x = Leaf({1});
  Tensor y = x * 2;
  std::vector<std::string> order;
  auto& node = static_cast<Node&>(*y.grad_fn());
  AddNodeHook(node, std::make_shared<Record>(&order, "before"), true);
  const unsigned after =
      AddNodeHook(node, std::make_shared<Record>(&order, "after"), false);
  y.register_hook([&](const Tensor&) { order.push_back("tensor"); });
  y.backward(ones({1}), true);
  EXPECT_EQ(order, (std::vector<std::string>{"tensor", "before", "after"}));
  EXPECT_EQ(Values(x.grad()), (Doubles{2000}));
  RemoveNodeHook(node, after);
  x.set_grad(Tensor());
  y.backward(ones({1}));
  EXPECT_EQ(Values(x.grad()), (Doubles{20}));
}

TEST(AutogradContract, A14_WritingIntoViews) {
  Tensor b = zeros({3});
  Tensor w = Leaf({2});
  b[1] = w[0] * 3;
  EXPECT_TRUE(b.requires_grad());
  EXPECT_EQ(b.grad_fn()->name(), "CopySlices");
  b.backward(tensor({5.f, 7.f, 11.f}));
  EXPECT_EQ(Values(w.grad()), (Doubles{21}));

  Tensor x = Leaf({1, 2, 3, 4});
  Tensor y = x * 1;
  Tensor row = y.view({2, 2})[1];
  Tensor before = y.slice(0, 0, 2);
  row.mul_(10);
  EXPECT_EQ(row.grad_fn()->name(), "AsStridedBackward0");
  EXPECT_EQ(before.grad_fn()->name(), "AsStridedBackward0");
  EXPECT_EQ(Values(y), (Doubles{1, 2, 30, 40}));
  y.backward(ones({4}), true);
  EXPECT_EQ(Values(x.grad()), (Doubles{1, 1, 10, 10}));
  x.set_grad(Tensor());
  row.backward(ones({2}), true);
  EXPECT_EQ(Values(x.grad()), (Doubles{0, 0, 10, 10}));
  x.set_grad(Tensor());
  before.backward(ones({2}));
  EXPECT_EQ(Values(x.grad()), (Doubles{1, 1, 0, 0}));
}

TEST(AutogradContract, A14_WritesThatAreRefused) {
  Tensor x = Leaf({1, 2, 3, 4});
  Tensor y = x * 1;
  const std::vector<Tensor> parts = y.unbind();
  ExpectError<AutogradError>(
      [&] { parts[2].add_(1); },
      {"Output 2 of UnbindBackward0 is a view and is being modified "
       "inplace",
       "clone()", "t[i]"});
  ExpectError<AutogradError>([&] { y.split(2)[1].add_(1); },
                             {"Output 1 of Split"});
  ExpectError<AutogradError>(
      [&] {
        y.view({2, 2}).chunk(2)[0].add_(1);
      },
      {"Output 0"});
  Tensor view;
  {
    NoGradGuard guard;
    view = y.view({2, 2});
    view.add_(1);  // fine here
  }
  ExpectError<AutogradError>([&] { view.mul_(2); }, {"no_grad", "clone()"});
}

TEST(AutogradContract, A14_SecondOrderThroughWrites) {
  Tensor x = tensor({2.0, 3.0}, kFloat64).requires_grad_();
  Tensor y = x * x;
  y[0].mul_(x[1]);  // x0^2 x1, x1^2
  Tensor d = grad({y}, {x}, {ones({2}, kFloat64)}, true, true)[0];
  EXPECT_EQ(Values(d), (Doubles{2 * 2 * 3, 4 + 6}));
  Tensor dd = grad({d}, {x}, {tensor({1.0, 10.0}, kFloat64)})[0];
  // d/dx0 (2 x0 x1 + 10 x0^2 + ...), d/dx1 (2 x0 x1 + 20 x1)
  EXPECT_EQ(Values(dd), (Doubles{6 + 40, 4 + 20}));
}

TEST(AutogradContract, A14_ViewOfABaseThatBeganToRequireGradLater) {
  Tensor b = zeros({2, 2});
  Tensor column = b.t()[1];
  Tensor w = Leaf({3, 4});
  b[0] = w;
  EXPECT_TRUE(column.requires_grad());
  column.backward(ones({2}));
  EXPECT_EQ(Values(w.grad()), (Doubles{0, 1}));
  Tensor leaf = zeros({2});
  Tensor view = leaf.view({2, 1});
  leaf.requires_grad_();
  (view * 3).backward(ones({2, 1}));
  EXPECT_EQ(Values(leaf.grad()), (Doubles{3, 3}));
}

TEST(AutogradContract, A15_Casts) {
  Tensor x = Leaf({1, 2});
  Tensor y = x.to(kFloat64);
  EXPECT_EQ(y.grad_fn()->name(), "ToCopyBackward0");
  (y * y).backward(ones({2}, kFloat64));
  EXPECT_EQ(x.grad().scalar_type(), kFloat);
  EXPECT_EQ(Values(x.grad()), (Doubles{2, 4}));
  EXPECT_THROW(x.set_grad(ones({3})), ShapeError);
  EXPECT_THROW(x.set_grad(ones({2}, kFloat64)), DTypeError);
  ExpectError<AutogradError>([&] { y.requires_grad_(false); }, {"detach()"});
}

TEST(AutogradContract, A16_ResultsWithoutGradient) {
  Tensor x = Leaf({1, 2});
  EXPECT_FALSE((x > 1).requires_grad());
  EXPECT_FALSE(x.to(kLong).requires_grad());
  EXPECT_EQ(x.to(kLong).sizes(), x.sizes());
  Tensor y = x * 2;
  EXPECT_FALSE(y.data().requires_grad());
  EXPECT_EQ(y[0].item<float>(), 2);
  y.detach_();
  EXPECT_TRUE(!y.requires_grad() && y.is_leaf());
  Tensor view = (x * 2).view({2, 1});
  EXPECT_THROW(view.detach_(), AutogradError);
}

TEST(AutogradContract, A17_AMillionOps) {
  Tensor x = Leaf({1});
  {
    Tensor y = x * 1;
    for (int i = 0; i < 1000000; ++i) y = y + x;
    y.backward(ones({1}));
  }
  EXPECT_EQ(Values(x.grad()), (Doubles{1000001}));
  // Freed without having run.
  Tensor y = x * 1;
  for (int i = 0; i < 1000000; ++i) y = y * 1;
}

TEST(AutogradContract, A19_AnomalyMode) {
  Tensor x = Leaf({0});
  testing::internal::CaptureStderr();
  {
    DetectAnomalyGuard guard;
    Tensor y = x.sqrt() * 0;
    EXPECT_THROW_NAMING(y.backward(ones({1})), AutogradError, "SqrtBackward0",
                        "returned nan values in its 0th output", "made at");
  }
  EXPECT_NE(testing::internal::GetCapturedStderr().find("anomaly"),
            std::string::npos);
  (x.sqrt() * 0).backward(ones({1}));  // off again
  EXPECT_TRUE(std::isnan(x.grad().item<float>()));
}

TEST(AutogradContract, A20_NamesAndNextFunctions) {
  Tensor x = tensor({{1.f, 2.f}, {3.f, 4.f}}).requires_grad_();
  const std::vector<std::pair<Tensor, std::string>> cases = {
      {x * x, "MulBackward0"},
      {x + x, "AddBackward0"},
      {-x, "NegBackward0"},
      {x.exp(), "ExpBackward0"},
      {x.view({4}), "ViewBackward0"},
      {x.reshape({4}), "ViewBackward0"},
      {x[0], "SelectBackward0"},
      {x.slice(0, 1), "SliceBackward0"},
      {x.t(), "TBackward0"},
      {x.transpose(0, 1), "TransposeBackward0"},
      {x.unsqueeze(0), "UnsqueezeBackward0"},
      {x.squeeze(), "SqueezeBackward0"},
      {x.permute({1, 0}), "PermuteBackward0"},
      {x.expand({3, 2, 2}), "ExpandBackward0"},
      {cat({x, x}), "CatBackward0"},
      {x.clone(), "CloneBackward0"},
      {x.to(kFloat64), "ToCopyBackward0"},
      {x.unbind()[0], "UnbindBackward0"},
  };
  for (const auto& [t, name] : cases) EXPECT_EQ(t.grad_fn()->name(), name);
  Tensor y = x * 2 + x;
  const auto next = static_cast<Node&>(*y.grad_fn()).next_functions();
  ASSERT_EQ(next.size(), 2u);
  EXPECT_EQ(next[0].first->name(), "MulBackward0");
  EXPECT_EQ(next[1].first->name(), "AccumulateGrad");
}

TEST(AutogradContract, A22_DataSharesTheVersion) {
  for (const bool by_data : {true, false}) {
    Tensor x = Leaf({1, 2});
    Tensor y = x * x;
    (by_data ? x.data() : x.detach()).add_(1);
    ExpectError<AutogradError>([&] { y.backward(ones({2})); },
                               {"modified", "version"});
  }
  Tensor x = Leaf({1, 2});
  for (int step = 0; step < 2; ++step) {
    (x * x).backward(ones({2}));
    NoGradGuard guard;
    x.sub_(x.grad());
    x.mutable_grad().reset();
  }
  EXPECT_EQ(Values(x), (Doubles{1, 2}));
}

}  // namespace
}  // namespace tessera::autograd
