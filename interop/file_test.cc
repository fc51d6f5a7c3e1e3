#include "tessera/interop/file.h"

#include <dirent.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "tessera/interop/quote.h"

namespace tessera {
namespace {

std::set<std::string> List(const std::string& folder) {
  std::set<std::string> names;
  DIR* dir = opendir(folder.c_str());
  while (const dirent* entry = readdir(dir)) names.insert(entry->d_name);
  closedir(dir);
  names.erase(".");
  names.erase("..");
  return names;
}

// By other means than the code under test.
std::string Slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class FileTest : public testing::Test {
 protected:
  FileTest() {
    std::string pattern = testing::TempDir() + "/file_test_XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  std::string Path(const std::string& name) const {
    return folder_ + "/" + name;
  }
  std::string folder_;
};

template <class E, class F>
std::string ErrorOf(F f) {
  try {
    f();
  } catch (const E& e) {
    return e.what();
  }
  return "no error";
}

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(FileTest, RoundTrip) {
  const std::string bytes("\0\n\r\xff abc", 8);
  for (const std::string& value :
       {bytes, std::string(), std::string(1 << 20, 'x')}) {
    WriteFileAtomically(Path("a"), value);
    EXPECT_EQ(Slurp(Path("a")), value);
    EXPECT_EQ(ReadFile(Path("a")), value);
    EXPECT_EQ(MappedFile(Path("a")).bytes(), value);
    EXPECT_EQ(List(folder_), std::set<std::string>{"a"});
  }
}

TEST_F(FileTest, ReadErrorsNameTheFile) {
  const std::string missing = Path("none");
  for (const std::string& text :
       {ErrorOf<FileNotFoundError>([&] { ReadFile(missing); }),
        ErrorOf<FileNotFoundError>([&] { MappedFile map(missing); })}) {
    EXPECT_TRUE(Has(text, "read: " + missing + ": no such file")) << text;
  }
  EXPECT_TRUE(Has(ErrorOf<FileError>([&] { ReadFile(folder_); }),
                  folder_ + ": expected a regular file, got a folder"));
  // Would never end.
  EXPECT_TRUE(Has(ErrorOf<FileError>([] { ReadFile("/dev/zero"); }), "device"));
  ASSERT_EQ(mkfifo(Path("pipe").c_str(), 0600), 0);
  EXPECT_TRUE(Has(ErrorOf<FileError>([&] { ReadFile(Path("pipe")); }), "pipe"));
  EXPECT_THROW(ReadFile(""), FileNotFoundError);
  EXPECT_TRUE(
      Has(ErrorOf<FileError>([&] { ReadFile(Path(std::string("a\0b", 3))); }),
          "zero byte"));
  EXPECT_THROW(ReadFile(Path("none/x")), FileNotFoundError);
}

TEST_F(FileTest, ReadsFilesWithoutSize) {
  EXPECT_EQ(ReadFile("/proc/self/cmdline"), Slurp("/proc/self/cmdline"));
  EXPECT_FALSE(ReadFile("/proc/self/cmdline").empty());
}

TEST_F(FileTest, WriteErrors) {
  EXPECT_TRUE(Has(ErrorOf<FileNotFoundError>(
                      [&] { WriteFileAtomically(Path("no/a"), "x"); }),
                  Path("no") + " does not exist; create it"));
  EXPECT_TRUE(
      Has(ErrorOf<FileError>([&] { WriteFileAtomically(folder_, "x"); }),
          "got a folder"));
  EXPECT_THROW(WriteFileAtomically("", "x"), FileNotFoundError);
  EXPECT_TRUE(
      Has(ErrorOf<FileError>([] { WriteFileAtomically("/dev/full", "x"); }),
          "write: /dev/full: No space left on device (errno 28); free space"));
  struct stat info;
  ASSERT_EQ(stat("/dev/full", &info), 0);
  EXPECT_TRUE(S_ISCHR(info.st_mode));
  EXPECT_NO_THROW(WriteFileAtomically("/dev/null", "x"));
  const std::string long_name(255, 'n');
  EXPECT_NO_THROW(WriteFileAtomically(Path(long_name), "x"));
  EXPECT_THROW(WriteFileAtomically(Path(long_name + "n"), "x"), FileError);
  EXPECT_EQ(List(folder_), std::set<std::string>{long_name});
}

TEST_F(FileTest, FailureLeavesTheOldFileAndNothingElse) {
  WriteFileAtomically(Path("a"), "old");
  signal(SIGXFSZ, SIG_IGN);
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit small = before;
  small.rlim_cur = 1000;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string text = ErrorOf<FileError>(
      [&] { WriteFileAtomically(Path("a"), std::string(1001, 'x')); });
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_TRUE(Has(text, Path("a") + ": File too large")) << text;
  EXPECT_TRUE(Has(text, "ulimit -f")) << text;
  EXPECT_EQ(Slurp(Path("a")), "old");
  EXPECT_EQ(List(folder_), std::set<std::string>{"a"});
}

TEST_F(FileTest, WithoutCommitNothingAppears) {
  {
    AtomicFile file(Path("a"));
    file.Write("half");
    EXPECT_EQ(List(folder_).count("a"), 0u);
    EXPECT_EQ(List(folder_).size(), 1u);
  }
  EXPECT_TRUE(List(folder_).empty());
  AtomicFile file(Path("a"));
  file.Write("one ");
  file.Write("two");
  file.Commit();
  EXPECT_EQ(Slurp(Path("a")), "one two");
  EXPECT_THROW(file.Write("x"), FileError);
  EXPECT_THROW(file.Commit(), FileError);
}

TEST_F(FileTest, KeepsLinksAndPermissions) {
  WriteFileAtomically(Path("a"), "old");
  ASSERT_EQ(chmod(Path("a").c_str(), 0640), 0);
  ASSERT_EQ(symlink("a", Path("link").c_str()), 0);
  WriteFileAtomically(Path("link"), "new");
  struct stat info;
  ASSERT_EQ(lstat(Path("link").c_str(), &info), 0);
  EXPECT_TRUE(S_ISLNK(info.st_mode));
  EXPECT_EQ(Slurp(Path("a")), "new");
  ASSERT_EQ(stat(Path("a").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
  // A new one follows the umask.
  const mode_t before = umask(027);
  WriteFileAtomically(Path("b"), "x");
  umask(before);
  ASSERT_EQ(stat(Path("b").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
}

TEST_F(FileTest, MappedFileMoves) {
  WriteFileAtomically(Path("a"), "abc");
  MappedFile a(Path("a"));
  MappedFile b(std::move(a));
  EXPECT_EQ(b.bytes(), "abc");
  EXPECT_EQ(a.size(), 0u);
  a = std::move(b);
  EXPECT_EQ(a.bytes(), "abc");
}

TEST(Quoted, IsOneShortLine) {
  EXPECT_EQ(Quoted("abc"), "\"abc\"");
  EXPECT_EQ(Quoted(""), "\"\"");
  EXPECT_EQ(Quoted(std::string("a\n\r\t\0\xff\"\\", 8)),
            R"("a\n\r\t\x00\xff\"\\")");
  EXPECT_EQ(Quoted(std::string(100, 'x')),
            '"' + std::string(40, 'x') + "...\"");
}

}  // namespace
}  // namespace tessera
