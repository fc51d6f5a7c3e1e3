#include "tessera/dtype/promotion.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera {

namespace {

[[noreturn]] void ThrowConflict(const char* op, DType a, DType b) {
  throw DTypeError(op, Str("expected dtypes with a common one, got ", a,
                           " and ", b, "; use .to(int64) or .to(float64)"));
}

// The dtype where low, of a category that counts less, joins high.
DType Combine(DType high, DType low) {
  if (high == DType::Undefined) return low;
  if (low == DType::Undefined || kind(low) <= kind(high)) return high;
  // float64[n] + 1j keeps its 64 bits, float32[n] its 32.
  return isFloatingType(high) ? toComplexType(high) : low;
}

DType NumberDType(Kind k) {
  switch (k) {
    case Kind::Bool:
      return kBool;
    case Kind::Int:
      return kInt64;
    case Kind::Float:
      return get_default_dtype();
    case Kind::Complex:
      break;
  }
  return default_complex_dtype();
}

}  // namespace

DType promote_types(DType a, DType b) {
  DType out;
  if (!TryPromote(a, b, &out)) ThrowConflict("promote_types", a, b);
  return out;
}

DType ResultTypeState::Result(const char* op) const {
  DType result = Combine(dims_.dtype, zero_dim_.dtype);
  if (has_number_) result = Combine(result, NumberDType(number_));
  if (kind(result) == Kind::Int) {
    const bool dims_decide = kind(dims_.dtype) == Kind::Int;
    const Category& decides = dims_decide ? dims_ : zero_dim_;
    if (decides.conflict != DType::Undefined) {
      ThrowConflict(op, decides.dtype, decides.conflict);
    }
  }
  return result;
}

}  // namespace tessera
