#include "tessera/interop/png.h"

#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/file.h"

namespace tessera {
namespace {

void AppendBigEndian(std::string* out, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    *out += static_cast<char>(value >> shift);
  }
}

// type has four letters; data fewer than 2^31 bytes.
void AppendChunk(std::string* out, const char* type, const std::string& data) {
  AppendBigEndian(out, static_cast<uint32_t>(data.size()));
  const size_t begin = out->size();
  *out += type;
  *out += data;
  const auto* checked = reinterpret_cast<const Bytef*>(out->data() + begin);
  const uLong crc = crc32(0, checked, static_cast<uInt>(out->size() - begin));
  AppendBigEndian(out, static_cast<uint32_t>(crc));
}

// Deflates into IDAT chunks.
class Deflater {
 public:
  explicit Deflater(std::string* out) : out_(out), chunk_(kChunk, '\0') {
    if (deflateInit(&stream_, 6) != Z_OK) {
      throw OutOfMemoryError("write_png", "zlib cannot start");
    }
    Rewind();
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;

  void Write(const uint8_t* data, size_t n) {
    while (n > 0) {
      // zlib counts in unsigned int.
      const size_t take = std::min(n, size_t{1} << 30);
      stream_.next_in = const_cast<Bytef*>(data);
      stream_.avail_in = static_cast<uInt>(take);
      while (stream_.avail_in > 0) Step(Z_NO_FLUSH);
      data += take;
      n -= take;
    }
  }

  void Finish() {
    while (Step(Z_FINISH) != Z_STREAM_END) {
    }
    chunk_.resize(kChunk - stream_.avail_out);
    AppendChunk(out_, "IDAT", chunk_);
  }

 private:
  static constexpr size_t kChunk = size_t{1} << 16;

  void Rewind() {
    stream_.next_out = reinterpret_cast<Bytef*>(&chunk_[0]);
    stream_.avail_out = static_cast<uInt>(kChunk);
  }

  int Step(int flush) {
    if (stream_.avail_out == 0) {
      AppendChunk(out_, "IDAT", chunk_);
      Rewind();
    }
    return deflate(&stream_, flush);
  }

  std::string* out_;
  std::string chunk_;
  z_stream stream_ = {};
};

uint8_t Paeth(int a, int b, int c) {
  const int p = a + b - c;
  const int pa = std::abs(p - a);
  const int pb = std::abs(p - b);
  const int pc = std::abs(p - c);
  return static_cast<uint8_t>(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
}

// Section 9: what filter `type` makes of a row, given the row above.
void Filter(int type, const uint8_t* row, const uint8_t* above, size_t n,
            size_t channels, uint8_t* out) {
  for (size_t i = 0; i < n; ++i) {
    const int left = i < channels ? 0 : row[i - channels];
    const int up = above[i];
    const int corner = i < channels ? 0 : above[i - channels];
    const int guess = type == 0   ? 0
                      : type == 1 ? left
                      : type == 2 ? up
                      : type == 3 ? (left + up) / 2
                                  : Paeth(left, up, corner);
    out[i] = static_cast<uint8_t>(row[i] - guess);
  }
}

// The sum of the bytes' distances from 0, by which section 12.7 chooses.
uint64_t Cost(const uint8_t* bytes, size_t n) {
  uint64_t sum = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += bytes[i] < 128 ? bytes[i] : 256u - bytes[i];
  }
  return sum;
}

}  // namespace

std::string EncodePng(const uint8_t* pixels, int64_t height, int64_t width,
                      int channels) {
  constexpr int64_t kMost = (int64_t{1} << 31) - 1;
  if (height < 1 || height > kMost || width < 1 || width > kMost) {
    throw ValueError("write_png",
                     Str("expected a height and width from 1 to 2147483647, "
                         "got ",
                         height, " and ", width));
  }
  if (channels < 1 || channels > 4) {
    throw ValueError("write_png",
                     Str("expected 1 to 4 channels, got ", channels));
  }
  constexpr char kColourTypes[] = {0, 4, 2, 6};
  std::string out = "\x89PNG\r\n\x1a\n";
  std::string header;
  AppendBigEndian(&header, static_cast<uint32_t>(width));
  AppendBigEndian(&header, static_cast<uint32_t>(height));
  header += '\x08';
  header += kColourTypes[channels - 1];
  header.append(3, '\0');
  AppendChunk(&out, "IHDR", header);

  const auto pixel = static_cast<size_t>(channels);
  const size_t row_bytes = static_cast<size_t>(width) * pixel;
  const std::vector<uint8_t> zeros(row_bytes);
  std::vector<uint8_t> best(row_bytes + 1);
  std::vector<uint8_t> candidate(row_bytes + 1);
  Deflater deflater(&out);
  const uint8_t* above = zeros.data();
  for (int64_t y = 0; y < height; ++y) {
    const uint8_t* row = pixels + static_cast<size_t>(y) * row_bytes;
    uint64_t least = UINT64_MAX;
    for (int type = 0; type <= 4; ++type) {
      candidate[0] = static_cast<uint8_t>(type);
      Filter(type, row, above, row_bytes, pixel, candidate.data() + 1);
      const uint64_t cost = Cost(candidate.data() + 1, row_bytes);
      if (cost < least) {
        least = cost;
        best.swap(candidate);
      }
    }
    deflater.Write(best.data(), best.size());
    above = row;
  }
  deflater.Finish();
  AppendChunk(&out, "IEND", "");
  return out;
}

void WritePng(const std::string& path, const uint8_t* pixels, int64_t height,
              int64_t width, int channels) {
  WriteFileAtomically(path, EncodePng(pixels, height, width, channels));
}

}  // namespace tessera
