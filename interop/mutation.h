// Damages well-formed files at random, and fails the test where the reader does
// anything but read them or throw a FileError or ValueError of one line, or
// where it allocates more than the file's size allows.
//
//   MutationCounts n = RunMutations({good_file}, 20000, {8, 4096},
//                                   [](const std::string& bytes) {
//                                     ParseNpyHeader(bytes, "fuzz");
//                                   });
//   EXPECT_GT(n.refused, 0);
#ifndef TESSERA_INTEROP_MUTATION_H_
#define TESSERA_INTEROP_MUTATION_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tessera/base/cpp17.h"

namespace tessera {

struct MutationCounts {
  int64_t read = 0;
  int64_t refused = 0;
};

// What a reader may have allocated at any one time: so many bytes for each of
// the file's, and so many more (messages, zlib's window).
struct AllocationLimit {
  uint64_t per_byte;
  uint64_t constant;
};

// The same mutations in every run.
MutationCounts RunMutations(
    const std::vector<std::string>& files, int count, AllocationLimit limit,
    const std::function<void(const std::string& bytes)>& read);

}  // namespace tessera

#endif  // TESSERA_INTEROP_MUTATION_H_
