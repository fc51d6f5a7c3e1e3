#include "tessera/storage/runtime.h"

#include <pthread.h>
#include <sys/sysinfo.h>

#include <algorithm>
#include <cstdio>

#include "tessera/storage/device.h"

namespace tessera::internal {
namespace {

// What the control group allows, in version 2's file or version 1's; the
// greatest size where neither says a number.
size_t ContainerBytes() {
  for (const char* path : {"/sys/fs/cgroup/memory.max",
                           "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    if (FILE* file = std::fopen(path, "re")) {
      unsigned long long bytes = 0;
      const int read = std::fscanf(file, "%llu", &bytes);
      std::fclose(file);
      if (read == 1 && bytes > 0) return static_cast<size_t>(bytes);
    }
  }
  return SIZE_MAX;
}

// A child of fork has only the thread that called it: it must find every lock
// free.
void LockAll() {
  Runtime& r = GetRuntime();
  r.device_mutex.lock();
  r.block_mutex.lock();
  r.large_mutex.lock();
}

void UnlockAll() {
  Runtime& r = GetRuntime();
  r.large_mutex.unlock();
  r.block_mutex.unlock();
  r.device_mutex.unlock();
}

}  // namespace

static_assert(kMaxDeviceTypes == kDeviceTypes);

Runtime::Runtime() {
  has_thread_key = pthread_key_create(&thread_key, &EndThread) == 0;
  struct sysinfo info = {};
  sysinfo(&info);
  const size_t unit = info.mem_unit ? info.mem_unit : 1;
  machine_bytes = (info.totalram + info.totalswap) * unit;
  cache_limit =
      std::min(static_cast<size_t>(info.totalram) * unit, ContainerBytes()) /
      16;
  const char* const names[] = {"cpu", "cuda", "test", "test2"};
  for (int i = 0; i < kMaxDeviceTypes; ++i) device_names[i] = names[i];
}

Runtime& GetRuntime() {
  static Runtime* const runtime = [] {
    auto* r = new Runtime;
    return r;
  }();
  // Apart, since the handlers themselves come here.
  static const int registered = pthread_atfork(LockAll, UnlockAll, UnlockAll);
  static_cast<void>(registered);
  return *runtime;
}

}  // namespace tessera::internal
