#include <cstring>
#include <string>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/interop/file.h"
#include "tessera/interop/mutation.h"
#include "tessera/interop/safetensors_format.h"

namespace tessera {
namespace {

void Read(const std::string& bytes) {
  uint64_t sum = 0;
  for (const SafetensorsEntry& t :
       ParseSafetensorsHeader(bytes, "fuzz").tensors) {
    // What a caller may rely on.
    if (t.begin > t.end || t.end > bytes.size()) throw InternalError("", "end");
    int64_t n = static_cast<int64_t>(elementSize(t.dtype));
    for (const int64_t dim : t.shape) n *= dim;
    if (static_cast<uint64_t>(n) != t.nbytes()) throw InternalError("", "size");
    sum += t.nbytes();
  }
  if (sum > bytes.size()) throw InternalError("", "overlap");
}

TEST(SafetensorsFuzz, Files) {
  const MutationCounts n =
      RunMutations({ReadFile("interop/testdata/all.safetensors"),
                    ReadFile("interop/testdata/none.safetensors")},
                   20000, {32, 16384}, Read);
  EXPECT_GT(n.read, 200);
  EXPECT_GT(n.refused, 5000);
}

// The header's length made right again, so that damage to it is seen.
TEST(SafetensorsFuzz, Headers) {
  const std::string seed =
      R"({"__metadata__":{"k":"v"},)"
      R"("a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},)"
      R"("b":{"dtype":"I16","shape":[],"data_offsets":[8,10]}})";
  const MutationCounts n =
      RunMutations({seed}, 20000, {32, 16384}, [](const std::string& json) {
        std::string bytes(8, '\0');
        const uint64_t length = json.size();
        std::memcpy(&bytes[0], &length, 8);
        Read(bytes + json + std::string(10, 'x'));
      });
  EXPECT_GT(n.read, 50);
  EXPECT_GT(n.refused, 5000);
}

}  // namespace
}  // namespace tessera
