// Only the dtypes: rounding, promotion, limits.
#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/dtype.h"
#include "tessera/dtype/promotion.h"

int main() {
  using namespace tessera;
  const bool rounds = static_cast<float>(BFloat16(1.00390625f)) == 1.0f;
  return rounds && promote_types(kInt8, kHalf) == kHalf &&
                 elementSize(kComplexDouble) == 16
             ? 0
             : 1;
}
