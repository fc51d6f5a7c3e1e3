// Where a graph's random numbers go on from.
#include <cuda_runtime.h>

#include "tessera/ops_cuda/runtime/graph.h"
#include "tessera/ops_cuda/runtime/launch.h"

namespace tessera::cuda {
namespace {

__global__ void SetState(PhiloxState* to, PhiloxState state) { *to = state; }

}  // namespace

void SetPhiloxState(PhiloxState* to, PhiloxState state, cudaStream_t stream) {
#ifdef TESSERA_CUDA_STAND_IN
  RunOnHost("replay", false, &SetState, dim3(1), dim3(1), stream, to, state);
#else
  LaunchKernel<PhiloxState*, PhiloxState>(&SetState, dim3(1), dim3(1), stream,
                                          to, state);
#endif
}

}  // namespace tessera::cuda
