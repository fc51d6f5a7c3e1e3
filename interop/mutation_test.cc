#include "tessera/interop/mutation.h"

#include <stdexcept>
#include <string>
#include <vector>

#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"
#include "tessera/base/error.h"

namespace tessera {
namespace {

char* volatile taken;  // or the optimiser would leave out the allocation

void Take(size_t n) {
  taken = new char[n];
  delete[] taken;
}

// The tests that use it could not fail otherwise.
TEST(Mutation, SeesWhatIsWrong) {
  const auto run = [](const std::function<void(const std::string&)>& read) {
    RunMutations({"abc"}, 1, {1, 10000}, read);
  };
  EXPECT_NONFATAL_FAILURE(run([](const std::string&) { Take(20000); }), "<=");
  EXPECT_NONFATAL_FAILURE(
      run([](const std::string&) { throw std::runtime_error("other"); }),
      "other");
  EXPECT_NONFATAL_FAILURE(
      run([](const std::string&) { throw FileError("a", "b\nc"); }), "b\nc");
  run([](const std::string&) { Take(9000); });
}

TEST(Mutation, CountsAndRepeats) {
  std::vector<std::string> runs[2];
  for (std::vector<std::string>& seen : runs) {
    const MutationCounts n = RunMutations(
        {"{\"a\":12}", ""}, 1000, {100, 100000}, [&](const std::string& bytes) {
          seen.push_back(bytes);
          if (bytes.size() < 5) throw ValueError("short", "x");
        });
    EXPECT_EQ(n.read + n.refused, 1000);
    EXPECT_GT(n.read, 100);
    EXPECT_GT(n.refused, 100);
  }
  EXPECT_EQ(runs[0], runs[1]);
}

}  // namespace
}  // namespace tessera
