#include "tessera/ops_cpu/gemm/gemv_kernel.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/ops_cpu/runtime/isa.h"

namespace tessera {
namespace {

auto* Find(Isa isa, float) { return TESSERA_KERNEL(GemvF32, isa); }
auto* Find(Isa isa, double) { return TESSERA_KERNEL(GemvF64, isa); }

template <class T>
void Check(int64_t rows, int64_t cols, bool row_major, bool accumulate) {
  const int64_t length = row_major ? cols : rows;
  const int64_t stride = length + 3;
  std::vector<T> matrix(stride * (row_major ? rows : cols)), x(cols);
  for (size_t i = 0; i < matrix.size(); ++i)
    matrix[i] = static_cast<T>(i * 7 % 31) / 16 - 1;
  for (int64_t i = 0; i < cols; ++i) x[i] = static_cast<T>(i * 5 % 23) / 12 - 1;
  for (Isa isa : SupportedIsas()) {
    // One more value: it must stay.
    std::vector<T> y(rows + 1, 0.5);
    GemvArgs<T> g;
    g.rows = rows, g.cols = cols;
    g.matrix = matrix.data(), g.stride = stride, g.row_major = row_major;
    g.x = x.data(), g.y = y.data(), g.accumulate = accumulate;
    Find(isa, T())(g);
    EXPECT_EQ(y[rows], T(0.5));
    for (int64_t i = 0; i < rows; ++i) {
      long double sum = accumulate ? 0.5 : 0, total = sum;
      for (int64_t k = 0; k < cols; ++k) {
        const long double product =
            static_cast<long double>(x[k]) *
            matrix[row_major ? i * stride + k : i + k * stride];
        sum += product;
        total += std::abs(product);
      }
      // Each product and sum rounds once, in whatever order.
      ASSERT_LE(std::abs(y[i] - sum),
                (cols + 2) * std::numeric_limits<T>::epsilon() * total)
          << IsaName(isa) << " " << rows << "x" << cols << " row " << i;
    }
  }
}

TEST(GemvKernelTest, Sizes) {
  for (int64_t rows : {1, 2, 3, 7, 16, 33, 130}) {
    for (int64_t cols : {1, 2, 5, 8, 17, 64, 301}) {
      for (bool row_major : {false, true}) {
        for (bool accumulate : {false, true}) {
          Check<float>(rows, cols, row_major, accumulate);
          Check<double>(rows, cols, row_major, accumulate);
        }
      }
    }
  }
}

}  // namespace
}  // namespace tessera
