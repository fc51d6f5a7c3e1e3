#include "tessera/dtype/dtype.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/half.h"

namespace tessera {

#define TESSERA_X(E, T, name, kind, size, ...) static_assert(sizeof(T) == size);
TESSERA_FORALL_DTYPES(TESSERA_X)
#undef TESSERA_X

namespace internal {
std::atomic<DType> default_dtype{kFloat32};
}  // namespace internal

void set_default_dtype(DType d) {
  if (!isFloatingType(d)) {
    throw TypeError("set_default_dtype",
                    Str("expected a floating dtype, got ", d));
  }
  internal::default_dtype.store(d, std::memory_order_relaxed);
}

bool DTypeFromName(const std::string& text, DType* dtype) {
  for (int i = 0; i < kDTypes; ++i) {
    const DType d = static_cast<DType>(i);
    if (text == name(d)) {
      *dtype = d;
      return true;
    }
  }
  return false;
}

void AppendTo(std::string* out, DType d) { *out += name(d); }

void AppendTo(std::string* out, TypeMeta m) { *out += m.name(); }

}  // namespace tessera
