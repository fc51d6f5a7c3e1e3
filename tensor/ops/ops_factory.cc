// Made by tensor/ops/generate.py from tensor/ops/factory.toml; do not edit.
#include "tessera/tensor/ops/ops_factory.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor empty(IntArrayRef size, const TensorOptions& options) {
  return run::empty(size, options);
}

Tensor empty_strided(IntArrayRef size, IntArrayRef stride, const TensorOptions& options) {
  return run::empty_strided(size, stride, options);
}

Tensor zeros(IntArrayRef size, const TensorOptions& options) {
  return run::zeros(size, options);
}

Tensor ones(IntArrayRef size, const TensorOptions& options) {
  return run::ones(size, options);
}

Tensor full(IntArrayRef size, const Scalar& fill_value, const TensorOptions& options) {
  return run::full(size, fill_value, options);
}

Tensor empty_like(const Tensor& self, const TensorOptions& options) {
  return run::empty_like(self, options);
}

Tensor zeros_like(const Tensor& self, const TensorOptions& options) {
  return run::zeros_like(self, options);
}

Tensor ones_like(const Tensor& self, const TensorOptions& options) {
  return run::ones_like(self, options);
}

Tensor full_like(const Tensor& self, const Scalar& fill_value, const TensorOptions& options) {
  return run::full_like(self, fill_value, options);
}

static Tensor call_new_empty(const Tensor& self, IntArrayRef size, const TensorOptions& options) {
  return run::new_empty(self, size, options);
}
Tensor Tensor::new_empty(IntArrayRef size, const TensorOptions& options) const {
  return call_new_empty(*this, size, options);
}

static Tensor call_new_zeros(const Tensor& self, IntArrayRef size, const TensorOptions& options) {
  return run::new_zeros(self, size, options);
}
Tensor Tensor::new_zeros(IntArrayRef size, const TensorOptions& options) const {
  return call_new_zeros(*this, size, options);
}

static Tensor call_new_ones(const Tensor& self, IntArrayRef size, const TensorOptions& options) {
  return run::new_ones(self, size, options);
}
Tensor Tensor::new_ones(IntArrayRef size, const TensorOptions& options) const {
  return call_new_ones(*this, size, options);
}

static Tensor call_new_full(const Tensor& self, IntArrayRef size, const Scalar& fill_value, const TensorOptions& options) {
  return run::new_full(self, size, fill_value, options);
}
Tensor Tensor::new_full(IntArrayRef size, const Scalar& fill_value, const TensorOptions& options) const {
  return call_new_full(*this, size, fill_value, options);
}

Tensor arange(const Scalar& end, const TensorOptions& options) {
  return run::arange(end, options);
}
Tensor arange(const Scalar& start, const Scalar& end, const TensorOptions& options) {
  return run::arange(start, end, options);
}
Tensor arange(const Scalar& start, const Scalar& end, const Scalar& step, const TensorOptions& options) {
  return run::arange(start, end, step, options);
}

Tensor linspace(const Scalar& start, const Scalar& end, int64_t steps, const TensorOptions& options) {
  return run::linspace(start, end, steps, options);
}

Tensor eye(int64_t n, const TensorOptions& options) {
  return run::eye(n, options);
}
Tensor eye(int64_t n, int64_t m, const TensorOptions& options) {
  return run::eye(n, m, options);
}

Tensor scalar_tensor(const Scalar& value, const TensorOptions& options) {
  return run::scalar_tensor(value, options);
}

}  // namespace tessera
