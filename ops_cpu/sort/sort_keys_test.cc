#include "tessera/ops_cpu/sort/sort_keys.h"

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace tessera::sort_keys {
namespace {

// Ascending, each a step above the one before.
template <class T>
void ExpectAscending(const std::vector<T>& values) {
  for (size_t i = 1; i < values.size(); ++i) {
    EXPECT_LT(ToKey(values[i - 1]), ToKey(values[i])) << i;
  }
}

TEST(SortKeysTest, KeysKeepTheOrder) {
  const float inf = std::numeric_limits<float>::infinity();
  ExpectAscending<float>({-inf, -3e38f, -1.f, -1e-45f, 0.f, 1e-45f, 1.f, 3e38f,
                          inf, std::nanf("")});
  ExpectAscending<double>(
      {-HUGE_VAL, -1., -5e-324, 0., 5e-324, 1., HUGE_VAL, std::nan("")});
  ExpectAscending<Half>(
      {Half(-inf), Half(-1), Half(0), Half(1), Half(inf), Half(std::nanf(""))});
  ExpectAscending<BFloat16>({BFloat16(-inf), BFloat16(-1), BFloat16(0),
                             BFloat16(1), BFloat16(inf),
                             BFloat16(std::nanf(""))});
  ExpectAscending<int8_t>({-128, -1, 0, 1, 127});
  ExpectAscending<int64_t>({INT64_MIN, -1, 0, 1, INT64_MAX});
  ExpectAscending<uint64_t>({0, 1, UINT64_MAX});
}

TEST(SortKeysTest, EqualKeys) {
  EXPECT_EQ(ToKey(-0.f), ToKey(0.f));
  EXPECT_EQ(ToKey(-0.), ToKey(0.));
  EXPECT_EQ(ToKey(Half(-0.f)), ToKey(Half(0)));
  EXPECT_EQ(ToKey(std::nanf("")), ToKey(-std::nanf("1")));
}

template <class Key>
void SortsStably(Key mask) {
  std::mt19937_64 random(1);
  for (int64_t n : {0, 1, 2, 191, 192, 193, 1000, 5000}) {
    std::vector<Item<Key>> items, other(static_cast<size_t>(n));
    for (int64_t i = 0; i < n; ++i) {
      items.push_back({static_cast<Key>(random() & mask), i});
    }
    std::vector<Item<Key>> expected = items;
    std::stable_sort(expected.begin(), expected.end(),
                     [](auto& a, auto& b) { return a.key < b.key; });
    const Item<Key>* sorted = Sort(items.data(), other.data(), n);
    for (size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(sorted[i].key, expected[i].key) << n << " " << i;
      ASSERT_EQ(sorted[i].index, expected[i].index) << n << " " << i;
    }
  }
}

TEST(SortKeysTest, SortsStably) {
  SortsStably<uint8_t>(7);
  SortsStably<uint16_t>(0xffff);
  SortsStably<uint32_t>(0xff00ff00u);  // bytes that are all alike are skipped
  SortsStably<uint64_t>(~uint64_t{0});
}

TEST(SortKeysTest, SelectsTheFirst) {
  std::mt19937_64 random(2);
  for (int64_t n : {1, 5, 255, 256, 257, 3000}) {
    std::vector<Item<uint32_t>> all, room(static_cast<size_t>(n));
    for (int64_t i = 0; i < n; ++i) {
      all.push_back({static_cast<uint32_t>(random() % 200), i});
    }
    std::vector<Item<uint32_t>> expected = all;
    std::sort(expected.begin(), expected.end());
    for (int64_t k : {int64_t{0}, int64_t{1}, n / 3, n - 1}) {
      SelectFirst(room.data(), k, n,
                  [&](int64_t i) { return all[static_cast<size_t>(i)]; });
      for (size_t i = 0; i < static_cast<size_t>(k); ++i) {
        ASSERT_EQ(room[i].index, expected[i].index) << n << " " << k;
      }
    }
  }
}

}  // namespace
}  // namespace tessera::sort_keys
