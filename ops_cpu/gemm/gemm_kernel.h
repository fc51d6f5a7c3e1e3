// Matrix products, compiled per instruction set; same bits from each.
//
//   GemmArgs<float> g = ...;
//   auto* gemm = TESSERA_KERNEL(GemmF32, CurrentIsa());
//   gemm(g);
#ifndef TESSERA_OPS_CPU_GEMM_GEMM_KERNEL_H_
#define TESSERA_OPS_CPU_GEMM_GEMM_KERNEL_H_

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/gemm/gemm_args.h"
#include "tessera/ops_cpu/runtime/isa.h"

// One thread, any strides of A and B, any sizes. The order of summation is
// kGemmDepth's; products of half types are float32 ones that are rounded once,
// after bias and relu.
TESSERA_DECLARE_KERNEL(void GemmF32(const GemmArgs<float>&));
TESSERA_DECLARE_KERNEL(void GemmF64(const GemmArgs<double>&));
TESSERA_DECLARE_KERNEL(void GemmHalf(const GemmArgs<Half>&));
TESSERA_DECLARE_KERNEL(void GemmBFloat16(const GemmArgs<BFloat16>&));

#endif  // TESSERA_OPS_CPU_GEMM_GEMM_KERNEL_H_
