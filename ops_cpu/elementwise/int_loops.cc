// The common loops over integers and bytes. Where only the bits count, one loop
// serves signed and unsigned (and other) dtypes of its width.
#include "tessera/ops_cpu/elementwise/loop_templates.h"
#include "tessera/tensor/functors/ternary.h"

namespace tessera::TESSERA_ISA {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = functors;

// make<F, T>(op, dtype, more...) for the eight integer dtypes.
#define TESSERA_INTEGERS(make, op, F, ...)                  \
  make<F, uint8_t __VA_ARGS__>(Op::op, DType::Byte),        \
      make<F, uint8_t __VA_ARGS__>(Op::op, DType::Char),    \
      make<F, uint16_t __VA_ARGS__>(Op::op, DType::UInt16), \
      make<F, uint16_t __VA_ARGS__>(Op::op, DType::Short),  \
      make<F, uint32_t __VA_ARGS__>(Op::op, DType::UInt32), \
      make<F, uint32_t __VA_ARGS__>(Op::op, DType::Int),    \
      make<F, uint64_t __VA_ARGS__>(Op::op, DType::UInt64), \
      make<F, uint64_t __VA_ARGS__>(Op::op, DType::Long)

constexpr LoopEntry kEntries[] = {
    TESSERA_INTEGERS(Unary, neg, f::Neg),
    TESSERA_INTEGERS(Binary, add, f::Add),
    TESSERA_INTEGERS(Binary, sub, f::Sub),
    TESSERA_INTEGERS(Binary, mul, f::Mul),
    Binary<f::LogicalOr, uint8_t, bool>(Op::add, DType::Bool),
    Binary<f::LogicalAnd, uint8_t, bool>(Op::mul, DType::Bool),
};

}  // namespace

LoopTable IntLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera::TESSERA_ISA
