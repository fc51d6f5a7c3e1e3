// Made by tensor/ops/generate.py from tensor/ops/compare.toml; do not edit.
#include "tessera/tensor/ops/ops_compare.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor eq(const Tensor& self, const Tensor& other) {
  return run::eq(self, other);
}
Tensor& eq_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("eq_", self);
  return run::eq_(self, other);
}
Tensor& Tensor::eq_(const Tensor& other) const {
  return tessera::eq_(const_cast<Tensor&>(*this), other);
}
Tensor& eq_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::eq, out, detail::WantsGrad(out, self, other));
  return run::eq_out(out, self, other);
}
Tensor Tensor::eq(const Tensor& other) const {
  return tessera::eq(*this, other);
}
Tensor eq(const Tensor& self, const Scalar& other) {
  return run::eq(self, other);
}
Tensor& eq_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("eq_", self);
  return run::eq_(self, other);
}
Tensor& Tensor::eq_(const Scalar& other) const {
  return tessera::eq_(const_cast<Tensor&>(*this), other);
}
Tensor& eq_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::eq, out, detail::WantsGrad(out, self));
  return run::eq_out(out, self, other);
}
Tensor Tensor::eq(const Scalar& other) const {
  return tessera::eq(*this, other);
}

Tensor ne(const Tensor& self, const Tensor& other) {
  return run::ne(self, other);
}
Tensor& ne_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("ne_", self);
  return run::ne_(self, other);
}
Tensor& Tensor::ne_(const Tensor& other) const {
  return tessera::ne_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::not_equal_(const Tensor& other) const {
  return tessera::ne_(const_cast<Tensor&>(*this), other);
}
Tensor& ne_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::ne, out, detail::WantsGrad(out, self, other));
  return run::ne_out(out, self, other);
}
Tensor Tensor::ne(const Tensor& other) const {
  return tessera::ne(*this, other);
}
Tensor Tensor::not_equal(const Tensor& other) const {
  return tessera::ne(*this, other);
}
Tensor ne(const Tensor& self, const Scalar& other) {
  return run::ne(self, other);
}
Tensor& ne_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("ne_", self);
  return run::ne_(self, other);
}
Tensor& Tensor::ne_(const Scalar& other) const {
  return tessera::ne_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::not_equal_(const Scalar& other) const {
  return tessera::ne_(const_cast<Tensor&>(*this), other);
}
Tensor& ne_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::ne, out, detail::WantsGrad(out, self));
  return run::ne_out(out, self, other);
}
Tensor Tensor::ne(const Scalar& other) const {
  return tessera::ne(*this, other);
}
Tensor Tensor::not_equal(const Scalar& other) const {
  return tessera::ne(*this, other);
}

Tensor lt(const Tensor& self, const Tensor& other) {
  return run::lt(self, other);
}
Tensor& lt_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("lt_", self);
  return run::lt_(self, other);
}
Tensor& Tensor::lt_(const Tensor& other) const {
  return tessera::lt_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::less_(const Tensor& other) const {
  return tessera::lt_(const_cast<Tensor&>(*this), other);
}
Tensor& lt_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::lt, out, detail::WantsGrad(out, self, other));
  return run::lt_out(out, self, other);
}
Tensor Tensor::lt(const Tensor& other) const {
  return tessera::lt(*this, other);
}
Tensor Tensor::less(const Tensor& other) const {
  return tessera::lt(*this, other);
}
Tensor lt(const Tensor& self, const Scalar& other) {
  return run::lt(self, other);
}
Tensor& lt_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("lt_", self);
  return run::lt_(self, other);
}
Tensor& Tensor::lt_(const Scalar& other) const {
  return tessera::lt_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::less_(const Scalar& other) const {
  return tessera::lt_(const_cast<Tensor&>(*this), other);
}
Tensor& lt_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::lt, out, detail::WantsGrad(out, self));
  return run::lt_out(out, self, other);
}
Tensor Tensor::lt(const Scalar& other) const {
  return tessera::lt(*this, other);
}
Tensor Tensor::less(const Scalar& other) const {
  return tessera::lt(*this, other);
}

Tensor le(const Tensor& self, const Tensor& other) {
  return run::le(self, other);
}
Tensor& le_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("le_", self);
  return run::le_(self, other);
}
Tensor& Tensor::le_(const Tensor& other) const {
  return tessera::le_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::less_equal_(const Tensor& other) const {
  return tessera::le_(const_cast<Tensor&>(*this), other);
}
Tensor& le_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::le, out, detail::WantsGrad(out, self, other));
  return run::le_out(out, self, other);
}
Tensor Tensor::le(const Tensor& other) const {
  return tessera::le(*this, other);
}
Tensor Tensor::less_equal(const Tensor& other) const {
  return tessera::le(*this, other);
}
Tensor le(const Tensor& self, const Scalar& other) {
  return run::le(self, other);
}
Tensor& le_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("le_", self);
  return run::le_(self, other);
}
Tensor& Tensor::le_(const Scalar& other) const {
  return tessera::le_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::less_equal_(const Scalar& other) const {
  return tessera::le_(const_cast<Tensor&>(*this), other);
}
Tensor& le_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::le, out, detail::WantsGrad(out, self));
  return run::le_out(out, self, other);
}
Tensor Tensor::le(const Scalar& other) const {
  return tessera::le(*this, other);
}
Tensor Tensor::less_equal(const Scalar& other) const {
  return tessera::le(*this, other);
}

Tensor gt(const Tensor& self, const Tensor& other) {
  return run::gt(self, other);
}
Tensor& gt_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("gt_", self);
  return run::gt_(self, other);
}
Tensor& Tensor::gt_(const Tensor& other) const {
  return tessera::gt_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::greater_(const Tensor& other) const {
  return tessera::gt_(const_cast<Tensor&>(*this), other);
}
Tensor& gt_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::gt, out, detail::WantsGrad(out, self, other));
  return run::gt_out(out, self, other);
}
Tensor Tensor::gt(const Tensor& other) const {
  return tessera::gt(*this, other);
}
Tensor Tensor::greater(const Tensor& other) const {
  return tessera::gt(*this, other);
}
Tensor gt(const Tensor& self, const Scalar& other) {
  return run::gt(self, other);
}
Tensor& gt_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("gt_", self);
  return run::gt_(self, other);
}
Tensor& Tensor::gt_(const Scalar& other) const {
  return tessera::gt_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::greater_(const Scalar& other) const {
  return tessera::gt_(const_cast<Tensor&>(*this), other);
}
Tensor& gt_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::gt, out, detail::WantsGrad(out, self));
  return run::gt_out(out, self, other);
}
Tensor Tensor::gt(const Scalar& other) const {
  return tessera::gt(*this, other);
}
Tensor Tensor::greater(const Scalar& other) const {
  return tessera::gt(*this, other);
}

Tensor ge(const Tensor& self, const Tensor& other) {
  return run::ge(self, other);
}
Tensor& ge_(Tensor& self, const Tensor& other) {
  detail::CheckInplace("ge_", self);
  return run::ge_(self, other);
}
Tensor& Tensor::ge_(const Tensor& other) const {
  return tessera::ge_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::greater_equal_(const Tensor& other) const {
  return tessera::ge_(const_cast<Tensor&>(*this), other);
}
Tensor& ge_out(Tensor& out, const Tensor& self, const Tensor& other) {
  detail::CheckOut(Op::ge, out, detail::WantsGrad(out, self, other));
  return run::ge_out(out, self, other);
}
Tensor Tensor::ge(const Tensor& other) const {
  return tessera::ge(*this, other);
}
Tensor Tensor::greater_equal(const Tensor& other) const {
  return tessera::ge(*this, other);
}
Tensor ge(const Tensor& self, const Scalar& other) {
  return run::ge(self, other);
}
Tensor& ge_(Tensor& self, const Scalar& other) {
  detail::CheckInplace("ge_", self);
  return run::ge_(self, other);
}
Tensor& Tensor::ge_(const Scalar& other) const {
  return tessera::ge_(const_cast<Tensor&>(*this), other);
}
Tensor& Tensor::greater_equal_(const Scalar& other) const {
  return tessera::ge_(const_cast<Tensor&>(*this), other);
}
Tensor& ge_out(Tensor& out, const Tensor& self, const Scalar& other) {
  detail::CheckOut(Op::ge, out, detail::WantsGrad(out, self));
  return run::ge_out(out, self, other);
}
Tensor Tensor::ge(const Scalar& other) const {
  return tessera::ge(*this, other);
}
Tensor Tensor::greater_equal(const Scalar& other) const {
  return tessera::ge(*this, other);
}

Tensor isclose(const Tensor& self, const Tensor& other, double rtol, double atol, bool equal_nan) {
  return run::isclose(self, other, rtol, atol, equal_nan);
}
Tensor Tensor::isclose(const Tensor& other, double rtol, double atol, bool equal_nan) const {
  return tessera::isclose(*this, other, rtol, atol, equal_nan);
}

bool allclose(const Tensor& self, const Tensor& other, double rtol, double atol, bool equal_nan) {
  OpScope scope("allclose");
  return run::allclose(self, other, rtol, atol, equal_nan);
}
bool Tensor::allclose(const Tensor& other, double rtol, double atol, bool equal_nan) const {
  return tessera::allclose(*this, other, rtol, atol, equal_nan);
}

bool equal(const Tensor& self, const Tensor& other) {
  OpScope scope("equal");
  return run::equal(self, other);
}
bool Tensor::equal(const Tensor& other) const {
  return tessera::equal(*this, other);
}

}  // namespace tessera
