// Complex numbers, rare integers, division of integers. Elementary functions of
// complex numbers have no kernel here: complex_math.h computes them by
// <complex> and in long double, which a device has not.
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
    TESSERA_COMPLEX(Binary, div, f::Div, 0),
    TESSERA_COMPLEX(Binary, tanh_backward, f::TanhBackward, 0),
    TESSERA_COMPLEX(Binary, sigmoid_backward, f::SigmoidBackward, 0),
    TESSERA_COMPLEX_NUMBERS(addcmul, f::Addcmul, 3, 1, 0),
    TESSERA_COMPLEX_NUMBERS(addcdiv, f::Addcdiv, 3, 1, 0),
};

}  // namespace

LoopTable OtherLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera::cuda
