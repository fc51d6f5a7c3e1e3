#include "tessera/interop/png.h"

#include <zlib.h>

#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/interop/file.h"

namespace tessera {
namespace {

using Bytes = std::vector<uint8_t>;

struct Image {
  uint32_t width = 0, height = 0;
  int channels = 0;
  Bytes pixels;
  std::set<int> filters;
  int data_chunks = 0;
};

uint32_t BigEndian(const std::string& s, size_t at) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) {
    value = value << 8 | static_cast<uint8_t>(s.at(at + i));
  }
  return value;
}

// Bit by bit, as the specification's appendix defines it.
uint32_t Crc(const std::string& s) {
  uint32_t crc = 0xffffffff;
  for (const char c : s) {
    crc ^= static_cast<uint8_t>(c);
    for (int k = 0; k < 8; ++k) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}

Image Decode(const std::string& png) {
  Image image;
  EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
  std::string data;
  size_t at = 8;
  std::string type;
  while (at < png.size()) {
    const uint32_t length = BigEndian(png, at);
    type = png.substr(at + 4, 4);
    const std::string body = png.substr(at + 8, length);
    EXPECT_EQ(BigEndian(png, at + 8 + length), Crc(type + body)) << type;
    if (type == "IHDR") {
      EXPECT_EQ(at, 8u);
      image.width = BigEndian(body, 0);
      image.height = BigEndian(body, 4);
      EXPECT_EQ(body[8], 8);
      const int colour = body[9];
      image.channels = colour == 0 ? 1 : colour == 4 ? 2 : colour == 2 ? 3 : 4;
      EXPECT_EQ(body.substr(10), std::string(3, '\0'));
    } else if (type == "IDAT") {
      data += body;
      ++image.data_chunks;
    }
    at += length + 12;
  }
  EXPECT_EQ(type, "IEND");
  EXPECT_EQ(at, png.size());

  const size_t step = static_cast<size_t>(image.channels);
  const size_t row = image.width * step;
  Bytes raw((row + 1) * image.height + 1);
  uLongf size = raw.size();
  EXPECT_EQ(
      uncompress(raw.data(), &size, reinterpret_cast<const Bytef*>(data.data()),
                 data.size()),
      Z_OK);
  EXPECT_EQ(size, raw.size() - 1);
  Bytes& out = image.pixels;
  for (size_t y = 0; y < image.height; ++y) {
    const uint8_t* in = &raw[y * (row + 1)];
    image.filters.insert(in[0]);
    for (size_t x = 0; x < row; ++x) {
      const int a = x < step ? 0 : out[out.size() - step];
      const int b = y == 0 ? 0 : out[out.size() - row];
      const int c = x < step || y == 0 ? 0 : out[out.size() - row - step];
      int guess = 0;
      if (in[0] == 1) guess = a;
      if (in[0] == 2) guess = b;
      if (in[0] == 3) guess = (a + b) / 2;
      if (in[0] == 4) {
        const int p = a + b - c;
        guess = c;
        if (std::abs(p - b) <= std::abs(p - c)) guess = b;
        if (std::abs(p - a) <= std::abs(p - b) &&
            std::abs(p - a) <= std::abs(p - c)) {
          guess = a;
        }
      }
      out.push_back(static_cast<uint8_t>(in[1 + x] + guess));
    }
  }
  return image;
}

TEST(Png, RoundTrip) {
  std::mt19937 rng(1);
  const int kSizes[][2] = {{1, 1}, {1, 7}, {9, 1}, {28, 28}, {64, 100}};
  std::set<int> filters;
  for (const auto& size : kSizes) {
    for (int channels = 1; channels <= 4; ++channels) {
      for (const bool smooth : {false, true}) {
        const int n = size[0] * size[1] * channels;
        Bytes pixels(static_cast<size_t>(n));
        for (int i = 0; i < n; ++i) {
          const int x = i / channels % size[1];
          const int y = i / channels / size[1];
          pixels[static_cast<size_t>(i)] = static_cast<uint8_t>(
              smooth ? x * x / 8 + y * 3 + rng() % 3 : rng());
        }
        const std::string png =
            EncodePng(pixels.data(), size[0], size[1], channels);
        const Image image = Decode(png);
        EXPECT_EQ(image.height, static_cast<uint32_t>(size[0]));
        EXPECT_EQ(image.width, static_cast<uint32_t>(size[1]));
        EXPECT_EQ(image.channels, channels);
        EXPECT_EQ(image.pixels, pixels);
        EXPECT_EQ(EncodePng(pixels.data(), size[0], size[1], channels), png);
        filters.insert(image.filters.begin(), image.filters.end());
      }
    }
  }
  // So the test has seen the filters that it checks.
  EXPECT_EQ(filters, (std::set<int>{0, 1, 2, 3, 4}));
}

TEST(Png, SplitsLongData) {
  std::mt19937 rng(2);
  Bytes pixels(300 * 400 * 3);
  for (uint8_t& p : pixels) p = static_cast<uint8_t>(rng());
  const Image image = Decode(EncodePng(pixels.data(), 300, 400, 3));
  EXPECT_EQ(image.pixels, pixels);
  EXPECT_GT(image.data_chunks, 3);
}

TEST(Png, Errors) {
  const uint8_t pixel[4] = {};
  EXPECT_THROW(EncodePng(pixel, 0, 1, 1), ValueError);
  EXPECT_THROW(EncodePng(pixel, 1, -1, 1), ValueError);
  EXPECT_THROW(EncodePng(pixel, int64_t{1} << 31, 1, 1), ValueError);
  EXPECT_THROW(EncodePng(pixel, 1, 1, 0), ValueError);
  EXPECT_THROW(EncodePng(pixel, 1, 1, 5), ValueError);
  const std::string path = testing::TempDir() + "/png_test.png";
  WritePng(path, pixel, 1, 1, 4);
  EXPECT_EQ(ReadFile(path), EncodePng(pixel, 1, 1, 4));
  EXPECT_THROW(WritePng(testing::TempDir() + "/none/a.png", pixel, 1, 1, 1),
               FileNotFoundError);
}

}  // namespace
}  // namespace tessera
