// Elements as unsigned integers of the same order, and sorting those.
//
//   auto key = sort_keys::ToKey(-1.5f);      // uint32_t; less than ToKey(2.f)
//   Item<uint32_t> a[] = {{5, 0}, {3, 1}, {5, 2}}, b[3];
//   auto* sorted = sort_keys::Sort(a, b, 3);  // a or b
//   sorted[0].index;                          // 1
//   // Equal keys stay in the order of their indices.
#ifndef TESSERA_OPS_CPU_SORT_SORT_KEYS_H_
#define TESSERA_OPS_CPU_SORT_SORT_KEYS_H_

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "tessera/base/bit_cast.h"
#include "tessera/base/cpp17.h"
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"

namespace tessera::sort_keys {

template <class T>
using KeyOf = std::conditional_t<
    sizeof(T) == 1, uint8_t,
    std::conditional_t<sizeof(T) == 2, uint16_t,
                       std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t>>>;

// For floats: sizes ascend with the bits of positive numbers and descend with
// those of negative ones. Infinity has the bits `infinity`.
template <class Key>
constexpr Key FloatKey(Key bits, Key infinity) {
  constexpr Key kSign = static_cast<Key>(Key{1} << (8 * sizeof(Key) - 1));
  const Key size = static_cast<Key>(bits & ~kSign);
  if (size > infinity) return static_cast<Key>(~Key{0});
  if (size == 0) return kSign;
  return static_cast<Key>(bits & kSign ? ~bits : bits | kSign);
}

template <class T>
constexpr KeyOf<T> ToKey(T x) {
  using Key = KeyOf<T>;
  if constexpr (std::is_same_v<T, float>) {
    return FloatKey<Key>(BitCast<Key>(x), 0x7f800000u);
  } else if constexpr (std::is_same_v<T, double>) {
    return FloatKey<Key>(BitCast<Key>(x), 0x7ff0000000000000u);
  } else if constexpr (std::is_same_v<T, Half>) {
    return FloatKey<Key>(x.x, 0x7c00);
  } else if constexpr (std::is_same_v<T, BFloat16>) {
    return FloatKey<Key>(x.x, 0x7f80);
  } else if constexpr (std::is_signed_v<T>) {
    return static_cast<Key>(static_cast<Key>(x) ^
                            (Key{1} << (8 * sizeof(Key) - 1)));
  } else {
    return x;
  }
}

template <class T>
constexpr bool IsNan(T x) {
  if constexpr (std::is_integral_v<T>) {
    return false;
  } else {
    return ToKey(x) == static_cast<KeyOf<T>>(~KeyOf<T>{0});
  }
}

template <class Key>
struct Item {
  Key key;
  int64_t index;

  bool operator<(const Item& other) const {
    return key < other.key || (key == other.key && index < other.index);
  }
};

// Sorts n items by key, then index; `other` is scratch of the same size. The
// result is in one of the two. Indices must ascend with the places.
template <class Key>
Item<Key>* Sort(Item<Key>* items, Item<Key>* other, int64_t n) {
  // Below, clearing the counters costs more than comparing.
  constexpr int64_t kSmall = 192;
  if (n <= kSmall) {
    std::sort(items, items + n);
    return items;
  }
  // Counting sort by each byte from the lowest on.
  constexpr int kBytes = sizeof(Key);
  int64_t counts[kBytes][256] = {};
  for (int64_t i = 0; i < n; ++i) {
    for (int b = 0; b < kBytes; ++b) {
      ++counts[b][items[i].key >> (8 * b) & 0xff];
    }
  }
  for (int b = 0; b < kBytes; ++b) {
    int64_t* count = counts[b];
    // All alike in this byte: nothing to do.
    if (count[items[0].key >> (8 * b) & 0xff] == n) continue;
    int64_t at = 0;
    for (int digit = 0; digit < 256; ++digit) {
      const int64_t before = at;
      at += count[digit];
      count[digit] = before;
    }
    for (int64_t i = 0; i < n; ++i) {
      other[count[items[i].key >> (8 * b) & 0xff]++] = items[i];
    }
    std::swap(items, other);
  }
  return items;
}

// The first k of the n items that item(i) gives, in order. items has room for
// n.
template <class Key, class F>
void SelectFirst(Item<Key>* items, int64_t k, int64_t n, F item) {
  if (k == 0) return;
  // Gathers up to 2 k, throws away the second half, and takes no more from
  // then on than what is below the last of the first half.
  const int64_t room = std::min(n, std::max<int64_t>(2 * k, 256));
  bool full = false;
  Key bound = 0;
  int64_t m = 0;
  for (int64_t i = 0; i < n; ++i) {
    const Item<Key> next = item(i);
    if (full && next.key >= bound) continue;  // equal, but later
    items[m++] = next;
    if (m < room || i + 1 == n) continue;
    std::nth_element(items, items + k - 1, items + m);
    bound = items[k - 1].key;
    full = true;
    m = k;
  }
  std::partial_sort(items, items + k, items + m);
}

}  // namespace tessera::sort_keys

#endif  // TESSERA_OPS_CPU_SORT_SORT_KEYS_H_
