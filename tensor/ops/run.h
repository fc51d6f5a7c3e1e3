// Made by tensor/ops/generate.py from tensor/ops/*.toml; do not edit.
// What each op does once nothing is to be recorded: check, infer, allocate,
// plan, run. For the formulas and for one another; users call tensor/ops.h.
#ifndef TESSERA_TENSOR_OPS_RUN_H_
#define TESSERA_TENSOR_OPS_RUN_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/tensor.h"

namespace tessera::run {

// ---- copy ----
Tensor copy(const Tensor& self, const Tensor& src, bool non_blocking);
Tensor& copy_(Tensor& self, const Tensor& src, bool non_blocking);
Tensor clone(const Tensor& self, MemoryFormat memory_format);
Tensor _to_copy(const Tensor& self, Device device, DType dtype);
Tensor fill(const Tensor& self, const Scalar& value);
Tensor& fill_(Tensor& self, const Scalar& value);
Tensor fill(const Tensor& self, const Tensor& value);
Tensor& fill_(Tensor& self, const Tensor& value);
Tensor zero(const Tensor& self);
Tensor& zero_(Tensor& self);
Tensor cat(TensorList tensors, int64_t dim);
Tensor& cat_out(Tensor& out, TensorList tensors, int64_t dim);
Tensor stack(TensorList tensors, int64_t dim);
Tensor& stack_out(Tensor& out, TensorList tensors, int64_t dim);

// ---- factory ----
Tensor empty(IntArrayRef size, const TensorOptions& options);
Tensor empty_strided(IntArrayRef size, IntArrayRef stride, const TensorOptions& options);
Tensor zeros(IntArrayRef size, const TensorOptions& options);
Tensor ones(IntArrayRef size, const TensorOptions& options);
Tensor full(IntArrayRef size, const Scalar& fill_value, const TensorOptions& options);
Tensor empty_like(const Tensor& self, const TensorOptions& options);
Tensor zeros_like(const Tensor& self, const TensorOptions& options);
Tensor ones_like(const Tensor& self, const TensorOptions& options);
Tensor full_like(const Tensor& self, const Scalar& fill_value, const TensorOptions& options);
Tensor new_empty(const Tensor& self, IntArrayRef size, const TensorOptions& options);
Tensor new_zeros(const Tensor& self, IntArrayRef size, const TensorOptions& options);
Tensor new_ones(const Tensor& self, IntArrayRef size, const TensorOptions& options);
Tensor new_full(const Tensor& self, IntArrayRef size, const Scalar& fill_value, const TensorOptions& options);
Tensor arange(const Scalar& end, const TensorOptions& options);
Tensor arange(const Scalar& start, const Scalar& end, const TensorOptions& options);
Tensor arange(const Scalar& start, const Scalar& end, const Scalar& step, const TensorOptions& options);
Tensor linspace(const Scalar& start, const Scalar& end, int64_t steps, const TensorOptions& options);
Tensor eye(int64_t n, const TensorOptions& options);
Tensor eye(int64_t n, int64_t m, const TensorOptions& options);
Tensor scalar_tensor(const Scalar& value, const TensorOptions& options);

// ---- matmul ----
Tensor matmul(const Tensor& self, const Tensor& other);
Tensor& matmul_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor mm(const Tensor& self, const Tensor& mat2);
Tensor& mm_out(Tensor& out, const Tensor& self, const Tensor& mat2);
Tensor bmm(const Tensor& self, const Tensor& mat2);
Tensor& bmm_out(Tensor& out, const Tensor& self, const Tensor& mat2);
Tensor mv(const Tensor& self, const Tensor& vec);
Tensor& mv_out(Tensor& out, const Tensor& self, const Tensor& vec);
Tensor dot(const Tensor& self, const Tensor& tensor);
Tensor& dot_out(Tensor& out, const Tensor& self, const Tensor& tensor);
Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias);

// ---- view ----
Tensor detach(const Tensor& self);
Tensor view(const Tensor& self, IntArrayRef size);
Tensor view(const Tensor& self, DType dtype);
Tensor reshape(const Tensor& self, IntArrayRef shape);
Tensor flatten(const Tensor& self, int64_t start_dim, int64_t end_dim);
Tensor ravel(const Tensor& self);
Tensor unflatten(const Tensor& self, int64_t dim, IntArrayRef sizes);
Tensor squeeze(const Tensor& self);
Tensor squeeze(const Tensor& self, int64_t dim);
Tensor squeeze(const Tensor& self, IntArrayRef dim);
Tensor unsqueeze(const Tensor& self, int64_t dim);
Tensor transpose(const Tensor& self, int64_t dim0, int64_t dim1);
Tensor t(const Tensor& self);
Tensor mT(const Tensor& self);
Tensor permute(const Tensor& self, IntArrayRef dims);
Tensor movedim(const Tensor& self, IntArrayRef source, IntArrayRef destination);
Tensor movedim(const Tensor& self, int64_t source, int64_t destination);
Tensor expand(const Tensor& self, IntArrayRef size);
Tensor expand_as(const Tensor& self, const Tensor& other);
Tensor broadcast_to(const Tensor& self, IntArrayRef size);
std::vector<Tensor> broadcast_tensors(TensorList tensors);
Tensor view_as(const Tensor& self, const Tensor& other);
Tensor reshape_as(const Tensor& self, const Tensor& other);
Tensor select(const Tensor& self, int64_t dim, int64_t index);
Tensor slice(const Tensor& self, int64_t dim, std::optional<int64_t> start, std::optional<int64_t> end, int64_t step);
Tensor narrow(const Tensor& self, int64_t dim, int64_t start, int64_t length);
Tensor diagonal(const Tensor& self, int64_t offset, int64_t dim1, int64_t dim2);
Tensor unfold(const Tensor& self, int64_t dimension, int64_t size, int64_t step);
Tensor as_strided(const Tensor& self, IntArrayRef size, IntArrayRef stride, std::optional<int64_t> storage_offset);
std::vector<Tensor> split(const Tensor& self, int64_t split_size, int64_t dim);
std::vector<Tensor> split(const Tensor& self, IntArrayRef split_sizes, int64_t dim);
std::vector<Tensor> split_with_sizes(const Tensor& self, IntArrayRef split_sizes, int64_t dim);
std::vector<Tensor> chunk(const Tensor& self, int64_t chunks, int64_t dim);
std::vector<Tensor> unbind(const Tensor& self, int64_t dim);
std::vector<Tensor> meshgrid(TensorList tensors, const char* indexing);
Tensor real(const Tensor& self);
Tensor imag(const Tensor& self);
Tensor view_as_real(const Tensor& self);
Tensor view_as_complex(const Tensor& self);

}  // namespace tessera::run

#endif  // TESSERA_TENSOR_OPS_RUN_H_
