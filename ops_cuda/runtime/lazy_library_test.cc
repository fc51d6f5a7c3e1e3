#include "tessera/ops_cuda/runtime/lazy_library.h"

#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"

namespace tessera {
namespace {

TEST(LazyLibraryTest, LoadsOnFirstUseInAnyThread) {
  LazyLibrary library("libm.so.6", "");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      const auto cosine =
          reinterpret_cast<double (*)(double)>(library.Find("cos"));
      EXPECT_EQ(cosine(0), 1);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(LazyLibraryTest, SaysWhatIsMissing) {
  LazyLibrary library("libmissing.so.1", "");
  try {
    library.Find("f");
    FAIL();
  } catch (const DeviceError& error) {
    EXPECT_STREQ(
        error.what(),
        "cuda: cannot load libmissing.so.1; add its folder to LD_LIBRARY_PATH");
  }
}

}  // namespace
}  // namespace tessera
