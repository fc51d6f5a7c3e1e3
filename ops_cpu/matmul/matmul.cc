// The cpu kernel of matmul and of all that lowers onto it.
#include <cstring>
#include <vector>

#include "tessera/ops_cpu/gemm/gemm.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/matmul_plan.h"

namespace tessera {
namespace {

// The bias in one run of n elements, copied where it is strided.
const void* DenseBias(const MatmulPlan& plan, std::vector<char>* copy) {
  if (!plan.bias || plan.bias_stride == 1 || plan.n <= 1) return plan.bias;
  const size_t item = elementSize(plan.dtype);
  copy->resize(static_cast<size_t>(plan.n) * item);
  for (int64_t j = 0; j < plan.n; ++j) {
    std::memcpy(copy->data() + static_cast<size_t>(j) * item,
                plan.bias + j * plan.bias_stride * static_cast<int64_t>(item),
                item);
  }
  return copy->data();
}

void MatmulKernel(const MatmulPlan& plan, KernelContext&) {
  const MatrixView a{plan.a, plan.m, plan.k, plan.a_row, plan.a_col};
  const MatrixView b{plan.b, plan.k, plan.n, plan.b_row, plan.b_col};
  std::vector<char> bias;
  MatMulOptions options;
  options.bias = DenseBias(plan, &bias);
  options.relu = plan.relu;
  if (plan.batch_ndim == 0) {
    MatMul(plan.dtype, a, b, plan.c, plan.c_row, options);
    return;
  }
  // The plan's innermost dimension stands first, BatchDims' last.
  int64_t sizes[MatmulPlan::kBatchDims];
  int64_t steps[3][MatmulPlan::kBatchDims];
  for (int d = 0; d < plan.batch_ndim; ++d) {
    const int at = plan.batch_ndim - 1 - d;
    sizes[at] = plan.batch_shape[d];
    steps[0][at] = plan.batch_a[d];
    steps[1][at] = plan.batch_b[d];
    steps[2][at] = plan.batch_c[d];
  }
  BatchedMatMul(plan.dtype,
                {plan.batch_ndim, sizes, steps[0], steps[1], steps[2]}, a, b,
                plan.c, plan.c_row, options);
}

void RegisterMatmul(KernelTable& table) {
  for (int d = 0; d < kDTypes; ++d) {
    const DType dtype = static_cast<DType>(d);
    if (dtype == DType::Bool) continue;
    table.Set<MatmulPlan>(Op::matmul, DeviceType::CPU, dtype, &MatmulKernel);
  }
}

const KernelRegistrar registrar(&RegisterMatmul);

}  // namespace
}  // namespace tessera
