// Linking //ops_cuda:matmul is using it. cuBLAS is loaded by the first product.
#include "tessera/ops_cuda/matmul/blas.h"

#include <cublas_v2.h>
#include <cuda_runtime.h>

#include <atomic>
#include <climits>
#include <mutex>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/ops_cuda/runtime/graph_memory.h"
#include "tessera/ops_cuda/runtime/lazy_library.h"
#include "tessera/ops_cuda/runtime/stream.h"

namespace tessera::cuda {
namespace {

#ifndef TESSERA_CUDA_STAND_IN
LazyLibrary cublas("libcublas.so." TESSERA_LAZY_NAME_(CUBLAS_VER_MAJOR),
                   TESSERA_CUDA_LIBRARIES);
#endif

using Gemm = cublasStatus_t (*)(cublasHandle_t, cublasOperation_t,
                                cublasOperation_t, int, int, int, const void*,
                                const void*, cudaDataType_t, int, long long,
                                const void*, cudaDataType_t, int, long long,
                                const void*, void*, cudaDataType_t, int,
                                long long, int, cublasComputeType_t,
                                cublasGemmAlgo_t);

std::atomic<bool> tf32{false};

void CheckBlas(const char* op, cublasStatus_t status) {
  if (status == CUBLAS_STATUS_SUCCESS) return;
  throw DeviceError(op,
                    Str("cuBLAS reports status ", static_cast<int>(status)));
}

// A handle serves one stream at a time, so each thread has its own.
cublasHandle_t HandleOf(DeviceIndex device, const char* op) {
  thread_local cublasHandle_t handles[kMaxDevices] = {};
  cublasHandle_t& handle = handles[device];
  if (!handle) {
    const RelaxedCapture relaxed;
    CheckBlas(op, TESSERA_LAZY(cublas, cublasCreate)(&handle));
  }
  return handle;
}

// A matrix as cuBLAS, which is column-major, takes our row-major one: as its
// transpose, or as it is where the columns are dense.
struct Operand {
  cublasOperation_t op;
  int64_t ld;
};
bool Describe(int64_t rows, int64_t columns, int64_t row, int64_t column,
              Operand* out) {
  if ((column == 1 || columns == 1) && (row >= columns || rows == 1)) {
    *out = {CUBLAS_OP_N, rows == 1 ? columns : row};
  } else if ((row == 1 || rows == 1) && (column >= rows || columns == 1)) {
    *out = {CUBLAS_OP_T, columns == 1 ? rows : column};
  } else {
    return false;
  }
  if (out->ld < 1) out->ld = 1;
  return out->ld <= INT_MAX;
}

bool Types(DType dtype, cudaDataType_t* type, cublasComputeType_t* compute) {
  *compute = CUBLAS_COMPUTE_32F;
  switch (dtype) {
    case DType::Float:
      *type = CUDA_R_32F;
      return true;
    case DType::Half:
      *type = CUDA_R_16F;
      return true;
    case DType::BFloat16:
      *type = CUDA_R_16BF;
      return true;
    case DType::ComplexFloat:
      *type = CUDA_C_32F;
      return true;
    case DType::Double:
    case DType::ComplexDouble:
      *type = dtype == DType::Double ? CUDA_R_64F : CUDA_C_64F;
      *compute = CUBLAS_COMPUTE_64F;
      return true;
    default:
      return false;
  }
}

// The factors 1 and 0 in the type that the product is computed in.
const void* Factor(DType dtype, bool one) {
  static const float kFloat[2][2] = {{0, 0}, {1, 0}};
  static const double kDouble[2][2] = {{0, 0}, {1, 0}};
  const bool wide = dtype == DType::Double || dtype == DType::ComplexDouble;
  return wide ? static_cast<const void*>(kDouble[one])
              : static_cast<const void*>(kFloat[one]);
}

const KernelRegistrar registrar(&RegisterMatmul);

}  // namespace

bool allow_tf32() { return tf32; }
void set_allow_tf32(bool on) { tf32 = on; }

bool BlasProduct(const MatmulPlan& plan, int64_t batches,
                 KernelContext& context) {
  const char* const op = name(context.op);
  cudaDataType_t type;
  cublasComputeType_t compute;
  Operand a, b;
  if (!Types(plan.dtype, &type, &compute) || plan.k == 0 ||
      !Describe(plan.m, plan.k, plan.a_row, plan.a_col, &a) ||
      !Describe(plan.k, plan.n, plan.b_row, plan.b_col, &b) ||
      plan.m > INT_MAX || plan.n > INT_MAX || plan.k > INT_MAX ||
      plan.c_row > INT_MAX || batches > INT_MAX) {
    return false;
  }
  const UseDevice use(context.device.index());
  const cublasHandle_t handle = HandleOf(context.device.index(), op);
  CheckBlas(op, TESSERA_LAZY(cublas, cublasSetStream)(
                    handle, CurrentStream(context.device.index())));
  CheckBlas(
      op, TESSERA_LAZY(cublas, cublasSetMathMode)(
              handle, tf32 ? CUBLAS_TF32_TENSOR_OP_MATH : CUBLAS_DEFAULT_MATH));
  const int64_t item = static_cast<int64_t>(elementSize(plan.dtype));
  const int64_t c_row = plan.m == 1 ? plan.n : plan.c_row;
  // One batch dimension in a call; the outer ones one after the other.
  const int64_t inner = plan.batch_ndim ? plan.batch_shape[0] : 1;
  for (int64_t i = 0; i < batches / (inner ? inner : 1); ++i) {
    int64_t at_a = 0, at_b = 0, at_c = 0;
    int64_t rest = i;
    for (int d = 1; d < plan.batch_ndim; ++d) {
      const int64_t index = rest % plan.batch_shape[d];
      at_a += index * plan.batch_a[d];
      at_b += index * plan.batch_b[d];
      at_c += index * plan.batch_c[d];
      rest /= plan.batch_shape[d];
    }
    // C row-major is its transpose column-major: B^T A^T.
    CheckBlas(
        op, TESSERA_LAZY_AS(cublas, cublasGemmStridedBatchedEx, Gemm)(
                handle, b.op, a.op, static_cast<int>(plan.n),
                static_cast<int>(plan.m), static_cast<int>(plan.k),
                Factor(plan.dtype, true), plan.b + at_b * item, type,
                static_cast<int>(b.ld), plan.batch_ndim ? plan.batch_b[0] : 0,
                plan.a + at_a * item, type, static_cast<int>(a.ld),
                plan.batch_ndim ? plan.batch_a[0] : 0,
                Factor(plan.dtype, false), plan.c + at_c * item, type,
                static_cast<int>(c_row), plan.batch_ndim ? plan.batch_c[0] : 0,
                static_cast<int>(inner), compute, CUBLAS_GEMM_DEFAULT));
  }
  return true;
}

}  // namespace tessera::cuda
