// The common loops over integers and bytes. Where only the bits count, one loop
// serves signed and unsigned (and other) dtypes of its width.
#include "tessera/ops_cpu/elementwise/loop_templates.h"
#include "tessera/tensor/functors/ternary.h"

namespace tessera::TESSERA_ISA {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = functors;

// With the name that TESSERA_BY_WIDTH expects.
template <class F, class T>
constexpr LoopEntry WithAlpha(Op op, DType compute) {
  return Numbers<F, T, 2, 1>(op, compute);
}

constexpr LoopEntry kEntries[] = {
#include "tessera/tensor/functors/all_int_loops.inc"
    TESSERA_BY_WIDTH(Choice, where, f::Where),
    Choice<f::Where, uint8_t>(Op::where, DType::Bool),
    Choice<f::Where, uint16_t>(Op::where, DType::Half),
    Choice<f::Where, uint16_t>(Op::where, DType::BFloat16),
    Choice<f::Where, uint32_t>(Op::where, DType::Float),
    Choice<f::Where, uint64_t>(Op::where, DType::Double),
    Choice<f::Where, uint64_t>(Op::where, DType::ComplexFloat),
    Choice<f::Where, complex<double>>(Op::where, DType::ComplexDouble),
};

}  // namespace

LoopTable IntLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera::TESSERA_ISA
