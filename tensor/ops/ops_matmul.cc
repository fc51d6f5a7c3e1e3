// Made by tensor/ops/generate.py from tensor/ops/matmul.toml; do not edit.
#include "tessera/tensor/ops/ops_matmul.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor matmul(const Tensor& self, const Tensor& other) {
  if (detail::WantsGrad(self, other)) {
    return detail::GradSlot(Op::matmul, detail::grad_table.matmul)(self, other);
  }
  return run::matmul(self, other);
}
Tensor& matmul_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::matmul, out, detail::WantsGrad(out, self, other));
  return run::matmul_out(out, self, other);
}
Tensor Tensor::matmul(const Tensor& other) const {
  return tessera::matmul(*this, other);
}

Tensor mm(const Tensor& self, const Tensor& mat2) {
  if (detail::WantsGrad(self, mat2)) {
    return detail::GradSlot(Op::mm, detail::grad_table.mm)(self, mat2);
  }
  return run::mm(self, mat2);
}
Tensor& mm_out(Tensor& out, const Tensor& self, const Tensor& mat2) {
  detail::CheckOut(Op::mm, out, detail::WantsGrad(out, self, mat2));
  return run::mm_out(out, self, mat2);
}
Tensor Tensor::mm(const Tensor& mat2) const {
  return tessera::mm(*this, mat2);
}

Tensor bmm(const Tensor& self, const Tensor& mat2) {
  if (detail::WantsGrad(self, mat2)) {
    return detail::GradSlot(Op::bmm, detail::grad_table.bmm)(self, mat2);
  }
  return run::bmm(self, mat2);
}
Tensor& bmm_out(Tensor& out, const Tensor& self, const Tensor& mat2) {
  detail::CheckOut(Op::bmm, out, detail::WantsGrad(out, self, mat2));
  return run::bmm_out(out, self, mat2);
}
Tensor Tensor::bmm(const Tensor& mat2) const {
  return tessera::bmm(*this, mat2);
}

Tensor mv(const Tensor& self, const Tensor& vec) {
  if (detail::WantsGrad(self, vec)) {
    return detail::GradSlot(Op::mv, detail::grad_table.mv)(self, vec);
  }
  return run::mv(self, vec);
}
Tensor& mv_out(Tensor& out, const Tensor& self, const Tensor& vec) {
  detail::CheckOut(Op::mv, out, detail::WantsGrad(out, self, vec));
  return run::mv_out(out, self, vec);
}
Tensor Tensor::mv(const Tensor& vec) const {
  return tessera::mv(*this, vec);
}

Tensor dot(const Tensor& self, const Tensor& tensor) {
  if (detail::WantsGrad(self, tensor)) {
    return detail::GradSlot(Op::dot, detail::grad_table.dot)(self, tensor);
  }
  return run::dot(self, tensor);
}
Tensor& dot_out(Tensor& out, const Tensor& self, const Tensor& tensor) {
  detail::CheckOut(Op::dot, out, detail::WantsGrad(out, self, tensor));
  return run::dot_out(out, self, tensor);
}
Tensor Tensor::dot(const Tensor& tensor) const {
  return tessera::dot(*this, tensor);
}

Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  if (detail::WantsGrad(input, weight, bias)) {
    return detail::GradSlot(Op::linear, detail::grad_table.linear)(input, weight, bias);
  }
  return run::linear(input, weight, bias);
}

}  // namespace tessera
