// The exceptions of this library, and the name of the op that they carry.
//
//   throw ShapeError("view", "shape [2,3] is invalid for 5 elements");
//   // what(): "view: shape [2,3] is invalid for 5 elements"
//   OpScope scope("linear");  // errors below now say "linear: ..."
//
// The message is one line of the form "expected X, got Y; hint".
#ifndef TESSERA_BASE_ERROR_H_
#define TESSERA_BASE_ERROR_H_

#include <stdexcept>
#include <string>

#include "tessera/base/cpp17.h"

namespace tessera {

class Error : public std::runtime_error {
 public:
  // An empty op leaves what() with the message alone. While an OpScope is
  // open in this thread, its name takes the place of op.
  Error(const std::string& op, const std::string& message);
  Error(const Error&) = default;
  Error& operator=(const Error&) = default;
  ~Error() override;

  const std::string& op() const { return op_; }
  const std::string& msg() const { return message_; }
  // libtorch's name for what(); we add no backtrace.
  const char* what_without_backtrace() const { return what(); }

 private:
  std::string op_;
  std::string message_;
};

#define TESSERA_DECLARE_ERROR(Name) \
  class Name : public Error {       \
   public:                          \
    using Error::Error;             \
    ~Name() override;               \
  }

// In Python the first five are RuntimeErrors; FileError is an OSError, and the
// others are the built-in exceptions of their names.
TESSERA_DECLARE_ERROR(ShapeError);
TESSERA_DECLARE_ERROR(DTypeError);
TESSERA_DECLARE_ERROR(DeviceError);
TESSERA_DECLARE_ERROR(AutogradError);
TESSERA_DECLARE_ERROR(OutOfMemoryError);
TESSERA_DECLARE_ERROR(IndexError);
TESSERA_DECLARE_ERROR(TypeError);
TESSERA_DECLARE_ERROR(ValueError);
TESSERA_DECLARE_ERROR(NotImplementedError);
TESSERA_DECLARE_ERROR(FileError);
TESSERA_DECLARE_ERROR(LinAlgError);
TESSERA_DECLARE_ERROR(WorkerException);
TESSERA_DECLARE_ERROR(InternalError);

#undef TESSERA_DECLARE_ERROR

namespace internal {
// __thread, since thread_local would be read through a wrapper function; its
// default model would cost a call in a shared object.
extern __thread const char* current_op
    __attribute__((tls_model("initial-exec")));
}  // namespace internal

// While one is alive, errors constructed in this thread name the outermost
// scope, so that a user reads the op that they called and not a helper of it.
class OpScope {
 public:
  // name must outlive the scope: a literal.
  explicit OpScope(const char* name)
      : outermost_(internal::current_op == nullptr) {
    if (outermost_) internal::current_op = name;
  }
  ~OpScope() {
    if (outermost_) internal::current_op = nullptr;
  }
  OpScope(const OpScope&) = delete;
  OpScope& operator=(const OpScope&) = delete;

  // The outermost scope's name, nullptr without one.
  static const char* current() { return internal::current_op; }

 private:
  bool outermost_;
};

}  // namespace tessera

#endif  // TESSERA_BASE_ERROR_H_
