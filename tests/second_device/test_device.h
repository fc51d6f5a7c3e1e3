// A second backend for tests: device "test", whose memory host code cannot
// read. Its kernels are the CPU's, run while the memory is open.
//
//   RegisterTestDevice();              // once, after the cpu kernels
//   Tensor a = ones({2, 3}).to("test");
//   a.impl()->data()[0];               // a segmentation fault, as on a GPU
//   (a + a).cpu();                     // fine
#ifndef TESSERA_TESTS_SECOND_DEVICE_TEST_DEVICE_H_
#define TESSERA_TESTS_SECOND_DEVICE_TEST_DEVICE_H_

#include <cstdint>

#include "tessera/base/cpp17.h"

namespace tessera {

void RegisterTestDevice();

// How often kernels and copies of the device ran.
int64_t TestDeviceKernels();
int64_t TestDeviceCopies();

}  // namespace tessera

#endif  // TESSERA_TESTS_SECOND_DEVICE_TEST_DEVICE_H_
