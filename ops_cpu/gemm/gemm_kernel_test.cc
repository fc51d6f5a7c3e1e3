#include "tessera/ops_cpu/gemm/gemm_kernel.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/gemm/gemm_args.h"
#include "tessera/ops_cpu/runtime/isa.h"

namespace tessera {
namespace {

template <class T>
using Kernel = void (*)(const GemmArgs<T>&);

Kernel<float> Find(Isa isa, float) { return TESSERA_KERNEL(GemmF32, isa); }
Kernel<double> Find(Isa isa, double) { return TESSERA_KERNEL(GemmF64, isa); }
Kernel<Half> Find(Isa isa, Half) { return TESSERA_KERNEL(GemmHalf, isa); }
Kernel<BFloat16> Find(Isa isa, BFloat16) {
  return TESSERA_KERNEL(GemmBFloat16, isa);
}

template <class T>
struct Accumulator {
  using type = float;
};
template <>
struct Accumulator<double> {
  using type = double;
};

// The order of summation that gemm_args.h promises, one element at a time.
template <class T>
void Reference(const GemmArgs<T>& g) {
  using Sum = typename Accumulator<T>::type;
  for (int64_t i = 0; i < g.m; ++i) {
    for (int64_t j = 0; j < g.n; ++j) {
      T* c = g.c + i * g.c_row + j;
      bool started = g.accumulate || g.bias != nullptr;
      Sum total = g.accumulate ? Sum(*c) : started ? Sum(g.bias[j]) : 0;
      int64_t k = 0;
      do {
        const int64_t end = std::min(k + kGemmDepth, g.k);
        Sum chain = 0;
        for (; k < end; ++k)
          chain = std::fma(Sum(g.a[i * g.a_row + k * g.a_col]),
                           Sum(g.b[k * g.b_row + j * g.b_col]), chain);
        total = started ? total + chain : chain;
        started = true;
      } while (k < g.k);
      if (g.relu && total < 0) total = 0;
      *c = T(total);
    }
  }
}

uint32_t Random(uint32_t* state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

template <class T>
std::vector<T> RandomValues(int64_t n, uint32_t seed) {
  std::vector<T> v(n);
  for (T& x : v) x = T(static_cast<float>(Random(&seed)) / (1 << 23) - 1);
  return v;
}

// Where element (i, j) of a matrix stands: start + i * row + j * col.
struct Layout {
  int64_t row, col, start, size;
};

constexpr int kLayouts = 7;

Layout LayoutOf(int kind, int64_t rows, int64_t cols) {
  switch (kind) {
    case 0:  // row-major
      return {cols, 1, 0, rows * cols};
    case 1:  // column-major
      return {1, rows, 0, rows * cols};
    case 2:  // part of a wider matrix
      return {cols + 3, 1, 2, rows * (cols + 3) + 2};
    case 3:  // rows and columns from the end
      return {-cols, -1, rows * cols - 1, rows * cols};
    case 4:  // every second element, transposed
      return {2, 2 * rows + 1, 0, cols * (2 * rows + 1) + 1};
    case 5:  // one row for all
      return {0, 1, 0, cols};
    default:  // one column for all
      return {1, 0, 0, rows};
  }
}

struct Case {
  int64_t m, n, k;
  int a_layout = 0, b_layout = 0;
};

template <class T>
void Check(const Case& s, int finish) {
  SCOPED_TRACE(testing::Message()
               << s.m << "x" << s.n << "x" << s.k << " layouts " << s.a_layout
               << " " << s.b_layout << " finish " << finish);
  const Layout la = LayoutOf(s.a_layout, s.m, s.k);
  const Layout lb = LayoutOf(s.b_layout, s.k, s.n);
  const std::vector<T> a = RandomValues<T>(la.size, 1);
  const std::vector<T> b = RandomValues<T>(lb.size, 2);
  const std::vector<T> bias = RandomValues<T>(s.n, 3);
  // Three more values a row: they must stay.
  const int64_t c_row = s.n + 3;
  const std::vector<T> c = RandomValues<T>(s.m * c_row, 4);

  GemmArgs<T> g;
  g.m = s.m, g.n = s.n, g.k = s.k;
  g.a = a.data() + la.start, g.a_row = la.row, g.a_col = la.col;
  g.b = b.data() + lb.start, g.b_row = lb.row, g.b_col = lb.col;
  g.c_row = c_row;
  g.accumulate = finish == 1;
  g.bias = finish >= 2 ? bias.data() : nullptr;
  g.relu = finish == 3;
  std::vector<T> expected = c;
  g.c = expected.data();
  Reference(g);
  for (Isa isa : SupportedIsas()) {
    std::vector<T> got = c;
    g.c = got.data();
    Find(isa, T())(g);
    for (size_t i = 0; i < got.size(); ++i) {
      ASSERT_EQ(std::memcmp(&got[i], &expected[i], sizeof(T)), 0)
          << IsaName(isa) << " row " << i / c_row << " column " << i % c_row
          << ": " << static_cast<double>(got[i]) << " instead of "
          << static_cast<double>(expected[i]);
    }
  }
}

template <class T>
class GemmKernelTest : public testing::Test {};
using Types = testing::Types<float, double, Half, BFloat16>;
TYPED_TEST_SUITE(GemmKernelTest, Types);

TYPED_TEST(GemmKernelTest, EveryTile) {
  for (int64_t m = 1; m <= 17; ++m)
    for (int64_t n : {1,  2,  3,  4,  5,  8,  9,  15, 16, 17,
                      31, 32, 33, 47, 49, 63, 64, 65, 80, 130})
      Check<TypeParam>({m, n, 7}, 0);
}

TYPED_TEST(GemmKernelTest, EveryLayout) {
  for (int a = 0; a < kLayouts; ++a) {
    for (int b = 0; b < kLayouts; ++b) {
      Check<TypeParam>({5, 37, 3, a, b}, 0);
      Check<TypeParam>({19, 21, 29, a, b}, 0);
    }
  }
}

TYPED_TEST(GemmKernelTest, EveryFinish) {
  for (int finish = 0; finish < 4; ++finish) {
    for (int64_t k : {0, 1, 383, 384, 385, 769})
      Check<TypeParam>({7, 19, k, 0, 1}, finish);
  }
}

// Large enough that A and B are packed, in several blocks each way.
TYPED_TEST(GemmKernelTest, Blocks) {
  Check<TypeParam>({301, 133, 400, 0, 0}, 3);
  Check<TypeParam>({301, 133, 400, 1, 1}, 1);
  Check<TypeParam>({97, 261, 391, 3, 4}, 2);
  Check<TypeParam>({3, 2100, 390, 0, 1}, 0);
  Check<TypeParam>({90, 2100, 400, 0, 0}, 1);
  Check<TypeParam>({1200, 9, 30, 4, 3}, 0);
}

// Computed as the transposed product, in several blocks of rows.
TYPED_TEST(GemmKernelTest, FewColumns) {
  for (int64_t n = 2; n <= 11; ++n) {
    for (int64_t k : {16, 37, 384})
      Check<TypeParam>({130, n, k, 0, int(n % 2)}, int(n % 4));
  }
  for (int a = 0; a < kLayouts; ++a) {
    for (int b = 0; b < kLayouts; ++b) Check<TypeParam>({65, 4, 20, a, b}, 2);
  }
  for (int finish = 0; finish < 4; ++finish)
    Check<TypeParam>({64, 5, 16, 0, 1}, finish);
}

TYPED_TEST(GemmKernelTest, EmptyReadsNothing) {
  for (Isa isa : SupportedIsas()) {
    GemmArgs<TypeParam> g;
    g.c_row = 100;
    g.a_row = g.a_col = g.b_row = g.b_col = 7;
    Find(isa, TypeParam())(g);
    std::vector<TypeParam> c = RandomValues<TypeParam>(30000, 1);
    g.m = 300, g.n = 100, g.c = c.data();
    Find(isa, TypeParam())(g);
    for (TypeParam x : c) ASSERT_EQ(static_cast<float>(x), 0);
  }
}

// n values of T, each zero, that end where the memory ends.
template <class T>
class AtTheEdge {
 public:
  explicit AtTheEdge(int64_t n)
      : page_(sysconf(_SC_PAGESIZE)),
        size_((n * sizeof(T) + page_ - 1) / page_ * page_),
        start_(static_cast<char*>(mmap(nullptr, size_ + page_,
                                       PROT_READ | PROT_WRITE,
                                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))),
        data_(reinterpret_cast<T*>(start_ + size_) - n) {
    mprotect(start_ + size_, page_, PROT_NONE);
  }
  ~AtTheEdge() { munmap(start_, size_ + page_); }
  AtTheEdge(const AtTheEdge&) = delete;
  AtTheEdge& operator=(const AtTheEdge&) = delete;
  T* data() const { return data_; }

 private:
  size_t page_, size_;
  char* start_;
  T* data_;
};

// What address checkers do not see: masked loads, and other instruction sets.
TYPED_TEST(GemmKernelTest, TouchesNothingBehindTheOperands) {
  for (int64_t n : {1, 2, 7, 9, 18, 35, 61}) {
    for (int64_t k : {1, 3, 6, 21}) {
      const int64_t m = k == 21 ? 67 : 13;
      const AtTheEdge<TypeParam> a(m * k), b(k * n), c(m * n), bias(n);
      for (int layout = 0; layout < 2; ++layout) {
        const Layout la = LayoutOf(layout, m, k), lb = LayoutOf(layout, k, n);
        GemmArgs<TypeParam> g;
        g.m = m, g.n = n, g.k = k;
        g.a = a.data(), g.a_row = la.row, g.a_col = la.col;
        g.b = b.data(), g.b_row = lb.row, g.b_col = lb.col;
        g.c = c.data(), g.c_row = n, g.bias = bias.data();
        for (Isa isa : SupportedIsas()) {
          Find(isa, TypeParam())(g);
          g.bias = nullptr, g.accumulate = true;
          Find(isa, TypeParam())(g);
        }
      }
    }
  }
}

// Nothing is skipped for a zero, and relu keeps NaN.
TYPED_TEST(GemmKernelTest, NotANumber) {
  const TypeParam inf(std::numeric_limits<float>::infinity());
  for (Isa isa : SupportedIsas()) {
    const TypeParam a[] = {TypeParam(0.f), TypeParam(1.f)};
    const TypeParam b[] = {inf, TypeParam(-1.f), TypeParam(2.f),
                           TypeParam(-3.f)};
    TypeParam c[2];
    GemmArgs<TypeParam> g;
    g.m = 1, g.n = 2, g.k = 2;
    g.a = a, g.a_row = 2, g.a_col = 1;
    g.b = b, g.b_row = 2, g.b_col = 1;
    g.c = c, g.c_row = 2, g.relu = true;
    Find(isa, TypeParam())(g);
    EXPECT_TRUE(std::isnan(static_cast<float>(c[0]))) << IsaName(isa);
    EXPECT_EQ(static_cast<float>(c[1]), 0) << IsaName(isa);
    // Rows of those, as many as make a product of few columns.
    std::vector<TypeParam> rows(70 * 16), two(16 * 2), out(70 * 2);
    for (size_t i = 0; i < 70; ++i) rows[i * 16 + 1] = a[1];
    for (size_t i = 0; i < 4; ++i) two[i] = b[i];
    g.m = 70, g.k = 16;
    g.a = rows.data(), g.a_row = 16;
    g.b = two.data();
    g.c = out.data();
    Find(isa, TypeParam())(g);
    for (size_t i = 0; i < 70; ++i) {
      EXPECT_TRUE(std::isnan(static_cast<float>(out[2 * i]))) << IsaName(isa);
      EXPECT_EQ(static_cast<float>(out[2 * i + 1]), 0) << IsaName(isa);
    }
  }
}

}  // namespace
}  // namespace tessera
