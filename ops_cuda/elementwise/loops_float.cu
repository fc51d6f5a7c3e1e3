// float32 and float64, and the half types, which are widened to float32.
#include "tessera/ops_cuda/elementwise/loop_templates.h"
#include "tessera/tensor/functors/activation.h"
#include "tessera/tensor/functors/ternary.h"

namespace tessera::cuda {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = functors;

const LoopEntry kEntries[] = {
#include "tessera/tensor/functors/all_float_loops.inc"
};

}  // namespace

LoopTable FloatLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera::cuda
