#include "tessera/ops_cuda/runtime/launch.h"

#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/ops_cuda/runtime/graph_memory.h"

namespace tessera::cuda {

void AfterLaunch(const KernelContext& context, cudaStream_t stream) {
  Check(name(context.op), cudaGetLastError());
  if (__builtin_expect(LaunchBlocking(), 0) &&
      !CaptureOf(context.device.index())) {
    Check(name(context.op), cudaStreamSynchronize(stream));
    ThrowPendingError(context.device.index());
  }
}

}  // namespace tessera::cuda
