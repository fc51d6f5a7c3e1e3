// A stand-in for cuBLAS's header of this name: the entry points that
// //ops_cuda:matmul calls, as plain loops on a stream of the stand-in.
//
//   cublasCreate(&handle);
//   cublasSetStream(handle, stream);
//   cublasGemmStridedBatchedEx(handle, ...);  // column-major, as cuBLAS
#ifndef TESSERA_OPS_CUDA_TESTING_CUBLAS_V2_H_
#define TESSERA_OPS_CUDA_TESTING_CUBLAS_V2_H_

#include <cuda_runtime.h>

#define CUBLAS_VER_MAJOR 13

enum cublasStatus_t { CUBLAS_STATUS_SUCCESS = 0, CUBLAS_STATUS_INVALID = 7 };
enum cublasOperation_t { CUBLAS_OP_N, CUBLAS_OP_T };
enum cublasMath_t { CUBLAS_DEFAULT_MATH = 0, CUBLAS_TF32_TENSOR_OP_MATH = 3 };
enum cublasGemmAlgo_t { CUBLAS_GEMM_DEFAULT = -1 };
enum cudaDataType_t {
  CUDA_R_32F = 0,
  CUDA_R_64F = 1,
  CUDA_R_16F = 2,
  CUDA_C_32F = 4,
  CUDA_C_64F = 5,
  CUDA_R_16BF = 14
};
enum cublasComputeType_t {
  CUBLAS_COMPUTE_32F = 68,
  CUBLAS_COMPUTE_64F = 70,
};

struct cublasContext {
  cudaStream_t stream = nullptr;
};
using cublasHandle_t = cublasContext*;

cublasStatus_t cublasCreate(cublasHandle_t* handle);
cublasStatus_t cublasSetStream(cublasHandle_t handle, cudaStream_t stream);
cublasStatus_t cublasSetMathMode(cublasHandle_t handle, cublasMath_t mode);
cublasStatus_t cublasGemmStridedBatchedEx(
    cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b,
    int m, int n, int k, const void* alpha, const void* a,
    cudaDataType_t a_type, int lda, long long stride_a, const void* b,
    cudaDataType_t b_type, int ldb, long long stride_b, const void* beta,
    void* c, cudaDataType_t c_type, int ldc, long long stride_c, int count,
    cublasComputeType_t compute, cublasGemmAlgo_t algo);

#endif  // TESSERA_OPS_CUDA_TESTING_CUBLAS_V2_H_
