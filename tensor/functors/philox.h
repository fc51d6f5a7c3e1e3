// Philox4x32-10: four random words from a key (the seed) and a counter.
//
//   uint32_t w[4];
//   Philox(seed, counter, w);         // counter block `counter` of the stream
//   Philox({0, 0, 0, 0}, 0, w);       // w[0] == 0x6627e8d5
//   static_assert(kPhiloxWords == 4);
//   // Nothing but integer arithmetic: the same on host and device.
//
// J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as
// 1, 2, 3", SC11. Of the counter's 128 bits the upper 64 are zero here.
#ifndef TESSERA_TENSOR_FUNCTORS_PHILOX_H_
#define TESSERA_TENSOR_FUNCTORS_PHILOX_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/functors/math_base.h"

namespace tessera::math {

constexpr int kPhiloxWords = 4;

struct PhiloxCounter {
  uint32_t c0, c1, c2, c3;
};

TESSERA_MATH void Philox(PhiloxCounter c, uint64_t key,
                         uint32_t w[kPhiloxWords]) {
  uint32_t k0 = static_cast<uint32_t>(key);
  uint32_t k1 = static_cast<uint32_t>(key >> 32);
#ifdef __CUDACC__
#pragma unroll
#else
#pragma GCC unroll 10
#endif
  for (int round = 0; round < 10; ++round) {
    const uint64_t p0 = uint64_t{0xD2511F53u} * c.c0;
    const uint64_t p1 = uint64_t{0xCD9E8D57u} * c.c2;
    c = {static_cast<uint32_t>(p1 >> 32) ^ c.c1 ^ k0, static_cast<uint32_t>(p1),
         static_cast<uint32_t>(p0 >> 32) ^ c.c3 ^ k1,
         static_cast<uint32_t>(p0)};
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  w[0] = c.c0;
  w[1] = c.c1;
  w[2] = c.c2;
  w[3] = c.c3;
}

TESSERA_MATH void Philox(uint64_t seed, uint64_t counter,
                         uint32_t w[kPhiloxWords]) {
  Philox({static_cast<uint32_t>(counter), static_cast<uint32_t>(counter >> 32),
          0, 0},
         seed, w);
}

}  // namespace tessera::math

#endif  // TESSERA_TENSOR_FUNCTORS_PHILOX_H_
