#include "tessera/base/array_ref.h"

#include "tessera/base/error.h"

namespace tessera {
namespace internal {

void ThrowArrayRefRange(size_t index, size_t size) {
  throw IndexError("ArrayRef", Str("expected an index within ", size,
                                   " elements, got ", index));
}

}  // namespace internal
}  // namespace tessera
