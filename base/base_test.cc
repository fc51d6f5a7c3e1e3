#include <array>
#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/array_ref.h"
#include "tessera/base/array_ref_io.h"
#include "tessera/base/bit_cast.h"
#include "tessera/base/check.h"
#include "tessera/base/checked.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/base/stream_str.h"

namespace tessera {

// A type of another header, found by its namespace.
struct Point {
  int x, y;
};
void AppendTo(std::string* out, const Point& p) {
  *out += Str('<', p.x, ' ', p.y, '>');
}

namespace {

TEST(ErrorTest, Text) {
  const ShapeError e("view", "expected 6 elements, got 5");
  EXPECT_STREQ(e.what(), "view: expected 6 elements, got 5");
  EXPECT_STREQ(e.what_without_backtrace(), e.what());
  EXPECT_EQ(e.op(), "view");
  EXPECT_EQ(e.msg(), "expected 6 elements, got 5");
  EXPECT_STREQ(Error("", "alone").what(), "alone");
}

template <class E>
void CheckClass() {
  try {
    throw E("op", "text");
  } catch (const Error& e) {
    EXPECT_NE(dynamic_cast<const E*>(&e), nullptr);
    EXPECT_STREQ(e.what(), "op: text");
    EXPECT_NE(dynamic_cast<const std::runtime_error*>(&e), nullptr);
  }
}

TEST(ErrorTest, Classes) {
  CheckClass<ShapeError>();
  CheckClass<DTypeError>();
  CheckClass<DeviceError>();
  CheckClass<AutogradError>();
  CheckClass<OutOfMemoryError>();
  CheckClass<IndexError>();
  CheckClass<TypeError>();
  CheckClass<ValueError>();
  CheckClass<NotImplementedError>();
  CheckClass<FileError>();
  CheckClass<LinAlgError>();
  CheckClass<WorkerException>();
  CheckClass<InternalError>();
}

TEST(OpScopeTest, OutermostNamesErrorsOfItsThread) {
  EXPECT_EQ(OpScope::current(), nullptr);
  {
    OpScope outer("linear");
    {
      OpScope inner("matmul");
      EXPECT_STREQ(OpScope::current(), "linear");
      EXPECT_STREQ(ShapeError("add", "text").what(), "linear: text");
      EXPECT_EQ(ShapeError("", "text").op(), "linear");
      std::thread([] {
        EXPECT_EQ(OpScope::current(), nullptr);
        EXPECT_STREQ(ShapeError("add", "text").what(), "add: text");
      }).join();
    }
    EXPECT_STREQ(OpScope::current(), "linear");
  }
  EXPECT_EQ(OpScope::current(), nullptr);
  EXPECT_STREQ(Error("add", "text").what(), "add: text");
  try {
    OpScope scope("mul");
    throw Error("", "text");
  } catch (const Error& e) {
    EXPECT_EQ(OpScope::current(), nullptr);
    EXPECT_STREQ(e.what(), "mul: text");
  }
}

TEST(StrTest, Parts) {
  EXPECT_EQ(Str(), "");
  EXPECT_EQ(Str("a", std::string("b"), std::string_view("c"), 'd'), "abcd");
  EXPECT_EQ(Str(true, ' ', false), "true false");
  EXPECT_EQ(Str(int8_t{-5}, ' ', uint8_t{200}, ' ', INT64_MIN, ' ', UINT64_MAX),
            "-5 200 -9223372036854775808 18446744073709551615");
  EXPECT_EQ(Str(0.5f, ' ', 1e300, ' ', 3.0), "0.5 1e+300 3");
  EXPECT_EQ(Str(-std::numeric_limits<double>::max()), "-1.79769e+308");
  EXPECT_EQ(Str(Point{1, 2}), "<1 2>");
  EXPECT_EQ(Str(IntArrayRef()), "[]");
  EXPECT_EQ(Str(ArrayRef<Point>({{1, 2}, {3, 4}})), "[<1 2>, <3 4>]");
}

std::string Text(IntArrayRef list) { return Str(list); }

TEST(ArrayRefTest, From) {
  EXPECT_EQ(Text({2, 3}), "[2, 3]");
  EXPECT_EQ(Text({2}), "[2]");
  EXPECT_EQ(Text({}), "[]");
  EXPECT_EQ(Text(5), "[5]");
  const std::vector<int64_t> vector = {1, 2, 3};
  EXPECT_EQ(Text(vector), "[1, 2, 3]");
  const std::array<int64_t, 2> array = {4, 5};
  EXPECT_EQ(Text(array), "[4, 5]");
  const int64_t c[] = {6, 7, 8};
  EXPECT_EQ(Text(c), "[6, 7, 8]");
  EXPECT_EQ(Text({c, 2}), "[6, 7]");
  EXPECT_EQ(Text({c + 1, c + 3}), "[7, 8]");
  EXPECT_EQ(ArrayRef<bool>({true, false}).size(), 2u);
  static_assert(!std::is_convertible<std::vector<int>, IntArrayRef>::value);
}

TEST(ArrayRefTest, Access) {
  const std::vector<int64_t> vector = {1, 2, 3};
  const IntArrayRef a = vector;
  EXPECT_EQ(a.size(), 3u);
  EXPECT_EQ(a.data(), vector.data());
  EXPECT_EQ(a.front() + a.back() * 10 + a[1] * 100, 231);
  EXPECT_EQ(a.vec(), vector);
  EXPECT_EQ(std::vector<int64_t>(a.begin(), a.end()), vector);
  EXPECT_TRUE(IntArrayRef().empty());
  EXPECT_EQ(Str(a.slice(1, 2), a.slice(3), a.slice(0, 0)), "[2, 3][][]");
  EXPECT_EQ(a.at(2), 3);
  EXPECT_THROW(a.at(3), IndexError);
  EXPECT_THROW(a.slice(4), IndexError);
  EXPECT_THROW(a.slice(2, 2), IndexError);
  EXPECT_THROW(a.slice(1, ~size_t{0}), IndexError);
}

TEST(ArrayRefTest, Equality) {
  const std::vector<int64_t> vector = {1, 2};
  const IntArrayRef a = vector;
  EXPECT_TRUE(a == vector && vector == a && a.equals({1, 2}));
  EXPECT_TRUE(a != IntArrayRef({1}) && a != IntArrayRef({1, 3}));
  EXPECT_FALSE(a != vector);
  EXPECT_TRUE(IntArrayRef() == std::vector<int64_t>());
  std::ostringstream os;
  os << a;
  EXPECT_EQ(os.str(), "[1, 2]");
}

TEST(CheckedTest, AgreesWith128Bits) {
  std::vector<int64_t> values = {0, INT64_MIN, INT64_MAX};
  for (const int shift : {0, 1, 31, 32, 33, 61, 62}) {
    for (const int64_t d : {-1, 0, 1}) {
      values.push_back((int64_t{1} << shift) + d);
      values.push_back(-(int64_t{1} << shift) + d);
    }
  }
  const auto check = [](bool overflows, int64_t r, __int128 exact) {
    EXPECT_EQ(overflows, exact < INT64_MIN || exact > INT64_MAX);
    EXPECT_EQ(r, static_cast<int64_t>(exact));
  };
  for (const int64_t a : values) {
    for (const int64_t b : values) {
      const __int128 x = a, y = b;
      int64_t r;
      bool overflows = MulOverflows(a, b, &r);
      check(overflows, r, x * y);
      overflows = AddOverflows(a, b, &r);
      check(overflows, r, x + y);
      overflows = SubOverflows(a, b, &r);
      check(overflows, r, x - y);
    }
  }
}

template <class E, class F>
std::string MessageOf(F f) {
  try {
    f();
  } catch (const E& e) {
    return e.what();
  }
  return "not thrown";
}

TEST(CheckTest, Throws) {
  int evaluated = 0;
  TESSERA_CHECK(true, ++evaluated);
  EXPECT_EQ(evaluated, 0);
  EXPECT_EQ(MessageOf<Error>([] { TESSERA_CHECK(1 > 2, "got ", 3, '!'); }),
            "got 3!");
  EXPECT_EQ(MessageOf<Error>([] { TESSERA_CHECK(1 > 2); }),
            "expected 1 > 2 to be true");
  EXPECT_EQ(MessageOf<IndexError>([] { TESSERA_CHECK_INDEX(false, "a"); }),
            "a");
  EXPECT_EQ(MessageOf<ValueError>([] { TESSERA_CHECK_VALUE(false, "a"); }),
            "a");
  EXPECT_EQ(MessageOf<TypeError>([] { TESSERA_CHECK_TYPE(false, "a"); }), "a");
  EXPECT_EQ(MessageOf<NotImplementedError>(
                [] { TESSERA_CHECK_NOT_IMPLEMENTED(false, "a"); }),
            "a");
  OpScope scope("fold");
  EXPECT_EQ(MessageOf<Error>([] { TESSERA_CHECK(false, "a"); }), "fold: a");
  const std::string internal =
      MessageOf<InternalError>([] { TESSERA_INTERNAL_ASSERT(2 < 1, "n ", 5); });
  EXPECT_NE(internal.find("2 < 1"), std::string::npos) << internal;
  EXPECT_NE(internal.find("base_test.cc:"), std::string::npos) << internal;
  EXPECT_NE(internal.find(": n 5; "), std::string::npos) << internal;
  EXPECT_NE(internal.find("report"), std::string::npos) << internal;
}

// Without AppendTo.
struct Point {
  int x, y;
};
std::ostream& operator<<(std::ostream& os, const Point& p) {
  return os << p.x << "/" << p.y;
}

TEST(StrTest, ThroughStreams) {
  EXPECT_EQ(Str("at ", Point{1, 2}, "!"), "at 1/2!");
  EXPECT_EQ(MessageOf<Error>([] { TESSERA_CHECK(false, Point{3, 4}); }), "3/4");
  EXPECT_EQ(str("n ", 1.5, ' ', true, Point{1, 2}), "n 1.5 11/2");
}

TEST(WarnTest, Once) {
  testing::internal::CaptureStderr();
  for (int i = 0; i < 3; ++i) TESSERA_WARN_ONCE("number ", i);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "Warning: number 0\n");
}

std::string* warned = nullptr;

TEST(WarnTest, HandlerAndStderr) {
  std::string text;
  warned = &text;
  WarningHandler before =
      SetWarningHandler([](const std::string& message) { *warned += message; });
  TESSERA_WARN("resized ", 3);
  EXPECT_EQ(text, "resized 3");
  EXPECT_NE(SetWarningHandler(before), nullptr);
  testing::internal::CaptureStderr();
  TESSERA_WARN("once");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "Warning: once\n");
  EXPECT_EQ(text, "resized 3");
}

static_assert(BitCast<uint32_t>(1.0f) == 0x3f800000);
static_assert(BitCast<double>(uint64_t{0x4000000000000000}) == 2.0);

}  // namespace
}  // namespace tessera
