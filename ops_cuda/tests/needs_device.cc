// Each case is skipped on a machine without a device.
#include "gtest/gtest.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/cuda.h"

namespace tessera::cuda {
namespace {

class NeedsDevice : public ::testing::EmptyTestEventListener {
  void OnTestStart(const ::testing::TestInfo&) override {
    if (!is_available()) {
      GTEST_SKIP() << GetDeviceInterface(kCUDA)->why_unavailable();
    }
  }
};

const bool kListens = [] {
  ::testing::UnitTest::GetInstance()->listeners().Append(new NeedsDevice);
  return true;
}();

}  // namespace
}  // namespace tessera::cuda
