// The few sums that the engine itself makes.
//
//   AddInto(grad, g);                    // grad += g, unrecorded
//   Tensor sum = Sum(a, b);              // recorded if asked for
//   Tensor r = SumTo(g, {3});            // [2, 3] -> [3], as broadcasting asks
#ifndef TESSERA_AUTOGRAD_ARITH_H_
#define TESSERA_AUTOGRAD_ARITH_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera::autograd {

// Unrecorded; a has no overlapping elements.
void AddInto(const Tensor& a, const Tensor& b);
// a + b of the same sizes and dtype.
Tensor Sum(const Tensor& a, const Tensor& b);
// Summed over one dimension, which stays with size 1.
Tensor SumDim(const Tensor& g, int64_t dim);
// Whether sizes broadcast to those of g.
bool BroadcastsTo(IntArrayRef sizes, const Tensor& g);
// Summed over the dimensions along which a tensor of `sizes` was broadcast.
Tensor SumTo(const Tensor& g, IntArrayRef sizes);
// For a float or complex tensor on any device.
bool HasNan(const Tensor& t);

}  // namespace tessera::autograd

#endif  // TESSERA_AUTOGRAD_ARITH_H_
