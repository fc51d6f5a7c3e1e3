#include "tessera/dtype/dispatch.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera::internal {

void ThrowNotDispatched(DType dtype, const char* name) {
  throw NotImplementedError(
      name, Str('"', name, "\" not implemented for '", toString(dtype), "'"));
}

}  // namespace tessera::internal
