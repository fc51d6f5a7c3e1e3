#include "tessera/interop/json.h"

#include <cmath>
#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "tessera/base/error.h"

namespace tessera {
namespace {

// Accepts any one value.
std::string Check(std::string_view text, int max_depth = 32) {
  try {
    JsonReader in(text, max_depth);
    in.SkipValue();
    in.End();
  } catch (const ValueError& e) {
    return e.what();
  }
  return "ok";
}

TEST(JsonReader, TakesWhatRfc8259Takes) {
  for (const std::string text :
       {"{}", "[]", " [ ] ", "null", "true", "false", "0", "-0", "1.5e+10",
        "1E-3", "-12.25", "\"\"", "\"a\\u00e9\\ud83d\\ude00\\/\\b\"",
        "\"\x7f\xc3\xa9\xed\x9f\xbf\xf0\x9f\x98\x80\"", "[1,[2,{\"a\":[]}]]",
        "{\"a\":1,\"b\":{\"a\":2}}", "\t{\r\n\"a\" : [ 1 , 2 ] }\n",
        "{\"\":1}"}) {
    EXPECT_EQ(Check(text), "ok") << text;
  }
}

TEST(JsonReader, RefusesTheRest) {
  const struct {
    std::string text;
    const char* part;
  } kCases[] = {
      {"", "at byte 0: expected a value, got the end"},
      {"   ", "at byte 3: expected a value, got the end"},
      {"{", "expected a string, got the end"},
      {"[1,]", "at byte 3: expected a value, got \"]\""},
      {"[1 2]", "expected \",\" or \"]\""},
      {"[1}", "expected \",\" or \"]\", got \"}\""},
      {"{\"a\":1,}", "expected a string"},
      {"{\"a\" 1}", "expected \":\""},
      {"{a:1}", "expected a string, got \"a:1}\""},
      {"{'a':1}", "expected a string"},
      {"{\"a\":1,\"b\":2,\"a\":3}", "got \"a\" twice"},
      {"{\"a\":1,\"\\u0061\":2}", "got \"a\" twice"},
      {"[{\"k\":{\"b\":1,\"b\":1}}]", "got \"b\" twice"},
      {"01", "expected a number, got \"01\""},
      {"-", "expected a number"},
      {"+1", "expected a value"},
      {"1.", "expected a digit"},
      {".5", "expected a value"},
      {"1e", "expected a digit"},
      {"0x10", "expected the end"},
      {"NaN", "expected a value"},
      {"nul", "expected null"},
      {"truth", "expected true or false"},
      {"\"", "expected a string's end"},
      {"\"\\", "after a backslash"},
      {"\"\\x\"", "after a backslash"},
      {"\"\\u12g4\"", "expected four hex digits"},
      {"\"\\u123", "expected four hex digits"},
      {"\"\\ud800\"", "expected a low surrogate"},
      {"\"\\ud800\\u0041\"", "expected a low surrogate"},
      {"\"\\udc00\"", "expected a high surrogate"},
      {"\"a\nb\"", "at byte 2: expected no control character"},
      {std::string("\"\0\"", 3), "expected no control character"},
      {"1 //c", "expected the end"},
      {"{} {}", "expected the end"},
      {"\xef\xbb\xbf{}", "expected a value"},
      // Overlong, surrogate, beyond U+10FFFF, cut off, stray.
      {"\"\xc0\x80\"", "at byte 1: expected UTF-8, got \"\\xc0"},
      {"\"\xe0\x80\x80\"", "UTF-8"},
      {"\"\xf0\x80\x80\x80\"", "UTF-8"},
      {"\"\xed\xa0\x80\"", "UTF-8"},
      {"\"\xf4\x90\x80\x80\"", "UTF-8"},
      {"\"\xe2\x82\"", "UTF-8"},
      {"\"\x80\"", "UTF-8"},
      {"\xf0\x9f\x98", "UTF-8"},
  };
  for (const auto& c : kCases) {
    const std::string text = Check(c.text);
    EXPECT_NE(text.find(c.part), text.npos) << c.text << " gave " << text;
  }
}

TEST(JsonReader, LimitsDepth) {
  const std::string deep = std::string(5, '[') + std::string(5, ']');
  EXPECT_EQ(Check(deep, 5), "ok");
  EXPECT_NE(Check(deep, 4).find("at most 4 arrays"), std::string::npos);
  EXPECT_NE(Check(std::string(1000000, '[')).find("at most 32"),
            std::string::npos);
}

TEST(JsonReader, NumbersAreExact) {
  EXPECT_EQ(JsonReader("18446744073709551615").ReadUint(), UINT64_MAX);
  EXPECT_EQ(JsonReader(" 0").ReadUint(), 0u);
  EXPECT_EQ(JsonReader("-9223372036854775808").ReadInt(), INT64_MIN);
  EXPECT_EQ(JsonReader("9223372036854775807").ReadInt(), INT64_MAX);
  EXPECT_EQ(JsonReader("0.1").ReadDouble(), 0.1);
  EXPECT_EQ(JsonReader("-1e308").ReadDouble(), -1e308);
  EXPECT_TRUE(std::signbit(JsonReader("-0").ReadDouble()));
  for (const char* text : {"18446744073709551616", "-1", "-0", "1.0", "1e3"}) {
    EXPECT_THROW(JsonReader(text).ReadUint(), ValueError) << text;
  }
  for (const char* text : {"9223372036854775808", "1.0", "1e3", "true"}) {
    EXPECT_THROW(JsonReader(text).ReadInt(), ValueError) << text;
  }
  EXPECT_THROW(JsonReader("1e999").ReadDouble(), ValueError);
}

TEST(JsonReader, ReadsWhatItIsAskedFor) {
  JsonReader in(R"( {"a\n": [1, true, "x\u00e9"], "b": null, "c": {}} )");
  std::string_view key;
  in.BeginObject();
  ASSERT_TRUE(in.NextKey(&key));
  const std::string_view first = key;
  in.BeginArray();
  ASSERT_TRUE(in.NextElement());
  EXPECT_EQ(in.ReadInt(), 1);
  ASSERT_TRUE(in.NextElement());
  EXPECT_TRUE(in.ReadBool());
  ASSERT_TRUE(in.NextElement());
  EXPECT_EQ(in.ReadString(), "x\xc3\xa9");
  EXPECT_FALSE(in.NextElement());
  ASSERT_TRUE(in.NextKey(&key));
  EXPECT_EQ(key, "b");
  EXPECT_EQ(in.Peek(), JsonReader::Kind::kNull);
  in.ReadNull();
  ASSERT_TRUE(in.NextKey(&key));
  EXPECT_EQ(in.Peek(), JsonReader::Kind::kObject);
  in.SkipValue();
  EXPECT_EQ(first, "a\n");  // valid as long as its object is
  EXPECT_FALSE(in.NextKey(&key));
  in.End();
  EXPECT_THROW(JsonReader("[]").BeginObject(), ValueError);
  EXPECT_THROW(JsonReader("1").ReadString(), ValueError);
}

TEST(JsonReader, GivesWhatEscapesMean) {
  JsonReader in(
      "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\","
      "\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\\uDBFF\\uDFFF\\u0000\"]");
  in.BeginArray();
  ASSERT_TRUE(in.NextElement());
  EXPECT_EQ(in.ReadString(), "\"\\/\b\f\n\r\t");
  ASSERT_TRUE(in.NextElement());
  EXPECT_EQ(in.ReadString(), std::string("A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"
                                         "\xf4\x8f\xbf\xbf\0",
                                         15));
  EXPECT_FALSE(in.NextElement());
  in.End();
}

TEST(JsonWriter, WritesAndEscapes) {
  JsonWriter out;
  out.BeginObject();
  out.Key("a\"\\\b\f\n\r\t\x01\x1f/\x7f\xc3\xa9");
  out.BeginArray();
  out.Uint(UINT64_MAX);
  out.Int(INT64_MIN);
  out.Double(0.1);
  out.Double(-1e300);
  out.Bool(false);
  out.Null();
  out.BeginArray();
  out.EndArray();
  out.EndArray();
  out.Key("b");
  out.String("");
  out.EndObject();
  EXPECT_EQ(out.str(),
            "{\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f/\x7f\xc3\xa9\":"
            "[18446744073709551615,-9223372036854775808,0.1,-1e+300,false,null,"
            "[]],\"b\":\"\"}");
  EXPECT_EQ(Check(out.str()), "ok");
  EXPECT_THROW(out.String("\xff"), ValueError);
  EXPECT_THROW(out.Double(std::numeric_limits<double>::infinity()), ValueError);
}

}  // namespace
}  // namespace tessera
