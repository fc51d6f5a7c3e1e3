#include "tessera/interop/make_grid.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/interop/file.h"
#include "tessera/interop/png.h"
#include "tessera/tensor/creation.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

using utils::make_grid;

std::vector<double> Values(const Tensor& t) {
  const Tensor d = t.to(kFloat64).contiguous();
  const double* p = d.const_data_ptr<double>();
  return {p, p + d.numel()};
}

Tensor Count(IntArrayRef sizes, DType dtype = kFloat32) {
  int64_t n = 1;
  for (const int64_t s : sizes) n *= s;
  return arange(n, dtype).view(sizes);
}

TEST(MakeGridTest, S19b_SizeOfTheGrid) {
  EXPECT_EQ(make_grid(zeros({8, 3, 64, 64}), 4).sizes(),
            IntArrayRef({3, 134, 266}));
  EXPECT_EQ(make_grid(zeros({3, 3, 5, 7}), 8, 0).sizes(),
            IntArrayRef({3, 5, 21}));
  EXPECT_EQ(make_grid(zeros({16, 1, 28, 28}), 4).sizes(),
            IntArrayRef({3, 122, 122}));
}

// Pixel by pixel: picture i is at row i / nrow, column i % nrow.
TEST(MakeGridTest, S19b_EveryPixel) {
  for (const DType dtype : {kFloat32, kFloat64, kFloat16, kUInt8, kInt64}) {
    const int64_t n = 5, c = 2, h = 3, w = 2, nrow = 3, pad = 1;
    const Tensor x = Count({n, c, h, w}, dtype);
    const Tensor grid = make_grid(x, nrow, pad, false, {}, false, 99);
    ASSERT_EQ(grid.sizes(),
              IntArrayRef({c, 2 * (h + pad) + pad, nrow * (w + pad) + pad}));
    EXPECT_EQ(grid.scalar_type(), dtype);
    const std::vector<double> got = Values(grid);
    size_t at = 0;
    for (int64_t ch = 0; ch < c; ++ch) {
      for (int64_t y = 0; y < grid.size(1); ++y) {
        for (int64_t col = 0; col < grid.size(2); ++col) {
          const int64_t i = y / (h + pad) * nrow + col / (w + pad);
          const int64_t py = y % (h + pad) - pad, px = col % (w + pad) - pad;
          const bool inside = py >= 0 && px >= 0 && i < n;
          const double expected =
              inside ? static_cast<double>(((i * c + ch) * h + py) * w + px)
                     : 99;
          ASSERT_EQ(got[at++], expected) << ch << " " << y << " " << col;
        }
      }
    }
  }
}

TEST(MakeGridTest, S19b_OnePictureComesBackWithoutPadding) {
  EXPECT_EQ(make_grid(Count({1, 3, 4, 5})).sizes(), IntArrayRef({3, 4, 5}));
  EXPECT_EQ(make_grid(Count({2, 4, 5})).sizes(), IntArrayRef({2, 4, 5}));
  const Tensor x = Count({4, 5});
  for (const Tensor& t : {x, x.unsqueeze(0)}) {
    const Tensor grid = make_grid(t);
    ASSERT_EQ(grid.sizes(), IntArrayRef({3, 4, 5}));
    for (int64_t c = 0; c < 3; ++c) EXPECT_EQ(Values(grid[c]), Values(x));
  }
}

TEST(MakeGridTest, S19b_Normalize) {
  const Tensor x = tensor({{{{-1., 0.}}}, {{{3., 1.}}}});  // [2, 1, 1, 2]
  const auto first = [](const Tensor& grid) { return Values(grid[0]); };
  EXPECT_EQ(first(make_grid(x, 2, 0, true)),
            (std::vector<double>{0, 0.25, 1, 0.5}));
  EXPECT_EQ(first(make_grid(x, 2, 0, true, {}, true)),
            (std::vector<double>{0, 1, 1, 0}));
  EXPECT_EQ(first(make_grid(x, 2, 0, true, std::make_pair(0., 2.))),
            (std::vector<double>{0, 0, 1, 0.5}));
  // Of one value: 0 by way of 1e-5, not NaN.
  EXPECT_EQ(first(make_grid(ones({2, 1, 1, 1}), 2, 0, true)),
            (std::vector<double>{0, 0}));
  EXPECT_EQ(Values(x), (std::vector<double>{-1, 0, 3, 1}));  // untouched
}

TEST(MakeGridTest, S19b_ListsNonContiguousAndGradients) {
  const Tensor x = Count({4, 2, 3, 3});
  EXPECT_EQ(Values(make_grid(TensorList({x[0], x[1], x[2], x[3]}), 2)),
            Values(make_grid(x, 2)));
  const Tensor t = x.transpose(2, 3);
  EXPECT_EQ(Values(make_grid(t, 3)), Values(make_grid(t.contiguous(), 3)));
  const Tensor leaf = zeros({2, 3, 4, 4});
  leaf.requires_grad_();
  EXPECT_FALSE(make_grid(leaf, 2, 1, true).requires_grad());
}

template <class F>
std::string ErrorOf(F f) {
  try {
    f();
  } catch (const Error& e) {
    return e.what();
  }
  return "no error";
}

TEST(MakeGridTest, S19b_Errors) {
  const Tensor x = zeros({2, 1, 4, 4});
  EXPECT_EQ(ErrorOf([&] { make_grid(x, 0); }),
            "make_grid: expected nrow of 1 or more, got 0");
  EXPECT_EQ(ErrorOf([&] { make_grid(x, 1, -1); }),
            "make_grid: expected padding of 0 or more, got -1");
  EXPECT_EQ(ErrorOf([&] { make_grid(zeros({5})); }),
            "make_grid: expected pictures as [H, W], [C, H, W] or [N, C, H, "
            "W], got float32[5]@cpu");
  EXPECT_EQ(ErrorOf([&] {
              make_grid(zeros({0, 3, 4, 4}));
            }),
            "make_grid: expected one picture or more, got "
            "float32[0,3,4,4]@cpu");
}

// ---- PNG ----

// The bytes are EncodePng's, which has tests of its own.
std::string Encoded(const std::vector<uint8_t>& pixels, int64_t height,
                    int64_t width, int channels) {
  return EncodePng(pixels.data(), height, width, channels);
}

TEST(SavePngTest, ChannelsAndRounding) {
  const std::string path = testing::TempDir() + "/a.png";
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Tensor grey =
      tensor(std::vector<float>{0, 1, 0.5, 2, -1, nan}).view({2, 3});
  save_png(path, grey);
  EXPECT_EQ(ReadFile(path), Encoded({0, 255, 128, 255, 0, 0}, 2, 3, 1));
  save_png(path, grey.to(kFloat64));
  EXPECT_EQ(ReadFile(path), Encoded({0, 255, 128, 255, 0, 0}, 2, 3, 1));
  save_png(path, grey.gt(0));
  EXPECT_EQ(ReadFile(path), Encoded({0, 255, 255, 255, 0, 0}, 2, 3, 1));
  // Channels move to the end.
  save_png(path, Count({3, 1, 2}, kUInt8));
  EXPECT_EQ(ReadFile(path), Encoded({0, 2, 4, 1, 3, 5}, 1, 2, 3));
}

TEST(SavePngTest, Errors) {
  const std::string path = testing::TempDir() + "/b.png";
  EXPECT_NE(ErrorOf([&] {
              save_png(path, zeros({2, 2}, kInt32));
            }).find("save_png: expected uint8"),
            std::string::npos);
  EXPECT_NE(ErrorOf([&] {
              save_png(path, zeros({5, 2, 2}));
            }).find("got float32[5,2,2]@cpu"),
            std::string::npos);
  EXPECT_NE(ErrorOf([&] {
              save_png(path, zeros({3, 0, 2}));
            }).find("save_png: expected"),
            std::string::npos);
  EXPECT_THROW(save_png("/nowhere/a.png", zeros({2, 2})), FileError);
}

}  // namespace
}  // namespace tessera
