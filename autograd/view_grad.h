// Linear maps between the elements of a tensor and those of a view of it,
// which the gradients of views and of writes through views are made of.
// Differentiable, and each other's gradients.
//
//   Geometry whole({4}, kFloat);
//   Geometry part = views::Slice("slice", whole, 0, 1, 3);
//   TakeView(x, whole, part);   // x[1:3]
//   PutView(g, whole, part);    // [0, g0, g1, 0]
//   ZeroView(x, whole, part);   // [x0, 0, 0, x3]
//
// `part` lies over the same bytes as `whole`, perhaps of another dtype of the
// same numbers (the real parts of complex ones).
#ifndef TESSERA_AUTOGRAD_VIEW_GRAD_H_
#define TESSERA_AUTOGRAD_VIEW_GRAD_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/geometry.h"
#include "tessera/tensor/tensor.h"

namespace tessera::autograd {

// x has the sizes of whole. May share x's memory.
Tensor TakeView(const Tensor& x, const Geometry& whole, const Geometry& part);
// g has the sizes of part; where part reaches an element more than once, the
// values are added. NotImplementedError where whole does so.
Tensor PutView(const Tensor& g, const Geometry& whole, const Geometry& part);
Tensor ZeroView(const Tensor& x, const Geometry& whole, const Geometry& part);

}  // namespace tessera::autograd

#endif  // TESSERA_AUTOGRAD_VIEW_GRAD_H_
