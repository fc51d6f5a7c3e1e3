#include <string>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/interop/file.h"
#include "tessera/interop/idx.h"
#include "tessera/interop/mutation.h"

namespace tessera {
namespace {

void Read(const std::string& bytes) {
  const IdxArray a = ParseIdx(bytes, "fuzz");
  uint64_t n = elementSize(a.dtype);
  for (const int64_t dim : a.shape) n *= static_cast<uint64_t>(dim);
  if (n != a.bytes.size()) throw InternalError("", "size");
}

TEST(IdxFuzz, Plain) {
  const MutationCounts n =
      RunMutations({ReadFile("interop/testdata/type8.idx"),
                    ReadFile("interop/testdata/type11.idx"),
                    ReadFile("interop/testdata/type14.idx")},
                   20000, {4, 8192}, Read);
  EXPECT_GT(n.read, 500);
  EXPECT_GT(n.refused, 5000);
}

TEST(IdxFuzz, Gzip) {
  // zlib's state and window take 40 KB; deflate reaches 1032 to 1, and the
  // vector holds both copies while it grows.
  const MutationCounts n = RunMutations(
      {ReadFile("interop/testdata/images.idx.gz")}, 20000, {3200, 65536}, Read);
  EXPECT_GT(n.read, 100);
  EXPECT_GT(n.refused, 5000);
}

}  // namespace
}  // namespace tessera
