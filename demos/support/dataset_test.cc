#include "tessera/demos/support/dataset.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <set>

#include "tessera/base/error.h"

namespace tessera::demos {
namespace {

std::string ErrorOf(const std::string& text, bool header = false) {
  try {
    ParseTable(text, "a.csv", header);
  } catch (const FileError& e) {
    return e.what();
  }
  return "no error";
}

TEST(DatasetTest, ReadsRowsAndLabels) {
  const Table t =
      ParseTable("1,2.5,0\n-3,4e2,2\n5,6,0\n7,8,2\n", "a.csv", false);
  EXPECT_EQ(t.rows, 4);
  EXPECT_EQ(t.cols, 2);
  EXPECT_EQ(t.classes, 3);  // 1 is not used
  EXPECT_EQ(t.values, (std::vector<float>{1, 2.5, -3, 400, 5, 6, 7, 8}));
  EXPECT_EQ(t.labels, (std::vector<int64_t>{0, 2, 0, 2}));
  EXPECT_EQ(t.width * t.height, 2);
  EXPECT_EQ(t.own_test_rows, 0);
  EXPECT_EQ(ParseTable("a,b\n1,0\n2,0\n3,1\n4,1\n", "a", true).rows, 4);
}

TEST(DatasetTest, ErrorsNameLineColumnValueAndFix) {
  EXPECT_EQ(ErrorOf("1,2,0\n1,x,0\n"),
            "--data: a.csv:2:3: expected a number, got \"x\"");
  EXPECT_EQ(ErrorOf("a,b,c\n1,2,0\n"),
            "--data: a.csv:1:1: expected a number, got \"a\"; --header skips "
            "a first line of names");
  EXPECT_EQ(ErrorOf("1,2,0\n10,nan,0\n"),
            "--data: a.csv:2:4: expected a finite number (float32), got nan; "
            "replace it or remove the line");
  EXPECT_EQ(ErrorOf("h\n1e39,2,0\n", true).find("--data: a.csv:2:1: "), 0);
  EXPECT_EQ(ErrorOf("1,2,0\n1,2,-1\n"),
            "--data: a.csv:2:5: expected a label (the last column), a whole "
            "number from 0 to 999, got -1");
  EXPECT_NE(ErrorOf("1,2,0\n1,2,1000\n").find("2:5"), std::string::npos);
  EXPECT_NE(ErrorOf("1,2,0\n1,2,1.5\n").find("got 1.5"), std::string::npos);
  EXPECT_NE(ErrorOf("1,2,0\n1,2,nan\n").find("got nan"), std::string::npos);
  EXPECT_NE(ErrorOf("1\n0\n").find("got one column"), std::string::npos);
  EXPECT_EQ(ErrorOf("1,2,0\n1,2,0\n"),
            "--data: a.csv:2:5: expected two classes or more, got label 0 in "
            "every row");
  EXPECT_EQ(ErrorOf("1,2,0\n1,2,0\n1,2,7\n"),
            "--data: a.csv:3:5: label 7 is in this row alone; a class needs "
            "two rows or more, to train and to test");
  EXPECT_NE(ErrorOf("").find("a.csv"), std::string::npos);
  EXPECT_NE(ErrorOf("1,2,0\n1,2\n").find("a.csv:2:"), std::string::npos);
}

Table Digits() { return LoadTable("demos/data/digits.csv", false); }

TEST(DatasetTest, TheDigits) {
  const Table t = Digits();
  EXPECT_EQ(t.rows, 1797);
  EXPECT_EQ(t.cols, 64);
  EXPECT_EQ(t.classes, 10);
  EXPECT_EQ(t.width, 8);
  EXPECT_EQ(t.height, 8);
  EXPECT_EQ(*std::max_element(t.values.begin(), t.values.end()), 16);
}

TEST(DatasetTest, SplitTakesAFifthOfEachClassBySeed) {
  const Table t = Digits();
  std::set<std::vector<int64_t>> tests;
  for (int64_t seed = 0; seed < 5; ++seed) {
    const Split s = SplitRows(t, seed);
    std::vector<int64_t> all = s.train;
    all.insert(all.end(), s.test.begin(), s.test.end());
    std::sort(all.begin(), all.end());
    ASSERT_EQ(all.size(), 1797u);
    for (int64_t i = 0; i < 1797; ++i) ASSERT_EQ(all[i], i);
    for (int64_t label = 0; label < 10; ++label) {
      const auto is = [&](int64_t row) { return t.labels[row] == label; };
      const double in_test = std::count_if(s.test.begin(), s.test.end(), is);
      const double in_train = std::count_if(s.train.begin(), s.train.end(), is);
      EXPECT_NEAR(in_test, (in_test + in_train) / 5, 0.5);
    }
    EXPECT_EQ(SplitRows(t, seed).test, s.test);
    tests.insert(s.test);
  }
  EXPECT_EQ(tests.size(), 5u);
  // Two rows: one in each part.
  const Split s = SplitRows(ParseTable("1,0\n2,0\n3,1\n4,1\n", "a", false), 0);
  EXPECT_EQ(s.test.size(), 2u);
  EXPECT_EQ(s.train.size(), 2u);
}

TEST(DatasetTest, ScalingIsMeasuredOnTheGivenRows) {
  Table t = ParseTable("1,5,0\n3,5,0\n5,5,1\n100,9,1\n", "a", false);
  const Scaling s = MeasureScaling(t, {0, 1, 2});
  EXPECT_EQ(s.mean, (std::vector<float>{3, 5}));
  EXPECT_FLOAT_EQ(s.deviation[0], std::sqrt(8.0f / 3));
  EXPECT_EQ(s.deviation[1], 1);
  Apply(s, &t);
  EXPECT_FLOAT_EQ(t.values[0], -2 / std::sqrt(8.0f / 3));
  EXPECT_EQ(t.values[1], 0);
  EXPECT_EQ(t.values[7], 4);
}

TEST(DatasetTest, FingerprintSeesEveryPart) {
  const Table t = ParseTable("1,2,0\n3,4,0\n5,6,1\n7,8,1\n", "a", false);
  Table u = t;
  EXPECT_EQ(Fingerprint(t), Fingerprint(u));
  u.values[5] = 6.5;
  EXPECT_NE(Fingerprint(t), Fingerprint(u));
  u = t;
  u.labels[0] = 1;
  EXPECT_NE(Fingerprint(t), Fingerprint(u));
  u = t;
  u.own_test_rows = 2;
  EXPECT_NE(Fingerprint(t), Fingerprint(u));
}

// ---- IDX folders ----

std::string Idx(std::vector<uint8_t> shape, const std::string& bytes) {
  std::string text{'\0', '\0', '\x08', static_cast<char>(shape.size())};
  for (const uint8_t size : shape) {
    text += std::string(3, '\0') + static_cast<char>(size);
  }
  return text + bytes;
}

class IdxFolderTest : public testing::Test {
 protected:
  IdxFolderTest() {
    char name[] = "/tmp/idx_folder_XXXXXX";
    folder_ = mkdtemp(name);
    Write("train-images-idx3-ubyte", Idx({4, 2, 2}, "abcdefghijklmnop"));
    Write("train-labels-idx1-ubyte", Idx({4}, {0, 1, 0, 1}));
  }
  ~IdxFolderTest() override {
    const int status = std::system(("rm -r " + folder_).c_str());
    (void)status;
  }
  void Write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << bytes;
  }
  std::string Error() {
    try {
      LoadTable(folder_, false);
    } catch (const FileError& e) {
      return e.what();
    }
    return "no error";
  }
  std::string folder_;
};

TEST_F(IdxFolderTest, WithoutATestPart) {
  const Table t = LoadTable(folder_, false);
  EXPECT_EQ(t.rows, 4);
  EXPECT_EQ(t.cols, 4);
  EXPECT_EQ(t.width, 2);
  EXPECT_EQ(t.values[15], 'p');
  EXPECT_EQ(t.own_test_rows, 0);
}

TEST_F(IdxFolderTest, WithATestPart) {
  Write("t10k-images-idx3-ubyte", Idx({1, 2, 2}, "wxyz"));
  Write("t10k-labels-idx1-ubyte", Idx({1}, "\x02"));
  const Table t = LoadTable(folder_, false);
  EXPECT_EQ(t.rows, 5);
  EXPECT_EQ(t.classes, 3);
  EXPECT_EQ(SplitRows(t, 7).test, std::vector<int64_t>{4});
  EXPECT_EQ(SplitRows(t, 7).train, (std::vector<int64_t>{0, 1, 2, 3}));
}

TEST_F(IdxFolderTest, Errors) {
  Write("train-labels-idx1-ubyte", Idx({3}, {0, 1, 0}));
  EXPECT_NE(Error().find("expected 4 labels"), std::string::npos) << Error();
  Write("train-labels-idx1-ubyte", Idx({4}, {0, 1, 0, 2}));
  EXPECT_NE(Error().find("is in one row"), std::string::npos) << Error();
  Write("train-labels-idx1-ubyte", Idx({4}, {0, 1, 0}));
  EXPECT_EQ(Error().find("--data: "), 0) << Error();
  EXPECT_NE(Error().find("train-labels-idx1-ubyte"), std::string::npos);
  Write("train-labels-idx1-ubyte", Idx({4}, {0, 1, 0, 1}));
  Write("t10k-images-idx3-ubyte", Idx({1, 2, 2}, "wxyz"));
  EXPECT_NE(Error().find("or neither"), std::string::npos) << Error();
  Write("t10k-images-idx3-ubyte", Idx({1, 2, 1}, "wx"));
  Write("t10k-labels-idx1-ubyte", Idx({1}, "\x01"));
  EXPECT_NE(Error().find("pictures of 4 pixels"), std::string::npos) << Error();
  std::remove((folder_ + "/train-images-idx3-ubyte").c_str());
  EXPECT_NE(Error().find("train-images-idx3"), std::string::npos) << Error();
}

TEST(DatasetTest, MissingFile) {
  try {
    LoadTable("/nowhere/a.csv", false);
    FAIL();
  } catch (const FileError& e) {
    EXPECT_EQ(std::string(e.what()).find("--data: /nowhere/a.csv: "), 0)
        << e.what();
  }
}

}  // namespace
}  // namespace tessera::demos
