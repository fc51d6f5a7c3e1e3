// result_type: the dtype that an op of tensors and numbers gives.
//
//   result_type(t, 1.5);               // int64 t: the default dtype
//   result_type(a, b);                 // tensors with dimensions decide
//   result_type(Scalar(1), Scalar(true));  // kInt64
#ifndef TESSERA_TENSOR_RESULT_TYPE_H_
#define TESSERA_TENSOR_RESULT_TYPE_H_

#include "tessera/dtype/promotion.h"
#include "tessera/dtype/scalar.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// DTypeError where uint64 meets a signed integer.
DType result_type(const Tensor& a, const Tensor& b);
DType result_type(const Tensor& a, const Scalar& b);
DType result_type(const Scalar& a, const Tensor& b);
DType result_type(const Scalar& a, const Scalar& b);

}  // namespace tessera

#endif  // TESSERA_TENSOR_RESULT_TYPE_H_
