// Complex numbers but their elementary functions, rare integers, division of
// integers.
#include "tessera/ops_cuda/elementwise/loop_templates.h"
#include "tessera/tensor/functors/ternary.h"

namespace tessera::cuda {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = functors;
using C64 = complex<float>;
using C128 = complex<double>;

const LoopEntry kEntries[] = {
#include "tessera/tensor/functors/all_other_loops.inc"
};

}  // namespace

LoopTable OtherLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera::cuda
