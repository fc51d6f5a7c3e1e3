// Made by tensor/ops/generate.py from tensor/ops/factory.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_FACTORY_H_
#define TESSERA_TENSOR_OPS_OPS_FACTORY_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// Uninitialised elements.
Tensor empty(IntArrayRef size, const TensorOptions& options = {});
Tensor& empty_out(Tensor& out, IntArrayRef size, const TensorOptions& options = {});

// Uninitialised elements with the given strides.
Tensor empty_strided(IntArrayRef size, IntArrayRef stride, const TensorOptions& options = {});

// Zeros.
Tensor zeros(IntArrayRef size, const TensorOptions& options = {});
Tensor& zeros_out(Tensor& out, IntArrayRef size, const TensorOptions& options = {});

// Ones.
Tensor ones(IntArrayRef size, const TensorOptions& options = {});
Tensor& ones_out(Tensor& out, IntArrayRef size, const TensorOptions& options = {});

// One value; its kind gives the dtype where none is asked: bool, int64, the
// default float or complex dtype.
Tensor full(IntArrayRef size, const Scalar& fill_value, const TensorOptions& options = {});
Tensor& full_out(Tensor& out, IntArrayRef size, const Scalar& fill_value, const TensorOptions& options = {});

// Uninitialised, of the shape, dtype, device and dense stride order of self;
// row-major where memory_format says contiguous.
Tensor empty_like(const Tensor& self, const TensorOptions& options = {}, MemoryFormat memory_format = MemoryFormat::Preserve);

// As empty_like, zeros.
Tensor zeros_like(const Tensor& self, const TensorOptions& options = {}, MemoryFormat memory_format = MemoryFormat::Preserve);

// As empty_like, ones.
Tensor ones_like(const Tensor& self, const TensorOptions& options = {}, MemoryFormat memory_format = MemoryFormat::Preserve);

// As empty_like, one value.
Tensor full_like(const Tensor& self, const Scalar& fill_value, const TensorOptions& options = {}, MemoryFormat memory_format = MemoryFormat::Preserve);

// start, start + step, ... before end; int64 if all are integers, else the
// default dtype. Element i is start + i * step.
Tensor arange(const Scalar& end, const TensorOptions& options = {});
Tensor& arange_out(Tensor& out, const Scalar& end, const TensorOptions& options = {});
Tensor arange(const Scalar& start, const Scalar& end, const TensorOptions& options = {});
Tensor& arange_out(Tensor& out, const Scalar& start, const Scalar& end, const TensorOptions& options = {});
Tensor arange(const Scalar& start, const Scalar& end, const Scalar& step, const TensorOptions& options = {});
Tensor& arange_out(Tensor& out, const Scalar& start, const Scalar& end, const Scalar& step, const TensorOptions& options = {});

// steps numbers from start to end, both exact; either may be a 0-d tensor.
Tensor linspace(const Scalar& start, const Scalar& end, int64_t steps, const TensorOptions& options = {});
Tensor& linspace_out(Tensor& out, const Scalar& start, const Scalar& end, int64_t steps, const TensorOptions& options = {});
Tensor linspace(const Tensor& start, const Tensor& end, int64_t steps, const TensorOptions& options = {});
Tensor& linspace_out(Tensor& out, const Tensor& start, const Tensor& end, int64_t steps, const TensorOptions& options = {});
Tensor linspace(const Tensor& start, const Scalar& end, int64_t steps, const TensorOptions& options = {});
Tensor& linspace_out(Tensor& out, const Tensor& start, const Scalar& end, int64_t steps, const TensorOptions& options = {});
Tensor linspace(const Scalar& start, const Tensor& end, int64_t steps, const TensorOptions& options = {});
Tensor& linspace_out(Tensor& out, const Scalar& start, const Tensor& end, int64_t steps, const TensorOptions& options = {});

// base to the power of each number of linspace(start, end, steps).
Tensor logspace(const Scalar& start, const Scalar& end, int64_t steps, double base = 10.0, const TensorOptions& options = {});
Tensor& logspace_out(Tensor& out, const Scalar& start, const Scalar& end, int64_t steps, double base = 10.0, const TensorOptions& options = {});

// Ones on the diagonal, zeros elsewhere.
Tensor eye(int64_t n, const TensorOptions& options = {});
Tensor& eye_out(Tensor& out, int64_t n, const TensorOptions& options = {});
Tensor eye(int64_t n, int64_t m, const TensorOptions& options = {});
Tensor& eye_out(Tensor& out, int64_t n, int64_t m, const TensorOptions& options = {});

// A 0-d tensor; dtype as full.
Tensor scalar_tensor(const Scalar& value, const TensorOptions& options = {});

// [2, n]: the rows and the columns of the elements that tril keeps, row by row;
// int64 unless asked otherwise.
Tensor tril_indices(int64_t row, int64_t col, int64_t offset = 0, const TensorOptions& options = {});

// As tril_indices, of what triu keeps.
Tensor triu_indices(int64_t row, int64_t col, int64_t offset = 0, const TensorOptions& options = {});

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_FACTORY_H_
