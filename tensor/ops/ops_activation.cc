// Made by tensor/ops/generate.py from tensor/ops/activation.toml; do not edit.
#include "tessera/tensor/ops/ops_activation.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor softmax(const Tensor& self, int64_t dim, std::optional<DType> dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::softmax, detail::grad_table.softmax)(self, dim, dtype);
  }
  return run::softmax(self, dim, dtype);
}
Tensor Tensor::softmax(int64_t dim, std::optional<DType> dtype) const {
  return tessera::softmax(*this, dim, dtype);
}

Tensor log_softmax(const Tensor& self, int64_t dim, std::optional<DType> dtype) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::log_softmax, detail::grad_table.log_softmax)(self, dim, dtype);
  }
  return run::log_softmax(self, dim, dtype);
}
Tensor Tensor::log_softmax(int64_t dim, std::optional<DType> dtype) const {
  return tessera::log_softmax(*this, dim, dtype);
}

Tensor _softmax_backward_data(const Tensor& grad_output, const Tensor& output, int64_t dim) {
  return run::_softmax_backward_data(grad_output, output, dim);
}

Tensor _log_softmax_backward_data(const Tensor& grad_output, const Tensor& output, int64_t dim) {
  return run::_log_softmax_backward_data(grad_output, output, dim);
}

}  // namespace tessera
