// Work that is recorded once and then runs by one launch, as often as wanted:
// a whole step of training. libtorch's names (at::cuda::CUDAGraph).
//
//   optim::Adam adam(parameters, optim::AdamOptions(1e-3).capturable(true));
//   Step();                                    // once outside, which makes
//   cuda::CUDAGraph graph;                     // state and loads cuBLAS
//   { cuda::CUDAGraphGuard guard(graph);       // on a stream of its own
//     Step(); }                                // recorded; nothing has run
//   x.copy_(batch, /*non_blocking=*/true);     // into the tensors it reads
//   graph.replay();                            // one step
//
// Note [Graphs]
// Between capture_begin() and capture_end() the current stream records instead
// of running: kernels, copies between devices, from and to pinned memory. The
// host's part of an op, its Python and C++, is not repeated by a replay.
//  - What waits for the device throws, naming the op: item(), copies to the
//    host, synchronize(), nonzero() and all else whose result's size depends on
//    values.
//  - Memory that is asked for meanwhile comes from a pool of the graph's, since
//    replays use the same addresses. It is there as long as the graph or a
//    tensor in it; each replay writes it anew. What was made before and is
//    freed meanwhile stays until reset(), since replays may use it.
//  - Random numbers go on from replay to replay as they do from call to call:
//    Note [Captured draws]. Other generators than the default one are to be
//    registered.
//  - Learning rate and step number are on the device where the optimizer is
//    `capturable`.
#ifndef TESSERA_OPS_CUDA_RUNTIME_GRAPH_H_
#define TESSERA_OPS_CUDA_RUNTIME_GRAPH_H_

#include <cuda_runtime.h>

#include <memory>

#include "tessera/base/cpp17.h"
#include "tessera/ops_cuda/runtime/graph_memory.h"
#include "tessera/ops_cuda/runtime/stream.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {

class CUDAGraph {
 public:
  CUDAGraph();
  ~CUDAGraph();
  CUDAGraph(const CUDAGraph&) = delete;
  CUDAGraph& operator=(const CUDAGraph&) = delete;

  // Before capture_begin(), for each generator but the default one.
  void register_generator_state(const Generator& generator);
  // ValueError on the default stream, which cannot be captured, where this
  // graph holds something, or where another capture of the device is under way.
  void capture_begin();
  // By the thread that began. DeviceError where something refused to be
  // recorded; the graph is empty then.
  void capture_end();
  // On the current stream, without waiting. ValueError for an empty graph.
  void replay();
  // Empty again; waits for replays.
  void reset();

 private:
  struct State;
  void Forget();
  std::unique_ptr<State> state_;
};

// Captures until the end of the scope, on a stream from the pool, before which
// the device has finished. What capture_end() throws comes out of the scope;
// where another error leaves the scope, the graph is empty.
class CUDAGraphGuard {
 public:
  explicit CUDAGraphGuard(CUDAGraph& graph);
  ~CUDAGraphGuard() noexcept(false);
  CUDAGraphGuard(const CUDAGraphGuard&) = delete;
  CUDAGraphGuard& operator=(const CUDAGraphGuard&) = delete;

 private:
  CUDAGraph& graph_;
  CUDAStreamGuard stream_;
  int exceptions_;
};

// For kernels that draw: where the device has seed and first offset, or null
// for a state that holds them itself.
const PhiloxState* CapturedState(const KernelContext& context,
                                 PhiloxState state);

// graph_state.cu: *to = state, on a stream.
void SetPhiloxState(PhiloxState* to, PhiloxState state, cudaStream_t stream);

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_RUNTIME_GRAPH_H_
