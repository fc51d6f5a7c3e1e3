#include "tessera/interop/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "tessera/base/str.h"
#include "tessera/interop/quote.h"

namespace tessera {

FileNotFoundError::~FileNotFoundError() = default;

namespace {

// A single read or write of more than 2 GiB is cut short by Linux anyway.
constexpr size_t kChunk = size_t{1} << 30;

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

const char* Hint(int error) {
  switch (error) {
    case EACCES:
    case EPERM:
      return "; check the permissions of the file and its folder";
    case ENOSPC:
    case EDQUOT:
      return "; free space on that disk or write elsewhere";
    case EFBIG:
      return "; raise the limit on file sizes (ulimit -f)";
    case EROFS:
      return "; write to another folder";
    case EMFILE:
    case ENFILE:
      return "; close files or raise the limit (ulimit -n)";
    default:
      return "";
  }
}

[[noreturn]] void Throw(const char* op, const std::string& path, int error) {
  // Not strerror, which is not thread-safe.
  const std::string message =
      Str(path, ": ", std::generic_category().message(error), " (errno ", error,
          ")", Hint(error));
  if (error == ENOENT || error == ENOTDIR) {
    throw FileNotFoundError(op, message);
  }
  throw FileError(op, message);
}

void CheckPath(const char* op, const std::string& path) {
  if (path.empty()) throw FileNotFoundError(op, "expected a path, got \"\"");
  // The system would take the name to end there.
  if (path.find('\0') != std::string::npos) {
    throw FileError(op, Str("expected a path, got ", Quoted(path),
                            ", which has a zero byte"));
  }
}

class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  ~Fd() { close(fd_); }
  Fd(const Fd&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// Opens a regular file and gives its size.
int OpenToRead(const char* op, const std::string& path, size_t* size) {
  CheckPath(op, path);
  int fd;
  do {
    // Opening a pipe without O_NONBLOCK would wait for its writer.
    fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  } while (fd < 0 && errno == EINTR);
  if (fd < 0) {
    if (errno == ENOENT) {
      throw FileNotFoundError(
          op, Str(path, ": no such file; the working directory is where a ",
                  "relative path starts"));
    }
    Throw(op, path, errno);
  }
  struct stat info;
  if (fstat(fd, &info) != 0) {
    const int error = errno;
    close(fd);
    Throw(op, path, error);
  }
  if (!S_ISREG(info.st_mode)) {
    close(fd);
    throw FileError(
        op, Str(path, ": expected a regular file, got a ",
                S_ISDIR(info.st_mode) ? "folder" : "device, pipe or socket"));
  }
  *size = static_cast<size_t>(info.st_size);
  return fd;
}

}  // namespace

std::string ReadFile(const std::string& path) {
  constexpr const char* kOp = "read";
  size_t size = 0;
  const Fd fd(OpenToRead(kOp, path, &size));
  std::string bytes(size, '\0');
  size_t done = 0;
  for (;;) {
    // Files in /proc have size 0 and bytes nevertheless.
    if (done == bytes.size()) bytes.resize(done + (done == size ? 1 : done));
    const size_t room = bytes.size() - done;
    const ssize_t n =
        read(fd.get(), &bytes[done], room < kChunk ? room : kChunk);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) Throw(kOp, path, errno);
    if (n == 0) break;
    done += static_cast<size_t>(n);
  }
  bytes.resize(done);
  return bytes;
}

void WriteFileAtomically(const std::string& path, std::string_view bytes) {
  AtomicFile file(path);
  file.Write(bytes);
  file.Commit();
}

AtomicFile::AtomicFile(const std::string& path) : path_(path), target_(path) {
  CheckPath("write", path);
  struct stat info;
  const bool exists = stat(path.c_str(), &info) == 0;
  if (exists && S_ISDIR(info.st_mode)) {
    throw FileError("write",
                    Str(path, ": expected a file, got a folder; add a name"));
  }
  if (exists && !S_ISREG(info.st_mode)) {
    do {
      fd_ = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    } while (fd_ < 0 && errno == EINTR);
    if (fd_ < 0) Fail(errno);
    return;
  }
  if (exists) {
    // A renamed file would otherwise take the link's place.
    if (char* real = realpath(path.c_str(), nullptr)) {
      target_ = real;
      std::free(real);
    }
  }
  const std::string folder = FolderOf(target_);
  if (stat(folder.c_str(), &info) != 0 && errno == ENOENT) {
    throw FileNotFoundError("write", Str(path, ": folder ", folder,
                                         " does not exist; create it first"));
  }
  static std::atomic<unsigned> counter{0};
  do {
    // Not path plus a suffix, which might be longer than a name may be.
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    temporary_ = Str(folder, "/.tessera-", getpid(), "-", counter++, "-",
                     static_cast<int64_t>(now.count()), ".tmp");
    fd_ =
        open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (fd_ < 0 && (errno == EEXIST || errno == EINTR));
  if (fd_ < 0) {
    const int error = errno;
    temporary_.clear();
    Fail(error);
  }
  if (exists && stat(target_.c_str(), &info) == 0 &&
      fchmod(fd_, info.st_mode & 07777) != 0) {
    Fail(errno);
  }
}

AtomicFile::~AtomicFile() { Discard(); }

void AtomicFile::Discard() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
  if (!temporary_.empty()) unlink(temporary_.c_str());
  temporary_.clear();
}

void AtomicFile::Fail(int error) {
  Discard();
  Throw("write", path_, error);
}

void AtomicFile::Write(std::string_view bytes) {
  if (fd_ < 0) {
    throw FileError("write", Str(path_, ": already committed or failed"));
  }
  while (!bytes.empty()) {
    const ssize_t n =
        write(fd_, bytes.data(), bytes.size() < kChunk ? bytes.size() : kChunk);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) Fail(errno);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
}

void AtomicFile::Commit() {
  if (fd_ < 0) {
    throw FileError("write", Str(path_, ": already committed or failed"));
  }
  // A full disk may show only now.
  if (!temporary_.empty() && fsync(fd_) != 0) Fail(errno);
  const int closed = close(fd_);
  fd_ = -1;
  if (closed != 0 && errno != EINTR) Fail(errno);
  if (temporary_.empty()) return;
  if (rename(temporary_.c_str(), target_.c_str()) != 0) Fail(errno);
  temporary_.clear();
  // The name, too, outlives a power failure, where the folder can be synced.
  const int folder =
      open(FolderOf(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    fsync(folder);
    close(folder);
  }
}

MappedFile::MappedFile(const std::string& path, Mode mode) {
  const Fd fd(OpenToRead("read", path, &size_));
  if (size_ == 0) return;
  const int access =
      mode == Mode::kPrivateWrites ? PROT_READ | PROT_WRITE : PROT_READ;
  void* data = mmap(nullptr, size_, access, MAP_PRIVATE, fd.get(), 0);
  if (data == MAP_FAILED) Throw("read", path, errno);
  data_ = static_cast<char*>(data);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) munmap(data_, size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

}  // namespace tessera
