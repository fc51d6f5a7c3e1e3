// float32 and float64, and the half types, which the walk widens to float32.
#include "tessera/ops_cpu/elementwise/loop_templates.h"
#include "tessera/tensor/functors/ternary.h"

namespace tessera::TESSERA_ISA {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = functors;

// Each op in four dtypes.
#define TESSERA_UNARY(op, F, flags)                   \
  Unary<F, float>(Op::op, DType::Float, flags),       \
      Unary<F, double>(Op::op, DType::Double, flags), \
      Unary<F, float>(Op::op, DType::Half, flags),    \
      Unary<F, float>(Op::op, DType::BFloat16, flags)
#define TESSERA_PREDICATE(op, F)                     \
  Unary<F, float, bool>(Op::op, DType::Float),       \
      Unary<F, double, bool>(Op::op, DType::Double), \
      Unary<F, float, bool>(Op::op, DType::Half),    \
      Unary<F, float, bool>(Op::op, DType::BFloat16)
#define TESSERA_BINARY(op, F, flags)                   \
  Binary<F, float>(Op::op, DType::Float, flags),       \
      Binary<F, double>(Op::op, DType::Double, flags), \
      Binary<F, float>(Op::op, DType::Half, flags),    \
      Binary<F, float>(Op::op, DType::BFloat16, flags)
#define TESSERA_COMPARE(op, F, flags)                                     \
  Binary<F, float, bool>(Op::op, DType::Float, flags),                    \
      Binary<F, double, bool>(Op::op, DType::Double, flags),              \
      Binary<F, float, bool>(Op::op, DType::Half, flags | kRoundNumbers), \
      Binary<F, float, bool>(Op::op, DType::BFloat16, flags | kRoundNumbers)
#define TESSERA_NUMBER(op, F)                                              \
  BinaryWithNumber<F, float>(Op::op), BinaryWithNumber<F, double>(Op::op), \
      BinaryWithNumber<F, float>(Op::op, DType::Half),                     \
      BinaryWithNumber<F, float>(Op::op, DType::BFloat16)
#define TESSERA_TERNARY(op, F)                           \
  Ternary<F, float>(Op::op), Ternary<F, double>(Op::op), \
      Ternary<F, float>(Op::op, DType::Half),            \
      Ternary<F, float>(Op::op, DType::BFloat16)

constexpr LoopEntry kEntries[] = {
#include "tessera/ops_cpu/elementwise/unary_floating.inc"
    TESSERA_UNARY(abs, f::Abs, 0),
    TESSERA_UNARY(neg, f::Neg, 0),
    TESSERA_UNARY(sign, f::Sign, 0),
    TESSERA_UNARY(relu, f::Relu, 0),
    TESSERA_PREDICATE(isnan, f::IsNan),
    TESSERA_PREDICATE(isinf, f::IsInf),
    TESSERA_PREDICATE(isfinite, f::IsFinite),
    TESSERA_PREDICATE(logical_not, f::LogicalNot),

    TESSERA_BINARY(add, f::Add, 0),
    TESSERA_BINARY(sub, f::Sub, 0),
    TESSERA_BINARY(mul, f::Mul, 0),
    TESSERA_BINARY(div, f::Div, 0),
    TESSERA_BINARY(div_trunc, f::DivTrunc, 0),
    TESSERA_BINARY(pow, f::Pow, kSlow),
    TESSERA_BINARY(maximum, f::Maximum, 0),
    TESSERA_BINARY(minimum, f::Minimum, 0),
    TESSERA_NUMBER(add_scaled, f::AddScaled),
    TESSERA_NUMBER(threshold_backward, f::ThresholdBackward),
    TESSERA_BINARY(tanh_backward, f::TanhBackward, 0),
    TESSERA_BINARY(sigmoid_backward, f::SigmoidBackward, 0),

    TESSERA_COMPARE(eq, f::Eq, 0),
    TESSERA_COMPARE(ne, f::Ne, 0),
    TESSERA_COMPARE(lt, f::Lt, 0),
    TESSERA_COMPARE(le, f::Le, 0),
    TESSERA_COMPARE(gt, f::Lt, kSwap),
    TESSERA_COMPARE(ge, f::Le, kSwap),
    TESSERA_COMPARE(logical_and, f::LogicalAnd, 0),
    TESSERA_COMPARE(logical_or, f::LogicalOr, 0),
    TESSERA_COMPARE(logical_xor, f::LogicalXor, 0),

    TESSERA_TERNARY(clamp, f::Clamp),
};

}  // namespace

LoopTable FloatLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera::TESSERA_ISA
