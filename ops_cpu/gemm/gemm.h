// Matrix products of every dtype but bool, on raw memory, over all threads.
//
//   MatrixView a{x, 8, 16, /*row_stride=*/16, /*col_stride=*/1};
//   MatrixView w{weight, 16, 4, 1, 16};   // weight[4, 16] transposed
//   MatMulOptions options;
//   options.bias = bias;                  // [4]
//   MatMul(DType::Float, a, w, y, /*c_row_stride=*/4, options);
#ifndef TESSERA_OPS_CPU_GEMM_GEMM_H_
#define TESSERA_OPS_CPU_GEMM_GEMM_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"

namespace tessera {

// Strides are in elements and may be zero or negative. data may be null where
// rows or cols is 0.
struct MatrixView {
  const void* data;
  int64_t rows, cols;
  int64_t row_stride, col_stride;
};

struct MatMulOptions {
  // C += A B, with what stands in C.
  bool accumulate = false;
  // b.cols values, of the dtype, added to every row. Not with accumulate.
  const void* bias = nullptr;
  // Below zero becomes zero at the end; NaN stays. Real dtypes only.
  bool relu = false;
};

// Which code a product runs.
enum class MatMulPath {
  kOwn,          // kernels of ours: gemm_kernel.h
  kEigenVector,  // gemv_kernel.h
  kEigenMatrix,  // eigen_products.h
};

// kEigenVector for float32 and float64 with m or n of 1 and a matrix whose
// rows or columns are contiguous; kEigenMatrix for complex and integer dtypes.
MatMulPath PathOfMatMul(DType dtype, const MatrixView& a, const MatrixView& b);

// C[m, n] = A[m, k] B[k, n]; the columns of C are contiguous, rows
// c_row_stride elements apart. C overlaps neither input. k = 0 gives zeros (or
// the bias, or C). Checks nothing.
//
// kOwn: the bits of an element depend on its row of A and column of B alone
// (see kGemmDepth), not on the instruction set, the number of threads, strides,
// or the size of the matrices around them; half types compute in float32 and
// round once. kEigen*: on all of these but the number of threads (integers,
// which wrap, excepted). Throws OutOfMemoryError or std::bad_alloc.
void MatMul(DType dtype, const MatrixView& a, const MatrixView& b, void* c,
            int64_t c_row_stride, const MatMulOptions& options = {});

// The dimensions in front: sizes and, in elements, the steps of A, B and C
// from one product to the next (0 where an operand is broadcast).
struct BatchDims {
  int64_t ndim = 0;
  const int64_t* sizes = nullptr;
  const int64_t* a_strides = nullptr;
  const int64_t* b_strides = nullptr;
  const int64_t* c_strides = nullptr;
};

// MatMul for each index of batch; a, b and c are the first. With one dimension
// over which B stays and the rows of A and C continue, it is one product.
void BatchedMatMul(DType dtype, const BatchDims& batch, const MatrixView& a,
                   const MatrixView& b, void* c, int64_t c_row_stride,
                   const MatMulOptions& options = {});

}  // namespace tessera

#endif  // TESSERA_OPS_CPU_GEMM_GEMM_H_
