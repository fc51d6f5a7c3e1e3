// Scalar copy, fill and conversion in host memory, so that `tensor` is usable
// without any kernels. Right and slow; //ops_cpu:elementwise replaces it where
// it is linked.
//
//   detail::HostCopy(dst_impl, src_impl);      // same sizes, any dtypes
//   detail::HostFill(impl, Scalar(1.5));
//   Scalar s = detail::LoadScalar(ptr, DType::Half);
//   detail::StoreScalar(ptr, DType::Int, s);   // by the rule of Convert
#ifndef TESSERA_TENSOR_HOST_COPY_H_
#define TESSERA_TENSOR_HOST_COPY_H_

#include "tessera/base/cpp17.h"
#include "tessera/dtype/scalar.h"
#include "tessera/tensor/geometry.h"

namespace tessera::detail {

Scalar LoadScalar(const void* element, DType dtype);
void StoreScalar(void* element, DType dtype, const Scalar& value);

// Element by element in row-major order. src broadcasts to the sizes of dst;
// data are the starts of the storages (offsets are the geometries').
void HostCopy(void* dst, const Geometry& dst_geometry, const void* src,
              const Geometry& src_geometry);
void HostFill(void* dst, const Geometry& geometry, const Scalar& value);

}  // namespace tessera::detail

#endif  // TESSERA_TENSOR_HOST_COPY_H_
