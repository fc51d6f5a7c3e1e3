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
Tensor& empty_out(Tensor& out, IntArrayRef size, const TensorOptions& options) {
  detail::CheckOut(Op::empty, out, detail::WantsGrad(out));
  return run::empty_out(out, size, options);
}

Tensor empty_strided(IntArrayRef size, IntArrayRef stride, const TensorOptions& options) {
  return run::empty_strided(size, stride, options);
}

Tensor zeros(IntArrayRef size, const TensorOptions& options) {
  return run::zeros(size, options);
}
Tensor& zeros_out(Tensor& out, IntArrayRef size, const TensorOptions& options) {
  detail::CheckOut(Op::zeros, out, detail::WantsGrad(out));
  return run::zeros_out(out, size, options);
}

Tensor ones(IntArrayRef size, const TensorOptions& options) {
  return run::ones(size, options);
}
Tensor& ones_out(Tensor& out, IntArrayRef size, const TensorOptions& options) {
  detail::CheckOut(Op::ones, out, detail::WantsGrad(out));
  return run::ones_out(out, size, options);
}

Tensor full(IntArrayRef size, const Scalar& fill_value, const TensorOptions& options) {
  return run::full(size, fill_value, options);
}
Tensor& full_out(Tensor& out, IntArrayRef size, const Scalar& fill_value, const TensorOptions& options) {
  detail::CheckOut(Op::full, out, detail::WantsGrad(out));
  return run::full_out(out, size, fill_value, options);
}

Tensor empty_like(const Tensor& self, const TensorOptions& options, MemoryFormat memory_format) {
  return run::empty_like(self, options, memory_format);
}

Tensor zeros_like(const Tensor& self, const TensorOptions& options, MemoryFormat memory_format) {
  return run::zeros_like(self, options, memory_format);
}

Tensor ones_like(const Tensor& self, const TensorOptions& options, MemoryFormat memory_format) {
  return run::ones_like(self, options, memory_format);
}

Tensor full_like(const Tensor& self, const Scalar& fill_value, const TensorOptions& options, MemoryFormat memory_format) {
  return run::full_like(self, fill_value, options, memory_format);
}

static Tensor call_new_empty(const Tensor& self, IntArrayRef size, const TensorOptions& options) {
  return run::new_empty(self, size, options);
}
Tensor Tensor::new_empty(IntArrayRef size, const TensorOptions& options) const {
  return call_new_empty(*this, size, options);
}

static Tensor call_new_empty_strided(const Tensor& self, IntArrayRef size, IntArrayRef stride, const TensorOptions& options) {
  return run::new_empty_strided(self, size, stride, options);
}
Tensor Tensor::new_empty_strided(IntArrayRef size, IntArrayRef stride, const TensorOptions& options) const {
  return call_new_empty_strided(*this, size, stride, options);
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
Tensor& arange_out(Tensor& out, const Scalar& end, const TensorOptions& options) {
  detail::CheckOut(Op::arange, out, detail::WantsGrad(out));
  return run::arange_out(out, end, options);
}
Tensor arange(const Scalar& start, const Scalar& end, const TensorOptions& options) {
  return run::arange(start, end, options);
}
Tensor& arange_out(Tensor& out, const Scalar& start, const Scalar& end, const TensorOptions& options) {
  detail::CheckOut(Op::arange, out, detail::WantsGrad(out));
  return run::arange_out(out, start, end, options);
}
Tensor arange(const Scalar& start, const Scalar& end, const Scalar& step, const TensorOptions& options) {
  return run::arange(start, end, step, options);
}
Tensor& arange_out(Tensor& out, const Scalar& start, const Scalar& end, const Scalar& step, const TensorOptions& options) {
  detail::CheckOut(Op::arange, out, detail::WantsGrad(out));
  return run::arange_out(out, start, end, step, options);
}

Tensor linspace(const Scalar& start, const Scalar& end, int64_t steps, const TensorOptions& options) {
  return run::linspace(start, end, steps, options);
}
Tensor& linspace_out(Tensor& out, const Scalar& start, const Scalar& end, int64_t steps, const TensorOptions& options) {
  detail::CheckOut(Op::linspace, out, detail::WantsGrad(out));
  return run::linspace_out(out, start, end, steps, options);
}
Tensor linspace(const Tensor& start, const Tensor& end, int64_t steps, const TensorOptions& options) {
  return run::linspace(start, end, steps, options);
}
Tensor& linspace_out(Tensor& out, const Tensor& start, const Tensor& end, int64_t steps, const TensorOptions& options) {
  detail::CheckOut(Op::linspace, out, detail::WantsGrad(out, start, end));
  return run::linspace_out(out, start, end, steps, options);
}
Tensor linspace(const Tensor& start, const Scalar& end, int64_t steps, const TensorOptions& options) {
  return run::linspace(start, end, steps, options);
}
Tensor& linspace_out(Tensor& out, const Tensor& start, const Scalar& end, int64_t steps, const TensorOptions& options) {
  detail::CheckOut(Op::linspace, out, detail::WantsGrad(out, start));
  return run::linspace_out(out, start, end, steps, options);
}
Tensor linspace(const Scalar& start, const Tensor& end, int64_t steps, const TensorOptions& options) {
  return run::linspace(start, end, steps, options);
}
Tensor& linspace_out(Tensor& out, const Scalar& start, const Tensor& end, int64_t steps, const TensorOptions& options) {
  detail::CheckOut(Op::linspace, out, detail::WantsGrad(out, end));
  return run::linspace_out(out, start, end, steps, options);
}

Tensor logspace(const Scalar& start, const Scalar& end, int64_t steps, double base, const TensorOptions& options) {
  return run::logspace(start, end, steps, base, options);
}
Tensor& logspace_out(Tensor& out, const Scalar& start, const Scalar& end, int64_t steps, double base, const TensorOptions& options) {
  detail::CheckOut(Op::logspace, out, detail::WantsGrad(out));
  return run::logspace_out(out, start, end, steps, base, options);
}

Tensor eye(int64_t n, const TensorOptions& options) {
  return run::eye(n, options);
}
Tensor& eye_out(Tensor& out, int64_t n, const TensorOptions& options) {
  detail::CheckOut(Op::eye, out, detail::WantsGrad(out));
  return run::eye_out(out, n, options);
}
Tensor eye(int64_t n, int64_t m, const TensorOptions& options) {
  return run::eye(n, m, options);
}
Tensor& eye_out(Tensor& out, int64_t n, int64_t m, const TensorOptions& options) {
  detail::CheckOut(Op::eye, out, detail::WantsGrad(out));
  return run::eye_out(out, n, m, options);
}

Tensor scalar_tensor(const Scalar& value, const TensorOptions& options) {
  return run::scalar_tensor(value, options);
}

Tensor tril_indices(int64_t row, int64_t col, int64_t offset, const TensorOptions& options) {
  return run::tril_indices(row, col, offset, options);
}

Tensor triu_indices(int64_t row, int64_t col, int64_t offset, const TensorOptions& options) {
  return run::triu_indices(row, col, offset, options);
}

}  // namespace tessera
