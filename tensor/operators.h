// The operators of Tensor: arithmetic, comparison, bits, compound assignment.
//
//   Tensor c = 2 * a + b / 3;
//   Tensor mask = (a > 0) & ~(b == 1);
//   c += 1;        // in place
//   c[0] *= b[0];  // in place, through a view
//   -c;
#ifndef TESSERA_TENSOR_OPERATORS_H_
#define TESSERA_TENSOR_OPERATORS_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {}  // namespace tessera

#endif  // TESSERA_TENSOR_OPERATORS_H_
