// What surrounds a program started by `bazel run` or by its path: where its
// data are, which folder the user is in, how much memory there is.
//
//   std::string csv = FindData("demos/data/digits.csv", argv[0]);
//   GoToUsersFolder();            // relative paths now count from there
//   std::ifstream file(csv);      // absolute
#ifndef TESSERA_DEMOS_SUPPORT_LAUNCH_H_
#define TESSERA_DEMOS_SUPPORT_LAUNCH_H_

#include <cstdint>
#include <string>

#include "tessera/base/cpp17.h"

namespace tessera::demos {

// The absolute path of a file of this workspace: from the working directory
// (bazel run and bazel test), else beside the program. Empty where it is in
// neither.
std::string FindData(const std::string& path, const std::string& program);

// `bazel run` starts programs in a folder of Bazel's own and says where the
// user was; otherwise nothing changes.
void GoToUsersFolder();

// How much memory this process may have: the machine's, or its control group's
// limit. 0 where that is not known.
int64_t MemoryBytes();

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_LAUNCH_H_
