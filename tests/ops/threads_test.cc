// Element-wise ops and reductions over the pool and from several threads at
// once: the bits of one thread. Small enough for the thread sanitizer, under
// which the whole rows take minutes.
#include <atomic>
#include <cstring>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/autograd/autograd.h"
#include "tessera/nn/nn.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

// Large enough to be cut into several pieces.
constexpr int64_t kN = 200000;

std::vector<Tensor> Compute(const Tensor& x, const Tensor& rows) {
  return {x + x.exp(),    x.sum(),        rows.sum(0), rows.sum(1),
          rows.argmax(1), rows + rows[0], x.to(kHalf), rows.t().contiguous()};
}

bool SameBits(const Tensor& a, const Tensor& b) {
  return a.sizes() == b.sizes() &&
         std::memcmp(a.data_ptr(), b.data_ptr(), a.nbytes()) == 0;
}

TEST(ThreadsTest, R03_SameBitsFromThePoolAndFromManyThreads) {
  const int before = get_num_threads();
  const Tensor x = arange(kN, kFloat32) / kN;
  const Tensor rows = x.view({400, 500});
  set_num_threads(1);
  const std::vector<Tensor> expected = Compute(x, rows);
  set_num_threads(4);
  std::vector<std::vector<Tensor>> results(3);
  std::vector<std::thread> threads;
  for (std::vector<Tensor>& result : results) {
    threads.emplace_back([&] {
      for (int i = 0; i < 3; ++i) result = Compute(x, rows);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<Tensor>& result : results) {
    for (size_t i = 0; i < expected.size(); ++i) {
      EXPECT_TRUE(SameBits(result[i], expected[i])) << i;
    }
  }
  set_num_threads(before);
}

// One model's parameters, forward passes on many threads in every grad mode at
// once: the results of one thread, and gradients that are none's but its own.
TEST(ThreadsTest, A21_ForwardOverSharedParametersInAnyGradMode) {
  manual_seed(1);
  nn::Sequential net(nn::Linear(6, 8), nn::ReLU(), nn::Linear(8, 3),
                     nn::LogSoftmax(1));
  const Tensor x = randn({5, 6});
  const Tensor expected = net->forward(x);
  const std::vector<Tensor> parameters = net->parameters();
  const std::vector<Tensor> gradients =
      autograd::grad({expected.sum()}, parameters);
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int thread = 0; thread < 6; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 50; ++i) {
        switch ((thread + i) % 3) {
          case 0: {
            const Tensor y = net->forward(x);
            if (!SameBits(y, expected) || !y.requires_grad()) ++wrong;
            const std::vector<Tensor> own =
                autograd::grad({y.sum()}, parameters);
            for (size_t p = 0; p < own.size(); ++p) {
              if (!SameBits(own[p], gradients[p])) ++wrong;
            }
            break;
          }
          case 1: {
            NoGradGuard guard;
            const Tensor y = net->forward(x);
            if (!SameBits(y, expected) || y.requires_grad()) ++wrong;
            break;
          }
          default: {
            InferenceMode guard;
            const Tensor y = net->forward(x);
            if (!SameBits(y, expected) || !y.is_inference()) ++wrong;
          }
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  for (const Tensor& p : parameters) EXPECT_FALSE(p.grad().defined());
}

}  // namespace
}  // namespace tessera
