// Checks that the sources of views.h share; for no others.
//
//   CheckNdim(op, sizes.size());          // at most 64
//   dim = WrapRealDim(op, g, dim);        // not of a 0-d geometry
//   if (bad) ThrowCount(op, g, sizes);    // a TESSERA_COLD function
#ifndef TESSERA_TENSOR_VIEWS_INTERNAL_H_
#define TESSERA_TENSOR_VIEWS_INTERNAL_H_

#include <cstddef>
#include <cstdint>

#include "tessera/tensor/geometry.h"

// Texts are made out of line: the paths without an error allocate nothing.
#define TESSERA_COLD [[noreturn]] __attribute__((cold, noinline))

namespace tessera::views {

TESSERA_COLD void ThrowScalarIndexed(const char *op);
TESSERA_COLD void ThrowTooManyDims(const char *op, size_t ndim);

inline void CheckNdim(const char *op, size_t ndim) {
  if (ndim > Geometry::kMaxDims)
    ThrowTooManyDims(op, ndim);
}

// A dimension that elements can be taken from.
inline int64_t WrapRealDim(const char *op, const Geometry &g, int64_t dim) {
  if (g.dim() == 0)
    ThrowScalarIndexed(op);
  return WrapDim(op, dim, g.dim());
}

} // namespace tessera::views

#endif // TESSERA_TENSOR_VIEWS_INTERNAL_H_
