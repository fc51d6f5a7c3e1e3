#include "tessera/interop/npy_format.h"

#include <cstring>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/interop/file.h"

namespace tessera {
namespace {

using Shape = std::vector<int64_t>;

std::string Data(const std::string& name) {
  return ReadFile("interop/testdata/" + name + ".npy");
}

// A file of version 1 (its length in two bytes) or above (in four).
std::string File(const std::string& dict, size_t data = 0, int version = 1) {
  std::string out("\x93NUMPY\0\0", 8);
  out[6] = static_cast<char>(version);
  const uint64_t length = dict.size();
  for (int i = 0; i < (version == 1 ? 2 : 4); ++i) {
    out += static_cast<char>(length >> (8 * i));
  }
  return out + dict + std::string(data, 'x');
}

std::string ErrorOf(const std::string& bytes) {
  try {
    ParseNpyHeader(bytes, "a.npy");
  } catch (const FileError& e) {
    return e.what();
  }
  return "no error";
}

TEST(Npy, ReadsNumPysFiles) {
  for (int d = 0; d < kDTypes; ++d) {
    const auto dtype = static_cast<DType>(d);
    if (dtype == kBFloat16) continue;
    const std::string bytes = Data(name(dtype));
    const NpyHeader header = ParseNpyHeader(bytes, "f");
    EXPECT_EQ(header.dtype, dtype);
    EXPECT_EQ(header.shape, (Shape{2, 3}));
    EXPECT_FALSE(header.big_endian);
    EXPECT_FALSE(header.fortran_order);
    EXPECT_EQ(header.nbytes, 6 * elementSize(dtype));
    EXPECT_EQ(header.data_begin + header.nbytes, bytes.size());
    // And writes them.
    EXPECT_EQ(SerializeNpyHeader(dtype, {2, 3}),
              bytes.substr(0, header.data_begin));
  }
  const std::string bytes = Data("float64");
  double values[6];
  std::memcpy(values, bytes.data() + ParseNpyHeader(bytes, "f").data_begin, 48);
  EXPECT_EQ(values[5], 5.0);
}

TEST(Npy, ReadsOrdersShapesVersions) {
  EXPECT_TRUE(ParseNpyHeader(Data("big_endian"), "f").big_endian);
  EXPECT_TRUE(ParseNpyHeader(Data("fortran"), "f").fortran_order);
  EXPECT_EQ(ParseNpyHeader(Data("scalar"), "f").shape, Shape{});
  EXPECT_EQ(ParseNpyHeader(Data("one"), "f").shape, Shape{3});
  EXPECT_EQ(ParseNpyHeader(Data("empty"), "f").shape, (Shape{0, 3}));
  for (const char* file : {"version2", "version3"}) {
    const std::string bytes = Data(file);
    const NpyHeader header = ParseNpyHeader(bytes, "f");
    EXPECT_EQ(header.dtype, kDouble);
    EXPECT_EQ(header.data_begin + header.nbytes, bytes.size());
  }
  // A second array may follow.
  EXPECT_EQ(ParseNpyHeader(Data("one") + Data("one"), "f").nbytes, 6u);
}

TEST(Npy, WritesNumPysBytes) {
  const struct {
    const char* file;
    DType dtype;
    Shape shape;
    bool fortran_order;
  } kCases[] = {{"scalar", kFloat, {}, false},
                {"one", kShort, {3}, false},
                {"empty", kFloat, {0, 3}, false},
                {"fortran", kDouble, {2, 3}, true}};
  for (const auto& c : kCases) {
    const std::string ours =
        SerializeNpyHeader(c.dtype, c.shape, c.fortran_order);
    EXPECT_EQ(ours, Data(c.file).substr(0, ours.size())) << c.file;
    EXPECT_EQ(ours.size() % 64, 0u);
  }
  EXPECT_THROW(SerializeNpyHeader(kBFloat16, {1}), DTypeError);
  EXPECT_THROW(SerializeNpyHeader(DType::Undefined, {1}), DTypeError);
  // Every length of header, one that needs no padding among them.
  for (size_t n = 0; n < 64; ++n) {
    const Shape shape(n, 1);
    const std::string bytes = SerializeNpyHeader(kBool, shape) + "x";
    EXPECT_EQ(ParseNpyHeader(bytes, "f").shape, shape);
    EXPECT_EQ(bytes.size() % 64, 1u);
  }
  const std::string longest = SerializeNpyHeader(kBool, Shape(30000, 1));
  EXPECT_EQ(longest[6], 2);
  EXPECT_EQ(longest.size() % 64, 0u);
}

TEST(Npy, AcceptsPythonsSyntax) {
  const struct {
    const char* dict;
    DType dtype;
    Shape shape;
    bool big_endian;
  } kCases[] = {
      {"{'descr':'<f4','fortran_order':False,'shape':(2,1)}",
       kFloat,
       {2, 1},
       false},
      {"\n{ \"shape\" : ( 2 , ) ,\t'fortran_order' : True, 'descr': '>c8' , } "
       " ",
       kComplexFloat,
       {2},
       true},
      {"{'descr': '=i2', 'fortran_order': False, 'shape': (2L, 1L), }",
       kShort,
       {2, 1},
       false},
      {"{'descr': 'f8', 'fortran_order': False, 'shape': (), }",
       kDouble,
       {},
       false},
      {"{'descr': '?', 'fortran_order': False, 'shape': (2,), }",
       kBool,
       {2},
       false},
      {"{'descr': '>u1', 'fortran_order': False, 'shape': (2,), }",
       kByte,
       {2},
       false},
  };
  for (const auto& c : kCases) {
    for (const int version : {1, 2, 3}) {
      const NpyHeader h = ParseNpyHeader(File(c.dict, 100, version), "f");
      EXPECT_EQ(h.dtype, c.dtype) << c.dict;
      EXPECT_EQ(h.shape, c.shape) << c.dict;
      EXPECT_EQ(h.big_endian, c.big_endian) << c.dict;
    }
  }
}

TEST(Npy, RefusesTheRest) {
  const auto with = [](const std::string& descr, const std::string& shape) {
    return File("{'descr': " + descr +
                    ", 'fortran_order': False, 'shape': " + shape + ", }",
                8);
  };
  const struct {
    std::string bytes;
    const char* part;
  } kCases[] = {
      {"", "begins with \"\\x93NUMPY\", got an empty file"},
      {"PK\3\4 a zip", "begins with \"\\x93NUMPY\", got \"PK\\x03\\x04 a\""},
      {"\x93NUMPY", "a file of 6 bytes"},
      {std::string("\x93NUMPY\1\0\1", 9), "a file of 9 bytes"},
      {std::string("\x93NUMPY\4\0\1\0 ", 11), "got 4.0"},
      {std::string("\x93NUMPY\1\1\1\0 ", 11), "got 1.1"},
      {std::string("\x93NUMPY\2\0\xff\xff\xff\xff{}", 14),
       "header of at most 2 bytes, got a length of 4294967295"},
      {Data("float64").substr(0, 100), "the file is cut off"},
      {Data("float64").substr(0, 175), "expected 48 bytes of data, got 47"},
      {Data("object"), "got Python objects (descr \"|O\"); such a file holds"},
      {Data("unicode"), "got strings (descr \"<U2\")"},
      {Data("record"), "got one of records"},
      {Data("date"), "got dates or times"},
      {Data("longdouble"), "a floating-point type that this library lacks"},
      {with("'|V2'", "(2,)"), "got raw bytes (descr \"|V2\"); save bfloat16"},
      {with("'<f3'", "(2,)"), "lacks (descr \"<f3\")"},
      {with("''", "(2,)"), "an unknown dtype"},
      {with("'<'", "(2,)"), "an unknown dtype"},
      {with("'<<f4'", "(2,)"), "an unknown dtype"},
      {with("('<f4', (2,))", "(2,)"), "got one of records"},
      {with("4", "(2,)"), "expected a string, got \"4"},
      {File("{'descr': '<f4"), "expected a string's end"},
      {with("'<f\\x34'", "(2,)"), "a string without backslash"},
      {with("'<f4'", "(2)"), "expected \",\" in a shape of one"},
      {with("'<f4'", "2"), "expected (, got \"2"},
      {with("'<f4'", "(-2,)"), "expected a size, got \"-2"},
      {with("'<f4'", "(2.0,)"), "expected"},
      {with("'<f4'", "(1 2)"), "expected \",\" or \")\""},
      {with("'<f4'", "(,)"), "expected a size"},
      {with("'<f4'", "(2,,1)"), "expected a size"},
      {with("'<f4'", "(1+1,)"), "expected"},
      {with("'<f4'", "(9223372036854775808,)"), "sizes below 2^63"},
      {with("'<f4'", "(4611686018427387904,)"), "fewer than 2^63 bytes"},
      {with("'<f4'", "(4294967296,4294967296)"), "fewer than 2^63 bytes"},
      {with("'<f4'", "(1152921504606846976,)"),
       "expected 4611686018427387904 bytes of data, got 8"},
      {with("'<f4'", "(3,)"), "expected 12 bytes of data, got 8"},
      {File("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}", 8),
       "expected fortran_order True or False"},
      {File("{'descr': '<f4', 'shape': (2,)}", 8), "the key fortran_order"},
      {File("{'fortran_order': False, 'shape': (2,)}", 8), "the key descr"},
      {File("{'descr': '<f4', 'fortran_order': False}", 8), "the key shape"},
      {File("{}"), "the key descr"},
      {File("{'descr': '<f4', 'descr': '<f4'}"), "got \"descr\" twice"},
      {File("{'x': 1}"), "got \"x\""},
      {File("__import__('os').system('true')"), "expected {, got \"__import__"},
      {File("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x", 8),
       "expected the header's end"},
      {File("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)", 8),
       "expected }, got the end"},
  };
  for (const auto& c : kCases) {
    const std::string text = ErrorOf(c.bytes);
    EXPECT_EQ(text.find("npy: a.npy: "), 0u) << text;
    EXPECT_NE(text.find(c.part), text.npos) << c.part << " not in " << text;
  }
  std::string dims;
  for (int i = 0; i < 65; ++i) dims += "1,";
  const std::string deep = ErrorOf(with("'<f4'", "(" + dims + ")"));
  EXPECT_NE(deep.find("at most 64 dimensions"), deep.npos) << deep;
}

}  // namespace
}  // namespace tessera
