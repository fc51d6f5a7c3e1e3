// Element-wise ops and reductions over the pool and from several threads at
// once: the bits of one thread. Small enough for the thread sanitizer, under
// which the whole rows take minutes.
#include <cstring>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

// Large enough to be cut into several pieces.
constexpr int64_t kN = 200000;

std::vector<Tensor> Compute(const Tensor& x, const Tensor& rows) {
  return {x + x.exp(), x.sum(), rows.sum(0), rows.sum(1), rows.argmax(1),
          rows + rows[0], x.to(kHalf), rows.t().contiguous()};
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

}  // namespace
}  // namespace tessera
