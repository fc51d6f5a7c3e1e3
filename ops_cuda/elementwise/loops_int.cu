// The common loops over integers and bytes. Where only the bits count, one
// kernel serves signed and unsigned (and other) dtypes of its width.
#include "tessera/ops_cuda/elementwise/loop_templates.h"
#include "tessera/tensor/functors/ternary.h"

namespace tessera::cuda {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = functors;

// make<F, T>(op, dtype) for the integer dtypes: unsigned T for both signs...
#define TESSERA_BY_WIDTH(make, op, F)           \
  make<F, uint8_t>(Op::op, DType::Byte),        \
      make<F, uint8_t>(Op::op, DType::Char),    \
      make<F, uint16_t>(Op::op, DType::UInt16), \
      make<F, uint16_t>(Op::op, DType::Short),  \
      make<F, uint32_t>(Op::op, DType::UInt32), \
      make<F, uint32_t>(Op::op, DType::Int),    \
      make<F, uint64_t>(Op::op, DType::UInt64), \
      make<F, uint64_t>(Op::op, DType::Long)
#define TESSERA_TO_BOOL(make, op, F)                  \
  make<F, uint8_t, bool>(Op::op, DType::Byte),        \
      make<F, uint8_t, bool>(Op::op, DType::Char),    \
      make<F, uint16_t, bool>(Op::op, DType::UInt16), \
      make<F, uint16_t, bool>(Op::op, DType::Short),  \
      make<F, uint32_t, bool>(Op::op, DType::UInt32), \
      make<F, uint32_t, bool>(Op::op, DType::Int),    \
      make<F, uint64_t, bool>(Op::op, DType::UInt64), \
      make<F, uint64_t, bool>(Op::op, DType::Long),   \
      make<F, uint8_t, bool>(Op::op, DType::Bool)
// ... and the common ones where the sign counts; other_loops.cc has the others.
#define TESSERA_INT(make, op, F, flags)            \
  make<F, uint8_t>(Op::op, DType::Byte, flags),    \
      make<F, int32_t>(Op::op, DType::Int, flags), \
      make<F, int64_t>(Op::op, DType::Long, flags)
#define TESSERA_INT_TO_BOOL(make, op, F, flags)          \
  make<F, uint8_t, bool>(Op::op, DType::Byte, flags),    \
      make<F, int32_t, bool>(Op::op, DType::Int, flags), \
      make<F, int64_t, bool>(Op::op, DType::Long, flags)
#define TESSERA_INT_NUMBERS(op, F, inputs, numbers, flags)             \
  Numbers<F, uint8_t, inputs, numbers>(Op::op, DType::Byte, flags),    \
      Numbers<F, int32_t, inputs, numbers>(Op::op, DType::Int, flags), \
      Numbers<F, int64_t, inputs, numbers>(Op::op, DType::Long, flags)
// With the name that TESSERA_BY_WIDTH expects.
template <class F, class T>
constexpr LoopEntry WithAlpha(Op op, DType compute) {
  return Numbers<F, T, 2, 1>(op, compute);
}
#define TESSERA_ORDER(op, F, flags)                         \
  Binary<F, uint8_t, bool>(Op::op, DType::Byte, flags),     \
      Binary<F, uint8_t, bool>(Op::op, DType::Bool, flags), \
      Binary<F, int32_t, bool>(Op::op, DType::Int, flags),  \
      Binary<F, int64_t, bool>(Op::op, DType::Long, flags)

const LoopEntry kEntries[] = {
#include "tessera/ops_cuda/elementwise/loops_int.inc"
    TESSERA_BY_WIDTH(Unary, neg, f::Neg),
    TESSERA_BY_WIDTH(Unary, bitwise_not, f::BitwiseNot),
    TESSERA_TO_BOOL(Unary, logical_not, f::LogicalNot),
    Unary<f::LogicalNot, uint8_t, bool>(Op::bitwise_not, DType::Bool),

    TESSERA_BY_WIDTH(Binary, add, f::Add),
    TESSERA_BY_WIDTH(Binary, sub, f::Sub),
    TESSERA_BY_WIDTH(Binary, mul, f::Mul),
    TESSERA_BY_WIDTH(WithAlpha, add_scaled, f::AddScaled),
    TESSERA_BY_WIDTH(Binary, bitwise_and, f::BitwiseAnd),
    TESSERA_BY_WIDTH(Binary, bitwise_or, f::BitwiseOr),
    TESSERA_BY_WIDTH(Binary, bitwise_xor, f::BitwiseXor),
    Binary<f::LogicalOr, uint8_t, bool>(Op::add, DType::Bool),
    Binary<f::LogicalAnd, uint8_t, bool>(Op::mul, DType::Bool),
    Binary<f::LogicalAnd, uint8_t, bool>(Op::bitwise_and, DType::Bool),
    Binary<f::LogicalOr, uint8_t, bool>(Op::bitwise_or, DType::Bool),
    Binary<f::LogicalXor, uint8_t, bool>(Op::bitwise_xor, DType::Bool),

    TESSERA_TO_BOOL(Binary, eq, f::Eq),
    TESSERA_TO_BOOL(Binary, ne, f::Ne),
    TESSERA_ORDER(lt, f::Lt, 0),
    TESSERA_ORDER(le, f::Le, 0),
    TESSERA_ORDER(gt, f::Lt, kSwap),
    TESSERA_ORDER(ge, f::Le, kSwap),
    TESSERA_TO_BOOL(Binary, logical_and, f::LogicalAnd),
    TESSERA_TO_BOOL(Binary, logical_or, f::LogicalOr),
    TESSERA_TO_BOOL(Binary, logical_xor, f::LogicalXor),

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
