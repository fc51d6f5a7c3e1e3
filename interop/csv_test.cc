#include "tessera/interop/csv.h"

#include <clocale>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/interop/file.h"

namespace tessera {
namespace {

using Values = std::vector<double>;

std::string ErrorOf(const std::string& text, const CsvOptions& options = {}) {
  try {
    ParseCsv(text, "f.csv", options);
  } catch (const FileError& e) {
    return e.what();
  }
  return "no error";
}

TEST(Csv, ReadsRows) {
  for (const char* text :
       {"1,2\n3,4\n", "1,2\n3,4", "1,2\r\n3,4\r\n", "1,2\n3,4\n\n \t\r\n\n",
        "\xef\xbb\xbf"
        "1,2\n3,4\n",
        " 1 ,\t2 \n +3 , \"4\" \n", "1.0,2e0\n30e-1,0.4E+1\n",
        "\"1\",\"2\"\n\" 3 \",\"+4\""}) {
    const CsvTable t = ParseCsv(text, "f.csv");
    EXPECT_EQ(t.rows, 2) << text;
    EXPECT_EQ(t.cols, 2) << text;
    EXPECT_EQ(t.values, (Values{1, 2, 3, 4})) << text;
  }
  EXPECT_EQ(ParseCsv("7", "f").values, Values{7});
  EXPECT_EQ(ParseCsv("1\n2\n3\n", "f").rows, 3);
}

TEST(Csv, Options) {
  CsvOptions options;
  options.skip_header = true;
  const CsvTable t = ParseCsv("a,b,\"c\"\r\n1,2,3\n", "f", options);
  EXPECT_EQ(t.values, (Values{1, 2, 3}));
  options.delimiter = '\t';
  EXPECT_EQ(ParseCsv("a\tb\n1\t2\n", "f", options).values, (Values{1, 2}));
  options = {};
  options.delimiter = ' ';
  EXPECT_EQ(ParseCsv("1 2\n", "f", options).cols, 2);
}

TEST(Csv, Numbers) {
  const CsvTable t = ParseCsv(
      "nan,-inf,Infinity,-0,1e-999,-1e-999,0.1,5e-324,1.7976931348623157e308,"
      "0." +
          std::string(400, '0') + "1,1" + std::string(400, '0') +
          "e-400,9007199254740993",
      "f");
  EXPECT_TRUE(std::isnan(t.values[0]));
  const double inf = std::numeric_limits<double>::infinity();
  EXPECT_EQ(Values(t.values.begin() + 1, t.values.end()),
            (Values{-inf, inf, 0, 0, 0, 0.1, 5e-324, 1.7976931348623157e308, 0,
                    1, 9007199254740992}));
  EXPECT_TRUE(std::signbit(t.values[3]));
  EXPECT_TRUE(std::signbit(t.values[5]));
}

TEST(Csv, Errors) {
  CsvOptions header;
  header.skip_header = true;
  CsvOptions finite;
  finite.allow_non_finite = false;
  const struct {
    std::string text;
    CsvOptions options;
    const char* error;
  } kCases[] = {
      {"", {}, "f.csv: expected rows of numbers, got an empty file"},
      {"\n \r\n", {}, "f.csv: expected rows of numbers, got none"},
      {"a,b\n", header, "f.csv: expected rows of numbers, got none"},
      {"a,b", header, "f.csv: expected rows of numbers, got none"},
      {"x,y\n1,2\n",
       {},
       "f.csv:1:1: expected a number, got \"x\"; skip_header leaves out the "
       "first line"},
      {"1,2\n3,  abc\n", {}, "f.csv:2:5: expected a number, got \"abc\""},
      {"1,2\n3\n", {}, "f.csv:2:2: expected 2 values as in line 1, got 1"},
      {"1,2\n3,4,5,6\n",
       {},
       "f.csv:2:5: expected 2 values as in line 1, got 4"},
      {"h\n1,2\n3\n", header,
       "f.csv:3:2: expected 2 values as in line 2, got 1"},
      {"1,2\n\n3,4\n", {}, "f.csv:2:1: expected 2 values, got a blank line"},
      {"1,\n", {}, "f.csv:1:3: expected a number, got an empty value"},
      {"1,2, \n", {}, "f.csv:1:6: expected a number, got an empty value"},
      {"1,,2\n", {}, "f.csv:1:3: expected a number, got an empty value"},
      {"1,2\n3,4x", {}, "f.csv:2:3: expected a number, got \"4x\""},
      {"1\n0x10\n", {}, "f.csv:2:1: expected a number, got \"0x10\""},
      {"1\n1_000\n", {}, "f.csv:2:1: expected a number, got \"1_000\""},
      {"1\n+-2\n", {}, "f.csv:2:1: expected a number, got \"+-2\""},
      {"1\n++2\n", {}, "f.csv:2:1: expected a number, got \"++2\""},
      {"1\n\"2\n", {}, "f.csv:2:1: expected a number, got \"\\\"2\""},
      {"1\r2\r", {}, "f.csv:1:1: expected a number, got \"1\\r2\""},
      {std::string("1\n2\0\n", 5),
       {},
       "f.csv:2:1: expected a number, got \"2\\x00\""},
      {"1\n1e999\n",
       {},
       "f.csv:2:1: expected a number below 1.8e308, got \"1e999\""},
      {"1\n1" + std::string(309, '0'),
       {},
       "f.csv:2:1: expected a number below"},
      {"1\nnan\n", finite, "f.csv:2:1: expected a finite number, got \"nan\""},
  };
  for (const auto& c : kCases) {
    const std::string text = ErrorOf(c.text, c.options);
    EXPECT_EQ(text.find(std::string("read_csv: ") + c.error), 0u)
        << c.text << " gave " << text;
  }
}

TEST(Csv, IgnoresTheLocale) {
  // Where one with a decimal comma is installed.
  const char* german = std::setlocale(LC_ALL, "de_DE.UTF-8");
  const CsvTable t = ParseCsv("1.5,2.5\n", "f");
  std::setlocale(LC_ALL, "C");
  EXPECT_EQ(t.values, (Values{1.5, 2.5})) << (german ? german : "C");
}

TEST(Csv, TakesLinearTime) {
  // A search for the delimiter that ran past the line would take minutes.
  std::string text;
  for (int i = 0; i < 500000; ++i) text += "1\n";
  EXPECT_EQ(ParseCsv(text, "f").rows, 500000);
}

TEST(Csv, ReadsFiles) {
  const std::string path = testing::TempDir() + "/csv_test.csv";
  WriteFileAtomically(path, "1,2\n");
  EXPECT_EQ(ReadCsv(path).values, (Values{1, 2}));
  EXPECT_THROW(ReadCsv(path + ".none"), FileNotFoundError);
}

}  // namespace
}  // namespace tessera
