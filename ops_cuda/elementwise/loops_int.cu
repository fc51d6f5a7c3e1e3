// The common loops over integers and bytes. Where only the bits count, one
// kernel serves signed and unsigned (and other) dtypes of its width.
#include "tessera/ops_cuda/elementwise/loop_templates.h"
#include "tessera/tensor/functors/ternary.h"

namespace tessera::cuda {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = functors;

// With the name that TESSERA_BY_WIDTH expects.
template <class F, class T>
constexpr LoopEntry WithAlpha(Op op, DType compute) {
  return Numbers<F, T, 2, 1>(op, compute);
}

const LoopEntry kEntries[] = {
#include "tessera/tensor/functors/all_int_loops.inc"
    TESSERA_BY_WIDTH(Choice, where, f::Where),
    Choice<f::Where, uint8_t>(Op::where, DType::Bool),
    // Not by width: a kernel converts to its own type.
    Choice<f::Where, Half>(Op::where, DType::Half),
    Choice<f::Where, BFloat16>(Op::where, DType::BFloat16),
    Choice<f::Where, float>(Op::where, DType::Float),
    Choice<f::Where, double>(Op::where, DType::Double),
    Choice<f::Where, complex<float>>(Op::where, DType::ComplexFloat),
    Choice<f::Where, complex<double>>(Op::where, DType::ComplexDouble),
};

}  // namespace

LoopTable IntLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera::cuda
