// Matrix products: cuBLAS for floats and complex numbers, a kernel for
// integers; then bias and relu in one pass.
#include <cuda_runtime.h>

#include <cstdint>
#include <type_traits>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cuda/matmul/blas.h"
#include "tessera/ops_cuda/runtime/kernel.h"
#include "tessera/ops_cuda/runtime/launch.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/matmul_plan.h"

namespace tessera::cuda {
namespace {

constexpr int kThreads = 256;

// Adds the batch dimensions' steps of matrix number i.
struct Offsets {
  int64_t a, b, c;
};
__device__ inline Offsets BatchOffsets(const MatmulPlan& plan, int64_t i) {
  Offsets at = {0, 0, 0};
  for (int d = 0; d < plan.batch_ndim; ++d) {
    const int64_t above = i / plan.batch_shape[d];
    const int64_t index = i - above * plan.batch_shape[d];
    at.a += index * plan.batch_a[d];
    at.b += index * plan.batch_b[d];
    at.c += index * plan.batch_c[d];
    i = above;
  }
  return at;
}

int64_t BatchCount(const MatmulPlan& plan) {
  int64_t count = 1;
  for (int d = 0; d < plan.batch_ndim; ++d) count *= plan.batch_shape[d];
  return count;
}

// A thread for each element: integers, and strides that cuBLAS has no words
// for. T as stored, Sum as added up.
template <class T, class Sum>
__global__ void PlainProduct(MatmulPlan plan, int64_t count) {
  const T* const a = reinterpret_cast<const T*>(plan.a);
  const T* const b = reinterpret_cast<const T*>(plan.b);
  T* const c = reinterpret_cast<T*>(plan.c);
  const int64_t total = count * plan.m * plan.n;
  ForEach(total, [&](int64_t e) {
    const int64_t j = e % plan.n;
    const int64_t rest = e / plan.n;
    const int64_t i = rest % plan.m;
    const Offsets at = BatchOffsets(plan, rest / plan.m);
    const T* x = a + at.a + i * plan.a_row;
    const T* y = b + at.b + j * plan.b_col;
    Sum sum(0);
    for (int64_t p = 0; p < plan.k; ++p) {
      sum = static_cast<Sum>(sum + static_cast<Sum>(*x) * static_cast<Sum>(*y));
      x += plan.a_col;
      y += plan.b_row;
    }
    c[at.c + i * plan.c_row + j] = static_cast<T>(sum);
  });
}

// c + bias, then relu. Half types add in float, rounding the product first.
template <class T, class Sum>
__global__ void Epilogue(MatmulPlan plan, int64_t count) {
  const T* const bias = reinterpret_cast<const T*>(plan.bias);
  T* const c = reinterpret_cast<T*>(plan.c);
  const int64_t total = count * plan.m * plan.n;
  ForEach(total, [&](int64_t e) {
    const int64_t j = e % plan.n;
    const int64_t rest = e / plan.n;
    const Offsets at = BatchOffsets(plan, rest / plan.m);
    T* const to = c + at.c + rest % plan.m * plan.c_row + j;
    Sum v = static_cast<Sum>(*to);
    if (bias) {
      v = static_cast<Sum>(v + static_cast<Sum>(bias[j * plan.bias_stride]));
    }
    const T sum = static_cast<T>(v);
    if constexpr (is_complex<T>::value) {
      *to = sum;
    } else {
      *to = plan.relu && sum < T(0) ? T(0) : sum;  // NaN stays
    }
  });
}

template <class T, class Sum>
void Run(const MatmulPlan& plan, KernelContext& context) {
  const int64_t count = BatchCount(plan);
  const int64_t total = count * plan.m * plan.n;
  if (total == 0) return;
  constexpr bool kBlas = is_complex<T>::value || std::is_floating_point_v<Sum>;
  if (!kBlas || !BlasProduct(plan, count, context)) {
    Launch(context, &PlainProduct<T, Sum>, Blocks(total, kThreads), kThreads,
           plan, count);
  }
  if (plan.bias || plan.relu) {
    Launch(context, &Epilogue<T, Sum>, Blocks(total, kThreads), kThreads, plan,
           count);
  }
}

}  // namespace

void RegisterMatmul(KernelTable& table) {
  const auto set = [&](DType dtype, Kernel<MatmulPlan> kernel) {
    table.Set<MatmulPlan>(Op::matmul, DeviceType::CUDA, dtype, kernel);
  };
  set(DType::Float, &Run<float, float>);
  set(DType::Double, &Run<double, double>);
  set(DType::Half, &Run<Half, float>);
  set(DType::BFloat16, &Run<BFloat16, float>);
  set(DType::ComplexFloat, &Run<complex<float>, complex<float>>);
  set(DType::ComplexDouble, &Run<complex<double>, complex<double>>);
  // Added up unsigned, since that wraps; the low bits are the result's.
  set(DType::Byte, &Run<uint8_t, uint32_t>);
  set(DType::Char, &Run<int8_t, uint32_t>);
  set(DType::UInt16, &Run<uint16_t, uint32_t>);
  set(DType::Short, &Run<int16_t, uint32_t>);
  set(DType::UInt32, &Run<uint32_t, uint32_t>);
  set(DType::Int, &Run<int32_t, uint32_t>);
  set(DType::UInt64, &Run<uint64_t, uint64_t>);
  set(DType::Long, &Run<int64_t, uint64_t>);
}

}  // namespace tessera::cuda
