#include "tessera/interop/safetensors_format.h"

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/interop/file.h"

namespace tessera {
namespace {

using Shape = std::vector<int64_t>;

std::string File(const std::string& json, size_t data) {
  std::string out(8, '\0');
  const uint64_t length = json.size();
  std::memcpy(&out[0], &length, 8);
  return out + json + std::string(data, 'x');
}

std::string ErrorOf(const std::string& bytes) {
  try {
    ParseSafetensorsHeader(bytes, "m.st");
  } catch (const FileError& e) {
    return e.what();
  }
  return "no error";
}

TEST(Safetensors, ReadsTheReferencesFile) {
  const std::string bytes = ReadFile("interop/testdata/all.safetensors");
  const SafetensorsHeader header = ParseSafetensorsHeader(bytes, "all");
  EXPECT_EQ(header.metadata,
            (std::map<std::string, std::string>{{"k\xc3\xa9y", "\x01\n"}}));
  std::map<std::string, const SafetensorsEntry*> by_name;
  for (const SafetensorsEntry& t : header.tensors) by_name[t.name] = &t;
  ASSERT_EQ(by_name.size(), 17u);
  for (int d = 0; d < kDTypes; ++d) {
    const auto dtype = static_cast<DType>(d);
    if (dtype == kComplexDouble) continue;
    ASSERT_EQ(by_name.count(name(dtype)), 1u) << name(dtype);
    const SafetensorsEntry& t = *by_name[name(dtype)];
    EXPECT_EQ(t.dtype, dtype);
    EXPECT_EQ(t.shape, (Shape{2, 3}));
    EXPECT_EQ(t.nbytes(), 6 * elementSize(dtype));
  }
  const SafetensorsEntry& scalar = *by_name["scalar"];
  EXPECT_EQ(scalar.shape, Shape{});
  float value;
  std::memcpy(&value, bytes.data() + scalar.begin, 4);
  EXPECT_EQ(value, 1.5f);
  EXPECT_EQ(by_name["empty"]->shape, (Shape{0, 3}));
  int64_t seven;
  std::memcpy(&seven, bytes.data() + by_name["a\"\n\xc3\xa9"]->begin, 8);
  EXPECT_EQ(seven, 7);
  int32_t ints[6];
  std::memcpy(ints, bytes.data() + by_name["int32"]->begin, 24);
  EXPECT_EQ(ints[5], 5);

  const std::string none = ReadFile("interop/testdata/none.safetensors");
  EXPECT_TRUE(ParseSafetensorsHeader(none, "none").tensors.empty());
  const std::string f8 =
      ErrorOf(ReadFile("interop/testdata/float8.safetensors"));
  EXPECT_NE(f8.find("tensor \"x\": expected a dtype from BOOL to F64, got "
                    "\"F8_E4M3\""),
            f8.npos)
      << f8;
}

TEST(Safetensors, WritesTheReferencesBytes) {
  const std::string bytes = ReadFile("interop/testdata/all.safetensors");
  SafetensorsHeader header = ParseSafetensorsHeader(bytes, "all");
  const std::vector<SafetensorsEntry> before = header.tensors;
  std::swap(header.tensors.front(), header.tensors.back());
  const std::string ours =
      SerializeSafetensorsHeader(&header.tensors, header.metadata);
  EXPECT_EQ(ours, bytes.substr(0, ours.size()));
  ASSERT_EQ(header.tensors.size(), before.size());
  for (size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(header.tensors[i].name, before[i].name);
    EXPECT_EQ(header.tensors[i].begin, before[i].begin);
    EXPECT_EQ(header.tensors[i].end, before[i].end);
  }
  std::vector<SafetensorsEntry> none;
  EXPECT_EQ(SerializeSafetensorsHeader(&none),
            ReadFile("interop/testdata/none.safetensors"));
}

TEST(Safetensors, WriterRefuses) {
  const auto write = [](std::vector<SafetensorsEntry> tensors) {
    SerializeSafetensorsHeader(&tensors);
  };
  EXPECT_THROW(write({{"a", kFloat, {1}}, {"a", kInt, {2}}}), ValueError);
  EXPECT_THROW(write({{"__metadata__", kFloat, {1}}}), ValueError);
  EXPECT_THROW(write({{"\xff", kFloat, {1}}}), ValueError);
  EXPECT_THROW(write({{"a", kComplexDouble, {1}}}), DTypeError);
  EXPECT_THROW(write({{"a", DType::Undefined, {1}}}), DTypeError);
  EXPECT_THROW(write({{"a", kFloat, {int64_t{1} << 62, 4}}}), ValueError);
  EXPECT_THROW(write({{"a", kChar, {INT64_MAX}}, {"b", kChar, {1}}}),
               ValueError);
  std::vector<SafetensorsEntry> one = {{"a", kFloat, {1}}};
  EXPECT_THROW(SerializeSafetensorsHeader(&one, {{"k", "\xff"}}), ValueError);
  EXPECT_THROW(
      SerializeSafetensorsHeader(&one, {{"k", std::string(100000000, 'x')}}),
      ValueError);
  EXPECT_EQ(SafetensorsDTypeName(kBFloat16), std::string("BF16"));
  EXPECT_EQ(SafetensorsDTypeName(kComplexDouble), nullptr);
}

TEST(Safetensors, AcceptsWhatTheFormatAllows) {
  const struct {
    const char* json;
    size_t data;
  } kCases[] = {
      {"{}", 0},
      {"{} \n\t", 0},
      {R"({"__metadata__":null})", 0},
      {R"({"":{"dtype":"U8","shape":[],"data_offsets":[0,1]}})", 1},
      // An unknown field; any order of fields and tensors; no alignment.
      {R"({"b":{"x":[1,{}],"data_offsets":[1,5],"shape":[1],"dtype":"F32"},)"
       R"("a":{"dtype":"U8","shape":[1,1],"data_offsets":[0,1]}})",
       5},
      // Empty tensors at both ends.
      {R"({"b":{"dtype":"U8","shape":[0,5],"data_offsets":[1,1]},)"
       R"("a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
       R"("c":{"dtype":"F64","shape":[0],"data_offsets":[0,0]}})",
       1},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(ErrorOf(File(c.json, c.data)), "no error") << c.json;
  }
}

TEST(Safetensors, RefusesTheRest) {
  const std::string good =
      R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})";
  const struct {
    std::string bytes;
    const char* part;
  } kCases[] = {
      {"", "a file of 0 bytes"},
      {"1234567", "a file of 7 bytes"},
      {std::string(8, '\0'), "begins with {"},
      {std::string("\0\0\0\0\0\0\0\x10{}", 10),
       "header of at most 2 bytes, got a length of 1152921504606846976"},
      {File(good, 2).substr(0, 30), "the file is cut off"},
      {File(" {}", 0), "begins with {"},
      {File("[]", 0), "begins with {"},
      {File("{}x", 0), "header: at byte 2: expected the end"},
      {File("{\"a\":1}", 0), "expected an object"},
      {File("{\"\xff\":1}", 0), "expected UTF-8"},
      {File(good, 1), "expected data up to byte 2, got a file with 1"},
      {File(good, 3), "expected 2 bytes of data, got 3"},
      {File(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,3]}})", 3),
       "expected 2 bytes for uint8[2], got data_offsets [0,3]"},
      {File(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})", 3),
       "expected data_offsets that begin at 0, got [1,3]"},
      {File(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[2,0]}})", 2),
       "begin at 0, got [2,0]"},
      {File(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
            R"("b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
            3),
       "tensor \"b\": expected data_offsets that begin at 2"},
      {File(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
            R"("a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}})",
            4),
       "got \"a\" twice"},
      {File(R"({"__metadata__":{"a":"1","a":"2"}})", 0), "got \"a\" twice"},
      {File(R"({"__metadata__":{"a":1}})", 0), "expected a string"},
      {File(R"({"a":{"dtype":"U8","shape":[2]}})", 0), "expected a data_off"},
      {File(R"({"a":{"dtype":"U8","data_offsets":[0,2]}})", 2),
       "expected a shape"},
      {File(R"({"a":{"shape":[2],"data_offsets":[0,2]}})", 2),
       "expected a dtype in"},
      {File(R"({"a":{"dtype":"Q8","shape":[2],"data_offsets":[0,2]}})", 2),
       "got \"Q8\""},
      {File(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,1,2]}})", 2),
       "expected 2 data_offsets, got 3"},
      {File(R"({"a":{"dtype":"U8","shape":[-2],"data_offsets":[0,2]}})", 2),
       "got \"-2\""},
      {File(R"({"a":{"dtype":"U8","shape":[2.0],"data_offsets":[0,2]}})", 2),
       "got \"2.0\""},
      {File(R"({"a":{"dtype":"U8","shape":[18446744073709551615],)"
            R"("data_offsets":[0,2]}})",
            2),
       "sizes below 2^63"},
      {File(R"({"a":{"dtype":"U8","shape":[4294967296,4294967296],)"
            R"("data_offsets":[0,0]}})",
            0),
       "fewer than 2^63 bytes, got shape [4294967296,4294967296]"},
      {File(R"({"a":{"dtype":"F64","shape":[2305843009213693952],)"
            R"("data_offsets":[0,0]}})",
            0),
       "fewer than 2^63"},
  };
  for (const auto& c : kCases) {
    const std::string text = ErrorOf(c.bytes);
    EXPECT_EQ(text.find("safetensors: m.st: "), 0u) << text;
    EXPECT_NE(text.find(c.part), text.npos) << c.part << " not in " << text;
  }
  std::string dims = "1";
  for (int i = 0; i < 64; ++i) dims += ",1";
  const std::string deep = ErrorOf(File(
      R"({"a":{"dtype":"U8","shape":[)" + dims + R"(],"data_offsets":[0,1]}})",
      1));
  EXPECT_NE(deep.find("at most 64 dimensions"), deep.npos) << deep;
}

}  // namespace
}  // namespace tessera
