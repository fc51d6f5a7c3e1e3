#include "tessera/base/check.h"

#include <atomic>
#include <cstdio>

#include "tessera/base/version.h"

namespace tessera {

namespace {
std::atomic<WarningHandler> warning_handler{nullptr};
}  // namespace

WarningHandler SetWarningHandler(WarningHandler handler) {
  return warning_handler.exchange(handler);
}

void Warn(const std::string& message) {
  if (WarningHandler handler = warning_handler.load()) {
    handler(message);
  } else {
    // One call, so that lines of several threads do not mix.
    std::fputs(Str("Warning: ", message, '\n').c_str(), stderr);
  }
}

namespace internal {

void ThrowInternal(const char* condition, const char* file, int line,
                   const std::string& message) {
  throw InternalError(
      "",
      Str("internal assert failed: ", condition, " at ", file, ":", line,
          message.empty() ? "" : ": ", message,
          "; this is a bug in tessera, please report it; version ", kVersion));
}

}  // namespace internal
}  // namespace tessera
