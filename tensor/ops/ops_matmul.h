// Made by tensor/ops/generate.py from tensor/ops/matmul.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_MATMUL_H_
#define TESSERA_TENSOR_OPS_OPS_MATMUL_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// The product of matrices, broadcast over leading dimensions; a 1-d operand is
// a row on the left, a column on the right.
Tensor matmul(const Tensor& self, const Tensor& other);
Tensor& matmul_out(Tensor& out, const Tensor& self, const Tensor& other);

// The product of two matrices.
Tensor mm(const Tensor& self, const Tensor& mat2);
Tensor& mm_out(Tensor& out, const Tensor& self, const Tensor& mat2);

// The products of two batches of matrices, [b, m, k] and [b, k, n].
Tensor bmm(const Tensor& self, const Tensor& mat2);
Tensor& bmm_out(Tensor& out, const Tensor& self, const Tensor& mat2);

// The product of a matrix and a vector.
Tensor mv(const Tensor& self, const Tensor& vec);
Tensor& mv_out(Tensor& out, const Tensor& self, const Tensor& vec);

// The sum of products of two vectors; without conjugation.
Tensor dot(const Tensor& self, const Tensor& tensor);
Tensor& dot_out(Tensor& out, const Tensor& self, const Tensor& tensor);

// All products of the elements of two vectors.
Tensor outer(const Tensor& self, const Tensor& vec2);
Tensor& outer_out(Tensor& out, const Tensor& self, const Tensor& vec2);

// beta * self + alpha * (mat1 @ mat2); beta = 0 ignores self, NaN included.
Tensor addmm(const Tensor& self, const Tensor& mat1, const Tensor& mat2, const Scalar& beta = 1, const Scalar& alpha = 1);
Tensor& addmm_(Tensor& self, const Tensor& mat1, const Tensor& mat2, const Scalar& beta = 1, const Scalar& alpha = 1);
Tensor& addmm_out(Tensor& out, const Tensor& self, const Tensor& mat1, const Tensor& mat2, const Scalar& beta = 1, const Scalar& alpha = 1);

// beta * self + alpha * (mat @ vec); beta = 0 ignores self, NaN included.
Tensor addmv(const Tensor& self, const Tensor& mat, const Tensor& vec, const Scalar& beta = 1, const Scalar& alpha = 1);
Tensor& addmv_(Tensor& self, const Tensor& mat, const Tensor& vec, const Scalar& beta = 1, const Scalar& alpha = 1);
Tensor& addmv_out(Tensor& out, const Tensor& self, const Tensor& mat, const Tensor& vec, const Scalar& beta = 1, const Scalar& alpha = 1);

// addmm of batches of matrices.
Tensor baddbmm(const Tensor& self, const Tensor& batch1, const Tensor& batch2, const Scalar& beta = 1, const Scalar& alpha = 1);
Tensor& baddbmm_(Tensor& self, const Tensor& batch1, const Tensor& batch2, const Scalar& beta = 1, const Scalar& alpha = 1);
Tensor& baddbmm_out(Tensor& out, const Tensor& self, const Tensor& batch1, const Tensor& batch2, const Scalar& beta = 1, const Scalar& alpha = 1);

// The sum of products of two vectors, the first one conjugated.
Tensor vdot(const Tensor& self, const Tensor& other);
Tensor& vdot_out(Tensor& out, const Tensor& self, const Tensor& other);

// Sums of products over the last dimensions of both; with a 0-d tensor their
// product.
Tensor inner(const Tensor& self, const Tensor& other);
Tensor& inner_out(Tensor& out, const Tensor& self, const Tensor& other);

// Sums of products over pairs of dimensions, the last dims of self and the
// first of other unless named; the result has the remaining ones in order.
Tensor tensordot(const Tensor& self, const Tensor& other, int64_t dims = 2);
Tensor& tensordot_out(Tensor& out, const Tensor& self, const Tensor& other, int64_t dims = 2);
Tensor tensordot(const Tensor& self, const Tensor& other, IntArrayRef dims_self, IntArrayRef dims_other);
Tensor& tensordot_out(Tensor& out, const Tensor& self, const Tensor& other, IntArrayRef dims_self, IntArrayRef dims_other);

// Sums of products as the equation says, "bij,bjk->bik": a letter per
// dimension; repeated within an operand its diagonal, absent after -> summed
// over. "..." stands for dimensions that broadcast. Without -> the letters that
// occur once, in alphabetical order (capitals first). Operands are multiplied
// from left to right.
Tensor einsum(const char* equation, TensorList operands);

// Each element of self times the whole of other, as one tensor of the products
// of sizes.
Tensor kron(const Tensor& self, const Tensor& other);
Tensor& kron_out(Tensor& out, const Tensor& self, const Tensor& other);

// Square matrices multiplied n times with themselves; n = 0 gives ones on the
// diagonal. n < 0 would need inverses, which are not built:
// NotImplementedError.
Tensor matrix_power(const Tensor& self, int64_t n);
inline Tensor linalg_matrix_power(const Tensor& self, int64_t n) {
  return matrix_power(self, n);
}
Tensor& matrix_power_out(Tensor& out, const Tensor& self, int64_t n);

// input @ weight.t() + bias, for weight of [out, in] and any leading dimensions
// of input.
Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias = {});

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_MATMUL_H_
