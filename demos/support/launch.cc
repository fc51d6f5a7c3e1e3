#include "tessera/demos/support/launch.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "tessera/base/str.h"

namespace tessera::demos {
namespace {

// Without symbolic links, absolute; empty where there is no such file.
std::string Real(const std::string& path) {
  char* real = realpath(path.c_str(), nullptr);
  const std::string result = real ? real : "";
  std::free(real);
  return result;
}

}  // namespace

std::string FindData(const std::string& path, const std::string& program) {
  std::vector<std::string> folders = {"."};
  // As a tool of another workspace, in whose runfiles this one is external.
  folders.push_back("../tessera");
  folders.push_back("external/tessera");
  std::vector<std::string> runfiles;
  if (const char* set = std::getenv("RUNFILES_DIR")) runfiles.push_back(set);
  runfiles.push_back(program + ".runfiles");
  runfiles.push_back(Real("/proc/self/exe") + ".runfiles");
  for (const std::string& folder : runfiles) {
    // "_main" is the workspace's name under bzlmod.
    for (const char* workspace : {"tessera", "_main", "tessera~", "tessera+"}) {
      folders.push_back(Str(folder, "/", workspace));
    }
  }
  for (const std::string& folder : folders) {
    const std::string found = Real(Str(folder, "/", path));
    if (!found.empty()) return found;
  }
  return "";
}

void GoToUsersFolder() {
  const char* folder = std::getenv("BUILD_WORKING_DIRECTORY");
  // A folder that is gone leaves us where we are.
  if (folder && chdir(folder) != 0) return;
}

int64_t MemoryBytes() {
  int64_t bytes = static_cast<int64_t>(sysconf(_SC_PHYS_PAGES)) *
                  static_cast<int64_t>(sysconf(_SC_PAGESIZE));
  if (bytes < 0) bytes = 0;
  // Versions 2 and 1; the first has "max" where there is no limit.
  for (const char* path : {"/sys/fs/cgroup/memory.max",
                           "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    int64_t limit = 0;
    if (std::ifstream(path) >> limit && limit > 0) {
      bytes = bytes > 0 ? std::min(bytes, limit) : limit;
    }
  }
  return bytes;
}

}  // namespace tessera::demos
