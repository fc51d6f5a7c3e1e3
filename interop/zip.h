// The members of a .zip file: stored or deflated, with zip64 where sizes need
// it. Format: PKWARE's APPNOTE 6.3; no encryption, no files in several parts.
//
//   MappedFile file("a.npz");
//   std::string scratch;
//   for (const ZipMember& m : ParseZip(file.bytes(), "a.npz"))
//     Use(m.name, ZipMemberBytes(file.bytes(), m, "a.npz", &scratch));
//
//   ZipWriter zip([&](std::string_view bytes) { out.Write(bytes); });
//   zip.Add("a.txt", {"Hello, ", "world"}, /*deflated=*/true);
//   zip.Finish();
#ifndef TESSERA_INTEROP_ZIP_H_
#define TESSERA_INTEROP_ZIP_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/cpp17.h"

namespace tessera {

struct ZipMember {
  std::string name;  // UTF-8
  bool deflated = false;
  uint32_t crc = 0;
  uint64_t size = 0;         // once inflated
  uint64_t begin = 0;        // of its bytes, from the start of the file
  uint64_t packed_size = 0;  // of its bytes in the file
};

// The members in the directory's order. Strict where readers differ, so that
// all see the same: nothing stands before the first member or after the
// directory's end, no two members overlap or have one name, and headers agree
// with the directory. FileError where a file is not so.
std::vector<ZipMember> ParseZip(std::string_view bytes,
                                const std::string& file);

// A member's bytes: those of the file, or inflated in *scratch. They are
// checked against size and CRC; FileError where they differ. Memory is bounded
// by a small multiple of what has been inflated, whatever the size given.
std::string_view ZipMemberBytes(std::string_view bytes, const ZipMember& member,
                                const std::string& file, std::string* scratch);

// Gives the bytes of a .zip file to `write` in order. Members are dated 1980,
// so that equal contents make equal files.
class ZipWriter {
 public:
  // zip64_from: sizes and offsets from here on are written in 64 bits; a test's
  // way to small files with them.
  explicit ZipWriter(std::function<void(std::string_view)> write,
                     uint64_t zip64_from = 0xffffffff);

  // The member's bytes are those of the pieces one after the other. ValueError
  // for a name that is empty, longer than 65,535 bytes, not UTF-8, has a zero
  // byte or occurred before.
  void Add(const std::string& name, const std::vector<std::string_view>& pieces,
           bool deflated);
  void Finish();

 private:
  struct Written {
    ZipMember member;
    uint64_t header;
  };

  void Write(std::string_view bytes);

  std::function<void(std::string_view)> write_;
  uint64_t zip64_from_;
  uint64_t at_ = 0;
  std::vector<Written> members_;
  std::set<std::string> names_;
};

}  // namespace tessera

#endif  // TESSERA_INTEROP_ZIP_H_
