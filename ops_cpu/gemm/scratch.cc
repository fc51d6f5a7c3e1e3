#include "tessera/ops_cpu/gemm/scratch.h"

#include <cstddef>
#include <cstdlib>

#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera {
namespace {

struct Buffer {
  void* data;
  size_t bytes;
};

// Plain data, so that reaching it needs no check for a first use.
thread_local Buffer buffers[2];

struct FreeAtThreadExit {
  ~FreeAtThreadExit() {
    for (Buffer& buffer : buffers) {
      std::free(buffer.data);
      buffer = {nullptr, 0};
    }
  }
};

[[gnu::noinline]] void Grow(Buffer* buffer, size_t bytes) {
  static thread_local FreeAtThreadExit free_at_thread_exit;
  static_cast<void>(free_at_thread_exit);
  constexpr size_t kPage = 4096;
  bytes = (bytes + kPage - 1) / kPage * kPage;
  std::free(buffer->data);
  *buffer = {nullptr, 0};
  buffer->data = std::aligned_alloc(64, bytes);
  if (buffer->data == nullptr)
    throw OutOfMemoryError("matmul", Str("expected ", bytes,
                                         " bytes of working memory, got none"));
  buffer->bytes = bytes;
}

}  // namespace

void* GemmScratch(ScratchUse use, size_t bytes) {
  Buffer& buffer = buffers[static_cast<int>(use)];
  if (buffer.bytes < bytes) Grow(&buffer, bytes);
  return buffer.data;
}

}  // namespace tessera
