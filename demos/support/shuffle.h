// Draws orders of things by a seed, the same on every machine.
//
//   Shuffler shuffler(42);
//   shuffler.Shuffle(&rows);
//   shuffler.Shuffle(&others);          // goes on from there
//   Shuffler(42).Shuffle(&again);       // rows' order
//
// std::shuffle's order is up to the standard library.
#ifndef TESSERA_DEMOS_SUPPORT_SHUFFLE_H_
#define TESSERA_DEMOS_SUPPORT_SHUFFLE_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "tessera/base/cpp17.h"

namespace tessera::demos {

class Shuffler {
 public:
  explicit Shuffler(uint64_t seed) : state_(seed) {}

  // Fisher and Yates's.
  template <class T>
  void Shuffle(std::vector<T>* items) {
    for (size_t n = items->size(); n > 1; --n) {
      std::swap((*items)[n - 1], (*items)[Below(n)]);
    }
  }

  // From 0 to n - 1; the remainder's bias is below n / 2^64.
  uint64_t Below(uint64_t n) { return Next() % n; }

 private:
  // SplitMix64, S. Vigna, prng.di.unimi.it/splitmix64.c
  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  uint64_t state_;
};

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_SHUFFLE_H_
