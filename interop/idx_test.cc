#include "tessera/interop/idx.h"

#include <zlib.h>

#include <cstring>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/interop/file.h"

namespace tessera {
namespace {

using Shape = std::vector<int64_t>;

std::string Gzip(const std::string& bytes) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, 0), Z_OK);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(&out[0]);
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string File(int type, const std::vector<uint32_t>& shape,
                 const std::string& data) {
  std::string out(2, '\0');
  out += static_cast<char>(type);
  out += static_cast<char>(shape.size());
  for (const uint32_t dim : shape) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      out += static_cast<char>(dim >> shift);
    }
  }
  return out + data;
}

std::string ErrorOf(const std::string& bytes,
                    uint64_t max_bytes = uint64_t{1} << 34) {
  try {
    ParseIdx(bytes, "a.idx", max_bytes);
  } catch (const FileError& e) {
    return e.what();
  }
  return "no error";
}

template <class T>
void ExpectCounts(int type) {
  const IdxArray a =
      ReadIdx("interop/testdata/type" + std::to_string(type) + ".idx");
  EXPECT_EQ(a.dtype, dtype_of<T>);
  EXPECT_EQ(a.shape, (Shape{2, 3}));
  T values[6];
  ASSERT_EQ(a.bytes.size(), sizeof(values));
  std::memcpy(values, a.bytes.data(), sizeof(values));
  for (int i = 0; i < 6; ++i) EXPECT_EQ(values[i], static_cast<T>(i));
}

TEST(Idx, ReadsEveryType) {
  ExpectCounts<uint8_t>(8);
  ExpectCounts<int8_t>(9);
  ExpectCounts<int16_t>(11);
  ExpectCounts<int32_t>(12);
  ExpectCounts<float>(13);
  ExpectCounts<double>(14);
}

TEST(Idx, ReadsGzip) {
  const IdxArray a = ReadIdx("interop/testdata/images.idx.gz");
  EXPECT_EQ(a.shape, (Shape{3, 4, 5}));
  ASSERT_EQ(a.bytes.size(), 60u);
  for (size_t i = 0; i < 60; ++i) EXPECT_EQ(a.bytes[i], i);
  // Long, far longer than compressed, and in two parts.
  const std::string big = File(8, {5, 1000000}, std::string(5000000, 'a'));
  EXPECT_EQ(ParseIdx(Gzip(big), "f").bytes, ParseIdx(big, "f").bytes);
  const std::string parts = Gzip(big.substr(0, 7)) + Gzip(big.substr(7));
  EXPECT_EQ(ParseIdx(parts, "f").bytes.size(), 5000000u);
  EXPECT_THROW(ReadIdx("interop/testdata/none.idx"), FileNotFoundError);
}

TEST(Idx, Shapes) {
  EXPECT_EQ(ParseIdx(File(8, {}, "x"), "f").shape, Shape{});
  EXPECT_EQ(ParseIdx(File(8, {0}, ""), "f").shape, Shape{0});
  EXPECT_TRUE(ParseIdx(Gzip(File(14, {0, 7}, "")), "f").bytes.empty());
  EXPECT_EQ(ParseIdx(File(12, {1, 1, 1}, "\1\2\3\4"), "f").bytes,
            (std::vector<uint8_t>{4, 3, 2, 1}));
  EXPECT_EQ(
      ParseIdx(File(8, std::vector<uint32_t>(255, 1), "x"), "f").shape.size(),
      255u);
}

TEST(Idx, Errors) {
  const std::string good = File(8, {4}, "abcd");
  const std::string gz = Gzip(good);
  std::string wrong_sum = gz;
  wrong_sum[gz.size() - 6] ^= 1;
  const struct {
    std::string bytes;
    const char* part;
  } kCases[] = {
      {"", "expected 4 bytes that begin an IDX file, got 0"},
      {std::string(3, '\0'), "got 3"},
      {"\x89PNG", "got one that begins \"\\x89PNG\""},
      {std::string("\0\0\x0a\1", 4), "a type of 8, 9 or 11 to 14"},
      {std::string("\0\0\x08\2\0\0\0\1\0\0", 10), "expected 2 sizes"},
      {good.substr(0, 11), "expected 4 bytes of data, got 3"},
      {good + "e", "expected 4 bytes of data, got more"},
      {File(8, {0xffffffff}, "abcd"), "expected 4294967295 bytes of data, got"},
      {File(8, {0xffffffff, 0xffffffff}, ""), "expected at most 17179869184"},
      {File(14, {0xffffffff, 0xffffffff, 0xffffffff}, ""), "got 2^63 or more"},
      {gz.substr(0, gz.size() - 1), "cut off"},
      {gz.substr(0, 12), "cut off"},
      {gz.substr(0, 2), "cut off"},
      {wrong_sum, "damaged data (incorrect data check)"},
      {gz + "x", "cut off"},
      {gz + std::string(20, 'x'), "damaged data (incorrect header check)"},
      {Gzip(good + "e"), "expected 4 bytes of data, got more"},
      {Gzip(File(8, {5}, "abcd")), "expected 5 bytes of data, got 4"},
      {Gzip("abc"), "got 3"},
  };
  for (const auto& c : kCases) {
    const std::string text = ErrorOf(c.bytes);
    EXPECT_EQ(text.find("read_idx: a.idx: "), 0u) << text;
    EXPECT_NE(text.find(c.part), text.npos) << c.part << " not in " << text;
  }
  EXPECT_EQ(ErrorOf(good, 4), "no error");
  EXPECT_NE(ErrorOf(good, 3).find("at most 3 bytes of data, got 4"),
            std::string::npos);
  // Without end, were it inflated: 100 MB behind a header of one element.
  const std::string bomb = Gzip(File(8, {1}, std::string(100000000, '\0')));
  EXPECT_NE(ErrorOf(bomb).find("expected 1 bytes of data, got more"),
            std::string::npos);
}

}  // namespace
}  // namespace tessera
