// Made by tensor/ops/generate.py from tensor/ops/factory.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_FACTORY_H_
#define TESSERA_TENSOR_OPS_OPS_FACTORY_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// Uninitialised elements.
Tensor empty(IntArrayRef size, const TensorOptions& options = {});

// Uninitialised elements with the given strides.
Tensor empty_strided(IntArrayRef size, IntArrayRef stride, const TensorOptions& options = {});

// Zeros.
Tensor zeros(IntArrayRef size, const TensorOptions& options = {});

// Ones.
Tensor ones(IntArrayRef size, const TensorOptions& options = {});

// One value; its kind gives the dtype where none is asked: bool, int64, the
// default float or complex dtype.
Tensor full(IntArrayRef size, const Scalar& fill_value, const TensorOptions& options = {});

// Uninitialised, of the shape, dtype, device and dense stride order of self.
Tensor empty_like(const Tensor& self, const TensorOptions& options = {});

// As empty_like, zeros.
Tensor zeros_like(const Tensor& self, const TensorOptions& options = {});

// As empty_like, ones.
Tensor ones_like(const Tensor& self, const TensorOptions& options = {});

// As empty_like, one value.
Tensor full_like(const Tensor& self, const Scalar& fill_value, const TensorOptions& options = {});

// start, start + step, ... before end; int64 if all are integers, else the
// default dtype. Element i is start + i * step.
Tensor arange(const Scalar& end, const TensorOptions& options = {});
Tensor arange(const Scalar& start, const Scalar& end, const TensorOptions& options = {});
Tensor arange(const Scalar& start, const Scalar& end, const Scalar& step, const TensorOptions& options = {});

// steps numbers from start to end, both exact.
Tensor linspace(const Scalar& start, const Scalar& end, int64_t steps, const TensorOptions& options = {});

// Ones on the diagonal, zeros elsewhere.
Tensor eye(int64_t n, const TensorOptions& options = {});
Tensor eye(int64_t n, int64_t m, const TensorOptions& options = {});

// A 0-d tensor; dtype as full.
Tensor scalar_tensor(const Scalar& value, const TensorOptions& options = {});

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_FACTORY_H_
