// The loops of softmax and of optimisers give the same bits on every
// instruction set, and tiles the same as rows.
#include <cmath>
#include <cstring>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/ops_cpu/fused/row_kernel.h"
#include "tessera/ops_cpu/fused/step_kernel.h"

namespace tessera {
namespace {

template <class T>
std::vector<T> Numbers(int64_t n, uint32_t seed) {
  std::vector<T> x(static_cast<size_t>(n));
  uint32_t r = seed;
  for (T& v : x) {
    r = r * 1664525u + 1013904223u;
    v = static_cast<T>(static_cast<double>(r >> 8) * 0x1p-21 - 4);
  }
  return x;
}

template <class T>
bool Same(const std::vector<T>& a, const std::vector<T>& b) {
  return std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

template <class T>
struct Loops {
  RowLoops<float> row32;
  RowLoops<double> row64;
  StepLoops<float> step32;
  StepLoops<double> step64;
  explicit Loops(Isa isa) {
    TESSERA_KERNEL(FillRowLoops, isa)(&row32, &row64);
    TESSERA_KERNEL(FillStepLoops, isa)(&step32, &step64);
  }
  const auto& row() const {
    if constexpr (sizeof(T) == 4) {
      return row32;
    } else {
      return row64;
    }
  }
  const auto& step() const {
    if constexpr (sizeof(T) == 4) {
      return step32;
    } else {
      return step64;
    }
  }
};

template <class T>
class FusedKernelTest : public ::testing::Test {};
using Types = ::testing::Types<float, double>;
TYPED_TEST_SUITE(FusedKernelTest, Types, );

TYPED_TEST(FusedKernelTest, RowsAndTiles) {
  using T = TypeParam;
  for (int64_t n : {1, 2, 3, 10, 33, 64, 65, 200}) {
    const size_t size = static_cast<size_t>(n);
    const std::vector<T> x = Numbers<T>(n, static_cast<uint32_t>(n));
    const std::vector<T> g = Numbers<T>(n, static_cast<uint32_t>(n) + 1);
    for (RowWork work : {RowWork::kSoftmax, RowWork::kLogSoftmax}) {
      std::vector<T> first, first_backward;
      for (Isa isa : SupportedIsas()) {
        const Loops<T> all(isa);
        const RowLoops<T>& loops = all.row();
        std::vector<T> y(size), dx(size);
        T most, log_sum;
        loops.row(work, x.data(), y.data(), n, &most, &log_sum);
        loops.row_backward(work, y.data(), g.data(), dx.data(), n);
        if (first.empty()) {
          first = y;
          first_backward = dx;
          double sum = 0;
          for (T v : y) {
            sum += work == RowWork::kSoftmax ? double(v) : std::exp(double(v));
          }
          EXPECT_NEAR(sum, 1, 1e-5);
        }
        EXPECT_TRUE(Same(first, y)) << IsaName(isa) << ' ' << n;
        EXPECT_TRUE(Same(first_backward, dx)) << IsaName(isa) << ' ' << n;
        // Row 5 of a tile; the others hold something else.
        std::vector<T> tile(size * kTileRows, T(2)), e(tile), tg(tile),
            ty(tile);
        for (size_t k = 0; k < size; ++k) {
          tile[k * kTileRows + 5] = x[k];
          tg[k * kTileRows + 5] = g[k];
        }
        T mosts[kTileRows], log_sums[kTileRows];
        loops.tile(work, tile.data(), e.data(), n, mosts, log_sums);
        const std::vector<T>& result = work == RowWork::kSoftmax ? e : tile;
        ty = result;
        loops.tile_backward(work, ty.data(), tg.data(), tile.data(), n);
        std::vector<T> got, got_backward;
        for (size_t k = 0; k < size; ++k) {
          got.push_back(ty[k * kTileRows + 5]);
          got_backward.push_back(tg[k * kTileRows + 5]);
        }
        EXPECT_TRUE(Same(first, got)) << IsaName(isa) << ' ' << n;
        EXPECT_TRUE(Same(first_backward, got_backward))
            << IsaName(isa) << ' ' << n;
        EXPECT_EQ(mosts[5], most);
        EXPECT_EQ(log_sums[5], log_sum);
      }
    }
  }
}

TYPED_TEST(FusedKernelTest, Steps) {
  using T = TypeParam;
  const int64_t n = 77;
  std::vector<std::vector<T>> first;
  for (Isa isa : SupportedIsas()) {
    const Loops<T> all(isa);
    std::vector<std::vector<T>> lists;
    for (uint32_t l = 0; l < 5; ++l) lists.push_back(Numbers<T>(n, l + 1));
    for (T& v : lists[3]) v = std::abs(v);
    const SgdStep<T> sgd = {T(.1), T(.01), T(.9), T(.75), T(-1), true, false};
    all.step().sgd(sgd, lists[0].data(), lists[1].data(), lists[2].data(), n);
    const AdamStep<T> adam = {T(.01),  T(.001), T(.1), T(.99), T(.01),
                              T(1e-8), T(.2),   T(.5), T(1)};
    all.step().adam(adam, lists[0].data(), lists[1].data(), lists[2].data(),
                    lists[3].data(), lists[4].data(), n);
    if (first.empty()) first = lists;
    for (size_t l = 0; l < 5; ++l) {
      EXPECT_TRUE(Same(first[l], lists[l])) << IsaName(isa) << ' ' << l;
    }
    EXPECT_TRUE(Same(lists[1], Numbers<T>(n, 2)));  // gradients stay
  }
}

}  // namespace
}  // namespace tessera
