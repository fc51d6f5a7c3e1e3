// Complex numbers, rare integers, division of integers: what gains little or
// nothing from wider instructions.
#include "tessera/ops_cpu/elementwise/loop_templates.h"
#include "tessera/tensor/functors/complex_math.h"
#include "tessera/tensor/functors/ternary.h"

namespace tessera {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = functors;
using C64 = complex<float>;
using C128 = complex<double>;

constexpr LoopEntry kEntries[] = {
#include "tessera/tensor/functors/all_other_loops.inc"
#include "tessera/tensor/functors/loops_complex.inc"
    TESSERA_COMPLEX_TO_REAL(Unary, angle, f::Angle, kSlow),
};

}  // namespace

LoopTable OtherLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera
