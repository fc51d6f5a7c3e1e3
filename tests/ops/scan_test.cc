// cumsum, cumprod, cummax, cummin and diff. shape_test compares them with
// PyTorch's results in every dtype and layout.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/dtype/limits.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/ops/harness.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using testing::Array;
using testing::OpRow;
using testing::Value;
using V = std::vector<double>;

// Each row's running sums or products along dim, in long double; with
// `absolute` of the absolute values.
Array Running(const Array& x, int64_t dim, bool product, bool absolute) {
  Array y = x;
  const int64_t ndim = static_cast<int64_t>(x.sizes.size());
  if (dim < 0) dim += std::max<int64_t>(ndim, 1);
  const int64_t n = ndim ? x.sizes[static_cast<size_t>(dim)] : 1;
  int64_t inner = 1;
  for (int64_t d = dim + 1; d < ndim; ++d) {
    inner *= x.sizes[static_cast<size_t>(d)];
  }
  for (size_t i = 0; i < y.values.size(); ++i) {
    if (absolute) y.values[i] = std::abs(y.values[i]);
    if (static_cast<int64_t>(i) / inner % n == 0) continue;
    const Value before = y.values[i - static_cast<size_t>(inner)];
    y.values[i] = product ? before * y.values[i] : before + y.values[i];
  }
  return y;
}

// CheckRow asks for the errors of an array's elements in order: computed at the
// first.
struct Bounds {
  std::vector<Value> results, terms;
};

OpRow SumRow(int64_t dim) {
  OpRow row;
  row.name = "cumsum";
  row.call = [dim](const std::vector<Tensor>& t) { return cumsum(t[0], dim); };
  row.method = [dim](const std::vector<Tensor>& t) { return t[0].cumsum(dim); };
  row.out = [dim](Tensor& out, const std::vector<Tensor>& t) {
    return cumsum_out(out, t[0], dim);
  };
  row.reference = [dim](const std::vector<Array>& x) {
    return Running(x[0], dim, false, false);
  };
  row.result = testing::ResultSum;
  // The sum is carried in two numbers: one rounding, and of the terms' sum
  // hardly anything, however long the row is.
  row.error = [dim, b = Bounds()](const std::vector<Array>& x, size_t i,
                                  DType dtype) mutable -> long double {
    if (i == 0) {
      b.results = Running(x[0], dim, false, false).values;
      b.terms = Running(x[0], dim, false, true).values;
    }
    if (isIntegralType(dtype, true)) return 0;
    const long double eps = finfo(toRealValueType(dtype)).eps;
    const long double terms = std::abs(b.terms[i]);
    return .51L * eps * std::abs(b.results[i]) +
           (isReducedFloatingType(dtype) ? 1e-7L : eps * 1e-3L) * terms;
  };
  return row;
}

TEST(ScanTest, E03_Cumsum) {
  for (int64_t dim : {0, -1}) {
    OpRow row = SumRow(dim);
    // In place small integers would wrap, which the reference does not.
    row.dtypes = testing::kIntDTypes | testing::kBoolDType;
    testing::CheckRow(row);
    row.inplace = [dim](const std::vector<Tensor>& t) -> Tensor {
      return t[0].cumsum_(dim);
    };
    row.dtypes = testing::kInexactDTypes;
    testing::CheckRow(row);
  }
}

TEST(ScanTest, E03_Cumprod) {
  for (int64_t dim : {0, -1}) {
    OpRow row;
    row.name = "cumprod";
    row.call = [dim](const std::vector<Tensor>& t) {
      return cumprod(t[0], dim);
    };
    row.inplace = [dim](const std::vector<Tensor>& t) -> Tensor {
      return t[0].cumprod_(dim);
    };
    row.out = [dim](Tensor& out, const std::vector<Tensor>& t) {
      return cumprod_out(out, t[0], dim);
    };
    row.reference = [dim](const std::vector<Array>& x) {
      return Running(x[0], dim, true, false);
    };
    row.result = testing::ResultSum;
    row.dtypes = testing::kInexactDTypes;
    row.low = {.9};
    row.high = {1.1};
    // Rows of up to 300 products. float32 rounds once at the end, half types
    // compute in float32; else each step is off by half an ulp, or by an ulp
    // and a half in complex numbers.
    row.error = [dim, b = Bounds()](const std::vector<Array>& x, size_t i,
                                    DType dtype) mutable -> long double {
      if (i == 0) b.results = Running(x[0], dim, true, false).values;
      const long double eps = finfo(toRealValueType(dtype)).eps;
      const bool once = dtype == kFloat32 || isReducedFloatingType(dtype);
      return (once ? .53L : 450) * eps * std::abs(b.results[i]);
    };
    testing::CheckRow(row);
  }
}

TEST(ScanTest, D06_ScansOfIntegers) {
  const Tensor u = tensor({200, 100, 255}, kUInt8);
  EXPECT_EQ(u.cumsum(0).scalar_type(), kInt64);
  EXPECT_EQ(Values(u.cumsum(0)), (V{200, 300, 555}));
  EXPECT_EQ(Values(u.cumprod(0)), (V{200, 20000, 5100000}));
  EXPECT_EQ(Values(tensor({true, true, false}).cumsum(0)), (V{1, 2, 2}));
  EXPECT_EQ(tensor({true}).cumprod(0).scalar_type(), kInt64);
  // A dtype converts first; in place it stays.
  EXPECT_EQ(Values(u.cumsum(0, kUInt8)), (V{200, 44, 43}));
  EXPECT_EQ(Values(u.clone().cumsum_(0)), (V{200, 44, 43}));
  EXPECT_EQ(Values(tensor({1.5f, 1.5f}).cumsum(0, kInt64)), (V{1, 2}));
  EXPECT_EQ(u.cumsum(0, kFloat16).scalar_type(), kFloat16);
  EXPECT_EQ(Values(tensor({2, 3}).cumprod(0, kFloat64)), (V{2, 6}));
  const int64_t max = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(tensor({max, int64_t{1}}).cumsum(0)[1].item<int64_t>(),
            std::numeric_limits<int64_t>::min());
  EXPECT_EQ(full({2}, max).cumprod(0)[1].item<int64_t>(), 1);
  Tensor b = tensor({true, false});
  EXPECT_THROW(b.cumsum_(0), DTypeError);
  EXPECT_EQ(Values(b), (V{1, 0}));
  Tensor ints = empty({0}, kInt32);
  EXPECT_THROW(cumsum_out(ints, ones({2}), 0), DTypeError);
}

TEST(ScanTest, HalfTypesComputeInFloat32) {
  // 2048 + 1 is 2048 in float16.
  const Tensor x = ones({4096}, kFloat16);
  EXPECT_EQ(x.cumsum(0)[4095].item<float>(), 4096);
  EXPECT_EQ(x.to(kBFloat16).cumsum(0)[4095].item<float>(), 4096);
}

TEST(ScanTest, InfinitiesAndNan) {
  const float inf = HUGE_VALF, nan = NAN;
  const std::vector<float> sums = {1, inf, inf, nan, nan};
  const Tensor y = tensor({1.f, inf, 1.f, -inf, 2.f}).cumsum(0);
  for (int64_t i = 0; i < 5; ++i) {
    const float v = y[i].item<float>();
    EXPECT_TRUE(v == sums[static_cast<size_t>(i)] || (v != v && i > 2)) << i;
  }
  EXPECT_TRUE(std::isnan(tensor({1.f, nan, 1.f}).cumsum(0)[2].item<float>()));
  EXPECT_TRUE(std::isnan(tensor({0.f, inf}).cumprod(0)[1].item<float>()));
  // What overflows on the way comes back only in order, as with single steps.
  EXPECT_EQ(tensor({3e38f, 3e38f, -3e38f}).cumsum(0)[2].item<float>(), inf);
}

// Beyond a block, on any number of threads, next to the same rows alone.
TEST(ScanTest, R03_LongRows) {
  const int threads = get_num_threads();
  // Three blocks, the last of few rows; 33 columns are more than a tile of 32.
  const int64_t n = 2 * 4096 + 17;
  const auto same_bits = [](const Tensor& a, const Tensor& b) {
    return std::memcmp(a.data_ptr(), b.data_ptr(), a.nbytes()) == 0;
  };
  for (int64_t width : {1, 3, 33}) {
    const Tensor numbers =
        (arange(n * width, kFloat64) * 0.7548776662466927).sin();
    for (DType dtype : {kFloat32, kFloat64, kFloat16, kInt32, kComplexFloat}) {
      SCOPED_TRACE(name(dtype));
      SCOPED_TRACE(width);
      const Tensor x = (dtype == kInt32 ? numbers * 1000 : numbers)
                           .view({n, width})
                           .to(dtype);
      const Tensor rows = x.t().clone(MemoryFormat::Contiguous);
      Tensor sums;
      for (bool product : {false, true}) {
        Tensor down[2], along[2];
        for (int i : {0, 1}) {
          set_num_threads(i == 0 ? 1 : 3);
          down[i] = product ? x.cumprod(0) : x.cumsum(0);
          along[i] = product ? rows.cumprod(1) : rows.cumsum(1);
        }
        EXPECT_TRUE(same_bits(down[0], down[1])) << product;
        EXPECT_TRUE(same_bits(along[0], along[1])) << product;
        EXPECT_TRUE(
            same_bits(down[0], along[0].t().clone(MemoryFormat::Contiguous)))
            << product;
        if (!product) sums = down[0];
      }
      if (dtype != kFloat32) continue;
      // Against long double.
      const V in = Values(x), out = Values(sums);
      for (int64_t j = 0; j < width; ++j) {
        long double sum = 0, terms = 0;
        for (int64_t i = 0; i < n; ++i) {
          const size_t at = static_cast<size_t>(i * width + j);
          sum += in[at];
          terms += std::fabs(in[at]);
          ASSERT_LE(std::fabs(out[at] - sum),
                    0x1p-24L * (std::fabs(sum) * 1.01L + terms * 1e-4L))
              << i;
        }
      }
    }
  }
  set_num_threads(threads);
}

TEST(ScanTest, E01_ExtremesAndNan) {
  const float nan = NAN;
  auto [values, indices] = tensor({1.f, 3.f, 2.f, 3.f, 1.f}).cummax(0);
  EXPECT_EQ(Values(values), (V{1, 3, 3, 3, 3}));
  EXPECT_EQ(Values(indices), (V{0, 1, 1, 3, 3}));  // of equal ones the last
  std::tie(values, indices) = cummin(tensor({2, 1, 2, 1, 3}), 0);
  EXPECT_EQ(Values(values), (V{2, 1, 1, 1, 1}));
  EXPECT_EQ(Values(indices), (V{0, 1, 1, 3, 3}));
  for (DType dtype : {kFloat16, kBFloat16, kFloat32, kFloat64}) {
    const Tensor x = tensor({1.f, nan, 9.f, nan, 0.f}).to(dtype);
    for (bool max : {true, false}) {
      std::tie(values, indices) = max ? x.cummax(0) : x.cummin(0);
      EXPECT_EQ(values[0].item<float>(), 1);
      for (int64_t i = 1; i < 5; ++i) {
        EXPECT_TRUE(std::isnan(values[i].item<float>()));
      }
      EXPECT_EQ(Values(indices), (V{0, 1, 1, 1, 1}));
    }
  }
  std::tie(values, indices) = tensor({nan, 1.f}).cummax(-1);
  EXPECT_EQ(Values(indices), (V{0, 0}));
  std::tie(values, indices) = tensor({false, true, false}).cummax(0);
  EXPECT_EQ(values.scalar_type(), kBool);
  EXPECT_EQ(Values(values), (V{0, 1, 1}));
  std::tie(values, indices) = tensor({0.f, -0.f}).cummax(0);
  EXPECT_EQ(Values(indices), (V{0, 1}));
  std::tie(values, indices) = full({2}, Scalar(UINT64_MAX), kUInt64).cummin(0);
  EXPECT_EQ(values[1].item<uint64_t>(), UINT64_MAX);
  std::tie(values, indices) = tensor(3.f).cummax(0);
  EXPECT_EQ(indices.item<int64_t>(), 0);
  EXPECT_EQ(indices.dim(), 0);
  std::tie(values, indices) = zeros({2, 0}).cummax(1);
  EXPECT_EQ(Sizes(indices), (std::vector<int64_t>{2, 0}));
}

TEST(ScanTest, Diff) {
  EXPECT_EQ(Values(tensor({1, 4, 9, 16}).diff()), (V{3, 5, 7}));
  EXPECT_EQ(Values(tensor({1, 4, 9}).diff(1, 0, tensor({0}), tensor({10}))),
            (V{1, 3, 5, 1}));
  EXPECT_EQ(Values(tensor({true, true, false}).diff()), (V{0, 1}));
  EXPECT_EQ(tensor({true, true}).diff().scalar_type(), kBool);
  EXPECT_EQ(Values(tensor({3, 1}, kUInt16).diff()), (V{65534}));
  const Tensor x = tensor({1});
  EXPECT_FALSE(x.diff(0).is_same(x));
  // n = 0: the input alone, as PyTorch's and NumPy's.
  EXPECT_EQ(Values(x.diff(0, 0, tensor({0}), tensor({9}))), (V{1}));
  ExpectError<ValueError>([&] { x.diff(-1); }, {"diff", "-1"});
  ExpectError<ShapeError>([] { tensor(1).diff(); }, {"diff", "int64[]@cpu"});
  ExpectError<ShapeError>([&] { x.diff(1, 0, ones({1, 1})); }, {"diff"});
  ExpectError<ShapeError>(
      [] {
        ones({2, 3}).diff(1, 0, ones({1, 2}));
      },
      {"float32[1,2]@cpu", "float32[2,3]@cpu"});
}

TEST(ScanTest, BadInput) {
  EXPECT_THROW(ones({2}).cumsum(1), IndexError);
  EXPECT_THROW(ones({}).cumprod(1), IndexError);
  EXPECT_THROW(ones({2}).cummax(-2), IndexError);
  ExpectError<NotImplementedError>([] { ones({2}, kComplexFloat).cummax(0); },
                                   {"cummax", "complex64[2]@cpu", "float32"});
  EXPECT_THROW(cumsum(Tensor(), 0), ValueError);
}

}  // namespace
}  // namespace tessera
