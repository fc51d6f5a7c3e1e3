#include "tessera/interop/zip.h"

#include <zlib.h>

#include <algorithm>
#include <utility>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/json.h"
#include "tessera/interop/quote.h"

namespace tessera {
namespace {

constexpr uint32_t kLocal = 0x04034b50;
constexpr uint32_t kEntry = 0x02014b50;
constexpr uint32_t kEnd = 0x06054b50;
constexpr uint32_t kEnd64 = 0x06064b50;
constexpr uint32_t kLocator64 = 0x07064b50;
constexpr uint64_t kLocalSize = 30, kEntrySize = 46, kEndSize = 22;
constexpr uint64_t kEnd64Size = 56, kLocator64Size = 20;
constexpr uint64_t kLongestComment = 65535;
constexpr uint16_t kExtra64 = 1;
constexpr uint32_t kMax32 = 0xffffffff;
constexpr uint16_t kMax16 = 0xffff;
constexpr uint16_t kUtf8Flag = 1 << 11;
// Encrypted, patch data, strong encryption, masked headers.
constexpr uint16_t kRefusedFlags = 1 | 1 << 5 | 1 << 6 | 1 << 13;

[[noreturn]] void Fail(const std::string& file, const std::string& message) {
  throw FileError("zip", Str(file, ": ", message));
}

class Parser {
 public:
  Parser(std::string_view bytes, const std::string& file)
      : bytes_(bytes), file_(file) {}

  std::vector<ZipMember> Parse() {
    FindDirectory();
    std::vector<ZipMember> members;
    if (count_ > (end_ - begin_) / kEntrySize) {
      Fail(file_, Str("expected a directory of ", count_, " members, got ",
                      end_ - begin_, " bytes, which are too few"));
    }
    members.reserve(count_);
    uint64_t at = begin_;
    for (uint64_t i = 0; i < count_; ++i) at = ParseEntry(at, &members);
    if (at != end_) {
      Fail(file_, Str("expected a directory of ", count_, " members in ",
                      end_ - begin_, " bytes, got ", at - begin_));
    }
    CheckPlaces();
    CheckNames(members);
    return members;
  }

 private:
  // All callers have checked that the bytes are there.
  uint64_t Get(uint64_t at, int n) const {
    uint64_t value = 0;
    for (int i = n - 1; i >= 0; --i) {
      value = value << 8 |
              static_cast<unsigned char>(bytes_[at + static_cast<uint64_t>(i)]);
    }
    return value;
  }

  // The directory's place and number of members, from the file's end.
  void FindDirectory() {
    const uint64_t size = bytes_.size();
    if (size < kEndSize) {
      Fail(file_, Str("expected a zip file, got one of ", size, " bytes"));
    }
    const uint64_t last = size - kEndSize;
    uint64_t end = last + 1;
    for (uint64_t back = 0; back <= std::min(last, kLongestComment); ++back) {
      if (Get(last - back, 4) == kEnd && Get(last - back + 20, 2) == back) {
        end = last - back;
        break;
      }
    }
    if (end > last) {
      Fail(file_,
           "expected a zip file's end, got none; the file is cut off or no "
           "zip file");
    }
    uint64_t disks = Get(end + 4, 2) | Get(end + 6, 2);
    uint64_t here = Get(end + 8, 2), length = Get(end + 12, 4);
    count_ = Get(end + 10, 2);
    begin_ = Get(end + 16, 4);
    end_ = end;
    if (end >= kLocator64Size && Get(end - kLocator64Size, 4) == kLocator64) {
      const uint64_t locator = end - kLocator64Size;
      const uint64_t at = Get(locator + 8, 8);
      if (locator < kEnd64Size || at > locator - kEnd64Size ||
          Get(at, 4) != kEnd64 || Get(at + 4, 8) != locator - at - 12) {
        Fail(file_, Str("expected the 64-bit directory's end at byte ", at,
                        ", got none there"));
      }
      disks = Get(at + 16, 4) | Get(at + 20, 4);
      here = Get(at + 24, 8);
      count_ = Get(at + 32, 8);
      length = Get(at + 40, 8);
      begin_ = Get(at + 48, 8);
      end_ = at;
    }
    if (disks != 0 || here != count_) {
      Fail(file_, "expected a zip file in one part, got one of several");
    }
    if (begin_ > end_ || end_ - begin_ != length) {
      Fail(file_, Str("expected a directory of ", length, " bytes at byte ",
                      begin_, ", got its end at byte ", end_));
    }
  }

  [[noreturn]] void FailMember(const std::string& name,
                               const std::string& message) const {
    Fail(file_, Str("member ", Quoted(name), ": ", message));
  }

  // Returns where the next one begins.
  uint64_t ParseEntry(uint64_t at, std::vector<ZipMember>* members) {
    if (end_ - at < kEntrySize || Get(at, 4) != kEntry) {
      Fail(file_, Str("expected a member of the directory at byte ", at,
                      ", got none there"));
    }
    const uint64_t flags = Get(at + 8, 2), method = Get(at + 10, 2);
    const uint64_t name_size = Get(at + 28, 2), extra_size = Get(at + 30, 2);
    const uint64_t next =
        at + kEntrySize + name_size + extra_size + Get(at + 32, 2);
    if (next > end_) {
      Fail(file_, Str("expected the directory to end at byte ", end_,
                      ", got a member up to byte ", next));
    }
    ZipMember m;
    m.name = bytes_.substr(at + kEntrySize, name_size);
    m.crc = static_cast<uint32_t>(Get(at + 16, 4));
    m.packed_size = Get(at + 20, 4);
    m.size = Get(at + 24, 4);
    uint64_t header = Get(at + 42, 4);
    ParseExtra(at + kEntrySize + name_size, extra_size, &m, &header);
    const bool ascii = std::all_of(m.name.begin(), m.name.end(), [](char c) {
      return static_cast<unsigned char>(c) < 0x80;
    });
    if ((!ascii && !(flags & kUtf8Flag)) || !IsUtf8(m.name) || m.name.empty() ||
        m.name.find('\0') != m.name.npos) {
      FailMember(m.name, "expected a name in UTF-8");
    }
    if (flags & kRefusedFlags) {
      FailMember(m.name,
                 "expected plain data, got an encrypted or patched one");
    }
    if (method != 0 && method != 8) {
      FailMember(m.name, Str("expected it stored or deflated, got method ",
                             method, "; use savez or savez_compressed"));
    }
    m.deflated = method == 8;
    if (!m.deflated && m.size != m.packed_size) {
      FailMember(m.name, Str("expected ", m.size, " bytes as they are, got ",
                             m.packed_size));
    }
    // Its own header repeats some; the sizes may stand behind the data instead.
    if (begin_ < kLocalSize || header > begin_ - kLocalSize ||
        Get(header, 4) != kLocal || Get(header + 8, 2) != method ||
        Get(header + 26, 2) != name_size) {
      FailMember(m.name, Str("expected its header at byte ", header,
                             ", got none or another there"));
    }
    m.begin = header + kLocalSize + name_size + Get(header + 28, 2);
    if (m.begin > begin_ || m.packed_size > begin_ - m.begin) {
      FailMember(m.name, Str("expected ", m.packed_size, " bytes at byte ",
                             m.begin, ", got a directory at byte ", begin_));
    }
    if (bytes_.substr(header + kLocalSize, name_size) != m.name) {
      FailMember(m.name, "expected the same name before its data, got another");
    }
    places_.emplace_back(header, m.begin + m.packed_size);
    members->push_back(std::move(m));
    return next;
  }

  // Sizes and place of 64 bits, where the fields of 32 are full.
  void ParseExtra(uint64_t at, uint64_t size, ZipMember* m, uint64_t* header) {
    const uint64_t end = at + size;
    while (end - at >= 4) {
      const uint64_t id = Get(at, 2), length = Get(at + 2, 2);
      at += 4;
      if (length > end - at) FailMember(m->name, "expected whole extra fields");
      if (id == kExtra64) {
        uint64_t field = at;
        for (uint64_t* value : {&m->size, &m->packed_size, header}) {
          if (*value != kMax32) continue;
          if (at + length - field < 8) {
            FailMember(m->name, "expected its sizes in 64 bits, got none");
          }
          *value = Get(field, 8);
          field += 8;
        }
        return;
      }
      at += length;
    }
  }

  void CheckPlaces() {
    std::sort(places_.begin(), places_.end());
    uint64_t free_from = 0;
    for (const auto& [begin, end] : places_) {
      if (begin < free_from) {
        Fail(file_, Str("expected members that do not overlap, got two at "
                        "byte ",
                        begin));
      }
      free_from = end;
    }
    if (!places_.empty() && places_[0].first != 0) {
      Fail(file_, Str("expected a member at the file's beginning, got the "
                      "first at byte ",
                      places_[0].first));
    }
  }

  void CheckNames(const std::vector<ZipMember>& members) {
    std::vector<std::string_view> names;
    for (const ZipMember& m : members) names.push_back(m.name);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) {
      FailMember(std::string(*twice), "expected different names, got it twice");
    }
  }

  std::string_view bytes_;
  const std::string& file_;
  uint64_t count_ = 0;
  uint64_t begin_ = 0, end_ = 0;                       // of the directory
  std::vector<std::pair<uint64_t, uint64_t>> places_;  // of members
};

const Bytef* Input(std::string_view bytes) {
  return reinterpret_cast<const Bytef*>(bytes.data());
}

uint32_t Crc(uint32_t crc, std::string_view bytes) {
  if (bytes.empty()) return crc;  // zlib would begin anew for a null pointer
  return static_cast<uint32_t>(crc32_z(crc, Input(bytes), bytes.size()));
}

constexpr size_t kMost = size_t{1} << 30;  // zlib counts in unsigned int

class Inflater {
 public:
  explicit Inflater(std::string_view bytes) : left_(bytes) {
    // Without zlib's wrapping.
    if (inflateInit2(&stream_, -15) != Z_OK) {
      throw OutOfMemoryError("zip", "zlib cannot start");
    }
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;

  // Up to n bytes; fewer only at the end or where the data is damaged.
  size_t Read(char* out, size_t n) {
    size_t done = 0;
    while (done < n && status_ == Z_OK) {
      if (stream_.avail_in == 0) {
        const std::string_view take = left_.substr(0, kMost);
        // zlib's interface predates const.
        stream_.next_in = const_cast<Bytef*>(Input(take));
        stream_.avail_in = static_cast<uInt>(take.size());
        left_.remove_prefix(take.size());
      }
      const size_t room = std::min(kMost, n - done);
      stream_.next_out = reinterpret_cast<Bytef*>(out + done);
      stream_.avail_out = static_cast<uInt>(room);
      status_ = inflate(&stream_, Z_NO_FLUSH);
      done += room - stream_.avail_out;
      if (status_ == Z_MEM_ERROR) {
        throw OutOfMemoryError("zip", "no memory to inflate");
      }
    }
    return done;
  }

  // Whether the stream ended where the bytes did.
  bool Ended() const {
    return status_ == Z_STREAM_END && stream_.avail_in == 0 && left_.empty();
  }

 private:
  std::string_view left_;
  z_stream stream_ = {};
  int status_ = Z_OK;
};

std::string Deflate(const std::vector<std::string_view>& pieces) {
  z_stream stream = {};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw OutOfMemoryError("zip", "zlib cannot start");
  }
  std::string out;
  std::string buffer(1 << 16, '\0');
  const auto run = [&](int flush) {
    do {
      stream.next_out = reinterpret_cast<Bytef*>(&buffer[0]);
      stream.avail_out = static_cast<uInt>(buffer.size());
      deflate(&stream, flush);
      out.append(buffer, 0, buffer.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  };
  try {
    for (std::string_view left : pieces) {
      while (!left.empty()) {
        const std::string_view take = left.substr(0, kMost);
        stream.next_in = const_cast<Bytef*>(Input(take));
        stream.avail_in = static_cast<uInt>(take.size());
        run(Z_NO_FLUSH);
        left.remove_prefix(take.size());
      }
    }
    run(Z_FINISH);
  } catch (...) {  // std::bad_alloc
    deflateEnd(&stream);
    throw;
  }
  deflateEnd(&stream);
  return out;
}

// Little-endian fields one after the other.
class Record {
 public:
  Record& U16(uint64_t value) { return Put(value, 2); }
  Record& U32(uint64_t value) { return Put(value, 4); }
  Record& U64(uint64_t value) { return Put(value, 8); }
  Record& Text(std::string_view text) {
    bytes_ += text;
    return *this;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  Record& Put(uint64_t value, int n) {
    for (int i = 0; i < n; ++i) bytes_ += static_cast<char>(value >> (8 * i));
    return *this;
  }

  std::string bytes_;
};

}  // namespace

std::vector<ZipMember> ParseZip(std::string_view bytes,
                                const std::string& file) {
  return Parser(bytes, file).Parse();
}

std::string_view ZipMemberBytes(std::string_view bytes, const ZipMember& member,
                                const std::string& file, std::string* scratch) {
  const auto fail = [&](const std::string& message) {
    Fail(file, Str("member ", Quoted(member.name), ": ", message));
  };
  const std::string_view packed =
      bytes.substr(member.begin, member.packed_size);
  std::string_view out = packed;
  if (member.deflated) {
    Inflater in(packed);
    // What is given as the size is believed as far as data comes.
    scratch->clear();
    uint64_t next = 4 * member.packed_size + 4096;
    size_t done = 0;
    bool more = true;
    while (more && done < member.size) {
      scratch->resize(std::min(member.size, next));
      done += in.Read(&(*scratch)[done], scratch->size() - done);
      more = done == scratch->size();
      next = 2 * done;
    }
    char beyond;
    const size_t extra = done == member.size ? in.Read(&beyond, 1) : 0;
    if (done != member.size || extra != 0 || !in.Ended()) {
      fail(Str("expected ", member.size, " bytes, got ",
               extra != 0 ? "more" : "fewer or damaged data"));
    }
    out = *scratch;
  }
  const uint32_t crc = Crc(0, out);
  if (crc != member.crc) {
    fail(Str("expected CRC ", member.crc, ", got ", crc,
             "; the file is damaged"));
  }
  return out;
}

ZipWriter::ZipWriter(std::function<void(std::string_view)> write,
                     uint64_t zip64_from)
    : write_(std::move(write)),
      zip64_from_(std::min<uint64_t>(zip64_from, kMax32)) {}

void ZipWriter::Write(std::string_view bytes) {
  write_(bytes);
  at_ += bytes.size();
}

void ZipWriter::Add(const std::string& name,
                    const std::vector<std::string_view>& pieces,
                    bool deflated) {
  if (name.empty() || name.size() > kMax16 || !IsUtf8(name) ||
      name.find('\0') != name.npos) {
    throw ValueError("zip", Str("expected a name of 1 to 65535 bytes in UTF-8 "
                                "without a zero byte, got ",
                                Quoted(name)));
  }
  if (!names_.insert(name).second) {
    throw ValueError(
        "zip", Str("expected different names, got ", Quoted(name), " twice"));
  }
  Written w;
  w.header = at_;
  w.member.name = name;
  w.member.deflated = deflated;
  for (const std::string_view piece : pieces) {
    w.member.crc = Crc(w.member.crc, piece);
    w.member.size += piece.size();
  }
  std::string packed;
  if (deflated) packed = Deflate(pieces);
  w.member.packed_size = deflated ? packed.size() : w.member.size;

  const bool wide =
      w.member.size >= zip64_from_ || w.member.packed_size >= zip64_from_;
  Record out;
  out.U32(kLocal).U16(wide ? 45 : 20).U16(kUtf8Flag).U16(deflated ? 8 : 0);
  out.U16(0).U16(1 << 5 | 1);  // midnight, 1980-01-01
  out.U32(w.member.crc);
  out.U32(wide ? kMax32 : w.member.packed_size);
  out.U32(wide ? kMax32 : w.member.size);
  out.U16(name.size()).U16(wide ? 20 : 0).Text(name);
  if (wide) {
    out.U16(kExtra64).U16(16).U64(w.member.size).U64(w.member.packed_size);
  }
  Write(out.bytes());
  if (deflated) {
    Write(packed);
  } else {
    for (const std::string_view piece : pieces) Write(piece);
  }
  members_.push_back(std::move(w));
}

void ZipWriter::Finish() {
  const uint64_t begin = at_;
  for (const Written& w : members_) {
    const ZipMember& m = w.member;
    const bool wide = m.size >= zip64_from_ || m.packed_size >= zip64_from_;
    const bool far = w.header >= zip64_from_;
    Record extra;
    if (wide) extra.U64(m.size).U64(m.packed_size);
    if (far) extra.U64(w.header);
    const bool any = wide || far;
    const uint64_t version = any ? 45 : 20;
    Record out;
    // Made on Unix, where a file's permissions are above bit 16: rw-------.
    out.U32(kEntry).U16(3 << 8 | version).U16(version).U16(kUtf8Flag);
    out.U16(m.deflated ? 8 : 0).U16(0).U16(1 << 5 | 1).U32(m.crc);
    out.U32(wide ? kMax32 : m.packed_size).U32(wide ? kMax32 : m.size);
    out.U16(m.name.size()).U16(any ? 4 + extra.bytes().size() : 0);
    out.U16(0).U16(0).U16(0).U32(uint64_t{0600} << 16);
    out.U32(far ? kMax32 : w.header).Text(m.name);
    if (any) {
      out.U16(kExtra64).U16(extra.bytes().size()).Text(extra.bytes());
    }
    Write(out.bytes());
  }
  const uint64_t end = at_, count = members_.size(), length = end - begin;
  if (count >= kMax16 || length >= zip64_from_ || begin >= zip64_from_) {
    Record out;
    out.U32(kEnd64).U64(kEnd64Size - 12).U16(3 << 8 | 45).U16(45);
    out.U32(0).U32(0).U64(count).U64(count).U64(length).U64(begin);
    out.U32(kLocator64).U32(0).U64(end).U32(1);
    Write(out.bytes());
  }
  Record out;
  out.U32(kEnd).U16(0).U16(0);
  out.U16(std::min<uint64_t>(count, kMax16));
  out.U16(std::min<uint64_t>(count, kMax16));
  out.U32(length >= zip64_from_ ? kMax32 : length);
  out.U32(begin >= zip64_from_ ? kMax32 : begin).U16(0);
  Write(out.bytes());
}

}  // namespace tessera
