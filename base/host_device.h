// TESSERA_HOST_DEVICE marks functions that CUDA kernels call as well.
//
//   TESSERA_HOST_DEVICE inline float Twice(float x) { return x + x; }
//
// Without nvcc it stands for nothing.
#ifndef TESSERA_BASE_HOST_DEVICE_H_
#define TESSERA_BASE_HOST_DEVICE_H_

#include "tessera/base/cpp17.h"

#if defined(__CUDACC__)
#define TESSERA_HOST_DEVICE __host__ __device__
#else
#define TESSERA_HOST_DEVICE
#endif

#endif  // TESSERA_BASE_HOST_DEVICE_H_
