// The seam to cuBLAS.
//
//   if (!BlasProduct(plan, batches, context)) ...;   // strides it cannot take
//   cuda::set_allow_tf32(true);    // float32 products with 10 bits' mantissa
#ifndef TESSERA_OPS_CUDA_MATMUL_BLAS_H_
#define TESSERA_OPS_CUDA_MATMUL_BLAS_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/matmul_plan.h"

namespace tessera::cuda {

// C = A B without the epilogue, of a floating or complex dtype; false, and
// nothing done, where a stride or size is not cuBLAS's.
bool BlasProduct(const MatmulPlan& plan, int64_t batches,
                 KernelContext& context);

void RegisterMatmul(KernelTable& table);  // matmul.cu

// Off unless set: a float32 product then has float32's accuracy.
bool allow_tf32();
void set_allow_tf32(bool on);

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_MATMUL_BLAS_H_
