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

Tensor addmv(const Tensor& self, const Tensor& mat, const Tensor& vec, const Scalar& beta, const Scalar& alpha) {
  OpScope scope("addmv");
  return run::addmv(self, mat, vec, beta, alpha);
}
Tensor& run::addmv_(Tensor& self, const Tensor& mat, const Tensor& vec, const Scalar& beta, const Scalar& alpha) {
  return detail::CopyInplace(Op::addmv, self, run::addmv(self, mat, vec, beta, alpha));
}
Tensor& addmv_(Tensor& self, const Tensor& mat, const Tensor& vec, const Scalar& beta, const Scalar& alpha) {
  OpScope scope("addmv_");
  detail::CheckInplace("addmv_", self);
  return run::addmv_(self, mat, vec, beta, alpha);
}
Tensor& Tensor::addmv_(const Tensor& mat, const Tensor& vec, const Scalar& beta, const Scalar& alpha) const {
  return tessera::addmv_(const_cast<Tensor&>(*this), mat, vec, beta, alpha);
}
Tensor& run::addmv_out(Tensor& out, const Tensor& self, const Tensor& mat, const Tensor& vec, const Scalar& beta, const Scalar& alpha) {
  return detail::CopyOut(Op::addmv, out, run::addmv(self, mat, vec, beta, alpha));
}
Tensor& addmv_out(Tensor& out, const Tensor& self, const Tensor& mat, const Tensor& vec, const Scalar& beta, const Scalar& alpha) {
  OpScope scope("addmv");
  detail::CheckOut(Op::addmv, out, detail::WantsGrad(out, self, mat, vec));
  return run::addmv_out(out, self, mat, vec, beta, alpha);
}
Tensor Tensor::addmv(const Tensor& mat, const Tensor& vec, const Scalar& beta, const Scalar& alpha) const {
  return tessera::addmv(*this, mat, vec, beta, alpha);
}

Tensor baddbmm(const Tensor& self, const Tensor& batch1, const Tensor& batch2, const Scalar& beta, const Scalar& alpha) {
  OpScope scope("baddbmm");
  return run::baddbmm(self, batch1, batch2, beta, alpha);
}
Tensor& run::baddbmm_(Tensor& self, const Tensor& batch1, const Tensor& batch2, const Scalar& beta, const Scalar& alpha) {
  return detail::CopyInplace(Op::baddbmm, self, run::baddbmm(self, batch1, batch2, beta, alpha));
}
Tensor& baddbmm_(Tensor& self, const Tensor& batch1, const Tensor& batch2, const Scalar& beta, const Scalar& alpha) {
  OpScope scope("baddbmm_");
  detail::CheckInplace("baddbmm_", self);
  return run::baddbmm_(self, batch1, batch2, beta, alpha);
}
Tensor& Tensor::baddbmm_(const Tensor& batch1, const Tensor& batch2, const Scalar& beta, const Scalar& alpha) const {
  return tessera::baddbmm_(const_cast<Tensor&>(*this), batch1, batch2, beta, alpha);
}
Tensor& run::baddbmm_out(Tensor& out, const Tensor& self, const Tensor& batch1, const Tensor& batch2, const Scalar& beta, const Scalar& alpha) {
  return detail::CopyOut(Op::baddbmm, out, run::baddbmm(self, batch1, batch2, beta, alpha));
}
Tensor& baddbmm_out(Tensor& out, const Tensor& self, const Tensor& batch1, const Tensor& batch2, const Scalar& beta, const Scalar& alpha) {
  OpScope scope("baddbmm");
  detail::CheckOut(Op::baddbmm, out, detail::WantsGrad(out, self, batch1, batch2));
  return run::baddbmm_out(out, self, batch1, batch2, beta, alpha);
}
Tensor Tensor::baddbmm(const Tensor& batch1, const Tensor& batch2, const Scalar& beta, const Scalar& alpha) const {
  return tessera::baddbmm(*this, batch1, batch2, beta, alpha);
}

Tensor vdot(const Tensor& self, const Tensor& other) {
  OpScope scope("vdot");
  return run::vdot(self, other);
}
Tensor& run::vdot_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::CopyOut(Op::vdot, out, run::vdot(self, other));
}
Tensor& vdot_out(Tensor& out, const Tensor& self, const Tensor& other) {
  OpScope scope("vdot");
  detail::CheckOut(Op::vdot, out, detail::WantsGrad(out, self, other));
  return run::vdot_out(out, self, other);
}
Tensor Tensor::vdot(const Tensor& other) const {
  return tessera::vdot(*this, other);
}

Tensor inner(const Tensor& self, const Tensor& other) {
  OpScope scope("inner");
  return run::inner(self, other);
}
Tensor& run::inner_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::CopyOut(Op::inner, out, run::inner(self, other));
}
Tensor& inner_out(Tensor& out, const Tensor& self, const Tensor& other) {
  OpScope scope("inner");
  detail::CheckOut(Op::inner, out, detail::WantsGrad(out, self, other));
  return run::inner_out(out, self, other);
}
Tensor Tensor::inner(const Tensor& other) const {
  return tessera::inner(*this, other);
}

Tensor tensordot(const Tensor& self, const Tensor& other, int64_t dims) {
  OpScope scope("tensordot");
  return run::tensordot(self, other, dims);
}
Tensor& run::tensordot_out(Tensor& out, const Tensor& self, const Tensor& other, int64_t dims) {
  return detail::CopyOut(Op::tensordot, out, run::tensordot(self, other, dims));
}
Tensor& tensordot_out(Tensor& out, const Tensor& self, const Tensor& other, int64_t dims) {
  OpScope scope("tensordot");
  detail::CheckOut(Op::tensordot, out, detail::WantsGrad(out, self, other));
  return run::tensordot_out(out, self, other, dims);
}
Tensor tensordot(const Tensor& self, const Tensor& other, IntArrayRef dims_self, IntArrayRef dims_other) {
  OpScope scope("tensordot");
  return run::tensordot(self, other, dims_self, dims_other);
}
Tensor& run::tensordot_out(Tensor& out, const Tensor& self, const Tensor& other, IntArrayRef dims_self, IntArrayRef dims_other) {
  return detail::CopyOut(Op::tensordot, out, run::tensordot(self, other, dims_self, dims_other));
}
Tensor& tensordot_out(Tensor& out, const Tensor& self, const Tensor& other, IntArrayRef dims_self, IntArrayRef dims_other) {
  OpScope scope("tensordot");
  detail::CheckOut(Op::tensordot, out, detail::WantsGrad(out, self, other));
  return run::tensordot_out(out, self, other, dims_self, dims_other);
}

Tensor einsum(const char* equation, TensorList operands) {
  OpScope scope("einsum");
  return run::einsum(equation, operands);
}

Tensor kron(const Tensor& self, const Tensor& other) {
  OpScope scope("kron");
  return run::kron(self, other);
}
Tensor& run::kron_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return detail::CopyOut(Op::kron, out, run::kron(self, other));
}
Tensor& kron_out(Tensor& out, const Tensor& self, const Tensor& other) {
  OpScope scope("kron");
  detail::CheckOut(Op::kron, out, detail::WantsGrad(out, self, other));
  return run::kron_out(out, self, other);
}
Tensor Tensor::kron(const Tensor& other) const {
  return tessera::kron(*this, other);
}

Tensor matrix_power(const Tensor& self, int64_t n) {
  OpScope scope("matrix_power");
  return run::matrix_power(self, n);
}
Tensor& run::matrix_power_out(Tensor& out, const Tensor& self, int64_t n) {
  return detail::CopyOut(Op::matrix_power, out, run::matrix_power(self, n));
}
Tensor& matrix_power_out(Tensor& out, const Tensor& self, int64_t n) {
  OpScope scope("matrix_power");
  detail::CheckOut(Op::matrix_power, out, detail::WantsGrad(out, self));
  return run::matrix_power_out(out, self, n);
}
Tensor Tensor::matrix_power(int64_t n) const {
  return tessera::matrix_power(*this, n);
}
Tensor Tensor::linalg_matrix_power(int64_t n) const {
  return tessera::matrix_power(*this, n);
}

Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  if (detail::WantsGrad(input, weight, bias)) {
    return detail::GradSlot(Op::linear, detail::grad_table.linear)(input, weight, bias);
  }
  return run::linear(input, weight, bias);
}

}  // namespace tessera
