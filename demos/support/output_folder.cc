#include "tessera/demos/support/output_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/file.h"

namespace tessera::demos {
namespace {

[[noreturn]] void Fail(const std::string& path, const std::string& message) {
  throw FileError("--out", Str(path, ": ", message));
}

std::string Reason(int error) { return std::generic_category().message(error); }

}  // namespace

OutputFolder::OutputFolder(const std::string& path) : path_(path) {
  // Each part of the path: "a", "a/b", "a/b/c".
  for (size_t end = 0; end < path.size();) {
    end = std::min(path.find('/', end + 1), path.size());
    const std::string folder = path.substr(0, end);
    if (mkdir(folder.c_str(), 0777) == 0) {
      made_.push_back(folder);
      continue;
    }
    const int error = errno;
    struct stat info;
    const bool exists = stat(folder.c_str(), &info) == 0;
    if (exists && S_ISDIR(info.st_mode)) continue;
    RemoveUnused();
    Fail(folder, exists ? "expected a folder, got a file; name another path"
                        : Str("cannot make the folder: ", Reason(error),
                              "; name one that can be written to"));
  }
  if (access(path.c_str(), W_OK | X_OK) != 0) {
    const int error = errno;
    RemoveUnused();
    Fail(path, Str("cannot write to the folder: ", Reason(error),
                   "; name another one"));
  }
}

OutputFolder::~OutputFolder() { RemoveUnused(); }

void OutputFolder::RemoveUnused() {
  files_.clear();
  for (; !made_.empty(); made_.pop_back()) {
    // One that is not empty stays.
    rmdir(made_.back().c_str());
  }
}

void OutputFolder::Add(const std::string& name, const std::string& bytes) {
  try {
    files_.push_back(std::make_unique<AtomicFile>(Str(path_, "/", name)));
    files_.back()->Write(bytes);
  } catch (const FileError& e) {
    throw FileError("--out", e.msg());
  }
}

void OutputFolder::Commit() {
  try {
    for (const auto& file : files_) file->Commit();
  } catch (const FileError& e) {
    throw FileError("--out", e.msg());
  }
  files_.clear();
  made_.clear();
}

}  // namespace tessera::demos
