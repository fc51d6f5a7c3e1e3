#include "tessera/ops_cpu/elementwise/cast.h"

#include <algorithm>
#include <cstring>

#include "tessera/ops_cpu/runtime/isa.h"

namespace tessera {
namespace {

struct Table {
  Table() {
    const CastTable casts = TESSERA_KERNEL(CastLoops, CurrentIsa())();
    for (int i = 0; i < casts.count; ++i) {
      const CastEntry& entry = casts.entries[i];
      loops[static_cast<int>(entry.from)][static_cast<int>(entry.to)] =
          entry.loop;
    }
  }
  CastLoop loops[kDTypes][kDTypes] = {};
};

CastLoop Find(DType from, DType to) {
  static const Table* const table = new Table();
  return table->loops[static_cast<int>(from)][static_cast<int>(to)];
}

// A bool is a byte 0 or 1 for everything but a conversion to bool.
DType Plain(DType d) { return d == DType::Bool ? DType::Byte : d; }

template <class T>
void Move(char* dst, int64_t dst_stride, const char* src, int64_t src_stride,
          int64_t n) {
  constexpr int64_t kWidth = sizeof(T);
  // memcpy of a constant size is a plain load or store, for any alignment.
  T value;
  if (src_stride == 0) {
    std::memcpy(&value, src, kWidth);
    if (dst_stride == kWidth) {
      for (int64_t i = 0; i < n; ++i) {
        std::memcpy(dst + i * kWidth, &value, kWidth);
      }
    } else {
      for (int64_t i = 0; i < n; ++i) {
        std::memcpy(dst + i * dst_stride, &value, kWidth);
      }
    }
  } else if (dst_stride == kWidth) {
    for (int64_t i = 0; i < n; ++i) {
      std::memcpy(&value, src + i * src_stride, kWidth);
      std::memcpy(dst + i * kWidth, &value, kWidth);
    }
  } else {
    for (int64_t i = 0; i < n; ++i) {
      std::memcpy(&value, src + i * src_stride, kWidth);
      std::memcpy(dst + i * dst_stride, &value, kWidth);
    }
  }
}

struct Bytes16 {
  uint64_t half[2];
};

constexpr int64_t kBlock = 16;

using TurnBlock = void (*)(char* dst, int64_t dst_row, const char* src,
                           int64_t src_column);

// By way of the nearest cache: rows whose distance is a power of two push one
// another out.
template <class T>
void TurnBytes(char* dst, int64_t dst_row, const char* src,
               int64_t src_column) {
  T block[kBlock][kBlock];
  for (int64_t j = 0; j < kBlock; ++j) {
    T line[kBlock];
    std::memcpy(line, src + j * src_column, sizeof line);
    for (int64_t i = 0; i < kBlock; ++i) block[i][j] = line[i];
  }
  for (int64_t i = 0; i < kBlock; ++i) {
    std::memcpy(dst + i * dst_row, block[i], sizeof block[i]);
  }
}

template <class T>
void Transpose(TurnBlock turn, char* dst, int64_t dst_row, const char* src,
               int64_t src_column, int64_t rows, int64_t columns) {
  constexpr int64_t kWidth = sizeof(T);
  for (int64_t i0 = 0; i0 < rows; i0 += kBlock) {
    const int64_t height = std::min(kBlock, rows - i0);
    for (int64_t j0 = 0; j0 < columns; j0 += kBlock) {
      const int64_t width = std::min(kBlock, columns - j0);
      const char* from = src + j0 * src_column + i0 * kWidth;
      char* to = dst + i0 * dst_row + j0 * kWidth;
      if (height == kBlock && width == kBlock) {
        turn(to, dst_row, from, src_column);
        continue;
      }
      for (int64_t j = 0; j < width; ++j) {
        for (int64_t i = 0; i < height; ++i) {
          std::memcpy(to + i * dst_row + j * kWidth,
                      from + j * src_column + i * kWidth, kWidth);
        }
      }
    }
  }
}

}  // namespace

Caster::Caster(DType from, DType to) : from_(from), to_(to) {
  if (to != DType::Bool) from_ = Plain(from);
  if (from_ == to_ || Find(from_, to_)) return;
  if (isComplexType(from_)) {
    // To real numbers by the real part; to the other complex dtype by parts.
    if (!isComplexType(to_)) via_ = toRealValueType(from_);
  } else if (isReducedFloatingType(from_)) {
    via_ = DType::Float;
  } else if (isComplexType(to_)) {
    via_ = toRealValueType(to_);
  } else if (isReducedFloatingType(to_)) {
    // float holds 16-bit integers, double 32-bit ones.
    via_ = elementSize(from_) <= 2 ? DType::Float : DType::Double;
  }
  if (via_ == from_ || via_ == to_) via_ = DType::Undefined;
}

void Caster::Step(DType from, DType to, void* dst, const void* src,
                  int64_t n) const {
  char* out = static_cast<char*>(dst);
  const char* in = static_cast<const char*>(src);
  const int width = static_cast<int>(elementSize(to));
  if (const CastLoop loop = Find(from, to)) {
    loop(dst, src, n);
  } else if (from == to) {
    std::memcpy(dst, src, static_cast<size_t>(n) * width);
  } else if (isComplexType(from) && isComplexType(to)) {
    Find(toRealValueType(from), toRealValueType(to))(dst, src, 2 * n);
  } else if (isComplexType(from)) {  // its real dtype
    MoveRun(width, out, width, in, 2 * width, n);
  } else {  // a complex dtype from its real one
    std::memset(dst, 0, static_cast<size_t>(n) * width);
    MoveRun(width / 2, out, width, in, width / 2, n);
  }
}

void Caster::operator()(void* dst, const void* src, int64_t n) const {
  if (via_ == DType::Undefined) {
    Step(from_, to_, dst, src, n);
    return;
  }
  alignas(64) char buffer[kChunk * 8];
  for (int64_t i = 0; i < n; i += kChunk) {
    const int64_t count = std::min<int64_t>(kChunk, n - i);
    // The real part of a complex number may need two more steps, as may a
    // real number that becomes complex.
    Caster(from_, via_)(
        buffer, static_cast<const char*>(src) + i * elementSize(from_), count);
    Caster(via_, to_)(static_cast<char*>(dst) + i * elementSize(to_), buffer,
                      count);
  }
}

void MoveRun(int width, char* dst, int64_t dst_stride, const char* src,
             int64_t src_stride, int64_t n) {
  if (dst_stride == width && src_stride == width) {
    std::memcpy(dst, src, static_cast<size_t>(n) * width);
    return;
  }
  switch (width) {
    case 1:
      return Move<uint8_t>(dst, dst_stride, src, src_stride, n);
    case 2:
      return Move<uint16_t>(dst, dst_stride, src, src_stride, n);
    case 4:
      return Move<uint32_t>(dst, dst_stride, src, src_stride, n);
    case 8:
      return Move<uint64_t>(dst, dst_stride, src, src_stride, n);
    default:
      return Move<Bytes16>(dst, dst_stride, src, src_stride, n);
  }
}

void MoveTransposed(int width, char* dst, int64_t dst_row, const char* src,
                    int64_t src_column, int64_t rows, int64_t columns) {
  static const TurnBlock turn4 = TESSERA_KERNEL(TransposeBlock4, CurrentIsa());
  static const TurnBlock turn8 = TESSERA_KERNEL(TransposeBlock8, CurrentIsa());
  const auto transpose = [&](auto item, TurnBlock turn) {
    Transpose<decltype(item)>(turn, dst, dst_row, src, src_column, rows,
                              columns);
  };
  switch (width) {
    case 1:
      return transpose(uint8_t{}, &TurnBytes<uint8_t>);
    case 2:
      return transpose(uint16_t{}, &TurnBytes<uint16_t>);
    case 4:
      return transpose(uint32_t{}, turn4);
    case 8:
      return transpose(uint64_t{}, turn8);
    default:
      return transpose(Bytes16{}, &TurnBytes<Bytes16>);
  }
}

}  // namespace tessera
