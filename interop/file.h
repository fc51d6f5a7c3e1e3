// Whole files in and out: a reader gets all bytes or a FileError that names
// the file, and a written file appears whole or not at all.
//
//   std::string bytes = ReadFile("weights.npy");
//   WriteFileAtomically("copy.npy", bytes);
//   MappedFile map("weights.npy");       // map.bytes(), read-only
//   AtomicFile file("big.bin");          // piece by piece
//   file.Write(bytes);  file.Commit();   // without Commit nothing appears
#ifndef TESSERA_INTEROP_FILE_H_
#define TESSERA_INTEROP_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "tessera/base/error.h"

namespace tessera {

// The FileError for a file or folder that is not there; in Python it is a
// FileNotFoundError.
class FileNotFoundError : public FileError {
 public:
  using FileError::FileError;
  ~FileNotFoundError() override;
};

// All bytes of a regular file. Folders, devices and pipes are refused, since
// they need not end.
std::string ReadFile(const std::string& path);

// Writes path as AtomicFile does.
void WriteFileAtomically(const std::string& path, std::string_view bytes);

// Writes to a temporary file in path's folder, which Commit() syncs to the
// disk and renames to path; until then, or if anything fails, path stays as it
// was. Symbolic links are followed; an existing file keeps its permissions. A
// path that is a device or pipe is written to directly.
class AtomicFile {
 public:
  explicit AtomicFile(const std::string& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void Write(std::string_view bytes);
  void Commit();

 private:
  [[noreturn]] void Fail(int error);
  void Discard();

  std::string path_;       // as given, for messages
  std::string target_;     // with links followed
  std::string temporary_;  // empty where written directly or done
  int fd_ = -1;
};

// A regular file's bytes, mapped. Reading them after another process has
// truncated the file ends the program (SIGBUS), as with every mapping.
class MappedFile {
 public:
  // kPrivateWrites: pages that are written become this process's own copies;
  // the file never changes.
  enum class Mode { kReadOnly, kPrivateWrites };

  explicit MappedFile(const std::string& path, Mode mode = Mode::kReadOnly);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  const char* data() const { return data_; }
  // kPrivateWrites only.
  char* mutable_data() { return data_; }
  size_t size() const { return size_; }
  std::string_view bytes() const { return {data_, size_}; }

 private:
  char* data_ = nullptr;  // nullptr for an empty file
  size_t size_ = 0;
};

}  // namespace tessera

#endif  // TESSERA_INTEROP_FILE_H_
