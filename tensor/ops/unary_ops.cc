// Functions of one operand that are more than a kernel.
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/tensor.h"

namespace tessera::run {

Tensor positive(const Tensor& self) {
  detail::CheckDefined("positive", self);
  detail::CheckDType(Op::positive, self);
  return self;
}

Tensor square(const Tensor& self) {
  detail::CheckDefined("square", self);
  if (self.scalar_type() == DType::Bool) {
    return run::_to_copy(self, self.device(), DType::Long);
  }
  OpScope scope("square");
  return detail::Binary(Op::mul, self, self);
}

Tensor& square_(Tensor& self) {
  OpScope scope("square_");
  return detail::BinaryInplace(Op::mul, self, self);
}

Tensor& square_out(Tensor& out, const Tensor& self) {
  if (self.scalar_type() == DType::Bool) {
    return detail::CopyOut(Op::square, out, run::square(self));
  }
  OpScope scope("square");
  return detail::BinaryOut(Op::mul, out, self, self);
}

Tensor conj(const Tensor& self) {
  return self.is_complex() ? tessera::conj_physical(self) : self;
}

}  // namespace tessera::run
