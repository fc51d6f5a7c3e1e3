#include "tessera/interop/idx.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>

#include "tessera/base/checked.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/file.h"
#include "tessera/interop/quote.h"

namespace tessera {
namespace {

[[noreturn]] void Fail(const std::string& file, const std::string& message) {
  throw FileError("read_idx", Str(file, ": ", message));
}

// Gives the file's bytes in order, inflated if need be.
class Source {
 public:
  Source(std::string_view bytes, const std::string& file)
      : bytes_(bytes), file_(file) {
    gzip_ = bytes.substr(0, 2) == "\x1f\x8b";
    // 15 bits of window, 16 for gzip's wrapping.
    if (gzip_ && inflateInit2(&stream_, 15 + 16) != Z_OK) {
      throw OutOfMemoryError("read_idx", Str(file, ": zlib cannot start"));
    }
  }
  ~Source() {
    if (gzip_) inflateEnd(&stream_);
  }
  Source(const Source&) = delete;

  // Up to n bytes; fewer only at the end.
  size_t Read(uint8_t* out, size_t n) {
    if (!gzip_) {
      n = std::min(n, bytes_.size() - at_);
      if (n > 0) std::memcpy(out, bytes_.data() + at_, n);
      at_ += n;
      return n;
    }
    size_t done = 0;
    // The end of the stream, with its checksum, is asked for even where n bytes
    // have come.
    while (!ended_ && done < n) done += Inflate(out + done, n - done);
    return done;
  }

 private:
  size_t Inflate(uint8_t* out, size_t n) {
    constexpr size_t kMost = size_t{1} << 30;  // zlib counts in unsigned int
    if (stream_.avail_in == 0) {
      const size_t take = std::min(kMost, bytes_.size() - at_);
      // zlib's interface predates const.
      stream_.next_in =
          reinterpret_cast<Bytef*>(const_cast<char*>(bytes_.data() + at_));
      stream_.avail_in = static_cast<uInt>(take);
      at_ += take;
    }
    const size_t room = std::min(kMost, n);
    stream_.next_out = out;
    stream_.avail_out = static_cast<uInt>(room);
    const int status = inflate(&stream_, Z_NO_FLUSH);
    const size_t written = room - stream_.avail_out;
    if (status == Z_STREAM_END) {
      const bool more = stream_.avail_in > 0 || at_ < bytes_.size();
      ended_ = !more;
      // gzip files may be strung together.
      if (more) inflateReset(&stream_);
    } else if (status == Z_MEM_ERROR) {
      throw OutOfMemoryError("read_idx", Str(file_, ": no memory to inflate"));
    } else if (status == Z_BUF_ERROR ||
               (status == Z_OK && written == 0 && stream_.avail_in == 0 &&
                at_ == bytes_.size())) {
      Fail(file_, "expected a whole gzip file, got one that is cut off");
    } else if (status != Z_OK) {
      Fail(file_,
           Str("expected a gzip file, got damaged data (",
               stream_.msg != nullptr ? stream_.msg : "no reason known", ")"));
    }
    return written;
  }

  std::string_view bytes_;
  const std::string& file_;
  size_t at_ = 0;
  bool gzip_ = false;
  bool ended_ = false;
  z_stream stream_ = {};
};

DType DTypeOf(uint8_t code) {
  switch (code) {
    case 0x08:
      return kUInt8;
    case 0x09:
      return kInt8;
    case 0x0b:
      return kInt16;
    case 0x0c:
      return kInt32;
    case 0x0d:
      return kFloat32;
    case 0x0e:
      return kFloat64;
    default:
      return DType::Undefined;
  }
}

void ReverseEach(std::vector<uint8_t>* bytes, size_t size) {
  for (size_t i = 0; i + size <= bytes->size(); i += size) {
    std::reverse(bytes->begin() + static_cast<ptrdiff_t>(i),
                 bytes->begin() + static_cast<ptrdiff_t>(i + size));
  }
}

}  // namespace

IdxArray ParseIdx(std::string_view bytes, const std::string& file,
                  uint64_t max_bytes) {
  Source source(bytes, file);
  uint8_t magic[4];
  const size_t got = source.Read(magic, 4);
  if (got < 4) {
    Fail(file, Str("expected 4 bytes that begin an IDX file, got ", got));
  }
  IdxArray array;
  array.dtype = DTypeOf(magic[2]);
  if (magic[0] != 0 || magic[1] != 0 || array.dtype == DType::Undefined) {
    const std::string_view start(reinterpret_cast<const char*>(magic), 4);
    Fail(file, Str("expected an IDX file (bytes 0, 0, a type of 8, 9 or 11 to "
                   "14, dimensions), got one that begins ",
                   Quoted(start)));
  }
  const size_t item = elementSize(array.dtype);
  auto nbytes = static_cast<int64_t>(item);
  bool overflow = false;
  for (int i = 0; i < magic[3]; ++i) {
    uint8_t dim[4];
    if (source.Read(dim, 4) < 4) {
      Fail(file, Str("expected ", magic[3], " sizes of 4 bytes, got ", i));
    }
    array.shape.push_back(int64_t{dim[0]} << 24 | dim[1] << 16 | dim[2] << 8 |
                          dim[3]);
    overflow = MulOverflows(nbytes, array.shape.back(), &nbytes) || overflow;
  }
  if (overflow || static_cast<uint64_t>(nbytes) > max_bytes) {
    Fail(file, Str("expected at most ", max_bytes, " bytes of data, got ",
                   overflow ? "2^63 or more" : Str(nbytes), " in the header"));
  }

  // Each step takes as much again as has come, so a header that promises more
  // than there is costs little.
  const auto total = static_cast<size_t>(nbytes);
  size_t done = 0;
  while (done < total) {
    const size_t step = std::min(total - done, std::max(done, bytes.size()));
    array.bytes.resize(done + step);
    const size_t n = source.Read(array.bytes.data() + done, step);
    done += n;
    if (n < step) {
      Fail(file, Str("expected ", total, " bytes of data, got ", done,
                     "; the file is cut off"));
    }
  }
  uint8_t extra;
  if (source.Read(&extra, 1) != 0) {
    Fail(file, Str("expected ", total, " bytes of data, got more"));
  }
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  if (item > 1) ReverseEach(&array.bytes, item);
#endif
  return array;
}

IdxArray ReadIdx(const std::string& path, uint64_t max_bytes) {
  const MappedFile file(path);
  return ParseIdx(file.bytes(), path, max_bytes);
}

}  // namespace tessera
