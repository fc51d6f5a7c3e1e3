// float32 and float64, and the half types, which are widened to float32.
#include "tessera/ops_cuda/elementwise/loop_templates.h"
#include "tessera/tensor/functors/activation.h"
#include "tessera/tensor/functors/ternary.h"

namespace tessera::cuda {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = functors;

// Each op in four dtypes.
#define TESSERA_FLOATING(make, op, F, flags)         \
  make<F, float>(Op::op, DType::Float, flags),       \
      make<F, double>(Op::op, DType::Double, flags), \
      make<F, float>(Op::op, DType::Half, flags),    \
      make<F, float>(Op::op, DType::BFloat16, flags)
#define TESSERA_FLOATING_TO_BOOL(make, op, F, flags)                    \
  make<F, float, bool>(Op::op, DType::Float, flags),                    \
      make<F, double, bool>(Op::op, DType::Double, flags),              \
      make<F, float, bool>(Op::op, DType::Half, flags | kRoundNumbers), \
      make<F, float, bool>(Op::op, DType::BFloat16, flags | kRoundNumbers)
#define TESSERA_FLOATING_NUMBERS(op, F, inputs, numbers, flags)          \
  Numbers<F, float, inputs, numbers>(Op::op, DType::Float, flags),       \
      Numbers<F, double, inputs, numbers>(Op::op, DType::Double, flags), \
      Numbers<F, float, inputs, numbers>(Op::op, DType::Half, flags),    \
      Numbers<F, float, inputs, numbers>(Op::op, DType::BFloat16, flags)

const LoopEntry kEntries[] = {
#include "tessera/ops_cuda/elementwise/loops_floating.inc"
    // Those whose other loops stand in int_loops.cc and other_loops.cc.
    TESSERA_FLOATING(Unary, neg, f::Neg, 0),
    TESSERA_FLOATING(Unary, angle, f::Angle, 0),
    TESSERA_FLOATING_TO_BOOL(Unary, isnan, f::IsNan, 0),
    TESSERA_FLOATING_TO_BOOL(Unary, isinf, f::IsInf, 0),
    TESSERA_FLOATING_TO_BOOL(Unary, isfinite, f::IsFinite, 0),
    TESSERA_FLOATING_TO_BOOL(Unary, logical_not, f::LogicalNot, 0),
    TESSERA_FLOATING(Binary, add, f::Add, 0),
    TESSERA_FLOATING(Binary, sub, f::Sub, 0),
    TESSERA_FLOATING(Binary, mul, f::Mul, 0),
    TESSERA_FLOATING_NUMBERS(add_scaled, f::AddScaled, 2, 1, 0),
    Binary<f::MakeComplex, float, complex<float>>(Op::make_complex),
    Binary<f::MakeComplex, double, complex<double>>(Op::make_complex),
    TESSERA_FLOATING_TO_BOOL(Binary, eq, f::Eq, 0),
    TESSERA_FLOATING_TO_BOOL(Binary, ne, f::Ne, 0),
    TESSERA_FLOATING_TO_BOOL(Binary, lt, f::Lt, 0),
    TESSERA_FLOATING_TO_BOOL(Binary, le, f::Le, 0),
    TESSERA_FLOATING_TO_BOOL(Binary, gt, f::Lt, kSwap),
    TESSERA_FLOATING_TO_BOOL(Binary, ge, f::Le, kSwap),
    TESSERA_FLOATING_TO_BOOL(Binary, logical_and, f::LogicalAnd, 0),
    TESSERA_FLOATING_TO_BOOL(Binary, logical_or, f::LogicalOr, 0),
    TESSERA_FLOATING_TO_BOOL(Binary, logical_xor, f::LogicalXor, 0),
};

}  // namespace

LoopTable FloatLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera::cuda
