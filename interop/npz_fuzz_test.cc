#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/interop/file.h"
#include "tessera/interop/mutation.h"
#include "tessera/interop/npz.h"
#include "tessera/interop/zip.h"

namespace tessera {
namespace {

// No tensor has more bytes than the file can give it, and every one is there.
void Read(const std::string& bytes, uint64_t most) {
  for (const auto& [name, tensor] : ParseNpz(bytes, "fuzz")) {
    if (tensor.nbytes() > most) throw InternalError("", "more than there is");
    const char* data = static_cast<const char*>(tensor.data_ptr());
    volatile char last = 0;
    for (size_t i = 0; i < tensor.nbytes(); ++i) last = data[i];
    (void)last;
  }
}
void ReadFileOf(const std::string& bytes) {
  Read(bytes, 1032 * bytes.size());  // what deflate makes of them at most
}

std::string Data(const char* name) {
  return ReadFile(std::string("interop/testdata/") + name);
}

// A zip file of what is given, with zip64 throughout if wide.
std::string Zip(std::string_view npy, bool deflated, bool wide) {
  std::string out;
  ZipWriter zip([&](std::string_view bytes) { out += bytes; },
                wide ? 1 : 0xffffffff);
  zip.Add("a.npy", {npy}, deflated);
  zip.Add("b.npy", {npy}, !deflated);
  zip.Finish();
  return out;
}

TEST(NpzFuzz, Files) {
  const std::string npy = Data("float32.npy");
  const MutationCounts n =
      RunMutations({Data("stored.npz"), Data("deflated.npz"),
                    Zip(npy, false, false), Zip(npy, true, true)},
                   40000, {64, 65536}, ReadFileOf);
  EXPECT_GT(n.read, 100);
  EXPECT_GT(n.refused, 20000);
}

// Damage within the members, under a right CRC.
TEST(NpzFuzz, Members) {
  const MutationCounts n = RunMutations(
      {Data("float64.npy"), Data("big_endian.npy"), Data("fortran.npy"),
       Data("bool.npy")},
      20000, {128, 65536 + 16384}, [](const std::string& npy) {
        Read(Zip(npy, npy.size() % 2 == 0, npy.size() % 3 == 0), npy.size());
      });
  EXPECT_GT(n.read, 500);
  EXPECT_GT(n.refused, 5000);
}

// Damage to deflated data, under the right headers.
TEST(NpzFuzz, Deflated) {
  const std::string good = Data("deflated.npz");
  const ZipMember member = ParseZip(good, "good").at(0);
  const MutationCounts n = RunMutations(
      {good.substr(member.begin, member.packed_size)}, 20000, {64, 65536},
      [&](const std::string& packed) {
        ZipMember damaged = member;
        damaged.begin = 0;
        damaged.packed_size = packed.size();
        damaged.size = packed.size() % 4 == 0 ? uint64_t{1} << 62 : member.size;
        std::string scratch;
        ZipMemberBytes(packed, damaged, "fuzz", &scratch);
      });
  EXPECT_GT(n.refused, 15000);
}

}  // namespace
}  // namespace tessera
