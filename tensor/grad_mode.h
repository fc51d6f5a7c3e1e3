// Whether ops are recorded in this thread: grad mode, inference mode, anomaly.
//
//   {
//     NoGradGuard guard;       // as torch::NoGradGuard
//     w -= 0.1 * w.grad();     // not recorded
//   }
//   AutoGradMode mode(train);  // on or off until the end of the scope
#ifndef TESSERA_TENSOR_GRAD_MODE_H_
#define TESSERA_TENSOR_GRAD_MODE_H_

#include <cstdint>

#include "tessera/base/cpp17.h"

namespace tessera {
namespace detail {

// The thread's flag word. Zero means: recording, nothing special.
enum ModeFlag : uint32_t {
  kNoGrad = 1,
  kInference = 2,  // inference mode; implies kNoGrad
  kAnomaly = 4,
};
// __thread, since thread_local is read through a wrapper function; and
// initial-exec, since the default model costs a call in a shared object.
extern __thread uint32_t tls_mode __attribute__((tls_model("initial-exec")));

class ModeScope {
 public:
  ModeScope(uint32_t set, uint32_t clear) : before_(tls_mode) {
    tls_mode = (tls_mode & ~clear) | set;
  }
  ~ModeScope() { tls_mode = before_; }
  ModeScope(const ModeScope&) = delete;
  ModeScope& operator=(const ModeScope&) = delete;

 private:
  uint32_t before_;
};

}  // namespace detail

struct GradMode {
  static bool is_enabled() { return !(detail::tls_mode & detail::kNoGrad); }
  static void set_enabled(bool enabled) {
    detail::tls_mode = enabled ? detail::tls_mode & ~detail::kNoGrad
                               : detail::tls_mode | detail::kNoGrad;
  }
};

// Ops in its scope are not recorded; their results do not require grad.
class NoGradGuard : detail::ModeScope {
 public:
  NoGradGuard() : ModeScope(detail::kNoGrad, 0) {}
};

class EnableGradGuard : detail::ModeScope {
 public:
  EnableGradGuard() : ModeScope(0, detail::kNoGrad) {}
};

class AutoGradMode : detail::ModeScope {
 public:
  explicit AutoGradMode(bool enabled)
      : ModeScope(enabled ? 0u : detail::kNoGrad, detail::kNoGrad) {}
};

// As no_grad, and new tensors cannot take part in recording later.
class InferenceMode : detail::ModeScope {
 public:
  explicit InferenceMode(bool enabled = true)
      : ModeScope(enabled ? detail::kNoGrad | detail::kInference : 0u,
                  detail::kNoGrad | detail::kInference) {}
  static bool is_enabled() { return detail::tls_mode & detail::kInference; }
};

}  // namespace tessera

#endif  // TESSERA_TENSOR_GRAD_MODE_H_
