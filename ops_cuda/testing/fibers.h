// The threads of one block as fibers: each runs until it comes to a barrier.
//
//   RunFibers("sum", block, seed, [&] { kernel(arguments...); });
//   // __syncthreads() inside ends the program where not all threads come to
//   // it; so does a shuffle that a thread of its mask leaves out.
//   // The order of the threads between two barriers is drawn by the seed.
#ifndef TESSERA_OPS_CUDA_TESTING_FIBERS_H_
#define TESSERA_OPS_CUDA_TESTING_FIBERS_H_

#include <cuda_runtime.h>

#include <cstdint>
#include <functional>

#include "tessera/base/cpp17.h"

namespace tessera::stand_in {

void RunFibers(const char* name, dim3 block, uint32_t seed,
               const std::function<void()>& thread);

}  // namespace tessera::stand_in

#endif  // TESSERA_OPS_CUDA_TESTING_FIBERS_H_
