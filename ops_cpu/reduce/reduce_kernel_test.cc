// The loops give the same bits on every instruction set, and the tree is the
// one that is written down.
#include "tessera/ops_cpu/reduce/reduce_kernel.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/ops_cpu/reduce/tree_sum.h"

namespace tessera {
namespace {

template <class T>
ReduceLoops<T> LoopsOf(Isa isa) {
  ReduceLoops<float> f32;
  ReduceLoops<double> f64;
  TESSERA_KERNEL(FillReduceLoops, isa)(&f32, &f64);
  if constexpr (sizeof(T) == 4) {
    return f32;
  } else {
    return f64;
  }
}

template <class T>
std::vector<T> Numbers(int64_t n, uint32_t seed = 1) {
  std::vector<T> x(static_cast<size_t>(n));
  uint32_t r = seed;
  for (T& v : x) {
    r = r * 1664525u + 1013904223u;
    v = static_cast<T>(static_cast<double>(r >> 8) * 0x1p-24 - .3) *
        static_cast<T>(std::ldexp(1.0, static_cast<int>(r % 40) - 20));
  }
  return x;
}

// The tree, one term at a time, from its description; -0 is neutral.
template <class T>
T TreeOf(const std::vector<T>& terms) {
  T lanes[64];
  for (T& lane : lanes) lane = T(-0.0);
  for (size_t i = 0; i < terms.size(); ++i) lanes[i % 64] += terms[i];
  for (int w = 32; w; w /= 2) {
    for (int i = 0; i < w; ++i) lanes[i] += lanes[i + w];
  }
  return lanes[0];
}

template <class T>
bool SameBits(T a, T b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

template <class T>
class ReduceKernelTest : public ::testing::Test {};
using Types = ::testing::Types<float, double>;
TYPED_TEST_SUITE(ReduceKernelTest, Types, );

TYPED_TEST(ReduceKernelTest, BlocksGoByTheTree) {
  using T = TypeParam;
  const std::vector<T> x = Numbers<T>(kSumBlock + 5);
  for (Isa isa : SupportedIsas()) {
    const ReduceLoops<T> loops = LoopsOf<T>(isa);
    for (int64_t n = 1; n <= kSumBlock; n += n < 200 ? 1 : 97) {
      const T* begin = x.data() + n % 5;
      for (Term term : {Term::kValue, Term::kSquare, Term::kAbsolute}) {
        const T shift = T(.125);
        std::vector<T> terms(begin, begin + n);
        for (T& v : terms) {
          if (term == Term::kSquare) v = (v - shift) * (v - shift);
          if (term == Term::kAbsolute) v = std::abs(v);
        }
        T sum;
        loops.sum_block(term, begin, n, shift, &sum);
        ASSERT_TRUE(SameBits(sum, TreeOf(terms)))
            << IsaName(isa) << " n " << n << " term " << int(term);
      }
    }
  }
}

TYPED_TEST(ReduceKernelTest, ManyRowsAreEachABlock) {
  using T = TypeParam;
  const std::vector<T> x = Numbers<T>(4000, 3);
  for (Isa isa : SupportedIsas()) {
    const ReduceLoops<T> loops = LoopsOf<T>(isa);
    for (int64_t n = 1; n <= 130; n += n < 70 ? 1 : 30) {
      for (int64_t rows : {1, 2, 7, 20}) {
        for (int64_t gap : {0, 5}) {
          for (Term term : {Term::kValue, Term::kAbsolute}) {
            T sums[20];
            loops.sum_rows(term, x.data() + 1,
                           (n + gap) * static_cast<int64_t>(sizeof(T)), rows, n,
                           sums);
            for (int64_t r = 0; r < rows; ++r) {
              T want;
              loops.sum_block(term, x.data() + 1 + r * (n + gap), n, 0, &want);
              ASSERT_TRUE(SameBits(sums[r], want))
                  << IsaName(isa) << ' ' << rows << 'x' << n << " at " << r;
            }
          }
        }
      }
    }
  }
}

TYPED_TEST(ReduceKernelTest, PagesOfColumnsAreRows) {
  using T = TypeParam;
  constexpr int64_t kCols = kPage<T>;
  const std::vector<T> x = Numbers<T>(1000 * (kCols + 3), 7);
  std::vector<T> space(size_t(kPageLevels * kCols));
  for (Isa isa : SupportedIsas()) {
    const ReduceLoops<T> loops = LoopsOf<T>(isa);
    for (int64_t rows : {64, 65, 127, 130, 257, 320, 1000}) {
      for (int64_t cols : {kCols / 2 + 1, kCols - 5, kCols}) {
        std::vector<T> sums(size_t(cols) + 1, T(7));
        loops.sum_column_block(Term::kAbsolute, x.data(),
                               (kCols + 3) * static_cast<int64_t>(sizeof(T)),
                               rows, cols, nullptr, space.data(), sums.data());
        EXPECT_EQ(sums.back(), T(7));
        for (int64_t c = 0; c < cols; c += c + 9 < cols ? 9 : 1) {
          std::vector<T> terms;
          for (int64_t r = 0; r < rows; ++r) {
            terms.push_back(std::abs(x[size_t(r * (kCols + 3) + c)]));
          }
          ASSERT_TRUE(SameBits(sums[size_t(c)], TreeOf(terms)))
              << IsaName(isa) << ' ' << rows << 'x' << cols << " at " << c;
        }
      }
    }
  }
}

TYPED_TEST(ReduceKernelTest, ColumnsAreRows) {
  using T = TypeParam;
  constexpr int64_t kCols = kStrip<T>;
  const std::vector<T> x = Numbers<T>(kSumBlock * (kCols + 1), 7);
  const std::vector<T> shift = Numbers<T>(kCols, 9);
  for (Isa isa : SupportedIsas()) {
    const ReduceLoops<T> loops = LoopsOf<T>(isa);
    for (int64_t rows : {1, 2, 3, 31, 63, 64, 65, 127, 500, 4096}) {
      for (int64_t cols : {int64_t{1}, int64_t{10}, kCols - 1, kCols}) {
        alignas(64) T lanes[kLanes * kCols];
        T sums[kCols];
        const int64_t step = (kCols + 1) * static_cast<int64_t>(sizeof(T));
        // In two runs.
        const int64_t half = rows / 3;
        loops.sum_columns(Term::kSquare, lanes, 0, x.data(), step, half, cols,
                          shift.data());
        loops.sum_columns(Term::kSquare, lanes, half,
                          x.data() + half * (kCols + 1), step, rows - half,
                          cols, shift.data());
        loops.fold_columns(lanes, rows, cols, sums);
        // And in one go.
        T space[kFewTerms > kColumnLevels * kCols ? kFewTerms
                                                  : kColumnLevels * kCols];
        T block[kCols];
        loops.sum_column_block(Term::kSquare, x.data(), step, rows, cols,
                               shift.data(), space, block);
        for (int64_t c = 0; c < cols; ++c) {
          std::vector<T> terms;
          for (int64_t r = 0; r < rows; ++r) {
            const T d = x[size_t(r * (kCols + 1) + c)] - shift[size_t(c)];
            terms.push_back(d * d);
          }
          ASSERT_TRUE(SameBits(sums[c], TreeOf(terms)))
              << IsaName(isa) << ' ' << rows << 'x' << cols << " at " << c;
          ASSERT_TRUE(SameBits(block[c], sums[c]))
              << IsaName(isa) << ' ' << rows << 'x' << cols << " at " << c;
        }
      }
    }
  }
}

TYPED_TEST(ReduceKernelTest, Extremes) {
  using T = TypeParam;
  const T nan = std::numeric_limits<T>::quiet_NaN();
  for (Isa isa : SupportedIsas()) {
    const ReduceLoops<T> loops = LoopsOf<T>(isa);
    for (int64_t n : {1, 2, 15, 16, 63, 64, 65, 130, 1000}) {
      for (bool greatest : {true, false}) {
        std::vector<T> x = Numbers<T>(n, static_cast<uint32_t>(n));
        T want = x[0];
        for (T v : x) want = greatest ? std::max(v, want) : std::min(v, want);
        T best = x[0];
        loops.extreme_block(greatest, x.data(), n, &best);
        EXPECT_EQ(best, want);
        // As one column.
        best = x[0];
        loops.extreme_columns(greatest, &best, x.data(), sizeof(T), n, 1);
        EXPECT_EQ(best, want);
        for (int64_t at = 0; at < n; at += 1 + n / 7) {
          std::vector<T> y = x;
          y[size_t(at)] = nan;
          best = y[0];
          loops.extreme_block(greatest, y.data(), n, &best);
          EXPECT_TRUE(std::isnan(best))
              << IsaName(isa) << ' ' << n << ' ' << at;
          best = y[0];
          loops.extreme_columns(greatest, &best, y.data(), sizeof(T), n, 1);
          EXPECT_TRUE(std::isnan(best))
              << IsaName(isa) << ' ' << n << ' ' << at;
        }
      }
    }
  }
}

}  // namespace
}  // namespace tessera
