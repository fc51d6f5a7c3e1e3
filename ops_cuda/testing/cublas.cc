#include <cublas_v2.h>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/half.h"

namespace {

struct Gemm {
  cublasOperation_t op_a, op_b;
  int m, n, k;
  const void *a, *b;
  void* c;
  int lda, ldb, ldc;
  long long stride_a, stride_b, stride_c;
  int count;
};

template <class T, class Sum>
void Run(const Gemm& g, Sum alpha, Sum beta) {
  for (long long i = 0; i < g.count; ++i) {
    const T* a = static_cast<const T*>(g.a) + i * g.stride_a;
    const T* b = static_cast<const T*>(g.b) + i * g.stride_b;
    T* c = static_cast<T*>(g.c) + i * g.stride_c;
    for (long long col = 0; col < g.n; ++col) {
      for (long long row = 0; row < g.m; ++row) {
        Sum sum(0);
        for (long long p = 0; p < g.k; ++p) {
          const T x =
              g.op_a == CUBLAS_OP_N ? a[row + p * g.lda] : a[p + row * g.lda];
          const T y =
              g.op_b == CUBLAS_OP_N ? b[p + col * g.ldb] : b[col + p * g.ldb];
          sum += static_cast<Sum>(x) * static_cast<Sum>(y);
        }
        T& to = c[row + col * g.ldc];
        sum = alpha * sum;
        // As cuBLAS: beta of 0 does not read c.
        if (beta != Sum(0)) sum += beta * static_cast<Sum>(to);
        to = static_cast<T>(sum);
      }
    }
  }
}

// The factors are read when the call is made.
template <class T, class Sum>
void Queue(cudaStream_t stream, const Gemm& g, const void* alpha,
           const void* beta) {
  const Sum x = *static_cast<const Sum*>(alpha);
  const Sum y = *static_cast<const Sum*>(beta);
  tessera::stand_in::Enqueue(stream, [=] { Run<T, Sum>(g, x, y); });
}

bool Fits(cublasOperation_t op, int rows, int columns, int ld) {
  return ld >= (op == CUBLAS_OP_N ? rows : columns) && ld >= 1;
}

}  // namespace

cublasStatus_t cublasCreate(cublasHandle_t* handle) {
  *handle = new cublasContext;
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasSetStream(cublasHandle_t handle, cudaStream_t stream) {
  handle->stream = stream;
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasSetMathMode(cublasHandle_t, cublasMath_t) {
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasGemmStridedBatchedEx(
    cublasHandle_t handle, cublasOperation_t op_a, cublasOperation_t op_b,
    int m, int n, int k, const void* alpha, const void* a,
    cudaDataType_t a_type, int lda, long long stride_a, const void* b,
    cudaDataType_t b_type, int ldb, long long stride_b, const void* beta,
    void* c, cudaDataType_t c_type, int ldc, long long stride_c, int count,
    cublasComputeType_t compute, cublasGemmAlgo_t) {
  if (a_type != b_type || a_type != c_type || !Fits(op_a, m, k, lda) ||
      !Fits(op_b, k, n, ldb) || ldc < m || m < 0 || n < 0 || k < 0 ||
      count < 0) {
    return CUBLAS_STATUS_INVALID;
  }
  const Gemm g = {op_a, op_b, m,   n,        k,        a,        b,    c,
                  lda,  ldb,  ldc, stride_a, stride_b, stride_c, count};
  const bool wide = compute == CUBLAS_COMPUTE_64F;
  using tessera::complex;
  switch (a_type) {
    case CUDA_R_32F:
      Queue<float, float>(handle->stream, g, alpha, beta);
      break;
    case CUDA_R_64F:
      if (!wide) return CUBLAS_STATUS_INVALID;
      Queue<double, double>(handle->stream, g, alpha, beta);
      break;
    case CUDA_R_16F:
      Queue<tessera::Half, float>(handle->stream, g, alpha, beta);
      break;
    case CUDA_R_16BF:
      Queue<tessera::BFloat16, float>(handle->stream, g, alpha, beta);
      break;
    case CUDA_C_32F:
      Queue<complex<float>, complex<float>>(handle->stream, g, alpha, beta);
      break;
    case CUDA_C_64F:
      if (!wide) return CUBLAS_STATUS_INVALID;
      Queue<complex<double>, complex<double>>(handle->stream, g, alpha, beta);
      break;
  }
  return CUBLAS_STATUS_SUCCESS;
}
