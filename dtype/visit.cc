#include "tessera/dtype/visit.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera {

namespace {

// Joins "a", "b", "c" to "a, b or c".
void AppendItem(std::string* out, const char* item, bool last) {
  if (!out->empty()) *out += last ? " or " : ", ";
  *out += item;
}

}  // namespace

std::string DTypeNames(uint16_t mask) {
  static constexpr struct {
    uint16_t mask;
    const char* name;
  } kKinds[] = {{bool_type.mask, "bool"},
                {integral_types.mask, "integer"},
                {floating_types.mask, "floating"},
                {complex_types.mask, "complex"}};
  std::string out;
  // What is left after each kind that is whole and each single dtype.
  unsigned rest = mask;
  for (const auto& k : kKinds) {
    if ((mask & k.mask) == k.mask) {
      rest &= ~static_cast<unsigned>(k.mask);
      AppendItem(&out, k.name, rest == 0);
    } else {
      for (int i = 0; i < kDTypes; ++i) {
        const unsigned bit = 1u << i;
        if ((mask & k.mask & bit) == 0) continue;
        rest &= ~bit;
        AppendItem(&out, name(static_cast<DType>(i)), rest == 0);
      }
    }
  }
  return out;
}

namespace internal {

void ThrowNotInSet(DType d, uint16_t mask) {
  throw DTypeError("", Str("expected dtype ", DTypeNames(mask), ", got ", d));
}

}  // namespace internal
}  // namespace tessera
