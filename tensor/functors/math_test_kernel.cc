#include "tessera/tensor/functors/math_test_kernel.h"

#include "tessera/tensor/functors/math.h"

namespace tessera::TESSERA_ISA {
namespace {

template <class T>
void Run(MathFunction f, const T* x, const T* y, T* out, int64_t n) {
  switch (f) {
#define TESSERA_X(name, ...)                                   \
  case MathFunction::k##name:                                  \
    for (int64_t i = 0; i < n; ++i) out[i] = math::name(x[i]); \
    break;
    TESSERA_MATH_FUNCTIONS(TESSERA_X)
    TESSERA_MATH_SLOPES(TESSERA_X)
#undef TESSERA_X
#define TESSERA_X(name, ...)                                         \
  case MathFunction::k##name:                                        \
    for (int64_t i = 0; i < n; ++i) out[i] = math::name(x[i], y[i]); \
    break;
    TESSERA_MATH_PAIRS(TESSERA_X)
#undef TESSERA_X
  }
}

}  // namespace

void MathF32(MathFunction f, const float* x, const float* y, float* out,
             int64_t n) {
  Run(f, x, y, out, n);
}
void MathF64(MathFunction f, const double* x, const double* y, double* out,
             int64_t n) {
  Run(f, x, y, out, n);
}

}  // namespace tessera::TESSERA_ISA
