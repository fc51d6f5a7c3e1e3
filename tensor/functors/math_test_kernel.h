// The functions of math.h as loops, per instruction set: for math_test.cc and
// math_benchmark.cc.
//
//   TESSERA_KERNEL(MathF32, isa)(MathFunction::kExp, x, y, out, n);
#ifndef TESSERA_TENSOR_FUNCTORS_MATH_TEST_KERNEL_H_
#define TESSERA_TENSOR_FUNCTORS_MATH_TEST_KERNEL_H_

#include <cstdint>

#include "tessera/ops_cpu/runtime/isa.h"

// Name, oracle in namespace std, greatest error allowed in ulp for float and
// double.
#define TESSERA_MATH_FUNCTIONS(X) \
  X(Exp, exp, 1, 1)               \
  X(Log, log, 1, 1)               \
  X(Tanh, tanh, 4, 4)             \
  X(Sigmoid, sigmoid, 4, 4)       \
  X(Sqrt, sqrt, .5, .5)           \
  X(Expm1, expm1, 2, 2)           \
  X(Log1p, log1p, 2, 2)           \
  X(Exp2, exp2, 1, 1)             \
  X(Log2, log2, 1, 1)             \
  X(Log10, log10, 1, 1)           \
  X(Rsqrt, rsqrt, 2, 2)           \
  X(Sin, sin, 1, 1)               \
  X(Cos, cos, 1, 1)               \
  X(Tan, tan, 1, 1)               \
  X(Erf, erf, 2, 2)               \
  X(Erfc, erfc, 2, 2)             \
  X(Erfinv, erfinv, 2, 2)         \
  X(Asin, asin, 1, 1)             \
  X(Acos, acos, 1, 1)             \
  X(Atan, atan, 1, 1)             \
  X(Sinh, sinh, 2, 2)             \
  X(Cosh, cosh, 2, 2)             \
  X(Asinh, asinh, 2, 2)           \
  X(Acosh, acosh, 2, 2)           \
  X(Atanh, atanh, 2, 2)           \
  X(Softplus, softplus, 2, 2)     \
  X(Silu, silu, 4, 4)             \
  X(Mish, mish, 4, 4)             \
  X(Gelu, gelu, 1, 64)            \
  X(GeluTanh, gelu_tanh, 1, 2048)

// Derivatives: only their bits are compared here.
#define TESSERA_MATH_SLOPES(X) \
  X(SiluSlope)                 \
  X(MishSlope)                 \
  X(GeluSlope)                 \
  X(GeluTanhSlope)

// Of two numbers, as above.
#define TESSERA_MATH_PAIRS(X) \
  X(Pow, pow, 2, 2)           \
  X(Atan2, atan2, 2, 2)       \
  X(Hypot, hypot, 2, 2)

namespace tessera {

enum class MathFunction {
#define TESSERA_X(name, ...) k##name,
  TESSERA_MATH_FUNCTIONS(TESSERA_X) TESSERA_MATH_SLOPES(TESSERA_X)
      TESSERA_MATH_PAIRS(TESSERA_X)
#undef TESSERA_X
};

}  // namespace tessera

// out[i] = f(x[i]), or f(x[i], y[i]).
TESSERA_DECLARE_KERNEL(void MathF32(MathFunction f, const float* x,
                                    const float* y, float* out, int64_t n));
TESSERA_DECLARE_KERNEL(void MathF64(MathFunction f, const double* x,
                                    const double* y, double* out, int64_t n));

#endif  // TESSERA_TENSOR_FUNCTORS_MATH_TEST_KERNEL_H_
