// Elementary functions of complex numbers, and their kin.
#include "tessera/ops_cuda/elementwise/complex_functors.h"
#include "tessera/ops_cuda/elementwise/loop_templates.h"

namespace tessera::cuda {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = complex_functors;
using C64 = complex<float>;
using C128 = complex<double>;

const LoopEntry kEntries[] = {
#include "tessera/tensor/functors/complex_loops.inc"
#include "tessera/tensor/functors/loops_complex.inc"
    TESSERA_COMPLEX_TO_REAL(Unary, angle, f::Angle, kSlow),
};

}  // namespace

LoopTable ComplexLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera::cuda
