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

// input @ weight.t() + bias, for weight of [out, in] and any leading dimensions
// of input.
Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias = {});

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_MATMUL_H_
