#include "tessera/tensor/geometry.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <new>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"

namespace {
bool no_memory = false;
}  // namespace

// Geometries allocate with new[]; this one can be made to fail.
void* operator new[](size_t bytes) {
  void* block = no_memory ? nullptr : std::malloc(bytes);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete[](void* block, size_t) noexcept { std::free(block); }

namespace tessera {
namespace {

using Sizes = std::vector<int64_t>;
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();

// Every place that the definition of strides names, in row-major order.
std::vector<int64_t> Places(const Geometry& g) {
  std::vector<int64_t> places = {g.offset()};
  for (int64_t d = 0; d < g.dim(); ++d) {
    std::vector<int64_t> next;
    for (int64_t place : places) {
      for (int64_t i = 0; i < g.size(d); ++i) {
        next.push_back(place + i * g.stride(d));
      }
    }
    places = next;
  }
  return places;
}

template <class E, class F>
std::string Message(F f) {
  try {
    f();
  } catch (const E& e) {
    return e.what();
  } catch (const std::exception& e) {
    return std::string("another class: ") + e.what();
  }
  return "no error";
}

TEST(Geometry, DefaultIsScalar) {
  const Geometry g;
  EXPECT_EQ(g.dim(), 0);
  EXPECT_EQ(g.numel(), 1);
  EXPECT_TRUE(g.is_contiguous());
  EXPECT_TRUE(g.sizes().empty());
  EXPECT_EQ(g, Geometry(Sizes{}, DType::Float));
  EXPECT_NE(g, Geometry(Sizes{}, DType::Double));
}

TEST(Geometry, RowMajor) {
  const Geometry g(Sizes{2, 3, 4}, DType::Double);
  EXPECT_EQ(g.numel(), 24);
  EXPECT_EQ(g.itemsize(), 8u);
  EXPECT_EQ(g.strides().vec(), (Sizes{12, 4, 1}));
  EXPECT_EQ(g.offset(), 0);
  // A size of 0 counts as 1 in strides, as in PyTorch.
  const Geometry empty(Sizes{2, 0, 4}, DType::Double);
  EXPECT_EQ(empty.numel(), 0);
  EXPECT_EQ(empty.strides().vec(), (Sizes{4, 4, 1}));
  EXPECT_TRUE(empty.is_contiguous());
}

TEST(Geometry, CopyAndMoveInlineAndOutOfLine) {
  for (int n = 0; n <= 9; ++n) {
    for (int m = 0; m <= 9; ++m) {
      Sizes a, b;
      for (int d = 0; d < n; ++d) a.push_back(d + 1);
      for (int d = 0; d < m; ++d) b.push_back(9 - d);
      const Geometry x(a, DType::Int);
      const Geometry y(b, DType::Half);
      Geometry copy(x);
      EXPECT_EQ(copy, x);
      copy = y;
      EXPECT_EQ(copy, y);
      EXPECT_EQ(y.sizes().vec(), b);
      Geometry& self = copy;
      copy = self;
      EXPECT_EQ(copy, y);
      copy = std::move(self);
      EXPECT_EQ(copy, y);
      Geometry moved(std::move(copy));
      EXPECT_EQ(moved, y);
      copy = x;  // A moved-from geometry takes a value again.
      EXPECT_EQ(copy, x);
      copy = std::move(moved);
      EXPECT_EQ(copy, y);
      if (m > 0) {
        Geometry other = copy;
        other.mutable_sizes()[0] = 77;
        other.mutable_strides()[m - 1] = 78;
        EXPECT_EQ(copy, y);
        EXPECT_NE(other, y);
        EXPECT_FALSE(other.SameSizes(y));
      }
      EXPECT_EQ(x.SameSizes(y), a == b);
    }
  }
}

TEST(Geometry, AssignmentWithoutMemory) {
  const Geometry x(Sizes{1, 2, 3, 4, 5}, DType::Float);
  Geometry y(Sizes{6, 5, 4, 3, 2, 1}, DType::Float);
  no_memory = true;
  EXPECT_THROW(y = x, std::bad_alloc);
  no_memory = false;
  // x still owns its block alone: asan would see a second free.
  EXPECT_EQ(x.sizes().vec(), (Sizes{1, 2, 3, 4, 5}));
  y = x;
  EXPECT_EQ(y, x);
}

TEST(Geometry, ContiguousLike) {
  for (const Sizes& sizes :
       {Sizes{}, Sizes{0}, Sizes{3, 1, 0, 2}, Sizes{2, 3, 4, 5, 6}}) {
    Sizes strides(sizes.size(), 7);
    const Geometry odd(sizes, strides, 5, DType::Long);
    const Geometry g = Geometry::ContiguousLike(odd, DType::Byte);
    EXPECT_EQ(g, Geometry(sizes, DType::Byte));
    EXPECT_EQ(g.numel(), odd.numel());
    EXPECT_TRUE(g.is_contiguous());
  }
}

TEST(Geometry, PropertiesAgainstBruteForce) {
  int not_overlapping = 0, dense = 0, contiguous = 0;
  const int64_t offset = 100;
  for (int a = 0; a <= 3; ++a) {
    for (int b = 1; b <= 3; ++b) {
      for (int c = 1; c <= 4; ++c) {
        for (int s = -7; s <= 12; ++s) {
          for (int t = -5; t <= 6; ++t) {
            for (int u = -2; u <= 4; ++u) {
              const Geometry g(Sizes{a, b, c}, Sizes{s, t, u}, offset,
                               DType::Float);
              const std::vector<int64_t> places = Places(g);
              const std::set<int64_t> unique(places.begin(), places.end());
              int64_t low, high;
              g.Extent(&low, &high);
              bool row_major = true;
              for (size_t i = 0; i < places.size(); ++i) {
                row_major &= places[i] == offset + static_cast<int64_t>(i);
              }
              ASSERT_EQ(g.numel(), static_cast<int64_t>(places.size()));
              ASSERT_EQ(g.is_contiguous(), row_major);
              const bool overlaps = unique.size() < places.size();
              if (overlaps) {
                ASSERT_TRUE(g.MayOverlap());
              }
              if (places.empty()) {
                ASSERT_EQ(low, 0);
                ASSERT_EQ(high, 0);
                ASSERT_TRUE(g.IsDense());
                continue;
              }
              ASSERT_EQ(low, *unique.begin());
              ASSERT_EQ(high, *unique.rbegin() + 1);
              ASSERT_EQ(g.IsDense(), !overlaps && high - low == g.numel())
                  << g.sizes().vec()[0] << s << t << u;
              not_overlapping += !g.MayOverlap();
              dense += g.IsDense();
              contiguous += row_major;
            }
          }
        }
      }
    }
  }
  // The cases were of each kind.
  EXPECT_GT(not_overlapping, 10000);
  EXPECT_GT(dense, 1000);
  EXPECT_GT(contiguous, 100);
}

TEST(Geometry, BadSizes) {
  EXPECT_EQ(Message<ShapeError>([] {
              Geometry(Sizes{2, -1}, DType::Float, "zeros");
            }),
            "zeros: expected no negative size, got -1 in [2, -1]; sizes are 0 "
            "or more");
  EXPECT_EQ(
      Message<ShapeError>([] { Geometry(Sizes(65, 1), DType::Float, "ones"); }),
      "ones: expected at most 64 dimensions, got 65");
  EXPECT_EQ(Geometry(Sizes(64, 1), DType::Float).dim(), 64);
  EXPECT_EQ(Message<ShapeError>([] {
              Geometry(Sizes{2, 3}, Sizes{1}, 0, DType::Float);
            }),
            "as_strided: expected as many strides as sizes, got sizes [2, 3] "
            "and strides [1]");
}

TEST(Geometry, Overflow) {
  const int64_t half = int64_t{1} << 62;
  // One too many by one byte, by wrapping to 0, and beside a 0.
  EXPECT_EQ(CheckedNumel("f", Sizes{kMax}, DType::Byte), kMax);
  EXPECT_EQ(CheckedNumel("f", Sizes{kMax / 8}, DType::Double), kMax / 8);
  EXPECT_EQ(CheckedNumel("f", Sizes{0, half}, DType::Byte), 0);
  EXPECT_EQ(CheckedNumel("f", Sizes{}, DType::Byte), 1);
  for (const auto& [sizes, dtype] : {
           std::pair<Sizes, DType>{{kMax / 8 + 1}, DType::Double},
           {{half, 2}, DType::Byte},
           {{half, 4}, DType::Byte},
           {{half, 4, 0}, DType::Byte},
           {{0, half, 4}, DType::Byte},
           {{half}, DType::Short},
           {{int64_t{1} << 32, int64_t{1} << 32}, DType::Byte},
       }) {
    EXPECT_NE(Message<ShapeError>([&, &s = sizes, &t = dtype] {
                Geometry(s, t, "empty");
              }).find("overflow"),
              std::string::npos)
        << sizes.size();
  }
}

TEST(Geometry, StridesThatReachTooFar) {
  for (const auto& [stride, offset] : {
           std::pair<int64_t, int64_t>{kMax, 0},
           {kMin, 0},
           {kMax / 4, 0},
           {-(kMax / 4), 0},
           {1, kMax},
           {1, kMin},
           {1, kMax / 4},
       }) {
    EXPECT_NE(Message<ShapeError>([&, s = stride, o = offset] {
                Geometry(Sizes{2}, Sizes{s}, o, DType::Float, "as_strided");
              }).find("reach beyond the 64-bit limit"),
              std::string::npos)
        << stride << " " << offset;
  }
  const Geometry far(Sizes{2}, Sizes{-(kMax / 8)}, 0, DType::Float);
  int64_t low, high;
  far.Extent(&low, &high);
  EXPECT_EQ(low, -(kMax / 8));
  EXPECT_EQ(high, 1);
}

TEST(WrapDim, AgainstList) {
  for (int64_t n = 0; n <= 5; ++n) {
    Sizes dims(static_cast<size_t>(std::max<int64_t>(n, 1)));
    for (size_t i = 0; i < dims.size(); ++i) dims[i] = static_cast<int64_t>(i);
    for (int64_t d = -8; d <= 8; ++d) {
      const int64_t count = static_cast<int64_t>(dims.size());
      if (d >= -count && d < count) {
        EXPECT_EQ(WrapDim("f", d, n), d < 0 ? *(dims.end() + d) : dims[d]);
      } else {
        EXPECT_THROW(WrapDim("f", d, n), IndexError);
      }
    }
  }
  EXPECT_EQ(Message<IndexError>([] { WrapDim("sum", 3, 2); }),
            "sum: dim out of range (expected to be in range of [-2, 1], but "
            "got 3)");
  EXPECT_EQ(Message<IndexError>([] { WrapDim("sum", kMin, 0); }),
            "sum: dim out of range (expected to be in range of [-1, 0], but "
            "got -9223372036854775808)");
}

TEST(BroadcastSizes, AllPairs) {
  std::vector<Sizes> shapes = {{}};
  for (size_t i = 0; i < shapes.size() && shapes[i].size() < 3; ++i) {
    for (int64_t size : {0, 1, 2, 3}) {
      Sizes longer = shapes[i];
      longer.push_back(size);
      shapes.push_back(longer);
    }
  }
  for (const Sizes& a : shapes) {
    for (const Sizes& b : shapes) {
      // Padded with 1 in front, sizes agree or one of them is 1.
      const size_t n = std::max(a.size(), b.size());
      Sizes x(n, 1), y(n, 1), expected;
      std::copy_backward(a.begin(), a.end(), x.end());
      std::copy_backward(b.begin(), b.end(), y.end());
      bool fits = true;
      for (size_t d = 0; d < n; ++d) {
        fits &= x[d] == y[d] || x[d] == 1 || y[d] == 1;
        expected.push_back(x[d] == 1 ? y[d] : x[d]);
      }
      if (fits) {
        EXPECT_EQ(BroadcastSizes("add", a, b), expected);
      } else {
        EXPECT_THROW(BroadcastSizes("add", a, b), ShapeError);
      }
    }
  }
  EXPECT_EQ(Message<ShapeError>([] {
              BroadcastSizes("add", Sizes{2, 3}, Sizes{4});
            }),
            "add: shapes [2, 3] and [4] do not broadcast at dim 1 (3 vs 4)");
}

}  // namespace
}  // namespace tessera
