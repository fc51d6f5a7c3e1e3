#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/storage/guarded_allocator.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/ops/golden_lines.h"

namespace tessera {
namespace {

// NaN and -0.0 need a floating dtype.
bool NeedsFloats(const Tensor& t) {
  const Tensor c = t.contiguous();
  const double* x = c.data_ptr<double>();
  return std::any_of(x, x + c.numel(), [](double v) {
    return !std::isfinite(v) || std::signbit(v);
  });
}

TEST(SortTest, E01_E02_AsPyTorchInEveryDtypeAndLayout) {
  GuardedAllocatorScope guard;
  int lines = 0;
  for (const GoldenLine& line : ReadGoldenLines()) {
    if (line.op != "sort" && line.op != "topk") continue;
    ++lines;
    const bool floats = NeedsFloats(line.tensors[0]);
    for (int d = line.op == "topk"; d <= static_cast<int>(kFloat64); ++d) {
      const DType dtype = static_cast<DType>(d);
      if (floats && !isFloatingType(dtype)) continue;
      if (dtype == kBool) continue;
      const Tensor x = InLayout(line.tensors[0].to(dtype), (lines + d) % 4);
      Tensor values, indices;
      if (line.op == "sort") {
        std::tie(values, indices) = sort(x, line.dim, line.number != 0);
        ASSERT_TRUE(SameBits(argsort(x, line.dim, line.number != 0), indices));
      } else {
        std::tie(values, indices) =
            topk(x, line.number / 2, line.dim, line.number % 2 != 0);
      }
      ASSERT_TRUE(SameBits(indices, line.tensors[2].to(kInt64)))
          << line.text << name(dtype) << "\n"
          << indices.to_string();
      ASSERT_TRUE(SameBits(values, line.tensors[1].to(dtype)))
          << line.text << name(dtype) << "\n"
          << values.to_string();
    }
  }
  EXPECT_GT(lines, 200);
}

TEST(SortTest, E02_StableInBothDirections) {
  const Tensor x = tensor({true, false, true, false, true});
  EXPECT_TRUE(SameBits(argsort(x), tensor({1, 3, 0, 2, 4})));
  EXPECT_TRUE(SameBits(argsort(x, -1, true), tensor({0, 2, 4, 1, 3})));
  EXPECT_TRUE(
      SameBits(std::get<0>(sort(x)), tensor({false, false, true, true, true})));
  const Tensor zeros = tensor({0.f, -0.f, 0.f});
  EXPECT_TRUE(SameBits(argsort(zeros), tensor({0, 1, 2})));
  EXPECT_TRUE(SameBits(argsort(zeros, 0, true), tensor({0, 1, 2})));
  EXPECT_TRUE(SameBits(std::get<0>(sort(zeros)), zeros));
}

// Against std::stable_sort, beyond the sizes that are sorted by comparing, on
// any number of threads.
TEST(SortTest, LongRows) {
  const int threads = get_num_threads();
  const int64_t rows = 5, n = 3000;
  const Tensor x =
      (arange(rows * n).view({rows, n}) * 7919).remainder(1009) - 500;
  const Tensor ints = x.to(kInt64);
  std::vector<int64_t> want(rows * n);
  for (int64_t r = 0; r < rows; ++r) {
    const int64_t* row = ints.data_ptr<int64_t>() + r * n;
    auto begin = want.begin() + r * n;
    for (int64_t i = 0; i < n; ++i) begin[i] = i;
    std::stable_sort(begin, begin + n,
                     [row](int64_t a, int64_t b) { return row[a] < row[b]; });
  }
  const Tensor expected = tensor(want).view({rows, n});
  for (int t : {1, 3}) {
    set_num_threads(t);
    for (DType dtype : {kInt16, kInt64, kFloat16, kFloat32, kFloat64}) {
      EXPECT_TRUE(SameBits(argsort(ints.to(dtype)), expected)) << name(dtype);
      EXPECT_TRUE(SameBits(argsort(ints.to(dtype).t(), 0), expected.t()));
    }
  }
  set_num_threads(threads);
}

TEST(SortTest, E02_BadInput) {
  const auto message = [](auto f) {
    try {
      f();
    } catch (const ShapeError& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  const std::string text = message([] { topk(ones({3, 4}), 5); });
  for (const char* word : {"topk", "k 5", "size 4", "out of range"}) {
    EXPECT_NE(text.find(word), std::string::npos) << text;
  }
  EXPECT_NE(message([] { topk(ones({3}), -1); }), "");
  EXPECT_THROW(topk(ones({3}, kBool), 1), NotImplementedError);
  EXPECT_THROW(sort(ones({3}), 1), IndexError);
  EXPECT_THROW(argsort(ones({}), 1), IndexError);
}

TEST(SortTest, E02b_ComplexHasNoOrder) {
  const Tensor z = ones({2}, kComplexFloat);
  EXPECT_THROW(sort(z), TypeError);
  EXPECT_THROW(argsort(z), TypeError);
  EXPECT_THROW(topk(z, 1), TypeError);
}

TEST(SortTest, OutForms) {
  Tensor values = empty({0}), indices = empty({0}, kInt64);
  sort_out(values, indices, tensor({3.f, 1.f, 2.f}));
  EXPECT_TRUE(SameBits(values, tensor({1.f, 2.f, 3.f})));
  EXPECT_TRUE(SameBits(indices, tensor({1, 2, 0})));
}

}  // namespace
}  // namespace tessera
