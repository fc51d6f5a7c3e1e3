#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "tessera/base/error.h"
#include "tessera/demos/support/interrupt.h"
#include "tessera/demos/support/launch.h"
#include "tessera/demos/support/output_folder.h"

namespace tessera::demos {
namespace {

bool Exists(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0;
}

std::string Contents(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class ProcessTest : public testing::Test {
 protected:
  ProcessTest() {
    char name[] = "/tmp/process_test_XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~ProcessTest() override {
    const int status = std::system(("rm -r " + folder_).c_str());
    (void)status;
  }
  std::string ErrorOf(const std::string& path) {
    try {
      OutputFolder folder(path);
    } catch (const FileError& e) {
      return e.what();
    }
    return "no error";
  }
  std::string folder_;
};

TEST_F(ProcessTest, FilesAppearTogether) {
  const std::string path = folder_ + "/a/b";
  OutputFolder folder(path + "/");
  folder.Add("x", "1");
  folder.Add("y", "2");
  EXPECT_FALSE(Exists(path + "/x"));
  folder.Commit();
  EXPECT_EQ(Contents(path + "/x"), "1");
  EXPECT_EQ(Contents(path + "/y"), "2");
}

TEST_F(ProcessTest, UnusedFoldersGoAgain) {
  {
    OutputFolder folder(folder_ + "/a/b");
    EXPECT_TRUE(Exists(folder_ + "/a/b"));
    folder.Add("x", "1");
  }
  EXPECT_FALSE(Exists(folder_ + "/a"));
  mkdir((folder_ + "/kept").c_str(), 0777);
  { OutputFolder folder(folder_ + "/kept"); }
  EXPECT_TRUE(Exists(folder_ + "/kept"));
}

TEST_F(ProcessTest, OldFilesStayWhereOneCannotBeWritten) {
  const std::string path = folder_ + "/a";
  mkdir(path.c_str(), 0777);
  std::ofstream(path + "/x") << "old";
  mkdir((path + "/y").c_str(), 0777);
  {
    OutputFolder folder(path);
    folder.Add("x", "new");
    EXPECT_THROW(folder.Add("y", "2"), FileError);
  }
  EXPECT_EQ(Contents(path + "/x"), "old");
}

TEST_F(ProcessTest, ErrorsNameThePath) {
  std::ofstream(folder_ + "/file") << "1";
  EXPECT_EQ(ErrorOf(folder_ + "/file"),
            "--out: " + folder_ +
                "/file: expected a folder, got a file; name another path");
  EXPECT_EQ(ErrorOf(folder_ + "/file/a"),
            "--out: " + folder_ +
                "/file: expected a folder, got a file; name another path");
  EXPECT_NE(ErrorOf("/proc/a/b").find("--out: /proc/a: cannot make"),
            std::string::npos)
      << ErrorOf("/proc/a/b");
}

TEST_F(ProcessTest, FindsDataHereAndBesideTheProgram) {
  mkdir((folder_ + "/p.runfiles").c_str(), 0777);
  mkdir((folder_ + "/p.runfiles/tessera").c_str(), 0777);
  const std::string file = folder_ + "/p.runfiles/tessera/some_data";
  std::ofstream(file) << "1";
  EXPECT_EQ(FindData("some_data", folder_ + "/p"), file);
  EXPECT_EQ(FindData("some_data", folder_ + "/q"), "");
  setenv("BUILD_WORKING_DIRECTORY", (folder_ + "/p.runfiles/tessera").c_str(),
         1);
  GoToUsersFolder();
  EXPECT_EQ(FindData("some_data", "q"), file);
  EXPECT_EQ(chdir("/"), 0);
}

TEST(LaunchTest, MemoryIsThere) { EXPECT_GT(MemoryBytes(), 1 << 26); }

TEST(InterruptTest, TheFirstSetsAFlagAndTheSecondEnds) {
  EXPECT_EXIT(
      {
        WatchInterrupts();
        if (Interrupted()) std::exit(1);
        raise(SIGINT);
        if (!Interrupted() || InterruptStatus() != 130) std::exit(1);
        raise(SIGINT);
        std::exit(1);
      },
      testing::KilledBySignal(SIGINT), "");
  EXPECT_EXIT(
      {
        WatchInterrupts();
        raise(SIGTERM);
        std::exit(InterruptStatus());
      },
      testing::ExitedWithCode(143), "");
}

}  // namespace
}  // namespace tessera::demos
