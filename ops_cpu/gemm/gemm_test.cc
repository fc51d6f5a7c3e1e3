#include "tessera/ops_cpu/gemm/gemm.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/dtype.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/gemm/split.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"

namespace tessera {
namespace {

using Number = std::complex<long double>;

constexpr DType kAllButBool[] = {
    DType::Byte,   DType::UInt16,       DType::UInt32,       DType::UInt64,
    DType::Char,   DType::Short,        DType::Int,          DType::Long,
    DType::Half,   DType::Float,        DType::ComplexFloat, DType::BFloat16,
    DType::Double, DType::ComplexDouble};

// Elements of any dtype.
class Buffer {
 public:
  Buffer(DType dtype, int64_t size, uint32_t seed = 0)
      : dtype_(dtype), bytes_(size * elementSize(dtype)) {
    // Any bits for integers, values in [-1, 1) for the others.
    for (int64_t i = 0; i < size; ++i) {
      const float re = Random(&seed), im = Random(&seed);
      switch (dtype) {
        case DType::Half:
          Put(i, 0, Half(re));
          break;
        case DType::BFloat16:
          Put(i, 0, BFloat16(re));
          break;
        case DType::Float:
          Put(i, 0, re);
          break;
        case DType::Double:
          Put(i, 0, double{re} + double{im} / (1 << 24));
          break;
        case DType::ComplexFloat:
          Put(i, 0, re);
          Put(i, sizeof(float), im);
          break;
        case DType::ComplexDouble:
          Put(i, 0, double{re});
          Put(i, sizeof(double), double{im});
          break;
        default:
          for (size_t b = 0; b < elementSize(dtype); ++b)
            Put(i, b, static_cast<uint8_t>(128 * Random(&seed)));
      }
    }
  }

  void* at(int64_t i) { return bytes_.data() + i * elementSize(dtype_); }
  const void* at(int64_t i) const {
    return bytes_.data() + i * elementSize(dtype_);
  }
  bool operator==(const Buffer& other) const { return bytes_ == other.bytes_; }

  // The value of an element that is no integer.
  Number number(int64_t i) const {
    switch (dtype_) {
      case DType::Half:
        return static_cast<float>(Get<Half>(i, 0));
      case DType::BFloat16:
        return static_cast<float>(Get<BFloat16>(i, 0));
      case DType::Float:
        return Get<float>(i, 0);
      case DType::Double:
        return Get<double>(i, 0);
      case DType::ComplexFloat:
        return {Get<float>(i, 0), Get<float>(i, sizeof(float))};
      default:
        return {Get<double>(i, 0), Get<double>(i, sizeof(double))};
    }
  }
  // The bits of an integer, the upper ones zero.
  uint64_t bits(int64_t i) const {
    uint64_t x = 0;
    std::memcpy(&x, at(i), elementSize(dtype_));
    return x;
  }
  bool negative(int64_t i) const {
    return isSignedType(dtype_) && bits(i) >> (8 * elementSize(dtype_) - 1);
  }

 private:
  static float Random(uint32_t* state) {
    *state = *state * 1664525u + 1013904223u;
    return static_cast<float>(*state >> 8) / (1 << 23) - 1;
  }
  template <class T>
  void Put(int64_t i, size_t byte, T x) {
    std::memcpy(static_cast<char*>(at(i)) + byte, &x, sizeof x);
  }
  template <class T>
  T Get(int64_t i, size_t byte) const {
    T x;
    std::memcpy(&x, static_cast<const char*>(at(i)) + byte, sizeof x);
    return x;
  }

  DType dtype_;
  std::vector<char> bytes_;
};

// A matrix with strides, in a buffer.
struct Matrix {
  Buffer buffer;
  int64_t start;
  MatrixView view;

  int64_t index(int64_t i, int64_t j) const {
    return start + i * view.row_stride + j * view.col_stride;
  }
};

constexpr int kLayouts = 8;

Matrix MakeMatrix(DType dtype, int kind, int64_t rows, int64_t cols,
                  uint32_t seed) {
  struct {
    int64_t row, col, start, size;
  } layouts[kLayouts] = {
      {cols, 1, 0, rows * cols},                    // row-major
      {1, rows, 0, rows * cols},                    // column-major
      {cols + 3, 1, 2, rows * (cols + 3) + 2},      // in a wider one
      {-cols, 1, (rows - 1) * cols, rows * cols},   // rows backwards
      {-1, -rows, rows * cols - 1, rows * cols},    // both, transposed
      {2, 2 * rows + 1, 0, (2 * rows + 1) * cols},  // every second
      {0, 1, 0, cols},                              // rows all the same
      {1, 0, 0, rows},                              // columns
  };
  const auto& l = layouts[kind];
  Matrix m{Buffer(dtype, l.size, seed), l.start, {}};
  m.view = {m.buffer.at(l.start), rows, cols, l.row, l.col};
  return m;
}

enum Finish { kPlain, kAccumulate, kBias, kBiasRelu };

// 2^-precision is half the distance from 1 to the next number.
int Precision(DType dtype) {
  switch (toRealValueType(dtype)) {
    case DType::Half:
      return 11;
    case DType::BFloat16:
      return 8;
    case DType::Float:
      return 24;
    default:
      return 53;
  }
}

void Check(DType dtype, int64_t m, int64_t n, int64_t k, int a_layout,
           int b_layout, Finish finish) {
  SCOPED_TRACE(testing::Message()
               << name(dtype) << " " << m << "x" << n << "x" << k << " layouts "
               << a_layout << " " << b_layout << " finish " << finish);
  Matrix a = MakeMatrix(dtype, a_layout, m, k, 1);
  Matrix b = MakeMatrix(dtype, b_layout, k, n, 2);
  Buffer bias(dtype, n, 3);
  const int64_t c_row = n + 2;
  const Buffer old(dtype, m * c_row, 4);
  Buffer c = old;
  MatMulOptions options;
  options.accumulate = finish == kAccumulate;
  if (finish >= kBias) options.bias = bias.at(0);
  options.relu = finish == kBiasRelu && !isComplexType(dtype);
  MatMul(dtype, a.view, b.view, c.at(0), c_row, options);

  const size_t size = elementSize(dtype);
  for (int64_t i = 0; i < m; ++i) {
    ASSERT_EQ(std::memcmp(c.at(i * c_row + n), old.at(i * c_row + n), 2 * size),
              0)
        << "wrote behind row " << i;
    for (int64_t j = 0; j < n; ++j) {
      const int64_t at = i * c_row + j;
      if (isIntegralType(dtype, false)) {
        uint64_t sum = finish == kAccumulate ? old.bits(at)
                       : finish >= kBias     ? bias.bits(j)
                                             : 0;
        for (int64_t p = 0; p < k; ++p)
          sum += a.buffer.bits(a.index(i, p)) * b.buffer.bits(b.index(p, j));
        if (size < 8) sum &= (uint64_t{1} << 8 * size) - 1;
        if (options.relu && isSignedType(dtype) && sum >> (8 * size - 1))
          sum = 0;
        ASSERT_EQ(c.bits(at), sum) << i << " " << j;
        continue;
      }
      Number sum = finish == kAccumulate ? old.number(at)
                   : finish >= kBias     ? bias.number(j)
                                         : Number(0);
      long double total = std::abs(sum);
      for (int64_t p = 0; p < k; ++p) {
        const Number x = a.buffer.number(a.index(i, p));
        const Number y = b.buffer.number(b.index(p, j));
        sum += x * y;
        total += std::abs(x) * std::abs(y);
      }
      if (options.relu && sum.real() < 0) sum = 0;
      // k products, k sums (twice for complex), each rounded once, in float32
      // for half types, which then round the result.
      const int precision = Precision(dtype);
      const long double unit = std::ldexp(1.0L, -std::max(precision, 24));
      long double bound = 2 * (k + 2) * unit * total;
      if (precision < 24)
        bound += std::ldexp(1.0L, -precision) * (std::abs(sum) + bound) +
                 std::ldexp(1.0L, -25);
      ASSERT_LE(std::abs(c.number(at) - sum), bound) << i << " " << j;
    }
  }
}

TEST(MatMulTest, EveryDTypeAndLayout) {
  struct {
    int64_t m, n, k;
  } const sizes[] = {{1, 1, 1}, {2, 3, 4}, {5, 7, 1},  {13, 17, 19},
                     {9, 1, 8}, {1, 9, 8}, {1, 1, 33}, {21, 66, 9}};
  for (DType dtype : kAllButBool) {
    int next = 0;
    for (auto s : sizes)
      for (int a = 0; a < kLayouts; ++a)
        for (int b = 0; b < kLayouts; ++b)
          Check(dtype, s.m, s.n, s.k, a, b, static_cast<Finish>(next++ % 4));
  }
}

TEST(MatMulTest, EveryFinish) {
  for (DType dtype : kAllButBool) {
    for (int finish = kPlain; finish <= kBiasRelu; ++finish) {
      for (int64_t k : {0, 1, 770}) {
        Check(dtype, 6, 10, k, 0, 1, static_cast<Finish>(finish));
        Check(dtype, 1, 100, k, 0, 0, static_cast<Finish>(finish));
        Check(dtype, 100, 1, k, 0, 0, static_cast<Finish>(finish));
      }
    }
  }
}

TEST(MatMulTest, EmptyReadsAndWritesNothing) {
  for (DType dtype : kAllButBool) {
    const MatrixView none{nullptr, 0, 4, 4, 1}, some{nullptr, 4, 0, 0, 1};
    MatMul(dtype, none, MatrixView{nullptr, 4, 3, 3, 1}, nullptr, 3);
    MatMul(dtype, MatrixView{nullptr, 3, 4, 4, 1}, some, nullptr, 0);
    Buffer c(dtype, 12, 1);
    MatMul(dtype, MatrixView{nullptr, 3, 0, 0, 1},
           MatrixView{nullptr, 0, 4, 4, 1}, c.at(0), 4);
    const std::vector<char> zeros(12 * elementSize(dtype));
    EXPECT_EQ(std::memcmp(c.at(0), zeros.data(), zeros.size()), 0)
        << name(dtype);
  }
}

// The same bits for one thread as for several: products large enough to be cut.
TEST(MatMulTest, Threads) {
  const int before = get_num_threads();
  struct {
    int64_t m, n, k;
  } const sizes[] = {
      {257, 129, 90}, {2000, 3, 400}, {3000, 1, 700}, {1, 3000, 700}};
  for (DType dtype : {DType::Byte, DType::Long, DType::Half, DType::Float,
                      DType::Double, DType::ComplexFloat}) {
    for (auto s : sizes) {
      for (int layout = 0; layout < 2; ++layout) {
        Matrix a = MakeMatrix(dtype, layout, s.m, s.k, 1);
        Matrix b = MakeMatrix(dtype, layout, s.k, s.n, 2);
        Buffer bias(dtype, s.n, 3);
        MatMulOptions options;
        options.bias = bias.at(0);
        Buffer expected(dtype, s.m * s.n);
        set_num_threads(1);
        MatMul(dtype, a.view, b.view, expected.at(0), s.n, options);
        for (int threads : {2, 5}) {
          set_num_threads(threads);
          Buffer c(dtype, s.m * s.n);
          MatMul(dtype, a.view, b.view, c.at(0), s.n, options);
          ASSERT_TRUE(c == expected)
              << name(dtype) << " " << s.m << "x" << s.n << "x" << s.k << ", "
              << threads << " threads";
        }
      }
    }
  }
  set_num_threads(before);
}

bool SameBits(const Buffer& x, int64_t i, const Buffer& y, int64_t j,
              DType dtype) {
  return std::memcmp(x.at(i), y.at(j), elementSize(dtype)) == 0;
}

// A part of a product is the product of parts, whatever its strides.
TEST(MatMulTest, PartsHaveTheSameBits) {
  constexpr int64_t kM = 67, kN = 131, kK = 500;
  for (DType dtype :
       {DType::Float, DType::Double, DType::Half, DType::BFloat16}) {
    Matrix a = MakeMatrix(dtype, 0, kM, kK, 1);
    Matrix b = MakeMatrix(dtype, 1, kK, kN, 2);
    Buffer whole(dtype, kM * kN);
    MatMul(dtype, a.view, b.view, whole.at(0), kN);
    for (int64_t rows : {2, 7, 50}) {
      for (int64_t cols : {2, 5, 16, 70}) {
        // Rows and columns in steps of -1 and 2, from somewhere inside.
        MatrixView part_a = a.view, part_b = b.view;
        part_a.data = a.buffer.at(a.index(rows + 3, 0));
        part_a.rows = rows, part_a.row_stride *= -1;
        const int64_t step = cols < 60 ? 2 : 1;
        part_b.data = b.buffer.at(b.index(0, 9));
        part_b.cols = cols, part_b.col_stride *= step;
        Buffer part(dtype, rows * cols);
        MatMul(dtype, part_a, part_b, part.at(0), cols);
        for (int64_t i = 0; i < rows; ++i) {
          for (int64_t j = 0; j < cols; ++j) {
            ASSERT_TRUE(SameBits(part, i * cols + j, whole,
                                 (rows + 3 - i) * kN + 9 + j * step, dtype))
                << name(dtype) << " " << rows << "x" << cols << " at " << i
                << " " << j;
          }
        }
      }
    }
  }
}

TEST(BatchedMatMulTest, IsMatMulForEachIndex) {
  const int64_t sizes[] = {3, 2};
  for (DType dtype : kAllButBool) {
    for (int64_t m : {1, 4}) {
      constexpr int64_t kN = 5, kK = 6;
      Buffer a(dtype, 3 * m * kK, 1), b(dtype, 2 * kK * kN, 2);
      // a[3, 1, m, k] with matrices backwards, b[1, 2, k, n], c[3, 2, m, n].
      const int64_t a_strides[] = {-m * kK, 0}, b_strides[] = {0, kK * kN};
      const int64_t c_strides[] = {2 * m * kN, m * kN};
      const BatchDims batch{2, sizes, a_strides, b_strides, c_strides};
      const MatrixView va{a.at(2 * m * kK), m, kK, kK, 1};
      const MatrixView vb{b.at(0), kK, kN, kN, 1};
      Buffer c(dtype, 6 * m * kN), expected(dtype, 6 * m * kN);
      BatchedMatMul(dtype, batch, va, vb, c.at(0), kN);
      for (int64_t i = 0; i < 6; ++i) {
        MatrixView ai = va, bi = vb;
        ai.data = a.at((2 - i / 2) * m * kK);
        bi.data = b.at(i % 2 * kK * kN);
        MatMul(dtype, ai, bi, expected.at(i * m * kN), kN);
      }
      EXPECT_TRUE(c == expected) << name(dtype) << " " << m;
    }
  }
}

TEST(BatchedMatMulTest, SameBitsAloneAndInABatch) {
  constexpr int64_t kCount = 40, kM = 20, kN = 30, kK = 50;
  for (DType dtype :
       {DType::Float, DType::Double, DType::Half, DType::BFloat16}) {
    Buffer a(dtype, kCount * kM * kK, 1), b(dtype, kCount * kK * kN, 2);
    for (int64_t b_stride : {int64_t{0}, kK * kN}) {
      const int64_t count = kCount, a_stride = kM * kK, c_stride = kM * kN;
      const BatchDims batch{1, &count, &a_stride, &b_stride, &c_stride};
      Buffer c(dtype, kCount * kM * kN), expected(dtype, kCount * kM * kN);
      BatchedMatMul(dtype, batch, {a.at(0), kM, kK, kK, 1},
                    {b.at(0), kK, kN, kN, 1}, c.at(0), kN);
      for (int64_t i = 0; i < kCount; ++i) {
        MatMul(dtype, {a.at(i * kM * kK), kM, kK, kK, 1},
               {b.at(i * b_stride), kK, kN, kN, 1}, expected.at(i * kM * kN),
               kN);
      }
      EXPECT_TRUE(c == expected) << name(dtype) << " " << b_stride;
    }
  }
}

// Rows of a batch that share B become one product.
TEST(BatchedMatMulTest, SingleRows) {
  constexpr int64_t kCount = 7, kN = 5, kK = 11;
  Matrix a = MakeMatrix(DType::Float, 2, kCount, kK, 1);
  Matrix b = MakeMatrix(DType::Float, 0, kK, kN, 2);
  const int64_t count = kCount, a_stride = a.view.row_stride, b_stride = 0,
                c_stride = kN + 1;
  const BatchDims batch{1, &count, &a_stride, &b_stride, &c_stride};
  MatrixView first = a.view;
  first.rows = 1;
  first.row_stride = 12345;  // of no meaning with one row
  Buffer c(DType::Float, kCount * (kN + 1)), expected = c;
  BatchedMatMul(DType::Float, batch, first, b.view, c.at(0), 12345);
  MatMul(DType::Float, a.view, b.view, expected.at(0), kN + 1);
  EXPECT_TRUE(c == expected);
}

TEST(BatchedMatMulTest, Empty) {
  const int64_t zero = 0, stride = 4;
  const BatchDims batch{1, &zero, &stride, &stride, &stride};
  BatchedMatMul(DType::Float, batch, {nullptr, 2, 2, 2, 1},
                {nullptr, 2, 2, 2, 1}, nullptr, 2);
}

TEST(MatMulPathTest, WhoComputesWhat) {
  const auto path = [](DType dtype, int64_t m, int64_t n, int64_t k,
                       int layout) {
    return PathOfMatMul(dtype, MakeMatrix(dtype, layout, m, k, 0).view,
                        MakeMatrix(dtype, layout, k, n, 0).view);
  };
  for (DType dtype : kAllButBool) {
    const bool own = isFloatingType(dtype);
    const bool vector = dtype == DType::Float || dtype == DType::Double;
    for (int layout = 0; layout < kLayouts; ++layout) {
      EXPECT_EQ(path(dtype, 2, 2, 9, layout),
                own ? MatMulPath::kOwn : MatMulPath::kEigenMatrix);
      const bool contiguous = layout < 3;
      const MatMulPath expected = !own ? MatMulPath::kEigenMatrix
                                  : vector && contiguous
                                      ? MatMulPath::kEigenVector
                                      : MatMulPath::kOwn;
      EXPECT_EQ(path(dtype, 1, 9, 9, layout), expected) << name(dtype);
      EXPECT_EQ(path(dtype, 9, 1, 9, layout), expected) << name(dtype);
    }
  }
}

TEST(SplitTest, BlocksCoverTheProductOnce) {
  for (int64_t m : {1, 23, 24, 100, 1000}) {
    for (int64_t n : {1, 63, 64, 65, 500, 4096}) {
      for (int64_t k : {1, 300, 100000}) {
        for (int threads : {1, 2, 7, 64}) {
          const BlockGrid grid = GridForThreads(m, n, k, threads);
          int64_t row = 0, col = 0, area = 0;
          for (int64_t i = 0; i < grid.count(); ++i) {
            const Block b = grid.block(i);
            ASSERT_EQ(b.row, row);
            ASSERT_EQ(b.col, col);
            ASSERT_TRUE(b.rows > 0 && b.cols > 0);
            area += b.rows * b.cols;
            row += b.rows;
            if (row == m) row = 0, col += b.cols;
          }
          ASSERT_EQ(col, n);
          ASSERT_EQ(area, m * n);
          ASSERT_TRUE(threads > 1 || grid.count() == 1);
          ASSERT_LE(grid.count(), 2 * threads);
        }
      }
    }
  }
  EXPECT_GE(GridForThreads(1024, 1024, 1024, 8).count(), 8);
  EXPECT_GE(GridForThreads(24, 4096, 1024, 2).count(), 2);
}

}  // namespace
}  // namespace tessera
