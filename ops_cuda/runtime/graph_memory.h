// Memory of a graph, and whether one is being captured: see Note [Graphs].
//
//   if (Capture* capture = CaptureOf(device)) ...  // this thread's, under way
//   capture->memory->Allocate(nbytes, stream);     // null: out of memory
//   const RelaxedCapture relaxed;                  // cudaMalloc, cublasCreate
#ifndef TESSERA_OPS_CUDA_RUNTIME_GRAPH_MEMORY_H_
#define TESSERA_OPS_CUDA_RUNTIME_GRAPH_MEMORY_H_

#include <cuda_runtime.h>

#include <cstddef>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "tessera/base/cpp17.h"
#include "tessera/storage/device.h"

namespace tessera::cuda {

// Blocks cut from chunks that belong to it alone. A block that is freed is
// used again, for about its size and by its stream, whose order is the graph's.
class GraphMemory {
 public:
  explicit GraphMemory(DeviceIndex device) : device_(device) {}
  ~GraphMemory();
  GraphMemory(const GraphMemory&) = delete;
  GraphMemory& operator=(const GraphMemory&) = delete;

  void* Allocate(size_t nbytes, cudaStream_t stream);
  // shared: another stream has used it; then it is not used again.
  void Free(void* data, bool shared);

 private:
  struct Block {
    char* data;
    size_t size;
    cudaStream_t stream;
    bool free;
  };
  DeviceIndex device_;
  std::mutex mutex_;
  std::vector<Block> blocks_;
  std::vector<char*> chunks_;
  char* at_ = nullptr;  // what is left of the last chunk
  size_t left_ = 0;
};

// A capture that is under way.
struct Capture {
  DeviceIndex device;
  cudaStream_t stream;
  std::thread::id thread;
  std::shared_ptr<GraphMemory> memory;
  // Memory of before that was freed meanwhile, and the stream it is freed on.
  std::vector<std::pair<void*, cudaStream_t>> freed;
};

// The capture that this thread's current stream on the device belongs to, or
// null.
Capture* CaptureOf(DeviceIndex device);
// One a device; null: none any more. False where there is another one.
bool SetCapture(DeviceIndex device, Capture* capture);

// Lets this thread call what has nothing to do with the stream that it
// captures, and which CUDA would refuse.
class RelaxedCapture {
 public:
  RelaxedCapture() { cudaThreadExchangeStreamCaptureMode(&mode_); }
  ~RelaxedCapture() { cudaThreadExchangeStreamCaptureMode(&mode_); }
  RelaxedCapture(const RelaxedCapture&) = delete;
  RelaxedCapture& operator=(const RelaxedCapture&) = delete;

 private:
  cudaStreamCaptureMode mode_ = cudaStreamCaptureModeRelaxed;
};

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_RUNTIME_GRAPH_MEMORY_H_
