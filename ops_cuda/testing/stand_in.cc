#include "tessera/ops_cuda/testing/stand_in.h"

#include <cuda_runtime.h>
#include <sys/mman.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "tessera/ops_cuda/testing/fibers.h"

thread_local dim3 gridDim, blockDim, blockIdx, threadIdx;

namespace {

using Mutex = std::recursive_mutex;
using Lock = std::lock_guard<Mutex>;

constexpr int kDevices = 2;
constexpr size_t kArena = size_t{512} << 20;
constexpr size_t kAlign = 256;
// Behind each allocation; nobody may write there.
constexpr size_t kGuard = 256;
constexpr unsigned char kGuardByte = 0xA5;
// Fresh and freed memory: NaN, as floats of any width.
constexpr int kPoison = 0xFF;

[[noreturn]] void Die(const char* what, const char* name = "") {
  std::fprintf(stderr, "stand-in for CUDA: %s %s\n", what, name);
  std::abort();
}

}  // namespace

// A place in a stream's queue that others wait for.
struct Point {
  CUstream_st* stream;
  bool done = false;
  std::chrono::steady_clock::time_point time;
};

struct CUgraph_st {
  std::vector<std::function<void()>> nodes;
};
struct CUgraphExec_st {
  std::shared_ptr<CUgraph_st> graph;
};

struct CUevent_st {
  bool timing = false;
  CUgraph_st* captured = nullptr;  // recorded in a capture
  std::shared_ptr<Point> point;    // null: never recorded
};

struct CUstream_st {
  struct Work {
    std::function<void()> run;
    std::shared_ptr<Point> wait;
  };
  int device = 0;
  bool running = false;
  // Set while it is captured: work goes there instead.
  std::unique_ptr<CUgraph_st> capture;
  bool invalid = false;
  std::deque<Work> queue;
};

namespace {

struct Allocation {
  size_t size;  // as asked for
  CUstream_st* stream;
};

// The memory of one device: one reserved range, closed but for kernels and
// copies.
struct Arena {
  char* base = nullptr;
  size_t limit = kArena;
  size_t used = 0;
  std::map<size_t, size_t> free;  // place to size; what no stream may still use
  std::map<char*, Allocation> live;
  // Freed by a stream that has not come to it yet: for that stream alone.
  std::map<char*, Allocation> freeing;
};

struct State {
  Mutex mutex;
  Arena arenas[kDevices];
  CUstream_st null_streams[kDevices];
  std::set<CUstream_st*> streams;
  std::map<char*, size_t> pinned;
  int open = 0;
  int devices = kDevices;
  bool old_driver = false;
  bool fail_next = false;
  cudaError_t sticky = cudaSuccess;
  tessera::stand_in::Order order = tessera::stand_in::Order::kRandom;
  std::mt19937 random{1};
  int64_t launches = 0;
  std::string last_kernel;

  State() {
    for (int d = 0; d < kDevices; ++d) {
      void* base = mmap(nullptr, kArena, PROT_NONE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
      if (base == MAP_FAILED) Die("no address space");
      arenas[d].base = static_cast<char*>(base);
      arenas[d].free[0] = kArena;
      null_streams[d].device = d;
      streams.insert(&null_streams[d]);
    }
  }
};

State& S() {
  static State* const state = new State;
  return *state;
}

thread_local int current_device = 0;
// Of the stream that this thread captures.
thread_local CUstream_st* capturing = nullptr;
thread_local cudaStreamCaptureMode capture_mode = cudaStreamCaptureModeGlobal;
thread_local cudaError_t last_error = cudaSuccess;

cudaError_t Fail(cudaError_t error) { return last_error = error; }

// Device memory is open while one of these lives.
class Open {
 public:
  Open() {
    if (S().open++ == 0) Protect(PROT_READ | PROT_WRITE);
  }
  ~Open() {
    if (--S().open == 0) Protect(PROT_NONE);
  }

 private:
  void Protect(int access) {
    for (Arena& arena : S().arenas) {
      if (mprotect(arena.base, kArena, access) != 0) Die("mprotect failed");
    }
  }
};

size_t Rounded(size_t size) {
  return (size + kAlign - 1) / kAlign * kAlign + kGuard;
}

CUstream_st* Get(cudaStream_t stream) {
  if (stream == cudaStreamLegacy) stream = nullptr;
  return stream ? stream : &S().null_streams[current_device];
}

Arena* ArenaOf(const void* address) {
  const char* at = static_cast<const char*>(address);
  for (Arena& arena : S().arenas) {
    if (at >= arena.base && at < arena.base + kArena) return &arena;
  }
  return nullptr;
}

bool IsPinned(const void* address) {
  auto it = S().pinned.upper_bound(
      const_cast<char*>(static_cast<const char*>(address)));
  if (it == S().pinned.begin()) return false;
  --it;
  return static_cast<const char*>(address) < it->first + it->second;
}

void CheckGuard(char* data, const Allocation& a) {
  for (char* at = data + a.size; at < data + Rounded(a.size); ++at) {
    if (static_cast<unsigned char>(*at) != kGuardByte) {
      Die("a kernel wrote behind an allocation; the last one was",
          S().last_kernel.c_str());
    }
  }
}

void Return(Arena& arena, size_t at, size_t size) {
  const auto next = arena.free.lower_bound(at);
  if (next != arena.free.end() && at + size == next->first) {
    size += next->second;
    arena.free.erase(next);
  }
  const auto after = arena.free.lower_bound(at);
  if (after != arena.free.begin()) {
    const auto before = std::prev(after);
    if (before->first + before->second == at) {
      before->second += size;
      return;
    }
  }
  arena.free[at] = size;
}

// ---- Queues ----

void Step(CUstream_st* stream);

void StepOther(CUstream_st* stream) {
  std::vector<CUstream_st*> ready;
  for (CUstream_st* s : S().streams) {
    if (s == stream || s->running || s->queue.empty()) continue;
    const auto& wait = s->queue.front().wait;
    if (!wait || wait->done) ready.push_back(s);
  }
  if (ready.empty()) return;
  Step(ready[S().random() % ready.size()]);
}

void Drain(CUstream_st* stream, const Point* until) {
  using tessera::stand_in::Order;
  while (!stream->queue.empty() && !(until && until->done)) {
    const Order order = S().order;
    if (order == Order::kOthersFirst ||
        (order == Order::kRandom && S().random() % 2)) {
      StepOther(stream);
    }
    Step(stream);
  }
}

// Runs the first work of a stream, and before it what it waits for.
void Step(CUstream_st* stream) {
  if (stream->running) Die("a stream waits for itself");
  stream->running = true;
  if (const auto wait = stream->queue.front().wait) {
    if (!wait->done) Drain(wait->stream, wait.get());
    stream->queue.pop_front();
  } else {
    auto run = std::move(stream->queue.front().run);
    stream->queue.pop_front();
    run();
  }
  stream->running = false;
}

void Push(CUstream_st* stream, std::function<void()> run) {
  if (stream->capture) {
    stream->capture->nodes.push_back(std::move(run));
  } else {
    stream->queue.push_back({std::move(run), nullptr});
  }
}

// What a stream cannot do while it is captured spoils the capture.
cudaError_t Refuse(CUstream_st* stream) {
  stream->invalid = true;
  return Fail(cudaErrorStreamCaptureUnsupported);
}

// Whether this thread may not call what CUDA calls unsafe.
bool IsUnsafe() {
  return capturing && capture_mode != cudaStreamCaptureModeRelaxed;
}

cudaError_t Wait(CUstream_st* stream, const Point* until = nullptr) {
  if (stream->capture) return Refuse(stream);
  const Open open;
  Drain(stream, until);
  return S().sticky == cudaSuccess ? cudaSuccess : Fail(S().sticky);
}

}  // namespace

namespace tessera::stand_in {

void SetOrder(Order order, uint32_t seed) {
  const Lock lock(S().mutex);
  S().order = order;
  S().random.seed(seed);
}

void SetMemory(size_t bytes) {
  const Lock lock(S().mutex);
  for (Arena& arena : S().arenas) arena.limit = bytes ? bytes : kArena;
}

void SetDevices(int count) {
  const Lock lock(S().mutex);
  S().devices = count < 0 ? 0 : count;
  S().old_driver = count < 0;
}

int64_t WaitingWork() {
  const Lock lock(S().mutex);
  int64_t count = 0;
  for (CUstream_st* s : S().streams) {
    count += static_cast<int64_t>(s->queue.size());
  }
  return count;
}

int64_t Launches() { return S().launches; }

std::string LastKernel() {
  const Lock lock(S().mutex);
  return S().last_kernel;
}

void CheckGuards() {
  const Lock lock(S().mutex);
  const Open open;
  for (CUstream_st* s : S().streams) Drain(s, nullptr);
  for (Arena& arena : S().arenas) {
    for (const auto& [data, a] : arena.live) CheckGuard(data, a);
  }
}

void FailNextLaunch() { S().fail_next = true; }

void Enqueue(cudaStream_t stream, std::function<void()> work) {
  const Lock lock(S().mutex);
  Push(Get(stream), std::move(work));
}

cudaError_t CheckLaunch(dim3 grid, dim3 block) {
  const uint64_t threads = uint64_t{block.x} * block.y * block.z;
  if (threads == 0 || threads > 1024 || block.z > 64 || grid.x == 0 ||
      grid.x > 0x7fffffffu || grid.y == 0 || grid.y > 65535 || grid.z == 0 ||
      grid.z > 65535) {
    return Fail(cudaErrorInvalidConfiguration);
  }
  return cudaSuccess;
}

void RunGrid(const char* name, bool barriers, dim3 grid, dim3 block,
             const std::function<void()>& thread) {
  State& s = S();
  ++s.launches;
  s.last_kernel = name;
  if (s.fail_next || s.sticky != cudaSuccess) {
    s.fail_next = false;
    s.sticky = cudaErrorLaunchFailure;
    return;
  }
  gridDim = grid;
  blockDim = block;
  for (unsigned z = 0; z < grid.z; ++z) {
    for (unsigned y = 0; y < grid.y; ++y) {
      for (unsigned x = 0; x < grid.x; ++x) {
        blockIdx = dim3(x, y, z);
        if (barriers) {
          RunFibers(name, block, s.random(), thread);
          continue;
        }
        for (unsigned k = 0; k < block.z; ++k) {
          for (unsigned j = 0; j < block.y; ++j) {
            for (unsigned i = 0; i < block.x; ++i) {
              threadIdx = dim3(i, j, k);
              thread();
            }
          }
        }
      }
    }
  }
}

}  // namespace tessera::stand_in

// ---- The runtime's functions ----

const char* cudaGetErrorName(cudaError_t error) {
  switch (error) {
    case cudaSuccess:
      return "cudaSuccess";
    case cudaErrorMemoryAllocation:
      return "cudaErrorMemoryAllocation";
    case cudaErrorInvalidConfiguration:
      return "cudaErrorInvalidConfiguration";
    case cudaErrorInsufficientDriver:
      return "cudaErrorInsufficientDriver";
    case cudaErrorNoDevice:
      return "cudaErrorNoDevice";
    case cudaErrorInvalidDevice:
      return "cudaErrorInvalidDevice";
    case cudaErrorNotReady:
      return "cudaErrorNotReady";
    case cudaErrorLaunchFailure:
      return "cudaErrorLaunchFailure";
    case cudaErrorStreamCaptureUnsupported:
      return "cudaErrorStreamCaptureUnsupported";
    case cudaErrorStreamCaptureInvalidated:
      return "cudaErrorStreamCaptureInvalidated";
    case cudaErrorStreamCaptureIsolation:
      return "cudaErrorStreamCaptureIsolation";
    default:
      return "cudaErrorInvalidValue";
  }
}
const char* cudaGetErrorString(cudaError_t error) {
  return error == cudaErrorLaunchFailure ? "unspecified launch failure"
                                         : cudaGetErrorName(error);
}
cudaError_t cudaGetLastError() {
  const cudaError_t error = last_error;
  last_error = cudaSuccess;
  return error;
}
cudaError_t cudaPeekAtLastError() { return last_error; }

cudaError_t cudaGetDeviceCount(int* count) {
  const Lock lock(S().mutex);
  *count = S().devices;
  if (S().old_driver) return Fail(cudaErrorInsufficientDriver);
  return *count > 0 ? cudaSuccess : Fail(cudaErrorNoDevice);
}
cudaError_t cudaGetDevice(int* device) {
  *device = current_device;
  return cudaSuccess;
}
cudaError_t cudaSetDevice(int device) {
  if (device < 0 || device >= S().devices) return Fail(cudaErrorInvalidDevice);
  current_device = device;
  return cudaSuccess;
}
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* prop, int device) {
  if (device < 0 || device >= S().devices) return Fail(cudaErrorInvalidDevice);
  *prop = {};
  std::snprintf(prop->name, sizeof prop->name, "Stand-in %d", device);
  prop->totalGlobalMem = S().arenas[device].limit;
  prop->major = 9;
  prop->multiProcessorCount = 4;
  return cudaSuccess;
}
cudaError_t cudaDeviceSynchronize() {
  const Lock lock(S().mutex);
  for (CUstream_st* s : S().streams) {
    if (s->device == current_device && s->capture) return Refuse(s);
  }
  for (CUstream_st* s : S().streams) {
    if (s->device == current_device) Wait(s);
  }
  return S().sticky == cudaSuccess ? cudaSuccess : Fail(S().sticky);
}
cudaError_t cudaDriverGetVersion(int* version) {
  *version = S().old_driver ? 9000 : 13000;
  return cudaSuccess;
}
cudaError_t cudaRuntimeGetVersion(int* version) {
  *version = 13000;
  return cudaSuccess;
}

cudaError_t cudaMallocAsync(void** address, size_t size, cudaStream_t stream) {
  const Lock lock(S().mutex);
  CUstream_st* s = Get(stream);
  if (s->capture) Die("memory asked for while a stream is captured");
  Arena& arena = S().arenas[s->device];
  const size_t want = Rounded(size);
  char* data = nullptr;
  // What this stream has freed it may have again at once; the work is in order.
  for (auto it = arena.freeing.begin(); it != arena.freeing.end(); ++it) {
    if (it->second.stream == s && Rounded(it->second.size) == want) {
      data = it->first;
      arena.freeing.erase(it);
      break;
    }
  }
  if (!data) {
    if (arena.used + want > arena.limit) return Fail(cudaErrorMemoryAllocation);
    for (auto it = arena.free.begin(); it != arena.free.end(); ++it) {
      if (it->second < want) continue;
      const auto [at, room] = *it;
      arena.free.erase(it);
      if (room > want) arena.free[at + want] = room - want;
      data = arena.base + at;
      break;
    }
    if (!data) return Fail(cudaErrorMemoryAllocation);
    arena.used += want;
  }
  arena.live[data] = {size, s};
  s->queue.push_back({[data, size, want] {
                        std::memset(data, kPoison, size);
                        std::memset(data + size, kGuardByte, want - size);
                      },
                      nullptr});
  *address = data;
  return cudaSuccess;
}

cudaError_t cudaFreeAsync(void* address, cudaStream_t stream) {
  const Lock lock(S().mutex);
  CUstream_st* s = Get(stream);
  if (s->capture) Die("memory freed while a stream is captured");
  Arena* arena = ArenaOf(address);
  char* data = static_cast<char*>(address);
  if (!arena || !arena->live.count(data)) Die("free of what is not allocated");
  const Allocation a = {arena->live[data].size, s};
  arena->live.erase(data);
  arena->freeing[data] = a;
  s->queue.push_back({[arena, data, a] {
                        CheckGuard(data, a);
                        std::memset(data, kPoison, a.size);
                        // Unless the stream has it again.
                        const auto it = arena->freeing.find(data);
                        if (it == arena->freeing.end()) return;
                        if (it->second.stream != a.stream) return;
                        arena->freeing.erase(it);
                        arena->used -= Rounded(a.size);
                        Return(*arena, static_cast<size_t>(data - arena->base),
                               Rounded(a.size));
                      },
                      nullptr});
  return cudaSuccess;
}

// Not in the order of a stream: the null stream's, which then is waited for.
cudaError_t cudaMalloc(void** address, size_t size) {
  const Lock lock(S().mutex);
  if (IsUnsafe()) return Refuse(capturing);
  const cudaError_t error = cudaMallocAsync(address, size, nullptr);
  return error == cudaSuccess ? Wait(Get(nullptr)) : error;
}
cudaError_t cudaFree(void* address) {
  const Lock lock(S().mutex);
  if (IsUnsafe()) return Refuse(capturing);
  for (CUstream_st* s : S().streams) {
    if (s->device == current_device && !s->capture) Wait(s);
  }
  const cudaError_t error = cudaFreeAsync(address, nullptr);
  return error == cudaSuccess ? Wait(Get(nullptr)) : error;
}
cudaError_t cudaMallocHost(void** address, size_t size) {
  const Lock lock(S().mutex);
  if (IsUnsafe()) return Refuse(capturing);
  if (posix_memalign(address, kAlign, size) != 0) {
    return Fail(cudaErrorMemoryAllocation);
  }
  S().pinned[static_cast<char*>(*address)] = size;
  return cudaSuccess;
}
cudaError_t cudaFreeHost(void* address) {
  const Lock lock(S().mutex);
  if (IsUnsafe()) return Refuse(capturing);
  S().pinned.erase(static_cast<char*>(address));
  std::free(address);
  return cudaSuccess;
}
cudaError_t cudaMemGetInfo(size_t* free, size_t* total) {
  const Lock lock(S().mutex);
  const Arena& arena = S().arenas[current_device];
  *total = arena.limit;
  *free = arena.limit > arena.used ? arena.limit - arena.used : 0;
  return cudaSuccess;
}
cudaError_t cudaDeviceGetDefaultMemPool(cudaMemPool_t* pool, int device) {
  *pool = reinterpret_cast<cudaMemPool_t>(&S().arenas[device]);
  return cudaSuccess;
}
cudaError_t cudaMemPoolSetAttribute(cudaMemPool_t, cudaMemPoolAttr, void*) {
  return cudaSuccess;
}
cudaError_t cudaMemPoolGetAttribute(cudaMemPool_t pool, cudaMemPoolAttr attr,
                                    void* value) {
  const Lock lock(S().mutex);
  const Arena& arena = *reinterpret_cast<Arena*>(pool);
  uint64_t bytes = arena.used;
  if (attr == cudaMemPoolAttrUsedMemCurrent) {
    bytes = 0;
    for (const auto& [data, a] : arena.live) bytes += Rounded(a.size);
  }
  std::memcpy(value, &bytes, sizeof bytes);
  return cudaSuccess;
}
cudaError_t cudaMemPoolTrimTo(cudaMemPool_t, size_t) { return cudaSuccess; }

cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t size,
                            cudaMemcpyKind kind, cudaStream_t stream) {
  const Lock lock(S().mutex);
  CUstream_st* s = Get(stream);
  const bool to_device = kind == cudaMemcpyHostToDevice;
  const bool to_host = kind == cudaMemcpyDeviceToHost;
  if (!to_host != (ArenaOf(to) != nullptr) ||
      !to_device != (ArenaOf(from) != nullptr)) {
    return Fail(cudaErrorInvalidValue);
  }
  if (to_device && !IsPinned(from)) {
    if (s->capture) return Refuse(s);
    // As CUDA, which returns when it has a copy of its own.
    const char* bytes = static_cast<const char*>(from);
    auto copy = std::make_shared<std::vector<char>>(bytes, bytes + size);
    s->queue.push_back({[=] { std::memcpy(to, copy->data(), size); }, nullptr});
    return cudaSuccess;
  }
  if (to_host && !IsPinned(to) && s->capture) return Refuse(s);
  Push(s, [=] { std::memmove(to, from, size); });
  return to_host && !IsPinned(to) ? Wait(s) : cudaSuccess;
}
cudaError_t cudaMemcpyPeerAsync(void* to, int, const void* from, int,
                                size_t size, cudaStream_t stream) {
  return cudaMemcpyAsync(to, from, size, cudaMemcpyDeviceToDevice, stream);
}
cudaError_t cudaMemsetAsync(void* to, int value, size_t size,
                            cudaStream_t stream) {
  const Lock lock(S().mutex);
  if (!ArenaOf(to)) return Fail(cudaErrorInvalidValue);
  Push(Get(stream), [=] { std::memset(to, value, size); });
  return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  const Lock lock(S().mutex);
  *stream = new CUstream_st;
  (*stream)->device = current_device;
  S().streams.insert(*stream);
  return cudaSuccess;
}
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  const Lock lock(S().mutex);
  Wait(stream);
  S().streams.erase(stream);
  delete stream;
  return cudaSuccess;
}
cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  const Lock lock(S().mutex);
  return Wait(Get(stream));
}
cudaError_t cudaStreamQuery(cudaStream_t stream) {
  const Lock lock(S().mutex);
  if (Get(stream)->capture) return Refuse(Get(stream));
  return Get(stream)->queue.empty() ? cudaSuccess : cudaErrorNotReady;
}
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event,
                                unsigned) {
  const Lock lock(S().mutex);
  CUstream_st* s = Get(stream);
  // Captures here have one stream.
  if (event->captured != s->capture.get()) {
    if (s->capture) s->invalid = true;
    return Fail(cudaErrorStreamCaptureIsolation);
  }
  if (event->point && !event->point->done) {
    Get(stream)->queue.push_back({nullptr, event->point});
  }
  return cudaSuccess;
}
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned flags) {
  *event = new CUevent_st;
  (*event)->timing = !(flags & cudaEventDisableTiming);
  return cudaSuccess;
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
  const Lock lock(S().mutex);
  delete event;
  return cudaSuccess;
}
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  const Lock lock(S().mutex);
  CUstream_st* s = Get(stream);
  event->captured = s->capture.get();
  event->point = nullptr;
  if (s->capture) return cudaSuccess;
  auto point = std::make_shared<Point>();
  point->stream = s;
  event->point = point;
  s->queue.push_back({[point] {
                        point->done = true;
                        point->time = std::chrono::steady_clock::now();
                      },
                      nullptr});
  return cudaSuccess;
}
cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  const Lock lock(S().mutex);
  if (event->captured && capturing) return Refuse(capturing);
  const auto point = event->point;
  return !point || point->done ? cudaSuccess : Wait(point->stream, point.get());
}
cudaError_t cudaEventQuery(cudaEvent_t event) {
  const Lock lock(S().mutex);
  return !event->point || event->point->done ? cudaSuccess : cudaErrorNotReady;
}
cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode) {
  const Lock lock(S().mutex);
  if (!stream || stream->capture) {
    return Fail(cudaErrorStreamCaptureUnsupported);
  }
  stream->capture = std::make_unique<CUgraph_st>();
  stream->invalid = false;
  capturing = stream;
  return cudaSuccess;
}
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph) {
  const Lock lock(S().mutex);
  *graph = nullptr;
  if (!stream->capture) return Fail(cudaErrorInvalidValue);
  capturing = nullptr;
  const auto captured = std::move(stream->capture);
  if (stream->invalid) return Fail(cudaErrorStreamCaptureInvalidated);
  *graph = new CUgraph_st(*captured);
  return cudaSuccess;
}
cudaError_t cudaStreamIsCapturing(cudaStream_t stream,
                                  cudaStreamCaptureStatus* status) {
  const Lock lock(S().mutex);
  const CUstream_st* s = Get(stream);
  *status = !s->capture  ? cudaStreamCaptureStatusNone
            : s->invalid ? cudaStreamCaptureStatusInvalidated
                         : cudaStreamCaptureStatusActive;
  return cudaSuccess;
}
cudaError_t cudaThreadExchangeStreamCaptureMode(cudaStreamCaptureMode* mode) {
  std::swap(*mode, capture_mode);
  return cudaSuccess;
}
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* exec, cudaGraph_t graph,
                                 unsigned long long) {
  *exec = new CUgraphExec_st{std::make_shared<CUgraph_st>(*graph)};
  return cudaSuccess;
}
cudaError_t cudaGraphLaunch(cudaGraphExec_t exec, cudaStream_t stream) {
  const Lock lock(S().mutex);
  Push(Get(stream), [graph = exec->graph] {
    for (const auto& node : graph->nodes) node();
  });
  return cudaSuccess;
}
cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  delete graph;
  return cudaSuccess;
}
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t exec) {
  delete exec;
  return cudaSuccess;
}
cudaError_t cudaEventElapsedTime(float* ms, cudaEvent_t from, cudaEvent_t to) {
  const Lock lock(S().mutex);
  if (!from->timing || !to->timing || !from->point || !to->point) {
    return Fail(cudaErrorInvalidValue);
  }
  if (!from->point->done || !to->point->done) return Fail(cudaErrorNotReady);
  *ms = std::chrono::duration<float, std::milli>(to->point->time -
                                                 from->point->time)
            .count();
  return cudaSuccess;
}
