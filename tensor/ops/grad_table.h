// Made by tensor/ops/generate.py from tensor/ops/*.toml; do not edit.
// GradTable: for each op with a gradient, the function that records it, with
// the op's own signature. //autograd:<plan type> fills the slots when linked.
#ifndef TESSERA_TENSOR_OPS_GRAD_TABLE_H_
#define TESSERA_TENSOR_OPS_GRAD_TABLE_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/tensor.h"

namespace tessera::detail {

struct GradTable {
  // copy
  Tensor (*copy)(const Tensor& self, const Tensor& src, bool non_blocking);
  Tensor (*clone)(const Tensor& self, MemoryFormat memory_format);
  Tensor (*_to_copy)(const Tensor& self, Device device, DType dtype);
  Tensor (*fill)(const Tensor& self, const Scalar& value);
  Tensor (*fill_Tensor)(const Tensor& self, const Tensor& value);
  Tensor (*zero)(const Tensor& self);
  Tensor (*cat)(TensorList tensors, int64_t dim);
  // matmul
  Tensor (*matmul)(const Tensor& self, const Tensor& other);
  Tensor (*mm)(const Tensor& self, const Tensor& mat2);
  Tensor (*bmm)(const Tensor& self, const Tensor& mat2);
  Tensor (*mv)(const Tensor& self, const Tensor& vec);
  Tensor (*dot)(const Tensor& self, const Tensor& tensor);
  Tensor (*linear)(const Tensor& input, const Tensor& weight, const Tensor& bias);
  // view
  Tensor (*view)(const Tensor& self, IntArrayRef size);
  Tensor (*view_dtype)(const Tensor& self, DType dtype);
  Tensor (*squeeze)(const Tensor& self);
  Tensor (*squeeze_dim)(const Tensor& self, int64_t dim);
  Tensor (*squeeze_dims)(const Tensor& self, IntArrayRef dim);
  Tensor (*unsqueeze)(const Tensor& self, int64_t dim);
  Tensor (*transpose)(const Tensor& self, int64_t dim0, int64_t dim1);
  Tensor (*t)(const Tensor& self);
  Tensor (*permute)(const Tensor& self, IntArrayRef dims);
  Tensor (*expand)(const Tensor& self, IntArrayRef size);
  Tensor (*select)(const Tensor& self, int64_t dim, int64_t index);
  Tensor (*slice)(const Tensor& self, int64_t dim, std::optional<int64_t> start, std::optional<int64_t> end, int64_t step);
  Tensor (*narrow)(const Tensor& self, int64_t dim, int64_t start, int64_t length);
  Tensor (*diagonal)(const Tensor& self, int64_t offset, int64_t dim1, int64_t dim2);
  Tensor (*unfold)(const Tensor& self, int64_t dimension, int64_t size, int64_t step);
  Tensor (*as_strided)(const Tensor& self, IntArrayRef size, IntArrayRef stride, std::optional<int64_t> storage_offset);
  std::vector<Tensor> (*split_with_sizes)(const Tensor& self, IntArrayRef split_sizes, int64_t dim);
  std::vector<Tensor> (*unbind)(const Tensor& self, int64_t dim);
  Tensor (*real)(const Tensor& self);
  Tensor (*imag)(const Tensor& self);
  Tensor (*view_as_real)(const Tensor& self);
  Tensor (*view_as_complex)(const Tensor& self);
};

// Zero until formulas are linked.
extern GradTable grad_table;

struct GradRegistrar {
  explicit GradRegistrar(void (*fill)(GradTable&)) { fill(grad_table); }
};

}  // namespace tessera::detail

#endif  // TESSERA_TENSOR_OPS_GRAD_TABLE_H_
