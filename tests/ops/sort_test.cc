#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/dtype/limits.h"
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

// The order of the least and greatest integers of each dtype, in rows that are
// sorted by comparing and in long ones.
TEST(SortTest, E02_EndsOfIntegers) {
  for (DType dtype :
       {kUInt8, kUInt16, kUInt32, kUInt64, kInt8, kInt16, kInt32, kInt64}) {
    const auto info = iinfo(dtype);
    const Scalar ascending[] = {Scalar(info.min),     Scalar(info.min + 1),
                                Scalar(50),           Scalar(100),
                                Scalar(info.max - 1), Scalar(info.max)};
    for (int64_t n : {6, 6000}) {
      Tensor sorted = empty({n}, dtype), drawn = empty({n}, dtype);
      for (int64_t i = 0; i < n; ++i) {
        sorted[i].fill_(ascending[i * 6 / n]);
        drawn[i].fill_(ascending[i * 5 % 6]);
      }
      EXPECT_TRUE(SameBits(std::get<0>(sort(drawn)), sorted)) << name(dtype);
      EXPECT_TRUE(SameBits(std::get<0>(sort(drawn, 0, true)), sorted.flip(0)));
      EXPECT_TRUE(SameBits(drawn.index_select(0, argsort(drawn)), sorted));
      EXPECT_TRUE(
          SameBits(std::get<0>(topk(drawn, 3)), sorted.flip(0).slice(0, 0, 3)));
      EXPECT_TRUE(SameBits(std::get<0>(topk(drawn, 3, 0, false)),
                           sorted.slice(0, 0, 3)));
      EXPECT_TRUE(
          SameBits(std::get<0>(unique(drawn)), sorted.slice(0, 0, n, n / 6)));
      EXPECT_TRUE(SameBits(drawn.median(), sorted[(n - 1) / 2]));
    }
  }
}

TEST(SortTest, E02_BadInput) {
  const auto message = [](auto f) {
    try {
      f();
    } catch (const ValueError& e) {
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

// The first place along dim of each value.
Tensor FirstIndex(const Tensor& x, const Tensor& values, int64_t dim) {
  if (x.dim() == 0) return zeros({}, kInt64);
  const Tensor v = values.unsqueeze(dim);
  const Tensor same = (x == v) | ((x != x) & (v != v));
  return std::get<1>(sort(same, dim, true)).select(dim, 0);
}

TEST(SortTest, E01_E02_SelectionAsPyTorchInEveryDtypeAndLayout) {
  GuardedAllocatorScope guard;
  int lines = 0;
  for (const GoldenLine& line :
       ReadGoldenLines("tests/ops/testdata/index_more_golden.txt")) {
    const std::string& op = line.op;
    if (op != "median" && op != "nanmedian" && op != "mode" &&
        op != "kthvalue") {
      continue;
    }
    ++lines;
    const bool floats = NeedsFloats(line.tensors[0]);
    for (int d = 1; d <= static_cast<int>(kFloat64); ++d) {
      const DType dtype = static_cast<DType>(d);
      if (floats && !isFloatingType(dtype)) continue;
      const Tensor x = InLayout(line.tensors[0].to(dtype), (lines + d) % 4);
      const Tensor want = line.tensors[1].to(dtype);
      if (line.dim == 99) {
        const Tensor y = op == "median" ? median(x) : nanmedian(x);
        ASSERT_TRUE(SameValues(y, want)) << line.text << name(dtype);
        continue;
      }
      for (bool keepdim : {false, true}) {
        auto [values, indices] =
            op == "median"      ? x.median(line.dim, keepdim)
            : op == "nanmedian" ? nanmedian(x, line.dim, keepdim)
            : op == "mode"      ? mode(x, line.dim, keepdim)
                                : kthvalue(x, line.number, line.dim, keepdim);
        if (keepdim && x.dim()) {
          ASSERT_EQ(values.size(line.dim), 1);
          values = values.squeeze(line.dim);
          indices = indices.squeeze(line.dim);
        }
        ASSERT_TRUE(SameValues(values, want)) << line.text << name(dtype);
        if (op == "mode") {  // the last index
          const Tensor back = x.dim() ? x.slice(line.dim, {}, {}, -1) : x;
          const int64_t n = x.dim() ? x.size(line.dim) : 1;
          ASSERT_TRUE(
              SameBits(indices, n - 1 - FirstIndex(back, values, line.dim)));
        } else {
          ASSERT_TRUE(SameBits(indices, FirstIndex(x, values, line.dim)))
              << line.text << name(dtype) << indices.to_string();
        }
      }
    }
  }
  EXPECT_GT(lines, 60);
}

TEST(SortTest, E02_UniqueAsPyTorchInEveryDtypeAndLayout) {
  GuardedAllocatorScope guard;
  int lines = 0;
  for (const GoldenLine& line :
       ReadGoldenLines("tests/ops/testdata/index_more_golden.txt")) {
    if (line.op != "unique" && line.op != "unique_consecutive") continue;
    ++lines;
    const std::vector<Tensor>& t = line.tensors;
    const bool floats = NeedsFloats(t[0]);
    const bool bits = t[0].numel() == 0 || t[0].max().item<double>() < 2;
    for (int d = bits ? 0 : 1; d <= static_cast<int>(kFloat64); ++d) {
      const DType dtype = static_cast<DType>(d);
      if (floats && !isFloatingType(dtype)) continue;
      const Tensor x = InLayout(t[0].to(dtype), (lines + d) % 4);
      std::optional<int64_t> dim;
      if (line.dim != 99) dim = line.dim;
      const auto [values, inverse, counts] =
          line.op == "unique" ? unique(x, true, true, true, dim)
                              : unique_consecutive(x, true, true, dim);
      ASSERT_TRUE(SameValues(values, t[1].to(dtype)))
          << line.text << values.to_string();
      ASSERT_TRUE(SameBits(counts, t[3].to(kInt64))) << line.text;
      ASSERT_TRUE(SameBits(inverse, t[2].to(kInt64)))
          << line.text << inverse.to_string();
    }
  }
  EXPECT_EQ(lines, 32);
}

TEST(SortTest, E02_UniqueOfMany) {
  const int64_t n = 5000;
  const Tensor x = (arange(n) * 7919).remainder(613) - 300;
  const auto [values, inverse, counts] = unique(x, true, true, true);
  EXPECT_TRUE(SameBits(values, arange(-300, 313)));
  EXPECT_TRUE(SameBits(values.index({inverse}), x));
  EXPECT_EQ(counts.sum().item<int64_t>(), n);
  EXPECT_EQ(std::get<1>(unique(x)).numel(), 0);
  EXPECT_TRUE(SameBits(std::get<0>(_unique2(x)), values));
  EXPECT_TRUE(SameBits(std::get<0>(unique_dim(x.view({n, 1}), 0)),
                       values.view({-1, 1})));
  EXPECT_THROW(unique(ones({2}, kComplexFloat)), TypeError);
  EXPECT_THROW(unique(ones({2, 0}), true, false, false, 0), ShapeError);
  EXPECT_THROW(unique(ones({2, 0}), true, false, false, 2), IndexError);
}

TEST(SortTest, E02_SearchAsPyTorchInEveryDtype) {
  GuardedAllocatorScope guard;
  int lines = 0;
  for (const GoldenLine& line :
       ReadGoldenLines("tests/ops/testdata/index_more_golden.txt")) {
    if (line.op != "searchsorted" && line.op != "isin") continue;
    ++lines;
    const std::vector<Tensor>& t = line.tensors;
    const bool floats = NeedsFloats(t[0]) || NeedsFloats(t[1]);
    const bool flag = line.number != 0;
    for (int d = 1; d <= static_cast<int>(kFloat64); ++d) {
      const DType dtype = static_cast<DType>(d);
      if (floats && !isFloatingType(dtype)) continue;
      const Tensor a = InLayout(t[0].to(dtype), d % 4);
      const Tensor b = InLayout(t[1].to(dtype), 3 - d % 4);
      if (line.op == "isin") {
        ASSERT_TRUE(SameBits(isin(a, b, false, flag), t[2].to(kBool)));
        continue;
      }
      const Tensor want = t[2].to(kInt64);
      ASSERT_TRUE(SameBits(searchsorted(a, b, false, flag), want)) << line.text;
      ASSERT_TRUE(SameBits(searchsorted(a, b, true, false, flag ? "right" : ""),
                           want.to(kInt32)));
      if (a.dim() == 1) {
        ASSERT_TRUE(SameBits(bucketize(b, a, false, flag), want));
      }
    }
  }
  EXPECT_EQ(lines, 10);
}

TEST(SortTest, E02_SearchForms) {
  const Tensor row = tensor({1, 3, 5});
  EXPECT_EQ(searchsorted(row, 3).item<int>(), 1);
  EXPECT_EQ(searchsorted(row, 3.5).item<int>(), 2);
  EXPECT_EQ(searchsorted(row, 3, false, true).item<int>(), 2);
  EXPECT_EQ(bucketize(4, row).item<int>(), 2);
  const Tensor loose = tensor({5, 1, 3}), sorter = argsort(loose);
  EXPECT_TRUE(
      SameBits(searchsorted(loose, tensor({3, 6}), false, false, "", sorter),
               tensor({1, 3})));
  EXPECT_TRUE(SameBits(isin(row, 3), tensor({false, true, false})));
  EXPECT_TRUE(isin(3, row).item<bool>());
  EXPECT_FALSE(isin(row, empty({0}, kInt64)).any().item<bool>());
  EXPECT_TRUE(
      SameBits(isin(row, tensor({3.f, 3.5f})), tensor({false, true, false})));
  EXPECT_THROW(searchsorted(row, tensor({1.f})), DTypeError);
  EXPECT_THROW(searchsorted(row.view({1, 3}), ones({2, 2}, kInt64)),
               ShapeError);
  EXPECT_THROW(searchsorted(row, row, false, true, "left"), ValueError);
  EXPECT_THROW(searchsorted(row, row, false, true, "up"), ValueError);
  EXPECT_THROW(searchsorted(row, row, false, false, "", tensor({0, 1, 3})),
               IndexError);
  EXPECT_THROW(searchsorted(row, row, false, false, "", tensor({0})),
               ShapeError);
  EXPECT_THROW(bucketize(row, row.view({1, 3})), ShapeError);
  EXPECT_EQ(searchsorted(row, empty({2, 0}, kInt64)).sizes(),
            IntArrayRef({2, 0}));
  EXPECT_EQ(searchsorted(empty({0}, kInt64), row).sum().item<int>(), 0);
}

TEST(SortTest, E02_SelectionBadInput) {
  const Tensor x = ones({3, 4});
  const auto message = [](auto f) {
    try {
      f();
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  const std::string text = message([&] { kthvalue(x, 5); });
  for (const char* word : {"kthvalue", "k 5", "size 4", "out of range"}) {
    EXPECT_NE(text.find(word), std::string::npos) << text;
  }
  EXPECT_THROW(kthvalue(x, 0), ValueError);
  EXPECT_THROW(median(x, 2), IndexError);
  EXPECT_THROW(median(ones({0, 4}), 0), IndexError);
  EXPECT_THROW(mode(ones({0})), IndexError);
  EXPECT_THROW(median(empty({0}, kInt64)), ShapeError);
  EXPECT_TRUE(std::isnan(median(empty({0})).item<float>()));
  EXPECT_EQ(std::get<0>(median(ones({0, 4}), 1)).sizes(), IntArrayRef({0}));
  EXPECT_THROW(median(ones({2}, kBool)), NotImplementedError);
  EXPECT_THROW(median(ones({2}, kComplexFloat)), NotImplementedError);
  Tensor values = empty({0}), indices = empty({0}, kInt64);
  median_out(values, indices, tensor({3.f, 1.f, 2.f, 2.f}), 0);
  EXPECT_EQ(values.item<float>(), 2);
  EXPECT_EQ(indices.item<int>(), 2);
}

TEST(SortTest, OutForms) {
  Tensor values = empty({0}), indices = empty({0}, kInt64);
  sort_out(values, indices, tensor({3.f, 1.f, 2.f}));
  EXPECT_TRUE(SameBits(values, tensor({1.f, 2.f, 3.f})));
  EXPECT_TRUE(SameBits(indices, tensor({1, 2, 0})));
}

}  // namespace
}  // namespace tessera
