// A test that is to run with the instruction set that $TESSERA_ISA names is
// skipped, not run with another, on a processor without it.
#include <cstdlib>
#include <string>

#include "gtest/gtest.h"
#include "tessera/ops_cpu/runtime/isa.h"

namespace tessera::testing {
namespace {

// Of each case, since GoogleTest calls one passed that a global environment
// skipped.
class NeedsIsa : public ::testing::EmptyTestEventListener {
  void OnTestStart(const ::testing::TestInfo&) override {
    const char* wanted = std::getenv("TESSERA_ISA");
    const std::string used = IsaName(CurrentIsa());
    if (wanted && wanted != used) {
      GTEST_SKIP() << "TESSERA_ISA=" << wanted << " is not there; " << used
                   << " is";
    }
  }
};

const bool kListens = [] {
  ::testing::UnitTest::GetInstance()->listeners().Append(new NeedsIsa);
  return true;
}();

}  // namespace
}  // namespace tessera::testing
