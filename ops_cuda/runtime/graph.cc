#include "tessera/ops_cuda/runtime/graph.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <unordered_set>
#include <utility>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/storage/device_interface.h"
#include "tessera/storage/storage.h"

namespace tessera::cuda {
namespace {

// The seeds that stand for a place on a device: see Note [Captured draws].
struct Keys {
  std::mutex mutex;
  std::unordered_set<uint64_t> keys;
  std::atomic<int> count{0};
};
Keys& LiveKeys() {
  static auto* const keys = new Keys;
  return *keys;
}

uint64_t KeyOf(const Storage& place) {
  return reinterpret_cast<uintptr_t>(place.data());
}

void AddKey(uint64_t key) {
  Keys& live = LiveKeys();
  const std::lock_guard<std::mutex> lock(live.mutex);
  live.keys.insert(key);
  ++live.count;
}

void RemoveKey(uint64_t key) {
  Keys& live = LiveKeys();
  const std::lock_guard<std::mutex> lock(live.mutex);
  live.keys.erase(key);
  --live.count;
}

}  // namespace

const PhiloxState* CapturedState(const KernelContext& context,
                                 PhiloxState state) {
  Keys& live = LiveKeys();
  if (live.count.load(std::memory_order_acquire) == 0) return nullptr;
  {
    const std::lock_guard<std::mutex> lock(live.mutex);
    if (live.keys.count(state.seed)) {
      return reinterpret_cast<const PhiloxState*>(
          static_cast<uintptr_t>(state.seed));
    }
  }
  if (CaptureOf(context.device.index())) {
    throw ValueError(
        name(context.op),
        "expected a generator of the graph that is being captured; call "
        "register_generator_state(generator) before capture_begin()");
  }
  return nullptr;
}

struct CUDAGraph::State {
  struct Source {
    Generator generator;
    Storage place;        // a PhiloxState on the device
    uint64_t blocks = 0;  // that each replay draws
  };
  std::vector<Source> sources{{default_generator(), {}, 0}};
  Capture capture{};
  bool capturing = false;
  bool replayed = false;
  cudaGraph_t graph = nullptr;
  cudaGraphExec_t exec = nullptr;
};

CUDAGraph::CUDAGraph() : state_(new State) {}

CUDAGraph::~CUDAGraph() {
  try {
    reset();
  } catch (...) {
    // After main the driver may be gone; then the memory is, too.
  }
}

void CUDAGraph::register_generator_state(const Generator& generator) {
  State& s = *state_;
  if (s.capturing || s.exec) {
    throw ValueError("register_generator_state",
                     "expected a graph before capture_begin()");
  }
  for (const State::Source& source : s.sources) {
    if (source.generator == generator) return;
  }
  s.sources.push_back({generator, {}, 0});
}

void CUDAGraph::capture_begin() {
  State& s = *state_;
  if (s.capturing || s.exec) {
    throw ValueError("capture_begin",
                     "expected an empty graph, got one that is captured "
                     "already; call reset() first");
  }
  const CUDAStream stream = getCurrentCUDAStream();
  if (!stream.stream()) {
    throw ValueError("capture_begin",
                     "expected a current stream that can be captured, got the "
                     "default one; use CUDAGraphGuard, or CUDAStreamGuard with "
                     "getStreamFromPool()");
  }
  const DeviceIndex device = stream.device_index();
  PrepareErrors(device);
  s.capture = {device,
               stream.stream(),
               std::this_thread::get_id(),
               std::make_shared<GraphMemory>(device),
               {}};
  if (!SetCapture(device, &s.capture)) {
    s.capture = {};
    throw ValueError(
        "capture_begin",
        Str("expected no other capture under way on ", stream.device().str()));
  }
  size_t begun = 0;
  try {
    for (State::Source& source : s.sources) {
      source.place = Storage::Allocate(sizeof(PhiloxState), stream.device());
      source.generator.BeginCapture(stream.device(), KeyOf(source.place));
      ++begun;
    }
    // Replays on other streams use what was allocated here.
    Check("capture_begin", cudaStreamSynchronize(stream.stream()));
    Check("capture_begin",
          cudaStreamBeginCapture(stream.stream(),
                                 cudaStreamCaptureModeThreadLocal));
  } catch (...) {
    for (size_t i = 0; i < begun; ++i) s.sources[i].generator.EndCapture();
    for (State::Source& source : s.sources) source.place.reset();
    SetCapture(device, nullptr);
    s.capture = {};
    throw;
  }
  for (const State::Source& source : s.sources) AddKey(KeyOf(source.place));
  s.capturing = true;
}

void CUDAGraph::capture_end() {
  State& s = *state_;
  if (!s.capturing) {
    throw ValueError("capture_end", "expected capture_begin() before");
  }
  if (s.capture.thread != std::this_thread::get_id()) {
    throw ValueError("capture_end",
                     "expected the thread that called capture_begin()");
  }
  s.capturing = false;
  const UseDevice use(s.capture.device);
  cudaError_t error = cudaStreamEndCapture(s.capture.stream, &s.graph);
  SetCapture(s.capture.device, nullptr);
  for (State::Source& source : s.sources) {
    source.blocks = source.generator.EndCapture();
  }
  if (error == cudaSuccess) error = cudaGraphInstantiate(&s.exec, s.graph, 0);
  if (error == cudaSuccess) return;
  s.exec = nullptr;
  Forget();
  Check("capture_end", error);
}

void CUDAGraph::replay() {
  State& s = *state_;
  if (!s.exec) {
    throw ValueError("replay",
                     "expected a captured graph, got an empty one; call "
                     "capture_begin() and capture_end() first");
  }
  const DeviceIndex device = s.capture.device;
  const UseDevice use(device);
  const cudaStream_t stream = CurrentStream(device);
  for (State::Source& source : s.sources) {
    if (source.blocks == 0) continue;
    SetPhiloxState(static_cast<PhiloxState*>(source.place.data()),
                   source.generator.Advance(source.blocks), stream);
  }
  Check("replay", cudaGraphLaunch(s.exec, stream));
  s.replayed = true;
  ExpectErrors(device);
  if (LaunchBlocking()) {
    Check("replay", cudaStreamSynchronize(stream));
    ThrowPendingError(device);
  }
}

void CUDAGraph::reset() {
  State& s = *state_;
  if (s.capturing) {
    capture_end();
  }
  if (s.exec) {
    const UseDevice use(s.capture.device);
    if (s.replayed) {
      CheckNotCapturing("reset", Device(kCUDA, s.capture.device));
      Check("reset", cudaDeviceSynchronize());
    }
  }
  Forget();
}

void CUDAGraph::Forget() {
  State& s = *state_;
  if (!s.capture.memory) return;
  const UseDevice use(s.capture.device);
  if (s.exec) cudaGraphExecDestroy(s.exec);
  if (s.graph) cudaGraphDestroy(s.graph);
  s.exec = nullptr;
  s.graph = nullptr;
  for (State::Source& source : s.sources) {
    RemoveKey(KeyOf(source.place));
    source.place.reset();
    source.blocks = 0;
  }
  for (const auto& [data, stream] : s.capture.freed) {
    cudaFreeAsync(data, stream);
  }
  s.capture = {};
  s.replayed = false;
}

CUDAGraphGuard::CUDAGraphGuard(CUDAGraph& graph)
    : graph_(graph),
      stream_((ResolveDevice("capture_begin", kCUDA), getStreamFromPool())),
      exceptions_(std::uncaught_exceptions()) {
  const DeviceIndex device = current_device();
  GetDeviceInterface(kCUDA)->synchronize(Device(kCUDA, device));
  graph_.capture_begin();
}

CUDAGraphGuard::~CUDAGraphGuard() noexcept(false) {
  if (std::uncaught_exceptions() == exceptions_) {
    graph_.capture_end();
    return;
  }
  try {
    graph_.reset();
  } catch (...) {
    // The error that is on its way says more.
  }
}

}  // namespace tessera::cuda
