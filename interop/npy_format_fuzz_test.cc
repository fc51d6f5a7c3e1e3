#include <string>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/interop/file.h"
#include "tessera/interop/mutation.h"
#include "tessera/interop/npy_format.h"

namespace tessera {
namespace {

void Read(const std::string& bytes) {
  const NpyHeader header = ParseNpyHeader(bytes, "fuzz");
  // What a caller may rely on.
  if (header.data_begin > bytes.size() ||
      header.nbytes > bytes.size() - header.data_begin) {
    throw InternalError("", "end");
  }
  uint64_t n = elementSize(header.dtype);
  for (const int64_t dim : header.shape) n *= static_cast<uint64_t>(dim);
  if (n != header.nbytes) throw InternalError("", "size");
}

TEST(NpyFuzz, Files) {
  std::vector<std::string> files;
  for (const char* name : {"float64", "complex64", "big_endian", "fortran",
                           "scalar", "version2", "version3", "record"}) {
    files.push_back(ReadFile(std::string("interop/testdata/") + name + ".npy"));
  }
  const MutationCounts n = RunMutations(files, 20000, {16, 8192}, Read);
  EXPECT_GT(n.read, 500);
  EXPECT_GT(n.refused, 5000);
}

// The header's length made right again, so that damage to it is seen.
TEST(NpyFuzz, Headers) {
  const MutationCounts n = RunMutations(
      {"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
       "{'shape':(3,),'descr':'>i8','fortran_order':True}"},
      20000, {16, 8192}, [](const std::string& dict) {
        std::string bytes("\x93NUMPY\1\0", 8);
        bytes += static_cast<char>(dict.size());
        bytes += static_cast<char>(dict.size() >> 8);
        Read(bytes + dict + std::string(24, 'x'));
      });
  EXPECT_GT(n.read, 50);
  EXPECT_GT(n.refused, 5000);
}

}  // namespace
}  // namespace tessera
