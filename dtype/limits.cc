#include "tessera/dtype/limits.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/visit.h"

namespace tessera {

FInfo finfo(DType d) {
  if (!isFloatingType(d) && !isComplexType(d)) {
    throw TypeError("finfo", Str("expected a floating or complex dtype, got ",
                                 d, "; use iinfo for integers"));
  }
  return visit(toRealValueType(d), floating_types, [](auto tag) {
    using T = typename decltype(tag)::type;
    using Limits = std::numeric_limits<T>;
    FInfo info;
    info.bits = 8 * static_cast<int>(sizeof(T));
    info.eps = Limits::epsilon();
    info.max = Limits::max();
    info.min = Limits::lowest();
    info.tiny = info.smallest_normal = Limits::min();
    // Literals, since pow(10, -digits10) need not be the nearest number.
    info.resolution = sizeof(T) == 8          ? 1e-15
                      : sizeof(T) == 4        ? 1e-6
                      : Limits::digits10 == 3 ? 1e-3
                                              : 1e-2;
    info.dtype = dtype_of<T>;
    return info;
  });
}

IInfo iinfo(DType d) {
  if (!isIntegralType(d, /*includeBool=*/false)) {
    throw TypeError("iinfo", Str("expected an integer dtype, got ", d,
                                 "; use finfo for floating ones"));
  }
  const int bits = 8 * static_cast<int>(elementSize(d));
  const uint64_t all = ~uint64_t{0} >> (64 - bits);
  const uint64_t max = isSignedType(d) ? all >> 1 : all;
  return {bits, isSignedType(d) ? -static_cast<int64_t>(max) - 1 : 0, max, d};
}

std::string FInfo::str() const {
  return Str("finfo(resolution=", resolution, ", min=", min, ", max=", max,
             ", eps=", eps, ", smallest_normal=", smallest_normal,
             ", tiny=", tiny, ", dtype=", dtype, ')');
}

std::string IInfo::str() const {
  return Str("iinfo(min=", min, ", max=", max, ", dtype=", dtype, ')');
}

void AppendTo(std::string* out, const FInfo& info) { *out += info.str(); }

void AppendTo(std::string* out, const IInfo& info) { *out += info.str(); }

}  // namespace tessera
