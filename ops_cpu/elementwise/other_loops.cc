// Complex numbers, 8- and 16-bit integers, division and powers of integers:
// what gains little or nothing from wider instructions.
#include "tessera/ops_cpu/elementwise/loop_templates.h"
#include "tessera/tensor/functors/complex_math.h"
#include "tessera/tensor/functors/ternary.h"

namespace tessera {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = functors;
using C64 = complex<float>;
using C128 = complex<double>;

// make<F, T>(op) for both complex dtypes, with a result of R in some.
#define TESSERA_COMPLEX(make, op, F) make<F, C64>(Op::op), make<F, C128>(Op::op)
#define TESSERA_SLOW(op, F)                          \
  Unary<F, C64>(Op::op, DType::ComplexFloat, kSlow), \
      Unary<F, C128>(Op::op, DType::ComplexDouble, kSlow)
#define TESSERA_TO_BOOL(make, op, F) \
  make<F, C64, bool>(Op::op), make<F, C128, bool>(Op::op)
// The integers that int_loops.cc leaves.
#define TESSERA_RARE(make, op, F)                           \
  make<F, int8_t>(Op::op), make<F, int16_t>(Op::op),        \
      make<F, uint16_t>(Op::op), make<F, uint32_t>(Op::op), \
      make<F, uint64_t>(Op::op)
#define TESSERA_ORDER(op, F, flags)                            \
  Binary<F, int8_t, bool>(Op::op, DType::Char, flags),         \
      Binary<F, int16_t, bool>(Op::op, DType::Short, flags),   \
      Binary<F, uint16_t, bool>(Op::op, DType::UInt16, flags), \
      Binary<F, uint32_t, bool>(Op::op, DType::UInt32, flags), \
      Binary<F, uint64_t, bool>(Op::op, DType::UInt64, flags)
#define TESSERA_INTEGERS(make, op, F)                                          \
  make<F, int8_t>(Op::op), make<F, int16_t>(Op::op), make<F, int32_t>(Op::op), \
      make<F, int64_t>(Op::op), make<F, uint8_t>(Op::op),                      \
      make<F, uint16_t>(Op::op), make<F, uint32_t>(Op::op),                    \
      make<F, uint64_t>(Op::op)
#define TESSERA_CONSTANT(op, value)                                           \
  Constant<value>(Op::op, DType::Bool), Constant<value>(Op::op, DType::Byte), \
      Constant<value>(Op::op, DType::UInt16),                                 \
      Constant<value>(Op::op, DType::UInt32),                                 \
      Constant<value>(Op::op, DType::UInt64),                                 \
      Constant<value>(Op::op, DType::Char),                                   \
      Constant<value>(Op::op, DType::Short),                                  \
      Constant<value>(Op::op, DType::Int),                                    \
      Constant<value>(Op::op, DType::Long)
// By calls of fmod.
#define TESSERA_FMOD(op, F)                            \
  Binary<F, float>(Op::op, DType::Float, kSlow),       \
      Binary<F, double>(Op::op, DType::Double, kSlow), \
      Binary<F, float>(Op::op, DType::Half, kSlow),    \
      Binary<F, float>(Op::op, DType::BFloat16, kSlow)

constexpr LoopEntry kEntries[] = {
#include "tessera/ops_cpu/elementwise/unary_complex.inc"
    Unary<f::ComplexAbs, C64, float>(Op::abs, DType::ComplexFloat, kSlow),
    Unary<f::ComplexAbs, C128, double>(Op::abs, DType::ComplexDouble, kSlow),
    TESSERA_COMPLEX(Unary, neg, f::Neg),
    TESSERA_COMPLEX(Unary, conj_physical, f::Conj),
    TESSERA_TO_BOOL(Unary, isnan, f::IsNan),
    TESSERA_TO_BOOL(Unary, isinf, f::IsInf),
    TESSERA_TO_BOOL(Unary, isfinite, f::IsFinite),
    TESSERA_TO_BOOL(Unary, logical_not, f::LogicalNot),
    TESSERA_COMPLEX(Binary, add, f::Add),
    TESSERA_COMPLEX(Binary, sub, f::Sub),
    TESSERA_COMPLEX(Binary, mul, f::Mul),
    TESSERA_COMPLEX(Binary, div, f::Div),
    Binary<f::ComplexPow, C64>(Op::pow, DType::ComplexFloat, kSlow),
    Binary<f::ComplexPow, C128>(Op::pow, DType::ComplexDouble, kSlow),
    TESSERA_COMPLEX(BinaryWithNumber, add_scaled, f::AddScaled),
    TESSERA_COMPLEX(Binary, tanh_backward, f::TanhBackward),
    TESSERA_COMPLEX(Binary, sigmoid_backward, f::SigmoidBackward),
    TESSERA_TO_BOOL(Binary, eq, f::Eq),
    TESSERA_TO_BOOL(Binary, ne, f::Ne),
    TESSERA_TO_BOOL(Binary, logical_and, f::LogicalAnd),
    TESSERA_TO_BOOL(Binary, logical_or, f::LogicalOr),
    TESSERA_TO_BOOL(Binary, logical_xor, f::LogicalXor),

    TESSERA_RARE(Unary, abs, f::Abs),
    TESSERA_INTEGERS(Unary, sign, f::Sign),
    Unary<f::Sign, uint8_t>(Op::sign, DType::Bool),
    TESSERA_RARE(Unary, relu, f::Relu),
    TESSERA_CONSTANT(isnan, false),
    TESSERA_CONSTANT(isinf, false),
    TESSERA_CONSTANT(isfinite, true),
    TESSERA_INTEGERS(Division, div_trunc, f::DivTrunc),
    TESSERA_INTEGERS(Division, floor_divide, f::FloorDivide),
    TESSERA_INTEGERS(Division, remainder, f::Remainder),
    TESSERA_INTEGERS(Binary, pow, f::Pow),
    TESSERA_RARE(Binary, maximum, f::Maximum),
    TESSERA_RARE(Binary, minimum, f::Minimum),
    TESSERA_ORDER(lt, f::Lt, 0),
    TESSERA_ORDER(le, f::Le, 0),
    TESSERA_ORDER(gt, f::Lt, kSwap),
    TESSERA_ORDER(ge, f::Le, kSwap),
    TESSERA_RARE(Ternary, clamp, f::Clamp),
    Ternary<f::Clamp, uint8_t>(Op::clamp, DType::Bool),

    TESSERA_FMOD(floor_divide, f::FloorDivide),
    TESSERA_FMOD(remainder, f::Remainder),
};

}  // namespace

LoopTable OtherLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera
