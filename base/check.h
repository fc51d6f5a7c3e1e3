// Checks that throw, and warnings.
//
//   TESSERA_CHECK(k <= n, "expected k <= ", n, ", got ", k);  // Error
//   TESSERA_CHECK_INDEX(i < n, "expected i < ", n, ", got ", i);  // IndexError
//   TESSERA_INTERNAL_ASSERT(plan.ndim > 0);  // InternalError: a bug of ours
//   TESSERA_WARN("resized a tensor that was not empty");  // one line to stderr
//
// The parts go through Str, and only where the check fails. The op's name comes
// from the OpScope.
#ifndef TESSERA_BASE_CHECK_H_
#define TESSERA_BASE_CHECK_H_

#include <string>

#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera {

using WarningHandler = void (*)(const std::string& message);

// Where warnings go: nullptr is stderr, as "Warning: <message>". Returns the
// handler so far.
WarningHandler SetWarningHandler(WarningHandler handler);

void Warn(const std::string& message);

namespace internal {

template <class... A>
std::string CheckText(const char* condition, const A&... parts) {
  if constexpr (sizeof...(A) == 0) {
    return Str("expected ", condition, " to be true");
  } else {
    return Str(parts...);
  }
}

[[noreturn]] void ThrowInternal(const char* condition, const char* file,
                                int line, const std::string& message);

}  // namespace internal
}  // namespace tessera

#define TESSERA_CHECK_WITH_(ErrorClass, condition, ...)               \
  do {                                                                \
    if (__builtin_expect(!(condition), 0)) {                          \
      throw ::tessera::ErrorClass(                                    \
          std::string(),                                              \
          ::tessera::internal::CheckText(#condition, ##__VA_ARGS__)); \
    }                                                                 \
  } while (false)

#define TESSERA_CHECK(condition, ...) \
  TESSERA_CHECK_WITH_(Error, condition, ##__VA_ARGS__)
#define TESSERA_CHECK_INDEX(condition, ...) \
  TESSERA_CHECK_WITH_(IndexError, condition, ##__VA_ARGS__)
#define TESSERA_CHECK_VALUE(condition, ...) \
  TESSERA_CHECK_WITH_(ValueError, condition, ##__VA_ARGS__)
#define TESSERA_CHECK_TYPE(condition, ...) \
  TESSERA_CHECK_WITH_(TypeError, condition, ##__VA_ARGS__)
#define TESSERA_CHECK_NOT_IMPLEMENTED(condition, ...) \
  TESSERA_CHECK_WITH_(NotImplementedError, condition, ##__VA_ARGS__)

#define TESSERA_INTERNAL_ASSERT(condition, ...)                          \
  do {                                                                   \
    if (__builtin_expect(!(condition), 0)) {                             \
      ::tessera::internal::ThrowInternal(#condition, __FILE__, __LINE__, \
                                         ::tessera::Str(__VA_ARGS__));   \
    }                                                                    \
  } while (false)

#define TESSERA_WARN(...) ::tessera::Warn(::tessera::Str(__VA_ARGS__))

// The first time that this line is reached.
#define TESSERA_WARN_ONCE(...)                \
  do {                                        \
    static const bool tessera_warned_ = [&] { \
      TESSERA_WARN(__VA_ARGS__);              \
      return true;                            \
    }();                                      \
    (void)tessera_warned_;                    \
  } while (false)

// libtorch's older names, AT_ASSERT and AT_ERROR.
#define TESSERA_ASSERT(condition, ...) \
  TESSERA_INTERNAL_ASSERT(condition, ##__VA_ARGS__)
#define TESSERA_ERROR(...)                                              \
  do {                                                                  \
    throw ::tessera::Error(std::string(), ::tessera::Str(__VA_ARGS__)); \
  } while (false)

#endif  // TESSERA_BASE_CHECK_H_
