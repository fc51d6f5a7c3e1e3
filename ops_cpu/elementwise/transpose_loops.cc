// Square blocks turned in registers.
#include "tessera/ops_cpu/elementwise/loops.h"
#include "tessera/ops_cpu/runtime/simd.h"

namespace tessera::TESSERA_ISA {
namespace {

constexpr int kBlock = 16;

template <class T>
void Turn(char* dst, int64_t dst_row, const char* src, int64_t src_column) {
  constexpr int kLines = Simd<T>::kLanes;
  constexpr int kStep = 16 / sizeof(T);  // elements of a line at a time
  T* to = reinterpret_cast<T*>(dst);
  const int64_t row = dst_row / static_cast<int64_t>(sizeof(T));
  for (int l = 0; l < kBlock; l += kLines) {
    const T* line[kLines];
    for (int i = 0; i < kLines; ++i) {
      line[i] = reinterpret_cast<const T*>(src + (l + i) * src_column);
    }
    if constexpr (Simd<T>::kHasSquare && kLines == kBlock) {
      TransposeSquare(line, 0, to, row);
    } else {
      for (int at = 0; at < kBlock; at += kStep) {
        Transpose<kLines>(line, at, to + at * row + l, row);
      }
    }
  }
}

}  // namespace

void TransposeBlock4(char* dst, int64_t dst_row, const char* src,
                     int64_t src_column) {
  Turn<float>(dst, dst_row, src, src_column);
}
void TransposeBlock8(char* dst, int64_t dst_row, const char* src,
                     int64_t src_column) {
  Turn<double>(dst, dst_row, src, src_column);
}

}  // namespace tessera::TESSERA_ISA
