// Made by tensor/ops/generate.py from tensor/ops/compare.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_COMPARE_H_
#define TESSERA_TENSOR_OPS_OPS_COMPARE_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// self == other, in the common dtype; a number beyond an integer dtype's range
// compares exactly. In place and out= write 0 and 1.
Tensor eq(const Tensor& self, const Tensor& other);
Tensor& eq_(Tensor& self, const Tensor& other);
Tensor& eq_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor eq(const Tensor& self, const Scalar& other);
Tensor& eq_(Tensor& self, const Scalar& other);
Tensor& eq_out(Tensor& out, const Tensor& self, const Scalar& other);

// self != other, in the common dtype; a number beyond an integer dtype's range
// compares exactly. In place and out= write 0 and 1.
Tensor ne(const Tensor& self, const Tensor& other);
inline Tensor not_equal(const Tensor& self, const Tensor& other) {
  return ne(self, other);
}
Tensor& ne_(Tensor& self, const Tensor& other);
Tensor& ne_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor ne(const Tensor& self, const Scalar& other);
inline Tensor not_equal(const Tensor& self, const Scalar& other) {
  return ne(self, other);
}
Tensor& ne_(Tensor& self, const Scalar& other);
Tensor& ne_out(Tensor& out, const Tensor& self, const Scalar& other);

// self < other, in the common dtype; a number beyond an integer dtype's range
// compares exactly. In place and out= write 0 and 1.
Tensor lt(const Tensor& self, const Tensor& other);
inline Tensor less(const Tensor& self, const Tensor& other) {
  return lt(self, other);
}
Tensor& lt_(Tensor& self, const Tensor& other);
Tensor& lt_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor lt(const Tensor& self, const Scalar& other);
inline Tensor less(const Tensor& self, const Scalar& other) {
  return lt(self, other);
}
Tensor& lt_(Tensor& self, const Scalar& other);
Tensor& lt_out(Tensor& out, const Tensor& self, const Scalar& other);

// self <= other, in the common dtype; a number beyond an integer dtype's range
// compares exactly. In place and out= write 0 and 1.
Tensor le(const Tensor& self, const Tensor& other);
inline Tensor less_equal(const Tensor& self, const Tensor& other) {
  return le(self, other);
}
Tensor& le_(Tensor& self, const Tensor& other);
Tensor& le_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor le(const Tensor& self, const Scalar& other);
inline Tensor less_equal(const Tensor& self, const Scalar& other) {
  return le(self, other);
}
Tensor& le_(Tensor& self, const Scalar& other);
Tensor& le_out(Tensor& out, const Tensor& self, const Scalar& other);

// self > other, in the common dtype; a number beyond an integer dtype's range
// compares exactly. In place and out= write 0 and 1.
Tensor gt(const Tensor& self, const Tensor& other);
inline Tensor greater(const Tensor& self, const Tensor& other) {
  return gt(self, other);
}
Tensor& gt_(Tensor& self, const Tensor& other);
Tensor& gt_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor gt(const Tensor& self, const Scalar& other);
inline Tensor greater(const Tensor& self, const Scalar& other) {
  return gt(self, other);
}
Tensor& gt_(Tensor& self, const Scalar& other);
Tensor& gt_out(Tensor& out, const Tensor& self, const Scalar& other);

// self >= other, in the common dtype; a number beyond an integer dtype's range
// compares exactly. In place and out= write 0 and 1.
Tensor ge(const Tensor& self, const Tensor& other);
inline Tensor greater_equal(const Tensor& self, const Tensor& other) {
  return ge(self, other);
}
Tensor& ge_(Tensor& self, const Tensor& other);
Tensor& ge_out(Tensor& out, const Tensor& self, const Tensor& other);
Tensor ge(const Tensor& self, const Scalar& other);
inline Tensor greater_equal(const Tensor& self, const Scalar& other) {
  return ge(self, other);
}
Tensor& ge_(Tensor& self, const Scalar& other);
Tensor& ge_out(Tensor& out, const Tensor& self, const Scalar& other);

// |self - other| <= atol + rtol * |other|, compared in double; infinities are
// close to themselves alone. Both must have one dtype.
Tensor isclose(const Tensor& self, const Tensor& other, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false);

// Whether isclose holds everywhere.
bool allclose(const Tensor& self, const Tensor& other, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false);

// Whether both have one shape and the same elements; NaN equals nothing.
bool equal(const Tensor& self, const Tensor& other);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_COMPARE_H_
