// What tests of both the stand-in and a device end with.
//
//   void TearDown() override { cuda::CheckMemory(); }
//   // over the stand-in: nobody has written where nothing is allocated
//   // on a device: no kernel has failed
#ifndef TESSERA_OPS_CUDA_TESTS_CHECK_MEMORY_H_
#define TESSERA_OPS_CUDA_TESTS_CHECK_MEMORY_H_

#include <cuda_runtime.h>

#include "tessera/base/cpp17.h"
#ifdef TESSERA_CUDA_STAND_IN
#include "tessera/ops_cuda/testing/stand_in.h"
#else
#include "tessera/tensor/cuda.h"
#endif

namespace tessera::cuda {

inline void CheckMemory() {
#ifdef TESSERA_CUDA_STAND_IN
  stand_in::CheckGuards();
#else
  if (is_available()) synchronize();
#endif
}

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_TESTS_CHECK_MEMORY_H_
