// float32 and float64, and the half types, which the walk widens to float32.
#include "tessera/ops_cpu/elementwise/loop_templates.h"
#include "tessera/tensor/functors/activation.h"
#include "tessera/tensor/functors/ternary.h"

namespace tessera::TESSERA_ISA {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = functors;

constexpr LoopEntry kEntries[] = {
#include "tessera/tensor/functors/all_float_loops.inc"
};

}  // namespace

LoopTable FloatLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera::TESSERA_ISA
