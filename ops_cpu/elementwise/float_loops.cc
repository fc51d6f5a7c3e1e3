// float32 and float64, and the half types, which the walk widens to float32.
#include "tessera/ops_cpu/elementwise/loop_templates.h"
#include "tessera/tensor/functors/ternary.h"

namespace tessera::TESSERA_ISA {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = functors;

// Each op in four dtypes. The expression has T and D.
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
    TESSERA_UNARY(neg, f::Neg, 0),   TESSERA_UNARY(exp, f::Exp, kSlow),
    TESSERA_UNARY(relu, f::Relu, 0), TESSERA_BINARY(add, f::Add, 0),
    TESSERA_BINARY(sub, f::Sub, 0),  TESSERA_BINARY(mul, f::Mul, 0),
    TESSERA_BINARY(div, f::Div, 0),
};

}  // namespace

LoopTable FloatLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera::TESSERA_ISA
