#include "tessera/autograd/function.h"

#include <vector>

#include "gtest/gtest.h"
#include "tessera/autograd/autograd.h"
#include "tessera/autograd/gradcheck.h"
#include "tessera/base/error.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera::autograd {
namespace {

using Doubles = std::vector<double>;

Tensor Double(const std::vector<double>& values) {
  return tensor(values).requires_grad_();
}

struct Exp : Function<Exp> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x) {
    EXPECT_FALSE(GradMode::is_enabled());
    Tensor y = x.exp();
    ctx->save_for_backward({y});
    return y;
  }
  static variable_list backward(AutogradContext* ctx, variable_list g) {
    return {g[0] * ctx->get_saved_variables()[0]};
  }
};

TEST(Function, A12_SavedOutputAndName) {
  Tensor x = Double({0, 1});
  Tensor y = Exp::apply(x);
  EXPECT_EQ(y.grad_fn()->name(), "ExpBackward");
  y.backward(ones({2}, kFloat64));
  EXPECT_EQ(Values(x.grad()), Values(x.exp()));
  EXPECT_THROW(y.backward(ones({2}, kFloat64)), AutogradError);
  auto f = [](const variable_list& in) -> variable_list {
    return {Exp::apply(in[0])};
  };
  EXPECT_TRUE(gradcheck(f, {x}));
  EXPECT_TRUE(gradgradcheck(f, {x}));
  EXPECT_FALSE(Exp::apply(x.detach()).requires_grad());
}

// a x + b y, and x y: several outputs, arguments that are no tensors.
struct Combine : Function<Combine> {
  static variable_list forward(AutogradContext* ctx, double a, Tensor x,
                               int64_t b, Tensor y, const char*) {
    ctx->saved_data["a"] = a;
    ctx->saved_data["b"] = b;
    ctx->saved_data["list"] = std::vector<int64_t>{1, 2};
    ctx->save_for_backward({x, Tensor(), y});
    return {x * a + y * static_cast<double>(b), x * y};
  }
  static variable_list backward(AutogradContext* ctx, variable_list g) {
    const auto saved = ctx->get_saved_variables();
    EXPECT_FALSE(saved[1].defined());
    EXPECT_EQ(ctx->saved_data["list"].toIntVector().size(), 2u);
    EXPECT_THROW(ctx->saved_data["a"].toInt(), TypeError);
    EXPECT_EQ(ctx->saved_data["b"].toDouble(), 3);
    const double a = ctx->saved_data["a"].toDouble();
    const double b = static_cast<double>(ctx->saved_data["b"].toInt());
    Tensor gx, gy;
    if (ctx->needs_input_grad(0)) gx = g[0] * a + g[1] * saved[2];
    if (ctx->needs_input_grad(1)) gy = g[0] * b + g[1] * saved[0];
    return {Tensor(), gx, Tensor(), gy, Tensor()};
  }
};

TEST(Function, A12_SeveralOutputsAndOtherArguments) {
  Tensor x = Double({1, 2}), y = Double({3, 5});
  auto f = [](const variable_list& in) {
    return Combine::apply(2.0, in[0], int64_t{3}, in[1], "text");
  };
  EXPECT_TRUE(gradcheck(f, {x, y}));
  EXPECT_TRUE(gradgradcheck(f, {x, y}));
  EXPECT_TRUE(gradcheck(f, {x, y.detach()}));
  // One output without a gradient: zeros.
  f({x, y})[1].backward(ones({2}, kFloat64));
  EXPECT_EQ(Values(x.grad()), (Doubles{3, 5}));
}

struct WrongCount : Function<WrongCount> {
  static Tensor forward(AutogradContext*, Tensor x, Tensor) { return x * 2; }
  static variable_list backward(AutogradContext*, variable_list g) {
    return {g[0]};
  }
};

TEST(Function, A12_WrongNumberOfGradientsNamesTheClass) {
  Tensor x = Double({1});
  try {
    WrongCount::apply(x, x).backward(ones({1}, kFloat64));
    FAIL();
  } catch (const AutogradError& e) {
    const std::string message = e.what();
    EXPECT_NE(message.find("WrongCountBackward"), std::string::npos);
    EXPECT_NE(message.find("expected 2, got 1"), std::string::npos);
  }
}

// Adds 1 in place; the second output counts and has no gradient.
struct Increment : Function<Increment> {
  static variable_list forward(AutogradContext* ctx, Tensor x) {
    x.add_(1);
    Tensor sign = x.clone();
    ctx->mark_dirty({x});
    ctx->mark_non_differentiable({sign});
    ctx->set_materialize_grads(false);
    return {x, sign};
  }
  static variable_list backward(AutogradContext*, variable_list g) {
    EXPECT_FALSE(g[1].defined());
    return {g[0] * 7};
  }
};

TEST(Function, A12_DirtyInputsAndResultsWithoutGradient) {
  Tensor x = Double({1, 2});
  Tensor y = x * 2;
  const auto out = Increment::apply(y);
  EXPECT_TRUE(out[0].is_same(y));
  EXPECT_FALSE(out[1].requires_grad());
  EXPECT_EQ(y.grad_fn()->name(), "IncrementBackward");
  y.backward(ones({2}, kFloat64));
  EXPECT_EQ(Values(x.grad()), (Doubles{14, 14}));
  EXPECT_THROW(Increment::apply(x), AutogradError);  // a leaf
  Tensor w = x * 3;
  Tensor part = w.slice(0, 1);
  Increment::apply(part);
  x.set_grad(Tensor());
  w.backward(ones({2}, kFloat64));
  EXPECT_EQ(Values(x.grad()), (Doubles{3, 21}));
}

struct Identity : Function<Identity> {
  static Tensor forward(AutogradContext*, Tensor x) { return x; }
  static variable_list backward(AutogradContext*, variable_list g) {
    return {-g[0]};
  }
};

TEST(Function, A12_ReturningAnInputLeavesItAlone) {
  Tensor x = Double({1});
  Tensor y = Identity::apply(x);
  EXPECT_TRUE(x.is_leaf() && !y.is_leaf());
  y.backward(ones({1}, kFloat64));
  EXPECT_EQ(Values(x.grad()), (Doubles{-1}));
}

struct Wrong : Function<Wrong> {
  static Tensor forward(AutogradContext* ctx, Tensor x) {
    ctx->save_for_backward({x});
    return x * x;
  }
  static variable_list backward(AutogradContext* ctx, variable_list g) {
    return {g[0] * ctx->get_saved_variables()[0] * 2.01};
  }
};

TEST(Gradcheck, A12_FindsAWrongGradient) {
  Tensor x = Double({1, 2});
  auto f = [](const variable_list& in) -> variable_list {
    return {Wrong::apply(in[0])};
  };
  EXPECT_THROW(gradcheck(f, {x}), AutogradError);
  GradcheckOptions quiet;
  quiet.raise_exception = false;
  EXPECT_FALSE(gradcheck(f, {x}, quiet));
  EXPECT_THROW(gradcheck(f, {x.detach()}), ValueError);
  EXPECT_THROW(gradcheck(f, {ones({1}).requires_grad_()}), ValueError);
}

// ---- Formulas of views and copies ----

Tensor Numbers(IntArrayRef sizes) {
  Tensor t = arange(static_cast<int64_t>(zeros(sizes).numel()), kFloat64);
  return (t * 0.7 - 1.3).reshape(sizes).clone().requires_grad_();
}

using Op = Tensor (*)(const Tensor&);

TEST(Formulas, ViewsAndCopies) {
  const std::vector<std::pair<std::vector<int64_t>, Op>> cases = {
      {{2, 3},
       [](const Tensor& x) {
         return x.view({3, 2});
       }},
      {{2, 3}, [](const Tensor& x) { return x.t().reshape({6}); }},
      {{2, 1, 3}, [](const Tensor& x) { return x.squeeze(); }},
      {{2, 1, 3}, [](const Tensor& x) { return x.squeeze(1); }},
      {{2, 1, 3},
       [](const Tensor& x) {
         return x.squeeze(IntArrayRef{1, 0});
       }},
      {{2, 3}, [](const Tensor& x) { return x.unsqueeze(-1); }},
      {{2, 3}, [](const Tensor& x) { return x.transpose(0, -1); }},
      {{2, 3, 2},
       [](const Tensor& x) {
         return x.permute({2, 0, -2});
       }},
      {{2, 1},
       [](const Tensor& x) {
         return x.expand({3, 2, 4});
       }},
      {{2, 3}, [](const Tensor& x) { return x.select(1, -1); }},
      {{2, 3}, [](const Tensor& x) { return x.slice(1, {}, {}, -2); }},
      {{5}, [](const Tensor& x) { return x.narrow(0, -3, 2); }},
      {{3, 4}, [](const Tensor& x) { return x.diagonal(1); }},
      {{5}, [](const Tensor& x) { return x.unfold(0, 3, 1); }},
      {{3, 4},
       [](const Tensor& x) {
         return x.as_strided({2, 2}, {1, 2}, 3);
       }},
      {{3, 2},
       [](const Tensor& x) {
         return x.t().as_strided({2, 3}, {1, 1}, 1);
       }},
      {{0, 2},
       [](const Tensor& x) {
         return x.slice(0, 0, 0).reshape({2, 0});
       }},
      {{},
       [](const Tensor& x) {
         return x.view({1, 1});
       }},
      {{2, 2}, [](const Tensor& x) { return x.t().clone(); }},
      {{2, 2}, [](const Tensor& x) { return x.to(kComplexDouble); }},
      {{2, 3},
       [](const Tensor& x) {
         return cat({x, x * x, x[0].unsqueeze(0)});
       }},
      {{2, 2},
       [](const Tensor& x) {
         return stack({x[0], x.select(1, 1)}, -1);
       }},
      {{4}, [](const Tensor& x) { return x.unbind()[1] * x.unbind()[2]; }},
      {{4, 2},
       [](const Tensor& x) {
         return x.split({1, 3})[1];
       }},
      {{2, 2},
       [](const Tensor& x) {
         Tensor y = x * 2;
         y[0].copy_(x.select(1, 0) * x[1]);
         y.t()[1].mul_(y.t()[0].clone());
         return y;
       }},
      {{3},
       [](const Tensor& x) {
         Tensor y = x * x;
         y[0].fill_(x[1]);
         y.slice(0, 2).zero_();
         return y;
       }},
      {{4},
       [](const Tensor& x) {  // a view of another dtype is written
         Tensor z = view_as_complex((x * 1).view({2, 2}));
         Tensor y = z * z;
         real(y).mul_(x.slice(0, 0, 2));
         return y;
       }},
      {{2, 2}, [](const Tensor& x) { return view_as_complex(x); }},
  };
  for (size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE(i);
    Tensor x = Numbers(cases[i].first);
    auto f = [&](const variable_list& in) -> variable_list {
      return {cases[i].second(in[0])};
    };
    EXPECT_TRUE(gradcheck(f, {x}));
    EXPECT_TRUE(gradgradcheck(f, {x}));
  }
}

TEST(Formulas, ComplexViews) {
  const std::vector<Op> cases = {
      [](const Tensor& z) { return real(z); },
      [](const Tensor& z) { return imag(z) * real(z); },
      [](const Tensor& z) { return view_as_real(z.t()); },
      [](const Tensor& z) { return z[0].to(kComplexDouble) * z; },
      [](const Tensor& z) {
        return cat({z, real(z)});
      },
  };
  for (size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE(i);
    Tensor z = view_as_complex(Numbers({2, 2, 2}).detach()).clone();
    z.requires_grad_();
    auto f = [&](const variable_list& in) -> variable_list {
      return {cases[i](in[0])};
    };
    EXPECT_TRUE(gradcheck(f, {z}));
    EXPECT_TRUE(gradgradcheck(f, {z}));
  }
}

TEST(Formulas, ViewOfOtherBitsHasNoGradient) {
  Tensor x = Double({1, 2});
  Tensor bits = x.view(kLong);
  EXPECT_FALSE(bits.requires_grad());
  EXPECT_TRUE(bits.is_alias_of(x));
  EXPECT_TRUE(x.view(kFloat64).requires_grad());
}

TEST(Formulas, UnbindOfMoreThanAnOutputNumberCanCount) {
  Tensor x = zeros({70000}).requires_grad_();
  const std::vector<Tensor> parts = x.unbind();
  Tensor y =
      parts[0] * 2 + parts[65534] * 3 + parts[65535] * 4 + parts[69999] * 5;
  y.backward();
  const auto g = Values(x.grad());
  double sum = 0;
  for (double v : g) sum += v;
  EXPECT_EQ(sum, 14);
  EXPECT_EQ(g[0], 2);
  EXPECT_EQ(g[65534], 3);
  EXPECT_EQ(g[65535], 4);
  EXPECT_EQ(g[69999], 5);
}

TEST(Formulas, CatOfAThousand) {
  std::vector<Tensor> parts;
  for (int i = 0; i < 1000; ++i) parts.push_back(Double({1.0 * i}));
  cat(parts).backward(arange(1000, kFloat64));
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(parts[static_cast<size_t>(i)].grad().item<double>(), i);
  }
}

}  // namespace
}  // namespace tessera::autograd
