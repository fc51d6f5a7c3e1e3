// BitCast reads the bytes of one type as another of the same size.
//
//   constexpr uint32_t bits = BitCast<uint32_t>(1.0f);  // 0x3f800000
//   constexpr float one = BitCast<float>(bits);
//
// C++20's std::bit_cast; needs GCC 11 or Clang 9.
#ifndef TESSERA_BASE_BIT_CAST_H_
#define TESSERA_BASE_BIT_CAST_H_

#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/base/host_device.h"

namespace tessera {

template <class To, class From>
TESSERA_HOST_DEVICE constexpr To BitCast(const From& from) {
  static_assert(sizeof(To) == sizeof(From), "BitCast keeps the size");
  static_assert(std::is_trivially_copyable<To>::value &&
                    std::is_trivially_copyable<From>::value,
                "BitCast copies bytes");
  return __builtin_bit_cast(To, from);
}

}  // namespace tessera

#endif  // TESSERA_BASE_BIT_CAST_H_
