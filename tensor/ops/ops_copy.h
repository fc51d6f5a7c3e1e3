// Made by tensor/ops/generate.py from tensor/ops/copy.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_COPY_H_
#define TESSERA_TENSOR_OPS_OPS_COPY_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// A copy. Dense strides keep their order unless contiguous is asked.
Tensor clone(const Tensor& self, MemoryFormat memory_format = MemoryFormat::Preserve);

// A copy with another dtype or device; Tensor::to calls it where something
// changes.
Tensor _to_copy(const Tensor& self, Device device, DType dtype);

// Every element one number or a 0-d tensor's value. Floats truncate into
// integers; ValueError out of range.
Tensor fill(const Tensor& self, const Scalar& value);
Tensor& fill_(Tensor& self, const Scalar& value);
Tensor fill(const Tensor& self, const Tensor& value);
Tensor& fill_(Tensor& self, const Tensor& value);

// Joined along dim; dtypes promote, a tensor of shape [0] is skipped.
Tensor cat(TensorList tensors, int64_t dim = 0);
inline Tensor concat(TensorList tensors, int64_t dim = 0) {
  return cat(tensors, dim);
}
inline Tensor concatenate(TensorList tensors, int64_t dim = 0) {
  return cat(tensors, dim);
}
Tensor& cat_out(Tensor& out, TensorList tensors, int64_t dim = 0);

// Joined along a new dimension; sizes must be equal.
Tensor stack(TensorList tensors, int64_t dim = 0);
Tensor& stack_out(Tensor& out, TensorList tensors, int64_t dim = 0);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_COPY_H_
