#include "tessera/autograd/engine.h"

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/autograd/autograd.h"
#include "tessera/autograd/formula.h"
#include "tessera/base/error.h"
#include "tessera/storage/allocator.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera::autograd {
namespace {

using Doubles = std::vector<double>;

Tensor Leaf(const std::vector<float>& values) {
  return tensor(values).requires_grad_();
}

// The same value; counts the runs of its backward.
struct CountBackward final : NodeOf<1> {
  long* runs = nullptr;
  void (*then)(const Tensor&) = nullptr;
  const char* op_name() const override { return "CountBackward"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (runs) ++*runs;
    if (then) then(g[0]);
    out[0] = g[0];
  }
};
Tensor Count(const Tensor& t, long* runs,
             void (*then)(const Tensor&) = nullptr) {
  Recorder<CountBackward> record(t);
  record->runs = runs;
  record->then = then;
  return record.Finish(run::clone(t, MemoryFormat::Preserve));
}

TEST(Engine, LadderRunsEachNodeOnce) {
  Tensor x = Leaf({1});
  long runs = 0;
  Tensor p = x * 2, q = x * 3;
  for (int i = 0; i < 16; ++i) {
    Tensor a = Count(p + q, &runs), b = Count(p + q, &runs);
    p = a;
    q = b;
  }
  (p + q).backward();
  EXPECT_EQ(runs, 32);
  EXPECT_EQ(Values(x.grad()), (Doubles{5. * 65536}));
}

TEST(Engine, ViewsOfOneGradientAreNotCorrupted) {
  Tensor a = Leaf({1, 1}), b = Leaf({1, 1});
  for (int i = 1; i < 4; ++i) {
    ((a.view({2, 1}) + b.view({2, 1})) * 2).backward(ones({2, 1}));
    EXPECT_EQ(Values(a.grad()), (Doubles{2. * i, 2. * i}));
    EXPECT_EQ(Values(b.grad()), (Doubles{2. * i, 2. * i}));
  }
  EXPECT_FALSE(a.grad().is_alias_of(b.grad()));
}

TEST(Engine, GradientIsStolenOnlyWhereNobodyElseHasIt) {
  Tensor x = Leaf({1, 2, 3});
  Tensor y = x * 2;
  // Only a slice of a large gradient is x's.
  Tensor big = cat({y, zeros({1000})});
  big.backward(ones({1003}));
  EXPECT_EQ(x.grad().storage().nbytes(), 12u);
  EXPECT_TRUE(x.grad().is_contiguous());
  // Its layout is the leaf's.
  Tensor t = zeros({2, 3}).t().detach().clone().requires_grad_();
  ASSERT_FALSE(t.is_contiguous());
  (t * 1).backward(ones({3, 2}));
  EXPECT_EQ(t.grad().strides(), t.strides());
}

TEST(Engine, AWideGraph) {
  Tensor x = Leaf({1});
  std::vector<Tensor> roots;
  long runs = 0;
  for (int i = 0; i < 3000; ++i) roots.push_back(Count(x, &runs));
  for (size_t i = roots.size(); i-- > 1;) {
    std::swap(roots[i], roots[(i * 7919) % (i + 1)]);
  }
  backward(roots);
  EXPECT_EQ(runs, 3000);
  EXPECT_EQ(Values(x.grad()), (Doubles{3000}));
  std::vector<Tensor> leaves;
  for (int i = 0; i < 300; ++i) leaves.push_back(Leaf({1}));
  Tensor sum = leaves[0] + leaves[1];
  for (int r = 0; r < 3; ++r) {
    for (const Tensor& leaf : leaves) sum = sum + leaf;
  }
  sum.backward();
  for (size_t i = 0; i < leaves.size(); ++i) {
    ASSERT_EQ(Values(leaves[i].grad()), (Doubles{3. + (i < 2)}));
  }
}

// More waiting nodes than the array holds, each with several gradients.
TEST(Engine, AWideGraphRunsEachNodeOnce) {
  Tensor x = Leaf({1});
  long runs = 0;
  std::vector<Tensor> middle;
  for (int i = 0; i < 500; ++i) middle.push_back(Count(x * 1, &runs));
  Tensor sum = x * 0;
  for (int round = 0; round < 3; ++round) {
    for (const Tensor& t : middle) sum = sum + t;
  }
  sum.backward();
  EXPECT_EQ(runs, 500);
  EXPECT_EQ(Values(x.grad()), (Doubles{1500}));
}

// A gradient that lies in a large buffer is not kept as .grad.
struct TailBackward final : NodeOf<1> {
  const char* op_name() const override { return "TailBackward"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = (g[0] * 1).slice(0, 1000).detach();
  }
};

TEST(Engine, GradDoesNotPinALargeBuffer) {
  Tensor x = Leaf({1, 2});
  Recorder<TailBackward> record(x);
  Tensor y = record.Finish(zeros({1002}));
  y.backward(ones({1002}));
  EXPECT_EQ(x.grad().storage().nbytes(), 8u);
}

Tensor* nested_root;

TEST(Engine, BackwardInsideBackward) {
  Tensor x = Leaf({2}), inner = Leaf({3});
  Tensor root = inner * inner + inner * 3;
  nested_root = &root;
  Tensor y = Count(x * root, nullptr,
                   [](const Tensor&) { nested_root->backward({}, true); }) +
             root;
  y.backward();
  EXPECT_EQ(Values(x.grad()), (Doubles{18}));
  EXPECT_EQ(Values(inner.grad()), (Doubles{9 + 9 * 3}));
}

TEST(Engine, NestedPassesKeepTheirOwnInputs) {
  Tensor x = Leaf({2}), w = Leaf({5});
  Tensor root = x * w;
  nested_root = &root;
  Tensor y = Count(x * w, nullptr,
                   [](const Tensor&) { nested_root->backward({}, true); });
  EXPECT_EQ(Values(grad({y}, {x})[0]), (Doubles{5}));
  EXPECT_EQ(Values(w.grad()), (Doubles{2}));
}

struct BadBackward final : NodeOf<1> {
  Tensor give;
  const char* op_name() const override { return "BadBackward"; }
  void Backward(const Tensor*, Tensor* out) override { out[0] = give; }
};

TEST(Engine, WrongGradientsNameTheNode) {
  Tensor x = Leaf({1, 2});
  const std::vector<std::pair<Tensor, bool>> cases = {
      {ones({3}), false},          {ones({2}, kLong), false},
      {ones({1}), false},          {ones({4, 2}), true},
      {ones({2}, kFloat64), true}, {ones({2}, kComplexFloat), true}};
  for (const auto& [given, fine] : cases) {
    Recorder<BadBackward> record(x);
    record->give = given;
    Tensor y = record.Finish(run::clone(x, MemoryFormat::Preserve));
    if (fine) {
      y.backward(ones({2}));
      EXPECT_EQ(x.grad().scalar_type(), kFloat);
      EXPECT_EQ(x.grad().sizes(), x.sizes());
      continue;
    }
    try {
      y.backward(ones({2}));
      FAIL() << given.to_string();
    } catch (const AutogradError& e) {
      EXPECT_NE(std::string(e.what()).find("BadBackward"), std::string::npos);
    }
  }
}

TEST(Engine, AnErrorLeavesNothingBehind) {
  Tensor x = Leaf({1, 2});
  for (int i = 0; i < 3; ++i) {
    Tensor y = x * 2;
    y.register_hook(
        [](const Tensor&) -> Tensor { throw ValueError("hook", "refused"); });
    EXPECT_THROW((y * 3 + x).backward(ones({2})), ValueError);
    EXPECT_TRUE(GradMode::is_enabled());
    EXPECT_FALSE(x.grad().defined());
  }
}

TEST(Engine, LeafWithOneEdgeIsDoneAtOnce) {
  Tensor first = Leaf({1}), last = Leaf({1});
  std::vector<int> order;
  last.register_post_accumulate_grad_hook(
      [&](const Tensor&) { order.push_back(1); });
  Tensor y = first * 1;
  y.register_hook([&](const Tensor&) { order.push_back(2); });
  (y * last).backward();
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
  order.clear();
  // With two edges it waits for the end.
  y = first * 1;
  y.register_hook([&](const Tensor&) { order.push_back(2); });
  Tensor again = last * 1;
  (y * last + again).backward();
  EXPECT_EQ(order, (std::vector<int>{2, 1}));
}

TEST(Engine, SavedTensorsAreFreedAsNodesRun) {
  Tensor x = zeros({1 << 16}).requires_grad_();
  const int64_t before = memory_stats(kCPU).allocated_bytes;
  Tensor y = x * 1;
  for (int i = 0; i < 20; ++i) y = y * y;
  y.backward(ones({1 << 16}));
  y.reset();
  x.mutable_grad().reset();
  EXPECT_EQ(memory_stats(kCPU).allocated_bytes, before);
}

// Writes in place that could tie a graph into a ring must not leak it.
TEST(Engine, NoCycles) {
  const int64_t before = memory_stats(kCPU).allocated_bytes;
  {
    Tensor x = zeros({1 << 12}).requires_grad_();
    Tensor y = x * 1;
    Tensor z = y * y;  // saves y
    y.mul_(z);         // y now comes after z
    Tensor state = zeros({1 << 12});
    Tensor out = x * state;
    state.copy_(out);
    Tensor e = x.exp();
    e.add_(1);
    Tensor part = y.slice(0, 0, 10);
    part.mul_(2);
    part.mul_(part.clone());
  }
  EXPECT_EQ(memory_stats(kCPU).allocated_bytes, before);
}

TEST(Engine, A21_ThreadsOverSharedLeaves) {
  Tensor w = Leaf({1, 2}), shared = Leaf({3, 4});
  Tensor y, u;
  std::thread([&] {
    y = w * shared;
    for (int i = 0; i < 40; ++i) y = y + w;
  }).join();
  u = y * shared;
  for (int i = 0; i < 20; ++i) u = (u + y).relu();
  auto work = [&] {
    for (int i = 0; i < 200; ++i) {
      u.backward(ones({2}), true);       // the same graph
      (w * shared).backward(ones({2}));  // a graph of its own
      NoGradGuard guard;
      ASSERT_FALSE((w * shared).requires_grad());
    }
  };
  Tensor one = u;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(work);
  for (std::thread& t : threads) t.join();
  // u = y s + 20 y with y = w s + 40 w: du/dw = (s + 20) (s + 40), du/ds =
  // w (s + 20) + w (s + 40); and w s.
  EXPECT_EQ(Values(w.grad()),
            (Doubles{800 * (23. * 43 + 3), 800 * (24. * 44 + 4)}));
  EXPECT_EQ(Values(shared.grad()),
            (Doubles{800 * (23. + 43 + 1), 800 * (2 * (24. + 44) + 2)}));
}

// The first gradients of a leaf, from two threads at one time: both count.
TEST(Engine, A21_FirstGradientsMeet) {
  std::vector<Tensor> leaves;
  for (int i = 0; i < 20000; ++i) leaves.push_back(Leaf({1}));
  const Tensor one = ones({1});
  std::atomic<int> ready{0};
  const auto work = [&] {
    int all = 0;
    for (const Tensor& leaf : leaves) {
      const Tensor y = leaf * 2;
      ++ready;
      for (all += 2; ready < all;) std::this_thread::yield();
      y.backward(one);
    }
  };
  std::thread other(work);
  work();
  other.join();
  int lost = 0;
  for (const Tensor& leaf : leaves) lost += leaf.grad().item<float>() != 4;
  EXPECT_EQ(lost, 0);
}

TEST(Engine, A21_ThreadsRebuildOneView) {
  for (int round = 0; round < 50; ++round) {
    Tensor x = Leaf({1, 2, 3, 4});
    Tensor base = x * 1;
    Tensor view = base.view({2, 2})[1];
    base.mul_(3);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] { (view * 2).backward(ones({2}), true); });
    }
    for (std::thread& t : threads) t.join();
    ASSERT_EQ(Values(x.grad()), (Doubles{0, 0, 24, 24}));
  }
}

}  // namespace
}  // namespace tessera::autograd
