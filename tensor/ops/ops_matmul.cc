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

Tensor outer(const Tensor& self, const Tensor& vec2) {
  OpScope scope("outer");
  return run::outer(self, vec2);
}
Tensor& run::outer_out(Tensor& out, const Tensor& self, const Tensor& vec2) {
  return detail::CopyOut(Op::outer, out, run::outer(self, vec2));
}
Tensor& outer_out(Tensor& out, const Tensor& self, const Tensor& vec2) {
  OpScope scope("outer");
  detail::CheckOut(Op::outer, out, detail::WantsGrad(out, self, vec2));
  return run::outer_out(out, self, vec2);
}
Tensor Tensor::outer(const Tensor& vec2) const {
  return tessera::outer(*this, vec2);
}

Tensor addmm(const Tensor& self, const Tensor& mat1, const Tensor& mat2, const Scalar& beta, const Scalar& alpha) {
  OpScope scope("addmm");
  return run::addmm(self, mat1, mat2, beta, alpha);
}
Tensor& run::addmm_(Tensor& self, const Tensor& mat1, const Tensor& mat2, const Scalar& beta, const Scalar& alpha) {
  return detail::CopyInplace(Op::addmm, self, run::addmm(self, mat1, mat2, beta, alpha));
}
Tensor& addmm_(Tensor& self, const Tensor& mat1, const Tensor& mat2, const Scalar& beta, const Scalar& alpha) {
  OpScope scope("addmm_");
  detail::CheckInplace("addmm_", self);
  return run::addmm_(self, mat1, mat2, beta, alpha);
}
Tensor& Tensor::addmm_(const Tensor& mat1, const Tensor& mat2, const Scalar& beta, const Scalar& alpha) const {
  return tessera::addmm_(const_cast<Tensor&>(*this), mat1, mat2, beta, alpha);
}
Tensor& run::addmm_out(Tensor& out, const Tensor& self, const Tensor& mat1, const Tensor& mat2, const Scalar& beta, const Scalar& alpha) {
  return detail::CopyOut(Op::addmm, out, run::addmm(self, mat1, mat2, beta, alpha));
}
Tensor& addmm_out(Tensor& out, const Tensor& self, const Tensor& mat1, const Tensor& mat2, const Scalar& beta, const Scalar& alpha) {
  OpScope scope("addmm");
  detail::CheckOut(Op::addmm, out, detail::WantsGrad(out, self, mat1, mat2));
  return run::addmm_out(out, self, mat1, mat2, beta, alpha);
}
Tensor Tensor::addmm(const Tensor& mat1, const Tensor& mat2, const Scalar& beta, const Scalar& alpha) const {
  return tessera::addmm(*this, mat1, mat2, beta, alpha);
}

Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  if (detail::WantsGrad(input, weight, bias)) {
    return detail::GradSlot(Op::linear, detail::grad_table.linear)(input, weight, bias);
  }
  return run::linear(input, weight, bias);
}

}  // namespace tessera
