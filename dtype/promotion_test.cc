// Promotion against rules that are written here once more, in other words.
#include "tessera/dtype/promotion.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/dtype/limits.h"

namespace tessera {
namespace {

constexpr DType kNone = DType::Undefined;
constexpr DType kC64 = kComplexFloat, kC128 = kComplexDouble;

std::vector<DType> AllDTypes() {
  std::vector<DType> all;
  for (int i = 0; i < kDTypes; ++i) all.push_back(static_cast<DType>(i));
  return all;
}

// By names and ranges: kNone where there is no common dtype.
DType Expected(DType a, DType b) {
  const auto rank = [](DType d) {
    const std::string n = name(d);
    return n == "bool"                          ? 0
           : n.find("int") != std::string::npos ? 1
           : n.find("complex") == 0             ? 3
                                                : 2;
  };
  if (a == b) return a;
  const int top = std::max(rank(a), rank(b));
  if (top == 3) {
    const auto wide = [](DType d) { return d == kF64 || d == kC128; };
    return wide(a) || wide(b) ? kC128 : kC64;
  }
  if (rank(a) != rank(b)) return rank(a) > rank(b) ? a : b;
  if (top == 2) {
    if (elementSize(a) == elementSize(b)) return kF32;  // the two of 16 bits
    return elementSize(a) > elementSize(b) ? a : b;
  }
  // The narrowest that holds both ranges.
  DType best = kNone;
  for (const DType d : AllDTypes()) {
    if (rank(d) != 1) continue;
    const auto holds = [&](DType e) {
      return iinfo(d).min <= iinfo(e).min && iinfo(d).max >= iinfo(e).max;
    };
    if (holds(a) && holds(b) &&
        (best == kNone || elementSize(d) < elementSize(best))) {
      best = d;
    }
  }
  return best;
}

TEST(PromotionTest, AllPairs) {
  int errors = 0;
  for (const DType a : AllDTypes()) {
    for (const DType b : AllDTypes()) {
      const DType expected = Expected(a, b);
      DType out;
      ASSERT_EQ(TryPromote(a, b, &out), expected != kNone);
      ASSERT_EQ(out, expected) << name(a) << ' ' << name(b);
      if (expected == kNone) {
        ++errors;
        EXPECT_THROW(promote_types(a, b), DTypeError);
      } else {
        EXPECT_EQ(promote_types(a, b), expected);
      }
    }
  }
  EXPECT_EQ(errors, 8);  // uint64 with four signed ones, both ways round
}

TEST(PromotionTest, KnownPairs) {
  EXPECT_EQ(promote_types(kUInt8, kInt8), kInt16);
  EXPECT_EQ(promote_types(kUInt16, kInt8), kInt32);
  EXPECT_EQ(promote_types(kUInt32, kInt32), kInt64);
  EXPECT_EQ(promote_types(kUInt16, kInt64), kInt64);
  EXPECT_EQ(promote_types(kInt64, kHalf), kHalf);
  EXPECT_EQ(promote_types(kHalf, kBFloat16), kFloat32);
  EXPECT_EQ(promote_types(kUInt64, kBool), kUInt64);
  EXPECT_EQ(promote_types(kFloat64, kComplexFloat), kComplexDouble);
  EXPECT_EQ(promote_types(kNone, kInt8), kInt8);
  EXPECT_EQ(promote_types(kInt8, kNone), kInt8);
}

TEST(PromotionTest, ErrorNamesDTypesAndHint) {
  try {
    promote_types(kUInt64, kInt8);
    FAIL();
  } catch (const DTypeError& e) {
    EXPECT_STREQ(e.what(),
                 "promote_types: expected dtypes with a common one, got uint64 "
                 "and int8; use .to(int64) or .to(float64)");
  }
}

class ResultTypeTest : public testing::Test {
 protected:
  void TearDown() override { set_default_dtype(kFloat32); }
};

// kind is -1 for no number; d is a tensor with dims, z one without.
DType Result(DType d, DType z, int number) {
  ResultTypeState state;
  if (number >= 0) state.AddScalar(static_cast<Kind>(number));
  if (z != kNone) state.AddTensor(z, 0);
  if (d != kNone) state.AddTensor(d, 2);
  return state.Result("add");
}

TEST_F(ResultTypeTest, AllCombinations) {
  std::vector<DType> choices = AllDTypes();
  choices.push_back(kNone);
  for (const DType default_dtype : {kFloat32, kFloat64, kBFloat16}) {
    set_default_dtype(default_dtype);
    const DType default_complex = default_dtype == kFloat64 ? kC128 : kC64;
    const DType numbers[] = {kBool, kInt64, default_dtype, default_complex};
    for (const DType d : choices) {
      for (const DType z : choices) {
        for (int number = -1; number < 4; ++number) {
          // In falling rank.
          const DType operands[] = {d, z, number < 0 ? kNone : numbers[number]};
          Kind top = Kind::Bool;
          for (const DType o : operands) {
            if (o != kNone) top = std::max(top, kind(o));
          }
          // The first of the highest kind, but a float before a complex one
          // says how wide it is.
          DType expected = kNone;
          for (const DType o : operands) {
            if (o == kNone || expected != kNone) continue;
            if (kind(o) == top) expected = o;
            if (top == Kind::Complex && kind(o) == Kind::Float) {
              expected = o == kFloat64 ? kC128 : kC64;
            }
          }
          ASSERT_EQ(Result(d, z, number), expected)
              << name(d) << ' ' << name(z) << ' ' << number;
        }
      }
    }
  }
}

TEST_F(ResultTypeTest, KnownResults) {
  EXPECT_EQ(Result(kFloat32, kFloat64, -1), kFloat32);
  EXPECT_EQ(Result(kInt64, kFloat64, -1), kFloat64);
  EXPECT_EQ(Result(kInt64, kNone, 2), kFloat32);
  EXPECT_EQ(Result(kInt8, kInt64, -1), kInt8);
  EXPECT_EQ(Result(kUInt8, kNone, 1), kUInt8);
  EXPECT_EQ(Result(kBool, kNone, 1), kInt64);
  EXPECT_EQ(Result(kHalf, kNone, 2), kHalf);
  EXPECT_EQ(Result(kFloat32, kNone, 3), kC64);
  EXPECT_EQ(Result(kFloat64, kNone, 3), kC128);
  EXPECT_EQ(Result(kFloat64, kC64, -1), kC128);
  EXPECT_EQ(Result(kFloat32, kC128, -1), kC64);
  EXPECT_EQ(Result(kInt64, kC128, -1), kC128);
  EXPECT_EQ(Result(kHalf, kC128, -1), kC64);
  EXPECT_EQ(Result(kUInt64, kNone, 1), kUInt64);
  EXPECT_EQ(Result(kUInt64, kInt8, 1), kUInt64);
  EXPECT_EQ(ResultTypeState().Result("f"), kNone);
}

// Three operands of one category: the order does not matter, errors included.
TEST_F(ResultTypeTest, OrderDoesNotMatter) {
  const auto result = [](int64_t ndim, DType a, DType b, DType c) {
    ResultTypeState state;
    state.AddTensor(a, ndim);
    state.AddTensor(b, ndim);
    state.AddTensor(c, ndim);
    try {
      return state.Result("cat");
    } catch (const DTypeError&) {
      return kNone;
    }
  };
  const auto has_conflict = [](DType a, DType b, DType c) {
    bool unsigned64 = false, is_signed = false;
    for (const DType d : {a, b, c}) {
      if (kind(d) > Kind::Int) return false;
      unsigned64 |= d == kUInt64;
      is_signed |= kind(d) == Kind::Int && isSignedType(d);
    }
    return unsigned64 && is_signed;
  };
  for (const DType a : AllDTypes()) {
    for (const DType b : AllDTypes()) {
      for (const DType c : AllDTypes()) {
        for (const int64_t ndim : {0, 1}) {
          const DType r = result(ndim, a, b, c);
          ASSERT_EQ(r == kNone, has_conflict(a, b, c))
              << name(a) << ' ' << name(b) << ' ' << name(c);
          ASSERT_EQ(r, result(ndim, b, c, a));
          ASSERT_EQ(r, result(ndim, c, b, a));
        }
      }
    }
  }
}

TEST_F(ResultTypeTest, ConflictCountsOnlyWhereItDecides) {
  ResultTypeState state;
  state.AddTensor(kInt8, 1);
  state.AddTensor(kUInt64, 1);
  try {
    state.Result("add");
    FAIL();
  } catch (const DTypeError& e) {
    EXPECT_STREQ(e.what(),
                 "add: expected dtypes with a common one, got int8 and uint64; "
                 "use .to(int64) or .to(float64)");
  }
  state.AddScalar(Kind::Float);
  EXPECT_EQ(state.Result("add"), kFloat32);

  ResultTypeState below;
  below.AddTensor(kInt8, 0);
  below.AddTensor(kUInt64, 0);
  EXPECT_THROW(below.Result("add"), DTypeError);
  below.AddTensor(kBool, 1);
  EXPECT_THROW(below.Result("add"), DTypeError);
  below.AddTensor(kInt16, 1);
  EXPECT_EQ(below.Result("add"), kInt16);
}

TEST(CanCastTest, ByKind) {
  EXPECT_FALSE(can_cast(kFloat32, kInt64));
  EXPECT_TRUE(can_cast(kInt64, kInt8));
  EXPECT_TRUE(can_cast(kBool, kUInt8));
  EXPECT_FALSE(can_cast(kUInt8, kBool));
  EXPECT_TRUE(can_cast(kFloat64, kHalf));
  EXPECT_FALSE(can_cast(kC64, kFloat64));
  EXPECT_TRUE(can_cast(kInt64, kC64));
  int allowed = 0;
  for (const DType a : AllDTypes()) {
    EXPECT_TRUE(can_cast(a, a));
    for (const DType b : AllDTypes()) allowed += can_cast(a, b);
  }
  // 1 bool to all, 8 integers to 14, 4 floats to 6, 2 complex to 2.
  EXPECT_EQ(allowed, 15 + 8 * 14 + 4 * 6 + 2 * 2);
}

}  // namespace
}  // namespace tessera
