// What tests may ask of the stand-in for CUDA, and how to make it nastier.
//
//   stand_in::SetOrder(stand_in::Order::kRandom, seed);  // of other streams
//   stand_in::SetMemory(1 << 20);       // bytes of each of the two devices
//   stand_in::SetDevices(0);            // no device; a test puts it back
//   EXPECT_EQ(stand_in::WaitingWork(), 0);  // nothing has run too late
//   stand_in::Launches();               // kernels that ran so far
#ifndef TESSERA_OPS_CUDA_TESTING_STAND_IN_H_
#define TESSERA_OPS_CUDA_TESTING_STAND_IN_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "tessera/base/cpp17.h"

namespace tessera::stand_in {

// Whether, before the work that somebody waits for, that of other streams
// runs: none of it, all that can, or some.
enum class Order { kLate, kOthersFirst, kRandom };
void SetOrder(Order order, uint32_t seed = 1);
// Of each device, for allocations to come.
void SetMemory(size_t bytes);
// How many there are; -1: the driver is too old.
void SetDevices(int count);

// Work that is in queues and has not run.
int64_t WaitingWork();
int64_t Launches();
std::string LastKernel();
// Ends the program where a kernel wrote between allocations. So does freeing
// the allocation in front.
void CheckGuards();
// The kernel that runs next fails, as by an invalid address.
void FailNextLaunch();

}  // namespace tessera::stand_in

#endif  // TESSERA_OPS_CUDA_TESTING_STAND_IN_H_
