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

// Both complex dtypes.
#define TESSERA_COMPLEX(make, op, F, flags)         \
  make<F, C64>(Op::op, DType::ComplexFloat, flags), \
      make<F, C128>(Op::op, DType::ComplexDouble, flags)
#define TESSERA_COMPLEX_TO_BOOL(make, op, F, flags)       \
  make<F, C64, bool>(Op::op, DType::ComplexFloat, flags), \
      make<F, C128, bool>(Op::op, DType::ComplexDouble, flags)
#define TESSERA_COMPLEX_NUMBERS(op, F, inputs, numbers, flags)          \
  Numbers<F, C64, inputs, numbers>(Op::op, DType::ComplexFloat, flags), \
      Numbers<F, C128, inputs, numbers>(Op::op, DType::ComplexDouble, flags)
// The integers that int_loops.cc leaves.
#define TESSERA_RARE(make, op, F, flags)               \
  make<F, int8_t>(Op::op, DType::Char, flags),         \
      make<F, int16_t>(Op::op, DType::Short, flags),   \
      make<F, uint16_t>(Op::op, DType::UInt16, flags), \
      make<F, uint32_t>(Op::op, DType::UInt32, flags), \
      make<F, uint64_t>(Op::op, DType::UInt64, flags)
#define TESSERA_RARE_TO_BOOL(make, op, F, flags)             \
  make<F, int8_t, bool>(Op::op, DType::Char, flags),         \
      make<F, int16_t, bool>(Op::op, DType::Short, flags),   \
      make<F, uint16_t, bool>(Op::op, DType::UInt16, flags), \
      make<F, uint32_t, bool>(Op::op, DType::UInt32, flags), \
      make<F, uint64_t, bool>(Op::op, DType::UInt64, flags)
#define TESSERA_RARE_NUMBERS(op, F, inputs, numbers, flags)                \
  Numbers<F, int8_t, inputs, numbers>(Op::op, DType::Char, flags),         \
      Numbers<F, int16_t, inputs, numbers>(Op::op, DType::Short, flags),   \
      Numbers<F, uint16_t, inputs, numbers>(Op::op, DType::UInt16, flags), \
      Numbers<F, uint32_t, inputs, numbers>(Op::op, DType::UInt32, flags), \
      Numbers<F, uint64_t, inputs, numbers>(Op::op, DType::UInt64, flags)
#define TESSERA_DIVISION(op, F)                                    \
  Division<F, int8_t>(Op::op), Division<F, int16_t>(Op::op),       \
      Division<F, int32_t>(Op::op), Division<F, int64_t>(Op::op),  \
      Division<F, uint8_t>(Op::op), Division<F, uint16_t>(Op::op), \
      Division<F, uint32_t>(Op::op), Division<F, uint64_t>(Op::op)
#define TESSERA_CONSTANT(op, value)                                           \
  Constant<value>(Op::op, DType::Bool), Constant<value>(Op::op, DType::Byte), \
      Constant<value>(Op::op, DType::UInt16),                                 \
      Constant<value>(Op::op, DType::UInt32),                                 \
      Constant<value>(Op::op, DType::UInt64),                                 \
      Constant<value>(Op::op, DType::Char),                                   \
      Constant<value>(Op::op, DType::Short),                                  \
      Constant<value>(Op::op, DType::Int),                                    \
      Constant<value>(Op::op, DType::Long)

const LoopEntry kEntries[] = {
#include "tessera/ops_cuda/elementwise/loops_rare.inc"
    TESSERA_COMPLEX(Unary, neg, f::Neg, 0),
    TESSERA_COMPLEX(Unary, conj_physical, f::Conj, 0),
    TESSERA_COMPLEX_TO_BOOL(Unary, isnan, f::IsNan, 0),
    TESSERA_COMPLEX_TO_BOOL(Unary, isinf, f::IsInf, 0),
    TESSERA_COMPLEX_TO_BOOL(Unary, isfinite, f::IsFinite, 0),
    TESSERA_COMPLEX_TO_BOOL(Unary, logical_not, f::LogicalNot, 0),
    TESSERA_COMPLEX(Binary, add, f::Add, 0),
    TESSERA_COMPLEX(Binary, sub, f::Sub, 0),
    TESSERA_COMPLEX(Binary, mul, f::Mul, 0),
    TESSERA_COMPLEX(Binary, div, f::Div, 0),
    TESSERA_COMPLEX(Binary, tanh_backward, f::TanhBackward, 0),
    TESSERA_COMPLEX(Binary, sigmoid_backward, f::SigmoidBackward, 0),
    TESSERA_COMPLEX_NUMBERS(addcmul, f::Addcmul, 3, 1, 0),
    TESSERA_COMPLEX_NUMBERS(addcdiv, f::Addcdiv, 3, 1, 0),
    TESSERA_COMPLEX_NUMBERS(add_scaled, f::AddScaled, 2, 1, 0),
    TESSERA_COMPLEX_TO_BOOL(Binary, eq, f::Eq, 0),
    TESSERA_COMPLEX_TO_BOOL(Binary, ne, f::Ne, 0),
    TESSERA_COMPLEX_TO_BOOL(Binary, logical_and, f::LogicalAnd, 0),
    TESSERA_COMPLEX_TO_BOOL(Binary, logical_or, f::LogicalOr, 0),
    TESSERA_COMPLEX_TO_BOOL(Binary, logical_xor, f::LogicalXor, 0),
    Isclose<C64>(),
    Isclose<C128>(),

    TESSERA_CONSTANT(isnan, false),
    TESSERA_CONSTANT(isinf, false),
    TESSERA_CONSTANT(isfinite, true),
    TESSERA_RARE_TO_BOOL(Binary, lt, f::Lt, 0),
    TESSERA_RARE_TO_BOOL(Binary, le, f::Le, 0),
    TESSERA_RARE_TO_BOOL(Binary, gt, f::Lt, kSwap),
    TESSERA_RARE_TO_BOOL(Binary, ge, f::Le, kSwap),
    Isclose<uint8_t>(),
    Isclose<int8_t>(),
    Isclose<uint16_t>(),
    Isclose<int16_t>(),
    Isclose<uint32_t>(),
    Isclose<int32_t>(),
    Isclose<uint64_t>(),
    Isclose<int64_t>(),
    Isclose<float>(),
    Isclose<double>(),
    Isclose<float>(DType::Half),
    Isclose<float>(DType::BFloat16),
};

}  // namespace

LoopTable OtherLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera::cuda
