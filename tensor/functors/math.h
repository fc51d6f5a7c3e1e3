// Elementary functions for float and double from exactly rounded operations
// alone (fma, +, *, /, sqrt, conversions, bits): the same bits on every
// instruction set and on CUDA. -ffp-contract=off is required (cc.bzl sets it).
//
//   for (int64_t i = 0; i < n; ++i) y[i] = math::Tanh(x[i]);  // vectorised
//
// Overloads for float and double; half types compute in float. Each function's
// comment says its greatest error in units in the last place (ulp); edges
// (zeros, infinities, NaN, subnormals) are those of C.
#ifndef TESSERA_TENSOR_FUNCTORS_MATH_H_
#define TESSERA_TENSOR_FUNCTORS_MATH_H_

#include "tessera/tensor/functors/math_activation.h"
#include "tessera/tensor/functors/math_arc.h"
#include "tessera/tensor/functors/math_base.h"
#include "tessera/tensor/functors/math_erf.h"
#include "tessera/tensor/functors/math_exp.h"
#include "tessera/tensor/functors/math_hyperbolic.h"
#include "tessera/tensor/functors/math_log.h"
#include "tessera/tensor/functors/math_pow.h"
#include "tessera/tensor/functors/math_trig.h"

#endif  // TESSERA_TENSOR_FUNCTORS_MATH_H_
