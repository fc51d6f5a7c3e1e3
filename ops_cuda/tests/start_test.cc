// A program with CUDA in it starts without a CUDA library, and on a machine
// without a driver says so.
#include <fstream>
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/cuda.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

std::string LoadedFiles() {
  std::ifstream maps("/proc/self/maps");
  std::stringstream text;
  text << maps.rdbuf();
  return text.str();
}

// First in this process.
TEST(CudaStart, LoadsNoLibraryOfCuda) {
  EXPECT_EQ(Values(ones({2}) + 1), (std::vector<double>{2, 2}));
  const std::string files = LoadedFiles();
  for (const char* library :
       {"libcuda.so", "libcudart", "libcublas", "libcurand", "libnvrtc"}) {
    EXPECT_EQ(files.find(library), std::string::npos) << library;
  }
}

TEST(CudaStart, SaysWhyThereIsNoDevice) {
  if (cuda::is_available()) {
    EXPECT_EQ(Values((ones({2}, device(kCUDA)) + 1).cpu()),
              (std::vector<double>{2, 2}));
    return;
  }
  EXPECT_EQ(cuda::device_count(), 0u);
  const std::string why = GetDeviceInterface(kCUDA)->why_unavailable();
  EXPECT_NE(why.find("NVIDIA driver"), std::string::npos) << why;
  ExpectError<DeviceError>([] { ones({2}).to(kCUDA); },
                           {"no device cuda", why.c_str(), "device='cpu'"});
}

}  // namespace
}  // namespace tessera
