#include "tessera/base/error.h"

namespace tessera {

namespace internal {
__thread const char* current_op = nullptr;
}  // namespace internal

namespace {

std::string EffectiveOp(const std::string& op) {
  return OpScope::current() != nullptr ? std::string(OpScope::current()) : op;
}

std::string What(const std::string& op, const std::string& message) {
  return op.empty() ? message : op + ": " + message;
}

}  // namespace

Error::Error(const std::string& op, const std::string& message)
    : std::runtime_error(What(EffectiveOp(op), message)),
      op_(EffectiveOp(op)),
      message_(message) {}

// Out of line, so that each class has its vtable and type information in one
// place and catching works across shared objects.
Error::~Error() = default;
ShapeError::~ShapeError() = default;
DTypeError::~DTypeError() = default;
DeviceError::~DeviceError() = default;
AutogradError::~AutogradError() = default;
OutOfMemoryError::~OutOfMemoryError() = default;
IndexError::~IndexError() = default;
TypeError::~TypeError() = default;
ValueError::~ValueError() = default;
NotImplementedError::~NotImplementedError() = default;
FileError::~FileError() = default;
LinAlgError::~LinAlgError() = default;
WorkerException::~WorkerException() = default;
InternalError::~InternalError() = default;

}  // namespace tessera
